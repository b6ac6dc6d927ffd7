"""When two origins speak of one deed: whose it is by the speaker's own words, one blow on one spot, an exchange on one day."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_claims import TOWN, World

from crossbearing.link.decisions import rulings
from crossbearing.link.facts import facts_of
from crossbearing.link.pipeline import context_of
from crossbearing.types import Claim, Participant, Place

CORROBORATED = "independently corroborated"
OPEN = "independence not established"
OPEN_NAME = Place(as_written="Velja", id=None, name=None, precision="unresolved")


def parties(w: World, n: int = 0) -> tuple[frozenset[str], frozenset[str]]:
    made: list[Claim] = w.claims
    facts = facts_of(made[n], context_of(w.heads, w.texts, (), rulings(()), (), made))
    return facts.by, facts.upon


def strike(w: World, report: str, name: str, text: str, *, side: str | None, **more: object) -> None:
    kind = "organisation" if name in ("M23", "Hezbollah", "Free Syrian Army") else "person"
    w.claim(report, name, side=side, source_kind=kind, text=text, **{"kind": "air_drone_strike", "agents": (), **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("it had fired rockets at Dubrava in the afternoon", {"hezbollah"}),
        ("We struck Dubrava at noon", {"hezbollah"}),
        ("it had been struck at noon", set()),
        ("it was hit at noon", set()),
        ("Rockets had struck Dubrava", set()),
    ],
)
def test_what_a_speaker_says_that_it_did_is_its_own_deed(text: str, by: set[str]) -> None:
    w = World()
    strike(w, "r1", "Hezbollah", text, side=None)
    assert parties(w)[0] == by


def test_its_aircraft_are_the_speakers_own_where_they_open_the_words() -> None:
    w = World()
    for text in ("its aircraft had struck a bridge in Dubrava", "Sudland had sent its aircraft to strike Dubrava"):
        strike(w, "r1", "Ivo Korsak", text, side="NOR")
    mine = Participant(name="its aircraft", as_written="its aircraft")
    w.claims[:] = [_with_agent(c, mine) for c in w.claims]
    assert [parties(w, n)[0] for n in (0, 1)] == [{"NOR"}, set()]


def _with_agent(claim: Claim, agent: Participant) -> Claim:
    return replace(claim, agents=(agent,))


def test_fire_on_one_bridge_of_one_town_in_the_words_of_both_sides_is_one_deed() -> None:
    w = World()
    strike(w, "r1", "Ivo Korsak", "bombs struck the road bridge in Dubrava", side="NOR")
    strike(w, "r2", "Ana Lis", "aircraft hit the long bridge in Dubrava", side="SUD")
    assert w.event().status == CORROBORATED


def test_fire_on_one_town_in_other_words_may_be_two_deeds() -> None:
    w = World()
    strike(w, "r1", "Ivo Korsak", "bombs fell behind the mill of Dubrava", side="NOR")
    strike(w, "r2", "Ana Lis", "a raid woke the riverside quarter", side="SUD")
    assert w.event().status == OPEN


def test_who_is_accused_and_names_no_doer_bears_nothing_out() -> None:
    w = World()
    strike(w, "r1", "Ivo Korsak", "Sudland's bombs struck the bridge in Dubrava", side="NOR", agents=("SUD",))
    strike(w, "r2", "Ana Lis", "bombs struck the bridge in Dubrava", side="SUD")
    assert CORROBORATED not in {e.status for e in w.link().events}


def test_two_days_that_are_each_named_are_two_strikes() -> None:
    w = World()
    strike(w, "r1", "Ivo Korsak", "bombs struck the mill in Dubrava", side="NOR")
    strike(w, "r2", "Ana Lis", "a raid woke the riverside quarter", side="SUD", day="2024-03-02")
    assert len(w.link().events) == 2


def test_an_exchange_is_known_by_its_day_where_no_place_is_given() -> None:
    w = World()
    for report, name, side, text in (
        ("r1", "Ivo Korsak", "NOR", "sixty of our servicemen had been returned"),
        ("r1", "Ana Lis", "SUD", "all of Sudland's captives on the list had come home"),
    ):
        w.claim(report, name, side=side, kind="exchange", place=None, agents=(), text=text)
    assert w.event().status == CORROBORATED


def test_exchanges_on_two_days_are_two() -> None:
    w = World()
    for report, day in (("r1", "2024-03-01"), ("r2", "2024-03-04")):
        w.claim(report, kind="exchange", place=None, agents=(), day=day, text="our servicemen had been returned")
    assert len(w.link().events) == 2


def test_a_group_that_calls_itself_by_a_country_is_not_that_state() -> None:
    w = World()
    strike(w, "r1", "Free Syrian Army", "the depot in Dubrava was struck", side="SY")
    (origin,) = w.event().origins
    assert (origin.side, origin.counted) == (None, True)


def test_one_name_that_no_gazetteer_has_is_one_place_for_two_who_write_it() -> None:
    w = World()
    w.report("r1", text="Mira Zelen, who lives by the well, said that Norland's troops had taken Velja at noon.")
    w.claim("r1", "Mira Zelen", side=None, place=OPEN_NAME, text="Norland's troops had taken Velja at noon")
    w.claim("r2", "Ana Lis", side="SUD", place=OPEN_NAME, text="the village was lost to Norland")
    assert w.event().status == CORROBORATED


def test_an_unresolved_name_and_a_known_town_bear_nothing_out() -> None:
    w = World()
    w.claim("r1", "Ivo Korsak", place=OPEN_NAME)
    w.claim("r2", "Ana Lis", side="SUD", place=TOWN)
    assert CORROBORATED not in {e.status for e in w.link().events}


@pytest.mark.parametrize(
    ("other", "status"),
    [("the army had gained ground on the flanks", OPEN), ("soldiers still stood in the city hall", CORROBORATED)],
)
def test_whose_move_it_was_is_not_which(other: str, status: str) -> None:
    w = World()
    w.claim("r1", "Ivo Korsak", kind="deployment", text="soldiers were in the city hall")
    w.claim("r2", "Ana Lis", side="SUD", kind="deployment", text=other)
    assert {e.status for e in w.link().events} == {status}


@pytest.mark.parametrize(("radius", "status"), [(5.0, CORROBORATED), (14.0, OPEN)])
def test_one_side_may_strike_a_great_city_many_times_on_a_day(radius: float, status: str) -> None:
    w = World()
    city = replace(TOWN, radius_km=radius)
    strike(w, "r1", "Ivo Korsak", "its bombs hit a command post", side="NOR", agents=("NOR",), place=city)
    strike(w, "r2", "Ana Lis", "a raid killed nobody in the old quarter", side="SUD", agents=("NOR",), place=city)
    assert {e.status for e in w.link().events} == {status}


def test_a_depot_and_a_school_are_two_things_that_one_side_struck() -> None:
    w = World()
    strike(w, "r1", "Ivo Korsak", "its aircraft had struck a depot in Dubrava", side="NOR", agents=("NOR",))
    strike(w, "r2", "Ana Lis", "Norland's aircraft hit a school in Dubrava", side="SUD", agents=("NOR",))
    assert {e.status for e in w.link().events} == {OPEN}


def test_exchanges_of_two_wars_on_one_day_are_two() -> None:
    w = World()
    w.claim(
        "r1", "Ivo Korsak", kind="exchange", place=None, agents=(), text="sixty of our servicemen had been returned"
    )
    w.claim("r2", "Ana Lis", side="XYZ", kind="exchange", place=None, agents=(), text="forty captives had come home")
    assert len(w.link().events) == 2
