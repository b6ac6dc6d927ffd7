"""Labelled lines: "Source: …", "Quote: “…”"."""

from crossbearing.read.attribute import attributions
from crossbearing.read.parse import load_parser
from crossbearing.read.quote import quotations

DESK = """Velen was retaken in the night.

Source: Governor Ilmar Tesk on air during the evening newscast; Regional Staff on Telegram

Quote from Tesk: "Velen has been liberated, and our troops are moving south of Torun."

Quote: "Two bridges were destroyed."
"""


def found(text: str) -> list[tuple[str, str]]:
    made = attributions(load_parser()(text), quotations(text))
    quotes = [a for a in made if a.rules[0] == "cue.headline.quote"]
    return [(a.source[0].of(text), a.content[0].of(text)) for a in quotes]


def test_a_labelled_quotation_has_the_person_named_with_it_or_above() -> None:
    assert found(DESK) == [
        ("Tesk", '"Velen has been liberated, and our troops are moving south of Torun."'),
        ("Governor Ilmar Tesk", '"Two bridges were destroyed."'),
    ]


def test_a_label_without_anybody_named_attributes_nothing() -> None:
    assert found('Velen was quiet.\n\nQuote: "Nothing moved in the town today."\n') == []
    assert found("Quote of the day: rain.\n") == []
