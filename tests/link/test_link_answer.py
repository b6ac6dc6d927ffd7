"""Denials that answer what stands before them, or that their own report explains better than another."""

from __future__ import annotations

from dataclasses import replace

from made_claims import TOWN, World

from crossbearing.types import Event, Participant, Place

THERE = replace(TOWN, as_written="the town")
VALE = Place(
    as_written="Vale", id="t:7", name="Vale", admin1="North", country="XA", lat=48.9, lon=38.9, precision="settlement"
)


def of(w: World, claim: str) -> Event:
    return next(event for event in w.link().events if claim in event.claims)


def called(w: World, words: str) -> str:
    """The last claim, with the doers as the report calls them."""
    last = w.claims[-1]
    w.claims[-1] = replace(last, agents=(Participant(name=words, as_written=words),))
    return last.id


def test_a_denial_without_words_of_its_own_answers_the_sentence_before_it() -> None:
    w = World()
    w.report("r1", text="Three were hurt in Dubrava, Ana Lis said. Pavel Lemm said that the guards had held the border. "
                        "Korsak's staff disputed that account.")  # fmt: skip
    w.claim("r1", "Ana Lis", side="SUD", kind="casualties", agents=(), text="Three were hurt in Dubrava")
    told = w.claim("r1", kind="ground_clash", agents=(), text="the guards had held the border")
    denied = w.claim("r1", "Sudland General Staff", source_kind="organisation", side="SUD", kind="casualties",
                     stance="denies", agents=(), as_written="Korsak's staff", text="Korsak's staff disputed that account")  # fmt: skip
    assert told in of(w, denied).claims
    assert of(w, denied).status == "contested"


def test_a_denial_with_words_of_its_own_answers_nothing_merely_because_it_stands_before() -> None:
    w = World()
    w.report(
        "r1", text="Pavel Lemm said that the guards had held the border. Ana Lis denied that anyone was hurt in Vale."
    )
    told = w.claim("r1", kind="ground_clash", agents=(), text="the guards had held the border")
    denied = w.claim("r1", "Ana Lis", side="SUD", kind="casualties", stance="denies", agents=(), place=VALE,
                     text="anyone was hurt in Vale")  # fmt: skip
    assert told not in of(w, denied).claims


def test_whose_presence_is_denied_tells_whose_move_is_denied() -> None:
    w = World()
    w.report("r1", text="The army said that it was moving its men to spare lives. Earlier it had denied that rebel fighters "
                        "were in Dubrava. Ana Lis said that rebel fighters had entered Dubrava.")  # fmt: skip
    w.claim("r1", kind="deployment", agents=(), text="it was moving its men to spare lives")
    moved = called(w, "the army")
    w.claim("r1", "Ana Lis", side=None, kind="advance", agents=(), text="rebel fighters had entered Dubrava")
    told = called(w, "rebel fighters")
    w.claim("r1", "Sudland General Staff", source_kind="organisation", side="SUD", kind="deployment", stance="denies",
            agents=(), text="rebel fighters were in Dubrava")  # fmt: skip
    denied = called(w, "rebel fighters")
    assert told in of(w, denied).claims
    assert moved not in of(w, denied).claims


def test_a_place_that_was_carried_on_does_not_keep_a_denial_from_what_its_words_tell() -> None:
    w = World()
    w.report("r1", text="Ana Lis said that guns had shelled Vale through the night. Norland denied shelling homes.")
    told = w.claim("r1", "Ana Lis", side="SUD", kind="shelling_missile", agents=("NOR",), place=VALE,
                   text="guns had shelled Vale through the night")  # fmt: skip
    denied = w.claim("r1", "Norland", source_kind="organisation", kind="shelling_missile", stance="denies", agents=(),
                     place=THERE, text="shelling homes")  # fmt: skip
    assert told in of(w, denied).claims


def test_that_a_town_was_lost_is_its_change_of_hands() -> None:
    w = World()
    gain = w.claim("r1", text="our troops have taken Dubrava")
    denied = w.claim("r2", "Ana Lis", side="SUD", kind="withdrawal", stance="denies", agents=(),
                     text="the town of Dubrava has been lost")  # fmt: skip
    assert gain in of(w, denied).claims
