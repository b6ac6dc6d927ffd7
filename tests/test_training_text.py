"""The training text of our own keeps its format: marks close, spans stand in the text, kinds and stances are known."""

import json
from pathlib import Path
from typing import Any

import pytest

from crossbearing.marked import unmark

TRAINING = Path(__file__).parents[1] / "training"
STANCES = {"asserts", "denies", "doubts", "predicts"}
PARTS = ["train", "test"]
MODES = {"actual", "historical", "ongoing", "planned", "hypothetical"}


def rows(name: str, part: str) -> list[dict[str, Any]]:
    path = TRAINING / name / f"{part}.jsonl"
    if not path.is_file():  # a built wheel is tested without the training text
        pytest.skip(f"{path} is not here")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("name", ["sentences", "claims"])
def test_every_mark_has_cue_content_and_speaker(name: str, part: str) -> None:
    for row in rows(name, part):
        _, found = unmark(row["marked"])
        assert {str(a.number) for a in found} == set(row["speakers"]), row["id"]
        for one in found:
            assert one.cue, row["id"]
            assert one.content, row["id"]


@pytest.mark.parametrize("part", PARTS)
def test_every_claim_rests_on_its_text(part: str) -> None:
    for row in rows("claims", part):
        text, found = unmark(row["marked"])
        for claim in row["claims"]:
            assert claim["span"] in text, row["id"]
            assert claim["a"] is None or claim["a"] in {a.number for a in found}, row["id"]
            assert claim["stance"] in STANCES, row["id"]
            assert claim["mode"] in MODES, row["id"]
            assert len(claim["counts"]) <= 1, row["id"]
            assert claim["place"] is None or claim["place"]["as_written"] in text, row["id"]


def test_ids_are_unique() -> None:
    for name in ("sentences", "claims"):
        ids = [row["id"] for part in PARTS for row in rows(name, part)]
        assert len(ids) == len(set(ids))
