"""Events as they were known on a day: linked again from what was published and decided by then.

For a few events of a ledger of any size. Their reports, and those of the events that share a block with them, are linked
as a whole ledger is; nothing is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from crossbearing.ledger import decisions, fetch
from crossbearing.ledger import relink as linking
from crossbearing.ledger import schema as t
from crossbearing.ledger.packing import column
from crossbearing.link.copies import Copy
from crossbearing.link.life import Step
from crossbearing.packs import Pack
from crossbearing.types import Claim, Event, ReportHead

MOST_NEAR = 200
"""Events beside those asked for whose reports are linked with theirs, those that share most blocks first."""
MOST_REPORTS = 1_500

_BESIDE = (
    select(t.BLOCKS.c.event)
    .where(t.BLOCKS.c.key.in_(select(t.BLOCKS.c.key).where(t.BLOCKS.c.event.in_(bindparam("ids", expanding=True)))))
    .order_by(t.BLOCKS.c.event)
)
_REPORTS_OF = (
    select(t.CLAIMS.c.report)
    .distinct()
    .join(t.EVENT_CLAIMS, t.EVENT_CLAIMS.c.claim == t.CLAIMS.c.id)
    .where(t.EVENT_CLAIMS.c.event.in_(bindparam("ids", expanding=True)))
    .order_by(t.CLAIMS.c.report)
)


@dataclass(frozen=True, slots=True)
class Past:
    """The events of a day that hold claims of those asked for, most of them first, with their claims and copies.

    `capped` says in words what was left out.
    """

    events: tuple[Event, ...]
    claims: tuple[Claim, ...]
    copies: tuple[Copy, ...]
    capped: tuple[str, ...]

    def life(self, connection: Connection, event: Event, packs: Sequence[Pack]) -> tuple[Step, ...]:
        """How the event had grown by then."""
        inside = {*event.claims}
        claims = {c.id: c for c in self.claims if c.id in inside}
        return linking.life_of(connection, event, claims, packs, self.copies, ())


def then(
    connection: Connection,
    packs: Sequence[Pack],
    events: Sequence[Event],
    as_of: str,
    *,
    without: frozenset[int] = frozenset(),
) -> Past:
    """What was known of these events on the day.

    Args:
        connection: a transaction on the ledger.
        packs: the packs that the ledger was read with.
        events: events as they are now.
        as_of: an ISO date; what was published or decided later is not seen.
        without: numbers of decisions that whoever asks may not know of.

    Raises:
        UsageError: `as_of` is no date.
    """
    asked = [event.id for event in events]
    near, capped = _near(connection, events)
    own = _by(connection, _reports(connection, asked), as_of)
    beside = [head for head in _by(connection, _reports(connection, near), as_of) if head not in own]
    heads = (own + beside)[:MOST_REPORTS]
    if len(heads) < len(own) + len(beside):
        capped += (f"{len(own) + len(beside) - len(heads)} reports near these events were not looked at",)
    ids = [head.id for head in heads]
    made = [claim for part in fetch.chunks(ids) for claim in _claims(connection, part)]
    ruled = [d for d in decisions.log(connection) if d.at[:10] <= as_of and d.seq not in without]
    linked = linking.link_claims(
        made, {head.id: head for head in heads}, fetch.texts(connection, ids), packs, ruled, as_of=as_of
    )
    wanted = {claim for event in events for claim in event.claims}
    shared = [(len(wanted & {*event.claims}), event) for event in linked.events]
    found = tuple(event for n, event in sorted(shared, key=lambda row: (-row[0], row[1].id)) if n)
    inside = {claim for event in found for claim in event.claims}
    edited = decisions.apply(made, decisions.follow(ruled, made).active)
    return Past(found, tuple(c for c in edited if c.id in inside), linked.copies, capped)


def _near(connection: Connection, events: Sequence[Event]) -> tuple[list[str], tuple[str, ...]]:
    """Events that are tied to these or share blocks with them."""
    asked = {event.id for event in events}
    tally = Counter[str]()
    for part in fetch.chunks(sorted(asked)):
        tally.update(connection.execute(_BESIDE, {"ids": part}).scalars().all())
    tally.update(tie.event for event in events for tie in event.linked)
    found = sorted((key for key in tally if key not in asked), key=lambda key: (-tally[key], key))
    left = len(found) - MOST_NEAR
    return found[:MOST_NEAR], (f"{left} events near these were not looked at",) if left > 0 else ()


def _reports(connection: Connection, events: Sequence[str]) -> list[str]:
    found: dict[str, None] = {}
    for part in fetch.chunks(events):
        found.update(dict.fromkeys(connection.execute(_REPORTS_OF, {"ids": part}).scalars().all()))
    return list(found)


def _by(connection: Connection, reports: Sequence[str], as_of: str) -> list[ReportHead]:
    heads = fetch.heads_of(connection, reports)
    return [head for head in heads if head.published and head.published[:10] <= as_of[:10]]


def _claims(connection: Connection, reports: Sequence[str]) -> Iterable[Claim]:
    return fetch.claims_where(connection, t.REPORTS.c.id.in_([column(r) for r in reports]))
