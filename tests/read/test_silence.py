"""Who says nothing: a statement that the report makes itself, and never a denial."""

from __future__ import annotations

import pytest

from crossbearing.read.pipeline import read

CLAIMED = "Russia said on Friday that its forces had captured Soledar. "


@pytest.mark.parametrize(
    "words",
    [
        "Ukraine declined to comment.",
        "Kyiv has not commented on the report.",
        "There was no comment from Kyiv.",
        "The Ukrainian army has not confirmed the report.",
        "The Ukrainian army neither confirmed nor denied the report.",
        "The Ukrainian army did not respond to questions.",
    ],
)
def test_silence_is_what_the_report_tells(words: str) -> None:
    made = read(CLAIMED + words, publisher="Harbour Post", published="2023-05-22").claims
    assert next((c.kind, c.stance) for c in made) == ("territory_gain", "asserts")
    assert {(c.kind, c.stance, c.manner, c.source.name) for c in made[1:]} == {
        ("statement", "asserts", "own_voice", "Harbour Post")
    }


def test_who_cannot_confirm_doubts() -> None:
    made = read(CLAIMED + "Reuters could not confirm the report.", published="2023-05-22").claims
    assert [c.stance for c in made] == ["asserts", "doubts"]


def test_the_report_takes_back_its_own_words() -> None:
    text = "Drones hit the refinery in Ryazan, the governor said.\n\nThat was wrong."
    made = read(text, publisher="Harbour Post", published="2023-05-22").claims
    assert (made[-1].stance, made[-1].manner, made[-1].retracts) == ("denies", "own_voice", made[0].id)
