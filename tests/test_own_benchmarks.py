"""The benchmarks of our own text: a reader that is all right gets 100, an empty one 0."""

import json
from pathlib import Path

from benchmarks import claims, sentences

from crossbearing.marked import unmark
from crossbearing.types import Attribution, Claim, Source

MARKED = "[src1 The envoy] [cue1 said] [say1 that [src2 the general] [cue2 had reported] [say2 the fall of Dubrava]]."
ROW = {
    "id": "x-s001",
    "conflict": "x",
    "publisher": None,
    "published": "2023-05-20",
    "pack": None,
    "title": None,
    "marked": MARKED,
    "speakers": {
        "1": {"name": "the envoy", "kind": "person", "side": None},
        "2": {"name": "the general", "kind": "person", "side": None},
    },
    "claims": [
        {
            "a": 2,
            "span": "the fall of Dubrava",
            "source": "the general",
            "source_kind": "person",
            "kind": "territory_gain",
            "stance": "asserts",
            "mode": "actual",
            "hedged": False,
            "place": None,
            "when": ["2023-05-20", "2023-05-20"],
            "counts": [],
            "carriers": ["the envoy"],
        }
    ],
}


def file(folder: Path) -> Path:
    path = folder / "test.jsonl"
    path.write_text(json.dumps(ROW) + "\n", "utf-8")
    return path


def perfect(text: str) -> list[Attribution]:
    _, found = unmark(MARKED)
    return [
        Attribution(
            id=f"a{m.number}",
            manner="indirect",
            source=m.source,
            cue=m.cue,
            content=m.content,
            speaker=Source(name=m.source[0].of(text)),
            within=f"a{m.within}" if m.within else None,
        )
        for m in found
    ]


def test_a_perfect_reader_of_sentences_gets_all(tmp_path: Path) -> None:
    assert set(sentences.measure([file(tmp_path)], perfect).figures().values()) == {100.0}


def test_an_empty_reader_gets_nothing(tmp_path: Path) -> None:
    def nothing(text: str) -> list[Attribution]:
        return []

    def no_claim(text: str, row: claims.Gold) -> list[Claim]:
        return []

    assert set(sentences.measure([file(tmp_path)], nothing).figures().values()) == {0.0}
    figures = claims.measure([file(tmp_path)], no_claim).figures()
    assert figures["kind F1"] == figures["ledger-grade F1"] == 0.0
