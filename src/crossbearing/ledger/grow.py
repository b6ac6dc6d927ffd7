"""A report more in a large ledger: its claims are gathered into the events of their blocks, and come out as if all were linked.

The groups that the ledger holds are read as far as `link.growth` asks for them; the events that changed are made again,
and the ties of their neighbours. What is not near is neither read nor written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select
from sqlalchemy import text as sql

from crossbearing.ledger import decisions, fetch, spots, ties
from crossbearing.ledger import relink as linking
from crossbearing.ledger import schema as t
from crossbearing.ledger.books import Books, family_of
from crossbearing.ledger.packing import canonical, column
from crossbearing.link.blocks import keys_of
from crossbearing.link.context import Rulings
from crossbearing.link.copies import Copy, find_copies
from crossbearing.link.days import day, iso
from crossbearing.link.decisions import rulings
from crossbearing.link.growth import Grown, regrow
from crossbearing.link.linked import spot
from crossbearing.link.pipeline import event_of
from crossbearing.link.retract import WITHIN_DAYS, corrected, corrects
from crossbearing.packs import Pack
from crossbearing.text import fold, stable_id
from crossbearing.types import Claim, Event, ReportHead


@dataclass(frozen=True, slots=True)
class Change:
    """What came in: reports with a new reading, and those that share text with them."""

    reports: tuple[str, ...]
    alike: tuple[str, ...]


def grow(connection: Connection, change: Change, packs: Sequence[Pack]) -> linking.Linked:
    """Gather the claims of new readings into the events that stand, and write what changed."""
    heads = {h.id: h for h in fetch.heads_of(connection, change.reports)}
    known = linking.state(connection, CORRECTIONS) or "[]"
    linking.set_state(connection, CORRECTIONS, corrections_in(heads, fetch.texts(connection, change.reports), known))
    log = decisions.log(connection)
    anchored = {a["report"] for d in log for a in d.payload.get("anchors", {}).values()}
    near_people = list(_of_reports(connection, sorted({*anchored, *change.reports})))
    active = decisions.follow(log, near_people).active
    held = rulings(active)
    books = Books(connection, tuple(packs), active, held)
    copies, capped = _copies(connection, change, held)
    before = family_of(connection, change.alike)
    after = family_of(connection, change.alike, copies)
    books.families.update(after)
    fresh = [c for c in _of_reports(connection, change.reports) if c.id not in held.rejected]
    gone = _standing(connection, change.reports)
    books.load(sorted(set(gone.values())))
    moved = sorted(r for r in after if before.get(r, r) != after[r] and r not in change.reports)
    stirred = {*moved, *_corrected_reports(connection, change.reports)}
    there = _standing(connection, sorted(stirred))
    books.load(sorted(set(there.values())))
    changed = {
        m.claim.id: m for e in set(there.values()) for m in books.lines[books.group_of[e]] if m.claim.id in there
    }
    grown = regrow(
        books.facts(fresh),
        shelf=books,
        rulings=held,
        changed=changed,
        gone={c: books.group_of[e] for c, e in gone.items() if e in books.group_of},
    )
    linked = linking.Linked(_events(books, grown), copies, (*capped, *grown.capped))
    return _write(books, linked, grown, change)


def _of_reports(connection: Connection, reports: Sequence[str]) -> Iterable[Claim]:
    for part in fetch.chunks(reports):
        yield from fetch.claims_where(connection, t.REPORTS.c.id.in_([column(r) for r in part]))


def _standing(connection: Connection, reports: Sequence[str]) -> dict[str, str]:
    """The claims of these reports that stand in an event, newer readings or not, and the event."""
    out: dict[str, str] = {}
    for part in fetch.chunks([column(r) for r in reports]):
        held = select(t.CLAIMS.c.id).where(t.CLAIMS.c.report.in_(part))
        for row in connection.execute(select(t.EVENT_CLAIMS).where(t.EVENT_CLAIMS.c.claim.in_(held))):
            out[row.claim] = row.event
    return out


def _copies(connection: Connection, change: Change, held: Rulings) -> tuple[tuple[Copy, ...], tuple[str, ...]]:
    """The copies among the new reports and those like them: found anew where a new report takes part, else as they stood."""
    near = sorted({*change.reports, *change.alike})
    heads = {h.id: h for h in fetch.heads_of(connection, near)}
    new = set(change.reports)
    found, capped = find_copies(fetch.texts(connection, near), heads, held, of=new)
    stood: list[Copy] = []
    for part in fetch.chunks([column(r) or "" for r in near]):
        for row in connection.execute(select(t.COPIES.c.body).where(t.COPIES.c.left.in_(part))):
            copy = linking.copy_of(row.body)
            if copy.right in heads and not {copy.left, copy.right} & new:
                stood.append(copy)
    return (*found, *stood), capped


def _corrected_reports(connection: Connection, reports: Sequence[str]) -> set[str]:
    """Reports of a publisher that a new report of the same publisher says to correct, as far as the dates allow."""
    out: set[str] = set()
    texts = fetch.texts(connection, reports)
    for head in fetch.heads_of(connection, reports):
        last = day(head.published)
        if last is None or not corrects(head, texts[head.id]):
            continue
        out |= set(
            connection.execute(
                select(t.REPORTS.c.id).where(
                    t.REPORTS.c.publisher == column(head.publisher),
                    t.REPORTS.c.published >= iso(last - WITHIN_DAYS),
                    t.REPORTS.c.published < iso(last + 1),
                )
            ).scalars()
        )
    return out - set(reports)


def _events(books: Books, grown: Grown) -> tuple[Event, ...]:
    """The events of the groups that were made again, without ties."""
    connection = books.connection
    claims = [m.claim for g in grown.groups for m in g.members]
    reports = sorted({c.report.id for c in claims})
    books.heads.update(
        {h.id: h for h in fetch.heads_of(connection, sorted(set(books.families.values()) - set(books.heads)))}
    )
    corrections = _corrections(connection, claims)
    books.heads.update({h.id: h for h in fetch.heads_of(connection, corrections)})
    names = sorted({n for c in claims for n in (c.source.name, *(link.name for link in c.chain[:2])) if n})
    context = replace(
        books.context,
        texts=fetch.texts(connection, sorted({*reports, *corrections})),
        publishers=frozenset(fold(p) for p in connection.execute(_PUBLISHERS).scalars() if p),
        sides=_sides(connection, names),
    )
    context = replace(context, corrected=corrected(claims, context))
    made = tuple(event_of(stable_id("e", g.id), g, context)[0] for g in grown.groups)
    return linking.confirmed(made, books.active)


def _corrections(connection: Connection, claims: Sequence[Claim]) -> list[str]:
    """The reports that correct a publisher of these claims within the days allowed."""
    days: dict[str, tuple[int, int]] = {}
    for c in claims:
        on = day(c.report.published)
        if c.report.publisher and on is not None:
            low, high = days.get(c.report.publisher, (on, on))
            days[c.report.publisher] = (min(low, on), max(high, on))
    known = json.loads(linking.state(connection, CORRECTIONS) or "[]")
    return [
        report
        for report, publisher, on in known
        if publisher in days and days[publisher][0] <= on <= days[publisher][1] + WITHIN_DAYS
    ]


CORRECTIONS = "corrections"


def corrections_in(heads: Mapping[str, ReportHead], texts: Mapping[str, str], known: str = "[]") -> str:
    """Which of these reports correct an earlier one, beside those known: so that they are found without reading all."""
    rows = {row[0]: row for row in json.loads(known)}
    for report, text in texts.items():
        head = heads.get(report)
        on = day(head.published) if head else None
        if head is not None and on is not None and corrects(head, text):
            rows[report] = [report, head.publisher, on]
    return canonical([rows[r] for r in sorted(rows)])


# each publisher by one step through the index, instead of all reports
_PUBLISHERS = sql(
    "WITH RECURSIVE p(name) AS (SELECT min(publisher) FROM reports UNION ALL "
    "SELECT (SELECT min(r.publisher) FROM reports r WHERE r.publisher > p.name) FROM p WHERE p.name IS NOT NULL) "
    "SELECT name FROM p WHERE name IS NOT NULL"
)
# the sides given to one source, each by one step through the index, where a claim that is read now gives it
_SIDES = sql(
    "WITH RECURSIVE s(side) AS (SELECT min(side) FROM claims WHERE source = :source UNION ALL "
    "SELECT (SELECT min(c.side) FROM claims c WHERE c.source = :source AND c.side > s.side) FROM s "
    "WHERE s.side IS NOT NULL) SELECT side FROM s WHERE side IS NOT NULL AND EXISTS (SELECT 1 FROM claims c "
    "JOIN current u ON u.reading = c.reading WHERE c.source = :source AND c.side = s.side "
    "AND c.source_kind IN ('person', 'organisation'))"
)


def _sides(connection: Connection, names: Sequence[str]) -> dict[str, str]:
    """Folded name → side, of every source to which all claims give one side."""
    found: dict[str, set[str]] = {}
    for name in names:
        sides = connection.execute(_SIDES, {"source": column(name)}).scalars().all()
        if sides:
            found.setdefault(fold(column(name) or ""), set()).update(sides)
    return {name: next(iter(sides)) for name, sides in found.items() if len(sides) == 1}


def _write(books: Books, linked: linking.Linked, grown: Grown, change: Change) -> linking.Linked:
    connection = books.connection
    fresh = {stable_id("e", g.id): g for g in grown.groups}
    replaced = {books.event_of[g] for g in (*grown.gone, *(g.id for g in grown.groups)) if g in books.event_of}
    old = dict(_bodies(connection, sorted(replaced)))
    stand = {e: spot(e, g) for e, g in fresh.items()}
    tied = ties.tie(connection, stand, old)
    events = tuple(replace(e, linked=tied.made[e.id]) for e in linked.events)
    linked = replace(linked, events=events, capped=(*linked.capped, *tied.capped))
    near = sorted({*change.reports, *change.alike})
    linking.write(connection, linked, gone=old, reports=near)
    for part in fetch.chunks(sorted(fresh)):
        connection.execute(t.BLOCKS.delete().where(t.BLOCKS.c.event.in_(part)))
    rows = [
        {"key": k, "event": e} for e, g in fresh.items() for k in sorted({k for m in g.members for k in keys_of(m)})
    ]
    if rows:
        connection.execute(t.BLOCKS.insert(), rows)
    spots.file(connection, stand.values(), events=sorted(fresh))
    linking.rewrite(connection, tied.bodies)
    return linked


def _bodies(connection: Connection, events: Sequence[str]) -> Iterable[tuple[str, str]]:
    for part in fetch.chunks(events):
        query = select(t.EVENTS.c.id, t.EVENTS.c.body).where(t.EVENTS.c.id.in_(part)).order_by(t.EVENTS.c.id)
        yield from ((row.id, row.body) for row in connection.execute(query))
