"""Charts as SVG with their data beside them: claims by day and side, publishers' shares of copies."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crossbearing.pages import words
from crossbearing.types import Claim


@dataclass(frozen=True, slots=True)
class Day:
    """How many claims of each side became known on one day."""

    day: str
    sides: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Share:
    """One publisher: its reports, its claims, and how many of its reports share text with another's."""

    publisher: str
    reports: int
    claims: int
    sharing: int


def claims_by_day(claims: Iterable[Claim]) -> tuple[Day, ...]:
    """Claims by day of publication and side of the source, undated ones left out."""
    days: dict[str, Counter[str]] = {}
    for claim in claims:
        if claim.report.published:
            side = "own voice" if claim.attribution is None else (claim.source.side or "no side")
            days.setdefault(claim.report.published[:10], Counter())[side] += 1
    return tuple(Day(day, dict(sorted(days[day].items()))) for day in sorted(days))


def days_of(rows: Iterable[tuple[str, str, int]]) -> tuple[Day, ...]:
    """Rows of day, side and number of claims → days."""
    days: dict[str, dict[str, int]] = {}
    for day, side, n in rows:
        days.setdefault(day, {})[side] = n
    return tuple(Day(day, dict(sorted(days[day].items()))) for day in sorted(days))


def shares_of(rows: Iterable[tuple[str, int, int, int]]) -> tuple[Share, ...]:
    """Rows of publisher, reports, claims and sharing reports → shares."""
    return tuple(Share(*row) for row in rows)


def shares_svg(shares: Sequence[Share], most: int = 24) -> Any:
    """A bar a publisher: its own reports solid, those that share text hatched."""
    from markupsafe import Markup, escape

    shown = shares[:most]
    if not shown:
        return Markup('<p class="null">No report.</p>')
    left, width, row = 230.0, 960.0, 20.0
    top = max(s.reports for s in shown)
    out = [_open(width, row * len(shown) + 8, "Reports of each publisher, and how many share text with another")]
    for n, s in enumerate(shown):
        y, unit = 4 + n * row, (width - left - 60) / top
        own = s.reports - s.sharing
        name = s.publisher if len(s.publisher) <= 32 else s.publisher[:31].rstrip() + "…"
        out.append(
            f'<text class="rowlab" x="{left - 8:g}" y="{y + 13:g}" text-anchor="end">{escape(name)}</text>'
            f'<rect x="{left:g}" y="{y + 3:g}" width="{own * unit:.1f}" height="13" fill="var(--ink-2)"/>'
            f'<rect x="{left + own * unit:.1f}" y="{y + 3:g}" width="{s.sharing * unit:.1f}" height="13" fill="none" stroke="var(--ink-2)" stroke-dasharray="3 2"/>'
            f'<text class="tick" x="{left + s.reports * unit + 6:.1f}" y="{y + 13:g}">{s.reports}{f", {s.sharing} share text" if s.sharing else ""}</text>'
        )
    return Markup("".join(out) + "</svg>")


def round_numbers(top: int, most: int = 4) -> tuple[int, ...]:
    """Round numbers up to `top`, at most `most` of them."""
    step = next(s for s in (m * 10**e for e in range(9) for m in (1, 2, 5)) if top / s <= most)
    return tuple(range(step, top + 1, step))


def _open(width: float, height: float, label: str) -> str:
    from markupsafe import escape

    size = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
    return f'<svg class="chart" {size} role="img" aria-label="{escape(label)}">'


def days_svg(days: tuple[Day, ...], tones: Mapping[str, str]) -> Any:
    """Stacked columns, one a day; a side has its hatch, own voice and no side are in ink."""
    from markupsafe import Markup, escape

    if not days:
        return Markup('<p class="null">No dated claim.</p>')
    width, height, left = 960.0, 220.0, 40.0
    top = max(sum(d.sides.values()) for d in days)
    step = min((width - left) / len(days), 150.0)
    width = max(left + step * len(days), 480.0)
    out = [_open(width, height + 24, "Claims by day and side")]
    for tick in round_numbers(top):
        y = height - tick / top * (height - 20)
        out.append(
            f'<path d="M{left:g} {y:.1f}H{width:g}" stroke="var(--rule)"/>'
            f'<text class="tick" x="{left - 6:g}" y="{y + 4:.1f}" text-anchor="end">{tick}</text>'
        )
    out.append(f'<path d="M{left:g} {height:g}H{width:g}" stroke="var(--rule-2)"/>')
    for n, d in enumerate(days):
        y = height
        for side, count in d.sides.items():
            tall = count / top * (height - 20)
            y -= tall
            tone = tones.get(side, "0")
            fill = f"url(#h{tone})" if tone != "0" else ("var(--own-line)" if side == "own voice" else "none")
            out.append(
                f'<rect x="{left + n * step + 2:.1f}" y="{y:.1f}" width="{max(step - 4, 1):.1f}" height="{tall:.1f}" fill="{fill}" stroke="var(--side-{tone})">'
                f"<title>{escape(words.day(d.day))}: {escape(side)} {count}</title></rect>"
            )
        if n % max(1, math.ceil(90 / step)) == 0:
            out.append(
                f'<text class="tick" x="{left + n * step + 2:.1f}" y="{height + 16:g}">{escape(words.day(d.day))}</text>'
            )
    return Markup("".join(out) + "</svg>")
