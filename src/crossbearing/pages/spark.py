"""The small pictures of a row: who asserts and who denies, and the bar of the date. Plain Python, since a list has hundreds."""

from __future__ import annotations

from typing import Any

from crossbearing.pages.desk import Desk
from crossbearing.pages.timeline import Axis, bar
from crossbearing.types import Event, When

_MOST, _MOST_DOUBTS = 6, 2


def spark_svg(event: Event, desk: Desk) -> Any:
    """One box an origin, left of the line who asserts, right of it who denies, on it who doubts; broken: not counted."""
    from markupsafe import Markup, escape

    left = right = on = 0
    asserted = any(o.counted and o.stance == "asserts" for o in event.origins)
    out, told = [], []
    for origin in event.origins:
        told.append(f"{origin.stance}: {origin.name}{'' if origin.counted else ' (not counted)'}")
        tone = desk.tone(origin.side)
        counts = origin.counted and not (asserted and origin.stance == "predicts")
        dash = "" if counts else ' stroke-dasharray="2 2"'
        fill = f"url(#h{tone})" if tone != "0" else "none"
        x: int | None = None
        if origin.stance in ("asserts", "predicts") and left < _MOST:
            x, left = 61 - 11 * left, left + 1
        elif origin.stance == "denies" and right < _MOST:
            x, right = 83 + 11 * right, right + 1
        elif origin.stance == "doubts" and on < _MOST_DOUBTS:
            out.append(
                f'<circle cx="76" cy="{8 + 10 * on}" r="3.3" fill="var(--paper)" stroke="var(--side-{tone})" stroke-width="1.5" stroke-dasharray="2 1.6"/>'
            )
            on += 1
        if x is not None:
            out.append(
                f'<rect x="{x}" y="6" width="8" height="14" stroke="var(--side-{tone})" stroke-width="1.4" fill="{fill}"{dash}/>'
            )
    some = "; ".join(told[:12]) + (f"; and {len(told) - 12} more" if len(told) > 12 else "")
    return Markup(
        f'<svg class="spark" viewBox="0 0 152 26" role="img" aria-label="{escape(some or "no origin")}"><path d="M76 1V25" stroke="var(--ink)"/>{"".join(out)}</svg>'
    )


def when_svg(when: When | None, on: Axis | None) -> Any:
    """The bar of one date on the axis of the list."""
    from markupsafe import Markup

    drawn = bar(when, on, 160)
    fill = "url(#fadeL)" if drawn.open_left else "url(#fadeR)" if drawn.open_right else "var(--ink-2)"
    box = f'<rect x="{8 + drawn.x:g}" y="5" width="{drawn.width:g}" height="8" fill="{fill}"/>' if drawn.dated else ""
    return Markup(
        f'<svg class="bar" viewBox="0 0 176 24" aria-hidden="true"><path d="M8 17.5H168M8 15.5v4M88 15.5v4M168 15.5v4" stroke="var(--rule-2)" fill="none"/>{box}</svg>'
    )
