"""Contents that the reader cuts inside a clause, and datelines in mixed case."""

from dataclasses import replace

from crossbearing.read.dateline import dateline
from crossbearing.read.parse import load_parser
from crossbearing.read.wholeclause import whole_clause
from crossbearing.types import Attribution, Span


def cut(text: str, source: str, cue: str, content: str) -> str:
    def span(part: str) -> tuple[Span, ...]:
        return (Span(text.index(part), text.index(part) + len(part)),)

    given = Attribution(id="a", manner="indirect", source=span(source), cue=span(cue), content=span(content))
    made = whole_clause(given, load_parser()(text))
    assert replace(made, content=given.content) == given
    return " | ".join(s.of(text) for s in made.content)


def test_a_subject_gets_its_predicate() -> None:
    text = "The union said that it had overrun the base, and that Torun, the busiest crossing, was now in its hands."
    part = "that it had overrun the base, and that Torun, the busiest crossing,"
    assert cut(text, "The union", "said", part) == text[text.index("that it") : -1]


def test_a_tail_before_its_source_gets_its_clause() -> None:
    text = "Velen, NNA – Units of the army took Torun after clearing the last streets there, a military source announced on Wednesday."
    whole = "Units of the army took Torun after clearing the last streets there"
    assert cut(text, "a military source", "announced", "clearing the last streets there") == whole


def test_a_content_with_its_verb_stays() -> None:
    text = "The guns fell silent, and the mayor said that the bridge stood."
    assert cut(text, "the mayor", "said", "that the bridge stood") == "that the bridge stood"


def test_a_dateline_in_mixed_case_names_its_agency() -> None:
    for text, agency in (("Velen, NNA – The town was quiet.", "NNA"), ("Velen, NNA-led troops came.", None)):
        found = dateline(text, Span(0, len(text)))
        assert (found[1].of(text) if found and found[1] else None) == agency
