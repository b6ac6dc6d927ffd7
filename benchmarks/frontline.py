"""The hand-made table of front-line mentions: how many are right, rightly left open, missed, or pinned wrongly.

    python benchmarks/frontline.py [--show]

`frontline_mentions.csv` holds sentences of our own, a mention in each row, and the id it must have, or `open`: a homonym
for which the sentence gives no ground. A mention left open that could be told is a miss; one pinned to another place is wrong.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from pathlib import Path

from crossbearing.gazetteer import Gazetteer, load_gazetteer
from crossbearing.packs import load_all
from crossbearing.read.parse import load_parser
from crossbearing.read.pipeline import theatre
from crossbearing.read.place import toponyms
from crossbearing.types import Report, Toponym

TABLE = Path(__file__).with_name("frontline_mentions.csv")


def same_spot(left: str, right: str, gazetteer: Gazetteer) -> bool:
    """Whether two ids are one place entered twice."""
    a, b = gazetteer.entry(left), gazetteer.entry(right)
    return a is not None and b is not None and a.kind == b.kind and abs(a.lat - b.lat) + abs(a.lon - b.lon) < 0.12


def verdict(hit: Toponym | None, expected: str, gazetteer: Gazetteer) -> str:
    """`right`, `rightly open`, `missed` or `wrong`."""
    if hit is None or hit.place is None:
        return "rightly open" if expected == "open" and hit is not None else "missed"
    if expected == "open":
        return "wrong"
    got = hit.place.id or ""
    return "right" if got == expected or same_spot(got, expected, gazetteer) else "wrong"


def judge() -> list[tuple[str, dict[str, str], Toponym | None]]:
    """Every row with its verdict and what was found."""
    rows = list(csv.DictReader(TABLE.open(encoding="utf-8", newline="")))
    gazetteer, parser, packs = load_gazetteer(), load_parser(), load_all()
    found = {}
    for text in dict.fromkeys(r["text"] for r in rows):
        report = Report(id="", sha256="", text=text)
        found[text] = toponyms(parser(text), gazetteer, theatre(report, packs), report.head)
    out = []
    for row in rows:
        start, end = int(row["start"]), int(row["start"]) + len(row["mention"])
        hit = next((t for t in found[row["text"]] if t.start < end and start < t.end), None)
        out.append((verdict(hit, row["expected"], gazetteer), row, hit))
    return out


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--show", action="store_true", help="print every row that is not right")
    show = options.parse_args().show
    judged = judge()
    total = Counter(v for v, _, _ in judged)
    for v, row, hit in judged:
        if show and v in {"missed", "wrong"}:
            place = hit.place if hit else None
            got = f"{place.id} {place.name}, {place.admin1}" if place else ("open" if hit else "not found")
            rivals = [(r.name, r.admin1, r.score) for r in (hit.rivals[:3] if hit else ())]
            print(f"{v}: {row['mention']} wants {row['expected']}, got {got} {rivals} | {row['text'][:90]}")
    good = total["right"] + total["rightly open"]
    print(
        f"{len(judged)} mentions: {dict(sorted(total.items()))}; right or rightly open {good / len(judged):.3f}, pinned wrongly {total['wrong'] / len(judged):.3f}"
    )


if __name__ == "__main__":
    main()
