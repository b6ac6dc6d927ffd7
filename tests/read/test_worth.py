"""What is told for its own sake and what is mentioned by the way; the event taken up again."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from training.kinds.examples import labelled

from crossbearing.read.happening import happenings, load_lexicon
from crossbearing.read.parse import load_parser
from crossbearing.read.pipeline import read
from crossbearing.read.worth import BASE, BY_THE_WAY, CUT, weights

ROOT = Path(__file__).parents[2]


def test_the_weights_are_numbers_with_a_base_and_a_cut() -> None:
    known = weights()
    assert {BASE, CUT} <= set(known)
    assert all(math.isfinite(w) for w in known.values())


@pytest.mark.parametrize(
    ("told", "aside"),
    [
        (
            "Rebels captured the town of Sake on Tuesday, a spokesman for the army said.",
            "The war, which began in 2022, has killed thousands of people and displaced a million.",
        ),
        (
            "Three people were killed when a shell hit a market in Kherson, the governor said.",
            "The city has been shelled almost daily since Russian forces retreated from it last year.",
        ),
    ],
)
def test_background_is_mentioned_by_the_way(told: str, aside: str) -> None:
    reading = read(f"{told} {aside}", publisher="Lowland Wire", published="2024-06-04")
    assert any(c.span.end <= len(told) for c in reading.claims)
    assert not any(c.span.start > len(told) for c in reading.claims)
    assert any(s.end > len(told) for s in reading.skips)


def test_what_is_mentioned_by_the_way_is_listed() -> None:
    texts = [text for text, _ in labelled(ROOT / "training" / "kinds" / "voice.txt")][:12]
    assert any(s.reason == BY_THE_WAY for text in texts for s in read(text).skips)


def test_the_event_taken_up_again_keeps_its_kind() -> None:
    parse = load_parser()("A drone struck a bus near Velen on Friday. The blast broke windows. It was hit at noon.")
    kinds = [h.kind for h in happenings(parse, load_lexicon())]
    assert "air_drone_strike" in kinds
    assert not {"mine_ied", "ground_clash"} & set(kinds)


def test_completions_are_told_once() -> None:
    parse = load_parser()("The defenders continue to hold the northern part of the town.")
    assert [h.kind for h in happenings(parse, load_lexicon())] == ["territory_held"]


def test_an_indirect_question_states_nothing() -> None:
    reading = read("The mayor of Velen said nobody could tell who held the station.", published="2024-06-04")
    assert not any(c.kind == "territory_held" for c in reading.claims)
    assert any(s.reason == "an indirect question" for s in reading.skips)
