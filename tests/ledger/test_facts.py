"""The narrow rows by which lists search: they always lead to the events that the claims stand in."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from crossbearing.archive import reread
from crossbearing.ledger import facts
from crossbearing.ledger.purge import purge
from crossbearing.ledger.relink import relink
from crossbearing.ledger.store import Ledger, open_ledger
from crossbearing.ledger.verify import verify
from crossbearing.listing import Asked
from crossbearing.tallies import facets
from crossbearing.types import Mark, Reading, Report
from crossbearing.views import Views
from made import MADE_BY, dossier, made_ledger, made_reader


def _by_join(ledger: Ledger, words: str) -> set[str]:
    holds = "claim_text MATCH :words" if ledger.sqlite else "f.words @@ websearch_to_tsquery('simple', :words)"
    query = (
        "SELECT ec.event FROM claim_text f JOIN claims c ON c.seq = f.rowid JOIN event_claims ec ON ec.claim = c.id "
        f"WHERE {holds}"
    )
    with ledger.reading() as connection:
        return {*connection.execute(text(query), {"words": words}).scalars()}


def _by_facts(ledger: Ledger, words: str) -> set[str]:
    with ledger.reading() as connection:
        return {row[0] for row in facts.holding(connection, words, claims=1000, reports=0)[0]}


def _surer(report: Report) -> tuple[Reading, str]:
    """The same claims under the same ids, so that no event changes, in rows of their own."""
    reading, _ = made_reader(report)
    return replace(reading, claims=tuple(replace(c, score=0.987) for c in reading.claims)), f"{MADE_BY}, again"


def test_a_search_finds_the_events_of_its_claims(tmp_path: Path) -> None:
    with made_ledger(tmp_path) as ledger:
        relink(ledger, ())
        found = _by_facts(ledger, "town")
        assert found
        assert found == _by_join(ledger, "town")
        assert _by_facts(ledger, "nothing-like-it") == set()
        with ledger.reading() as connection:
            rows, capped = facts.holding(connection, "town", claims=1, reports=0)
            assert (len(rows), capped) == (1, True)
            assert facts.of_events(connection, [rows[0][0]]) == rows


def test_claims_read_anew_are_found_by_their_new_rows(tmp_path: Path) -> None:
    with made_ledger(tmp_path) as ledger:
        relink(ledger, ())
        before = _by_facts(ledger, "town")
        assert {s.outcome for s in reread(ledger, [r.id for r in dossier()], read=_surer)} == {"read"}
        relink(ledger, ())
        assert _by_facts(ledger, "town") == _by_join(ledger, "town") == before


@pytest.mark.skipif("CROSSBEARING_POSTGRES" in os.environ, reason="there is no server's ledger from before")
def test_a_ledger_from_before_there_were_facts_gets_them(tmp_path: Path) -> None:
    with made_ledger(tmp_path) as ledger:
        relink(ledger, ())
        where, before = ledger.where, _by_facts(ledger, "town")
        with ledger.engine.connect() as plain:
            raw = plain.connection.dbapi_connection
            assert raw is not None
            raw.execute("DROP TABLE event_seqs")
            raw.execute("DROP TABLE event_facts")
            raw.execute("DELETE FROM state WHERE key = 'facts'")
            raw.execute("PRAGMA user_version = 2")
    with open_ledger(where) as again:
        assert _by_facts(again, "town") == before
        assert {s.outcome for s in reread(again, [r.id for r in dossier()], read=_surer)} == {"read"}
        relink(again, ())
        assert _by_facts(again, "town") == before


def _bearing(ledger: Ledger) -> tuple[set[str], set[str]]:
    """The events that bear loaded words, by the narrow rows and by their claims."""
    with ledger.reading() as connection:
        rows = connection.execute(
            text(
                "SELECT f.id FROM event_tags t JOIN event_facts f ON f.n = t.n WHERE what = 'mark' AND value = 'loaded'"
            )
        )
        told = {*rows.scalars()}
    marked = {c.id for c in Views(ledger).claims() if any(m.kind == "loaded" for m in c.marks)}
    return told, {e.id for e in Views(ledger).events() if marked & {*e.claims}}


def _loaded(report: Report) -> tuple[Reading, str]:
    """The same claims, those of one report with a loaded word, so that no event need change."""
    reading, _ = made_reader(report)
    marks = (Mark("loaded", 0, 5, report.text[:5]),) if report.id == "r3" else ()
    return replace(reading, claims=tuple(replace(c, marks=marks) for c in reading.claims)), f"{MADE_BY}, marked"


def test_marks_and_publishers_of_events_follow_what_is_read_and_purged(tmp_path: Path) -> None:
    with made_ledger(tmp_path) as ledger:
        relink(ledger, ())
        assert _bearing(ledger) == (set(), set())
        for read, some in ((_loaded, True), (_surer, False)):
            assert {s.outcome for s in reread(ledger, [r.id for r in dossier()], read=read)} == {"read"}
            relink(ledger, ())
            told, true = _bearing(ledger)
            assert told == true
            assert bool(told) is some
            assert verify(ledger).faults == ()
        shown = facets(Views(ledger), Asked()).publishers
        assert dict(shown)["Third Wire"] == 1
        purge(ledger, "r3", reason="asked for", by="owner")
        relink(ledger, ())
        assert "Third Wire" not in dict(facets(Views(ledger), Asked()).publishers)
        assert verify(ledger).faults == ()


@pytest.mark.skipif("CROSSBEARING_POSTGRES" in os.environ, reason="there is no server's ledger from before")
def test_a_ledger_from_before_there_were_tags_gets_them(tmp_path: Path) -> None:
    with made_ledger(tmp_path) as ledger:
        relink(ledger, ())
        where, before = ledger.where, facets(Views(ledger), Asked())
        with ledger.engine.connect() as plain:
            raw = plain.connection.dbapi_connection
            assert raw is not None
            raw.execute("DROP TABLE event_tags")
            raw.execute("PRAGMA user_version = 4")
    with open_ledger(where) as again:
        assert facets(Views(again), Asked()) == before
        assert before.publishers
        assert verify(again).faults == ()
