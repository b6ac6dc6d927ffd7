"""A text as passages (sentences with their words), and the sketch by which reports that share some are found."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

from crossbearing.text import fold
from crossbearing.types import Span

_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+|\n+")
_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"[\"“«][^\"”»]{12,}[\"”»]")
SHINGLE = 3
PER_PASSAGE = 3
LEAST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence: where it stands, its folded words, the hashes of its runs of three words, its share of quotation."""

    span: Span
    words: tuple[str, ...]
    shingles: frozenset[int]
    quoted: float

    @property
    def key(self) -> int:
        """A hash of the whole passage."""
        return zlib.crc32(" ".join(self.words).encode())


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a text, cut at marks of their end and at line breaks."""
    out = []
    start = 0
    for end in [m.end() for m in _END.finditer(text)] + [len(text)]:
        piece = text[start:end]
        if piece.strip():
            out.append(Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
        start = end
    return tuple(out)


def passages(text: str) -> tuple[Passage, ...]:
    """The passages of a text that have words enough to tell whether they were copied."""
    out = []
    for span in sentences(text):
        piece = span.of(text)
        words = tuple(_WORD.findall(fold(piece)))
        if len(words) >= LEAST_WORDS:
            quoted = sum(len(q) for q in _QUOTED.findall(piece)) / max(1, len(piece))
            out.append(Passage(span, words, _shingles(words), quoted))
    return tuple(out)


def _shingles(words: tuple[str, ...]) -> frozenset[int]:
    runs = (" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))
    return frozenset(zlib.crc32(run.encode()) for run in runs)


def sketch(parts: tuple[Passage, ...]) -> frozenset[int]:
    """A MinHash of each passage: its smallest shingle hashes. A copied passage keeps some of them through light edits."""
    return frozenset(h for p in parts for h in sorted(p.shingles)[:PER_PASSAGE])
