"""Where each event stands, in rows so narrow that hundreds are read at once: what ties events to their neighbours.

Derived with the events of a large ledger, and gone with them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from crossbearing.ledger import fetch
from crossbearing.ledger import schema as t
from crossbearing.ledger.packing import canonical, column
from crossbearing.link.linked import REACH, Spot, place_key
from crossbearing.types import Place


def file(connection: Connection, spots: Iterable[Spot], *, events: Sequence[str] | None = None) -> None:
    """Put these spots in the place of all, or of those of `events`. What is tied to nothing is not filed."""
    for part in [None] if events is None else fetch.chunks(events):
        gone = t.SPOTS.delete() if part is None else t.SPOTS.delete().where(t.SPOTS.c.event.in_(part))
        connection.execute(gone)
    if rows := [row for spot in spots if (row := _row(spot)) is not None]:
        connection.execute(t.SPOTS.insert(), rows)


def of(connection: Connection, events: Sequence[str]) -> dict[str, Spot]:
    """The spots of these events, as far as they are filed."""
    out: dict[str, Spot] = {}
    for part in fetch.chunks(events):
        rows = connection.execute(select(t.SPOTS).where(t.SPOTS.c.event.in_(part))).all()
        out |= {row.event: _spot(row) for row in rows}
    return out


def around(connection: Connection, spots: Iterable[Spot]) -> dict[str, Spot]:
    """The spots near enough to any of these to be tied to it, in order of the events' ids."""
    windows: dict[str, tuple[int, int]] = {}
    for spot in spots:
        key = column(place_key(spot))
        if key is not None and spot.first is not None and spot.last is not None:
            low, high = windows.get(key, (spot.first, spot.last))
            windows[key] = (min(low, spot.first), max(high, spot.last))
    found: dict[str, Spot] = {}
    s = t.SPOTS.c
    for key, (low, high) in windows.items():
        near = select(t.SPOTS).where(s.place == key, s.first <= high + REACH, s.last >= low - REACH)
        found |= {row.event: _spot(row) for row in connection.execute(near).all()}
    return {event: found[event] for event in sorted(found)}


def _row(spot: Spot) -> Mapping[str, object] | None:
    key = place_key(spot)
    if key is None or spot.place is None or spot.first is None or spot.last is None:
        return None
    body = [spot.family, spot.shape, spot.place.lat, spot.place.lon, sorted(spot.does), sorted(spot.suffers)]
    return {"event": spot.id, "place": column(key), "first": spot.first, "last": spot.last, "body": canonical(body)}


def _spot(row: Any) -> Spot:
    """The spot of a row; of its place it knows the key and the coordinates alone."""
    family, shape, lat, lon, does, suffers = json.loads(row.body)
    place = Place(as_written=row.place, id=row.place, lat=lat, lon=lon)
    return Spot(row.event, family, shape, place, row.first, row.last, frozenset(does), frozenset(suffers))
