"""The time of a happening and the time of the words: the clause, the same blow told before, the cue, publication."""

from __future__ import annotations

import pytest

from crossbearing.read.pipeline import read
from crossbearing.types import Claim


def claims(text: str) -> tuple[Claim, ...]:
    return read(text, publisher="Harbour Post", published="2023-05-22").claims


@pytest.mark.parametrize(
    ("text", "day", "rests_on"),
    [
        ("Shelling killed three people in Kherson on Friday, the governor said.", "2023-05-19", "text"),
        ("The governor said on Saturday that shelling had killed three people in Kherson.", "2023-05-20", "text"),
        ("Shelling has killed three people in Kherson, the governor said.", "2023-05-22", "publication"),
        ("Aid workers report a drone strike on a camp at Dedebit around midnight on 7 May.", "2023-05-07", "text"),
        ("Fighters of the March 23 Movement captured Sake, the army said.", "2023-05-22", "publication"),
    ],
)
def test_the_day_of_a_happening(text: str, day: str, rests_on: str) -> None:
    when = claims(text)[0].when
    assert when is not None
    assert (when.latest, when.rests_on) == (day, rests_on)


def test_the_same_blow_keeps_its_day() -> None:
    text = "A missile hit a café in Hroza on Thursday, the mayor said.\n\nThe building was destroyed, the police said."
    later = claims(text)[-1]
    assert later.when is not None
    assert (later.kind, later.when.latest, later.when.rests_on) == ("property_destruction", "2023-05-18", "context")


def test_words_of_one_speech_have_one_time() -> None:
    made = claims("The governor said on Friday that Kherson had been shelled. He denied that troops had left Kherson.")
    denial = next(c for c in made if c.stance == "denies")
    assert denial.said is not None
    assert denial.said.latest == "2023-05-19"


def test_a_clause_on_the_time_closes_it() -> None:
    made = claims("Goma has been a battlefield since Friday, when rebels entered the city.")
    entered = next(c for c in made if c.kind in ("advance", "territory_gain"))
    assert entered.when is not None
    assert (entered.when.earliest, entered.when.latest) == ("2023-05-19", "2023-05-19")


def test_a_time_on_a_noun_is_not_the_clause_s() -> None:
    made = claims("Rebels entered Hama, which they had besieged since Tuesday, the army said.")
    entered = next(c for c in made if c.kind != "encirclement")
    assert entered.when is not None
    assert entered.when.rests_on == "publication"
