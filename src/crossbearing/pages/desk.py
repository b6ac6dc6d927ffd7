"""What a set of pages shows: one frozen `Desk`, made by the report or the workbench, drawn by the templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from crossbearing.link.life import Step
from crossbearing.types import Claim, Event, Reading

STATUS_GLYPHS: Mapping[str, str] = {
    "retracted": "retracted",
    "contested": "contested",
    "no named origin": "unnamed",
    "single origin": "single",
    "one-sided": "onesided",
    "independently corroborated": "corrob",
    "independence not established": "notest",
}
"""Every status with the name of its glyph, in the order in which the rules are tried."""

MARK_LETTERS: Mapping[str, str] = {
    "hedge": "H",
    "factive": "F",
    "loaded": "L",
    "partisan": "P",
    "claimed_corroboration": "C",
}
"""What stands over the words, with its letter."""


@dataclass(frozen=True, slots=True)
class SharedText:
    """Two reports that share text, with the passages as (left, right) pairs of quotations."""

    left: str
    right: str
    names: tuple[str, str]
    score: float
    passages: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Desk:
    """A ledger as the pages show it: readings in order of publication, events, and what could not be read."""

    name: str
    readings: tuple[Reading, ...]
    events: tuple[Event, ...]
    tones: Mapping[str, str]
    """Side id → colour token `1` to `4`; a side that no pack names is `0`."""
    side_names: Mapping[str, str] = field(default_factory=dict)
    failures: tuple[tuple[str, str], ...] = ()
    lives: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)
    shared: tuple[SharedText, ...] = ()
    others: tuple[Claim, ...] = ()
    """Claims that a page needs of reports that it does not show."""
    withheld: str | None = None
    borders: str | None = None
    outlines: str = ""
    """Where the outlines of the maps stand; empty: on the page itself."""
    lines: str = ""
    """The lines that packs draw over them, as a `<path>`; and where it stands."""
    lines_at: str = ""
    decisions: int = 0

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """Every claim by its id."""
        read = {claim.id: claim for reading in self.readings for claim in reading.claims}
        return {claim.id: claim for claim in self.others} | read

    @cached_property
    def event_of(self) -> Mapping[str, Event]:
        """Claim id → the event that it stands in."""
        return {claim: event for event in self.events for claim in event.claims}

    @cached_property
    def number_of(self) -> Mapping[str, int]:
        """Claim id → its number within its report, in order of the text."""
        return {claim.id: n for reading in self.readings for n, claim in enumerate(in_order(reading), 1)}

    def numbered(self, claim_id: str) -> str:
        """`claim 5`, or `claim` where its report is not on the page."""
        n = self.number_of.get(claim_id)
        return f"claim {n}" if n else "claim"

    def tone(self, side: str | None) -> str:
        """The colour token of a side."""
        return self.tones.get(side or "", "0")

    def event(self, event_id: str) -> Event | None:
        """The event of that id."""
        return next((event for event in self.events if event.id == event_id), None)


def in_order(reading: Reading) -> tuple[Claim, ...]:
    """The claims of a reading in order of the text."""
    return tuple(sorted(reading.claims, key=lambda claim: (claim.span.start, claim.span.end, claim.id)))
