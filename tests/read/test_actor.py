"""Who a text names, by pack, by name, by nationality and noun."""

from __future__ import annotations

import pytest

from crossbearing.packs import Pack
from crossbearing.read.actor import mentions, participant
from crossbearing.read.parse import Parser


@pytest.mark.parametrize(
    ("text", "written", "name", "side", "kind"),
    [
        ("Moscow said the road was open.", "Moscow", "Russia", "RU", "organisation"),
        ("The Kremlin denied the report.", "The Kremlin", "Kremlin", "RU", "organisation"),
        ("Israel's military struck the port.", "Israel's military", "Israeli military", "IL", "organisation"),
        ("Ukrainian soldiers held the bridge.", "Ukrainian soldiers", "Ukrainian soldiers", "UA", "class"),
        ("Several Russian troops fled.", "Several Russian troops", "Several Russian troops", "RU", "class"),
        ("A refugee spoke of the march.", "A refugee", "A refugee", None, "anonymous"),
        ("Two officers fled.", "Two officers", "Two officers", None, "anonymous"),
        ("General Pavel Sorokin fled.", "Pavel Sorokin", "Pavel Sorokin", None, "person"),
        ("Russian General Pavel Sorokin fled.", "Pavel Sorokin", "Pavel Sorokin", "RU", "person"),
    ],
)
def test_without_a_pack(parser: Parser, text: str, written: str, name: str, side: str | None, kind: str) -> None:
    parse = parser(text)
    found = {
        parse.text[parse.start[m.first] : parse.end[m.last]]: (m.name, m.side, m.kind) for m in mentions(parse, ())
    }
    assert found[written] == (name, side, kind)


@pytest.mark.parametrize("text", ["They met in Moscow.", "The convoy left Kyiv for Warsaw by the northern road."])
def test_a_capital_as_a_place_is_nobody(parser: Parser, text: str) -> None:
    assert not [m for m in mentions(parser(text), ()) if m.kind == "organisation"]


def test_a_short_name_takes_the_fullest_of_the_report(parser: Parser) -> None:
    found = mentions(parser("Colonel Ada Orlov spoke first. Then Orlov left."), ())
    assert {m.name for m in found if m.kind == "person"} == {"Ada Orlov"}


def test_a_pack_gives_id_and_side(parser: Parser, pack: Pack) -> None:
    parse = parser("The Veldran Defence Ministry said the ODL had left.")
    found = {m.name: (m.actor, m.side) for m in mentions(parse, (pack,))}
    assert found["Veldran Ministry of Defence"] == ("vd.mod", "VD")
    assert found["Orsk Defence League"] == ("or.league", "OR")


def test_a_pack_form_holds_within_its_dates(parser: Parser, pack: Pack) -> None:
    parse = parser("Anton Lorn left the city.")
    assert mentions(parse, (pack,), published="2023-06-01")[0].actor == "vd.lorn"
    assert mentions(parse, (pack,), published="2024-06-01")[0].actor is None


def test_a_namesake_with_another_first_name_is_somebody_else(parser: Parser, pack: Pack) -> None:
    found = mentions(parser("Colonel Peter Lorn spoke first."), (pack,))
    assert [(m.name, m.actor) for m in found if m.kind == "person"] == [("Peter Lorn", None)]


def test_a_definite_phrase_is_who_it_takes_up(parser: Parser) -> None:
    parse = parser("The Russian Defence Ministry said the town fell. The ministry said its troops were inside.")
    names = [m.name for m in mentions(parse, ())]
    assert names == ["Russian Defence Ministry", "Russian Defence Ministry", "Russian troops"]


def test_an_acronym_takes_the_name_it_was_introduced_with(parser: Parser) -> None:
    parse = parser("The Northern River Army (NRA) crossed the line. The NRA said it held the bank.")
    assert {m.name for m in mentions(parse, ())} == {"Northern River Army"}


def test_participant_is_never_a_bare_pronoun(parser: Parser) -> None:
    parse = parser("They shelled the town.")
    assert participant(parse, 0, mentions(parse, ())) is None


def test_participant_of_a_thing_keeps_the_words(parser: Parser) -> None:
    parse = parser("Heavy rockets hit the market.")
    found = participant(parse, 1, mentions(parse, ()))
    assert found is not None
    assert found.name == "Heavy rockets"
