"""Templates, tokens and scripts, drawn by Jinja2 with escaping always on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from html import escape
from importlib import resources
from typing import Any, get_args, get_type_hints

from crossbearing.listing import SAID
from crossbearing.pages import (
    bits,
    board,
    charts,
    eventrows,
    fieldwords,
    highlight,
    leaflet,
    lifechart,
    outlines,
    spark,
    timeline,
    vectormap,
    words,
)
from crossbearing.pages import rivals as rival_values
from crossbearing.pages.desk import MARK_LETTERS, STATUS_GLYPHS, Desk, in_order
from crossbearing.types import Claim, Event, Report

MOST_OF_A_TITLE = 120
"""The longest first line that stands as the title of a report that has none."""

OWN = ("tokens.css", "workbench.css", "early.js", "workbench.js", "desk.js")
OF_MAPS = ("maps.js", "outlines.svg", *leaflet.FILES)
ASSETS = (*OWN, *OF_MAPS)

WHATS = (
    "killed",
    "wounded",
    "captured",
    "equipment",
    "area",
    "share",
    "attacks",
    "people",
    "mines",
    "settlements",
    "money",
)
"""What is counted, as a form offers it."""

Href = Callable[..., str]


@cache
def asset(name: str) -> str:
    """The text of a style sheet, a script or the outlines of the maps."""
    if name in leaflet.FILES:
        return leaflet.leaflet(name)
    if name == "outlines.svg":
        return outlines.outlines_file()
    return (resources.files("crossbearing") / "pages" / "assets" / name).read_text("utf-8")


@cache
def asset_address(name: str) -> str:
    """Where the workbench serves an asset: an address that changes with its content, so that it may be kept for good."""
    return f"/assets/{name}?v={hashlib.sha256(asset(name).encode()).hexdigest()[:12]}"


def static_href(kind: str, key: str = "", claim: str | None = None) -> str:
    """Links inside one file: `#event-ID`, `#report-ID`, `#report-ID/CLAIM`."""
    target = f"#{kind}-{key}" if key else f"#{kind}"
    return f"{target}/{claim}" if claim else target


def render(template: str, *, href: Href = static_href, **context: Any) -> str:
    """One template with its context. `href(kind, key, claim)` gives the address of an event, a report, or a claim in it."""
    return str(_environment().get_template(template).render(href=href, **context))


def options(values: Iterable[str], chosen: str | None = None) -> Any:
    """The `<option>`s of a list."""
    from markupsafe import Markup

    marks = ((escape(value), " selected" if value == chosen else "") for value in values)
    return Markup("".join(f'<option value="{value}"{mark}>{value}</option>' for value, mark in marks))


@lru_cache(maxsize=256)
def choices(field: str, chosen: str) -> Any:
    """The `<option>`s of a field of a claim that has few values."""
    if field == "kind":
        return options(words.kinds(), chosen)
    return options(get_args(get_type_hints(Claim)[field]), chosen)


def reading_context(reading: Any, desk: Desk) -> Mapping[str, Any]:
    """What the reading page needs besides the desk."""
    claims = in_order(reading)
    headline, below = _headline(reading.report, highlight.paragraphs(reading, desk))
    attributed = {claim.attribution for claim in claims}
    return {
        "reading": reading,
        "report": reading.report,
        "claims": claims,
        "attributions": {a.id: a for a in reading.attributions},
        "idle": tuple(a for a in reading.attributions if a.id not in attributed),
        "headline": headline,
        "paragraphs": below,
    }


def _headline(
    report: Report, paragraphs: tuple[highlight.Paragraph, ...]
) -> tuple[highlight.Paragraph | None, tuple[highlight.Paragraph, ...]]:
    """The first paragraph where it is the title, with all its marks, and the paragraphs below it."""
    first = " ".join("".join(piece.text for piece in paragraphs[0].pieces).split()) if paragraphs else ""
    is_title = first == " ".join(report.title.split()) if report.title else len(first) <= MOST_OF_A_TITLE
    return (paragraphs[0], paragraphs[1:]) if first and is_title and paragraphs[1:] else (None, paragraphs)


def events_of(claims: Iterable[Claim], desk: Desk) -> tuple[Event, ...]:
    """The events in which the claims stand, each once, in the claims' order."""
    held = {desk.event_of[c.id].id: desk.event_of[c.id] for c in claims if c.id in desk.event_of}
    return tuple(held.values())


@cache
def _environment() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("crossbearing.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(
        glyphs=STATUS_GLYPHS, letters=MARK_LETTERS, words=words, timeline=timeline, vectormap=vectormap, board=board,
        reading_context=reading_context, event_rows=eventrows.event_rows, asset=asset, asset_address=asset_address, outlines=outlines, days_svg=charts.days_svg, shares_svg=charts.shares_svg, origins_svg=charts.origins_svg, life_svg=lifechart.life_svg, spark_svg=spark.spark_svg, when_svg=spark.when_svg, choices=choices, glyph=bits.glyph, side=bits.side, status=bits.status, null=bits.null, piece=bits.piece, field_words=fieldwords.field_words, events_of=events_of, whats=WHATS, json_text=_json_text, rivals=rival_values.rivals, said_kinds=SAID,
        shared_of=rival_values.shared_of, sides_of=rival_values.sides_of, count_side=rival_values.count_side,
    )  # fmt: skip
    return made


def _json_text(value: Any) -> Any:
    # inside <script type="application/json"> only `<` can end the element
    from markupsafe import Markup

    return Markup(json.dumps(value, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c"))
