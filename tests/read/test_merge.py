"""The trained reader leads; denials, outer attributions and sources that it leaves out come from the rules."""

from crossbearing.read.attribute import attributions
from crossbearing.read.merge import merge
from crossbearing.read.parse import load_parser
from crossbearing.read.quote import quotations
from crossbearing.text import stable_id
from crossbearing.types import Attribution, Span


def merged(text: str, *model: tuple[str, str, str]) -> list[tuple[str, str, str, bool]]:
    parse = load_parser()(text)

    def spans(piece: str) -> tuple[Span, ...]:
        return (Span(text.index(piece), text.index(piece) + len(piece)),) if piece else ()

    given = [
        Attribution(
            id=stable_id("a", cue),
            manner="indirect",
            source=spans(source),
            cue=spans(cue),
            content=spans(content),
            rules=("model",),
        )
        for source, cue, content in model
    ]
    found = merge(given, attributions(parse, quotations(text)), parse)
    words = [tuple(" ".join(s.of(text) for s in role) for role in (a.source, a.cue, a.content)) for a in found]
    return [(w[0], w[1], w[2], a.within is not None) for w, a in zip(words, found, strict=True)]


def test_a_denial_that_the_model_missed_is_kept() -> None:
    found = merged("The group denied attacking the camp.")
    assert [w[:2] for w in found] == [("The group", "denied")]


def test_the_outer_of_two_is_kept_and_the_inner_is_tied_to_it() -> None:
    found = merged("Ukraine denied Moscow's claim that the town had fallen.", ("", "claim", "that the town had fallen"))
    assert ("Ukraine", "denied", "Moscow's claim that the town had fallen", False) in found
    assert ("Moscow's", "claim", "that the town had fallen", True) in found


def test_the_spans_of_the_model_stand_where_both_read_one_cue() -> None:
    found = merged(
        "The mayor said on Monday that the bridge was shut.", ("The mayor", "said", "that the bridge was shut")
    )
    assert found == [("The mayor", "said", "that the bridge was shut", False)]
