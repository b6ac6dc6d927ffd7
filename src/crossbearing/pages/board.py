"""The board of bearings: one row an origin, in three columns (asserts, not confirmed, denies)."""

from __future__ import annotations

from dataclasses import dataclass

from crossbearing.pages.desk import Desk
from crossbearing.pages.words import interval
from crossbearing.types import Claim, Event, Origin

_COLUMN = {"asserts": "A", "predicts": "A", "doubts": "U", "denies": "D"}


@dataclass(frozen=True, slots=True)
class Row:
    """One origin with the claims and reports through which it is heard."""

    origin: Origin
    column: str  # A, U, D
    weight: str  # "" counts, "shared" lineage unknown or shared, "none" adds no origin
    first: str
    last: str
    reports: tuple[tuple[str, str, str], ...]  # report id, publisher or title, claim id
    quote: str


@dataclass(frozen=True, slots=True)
class Board:
    """The rows that count or may count, and those that are shown and never counted."""

    rows: tuple[Row, ...]
    uncounted: tuple[Row, ...]
    tallies: tuple[tuple[str, int, tuple[tuple[str, int], ...]], ...]  # column, origins, by side

    @property
    def asserted(self) -> int:
        """How many counted origins assert."""
        return next((n for column, n, _ in self.tallies if column == "A"), 0)


def board(event: Event, desk: Desk) -> Board:
    """The board of an event."""
    rows = [_row(origin, desk) for origin in event.origins]
    shown = tuple(row for row in rows if row.weight != "none")
    tallies = []
    for column in ("A", "U", "D"):
        counted = [row for row in rows if row.column == column and row.origin.counted]
        sides: dict[str, int] = {}
        for row in counted:
            sides[row.origin.side or "no side"] = sides.get(row.origin.side or "no side", 0) + 1
        tallies.append((column, len(counted), tuple(sorted(sides.items()))))
    order = {"A": 0, "U": 1, "D": 2}
    return Board(
        tuple(sorted(shown, key=lambda row: order[row.column])),
        tuple(sorted((row for row in rows if row.weight == "none"), key=lambda row: order[row.column])),
        tuple(tallies),
    )


def _row(origin: Origin, desk: Desk) -> Row:
    claims = [desk.claims[c] for c in origin.claims if c in desk.claims]
    dates = sorted(d for d in (_said(claim) for claim in claims) if d)
    weight = "" if origin.counted else ("shared" if origin.named and origin.stance != "predicts" else "none")
    return Row(
        origin,
        _COLUMN[origin.stance],
        weight,
        dates[0] if dates else "",
        dates[-1] if dates else "",
        tuple((c.report.id, c.report.publisher or c.report.title or "a report", c.id) for c in claims),
        claims[0].span.text if claims else "",
    )


def _said(claim: Claim) -> str | None:
    when = claim.said
    if when and when.latest:
        return when.latest
    return claim.report.published[:10] if claim.report.published else None


def deck(event: Event, drawn: Board) -> str:
    """One sentence under the title: how many origins assert, doubt and deny."""
    words = {"A": "asserted by", "U": "not confirmed by", "D": "denied by"}
    parts = [f"{words[column]} {_origins(n)}" for column, n, _ in drawn.tallies if n]
    if not parts:
        return "No counted origin: own voice, unnamed or untraceable sources alone."
    text = "; ".join(parts)
    return text[0].upper() + text[1:] + (f"; {interval(event.when)}." if event.when and event.when.earliest else ".")


def _origins(n: int) -> str:
    return "one origin" if n == 1 else f"{n} origins"
