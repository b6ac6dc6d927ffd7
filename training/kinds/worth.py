"""Weights of `read/worth.py` from text of our own: `python -m training.kinds.worth [--write]`.

A happening that gave a claim is an example: told for its own sake where a claim of the gold meets it, else by the way.
Prints how well held-out sixths are told apart, and with `--write` writes `data/worth.csv`.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import numpy.typing as npt
from benchmarks.claims import matched
from training.kinds.examples import labelled

from crossbearing.marked import unmark
from crossbearing.read import worth
from crossbearing.read.argument import clause_verb
from crossbearing.read.page import Page
from crossbearing.read.told import Happening
from crossbearing.read.worthfeatures import features
from crossbearing.types import Attribution, Claim, Report

HERE = Path(__file__).parent
CLAIMS = HERE.parent / "claims" / "train.jsonl"
OUT = HERE.parents[1] / "src" / "crossbearing" / "data" / "worth.csv"
RIDGE, CUT, LEAST, SMALL = 12.0, -0.6, 4, 0.015
Floats = npt.NDArray[np.float64]
ReadReport = Callable[[Report], Sequence[Claim]]


@dataclass(frozen=True)
class Seen:
    """A happening that would give a claim, as the reader saw it."""

    page: Page
    happening: Happening
    features: frozenset[str]


@dataclass(frozen=True)
class Example:
    """The features of a happening, whether it is worth a claim, and the text it is of."""

    features: frozenset[str]
    good: bool
    group: str


def observed(report: Report, read: ReadReport) -> tuple[Sequence[Claim], list[Seen]]:
    """The claims of a report with nothing left out as told by the way, and the happenings that were asked about."""
    seen: list[Seen] = []

    def watch(page: Page, h: Happening, speech: Sequence[Attribution], others: Sequence[Happening]) -> None:
        seen.append(Seen(page, h, frozenset(features(page, h, speech, others))))

    with patch.object(worth, "refusal", watch):
        return read(report), seen


def of_claims(path: Path, read: ReadReport) -> Iterator[Example]:
    """Examples of texts with claims."""
    for line in path.read_text("utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        text, marks = unmark(row["marked"])
        report = Report(id="r", sha256="", text=text, title=row.get("title"), publisher=row.get("publisher"),
                        published=row.get("published"), language="en")  # fmt: skip
        made, seen = observed(report, read)
        good = [made[k] for _, k in matched(text, marks, row["claims"], made)]
        for s in seen:
            own = [c for c in made if _of(c, s)]
            if own:
                yield Example(s.features, any(c in good for c in own), row["id"])


def _of(c: Claim, s: Seen) -> bool:
    """Whether the claim comes of the happening: its words and its rules do."""
    ruled = bool(s.happening.rules) and s.happening.rules[0] in c.rules
    inside = c.span.start <= s.page.parse.start[s.happening.trigger] < c.span.end
    return ruled and (inside or s.happening.span.overlaps(c.span.span))


def of_lines(path: Path, read: ReadReport) -> Iterator[Example]:
    """Examples of labelled short reports: what carries no label is told by the way."""
    for n, (text, marks) in enumerate(labelled(path)):
        made, seen = observed(Report(id="r", sha256="", text=text, language="en"), read)
        for s in seen:
            parse, h = s.page.parse, s.happening
            if not any(_of(c, s) for c in made):
                continue
            labels = {t: k for o, k in marks.items() if (t := parse.token_at(o)) is not None}
            act = any(r.startswith("act:") for r in h.rules)
            verb = clause_verb(parse, h.trigger)
            good = h.trigger in labels or any(
                clause_verb(parse, t) == verb and (k == h.kind or act) for t, k in labels.items()
            )
            yield Example(s.features, good, f"{path.stem}-{n}")


def matrix(examples: Sequence[Example], names: dict[str, int]) -> Floats:
    """One row an example, one column a feature, ones and noughts."""
    out = np.zeros((len(examples), len(names)))
    for row, e in enumerate(examples):
        out[row, [names[f] for f in sorted(e.features) if f in names]] = 1
    return out


def fit(x: Floats, good: npt.NDArray[np.bool_]) -> Floats:
    """Ridge logistic regression by Newton's steps; the last weight is the base, which is not drawn to nought."""
    full = np.hstack([x, np.ones((len(x), 1))])
    ridge = np.append(np.full(x.shape[1], RIDGE), 1e-6)
    weights = np.zeros(full.shape[1])
    for _ in range(12):
        chance = 1 / (1 + np.exp(-full @ weights))
        slope = full.T @ (chance - good) + ridge * weights
        bend = (full * (chance * (1 - chance))[:, None]).T @ full + np.diag(ridge)
        weights -= np.linalg.solve(bend, slope)
    return weights


def vocabulary(examples: Sequence[Example]) -> dict[str, int]:
    """The features that are met often enough, numbered."""
    met = Counter(f for e in examples for f in e.features)
    return {f: n for n, f in enumerate(sorted(f for f, k in met.items() if k >= LEAST))}


def held_out(examples: Sequence[Example], folds: int = 6) -> Floats:
    """The log-odds of each example by weights that have not seen its text."""
    fold = np.array([int(hashlib.sha256(e.group.encode()).hexdigest(), 16) % folds for e in examples])
    good = np.array([e.good for e in examples])
    out = np.zeros(len(examples))
    for k in range(folds):
        part = [e for e, f in zip(examples, fold, strict=True) if f != k]
        names = vocabulary(part)
        weights = fit(matrix(part, names), good[fold != k])
        rest = [e for e, f in zip(examples, fold, strict=True) if f == k]
        out[fold == k] = matrix(rest, names) @ weights[:-1] + weights[-1]
    return out


def reader() -> ReadReport:
    """The project's own reader."""
    from crossbearing.read.pipeline import load_tools, read_report

    tools = replace(load_tools())
    return lambda report: read_report(report, tools).claims


def main(arguments: Sequence[str], read: ReadReport | None = None) -> int:
    """Measure, and write the weights if asked to."""
    read = read or reader()
    examples = [*of_claims(CLAIMS, read), *of_lines(HERE / "voice.txt", read)]
    good = np.array([e.good for e in examples])
    scores = held_out(examples)
    print(f"{len(examples)} happenings, {int(good.sum())} worth a claim")
    for cut in (-1.0, -0.5, CUT, 0.0, 0.5):
        print(f"cut {cut:5}: left out {int((~good & (scores < cut)).sum())} of {int((~good).sum())} told by the way, "
              f"{int((good & (scores < cut)).sum())} of {int(good.sum())} worth a claim")  # fmt: skip
    if "--write" in arguments:
        names = vocabulary(examples)
        weights = fit(matrix(examples, names), good)
        with OUT.open("w", encoding="utf-8", newline="") as stream:
            out = csv.writer(stream, lineterminator="\n")
            out.writerow(["feature", "weight"])
            out.writerow([worth.BASE, f"{weights[-1]:.4f}"])
            out.writerow([worth.CUT, CUT])
            out.writerows([f, f"{weights[n]:.4f}"] for f, n in names.items() if abs(weights[n]) >= SMALL)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
