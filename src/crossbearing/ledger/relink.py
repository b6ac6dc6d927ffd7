"""Events made again: a pure function of the claims as they are read now and of the decisions in force."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from crossbearing.jsonform import from_json, to_json
from crossbearing.ledger import custody, decisions, fetch
from crossbearing.ledger import schema as t
from crossbearing.ledger.append import place_key
from crossbearing.ledger.packing import canonical, column, digest
from crossbearing.ledger.store import Ledger
from crossbearing.link.copies import Copy
from crossbearing.link.decisions import rulings
from crossbearing.link.life import Step, life
from crossbearing.link.pipeline import context_of, link_events, statuses
from crossbearing.packs import Pack
from crossbearing.types import Claim, Decision, Event, ReportHead, Span, When


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
        return _linked_at(connection) != _last_change(connection)


def relink(ledger: Ledger, packs: Sequence[Pack]) -> Linked:
    """Make the events again and write what changed."""
    with ledger.reading() as connection:
        upto = _last_change(connection)
        linked = link_state(connection, packs)
    with ledger.writing() as connection:
        if _last_change(connection) != upto:  # someone added meanwhile: link what is there now
            upto = _last_change(connection)
            linked = link_state(connection, packs)
        _write(connection, linked)
        _set(connection, "linked_at", str(upto))
        _set(connection, "capped", canonical(linked.capped))
        _set(connection, "orphaned", canonical(linked.orphaned))
        custody.append(connection, at=ledger.clock(), entry="link", subject=str(upto), digest=events_digest(connection))
    return linked


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
    )
    return Linked(
        events=_confirmed(found.events, standing.active),
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
) -> tuple[Step, ...]:
    """How an event grew, from its claims and their reports alone."""
    heads = {claim.report.id: claim.report for claim in claims.values()}
    held = rulings(decisions.follow(decisions.log(connection), claims.values()).active)
    near = [copy for copy in copies if copy.left in heads and copy.right in heads]
    context = context_of(heads, fetch.texts(connection, heads), tuple(packs), held, near, claims.values())
    return life(event, claims, heads, statuses(event, claims, context))


def copy_of(body: str) -> Copy:
    """The copy of a row's body."""
    shape = json.loads(body)
    pairs = tuple((Span(*left), Span(*right)) for left, right in shape["passages"])
    return replace(from_json(Copy, shape | {"passages": []}), passages=pairs)


def _confirmed(events: Sequence[Event], active: Sequence[Decision]) -> tuple[Event, ...]:
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


def _last_change(connection: Connection) -> int:
    row = connection.execute(
        select(t.LOG.c.seq).where(t.LOG.c.entry.not_in(("link",))).order_by(t.LOG.c.seq.desc()).limit(1)
    ).scalar_one_or_none()
    return int(row or 0)


def _linked_at(connection: Connection) -> int:
    value = connection.execute(select(t.STATE.c.value).where(t.STATE.c.key == "linked_at")).scalar_one_or_none()
    return int(value or 0)


def _set(connection: Connection, key: str, value: str) -> None:
    connection.execute(t.STATE.delete().where(t.STATE.c.key == key))
    connection.execute(t.STATE.insert().values(key=key, value=value))


def events_digest(connection: Connection) -> str:
    """The digest of all derived events and copies, in order of their ids."""
    bodies = connection.execute(select(t.EVENTS.c.body).order_by(t.EVENTS.c.id)).scalars().all()
    pairs = connection.execute(select(t.COPIES).order_by(t.COPIES.c.left, t.COPIES.c.right)).all()
    return digest([list(bodies), [list(pair) for pair in pairs]])


def _write(connection: Connection, linked: Linked) -> None:
    bodies = {event.id: canonical(to_json(event)) for event in linked.events}
    there = {row.id: row.body for row in connection.execute(select(t.EVENTS.c.id, t.EVENTS.c.body))}
    gone = [key for key, body in there.items() if bodies.get(key) != body]
    for part in fetch.chunks(gone):
        connection.execute(t.EVENT_CLAIMS.delete().where(t.EVENT_CLAIMS.c.event.in_(part)))
        connection.execute(t.ORIGINS.delete().where(t.ORIGINS.c.event.in_(part)))
        connection.execute(t.EVENTS.delete().where(t.EVENTS.c.id.in_(part)))
    fresh = [event for event in linked.events if there.get(event.id) != bodies[event.id]]
    if fresh:
        connection.execute(t.EVENTS.insert(), [_event_row(event, bodies[event.id]) for event in fresh])
        if members := [{"claim": c, "event": e.id} for e in fresh for c in e.claims]:
            connection.execute(t.EVENT_CLAIMS.insert(), members)
        if origins := [row for event in fresh for row in _origin_rows(event)]:
            connection.execute(t.ORIGINS.insert(), origins)
    connection.execute(t.COPIES.delete())
    if linked.copies:
        connection.execute(
            t.COPIES.insert(),
            [
                {"left": column(c.left), "right": column(c.right), "score": c.score, "body": canonical(to_json(c))}
                for c in linked.copies
            ],
        )


def _event_row(event: Event, body: str) -> dict[str, Any]:
    place, when = event.place, event.when or When()
    forms = (place.name, place.as_written, place.id, place.admin1, place.country) if place else ()
    sides = sorted({*event.asserting_sides, *event.denying_sides, *event.doubting_sides})
    return {
        "id": event.id,
        "kind": event.kind,
        "status": event.status,
        "label": column(event.label),
        "place": column(place_key(*forms)),
        "earliest": when.earliest,
        "latest": when.latest,
        "reports": event.reports,
        "sides": f"|{'|'.join(sides)}|" if sides else "",
        "body": body,
    }


def _origin_rows(event: Event) -> list[dict[str, Any]]:
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
