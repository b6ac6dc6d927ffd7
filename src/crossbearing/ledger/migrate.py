"""Numbered migrations: a ledger is brought to the newest version in one transaction, or refused by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from crossbearing.errors import LedgerError

if TYPE_CHECKING:
    from sqlalchemy import Connection

APPLICATION_ID = 0x43524F53  # "CROS", so that `file` and we can tell a ledger from another SQLite file


def version_of(connection: Connection) -> int:
    """The version of the ledger's tables; 0 for an empty database."""
    from sqlalchemy import inspect, text

    if connection.dialect.name == "sqlite":
        return int(connection.execute(text("PRAGMA user_version")).scalar_one())
    if not inspect(connection).has_table("state"):
        return 0
    row = connection.execute(text("SELECT value FROM state WHERE key = 'version'")).scalar_one_or_none()
    return int(row or 0)


def migrate(connection: Connection, where: str) -> None:
    """Bring the ledger to the newest version.

    Raises:
        LedgerError: it was written by a newer version, or is another program's database.
    """
    from sqlalchemy import inspect

    found = version_of(connection)
    if found > len(MIGRATIONS):
        raise LedgerError(
            f"was written by a newer version (tables {found}, this one knows {len(MIGRATIONS)})",
            where=where,
            do="Use a newer crossbearing",
        )
    if found == 0 and inspect(connection).get_table_names():
        raise LedgerError("is a database, but not a ledger", where=where, do="Give another path to --ledger")
    for number, step in enumerate(MIGRATIONS[found:], found + 1):
        step(connection)
        _mark(connection, number)


def _mark(connection: Connection, number: int) -> None:
    from sqlalchemy import text

    if connection.dialect.name == "sqlite":
        connection.execute(text(f"PRAGMA user_version = {number}"))
        connection.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))
    else:
        connection.execute(text("DELETE FROM state WHERE key = 'version'"))
        connection.execute(text("INSERT INTO state (key, value) VALUES ('version', :n)"), {"n": str(number)})


def _first(connection: Connection) -> None:
    from sqlalchemy import text

    from crossbearing.ledger import schema

    schema.META.create_all(connection)
    guards = schema.sqlite_guards() if connection.dialect.name == "sqlite" else schema.postgres_guards()
    for statement in guards:
        connection.execute(text(statement))


def _second(connection: Connection) -> None:
    from crossbearing.ledger import schema

    for index in schema.EVENTS.indexes:
        if index.name == "events_listing":
            index.create(connection, checkfirst=True)


def _third(connection: Connection) -> None:
    from sqlalchemy import inspect, text

    from crossbearing.ledger import facts, schema

    for name in ("events_kind", "events_status", "events_earliest", "reports_published"):
        connection.execute(text(f"DROP INDEX IF EXISTS {name}"))
    for index in sorted(
        schema.EVENTS.indexes | schema.REPORTS.indexes | schema.CLAIMS.indexes, key=lambda index: str(index.name)
    ):
        index.create(connection, checkfirst=True)
    fresh = [
        table for table in (schema.EVENT_FACTS, schema.EVENT_SEQS) if not inspect(connection).has_table(table.name)
    ]
    if fresh:
        schema.META.create_all(connection, tables=fresh)
        facts.file_all(connection)


def _fourth(connection: Connection) -> None:
    from crossbearing.ledger import schema

    for index in schema.COPIES.indexes:
        index.create(connection, checkfirst=True)
    schema.META.create_all(connection, tables=[schema.SPOTS])
    # the next linking is of the whole, and files what the new table holds
    connection.execute(schema.STATE.delete().where(schema.STATE.c.key == "indexed"))


def _fifth(connection: Connection) -> None:
    from crossbearing.ledger import facts, schema

    schema.META.create_all(connection, tables=[schema.EVENT_TAGS])
    facts.tag_all(connection)


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_first, _second, _third, _fourth, _fifth)
