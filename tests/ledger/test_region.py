"""A large ledger is linked by regions, and comes to what linking the whole gives."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy

from crossbearing.archive import read_into, reread
from crossbearing.ledger import decisions, region, ties
from crossbearing.ledger.purge import purge
from crossbearing.ledger.relink import relink, stale
from crossbearing.ledger.store import Ledger, open_ledger
from crossbearing.ledger.verify import verify
from crossbearing.link import linked
from crossbearing.packs import load
from crossbearing.types import Event, Reading, Report
from crossbearing.views import Views
from made import BAKHMUT, captured, made_reader, report

PACKS = (load("ukraine"),)
LAST_ROW = re.compile(r"ORDER BY \S+ DESC\s+LIMIT \?")
TOWNS = tuple(
    replace(BAKHMUT, id=f"t:{n}", name=f"Town{n}", as_written=f"Town{n}", lat=47 + n / 2, lon=36 + n / 3)
    for n in range(6)
)
NAMES = ("Anton Weber", "Mira Solen", "Lena Okoro", "Rosa Lind", "Karel Novy")


def town_reader(made: Report) -> tuple[Reading, str]:
    """The made reader, with the town that the report's title numbers."""
    reading, made_by = made_reader(made)
    place = TOWNS[int(made.title or 0)]
    return replace(reading, claims=tuple(replace(c, place=place) for c in reading.claims)), made_by


def stream(n: int, seed: int = 1, first: int = 0) -> Iterator[Report]:
    rng = random.Random(seed)
    for number in range(first, first + n):
        cue = rng.choice(("said", "said", "denied"))
        words = f"{rng.choice(NAMES)} {cue} place {number} was taken. {rng.choice(NAMES)} said hill {number} was taken."
        day = f"2023-{rng.randrange(1, 9):02}-{rng.randrange(1, 28):02}"
        yield replace(
            report(words, id=f"s{number}", day=day, publisher=f"Paper {number % 7}"), title=str(rng.randrange(6))
        )


def add(ledger: Ledger, *reports: Report) -> None:
    list(read_into(ledger, captured(*reports), read=town_reader))
    relink(ledger, PACKS)


def partition(ledger: Ledger) -> set[frozenset[str]]:
    return {frozenset(e.claims) for e in Views(ledger, PACKS).events()}


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    monkeypatch.setattr(region, "REGION_FROM", 1)
    with open_ledger(str(tmp_path / "l"), create=True) as book:
        add(book, *stream(60))
        yield book


def regions(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> list[region.Region | None]:
    seen: list[region.Region | None] = []
    original = region.find

    def spy(*args: object) -> region.Region | None:
        seen.append(original(*args))  # type: ignore[arg-type]
        return seen[-1]

    monkeypatch.setattr(region, "find", spy)
    return seen


def bodies(ledger: Ledger) -> dict[str, Event]:
    return {e.id: e for e in Views(ledger, PACKS).events()}


@pytest.mark.parametrize("seed", [2, 3])
def test_reports_added_one_by_one_come_to_what_the_whole_gives(
    large: Ledger, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    seen = regions(large, monkeypatch)
    for one in stream(10, seed=seed, first=60):
        add(large, one)
        assert not stale(large)
    assert verify(large).faults == ()
    assert all(seen)
    grown = bodies(large)
    relink(large, PACKS, whole=True)
    assert grown == bodies(large)
    assert verify(large).faults == ()


@pytest.mark.parametrize("most", [2, 3, 5])
def test_ties_that_a_cap_cuts_short_come_to_what_the_whole_gives(
    large: Ledger, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(linked, "MOST_LINKS", most)
    monkeypatch.setattr(ties, "MOST_LINKS", most)
    relink(large, PACKS, whole=True)
    assert any(len(e.linked) == most for e in bodies(large).values())
    for one in stream(12, seed=5, first=60):
        add(large, one)
    silent = [s.outcome for s in reread(large, ["s3", "s60"], read=lambda r: (Reading(report=r), "newer"))]
    assert silent == ["read", "read"]
    relink(large, PACKS)
    grown = bodies(large)
    relink(large, PACKS, whole=True)
    assert grown == bodies(large)


def test_a_report_more_is_added_without_reading_a_table_through(large: Ledger) -> None:
    big = ("captures", "reports", "readings", "claims", "log", "current", "events", "event_claims", "event_facts",
           "event_seqs", "origins", "copies", "blocks", "sketches", "spots")  # fmt: skip
    asked: list[tuple[str, Any]] = []

    def note(*given: Any) -> None:
        asked.append((given[2], given[3][0] if given[5] else given[3]))

    sqlalchemy.event.listen(large.engine, "before_cursor_execute", note)
    add(large, *stream(1, seed=9, first=90))
    sqlalchemy.event.remove(large.engine, "before_cursor_execute", note)
    assert len(asked) > 30
    with large.reading() as connection:
        for statement, given in asked:  # what asks for the last row alone stops there
            if re.match("SELECT|INSERT|UPDATE|DELETE|WITH", statement) and not LAST_ROW.search(statement):
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given).all()
                names = {alias: table for table in big for alias in _aliases(statement, table)}
                through = [r[3] for r in plan if r[3].startswith("SCAN ") and r[3].split()[1] in names]
                assert not through, (statement, through)


def _aliases(statement: str, table: str) -> set[str]:
    """The names by which a statement calls a table: its own, and what follows it."""
    return {table, *re.findall(rf"\b{table} (?:AS )?(\w+)", statement)}


def test_copies_retold_and_corrections_come_to_what_the_whole_gives(large: Ledger) -> None:
    lines = "The bridge over the river was closed for the night. " * 2 + "Anton Weber said place 7 was taken. "
    told = lines + "Nobody crossed it until the first buses came back at dawn. The market stayed shut all day long."
    for n, (words, paper) in enumerate(((told, "Paper 1"), (told + " It rained.", "Paper 2"), (told, "Paper 3"))):
        made = report(words, id=f"q{n}", day=f"2023-03-1{n}", publisher=paper)
        add(large, replace(made, title="2"))
    wrong = "CORRECTION. An earlier report said that Anton Weber had said that place 7 was taken. That was wrong."
    add(large, replace(report(wrong, id="q9", day="2023-03-13", publisher="Paper 1"), title="2"))
    grown = bodies(large)
    relink(large, PACKS, whole=True)
    assert grown == bodies(large)


FIRST = (
    "Anton Weber said the junction of Torun was taken with 340 prisoners on Monday. Mira Solen denied the junction was lost, "
    "and counted 27 lorries burnt near Lessa. Lena Okoro said place 901 was taken after 61 hours. At the clinic of Karsk the "
    "surgeon Ivo Brandt had 118 wounded by noon. Some 8,400 people lived in Dubrava before, and most left for Orlin."
)
REWORDED = (
    "On Monday Torun fell with 340 captured men, as Anton Weber said place 902 was taken. Burning trucks, 27 in number, stood "
    "around Lessa; Mira Solen denied the rail hub was given up. It took 61 hours, Lena Okoro said place 901 was taken. Ivo "
    "Brandt, who operates in Karsk, received 118 injured until midday. To Orlin went the larger part of Dubrava's 8,400 inhabitants."
)


def test_a_report_in_other_words_is_found_among_many(large: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    add(large, replace(report(FIRST, id="first", day="2023-05-20", publisher="North Post"), title="1"))
    add(large, *stream(6, seed=4, first=300))
    seen = regions(large, monkeypatch)
    add(large, replace(report(REWORDED, id="second", day="2023-05-21", publisher="South Herald"), title="1"))
    assert seen[0] is not None  # gathered, not linked whole
    alone = Views(large, PACKS).copies()
    (copy,) = [c for c in alone if {c.left, c.right} == {"first", "second"}]
    assert copy.reasons[0].startswith("in other words")
    relink(large, PACKS, whole=True)
    assert Views(large, PACKS).copies() == alone


def test_every_claim_stands_in_one_event(large: Ledger) -> None:
    add(large, *stream(5, seed=3, first=100))
    views = Views(large, PACKS)
    events = views.events()
    members = [c for e in events for c in e.claims]
    assert len(members) == len(set(members)) == views.counts()["claims"]
    ids = {e.id for e in events}
    assert all(tie.event in ids for e in events for tie in e.linked)


def test_a_decision_links_its_own_events(large: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    claim = next(iter(Views(large, PACKS).claims()))
    seen = regions(large, monkeypatch)
    made = decisions.decide(large, claim.id, "reject", by="ann")
    relink(large, PACKS)
    assert Views(large, PACKS).event_of(claim.id) is None
    decisions.undo(large, made.seq, by="ann")
    relink(large, PACKS)
    assert Views(large, PACKS).event_of(claim.id) is not None
    assert all(seen)
    assert verify(large).faults == ()
    grown = partition(large)
    relink(large, PACKS, whole=True)
    assert partition(large) == grown


def test_a_newer_reading_leaves_no_claim_behind(large: Ledger) -> None:
    def silent(made: Report) -> tuple[Reading, str]:
        return Reading(report=made), "crossbearing 0.2.0"

    gone = {c.id for c in Views(large, PACKS).reading("s3").claims}
    assert [s.outcome for s in reread(large, ["s3"], read=silent)] == ["read"]
    relink(large, PACKS)
    assert not gone & {c for e in Views(large, PACKS).events() for c in e.claims}
    assert verify(large).faults == ()
    grown = bodies(large)
    relink(large, PACKS, whole=True)
    assert grown == bodies(large)


def test_a_purge_links_the_whole(large: Ledger) -> None:
    purge(large, "s3", reason="test", by="owner")
    relink(large, PACKS)
    views = Views(large, PACKS)
    assert sum(len(e.claims) for e in views.events()) == views.counts()["claims"]
    assert verify(large).faults == ()
