"""Opening a ledger: one file of SQLite by default, PostgreSQL by URL; transactions; errors that a person understands."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exc, text
from sqlalchemy.engine import URL, make_url

from crossbearing.errors import LedgerError
from crossbearing.ledger.migrate import APPLICATION_ID, MIGRATIONS, migrate, version_of

WAIT_SECONDS = 30.0  # how long a writer waits for another process before it gives up with a clear error
CACHE_KB = 32_768  # pages of the file that each connection keeps in memory


def now() -> str:
    """The time as ISO 8601 in UTC to the second; `SOURCE_DATE_EPOCH` fixes it, for runs that must repeat to the byte."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(fixed), UTC) if fixed else datetime.now(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class Ledger:
    """An open ledger. `reading()` and `writing()` give one transaction each; a writer waits for other writers."""

    def __init__(self, engine: Engine, where: str, clock: Callable[[], str]) -> None:
        self.engine, self.where, self.clock = engine, where, clock
        self._held = threading.local()

    @property
    def sqlite(self) -> bool:
        """Whether this ledger is a file of SQLite."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One transaction that sees one state of the ledger; within `one_state`, that of the whole block."""
        held: Connection | None = getattr(self._held, "connection", None)
        if held is not None:
            with _plain_errors(self.where):
                yield held
            return
        with _plain_errors(self.where), self.engine.connect() as plain:
            # PostgreSQL would show each question what others committed since the last one
            held = plain if self.sqlite else plain.execution_options(isolation_level="REPEATABLE READ")
            with held.begin():
                yield held

    @contextmanager
    def one_state(self) -> Iterator[None]:
        """Every `reading()` of this thread sees one state of the ledger until the block ends, and opens nothing anew.

        What is read must not outlive the block: no generator of rows may be handed out of it.
        """
        with self.reading() as connection:
            self._held.connection, before = connection, getattr(self._held, "connection", None)
            try:
                yield
            finally:
                self._held.connection = before

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that changes the ledger wholly or not at all.

        Raises:
            LedgerError: another process holds the ledger, the disk is full, or the change is not allowed.
        """
        with _plain_errors(self.where), self.engine.connect() as plain:
            connection = plain.execution_options(crossbearing_write=True)
            with connection.begin():
                if not self.sqlite:
                    connection.execute(text("LOCK TABLE log IN EXCLUSIVE MODE"))
                yield connection

    def close(self) -> None:
        """Let go of the file or server."""
        self.engine.dispose()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_ledger(location: str, *, create: bool = False, clock: Callable[[], str] = now) -> Ledger:
    """The ledger at a path or URL, brought to the newest version of its tables.

    Raises:
        LedgerError: there is none (and `create` is off), it is no ledger, or it is of a newer version.
    """
    url = _url(location)
    if "://" in location:
        location = url.render_as_string(hide_password=True)
    sqlite = url.get_backend_name() == "sqlite"
    if sqlite:
        path = Path(url.database or "")
        if path.is_dir():
            raise LedgerError("is a folder, not a ledger", where=location, do="Give the path of a file")
        if not create and not path.is_file():
            raise LedgerError(
                "there is no ledger here", where=location, do="Make one with `crossbearing read FILES --ledger PATH`"
            )
        if create:
            with _plain_errors(location):
                path.parent.mkdir(parents=True, exist_ok=True)
    with _plain_errors(location):
        engine = create_engine(url)
    if sqlite:
        _prepare_sqlite(engine)
    ledger = Ledger(engine, location, clock)
    with ledger.reading() as connection:
        current = version_of(connection) == len(MIGRATIONS)
    if not current:
        with _plain_errors(location), engine.connect() as plain:
            connection = plain.execution_options(crossbearing_write=True)
            with connection.begin():
                if not sqlite:  # of two that open it at once, one makes the tables
                    connection.execute(text(f"SELECT pg_advisory_xact_lock({APPLICATION_ID})"))
                migrate(connection, location)
    return ledger


def _url(location: str) -> URL:
    if "://" not in location:
        return URL.create("sqlite", database=location)
    try:
        url = make_url(location)
    except exc.ArgumentError as error:
        raise LedgerError("is no database URL", where=location, do="Give a path, or postgresql://…") from error
    if url.drivername in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() in ("sqlite", "postgresql"):
        return url
    raise LedgerError(f"{url.drivername} is not supported", where=location, do="Give a path, or postgresql://…")


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, by us
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {int(WAIT_SECONDS * 1000)}")
        _use_wal(cursor)
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA secure_delete = ON")  # what is purged is overwritten
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        write = connection.get_execution_options().get("crossbearing_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _use_wal(cursor: Any) -> None:
    """Switch to write-ahead logging. SQLite does not wait here by itself when two processes make one ledger at once."""
    import sqlite3

    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


@contextmanager
def _plain_errors(where: str) -> Iterator[None]:
    try:
        yield
    except exc.DBAPIError as error:
        said = str(error.orig)
        what, do = said, "See `crossbearing verify`"
        if "locked" in said:
            what, do = "is held by another process", "Wait for it to end, or give another --ledger"
        elif "not a database" in said or "malformed" in said:
            what, do = "is not a ledger, or is damaged", "Give another path, or restore a copy"
        elif "full" in said:
            what, do = "the disk is full; nothing was half written", "Make room and run the same command again"
        elif "readonly" in said or "unable to open" in said:
            what, do = "cannot be opened for writing", "Check the path and its permissions"
        elif "append-only" in said:
            what, do = f"refused: {said}", "The past is kept; record a decision instead"
        elif isinstance(error, exc.OperationalError) and "connect" in said:
            what, do = f"the server cannot be reached: {said.splitlines()[0]}", "Check the URL and the server"
        raise LedgerError(what, where=where, do=do) from error
    except OSError as error:
        raise LedgerError(f"cannot be written: {error.strerror}", where=where, do="Check the path") from error
    except ModuleNotFoundError as error:
        raise LedgerError(
            f"needs {error.name}, which is not installed", where=where, do="Install crossbearing[postgres]"
        ) from error
