"""`pack check`, `pack list` and `pack new`: conflict packs, which are data and no code."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crossbearing.commands.console import json_line, note, plain, say, show_error, table
from crossbearing.commands.options import AsJson
from crossbearing.errors import PackError, UsageError

if TYPE_CHECKING:
    from crossbearing.casecheck import CaseResult
    from crossbearing.packs import Pack

app = typer.Typer(
    help="Check a conflict pack, list those installed, or begin a new one.", no_args_is_help=True, rich_markup_mode=None
)


@app.command()
def check(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PACK...]", help="Names or folders; every installed pack if none is given."),
    ] = None,
    read: Annotated[
        bool, typer.Option("--read", help="Also read the sentences of cases.jsonl, and tell which come out as marked.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check packs: every file, column, cell, reference and date, and the marked sentences of cases.jsonl.

    Examples:

      crossbearing pack check ukraine

      crossbearing pack check ./my-pack --read
    """
    from crossbearing.packcheck import check as faults_of
    from crossbearing.packs import load, packaged

    bad = 0
    for name in names or sorted(packaged()):
        try:
            pack = load(name)
        except PackError as error:  # the packs behind it are still checked
            bad += 1
            show_error(error)
            if as_json:
                say(json_line({"pack": name, "version": None, "folder": None, "faults": [str(error)]}))
            continue
        faults = faults_of(pack)
        bad += len(faults)
        cases = _cases(pack, name) if read and not faults else ()
        if as_json:
            shape = {"pack": pack.id, "version": pack.version, "folder": str(pack.folder), "faults": list(faults)}
            told = [{"id": case.id, "passed": case.passed, "missed": list(case.missed)} for case in cases]
            say(json_line(shape | ({"cases": told} if read else {})))
            continue
        sizes = f"{len(pack.sides)} sides, {len({a.id for a in pack.actors})} actors, {len({p.id for p in pack.places})} places"
        say(f"{pack.id} {pack.version}: {sizes}, {len(pack.publishers)} publishers")
        for fault in faults:
            note(f"fault: {plain(fault)}")
        for case in cases:
            for missed in case.missed:
                note(f"{plain(case.id)}: not read: {plain(missed)}")
        if cases:
            say(f"{sum(case.passed for case in cases)} of {len(cases)} cases are read as they are marked")
    if bad:
        raise PackError(
            f"{bad} fault{'' if bad == 1 else 's'}", do="Mend what the lines above name; docs/packs.md has every column"
        )


def _cases(pack: Pack, name: str) -> tuple[CaseResult, ...]:
    from crossbearing.casecheck import run_cases
    from crossbearing.read.pipeline import read

    return run_cases(pack, lambda text: read(text, publisher="cases.jsonl", packs=(name,)))


@app.command("list")
def listing(as_json: AsJson = False) -> None:
    """List the packs that are installed."""
    from crossbearing.packs import load_all

    packs = load_all()
    if as_json:
        for pack in packs:
            say(json_line({"id": pack.id, "version": pack.version, "name": pack.name, "folder": str(pack.folder)}))
        return
    table(("pack", "version", "name", "licence"), [(p.id, p.version, p.name, p.licence) for p in packs])


@app.command()
def new(folder: Annotated[Path, typer.Argument(help="The folder to make; its last part is the pack's id.")]) -> None:
    """Begin a pack: a folder with every file, its header, and one line that shows how it is filled in.

    Example:

      crossbearing pack new ./my-conflict
    """
    name = folder.name
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise UsageError(f"{name!r} is no id for a pack", do="Use small letters, digits and hyphens")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise UsageError("there is something in this folder", where=str(folder), do="Give a new or empty folder")
        _fill(folder)
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror}", where=str(folder), do="Give another folder") from error
    say(f"made {folder}; fill in its files (docs/packs.md), then: crossbearing pack check {folder}")


def _fill(folder: Path) -> None:
    """Write every file of a pack, with its header and a line that shows how it is filled in."""
    from crossbearing.packs import COLUMNS

    name = folder.name
    (folder / "pack.toml").write_text(_TOML.format(id=name), "utf-8")
    for file, columns in COLUMNS.items():
        with (folder / file).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(_ROWS.get(file, ()))
    (folder / "cases.jsonl").write_text(_CASE, "utf-8")
    (folder / "README.md").write_text(
        f"# Pack {name}\n\nProvenance of every row; disputed names and how they are shown.\n", "utf-8"
    )


_TOML = """id = "{id}"
version = "1"
name = "{id}"
languages = ["en"]
licence = "CC0-1.0"
# ISO codes of the countries, and the words that tell that a report speaks of this conflict
countries = []
theatre = ["Exampleton"]
"""
_ROWS = {
    "sides.csv": (("A", "Northern side", "1"), ("B", "Southern side", "2")),
    "actors.csv": (("a.army", "Northern Army", "Northern Army", "en", "force", "A", "", "", "example"),),
    "places.csv": (
        ("x.town", "Exampleton", "Exampleton", "en", "", "", "", "10.0", "20.0", "3", "", "settlement", "example"),
    ),
    "publishers.csv": (("Example Post", "example.org", "newspaper", "", "", ""),),
    "words.csv": (("partisan", "en", "the enemy", "example"),),
}
_CASE = '{"marked": "[src The Northern Army] [cue said] [say it had taken Exampleton]."}\n'
