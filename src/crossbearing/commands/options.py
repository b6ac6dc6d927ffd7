"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crossbearing.errors import PackError, UsageError
from crossbearing.text import is_date

if TYPE_CHECKING:
    from crossbearing.ledger.store import Ledger
    from crossbearing.packs import Pack
    from crossbearing.views import Filter, Views

Where = Annotated[
    str,
    typer.Option(
        "--ledger", metavar="PATH", envvar="CROSSBEARING_LEDGER", help="The ledger: a file, or a postgresql:// address."
    ),
]
HERE = "crossbearing.ledger"
AsJson = Annotated[bool, typer.Option("--json", help="JSON Lines in the public shape, never cut short.")]
Packs = Annotated[
    list[str] | None,
    typer.Option("--pack", metavar="NAME", help="A conflict pack, by name or folder; may stand several times."),
]
Kind = Annotated[list[str] | None, typer.Option("--kind", help="Event kind, such as territory_gain.")]
Side = Annotated[list[str] | None, typer.Option("--side", help="Side as the pack names it, such as UA.")]
StatusOf = Annotated[list[str] | None, typer.Option("--status", help="Event status, such as contested.")]
ReportId = Annotated[list[str] | None, typer.Option("--report", help="Report id, or its beginning.")]
Publisher = Annotated[list[str] | None, typer.Option("--publisher", help="Publisher by name.")]
Since = Annotated[str | None, typer.Option("--from", metavar="DATE", help="May have happened on this day or later.")]
Until = Annotated[str | None, typer.Option("--to", metavar="DATE", help="May have happened on this day or earlier.")]
PlaceOf = Annotated[list[str] | None, typer.Option("--place", help="Place by any of its names, or its id.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="As the ledger's reports stood at the end of this day.")
]
Limit = Annotated[int | None, typer.Option("--limit", min=1, help="Show at most so many (never with --json).")]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides; the login name if not given.")]
Why = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why; kept with the decision.")]


def filter_of(
    *,
    kind: list[str] | None = None,
    side: list[str] | None = None,
    stance: list[str] | None = None,
    status: list[str] | None = None,
    report: list[str] | None = None,
    publisher: list[str] | None = None,
    place: list[str] | None = None,
    event: list[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    as_of: str | None = None,
) -> Filter:
    """The filter that the options describe.

    Raises:
        UsageError: a kind, status, stance or date is none; the message says what is allowed.
    """
    import typing

    from crossbearing.pages.words import kinds
    from crossbearing.types import Stance, Status
    from crossbearing.views import Filter

    allowed = (
        ("--kind", kind, kinds()),
        ("--status", status, typing.get_args(Status)),
        ("--stance", stance, typing.get_args(Stance)),
    )
    for option, values, known in allowed:
        for value in values or ():
            if value not in known:
                raise UsageError(f"{option} cannot be {value!r}", do=f"One of: {', '.join(known)}")
    for option, day in (("--from", since), ("--to", until), ("--as-of", as_of)):
        if day is not None and not is_date(day, whole=option == "--as-of"):
            raise UsageError(f"{option} cannot be {day!r}", do="Give a date such as 2025-12-01")
    return Filter(
        kinds=tuple(kind or ()),
        sides=tuple(side or ()),
        stances=tuple(stance or ()),
        statuses=tuple(status or ()),
        reports=tuple(report or ()),
        publishers=tuple(publisher or ()),
        places=tuple(place or ()),
        events=tuple(event or ()),
        since=since,
        until=until,
        as_of=as_of,
    )


def person(by: str | None) -> str:
    """The name under which a decision stands.

    Raises:
        UsageError: none is given, and this machine has no login name for the user.
    """
    from crossbearing.deciding import login_name

    if name := by or login_name():
        return name
    raise UsageError("who decides is not known: there is no login name here", do="Give --by NAME")


def named(packs: list[str] | None) -> list[str] | None:
    """The packs that were asked for, a folder by its whole path: the ledger is opened from elsewhere too."""
    if packs is None:
        return None
    return [str(Path(name).resolve()) if (Path(name) / "pack.toml").is_file() else name for name in packs]


def packs_of(ledger: Ledger) -> tuple[Pack, ...]:
    """The packs with which the ledger was read; every installed one if it does not say."""
    from crossbearing.ledger.runs import packs_used
    from crossbearing.packs import load_all

    try:
        return load_all(packs_used(ledger))
    except PackError as error:
        do = f"The ledger was read with this pack: put it back or mend it. {error.do or ''}".rstrip()
        raise PackError(error.what, where=error.where, do=do) from error


def views_of(ledger: Ledger) -> Views:
    """The views of a ledger whose events are up to date: they are made again first where a run was cut off."""
    from crossbearing.ledger.relink import relink, stale
    from crossbearing.views import Views

    packs = packs_of(ledger)
    if stale(ledger):
        relink(ledger, packs)
    return Views(ledger, packs)
