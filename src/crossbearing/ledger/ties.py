"""The ties of events that were made again, and of their neighbours: worked out from spots, as if all were tied at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from crossbearing.ledger import fetch, spots
from crossbearing.ledger import schema as t
from crossbearing.ledger.packing import canonical
from crossbearing.link.linked import MOST_LINKS, RANK, Spot, listed, place_key, relation
from crossbearing.types import LinkedEvent, Relation

Hits = Mapping[str, tuple[float, Relation]]


@dataclass(frozen=True, slots=True)
class Ties:
    """The ties of the new events; of neighbours whose ties changed, the old body and the new; what a cap cut short."""

    made: Mapping[str, tuple[LinkedEvent, ...]]
    bodies: Mapping[str, tuple[str, str]]
    capped: tuple[str, ...]


def tie(connection: Connection, fresh: Mapping[str, Spot], replaced: Mapping[str, str]) -> Ties:
    """Tie events that are new or made again to what stands. To be called before they are written.

    Args:
        connection: the ledger, as it was before.
        fresh: the new events' spots.
        replaced: id and body of the events whose place they take, be it under the same id.
    """
    before = spots.of(connection, sorted(replaced))
    there = spots.around(connection, (*fresh.values(), *before.values()))
    near = {e: s for e, s in there.items() if e not in replaced and e not in fresh}
    found: dict[str, dict[str, tuple[float, Relation]]] = {e: {} for e in fresh}
    order = sorted(fresh)
    for n, e in enumerate(order):
        for other in (*order[n + 1 :], *near):
            hit = _hit(fresh[e], fresh.get(other) or near[other])
            if hit is not None:
                found[e][other] = found.setdefault(other, {})[e] = hit
    made: dict[str, tuple[LinkedEvent, ...]] = {}
    capped: list[str] = []
    for e in fresh:
        made[e], cut = listed(e, found[e])
        capped.extend(cut)
    loosed = {e for e, s in near.items() if any(_hit(old, s) is not None for old in before.values())}
    loosed |= {tied["event"] for body in replaced.values() for tied in json.loads(body)["linked"]}
    affected = sorted(((set(found) | loosed) - set(fresh)) - set(replaced))
    around = _Around(connection, fresh, before, dict(near))
    bodies: dict[str, tuple[str, str]] = {}
    for part in fetch.chunks(affected):
        query = select(t.EVENTS.c.id, t.EVENTS.c.body).where(t.EVENTS.c.id.in_(part)).order_by(t.EVENTS.c.id)
        for row in connection.execute(query).all():
            shape = json.loads(row.body)
            stood = [(tied["event"], tied["relation"]) for tied in shape["linked"]]
            now = around.again(row.id, stood, found.get(row.id, {}))
            if now != stood:
                shape["linked"] = [{"event": e, "relation": r} for e, r in now]
                bodies[row.id] = (row.body, canonical(shape))
    return Ties(made, bodies, tuple(capped))


@dataclass(slots=True)
class _Around:
    """What stands about the events that changed, as far as it was asked for."""

    connection: Connection
    fresh: Mapping[str, Spot]
    before: Mapping[str, Spot]
    known: dict[str, Spot]

    def again(self, event: str, stood: Sequence[tuple[str, Relation]], hits: Hits) -> list[tuple[str, Relation]]:
        """The ties of a neighbour, which stood so, with the new events that it is tied to now."""
        kept = [(e, r) for e, r in stood if e not in self.before and e not in self.fresh]
        if len(stood) < MOST_LINKS and len(kept) + len(hits) <= MOST_LINKS:
            now = [*kept, *((e, r) for e, (_, r) in hits.items())]
            return sorted(now, key=lambda tied: (RANK[tied[1]], tied[0]))
        return [(tied.event, tied.relation) for tied in listed(event, self._nearest(event, stood, hits))[0]]

    def _nearest(self, event: str, stood: Sequence[tuple[str, Relation]], hits: Hits) -> Hits:
        """Enough ties to tell which are the nearest: of a full list the last one bounds those that are not listed."""
        self._read([event, *(e for e, _ in stood if e not in self.before)])
        own = self.known.get(event)
        if own is None:
            return hits
        were = {e: _hit(own, s) for e, _ in stood if (s := self.before.get(e) or self.known.get(e)) is not None}
        firm = {e: hit for e, hit in were.items() if hit is not None}
        some = {e: hit for e, hit in firm.items() if e not in self.before and e not in self.fresh} | dict(hits)
        if len(firm) == len(stood):
            worst = max((_rank(e, hit) for e, hit in firm.items()), default=None)
            closer = sum(worst is not None and _rank(e, hit) <= worst for e, hit in some.items())
            if len(stood) < MOST_LINKS or closer >= MOST_LINKS:
                return some
        around = spots.around(self.connection, (own,))
        there = {e: s for e, s in around.items() if e not in self.before} | dict(self.fresh)
        return {e: hit for e, s in there.items() if e != event and (hit := _hit(own, s)) is not None}

    def _read(self, events: Iterable[str]) -> None:
        self.known |= spots.of(self.connection, sorted({*events} - self.known.keys()))


def _hit(a: Spot, b: Spot) -> tuple[float, Relation] | None:
    key = place_key(a)
    return relation(a, b) if key is not None and key == place_key(b) else None


def _rank(event: str, hit: tuple[float, Relation]) -> tuple[int, float, str]:
    return RANK[hit[1]], hit[0], event
