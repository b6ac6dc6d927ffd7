from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossbearing.read.tagdecode import TAGS, best_tags, runs

FREE = np.zeros((len(TAGS), len(TAGS)), np.float32)


def scores(wanted: list[str]) -> np.ndarray:
    out = np.zeros((1, len(wanted), len(TAGS)), np.float32)
    for i, tag in enumerate(wanted):
        out[0, i, TAGS.index(tag)] = 5
    return out


def best(wanted: list[str], anchor: int) -> list[str]:
    return [TAGS[t] for t in best_tags(scores(wanted), FREE, np.array([anchor]))[0]]


def test_an_allowed_reading_stands_as_scored() -> None:
    wanted = ["B-content", "I-content", "B-source", "B-cue", "I-cue", "B-content", "I-content", "O"]
    assert best(wanted, 3) == wanted


def test_a_second_source_is_not_allowed() -> None:
    got = best(["B-source", "O", "B-cue", "B-content", "O", "B-source"], 2)
    assert got.count("B-source") == 1


def test_the_cue_always_holds_the_anchor() -> None:
    got = best(["B-source", "O", "O", "B-content"], 1)
    assert got[1] == "B-cue"


def test_a_cue_away_from_the_anchor_is_not_allowed() -> None:
    got = best(["B-cue", "O", "O", "B-cue", "B-content"], 3)
    assert got[0] != "B-cue"


def test_no_rows_give_no_rows() -> None:
    assert best_tags(np.zeros((0, 5, 7), np.float32), FREE, np.zeros(0, np.int64)).shape == (0, 5)


@given(st.integers(0, 2**31), st.integers(1, 12), st.data())
@settings(max_examples=60, deadline=None)
def test_every_decoded_sequence_is_well_formed(seed: int, length: int, data: st.DataObject) -> None:
    anchor = data.draw(st.integers(0, length - 1))
    noise = np.random.default_rng(seed).normal(size=(1, length, len(TAGS))).astype(np.float32) * 4
    tags = best_tags(noise, FREE, np.array([anchor]))[0]
    assert TAGS[tags[anchor]] in ("B-cue", "I-cue")
    assert len(runs(tags, "cue")) == 1
    assert len(runs(tags, "source")) <= 1
    for i, tag in enumerate(tags):
        if TAGS[tag].startswith("I-"):
            assert i > 0
            assert TAGS[tags[i - 1]][2:] == TAGS[tag][2:]


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        (["O", "O"], []),
        (["B-content", "I-content", "O", "B-content"], [(0, 2), (3, 4)]),
        (["B-content", "B-content"], [(0, 2)]),
    ],
)
def test_runs_join_what_touches(tags: list[str], found: list[tuple[int, int]]) -> None:
    assert runs(np.array([TAGS.index(t) for t in tags]), "content") == found
