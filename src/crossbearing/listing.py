"""Pages of a long list of events: sorted, counted and faceted in SQL, so that a ledger of any size answers at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, func, or_, select

from crossbearing.ledger import fetch
from crossbearing.ledger import schema as t
from crossbearing.ledger.filters import Filter, event_conditions
from crossbearing.types import Event
from crossbearing.views import Views

Order = Literal["reports", "time", "newest", "label"]
ORDERS: Mapping[Order, tuple[ColumnElement[Any], ...]] = {
    "reports": (t.EVENTS.c.reports.desc(), t.EVENTS.c.label, t.EVENTS.c.id),
    "time": (t.EVENTS.c.earliest.is_(None), t.EVENTS.c.earliest, t.EVENTS.c.id),
    "newest": (t.EVENTS.c.earliest.is_(None), t.EVENTS.c.earliest.desc(), t.EVENTS.c.id),
    "label": (t.EVENTS.c.label, t.EVENTS.c.id),
}
MOST_HITS = 400


@dataclass(frozen=True, slots=True)
class Page:
    """One page of events, how many there are in all, and how many of each kind, status and side."""

    events: tuple[Event, ...]
    total: int
    kinds: tuple[tuple[str, int], ...]
    statuses: Mapping[str, int]
    sides: Mapping[str, int]
    capped: bool = False


def event_page(
    views: Views, wanted: Filter, *, words: str = "", order: Order = "reports", limit: int = 100, offset: int = 0
) -> Page:
    """The events that pass the filter and hold the words, one page of them; facets speak of all that pass.

    Words are looked for in labels, and in the claims by full text; `capped` says that the search was cut.
    """
    conditions: list[ColumnElement[bool]] = list(event_conditions(wanted))
    capped = False
    if words.strip():
        found, capped = _holding(views, words)
        label = func.lower(t.EVENTS.c.label).contains(words.strip().lower(), autoescape=True)
        conditions.append(or_(label, t.EVENTS.c.id.in_(found)))
    e = t.EVENTS.c
    with views.ledger.reading() as connection:
        rows = connection.execute(
            select(e.body).where(*conditions).order_by(*ORDERS[order]).limit(limit).offset(offset)
        )
        events = tuple(fetch.event_of(row.body) for row in rows)
        kinds = connection.execute(select(e.kind, func.count()).where(*conditions).group_by(e.kind)).all()
        statuses = connection.execute(select(e.status, func.count()).where(*conditions).group_by(e.status)).all()
        sides = connection.execute(select(e.sides, func.count()).where(*conditions).group_by(e.sides)).all()
    tally: dict[str, int] = {}
    for joined, n in sides:
        for side in filter(None, (joined or "").split("|")):
            tally[side] = tally.get(side, 0) + n
    return Page(
        events,
        sum(n for _, n in statuses),
        tuple(sorted(((kind, n) for kind, n in kinds), key=lambda row: (-row[1], row[0]))),
        dict(row.tuple() for row in statuses),
        dict(sorted(tally.items())),
        capped,
    )


def events_holding(views: Views, claims: Iterable[str]) -> Mapping[str, str]:
    """Claim id → the id of the event in which it stands."""
    ids, out = sorted(set(claims)), {}
    with views.ledger.reading() as connection:
        for start in range(0, len(ids), fetch.CHUNK):
            part = ids[start : start + fetch.CHUNK]
            query = select(t.EVENT_CLAIMS.c.claim, t.EVENT_CLAIMS.c.event).where(t.EVENT_CLAIMS.c.claim.in_(part))
            out.update({row.claim: row.event for row in connection.execute(query)})
    return out


def events_by_id(views: Views, ids: Iterable[str]) -> tuple[Event, ...]:
    """The events of these ids, in order of id."""
    wanted, out = sorted(set(ids)), []
    with views.ledger.reading() as connection:
        for start in range(0, len(wanted), fetch.CHUNK):
            query = (
                select(t.EVENTS.c.body)
                .where(t.EVENTS.c.id.in_(wanted[start : start + fetch.CHUNK]))
                .order_by(t.EVENTS.c.id)
            )
            out += [fetch.event_of(row.body) for row in connection.execute(query)]
    return tuple(out)


def sides_in_use(views: Views) -> tuple[str, ...]:
    """Every side that a claim's source has."""
    with views.ledger.reading() as connection:
        rows = connection.execute(select(t.CLAIMS.c.side).where(t.CLAIMS.c.side.is_not(None)).distinct())
        return tuple(sorted(row.side for row in rows))


def _holding(views: Views, words: str) -> tuple[tuple[str, ...], bool]:
    hits = views.search(words, limit=MOST_HITS)
    claims = [hit.id for hit in hits if hit.what == "claim"]
    reports = {hit.report for hit in hits if hit.what == "report"}
    found = set(events_holding(views, claims).values())
    with views.ledger.reading() as connection:
        for report in sorted(reports)[:50]:
            query = (
                select(t.EVENT_CLAIMS.c.event)
                .join(t.CLAIMS, t.CLAIMS.c.id == t.EVENT_CLAIMS.c.claim)
                .where(t.CLAIMS.c.report == report)
            )
            found.update(row.event for row in connection.execute(query))
    return tuple(sorted(found)), len(hits) >= MOST_HITS
