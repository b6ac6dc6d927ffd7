"""The labelled clauses of our own: every label is a kind, every kind is met."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from training.kinds.examples import CODES, labelled

from crossbearing.read.senses import kinds

FOLDER = Path(__file__).parents[1] / "training" / "kinds"


def test_every_label_is_a_kind_and_every_kind_is_labelled() -> None:
    met = Counter(
        kind for path in sorted(FOLDER.glob("*.txt")) for _, marks in labelled(path) for kind in marks.values()
    )
    assert set(met) == set(kinds()) == set(CODES.values())
    assert sum(met.values()) > 1000


def test_labels_leave_the_text() -> None:
    for path in sorted(FOLDER.glob("*.txt")):
        for text, marks in labelled(path):
            assert not any(f"/{code}" in text for code in CODES)
            assert all(text[o].isalnum() or text[o] in "'’-" for o in marks)
