"""Reports that tell the same in other words, and those that only sat in one briefing."""

from __future__ import annotations

from benchmarks.retold import scores

from crossbearing.link.context import Rulings
from crossbearing.link.copies import Copy, find_copies
from crossbearing.link.reworded import compare, told
from crossbearing.types import ReportHead

FIRST = (
    "Troops of the northern army took the railway junction of Dubrava on Monday, General Anton Weber said. "
    "He put the number of prisoners at 340 and claimed that 27 lorries had been destroyed near Lessa. "
    "Mira Solen, who speaks for the defence council in Torun, denied that the junction was lost. "
    "Her soldiers had repelled three assaults since Saturday, she told Radio Velen. "
    "At the hospital in Karsk the surgeon Ivo Brandt counted 61 wounded by noon. "
    "The baker Lena Okoro stayed in Dubrava with 14 neighbours and baked for both sides. "
    "Before the war the town had 8,400 inhabitants, most of whom left for Orlin in 2019."
)
REWORDED = (
    "On Monday Dubrava's rail hub fell to northern forces, if General Anton Weber is right. "
    "Near Lessa 27 trucks went up in flames, according to the commander, who also spoke of 340 captured men. "
    "Nothing of the sort, answered Mira Solen of the defence council from Torun: the hub still stands. "
    "Since Saturday three attacks were beaten off, Solen said on Radio Velen. "
    "Ivo Brandt, who operates at the clinic of Karsk, had 61 injured people brought in by midday. "
    "With 14 others from her street Lena Okoro remained in Dubrava; both camps ate her bread. "
    "Of the 8,400 people who once lived there the greater part moved to Orlin in 2019."
)
SAME_BRIEFING = (
    "General Anton Weber announced the capture of Dubrava on Monday evening and named 340 prisoners. "
    "His words at the briefing in Velen lasted nine minutes and left 12 questions open. "
    "In Torun the council's speaker Mira Solen rejected the claim within the hour. "
    "Satellite pictures by Arvo Maps show 55 vehicles on the road from Hallin to the Sirna bridge. "
    "Jana Petrov, a teacher who fled with 30 pupils, reached the camp at Ulmen on Tuesday. "
    "The aid group Lantern asked both governments for 700 tents and a corridor to Pernau. "
    "Prices in the markets of Hallin rose by 18 per cent in a week."
)


def _heads(credit: str = "Morning Post") -> dict[str, ReportHead]:
    return {
        "a": ReportHead(id="a", sha256="0" * 64, publisher=credit, published="2024-03-01"),
        "b": ReportHead(id="b", sha256="0" * 64, publisher="Evening Herald", published="2024-03-02"),
    }


def _copies(a: str, b: str) -> tuple[Copy, ...]:
    return find_copies({"a": a, "b": b}, _heads(), Rulings())[0]


def test_a_report_told_again_in_other_words_is_a_copy_with_its_sentences_side_by_side() -> None:
    (copy,) = _copies(FIRST, REWORDED)
    assert copy.reasons[0].startswith("in other words")
    assert copy.direction == "left first"
    assert 0.5 <= copy.score <= 0.9
    sides = [(FIRST[a.start : a.end], REWORDED[b.start : b.end]) for a, b in copy.passages]
    assert any("Ivo Brandt" in a and "Ivo Brandt" in b for a, b in sides)


def test_two_reports_on_one_briefing_are_no_copies() -> None:
    assert _copies(FIRST, SAME_BRIEFING) == ()


def test_a_short_report_that_tells_a_part_stays_untold_unless_it_gives_credit() -> None:
    half = " ".join(REWORDED.split(". ")[:3]) + "."
    assert _copies(FIRST, half) == ()
    most = ". ".join(REWORDED.split(". ")[:4]) + "."
    assert _copies(FIRST, most) == ()
    assert len(_copies(FIRST, f"(Morning Post) {most}")) == 1


def test_the_same_names_with_other_figures_and_in_another_order_are_no_copy() -> None:
    moved = REWORDED.replace("340", "90").replace("27", "4").replace("61", "18").replace("14", "6")
    moved = moved.replace("8,400", "5,000").replace("2019", "2011").replace("three", "a few")
    turned = ". ".join(reversed(moved.rstrip(".").split(". "))) + "."
    assert _copies(FIRST, turned) == ()


def test_a_person_may_rule_a_retelling_out() -> None:
    no = Rulings(not_copies=frozenset({frozenset({"a", "b"})}))
    assert find_copies({"a": FIRST, "b": REWORDED}, _heads(), no)[0] == ()


def test_only_pairs_of_the_reports_asked_for() -> None:
    texts = {"a": FIRST, "b": REWORDED}
    assert find_copies(texts, _heads(), Rulings(), of=("b",))[0]
    assert find_copies(texts, _heads(), Rulings(), of=())[0] == ()


def test_comparing_does_not_depend_on_which_is_left() -> None:
    one, other = compare(told(FIRST), told(REWORDED)), compare(told(REWORDED), told(FIRST))
    assert one is not None
    assert other is not None
    assert {(b, a) for a, b in one.passages} == set(other.passages)
    assert one.likeness == other.likeness


def test_numbers_of_weapons_and_groups_are_names_and_no_figures() -> None:
    report = told("Fighters of the M23 shot down an Su-34 over Goma at 11:15 with 40 missiles.")
    assert {"#40", "#11:15"} == {k for k in report.hard if k[0] == "#"}


def test_a_made_press_is_sorted_into_retellings_and_independent_reports() -> None:
    found = scores(5, stories=12)
    assert found["false"] == 0
    assert str(found["after"]).count("0 of") <= 2
