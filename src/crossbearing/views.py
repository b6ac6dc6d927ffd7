"""Typed queries over a ledger: all that any face shows comes from here."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, func, select

from crossbearing.errors import NotFoundError, UsageError
from crossbearing.jsonform import from_json
from crossbearing.ledger import decisions, fetch, relink
from crossbearing.ledger import schema as t
from crossbearing.ledger.filters import (
    Filter,
    claim_conditions,
    edited_subjects,
    event_conditions,
    event_matches,
    matches,
    of_reports_only,
    report_conditions,
)
from crossbearing.ledger.packing import column
from crossbearing.ledger.runs import Failed, failures
from crossbearing.ledger.search import Hit, search
from crossbearing.ledger.store import Ledger
from crossbearing.link.copies import Copy
from crossbearing.link.life import Step
from crossbearing.packs import Pack
from crossbearing.types import Claim, Decision, Event, Reading, Report, ReportHead

__all__ = ["Filter", "ReportRow", "SkipRow", "Views", "What"]

What = Literal["report", "claim", "event"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """A report in a list, with how much was read out of it. JSON: a report's head, with these beside it."""

    report: ReportHead
    media_type: str
    origin: str
    captured_at: str
    length: int
    claims: int
    skips: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipRow:
    """A skipped stretch of one report."""

    report: str
    start: int
    end: int
    text: str
    stage: str
    reason: str


# Questions of every page, put into words once.
_EVENT = select(t.EVENTS.c.body).where(t.EVENTS.c.id == bindparam("event"))
_REPORT = select(t.REPORTS.c.head, t.REPORTS.c.text).where(t.REPORTS.c.id == bindparam("report"))


@dataclass(frozen=True, slots=True)
class Views:
    """The present state of one ledger: what the machine read under what people decided.

    `active` holds the decisions in force where the caller has them at hand (`Views.in_force`; those alone that a person
    may see): looking them up anew for every question reads every report that anybody ever decided on.
    """

    ledger: Ledger
    packs: tuple[Pack, ...] = ()
    active: tuple[Decision, ...] | None = None

    def in_force(self) -> tuple[Decision, ...]:
        """The decisions in force, pointed at the present claims."""
        with self.ledger.reading() as connection:
            return self._active(connection)

    def _active(self, connection: Connection) -> tuple[Decision, ...]:
        return _active(connection) if self.active is None else self.active

    def reports(self, wanted: Filter = Filter()) -> tuple[ReportRow, ...]:
        """Every report (by publisher, id and `as_of`), in order of capture."""

        r = t.REPORTS.c
        claims = (
            select(t.CLAIMS.c.reading, func.count().label("n")).group_by(t.CLAIMS.c.reading).subquery("claim_counts")
        )
        skips = (
            select(t.SKIPS.c.reading, func.sum(t.SKIPS.c.n).label("n")).group_by(t.SKIPS.c.reading).subquery("skipped")
        )
        query = (
            select(  # never the text: a list of many reports would hold them all
                r.head,
                r.media_type,
                r.origin,
                r.captured_at,
                r.length,
                claims.c.n.label("claims"),
                skips.c.n.label("skips"),
            )
            .join(t.CURRENT, t.CURRENT.c.report == t.REPORTS.c.id, isouter=True)
            .join(claims, claims.c.reading == t.CURRENT.c.reading, isouter=True)
            .join(skips, skips.c.reading == t.CURRENT.c.reading, isouter=True)
            .where(*report_conditions(wanted))
            .order_by(t.REPORTS.c.seq)
        )
        with self.ledger.reading() as connection:
            return tuple(
                ReportRow(
                    report=from_json(ReportHead, json.loads(row.head)),
                    media_type=row.media_type,
                    origin=row.origin,
                    captured_at=row.captured_at,
                    length=row.length,
                    claims=int(row.claims or 0),
                    skips=int(row.skips or 0),
                )
                for row in connection.execute(query)
            )

    def report(self, report_id: str) -> Report:
        """One report with its text.

        Raises:
            NotFoundError: there is none, or it was purged (the message says why).
        """
        with self.ledger.reading() as connection:
            return _report(connection, report_id)

    def holds(self, report_id: str) -> bool:
        """Whether a report of this id stands here."""
        with self.ledger.reading() as connection:
            query = select(t.REPORTS.c.seq).where(t.REPORTS.c.id == column(report_id))
            return connection.execute(query).first() is not None

    def reading(self, report_id: str) -> Reading:
        """The current reading of a report, with what people edited."""

        with self.ledger.reading() as connection:
            reading = fetch.reading_of(connection, _report(connection, report_id))
            return replace(reading, claims=decisions.apply(reading.claims, self._active(connection)))

    def claims(self, wanted: Filter = Filter(), *, limit: int | None = None, offset: int = 0) -> Iterator[Claim]:
        """Claims in order of report and text, as edited."""

        with self.ledger.reading() as connection:
            active = [d for d in self._active(connection) if d.verdict == "edit"]
            query = fetch.current_claims().where(*claim_conditions(wanted, edited=edited_subjects(active)))
            found = 0
            for row in connection.execute(query.add_columns(t.CLAIMS.c.reading)):
                claim = fetch.claim_of(row)
                changed = decisions.apply((claim,), active)[0] if active else claim
                if changed is not claim and not matches(changed, wanted):
                    continue
                found += 1
                if found <= offset:
                    continue
                if limit is not None and found > offset + limit:
                    return
                yield changed

    def claim(self, claim_id: str) -> Claim:
        """One claim.

        Raises:
            NotFoundError: there is none.
        """

        with self.ledger.reading() as connection:
            found = decisions.apply(fetch.claims_by_id(connection, [claim_id]), self._active(connection))
        if not found:
            raise NotFoundError(f"there is no claim {claim_id!r}", do="See `crossbearing claims`")
        return found[0]

    def events(self, wanted: Filter = Filter(), *, limit: int | None = None, offset: int = 0) -> tuple[Event, ...]:
        """Events in order of time, then id. With `as_of` they are linked again from what was published by then."""

        with self.ledger.reading() as connection:
            if wanted.as_of is not None:
                made = relink.link_state(connection, self.packs, as_of=wanted.as_of).events
                inside = {c.id for c in self.claims(of_reports_only(wanted))}
                kept = [
                    e
                    for e in made
                    if event_matches(e, wanted) and (not of_reports_only(wanted) or inside & {*e.claims})
                ]
                kept.sort(key=lambda e: ((e.when.earliest if e.when else None) or "9", e.id))
                return tuple(kept[offset : None if limit is None else offset + limit])
            rows = connection.execute(
                select(t.EVENTS.c.body)
                .where(*event_conditions(wanted))
                .order_by(t.EVENTS.c.earliest.is_(None), t.EVENTS.c.earliest, t.EVENTS.c.id)
                .limit(limit)
                .offset(offset)
            )
            return tuple(fetch.event_of(row.body) for row in rows)

    def event(self, event_id: str) -> Event:
        """One event.

        Raises:
            NotFoundError: there is none.
        """

        with self.ledger.reading() as connection:
            row = connection.execute(_EVENT, {"event": event_id}).first()
        if row is None:
            raise NotFoundError(f"there is no event {event_id!r}", do="See `crossbearing events`")
        return fetch.event_of(row.body)

    def event_of(self, claim_id: str) -> Event | None:
        """The event in which a claim stands, if any."""

        with self.ledger.reading() as connection:
            found = connection.execute(
                select(t.EVENT_CLAIMS.c.event).where(t.EVENT_CLAIMS.c.claim == claim_id)
            ).scalar_one_or_none()
        return None if found is None else self.event(found)

    def claims_of(self, event: Event) -> tuple[Claim, ...]:
        """The claims of an event, in the event's order."""

        with self.ledger.reading() as connection:
            found = decisions.apply(fetch.claims_by_id(connection, event.claims), self._active(connection))
        by_id = {claim.id: claim for claim in found}
        return tuple(by_id[c] for c in event.claims if c in by_id)

    def life(self, event_id: str) -> tuple[Step, ...]:
        """How an event grew: first assertion, spread, denials, retractions, with the status after each day."""
        event = self.event(event_id)
        claims = {claim.id: claim for claim in self.claims_of(event)}
        with self.ledger.reading() as connection:
            return relink.life_of(connection, event, claims, self.packs, self.copies())

    def search(self, words: str, *, limit: int | None = None) -> tuple[Hit, ...]:
        """Full-text search over reports and claims."""

        with self.ledger.reading() as connection:
            return search(connection, words, limit=limit)

    def skips(self, report_id: str | None = None) -> Iterator[SkipRow]:
        """Every skipped stretch, of all reports or one, with its text."""
        ids = [report_id] if report_id else [row.report.id for row in self.reports()]
        for one in ids:
            reading = self.reading(one)
            for skip in reading.skips:
                yield SkipRow(
                    report=one,
                    start=skip.start,
                    end=skip.end,
                    text=reading.report.text[skip.start : skip.end],
                    stage=skip.stage,
                    reason=skip.reason,
                )

    def skip_counts(self) -> tuple[tuple[str, str, int], ...]:
        """How often each stage skipped for each reason, in the current readings."""

        query = (
            select(t.SKIPS.c.stage, t.SKIPS.c.reason, func.sum(t.SKIPS.c.n))
            .join(t.CURRENT, t.CURRENT.c.reading == t.SKIPS.c.reading)
            .group_by(t.SKIPS.c.stage, t.SKIPS.c.reason)
            .order_by(t.SKIPS.c.stage, t.SKIPS.c.reason)
        )
        with self.ledger.reading() as connection:
            return tuple((row[0], row[1], int(row[2])) for row in connection.execute(query))

    def failures(self) -> tuple[Failed, ...]:
        """Everything that ever failed, by run."""

        return failures(self.ledger)

    def decisions(self) -> tuple[Decision, ...]:
        """The whole log of decisions, undone ones included."""

        with self.ledger.reading() as connection:
            return decisions.log(connection)

    def orphaned(self) -> tuple[Decision, ...]:
        """Decisions in force whose claims are no longer read."""

        with self.ledger.reading() as connection:
            ruled = decisions.log(connection)
            return decisions.follow(ruled, fetch.claims_where(connection)).orphaned if ruled else ()

    def tombstones(self) -> tuple[Mapping[str, str], ...]:
        """What was purged, when, by whom and why."""

        with self.ledger.reading() as connection:
            rows = connection.execute(select(t.TOMBSTONES).order_by(t.TOMBSTONES.c.at, t.TOMBSTONES.c.report))
            return tuple({k: str(v) for k, v in row._mapping.items() if k != "capture"} for row in rows)

    def copies(self) -> tuple[Copy, ...]:
        """Reports that share text: the aligned passages, the direction, and the reasons."""
        with self.ledger.reading() as connection:
            rows = connection.execute(select(t.COPIES.c.body).order_by(t.COPIES.c.left, t.COPIES.c.right)).scalars()
            return tuple(relink.copy_of(body) for body in rows)

    def capped(self) -> tuple[str, ...]:
        """Every cap that linking met, in words."""

        with self.ledger.reading() as connection:
            found = connection.execute(select(t.STATE.c.value).where(t.STATE.c.key == "capped")).scalar_one_or_none()
        return tuple(json.loads(found)) if found else ()

    def counts(self) -> dict[str, int]:
        """How many reports, claims, events, decisions, failures and tombstones there are."""

        claims = select(func.count()).select_from(t.CLAIMS.join(t.CURRENT, t.CURRENT.c.reading == t.CLAIMS.c.reading))
        others = {
            "reports": t.REPORTS, "events": t.EVENTS, "decisions": t.DECISIONS,
            "failures": t.FAILURES, "tombstones": t.TOMBSTONES,
        }  # fmt: skip
        with self.ledger.reading() as connection:
            out = {
                name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
                for name, table in others.items()
            }
            return out | {"claims": int(connection.execute(claims).scalar_one())}

    def facets(self, wanted: Filter = Filter()) -> dict[str, dict[str, int]]:
        """For the events shown: how many of each kind, status, side, place and publisher, most first."""
        tally: dict[str, Counter[str]] = {key: Counter() for key in ("kind", "status", "side", "place", "publisher")}
        if wanted.as_of is not None:
            for event in self.events(wanted):
                _count(tally, event, {claim.report.publisher for claim in self.claims_of(event)})
            return _most_first(tally)
        shown = event_conditions(wanted)
        e, claims, reports = t.EVENTS.c, t.EVENT_CLAIMS.c, t.REPORTS.c
        published = (
            select(claims.event, reports.publisher)
            .distinct()
            .join(t.CLAIMS, t.CLAIMS.c.id == claims.claim)
            .join(t.REPORTS, reports.id == t.CLAIMS.c.report)
            .where(reports.publisher.is_not(None))
        )
        if shown:
            published = published.where(claims.event.in_(select(e.id).where(*shown)))
        with self.ledger.reading() as connection:
            for row in connection.execute(select(e.kind, e.status, e.sides, e.place_name).where(*shown)):
                tally["kind"][row.kind] += 1
                tally["status"][row.status] += 1
                tally["side"].update(side for side in row.sides.split("|") if side)
                tally["place"].update([row.place_name] if row.place_name is not None else [])
            tally["publisher"].update(row.publisher for row in connection.execute(published))
        return _most_first(tally)

    def resolve(self, given: str) -> tuple[What, str]:
        """What an id, or the unique beginning of one, stands for.

        Raises:
            NotFoundError: nothing begins so.
            UsageError: several things do; the message lists the first ones.
        """

        tables: tuple[tuple[What, Any], ...] = (
            ("report", t.REPORTS.c.id), ("claim", t.CLAIMS.c.id), ("event", t.EVENTS.c.id),
        )  # fmt: skip
        with self.ledger.reading() as connection:
            found: list[tuple[What, str]] = []
            for what, key in tables:
                query = select(key).distinct().where(key.startswith(given, autoescape=True)).order_by(key)
                if what == "claim":
                    query = query.join(t.CURRENT, t.CURRENT.c.reading == t.CLAIMS.c.reading)
                if connection.execute(query.where(key == given)).first():
                    return what, given
                found += [(what, row) for row in connection.execute(query.limit(6)).scalars()]
        if len(found) == 1:
            return found[0]
        if found:
            listed = ", ".join(key for _, key in found[:5])
            raise UsageError(f"several ids begin with {given!r}: {listed}", do="Give more of the id")
        with self.ledger.reading() as connection:
            _report(connection, given)  # tells of a tombstone, if there is one
        raise NotFoundError(f"nothing has the id {given!r}")


def _report(connection: Connection, report_id: str) -> Report:

    key = column(report_id)
    row = connection.execute(_REPORT, {"report": key}).first()
    if row is not None:
        return fetch.report_of(row)
    tomb = connection.execute(select(t.TOMBSTONES).where(t.TOMBSTONES.c.report == key)).first()
    if tomb is not None:
        raise NotFoundError(f"report {report_id!r} was purged on {tomb.at}: {tomb.reason}")
    raise NotFoundError(f"nothing has the id {report_id!r}", do="See `crossbearing claims` and `crossbearing events`")


def _active(connection: Connection) -> tuple[Decision, ...]:
    """The decisions in force, pointed at the present claims. No decision costs one small query."""

    ruled = decisions.log(connection)
    if not ruled:
        return ()
    reports = sorted({a["report"] for d in ruled for a in d.payload.get("anchors", {}).values()})
    claims: list[Claim] = []
    for part in fetch.chunks(reports):
        claims.extend(fetch.claims_where(connection, t.REPORTS.c.id.in_(part)))
    return decisions.follow(ruled, claims).active


def _count(tally: Mapping[str, Counter[str]], event: Event, publishers: set[str | None]) -> None:
    tally["kind"][event.kind] += 1
    tally["status"][event.status] += 1
    tally["side"].update({*event.asserting_sides, *event.denying_sides, *event.doubting_sides})
    tally["place"].update([event.place.name or event.place.as_written] if event.place else [])
    tally["publisher"].update(p for p in publishers if p)


def _most_first(tally: Mapping[str, Counter[str]]) -> dict[str, dict[str, int]]:
    return {key: dict(sorted(c.items(), key=lambda item: (-item[1], item[0]))) for key, c in tally.items()}
