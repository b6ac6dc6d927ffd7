"""`Parse` → small integers that the trained reader sees beside the text: the same at training and at run time.

Two groups: what a word is (`word_features`), and how a word stands to one anchor, the head word of a cue
(`pair_features`). Every column has 0 for "unknown", so that a missing parse degrades the reader and does not break it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from crossbearing.read.parse import Parse

Ints = npt.NDArray[np.int64]

_POS = [
    "ADJ",
    "ADP",
    "ADV",
    "AUX",
    "CCONJ",
    "DET",
    "INTJ",
    "NOUN",
    "NUM",
    "PART",
    "PRON",
    "PROPN",
    "PUNCT",
    "SCONJ",
    "SYM",
    "VERB",
    "X",
    "SPACE",
    "CONJ",
]
_DEP = [
    "ROOT",
    "acl",
    "acomp",
    "advcl",
    "advmod",
    "agent",
    "amod",
    "appos",
    "attr",
    "aux",
    "auxpass",
    "case",
    "cc",
    "ccomp",
    "compound",
    "conj",
    "csubj",
    "csubjpass",
    "dative",
    "dep",
    "det",
    "dobj",
    "expl",
    "intj",
    "mark",
    "meta",
    "neg",
    "nmod",
    "npadvmod",
    "nsubj",
    "nsubjpass",
    "nummod",
    "oprd",
    "parataxis",
    "pcomp",
    "pobj",
    "poss",
    "preconj",
    "predet",
    "prep",
    "prt",
    "punct",
    "quantmod",
    "relcl",
    "xcomp",
]
_ENT = [
    "CARDINAL",
    "DATE",
    "EVENT",
    "FAC",
    "GPE",
    "LANGUAGE",
    "LAW",
    "LOC",
    "MONEY",
    "NORP",
    "ORDINAL",
    "ORG",
    "PERCENT",
    "PERSON",
    "PRODUCT",
    "QUANTITY",
    "TIME",
    "WORK_OF_ART",
]
_POS_ID = {label: n for n, label in enumerate(_POS, 1)}
_DEP_ID = {label: n for n, label in enumerate(_DEP, 1)}
_ENT_ID = {label: n for n, label in enumerate(_ENT, 2)}

# label ids of a branch: those of `_DEP`, then "is the common ancestor itself"
_SELF = len(_DEP) + 1

WORD_SIZES: tuple[int, ...] = (len(_POS) + 1, len(_DEP) + 1, len(_ENT) + 2, 8, 8, 8)
"""How many values each column of `word_features` takes: part of speech, dependency, entity, shape, quote, edge."""

LEFT, RIGHT, BESIDE = 64, 96, 1
"""How many words before and after the anchor, and how many paragraphs beside its own, the reader looks at."""

_NEAR, _BUCKETS = 24, 8
PAIR_SIZES: tuple[int, ...] = (2 * (_NEAR + _BUCKETS) + 2, _SELF + 1, _SELF + 1, 8, 7, 8, 6, 8)
"""Values of each column of `pair_features`: distance, branch of the word, branch of the anchor, depth of the word,
height of the ancestor, sentences between, paragraphs between, quotations between."""

PARSE_WORD_COLUMNS = (0, 1, 2)
PARSE_PAIR_COLUMNS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Layout:
    """Word features, and what pair features are made of, for one text."""

    words: Ints
    sentence: Ints
    paragraph: Ints
    segment: Ints


def layout(parse: Parse) -> Layout:
    """Look at every word of the text once."""
    n = len(parse)
    sentence = np.zeros(n, np.int64)
    for k, (first, last) in enumerate(parse.sentences):
        sentence[first:last] = k
    paragraph = np.zeros(n, np.int64)
    segment = np.zeros(n, np.int64)
    quote = np.ones(n, np.int64)
    breaks, piece, inside = 0, 0, False
    for i in range(n):
        if i and "\n" in parse.text[parse.end[i - 1] : parse.start[i]]:
            breaks += 1
            piece += 2 if inside else 0
            inside = False
        word = parse.word(i)
        opens = word in _OPENING or (word == '"' and not inside)
        closes = word in _CLOSING or (word == '"' and inside)
        if opens:
            piece += 1
            inside, quote[i] = True, 3
        elif closes:
            inside, quote[i] = False, 4
        elif word in _SINGLE:
            quote[i] = 5
        elif inside:
            quote[i] = 2
        paragraph[i], segment[i] = breaks, piece
        if closes:
            piece += 1
    words = np.stack(
        [
            np.array([_POS_ID.get(p, 0) for p in parse.pos], np.int64).reshape(n),
            np.array([_DEP_ID.get(d, 0) for d in parse.dep], np.int64).reshape(n),
            np.array([_ENT_ID.get(e, 0) if e else 1 for e in parse.ent], np.int64).reshape(n),
            np.array([_shape(parse.word(i)) for i in range(n)], np.int64).reshape(n),
            quote,
            _edges(sentence, paragraph),
        ],
        axis=1,
    )
    return Layout(words, sentence, paragraph, segment)


_OPENING = frozenset("“„«")
_CLOSING = frozenset("”»")
_SINGLE = frozenset("‘’'")


def _shape(word: str) -> int:
    if word.islower():
        return 1
    if word.istitle():
        return 2
    if word.isupper():
        return 3
    if any(c.isdigit() for c in word):
        return 4
    if not any(c.isalnum() for c in word):
        return {":": 6, ",": 7}.get(word, 5)
    return 0


def _edges(sentence: Ints, paragraph: Ints) -> Ints:
    n = len(sentence)
    out = np.ones(n, np.int64)
    if not n:
        return out
    first = np.ones(n, bool)
    first[1:] = sentence[1:] != sentence[:-1]
    opening = np.ones(n, bool)
    opening[1:] = paragraph[1:] != paragraph[:-1]
    out[np.roll(first, -1)] = 3
    out[np.roll(opening, -1)] = 4
    out[first] = 2
    out[opening] = 5
    return out


def pair_features(parse: Parse, plan: Layout, anchor: int) -> tuple[int, int, Ints]:
    """The words from `first` to `last` (exclusive) around the anchor, and how each stands to it: an array [words, 8]."""
    first, last = max(0, anchor - LEFT), min(len(parse), anchor + RIGHT + 1)
    here = int(plan.paragraph[anchor])
    a, b = np.searchsorted(plan.paragraph[first:last], (here - BESIDE, here + BESIDE + 1))
    first, last = first + int(a), first + int(b)
    out = np.zeros((last - first, len(PAIR_SIZES)), np.int64)
    out[:, 0] = _DISTANCES[first - anchor + LEFT : last - anchor + LEFT]
    a, b = parse.sentences[int(plan.sentence[anchor])]
    low, high = max(a, first), min(b, last)
    out[low - first : high - first, 1:5] = [row for i, row in branches(parse, anchor, a, b) if low <= i < high]
    out[:, 5] = np.clip(plan.sentence[first:last] - plan.sentence[anchor], -3, 3) + 4
    out[:, 6] = np.clip(plan.paragraph[first:last] - plan.paragraph[anchor], -2, 2) + 3
    out[:, 7] = np.clip(plan.segment[first:last] - plan.segment[anchor], -3, 3) + 4
    return first, last, out


def distance(gap: Ints) -> Ints:
    """Words between, in buckets: each step up to 24, then by thirds of an octave; those to the left apart."""
    far = np.minimum(np.log2(np.maximum(np.abs(gap) / _NEAR, 1.0)) * 3, _BUCKETS - 1).astype(np.int64) + 1
    size = np.where(np.abs(gap) <= _NEAR, np.abs(gap), _NEAR + far)
    out: Ints = np.where(gap < 0, size + _NEAR + _BUCKETS + 1, size)
    return out


_DISTANCES = distance(np.arange(-LEFT, RIGHT + 1, dtype=np.int64))


def branches(parse: Parse, anchor: int, first: int, last: int) -> list[tuple[int, tuple[int, int, int, int]]]:
    """For each word of the sentence: its branch and the anchor's below their common ancestor, and both distances to it."""
    above: dict[int, tuple[int, int]] = {anchor: (_SELF, 0)}
    node, steps = anchor, 0
    while parse.head[node] != node and steps < 60:
        steps += 1
        below, node = node, parse.head[node]
        if node in above:
            break
        above[node] = (_DEP_ID.get(parse.dep[below], 0), steps)
    known: dict[int, tuple[int, int, int, int]] = {
        i: (_SELF, label, 1, min(up, 5) + 1) for i, (label, up) in above.items()
    }
    out = []
    for i in range(first, last):
        path: list[int] = []
        node = i
        while node not in known and len(path) < 60:
            path.append(node)
            if parse.head[node] == node:
                break
            node = parse.head[node]
        base = known.get(node, (0, 0, 0, 0))
        for step in reversed(path):
            if base[0] == _SELF:
                base = (_DEP_ID.get(parse.dep[step], 0), base[1], 2, base[3])
            elif base[2]:
                base = (base[0], base[1], min(base[2] + 1, 7), base[3])
            known[step] = base
        out.append((i, known.get(i, (0, 0, 0, 0))))
    return out


def pieces(parse: Parse, tokenizer: Any) -> tuple[list[int], list[int], Ints, Ints]:
    """Word pieces of the text: their ids, the word of each, and the first and last piece of each word.

    A word that has no piece of its own takes the one before it.
    """
    encoding = tokenizer.encode(parse.text, add_special_tokens=False)
    ids: list[int] = []
    owner: list[int] = []
    lead = [-1] * len(parse)
    tail = [0] * len(parse)
    word, n = 0, len(parse)
    for piece, (start, end) in zip(encoding.ids, encoding.offsets, strict=True):
        while word < n and parse.end[word] <= start:
            word += 1
        if word == n:
            break
        if parse.start[word] >= end:
            continue
        if lead[word] < 0:
            lead[word] = len(ids)
        tail[word] = len(ids)
        # a piece that reaches over several words (rare) leads each of them
        after = word + 1
        while after < n and parse.start[after] < end:
            if lead[after] < 0:
                lead[after] = tail[after] = len(ids)
            after += 1
        ids.append(piece)
        owner.append(word)
    last = 0
    for i in range(n):
        if lead[i] < 0:
            lead[i] = tail[i] = last
        last = tail[i]
    return ids, owner, np.array(lead, np.int64), np.array(tail, np.int64)


def windows(plan: Layout, owner: list[int], limit: int) -> list[tuple[int, int]]:
    """Ranges of pieces of at most `limit`, of like size, cut at a paragraph where possible, else at a sentence, else anywhere."""
    n = len(owner)
    if not n:
        return []
    own = np.asarray(owner)
    grade = np.zeros(n + 1, np.int64)
    word = np.flatnonzero(own[1:] != own[:-1]) + 1
    grade[word] = 1
    left, right = own[word - 1], own[word]
    grade[word[plan.sentence[left] != plan.sentence[right]]] = 2
    grade[word[plan.paragraph[left] != plan.paragraph[right]]] = 3
    out: list[tuple[int, int]] = []
    start = 0
    while n - start > limit:
        share = -(-(n - start) // limit)
        target = (n - start) / share
        low, high = start + max(1, int(target * 0.7)), start + min(limit, int(target * 1.25) + 1)
        spots = np.arange(low, high + 1)
        best = spots[grade[spots] == np.max(grade[spots])]
        stop = int(best[np.argmin(np.abs(best - start - target))])
        out.append((start, stop))
        start = stop
    out.append((start, n))
    return out
