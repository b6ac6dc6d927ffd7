"""One clause tells a happening once; attempts, aims, people meant and what may come are told as such."""

from __future__ import annotations

import pytest

from crossbearing.read.happening import happenings, load_lexicon
from crossbearing.read.parse import Parser
from crossbearing.read.pipeline import read


def kinds_of(parser: Parser, sentence: str) -> list[str]:
    return [h.kind for h in happenings(parser(sentence), load_lexicon())]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The guards repelled six attempts to enter the district.", ["ground_clash"]),
        ("The rebels attempted to seize the island.", ["ground_clash"]),
        ("Air strikes and artillery fire prevented the enemy from advancing.", ["ground_clash"]),
        ("The town came under fire on Friday.", ["shelling_missile"]),
        ("The two sides agreed to exchange prisoners and silence the guns.", ["agreement"]),
        ("The plane had been hit by two missiles.", ["interception"]),
        ("Two men were wounded by shelling while trying to flee the town.", ["casualties"]),
        ("The wounded commander met reporters in Velen.", []),
        ("Fighting reached the outskirts of Velen.", ["ground_clash"]),
    ],
)
def test_told_once(parser: Parser, sentence: str, expected: list[str]) -> None:
    assert kinds_of(parser, sentence) == expected


def told(text: str) -> list[tuple[str, str]]:
    return [(c.kind, c.stance) for c in read(text, publisher="Harbour Post", published="2023-03-05").claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ukraine said its troops had withdrawn from Soledar to save lives.", [("withdrawal", "asserts")]),
        ("The mayor of Kherson said the number of casualties was unknown.", []),
        ("The governor of Kherson said people must leave the city on Friday.", [("displacement", "predicts")]),
        ("The Russian ministry said the militants in Velen will be destroyed.", [("threat", "predicts")]),
    ],
)
def test_how_it_is_told(text: str, expected: list[tuple[str, str]]) -> None:
    assert [c for c in told(text) if c[0] != "statement"] == expected


def test_a_name_given_is_no_demand() -> None:
    made = told("The minister of defence of Ukraine called the withdrawal from Soledar a tactical move.")
    assert made == [("withdrawal", "asserts")]


def test_what_is_supposed_is_not_told() -> None:
    text = "If the Russian troops capture the bridge, we will close the road, the governor of Kherson said."
    assert not any(kind == "territory_gain" for kind, _ in told(text))


def test_a_denial_means_what_was_claimed_and_not_what_is_planned() -> None:
    text = (
        "Russia said on Friday that its forces had captured Soledar. "
        "Russia added that it would withdraw the garrison on Sunday. Ukraine denied Russia's claims."
    )
    assert ("territory_gain", "denies") in told(text)


def test_control_is_told_by_its_phrase() -> None:
    assert ("territory_gain", "asserts") in told(
        "The Russian ministry said the greater part of Soledar is under the control of its troops."
    )
