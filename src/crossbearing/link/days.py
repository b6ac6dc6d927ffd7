"""ISO dates as day numbers, and the days in which a happening may lie."""

from __future__ import annotations

from datetime import date

from crossbearing.link.lexicon import Family
from crossbearing.types import Claim

WIDE = 31


def day(text: str | None) -> int | None:
    """The day number of an ISO date (or of the start of a month or year); `None` for anything else."""
    if not text:
        return None
    head = text[:10]
    if len(head) == 7:
        head += "-01"
    elif len(head) == 4:
        head += "-01-01"
    try:
        return date.fromisoformat(head).toordinal()
    except ValueError:
        return None


def iso(number: int) -> str:
    """The ISO date of a day number."""
    return date.fromordinal(number).isoformat()


def window(claim: Claim, family: Family, published: int | None) -> tuple[int, int] | None:
    """The first and last day on which what the claim speaks of may have happened; `None` if nothing tells.

    A date that rests on publication only says that the happening is not later, so the window reaches back by the
    family's lag. A denial or a doubt is dated by its statement and looks back further.
    """
    when = claim.when
    first = day(when.earliest) if when else None
    last = day(when.latest) if when else None
    from_text = when is not None and when.rests_on == "text" and (first is not None or last is not None)
    if first is None and last is None:
        if published is None:
            return None
        first = last = published
    if first is None:
        assert last is not None
        first = last - WIDE
    if last is None:
        last = max(first, published) if published is not None else first + WIDE
    if last < first:
        first, last = last, first
    if claim.stance in ("denies", "doubts"):
        first -= family.lookback
    elif claim.stance == "predicts":
        last += family.lookback
    elif not from_text:
        first -= family.lag
    return first, last
