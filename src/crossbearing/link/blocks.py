"""The blocks in which claims are filed and sought: family × place × days, so that no pair outside them is ever compared."""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Iterator

from crossbearing.link.facts import Facts
from crossbearing.link.lexicon import Family, family
from crossbearing.link.pairs import UTTERED_WITHIN
from crossbearing.link.whereabouts import AREAS
from crossbearing.text import fold

CELL = 0.25
MOST_BUCKETS = 40
MOST_RIVALS = 12
SKETCH = 4
_PROPER = re.compile(r"\b[^\W\d_a-z][\w'’-]{2,}")


def keys_of(f: Facts) -> tuple[str, ...]:
    """The blocks in which a claim is filed: family × place × days. Two claims that may meet share one of them."""
    filed = {f"{k.name}|{where}|{when}" for where in _wheres(f, 0) for k in _kin(f) for when in _buckets(f, k)}
    return tuple(sorted(filed | _said_keys(f, 0) | {f"{_half(f)}|{f.claim.report.id}"}))


def seek_keys(f: Facts) -> tuple[str, ...]:
    """The blocks in which its fellows are sought: its own, the neighbouring cells, the slack of days."""
    sought = {
        f"{k.name}|{where}|{when}" for where in _wheres(f, 1) for k in _kin(f) for when in _buckets(f, k, slack=k.slack)
    }
    other = "told" if f.claim.stance == "denies" else "denied"
    return tuple(sorted(sought | _said_keys(f, UTTERED_WITHIN) | {f"{other}|{f.claim.report.id}"}))


def _half(f: Facts) -> str:
    """Of a report, what is denied meets what is told, whatever its kind."""
    return "denied" if f.claim.stance == "denies" else "told"


def _kin(f: Facts) -> tuple[Family, ...]:
    """The families in which a claim is filed: its own, and those of the deed that it denies."""
    return (f.family, *(family(kind) for kind in f.denies))


def _width(family: Family) -> int:
    return max(2, family.slack + family.lag)


def _said_keys(f: Facts, slack: int) -> set[str]:
    """The blocks of one text and of one utterance: they know no place, and only the day of publication."""
    out = {f"{f.family.name}|l:{f.lineage}"} if f.lineage else set()
    if f.published is not None and len(f.words) >= 4:
        rare = sorted(zlib.crc32(w.encode()) for w in f.words)[:SKETCH]
        width = UTTERED_WITHIN + 1
        for day in range((f.published - slack) // width, (f.published + slack) // width + 1):
            out |= {f"{f.family.name}|q:{name}:{number}|{day}" for name in f.speaker for number in rare}
    return out


def _wheres(f: Facts, ring: int) -> Iterator[str]:
    yield f"r:{f.claim.report.id}"
    p = f.place
    if p is None or f.family.shape == "speech":
        # no place to go by: the rarest way in is a few words, or a figure, that both share
        for number in sorted(zlib.crc32(w.encode()) for w in f.words)[:SKETCH]:
            yield f"w:{number}"
        for count in f.claim.counts:
            yield f"c:{count.what}:{count.low if count.low is not None else count.high}"
    if p is None or p.precision in AREAS:
        for word in sorted({fold(w) for w in _PROPER.findall(f.claim.span.text)})[:SKETCH]:
            yield f"n:{word}"
    if p is None:
        if f.main is not None:
            yield f"p:{f.main.id}"
        return
    if p.id is not None:
        yield f"p:{p.id}"
    for rival in p.rivals[:MOST_RIVALS]:
        yield f"p:{rival.id}"
    for name in f.names:
        yield f"n:{name}"
    # a settlement is found by its id and names; only what has an extent is sought on the map and by its region
    wide = p.precision in AREAS
    extent = p.precision in ("facility", "area", "unresolved")
    if p.lat is not None and p.lon is not None and not wide:
        x, y = math.floor(p.lon / CELL), math.floor(p.lat / CELL)
        marks = (("e", "g") if extent else ("e",)) if ring else (("e",) if extent else ("g",))
        for dx in range(-ring, ring + 1):
            for dy in range(-ring, ring + 1):
                yield from (f"{mark}:{x + dx}:{y + dy}" for mark in marks)
    if p.admin1:
        marks = (("a", "s") if wide else ("a",)) if ring else (("a",) if wide else ("s",))
        yield from (f"{mark}:{p.country}:{p.admin1}" for mark in marks)


def _buckets(f: Facts, kin: Family, *, slack: int = 0) -> Iterator[str]:
    if f.first is None or f.last is None:
        yield "-"
        return
    width = _width(kin)
    low, high = (f.first - slack) // width, (f.last + slack) // width
    for bucket in range(max(low, high - MOST_BUCKETS + 1), high + 1):
        yield str(bucket)
