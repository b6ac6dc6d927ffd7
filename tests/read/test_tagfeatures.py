from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from crossbearing.read.parse import Parse
from crossbearing.read.tagfeatures import PAIR_SIZES, WORD_SIZES, layout, pair_features, pieces, windows


def small(text: str, heads: list[int], deps: list[str]) -> Parse:
    words, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        words.append((start, start + len(word)))
        at = start + len(word)
    n = len(words)
    return Parse(
        text=text,
        start=tuple(a for a, _ in words),
        end=tuple(b for _, b in words),
        lemma=tuple(text[a:b].lower() for a, b in words),
        pos=("X",) * n,
        tag=("X",) * n,
        dep=tuple(deps),
        head=tuple(heads),
        ent=("",) * n,
        ent_start=(False,) * n,
        sentences=((0, n),),
    )


MEDICS = small(
    "Medics said the road was closed", [1, 1, 3, 5, 5, 1], ["nsubj", "ROOT", "det", "nsubjpass", "auxpass", "ccomp"]
)


def test_word_features_stay_within_their_tables() -> None:
    words = layout(MEDICS).words
    assert words.shape == (6, len(WORD_SIZES))
    assert (words.max(0) < np.array(WORD_SIZES)).all()


def test_words_know_the_branch_by_which_they_hang_from_the_anchor() -> None:
    first, last, rows = pair_features(MEDICS, layout(MEDICS), 1)
    assert (first, last) == (0, 6)
    assert (rows.max(0) < np.array(PAIR_SIZES)).all()
    subject, anchor, *content = rows[:, 1].tolist()
    assert subject != anchor
    assert len(set(content)) == 1
    assert content[0] not in (subject, anchor)


def test_a_cycle_of_heads_ends() -> None:
    odd = small("a b c", [1, 0, 2], ["x", "y", "ROOT"])
    assert pair_features(odd, layout(odd), 0)[2].shape == (3, len(PAIR_SIZES))


def test_quotation_marks_part_the_text() -> None:
    quoted = small("He said “ we hold ” today", [0] * 7, ["x"] * 7)
    plan = layout(quoted)
    assert plan.words[:, 4].tolist() == [1, 1, 3, 2, 2, 4, 1]
    assert len({int(s) for s in plan.segment[2:6]}) == 1
    assert plan.segment[6] > plan.segment[2] > plan.segment[1]


class Letters:
    """A tokenizer whose pieces are single letters."""

    def encode(self, text: str, *, add_special_tokens: bool) -> Any:
        spots = [i for i, c in enumerate(text) if not c.isspace() and c != "~"]
        return type("E", (), {"ids": [ord(text[i]) for i in spots], "offsets": [(i, i + 1) for i in spots]})()


def test_every_word_has_a_first_and_a_last_piece() -> None:
    ids, owner, lead, tail = pieces(small("ab c ~ de", [0] * 4, ["x"] * 4), Letters())
    assert len(ids) == len(owner) == 5
    assert owner == [0, 0, 1, 3, 3]
    assert lead.tolist() == [0, 2, 2, 3]
    assert tail.tolist() == [1, 2, 2, 4]


def test_windows_cover_every_piece_once_and_keep_the_limit() -> None:
    text = " ".join(["word"] * 50)
    parse = small(text, list(range(50)), ["ROOT"] * 50)
    _, owner, _, _ = pieces(parse, Letters())
    cuts = windows(layout(parse), owner, 30)
    assert cuts[0][0] == 0
    assert cuts[-1][1] == len(owner)
    assert all(a[1] == b[0] for a, b in pairwise(cuts))
    assert all(0 < b - a <= 30 for a, b in cuts)


def test_a_word_longer_than_a_window_is_cut() -> None:
    parse = small("x" * 100, [0], ["ROOT"])
    _, owner, _, _ = pieces(parse, Letters())
    assert all(b - a <= 30 for a, b in windows(layout(parse), owner, 30))


def test_an_empty_text_has_no_windows() -> None:
    assert windows(layout(small("", [], [])), [], 30) == []
