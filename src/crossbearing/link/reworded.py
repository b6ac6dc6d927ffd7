"""Reports that tell the same in other words: the same names and figures, sentence by sentence, in the same order.

No run of words survives a true rewording, but who is named with which figure does, and the order in which it is told.
Two reporters at one briefing share its names and figures as well, so that more is asked for: nearly all marks of the
shorter report, half of the longer one, one order, and figures among them. What is shorter than that stays untold.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from crossbearing.link.lexicon import words
from crossbearing.link.passages import sentences
from crossbearing.text import fold
from crossbearing.types import Span

_TOKEN = re.compile(r"[^\W\d_]+-?\d[\w-]*|\d[\d.,:]*\d|\d|[^\W\d_]+(?:['’][^\W\d_]+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_STEM = 5  # letters: "Ukraine" and "Ukrainian", "rebels" and "rebel" are one
_FIGURE, _NUMERAL, _YEAR_OF, _NAME, _DAY, _WORD = 1.2, 0.6, 0.5, 0.8, 0.3, 0.3
_HARD = "#N"  # figures and names
SKETCH = 24  # numbers by which reworded reports are found
LEAST_SKETCH = 2
BEYOND = 1 << 40  # sketch numbers from here on are of marks, below of runs of words
LEAST_PASSAGE = 0.25  # of a sentence's marks, by weight
LEAST_SHARED = 0.5
JOINED = 0.25  # what a sentence loses for being met by two of the other report


@dataclass(frozen=True, slots=True)
class Bar:
    """What is asked of two reports: sentences met, order, share of the shorter and of the longer, names and figures, and all in all."""

    passages: int
    order: float
    shorter: float
    longer: float
    named: int
    figures: int
    likeness: float


# a report that credits the other's publisher says itself that it took from there
UNCREDITED = Bar(passages=5, order=0.7, shorter=0.75, longer=0.5, named=7, figures=2, likeness=0.21)
CREDITED = Bar(passages=4, order=0.6, shorter=0.6, longer=0.3, named=6, figures=1, likeness=0.12)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its marks (folded figures, stems of names and words) and their weights; `named` in their order."""

    span: Span
    marks: Mapping[str, float]
    named: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a report tells: its sentences, how often each mark stands in them, and the names and figures among these."""

    sentences: tuple[Sentence, ...]
    often: Mapping[str, int]
    hard: frozenset[str]


@dataclass(frozen=True, slots=True)
class Retelling:
    """How far two reports tell the same. `passages` are the sentences of each that met."""

    passages: tuple[tuple[Span, Span], ...]
    marks: float
    order: float
    shorter: float
    longer: float
    named: int
    figures: tuple[str, ...]

    @property
    def likeness(self) -> float:
        """All four shares in one: each can make up for a little of the others."""
        return self.marks * self.order * self.shorter * self.longer

    @property
    def score(self) -> float:
        """From 0 to 0.9: words in common are the surer sign."""
        return min(0.9, 0.4 + self.likeness)

    def clears(self, bar: Bar) -> bool:
        """Whether all that is asked holds."""
        return (
            len(self.passages) >= bar.passages
            and self.order >= bar.order
            and self.shorter >= bar.shorter
            and self.longer >= bar.longer
            and self.named >= bar.named
            and len(self.figures) >= bar.figures
            and self.likeness >= bar.likeness
        )


def told(text: str) -> Told:
    """The sentences of a text with their marks."""
    pieces = sentences(text)
    inside: set[str] = set()
    lower: set[str] = set()
    for span in pieces:
        for n, m in enumerate(_TOKEN.finditer(text, span.start, span.end)):
            word = m.group()
            if word[0].islower():
                lower.add(_plain(word))
            elif n and not word[0].isdigit():
                inside.add(_plain(word))
    out = []
    for span in pieces:
        marks: dict[str, float] = {}
        named: list[str] = []
        end = -2
        for n, m in enumerate(_TOKEN.finditer(text, span.start, span.end)):
            mark, weight = _mark(m.group(), first=n == 0, inside=inside, lower=lower)
            if not mark:
                continue
            marks[mark] = weight
            if mark[0] in _HARD:
                if mark[0] == "N" and named and named[-1][0] == "N" and m.start() == end + 1:
                    named.pop()  # of the words of one name the last stands for it
                named.append(mark)
                end = m.end()
        out.append(Sentence(span, marks, tuple(named)))
    often = Counter(k for s in out for k in s.marks)
    return Told(tuple(out), often, frozenset(k for k in often if k[0] in _HARD))


def sketch_of_marks(report: Told) -> frozenset[int]:
    """The smallest hashes of the pairs that a sentence names together: a retelling keeps most of these pairs."""
    pairs = {
        zlib.crc32(f"{a} {b}".encode()) for s in report.sentences for a, b in combinations(sorted(set(s.named)), 2)
    }
    return frozenset(BEYOND + h for h in sorted(pairs)[:SKETCH])


def compare(left: Told, right: Told) -> Retelling | None:
    """How far one tells what the other tells; `None` where too little is shared for any credit to make it a copy."""
    turned = _size(left) > _size(right)
    one, other = (right, left) if turned else (left, right)
    short, long = one.sentences, other.sentences
    both = one.hard & other.hard
    if len(short) < CREDITED.passages or len(both) < max(CREDITED.named, CREDITED.shorter * len(one.hard)):
        return None
    # what stands in every sentence tells little
    share = {k: max(n, other.often.get(k, 0)) ** -0.5 for k, n in one.often.items()}
    windows = _windows(long)
    met = [m for s in short if (m := _meet(s, windows, share)) is not None]
    if len(met) < CREDITED.passages:
        return None
    pairs = [(m.span, Span(long[m.where[0]].span.start, long[m.where[-1]].span.end)) for m in met]
    total = sum(m.shared for m in met)
    return Retelling(
        passages=tuple(sorted((b, a) if turned else (a, b) for a, b in pairs)),
        marks=total / sum(w * share[k] for s in short for k, w in s.marks.items()),
        order=_chain(met) / total,
        shorter=len(both) / len(one.hard),
        longer=len({j for m in met for j in m.where}) / len(long),
        named=len(both),
        figures=tuple(sorted(k[1:] for k in both if k[0] == "#" and not _YEAR.fullmatch(k[1:]))),
    )


def _size(report: Told) -> tuple[int, int, int]:
    return len(report.sentences), len(report.hard), report.sentences[-1].span.end if report.sentences else 0


@dataclass(frozen=True, slots=True)
class _Met:
    """A sentence of the shorter report, the one or two of the longer that tell the same, and the weight that they share."""

    span: Span
    where: tuple[int, ...]
    shared: float


def _windows(parts: Sequence[Sentence]) -> list[tuple[tuple[int, ...], Mapping[str, float]]]:
    """Each sentence, and each two that follow one another: a rewriter joins and splits them."""
    ones: list[tuple[tuple[int, ...], Mapping[str, float]]] = [((j,), s.marks) for j, s in enumerate(parts)]
    return ones + [((j, j + 1), {**a.marks, **b.marks}) for j, (a, b) in enumerate(pairwise(parts))]


def _meet(
    s: Sentence, windows: Sequence[tuple[tuple[int, ...], Mapping[str, float]]], share: Mapping[str, float]
) -> _Met | None:
    """Where in the longer report a sentence is told, if it is: at least one name or figure, and a quarter of its marks."""
    best: _Met | None = None
    hard = [k for k in s.marks if k[0] in _HARD]
    for where, marks in windows:
        if not any(k in marks for k in hard):
            continue
        both = [k for k in s.marks if k in marks]
        shared = sum(min(s.marks[k], marks[k]) * share[k] for k in both) - JOINED * (len(where) - 1)
        if shared >= LEAST_SHARED and (best is None or shared > best.shared):
            best = _Met(s.span, where, shared)
    if best is None or best.shared < LEAST_PASSAGE * sum(w * share[k] for k, w in s.marks.items()):
        return None
    return best


def _chain(met: Sequence[_Met]) -> float:
    """The most weight that both reports tell in one order."""
    best: list[float] = []
    for n, m in enumerate(met):
        before = (best[k] for k in range(n) if met[k].where[0] <= m.where[-1])
        best.append(m.shared + max(before, default=0.0))
    return max(best, default=0.0)


def _plain(word: str) -> str:
    return fold(word).removesuffix("'s")


def _mark(word: str, *, first: bool, inside: set[str], lower: set[str]) -> tuple[str, float]:
    """The mark that a word leaves, with its weight: a figure (#), a name (N), a day (d), a word (w), or none."""
    if word[0].isdigit():
        figure = word.replace(",", "")
        return f"#{figure}", _YEAR_OF if _YEAR.fullmatch(figure) else _FIGURE
    plain = _plain(word)
    if plain in words("numeral"):
        return f"#{words('numeral')[plain]}", _NUMERAL
    if plain in words("calendar"):
        return f"d{plain[:3]}", _DAY
    if len(plain) < 2 or plain in words("stop"):
        return "", 0.0
    if word[0].isupper() and (not first or plain in inside) and plain not in lower:
        return f"N{plain if any(c.isdigit() for c in plain) else plain[:_STEM]}", _NAME
    return (f"w{plain[:_STEM]}", _WORD) if len(plain) >= _STEM else ("", 0.0)
