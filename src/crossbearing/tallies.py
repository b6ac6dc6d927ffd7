"""What is counted over a ledger for a chart: claims by day and side, publishers' reports and the origins that they told first."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select

from crossbearing.ledger import schema as t
from crossbearing.ledger.decisions import apply, rejected
from crossbearing.ledger.facts import MARK, PUBLISHER
from crossbearing.ledger.filters import Filter, claim_conditions, event_conditions, matches, report_conditions
from crossbearing.listing import MARKS, Asked, bears, claims_by_id, in_list, passing
from crossbearing.types import Claim, Event
from crossbearing.views import Views

OWN_VOICE, NO_SIDE, NO_NAME = "own voice", "no side", "not recorded"
COUNTED = 50_000
"""Claims of a ledger up to which a list that is narrowed counts its events by mark and publisher; the whole is counted in any."""
MOST_EVENTS = 5_000
"""Events of which the origins are looked through for a chart; where more pass, it says so."""


@dataclass(frozen=True, slots=True)
class DaySide:
    """How many claims of one side became known on one day."""

    day: str
    side: str
    claims: int


@dataclass(frozen=True, slots=True)
class Days:
    """Claims by day of publication and side of the source; and how many claims stand in reports without a date."""

    rows: tuple[DaySide, ...]
    undated: int


@dataclass(frozen=True, slots=True)
class PublisherShare:
    """One publisher: its reports and claims; how many reports share text with another's, were first with it, or came later."""

    publisher: str
    reports: int
    claims: int
    sharing: int
    first: int
    later: int


@dataclass(frozen=True, slots=True)
class PublisherOrigins:
    """One publisher: origins of events that nobody told on an earlier day, and those that another had told before."""

    publisher: str
    first: int
    repeated: int


@dataclass(frozen=True, slots=True)
class Facets:
    """Of how many events some claim bears each mark, and how many each publisher tells, the most first."""

    marks: Mapping[str, int]
    publishers: tuple[tuple[str, int], ...]


def facets(views: Views, asked: Asked) -> Facets:
    """The events of a list by mark and publisher."""
    g, f = t.EVENT_TAGS.c, t.EVENT_FACTS.c
    query = select(g.what, g.value, func.count()).group_by(g.what, g.value)
    if asked != Asked():
        query = query.where(g.n.in_(select(f.n).where(f.id.in_(passing(views, asked)))))
    with views.ledger.reading() as connection:
        rows = connection.execute(query).all()
    marks = {value: int(n) for what, value, n in rows if what == MARK}
    told = sorted(((value, int(n)) for what, value, n in rows if what == PUBLISHER), key=lambda row: (-row[1], row[0]))
    return Facets({mark: marks.get(mark, 0) for mark in MARKS}, tuple(told))


def facets_among(views: Views, events: Iterable[Event]) -> Facets:
    """The same for events at hand."""
    held = {claim: event.id for event in events for claim in event.claims}
    flags = (case((bears(mark), 1), else_=0) for mark in MARKS)
    query = _claims(t.CLAIMS.c.id, t.REPORTS.c.publisher, *flags)
    with views.ledger.reading() as connection:
        rows = connection.execute(query.where(in_list(views, t.CLAIMS.c.id, sorted(held)))).all()
    return _facets((held[row[0]], row) for row in rows)


def bearing(views: Views, events: Sequence[Event], marks: Sequence[str]) -> tuple[Event, ...]:
    """Those of the events of which some claim bears one of the marks."""
    held = {claim: event.id for event in events for claim in event.claims}
    query = _claims(t.CLAIMS.c.id).where(in_list(views, t.CLAIMS.c.id, sorted(held)), or_(*map(bears, marks)))
    with views.ledger.reading() as connection:
        kept = {held[claim] for claim in connection.execute(query).scalars()}
    return tuple(event for event in events if event.id in kept)


def _facets(rows: Iterable[tuple[str, Any]]) -> Facets:
    marks: dict[str, set[str]] = {mark: set() for mark in MARKS}
    publishers: dict[str, set[str]] = {}
    for event, (_, publisher, *flags) in rows:
        if publisher:
            publishers.setdefault(publisher, set()).add(event)
        for mark, flag in zip(MARKS, flags, strict=True):
            if flag:
                marks[mark].add(event)
    told = sorted(((name, len(held)) for name, held in publishers.items()), key=lambda row: (-row[1], row[0]))
    return Facets({mark: len(held) for mark, held in marks.items()}, tuple(told))


def side_of(claim: Claim) -> str:
    """The side of a claim as a chart tells it."""
    return OWN_VOICE if claim.manner == "own_voice" else (claim.source.side or NO_SIDE)


def days_and_sides(views: Views, wanted: Filter = Filter()) -> Days:
    """Claims as edited, by day of publication and side; those that a person rejected are not counted."""
    c, r = t.CLAIMS.c, t.REPORTS.c
    active = views.in_force()
    out_of = rejected(active)
    edits = sorted({d.subject for d in active if d.verdict == "edit" and d.subject.startswith("c")} - out_of)
    day = func.substr(r.published, 1, 10)
    side = case((c.manner == "own_voice", OWN_VOICE), (c.side.is_(None), NO_SIDE), else_=c.side)
    apart = ~in_list(views, c.id, sorted({*edits, *out_of}))
    query = _claims(day, side, func.count()).where(*claim_conditions(wanted), apart).group_by(day, side)
    tally = Counter[tuple[str | None, str]]()
    with views.ledger.reading() as connection:
        for on, name, n in connection.execute(query):
            tally[on, name] += int(n)
        # what was edited is counted as edited, where its report and its event pass
        around = replace(wanted, kinds=(), sides=(), stances=(), places=(), since=None, until=None)
        held = _claims(c.id).where(*claim_conditions(around), in_list(views, c.id, edits))
        around_it = sorted(connection.execute(held).scalars()) if edits else []
    for claim in apply(claims_by_id(views, around_it), active):
        if matches(claim, wanted):
            tally[(claim.report.published or "")[:10] or None, side_of(claim)] += 1
    rows = sorted((on, name, n) for (on, name), n in tally.items() if on is not None)
    return Days(tuple(DaySide(*row) for row in rows), sum(n for (on, _), n in tally.items() if on is None))


def publisher_shares(views: Views, wanted: Filter = Filter(), most: int = 200) -> tuple[PublisherShare, ...]:
    """Each publisher's reports and claims that pass, most reports first; what came first is told by credits and dates."""
    r, k, name = t.REPORTS.c, t.COPIES.c, func.coalesce(t.REPORTS.c.publisher, NO_NAME)
    held = (
        _claims(t.CURRENT.c.report, func.count().label("n"))
        .where(*claim_conditions(wanted))
        .group_by(t.CURRENT.c.report)
        .subquery()
    )
    left_first, right_first = (k.body.contains(f'"direction":"{side} first"') for side in ("left", "right"))
    sharing = select(k.left).union(select(k.right))
    later = select(k.right).where(left_first).union(select(k.left).where(right_first))
    ahead = select(k.left).where(left_first).union(select(k.right).where(right_first))
    whole = replace(wanted, reports=(), publishers=(), as_of=None) == Filter()  # reports without a claim pass too

    def how_many(*meant: ColumnElement[bool]) -> ColumnElement[int]:
        return func.sum(case((meant[0] if len(meant) == 1 else meant[0] & meant[1], 1), else_=0))

    query = (
        select(
            name, func.count(), func.sum(held.c.n), how_many(r.id.in_(sharing)),
            how_many(r.id.in_(ahead), r.id.not_in(later)), how_many(r.id.in_(later)),
        )
        .select_from(t.REPORTS)
        .join(held, held.c.report == r.id, isouter=whole)
        .where(*report_conditions(wanted))
        .group_by(name)
        .order_by(func.count().desc(), name)
        .limit(most)
    )  # fmt: skip
    with views.ledger.reading() as connection:
        return tuple(PublisherShare(row[0], *(int(n or 0) for n in row[1:])) for row in connection.execute(query))


def publisher_origins(views: Views, wanted: Filter = Filter()) -> tuple[PublisherOrigins, ...] | None:
    """How many counted origins of the events that pass each publisher told before anybody did on an earlier day, or after.

    `None` where more than `MOST_EVENTS` events pass.
    """
    c, r = t.CLAIMS.c, t.REPORTS.c
    inside_of = select(t.EVENTS.c.id).where(*event_conditions(replace(wanted, as_of=None)))
    with views.ledger.reading() as connection:
        ids = [*connection.execute(inside_of.order_by(t.EVENTS.c.id).limit(MOST_EVENTS + 1)).scalars()]
        if len(ids) > MOST_EVENTS:
            return None
        bodies = [*connection.execute(select(t.EVENTS.c.body).where(in_list(views, t.EVENTS.c.id, ids))).scalars()]
        inside = select(t.EVENT_CLAIMS.c.claim).where(in_list(views, t.EVENT_CLAIMS.c.event, ids))
        query = _claims(c.id, func.coalesce(r.publisher, NO_NAME), func.substr(r.published, 1, 10))
        told = {row[0]: (row[1], row[2]) for row in connection.execute(query.where(c.id.in_(inside), *_by(wanted)))}
    first, after = Counter[str](), Counter[str]()
    for body in bodies:
        for origin in json.loads(body)["origins"]:
            if origin["counted"]:
                _rank([told[claim] for claim in origin["claims"] if claim in told], first, after)
    names = sorted({*first, *after}, key=lambda p: (-first[p] - after[p], -first[p], p))
    only = {p.lower() for p in wanted.publishers}
    return tuple(PublisherOrigins(p, first[p], after[p]) for p in names if not only or p.lower() in only)


def _by(wanted: Filter) -> list[ColumnElement[bool]]:
    return report_conditions(Filter(as_of=wanted.as_of))


def _rank(told: Sequence[tuple[str, str | None]], first: Counter[str], after: Counter[str]) -> None:
    """Add one origin to its publishers: those of its first day have told it first; undated ones came after a dated one."""
    days: dict[str, str] = {}
    for publisher, day in told:
        days[publisher] = min(days.get(publisher, "9"), day or "9")
    begun = min(days.values(), default="9")
    for publisher, day in days.items():
        (first if day == begun else after)[publisher] += 1


def _claims(*columns: Any) -> Any:
    """A question about the claims as they are read now."""
    return (
        select(*columns)
        .select_from(t.CLAIMS)
        .join(t.CURRENT, t.CURRENT.c.reading == t.CLAIMS.c.reading)
        .join(t.REPORTS, t.REPORTS.c.id == t.CURRENT.c.report)
    )
