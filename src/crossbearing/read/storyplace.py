"""Places as a story takes them: how narrow, how far apart, and what is said of one that stays open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from math import cos, hypot, radians

from crossbearing.gazetteer import form_of
from crossbearing.read.parse import Parse
from crossbearing.read.placewords import place_words
from crossbearing.types import Place, PlacePrecision, Toponym

FINE: frozenset[PlacePrecision] = frozenset({"settlement", "facility", "area", "unresolved"})
PART_KM, _SITE_KM, _WIDE_KM = 15.0, 40.0, 60.0


def nearest(towns: Sequence[Place], place: Place) -> Place | None:
    """Of the towns within reach of a part of a town the one that is named most, then the nearest."""
    times = Counter(t.id for t in towns)
    near = [(-times[t.id], far, t.id or "", t) for t in towns if (far := km(t, place)) <= PART_KM]
    return min(near, key=lambda x: x[:3])[3] if near else None


def is_fine(place: Place) -> bool:
    """Whether a place is as narrow as a story: a town, a site, an area that is no whole land."""
    wide = place.precision == "area" and place.relation is None and (place.radius_km or 0.0) > _WIDE_KM
    return place.precision in FINE and not wide


def km(left: Place, right: Place) -> float:
    """Kilometres between two places that lie close together."""
    if left.lat is None or left.lon is None or right.lat is None or right.lon is None:
        return 1e9
    return hypot((left.lat - right.lat) * 111.2, (left.lon - right.lon) * 111.2 * cos(radians(left.lat)))


def open_name(t: Toponym) -> str | None:
    """The name of a place that stays open: that of every candidate, if they share it, else the one written, if nothing is known by it."""
    names = {r.name for r in t.rivals}
    if not names or form_of(t.text) in {form_of(n) for n in names}:
        return t.text
    return next(iter(names)) if len(names) == 1 else None


def open_place(t: Toponym) -> Place:
    """The place of a toponym that stays open: its name if that is sure, no point, and its rivals."""
    last, words = t.text.lower().split()[-1:], place_words()
    site = bool(last) and (words.has("town part", last[0]) or words.has("back facility", last[0]))
    precision: PlacePrecision = "facility" if site and not t.rivals else "unresolved"
    return Place(as_written=t.text, name=open_name(t), rivals=t.rivals, precision=precision)


def site(parse: Parse, t: Toponym) -> Place:
    """The place of a toponym that stays open; with the word behind it where that makes a site of it ("Al-Karim hospital")."""
    place = open_place(t)
    inside = parse.tokens_in(t.span)
    last = inside[-1] + 1 if len(inside) else len(parse)
    words = place_words()
    behind = parse.lemma[last].lower() if last < len(parse) else ""
    if not words.has("town part", behind) or words.has("quarter", behind):
        return place
    name = f"{t.text} {parse.word(last)}"
    return replace(place, as_written=name, name=name, precision="facility")


def town_named(t: Toponym) -> Place | None:
    """The town that a site is named after, where no naming of the town itself tells it: that of "Velen airport"."""
    place = t.place
    if place is None or place.lat is None:
        return None
    written = form_of(t.text)
    for r in t.rivals:
        town = Place(
            as_written=t.text, id=r.id, name=r.name, admin1=r.admin1, country=r.country, lat=r.lat, lon=r.lon, radius_km=3.0,
            precision="settlement",
        )  # fmt: skip
        if written in (form_of(r.name), form_of(place.name or "")) or form_of(place.name or "").startswith(
            form_of(r.name)
        ):
            return town if km(town, place) <= _SITE_KM else None
    return None


def plain(t: Toponym) -> Toponym:
    """The place itself, where it was named by what lies near it."""
    place = t.place
    if place is None or place.relation is None:
        return t
    return replace(t, place=replace(place, relation=None, precision="settlement", radius_km=3.0))
