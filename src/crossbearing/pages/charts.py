"""Charts as SVG with their data beside them: claims by day and side, publishers' shares of copies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from crossbearing.link.copies import Copy
from crossbearing.types import Claim
from crossbearing.views import ReportRow


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


def publishers(rows: Iterable[ReportRow], copies: Iterable[Copy]) -> tuple[Share, ...]:
    """Each publisher's reports, claims, and reports that share text with another report, most reports first."""
    listed = list(rows)
    sharing = {report for copy in copies for report in (copy.left, copy.right)}
    out: dict[str, list[int]] = {}
    for row in listed:
        tally = out.setdefault(row.report.publisher or "not recorded", [0, 0, 0])
        tally[0] += 1
        tally[1] += row.claims
        tally[2] += row.report.id in sharing
    return tuple(Share(name, *tally) for name, tally in sorted(out.items(), key=lambda kv: (-kv[1][0], kv[0])))


def days_svg(days: tuple[Day, ...], tones: Mapping[str, str]) -> Any:
    """Stacked columns, one a day; a side has its hatch, own voice and no side are in ink."""
    from markupsafe import Markup, escape

    if not days:
        return Markup('<p class="null">No dated claim.</p>')
    width, height, left = 720.0, 240.0, 40.0
    top = max(sum(d.sides.values()) for d in days)
    step = (width - left) / len(days)
    out = [
        f'<svg class="chart" viewBox="0 0 {width:g} {height + 24:g}" role="img" aria-label="Claims by day and side">'
    ]
    for share in (0.5, 1.0):
        y = height - share * (height - 20)
        out.append(
            f'<path d="M{left:g} {y:g}H{width:g}" stroke="var(--rule)"/><text class="tick" x="{left - 6:g}" y="{y + 4:g}" text-anchor="end">{top * share:g}</text>'
        )
    for n, d in enumerate(days):
        y = height
        for side, count in d.sides.items():
            tall = count / top * (height - 20)
            y -= tall
            tone = tones.get(side, "0")
            fill = f"url(#h{tone})" if tone != "0" else ("var(--own-line)" if side == "own voice" else "none")
            out.append(
                f'<rect x="{left + n * step + 1:.1f}" y="{y:.1f}" width="{max(step - 2, 1):.1f}" height="{tall:.1f}" fill="{fill}" stroke="var(--side-{tone})">'
                f"<title>{escape(d.day)}: {escape(side)} {count}</title></rect>"
            )
        if n % max(1, len(days) // 8) == 0:
            out.append(f'<text class="tick" x="{left + n * step:.1f}" y="{height + 16:g}">{escape(d.day)}</text>')
    return Markup("".join(out) + "</svg>")
