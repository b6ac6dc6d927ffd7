"""Every kind by its own sentences, near senses kept apart, and the page on kinds held against the table."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from crossbearing.errors import DataError
from crossbearing.read.happening import happenings, kinds, load_lexicon
from crossbearing.read.parse import Parser, load_parser
from crossbearing.read.senses import _sense

CASES = Path(__file__).with_name("cases_kinds.csv")
DOCS = Path(__file__).parents[2] / "docs" / "kinds.md"


def cases() -> list[tuple[str, str, str]]:
    with CASES.open(encoding="utf-8", newline="") as stream:
        return [(r["kind"], r["sentence"], r["known"]) for r in csv.DictReader(stream)]


@pytest.fixture(scope="module")
def parser() -> Parser:
    return load_parser()


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        pytest.param(kind, sentence, marks=[pytest.mark.xfail(strict=True)] if known else [], id=f"{kind}: {sentence}")
        for kind, sentence, known in cases()
    ],
)
def test_kind_of_a_sentence(parser: Parser, kind: str, sentence: str) -> None:
    found = {h.kind for h in happenings(parser(sentence), load_lexicon())}
    assert (not found) if kind == "none" else kind in found


def test_every_kind_has_cases() -> None:
    told = [kind for kind, _, known in cases() if not known]
    assert all(told.count(kind) >= 9 for kind in kinds())


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The marines captured 12 soldiers near the bridge.", {"captured_persons"}),
        ("The parties struck a deal on Friday.", {"agreement"}),
        ("Coal miners went on strike over pay.", {"protest"}),
        ("Shells fell on the market, killing three civilians.", {"shelling_missile", "casualties"}),
        ("Four people were killed by artillery fire in Velen.", {"casualties"}),
        ("The army tried to seize the town of Velen.", {"ground_clash"}),
        ("The garrison withdrew to avoid encirclement.", {"withdrawal"}),
        ("Protesters clashed with police in the capital.", {"riot"}),
    ],
)
def test_senses_apart(parser: Parser, sentence: str, expected: set[str]) -> None:
    assert {h.kind for h in happenings(parser(sentence), load_lexicon())} == expected


def test_spans_lie_in_one_sentence(parser: Parser) -> None:
    text = (
        "The rebels, who had fled, took the town — and burned it; aid came. Ten died, two of them children, in Velen."
    )
    parse = parser(text)
    for h in happenings(parse, load_lexicon()):
        assert 0 <= h.span.start < h.span.end <= len(text)
        sentence = parse.sentence_span(parse.sentence_of(h.trigger))
        assert sentence.holds(h.span)


def test_the_page_names_every_kind_with_its_codes() -> None:
    page = DOCS.read_text("utf-8")
    for row in kinds().values():
        assert f"### `{row.id}`\n\n{row.definition}.\n\nACLED: {row.acled or 'none'}" in page


def test_a_malformed_sense_says_where() -> None:
    row = {"kind": "aid", "form": "v", "words": "give", "where": "obj:nonesuch", "score": "0.5", "acled": ""}
    with pytest.raises(DataError, match=r"lexicon\.csv:7"):
        _sense(row, frozenset({"place"}), "lexicon.csv:7")
