"""GeoJSON (RFC 7946): events or claims as features; longitude first; what is not located has a null geometry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crossbearing.export.jsonlines import dumps
from crossbearing.export.leaving import Leaving
from crossbearing.jsonform import to_json
from crossbearing.types import Claim, Event, Place
from crossbearing.views import Filter


def write(leaving: Leaving, wanted: Filter, what: str) -> Iterator[str]:
    """The text of one FeatureCollection, in pieces. `notice` says what is withheld; nothing unresolved is pinned."""
    yield f'{{"type": "FeatureCollection", "notice": {dumps(leaving.notice)}, "withheld": {dumps(not leaving.full)}, "features": [\n'
    items: Iterator[Event] | Iterator[Claim] = leaving.claims(wanted) if what == "claims" else leaving.events(wanted)
    first = True
    for item in items:
        shape = to_json(item)
        place = item.place
        feature = {
            "type": "Feature",
            "id": item.id,
            "geometry": geometry(place),
            "properties": _flat(shape) | {"withheld": not leaving.full},
        }
        yield ("" if first else ",\n") + dumps(feature)
        first = False
    yield "\n]}\n"


def geometry(place: Place | None) -> dict[str, Any] | None:
    """A point, or `None` for a place that is not resolved or has no coordinates."""
    if place is None or place.precision == "unresolved" or place.lat is None or place.lon is None:
        return None
    return {"type": "Point", "coordinates": [place.lon, place.lat]}


def _flat(shape: dict[str, Any]) -> dict[str, Any]:
    place, when = shape.get("place") or {}, shape.get("when") or {}
    shape = {key: value for key, value in shape.items() if key not in ("id",)}
    return shape | {
        "place_name": place.get("name"),
        "radius_km": place.get("radius_km"),
        "place_precision": place.get("precision"),
        "earliest": when.get("earliest"),
        "latest": when.get("latest"),
    }
