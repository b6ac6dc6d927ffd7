"""Templates, tokens and scripts, drawn by Jinja2 with escaping always on."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from typing import Any

from crossbearing.pages import board, charts, highlight, lifechart, spark, timeline, vectormap, words
from crossbearing.pages import rivals as rival_values
from crossbearing.pages.desk import MARK_LETTERS, STATUS_GLYPHS, Desk, in_order

ASSETS = ("tokens.css", "workbench.css", "workbench.js", "desk.js")

Href = Callable[..., str]


def asset(name: str) -> str:
    """The text of a style sheet or script."""
    return (resources.files("crossbearing") / "pages" / "assets" / name).read_text("utf-8")


def static_href(kind: str, key: str = "", claim: str | None = None) -> str:
    """Links inside one file: `#event-ID`, `#report-ID`, `#report-ID/CLAIM`."""
    target = f"#{kind}-{key}" if key else f"#{kind}"
    return f"{target}/{claim}" if claim else target


def render(template: str, *, href: Href = static_href, **context: Any) -> str:
    """One template with its context. `href(kind, key, claim)` gives the address of an event, a report, or a claim in it."""
    return str(_environment().get_template(template).render(href=href, **context))


def reading_context(reading: Any, desk: Desk) -> Mapping[str, Any]:
    """What the reading page needs besides the desk."""
    claims = in_order(reading)
    attributed = {claim.attribution for claim in claims}
    return {
        "reading": reading,
        "report": reading.report,
        "claims": claims,
        "attributions": {a.id: a for a in reading.attributions},
        "idle": tuple(a for a in reading.attributions if a.id not in attributed),
        "paragraphs": highlight.paragraphs(reading, desk),
    }


@cache
def _environment() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("crossbearing.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        glyphs=STATUS_GLYPHS, letters=MARK_LETTERS, words=words, timeline=timeline, vectormap=vectormap, board=board,
        reading_context=reading_context, asset=asset, days_svg=charts.days_svg, shares_svg=charts.shares_svg, life_svg=lifechart.life_svg, spark_svg=spark.spark_svg, when_svg=spark.when_svg, kinds=words.kinds(), json_text=_json_text, rivals=rival_values.rivals,
        shared_of=rival_values.shared_of, sides_of=rival_values.sides_of, count_side=rival_values.count_side,
    )  # fmt: skip
    return made


def _json_text(value: Any) -> Any:
    # inside <script type="application/json"> only `<` can end the element
    from markupsafe import Markup

    return Markup(json.dumps(value, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c"))
