"""Whether the figures of two claims can be of one thing."""

from __future__ import annotations

import math

from crossbearing.link.facts import Facts
from crossbearing.types import Count

TOLLS = frozenset({"killed", "wounded", "missing"})


def tolls_apart(a: Facts, b: Facts) -> bool:
    """Whether one gives the dead and the other the wounded or the missing: two tolls, be they of one attack."""
    if a.family.shape != "suffered":
        return False
    one, other = ({c.what for c in f.claim.counts} & TOLLS for f in (a, b))
    return bool(one and other) and not one & other


def figures_agree(c: Count, d: Count, *, factor: float = 1.34, firm: bool = False) -> bool | None:
    """Whether two figures of one thing overlap within a factor; `None` if they are of unlike things or give no number.

    `firm` asks for figures that have a floor: "up to 50" agrees with nothing.
    """
    if firm and (c.low is None or d.low is None):
        return None
    if c.what != d.what or (c.unit and d.unit and c.unit != d.unit):
        return None
    if (c.low is None and c.high is None) or (d.low is None and d.high is None):
        return None
    c_low, c_high = c.low if c.low is not None else 0.0, c.high if c.high is not None else math.inf
    d_low, d_high = d.low if d.low is not None else 0.0, d.high if d.high is not None else math.inf
    return max(c_low, d_low) <= min(c_high, d_high) * factor
