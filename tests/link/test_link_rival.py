"""Rival accounts, plans, tolls that are not one toll, general denials, and what arms and own deeds tell."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_claims import FAR, World

from crossbearing.link.names import same_body, states_of
from crossbearing.types import Count, Event, Participant, Place

NORTH = Place(as_written="North", id="t:10", name="North", admin1="North", country="XA", precision="admin1")


def together(w: World, *claims: str) -> bool:
    return any(set(claims) <= set(event.claims) for event in w.link().events)


def of(w: World, claim: str) -> Event:
    return next(event for event in w.link().events if claim in event.claims)


def killed(n: int) -> tuple[Count, ...]:
    return (Count(what="killed", low=n, high=n, as_written=str(n)),)


def test_who_is_accused_and_names_no_doer_gives_a_rival_account() -> None:
    w = World()
    one = w.claim(
        "r1", "Ana Lis", side="SUD", kind="shelling_missile", agents=("NOR",), text="Norland shelled the colony"
    )
    other = w.claim("r2", "Ivo Korsak", kind="shelling_missile", agents=(), text="rockets had struck the prison there")
    assert not together(w, one, other)


def test_who_tells_of_his_own_strike_is_no_rival() -> None:
    w = World()
    one = w.claim(
        "r1", "Ana Lis", side="SUD", kind="shelling_missile", agents=("NOR",), text="Norland shelled the depot"
    )
    other = w.claim(
        "r2", "Ivo Korsak", kind="shelling_missile", agents=("NOR",), text="our rockets struck a depot there"
    )
    assert together(w, one, other)


def test_a_plan_is_not_denied_by_saying_that_nothing_was_done() -> None:
    w = World()
    plan = w.claim(
        "r1", "Ana Lis", side="SUD", kind="exchange", agents=(), mode="planned", text="an exchange had been planned"
    )
    denial = w.claim("r1", stance="denies", kind="exchange", agents=(), place=None, text="the exchange took place")
    assert not together(w, plan, denial)


def test_the_toll_of_a_region_is_not_that_of_a_town() -> None:
    w = World()
    town = w.claim(
        "r1", "Ana Lis", side="SUD", kind="casualties", agents=(), counts=killed(9), text="nine dead in Dubrava"
    )
    north = w.claim("r1", "Ana Lis", side="SUD", kind="casualties", agents=(), place=NORTH, counts=killed(118),
                    text="118 dead across the North, Dubrava among them")  # fmt: skip
    assert not together(w, town, north)


def test_two_speakers_of_one_report_count_their_own_dead() -> None:
    w = World()
    w.report("r1", text="x" * 900)
    one = w.claim(
        "r1", "Ana Lis", side="SUD", kind="casualties", agents=(), counts=killed(9), text="nine people died of it"
    )
    other = w.claim(
        "r1", "Rosa Lind", side=None, kind="casualties", agents=(), counts=killed(5), text="I saw five bodies"
    )
    assert not together(w, one, other)


def test_who_inflicts_losses_does_not_suffer_them() -> None:
    w = World()
    one = w.claim(
        "r1", "Ana Lis", side="SUD", kind="casualties", agents=("SUD",), text="they inflicted losses in Dubrava"
    )
    other = w.claim("r2", kind="casualties", agents=(), targets=("SUD",), text="Sudland suffered losses in Dubrava")
    assert not together(w, one, other)


@pytest.mark.parametrize(
    ("said", "joins"), [("the army does not target civilians", False), ("it had hit the market in Dubrava", True)]
)
def test_a_general_denial_stands_by_itself(said: str, joins: bool) -> None:
    w = World()
    w.report("r1", text="Ana Lis said that Norland bombed the market in Dubrava. Norland denied that " + said)
    told = w.claim("r1", "Ana Lis", side="SUD", kind="attack_on_civilians", agents=("NOR",),
                   text="Norland bombed the market in Dubrava")  # fmt: skip
    denial = w.claim("r1", "Norland", source_kind="organisation", kind="attack_on_civilians", stance="denies", place=None,
                     text=said)  # fmt: skip
    assert together(w, told, denial) is joins


def test_who_denies_the_blame_means_the_deed_of_which_the_words_tell() -> None:
    w = World()
    w.report("r1", published="2024-03-02")
    hit = w.claim("r0", "Ana Lis", side="SUD", kind="air_drone_strike", agents=(), text="a bomb hit the hospital")
    burnt = w.claim(
        "r0", "Ana Lis", side="SUD", kind="property_destruction", agents=(), text="the grain silo burnt down"
    )
    denial = w.claim("r1", "Norland", source_kind="organisation", kind="accusation", stance="denies", day="2024-03-02",
                     text="it was behind the blast at the hospital")  # fmt: skip
    assert together(w, hit, denial)
    assert not together(w, burnt, denial)


def test_the_country_that_is_cleared_is_not_where_it_happened() -> None:
    w = World()
    w.report("r1", text="Ana Lis said that a Norland missile hit Dubrava. Norland denied that Norland was responsible.")
    country = Place(as_written="Norland", id="t:11", name="Norland", country="NOR", precision="country")
    told = w.claim(
        "r1", "Ana Lis", side="SUD", kind="shelling_missile", agents=("NOR",), text="a Norland missile hit Dubrava"
    )
    denial = w.claim("r1", "Norland", source_kind="organisation", kind="accusation", stance="denies", place=country,
                     text="Norland was responsible")  # fmt: skip
    assert together(w, told, denial)


def test_arms_tell_whose_deed_it_is() -> None:
    w = World()
    one = w.claim("r1", "Ana Lis", side="SUD", kind="shelling_missile", agents=(), text="it hit Dubrava")
    fired = Participant(name="a Norland missile", as_written="a Norland missile")
    w.claims[-1] = replace(w.claims[-1], agents=(fired,))
    other = w.claim("r2", kind="shelling_missile", agents=("SUD",), text="Sudland shelled its own town of Dubrava")
    assert not together(w, one, other)
    w.claims[0] = replace(w.claims[0], agents=(replace(fired, name="an unknown missile"),))
    assert together(w, one, other)


def test_a_place_that_the_words_name_states_the_happening() -> None:
    w = World()
    w.claim("r1", "Ana Lis", side="SUD", text="Norland took the town of Dubrava")
    w.claim("r2", text="our men hold all of Dubrava after the town was taken", place=None)
    assert w.event().status == "independently corroborated"


def test_a_namesake_of_the_place_bears_nothing_out() -> None:
    w = World()
    w.claim("r1", "Ana Lis", side="SUD", text="Norland took the town of Dubrava")
    w.claim("r2", place=FAR)
    assert all(e.status == "single origin" for e in w.link().events)


def test_the_defence_forces_of_a_country_are_its_forces() -> None:
    known = states_of(())
    assert same_body("Israel Defense Forces", "Israeli military", None, None, known)
    assert same_body("IDF", "Israeli army", None, None, known)
    assert not same_body("Israel Defense Forces", "Israeli Defense Ministry", None, None, known)
