import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from crossbearing.archive import read_into, reread
from crossbearing.errors import LedgerError, NotFoundError, UsageError
from crossbearing.ledger.decisions import decide
from crossbearing.ledger.purge import purge
from crossbearing.ledger.relink import relink, stale
from crossbearing.ledger.store import Ledger, open_ledger
from crossbearing.ledger.verify import verify
from crossbearing.types import Reading, Report
from crossbearing.views import Filter, Views
from made import captured, dossier, fill, made_ledger, made_reader, new_place, report

a_file_alone = pytest.mark.skipif("CROSSBEARING_POSTGRES" in os.environ, reason="speaks to a file of SQLite")


def raw(ledger: Ledger, statement: str, **values: object) -> None:
    """Change the ledger behind its back, guards off."""
    if not ledger.sqlite:
        with ledger.engine.begin() as server:
            server.exec_driver_sql("SET session_replication_role = replica")
            server.exec_driver_sql(re.sub(r"x'([0-9a-f]*)'", r"'\\x\1'::bytea", statement))
            server.exec_driver_sql("SET session_replication_role = DEFAULT")
        return
    import sqlite3

    with sqlite3.connect(ledger.where) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement, values)


def test_what_is_read_comes_back_whole(ledger: Ledger) -> None:
    views = Views(ledger)
    for made in dossier():
        assert views.report(made.id) == made
        expected = made_reader(made)[0]
        got = views.reading(made.id)
        assert got.to_dict() == expected.to_dict()


@a_file_alone
def test_the_same_bytes_again_change_nothing(ledger: Ledger) -> None:
    with ledger.reading() as connection:
        before = list(connection.connection.dbapi_connection.iterdump())  # type: ignore[union-attr]
    assert {step.outcome for step in fill(ledger, dossier())} == {"unchanged"}
    with ledger.reading() as connection:
        assert list(connection.connection.dbapi_connection.iterdump()) == before  # type: ignore[union-attr]


def test_other_bytes_under_one_id_stand_beside_the_first(ledger: Ledger) -> None:
    changed = report("Anton Weber said the town was never taken.", id="r1")
    (step,) = fill(ledger, [changed])
    assert (step.outcome, step.report) == ("changed", f"r1~{changed.sha256[:8]}")
    assert [s.outcome for s in fill(ledger, [changed])] == ["unchanged"]
    assert len(Views(ledger).reports()) == 5


def test_a_page_that_changed_since_it_was_read_is_said_to_be_so(tmp_path: Path) -> None:
    from dataclasses import replace

    pages = [replace(report(f"Anton Weber said version {n} fell."), url="https://example.org/a") for n in (1, 2)]
    with made_ledger(tmp_path, pages[:1]) as book:
        (step,) = fill(book, pages[1:])
        assert step.outcome == "changed"
        assert step.note is not None
        assert pages[0].id in step.note
        assert [s.outcome for s in fill(book, pages)] == ["unchanged", "unchanged"]


def test_one_text_by_two_publishers_is_two_reports_and_one_capture(tmp_path: Path) -> None:
    twins = [report("Anton Weber said it fell.", publisher=name) for name in ("One", "Two")]
    with made_ledger(tmp_path, twins) as book:
        found = verify(book)
    assert (found.reports, found.captures, found.faults) == (2, 1, ())


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(exclude_characters="\r"), max_size=80), title=st.text(max_size=20))
def test_any_code_points_survive(tmp_path: Path, words: str, title: str) -> None:
    from dataclasses import replace

    made = replace(report(words), title=title)
    with open_ledger(str(tmp_path / f"{made.sha256[:8]}.{len(title)}.ledger"), create=True) as book:
        fill(book, [made])
        assert Views(book).report(made.id).text == words
        assert Views(book).report(made.id).title in (title, Views(book).report(made.id).title)
        assert verify(book).faults == ()


def test_lone_surrogates_and_nul_survive(tmp_path: Path) -> None:
    made = report("Anton Weber said \ud800 fell \x00 today.")
    with made_ledger(tmp_path, [made]) as book:
        assert Views(book).reading(made.id).to_dict() == made_reader(made)[0].to_dict()
        assert verify(book).faults == ()
        assert [hit.id for hit in Views(book).search("weber")]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claims SET body = '{}'",
        "DELETE FROM claims",
        "UPDATE reports SET publisher = 'x'",
        "DELETE FROM reports",
        "UPDATE captures SET size = 0",
        "DELETE FROM captures",
        "DELETE FROM log",
        "UPDATE log SET hash = ''",
        "DELETE FROM readings",
    ],
)
def test_what_is_appended_cannot_be_changed(ledger: Ledger, statement: str) -> None:
    with pytest.raises(LedgerError, match="append-only"), ledger.writing() as connection:
        connection.execute(text(statement))
    assert verify(ledger).faults == ()


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE captures SET data = x'789c030000000001' WHERE size > 60", "capture"),
        ("UPDATE captures SET data = x'00'", "capture"),
        ("UPDATE reports SET publisher = 'Another' WHERE id = 'r1'", "report r1"),
        ("UPDATE reports SET head = replace(head, '2023-05-21', '2023-05-19')", "report r1"),
        ("UPDATE claims SET side = 'UA'", "claim"),
        ("UPDATE claims SET body = replace(body, 'asserts', 'denies ')", "reading"),
        ("UPDATE readings SET made_by = 'someone'", "reading"),
        ("DELETE FROM claims WHERE stance = 'denies'", "reading"),
        ("DELETE FROM log WHERE seq = 3", "log entry 3"),
        ("UPDATE log SET at = '2020-01-01T00:00:00Z' WHERE seq = 2", "log entry 2"),
        ("UPDATE report_text SET body = 'nothing' WHERE rowid = 1", "report r1"),
        ("UPDATE events SET body = replace(body, 'contested', 'retracted')", "events"),
        ("INSERT INTO captures VALUES ('" + "0" * 64 + "', 1, x'00')", "capture"),
        ("UPDATE skips SET n = 0", "reading"),
        ("UPDATE claim_text SET body = 'nothing' WHERE rowid = 1", "claim"),
        ("DELETE FROM current WHERE report = 'r4'", "report r4"),
        ("UPDATE decision_bodies SET report = NULL", "decision 1"),
    ],
)
def test_tampering_is_found(ledger: Ledger, statement: str, where: str) -> None:
    decide(ledger, next(Views(ledger).claims()).id, "confirm", by="ann")
    relink(ledger, ())
    assert verify(ledger).faults == ()
    raw(ledger, statement)
    assert any(fault.where.startswith(where) for fault in verify(ledger).faults)


def test_an_older_reading_in_the_place_of_the_last_is_found(ledger: Ledger) -> None:
    assert {s.outcome for s in reread(ledger, ["r1"], read=_later)} == {"read"}
    relink(ledger, ())
    assert verify(ledger).faults == ()
    raw(ledger, "UPDATE current SET reading = 1 WHERE report = 'r1'")
    assert "report r1" in {fault.where for fault in verify(ledger).faults}


def _later(made: Report) -> tuple[Reading, str]:
    return made_reader(made)[0], "crossbearing 0.2.0"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET body = replace(body, 'contested', 'retracted')",
        "UPDATE events SET status = 'retracted'",
        "UPDATE event_facts SET label = 'Nothing at all'",
        "UPDATE origins SET counted = 1 - counted",
        "UPDATE event_tags SET value = value || 'x'",
        "DELETE FROM event_tags",
        "DELETE FROM event_claims",
    ],
)
def test_derived_rows_that_were_changed_are_found_and_made_again(ledger: Ledger, statement: str) -> None:
    relink(ledger, ())
    raw(ledger, statement)
    assert any(fault.where.startswith("event") for fault in verify(ledger).faults)
    relink(ledger, (), whole=True)
    assert verify(ledger).faults == ()


def test_a_deleted_report_is_missed(ledger: Ledger) -> None:
    for table, key in (("claims", "report"), ("current", "report"), ("readings", "report"), ("reports", "id")):
        raw(ledger, f"DELETE FROM {table} WHERE {key} = 'r2'")
    assert "report r2: is gone, and there is no tombstone" in {f"{f.where}: {f.what}" for f in verify(ledger).faults}


def test_a_reading_sees_one_state_whatever_is_added_meanwhile(ledger: Ledger) -> None:
    count = text("SELECT count(*) FROM reports")
    with ledger.reading() as connection:
        before = connection.execute(count).scalar_one()
        with ThreadPoolExecutor(1) as other:
            other.submit(fill, ledger, [report("Rosa Lind said it fell.", id="r9")]).result()
        assert connection.execute(count).scalar_one() == before
    with ledger.reading() as connection:
        assert connection.execute(count).scalar_one() == before + 1


def test_a_head_noted_earlier_proves_that_nothing_was_cut_off(ledger: Ledger) -> None:
    head = verify(ledger).head
    fill(ledger, [report("Rosa Lind said it fell.", id="r9")])
    assert verify(ledger, head=head).faults == ()
    assert verify(ledger, head="f" * 64).faults != ()


def test_a_purge_leaves_a_tombstone_and_nothing_else(ledger: Ledger) -> None:
    relink(ledger, ())
    purge(ledger, "r1", reason="consent withdrawn", by="owner")
    relink(ledger, ())
    views = Views(ledger)
    assert verify(ledger).faults == ()
    with pytest.raises(NotFoundError, match="consent withdrawn"):
        views.report("r1")
    assert views.search("Solen") == ()
    assert all(claim.report.id != "r1" for claim in views.claims())
    ledger.close()
    for file in Path(ledger.where).parent.glob("made.ledger*"):
        assert b"Solen" not in file.read_bytes(), file
    (step,) = fill(ledger, [dossier()[0]])
    assert step.outcome == "purged"


def test_a_purge_needs_a_reason_and_a_report(ledger: Ledger) -> None:
    with pytest.raises(UsageError):
        purge(ledger, "r1", reason=" ", by="owner")
    with pytest.raises(NotFoundError):
        purge(ledger, "none", reason="x", by="owner")


def test_a_ledger_of_a_newer_version_or_of_another_program_is_refused(tmp_path: Path) -> None:
    import sqlite3

    for name, statement, words in (
        ("new", "PRAGMA user_version = 999", "newer version"),
        ("other", "CREATE TABLE recipes (id)", "not a ledger"),
    ):
        with sqlite3.connect(tmp_path / name) as connection:
            connection.execute(statement)
        with pytest.raises(LedgerError, match=words):
            open_ledger(str(tmp_path / name))
    (tmp_path / "text").write_text("words " * 500)
    with pytest.raises(LedgerError, match="not a ledger"):
        open_ledger(str(tmp_path / "text"))
    with pytest.raises(LedgerError, match="no ledger here"):
        open_ledger(str(tmp_path / "absent"))
    with pytest.raises(LedgerError, match="folder"):
        open_ledger(str(tmp_path))


def test_a_reader_that_fails_on_one_report_loses_none(tmp_path: Path) -> None:
    def brittle(made: object) -> object:
        if "weather" in made.text:  # type: ignore[attr-defined]
            raise RecursionError("too deep")
        return made_reader(made)  # type: ignore[arg-type]

    with open_ledger(str(tmp_path / "l"), create=True) as book:
        steps = list(read_into(book, captured(*dossier()), read=brittle))  # type: ignore[arg-type]
        assert [s.outcome for s in steps] == ["read", "read", "read", "failed"]
        assert Views(book).reading("r4").skips[0].reason == "failed"
        assert verify(book).faults == ()


WRITER = """
import sys, time
sys.path.insert(0, {tests!r})
from made import report, fill
from crossbearing.ledger.store import open_ledger
with open_ledger(sys.argv[1], create=True) as book:
    for n in range(int(sys.argv[2])):
        fill(book, [report(f"Anton Weber said the town number {{n}} was taken.", id=f"n{{n}}")])
        print(n, flush=True)
"""


def _writer(path: Path, n: int) -> "subprocess.Popen[str]":
    code = WRITER.format(tests=str(Path(__file__).parents[1]))
    return subprocess.Popen([sys.executable, "-c", code, str(path), str(n)], stdout=subprocess.PIPE, text=True)


def test_a_killed_run_leaves_a_ledger_that_opens_and_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "killed.ledger"
    process = _writer(path, 5000)
    assert process.stdout is not None
    while int(process.stdout.readline()) < 20:
        pass
    process.kill()
    process.wait()
    with open_ledger(str(path)) as book:
        found = verify(book)
        assert found.faults == ()
        assert found.reports == found.readings == found.captures >= 20
        assert stale(book)
        relink(book, ())
        assert not stale(book)
        assert fill(book, [report("Anton Weber said the town number 3 was taken.", id="n3")])[0].outcome == "unchanged"


def test_two_processes_write_one_ledger(tmp_path: Path) -> None:
    path = tmp_path / "shared.ledger"
    writers = [_writer(path, 40), _writer(path, 40)]
    assert [w.wait(timeout=60) for w in writers] == [0, 0]
    with open_ledger(str(path)) as book:
        found = verify(book)
    assert (found.reports, found.readings, found.faults) == (40, 40, ())


@a_file_alone
def test_a_ledger_held_by_another_says_so(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    monkeypatch.setattr("crossbearing.ledger.store.WAIT_SECONDS", 0.1)
    holder = sqlite3.connect(ledger.where, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    with open_ledger(ledger.where) as second, pytest.raises(LedgerError, match="held by another process"):
        fill(second, [report("Rosa Lind said it fell.", id="r9")])
    assert time.monotonic() - began < 5
    holder.close()


def test_filters(ledger: Ledger) -> None:
    relink(ledger, ())
    views = Views(ledger)
    assert len(list(views.claims())) == 4
    assert {c.source.name for c in views.claims(Filter(stances=("denies",)))} == {"Mira Solen"}
    assert len(list(views.claims(Filter(publishers=("third wire",))))) == 1
    assert len(list(views.claims(Filter(places=("BAKHMUT",))))) == 4
    assert len(list(views.claims(Filter(places=("Kyiv",))))) == 0
    assert len(list(views.claims(Filter(since="2023-05-22")))) == 2
    assert len(list(views.claims(Filter(until="2023-05-21")))) == 2
    assert len(list(views.claims(Filter(as_of="2023-05-22")))) == 3
    assert len(list(views.claims(Filter(reports=("r1",))))) == 2
    assert len(list(views.claims(limit=2, offset=1))) == 2
    events = views.events()
    assert sum(len(e.claims) for e in events) == 4
    assert [e.id for e in views.events(Filter(statuses=(events[0].status,)))] == [
        e.id for e in events if e.status == events[0].status
    ]
    assert views.events(Filter(kinds=("protest",))) == ()
    assert sum(len(e.claims) for e in views.events(Filter(as_of="2023-05-21"))) == 2
    assert views.facets()["kind"] == {"territory_gain": len(events)}
    assert views.facets(Filter(as_of="2023-05-31")) == views.facets()
    assert views.facets(Filter(kinds=("protest",)))["publisher"] == {}
    assert views.counts()["claims"] == 4
    assert views.skip_counts() == (("happening", "no happening", 1),)
    assert views.life(events[0].id)[0].what == "first assertion"


def test_ids_resolve_by_their_unique_beginning(ledger: Ledger) -> None:
    views = Views(ledger)
    claim = next(iter(views.claims()))
    assert views.resolve(claim.id[:8]) == ("claim", claim.id)
    with pytest.raises(UsageError, match="several"):
        views.resolve("r")
    with pytest.raises(NotFoundError):
        views.resolve("zzz")


@pytest.mark.parametrize(
    "query", ['"', "a OR b", "NEAR(", "*", "title:x", "-weather", "(", "\x00", "'; DROP TABLE log"]
)
def test_no_query_breaks_the_search(ledger: Ledger, query: str) -> None:
    Views(ledger).search(query)


def test_search_finds_words_phrases_and_leaves_out(ledger: Ledger) -> None:
    views = Views(ledger)
    assert {h.id for h in views.search("weather") if h.what == "report"} == {"r4"}
    assert {h.id for h in views.search('"taken on Sunday"') if h.what == "report"} == {"r2"}
    assert {h.id for h in views.search("town -sunday") if h.what == "report"} == {"r1", "r3"}


@pytest.mark.skipif("CROSSBEARING_POSTGRES" not in os.environ, reason="CROSSBEARING_POSTGRES names no server")
def test_the_same_on_postgresql(tmp_path: Path) -> None:
    with open_ledger(new_place(tmp_path / "server"), create=True) as book:
        fill(book, dossier())
        relink(book, ())
        assert verify(book).faults == ()
        views = Views(book)
        assert len(list(views.claims())) == 4
        assert {h.id for h in views.search("weather") if h.what == "report"} == {"r4"}
        purge(book, "r1", reason="test", by="owner")
        relink(book, ())
        assert verify(book).faults == ()
        with pytest.raises(LedgerError, match="append-only"), book.writing() as connection:
            connection.execute(text("DELETE FROM log"))
