"""Real time to add one report to a whole ledger: `python -m benchmarks.adding [--most N] [--laid]`.

Reports of four claims and some two hundred words are appended with their readings and linked as `crossbearing read`
does; reading itself is left out. Claims fall on towns as in `benchmarks.growth`. A figure is the median and the slowest of 40
reports, each appended and linked by itself, after five that warm up; `whole` is one linking of everything. With `--laid` each ledger is
laid down at once (`benchmarks.bulk`) in the place of growing report by report, and is not linked as a whole; with `--folder` as
well it stays there, and a later run measures on a copy of it.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from benchmarks.bulk import lay
from benchmarks.growth import TOWNS, Stream
from crossbearing.ledger.append import add
from crossbearing.ledger.relink import relink
from crossbearing.ledger.store import Ledger, open_ledger
from crossbearing.packs import load
from crossbearing.types import Excerpt, Reading, Report

SIZES = (1_000, 10_000, 100_000, 1_000_000)
PACKS = (load("ukraine"),)
REPORTS = 40
WARMING = 5


def vocabulary(r: random.Random) -> list[str]:
    """Made words."""
    return ["".join(r.choices("abcdefghiklmnoprstuv", k=r.randrange(3, 9))) for _ in range(20_000)]


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


def readings(stream: Stream, words: list[str]) -> Iterator[Reading]:
    """An endless stream of reports."""
    while True:
        yield reading(stream, words)


def put(ledger: Ledger, one: Reading) -> None:
    """Append one report with its reading."""
    data = one.report.text.encode()
    add(ledger, one, data=data, media_type="text/plain", origin=one.report.id, made_by="adding")


def added(ledger: Ledger, some: Iterator[Reading]) -> dict[str, float]:
    """Seconds to append and link each of some reports: of the clock, and of the processor alone, for a machine that others use."""
    took, worked = [], []
    for one in islice(some, WARMING + REPORTS):
        started, at_work = time.perf_counter(), time.process_time()
        put(ledger, one)
        relink(ledger, PACKS)
        took.append(time.perf_counter() - started)
        worked.append(time.process_time() - at_work)
    took, worked = sorted(took[WARMING:]), sorted(worked[WARMING:])
    return {"median_s": round(statistics.median(took), 3), "p95_s": round(took[int(0.95 * len(took))], 3),
            "slowest_s": round(took[-1], 3), "cpu_median_s": round(statistics.median(worked), 3),
            "cpu_slowest_s": round(worked[-1], 3)}  # fmt: skip


def measure(most: int, *, laid: bool = False, folder: Path | None = None) -> dict[str, dict[str, float]]:
    """Seconds to add one report, and to link the whole, by the claims in the ledger. A laid ledger is kept in `folder`."""
    out: dict[str, dict[str, float]] = {}
    words = vocabulary(random.Random(5))
    for size in (s for s in SIZES if s <= most):
        with tempfile.TemporaryDirectory(dir=folder) as made:
            some = readings(Stream(5), words)
            book = Path(made) / "book"
            first = islice(some, size // 4)
            kept = folder / f"laid-{size}" if laid and folder else None
            started = time.perf_counter()
            if kept and kept.exists():
                shutil.copyfile(kept, book)
                for _ in first:  # the stream goes on where the ledger ends
                    pass
            else:
                fill(book, first, laid=laid)
                if kept:
                    part = kept.with_suffix(".part")
                    shutil.copyfile(book, part)
                    part.rename(kept)
            whole = round(time.perf_counter() - started, 1)
            with open_ledger(str(book)) as ledger:  # anew, as a command does
                out[str(size)] = {**added(ledger, some), "laid_s" if laid else "whole_s": whole}
        sys.stderr.write(f"{size} claims: {out[str(size)]}\n")
    return out


def fill(book: Path, some: Iterator[Reading], *, laid: bool) -> None:
    """Make a ledger of some reports, and link them."""
    with open_ledger(str(book), create=True) as ledger:
        if laid:
            lay(ledger, some, PACKS, made_by="adding")
            return
        for one in some:
            put(ledger, one)
        relink(ledger, PACKS, whole=True)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=10_000, help="the largest ledger to measure")
    parser.add_argument("--laid", action="store_true", help="lay each ledger down at once")
    parser.add_argument("--folder", type=Path, help="where the ledgers are made; gigabytes for the largest")
    asked = parser.parse_args()
    sys.stdout.write(json.dumps(measure(asked.most, laid=asked.laid, folder=asked.folder), indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
