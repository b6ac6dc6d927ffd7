"""Lists below a line that ends in a colon: every point is the speaker's."""

import pytest

from crossbearing.read.attribute import attributions
from crossbearing.read.listed import lists
from crossbearing.read.parse import load_parser
from crossbearing.read.pipeline import read
from crossbearing.read.quote import quotations

POINTS = "– Troops captured Velen.\n\n– Two tanks were destroyed near Torun."


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("The Ministry of Defence reports on the past 24 hours:", "The Ministry of Defence"),
        ("Its summary came on Tuesday. It lists:", "It"),
        ("According to the General Staff:", "the General Staff"),
        ("The governor gave the toll by district:", "The governor"),
        ("The army said in its evening update:", "The army"),
        ("The army's evening update:", "The army"),
    ],
)
def test_each_point_is_said_by_whom_the_line_names(line: str, who: str) -> None:
    text = f"{line}\n\n{POINTS}"
    made = attributions(load_parser()(text), quotations(text))
    found = [a for a in made if a.rules[0] == "cue.list"]
    assert [(a.source[0].of(text), [c.of(text) for c in a.content]) for a in found] == [
        (who, ["Troops captured Velen", "Two tanks were destroyed near Torun"])
    ]


@pytest.mark.parametrize("line", ["The figures are these:", "Key events of the day:", "What is known so far:"])
def test_a_line_that_names_nobody_gives_the_list_to_nobody(line: str) -> None:
    text = f"{line}\n\n{POINTS}"
    assert not any(a.rules[0] == "cue.list" for a in attributions(load_parser()(text), quotations(text)))


def test_what_stands_below_the_list_is_not_its_speakers() -> None:
    text = f"The army said in its evening update:\n\n{POINTS}\n\nShells hit Ostrava at noon, residents said."
    told = {
        c.span.text: c.source.as_written for c in read(text, publisher="Lowland Wire", published="2024-06-04").claims
    }
    assert told["Troops captured Velen"] == "The army"
    assert not any("Ostrava" in words and who == "The army" for words, who in told.items())


def test_one_point_is_no_list() -> None:
    assert list(lists("He said:\n– One thing.\n\nThen rain.")) == []
    assert [len(points) for _, points in lists("He said:\n1. One.\n2) Two.\n• Three.")] == [3]
