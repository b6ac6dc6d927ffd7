"""Rows → the frozen types."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, bindparam, select

from crossbearing.jsonform import from_json
from crossbearing.ledger import schema as t
from crossbearing.ledger.packing import column, unpack_json, unpack_text
from crossbearing.types import Attribution, Claim, Event, Reading, Report, ReportHead, Skip, Toponym

T = TypeVar("T")
CHUNK = 500  # bound parameters that every SQLite takes in one statement


def current_claims() -> Select[Any]:
    """Body of each claim of each current reading, with its report's head; in order of report and text."""
    return (
        select(t.CLAIMS.c.seq, t.CLAIMS.c.id, t.CLAIMS.c.body, t.REPORTS.c.head)
        .join(t.CURRENT, t.CURRENT.c.reading == t.CLAIMS.c.reading)
        .join(t.REPORTS, t.REPORTS.c.id == t.CURRENT.c.report)
        .order_by(t.REPORTS.c.seq, t.CLAIMS.c.seq)
    )


def claim_of(row: Any) -> Claim:
    """The claim of a row of `current_claims`."""
    return from_json(Claim, json.loads(row.body) | {"report": json.loads(row.head)})


def claims_where(connection: Connection, *conditions: ColumnElement[bool]) -> Iterator[Claim]:
    """Current claims that meet all conditions."""
    for row in connection.execute(current_claims().where(*conditions)):
        yield claim_of(row)


# Questions of every page, put into words once.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_CLAIMS_BY_ID = current_claims().where(t.CLAIMS.c.id.in_(_IDS))
_CLAIMS_OF_REPORT = current_claims().where(t.REPORTS.c.id == bindparam("report"))
_TEXTS = select(t.REPORTS.c.id, t.REPORTS.c.text).order_by(t.REPORTS.c.seq)
_TEXTS_BY_ID = _TEXTS.where(t.REPORTS.c.id.in_(_IDS))
_READING = (
    select(t.READINGS.c.body)
    .join(t.CURRENT, t.CURRENT.c.reading == t.READINGS.c.seq)
    .where(t.CURRENT.c.report == bindparam("report"))
)


def claims_by_id(connection: Connection, ids: Sequence[str]) -> list[Claim]:
    """Current claims with these ids; unknown ids give nothing."""
    out: list[Claim] = []
    for part in chunks(ids):
        out.extend(map(claim_of, connection.execute(_CLAIMS_BY_ID, {"ids": [column(i) for i in part]}).all()))
    return out


def claims_of_events(connection: Connection, ids: Sequence[str]) -> list[Claim]:
    """Current claims of the events with these ids."""
    out: list[Claim] = []
    for part in chunks(ids):
        inside = select(t.EVENT_CLAIMS.c.claim).where(t.EVENT_CLAIMS.c.event.in_([column(i) for i in part]))
        out.extend(claims_where(connection, t.CLAIMS.c.id.in_(inside)))
    return out


def heads(connection: Connection) -> dict[str, ReportHead]:
    """Every report's head by id, in order of capture."""
    rows = connection.execute(select(t.REPORTS.c.head).order_by(t.REPORTS.c.seq)).scalars()
    found = (from_json(ReportHead, json.loads(head)) for head in rows)
    return {head.id: head for head in found}


def heads_of(connection: Connection, ids: Sequence[str]) -> Iterator[ReportHead]:
    """The heads of the reports named."""
    for part in chunks(ids):
        rows = connection.execute(select(t.REPORTS.c.head).where(t.REPORTS.c.id.in_([column(i) for i in part])))
        yield from (from_json(ReportHead, json.loads(head)) for head in rows.scalars())


def texts(connection: Connection, ids: Iterable[str] | None = None) -> dict[str, str]:
    """The text of every report (or of those named), by id."""
    if ids is None:
        return {row.id: unpack_text(row.text) for row in connection.execute(_TEXTS)}
    out: dict[str, str] = {}
    for part in chunks([column(i) for i in ids]):
        out |= {row.id: unpack_text(row.text) for row in connection.execute(_TEXTS_BY_ID, {"ids": part})}
    return out


def report_of(row: Any) -> Report:
    """The report of a row with `head` and `text`."""
    return from_json(Report, json.loads(row.head) | {"text": unpack_text(row.text)})


def reading_of(connection: Connection, report: Report) -> Reading:
    """The current reading of a report."""
    key = column(report.id)
    row = connection.execute(_READING, {"report": key}).first()
    if row is None:
        return Reading(report=report)
    body = unpack_json(row.body)
    return Reading(
        report=report,
        attributions=tuple(from_json(Attribution, item) for item in body["attributions"]),
        toponyms=tuple(from_json(Toponym, item) for item in body["toponyms"]),
        claims=tuple(map(claim_of, connection.execute(_CLAIMS_OF_REPORT, {"report": key}).all())),
        skips=tuple(from_json(Skip, item) for item in body["skips"]),
    )


@lru_cache(maxsize=4096)
def event_of(body: str) -> Event:
    """The event of a row's body; those shown again and again are made once."""
    return from_json(Event, json.loads(body))


def chunks(ids: Sequence[T]) -> Iterator[Sequence[T]]:
    """The ids in parts that one statement can take."""
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
