"""Outlines of countries and of their first-level units as SVG paths: one set of shapes that every map refers to.

Coordinates are hundredths of a degree, east and south, so that a map places them by one transform and can be zoomed.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import Any

UNITS_A_DEGREE = 100
COUNTRIES, UNITS, LINES, TOWNS = "countries", "units", "lines", "towns"
_HALF = 180 * UNITS_A_DEGREE
WORLD = (-180.0, -90.0, 180.0, 90.0)

Box = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""


def shapes(box: Box | None = None) -> str:
    """Two `<path>`s, with ids `countries` and `units`: all that ship, or those that reach into the box."""
    return "".join(
        f'<path id="{name}" d="{_path(name, box)}" vector-effect="non-scaling-stroke"/>' for name in (COUNTRIES, UNITS)
    )


def town_list(box: Box, most: int) -> str:
    """A `<desc>` with the id `towns`: the largest towns of the box as JSON, for a map that moves."""
    told = json.dumps([[t.name, t.lat, t.lon] for t in towns(box, most)], ensure_ascii=False, separators=(",", ":"))
    return f'<desc id="{TOWNS}">{escape(told)}</desc>'


def lines(files: Sequence[Path]) -> str:
    """The lines of a pack's own GeoJSON files as one `<path>` with the id `lines`; nothing where there are none."""
    d = "".join(
        _ring(ring, closed=False)
        for file in files
        for feature in json.loads(file.read_text("utf-8")).get("features", ())
        for ring in _lines_of(feature.get("geometry") or {})
    )
    return f'<path id="{LINES}" d="{d}" vector-effect="non-scaling-stroke"/>' if d else ""


def _lines_of(shape: Mapping[str, Any]) -> Sequence[Sequence[Sequence[Any]]]:
    match shape.get("type"):
        case "LineString":
            return [shape["coordinates"]]
        case "MultiLineString" | "Polygon":
            return list(shape["coordinates"])
        case "MultiPolygon":
            return [ring for part in shape["coordinates"] for ring in part]
        case _:
            return ()


@cache
def outlines_file() -> str:
    """All outlines, and the towns, as one SVG document, for maps that refer to it by address."""
    return f'<svg xmlns="http://www.w3.org/2000/svg">{shapes()}{town_list(WORLD, 10_000)}</svg>'


@dataclass(frozen=True, slots=True)
class Town:
    """A large town that a map names for orientation."""

    name: str
    lat: float
    lon: float


@lru_cache(maxsize=512)
def towns(box: Box, most: int) -> tuple[Town, ...]:
    """The largest towns inside the box."""
    west, south, east, north = box
    found = (t for t in _towns() if south <= t.lat <= north and west <= t.lon <= east)
    return tuple(islice(found, most))


@cache
def _towns() -> tuple[Town, ...]:
    text = (resources.files("crossbearing") / "data" / "maps" / "towns.csv").read_text("utf-8")
    return tuple(Town(r["name"], float(r["lat"]), float(r["lon"])) for r in csv.DictReader(text.splitlines()))


def _path(name: str, box: Box | None) -> str:
    return "".join(
        path
        for (west, south, east, north), path in _features(name)
        if box is None or (west <= box[2] and east >= box[0] and south <= box[3] and north >= box[1])
    )


@cache
def _features(name: str) -> tuple[tuple[Box, str], ...]:
    file = {COUNTRIES: "world.geojson", UNITS: "units.geojson"}[name]
    text = (resources.files("crossbearing") / "data" / "maps" / file).read_text("utf-8")
    out: list[tuple[Box, str]] = []
    for feature in json.loads(text)["features"]:
        shape = feature["geometry"]
        parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        for part in parts:  # islands apart, so that a box takes those that it needs
            lons, lats = [p[0] for p in part[0]], [p[1] for p in part[0]]
            out.append(((min(lons), min(lats), max(lons), max(lats)), "".join(map(_ring, part))))
    return tuple(out)


def _ring(points: Sequence[Sequence[Any]], *, closed: bool = True) -> str:
    """One ring or line, in steps from point to point."""
    out: list[str] = []
    at = (0, 0)
    for lon, lat, *_ in points:
        x, y = round(lon * UNITS_A_DEGREE), round(-lat * UNITS_A_DEGREE)
        if out and abs(x - at[0]) > _HALF:  # across the 180th meridian it goes on, and never back around the world
            x += 2 * _HALF if x < at[0] else -2 * _HALF
        if not out:
            out.append(f"M{x} {y}l")
        elif (x, y) != at:
            out.append(f"{x - at[0]} {y - at[1]} ")
        at = (x, y)
    return "".join(out).rstrip() + ("z" if closed else "")
