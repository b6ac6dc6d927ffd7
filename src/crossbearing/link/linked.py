"""Events beside one another: counter-claims, parts, causes and repeats, by printed rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crossbearing.link.events import Group
from crossbearing.link.facts import Facts
from crossbearing.link.label import place_of
from crossbearing.link.lexicon import relations
from crossbearing.link.whereabouts import distance_km
from crossbearing.types import LinkedEvent, Place, Relation

MOST_LINKS = 30
REPEAT_DAYS = 120
REACH = REPEAT_DAYS + 1  # days beyond which no rule ties two events; a test holds the relations to it


@dataclass(frozen=True, slots=True)
class Spot:
    """Where and when a group is, and whose deed: enough to tie it to others."""

    id: str
    family: str
    shape: str
    place: Place | None
    first: int | None
    last: int | None
    does: frozenset[str]
    suffers: frozenset[str]


def spot(event_id: str, group: Group) -> Spot:
    """The spot of one group."""
    members: Sequence[Facts] = group.members
    lead = members[0]
    return Spot(
        event_id,
        lead.family.name,
        lead.family.shape,
        place_of(members),
        group.first if group.first is not None else lead.first,
        group.last if group.last is not None else lead.last,
        frozenset(s for f in members for s in f.does),
        frozenset(s for f in members for s in f.suffers),
    )


def ties(spots: Sequence[Spot]) -> tuple[Mapping[str, tuple[LinkedEvent, ...]], tuple[str, ...]]:
    """For each event those that it is tied to, nearest kinds first; both ends carry the tie. Caps are reported."""
    by_place: dict[str, list[Spot]] = {}
    for s in spots:
        if (key := place_key(s)) is not None:
            by_place.setdefault(key, []).append(s)
    found: dict[str, dict[str, tuple[float, Relation]]] = {}
    for at_place in by_place.values():
        for n, a in enumerate(at_place):
            for b in at_place[n + 1 :]:
                hit = relation(a, b)
                if hit is None:
                    continue
                for one, other in ((a, b), (b, a)):
                    found.setdefault(one.id, {})[other.id] = hit
    out: dict[str, tuple[LinkedEvent, ...]] = {}
    capped: list[str] = []
    for event, others in found.items():
        out[event], cut = listed(event, others)
        capped.extend(cut)
    return out, tuple(capped)


def listed(event: str, others: Mapping[str, tuple[float, Relation]]) -> tuple[tuple[LinkedEvent, ...], tuple[str, ...]]:
    """The ties of one event by kind, the nearest in time where there are too many; and what a cap cut short."""
    near = sorted(others, key=lambda o: (RANK[others[o][1]], others[o][0], o))
    capped: tuple[str, ...] = ()
    if len(near) > MOST_LINKS:
        capped = (f"event {event}: {len(near) - MOST_LINKS} of {len(near)} ties are not listed",)
    kept = sorted(near[:MOST_LINKS], key=lambda o: (RANK[others[o][1]], o))
    return tuple(LinkedEvent(event=o, relation=others[o][1]) for o in kept), capped


def place_key(s: Spot) -> str | None:
    """Events are tied at one place alone; those with a whole region or country for a place are not tied."""
    if s.place is None or s.place.precision in ("country", "admin1"):
        return None
    return s.place.id or "n:" + s.place.as_written.casefold()


RANK: Mapping[Relation, int] = {"counter-claim": 0, "cause": 1, "part": 2, "repeat": 3}


def relation(a: Spot, b: Spot) -> tuple[float, Relation] | None:
    """The relation of two events at one place, with the days between them."""
    if a.place and b.place and (apart := distance_km(a.place, b.place)) is not None and apart > 30:
        return None
    gap = _gap(a, b)
    if gap is None:
        return None
    if a.family == b.family:
        if a.shape in ("speech", "state"):
            return None
        opposed = bool(a.does and b.does and not a.does & b.does) or bool(a.does & b.suffers or b.does & a.suffers)
        if opposed and gap <= 3 and a.shape != "mutual":
            return gap, "counter-claim"
        if a.shape == "suffered" and gap == 0:
            return gap, "part"
        return (gap, "repeat") if 0 < gap <= REPEAT_DAYS else None
    for rule in relations():
        if {rule.left, rule.right} == {a.family, b.family} and gap <= rule.days:
            return gap, rule.relation
    return None


def _gap(a: Spot, b: Spot) -> int | None:
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return None
    return max(0, b.first - a.last, a.first - b.last)
