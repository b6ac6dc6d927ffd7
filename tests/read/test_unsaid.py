"""What the trained reader takes for speech though nobody's words are told, and spans that it leaves short."""

from __future__ import annotations

import pytest

from crossbearing.read.attribute import attributions
from crossbearing.read.mend import mended
from crossbearing.read.nesting import outward
from crossbearing.read.parse import Parser
from crossbearing.read.quote import quotations
from crossbearing.types import Attribution, Span


def read(text: str, source: str, cue: str, content: str, within: str | None = None) -> Attribution:
    def at(words: str) -> tuple[Span, ...]:
        start = text.index(words)
        return (Span(start, start + len(words)),) if words else ()

    return Attribution(
        id="m", manner="indirect", source=at(source), cue=at(cue), content=at(content), within=within, rules=("model",)
    )


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "within"),
    [
        ("The league has not released a statement on the raids.", "The league", "has not released a statement on", "the raids", None),
        ("Villagers Saw Khwar Do and Naw Yuri Paw were injured when aircraft dropped two bombs there.", "Villagers", "Saw", "Khwar Do and Naw Yuri Paw were injured", None),
        ("Our reporter called the spokesman by phone.", "Our reporter", "called", "the spokesman by phone", None),
        ("The reeve said the raiders’ steps suggested a retreat.", "the raiders’ steps", "suggested", "a retreat", "o"),
        ("The reeve said the raid came amid fears of war.", "", "fears of", "war", "o"),
        ("The union called a strike over the lost ships.", "The union", "called", "a strike over the lost ships", None),
        ("The mine dismissed forty men on Friday.", "The mine", "dismissed", "forty men", None),
        ("The command gave no details of the losses.", "The command", "gave no details of", "the losses", None),
        ("The ward was lost, the Weir Post reports citing millers.", "millers", "reports citing", "The ward was lost", None),
    ],
)  # fmt: skip
def test_nobodys_words(parser: Parser, text: str, source: str, cue: str, content: str, within: str | None) -> None:
    assert mended(read(text, source, cue, content, within), parser(text)) is None


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "whole"),
    [
        ("Three ministers had been told by the envoy that the truce would end.", "Three ministers", "had been told", "that the truce would end", ["the envoy"]),
        ("The couple had been assured that the road was open.", "The couple", "had been assured", "that the road was open", []),
        ("His story differs from the one given by the envoy, who told us that the ford was open.", "the one given by the envoy", "told", "that the ford was open", ["the envoy"]),
        ("16.05 The river council says that the ford is open.", "16.05 The river council", "says", "that the ford is open", ["The river council"]),
        ("Uganda, Kenya and Chad have condemned the raid.", "Chad", "have condemned", "the raid", ["Uganda, Kenya and Chad"]),
    ],
)  # fmt: skip
def test_who_speaks(parser: Parser, text: str, source: str, cue: str, content: str, whole: list[str]) -> None:
    found = mended(read(text, source, cue, content), parser(text))
    assert found is not None
    assert [s.of(text) for s in found.source] == whole


def test_a_clause_before_the_cue_has_its_subject(parser: Parser) -> None:
    text = "New attacks on the upper town have left nine people dead, the army said."
    found = mended(read(text, "the army", "said", "have left nine people dead"), parser(text))
    assert found is not None
    assert [s.of(text) for s in found.content] == ["New attacks on the upper town have left nine people dead"]


def test_what_a_medium_reports_citing_another(parser: Parser) -> None:
    text = "The storm hit the ward, TASS reports citing the governor."
    found = outward(attributions(parser(text), quotations(text)))
    assert [(a.source[0].of(text), a.within) for a in found] == [("TASS", None), ("the governor", None)]
