"""Is a happening told for its own sake, or mentioned by the way? A small trained weighing of named features.

The weights are `data/worth.csv`, one feature a line, made by `python -m training.kinds.worth` from text of our own.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from math import log

from crossbearing.read.page import Page
from crossbearing.read.told import Happening
from crossbearing.read.worthfeatures import features
from crossbearing.types import Attribution

LEARNED = 0.3
"""What the trained reader's doubt, as log-odds, counts beside the features; its trust adds nothing to them."""
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
    return known[BASE] + sum(known.get(f, 0.0) for f in found) + LEARNED * _belief(page, h)


def _belief(page: Page, h: Happening) -> float:
    """The trained reader's log-odds that the word tells a claim, if they are below 0."""
    learned = page.views.learned
    if learned is None or any(r.startswith("act:") for r in h.rules):
        return 0.0
    best = max(learned.told(t) * learned.claim(t) for t in _carriers(page, h.trigger))
    chance = min(max(best, 0.01), 0.99)
    return min(log(chance / (1 - chance)), 0.0)


def _carriers(page: Page, trigger: int) -> tuple[int, ...]:
    """The words that may carry the happening: of "is under our control" not "is" alone."""
    parse = page.parse
    if parse.pos[trigger] != "AUX" and parse.lemma[trigger] not in ("be", "have", "come", "remain"):
        return (trigger,)
    below = parse.kids(trigger, "attr", "acomp", "dobj", "oprd", "advmod")
    led = [t for p in parse.kids(trigger, "prep") for t in parse.kids(p, "pobj")]
    return (trigger, *below, *led)


def refusal(page: Page, h: Happening, speech: Sequence[Attribution], others: Sequence[Happening]) -> str | None:
    """Why the happening is no claim; `None` if it is one."""
    return BY_THE_WAY if worth(page, h, speech, others) < weights()[CUT] else None
