"""Linking what is new in a large ledger: new reports are gathered into the events that stand (`grow.py`).

After a new decision, the events of which it speaks, and those that share a block with its reports, are linked again as
one region, by `link_events`, as a small ledger is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, func, select

from crossbearing.ledger import decisions, fetch, grow, spots
from crossbearing.ledger import relink as linking
from crossbearing.ledger import schema as t
from crossbearing.ledger.books import Books
from crossbearing.ledger.packing import column
from crossbearing.link.blocks import keys_of, seek_keys
from crossbearing.link.copies import SHORT, Copy
from crossbearing.link.decisions import rulings
from crossbearing.link.events import Group, order
from crossbearing.link.facts import Facts, facts_of
from crossbearing.link.linked import Spot, spot
from crossbearing.link.passages import PER_PASSAGE, passages, sketch
from crossbearing.link.pipeline import context_of
from crossbearing.link.reworded import BEYOND, LEAST_SKETCH, sketch_of_marks, told
from crossbearing.packs import Pack
from crossbearing.types import Claim, LinkedEvent

REGION_FROM = 400  # claims; below, the whole ledger is linked at once
MOST_SHARE = 0.2  # of the ledger's reports: when more are new, linking the whole is cheaper and surer
MOST_EVENTS = 400  # events of a region; a cap that is met is reported
MOST_LIKE = 80  # reports that share a sketch number before it tells nothing
SHORT_SKETCH = SHORT * PER_PASSAGE  # sketch numbers of a report so short that one shared with it is enough
SKETCHED = 2  # how reports are sketched; counted up when that changes
INDEXED = "indexed"  # the state that says for which packs a whole linking filed its events
WHOLE = ("tombstone",)  # entries after which the whole is linked


@dataclass(frozen=True, slots=True)
class Region:
    """What a change touches: new reports, and the events to link again with them."""

    reports: tuple[str, ...]
    events: tuple[str, ...]
    capped: tuple[str, ...]
    ruled: bool
    texts_stand: bool = False
    """Whether no report was read meanwhile: the copies among them are then what they were."""


@dataclass(frozen=True, slots=True)
class Filing:
    """Under which blocks events are filed, and under which sketch numbers reports; empty for a small ledger."""

    blocks: tuple[tuple[str, str], ...]
    sketches: tuple[tuple[int, str], ...]
    stamp: str
    corrections: str = "[]"
    spots: tuple[Spot, ...] = ()


def filing(connection: Connection, packs: Sequence[Pack], linked: linking.Linked) -> Filing:
    """What `file` writes after a whole linking."""
    event_of = {claim: event.id for event in linked.events for claim in event.claims}
    if len(event_of) < REGION_FROM:
        return Filing((), (), "")
    made = list(fetch.claims_where(connection))
    active = decisions.follow(decisions.log(connection), made).active
    held = rulings(active)
    seen = [c for c in decisions.apply(made, active) if c.id not in held.rejected]
    heads, texts = fetch.heads(connection), fetch.texts(connection)
    context = context_of(heads, {}, tuple(packs), held, linked.copies, seen)
    blocks, stand = filed([facts_of(c, context) for c in seen], event_of)
    return Filing(blocks, tuple(sketches(texts)), stamp(packs), grow.corrections_in(heads, texts), stand)


def filed(made: Iterable[Facts], event_of: Mapping[str, str]) -> tuple[tuple[tuple[str, str], ...], tuple[Spot, ...]]:
    """The blocks under which events are filed, and where each stands, from the facts of their claims."""
    by_event: dict[str, list[Facts]] = {}
    for f in made:
        if f.claim.id in event_of:
            by_event.setdefault(event_of[f.claim.id], []).append(f)
    blocks = [(key, e) for e, line in by_event.items() for key in sorted({key for f in line for key in keys_of(f)})]
    return tuple(blocks), tuple(spot(e, _group(line)) for e, line in by_event.items())


def _group(line: Iterable[Facts]) -> Group:
    """A group from its claims, taken in order."""
    first, *rest = sorted(line, key=order)
    group = Group(first.claim.id, [])
    for f in (first, *rest):
        group.take(f, ())
    return group


def file(connection: Connection, made: Filing) -> None:
    """Write the filing of a whole ledger."""
    connection.execute(t.BLOCKS.delete())
    connection.execute(t.SKETCHES.delete())
    insert(connection, made.blocks, made.sketches)
    spots.file(connection, made.spots)
    linking.set_state(connection, INDEXED, made.stamp)
    linking.set_state(connection, grow.CORRECTIONS, made.corrections)


def insert(connection: Connection, blocks: Iterable[tuple[str, str]], numbers: Iterable[tuple[int, str]]) -> None:
    """File events under blocks, and reports under sketch numbers."""
    if rows := [{"key": key, "event": event} for key, event in blocks]:
        connection.execute(t.BLOCKS.insert(), rows)
    if some := [{"number": number, "report": report} for number, report in numbers]:
        connection.execute(t.SKETCHES.insert(), some)


def sketches(texts: Mapping[str, str]) -> Iterable[tuple[int, str]]:
    """The sketch numbers of each text, with its report."""
    for report, words in texts.items():
        yield from ((number, report) for number in sorted(sketch(passages(words))))
        yield from ((number, report) for number in sorted(sketch_of_marks(told(words))))


def find(connection: Connection, packs: Sequence[Pack]) -> Region | None:
    """The region of what came in since the last linking; `None` where the whole ledger is to be linked."""
    if linking.state(connection, INDEXED) != stamp(packs) or not packs:
        return None
    entries = connection.execute(
        select(t.LOG.c.entry, t.LOG.c.subject, t.LOG.c.report).where(t.LOG.c.seq > linking.linked_at(connection))
    ).all()
    if any(row.entry in WHOLE for row in entries):
        return None
    reports = sorted({column(row.report) or "" for row in entries if row.entry == "reading"})
    # the last number given out: to count them would read them all
    known = int(connection.execute(select(func.max(t.REPORTS.c.seq))).scalar_one() or 0)
    if len(reports) > MOST_SHARE * known:
        return None
    touched: dict[str, None] = {}
    ruled = {str(d.seq): d for d in decisions.log(connection)}
    for row in entries:
        if row.entry == "decision":
            decision = ruled[row.subject]
            while decision.verdict == "undo" and str(decision.replaces) in ruled:
                decision = ruled[str(decision.replaces)]
            claims = [*decision.payload.get("anchors", {}), *decision.payload.get("claims", ())]
            if not claims:
                return None  # it speaks of a name or of reports, and may reach anywhere
            touched.update(dict.fromkeys(_events_of(connection, claims)))
            reports += [a["report"] for a in decision.payload.get("anchors", {}).values()]
    fresh = list(dict.fromkeys(reports))
    if not any(row.entry == "decision" for row in entries):
        return Region(tuple(fresh), (), (), False)
    for part in fetch.chunks(fresh):  # what a newer reading no longer holds leaves its event
        held = select(t.CLAIMS.c.id).where(t.CLAIMS.c.report.in_(part))
        query = select(t.EVENT_CLAIMS.c.event).distinct().where(t.EVENT_CLAIMS.c.claim.in_(held))
        touched.update(dict.fromkeys(connection.execute(query.order_by(t.EVENT_CLAIMS.c.event)).scalars()))
    made = list(_claims_of_reports(connection, fresh))
    keys = sorted({key for f in _books(connection, packs, made).facts(made) for key in seek_keys(f)})
    for part in fetch.chunks(keys):
        query = select(t.BLOCKS.c.event).distinct().where(t.BLOCKS.c.key.in_(part)).order_by(t.BLOCKS.c.event)
        touched.update(dict.fromkeys(connection.execute(query).scalars()))
    events = sorted(touched)
    capped: tuple[str, ...] = ()
    if len(events) > MOST_EVENTS:
        capped = (f"{len(events) - MOST_EVENTS} of {len(events)} events near the new reports were not linked again",)
    texts_stand = not any(row.entry == "reading" for row in entries)
    return Region(tuple(fresh), tuple(events[:MOST_EVENTS]), capped, True, texts_stand)


def link(connection: Connection, region: Region, packs: Sequence[Pack]) -> linking.Linked:
    """Link a region and write what changed. Ties to events outside are kept; new ones are found by the next whole linking."""
    if not region.texts_stand:
        for part in fetch.chunks([column(r) or "" for r in region.reports]):
            connection.execute(t.SKETCHES.delete().where(t.SKETCHES.c.report.in_(part)))
        insert(connection, (), sketches(fetch.texts(connection, region.reports)))
    if not region.ruled:
        alike = sorted({*_alike(connection, region.reports), *region.reports} - {None})
        return grow.grow(connection, grow.Change(region.reports, tuple(alike)), packs)
    old = dict(_bodies(connection, region.events))
    members = {claim for body in old.values() for claim in json.loads(body)["claims"]}
    made = {c.id: c for c in fetch.claims_by_id(connection, sorted(members))}
    elsewhere = _elsewhere(connection, region)
    made |= {c.id: c for c in _claims_of_reports(connection, region.reports) if c.id not in elsewhere}
    near = sorted({column(c.report.id) or "" for c in made.values()} | set(_alike(connection, region.reports)))
    heads = {head.id: head for head in fetch.heads_of(connection, near)}
    known = _copies_among(connection, near) if region.texts_stand else None
    linked = linking.link_claims(
        list(made.values()), heads, fetch.texts(connection, near), packs, decisions.log(connection), copies=known
    )
    outside = {key: tuple(e for e in fetch.event_of(body).linked if e.event not in old) for key, body in old.items()}
    events = tuple(replace(e, linked=_tied(e.linked, outside.get(e.id, ()))) for e in linked.events)
    loose = set(old) - {e.id for e in events}
    for other, body in _bodies(connection, sorted({tie.event for key in loose for tie in outside[key]})):
        event = fetch.event_of(body)
        old[other] = body
        events = (*events, replace(event, linked=tuple(tie for tie in event.linked if tie.event not in loose)))
    linked = replace(linked, events=events, capped=(*region.capped, *linked.capped))
    linking.write(connection, linked, gone=old, reports=near)
    for part in fetch.chunks([e.id for e in events]):
        connection.execute(t.BLOCKS.delete().where(t.BLOCKS.c.event.in_(part)))
    books = _books(connection, packs, made.values())
    books.load([e.id for e in events])
    filed = {(key, books.event_of[g]): None for g, line in books.lines.items() for f in line for key in keys_of(f)}
    insert(connection, filed, ())
    spots.file(
        connection,
        (spot(books.event_of[g], _group(line)) for g, line in books.lines.items()),
        events=[e.id for e in events],
    )
    return linked


def _copies_among(connection: Connection, reports: Sequence[str]) -> tuple[Copy, ...]:
    here = set(reports)
    out: list[Copy] = []
    for part in fetch.chunks(list(reports)):
        query = select(t.COPIES.c.right, t.COPIES.c.body).where(t.COPIES.c.left.in_(part))
        out += [linking.copy_of(row.body) for row in connection.execute(query) if row.right in here]
    return tuple(sorted(out, key=lambda copy: (copy.left, copy.right)))


def _bodies(connection: Connection, events: Sequence[str]) -> Iterable[tuple[str, str]]:
    for part in fetch.chunks(events):
        query = select(t.EVENTS.c.id, t.EVENTS.c.body).where(t.EVENTS.c.id.in_(part)).order_by(t.EVENTS.c.id)
        yield from ((row.id, row.body) for row in connection.execute(query))


def _elsewhere(connection: Connection, region: Region) -> set[str]:
    """Claims of the region's reports that stand in events outside it."""
    out: set[str] = set()
    inside = set(region.events)
    for part in fetch.chunks(region.reports):
        held = select(t.CLAIMS.c.id).where(t.CLAIMS.c.report.in_(part))
        for row in connection.execute(select(t.EVENT_CLAIMS).where(t.EVENT_CLAIMS.c.claim.in_(held))):
            if row.event not in inside:
                out.add(row.claim)
    return out


def _tied(found: Sequence[LinkedEvent], kept: Sequence[LinkedEvent]) -> tuple[LinkedEvent, ...]:
    known = {tie.event for tie in found}
    return (*found, *(tie for tie in kept if tie.event not in known))


def _books(connection: Connection, packs: Sequence[Pack], made: Iterable[Claim]) -> Books:
    active = decisions.follow(decisions.log(connection), made).active
    return Books(connection, tuple(packs), active, rulings(active))


def _events_of(connection: Connection, claims: Sequence[str]) -> Iterable[str]:
    for part in fetch.chunks(claims):
        query = select(t.EVENT_CLAIMS.c.event).distinct().where(t.EVENT_CLAIMS.c.claim.in_(part))
        yield from connection.execute(query.order_by(t.EVENT_CLAIMS.c.event)).scalars()


def _claims_of_reports(connection: Connection, reports: Sequence[str]) -> Iterable[Claim]:
    for part in fetch.chunks(reports):
        yield from fetch.claims_where(connection, t.REPORTS.c.id.in_([column(r) for r in part]))


def _alike(connection: Connection, reports: Sequence[str]) -> Iterable[str]:
    """Reports that share as many sketch numbers with one of these as the search for copies asks for."""
    for row in _sharing(connection, reports, marks=True):
        if row.n >= LEAST_SKETCH:
            yield row.alike
    rows = list(_sharing(connection, reports, marks=False))
    size = _sketched(connection, sorted({r for row in rows if row.n == 1 for r in (row.report, row.alike)}))
    for row in rows:
        if row.n > 1 or min(size[row.report], size[row.alike]) <= SHORT_SKETCH:
            yield row.alike


def _sharing(connection: Connection, reports: Sequence[str], *, marks: bool) -> Iterable[Row[Any]]:
    """How many numbers each report shares with each of these: numbers of its marks, or of its runs of words."""
    mine, theirs = t.SKETCHES.alias("mine"), t.SKETCHES.alias("theirs")
    other = t.SKETCHES.alias("other")
    here = mine.c.number >= BEYOND if marks else mine.c.number < BEYOND
    # a number that too many share is known by its first few holders, however many there are
    crowded = select(other.c.report).where(other.c.number == mine.c.number).limit(1).offset(MOST_LIKE)
    for part in fetch.chunks([column(r) or "" for r in reports]):
        query = (
            select(mine.c.report, theirs.c.report.label("alike"), func.count().label("n"))
            .join(theirs, theirs.c.number == mine.c.number)
            .where(mine.c.report.in_(part), here, theirs.c.report != mine.c.report, ~crowded.exists())
            .group_by(mine.c.report, theirs.c.report)
        )
        yield from connection.execute(query).all()


def _sketched(connection: Connection, reports: Sequence[str]) -> dict[str, int]:
    """How many sketch numbers of runs of words each of these reports has."""
    out: dict[str, int] = {}
    s = t.SKETCHES.c
    for part in fetch.chunks(reports):
        query = select(s.report, func.count().label("n")).where(s.report.in_(part), s.number < BEYOND)
        query = query.group_by(s.report)
        out |= {row.report: row.n for row in connection.execute(query).all()}
    return out


def stamp(packs: Sequence[Pack]) -> str:
    """For which packs, and by which sketches, a ledger is filed: one that is filed otherwise is linked whole."""
    return " ".join((f"sketch:{SKETCHED}", *(f"{pack.id}:{pack.digest}" for pack in packs)))
