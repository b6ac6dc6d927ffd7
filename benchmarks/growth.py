"""Time to add one report to ledgers of 1k, 10k, 100k and 1M claims: `python -m benchmarks.growth [--most N]`.

The ledger here is what linking needs of one: an SQLite table of blocks and one of groups; `benchmarks.adding` measures a whole one. Claims fall on 30,000 towns by
Zipf's law, so that of a million claims one town stands in about a thousand reports. The figure of a size is the median and the slowest twentieth of 40
reports of four claims each, every one linked from the stored groups and then forgotten again.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from crossbearing.link.blocks import keys_of
from crossbearing.link.context import Context, Rulings
from crossbearing.link.events import gather
from crossbearing.link.facts import Facts, facts_of
from crossbearing.link.growth import regrow
from crossbearing.types import ChainLink, Claim, Count, Excerpt, Participant, Place, ReportHead, Source, When

SIZES = (1_000, 10_000, 100_000, 1_000_000)
FLAT = 3.0
MOST_SECONDS = 0.5
START = date(2022, 2, 24)
TOWNS = 30_000
CONTEXT = Context({}, {}, ())
KINDS = ("air_drone_strike", "shelling_missile", "casualties", "territory_gain", "ground_clash", "property_destruction")


@dataclass
class Table:
    """Blocks and groups in SQLite; what is filed while `trial` is open is forgotten when it closes."""

    path: Path
    db: sqlite3.Connection = field(init=False)

    def __post_init__(self) -> None:
        """Open the file and make the two tables."""
        self.db = sqlite3.connect(self.path, isolation_level=None)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=OFF")
        self.db.execute("PRAGMA cache_size=-400000")
        self.db.execute("PRAGMA mmap_size=8000000000")
        self.db.execute("CREATE TABLE block (key TEXT, grp TEXT, PRIMARY KEY (key, grp)) WITHOUT ROWID")
        self.db.execute("CREATE INDEX block_grp ON block (grp)")
        self.db.execute("CREATE TABLE grp (id TEXT PRIMARY KEY, town TEXT, claims BLOB) WITHOUT ROWID")
        self.db.execute("CREATE INDEX grp_town ON grp (town)")

    def near(self, keys: Iterable[str]) -> Iterable[str]:
        """The groups filed under any of the blocks."""
        wanted = list(keys)
        found: dict[str, None] = {}
        for i in range(0, len(wanted), 500):
            part = wanted[i : i + 500]
            marks = ",".join("?" * len(part))
            found.update(
                dict.fromkeys(r[0] for r in self.db.execute(f"SELECT grp FROM block WHERE key IN ({marks})", part))
            )
        return found

    def members(self, group: str) -> Sequence[Facts]:
        """The claims of a group."""
        row = self.db.execute("SELECT claims FROM grp WHERE id = ?", (group,)).fetchone()
        return [facts_of(claim, CONTEXT) for claim in pickle.loads(row[0])]


class Stream:
    """An endless stream of claims, four to a report, skewed as real ones are."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.made = 0

    def report(self, towns: int) -> Iterator[Claim]:
        """The claims of one report on one town and day."""
        r = self.rng
        self.made += 1
        # Zipf with an offset: of 250,000 reports the most named town stands in about a thousand
        town = int(50 * ((towns / 50 + 1) ** r.random() - 1))
        day = START + timedelta(days=r.randrange(1000))
        iso = day.isoformat()
        head = ReportHead(id=f"r{self.made}", sha256="", publisher=f"Paper {r.randrange(400)}", published=iso)
        place = Place(
            as_written=f"Town{town}", id=f"t:{town}", name=f"Town{town}", admin1=f"A{town % 25}", country="XA",
            lat=44 + (town * 7919 % 8000) / 1000, lon=22 + (town * 104729 % 18000) / 1000, radius_km=3.0,
            precision="settlement",
        )  # fmt: skip
        for n in range(4):
            kind = r.choice(KINDS)
            side = r.choice(("NOR", "SUD"))
            name = f"Person {r.randrange(300)}"
            counts = (Count(what="killed", low=float(r.randrange(1, 40))),) if kind == "casualties" else ()
            text = f"the words of claim {n} on what happened in Town{town} that day"
            yield Claim(
                id=f"c{self.made}-{n}", report=head, span=Excerpt(60 * n, 60 * n + len(text), text), attribution="a",
                manner="indirect", source=Source(name=name, kind="person", side=side),
                chain=(ChainLink(name=name, role="speaker"), ChainLink(name=head.publisher or "", role="publisher")),
                cue="say", kind=kind, acled=None, plover=None, place=place,
                agents=(Participant(name=side, as_written=side, side=side),), counts=counts,
                when=When(earliest=iso, latest=iso, precision="day"),
            )  # fmt: skip


def fill(table: Table, stream: Stream, claims: int, have: int, towns: int) -> None:
    """Bring the ledger to a size. The claims of each town are gathered by themselves, which comes to what all give together."""
    by_town: dict[str, list[Facts]] = {}
    made = have
    while made < claims:
        for claim in stream.report(towns):
            f = facts_of(claim, CONTEXT)
            by_town.setdefault(claim.place.id or "" if claim.place else "", []).append(f)
            made += 1
    table.db.execute("BEGIN")
    for town in sorted(by_town):
        rows = table.db.execute("SELECT id, claims FROM grp WHERE town = ?", (town,)).fetchall()
        old = [facts_of(c, CONTEXT) for _, some in rows for c in pickle.loads(some)]
        groups, _ = gather([*old, *by_town[town]], Rulings())
        table.db.executemany("DELETE FROM block WHERE grp = ?", [(i,) for i, _ in rows])
        table.db.execute("DELETE FROM grp WHERE town = ?", (town,))
        for group in groups:
            filed = sorted({key for m in group.members for key in keys_of(m)})
            table.db.executemany("INSERT INTO block VALUES (?, ?)", [(key, group.id) for key in filed])
            body = pickle.dumps([m.claim for m in group.members])
            table.db.execute("INSERT INTO grp VALUES (?, ?, ?)", (group.id, town, body))
    table.db.execute("COMMIT")


def measure(most: int = 1_000_000, *, reports: int = 40) -> dict[str, dict[str, float]]:
    """Seconds to add one report, by the size of the ledger."""
    out: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        table, stream, have = Table(Path(folder) / "growth.sqlite"), Stream(3), 0
        for size in (s for s in SIZES if s <= most):
            fill(table, stream, size, have, TOWNS)
            have = size
            took = []
            for _ in range(reports):
                claims = list(stream.report(TOWNS))
                table.db.execute("BEGIN")
                started = time.perf_counter()
                regrow([facts_of(c, CONTEXT) for c in claims], shelf=table)
                took.append(time.perf_counter() - started)
                table.db.execute("ROLLBACK")
            took.sort()
            largest = table.db.execute("SELECT max(length(claims)) FROM grp").fetchone()[0]
            out[str(size)] = {
                "median_s": round(statistics.median(took), 4),
                "p95_s": round(took[int(0.95 * len(took))], 4),
                "largest_group_kB": round(largest / 1000),
            }
            sys.stderr.write(f"{size} claims: {out[str(size)]}\n")
    return out


def main() -> int:
    """Print the table; non-zero if the largest ledger is too slow."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=100_000, help="the largest ledger to measure")
    found = measure(parser.parse_args().most)
    sizes = list(found)
    # a ledger of a thousand claims is all warm and nearly empty: flatness is told from ten thousand on
    base = found[sizes[min(1, len(sizes) - 1)]]["median_s"]
    last = found[sizes[-1]]
    sys.stdout.write(
        json.dumps({"growth": found, "ratio": round(last["median_s"] / max(1e-6, base), 2)}, indent=1) + "\n"
    )
    return int(last["median_s"] > MOST_SECONDS or last["median_s"] > FLAT * base)


if __name__ == "__main__":
    sys.exit(main())
