"""The board of bearings: one row an origin, in three columns (asserts, not confirmed, denies)."""

from __future__ import annotations

from dataclasses import dataclass

from crossbearing.pages.desk import Desk
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
    foretold: int = 0  # counted voices that only foretell it: they assert nothing

    @property
    def asserted(self) -> int:
        """How many counted origins assert."""
        return next((n for column, n, _ in self.tallies if column == "A"), 0)


def board(event: Event, desk: Desk) -> Board:
    """The board of an event."""
    asserted = any(origin.counted and origin.stance == "asserts" for origin in event.origins)
    rows = [_row(origin, desk, asserted=asserted) for origin in event.origins]
    shown = tuple(row for row in rows if row.weight != "none")
    tallies = []
    for column in ("A", "U", "D"):
        counted = [r for r in rows if r.column == column and r.origin.counted and r.origin.stance != "predicts"]
        sides: dict[str, int] = {}
        for row in counted:
            sides[row.origin.side or "no side"] = sides.get(row.origin.side or "no side", 0) + 1
        tallies.append((column, len(counted), tuple(sorted(sides.items()))))
    order = {"A": 0, "U": 1, "D": 2}
    return Board(
        tuple(sorted(shown, key=lambda row: order[row.column])),
        tuple(sorted((row for row in rows if row.weight == "none"), key=lambda row: order[row.column])),
        tuple(tallies),
        len({row.origin.name for row in rows if row.origin.counted and row.origin.stance == "predicts"}),
    )


def _row(origin: Origin, desk: Desk, *, asserted: bool) -> Row:
    claims = [desk.claims[c] for c in origin.claims if c in desk.claims]
    dates = sorted(d for d in (_said(claim) for claim in claims) if d)
    # what somebody foretells adds nothing to what others assert
    counts = origin.counted and not (asserted and origin.stance == "predicts")
    weight = "" if counts else ("shared" if origin.named and origin.stance != "predicts" else "none")
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


def deck(drawn: Board) -> str:
    """One sentence under the title: how many origins assert, doubt, deny and foretell, and what was said beside them."""
    words = {"A": "asserted by", "U": "not confirmed by", "D": "denied by"}
    parts = [f"{words[column]} {_origins(n)}" for column, n, _ in drawn.tallies if n]
    if drawn.foretold:
        parts.append(f"foretold by {_origins(drawn.foretold)}")
    if not parts:
        return "No counted origin: own voice, unnamed or untraceable sources alone."
    shared = sum(1 for row in drawn.rows if row.weight == "shared")
    if shared:
        parts.append(f"{_spelt(shared)} more of shared or unknown lineage")
    text = "; ".join(parts)
    return text[0].upper() + text[1:] + "."


_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def _origins(n: int) -> str:
    return f"{_spelt(n)} origin{'s' if n != 1 else ''}"


def _spelt(n: int) -> str:
    return _SMALL[n] if n < len(_SMALL) else str(n)
