"""The life of an event as SVG: a row an origin, from the first day it was heard to the last, and the status below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crossbearing.link.life import Step
from crossbearing.pages.board import Row, board
from crossbearing.pages.desk import Desk
from crossbearing.pages.timeline import Axis, ticks
from crossbearing.pages.words import day, to_ordinal
from crossbearing.types import Event

_VERBS = {"asserts": "asserts", "denies": "denies", "doubts": "does not confirm", "predicts": "foretells"}
_LEFT, _WIDTH, _ROW, _MOST = 190.0, 900.0, 21.0, 24


def life_svg(event: Event, desk: Desk) -> Any:
    """The chart, or a word where nothing is dated. A broken outline adds no origin; a tick is a report."""
    from markupsafe import Markup, escape

    drawn = board(event, desk)
    rows = [row for row in (*drawn.rows, *drawn.uncounted) if row.first]
    if not rows:
        return Markup('<p class="null">No claim of it is dated.</p>')
    rows.sort(key=lambda row: (row.first, row.origin.name))
    statuses = _statuses(desk.lives.get(event.id, ()))
    days = [to_ordinal(d) for row in rows for d in (row.first, row.last)] + [to_ordinal(s[0]) for s in statuses]
    known = [d for d in days if d is not None]
    on = Axis(min(known), max(known))
    shown, right = rows[:_MOST], _WIDTH - 150
    base = 24 + _ROW * len(shown)
    out = [
        f'<svg class="life" viewBox="0 0 {_WIDTH:g} {base + 54:g}" role="img" aria-label="{escape(_told(shown, statuses))}">'
    ]
    for tick in ticks(on, right - _LEFT):
        x = _LEFT + tick.x
        out.append(
            f'<path d="M{x:g} 18V{base:g}" stroke="var(--rule)"/><text class="tick" x="{x + 3:g}" y="12">{escape(tick.label)}</text>'
        )
    for n, row in enumerate(shown):
        out.append(_row(row, desk, on, 22 + n * _ROW, right))
    out.append(f'<path d="M{_LEFT:g} {base + 2:g}H{right:g}" stroke="var(--rule-3)"/>')
    out.append(f'<text class="rowlab" x="{_LEFT - 8:g}" y="{base + 22:g}" text-anchor="end">status, by rule</text>')
    last = -200.0
    for on_day, status in statuses:
        x = _LEFT + on.x(to_ordinal(on_day) or on.first, right - _LEFT)
        y = base + 20 if x - last > 150 else base + 38
        last = x if y == base + 20 else last
        out.append(
            f'<path d="M{x:g} {base + 2:g}V{y:g}" stroke="var(--rule-3)"/><text class="rowlab strong" x="{x + 4:g}" y="{y:g}">{escape(status)}</text>'
        )
    if len(rows) > len(shown):
        out.append(
            f'<text class="tick" x="{right + 6:g}" y="{base - 4:g}">{len(shown)} of {len(rows)} origins drawn</text>'
        )
    return Markup("".join(out) + "</svg>")


def _row(row: Row, desk: Desk, on: Axis, y: float, right: float) -> str:
    from markupsafe import escape

    tone = desk.tone(row.origin.side)
    first, last = to_ordinal(row.first), to_ordinal(row.last)
    x = on.x(first if first is not None else on.first, right - _LEFT)
    end = on.x((last if last is not None else on.first) + 1, right - _LEFT)
    fill = f"url(#h{tone})" if tone != "0" and row.origin.stance != "doubts" else "var(--card)"
    dash = "" if row.origin.counted else ' stroke-dasharray="4 3"'
    name = row.origin.name if len(row.origin.name) <= 28 else row.origin.name[:27].rstrip() + "…"
    reports = len({report for report, _, _ in row.reports})
    told = _VERBS[row.origin.stance] + (f" · {reports} reports" if reports > 1 else "")
    return (
        f'<text class="rowlab" x="{_LEFT - 8:g}" y="{y + 10:g}" text-anchor="end">{escape(name)}</text>'
        f'<rect x="{_LEFT + x:.1f}" y="{y:g}" width="{max(end - x, 3):.1f}" height="11" fill="{fill}" stroke="var(--side-{tone})"{dash}/>'
        f'<text class="tick" x="{_LEFT + end + 6:.1f}" y="{y + 10:g}">{escape(told)}</text>'
    )


def _statuses(steps: Sequence[Step]) -> list[tuple[str, str]]:
    """The days on which the status changed."""
    out: list[tuple[str, str]] = []
    for step in steps:
        if step.status and step.on and (not out or out[-1][1] != step.status):
            out.append((step.on, step.status))
    return out


def _told(rows: Sequence[Row], statuses: Sequence[tuple[str, str]]) -> str:
    heard = [f"{day(r.first)}: {r.origin.name} {_VERBS[r.origin.stance]}" for r in rows]
    return "; ".join([*heard, *(f"{day(d)}: {s}" for d, s in statuses)])
