"""Marked sentences: what the rules read out of each is exactly what is marked (punctuation at the edges apart)."""

from __future__ import annotations

import pytest

from crossbearing.marked import unmark
from crossbearing.read.attribute import attributions
from crossbearing.read.nesting import nest
from crossbearing.read.parse import Parser
from crossbearing.read.quote import quotations
from crossbearing.types import Attribution, Span

_EDGE = " ,.;:—–-\n“”‘’\"'"

CASES = [
    "[src Officials] [cue said] [say the town had fallen].",
    "[src The governor] [cue said] [say that two houses had burned].",
    "[say The bridge was blown up], [src the brigade] [cue said].",
    "[say “We hold the ridge,”] [cue said] [src Anna Melnyk, a spokeswoman for the brigade].",
    "[say1 ‘They ran at dawn,’] [src1 the driver] [cue1 recounted], [cue2 adding] [say2 that nobody stayed].",
    "[cue According to] [src the ministry], [say forty tanks crossed the river].",
    "[say Forty tanks crossed the river], [cue according to] [src the ministry].",
    "[cue In the words of] [src the mayor], [say the night was quiet].",
    "[src The general] [cue reported] [say the capture of the village].",
    "[src The militia] [cue claimed] [say responsibility for the attack].",
    "[src The army] [cue accused] [say the militia of shelling the market].",
    "[src The rebels] [cue denied] [say burning the school].",
    "[src The ministry] [cue rejected] [say the report].",
    "[src The commander] [cue warned of] [say a new offensive].",
    "[src Orlov] [cue was quoted as saying] [say that the road was open].",
    "[src The envoy] [cue told] reporters [say that talks would go on].",
    "[src Residents] [cue have repeatedly said] [say that the shells came from the north].",
    "[src The mayor] [cue described] [say how the families fled across the fields].",
    "[src His account] [cue painted a grim picture of] [say the retreat].",
    "[src The ministry’s] [cue claim] [say that the port was safe] was repeated on television.",
    "[say The proposal] was met with [cue skepticism] by [src regional leaders].",
    "[src The group] [cue called for] [say an immediate ceasefire].",
    "[say1 The depot had burned], [src1 the channel] [cue1 reported], [cue2 citing] [src2 two officers].",
    "[src1 The envoy] [cue1 said] [say1 that [src2 the general] [cue2 had reported] [say2 the fall of the town]].",
    "[src1 The soldier] [cue1 said] [say1 [src2 the villagers] [cue2 believed] [say2 that the war was over]].",
    "[src The army] [cue did not confirm] [say the strike].",
    "[src1 The army] [cue1 says] [say1 it holds the ridge]; [src2 the rebels] [cue2 say] [say2 they took it].",
    "[cue According to] [src the army], [say nobody fled]; [cue2 according to] [src2 the mayor], [say2 everybody did].",
    "[src1 The channel] [cue1 quoted] [say1 [src2 an officer] [cue2 as saying] [say2 that the road was open]].",
    "[src The brigade] [cue released a statement saying] [say the dam was gone].",
    "[src The monitor] [cue put] [say the number of dead at 219].",
    "[cue In] [src the army’s] [cue telling], [say the corridor was never closed].",
    "[src The militia] [cue took credit for] [say the raid].",
    "[src The envoy] [cue expressed concern] [say that the war would spread].",
    "[src The rebels] [cue reported] [say 14 fires in the district].",
    "[src The mayor] [cue called] [say the truce “a farce”].",
    "[src1 The broadcaster], [cue2 citing] [src2 two doctors], [cue1 reported] [say1 [say2 that nine people had died]].",
    "[say1 [say2 The bridge has fallen]], [src1 the agency] [cue1 reported] [cue2 with reference to] [src2 the governor].",
    "[src1 The agency] [cue1 reported], [cue2 citing] [src2 the ministry], [say1 [say2 that the depot had been hit]].",
    "[src1 The army] [cue1 acknowledged] [say1 that its force had left the town] and [cue2 promised] [say2 an inquiry].",
    "[say The town has fallen], [src President Ilya Marev] [cue has announced].",
    "[say His men had retaken the airport], which [src the rebels] [cue disputed].",
    "[src1 Neighbours] [cue1 said] [say1 [say2 the house had been hit twice]], a claim that [src2 the ministry] [cue2 rejected].",
    "[say1 The base was left under fire], [src1 the mission] [cue1 said]; [say2 three people were hurt], [src2 it] [cue2 added].",
    "[src1 A nurse] [cue1 said] [say1 that [src2 rescuers] [cue2 had told] the director [say2 nine people were missing]].",
    "[src1 A doctor] [cue1 told] us [say1 that [src2 a judge] [cue2 had said] [say2 that [src3 the general] [cue3 believed] [say3 the war would end]]].",
    "[src1 The agency] [cue1 carried] [say1 [src2 the minister’s] [cue2 denial] [say2 that the port was closed]].",
]


def spans(parse_text: str, found: tuple[Span, ...]) -> str:
    return " … ".join(s.of(parse_text).strip(_EDGE) for s in found)


def read(parser: Parser, text: str) -> tuple[Attribution, ...]:
    return attributions(parser(text), quotations(text))


@pytest.mark.parametrize("marked", CASES)
def test_marked(parser: Parser, marked: str) -> None:
    text, expected = unmark(marked)
    found = read(parser, text)
    want = {(spans(text, m.source), spans(text, m.cue), spans(text, m.content)) for m in expected if m.source}
    shared = {(spans(text, m.cue), spans(text, m.content)) for m in expected if not m.source}
    got = {(spans(text, a.source), spans(text, a.cue), spans(text, a.content)) for a in found}
    if "citing" in text:
        # two read one content: the citing and the cited
        assert {g[:2] for g in got} == {(spans(text, m.source), spans(text, m.cue)) for m in expected}
        assert len({g[2] for g in got}) == 1
        return
    assert want <= got
    assert shared <= {g[1:] for g in got}
    assert len(found) == len(expected)


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “republic” held a parade.",
        "The film “The Long Road Home” opened on Friday.",
        "Snow fell on the empty square.",
        "The minister will go to the port on Monday.",
        "The “special operation” went on.",
        "So far no group has claimed responsibility for the attack.",
    ],
)
def test_nobody_speaks(parser: Parser, text: str) -> None:
    assert read(parser, text) == ()


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("Army Holds North of City, Says Governor\n\nIt rained.", "Governor", "Army Holds North of City"),
        ("UN envoy: ceasefire talks have collapsed again\n\nIt rained.", "UN envoy", "ceasefire talks have collapsed again"),
        ("Dam breach floods ten villages – officials\n\nIt rained.", "officials", "Dam breach floods ten villages"),
    ],
)  # fmt: skip
def test_headlines(parser: Parser, text: str, source: str, content: str) -> None:
    (a,) = read(parser, text)
    assert (spans(text, a.source), spans(text, a.content)) == (source, content)


def test_a_speech_that_goes_on_is_one_attribution(parser: Parser) -> None:
    text = "“We left at night,” said the driver. “Nobody came with us.”"
    (a,) = read(parser, text)
    assert spans(text, a.content) == "We left at night … Nobody came with us"
    assert a.manner == "direct"


def test_a_speech_after_a_colon_on_a_new_line(parser: Parser) -> None:
    text = "The driver said:\n\n“We left at night. Nobody came with us.”"
    (a,) = read(parser, text)
    assert spans(text, a.content) == "We left at night. Nobody came with us"


def test_a_paragraph_after_a_colon_is_what_was_said(parser: Parser) -> None:
    text = (
        "The envoy told reporters the road was shut. He added:\n\nOur convoys will not stop at the river.\n\nIt rained."
    )
    found = read(parser, text)
    assert [spans(text, a.content) for a in found if a.source[0].of(text) == "He"] == [
        "Our convoys will not stop at the river"
    ]


def test_a_signed_quotation(parser: Parser) -> None:
    text = "“Nobody came to the bridge.” — Ada Orlov, a driver\n\nIt rained."
    (a,) = read(parser, text)
    assert (spans(text, a.source), spans(text, a.content)) == ("Ada Orlov, a driver", "Nobody came to the bridge")


def test_mixed_manner(parser: Parser) -> None:
    (a,) = read(parser, "The mayor said the town was “completely empty” by noon.")
    assert a.manner == "mixed"


def test_nesting_is_tied_to_depth_three(parser: Parser) -> None:
    text = "The agency said the envoy had said that the general had claimed that the driver believed the war was over."
    found = read(parser, text)
    by_id = {a.id: a for a in found}
    depth = []
    for a in found:
        n, at = 1, a
        while at.within:
            at, n = by_id[at.within], n + 1
        depth.append(n)
    assert sorted(depth) == [1, 2, 3]


def test_nothing_is_within_itself_or_in_a_circle() -> None:
    def made(n: int, cue: int, content: tuple[int, int]) -> Attribution:
        return Attribution(
            id=f"a{n}", manner="indirect", source=(), cue=(Span(cue, cue + 1),), content=(Span(*content),)
        )

    tied = nest([made(1, 5, (0, 10)), made(2, 15, (4, 8)), made(3, 2, (12, 20))])
    assert all(a.within != a.id for a in tied)


def test_carriers(parser: Parser) -> None:
    (a,) = read(parser, "The envoy told Reuters that the road was open.")
    assert a.carriers == ("Reuters",)
    (b,) = read(parser, "Orlov was quoted by TASS as saying that the road was open.")
    assert b.carriers == ("TASS",)
    (c,) = read(parser, "The envoy told reporters that the road was open.")
    assert c.carriers == ()


def test_a_cue_that_was_denied_says_so(parser: Parser) -> None:
    (a,) = read(parser, "The army did not confirm the strike.")
    assert "cue.negated" in a.rules


def test_empty_text(parser: Parser) -> None:
    assert read(parser, "") == ()


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "The council accused the governor of claiming that it had fired first.",
            "the governor",
            "that it had fired first",
        ),
        (
            "The port dismissed allegations by a UN panel that foreign drones had taken off from its airfield.",
            "a UN panel",
            "that foreign drones had taken off from its airfield",
        ),
        (
            "The ministry welcomed the rebels’ promise to hand over the bodies.",
            "the rebels’",
            "to hand over the bodies",
        ),
        ("The paper quoted a captain as denying the loss of the bridge.", "a captain", "the loss of the bridge"),
        ("“The officer told my son that the road was open,” a driver said.", "The officer", "that the road was open"),
    ],
)
def test_words_within_words(parser: Parser, text: str, source: str, content: str) -> None:
    nested = [a for a in read(parser, text) if a.within is not None]
    assert [(a.source[0].of(text), a.content[0].of(text)) for a in nested] == [(source, content)]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "Town.\n\n• At least 29 people are missing (Ministry of the Interior).",
            "Ministry of the Interior",
            "At least 29",
        ),
        ("Town.\n\n• Two towns are cut off, the police report.", "the police", "Two towns are cut off"),
        ("Two towns are cut off, as per local authorities.", "local authorities", "Two towns are cut off"),
    ],
)
def test_briefs(parser: Parser, text: str, source: str, content: str) -> None:
    (a,) = read(parser, text)
    assert a.source[0].of(text) == source
    assert a.content[0].of(text).startswith(content)


def test_what_a_medium_hands_on_is_within_its_words(parser: Parser) -> None:
    text = "Ada Orlov was quiet. She said that the road was open, Reuters reported."
    by_cue = {a.cue[0].of(text): a for a in read(parser, text)}
    assert by_cue["said"].within == by_cue["reported"].id


def test_a_yardstick_tells_nothing(parser: Parser) -> None:
    text = "Those who gave up would be treated according to international standards."
    assert attributions(parser(text), quotations(text)) == ()


def test_initials_in_brackets_are_no_second_source(parser: Parser) -> None:
    text = "• Some 900 people have left the valley, according to the Office of River Works (ORW)\n• The ford is shut.\n"
    found = attributions(parser(text), quotations(text))
    assert [a.rules[0] for a in found] == ["cue.phrase.according-to"]
