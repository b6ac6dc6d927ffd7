"""`Happening`: one thing that a clause says happened."""

from __future__ import annotations

from dataclasses import dataclass

from crossbearing.types import Span

ATTEMPT = "attempt"
"""The rule of what was only tried, and so is a fight."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that a clause says happened.

    `trigger` is its token, `span` the contiguous clause within one sentence; `agents` and `targets` are head tokens,
    `places` tokens of place arguments and attached phrases, the most closely attached first.
    """

    trigger: int
    kind: str
    span: Span
    agents: tuple[int, ...]
    targets: tuple[int, ...]
    places: tuple[int, ...]
    score: float
    rules: tuple[str, ...]
    acled: str | None = None
