"""A happening and a place name → small integers that the trained reader weighs: the same at training and at run time.

Every column has 0 for "unknown".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from crossbearing.read.parse import Parse
from crossbearing.read.tagfeatures import PAIR_SIZES, Ints, Layout, branches, distance

_PREPOSITIONS = (
    "in", "at", "near", "on", "around", "outside", "inside", "from", "into", "to", "toward", "towards", "over", "across",
    "of", "between", "through", "within", "by", "against", "for", "with",
)  # fmt: skip
_PREPOSITION_ID = {word: n for n, word in enumerate(_PREPOSITIONS, 2)}
_PRECISIONS = ("facility", "settlement", "area", "admin2", "admin1", "country", "unresolved")
_PRECISION_ID = {word: n for n, word in enumerate(_PRECISIONS, 1)}
_USES = ("place", "modifier", "metonym")
_RECENT, _OFTEN, _BEFORE, _AFTER = 5, 4, 7, 3
_LEAD = 2

PLACE_SIZES: tuple[int, ...] = (
    PAIR_SIZES[0], *PAIR_SIZES[1:5], _BEFORE + _AFTER + 1, 6, 8, len(_PREPOSITIONS) + 2, len(_PRECISIONS) + 1, len(_USES) + 1, _RECENT + 3,
    _OFTEN + 1, 3,
)  # fmt: skip
"""Values of each column of `place_features`: distance, branch of the name, branch of the happening, depth of the name, height
of the ancestor, sentences between, paragraphs between, quotations between, preposition, precision, use, how recently
named, how often named, whether the lead names it."""


@dataclass(frozen=True, slots=True)
class Named:
    """A place name in the text: its tokens `first` to `last` (exclusive), what it resolves to, how it is used."""

    first: int
    last: int
    form: str
    precision: str
    use: str

    def head(self, parse: Parse) -> int:
        """Its head word."""
        inside = range(self.first, self.last)
        return next((t for t in inside if parse.head[t] not in inside), self.last - 1)


def place_features(parse: Parse, plan: Layout, trigger: int, named: Sequence[Named]) -> Ints:
    """How each name stands to the word that tells the happening: an array [names, 14]."""
    out = np.zeros((len(named), len(PLACE_SIZES)), np.int64)
    if not named:
        return out
    heads = np.array([n.head(parse) for n in named], np.int64)
    out[:, 0] = distance(heads - trigger)
    sentence = int(plan.sentence[trigger])
    first, last = parse.sentences[sentence]
    rows = dict(branches(parse, trigger, first, last)) if any(first <= h < last for h in heads) else {}
    recent: dict[str, int] = {}
    for n in sorted(named, key=lambda n: -n.first):
        if n.first < trigger:
            recent.setdefault(n.form, len(recent) + 1)
    often: dict[str, int] = {}
    for n in named:
        often[n.form] = often.get(n.form, 0) + 1
    lead = {n.form for n in named if int(plan.sentence[n.first]) < _LEAD}
    for row, (name, head) in enumerate(zip(named, heads.tolist(), strict=True)):
        out[row, 1:5] = rows.get(head, (0, 0, 0, 0))
        out[row, 8] = _preposition(parse, head)
        out[row, 9] = _PRECISION_ID.get(name.precision, 0)
        out[row, 10] = _USES.index(name.use) + 1 if name.use in _USES else 0
        out[row, 11] = min(recent.get(name.form, _RECENT + 1), _RECENT + 1) + 1
        out[row, 12] = min(often[name.form], _OFTEN)
        out[row, 13] = 2 if name.form in lead else 1
    out[:, 5] = np.clip(plan.sentence[heads] - sentence, -_BEFORE, _AFTER - 1) + _BEFORE + 1
    out[:, 6] = np.clip(plan.paragraph[heads] - plan.paragraph[trigger], -3, 1) + 4
    out[:, 7] = np.clip(plan.segment[heads] - plan.segment[trigger], -3, 3) + 4
    return out


def _preposition(parse: Parse, token: int) -> int:
    """The preposition that the name's phrase hangs on; 1 for another role."""
    seen = token
    for _ in range(4):
        if parse.dep[seen] not in ("conj", "appos", "compound", "nmod") or parse.head[seen] == seen:
            break
        seen = parse.head[seen]
    if parse.dep[seen] in ("pobj", "pcomp"):
        return _PREPOSITION_ID.get(parse.lower(parse.head[seen]), 1)
    return 1
