"""What the trained reader thinks of each word: which kind of happening it tells, whether that is a claim, and where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from crossbearing.read.parse import Parse
from crossbearing.read.placefeatures import Named, place_features
from crossbearing.read.tagfeatures import Ints, Layout

Floats = npt.NDArray[np.float32]

KINDS = (
    "ground_clash", "advance", "encirclement", "territory_gain", "territory_held", "withdrawal", "deployment",
    "air_drone_strike", "shelling_missile", "mine_ied", "suicide_bomb", "grenade", "chemical_weapon", "interception",
    "property_destruction", "attack_on_civilians", "sexual_violence", "abduction_detention", "captured_persons",
    "casualties", "displacement", "explosive_hazard", "clearance", "humanitarian_need", "aid", "agreement", "exchange",
    "protest", "riot", "threat", "accusation", "statement", "other",
)  # fmt: skip
"""The order of the kinds in the reader's scores; a test holds it to `data/kinds.csv`."""
PLACE_STATE = 48
"""Width of the states in which happenings and names meet."""
TOLD, CLAIM, QUERY = len(KINDS), len(KINDS) + 1, len(KINDS) + 2
KEY, NOWHERE = QUERY + PLACE_STATE, QUERY + 2 * PLACE_STATE

Weigh = Callable[[Floats, Floats, Ints], Floats]
"""Queries, keys and features of pairs → a score each (`Placing` of training/attribution/model.py)."""


@dataclass(frozen=True)
class Learned:
    """The reader's scores of every word of one text: an array [words, NOWHERE + 1]."""

    parse: Parse
    plan: Layout
    senses: Floats
    weigh: Weigh
    chance: Floats | None = None

    def cue(self, token: int) -> float:
        """The belief that the word is the head of a cue, 0 to 1."""
        return 1.0 if self.chance is None else float(self.chance[token])

    def kinds(self, token: int) -> dict[str, float]:
        """The share of belief of each kind, if the word tells a happening at all."""
        return dict(zip(KINDS, _shares(self.senses[token, : len(KINDS)]).tolist(), strict=True))

    @cached_property
    def _chances(self) -> tuple[list[float], list[float]]:
        told, claim = (1 / (1 + np.exp(-self.senses[:, [TOLD, CLAIM]]))).T.tolist()
        return told, claim

    def told(self, token: int) -> float:
        """The belief that the word tells a happening, 0 to 1."""
        return self._chances[0][token]

    def claim(self, token: int) -> float:
        """The belief that a happening told by the word is told for its own sake, 0 to 1."""
        return self._chances[1][token]

    def places(self, token: int, named: Sequence[Named]) -> tuple[Floats, float]:
        """The share of belief of each name that it is where the happening plays, and of nowhere in the text."""
        if not named:
            return np.zeros(0, np.float32), 1.0
        heads = [n.head(self.parse) for n in named]
        features = place_features(self.parse, self.plan, token, named)
        query = np.repeat(self.senses[token : token + 1, QUERY:KEY], len(named), 0)
        scores = np.append(self.weigh(query, self.senses[heads, KEY:NOWHERE], features), self.senses[token, NOWHERE])
        shares = _shares(scores)
        return shares[:-1], float(shares[-1])


def _shares(scores: Floats) -> Floats:
    powers = np.exp(scores - np.max(scores))
    out: Floats = (powers / powers.sum()).astype(np.float32)
    return out
