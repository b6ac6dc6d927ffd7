"""The lexicon and the trained reader together, with a reader whose beliefs the tests set."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from crossbearing.read.happening import happenings, load_lexicon
from crossbearing.read.learned import CLAIM, KINDS, NOWHERE, TOLD, Floats, Learned
from crossbearing.read.parse import Parse, Parser
from crossbearing.read.placefeatures import PLACE_SIZES, Named, place_features
from crossbearing.read.tagfeatures import Ints, layout

SURE = 6.0


def learned(parse: Parse, told: Mapping[str, str], weights: Floats | None = None, sure: float = SURE) -> Learned:
    """A reader that is sure of the kind of some words, and that no other word tells anything; `sure` is in log-odds."""
    senses = np.zeros((len(parse), NOWHERE + 1), np.float32)
    senses[:, [TOLD, CLAIM]] = -SURE
    for token in range(len(parse)):
        kind = told.get(parse.word(token))
        if kind is not None:
            senses[token, [TOLD, CLAIM]] = sure
            senses[token, KINDS.index(kind)] = SURE

    def weigh(query: Floats, key: Floats, features: Ints) -> Floats:
        return np.zeros(len(features), np.float32) if weights is None else weights

    return Learned(parse, layout(parse), senses, weigh)


def kinds(parser: Parser, text: str, told: Mapping[str, str], sure: float = SURE) -> list[tuple[str, str]]:
    parse = parser(text)
    found = happenings(parse, load_lexicon(), learned=learned(parse, told, sure=sure))
    return [(parse.word(h.trigger), h.kind) for h in found]


def test_a_word_that_no_sense_is_listed_for_tells_what_the_reader_is_sure_of(parser: Parser) -> None:
    text = "Gunmen frogmarched two teachers out of the village."
    assert kinds(parser, text, {}) == []
    assert kinds(parser, text, {"frogmarched": "abduction_detention"}) == [("frogmarched", "abduction_detention")]


def test_less_belief_is_enough_where_nothing_else_is_told(parser: Parser) -> None:
    told = {"frogmarched": "abduction_detention"}
    alone = "Gunmen frogmarched two teachers out of the village."
    assert kinds(parser, alone, told, sure=-0.2) == [("frogmarched", "abduction_detention")]
    both = "Gunmen shelled the village and frogmarched two teachers out of it."
    assert [word for word, _ in kinds(parser, both, told, sure=-0.2)] == ["shelled"]
    assert kinds(parser, alone, told, sure=-2.0) == []


def test_the_reader_corrects_the_kind_of_a_listed_sense(parser: Parser) -> None:
    text = "The brigade moved into the town on Monday."
    (first,) = kinds(parser, text, {})
    other = "deployment" if first[1] == "advance" else "advance"
    assert kinds(parser, text, {"moved": other}) == [("moved", other)]


def test_one_happening_is_not_told_twice(parser: Parser) -> None:
    told = {"carried": "air_drone_strike", "raid": "air_drone_strike"}
    found = kinds(parser, "Jets carried out a raid on the depot.", told)
    assert [kind for _, kind in found] == ["air_drone_strike"]


def test_shares_of_belief_in_places_add_up_to_one(parser: Parser) -> None:
    parse = parser("Shelling of Velen went on while Ostrava was calm.")
    named = [Named(2, 3, "Velen", "settlement", "place"), Named(6, 7, "Ostrava", "settlement", "place")]
    shares, nowhere = learned(parse, {}, np.array([3.0, 0.0], np.float32)).places(0, named)
    assert float(shares.sum()) + nowhere == pytest.approx(1.0, abs=1e-5)
    assert shares[0] > shares[1]


def test_with_no_name_the_happening_plays_nowhere(parser: Parser) -> None:
    parse = parser("Shelling went on.")
    assert learned(parse, {}).places(0, [])[1] == 1.0


def test_features_of_a_place_stay_inside_their_tables(parser: Parser) -> None:
    text = "In Velen the army said it had shelled Ostrava.\n\n" + "It rained. " * 40 + "Ostrava burned."
    parse = parser(text)
    named = [
        Named(t, t + 1, parse.word(t), "settlement", "place")
        for t in range(len(parse))
        if parse.word(t) in ("Velen", "Ostrava")
    ]
    for trigger in range(0, len(parse), 7):
        rows = place_features(parse, layout(parse), trigger, named)
        assert rows.shape == (len(named), len(PLACE_SIZES))
        assert (rows >= 0).all()
        assert (rows < np.array(PLACE_SIZES)).all()


def test_the_name_of_a_place_tells_no_happening(parser: Parser) -> None:
    found = kinds(parser, "The army held Mosul on Monday.", {"Mosul": "territory_gain"})
    assert [word for word, _ in found] == ["held"]
