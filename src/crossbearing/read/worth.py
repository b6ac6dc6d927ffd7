"""Is a happening told for its own sake, or mentioned by the way? A small trained weighing of named features.

The weights are `data/worth.csv`, one feature a line, made by `python -m training.kinds.worth` from text of our own.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from crossbearing.read.page import Page
from crossbearing.read.told import Happening
from crossbearing.read.worthfeatures import features
from crossbearing.types import Attribution

CUT, BASE = "(cut)", "(base)"
BY_THE_WAY = "mentioned by the way"


@cache
def weights() -> Mapping[str, float]:
    """The weight of each feature; `(base)` is added always, below `(cut)` a happening gives no claim."""
    with (resources.files("crossbearing") / "data" / "worth.csv").open("r", encoding="utf-8") as stream:
        return {row["feature"]: float(row["weight"]) for row in csv.DictReader(stream)}


def worth(page: Page, h: Happening, speech: Sequence[Attribution], others: Sequence[Happening]) -> float:
    """The log-odds that the happening is told for its own sake; `others` are those of the same text."""
    known = weights()
    found = dict.fromkeys(features(page, h, speech, others))
    return known[BASE] + sum(known.get(f, 0.0) for f in found)


def refusal(page: Page, h: Happening, speech: Sequence[Attribution], others: Sequence[Happening]) -> str | None:
    """Why the happening is no claim; `None` if it is one."""
    return BY_THE_WAY if worth(page, h, speech, others) < weights()[CUT] else None
