"""The rows of a list of events. Plain Python, since a page draws dozens of them for every reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from crossbearing.listing import SAID
from crossbearing.pages.bits import status
from crossbearing.pages.desk import Desk
from crossbearing.pages.spark import spark_svg, when_svg
from crossbearing.pages.timeline import Axis
from crossbearing.pages.words import interval, place_name, place_note, speakers
from crossbearing.types import Event


def event_rows(desk: Desk, events: Sequence[Event], on: Axis | None, href: Callable[..., str], said: int = 0) -> Any:
    """One `<tr>` an event, with its date on the axis of the list; `said`: how many statements stand apart, behind the rest."""
    from markupsafe import Markup

    rows = [_row(desk, event, on, href) for event in events]
    first = next((n for n, event in enumerate(events) if event.kind in SAID), None) if said else None
    if first is not None:
        head = f"What was only said · {said} statement{'s' if said != 1 else ''}"
        rows.insert(first, f'<tr class="apart" id="said"><th colspan="7" scope="rowgroup">{head}</th></tr>')
    return Markup("".join(rows))


def _row(desk: Desk, e: Event, on: Axis | None, href: Callable[..., str]) -> str:
    words = " ".join([e.label, place_name(e.place), *(o.name for o in e.origins)]).lower()
    decided = (
        f'<span class="pill"><i class="g g-lock" aria-hidden="true"></i> {escape(e.decided_by)}</span>'
        if e.decided_by != "machine"
        else ""
    )
    counted = sum(rows[0].counted for rows in e.voices())  # who asserts and foretells is one origin
    by = f'<span dir="auto">by {escape(speakers(e))}</span>' if e.kind in SAID else ""
    ambiguous = e.place is not None and e.place.lat is None and e.place.rivals
    fork = '<i class="g g-fork" aria-hidden="true"></i> ' if ambiguous else ""
    return (
        f'<tr id="row-{e.id}" data-item="{e.id}" data-status="{e.status}" data-kind="{e.kind}" data-asserts="{escape(" ".join(e.asserting_sides)) or "none"}" data-words="{escape(words)}">'
        f'<td class="c-st">{status(e.status)}</td>'
        f'<td class="c-ev"><a class="ttl" dir="auto" href="{escape(href("event", e.id))}">{escape(e.label)}</a><span class="sub"><span class="kind">{e.kind}</span>{by}{decided}</span></td>'
        f'<td>{fork}<span dir="auto">{escape(place_name(e.place))}</span><span class="sub">{escape(place_note(e.place))}</span></td>'
        f'<td>{when_svg(e.when, on)}<span class="sub">{escape(interval(e.when))}</span></td>'
        f"<td>{spark_svg(e, desk)}</td>"
        f'<td class="n num" data-l="origin{"s" if counted != 1 else ""}">{counted}</td><td class="n num c-nm">{e.reports}</td></tr>\n'
    )
