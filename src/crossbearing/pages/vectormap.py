"""Vector maps and timelines as SVG: outlines, settlements, areas for imprecise places, broken rings for rivals. No tiles, no network.

Where scripts run, `assets/maps.js` puts a map of Leaflet in the place of the drawn one, made of the marks found here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from crossbearing.listing import SAID
from crossbearing.pages.desk import Desk
from crossbearing.pages.outlines import COUNTRIES, LINES, UNITS, UNITS_A_DEGREE, Box, towns
from crossbearing.pages.timeline import Axis, bar, beyond, ticks
from crossbearing.pages.words import place_name
from crossbearing.types import Event, Place

WIDTH, HEIGHT = 480.0, 360.0
_MOST_RIVALS = 40
_MOST_TOWNS = 14
_LEAST_KM = 5.0
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
    out = [_open(f"Map of {len(on_ground)} events", frame, desk)]
    for e in events:
        if e.place is not None and e.place.lat is None and e.place.rivals:
            rings = [_ring(frame, r.lat, r.lon) for r in e.place.rivals[:_MOST_RIVALS]]
            out.append(f'<g data-link="{escape(e.id)}">{"".join(rings)}</g>')
    by_place: dict[tuple[float, float], list[Event]] = {}
    for e, _, lat, lon in on_ground:
        by_place.setdefault((lat, lon), []).append(e)
    labelled: list[_Box] = []
    for lat, lon in by_place:  # no name on a point
        x, y = frame.xy(lat, lon)
        labelled.append((x - 3, y - 3, x + 3, y + 3))
    # wide areas first, so that a town is never drawn under its country
    order = sorted(by_place.items(), key=lambda kv: (not _is_wide(kv[1][0]), -len(kv[1]), kv[0]))
    for (lat, lon), here in order:
        x, y = frame.xy(lat, lon)
        place = here[0].place
        if place is None:
            continue
        wide, name = _is_wide(here[0]), place_name(place)
        note = f" · {len(here)}" if len(here) > 1 else ""
        said = f"{name}: {len(here)} events" if len(here) > 1 else here[0].label
        radius = _radius(frame, place)
        to = href("event", here[0].id) if len(here) == 1 else _all_at(href("events"), name)
        body = (
            f'<a href="{escape(to)}" data-link="{escape(" ".join(e.id for e in here))}" aria-label="{escape(said)}">'
            f'<circle class="area{" wide" if wide else ""}" r="{radius}"/><circle class="dot" r="2.4"/></a>'
        )
        body += _label(name + note, x, y, 3.0 if wide else radius, labelled)
        out.append(_at(frame, lat, lon, body, km=place.radius_km or _LEAST_KM))
    named = {place_name(place) for _, place, _, _ in on_ground}
    return Markup("".join(out) + _towns(frame, named, labelled) + _close(frame))


def outside(events: Sequence[Event]) -> int:
    """How many located events lie outside the window in which `events_map` opens."""
    on_ground = located(events)
    near = [(lat, lon) for _, place, lat, lon in on_ground if place.precision not in WIDE]
    frame = frame_of(near or [(lat, lon) for _, _, lat, lon in on_ground], least_km=450.0)
    return 0 if frame is None else sum(not _inside(*frame.xy(lat, lon)) for _, _, lat, lon in on_ground)


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
    out = [_open(f"Map of {place_name(place)}", frame, desk)]
    out += [_ring(frame, a, b) for a, b, _ in rivals]
    near: dict[str, tuple[float, float]] = {}
    for other, where, lat, lon in located(desk.events):
        if other.id != event.id and where.name and where.name != place.name:
            near.setdefault(where.name, (lat, lon))
    taken: list[_Box] = []
    if points:
        lat, lon = place.lat or 0.0, place.lon or 0.0
        x, y = frame.xy(lat, lon)
        radius = _radius(frame, place)
        label = _label(place_name(place), x, y, min(radius, 60.0), taken, "lab big", 9.6)
        body = f'<circle class="area{" wide" if _is_wide(event) else ""}" r="{radius}"/><circle class="dot" r="2.4"/>{label}'
        out.append(_at(frame, lat, lon, body, km=place.radius_km or _LEAST_KM))
    near.update({town.name: (town.lat, town.lon) for town in towns(_box(frame), _MOST_TOWNS) if town.name not in near})
    near.pop(place.name or "", None)
    for name, (lat, lon) in list(near.items())[:40]:
        out.append(_town(frame, name, lat, lon, taken, 8.4))
    return Markup("".join(out) + _close(frame))


def region_of(events: Iterable[Event]) -> Box | None:
    """The part of the world that the maps of these events may show, with room to move in."""
    points = [(lat, lon) for _, _, lat, lon in located(events)]
    for event in events:
        if event.place is not None:
            points += [(r.lat, r.lon) for r in event.place.rivals if r.lat is not None and r.lon is not None]
    if not points:
        return None
    lats, lons = [p[0] for p in points], [p[1] for p in points]
    return (min(lons) - 15.0, min(lats) - 9.0, max(lons) + 15.0, max(lats) + 9.0)


def events_timeline(desk: Desk, events: Sequence[Event], on: Axis | None, most: int = 17) -> Any:
    """The dated events as bars: of the most told, what happened before what was only said; how many more there are is said.

    Its labels keep their size at any width: days are told in parts of a hundred, and the style sheet sets the width.
    """
    from markupsafe import Markup, escape

    dated = [e for e in events if e.when and (e.when.earliest or e.when.latest)]
    if on is None or not dated:
        return Markup('<p class="state null">No event is dated.</p>')
    shown = sorted(dated, key=lambda e: (e.kind in SAID, -e.reports, -len(e.claims), e.id))[:most]
    shown.sort(key=lambda e: ((e.when.earliest or e.when.latest or "") if e.when else "", e.id))
    row, fine = 17.0, 1000.0
    told = ticks(on, fine, most=7)
    high = 26 + row * len(shown) + 8
    days = f'data-first="{date.fromordinal(on.first)}" data-last="{date.fromordinal(on.last)}"'
    names, bars = [], []
    for n, e in enumerate(shown):
        b, y, of = bar(e.when, on, fine), 24 + row * n, f'data-link="{escape(e.id)}"'
        label = e.label if len(e.label) <= 31 else e.label[:30].rstrip() + "…"
        names.append(f'<text class="row" x="198" y="{y + 9:g}" text-anchor="end" {of}>{escape(label)}</text>')
        fill = "url(#fadeL)" if b.open_left else ("url(#fadeR)" if b.open_right else "var(--ink-2)")
        edge = "" if b.open_left or b.open_right else ' stroke="var(--ink-2)" stroke-width="1.5"'
        drawn = f'<rect x="{b.x / 10:g}%" y="{y:g}" width="{b.width / 10:g}%" height="10" fill="{fill}"{edge} {of}/>'
        if away := beyond(e.when, on):
            at, anchor, words = ("0", "start", f"‹ {b.words}") if away < 0 else ("100%", "end", f"{b.words} ›")
            drawn = f'<text class="tick" x="{at}" y="{y + 9:g}" text-anchor="{anchor}" {of}>{escape(words)}</text>'
        bars.append(drawn)
    lines = [f'<line class="tickline" x1="{t.x / 10:g}%" x2="{t.x / 10:g}%" y1="18" y2="{high:g}"/>' for t in told]
    heads = [
        f'<text class="tick" x="{t.x / 10:g}%" dx="3" y="13">{escape(t.label)}</text>'
        for t in told
        if t.x < 0.93 * fine
    ]
    return Markup(
        f'<div class="tl" role="img" aria-label="Timeline of {len(shown)} events"><svg height="{high:g}">{"".join(names)}</svg>'
        f'<svg class="axis" height="{high:g}" data-axis {days}>{"".join(lines + heads + bars)}</svg></div>'
    )


def dated_words(events: Sequence[Event], most: int = 17) -> str:
    """How many of the dated events the timeline draws, and how many have no date."""
    dated = sum(1 for e in events if e.when and (e.when.earliest or e.when.latest))
    drawn = (
        f"{most} of {dated} dated events drawn" if dated > most else f"{dated} dated event{'s' if dated != 1 else ''}"
    )
    return f"{drawn}, {len(events) - dated} not dated" if dated < len(events) else drawn


def _open(label: str, frame: Frame, desk: Desk) -> str:
    """The head of a map with the outlines of countries and units, which stand elsewhere and are placed by a transform."""
    from markupsafe import escape

    across, down = WIDTH / (frame.east - frame.west), HEIGHT / (frame.north - frame.south)
    own = f'<use class="own-lines" href="{escape(desk.lines_at)}#{LINES}"/>' if desk.lines else ""
    a, d = across / UNITS_A_DEGREE, down / UNITS_A_DEGREE
    base = f"matrix({a:.6g} 0 0 {d:.6g} {-frame.west * across:.2f} {frame.north * down:.2f})"
    return (
        f'<div class="mapbox" data-map><svg class="map" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="group" aria-label="{escape(label)}" '
        f'data-window="{frame.west:.4f} {frame.south:.4f} {frame.east:.4f} {frame.north:.4f}">'
        f'<rect class="sea" width="{WIDTH:g}" height="{HEIGHT:g}"/><g class="base" transform="{base}">'
        f'<use class="land" href="{escape(desk.outlines)}#{COUNTRIES}"/><use class="obl" href="{escape(desk.outlines)}#{UNITS}"/>{own}</g>'
    )


def _towns(frame: Frame, named: set[str], taken: list[_Box]) -> str:
    """The largest towns of the window, for orientation; those that the events name are there already."""
    some = [town for town in towns(_box(frame), _MOST_TOWNS) if town.name not in named]
    return "".join(_town(frame, town.name, town.lat, town.lon, taken) for town in some)


def _town(frame: Frame, name: str, lat: float, lon: float, taken: list[_Box], wide_as: float = 6.2) -> str:
    x, y = frame.xy(lat, lon)
    covered = any(b[0] <= x <= b[2] and b[1] <= y <= b[3] for b in taken)
    label = _label(name, x, y, 3.0, taken, wide_as=wide_as)
    taken.append((x - 3, y - 3, x + 3, y + 3))
    return _at(frame, lat, lon, f'<circle class="town" r="2"/>{label}', hide=covered)


def _box(frame: Frame) -> Box:
    return frame.west, frame.south, frame.east, frame.north


def _close(frame: Frame) -> str:
    """The scale, and buttons that move the window (they appear where scripts run)."""
    buttons = "".join(
        f'<button class="btn" type="button" data-zoom="{what}" aria-label="{said}">{sign}</button>'
        for what, said, sign in (("in", "Zoom in", "+"), ("out", "Zoom out", "−"), ("whole", "Whole map", "○"))
    )
    return f'{_scale(frame)}</svg><div class="zoom" role="group" aria-label="Move the map">{buttons}</div></div>'


def _at(frame: Frame, lat: float, lon: float, body: str, *, km: float = 0.0, hide: bool = False) -> str:
    """What stands at a point; out of the window it is there, hidden, for a map that moves."""
    x, y = frame.xy(lat, lon)
    away = "" if _inside(x, y) and not hide else ' visibility="hidden"'
    return f'<g class="at" transform="translate({x:g} {y:g})" data-ll="{lat:g} {lon:g} {km:g}"{away}>{body}</g>'


def _all_at(events: str, name: str) -> str:
    """The address of the events of one place, in the workbench and within one file."""
    return f"{events}?{'q' if events.startswith('#') else 'place'}={quote(name)}"


def _inside(x: float, y: float) -> bool:
    return 0 <= x <= WIDTH and 0 <= y <= HEIGHT


def _label(name: str, x: float, y: float, r: float, taken: list[_Box], kind: str = "lab", wide_as: float = 6.2) -> str:
    """The name beside its point, where it covers no other name; hidden until there is room."""
    from markupsafe import escape

    wide, tall = wide_as * len(name) + 4, 2.1 * wide_as
    for anchor, at, down in (
        ("start", x + r + 4, 4.0),
        ("end", x - r - 4, 4.0),
        ("middle", x, -r - 5),
        ("middle", x, r + 13),
    ):
        left = at - {"start": 0.0, "end": wide, "middle": wide / 2}[anchor]
        top, right, low = y + down - tall + 3, left + wide, y + down + 3
        if left < 0 or right > WIDTH or top < 0 or low > HEIGHT - 18:
            continue
        for west, north, east, south in taken:
            if left <= east and right >= west and top <= south and low >= north:
                break
        else:
            taken.append((left, top, right, low))
            return f'<text class="{kind}" x="{at - x:g}" y="{down:g}" text-anchor="{anchor}">{escape(name)}</text>'
    return f'<text class="{kind}" x="{r + 4:g}" y="4" visibility="hidden">{escape(name)}</text>'


def _is_wide(event: Event) -> bool:
    return event.place is not None and event.place.precision in WIDE


def _radius(frame: Frame, place: Place) -> float:
    return round(min(max((place.radius_km or _LEAST_KM) * frame.km, 5.0), WIDTH * 0.6), 1)


def _ring(frame: Frame, lat: float | None, lon: float | None) -> str:
    return "" if lat is None or lon is None else _at(frame, lat, lon, '<circle class="cand" r="5.5"/>')


def _scale(frame: Frame) -> str:
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000) if s * frame.km > 34 or s == 5000)
    length = round(step * frame.km, 1)
    return (
        f'<g class="scale" transform="translate(12 {HEIGHT - 12:g})"><path d="M0 -4v4h{length}v-4" fill="none" stroke="var(--ink-3)"/>'
        f'<text x="{length + 6}" y="1" class="tick">{step} km</text></g>'
    )


_Box = tuple[float, float, float, float]
