"""How a happening lies to a place that is named: "west of", "near", "20 km from", "between A and B", as words and kilometres."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

_TOWN = r"(?: the)?(?: (?:city|town|village|settlement|port|regional capital)(?: of)?)?(?: the)? ?$"
_DISTANCE = re.compile(
    r"(?P<number>\d[\d.,]*|a few|several|some|dozens of|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty)"
    r"(?: |-)?(?P<unit>km|kms|kilomet(?:er|re)s?|miles?|mi|met(?:er|re)s?)\b(?: \([^)]*\))?(?: away| to the| due)?(?: (?P<way>north ?-?east|north ?-?west|south ?-?east|south ?-?west|north|south|east|west))?"
    r"(?: of| from| outside| away from)" + _TOWN,
    re.IGNORECASE,
)
_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "a few": 5, "several": 8, "some": 10, "dozens of": 40}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Relation:
    """The relation in its plain form, and how many kilometres it adds to the radius of what it relates to."""

    words: str
    km: float


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str, float], ...]:
    path = Path(str(resources.files("crossbearing"))) / "data" / "relations.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple(
            (re.compile(r"\b" + row["pattern"] + _TOWN, re.IGNORECASE), row["relation"], float(row["km"]))
            for row in csv.DictReader(stream)
        )


def relation(before: str) -> Relation | None:
    """The relation that the words before a place's name give it, `None` if the name stands for the place itself."""
    tail = before[-80:]
    measured = _DISTANCE.search(tail)
    if measured:
        number, unit, way = measured["number"].lower(), measured["unit"].lower(), measured["way"]
        try:
            size = float(_WORDS.get(number) or number.replace(",", "").rstrip("."))
        except ValueError:
            return None
        metric = size * 1.609 if unit.startswith("mi") else size / 1000 if unit.startswith("met") else size
        said = f"{measured['number']} {measured['unit']} " + (f"{way.lower()} of" if way else "from")
        return Relation(said, round(metric, 1))
    for pattern, words, km in _patterns():
        hit = pattern.search(tail)
        if hit:
            return Relation(words.format(*(re.sub(r"[ -]", "", g).lower() for g in hit.groups() if g)), km)
    return None
