"""Checking a conflict pack beyond its columns: references, dates, coordinates, rival rows, and its marked sentences."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date

from crossbearing.errors import CrossbearingError
from crossbearing.marked import unmark
from crossbearing.packs import Pack

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?$")


def check(pack: Pack) -> tuple[str, ...]:
    """Every fault of a pack that loads, in words that name file and row; empty for a sound pack."""
    return (*_sides(pack), *_actors(pack), *_places(pack), *_publishers(pack), *_cases(pack))


def _sides(pack: Pack) -> Iterator[str]:
    seen: set[str] = set()
    for side in pack.sides:
        if side.id in seen:
            yield f"sides.csv: {side.id} stands twice"
        seen.add(side.id)
        if side.colour not in ("1", "2", "3", "4"):
            yield f"sides.csv: {side.id} has colour {side.colour!r}, not 1 to 4"


def _actors(pack: Pack) -> Iterator[str]:
    sides = {side.id for side in pack.sides}
    names: dict[str, str] = {}
    for actor in pack.actors:
        where = f"actors.csv: {actor.id} {actor.alias!r}"
        if actor.side and actor.side not in sides and not re.fullmatch(r"[A-Z]{2,3}", actor.side):
            yield f"{where}: side {actor.side!r} is neither in sides.csv nor a country"
        if names.setdefault(actor.id, actor.name) != actor.name:
            yield f"{where}: the display name is {actor.name!r} here and {names[actor.id]!r} above"
        if not actor.source:
            yield f"{where}: has no source"
        yield from _days(where, actor.since, actor.until)


def _places(pack: Pack) -> Iterator[str]:
    ids = {place.id for place in pack.places}
    names: dict[str, str] = {}
    for place in pack.places:
        where = f"places.csv: {place.id} {place.alias!r}"
        if names.setdefault(place.id, place.name) != place.name:
            yield f"{where}: the official name is {place.name!r} here and {names[place.id]!r} above"
        if place.parent and place.parent not in ids and not place.parent.startswith("gn:"):
            yield f"{where}: its parent {place.parent} is not in this pack"
        if (place.lat is None) != (place.lon is None):
            yield f"{where}: has one coordinate of two"
        if place.lat is not None and place.lon is not None:
            if not (-90 <= place.lat <= 90 and -180 <= place.lon <= 180):
                yield f"{where}: its coordinates are not on the globe"
            elif pack.bbox and not _inside(place.lat, place.lon, pack.bbox):
                yield f"{where}: lies outside the pack's bbox"
        yield from _days(where, place.since, place.until)


def _publishers(pack: Pack) -> Iterator[str]:
    domains: dict[str, str] = {}
    for row in pack.publishers:
        if row.domain and domains.setdefault(row.domain, row.name) != row.name:
            yield f"publishers.csv: {row.domain} belongs to {domains[row.domain]!r} and to {row.name!r}"


def _cases(pack: Pack) -> Iterator[str]:
    path = pack.folder / "cases.jsonl"
    if not path.is_file():
        yield "cases.jsonl: is missing"
        return
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
            if not isinstance(case, dict):
                yield f"cases.jsonl:{number}: is not an object"
            elif isinstance(case.get("marked"), str):
                unmark(case["marked"])
        except (ValueError, CrossbearingError) as error:
            yield f"cases.jsonl:{number}: {error}"


def _days(where: str, since: str | None, until: str | None) -> Iterator[str]:
    for day in (since, until):
        if day and not _is_day(day):
            yield f"{where}: {day!r} is not a date"
    if since and until and since > until:
        yield f"{where}: begins on {since}, after its end on {until}"


def _is_day(day: str) -> bool:
    if not _DATE.match(day):
        return False
    try:
        date.fromisoformat((day + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _inside(lat: float, lon: float, bbox: tuple[float, float, float, float]) -> bool:
    west, south, east, north = bbox
    return south <= lat <= north and west <= lon <= east
