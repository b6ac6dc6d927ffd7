"""Checking a conflict pack beyond its columns: references, dates, coordinates, rival rows, and its marked sentences."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Collection, Iterator
from importlib import resources
from typing import Any, get_args

from crossbearing.errors import CrossbearingError
from crossbearing.marked import unmark
from crossbearing.packs import Pack
from crossbearing.text import fold, is_date
from crossbearing.types import Stance

ACTOR_KINDS = frozenset(["person", "office", "body", "force", "unit", "state", "capital", "medium", "class", "group"])
PLACE_KINDS = frozenset(["settlement", "facility", "area", "admin2", "admin1", "country"])
PUBLISHER_KINDS = frozenset(
    ["wire", "state", "newspaper", "broadcaster", "online", "monitor", "channel", "body", "aggregator"]
)
WORD_LISTS = frozenset(["loaded", "partisan", "euphemism"])
COLOURS = ("1", "2", "3", "4")

_COUNTRY = re.compile(r"[A-Z]{2}$")


def check(pack: Pack) -> tuple[str, ...]:
    """Every fault of a pack that loads, in words that name file and row; empty for a sound pack."""
    return (
        *_head(pack),
        *_sides(pack),
        *_actors(pack),
        *_places(pack),
        *_publishers(pack),
        *_words(pack),
        *_cases(pack),
    )


def _head(pack: Pack) -> Iterator[str]:
    if pack.bbox:
        west, south, east, north = pack.bbox
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            yield f"pack.toml: bbox {list(pack.bbox)} is not west, south, east, north"
    for country in pack.countries:
        if not _COUNTRY.match(country):
            yield f"pack.toml: {country!r} is no ISO 3166 code of two letters"
    if not pack.theatre:
        yield "pack.toml: theatre is empty, so that no report would be read with this pack unless it is named"
    lines = pack.borders.lines
    if lines is not None and not (lines.suffix == ".geojson" and lines.is_file() and lines.parent == pack.folder):
        yield f'pack.toml: borders is {pack.settings["borders"]!r}, neither "UN" nor a GeoJSON file in the folder of the pack'
    names = pack.settings.get("names", "official")
    if names != "official" and names not in {side.id for side in pack.sides}:
        yield f'pack.toml: names is {names!r}, neither "official" nor a side of the pack'
    if not (pack.folder / "README.md").is_file():
        yield "README.md: is missing; it tells where the rows come from and how disputed names are shown"


def _sides(pack: Pack) -> Iterator[str]:
    seen: set[str] = set()
    colours: dict[str, str] = {}
    for side in pack.sides:
        if side.id in seen:
            yield f"sides.csv: {side.id} stands twice"
        seen.add(side.id)
        if side.colour not in COLOURS:
            yield f"sides.csv: {side.id} has colour {side.colour!r}, not 1 to 4"
        elif colours.setdefault(side.colour, side.id) != side.id:
            yield f"sides.csv: {side.id} has the colour of {colours[side.colour]}"


def _actors(pack: Pack) -> Iterator[str]:
    names: dict[str, str] = {}
    kept: dict[str, tuple[str, str | None]] = {}
    for actor in pack.actors:
        where = f"actors.csv: {actor.id} {actor.alias!r}"
        yield from _side(where, actor.side, pack)
        yield from _one_of(where, "kind", actor.kind, ACTOR_KINDS)
        yield from _language(where, actor.lang, pack)
        if names.setdefault(actor.id, actor.name) != actor.name:
            yield f"{where}: the display name is {actor.name!r} here and {names[actor.id]!r} above"
        holder, side = kept.setdefault(fold(actor.alias), (actor.id, actor.side))
        if holder != actor.id and side != actor.side:
            yield f"{where}: this form is also that of {holder}, who stands with another side"
        if not actor.source:
            yield f"{where}: has no source"
        yield from _days(where, actor.since, actor.until)


def _places(pack: Pack) -> Iterator[str]:
    ids = {place.id for place in pack.places}
    names: dict[str, str] = {}
    spots: dict[str, tuple[float | None, float | None]] = {}
    for place in pack.places:
        where = f"places.csv: {place.id} {place.alias!r}"
        if names.setdefault(place.id, place.name) != place.name:
            yield f"{where}: the official name is {place.name!r} here and {names[place.id]!r} above"
        if spots.setdefault(place.id, (place.lat, place.lon)) != (place.lat, place.lon):
            yield f"{where}: its coordinates are not those of the row above"
        if place.used_by:
            yield from _side(where, place.used_by, pack, column="used_by")
        yield from _one_of(where, "kind", place.kind, PLACE_KINDS)
        yield from _language(where, place.lang, pack)
        if place.parent and place.parent not in ids and not place.parent.startswith("gn:"):
            yield f"{where}: its parent {place.parent} is not in this pack"
        if place.parent == place.id:
            yield f"{where}: is its own parent"
        if place.radius_km is not None and place.radius_km <= 0:
            yield f"{where}: radius_km is {place.radius_km}"
        if (place.lat is None) != (place.lon is None):
            yield f"{where}: has one coordinate of two"
        if place.lat is not None and place.lon is not None:
            if not (-90 <= place.lat <= 90 and -180 <= place.lon <= 180):
                yield f"{where}: its coordinates are not on the globe"
            elif pack.bbox and place.kind != "country" and not _inside(place.lat, place.lon, pack.bbox):
                yield f"{where}: lies outside the pack's bbox"
        yield from _days(where, place.since, place.until)


def _publishers(pack: Pack) -> Iterator[str]:
    domains: dict[str, str] = {}
    for row in pack.publishers:
        where = f"publishers.csv: {row.name}"
        yield from _side(where, row.side, pack)
        yield from _one_of(where, "kind", row.kind, PUBLISHER_KINDS)
        if row.country and not _COUNTRY.match(row.country):
            yield f"{where}: country {row.country!r} is no ISO 3166 code of two letters"
        if row.domain and ("/" in row.domain or "." not in row.domain):
            yield f"{where}: {row.domain!r} is no domain"
        if row.domain and domains.setdefault(row.domain, row.name) != row.name:
            yield f"publishers.csv: {row.domain} belongs to {domains[row.domain]!r} and to {row.name!r}"


def _words(pack: Pack) -> Iterator[str]:
    for name in sorted(pack.words):
        yield from _one_of("words.csv", "list", name, WORD_LISTS)


def _cases(pack: Pack) -> Iterator[str]:
    path = pack.folder / "cases.jsonl"
    if not path.is_file():
        yield "cases.jsonl: is missing"
        return
    known, seen = _kinds(), set[str]()
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        where = f"cases.jsonl:{number}"
        try:
            case = json.loads(line)
            if not isinstance(case, dict) or not isinstance(case.get("marked"), str):
                yield f"{where}: is not an object with `marked`"
                continue
            _, attributions = unmark(case["marked"])
        except (ValueError, CrossbearingError) as error:
            yield f"{where}: {error}"
            continue
        label = str(case.get("id"))
        if label in seen:
            yield f"{where}: the id {label} stands twice"
        seen.add(label)
        yield from _case(where, case, {str(a.number) for a in attributions}, known, pack)


def _kinds() -> frozenset[str]:
    table = (resources.files("crossbearing") / "data" / "kinds.csv").read_text("utf-8")
    return frozenset(row["id"] for row in csv.DictReader(io.StringIO(table)))


def _case(
    where: str, case: dict[str, Any], numbers: Collection[str], kinds: Collection[str], pack: Pack
) -> Iterator[str]:
    for number, speaker in sorted(case.get("speakers", {}).items()):
        if number not in numbers:
            yield f"{where}: speaker {number} has no mark in the sentence"
        yield from _side(where, speaker.get("side"), pack)
    for claim in case.get("claims", ()):
        yield from _one_of(where, "kind", claim.get("kind"), kinds)
        yield from _one_of(where, "stance", claim.get("stance", "asserts"), get_args(Stance))


def _side(where: str, side: str | None, pack: Pack, column: str = "side") -> Iterator[str]:
    if side and side not in {known.id for known in pack.sides}:
        yield f"{where}: {column} {side!r} is not in sides.csv"


def _one_of(where: str, column: str, value: str | None, known: Collection[str]) -> Iterator[str]:
    if value not in known:
        yield f"{where}: {column} {value!r} is none of {', '.join(sorted(known))}"


def _language(where: str, language: str, pack: Pack) -> Iterator[str]:
    if language not in pack.languages:
        yield f"{where}: lang {language!r} is not among the languages of pack.toml"


def _days(where: str, since: str | None, until: str | None) -> Iterator[str]:
    for day in (since, until):
        if day and not is_date(day):
            yield f"{where}: {day!r} is not a date"
    if since and until and since > until:
        yield f"{where}: begins on {since}, after its end on {until}"


def _inside(lat: float, lon: float, bbox: tuple[float, float, float, float]) -> bool:
    west, south, east, north = bbox
    return south <= lat <= north and west <= lon <= east
