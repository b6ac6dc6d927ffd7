"""The example dossier against `expected.json`: how many of the events that a careful person would file are found, and right.

An event is found where one of the same kind and place shares the most reports; its status is right where it is the one
expected, or one said to rest on another fair reading. `python -m benchmarks.dossier` prints a line for each.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crossbearing.types import Claim, Event

FOLDER = Path(__file__).resolve().parents[1] / "examples" / "bakhmut"


@dataclass(frozen=True, slots=True)
class Row:
    """One expected event: what was found for it (or nothing), the Jaccard of the reports, and whether the status is right."""

    key: str
    found: Event | None
    overlap: float
    right: bool


def read_dossier(folder: Path = FOLDER) -> tuple[tuple[Claim, ...], tuple[Event, ...]]:
    """Every claim and event of the dossier, with no ledger."""
    from crossbearing.capture.sources import Captured, sources
    from crossbearing.link.pipeline import link_events
    from crossbearing.read.pipeline import load_tools, read_report

    tools = load_tools(("ukraine",))
    reports = [got.report for got in sources([str(folder)]) if isinstance(got, Captured)]
    claims = tuple(claim for report in reports for claim in read_report(report, tools).claims)
    heads = {report.id: report.head for report in reports}
    texts = {report.id: report.text for report in reports}
    return claims, link_events(claims, heads=heads, texts=texts, packs=tools.packs).events


def compare(expected: Sequence[Mapping[str, Any]], claims: Sequence[Claim], events: Sequence[Event]) -> tuple[Row, ...]:
    """One row for each expected event, in their order."""
    report_of = {claim.id: claim.report.id for claim in claims}
    reports = {event.id: {report_of[claim] for claim in event.claims} for event in events}
    return tuple(_row(want, events, reports) for want in expected)


def _row(want: Mapping[str, Any], events: Sequence[Event], reports: Mapping[str, set[str]]) -> Row:
    told = set(want["reports"])
    place = (want["place"] or {}).get("id")
    rivals = [
        (len(told & reports[event.id]) / len(told | reports[event.id]), event)
        for event in events
        if event.kind == want["kind"] and (place is None or (event.place and event.place.id == place))
    ]
    overlap, found = max(rivals, key=lambda rival: rival[0], default=(0.0, None))
    if found is None or not overlap:
        return Row(want["key"], None, 0.0, False)
    return Row(want["key"], found, overlap, found.status in (want["status"], *want["status_also_right"]))


def measure(folder: Path = FOLDER) -> Mapping[str, float]:
    """The shares of expected events that are found, and found with a right status."""
    expected = json.loads((folder / "expected.json").read_text("utf-8"))["events"]
    rows = compare(expected, *read_dossier(folder))
    return {
        "found": sum(row.found is not None for row in rows) / len(rows),
        "right": sum(row.right for row in rows) / len(rows),
    }


def main() -> None:
    """Print a line for each expected event."""
    expected = json.loads((FOLDER / "expected.json").read_text("utf-8"))["events"]
    claims, events = read_dossier()
    rows = compare(expected, claims, events)
    for row, want in zip(rows, expected, strict=True):
        got = row.found.status if row.found else "not found"
        print(f"{'ok ' if row.right else 'no '} {row.key:18} {row.overlap:4.2f}  {got}  (expected: {want['status']})")
    print(f"{sum(row.right for row in rows)} of {len(rows)} right; {len(events)} events of {len(claims)} claims")


if __name__ == "__main__":
    main()
