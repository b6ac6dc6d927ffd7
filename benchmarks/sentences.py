"""Attributions on marked text of our own: `python -m benchmarks.sentences FILE…` (format: training/README.md)."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.align import Ratio, accepted, assign, dice, same_name, tokens
from crossbearing.marked import MarkedAttribution, unmark
from crossbearing.types import Attribution

Annotate = Callable[[str], Sequence[Attribution]]


@dataclass(frozen=True, slots=True)
class SentenceScores:
    """`pair`: content Dice ≥ .5 and a shared source token. `nested`: such pairs with the right outer attribution.

    `speaker`: hits are pairs whose speaker has the right name, of those whose speaker the annotator named.
    """

    pair: Ratio
    nested: Ratio
    speaker: Ratio

    def figures(self) -> dict[str, float]:
        """The figures that a gate pins, in percent."""
        return {
            "attribution pair F1": 100 * self.pair.f1,
            "nested F1": 100 * self.nested.f1,
            "speaker resolved": 100 * self.speaker.recall,
        }


_NONE = SentenceScores(Ratio(0, 0, 0), Ratio(0, 0, 0), Ratio(0, 0, 0))


def rows(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """The records of the files, in order."""
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line.strip()]


def measure(paths: Iterable[Path], annotate: Annotate | None = None) -> SentenceScores:
    """Read every record (with the project's own reader, if no other is given) and score its attributions."""
    read = annotate or _own_reader
    total = _NONE
    for row in rows(paths):
        text, gold = unmark(row["marked"])
        one = score(text, gold, row["speakers"], read(text))
        total = SentenceScores(total.pair + one.pair, total.nested + one.nested, total.speaker + one.speaker)
    return total


def score(
    text: str,
    gold: Sequence[MarkedAttribution],
    speakers: Mapping[str, Mapping[str, Any]],
    given: Sequence[Attribution],
) -> SentenceScores:
    """The scores of one text."""

    def near(g: MarkedAttribution, p: Attribution) -> float:
        content = dice(tokens(text, g.content), tokens(text, p.content))
        if not content:
            return 0.0
        cue = dice(tokens(text, g.cue), tokens(text, p.cue))
        return content + 0.01 * cue + 0.001 * dice(tokens(text, g.source), tokens(text, p.source))

    pairs = [(i, k) for i, k in assign(gold, given, near) if _is_pair(text, gold[i], given[k])]
    number_of = {given[k].id: gold[i].number for i, k in pairs}
    nested = [
        (i, k)
        for i, k in pairs
        if gold[i].within is not None and number_of.get(given[k].within or "") == gold[i].within
    ]
    named = [(i, k) for i, k in pairs if (speakers.get(str(gold[i].number)) or {}).get("name")]
    resolved = [
        (i, k)
        for i, k in named
        if (speaker := given[k].speaker) is not None
        and any(
            same_name(name, speaker.name or speaker.as_written)
            for name in accepted(text, speakers[str(gold[i].number)]["name"], gold[i].source)
        )
    ]
    return SentenceScores(
        pair=Ratio(len(pairs), len(given), len(gold)),
        nested=Ratio(len(nested), sum(p.within is not None for p in given), sum(g.within is not None for g in gold)),
        speaker=Ratio(len(resolved), len(named), len(named)),
    )


def _is_pair(text: str, gold: MarkedAttribution, given: Attribution) -> bool:
    if dice(tokens(text, gold.content), tokens(text, given.content)) < 0.5:
        return False
    left, right = tokens(text, gold.source), tokens(text, given.source)
    return bool(left & right) or (not left and not right)


def _own_reader(text: str) -> Sequence[Attribution]:
    from crossbearing.read.pipeline import read

    return read(text).attributions


def main(arguments: Sequence[str]) -> int:
    """Print the figures of the files."""
    scores = measure([Path(a) for a in arguments])
    for name, figure in scores.figures().items():
        print(f"{name:24} {figure:5.1f}")
    pair = scores.pair
    print(f"pairs: {pair.hits} right of {pair.given} given, {pair.right} in the gold")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
