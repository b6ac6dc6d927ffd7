"""The model's attributions with what the rules know: carriers, sources, nesting, whole clauses, noun cues."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from crossbearing.read.attribute import attributions
from crossbearing.read.learned import Learned
from crossbearing.read.merge import merge
from crossbearing.read.parse import Parser
from crossbearing.read.quote import quotations
from crossbearing.read.tagfeatures import layout
from crossbearing.types import Attribution, Span


def rules(parser: Parser, text: str) -> tuple[Attribution, ...]:
    return attributions(parser(text), quotations(text))


def learned(text: str, source: str, cue: str, content: str) -> Attribution:
    def at(piece: str) -> tuple[Span, ...]:
        start = text.find(piece)
        return (Span(start, start + len(piece)),) if piece else ()

    return Attribution(
        id=f"m-{cue}", manner="indirect", source=at(source), cue=at(cue), content=at(content), rules=("model.quote-en",)
    )


def test_the_model_wins_on_one_cue_and_takes_the_carrier(parser: Parser) -> None:
    text = "The envoy told Reuters on Monday that the road was open."
    model = learned(text, "The envoy", "told", "that the road was open")
    (found,) = merge([model], rules(parser, text), parser(text))
    assert found.id == model.id
    assert found.carriers == ("Reuters",)


def test_a_source_that_the_model_lacks_is_filled(parser: Parser) -> None:
    text = "The envoy said that the road was open."
    (found,) = merge([learned(text, "", "said", "that the road was open")], rules(parser, text), parser(text))
    assert [s.of(text) for s in found.source] == ["The envoy"]


def test_a_nested_one_is_added_and_tied(parser: Parser) -> None:
    text = "The envoy said that the general had reported the fall of the town."
    model = learned(text, "The envoy", "said", "that the general had reported the fall of the town")
    outer, inner = merge([model], rules(parser, text), parser(text))
    assert outer.id == model.id
    assert inner.within == model.id


def test_a_mere_tail_gives_way_to_the_whole_clause(parser: Parser) -> None:
    text = "A drone struck the crowded market in the old quarter of the town, killing three, medics said."
    (found,) = merge([learned(text, "medics", "said", "killing three")], rules(parser, text), parser(text))
    assert found.content[0].of(text).startswith("A drone struck")


def test_a_source_cut_short_gets_its_apposition_back(parser: Parser) -> None:
    text = "According to Ada Orlov, the head of the council, the town fell."
    model = learned(text, "Ada Orlov", "According to", "the head of the council, the town fell")
    (found,) = merge([model], rules(parser, text), parser(text))
    assert found.content[0].of(text) == "the town fell"


def test_a_noun_cue_with_an_owner_is_added(parser: Parser) -> None:
    text = "The ministry’s claim that the port was safe was repeated on television."
    (found,) = merge([], rules(parser, text), parser(text))
    assert found.cue[0].of(text) == "claim"


def test_without_rules_the_model_reads_on(parser: Parser) -> None:
    text = "Officials said the dam was safe."
    model = learned(text, "Officials", "said", "the dam was safe")
    assert merge([model], [], parser(text)) == (replace(model, within=None, rules=(*model.rules, "cue.verb.say")),)


def test_nobody_says_nothing(parser: Parser) -> None:
    text = "No group has claimed responsibility for the raid."
    assert merge([learned(text, "No group", "has claimed", "responsibility for the raid")], [], parser(text)) == ()


def test_a_speaker_after_the_quotation_is_no_content(parser: Parser) -> None:
    text = "“This is slander,” ran the ministry’s reply."
    model = replace(learned(text, "", "ran", "“This is slander,”"), content=(Span(0, 18), Span(23, 43)))
    (found,) = merge([model], [], parser(text))
    assert [s.of(text) for s in found.source] == ["the ministry’s reply"]
    assert [s.of(text) for s in found.content] == ["“This is slander,”"]


def test_silence_is_no_speech(parser: Parser) -> None:
    text = "Veldra has not commented on the loss of the aircraft."
    model = learned(text, "Veldra", "has not commented on", "the loss of the aircraft")
    assert merge([model], rules(parser, text), parser(text)) == ()


def test_the_source_of_according_to_is_the_rule_s(parser: Parser) -> None:
    text = "The group, which according to the mission has a thousand men, took the town."
    model = learned(text, "which", "according to", "the mission has a thousand men, took the town")
    (found,) = merge([model], rules(parser, text), parser(text))
    assert [s.of(text) for s in found.source] == ["the mission"]


def test_what_a_third_rejects_is_the_words_before(parser: Parser) -> None:
    text = "The group has taken the port, its founder claimed on Saturday, a claim that Veldra rejected."
    model = [
        learned(text, "its founder", "claimed", "The group has taken the port"),
        learned(text, "", "a claim", "that Veldra rejected"),
    ]
    found = merge(model, rules(parser, text), parser(text))
    said = {(" ".join(s.of(text) for s in a.source), " ".join(s.of(text) for s in a.content)) for a in found}
    assert said == {("its founder", "The group has taken the port"), ("Veldra", "The group has taken the port")}


def test_a_second_speaker_after_a_semicolon(parser: Parser) -> None:
    text = "Nobody was hurt, the clinic said; nine people died, the mayor added."
    model = [learned(text, "the clinic", "said", "Nobody was hurt")]
    model.append(
        replace(
            learned(text, "the mayor", "added", "nine people died"),
            content=(Span(0, text.index(", the mayor")),),
        )
    )
    found = merge(model, rules(parser, text), parser(text))
    assert ["nine people died"] in [[s.of(text) for s in a.content] for a in found]


def test_a_content_that_ends_before_what_is_nested_in_it_is_whole(parser: Parser) -> None:
    text = "The envoy said the soldiers had fled, believing that the bridge would hold."
    model = [
        learned(text, "The envoy", "said", "the soldiers had fled"),
        learned(text, "the soldiers", "believing", "that the bridge would hold"),
    ]
    found = merge(model, rules(parser, text), parser(text))
    outer = next(a for a in found if a.source[0].of(text) == "The envoy")
    inner = next(a for a in found if a.source[0].of(text) == "the soldiers")
    assert inner.within == outer.id
    assert outer.content[-1].of(text).endswith("would hold")


def test_what_the_reader_gives_no_chance_is_not_added(parser: Parser) -> None:
    text = "The envoy said that the general had reported the fall of the town."
    parse = parser(text)
    model = learned(text, "The envoy", "said", "that the general had reported the fall of the town")
    chance = np.zeros(len(parse), np.float32)
    doubts = Learned(parse, layout(parse), np.zeros((0, 0), np.float32), lambda *_: chance, chance)
    assert len(merge([model], rules(parser, text), parse, doubts)) == 1
    sure = replace(doubts, chance=chance + 0.5)
    assert len(merge([model], rules(parser, text), parse, sure)) == 2


def test_what_nobody_would_say_is_silence_about_a_clause(parser: Parser) -> None:
    text = "No one from the ministry would say how many men were missing."
    model = learned(text, "No one from the ministry", "would say", "how many men were missing")
    assert len(merge([model], [], parser(text))) == 1


def test_a_list_of_speakers_is_whole(parser: Parser) -> None:
    text = "At the airport, soldiers remained, residents, a local official and an envoy said."
    model = learned(text, "a local official and an envoy", "said", "At the airport, soldiers remained, residents")
    (found,) = merge([model], [], parser(text))
    assert [s.of(text) for s in found.source] == ["residents, a local official and an envoy"]
    assert [s.of(text).rstrip(",") for s in found.content] == ["At the airport, soldiers remained"]


def test_a_quotation_is_not_cut_at_a_cue_in_it(parser: Parser) -> None:
    text = "The governor said the retreat “is no defeat; rather, it acknowledges that the town was lost.”"
    said = "the retreat “is no defeat; rather, it acknowledges that the town was lost.”"
    model = replace(learned(text, "The governor", "said", said), manner="mixed")
    found = merge([model], rules(parser, text), parser(text))
    assert found[0].content[-1].of(text).endswith("was lost.”")


def test_what_another_called_it_is_nested(parser: Parser) -> None:
    text = "According to the spokesman, the president called it an important victory."
    model = learned(text, "the spokesman", "According to", "the president called it an important victory")
    found = merge([model], rules(parser, text), parser(text))
    assert [a.within for a in found if a.cue[0].of(text) == "called"] == [model.id]


def test_who_is_quoted_speaks_and_not_who_quotes(parser: Parser) -> None:
    text = "The northern commander was quoted by the Weir Post as saying that his men had not fired first."
    said = "that his men had not fired first"
    outer = learned(
        text, "the Weir Post", "was quoted", f"The northern commander was quoted by the Weir Post as saying {said}"
    )
    inner = learned(text, "the Weir Post", "as saying", said)
    (found,) = merge([outer, inner], rules(parser, text), parser(text))
    assert [s.of(text) for s in found.source] == ["The northern commander"]
    assert [s.of(text) for s in found.content] == [said]


def test_an_adjective_may_stand_for_people(parser: Parser) -> None:
    text = "The wounded spoke of a rain of fire."
    model = learned(text, "The wounded", "spoke of", "a rain of fire")
    assert [a.source for a in merge([model], [], parser(text))] == [model.source]


def test_a_clause_that_tells_of_an_estimate_is_not_what_was_estimated(parser: Parser) -> None:
    text = "The army believes that 900 men fell, an estimate that two diplomats have called absurd."
    model = replace(learned(text, "two diplomats", "an estimate", "that two diplomats have called absurd"), source=())
    assert merge([model], [], parser(text)) == ()


def test_what_is_said_of_a_claim_is_not_the_claim(parser: Parser) -> None:
    text = "The spokesman said that the rebel claim was not true."
    model = learned(text, "the rebel", "claim", "was not true")
    assert merge([model], [], parser(text)) == ()


def test_who_was_asked_and_declined_to_say_told_nothing(parser: Parser) -> None:
    text = "The council, asked whether its delegates had been present, declined to say."
    asked = learned(text, "The council", "asked", "whether its delegates had been present")
    declined = learned(text, "The council", "declined", "to say")
    assert merge([asked, declined], rules(parser, text), parser(text)) == ()


def test_a_quoted_word_is_no_speaker(parser: Parser) -> None:
    text = "The army rejected as “lies” allegations that it had shelled the market."
    model = learned(text, "“lies”", "allegations", "that it had shelled the market")
    assert merge([model], rules(parser, text), parser(text))[0].source == ()


def test_reports_of_nobody_within_a_denial_are_no_voice_of_their_own(parser: Parser) -> None:
    text = "The regiment dismissed reports that it had been surrounded."
    model = learned(text, "The regiment", "dismissed", "reports that it had been surrounded")
    assert [a.id for a in merge([model], rules(parser, text), parser(text))] == [model.id]


def test_the_noun_leads_and_not_its_that(parser: Parser) -> None:
    text = "The channel carried a warning by the rebels’ navy that any ship would be a target."
    model = learned(text, "the rebels’ navy", "that", "any ship would be a target")
    outer = learned(text, "The channel", "carried", "a warning by the rebels’ navy that any ship would be a target")
    found = merge([outer, model], rules(parser, text), parser(text))
    assert [s.of(text) for a in found for s in a.cue] == ["carried", "warning"]
