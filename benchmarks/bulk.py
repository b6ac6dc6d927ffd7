"""A large ledger laid down at once, row for row what the real path writes: `lay` in the place of a million appends.

It holds for readings like those of `benchmarks.adding` alone: no text is a copy of another, no claim is near one of another town, and no
person has decided anything. So towns are linked by themselves, and their rows written together. A test holds a small
ledger to the real one, table by table.
"""

from __future__ import annotations

import gc
import hashlib
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice

from sqlalchemy import Connection, text

from crossbearing.jsonform import to_json
from crossbearing.ledger import append, custody, region
from crossbearing.ledger import relink as linking
from crossbearing.ledger import schema as t
from crossbearing.ledger import spots as places
from crossbearing.ledger.packing import canonical, column, pack_json, pack_text
from crossbearing.ledger.store import Ledger
from crossbearing.link.context import Context, Rulings
from crossbearing.link.facts import facts_of
from crossbearing.link.pipeline import assemble, context_of
from crossbearing.packs import Pack
from crossbearing.types import Claim, Reading, ReportHead

AT_ONCE = 2_000
CACHE_KB = 4_000_000


def lay(ledger: Ledger, readings: Iterable[Reading], packs: tuple[Pack, ...], *, made_by: str) -> None:
    """Fill an empty ledger with readings and link them, with the rows that appending each and linking all would give."""
    by_town: dict[str, list[Claim]] = {}
    heads: dict[str, ReportHead] = {}
    last = custody.GENESIS
    gc.disable()  # millions of small objects that live to the end
    every = iter(readings)
    while some := list(islice(every, AT_ONCE)):
        with _writing(ledger) as connection:
            last = _append(connection, some, ledger.clock(), made_by, (len(heads), 4 * len(heads)), last)
            region.insert(connection, (), region.sketches({one.report.id: one.report.text for one in some}))
        for one in some:
            heads[one.report.id] = one.report.head
            for claim in one.claims:
                by_town.setdefault(claim.place.id or "" if claim.place else "", []).append(claim)
    upto = str(2 * len(heads))
    _link(ledger, by_town, heads, packs)
    with _writing(ledger) as connection:
        linking.set_state(connection, region.INDEXED, region.stamp(packs))
        linking.set_state(connection, "corrections", "[]")
        linking.set_state(connection, "orphaned", "[]")
        linking.set_state(connection, "capped", "[]")
        linking.set_state(connection, "linked_at", upto)
        digest = linking.state(connection, "sum") or ""
        custody.append(connection, at=ledger.clock(), entry="link", subject=upto, digest=digest)
    gc.enable()


@contextmanager
def _writing(ledger: Ledger) -> Iterator[Connection]:
    with ledger.writing() as connection:
        connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHE_KB}")
        yield connection


def _append(
    connection: Connection, readings: list[Reading], at: str, made_by: str, have: tuple[int, int], last: str
) -> str:
    """The rows of some reports and their readings; returns the hash of the last entry of the log."""
    rows: dict[str, list[dict[str, object]]] = {}

    def put(table: str, row: dict[str, object]) -> None:
        rows.setdefault(table, []).append(row)

    seq, claims = have
    for one in readings:
        seq += 1
        report, data = one.report, one.report.text.encode()
        sha, head = hashlib.sha256(data).hexdigest(), canonical(to_json(report.head))
        put("captures", {"sha256": sha, "size": len(data), "data": zlib.compress(data, 6)})
        put("reports", {
            "seq": seq, "id": column(report.id), "sha256": report.sha256, "capture": sha, "head": head,
            "text": pack_text(report.text), "length": len(report.text), "publisher": column(report.publisher),
            "published": column(report.published), "language": column(report.language), "url": column(report.url),
            "media_type": "text/plain", "origin": column(report.id), "captured_at": at,
        })  # fmt: skip
        put("report_text", {"seq": seq, "title": column(report.title) or "", "body": column(report.text)})
        bodies = append.claim_bodies(one)
        rest = append.rest_of(one, bodies)
        put(
            "readings", {"seq": seq, "report": column(report.id), "at": at, "made_by": made_by, "body": pack_json(rest)}
        )
        for body in bodies:
            claims += 1
            columns = append.claim_columns(report.id, body)
            put("claims", {"seq": claims, "reading": seq, **columns, "body": canonical(body)})
            put("claim_text", {"seq": claims, "body": append.claim_words(body)})
        put("current", {"report": column(report.id), "reading": seq})
        captured = custody.report_digest_of(head, sha, append.text_sha256(report.text), "text/plain", report.id, at)
        reading = append.reading_digest(report.id, made_by, rest, bodies)
        for n, entry, subject, digest in (
            (2 * seq - 1, "report", report.id, captured), (2 * seq, "reading", str(seq), reading),
        ):  # fmt: skip
            made = custody.hash_of(n, at, entry, subject, report.id, digest, last)
            put("log", {"seq": n, "at": at, "entry": entry, "subject": subject, "report": report.id, "digest": digest,
                        "prev": last, "hash": made})  # fmt: skip
            last = made
    words = {
        "report_text": "INSERT INTO report_text (rowid, title, body) VALUES (:seq, :title, :body)",
        "claim_text": "INSERT INTO claim_text (rowid, body) VALUES (:seq, :body)",
    }
    for table, some in rows.items():
        connection.execute(text(words[table]) if table in words else t.META.tables[table].insert(), some)
    return last


def _link(
    ledger: Ledger, by_town: dict[str, list[Claim]], heads: dict[str, ReportHead], packs: tuple[Pack, ...]
) -> None:
    """The events of all towns, with all that is filed about them."""
    context = context_of(heads, {}, packs, Rulings(), (), (c for claims in by_town.values() for c in claims))
    for some in _bundles(by_town):
        with _writing(ledger) as connection:
            events, _ = assemble(some, _with_texts(connection, context, some))
            linking.write(connection, linking.Linked(events), gone={}, reports=())
            event_of = {claim: event.id for event in events for claim in event.claims}
            blocks, spots = region.filed([facts_of(c, context) for c in some], event_of)
            region.insert(connection, blocks, ())
            places.file(connection, spots, events=())


def _bundles(by_town: dict[str, list[Claim]]) -> Iterator[list[Claim]]:
    """The claims of whole towns, some thousands at once, in order of their ids."""
    some: list[Claim] = []
    for town in sorted(by_town):
        some += by_town.pop(town)
        if len(some) >= AT_ONCE:
            yield sorted(some, key=lambda c: c.id)
            some = []
    if some:
        yield sorted(some, key=lambda c: c.id)


def _with_texts(connection: Connection, context: Context, claims: list[Claim]) -> Context:
    from crossbearing.ledger.fetch import texts

    return replace(context, texts=texts(connection, sorted({c.report.id for c in claims})))
