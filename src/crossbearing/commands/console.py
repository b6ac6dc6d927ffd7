"""Writing to the terminal or the pipe: JSON Lines, tables, progress, errors."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from crossbearing.errors import CrossbearingError

T = TypeVar("T")


def json_line(value: Any) -> str:
    """One line of JSON; what cannot be written as UTF-8 is escaped."""
    line = json.dumps(value, ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, ensure_ascii=True)
    return line


def say(line: str = "") -> None:
    """A line to standard output, whatever its code points."""
    stream = sys.stdout
    try:
        stream.write(line + "\n")
    except UnicodeEncodeError:
        encoding = stream.encoding or "utf-8"
        stream.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def note(line: str) -> None:
    """A line to standard error, for people."""
    sys.stderr.write(line.encode("utf-8", "backslashreplace").decode("utf-8") + "\n")


def plain(text: str | None) -> str:
    """Text that cannot move the cursor or colour the screen: control characters become spaces or `�`."""
    out = []
    for char in text or "":
        if char in "\n\t\r":
            out.append(" ")
        elif (
            ord(char) < 32 or 127 <= ord(char) < 160 or char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        ):
            out.append("\ufffd")
        else:
            out.append(char)
    return "".join(out)


def show_error(error: CrossbearingError) -> None:
    """What happened, where, and what to do, on standard error."""
    note(f"error: {plain(error.what)}")
    if error.where:
        note(f"where: {plain(error.where)}")
    if error.do:
        note(f"do:    {plain(error.do)}")


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table: fitted to the terminal, or whole and aligned in a pipe. Cells are plain text, never markup."""
    cells = [[plain(cell) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        widths = [max([len(name), *(len(row[n]) for row in cells)]) for n, name in enumerate(columns)]
        for row in [[name.upper() for name in columns], *cells]:
            say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    out = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        out.add_column(name, overflow="fold")
    for row in cells:
        out.add_row(*(Text(cell) for cell in row))
    Console().print(out)


class Tick(Protocol):
    """Tells the bar that one more input is done."""

    def __call__(self, what: str) -> None:
        """Move on by one."""


@contextmanager
def progress(title: str, total: int | None = None) -> Iterator[Tick]:
    """A bar on a terminal's standard error; nothing in a pipe or with `TERM=dumb`."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda what: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    shown = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[what]}"),
    )
    with Progress(*shown, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total, what="")

        def tick(what: str) -> None:
            bar.update(task, advance=1, what=plain(what)[-48:].replace("[", "("))

        yield tick


def past(limit: int | None) -> int | None:
    """How many to ask for, so that it can be told whether a limit cut anything: one more."""
    return None if limit is None else limit + 1


def first(found: Iterable[T], limit: int | None) -> tuple[list[T], bool]:
    """The first of those found, and whether there are more than the limit; `found` was asked for by `past`."""
    every = list(found)
    return every[:limit], limit is not None and len(every) > limit
