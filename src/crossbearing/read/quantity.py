"""`Quantity`: one counted thing of a text, where it stands and what it counts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crossbearing.read.numbers import Number
from crossbearing.read.parse import Parse
from crossbearing.types import Count, Span


@dataclass(frozen=True, slots=True)
class Quantity:
    """One counted thing: its span with the figure, the counted noun's token, the count, and whose it is, as written.

    `head` is the figure's own token where the noun is left out ("killing 12"). `part`: it counts some of those that the
    figure before it counts ("including two children").
    """

    span: Span
    head: int
    count: Count
    whose: str | None
    part: bool = False


def quantity_of(
    parse: Parse, span: Span, head: int, what: str, unit: str | None, number: Number, whose: str | None = None
) -> Quantity:
    """The quantity of a figure, as written, with the bound that may follow its noun ("115 civilians at least")."""
    low, high, qualifier = number.low, number.high, number.qualifier
    if low is not None and low == high and (after := _AFTER.match(parse.text, span.end)):
        qualifier = after["bound"].lower()
        low, high = (None, high) if qualifier == "at most" else (low, None)
    count = Count(what=what, unit=unit, low=low, high=high, qualifier=qualifier, as_written=span.of(parse.text))
    return Quantity(span, head, count, whose)


_AFTER = re.compile(
    r"(?i:,? (?P<bound>at least|at the very least|at a minimum|or more|and counting|at most)(?=[.,;:)]|$| [a-z]))"
)
