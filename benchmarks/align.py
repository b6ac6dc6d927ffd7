"""Pairs of what is right and what was read: tokens, Dice, names, and a one-to-one assignment, best pair first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from crossbearing.text import fold
from crossbearing.types import Span

_TOKEN = re.compile(r"\w+(?:['’\-.]\w+)*")
_EMPTY = frozenset({"the", "a", "an", "of", "s"})
G = TypeVar("G")
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Ratio:
    """Hits over what was given (precision) and over what is right (recall)."""

    hits: int
    given: int
    right: int

    @property
    def precision(self) -> float:
        """Share of what was given that is right."""
        return self.hits / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """Share of what is right that was given."""
        return self.hits / self.right if self.right else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.hits / (self.given + self.right) if self.given + self.right else 0.0

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(self.hits + other.hits, self.given + other.given, self.right + other.right)


def tokens(text: str, spans: Iterable[Span]) -> frozenset[int]:
    """The word tokens of a text that share a character with a span; punctuation never counts."""
    some = list(spans)
    return frozenset(
        n for n, m in enumerate(_TOKEN.finditer(text)) if any(m.start() < s.end and s.start < m.end() for s in some)
    )


def dice(a: frozenset[int], b: frozenset[int]) -> float:
    """Dice coefficient; 0 if either is empty."""
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def assign(gold: Sequence[G], given: Sequence[P], score: Callable[[G, P], float]) -> list[tuple[int, int]]:
    """One-to-one pairs (index of gold, index of given) with a score above 0, the best first; deterministic."""
    scored = sorted((-score(g, p), i, k) for i, g in enumerate(gold) for k, p in enumerate(given) if score(g, p) > 0)
    left: set[int] = set()
    right: set[int] = set()
    out = []
    for _, i, k in scored:
        if i not in left and k not in right:
            left.add(i)
            right.add(k)
            out.append((i, k))
    return sorted(out)


def same_name(a: str | None, b: str | None) -> bool:
    """Whether two names agree: equal when folded, or all words of one stand in the other (articles aside)."""
    if not a or not b:
        return not a and not b
    left, right = _words(a), _words(b)
    return bool(left and right) and (left <= right or right <= left)


def accepted(text: str, name: str | None, source: Iterable[Span]) -> tuple[str | None, ...]:
    """The names that count as right for a speaker: the annotator's, and the words of the text where it gives no fuller.

    "The UN migration agency" is right where the report never says "International Organization for Migration"; a pronoun
    or "the general" is not where the report names him.
    """
    if name is None or _words(name) <= _words(text):
        return (name,)
    return (name, *(span.of(text) for span in source))


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", fold(name))) - _EMPTY
