"""Purging: a report goes for a stated reason; a tombstone and its hashes stay, and custody still proves the rest."""

from __future__ import annotations

from sqlalchemy import select, text

from crossbearing.errors import NotFoundError, UsageError
from crossbearing.ledger import custody, relink
from crossbearing.ledger import schema as t
from crossbearing.ledger.packing import canonical, column
from crossbearing.ledger.store import Ledger


def purge(ledger: Ledger, report: str, *, reason: str, by: str) -> None:
    """Remove a report, its bytes, its readings and every word of decisions about it alone. Events are made again by the caller.

    Raises:
        NotFoundError: there is no such report.
        UsageError: no reason was given.
    """
    if not reason.strip():
        raise UsageError("a purge needs a reason", do="Give --reason TEXT")
    key = column(report)
    with ledger.writing() as connection:
        row = connection.execute(
            select(t.REPORTS.c.seq, t.REPORTS.c.sha256, t.REPORTS.c.capture).where(t.REPORTS.c.id == key)
        ).first()
        if row is None:
            raise NotFoundError(f"there is no report {report!r}", do="See `crossbearing show`")
        at = ledger.clock()
        tomb = {"report": key, "sha256": row.sha256, "capture": row.capture, "at": at, "by": by, "reason": reason}
        connection.execute(t.TOMBSTONES.insert().values(tomb))
        claims = select(t.CLAIMS.c.seq).where(t.CLAIMS.c.report == key)
        for seq in connection.execute(claims).scalars().all():
            connection.execute(text("DELETE FROM claim_text WHERE rowid = :seq"), {"seq": seq})
        connection.execute(text("DELETE FROM report_text WHERE rowid = :seq"), {"seq": row.seq})
        connection.execute(t.DECISION_BODIES.delete().where(t.DECISION_BODIES.c.report == key))
        connection.execute(t.CURRENT.delete().where(t.CURRENT.c.report == key))
        readings = select(t.READINGS.c.seq).where(t.READINGS.c.report == key)
        connection.execute(t.SKIPS.delete().where(t.SKIPS.c.reading.in_(readings)))
        connection.execute(t.CLAIMS.delete().where(t.CLAIMS.c.report == key))
        connection.execute(t.READINGS.delete().where(t.READINGS.c.report == key))
        connection.execute(t.REPORTS.delete().where(t.REPORTS.c.id == key))
        others = connection.execute(select(t.REPORTS.c.seq).where(t.REPORTS.c.capture == row.capture).limit(1)).first()
        if others is None:
            connection.execute(t.CAPTURES.delete().where(t.CAPTURES.c.sha256 == row.capture))
        # derived rows hold words of the report too: they go now, and the caller links again
        relink.clear(connection)
        custody.append(
            connection,
            at=at,
            entry="tombstone",
            subject=report,
            report=report,
            digest=custody.sha256_of(canonical(tomb)),
        )
    if ledger.sqlite:
        with ledger.engine.connect() as plain:
            raw = plain.connection.dbapi_connection
            if raw is not None:
                raw.execute("INSERT INTO report_text(report_text) VALUES('optimize')")
                raw.execute("INSERT INTO claim_text(claim_text) VALUES('optimize')")
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
