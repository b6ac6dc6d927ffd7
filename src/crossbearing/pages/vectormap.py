"""Vector maps and timelines as SVG: outlines, settlements, areas for imprecise places, broken rings for rivals. No tiles, no network."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from crossbearing.pages.desk import Desk
from crossbearing.pages.timeline import Axis, bar, ticks
from crossbearing.pages.words import place_name
from crossbearing.types import Event, Place

WIDTH, HEIGHT = 480.0, 360.0
_MOST_RIVALS = 40
_MARGIN = 20.0
WIDE = ("country", "admin1")
"""Precisions that are drawn as an open ring: an area so wide that a filled one would hide the rest."""


@dataclass(frozen=True, slots=True)
class Frame:
    """An equirectangular window, true to scale at its own middle latitude."""

    west: float
    south: float
    east: float
    north: float

    def xy(self, lat: float, lon: float) -> tuple[float, float]:
        """Where a point lies on the drawing."""
        x = (lon - self.west) / (self.east - self.west) * WIDTH
        y = (self.north - lat) / (self.north - self.south) * HEIGHT
        return round(x, 1), round(y, 1)

    @property
    def km(self) -> float:
        """Pixels a kilometre."""
        return HEIGHT / ((self.north - self.south) * 111.2)


def frame_of(points: Sequence[tuple[float, float]], *, least_km: float = 120.0) -> Frame | None:
    """The window that holds the points with a margin; a far outlier (beyond twenty times the median) is left outside."""
    if not points:
        return None
    middle = sorted(p[0] for p in points)[len(points) // 2], sorted(p[1] for p in points)[len(points) // 2]
    spread = sorted(max(abs(a - middle[0]), abs(b - middle[1])) for a, b in points)
    reach = max(spread[len(spread) // 2] * 20, 2.0)
    near = [p for p in points if max(abs(p[0] - middle[0]), abs(p[1] - middle[1])) <= reach]
    lat = (min(p[0] for p in near) + max(p[0] for p in near)) / 2
    lon = (min(p[1] for p in near) + max(p[1] for p in near)) / 2
    shrink = max(0.2, math.cos(math.radians(lat)))
    tall = max(p[0] for p in near) - min(p[0] for p in near)
    wide = (max(p[1] for p in near) - min(p[1] for p in near)) * shrink
    height = max(tall * 1.35, wide * 1.35 * HEIGHT / WIDTH, least_km / 111.2)
    # few distinct windows, so that their outlines are drawn once: sizes grow by a sixth, middles move by a twelfth
    height = 1.16 ** math.ceil(math.log(height, 1.16))
    lat, lon = (round(v * 12 / height) * height / 12 for v in (lat, lon))
    shrink = max(0.2, math.cos(math.radians(round(lat))))
    width = height * WIDTH / HEIGHT / shrink
    return Frame(lon - width / 2, lat - height / 2, lon + width / 2, lat + height / 2)


def located(events: Iterable[Event]) -> list[tuple[Event, Place, float, float]]:
    """The events that have a place on the ground."""
    return [
        (e, e.place, e.place.lat, e.place.lon)
        for e in events
        if e.place is not None and e.place.lat is not None and e.place.lon is not None
    ]


def unlocated(events: Iterable[Event]) -> int:
    """How many events are nowhere on the map."""
    some = list(events)
    return len(some) - len(located(some))


def events_map(desk: Desk, events: Sequence[Event], href: Any) -> Any:
    """All located events as areas on one map; ambiguous names as broken rings at each place they fit."""
    from markupsafe import Markup, escape

    on_ground = located(events)
    near = [(lat, lon) for _, place, lat, lon in on_ground if place.precision not in WIDE]
    frame = frame_of(near or [(lat, lon) for _, _, lat, lon in on_ground], least_km=450.0)
    if frame is None:
        return Markup('<p class="state null">No event has a resolved place.</p>')
    out = [_open(f"Map of {len(on_ground)} events"), _outlines(frame)]
    for e in events:
        if e.place is not None and e.place.lat is None and e.place.rivals:
            rings = [
                _ring(frame, r.lat, r.lon)
                for r in e.place.rivals[:_MOST_RIVALS]
                if r.lat is not None and r.lon is not None
            ]
            out.append(f'<g data-link="{escape(e.id)}">{"".join(rings)}</g>')
    by_place: dict[tuple[float, float], list[Event]] = {}
    for e, _, lat, lon in on_ground:
        by_place.setdefault((lat, lon), []).append(e)
    labelled: list[_Box] = []
    # wide areas first, so that a town is never drawn under its country
    order = sorted(by_place.items(), key=lambda kv: (not _is_wide(kv[1][0]), -len(kv[1]), kv[0]))
    for (lat, lon), here in order:
        x, y = frame.xy(lat, lon)
        place = here[0].place
        if place is None or not (0 <= x <= WIDTH and 0 <= y <= HEIGHT):
            continue
        links = " ".join(e.id for e in here)
        out.append(
            f'<a href="{escape(href("event", here[0].id))}" data-link="{escape(links)}" aria-label="{escape(place_name(place))}: {len(here)} events">'
            f'<circle class="area{" wide" if _is_wide(here[0]) else ""}" cx="{x}" cy="{y}" r="{_radius(frame, place)}"/>'
            f'<circle class="dot" cx="{x}" cy="{y}" r="2.4"/></a>'
        )
        note = f" · {len(here)}" if len(here) > 1 else ""
        out.append(
            _label(place_name(place) + note, x, y, _radius(frame, place) if not _is_wide(here[0]) else 3.0, labelled)
        )
    out.append(_scale(frame))
    return Markup("".join(out) + "</svg>")


def event_map(desk: Desk, event: Event, href: Any) -> Any:
    """One event with what lies around it; nothing pinned where nothing is resolved."""
    from markupsafe import Markup

    place = event.place
    if place is None:
        return Markup('<p class="null">No claim names a place.</p>')
    points = [(place.lat, place.lon)] if place.lat is not None and place.lon is not None else []
    rivals = [(r.lat, r.lon, r.name) for r in place.rivals[:_MOST_RIVALS] if r.lat is not None and r.lon is not None]
    frame = frame_of([(a, b) for a, b in points if a is not None and b is not None] or [(a, b) for a, b, _ in rivals])
    if frame is None:
        return Markup('<p class="null">The place is not resolved, and nothing is pinned.</p>')
    out = [_open(f"Map of {place_name(place)}"), _outlines(frame)]
    out += [_ring(frame, a, b) for a, b, _ in rivals]
    near: dict[str, tuple[float, float]] = {}
    for other, where, lat, lon in located(desk.events):
        if other.id != event.id and where.name and where.name != place.name:
            near.setdefault(where.name, (lat, lon))
    towns: list[tuple[str, float, float]] = []
    for name, (lat, lon) in sorted(near.items())[:40]:
        x, y = frame.xy(lat, lon)
        if 6 <= x <= WIDTH - 6 and 10 <= y <= HEIGHT - 6:
            towns.append((name, x, y))
    taken: list[_Box] = []
    if points:
        x, y = frame.xy(place.lat or 0.0, place.lon or 0.0)
        out.append(
            f'<circle class="area" cx="{x}" cy="{y}" r="{_radius(frame, place)}"/><circle class="dot" cx="{x}" cy="{y}" r="2.4"/>'
        )
        out.append(_label(place_name(place), x, y, min(_radius(frame, place), 60.0), taken, "lab big"))
    for name, x, y in towns:
        out.append(f'<circle class="town" cx="{x}" cy="{y}" r="2.2"/>' + _label(name, x, y, 3.0, taken))
    out.append(_scale(frame))
    return Markup("".join(out) + "</svg>")


def events_timeline(desk: Desk, events: Sequence[Event], on: Axis | None, most: int = 18) -> Any:
    """The dated events as bars, the most told first; how many more there are is said."""
    from markupsafe import Markup, escape

    dated = [e for e in events if e.when and (e.when.earliest or e.when.latest)]
    if on is None or not dated:
        return Markup('<p class="state null">No event is dated.</p>')
    shown = sorted(dated, key=lambda e: (-e.reports, -len(e.claims), e.id))[:most]
    shown.sort(key=lambda e: ((e.when.earliest or e.when.latest or "") if e.when else "", e.id))
    left, right, row = 190.0, 720.0, 17.5
    high = 26 + row * len(shown) + 16
    out = [f'<svg class="tl" viewBox="0 0 730 {high:g}" role="img" aria-label="Timeline of {len(shown)} events">']
    for tick in ticks(on, right - left):
        x = left + tick.x
        out.append(
            f'<path d="M{x:g} 18V{high - 14:g}" stroke="var(--rule)"/><text x="{x + 3:g}" y="13" class="tick">{escape(tick.label)}</text>'
        )
    for n, e in enumerate(shown):
        b = bar(e.when, on, right - left)
        y = 24 + row * n
        fill = "url(#fadeL)" if b.open_left else ("url(#fadeR)" if b.open_right else "var(--ink-2)")
        label = e.label if len(e.label) <= 30 else e.label[:29].rstrip() + "…"
        out.append(
            f'<g data-link="{escape(e.id)}"><text x="{left - 8:g}" y="{y + 9:g}" text-anchor="end" class="row">{escape(label)}</text>'
            f'<rect x="{left + b.x:g}" y="{y:g}" width="{b.width:g}" height="10" fill="{fill}"/></g>'
        )
    more = (
        f'<text x="{left:g}" y="{high - 3:g}" class="tick">{len(shown)} of {len(dated)} dated events</text>'
        if len(dated) > len(shown)
        else ""
    )
    return Markup("".join(out) + more + "</svg>")


def _open(label: str) -> str:
    from markupsafe import escape

    return f'<svg class="map" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="group" aria-label="{escape(label)}"><rect class="sea" width="{WIDTH:g}" height="{HEIGHT:g}"/>'


def _label(name: str, x: float, y: float, r: float, taken: list[_Box], kind: str = "lab") -> str:
    """The name beside its point, where it covers no other name; none where there is no room."""
    from markupsafe import escape

    wide, tall = 6.2 * len(name) + 4, 13.0
    for anchor, at, down in (
        ("start", x + r + 4, 4.0),
        ("end", x - r - 4, 4.0),
        ("middle", x, -r - 5),
        ("middle", x, r + 13),
    ):
        left = at - {"start": 0.0, "end": wide, "middle": wide / 2}[anchor]
        box = (left, y + down - tall + 3, left + wide, y + down + 3)
        free = all(box[0] > b[2] or box[2] < b[0] or box[1] > b[3] or box[3] < b[1] for b in taken)
        if free and box[0] >= 0 and box[2] <= WIDTH and box[1] >= 0 and box[3] <= HEIGHT - 18:
            taken.append(box)
            return f'<text class="{kind}" x="{at:g}" y="{y + down:g}" text-anchor="{anchor}">{escape(name)}</text>'
    return ""


def _is_wide(event: Event) -> bool:
    return event.place is not None and event.place.precision in WIDE


def _radius(frame: Frame, place: Place) -> float:
    return round(min(max((place.radius_km or 5.0) * frame.km, 5.0), WIDTH * 0.6), 1)


def _ring(frame: Frame, lat: float | None, lon: float | None) -> str:
    if lat is None or lon is None:
        return ""
    x, y = frame.xy(lat, lon)
    return f'<circle class="cand" cx="{x}" cy="{y}" r="5.5"/>' if 0 <= x <= WIDTH and 0 <= y <= HEIGHT else ""


def _scale(frame: Frame) -> str:
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000) if s * frame.km > 34 or s == 5000)
    length = round(step * frame.km, 1)
    return (
        f'<g transform="translate(12 {HEIGHT - 12:g})"><path d="M0 -4v4h{length}v-4" fill="none" stroke="var(--ink-3)"/>'
        f'<text x="{length + 6}" y="1" class="tick">{step} km</text></g>'
    )


@lru_cache(maxsize=256)
def _outlines(frame: Frame) -> str:
    out = []
    for kind, box, rings in _maps():
        if box[0] > frame.east or box[2] < frame.west or box[1] > frame.north or box[3] < frame.south:
            continue
        path = "".join(_ring_path(frame, ring) for ring in rings)
        if path:
            out.append(f'<path class="{"land" if kind == "country" else "obl"}" d="{path}"/>')
    return "".join(out)


def _ring_path(frame: Frame, ring: Sequence[Sequence[float]]) -> str:
    """A closed outline in drawing units, cut at a margin outside the window so that no cut edge is seen."""
    points = _thinned([frame.xy(lat, lon) for lon, lat in ring])
    for axis, edge, above in ((0, -_MARGIN, True), (0, WIDTH + _MARGIN, False), (1, -_MARGIN, True), (1, HEIGHT + _MARGIN, False)):  # fmt: skip
        points = _cut(points, axis, edge, above)
        if len(points) < 3:
            return ""
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in points) + "Z"


def _thinned(points: Sequence[tuple[float, float]], least: float = 0.8) -> list[tuple[float, float]]:
    """The points without those that nobody could tell from the one before."""
    out = [points[0]]
    for x, y in points:
        if abs(x - out[-1][0]) + abs(y - out[-1][1]) >= least:
            out.append((x, y))
    return out


def _cut(points: Sequence[tuple[float, float]], axis: int, edge: float, above: bool) -> list[tuple[float, float]]:
    """The part of a polygon on one side of a line (Sutherland and Hodgman)."""
    if not points:
        return []
    out: list[tuple[float, float]] = []
    before = points[-1]
    for point in points:
        inside, was = (point[axis] >= edge) == above, (before[axis] >= edge) == above
        if inside != was:
            share = (edge - before[axis]) / (point[axis] - before[axis])
            other = round(before[1 - axis] + share * (point[1 - axis] - before[1 - axis]), 1)
            out.append((edge, other) if axis == 0 else (other, edge))
        if inside:
            out.append(point)
        before = point
    return out


_Box = tuple[float, float, float, float]


@cache
def _maps() -> tuple[tuple[str, _Box, tuple[Any, ...]], ...]:
    """Every outline that ships: (country or admin1, bounding box, rings), countries first."""
    out: list[tuple[str, _Box, tuple[Any, ...]]] = []
    folder = resources.files("crossbearing") / "data" / "maps"
    names = [("country", "world.geojson"), ("admin1", "units.geojson")]
    for kind, name in names:
        for feature in json.loads((folder / name).read_text("utf-8"))["features"]:
            shape = feature["geometry"]
            parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
            rings = tuple(ring for part in parts for ring in part)
            lons, lats = [p[0] for r in rings for p in r], [p[1] for r in rings for p in r]
            out.append((kind, (min(lons), min(lats), max(lons), max(lats)), rings))
    return tuple(out)
