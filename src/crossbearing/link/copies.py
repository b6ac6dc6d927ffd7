"""Reports that share text: found by a recall-first sketch of their passages, confirmed by aligning these.

A true wire copy may share less than a third of its runs of three words, so one or two shared passages make a candidate
and only aligned passages make a copy. Quotations prove no descent: two reporters may hear one speaker. What shares no
runs of words may still be told after another report (`reworded.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from crossbearing.link import reworded
from crossbearing.link.context import Rulings
from crossbearing.link.lexicon import words
from crossbearing.link.passages import Passage, passages, sketch
from crossbearing.text import fold
from crossbearing.types import ReportHead, Span

Direction = Literal["left first", "right first", "unknown"]
MOST_SHARING = 80
SHORT = 4  # passages of a report so short that one shared run is enough to compare it
LEAST_COVERAGE = 0.3
LEAST_WORDS = 22
STRONG_PASSAGE = 0.64
LEAST_RUNS = 0.08
FIRM_RUNS = 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Two reports of which one, or both, hold text of one descent. `passages` are aligned pairs of spans."""

    left: str
    right: str
    score: float
    passages: tuple[tuple[Span, Span], ...]
    direction: Direction
    reasons: tuple[str, ...]


def find_copies(
    texts: Mapping[str, str],
    heads: Mapping[str, ReportHead],
    rulings: Rulings,
    *,
    of: Collection[str] | None = None,
) -> tuple[tuple[Copy, ...], tuple[str, ...]]:
    """Every pair of reports that share text, in order of their ids; and what a cap left out. Pairs `of` some reports alone, if given."""
    parts = _without_boilerplate({report: passages(texts[report]) for report in sorted(texts)}, heads)
    told = {report: reworded.told(texts[report]) for report in sorted(texts)}
    pairs, capped = _candidates(parts)
    retold, crowded = _sharing({report: reworded.sketch_of_marks(told[report]) for report in parts})
    named = {p for p, n in retold.items() if n >= reworded.LEAST_SKETCH}
    folded = {report: fold(text) for report, text in texts.items()}
    out = []
    pairs |= {(min(p), max(p)) for p in rulings.copies if len(p) == 2}
    for left, right in sorted(pairs | named):
        if left not in parts or right not in parts or frozenset({left, right}) in rulings.not_copies:
            continue
        if of is not None and left not in of and right not in of:
            continue
        copy = None
        if (left, right) in pairs:
            copy = _confirm(left, right, parts, folded, heads, decided=frozenset({left, right}) in rulings.copies)
        if copy is None and (left, right) in named:
            copy = _retold(left, right, told, folded, heads)
        if copy is not None:
            out.append(copy)
    return tuple(out), (*capped, *_crowded(crowded, "pairs of names and figures"))


def lineage(copies: Sequence[Copy], heads: Mapping[str, ReportHead], *, least: float = 0.5) -> dict[str, str]:
    """Report → the first report of its family of copies: that from which the others descend, as far as is shown."""
    parent: dict[str, str] = {}

    def root(r: str) -> str:
        while parent.get(r, r) != r:
            r = parent[r]
        return r

    later: Counter[str] = Counter()
    for copy in copies:
        if copy.score < least:
            continue
        a, b = root(copy.left), root(copy.right)
        parent.setdefault(copy.left, copy.left)
        parent.setdefault(copy.right, copy.right)
        if a != b:
            parent[max(a, b)] = min(a, b)
        if copy.direction != "unknown":
            later[copy.right if copy.direction == "left first" else copy.left] += 1
    groups: dict[str, list[str]] = {}
    for report in sorted(parent):
        groups.setdefault(root(report), []).append(report)
    out = {}
    for members in groups.values():
        first = min(members, key=lambda r: (later[r], _date(heads.get(r)) or "9999", r))
        out.update(dict.fromkeys(members, first))
    return out


def _without_boilerplate(
    parts: Mapping[str, tuple[Passage, ...]], heads: Mapping[str, ReportHead]
) -> dict[str, tuple[Passage, ...]]:
    """Drop what a publisher prints under everything: a passage that a fifth, and at least four, of its reports hold."""
    by_publisher: dict[str, list[str]] = {}
    for report in parts:
        head = heads.get(report)
        if head and head.publisher:
            by_publisher.setdefault(fold(head.publisher), []).append(report)
    out = dict(parts)
    for reports in by_publisher.values():
        tally = Counter(key for report in reports for key in {p.key for p in parts[report]})
        common = {key for key, n in tally.items() if n >= max(4, len(reports) / 5)}
        for report in reports if common else ():
            out[report] = tuple(p for p in parts[report] if p.key not in common)
    return out


def _candidates(parts: Mapping[str, tuple[Passage, ...]]) -> tuple[set[tuple[str, str]], tuple[str, ...]]:
    tally, skipped = _sharing({report: sketch(some) for report, some in parts.items()})
    # one shared run is enough for a short report, two for others
    pairs = {p for p, n in tally.items() if n >= 2 or min(len(parts[p[0]]), len(parts[p[1]])) <= SHORT}
    return pairs, _crowded(skipped, "runs of words")


def _sharing(sketches: Mapping[str, frozenset[int]]) -> tuple[Counter[tuple[str, str]], int]:
    """How many sketch numbers each two reports share; and how many numbers too many reports have."""
    sharing: dict[int, list[str]] = {}
    for report, numbers in sketches.items():
        for number in numbers:
            sharing.setdefault(number, []).append(report)
    tally: Counter[tuple[str, str]] = Counter()
    for reports in sharing.values():
        if len(reports) <= MOST_SHARING:
            for pair in combinations(reports, 2):
                tally[pair] += 1
    return tally, sum(len(reports) > MOST_SHARING for reports in sharing.values())


def _crowded(numbers: int, what: str) -> tuple[str, ...]:
    return (f"{numbers} {what} that more than {MOST_SHARING} reports share were not compared",) if numbers else ()


def _confirm(
    left: str,
    right: str,
    parts: Mapping[str, tuple[Passage, ...]],
    folded: Mapping[str, str],
    heads: Mapping[str, ReportHead],
    *,
    decided: bool,
) -> Copy | None:
    aligned = _align(parts[left], parts[right])
    own = [(a, b, like) for a, b, like in aligned if max(a.quoted, b.quoted) < 0.6]
    length = min(sum(len(p.words) for p in parts[left]), sum(len(p.words) for p in parts[right]))
    shared = sum(min(len(a.words), len(b.words)) * like * (1 - max(a.quoted, b.quoted)) for a, b, like in own)
    coverage = shared / max(1, length)
    same = folded[left] == folded[right]
    if not decided and not same and (shared < LEAST_WORDS or coverage < LEAST_COVERAGE):
        return None
    score = 1.0 if same or decided else min(1.0, coverage * 1.4 + 0.02 * len(own))
    reasons = ["decided by a person"] if decided else []
    if same:
        reasons.append("the texts are identical")
    else:
        reasons.append(f"{len(own)} passages run alike, {coverage:.0%} of the shorter report")
    direction, why = _direction(left, right, folded, heads)
    return Copy(
        left=left,
        right=right,
        score=round(score, 3),
        passages=tuple((a.span, b.span) for a, b, _ in aligned),
        direction=direction,
        reasons=(*reasons, why),
    )


def _retold(
    left: str,
    right: str,
    told: Mapping[str, reworded.Told],
    folded: Mapping[str, str],
    heads: Mapping[str, ReportHead],
) -> Copy | None:
    """A copy of which no run of words is left, if names, figures and their order tell so."""
    found = reworded.compare(told[left], told[right])
    if found is None or not found.clears(reworded.CREDITED):
        return None
    credit = _credits(folded[right], heads.get(left)) or _credits(folded[left], heads.get(right))
    if not credit and not found.clears(reworded.UNCREDITED):
        return None
    direction, why = _direction(left, right, folded, heads)
    return Copy(
        left=left,
        right=right,
        score=round(found.score, 3),
        passages=found.passages,
        direction=direction,
        reasons=(
            f"in other words: {len(found.passages)} sentences tell the same, {found.order:.0%} of it in one order",
            f"{found.shorter:.0%} of the names and figures of the shorter report stand in the other"
            + (f", such as {', '.join(found.figures[:3])}" if found.figures else ""),
            why,
        ),
    )


def _align(left: Sequence[Passage], right: Sequence[Passage]) -> list[tuple[Passage, Passage, float]]:
    """Each passage of the left with its best fellow on the right, each used once, best pairs first."""
    from rapidfuzz import fuzz

    where: dict[int, list[int]] = {}
    for j, p in enumerate(right):
        for run in p.shingles:
            where.setdefault(run, []).append(j)
    scored = []
    for i, p in enumerate(left):
        shared = Counter(j for run in p.shingles for j in where.get(run, ()))
        for j, n in shared.items():
            q = right[j]
            runs = n / min(len(p.shingles), len(q.shingles))
            if runs < LEAST_RUNS:
                continue
            like = max(runs, fuzz.token_sort_ratio(" ".join(p.words), " ".join(q.words)) / 100)
            if runs >= FIRM_RUNS or like >= STRONG_PASSAGE + (FIRM_RUNS - runs):
                scored.append((like, i, j))
    used_left: set[int] = set()
    used_right: set[int] = set()
    out = []
    for like, i, j in sorted(scored, key=lambda s: (-s[0], s[1], s[2])):
        if i not in used_left and j not in used_right:
            used_left.add(i)
            used_right.add(j)
            out.append((left[i], right[j], like))
    return sorted(out, key=lambda t: (t[0].span, t[1].span))


def _direction(
    left: str, right: str, folded: Mapping[str, str], heads: Mapping[str, ReportHead]
) -> tuple[Direction, str]:
    a, b = heads.get(left), heads.get(right)
    by_left, by_right = _credits(folded[right], a), _credits(folded[left], b)
    if by_left and not by_right:
        return "left first", f"the right report credits {a.publisher if a else left}"
    if by_right and not by_left:
        return "right first", f"the left report credits {b.publisher if b else right}"
    x, y = _date(a), _date(b)
    if x and y and x != y and (len(x) == len(y) or x[:10] != y[:10]):
        return ("left first", "it was published earlier") if x < y else ("right first", "it was published earlier")
    return "unknown", "neither credits nor dates tell which came first"


def _credits(folded: str, head: ReportHead | None) -> bool:
    """Whether a text credits a publisher: in brackets, or after or before a word of credit."""
    if head is None or not head.publisher:
        return False
    name = fold(head.publisher)
    if name not in folded:
        return False
    name = re.escape(name)
    if re.search(rf"\({name}\)", folded):
        return True
    credit = "|".join(re.escape(c) for c in (*words("credit"), *words("cites")))
    return re.search(rf"(?:{credit})\W{{1,3}}(?:the )?{name}\b|\b{name}\W{{1,3}}(?:{credit})", folded) is not None


def _date(head: ReportHead | None) -> str | None:
    return head.published if head else None
