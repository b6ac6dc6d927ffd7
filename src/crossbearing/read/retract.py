"""What a report takes back: a source that withdraws its claim, a toll corrected, an agency's notice of correction."""

from __future__ import annotations

from collections.abc import Sequence

from crossbearing.read.page import Page
from crossbearing.types import Claim


def taken_back(page: Page, made: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims, those that take something back with `retracts`: the id of a claim of this report, else the words."""
    return tuple(made)
