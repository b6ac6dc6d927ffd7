"""Real time to add one report to a whole ledger: `python -m benchmarks.adding [--most N]`.

Reports of four claims and some two hundred words are appended with their readings and linked as `crossbearing read`
does; reading itself is left out. Claims fall on towns as in `benchmarks.growth`. A figure is the median and the slowest of 20
reports, each appended and linked by itself; `whole` is one linking of everything.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.growth import TOWNS, Stream
from crossbearing.ledger.append import add
from crossbearing.ledger.relink import relink
from crossbearing.ledger.store import Ledger, open_ledger
from crossbearing.packs import load
from crossbearing.types import Excerpt, Reading, Report

SIZES = (1_000, 10_000, 100_000)
PACKS = (load("ukraine"),)


def reading(stream: Stream, words: list[str]) -> Reading:
    """One report of four claims, in words of its own."""
    r = stream.rng
    claims = list(stream.report(TOWNS))
    head = claims[0].report
    text = ""
    made = []
    for claim in claims:
        said = f"{claim.source.name} said that {' '.join(r.choices(words, k=9))} in {claim.place.name if claim.place else ''}."
        made.append(replace(claim, span=Excerpt(len(text), len(text) + len(said), said)))
        text += f"{said} {' '.join(r.choices(words, k=40)).capitalize()}. "
    report = Report(id=head.id, sha256=f"{stream.made:064x}", text=text, publisher=head.publisher, published=head.published,
                    language="en")  # fmt: skip
    return Reading(report=report, claims=tuple(replace(c, report=report.head) for c in made))


def put(ledger: Ledger, one: Reading) -> None:
    """Append one report with its reading."""
    data = one.report.text.encode()
    add(ledger, one, data=data, media_type="text/plain", origin=one.report.id, made_by="adding")


def measure(most: int) -> dict[str, dict[str, float]]:
    """Seconds to add one report, and to link the whole, by the claims in the ledger."""
    out: dict[str, dict[str, float]] = {}
    stream = Stream(5)
    r = random.Random(5)
    words = ["".join(r.choices("abcdefghiklmnoprstuv", k=r.randrange(3, 9))) for _ in range(20_000)]
    with tempfile.TemporaryDirectory() as folder, open_ledger(str(Path(folder) / "book"), create=True) as ledger:
        have = 0
        for size in (s for s in SIZES if s <= most):
            while have < size:
                one = reading(stream, words)
                put(ledger, one)
                have += len(one.claims)
            started = time.perf_counter()
            relink(ledger, PACKS, whole=True)
            whole = time.perf_counter() - started
            took = []
            for _ in range(20):
                one = reading(stream, words)
                started = time.perf_counter()
                put(ledger, one)
                relink(ledger, PACKS)
                took.append(time.perf_counter() - started)
                have += len(one.claims)
            out[str(size)] = {
                "median_s": round(statistics.median(took), 3), "slowest_s": round(max(took), 3), "whole_s": round(whole, 1),
            }  # fmt: skip
            sys.stderr.write(f"{size} claims: {out[str(size)]}\n")
    return out


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=10_000, help="the largest ledger to measure")
    sys.stdout.write(json.dumps(measure(parser.parse_args().most), indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
