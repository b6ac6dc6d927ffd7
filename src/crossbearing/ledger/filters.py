"""What to show: one filter for claims, events and reports, in SQL and on objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from crossbearing.ledger import schema as t
from crossbearing.ledger.decisions import SOURCE_SUBJECT
from crossbearing.text import fold
from crossbearing.types import Claim, Decision, Event, When


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What to show. Within one field any value may match; all fields that are given must match.

    `since` and `until` bound the days on which the happening may lie; `as_of` leaves out what was published later.
    """

    kinds: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    stances: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    as_of: str | None = None


def matches(claim: Claim, wanted: Filter) -> bool:
    """Whether a claim meets the conditions that depend on the claim alone."""
    place = claim.place
    forms = (
        {fold(f) for f in (place.name, place.as_written, place.id, place.admin1, place.country) if f}
        if place
        else set()
    )
    return (
        (not wanted.kinds or claim.kind in wanted.kinds)
        and (not wanted.sides or claim.source.side in wanted.sides)
        and (not wanted.stances or claim.stance in wanted.stances)
        and (not wanted.places or any(fold(p) in forms for p in wanted.places))
        and _may_lie(claim.when, wanted)
    )


def event_matches(event: Event, wanted: Filter) -> bool:
    """Whether an event meets the conditions that depend on the event alone."""
    place = event.place
    forms = (
        {fold(f) for f in (place.name, place.as_written, place.id, place.admin1, place.country) if f}
        if place
        else set()
    )
    sides = {*event.asserting_sides, *event.denying_sides, *event.doubting_sides}
    return (
        (not wanted.kinds or event.kind in wanted.kinds)
        and (not wanted.statuses or event.status in wanted.statuses)
        and (not wanted.sides or bool(sides & {*wanted.sides}))
        and (not wanted.places or any(fold(p) in forms for p in wanted.places))
        and _may_lie(event.when, wanted)
    )


def _may_lie(when: When | None, wanted: Filter) -> bool:
    """Whether the days may lie within the bounds; an open end may lie on any day, a day of which nothing is known on none."""
    if wanted.since is None and wanted.until is None:
        return True
    if when is None or (when.earliest is None and when.latest is None):
        return False
    return (wanted.since is None or (when.latest or "9") >= wanted.since) and (
        wanted.until is None or (when.earliest or "") <= wanted.until + "~"
    )


def edited_subjects(active: Sequence[Decision]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Claim ids and source names that decisions speak of."""
    subjects = {d.subject for d in active}
    sources = {s.removeprefix(SOURCE_SUBJECT) for s in subjects if s.startswith(SOURCE_SUBJECT)}
    return tuple(sorted(subjects)), tuple(sorted(sources))


def of_reports_only(wanted: Filter) -> Filter:
    """The part of a filter that speaks of claims and reports, not of events."""
    return Filter(stances=wanted.stances, reports=wanted.reports, publishers=wanted.publishers, as_of=wanted.as_of)


def report_conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    """Conditions on `reports`."""
    out: list[ColumnElement[bool]] = []
    if wanted.reports:
        out.append(or_(*(t.REPORTS.c.id.startswith(r, autoescape=True) for r in wanted.reports)))
    if wanted.publishers:
        out.append(func.lower(t.REPORTS.c.publisher).in_([p.lower() for p in wanted.publishers]))
    if wanted.as_of:
        out.append(func.substr(t.REPORTS.c.published, 1, 10) <= wanted.as_of)
    return out


def claim_conditions(
    wanted: Filter, *, edited: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
) -> list[ColumnElement[bool]]:
    """Conditions on current claims; those that people edited are let through, to be matched as edited."""
    c = t.CLAIMS.c
    own: list[ColumnElement[bool]] = []
    for values, key in ((wanted.kinds, c.kind), (wanted.sides, c.side), (wanted.stances, c.stance)):
        if values:
            own.append(key.in_(values))
    own += _shared_conditions(wanted, c)
    out = report_conditions(wanted)
    if wanted.events or wanted.statuses:
        inside = select(t.EVENT_CLAIMS.c.claim).join(t.EVENTS, t.EVENTS.c.id == t.EVENT_CLAIMS.c.event)
        if wanted.events:
            inside = inside.where(t.EVENTS.c.id.in_(wanted.events))
        if wanted.statuses:
            inside = inside.where(t.EVENTS.c.status.in_(wanted.statuses))
        out.append(c.id.in_(inside))
    if own:
        ids, sources = edited
        out.append(or_(and_(*own), c.id.in_(ids), c.source.in_(sources)) if ids else and_(*own))
    return out


def event_conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    """Conditions on `events`."""
    e = t.EVENTS.c
    out: list[ColumnElement[bool]] = []
    for values, key in ((wanted.kinds, e.kind), (wanted.statuses, e.status), (wanted.events, e.id)):
        if values:
            out.append(key.in_(values))
    if wanted.sides:
        out.append(or_(*(e.sides.contains(f"|{side}|", autoescape=True) for side in wanted.sides)))
    out += _shared_conditions(wanted, e)
    if wanted.reports or wanted.publishers or wanted.stances:
        claims = (
            select(t.EVENT_CLAIMS.c.event)
            .join(t.CLAIMS, t.CLAIMS.c.id == t.EVENT_CLAIMS.c.claim)
            .join(t.REPORTS, t.REPORTS.c.id == t.CLAIMS.c.report)
            .where(*report_conditions(wanted))
        )
        if wanted.stances:
            claims = claims.where(t.CLAIMS.c.stance.in_(wanted.stances))
        out.append(e.id.in_(claims))
    return out


def _shared_conditions(wanted: Filter, columns: Any) -> list[ColumnElement[bool]]:
    out: list[ColumnElement[bool]] = []
    if wanted.places:
        out.append(or_(*(columns.place.contains(f"|{fold(p)}|", autoescape=True) for p in wanted.places)))
    if wanted.since:
        out.append(func.coalesce(columns.latest, "9") >= wanted.since)  # an open end may lie on any later day
        out.append(or_(columns.latest.is_not(None), columns.earliest.is_not(None)))
    if wanted.until:
        out.append(func.coalesce(columns.earliest, "") <= wanted.until + "~")
        out.append(or_(columns.latest.is_not(None), columns.earliest.is_not(None)))
    return out
