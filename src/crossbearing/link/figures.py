"""Whether the figures of two claims can be of one thing."""

from __future__ import annotations

import math

from crossbearing.link.facts import Facts
from crossbearing.types import Count

TOLLS = frozenset({"killed", "wounded", "missing"})
REGIONS = frozenset({"admin1", "country"})


def tolls_apart(a: Facts, b: Facts) -> bool:
    """Whether one gives the dead and the other the wounded or the missing: two tolls, be they of one attack."""
    if a.family.shape != "suffered":
        return False
    one, other = ({c.what for c in f.claim.counts} & TOLLS for f in (a, b))
    return bool(one and other) and not one & other


def wider_toll(a: Facts, b: Facts) -> bool:
    """Whether one counts the dead of a region and the other those of a town in other figures: a sum and what it is made of."""
    if a.family.shape != "suffered" or a.place is None or b.place is None:
        return False
    if (a.place.precision in REGIONS) == (b.place.precision in REGIONS) or a.claim.stance != b.claim.stance:
        return False
    alike = [(c, d) for c in a.claim.counts for d in b.claim.counts if c.what == d.what and c.what in TOLLS]
    return bool(alike) and not any(_figure(c) == _figure(d) for c, d in alike)


def two_tellers(a: Facts, b: Facts) -> bool:
    """Whether two speakers of one report tell of losses: without a figure in common they hardly speak of the same dead."""
    x, y = a.claim, b.claim
    if a.family.shape != "suffered" or x.report.id != y.report.id or not x.stance == y.stance == "asserts":
        return False
    return (
        bool(x.source.name and y.source.name)
        and x.source.name != y.source.name
        and "own_voice" not in (x.manner, y.manner)
    )


def unlike_tolls(a: Facts, b: Facts) -> bool:
    """Whether two speakers of one report both count, and nothing that one counts is counted by the other."""
    mine, theirs = ([c for c in f.claim.counts if _figure(c) is not None] for f in (a, b))
    if not two_tellers(a, b) or not mine or not theirs:
        return False
    return all(figures_agree(c, d) is None for c in mine for d in theirs)


def _figure(c: Count) -> float | None:
    return c.low if c.low is not None else c.high


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
