"""The labelled clauses of our own: every label is a kind, every kind is met."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from training.kinds.examples import CODES, NOWHERE, labelled, labels

from crossbearing.read.learned import KINDS
from crossbearing.read.senses import kinds

FOLDER = Path(__file__).parents[1] / "training" / "kinds"


def test_every_label_is_a_kind_and_every_kind_is_labelled() -> None:
    met = Counter(
        kind for path in sorted(FOLDER.rglob("*.txt")) for _, marks in labelled(path) for kind in marks.values()
    )
    assert set(met) == set(kinds()) == set(CODES.values())
    assert sum(met.values()) > 1000


def test_labels_leave_the_text() -> None:
    for path in sorted(FOLDER.rglob("*.txt")):
        for text, marks in labelled(path):
            assert not any(m[1].upper() in CODES for m in re.finditer(r"/([A-Za-z]{2})\b", text))
            assert all(text[o].isalnum() or text[o] in "'’-" for o in marks)


def test_every_labelled_place_is_written_in_its_line() -> None:
    for path in sorted(FOLDER.rglob("*.txt")):
        for text, found in labels(path):
            for label in found:
                assert label.place in (None, NOWHERE) or label.place.lower() in text.lower(), (path.name, label)


def test_the_reader_scores_the_kinds_in_the_order_of_the_table() -> None:
    assert tuple(kinds()) == KINDS
