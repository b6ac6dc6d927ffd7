"""What waits for a person: the claims to look at first, and the reports beside and behind the one that is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from sqlalchemy import Select, bindparam, func, select

from crossbearing.ledger import schema as t
from crossbearing.ledger.filters import Filter, claim_conditions
from crossbearing.ledger.packing import column
from crossbearing.listing import in_list
from crossbearing.views import Views

Why = Literal["contested", "corroborated", "unsure", "rare", "unread"]
"""Why a claim waits: its event is contested, or shown as corroborated; its score is low; its kind is rare; nobody looked."""
UNSURE, RARE = 0.6, 2

_HERE = select(t.REPORTS.c.seq).where(t.REPORTS.c.id == bindparam("report")).scalar_subquery()
_BEFORE = select(t.REPORTS.c.id).where(t.REPORTS.c.seq < _HERE).order_by(t.REPORTS.c.seq.desc()).limit(1)
_AFTER = select(t.REPORTS.c.id).where(t.REPORTS.c.seq > _HERE).order_by(t.REPORTS.c.seq).limit(1)


def waiting(
    views: Views, done: Sequence[str], most: int, wanted: Filter = Filter(), why: str | None = None
) -> tuple[tuple[str, Why], ...]:
    """Claims to be looked at first, each with what makes it matter; `why` asks for one reason alone.

    Those of contested, then of corroborated events; then uncertain ones; then those of rare kinds; then the rest.
    """
    c, e = t.CLAIMS.c, t.EVENTS.c
    base = (
        select(c.id)
        .select_from(t.CLAIMS)
        .join(t.CURRENT, t.CURRENT.c.reading == c.reading)
        .join(t.REPORTS, t.REPORTS.c.id == t.CURRENT.c.report)
        .where(*claim_conditions(wanted))
    )
    of_event = base.join(t.EVENT_CLAIMS, t.EVENT_CLAIMS.c.claim == c.id).join(t.EVENTS, e.id == t.EVENT_CLAIMS.c.event)
    kinds = select(c.kind).group_by(c.kind).having(func.count() <= RARE)
    stages: Mapping[Why, Select[Any]] = {
        "contested": of_event.where(e.status == "contested"),
        "corroborated": of_event.where(e.status == "independently corroborated"),
        "unsure": base.where(c.score < UNSURE),
        "rare": base.where(c.kind.in_(kinds)),
        "unread": base,
    }
    out: dict[str, Why] = {}
    with views.ledger.reading() as connection:
        for name, query in stages.items():
            if len(out) >= most or why not in (None, name):
                continue
            rest = query.where(~in_list(views, c.id, over)) if (over := [*done, *out]) else query
            found = connection.execute(rest.order_by(c.score, c.id).limit(most - len(out))).scalars()
            out |= dict.fromkeys(found, name)
    return tuple(out.items())


def around(views: Views, ids: Sequence[str], wanted: Filter) -> frozenset[str]:
    """Those of the claims whose report and event pass; what the claim itself says is not looked at, since it may be edited."""
    outer = replace(wanted, kinds=(), sides=(), stances=(), places=(), since=None, until=None)
    query = (
        select(t.CLAIMS.c.id)
        .join(t.CURRENT, t.CURRENT.c.reading == t.CLAIMS.c.reading)
        .join(t.REPORTS, t.REPORTS.c.id == t.CURRENT.c.report)
        .where(*claim_conditions(outer), in_list(views, t.CLAIMS.c.id, ids))
    )
    with views.ledger.reading() as connection:
        return frozenset(connection.execute(query).scalars())


def neighbours(views: Views, report: str) -> tuple[str | None, str | None]:
    """The reports before and after one, in order of capture."""
    key = {"report": column(report)}
    with views.ledger.reading() as connection:
        before, after = connection.execute(_BEFORE, key), connection.execute(_AFTER, key)
        return before.scalar_one_or_none(), after.scalar_one_or_none()


def next_open(views: Views, report: str, done: Sequence[str]) -> str | None:
    """The next report in order of capture, then the first, that has a claim which is not among those done."""
    r, c = t.REPORTS.c, t.CLAIMS.c
    query = (
        select(r.id)
        .select_from(t.REPORTS)
        .join(t.CURRENT, t.CURRENT.c.report == r.id)
        .join(t.CLAIMS, c.reading == t.CURRENT.c.reading)
        .where(~in_list(views, c.id, done))
        .order_by(r.seq)
        .limit(1)
    )
    with views.ledger.reading() as connection:
        for part in (r.seq > _HERE, r.seq < _HERE):
            found = connection.execute(query.where(part), {"report": column(report)}).scalar_one_or_none()
            if found is not None:
                return str(found)
    return None
