"""Words in which no listed sense holds: what a lesser belief of the trained reader makes of them."""

from __future__ import annotations

from crossbearing.read.pipeline import read
from crossbearing.read.unstated import unstated


def test_without_a_trained_reader_there_is_nothing_to_believe() -> None:
    text = "The mayor said that the town had emptied."
    from crossbearing.read.parse import load_parser

    assert unstated(load_parser()(text), None, (), (), (), (), (), frozenset()) == ()


def test_each_of_joined_clauses_tells_its_own() -> None:
    text = (
        "The ministry said that 53 fighters had been taken to a hospital in Novoazovsk and that "
        "all of them would be returned in an exchange of prisoners."
    )
    assert "exchange" in {c.kind for c in read(text, publisher="Harbour Post", published="2022-05-17").claims}
