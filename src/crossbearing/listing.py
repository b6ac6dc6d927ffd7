"""Pages of long lists: sorted, counted and faceted in SQL, so that a ledger of any size answers at once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any, Literal

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, func, select

from crossbearing.jsonform import from_json
from crossbearing.ledger import facts, fetch, relink
from crossbearing.ledger import schema as t
from crossbearing.ledger.facts import Fact
from crossbearing.ledger.filters import Filter, event_conditions, report_conditions
from crossbearing.ledger.packing import column
from crossbearing.link.copies import Copy
from crossbearing.link.life import Step
from crossbearing.types import Claim, Event, ReportHead
from crossbearing.views import ReportRow, Views

Order = Literal["reports", "time", "newest", "label"]
ORDERS: Mapping[Order, tuple[ColumnElement[Any], ...]] = {
    "reports": (t.EVENTS.c.reports.desc(), t.EVENTS.c.label, t.EVENTS.c.id),
    "time": (t.EVENTS.c.earliest.asc().nulls_last(), t.EVENTS.c.id),
    "newest": (t.EVENTS.c.earliest.desc().nulls_last(), t.EVENTS.c.id.desc()),
    "label": (t.EVENTS.c.label, t.EVENTS.c.id),
}
SAID = ("statement",)
"""Kinds of what was only said: where the most told come first, they stand behind what happened."""
MARKS = facts.MARKS
MOST_HITS = 2_000
MOST_REPORTS = 50
"""Reports that hold the words whose claims are all hits."""
MOST_PLACES = 12


# Questions of every page, put into words once.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_EVENTS_BY_ID = select(t.EVENTS.c.id, t.EVENTS.c.body).where(t.EVENTS.c.id.in_(_IDS))
_EVENTS_HOLDING = select(t.EVENT_CLAIMS.c.claim, t.EVENT_CLAIMS.c.event).where(t.EVENT_CLAIMS.c.claim.in_(_IDS))
_COPIES_OF = (
    select(t.COPIES.c.right, t.COPIES.c.body)
    .where(t.COPIES.c.left.in_(_IDS))
    .order_by(t.COPIES.c.left, t.COPIES.c.right)
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of events is asked for: a filter, words to look for, and marks of its claims."""

    wanted: Filter = field(default_factory=Filter)
    words: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """How many events pass, and how many of each kind, status, side and place; `capped`: the search met its most hits."""

    total: int
    kinds: tuple[tuple[str, int], ...]
    statuses: Mapping[str, int]
    sides: Mapping[str, int]
    places: tuple[tuple[str, int], ...]
    capped: bool = False


@dataclass(frozen=True, slots=True)
class Hits:
    """The events that hold words: what a list sorts and counts by, of at most some thousands."""

    rows: tuple[Fact, ...]
    capped: bool


def hits(views: Views, asked: Asked) -> Hits:
    """The events that pass where words are asked for: looked for in claims and reports by full text, else in labels."""
    narrowed = _conditions(asked)
    with views.ledger.reading() as connection:
        held, capped = facts.holding(connection, asked.words, claims=MOST_HITS, reports=MOST_REPORTS)
        if not held:
            # the full text of a claim holds its kind and place, of which labels are made: a scan is the last resort
            label = func.lower(t.EVENTS.c.label).contains(asked.words.strip().lower(), autoescape=True)
            inside = connection.execute(select(t.EVENTS.c.id).where(label).limit(MOST_HITS)).scalars()
            held = facts.of_events(connection, sorted(inside))
        if narrowed:
            query = select(t.EVENTS.c.id).where(_among(views, [row[0] for row in held]), *narrowed)
            passing = {*connection.execute(query).scalars()}
            held = [row for row in held if row[0] in passing]
    return Hits(tuple(held), capped)


def event_ids(
    views: Views, asked: Asked, *, order: Order, limit: int | None, offset: int = 0, among: Hits | None = None
) -> tuple[str, ...]:
    """The ids of one page of the events that pass; `among`: the hits, where words are asked for and they are at hand."""
    if asked.words:
        rows = _sorted((among or hits(views, asked)).rows, order)
        return tuple(row[0] for row in rows[offset : None if limit is None else offset + limit])
    query = select(t.EVENTS.c.id).where(*_conditions(asked)).order_by(*ORDERS[order])
    with views.ledger.reading() as connection:
        if order != "reports":
            return tuple(connection.execute(query.limit(limit).offset(offset)).scalars())
        # two walks of one index, and no sorting of all
        happened, said = query.where(t.EVENTS.c.kind.not_in(SAID)), query.where(t.EVENTS.c.kind.in_(SAID))
        out = [*connection.execute(happened.limit(limit).offset(offset)).scalars()]
        if limit is None or len(out) < limit:
            many = select(func.count()).select_from(happened.order_by(None).subquery())
            start = 0 if out or not offset else max(0, offset - connection.execute(many).scalar_one())
            rest = None if limit is None else limit - len(out)
            out += connection.execute(said.limit(rest).offset(start)).scalars()
        return tuple(out)


def passing(views: Views, asked: Asked) -> Any:
    """The ids of the events that pass, as a part of another question."""
    if asked.words:
        key = t.EVENTS.c.id
        return select(key).where(in_list(views, key, [row[0] for row in hits(views, asked).rows]))
    return select(t.EVENTS.c.id).where(*_conditions(asked))


Alike = Sequence[tuple[str, str, str, int]]
"""Kind, status, sides, and how many events of the ledger have just these."""


def alike(views: Views) -> Alike:
    """The events of the whole ledger by kind, status and sides: few rows, of which the facets of most lists are summed."""
    with views.ledger.reading() as connection:
        return [(*row,) for row in connection.execute(_alike()).all()]


def _alike(*meant: ColumnElement[bool]) -> Select[Any]:
    e = t.EVENTS.c
    return select(e.kind, e.status, e.sides, func.count()).where(*meant).group_by(e.kind, e.status, e.sides)


def _passing(rows: Alike, wanted: Filter) -> Alike:
    return [
        row
        for row in rows
        if (not wanted.kinds or row[0] in wanted.kinds) and (not wanted.statuses or row[1] in wanted.statuses)
    ]


def found(views: Views, asked: Asked, *, among: Hits | None = None, whole: Alike | None = None) -> Found:
    """How many events pass, with their facets; `whole`: what `alike` gives, if it is at hand."""
    if asked.words:
        held = among or hits(views, asked)
        places = Counter(map(itemgetter(4), held.rows))
        told = Counter({name: n for name, n in places.items() if name is not None})
        same = Counter(map(itemgetter(1, 2, 3), held.rows))
        return _found(((*key, n) for key, n in same.items()), _most_first(told)[:MOST_PLACES], held.capped)
    e, meant = t.EVENTS.c, _conditions(asked)
    with views.ledger.reading() as connection:
        plain = not asked.marks and replace(asked.wanted, kinds=(), statuses=()) == Filter()
        rows = _passing(whole, asked.wanted) if plain and whole else connection.execute(_alike(*meant)).all()
        common = connection.execute(
            select(func.count().label("n"), func.max(e.id))
            .where(e.place.is_not(None), *meant)
            .group_by(e.place)
            .order_by(func.count().desc(), e.place)
            .limit(MOST_PLACES)
        ).all()
        named = connection.execute(select(e.id, e.place_name).where(e.id.in_([key for _, key in common])))
        names = {row.id: row.place_name for row in named}
    tally = Counter[str]()
    for n, key in common:
        tally[names[key]] += n
    return _found(rows, _most_first(tally), False)


def _found(rows: Iterable[Any], places: tuple[tuple[str, int], ...], capped: bool) -> Found:
    tally = {name: Counter[str]() for name in ("kinds", "statuses", "sides")}
    for kind, status, sides, n in rows:
        tally["kinds"][kind] += n
        tally["statuses"][status] += n
        for side in filter(None, (sides or "").split("|")):
            tally["sides"][side] += n
    return Found(
        sum(tally["statuses"].values()), _most_first(tally["kinds"]), dict(tally["statuses"]), dict(sorted(tally["sides"].items())),
        places, capped,
    )  # fmt: skip


def _sorted(rows: Sequence[Any], order: Order) -> list[Any]:
    """The hits in the same orders as `ORDERS`: by stable sorts, the last key first."""
    out = sorted(rows, key=itemgetter(0), reverse=order == "newest")
    if order in ("time", "newest"):
        out.sort(key=itemgetter(7), reverse=order == "newest")
        return out if order == "newest" else [r for r in out if r[7]] + [r for r in out if not r[7]]
    out.sort(key=itemgetter(6))
    if order == "reports":
        out.sort(key=itemgetter(5), reverse=True)
        out.sort(key=lambda row: row[1] in SAID)
    return out


def found_among(events: Sequence[Event]) -> Found:
    """The same for events at hand."""
    sides = Counter(s for e in events for s in {*e.asserting_sides, *e.denying_sides, *e.doubting_sides})
    return Found(
        len(events), _most_first(Counter(e.kind for e in events)), dict(Counter(e.status for e in events)),
        dict(sorted(sides.items())), _most_first(Counter(_place_name(e) for e in events if e.place))[:MOST_PLACES],
    )  # fmt: skip


def events_holding(views: Views, claims: Iterable[str]) -> Mapping[str, str]:
    """Claim id → the id of the event in which it stands."""
    out: dict[str, str] = {}
    with views.ledger.reading() as connection:
        for part in fetch.chunks(sorted(set(claims))):
            out.update({row.claim: row.event for row in connection.execute(_EVENTS_HOLDING, {"ids": part}).all()})
    return out


def events_by_id(views: Views, ids: Iterable[str]) -> tuple[Event, ...]:
    """The events of these ids, in the order given; unknown ids give nothing."""
    wanted = list(dict.fromkeys(ids))
    out: dict[str, Event] = {}
    with views.ledger.reading() as connection:
        for part in fetch.chunks(wanted):
            out |= {r.id: fetch.event_of(r.body) for r in connection.execute(_EVENTS_BY_ID, {"ids": part}).all()}
    return tuple(out[key] for key in wanted if key in out)


def claims_by_id(views: Views, ids: Sequence[str]) -> tuple[Claim, ...]:
    """The claims of these ids as they were read, in the order given; see `Views.claim` for one as edited."""
    with views.ledger.reading() as connection:
        out = {claim.id: claim for claim in fetch.claims_by_id(connection, ids)}
    return tuple(out[key] for key in ids if key in out)


def copies_among(views: Views, reports: Iterable[str]) -> tuple[Copy, ...]:
    """The copies of which both reports are among these."""
    here = set(reports)
    out: list[Copy] = []
    with views.ledger.reading() as connection:
        for part in fetch.chunks(sorted(here)):
            rows = connection.execute(_COPIES_OF, {"ids": part}).all()
            out += [relink.copy_of(row.body) for row in rows if row.right in here]
    return tuple(out)  # fmt: skip


def life(views: Views, event: Event, claims: Sequence[Claim], copies: Sequence[Copy]) -> tuple[Step, ...]:
    """How an event grew, from its own claims and copies."""
    with views.ledger.reading() as connection:
        return relink.life_of(connection, event, {c.id: c for c in claims}, views.packs, copies, views.active)


def report_page(views: Views, wanted: Filter, *, limit: int, offset: int = 0) -> tuple[tuple[ReportRow, ...], int]:
    """One page of reports, newest first, and how many there are."""
    r = t.REPORTS.c
    claims = select(func.count()).where(t.CLAIMS.c.reading == t.CURRENT.c.reading).scalar_subquery()
    skips = select(func.sum(t.SKIPS.c.n)).where(t.SKIPS.c.reading == t.CURRENT.c.reading).scalar_subquery()
    query = (
        select(r.head, r.media_type, r.origin, r.captured_at, r.length, claims.label("claims"), skips.label("skips"))
        .join(t.CURRENT, t.CURRENT.c.report == r.id, isouter=True)
        .where(*report_conditions(wanted))
        .order_by(r.published.desc().nulls_last(), r.id.desc())
    )
    with views.ledger.reading() as connection:
        total = connection.execute(select(func.count()).select_from(t.REPORTS).where(*report_conditions(wanted)))
        rows = connection.execute(query.limit(limit).offset(offset))
        out = tuple(
            ReportRow(
                report=from_json(ReportHead, json.loads(row.head)), media_type=row.media_type, origin=row.origin,
                captured_at=row.captured_at, length=row.length, claims=int(row.claims or 0), skips=int(row.skips or 0),
            )
            for row in rows
        )  # fmt: skip
        return out, int(total.scalar_one())


def skip_reasons(views: Views, reports: Sequence[str]) -> tuple[tuple[str, str, int], ...]:
    """Stage, reason and how often, of what was skipped in these reports; the most frequent first."""
    tally = Counter[tuple[str, str]]()
    with views.ledger.reading() as connection:
        for part in fetch.chunks([column(report) for report in reports]):
            query = (
                select(t.SKIPS.c.stage, t.SKIPS.c.reason, t.SKIPS.c.n)
                .join(t.CURRENT, t.CURRENT.c.reading == t.SKIPS.c.reading)
                .where(t.CURRENT.c.report.in_(part))
            )
            for stage, reason, n in connection.execute(query):
                tally[stage, reason] += n
    return tuple((*key, n) for key, n in sorted(tally.items(), key=lambda kv: (-kv[1], kv[0])))


def sides_in_use(views: Views) -> tuple[str, ...]:
    """Every side that a claim's source has."""
    with views.ledger.reading() as connection:
        rows = connection.execute(select(t.CLAIMS.c.side).where(t.CLAIMS.c.side.is_not(None)).distinct())
        return tuple(sorted(row.side for row in rows))


def publishers_in_use(views: Views, most: int = 500) -> tuple[str, ...]:
    """The publishers, those of most reports first."""
    p = t.REPORTS.c.publisher
    query = select(p).where(p.is_not(None)).group_by(p).order_by(func.count().desc(), p).limit(most)
    with views.ledger.reading() as connection:
        return tuple(connection.execute(query).scalars())


def days_in_use(views: Views) -> tuple[str, str] | None:
    """The first and the last day of publication."""
    day = func.substr(t.REPORTS.c.published, 1, 10)
    with views.ledger.reading() as connection:
        first, last = connection.execute(select(func.min(day), func.max(day))).one()
    return (first, last) if first and last else None


def _conditions(asked: Asked) -> list[ColumnElement[bool]]:
    """What the filter and the marks mean in SQL."""
    out: list[ColumnElement[bool]] = list(event_conditions(asked.wanted))
    if asked.marks:
        inside = select(t.EVENT_FACTS.c.id).join(t.EVENT_TAGS, t.EVENT_TAGS.c.n == t.EVENT_FACTS.c.n)
        out.append(
            t.EVENTS.c.id.in_(inside.where(t.EVENT_TAGS.c.what == facts.MARK, t.EVENT_TAGS.c.value.in_(asked.marks)))
        )
    return out


def _among(views: Views, ids: Sequence[str]) -> ColumnElement[bool]:
    return in_list(views, t.EVENTS.c.id, ids)


def in_list(views: Views, key: ColumnElement[Any], ids: Sequence[str]) -> ColumnElement[bool]:
    """Whether a column holds one of these: one parameter for any number of them."""
    if views.ledger.sqlite:
        return key.in_(select(func.json_each(json.dumps(ids)).table_valued("value").c.value))
    return key.in_(ids)


def bears(mark: str) -> ColumnElement[bool]:
    """Whether a claim bears a mark."""
    return t.CLAIMS.c.body.contains(facts.mark_words(mark), autoescape=True)


def _place_name(event: Event) -> str:
    return (event.place.name or event.place.as_written) if event.place else "no place"


def _most_first(tally: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(tally.items(), key=lambda row: (-row[1], row[0])))
