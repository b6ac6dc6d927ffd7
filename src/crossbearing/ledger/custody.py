"""The chain of custody: every report, reading, decision, purge and linking is an entry that holds the hash of the last."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from crossbearing.ledger import schema as t
from crossbearing.ledger.packing import canonical

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the log. `digest` is that of the rows it speaks of; `hash` covers this entry and the one before."""

    seq: int
    at: str
    entry: str
    subject: str
    report: str | None
    digest: str
    prev: str
    hash: str


def hash_of(seq: int, at: str, entry: str, subject: str, report: str | None, digest: str, prev: str) -> str:
    """The hash that an entry must have."""
    return hashlib.sha256(canonical([seq, at, entry, subject, report, digest, prev]).encode("ascii")).hexdigest()


def head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last entry; (0, zeros) for an empty log."""
    row = connection.execute(select(t.LOG.c.seq, t.LOG.c.hash).order_by(t.LOG.c.seq.desc()).limit(1)).first()
    return (row.seq, row.hash) if row else (0, GENESIS)


def append(
    connection: Connection, *, at: str, entry: str, subject: str, digest: str, report: str | None = None
) -> Entry:
    """Append one entry to the log, within the caller's transaction."""
    last, prev = head(connection)
    seq = last + 1
    made = Entry(
        seq=seq,
        at=at,
        entry=entry,
        subject=subject,
        report=report,
        digest=digest,
        prev=prev,
        hash=hash_of(seq, at, entry, subject, report, digest, prev),
    )
    connection.execute(t.LOG.insert().values({f: getattr(made, f) for f in Entry.__dataclass_fields__}))
    return made


def count(connection: Connection, entry: str) -> int:
    """How many entries of a sort the log holds."""
    return int(connection.execute(select(func.count()).where(t.LOG.c.entry == entry)).scalar_one())


def report_digest_of(
    head_json: str, sha256: str, text_sha256: str, media_type: str, origin: str, captured_at: str
) -> str:
    """The digest of a captured report: its head, bytes, text and capture record."""
    parts: list[Any] = [head_json, sha256, text_sha256, media_type, origin, captured_at]
    return hashlib.sha256(canonical(parts).encode("ascii")).hexdigest()


def sha256_of(written: str) -> str:
    """SHA-256 of canonical JSON or other ASCII."""
    return hashlib.sha256(written.encode("ascii")).hexdigest()


def decision_digest(
    seq: int, at: str, by: str, subject: str, verdict: str, replaces: int | None, body_sha256: str
) -> str:
    """The digest of a decision. Its words enter by their hash, so that a purge can erase them and the chain still holds."""
    return sha256_of(canonical([seq, at, by, subject, verdict, replaces, body_sha256]))
