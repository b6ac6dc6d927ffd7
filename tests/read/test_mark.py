import pytest

from crossbearing.read.mark import hedges, is_hedging_cue, marks
from crossbearing.read.parse import Parser, load_parser


@pytest.fixture(scope="module")
def parser() -> Parser:
    return load_parser()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The rebels allegedly burned the mill.", ["allegedly"]),
        ("Ten men were reportedly killed.", ["reportedly"]),
        ("If confirmed, the loss would be the largest.", ["If confirmed"]),
        ("The figures could not be independently verified.", ["could not be independently verified"]),
        ("The agency was unable to verify the account.", ["was unable to verify"]),
        ("There were reports of looting in the camp.", ["reports of"]),
        ("There were reports that the camp had been looted.", ["reports that"]),
        ("The ministry reports that the camp was looted.", []),
        ("Troops probably burned the mill.", ["probably"]),
        ("The convoy left the “safe” zone at night.", ["“safe”"]),
        ("The alleged attackers fled.", ["alleged"]),
        ("The minister called the vote “shameful”.", []),
        ("A soldier with the call sign 'willow' drove.", []),
        ("He said that the bridge had been hit.", []),
        ("The army's report said ten had died.", []),
        ("There were no reports of any casualty.", []),
    ],
)
def test_hedges(parser: Parser, text: str, expected: list[str]) -> None:
    found = hedges(parser(text))
    assert [h.text for h in found] == expected
    assert all(text[h.start : h.end] == h.text for h in found)


def test_a_cue_hedges_by_its_lemma() -> None:
    assert [is_hedging_cue(c) for c in ("claim", "allege", "accuse", "insist", "portray")] == [True] * 5
    assert [is_hedging_cue(c) for c in ("say", "tell", "report", "announce")] == [False] * 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The clerk revealed that the guards had fled.", [("factive", "revealed")]),
        ("The curtain revealed a wall.", []),
        ("He did not admit that they had lost.", []),
        ("The account was corroborated by a driver.", [("claimed_corroboration", "was corroborated by")]),
        ("This was confirmed by the hospital.", [("claimed_corroboration", "was confirmed by")]),
        ("The infantry was supported by tanks.", []),
        ("The enemy shelled the depot.", [("partisan", "The enemy")]),
        ("The drill met a mock enemy with the support of pilots.", []),
        ("The barbaric raid lasted an hour.", [("loaded", "barbaric")]),
        ("The ceasefire regime held for a week.", []),
    ],
)
def test_marks(parser: Parser, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(m.kind, m.text) for m in marks(parser(text), ())] == expected
