"""Events made again: a pure function of the claims as they are read now and of the decisions in force."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, func, select

from crossbearing.jsonform import from_json, to_json
from crossbearing.ledger import custody, decisions, facts, fetch
from crossbearing.ledger import schema as t
from crossbearing.ledger.append import place_key
from crossbearing.ledger.idle import idle
from crossbearing.ledger.packing import canonical, column
from crossbearing.ledger.store import Ledger
from crossbearing.link.copies import Copy
from crossbearing.link.decisions import rulings
from crossbearing.link.life import Step, life
from crossbearing.link.pipeline import context_of, link_events, statuses
from crossbearing.packs import Pack
from crossbearing.types import Claim, Decision, Event, ReportHead, Span, When

_SPAN = 1 << 256
PATIENCE = 2  # how often a whole linking begins again when others add meanwhile, before it makes them wait


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking gives: events, copies among reports, and every cap that was met."""

    events: tuple[Event, ...]
    copies: tuple[Copy, ...] = ()
    capped: tuple[str, ...] = ()
    orphaned: tuple[int, ...] = ()


def stale(ledger: Ledger) -> bool:
    """Whether claims or decisions came in after the events were last made."""
    with ledger.reading() as connection:
        return linked_at(connection) != last_change(connection)


def relink(ledger: Ledger, packs: Sequence[Pack], *, whole: bool = False) -> Linked:
    """Make the events again and write what changed.

    A small ledger is linked as a whole. In one of `REGION_FROM` claims and more, new reports and decisions are linked
    with the events that they may meet, and all else stands; `whole` links everything. Verdicts that change no event
    link nothing.

    Returns:
        What was linked: all events, in a large ledger those of the region alone, or nothing.
    """
    from crossbearing.ledger import region

    if not whole:
        with ledger.writing() as connection:
            upto = last_change(connection)
            if linked_at(connection) and idle(connection, decisions.log(connection), linked_at(connection)):
                set_state(connection, "linked_at", str(upto))
                return Linked((), orphaned=())
            part = region.find(connection, packs)
            if part is not None:
                linked = region.link(connection, part, packs)
                _done(connection, linked, upto, ledger.clock())
                return linked
    for patience in range(PATIENCE, -1, -1):
        with ledger.reading() as connection:  # the long part holds nobody up
            upto = last_change(connection)
            linked = link_state(connection, packs)
            filing = region.filing(connection, packs, linked)
        with ledger.writing() as connection:
            if last_change(connection) != upto:
                if patience:
                    continue  # someone added meanwhile
                upto = last_change(connection)
                linked = link_state(connection, packs)
                filing = region.filing(connection, packs, linked)
            if whole:
                clear(connection)
            write(connection, linked, gone={} if whole else events_there(connection))
            region.file(connection, filing)
            set_state(connection, "orphaned", canonical(linked.orphaned))
            _done(connection, linked, upto, ledger.clock())
            break
    return linked


def _done(connection: Connection, linked: Linked, upto: int, at: str) -> None:
    set_state(connection, "capped", canonical(linked.capped))
    set_state(connection, "linked_at", str(upto))
    custody.append(connection, at=at, entry="link", subject=str(upto), digest=state(connection, "sum") or "")


def link_state(connection: Connection, packs: Sequence[Pack], *, as_of: str | None = None) -> Linked:
    """The events of the ledger's present state, or of what was published and decided up to the day `as_of`."""
    ruled = decisions.log(connection)
    if as_of is not None:
        ruled = tuple(d for d in ruled if d.at[:10] <= as_of)
    made = list(fetch.claims_where(connection))
    return link_claims(made, fetch.heads(connection), fetch.texts(connection), packs, ruled, as_of=as_of)


def link_claims(
    made: Sequence[Claim],
    heads: Mapping[str, ReportHead],
    texts: Mapping[str, str],
    packs: Sequence[Pack],
    ruled: Sequence[Decision],
    *,
    as_of: str | None = None,
    copies: tuple[Copy, ...] | None = None,
) -> Linked:
    """Link claims under decisions: edits first, decisions pointed at the claims as they are read now."""
    standing = decisions.follow(ruled, made)
    found = link_events(
        decisions.apply(made, standing.active),
        heads=heads,
        texts=texts,
        packs=tuple(packs),
        decisions=standing.active,
        as_of=as_of,
        copies=copies,
    )
    return Linked(
        events=confirmed(found.events, standing.active),
        copies=found.copies,
        capped=found.capped,
        orphaned=tuple(d.seq for d in standing.orphaned),
    )


def life_of(
    connection: Connection,
    event: Event,
    claims: Mapping[str, Claim],
    packs: Sequence[Pack],
    copies: Sequence[Copy],
    active: Sequence[Decision] | None = None,
) -> tuple[Step, ...]:
    """How an event grew, from its claims and their reports alone; `active`: the decisions in force, if they are at hand."""
    heads = {claim.report.id: claim.report for claim in claims.values()}
    if active is None:
        active = decisions.follow(decisions.log(connection), claims.values()).active
    held = rulings(active)
    near = [copy for copy in copies if copy.left in heads and copy.right in heads]
    context = context_of(heads, fetch.texts(connection, heads), tuple(packs), held, near, claims.values())
    return life(event, claims, heads, statuses(event, claims, context))


def copy_of(body: str) -> Copy:
    """The copy of a row's body."""
    shape = json.loads(body)
    pairs = tuple((Span(*left), Span(*right)) for left, right in shape["passages"])
    return replace(from_json(Copy, shape | {"passages": []}), passages=pairs)


def confirmed(events: Sequence[Event], active: Sequence[Decision]) -> tuple[Event, ...]:
    """Events that a person confirmed say by whom; a confirmation follows the claims that the event had."""
    held = {claim: event.id for event in events for claim in event.claims}
    known = {event.id for event in events}
    by: dict[str, str] = {}
    for decision in active:
        if decision.verdict == "confirm":
            now = {held[c] for c in decision.payload.get("anchors", {}) if c in held}
            if decision.subject in known:
                by[decision.subject] = decision.by
            elif decision.subject.startswith("e") and len(now) == 1:
                by[now.pop()] = decision.by
    return tuple(replace(e, decided_by=by[e.id]) if e.id in by and e.decided_by == "machine" else e for e in events)


def last_change(connection: Connection) -> int:
    """The number of the last entry of the log that is no linking."""
    query = select(t.LOG.c.seq).where(t.LOG.c.entry != "link").order_by(t.LOG.c.seq.desc()).limit(1)
    return int(connection.execute(query).scalar_one_or_none() or 0)


_STANDING = (
    select(
        select(func.max(t.LOG.c.seq)).scalar_subquery(),
        select(func.max(t.LOG.c.seq)).where(t.LOG.c.entry != "link").scalar_subquery(),
        select(t.STATE.c.value).where(t.STATE.c.key == "linked_at").scalar_subquery(),
    )
)  # fmt: skip


def standing(connection: Connection) -> tuple[int, bool]:
    """The number of the last entry of the log, of whatever kind, and whether the events are behind it; in one question."""
    last, change, linked = connection.execute(_STANDING).one()
    return int(last or 0), int(change or 0) != int(linked or 0)


def linked_at(connection: Connection) -> int:
    """The last entry of the log that the events know of."""
    return int(state(connection, "linked_at") or 0)


def state(connection: Connection, key: str) -> str | None:
    """One derived value."""
    return connection.execute(select(t.STATE.c.value).where(t.STATE.c.key == key)).scalar_one_or_none()


def set_state(connection: Connection, key: str, value: str) -> None:
    """Set one derived value."""
    connection.execute(t.STATE.delete().where(t.STATE.c.key == key))
    connection.execute(t.STATE.insert().values(key=key, value=value))


def events_sum(connection: Connection) -> str:
    """The digest of all derived events and copies: the sum of the hashes of their rows, so that one change costs one row."""
    total = 0
    for table in (t.EVENTS, t.COPIES):
        for body in connection.execute(select(table.c.body)).scalars():
            total += _weight(body)
    return f"{total % _SPAN:064x}"


def clear(connection: Connection) -> None:
    """Take away all that was derived: the next linking is of the whole, and writes every row anew."""
    for table in (t.EVENT_CLAIMS, t.ORIGINS, t.COPIES, t.BLOCKS, t.SPOTS, t.EVENTS, t.SKETCHES):
        connection.execute(table.delete())
    connection.execute(t.STATE.delete().where(t.STATE.c.key.in_(("sum", "indexed"))))


def events_there(connection: Connection) -> dict[str, str]:
    """Id and body of every event that stands."""
    return {row.id: row.body for row in connection.execute(select(t.EVENTS.c.id, t.EVENTS.c.body))}


def write(
    connection: Connection, linked: Linked, *, gone: Mapping[str, str], reports: Sequence[str] | None = None
) -> None:
    """Put the linked events in the place of those in `gone` (id → body), and the copies in the place of all, or of those among `reports`."""
    total = int(state(connection, "sum") or "0", 16)
    bodies = {event.id: canonical(to_json(event)) for event in linked.events}
    old = {key: body for key, body in gone.items() if bodies.get(key) != body}
    for part in fetch.chunks(list(old)):
        for table in (t.EVENT_CLAIMS, t.ORIGINS, t.BLOCKS):
            connection.execute(table.delete().where(table.c.event.in_(part)))
        connection.execute(t.EVENTS.delete().where(t.EVENTS.c.id.in_(part)))
    total -= sum(map(_weight, old.values()))
    fresh = [event for event in linked.events if gone.get(event.id) != bodies[event.id]]
    rows = [event_row(event, bodies[event.id]) for event in fresh]
    if fresh:
        connection.execute(t.EVENTS.insert(), rows)
        if members := [{"claim": c, "event": e.id} for e in fresh for c in e.claims]:
            connection.execute(t.EVENT_CLAIMS.insert(), members)
        if origins := [row for event in fresh for row in origin_rows(event)]:
            connection.execute(t.ORIGINS.insert(), origins)
    facts.file(connection, rows)
    total += sum(_weight(bodies[event.id]) for event in fresh)
    total += _write_copies(connection, linked.copies, reports)
    set_state(connection, "sum", f"{total % _SPAN:064x}")


def rewrite(connection: Connection, bodies: Mapping[str, tuple[str, str]]) -> None:
    """Give events another body (id → the old and the new): their ties alone have changed."""
    total = int(state(connection, "sum") or "0", 16)
    for event, (old, new) in bodies.items():
        connection.execute(t.EVENTS.update().where(t.EVENTS.c.id == event).values(body=new))
        total += _weight(new) - _weight(old)
    set_state(connection, "sum", f"{total % _SPAN:064x}")


def _write_copies(connection: Connection, copies: Sequence[Copy], reports: Sequence[str] | None) -> int:
    """Replace the copies; returns by how much the sum of the hashes of their rows grew."""
    here = [] if reports is None else [column(r) for r in reports]
    change = 0
    parts = [()] if reports is None else list(fetch.chunks(here))
    for part in parts:
        inside = [] if reports is None else [t.COPIES.c.left.in_(part), t.COPIES.c.right.in_(here)]
        change -= sum(map(_weight, connection.execute(select(t.COPIES.c.body).where(*inside)).scalars()))
        connection.execute(t.COPIES.delete().where(*inside))
    rows = [
        {"left": column(c.left), "right": column(c.right), "score": c.score, "body": canonical(to_json(c))}
        for c in copies
    ]
    if rows:
        connection.execute(t.COPIES.insert(), rows)
    return change + sum(_weight(row["body"]) for row in rows)


def _weight(body: object) -> int:
    return int(custody.sha256_of(str(body)), 16)


def event_row(event: Event, body: str) -> dict[str, Any]:
    """The row by which an event is found, sorted and counted."""
    place, when = event.place, event.when or When()
    forms = (place.name, place.as_written, place.id, place.admin1, place.country) if place else ()
    sides = sorted({*event.asserting_sides, *event.denying_sides, *event.doubting_sides})
    return {
        "id": event.id,
        "kind": event.kind,
        "status": event.status,
        "label": column(event.label),
        "place": column(place_key(*forms)),
        "place_name": column(place.name or place.as_written) if place else None,
        "earliest": when.earliest,
        "latest": when.latest,
        "reports": event.reports,
        "sides": f"|{'|'.join(sides)}|" if sides else "",
        "body": body,
    }


def origin_rows(event: Event) -> list[dict[str, Any]]:
    """The rows of an event's origins."""
    return [
        {
            "event": event.id,
            "n": n,
            "name": column(origin.name),
            "side": origin.side,
            "named": int(origin.named),
            "counted": int(origin.counted),
            "stance": origin.stance,
        }
        for n, origin in enumerate(event.origins)
    ]
