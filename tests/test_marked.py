from crossbearing.marked import unmark
from crossbearing.types import Span


def test_a_marked_sentence_gives_its_text_and_spans() -> None:
    text, (one,) = unmark("[src Officials] [cue said] [say the town [sic] had fallen].")
    assert text == "Officials said the town [sic] had fallen."
    assert one.source == (Span(0, 9),)
    assert one.cue[0].of(text) == "said"
    assert one.content[0].of(text) == "the town [sic] had fallen"


def test_nesting_gives_within() -> None:
    text, (one, two) = unmark("[src1 A] [cue1 said] [say1 that [src2 B] [cue2 saw] [say2 it]]")
    assert text == "A said that B saw it"
    assert (one.within, two.within) == (None, 1)
