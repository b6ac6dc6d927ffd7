"""Who speaks: pronouns, titles, short forms, roles, call signs and possessives resolved inside the report."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossbearing.packs import Pack
from crossbearing.read.actor import mentions
from crossbearing.read.attribute import attributions
from crossbearing.read.parse import Parser
from crossbearing.read.quote import quotations
from crossbearing.read.speaker import speakers
from crossbearing.types import Attribution, ReportHead, Span

HEAD = ReportHead(id="r", sha256="0")


def heard(parser: Parser, text: str, packs: Sequence[Pack] = ()) -> tuple[Attribution, ...]:
    parse = parser(text)
    return speakers(parse, attributions(parse, quotations(text)), mentions(parse, packs), packs, HEAD)


def last(parser: Parser, text: str) -> tuple[str | None, str]:
    s = max(heard(parser, text), key=lambda a: a.cue[0].start).speaker
    assert s is not None
    return s.name, s.kind


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Colonel Ada Orlov left. She said the town was quiet.", "Ada Orlov", "person"),
        ("Governor Ivan Petrov said a house burned. The governor said nobody was hurt.", "Ivan Petrov", "person"),
        ("The mayor, Lena Koval, fled. Koval said the bridge was gone.", "Lena Koval", "person"),
        ("Governor Ivan Petrov spoke at noon. His statement said the road was open.", "Ivan Petrov", "person"),
        ("Officials said the town had fallen. They said the bridge was gone.", "Officials", "class"),
        ("The Israeli military struck a port. It said nobody was hurt.", "Israeli military", "organisation"),
        ("Moscow said the town had fallen.", "Russia", "organisation"),
        (
            "The Russian Defense Ministry spoke of peace. Troops took the town, the Defense Ministry in Baku said.",
            "Azerbaijani Defense Ministry",
            "organisation",
        ),
        ("The V17 rebels said that they had taken Velen.", "V17", "organisation"),
        ("Velenian rebels said that they had taken the town.", "Velenian rebels", "class"),
        (
            "The V17 rebels said that they had taken Velen. The army denied it. The rebels said the town was quiet.",
            "V17",
            "organisation",
        ),
        (
            "The Upland Front, a coalition of farmers and rebels, said it had left. The rebels said a bridge was gone.",
            "Upland Front",
            "organisation",
        ),
        (
            "The V17 rebels said that they had taken Velen. Delta rebels said they had left. The rebels said all was quiet.",
            "rebels",
            "class",
        ),
        ("Hezbollah sent men to Velen. The rebels said that they still held the hill.", "rebels", "class"),
        ("The army accused the M23 of looting. The rebels said that they still held the hill.", "M23", "organisation"),
        ("The army’s engineering corps said it had lifted 31 mines.", "army’s engineering corps", "organisation"),
        (
            "The Velen army denied that. A spokesman for its operations in the north said that troops had held the hill.",
            "Velen army",
            "organisation",
        ),
        (
            "The government of President Amadou Keblan accuses the rebels of looting.",
            "government of President Amadou Keblan",
            "organisation",
        ),
        (
            "The administrator of Masisi, Mr. Deo Tshibangu, told Radio Velen that the army had come.",
            "Deo Tshibangu",
            "person",
        ),
        (
            "The weekly Velen Review, citing a harbour official, writes that a port will fall. The same official said two ships sank.",
            "a harbour official",
            "anonymous",
        ),
        (
            "According to a report by the Lake Institute, a town fell. The same report says 40 soldiers surrendered.",
            "Lake Institute",
            "organisation",
        ),
        (
            "The Velenian Observatory for Human Rights said shells fell. Two died, said the London-based Observatory.",
            "Velenian Observatory for Human Rights",
            "organisation",
        ),
        ("The Velen Red Cross (VRCS) said shells fell. VRCS said two died.", "Velen Red Cross", "organisation"),
        ("Two died, according to a source close to Hezbollah.", "a source close to Hezbollah", "anonymous"),
        (
            "A general said two died. According to the same source, a third was hurt.",
            "A general",
            "anonymous",
        ),
        ("Two died, the state TASS news agency reported.", "TASS", "organisation"),
        (
            "The organization Doctors Without Borders said two died.",
            "Doctors Without Borders",
            "organisation",
        ),
        (
            "An army officer who would not be named said two died. A third was hurt, the source added.",
            "An army officer",
            "anonymous",
        ),
        ("Two died in a strike, Gaza's Health Ministry said.", "Gaza Health Ministry", "organisation"),
        ("Iraqi and coalition officials said the town had fallen.", "Iraqi and coalition officials", "class"),
        ("The Deputy Prime Minister of Ukraine Olena Karpenko said two died.", "Olena Karpenko", "person"),
        (
            "The Hamas-run health ministry said two died in an Israeli strike. The health ministry said Israel fired.",
            "health ministry",
            "organisation",
        ),
        ("A spokesman for the Israeli army said the port was hit.", "Israeli army", "organisation"),
        ("The army spokesman Dan Levi said the port was hit.", "Dan Levi", "person"),
        ("A refugee who fled described how the houses burned.", "A refugee", "anonymous"),
        (
            "The news was confirmed by a Russian soldier, whose call sign was ‘Heron.’ According to the soldier, the city was quiet.",
            "Heron",
            "anonymous",
        ),
        (
            "The ministry of Velen published a clarification which said the town had fallen.",
            "ministry of Velen",
            "organisation",
        ),
        ("A resident of Velen said shells fell. “Four died,” said the man.", "A resident of Velen", "anonymous"),
        ("According to IOM, thousands fled.", "International Organization for Migration", "organisation"),
        ("His mother said the house burned. “We ran,” said Olha Koval.", "Olha Koval", "person"),
        ("A soldier with the call sign Heron waved. The soldier said the city was quiet.", "Heron", "anonymous"),
        ("A militiaman with the call sign Heron said the road was mined.", "Heron", "anonymous"),
        (
            "A deputy commander who would give only his first name, Taras, said the column was shelled.",
            "Taras",
            "person",
        ),
        (
            "A deputy commander who would give only his first name, Taras, said a column was shelled. “We left it,” he said.",
            "Taras",
            "person",
        ),
        ("A driver who asked not to be named said the road was mined.", "A driver", "anonymous"),
        ("His colleague Ada Orlov said the road was open.", "Ada Orlov", "person"),
        (
            "The Ministry of Defence of Chad closed the road. It was mined, said its spokeswoman, Ada Orlov.",
            "Ada Orlov",
            "person",
        ),
        (
            "Videos posted by the Delta Front showed that it held the bridge.",
            "Videos posted by the Delta Front",
            "document",
        ),
        ("Moscow waited. Yerevan denies that the town has been lost.", "Armenia", "organisation"),
        (
            "The American commander of the campaign conceded that a bomb had hit a house. General Pavel Sorokin said it was late.",
            "Pavel Sorokin",
            "person",
        ),
        (
            "Ivan Petrov said the town held. Olena Koval was hurt, and Ivan Petrov left. She said it burned.",
            "Olena Koval",
            "person",
        ),
        (
            "According to a report by the Delta Watch, all were civilians. The document says a café was gone.",
            "Delta Watch",
            "organisation",
        ),
        ("An infantryman with the call sign Heron waved. According to the soldier, nobody came.", "Heron", "anonymous"),
        ("Ada Orlov and Ivan Petrov said the road was open.", "Ada Orlov and Ivan Petrov", "person"),
        ("Satellite images showed that the bridge was gone.", "Satellite images", "document"),
        (
            "We have satellite images of 15 May, which show that the bridge was gone.",
            "satellite images of 15 May",
            "document",
        ),
        ("The private security firm Karn said the ship was hit.", "Karn", "organisation"),
        ("The WHO said the hospital was closed.", "WHO", "organisation"),
        ("Karn & Lowe said the hospital was closed.", "Karn & Lowe", "organisation"),
        ("The World Food Programme depot burned. WFP said the rice was gone.", "World Food Programme", "organisation"),
        (
            "Ethiopian troops advanced on the Ethiopian town. The military said it was quiet.",
            "Ethiopian military",
            "organisation",
        ),
        (
            "Chad closed the road. Fighting in Chad went on. The defence ministry said it was over.",
            "Chadian defence ministry",
            "organisation",
        ),
        ("Abeba Tesfaye spoke at noon. Later Abeba said the road was open.", "Abeba Tesfaye", "person"),
        ("The K23, which holds the port, began an offensive. The group said it had won.", "K23", "organisation"),
        ("Reuters reported a clash. The news agency said nobody was hurt.", "Reuters", "organisation"),
        (
            "The Delta rebels made the offer in a statement. The mission said little. The statement told people to stay calm.",
            "Delta rebels",
            "class",
        ),
        ("According to the report, all were civilians. It added that the café was gone.", "report", "document"),
        (
            "Colonel Ada Orlov spoke. According to the chief of the harbour police, the town was quiet.",
            "chief of the harbour police",
            "anonymous",
        ),
        ("Abiy Tesfa spoke at noon. The rest will be caught, Mr. Abiy vowed.", "Abiy Tesfa", "person"),
        ("Ana Reyes, the leader of the Delta Front, who told the Courier it was over, left.", "Ana Reyes", "person"),
        (
            "Two Delta units fired. The ministry spoke. Air defence units shot down nine drones, it said.",
            "ministry",
            "organisation",
        ),
        ("Chief of the Naval Staff Pavel Dorn said that the port was open.", "Pavel Dorn", "person"),
        (
            "The Delta Defense Forces moved on. A DDF spokesman said that it was quiet.",
            "Delta Defense Forces",
            "organisation",
        ),
        ("According to the minister of culture, Khalid Omar, nine people had died.", "Khalid Omar", "person"),
        ("The town is ours, the foreign minister had assured his guests.", "foreign minister", "anonymous"),
        ("Rights groups, who monitor the front, said the town was empty.", "Rights groups", "class"),
        (
            "Governor’s Aide Says Bridge Is Gone\n\nLev Dorn, an aide to the governor, spoke to the press.",
            "Lev Dorn",
            "person",
        ),
    ],
)
def test_speaker(parser: Parser, text: str, name: str, kind: str) -> None:
    assert last(parser, text) == (name, kind)


def test_i_is_who_says_the_words_around(parser: Parser) -> None:
    found = heard(parser, "“I said that the road was open,” Ada Orlov recounted.")
    assert {a.speaker.name for a in found if a.speaker} == {"Ada Orlov"}


def test_a_source_that_names_nobody_has_no_name(parser: Parser) -> None:
    found = heard(parser, "There were reports of a massacre in the valley.")
    assert [(a.speaker.name, a.speaker.kind) for a in found if a.speaker] == [(None, "anonymous")]


def test_never_a_pronoun(parser: Parser) -> None:
    for a in heard(parser, "They said it fell. He said so. It said more. Some said less. “We left,” we said."):
        assert a.speaker is not None
        assert (a.speaker.name or "").lower() not in {"they", "he", "it", "we", "some", "i", "who"}


def test_sides_of_a_pack(parser: Parser, pack: Pack) -> None:
    (a,) = heard(parser, "The Veldran Defence Ministry said the town fell.", (pack,))
    assert a.speaker is not None
    assert (a.speaker.name, a.speaker.id, a.speaker.side) == ("Veldran Ministry of Defence", "vd.mod", "VD")


def test_carriers_hold_for_the_speech_that_goes_on(parser: Parser) -> None:
    found = heard(parser, "Colonel Ada Orlov told Reuters the bridge was gone. She said the road was open.")
    assert [a.carriers for a in found] == [("Reuters",), ("Reuters",)]


def test_who_cites_carries_and_goes_on_carrying(parser: Parser) -> None:
    found = heard(
        parser,
        "The navy denied that it had fired, the Reuters news agency reported. Its ships were in port, the navy said.",
    )
    by_cue = {a.cue[0].start: a for a in found}
    assert [a.carriers for _, a in sorted(by_cue.items())][-1] == ("Reuters news agency",)
    (cited,) = [
        a for a in heard(parser, "Reuters reported, citing two doctors, that nine died.") if "citing" in a.rules[0]
    ]
    assert cited.carriers == ("Reuters",)
    assert cited.within is None


def test_a_lead_s_role_is_whom_the_next_sentence_names(parser: Parser) -> None:
    text = (
        "The head of the private army Karn claimed that the town was his. In a video, Oleg Burov said it fell at noon."
    )
    assert {a.speaker.name for a in heard(parser, text) if a.speaker} == {"Oleg Burov"}
    other = "The head of the army claimed the town. A nurse, Ada Orlov, said it was empty."
    assert {a.speaker.name for a in heard(parser, other) if a.speaker} >= {"Ada Orlov"}
    assert len({a.speaker.name for a in heard(parser, other) if a.speaker}) == 2


def test_the_hands_of_a_source_that_is_quoted(parser: Parser) -> None:
    found = heard(parser, "The ministry, quoted by Reuters, asserted that the road was open.")
    assert [a.carriers for a in found] == [("Reuters",)]


_PIECES = st.sampled_from(
    [
        "Officials said", " the town fell", ", he added", ". ", "“", "”", "‘", "’", "\n\n", " who ", "The ministry ", "told Reuters",
        " that ", "It ", "According to ", "General Ada Orlov", " denied ", "its forces", ": ", "; ", " (NRA) ", "’s ", "quoted ", " as saying ",
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(_PIECES, max_size=14))
def test_any_text_gives_spans_inside_it_and_no_pronoun(parser: Parser, pieces: list[str]) -> None:
    text = "".join(pieces)
    found = heard(parser, text)
    ids = {a.id for a in found}
    for a in found:
        assert all(0 <= s.start < s.end <= len(text) for s in (*a.source, *a.cue, *a.content))
        assert a.within is None or (a.within in ids and a.within != a.id)
        assert a.speaker is not None
        assert (a.speaker.name or "").lower() not in {"he", "it", "who", "they", "that"}


def test_the_role_of_a_lead_is_who_bears_it(parser: Parser) -> None:
    text = (
        "The American commander of the campaign conceded that a bomb had hit a house, while insisting that it was an error. "
        "General Pavel Sorokin said it was late."
    )
    assert {a.speaker.name for a in heard(parser, text) if a.speaker} == {"Pavel Sorokin"}


def test_a_president_is_no_general(parser: Parser) -> None:
    text = "The president of the republic said it was late. General Pavel Sorokin said the road was open."
    first = min(heard(parser, text), key=lambda a: a.cue[0].start).speaker
    assert first is not None
    assert first.name != "Pavel Sorokin"


def test_we_is_the_report_itself(parser: Parser) -> None:
    assert not heard(parser, "We have not been able to verify that the town has fallen.")


@pytest.mark.parametrize(
    ("text", "carriers"),
    [
        ("Ada Orlov told a Nairobi station that the road was open.", ("Nairobi station",)),
        ("A nurse, reached by telephone, says that nine wounded were brought in.", ("us",)),
        ("A corporal who messaged this newspaper said that the base was quiet.", ("us",)),
        ("Ada Orlov told the agency that the road was open.", ("us",)),
        ("Ada Orlov told Reuters that it was quiet. Ivan Petrov told the agency that it burned.", ("Reuters",)),
    ],
)
def test_who_carries(parser: Parser, text: str, carriers: tuple[str, ...]) -> None:
    assert max(heard(parser, text), key=lambda a: a.cue[0].start).carriers == carriers


def test_what_the_report_itself_thinks_is_its_own(parser: Parser) -> None:
    (found,) = heard(parser, "We expected that the town would fall.")
    assert found.speaker is not None
    assert found.speaker.kind == "report"


def test_what_a_dateline_seemed_to_say_leaves_its_inner_attributions_whole(parser: Parser) -> None:
    text = "TESK/VELEN: The army said that its men had taken two caves."
    parse = parser(text)
    outer = Attribution(id="outer", manner="indirect", source=(Span(0, 10),), cue=(Span(10, 11),), content=(Span(12, len(text)),))  # fmt: skip
    inner = Attribution(id="inner", manner="indirect", source=(Span(12, 20),), cue=(Span(21, 25),), content=(Span(26, len(text)),), within="outer")  # fmt: skip
    made = speakers(parse, (outer, inner), (), (), HEAD)
    assert [(a.id, a.within) for a in made] == [("inner", None)]
