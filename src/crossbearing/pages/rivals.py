"""Rival values of one event, side by side: every name, date and number, each with who gave it. Nothing is averaged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from crossbearing.pages.desk import Desk, SharedText
from crossbearing.pages.words import count_words, interval
from crossbearing.types import Claim, Event


@dataclass(frozen=True, slots=True)
class Value:
    """One value as given, with the sides and sources that gave it."""

    value: str
    note: str
    sides: tuple[str | None, ...]
    who: str


def rivals(event: Event, desk: Desk) -> tuple[tuple[str, tuple[Value, ...]], ...]:
    """Names, dates and numbers of the event's claims."""
    claims = [desk.claims[c] for c in event.claims if c in desk.claims]
    names: dict[str, list[Claim]] = {}
    dates: dict[str, list[Claim]] = {}
    counts: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.place:
            names.setdefault(claim.place.as_written, []).append(claim)
        if claim.when and (claim.when.earliest or claim.when.latest):
            dates.setdefault(interval(claim.when), []).append(claim)
        for count in claim.counts:
            counts.setdefault(count_words(count), []).append(claim)
    return (
        ("Name", _values(names, lambda c: c.place.name if c.place and c.place.name else "not resolved")),
        ("Date", _values(dates, lambda c: c.when.as_written if c.when and c.when.as_written else "")),
        ("Numbers", _values(counts, lambda c: "")),
    )


def shared_of(event: Event, desk: Desk) -> tuple[SharedText, ...]:
    """The copies among the reports of an event."""
    here = {desk.claims[c].report.id for c in event.claims if c in desk.claims}
    return tuple(s for s in desk.shared if s.left in here and s.right in here)


def sides_of(claims: Iterable[Claim]) -> tuple[tuple[str, int], ...]:
    """How many claims each side makes; `none` for no side, `own` for the report's own voice."""
    out: dict[str, int] = {}
    for claim in claims:
        key = "own" if claim.attribution is None else (claim.source.side or "none")
        out[key] = out.get(key, 0) + 1
    return tuple(sorted(out.items(), key=lambda kv: (kv[0] in ("none", "own"), kv[0])))


def count_side(events: Iterable[Event], side: str | None) -> int:
    """How many events the side asserts; `None`: those that no side asserts."""
    return sum((side in e.asserting_sides) if side else not e.asserting_sides for e in events)


def _values(groups: Mapping[str, list[Claim]], words: Callable[[Claim], str]) -> tuple[Value, ...]:
    out = []
    for value, claims in sorted(groups.items(), key=lambda kv: (-len(kv[1]), kv[0])):
        sides = tuple(dict.fromkeys(c.source.side for c in claims))
        who = list(dict.fromkeys(c.source.name or c.source.as_written or "" for c in claims))
        some = ", ".join(name for name in who[:3] if name) + (f" and {len(who) - 3} more" if len(who) > 3 else "")
        out.append(Value(value, words(claims[0]), sides, some))
    return tuple(out)
