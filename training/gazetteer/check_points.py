"""Hold every point of a pack against the gazetteer.

    python check_points.py PACK…

Prints each settlement and facility whose point lies more than 5 km from that of its GeoNames number, and each own id with the
nearest place of one of its names, if one lies within 5 km; what is then left is listed as unchecked.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from crossbearing.gazetteer import Entry, Gazetteer, load_gazetteer
from crossbearing.packs import Pack, PlaceName, load
from crossbearing.read.resolve import distance_km

FAR_KM = 5.0
POINTS = frozenset({"settlement", "facility"})


@dataclass(frozen=True, slots=True)
class Checked:
    """One place of a pack: how far its point lies from what the gazetteer has, and from what (`None`: nothing to hold it against)."""

    id: str
    name: str
    km: float | None
    against: str | None


def check(pack: Pack, gazetteer: Gazetteer) -> Iterator[Checked]:
    """Every settlement and facility of the pack that states a point, once."""
    names: dict[str, set[str]] = {}
    first: dict[str, PlaceName] = {}
    for row in pack.places:
        names.setdefault(row.id, set()).update({row.name, row.alias} - {""})
        first.setdefault(row.id, row)
    for id, row in first.items():
        if row.lat is None or row.lon is None or row.kind not in POINTS:
            continue
        known = gazetteer.entry(id)
        # entries of our own (`x:`) were written by the same hand and confirm nothing
        others = (
            [known]
            if known
            else [
                e for n in sorted(names[id]) for e in gazetteer.lookup(n) if e.kind in POINTS and e.id.startswith("gn:")
            ]
        )
        near = min(((_km(row, e), e.id) for e in others), default=None)
        if near is None or (known is None and near[0] > FAR_KM):
            yield Checked(id, row.name, None, None)
        else:
            yield Checked(id, row.name, round(near[0], 1), near[1])


def _km(row: PlaceName, entry: Entry) -> float:
    here = Entry(row.id, row.name, row.lat or 0.0, row.lon or 0.0, "settlement", None, None, 0, 0.0, None)
    return distance_km(here, entry)


def main() -> int:
    """Print what is far and what is unchecked; 1 if anything is far."""
    gazetteer, far = load_gazetteer(), 0
    for name in sys.argv[1:]:
        found = tuple(check(load(name), gazetteer))
        for c in found:
            if c.km is not None and c.km > FAR_KM:
                far += 1
                print(f"{name}: {c.id} {c.name} lies {c.km} km from {c.against}")
        unchecked = [c for c in found if c.km is None]
        print(f"{name}: {len(found)} points, {len(unchecked)} unchecked: {', '.join(c.id for c in unchecked)}")
    return 1 if far else 0


if __name__ == "__main__":
    sys.exit(main())
