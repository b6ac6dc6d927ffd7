"""Exports, one standard a file. By default they withhold what could harm a private person (`withhold`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from crossbearing.errors import UsageError
from crossbearing.export import csvfile, geojson, jsonlines
from crossbearing.export.leaving import Leaving
from crossbearing.views import Filter, Views

Writer = Callable[[Leaving, Filter, str], Iterator[str]]
FORMATS: Mapping[str, tuple[Writer, tuple[str, ...]]] = {
    "csv": (csvfile.write, ("events", "claims")),
    "jsonl": (jsonlines.write, ("events", "claims", "reports", "all")),
    "geojson": (geojson.write, ("events", "claims")),
}
"""Every format: its writer, and what it can hold."""


def write(fmt: str, views: Views, wanted: Filter, *, what: str = "events", full: bool = False) -> Iterator[str]:
    """The text of an export, in pieces. `full` lifts all withholding, and the export says so.

    Raises:
        UsageError: the format does not exist or cannot hold what is asked for.
    """
    if fmt not in FORMATS:
        raise UsageError(f"there is no format {fmt!r}", do=f"One of: {', '.join(sorted(FORMATS))}")
    writer, holds = FORMATS[fmt]
    if what not in holds:
        raise UsageError(f"{fmt} cannot hold {what!r}", do=f"One of: {', '.join(holds)}")
    return writer(Leaving(views, full), wanted, what)
