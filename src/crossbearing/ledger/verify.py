"""Proving that nothing in a ledger or its captures changed: every hash is computed again."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select, table, text
from sqlalchemy import column as named

from crossbearing.ledger import custody, fetch
from crossbearing.ledger import schema as t
from crossbearing.ledger.append import claim_columns, claim_words, reading_digest, text_sha256
from crossbearing.ledger.facts import COLUMNS as FACTS
from crossbearing.ledger.facts import untrue_tags
from crossbearing.ledger.packing import canonical, column, unpack_json, unpack_text
from crossbearing.ledger.relink import event_row, events_sum, origin_rows
from crossbearing.ledger.store import Ledger


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that no longer matches its hash: where, and what."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was checked, what was found, and the head of the chain, to be noted outside the ledger."""

    reports: int
    readings: int
    claims: int
    captures: int
    decisions: int
    tombstones: int
    entries: int
    head: str
    faults: tuple[Fault, ...]


def verify(ledger: Ledger, *, head: str | None = None) -> Verified:
    """Check the whole ledger. `head` is a hash noted earlier: the chain must still hold it."""
    with ledger.reading() as connection:
        faults = tuple(
            fault
            for check in (_file, _chain, _captures, _reports, _readings, _current, _decisions, _tombstones, _derived)
            for fault in check(connection)
        )
        if head is not None and not connection.execute(select(t.LOG.c.seq).where(t.LOG.c.hash == head)).first():
            faults = (*faults, Fault("log", f"no entry has the hash {head}: the chain was cut or made anew"))

        def size(table: object) -> int:
            return int(connection.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]

        return Verified(
            reports=size(t.REPORTS),
            readings=size(t.READINGS),
            claims=size(t.CLAIMS),
            captures=size(t.CAPTURES),
            decisions=size(t.DECISIONS),
            tombstones=size(t.TOMBSTONES),
            entries=size(t.LOG),
            head=custody.head(connection)[1],
            faults=faults,
        )


def _file(connection: Connection) -> Iterator[Fault]:
    if connection.dialect.name != "sqlite":
        return
    for (said,) in connection.execute(text("PRAGMA integrity_check(20)")):
        if said != "ok":
            yield Fault("database", str(said))
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield Fault(f"table {row[0]}", f"row {row[1]} points at a missing row of {row[2]}")


def _chain(connection: Connection) -> Iterator[Fault]:
    prev, expected = custody.GENESIS, 0
    for row in connection.execute(select(t.LOG).order_by(t.LOG.c.seq)):
        expected += 1
        if row.seq != expected:
            yield Fault(f"log entry {expected}", "is missing")
            expected = row.seq
        if row.prev != prev:
            yield Fault(f"log entry {row.seq}", "does not follow the entry before it")
        if row.hash != custody.hash_of(row.seq, row.at, row.entry, row.subject, row.report, row.digest, row.prev):
            yield Fault(f"log entry {row.seq}", "was changed")
        prev = row.hash


def _captures(connection: Connection) -> Iterator[Fault]:
    for row in connection.execute(select(t.CAPTURES)):
        try:
            data = zlib.decompress(row.data)
        except zlib.error:
            yield Fault(f"capture {row.sha256}", "its bytes are damaged")
            continue
        if hashlib.sha256(data).hexdigest() != row.sha256 or len(data) != row.size:
            yield Fault(f"capture {row.sha256}", "its bytes were changed")
    held = select(t.CAPTURES.c.sha256).where(t.CAPTURES.c.sha256.not_in(select(t.REPORTS.c.capture)))
    for sha in connection.execute(held).scalars():
        yield Fault(f"capture {sha}", "belongs to no report")


def _logged(connection: Connection, entry: str) -> dict[str, tuple[str, str | None]]:
    rows = connection.execute(select(t.LOG.c.subject, t.LOG.c.digest, t.LOG.c.report).where(t.LOG.c.entry == entry))
    return {row.subject: (row.digest, row.report) for row in rows}


def _buried(connection: Connection) -> frozenset[str]:
    return frozenset(connection.execute(select(t.TOMBSTONES.c.report)).scalars())


def _reports(connection: Connection) -> Iterator[Fault]:
    logged, buried = _logged(connection, "report"), _buried(connection)
    for row in connection.execute(select(t.REPORTS)):
        head = json.loads(row.head)
        where = f"report {row.id}"
        digest, _ = logged.pop(str(head.get("id")), (None, None))
        if digest is None:
            yield Fault(where, "was never logged")
            continue
        try:
            words = unpack_text(row.text)
        except (zlib.error, UnicodeDecodeError):
            yield Fault(where, "its text is damaged")
            continue
        found = custody.report_digest_of(
            row.head, row.capture, text_sha256(words), row.media_type, row.origin, row.captured_at
        )
        columns = (row.id, row.sha256, row.publisher, row.published, row.language, row.url, row.length)
        heads = (*(column(head[k]) for k in ("id", "sha256", "publisher", "published", "language", "url")), len(words))
        if found != digest or columns != heads:
            yield Fault(where, "was changed")
        shown = connection.execute(
            text("SELECT title, body FROM report_text WHERE rowid = :seq"), {"seq": row.seq}
        ).first()
        if shown is None or (shown.title, shown.body) != (column(head["title"]) or "", column(words)):
            yield Fault(where, "its full-text entry does not match")
    for subject in sorted(set(logged)):
        if column(subject) not in buried:
            yield Fault(f"report {subject}", "is gone, and there is no tombstone")


def _readings(connection: Connection) -> Iterator[Fault]:
    logged, buried = _logged(connection, "reading"), _buried(connection)
    for row in connection.execute(select(t.READINGS).order_by(t.READINGS.c.seq)):
        where = f"reading {row.seq} of report {row.report}"
        digest, report = logged.pop(str(row.seq), (None, None))
        if digest is None:
            yield Fault(where, "was never logged")
            continue
        claims = connection.execute(
            select(t.CLAIMS).where(t.CLAIMS.c.reading == row.seq).order_by(t.CLAIMS.c.seq)
        ).all()
        try:
            rest = unpack_json(row.body)
            bodies = [json.loads(claim.body) for claim in claims]
        except (zlib.error, ValueError):
            yield Fault(where, "is damaged")
            continue
        if reading_digest(report or "", row.made_by, rest, bodies) != digest:
            yield Fault(where, "was changed")
            continue
        for claim, body in zip(claims, bodies, strict=True):
            expected = claim_columns(row.report, body)
            if any(getattr(claim, name) != value for name, value in expected.items()):
                yield Fault(f"claim {claim.id}", "its index columns were changed")
        told = Counter((skip["stage"], column(skip["reason"])) for skip in rest["skips"])
        rows = connection.execute(
            select(t.SKIPS.c.stage, t.SKIPS.c.reason, t.SKIPS.c.n).where(t.SKIPS.c.reading == row.seq)
        )
        if sorted((*key, n) for key, n in told.items()) != sorted((*found,) for found in rows):
            yield Fault(where, "its counts of what was skipped were changed")
    for subject in sorted(logged, key=int):
        if column(logged[subject][1]) not in buried:
            yield Fault(f"reading {subject}", "is gone, and there is no tombstone")


def _current(connection: Connection) -> Iterator[Fault]:
    """What is shown is the last reading of each report, and the search finds its claims and no others."""
    last = select(t.READINGS.c.report, func.max(t.READINGS.c.seq).label("seq")).group_by(t.READINGS.c.report).subquery()
    shown = (
        select(t.REPORTS.c.id)
        .join(last, last.c.report == t.REPORTS.c.id, isouter=True)
        .join(t.CURRENT, t.CURRENT.c.report == t.REPORTS.c.id, isouter=True)
        .where(func.coalesce(t.CURRENT.c.reading, -1) != func.coalesce(last.c.seq, -1))
        .order_by(t.REPORTS.c.seq)
    )
    for report in connection.execute(shown).scalars():
        yield Fault(f"report {report}", "is not shown by its last reading")
    claims = t.CLAIMS.join(t.CURRENT, t.CURRENT.c.reading == t.CLAIMS.c.reading)
    words = table("claim_text", named("rowid"), named("body"))
    query = (
        select(t.CLAIMS.c.id, t.CLAIMS.c.body, words.c.body.label("words"))
        .select_from(claims)
        .join(words, words.c.rowid == t.CLAIMS.c.seq, isouter=True)
    )
    n = 0
    for row in connection.execute(query):
        n += 1
        if row.words != claim_words(json.loads(row.body)):
            yield Fault(f"claim {row.id}", "its full-text entry does not match")
    if connection.execute(select(func.count()).select_from(words)).scalar_one() > n:
        yield Fault("full text", "has entries of claims that are not read now")


def _decisions(connection: Connection) -> Iterator[Fault]:
    logged, buried = _logged(connection, "decision"), _buried(connection)
    bodies = {row.decision: row for row in connection.execute(select(t.DECISION_BODIES))}
    for row in connection.execute(select(t.DECISIONS)):
        where = f"decision {row.seq}"
        digest, report = logged.pop(str(row.seq), (None, None))
        found = custody.decision_digest(
            row.seq, row.at, row.by, row.subject, row.verdict, row.replaces, row.body_sha256
        )
        if found != digest:
            yield Fault(where, "was changed")
        elif row.seq not in bodies:
            if report is None or column(report) not in buried:
                yield Fault(where, "its words are gone, and there is no tombstone")
        elif custody.sha256_of(bodies[row.seq].body) != row.body_sha256 or bodies[row.seq].report != column(report):
            yield Fault(where, "its words were changed")
    for subject in sorted(logged, key=int):
        yield Fault(f"decision {subject}", "is gone")


def _tombstones(connection: Connection) -> Iterator[Fault]:
    logged = _logged(connection, "tombstone")
    for row in connection.execute(select(t.TOMBSTONES)):
        digest = custody.sha256_of(canonical(dict(row._mapping)))
        if digest not in {found for found, _ in logged.values()}:
            yield Fault(f"tombstone of {row.report}", "was changed or never logged")
        logged = {subject: entry for subject, entry in logged.items() if entry[0] != digest}
    for subject in sorted(logged):
        yield Fault(f"tombstone of {subject}", "is gone")


def _derived(connection: Connection) -> Iterator[Fault]:
    row = connection.execute(
        select(t.LOG.c.digest, t.LOG.c.seq).where(t.LOG.c.entry == "link").order_by(t.LOG.c.seq.desc()).limit(1)
    ).first()
    purged = connection.execute(select(func.max(t.LOG.c.seq)).where(t.LOG.c.entry == "tombstone")).scalar_one()
    if row is not None and (purged is None or purged < row.seq) and events_sum(connection) != row.digest:
        yield Fault("events", "do not match the last linking; `crossbearing relink` makes them again")
    ids = connection.execute(select(t.EVENTS.c.id).order_by(t.EVENTS.c.id)).scalars().all()
    for part in fetch.chunks(ids):
        yield from _events(connection, part)
    for event in untrue_tags(connection):
        yield Fault(f"event {event}", "its marks or publishers were changed; `crossbearing relink` makes them again")


def _events(connection: Connection, ids: Sequence[str]) -> Iterator[Fault]:
    """Lists sort, filter and count by columns: these say what the event says."""
    claims, origins = defaultdict[str, list[str]](list), defaultdict[str, list[object]](list)
    for row in connection.execute(select(t.EVENT_CLAIMS).where(t.EVENT_CLAIMS.c.event.in_(ids))):
        claims[row.event].append(row.claim)
    for row in connection.execute(select(t.ORIGINS).where(t.ORIGINS.c.event.in_(ids)).order_by(t.ORIGINS.c.n)):
        origins[row.event].append(dict(row._mapping))
    narrow = connection.execute(select(t.EVENT_FACTS).where(t.EVENT_FACTS.c.id.in_(ids)))
    told: dict[str, Mapping[Any, Any]] = {row.id: row._mapping for row in narrow}
    for row in connection.execute(select(t.EVENTS).where(t.EVENTS.c.id.in_(ids)).order_by(t.EVENTS.c.id)):
        event = fetch.event_of(row.body)
        expected = event_row(event, row.body)
        columns = told.get(row.id, {})
        if (
            dict(row._mapping) != expected
            or sorted(claims[row.id]) != sorted(event.claims)
            or origins[row.id] != origin_rows(event)
            or any(name not in columns or columns[name] != expected[name] for name in FACTS)
        ):
            yield Fault(f"event {row.id}", "its index columns were changed; `crossbearing relink` makes them again")
