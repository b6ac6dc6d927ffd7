"""Stance by scope and by cue; a denial gives what is denied, with its own source."""

from __future__ import annotations

import pytest

from crossbearing.read.attribute import attributions
from crossbearing.read.claim import Views, claims
from crossbearing.read.count import quantities
from crossbearing.read.happening import happenings, load_lexicon
from crossbearing.read.mark import hedges, marks
from crossbearing.read.parse import Parser, load_parser
from crossbearing.read.quote import quotations
from crossbearing.read.when import timexes
from crossbearing.types import Claim, Participant, Place, Report, Skip, Source, Toponym


@pytest.fixture(scope="module")
def parser() -> Parser:
    return load_parser()


def read(parser: Parser, text: str, *places: str) -> tuple[tuple[Claim, ...], tuple[Skip, ...]]:
    """Claims with stand-ins for the stages that know names: every source is named as written."""
    from dataclasses import replace

    parse = parser(text)
    said = tuple(
        replace(a, speaker=Source(name=" ".join(s.of(text) for s in a.source) or None, side="X"))
        for a in attributions(parse, quotations(text))
    )
    tops = tuple(
        Toponym(start=i, end=i + len(p), text=p, place=Place(as_written=p, id=p, name=p, precision="settlement"))
        for p in places
        for i in [text.find(p)]
        if i >= 0
    )
    on = [t for x in tops for t in parse.tokens_in(x.span)]
    report = Report(id="r1", sha256="0", text=text, publisher="Harbour Post", published="2024-03-05", language="en")
    views = Views(
        participant=lambda t: Participant(name=parse.word(t), as_written=parse.word(t)),
        antecedent=lambda t: None,
        chain=lambda a: (),
    )
    return claims(
        report, parse, said, tops, timexes(parse, report.published), quantities(parse),
        happenings(parse, load_lexicon(), places=on, cues=[t for a in said for s in a.cue for t in parse.tokens_in(s)]),
        hedges(parse), marks(parse, ()), (), views, made_by="test",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "stance"),
    [
        ("The army said that rebels had captured Velen.", "territory_gain", "asserts"),
        ("The army said that rebels had not captured Velen.", "territory_gain", "denies"),
        ("The army denied that rebels had captured Velen.", "territory_gain", "denies"),
        ("The ministry refuted reports that its troops had left Velen.", "withdrawal", "denies"),
        ("The mayor said that the claim that rebels had captured Velen was false.", "territory_gain", "denies"),
        ("The army said that it could not confirm that rebels had captured Velen.", "territory_gain", "doubts"),
        ("The mayor said that rebels may have captured Velen.", "territory_gain", "doubts"),
        ("The army said that it will capture Velen.", "territory_gain", "predicts"),
        ("The army said that it planned to withdraw from Velen.", "withdrawal", "predicts"),
        ("The general threatened to shell the port of Velen.", "threat", "predicts"),
        ("The mayor said that no civilians had been evacuated from Velen.", "displacement", "denies"),
        ("The army failed to retake Velen, the mayor said.", "territory_gain", "denies"),
    ],
)
def test_stance(parser: Parser, text: str, kind: str, stance: str) -> None:
    made, _ = read(parser, text, "Velen")
    assert (kind, stance) in {(c.kind, c.stance) for c in made}


def test_a_denial_gives_two_claims(parser: Parser) -> None:
    made, _ = read(parser, "The ministry rejected the rebels' claim that they had taken Velen.", "Velen")
    told = {(c.source.name, c.stance, c.hedged) for c in made if c.kind == "territory_gain"}
    assert ("The ministry", "denies", False) in told
    assert any("rebels" in (name or "") and stance == "asserts" and hedged for name, stance, hedged in told)


def test_neither_confirmed_nor_denied_is_silence(parser: Parser) -> None:
    made, _ = read(parser, "The army neither confirmed nor denied the loss of Velen.", "Velen")
    assert {(c.kind, c.stance, c.manner) for c in made} <= {("statement", "asserts", "own_voice")}


def test_two_towns_are_two_claims(parser: Parser) -> None:
    made, _ = read(parser, "The army said that it had captured Velen and Torsk.", "Velen", "Torsk")
    assert [c.place.name for c in made if c.place] == ["Velen", "Torsk"]
    assert len({c.id for c in made}) == 2


def test_figures_are_claims_of_their_own(parser: Parser) -> None:
    made, _ = read(parser, "The mayor said that shelling killed three people and wounded seven in Velen.", "Velen")
    figures = {(k.what, k.low) for c in made if c.kind == "casualties" for k in c.counts}
    assert figures == {("killed", 3), ("wounded", 7)}


def test_own_voice_presupposes_a_capture(parser: Parser) -> None:
    made, _ = read(parser, "The capture of Velen opened the road to the sea.", "Velen")
    assert [(c.kind, c.manner, c.source.kind, c.source.name) for c in made] == [
        ("territory_gain", "own_voice", "report", "Harbour Post")
    ]
    assert any(m.kind == "own_voice" for m in made[0].marks)


@pytest.mark.parametrize(
    "text",
    [
        "If the rebels capture Velen, the road is open.",
        "In 2014 rebels captured Velen.",
        "The army should leave Velen.",
        "Velen is a town of 4,000 people.",
    ],
)
def test_no_claim_in_own_voice(parser: Parser, text: str) -> None:
    made, skips = read(parser, text, "Velen")
    assert not made
    assert skips
    assert all(s.reason for s in skips)


def test_a_headline_that_the_text_repeats_gives_no_claim(parser: Parser) -> None:
    text = "Rebels capture Velen\n\nRebels captured the town of Velen on Monday, the mayor said."
    made, skips = read(parser, text, "Velen")
    assert [c.span.start > 20 for c in made] == [True]
    assert "headline that repeats the text" in {s.reason for s in skips}


def test_every_span_is_exact(parser: Parser) -> None:
    text = "“We hold Velen,” the major said. Kyiv’s ministry – she added – “never” denied 𝔘nit 7’s retreat from Torsk."
    made, skips = read(parser, text, "Velen", "Torsk")
    assert all(text[c.span.start : c.span.end] == c.span.text and c.span.text for c in made)
    assert all(0 <= s.start < s.end <= len(text) for s in skips)
