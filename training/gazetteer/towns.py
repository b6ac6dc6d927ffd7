"""Build `src/crossbearing/data/maps/towns.csv`: the large towns that the maps name for orientation, from the built gazetteer.

    python -m training.gazetteer.towns

Names are the gazetteer's modern official English ones. Populations only rank the towns: the largest of a window are named.
"""

from __future__ import annotations

import csv
from pathlib import Path

from crossbearing.gazetteer import Entry, Gazetteer, load_gazetteer

OUT = Path(__file__).parents[2] / "src/crossbearing/data/maps/towns.csv"
LEAST = 100_000
APART = 0.16  # degrees


def _rank(gazetteer: Gazetteer, town: Entry) -> int:
    """Population; the seat after which a district or region is called counts more than a quarter that was counted anew."""
    above = gazetteer.entry(town.parent) if town.parent else None
    called = [name for name in (above and above.name, town.admin1) if name and name[:4] == town.name[:4]]
    return town.population * (3 if called or town.capital else 1)


def main() -> None:
    """Write the file, the largest town first."""
    gazetteer = load_gazetteer()
    rows = (gazetteer._row(n) for n in range(len(gazetteer)))
    towns = sorted(
        (e for e in rows if e.kind == "settlement" and e.population >= LEAST),
        key=lambda e: (-_rank(gazetteer, e), e.id),
    )
    kept: dict[tuple[int, int], list[Entry]] = {}
    out = []
    for town in towns:  # a large quarter of a larger town is no town of its own
        cell = round(town.lat * 5), round(town.lon * 5)
        around = (near for a in (-1, 0, 1) for b in (-1, 0, 1) for near in kept.get((cell[0] + a, cell[1] + b), ()))
        if all(abs(near.lat - town.lat) + abs(near.lon - town.lon) * 0.7 > APART for near in around):
            kept.setdefault(cell, []).append(town)
            out.append(town)
    with OUT.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("name", "country", "lat", "lon"))
        writer.writerows((e.name, e.country or "", f"{e.lat:.2f}", f"{e.lon:.2f}") for e in out)


if __name__ == "__main__":
    main()
