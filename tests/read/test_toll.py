"""Figures of dead and wounded with no predicate of their own give a casualties claim, and none twice."""

import pytest

import crossbearing


def figures(text: str) -> list[tuple[str, float | None, float | None]]:
    claims = crossbearing.read(text, published="2023-05-22").claims
    return [(k.what, k.low, k.high) for c in claims if c.kind == "casualties" for k in c.counts]


def test_a_toll_that_is_put_at_a_figure() -> None:
    assert figures("The mayor put the dead at no fewer than thirty.") == [("killed", 30.0, None)]


def test_dead_and_wounded_of_one_predicate_are_two_claims_and_no_third() -> None:
    assert figures("The ministry said that 12 soldiers were killed and 30 wounded.") == [
        ("killed", 12.0, 12.0),
        ("wounded", 30.0, 30.0),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The ministry put the number of wounded at 23.", [23.0]),
        ("Officials gave a toll of 12 killed in Kherson.", [12.0]),
        ("The ministry said the number of people killed in the strike was 23.", [23.0]),
        ("The relief office put the number of families who had fled the town at about 900.", [900.0]),
        ("The mayor put the number of dead at 40 and of wounded at 90.", [40.0, 90.0]),
    ],
)
def test_a_number_and_what_it_counts_are_told_once(text: str, told: list[float]) -> None:
    assert [[n.low for n in c.counts] for c in crossbearing.read(text).claims] == [[low] for low in told]
