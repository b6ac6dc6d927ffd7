"""`export report serve`: what leaves the ledger, and the workbench."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from crossbearing.commands.console import note
from crossbearing.commands.options import (
    HERE,
    AsOf,
    Kind,
    PlaceOf,
    Publisher,
    ReportId,
    Side,
    Since,
    StatusOf,
    Until,
    Where,
    filter_of,
    views_of,
)
from crossbearing.errors import UsageError

Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Where to write; standard output if not given.")
]
Full = Annotated[
    bool,
    typer.Option(
        "--full", "--unwithheld", help="Withhold nothing: names, quotes and exact places; the export says so."
    ),
]


def export(
    fmt: Annotated[str, typer.Argument(metavar="FORMAT", help="csv, jsonl or geojson.")],
    what: Annotated[str, typer.Option("--what", help="events or claims; jsonl takes reports and all, too.")] = "events",
    out: Out = None,
    full: Full = False,
    ledger: Where = HERE,
    kind: Kind = None,
    side: Side = None,
    status: StatusOf = None,
    report: ReportId = None,
    publisher: Publisher = None,
    since: Since = None,
    until: Until = None,
    place: PlaceOf = None,
    as_of: AsOf = None,
) -> None:
    """Write events or claims for other tools.

    Names and quotes of private persons, captives, the dead and minors are withheld, and places are coarsened to the
    settlement; --full lifts that, and the export says so.

    Examples:

      crossbearing export csv --out events.csv

      crossbearing export geojson --status contested > map.geojson

      crossbearing export jsonl --what claims --full --out claims.jsonl
    """
    from crossbearing.export import FORMATS, write
    from crossbearing.ledger.store import open_ledger

    if fmt not in FORMATS:
        raise UsageError(f"there is no format {fmt!r}", do=f"One of: {', '.join(sorted(FORMATS))}")
    wanted = filter_of(
        kind=kind, side=side, status=status, report=report, publisher=publisher,
        place=place, since=since, until=until, as_of=as_of,
    )  # fmt: skip
    with open_ledger(ledger) as book:
        pieces = write(fmt, views_of(book), wanted, what=what, full=full)
        if out is None:
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")  # type: ignore[union-attr]
            sys.stdout.writelines(pieces)
        else:
            _write(out, pieces)
            note(f"wrote {out}")


def report(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The page to write.")] = Path("report.html"),
    full: Full = False,
    ledger: Where = HERE,
) -> None:
    """Write one HTML page with events, map, timeline and highlighted texts; it needs no server and no network.

    Example:

      crossbearing report --ledger desk.ledger --out report.html
    """
    import crossbearing.report as pages
    from crossbearing.ledger.store import open_ledger

    with open_ledger(ledger) as book:
        pages.write_report(views_of(book), out, full=full)
    note(f"wrote {out}")


def serve(
    given: Annotated[str | None, typer.Argument(metavar="[LEDGER]", help="The same as --ledger.")] = None,
    ledger: Where = HERE,
    host: Annotated[
        str, typer.Option(help="The address to listen on: loopback alone, unless users and a secret are set up.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes any that is free.")] = 8765,
) -> None:
    """Serve the workbench, to be opened in a browser at the address that is printed: read, compare, decide, undo.

    Keys, roles, users and how to serve elsewhere than on this machine: docs/workbench.md; every page is also JSON (/openapi.json).

    Example:

      crossbearing serve desk.ledger
    """
    from crossbearing import web

    web.serve(given or ledger, host=host, port=port)


def _write(path: Path, pieces: Iterable[str]) -> None:
    """Write the file wholly or not at all."""
    part = path.parent / f"{path.name}.part"
    try:
        try:
            with part.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
                stream.writelines(pieces)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror}", where=str(path), do="Give another --out") from error
