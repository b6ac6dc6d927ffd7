"""A first pass of claims over short texts of our own."""

from __future__ import annotations

import pytest

from crossbearing.read.happening import happenings, load_lexicon
from crossbearing.read.parse import Parser, load_parser


@pytest.fixture(scope="module")
def parser() -> Parser:
    return load_parser()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The marines captured the city of Velen on Tuesday.", {"territory_gain"}),
        ("The marines captured 12 soldiers near the bridge.", {"captured_persons"}),
        ("The moment was captured on video by a passer-by.", set()),
        ("Coal miners went on strike over pay.", {"protest"}),
        ("The parties struck a deal on Friday.", {"agreement"}),
        ("The prices fell again.", set()),
        ("Shells fell on the market, killing three civilians.", {"shelling_missile", "casualties"}),
        ("The coal mine was closed last year.", set()),
        ("A bus hit a mine near the village.", {"mine_ied"}),
    ],
)
def test_kinds_by_sense(parser: Parser, text: str, kinds: set[str]) -> None:
    assert {h.kind for h in happenings(parser(text), load_lexicon())} == kinds
