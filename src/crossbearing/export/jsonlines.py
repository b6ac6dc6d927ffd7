"""JSON Lines in the public shape (docs/schema/), one object a line, with `withheld` beside its fields."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from crossbearing.export.leaving import Leaving
from crossbearing.jsonform import to_json
from crossbearing.views import Filter


def write(leaving: Leaving, wanted: Filter, what: str) -> Iterator[str]:
    """The lines of the file: events, claims or reports (whole readings, with texts); `all` gives reports, then events."""
    if what in ("reports", "all"):
        for reading in leaving.readings(wanted):
            yield _line(to_json(reading), leaving)
    if what == "claims":
        for claim in leaving.claims(wanted):
            yield _line(to_json(claim), leaving)
    if what in ("events", "all"):
        for event in leaving.events(wanted):
            yield _line(to_json(event), leaving)


def dumps(value: Any) -> str:
    """JSON in one line; ASCII where a lone surrogate could not be written otherwise."""
    line = json.dumps(value, ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, ensure_ascii=True)
    return line


def _line(shape: dict[str, Any], leaving: Leaving) -> str:
    return dumps({**shape, "withheld": not leaving.full}) + "\n"
