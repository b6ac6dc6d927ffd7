"""The groups of a ledger, read as they are asked for, with all that decides how their claims meet others."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, or_, select

from crossbearing.ledger import decisions, fetch
from crossbearing.ledger import schema as t
from crossbearing.ledger.packing import column
from crossbearing.link.context import Context, Rulings, place_forms
from crossbearing.link.copies import Copy, lineage
from crossbearing.link.events import order
from crossbearing.link.facts import Facts, facts_of, main_places, told_days
from crossbearing.link.names import states_of
from crossbearing.packs import Pack
from crossbearing.types import Claim, Decision, Place, ReportHead


@dataclass
class Books:
    """The groups of a ledger, read as they are asked for: the shelf of `link.growth`. Kept for one change."""

    connection: Connection
    packs: tuple[Pack, ...]
    active: tuple[Decision, ...]
    rulings: Rulings
    heads: dict[str, ReportHead] = field(default_factory=dict)
    families: dict[str, str] = field(default_factory=dict)
    mains: dict[str, Place] = field(default_factory=dict)
    days: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)
    lines: dict[str, tuple[Facts, ...]] = field(default_factory=dict)
    event_of: dict[str, str] = field(default_factory=dict)
    group_of: dict[str, str] = field(default_factory=dict)
    context: Context = field(init=False)

    def __post_init__(self) -> None:
        """Make the context, which shares these tables."""
        self.context = Context(
            heads=self.heads, texts={}, packs=self.packs, rulings=self.rulings, lineage=self.families,
            states=states_of(self.packs), forms=place_forms(self.packs), mains=self.mains, days=self.days,
        )  # fmt: skip

    def near(self, keys: Iterable[str]) -> Iterable[str]:
        """The groups that have a claim filed under any of the blocks."""
        found: dict[str, None] = {}
        for part in fetch.chunks(sorted(keys)):
            query = select(t.BLOCKS.c.event).distinct().where(t.BLOCKS.c.key.in_(part)).order_by(t.BLOCKS.c.event)
            found.update(dict.fromkeys(self.connection.execute(query).scalars()))
        return [self.group_of[e] for e in self.load(found)]

    def members(self, group: str) -> Sequence[Facts]:
        """The claims of a group."""
        return self.lines[group]

    def load(self, events: Iterable[str]) -> list[str]:
        """Read the events that were not read yet; returns all that are there."""
        wanted = list(events)
        fresh = [e for e in wanted if e not in self.group_of]
        of: dict[str, str] = {}
        for part in fetch.chunks(fresh):
            for row in self.connection.execute(select(t.EVENT_CLAIMS).where(t.EVENT_CLAIMS.c.event.in_(part))):
                of[row.claim] = row.event
        made: dict[str, list[Facts]] = {}
        claims = fetch.claims_by_id(self.connection, sorted(of))
        claims += _replaced(self.connection, sorted(set(of) - {c.id for c in claims}))
        for f in self.facts(claims):
            made.setdefault(of[f.claim.id], []).append(f)
        bound = frozenset().union(*self.rulings.locked, *self.rulings.together)
        for event, members in made.items():
            # a group is named by its founder: the first in order, or of those that a person bound the first by name
            by_person = sorted(m.claim.id for m in members if m.claim.id in bound)
            group = by_person[0] if by_person else min(members, key=order).claim.id
            self.lines[group] = tuple(members)
            self.event_of[group] = event
            self.group_of[event] = group
        return [e for e in wanted if e in self.group_of]

    def facts(self, claims: Iterable[Claim]) -> list[Facts]:
        """Claims as people edited them, ready for comparison, with all that their reports tell."""
        made = decisions.apply(claims, self.active)
        self.heads.update({c.report.id: c.report for c in made})
        fresh = sorted({c.report.id for c in made} - self.whole)
        self.families.update(family_of(self.connection, [r for r in fresh if r not in self.families]))
        # what a report tells of place and day elsewhere is asked for only where a claim gives none
        lacking = sorted({c.report.id for c in made if c.report.id not in self.whole and _lacks(c)})
        for part in fetch.chunks(lacking):
            where = t.REPORTS.c.id.in_([column(r) for r in part])
            every = decisions.apply(fetch.claims_where(self.connection, where), self.active)
            kept = [c for c in every if c.id not in self.rulings.rejected]
            self.mains.update(main_places(kept))
            self.days.update(told_days(kept))
        self.whole.update(lacking)
        return [facts_of(c, self.context) for c in made]


def _lacks(claim: Claim) -> bool:
    when = claim.when
    return claim.place is None or when is None or when.rests_on != "text" or not (when.earliest or when.latest)


def family_of(connection: Connection, reports: Sequence[str], more: Sequence[Copy] = ()) -> dict[str, str]:
    """Report → the first of its family of copies, by the copies that the ledger holds and by more."""
    known: dict[tuple[str, str], Copy] = {(c.left, c.right): c for c in more}
    seen: set[str] = set()
    front = [*reports, *(r for c in more for r in (c.left, c.right))]
    while front:
        seen.update(front)
        fresh: set[str] = set()
        for part in fetch.chunks([column(r) or "" for r in front]):
            some = or_(t.COPIES.c.left.in_(part), t.COPIES.c.right.in_(part))
            for row in connection.execute(select(t.COPIES.c.body).where(some)):
                body = json.loads(row.body)
                copy = Copy(left=body["left"], right=body["right"], score=body["score"], passages=(),
                            direction=body["direction"], reasons=())  # fmt: skip
                known.setdefault((copy.left, copy.right), copy)
                fresh |= {copy.left, copy.right} - seen
        front = sorted(fresh)
    if not known:
        return {}
    heads = {h.id: h for h in fetch.heads_of(connection, sorted({r for pair in known for r in pair}))}
    return lineage([known[pair] for pair in sorted(known)], heads)


def _replaced(connection: Connection, ids: Sequence[str]) -> list[Claim]:
    """Claims of readings that a newer one has replaced, which still stand in an event."""
    out: dict[str, Claim] = {}
    for part in fetch.chunks(ids):
        query = (
            select(t.CLAIMS.c.body, t.REPORTS.c.head)
            .join(t.REPORTS, t.REPORTS.c.id == t.CLAIMS.c.report)
            .where(t.CLAIMS.c.id.in_(part))
            .order_by(t.CLAIMS.c.seq)
        )
        out.update((claim.id, claim) for claim in map(fetch.claim_of, connection.execute(query)))
    return list(out.values())
