from __future__ import annotations

import pytest

from crossbearing.marked import unmark
from crossbearing.read.parse import Parser, load_parser
from crossbearing.read.tagger import Tagger, load_tagger, manner, nested
from crossbearing.types import Attribution, Span


@pytest.fixture(scope="module")
def parser() -> Parser:
    return load_parser()


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    found = load_tagger()
    if found is None:
        pytest.skip("the weights are not installed")
    return found


CASES = (
    "[src Officials] [cue said] [say the town had fallen].",
    "[say “We will stay here,”] [cue said] [src Marta Oleksin, a nurse].",
    "[cue According to] [src the regional governor], [say two people were wounded].",
)


@pytest.mark.parametrize("marked", CASES)
def test_plain_attributions_are_found_whole(marked: str, parser: Parser, tagger: Tagger) -> None:
    text, (gold,) = unmark(marked)
    found = tagger(parser(text))
    assert [(a.source, a.cue, a.content) for a in found] == [(gold.source, gold.cue, gold.content)]
    assert found[0].rules == ("model.quote-en",)
    assert found[0].speaker is None


def test_a_text_with_no_attribution_gives_none(parser: Parser, tagger: Tagger) -> None:
    assert tagger(parser("The bridge over the river is forty metres long.")) == ()


@pytest.mark.parametrize("text", ["", " \n ", "…", "“", "\n\n“\n\n”", "a" * 3000, "говорит\u200b\u00ad \x00"])
def test_odd_texts_are_read_without_error(text: str, parser: Parser, tagger: Tagger) -> None:
    tagger(parser(text))


def test_one_text_gives_one_answer(parser: Parser, tagger: Tagger) -> None:
    parse = parser("The envoy said the road was open. “It is closed,” the mayor said.\n\nMedics denied both.")
    assert tagger(parse) == tagger(parse)


@pytest.mark.parametrize(
    ("content", "kind"),
    [("“We hold,”", "direct"), ("the road was “closed”", "mixed"), ("the road was closed", "indirect")],
)
def test_manner_follows_the_quotation_marks(content: str, kind: str) -> None:
    assert manner(content, (Span(0, len(content)),)) == kind


def made(id: str, source: tuple[int, int], cue: tuple[int, int], content: tuple[int, int]) -> Attribution:
    return Attribution(id=id, manner="indirect", source=(Span(*source),), cue=(Span(*cue),), content=(Span(*content),))


def test_a_cue_and_source_inside_a_content_are_tied_to_the_innermost() -> None:
    outer, middle, inner = (
        made("a1", (0, 2), (3, 5), (6, 90)),
        made("a2", (6, 8), (9, 11), (12, 90)),
        made("a3", (12, 14), (15, 17), (18, 90)),
    )
    assert [a.within for a in nested([inner, outer, middle])] == [None, "a1", "a2"]


def test_a_source_outside_the_content_is_not_nested() -> None:
    assert [
        a.within for a in nested([made("a1", (0, 2), (3, 5), (20, 90)), made("a2", (6, 8), (30, 35), (40, 50))])
    ] == [None, None]
