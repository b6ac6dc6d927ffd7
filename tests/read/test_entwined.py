"""Attributions that hold one another's cues, and `within` as a reading tells it."""

from __future__ import annotations

import pytest

from crossbearing.read.entwined import disentwined
from crossbearing.read.nesting import nest, outward
from crossbearing.read.parse import Parser
from crossbearing.types import Attribution, Span


def told(text: str, source: str, cue: str, *content: str) -> Attribution:
    def span(words: str) -> Span:
        at = text.index(words)
        return Span(at, at + len(words))

    return Attribution(
        id=f"a-{cue}",
        manner="indirect",
        source=(span(source),),
        cue=(span(cue),),
        content=tuple(span(c) for c in content),
    )


def test_who_speaks_between_commas_is_the_outer_one(parser: Parser) -> None:
    text = "According to first reports, the warden said, raiders had crossed the weir."
    reports = told(text, "first reports", "According to", "the warden said, raiders had crossed the weir")
    warden = told(text, "the warden", "said", "According to first reports", "raiders had crossed the weir")
    found = {a.id: a for a in nest(disentwined(parser(text), [reports, warden]))}
    assert [s.of(text) for s in found[reports.id].content] == ["raiders had crossed the weir"]
    assert (found[reports.id].within, found[warden.id].within) == (warden.id, None)


@pytest.mark.parametrize("join", ["and", "but"])
def test_the_second_predicate_of_a_speaker_is_not_in_what_the_first_says(parser: Parser, join: str) -> None:
    text = f"The reeve said the mill was lost {join} urged people to stay indoors."
    said = told(text, "The reeve", "said", f"the mill was lost {join} urged people to stay indoors")
    urged = told(text, "The reeve", "urged", "people to stay indoors")
    found = nest(disentwined(parser(text), [said, urged]))
    assert [(s.of(text), a.within) for a in found for s in a.content] == [
        ("the mill was lost", None),
        ("people to stay indoors", None),
    ]


def test_what_a_quotation_joins_stays_whole(parser: Parser) -> None:
    text = "The reeve said “the mill was lost and urged nobody on”."
    said = told(text, "The reeve", "said", "“the mill was lost and urged nobody on”")
    urged = told(text, "The reeve", "urged", "nobody on")
    assert disentwined(parser(text), [said, urged])[0] == said


def test_who_is_cited_beside_the_content_is_not_within_it() -> None:
    text = "The Weir Post, citing two millers, reported that the sluice was shut."
    post = told(text, "The Weir Post", "reported", "that the sluice was shut")
    millers = told(text, "two millers", "citing", "that the sluice was shut")
    tied = nest([post, millers], {millers.id: post.id})
    assert {a.id: a.within for a in tied}[millers.id] == post.id
    assert [a.within for a in outward(tied)] == [None, None]
