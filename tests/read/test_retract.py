"""What is taken back: withdrawn claims, corrected tolls, notices of correction."""

from __future__ import annotations

import pytest

from crossbearing.read.pipeline import read
from crossbearing.types import Claim


def claims(text: str) -> tuple[Claim, ...]:
    return read(text, publisher="Harbour Post", published="2023-05-22").claims


def test_a_withdrawn_claim_names_the_claim_that_it_takes_back() -> None:
    first, last = claims(
        "Wagner said that it had captured Soledar. On Sunday Wagner withdrew its claim that it had captured Soledar."
    )
    assert (first.stance, first.retracts) == ("asserts", None)
    assert (last.stance, last.kind, last.retracts) == ("denies", "territory_gain", first.id)


def test_a_withdrawal_with_no_words_of_its_own() -> None:
    first, last = claims("Russia said its forces had captured Soledar. Russia later withdrew the claim.")
    assert (last.stance, last.kind, last.retracts) == ("denies", "territory_gain", first.id)
    assert last.place == first.place
    assert last.source.name == "Harbour Post"  # the report tells it


def test_what_is_not_in_the_report_is_named_by_the_words() -> None:
    text = "The ministry retracted its statement that rebels had shelled the port of Odesa."
    (only,) = claims(text)
    assert (only.stance, only.retracts) == ("denies", text)


def test_a_corrected_toll_stands_and_takes_back_the_old_one() -> None:
    first, last = claims(
        "The Nigerian army said 90 people were killed in Rann. On Thursday the army revised the death toll to 112."
    )
    assert (last.stance, last.counts[0].low, last.retracts) == ("asserts", 112, first.id)


def test_the_figure_given_up_is_denied() -> None:
    made = claims("The health ministry in Gaza corrected the death toll to 17 from 25.")
    assert {(c.counts[0].low, c.stance) for c in made} == {(17, "asserts"), (25, "denies")}
    assert all(c.retracts for c in made)


@pytest.mark.parametrize(
    "text",
    [
        "In a story on Monday, the Harbour Post erroneously reported that a helicopter killed five soldiers in Kunduz.",
        "An earlier version of this report said that five soldiers had been killed in Kunduz.",
    ],
)
def test_a_notice_of_correction_takes_back_in_the_own_voice(text: str) -> None:
    (only,) = claims(text)
    assert (only.source.kind, only.source.name, only.attribution) == ("report", "Harbour Post", None)
    assert (only.stance, only.counts[0].low, only.retracts) == ("denies", 5, text)


def test_troops_that_withdraw_take_nothing_back() -> None:
    assert [c.retracts for c in claims("The rebels withdrew from Velyka on Monday, the army said.")] == [None]


def test_a_pronoun_takes_back_what_the_one_source_of_the_sentence_before_said() -> None:
    first, last = claims(
        "The defence ministry said its forces had captured Soledar. On Tuesday it took the claim back."
    )
    assert last.retracts == first.id


def test_where_two_spoke_before_a_pronoun_takes_nothing_back() -> None:
    text = "The army said it had captured Soledar, and the governor said Bakhmut was taken. It took the claim back."
    assert all(c.retracts is None for c in claims(text))


def test_troops_withdraw_from_a_part_of_a_town() -> None:
    (only,) = claims(
        "Governor Ilmar Tesk admitted that Ukrainian units had withdrawn from the northern part of Soledar."
    )
    assert (only.stance, only.kind, only.retracts) == ("asserts", "withdrawal", None)
