"""Claims on the text of our own: `python -m benchmarks.claims FILE…` (format: training/README.md)."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.align import Ratio, accepted, assign, dice, same_name, tokens
from benchmarks.sentences import rows
from crossbearing.marked import MarkedAttribution, unmark
from crossbearing.types import Claim, Span

Gold = Mapping[str, Any]
Read = Callable[[str, Gold], Sequence[Claim]]
_NO = Ratio(0, 0, 0)


@dataclass(frozen=True, slots=True)
class ClaimScores:
    """Each ratio's `given` and `right` are all claims (`found`, `kind`, `denial`, `ledger`), or those compared.

    `found`: spans overlap. `kind`: found, of the right kind. `ledger`: source, kind, place and stance all right.
    The rest is measured on the claims of the right kind; `carriers` compares names.
    """

    found: Ratio = _NO
    kind: Ratio = _NO
    ledger: Ratio = _NO
    stance: Ratio = _NO
    denial: Ratio = _NO
    source: Ratio = _NO
    place: Ratio = _NO
    counts: Ratio = _NO
    day: Ratio = _NO
    carriers: Ratio = _NO
    misses: Counter[str] = field(default_factory=Counter)

    def figures(self) -> dict[str, float]:
        """The figures that a gate pins, in percent."""
        return {
            "found F1": 100 * self.found.f1,
            "kind F1": 100 * self.kind.f1,
            "ledger-grade F1": 100 * self.ledger.f1,
            "stance accuracy": 100 * self.stance.recall,
            "denial precision": 100 * self.denial.precision,
            "denial recall": 100 * self.denial.recall,
            "source right": 100 * self.source.recall,
            "place right": 100 * self.place.recall,
            "counts exact": 100 * self.counts.recall,
            "date within a day": 100 * self.day.recall,
            "carriers F1": 100 * self.carriers.f1,
        }


def measure(paths: Iterable[Path], read: Read | None = None) -> ClaimScores:
    """Read every record (with the project's own reader, if no other is given) and score its claims."""
    reader = read or _own_reader
    total = ClaimScores()
    for row in rows(paths):
        text, marks = unmark(row["marked"])
        total = _add(total, score(text, marks, row["claims"], reader(text, row)))
    return total


def matched(
    text: str, marks: Sequence[MarkedAttribution], gold: Sequence[Gold], given: Sequence[Claim]
) -> list[tuple[int, int]]:
    """Which claim of the gold, by its number, is which one given: spans overlap, and all in all the best pairs."""
    content = {m.number: m.content for m in marks}
    source = {m.number: m.source for m in marks}
    gold = [{**g, "names": accepted(text, g["source"], source.get(g["a"] or 0, ()))} for g in gold]
    where = [tokens(text, [_span(text, g, content)]) for g in gold]
    read = [tokens(text, [p.span.span]) for p in given]

    def near(g: int, p: int) -> float:
        shared = dice(where[g], read[p])
        if not shared:
            return 0.0
        a, b = gold[g], given[p]
        return (
            shared + 4 * bool(a["kind"] == b.kind) + 2 * _same_counts(a, b) + 2 * _same_place(a, b)
            + bool(a["stance"] == b.stance) + _same_source(a, b)
        )  # fmt: skip

    return assign(range(len(gold)), range(len(given)), near)


def score(text: str, marks: Sequence[MarkedAttribution], gold: Sequence[Gold], given: Sequence[Claim]) -> ClaimScores:
    """The scores of one text."""
    source = {m.number: m.source for m in marks}
    gold = [{**g, "names": accepted(text, g["source"], source.get(g["a"] or 0, ()))} for g in gold]
    pairs = matched(text, marks, gold, given)
    alike = [(gold[i], given[k]) for i, k in pairs if gold[i]["kind"] == given[k].kind]
    n = len(alike)
    every = (len(given), len(gold))
    denied = [(gold[i], given[k]) for i, k in pairs if gold[i]["stance"] == given[k].stance == "denies"]
    ledger = [1 for a, b in alike if a["stance"] == b.stance and _same_source(a, b) and _same_place(a, b)]
    counted = [(a, b) for a, b in alike if a["counts"] or b.counts]
    names = [(tuple(a["carriers"]), tuple(c.name for c in b.chain if c.role == "carrier")) for a, b in alike]
    misses = Counter[str]()
    for i, k in pairs:
        if gold[i]["kind"] != given[k].kind:
            misses[f"{gold[i]['kind']} read as {given[k].kind}"] += 1
    for i in set(range(len(gold))) - {i for i, _ in pairs}:
        misses[f"{gold[i]['kind']} missed"] += 1
    for k in set(range(len(given))) - {k for _, k in pairs}:
        misses[f"{given[k].kind} too many"] += 1
    return ClaimScores(
        found=Ratio(len(pairs), *every),
        kind=Ratio(n, *every),
        ledger=Ratio(len(ledger), *every),
        stance=Ratio(sum(a["stance"] == b.stance for a, b in alike), n, n),
        denial=Ratio(len(denied), sum(p.stance == "denies" for p in given), sum(g["stance"] == "denies" for g in gold)),
        source=Ratio(sum(_same_source(a, b) for a, b in alike), n, n),
        place=Ratio(sum(_same_place(a, b) for a, b in alike), n, n),
        counts=Ratio(sum(_same_counts(a, b) for a, b in counted), len(counted), len(counted)),
        day=Ratio(sum(_same_day(a, b) for a, b in alike), n, n),
        carriers=Ratio(
            sum(_shared(right, got) for right, got in names),
            sum(len(got) for _, got in names),
            sum(len(right) for right, _ in names),
        ),
        misses=misses,
    )


def _add(a: ClaimScores, b: ClaimScores) -> ClaimScores:
    return ClaimScores(
        a.found + b.found, a.kind + b.kind, a.ledger + b.ledger, a.stance + b.stance, a.denial + b.denial,
        a.source + b.source, a.place + b.place, a.counts + b.counts, a.day + b.day, a.carriers + b.carriers,
        a.misses + b.misses,
    )  # fmt: skip


def _span(text: str, gold: Gold, content: Mapping[int, Sequence[Span]]) -> Span:
    """Where the claim's words stand: inside its attribution's content, if they stand there."""
    words = gold["span"]
    hits = [Span(m.start(), m.end()) for m in re.finditer(re.escape(words), text)]
    inside = [h for h in hits if any(c.holds(h) for c in content.get(gold["a"] or 0, ()))]
    return (inside or hits)[0]


def _same_source(gold: Gold, claim: Claim) -> bool:
    if gold["a"] is None or claim.attribution is None:
        return gold["a"] is None and claim.attribution is None
    return any(same_name(name, claim.source.name or claim.source.as_written) for name in gold["names"])


def _same_place(gold: Gold, claim: Claim) -> bool:
    """Whether the place is the one told: by its name, or resolved from the same words (two forms of one name)."""
    right, got = gold["place"], claim.place
    if right is None or right["name"] is None:
        return got is None or got.name is None
    if got is None or got.name is None:
        return False
    return same_name(right["name"], got.name) or same_name(right["as_written"], got.as_written)


def _same_counts(gold: Gold, claim: Claim) -> bool:
    right = sorted((c["what"], c["low"] or -1, c["high"] or -1) for c in gold["counts"])
    got = sorted((c.what, c.low or -1, c.high or -1) for c in claim.counts)
    return right == got


def _same_day(gold: Gold, claim: Claim) -> bool:
    got = (claim.when.earliest, claim.when.latest) if claim.when else (None, None)
    return all(_near(a, b) for a, b in zip(gold["when"], got, strict=True))


def _near(a: str | None, b: str | None) -> bool:
    if a is None or b is None:
        return a is b
    return abs((date.fromisoformat(a) - date.fromisoformat(b)).days) <= 1


def _shared(right: Sequence[str], got: Sequence[str]) -> int:
    return len(assign(right, got, lambda a, b: float(same_name(a, b))))


def _own_reader(text: str, row: Gold) -> Sequence[Claim]:
    from crossbearing.read.pipeline import read

    return read(text, publisher=row.get("publisher"), published=row.get("published"), title=row.get("title")).claims


def main(arguments: Sequence[str]) -> int:
    """Print the figures of the files, and with `--misses` the commonest faults."""
    scores = measure([Path(a) for a in arguments if not a.startswith("--")])
    for name, figure in scores.figures().items():
        print(f"{name:24} {figure:5.1f}")
    if "--misses" in arguments:
        for fault, n in scores.misses.most_common(25):
            print(f"{n:4} {fault}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
