"""Charts as SVG with their data beside them: claims by day and side, the spread of one claim, publishers' origins and copies."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from crossbearing.pages import words
from crossbearing.tallies import OWN_VOICE, DaySide, PublisherOrigins, PublisherShare, side_of
from crossbearing.types import Claim

MOST_DAYS, MOST_WEEKS, MOST_MONTHS = 92, 731, 3660
"""Days that a chart spans up to which a column is a day, a week, a month; beyond, a year."""
MOST_BARS = 24
_LEFT, _WIDTH, _HIGH, _ROW = 40.0, 960.0, 220.0, 20.0
_NAMES = 230.0


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the days it spans (the last is outside), its claims by side, and how many publishers had told by its end."""

    first: date
    after: date
    sides: Mapping[str, int]
    publishers: int = 0

    @property
    def told(self) -> str:
        """The days in words."""
        last = self.after - timedelta(days=1)
        if last == self.first:
            return words.day(self.first.isoformat())
        return f"{words.day(self.first.isoformat())} to {words.day(last.isoformat())}"


def columns(rows: Iterable[DaySide], publishers: Mapping[str, int] | None = None) -> tuple[Column, ...]:
    """A column for every day, week, month or year from the first day to the last, empty ones too; their order is time's.

    Args:
        rows: claims by day and side; what is no whole day is left out.
        publishers: day → how many publishers had told by then.
    """
    days: dict[date, Counter[str]] = {}
    for row in rows:
        if (on := _date(row.day)) is not None:
            days.setdefault(on, Counter())[row.side] += row.claims
    if not days:
        return ()
    reach = {on: n for day, n in (publishers or {}).items() if (on := _date(day)) is not None}
    out, had = [], 0
    for first, after in _spans(min(days), max(days)):
        held: Counter[str] = sum((n for on, n in days.items() if first <= on < after), Counter())
        had = max([had, *(n for on, n in reach.items() if on < after)])
        out.append(Column(first, after, dict(sorted(held.items())), had))
    return tuple(out)


def spread_of(claims: Iterable[Claim]) -> tuple[Column, ...]:
    """How one event was told: its claims by day and side, and how many publishers had told it by then."""
    tally = Counter[tuple[str, str]]()
    by_day: dict[str, set[str]] = {}
    for claim in claims:
        if claim.report.published:
            day = claim.report.published[:10]
            tally[day, side_of(claim)] += 1
            by_day.setdefault(day, set()).add(claim.report.publisher or claim.report.id)
    reach, had = {}, set[str]()
    for day in sorted(by_day):
        had |= by_day[day]
        reach[day] = len(had)
    return columns((DaySide(day, side, n) for (day, side), n in sorted(tally.items())), reach)


def unit_of(drawn: Sequence[Column]) -> str:
    """What a column is: a day, a week, a month or a year."""
    long = max(((c.after - c.first).days for c in drawn), default=1)
    return "day" if long == 1 else "week" if long <= 7 else "month" if long <= 31 else "year"


def days_svg(
    drawn: Sequence[Column], tones: Mapping[str, str], *, label: str = "Claims by day and side", legend: bool = False
) -> Any:
    """Stacked columns; a side has its hatch, own voice and no side are in ink. Publishers so far are a line, where there are some."""
    from markupsafe import Markup, escape

    if not drawn:
        return Markup('<p class="null">No dated claim.</p>')
    top = max(sum(c.sides.values()) for c in drawn)
    step = min((_WIDTH - _LEFT) / len(drawn), 150.0)
    reach = drawn[-1].publishers
    width = max(_LEFT + step * len(drawn) + (90 if reach else 0), 480.0)
    out = [_open(width, _HIGH + (52 if legend else 24), f"{label}; a column is a {unit_of(drawn)}")]
    for tick in round_numbers(top):
        y = _HIGH - tick / top * (_HIGH - 20)
        out.append(
            f'<path d="M{_LEFT:g} {y:.1f}H{width:g}" stroke="var(--rule)"/>'
            f'<text class="tick" x="{_LEFT - 6:g}" y="{y + 4:.1f}" text-anchor="end">{tick}</text>'
        )
    out.append(f'<path d="M{_LEFT:g} {_HIGH:g}H{width:g}" stroke="var(--rule-2)"/>')
    gap = 4.0 if step > 12 else 1.0
    for n, c in enumerate(drawn):
        y, x = _HIGH, _LEFT + n * step
        for side, count in c.sides.items():
            tall = count / top * (_HIGH - 20)
            y -= tall
            out.append(
                f'<rect x="{x + gap / 2:.1f}" y="{y:.1f}" width="{max(step - gap, 1):.1f}" height="{tall:.1f}" {_fill(side, tones)}>'
                f"<title>{escape(c.told)}: {escape(side)} {count}</title></rect>"
            )
        if n % max(1, math.ceil(90 / step)) == 0:
            out.append(
                f'<text class="tick" x="{x + gap / 2:.1f}" y="{_HIGH + 16:g}">{escape(words.day(c.first.isoformat()))}</text>'
            )
    if reach:
        out.append(_reach(drawn, step, reach))
    if legend:
        out.append(_legend(drawn, tones))
    return Markup("".join(out) + "</svg>")


def shares_svg(shares: Sequence[PublisherShare], most: int = MOST_BARS) -> Any:
    """A bar a publisher: its own reports solid, first of a shared text grey, later ones in a broken outline, untold ones dotted."""
    rows = [
        _Bar(
            s.publisher,
            (s.reports - s.sharing, s.first, s.later, s.sharing - s.first - s.later),
            ", ".join(
                f"{n} {what}"
                for n, what in (
                    (s.first, "first of a shared text"),
                    (s.later, "later with one"),
                    (s.sharing - s.first - s.later, "share one, order not told"),
                )
                if n
            ),
        )
        for s in shares
    ]
    return _bars(rows, "Reports of each publisher: its own, first of a shared text, later with one", most, "No report.")


def origins_svg(rows: Sequence[PublisherOrigins], most: int = MOST_BARS) -> Any:
    """A bar a publisher: origins that nobody told on an earlier day solid, those told before in a broken outline."""
    bars = [
        _Bar(r.publisher, (r.first, 0, r.repeated, 0), f"{r.repeated} told before by another" if r.repeated else "")
        for r in rows
    ]
    return _bars(bars, "Origins that each publisher told first, and after another", most, "No counted origin.")


def round_numbers(top: int, most: int = 4) -> tuple[int, ...]:
    """Round numbers up to `top`, at most `most` of them."""
    step = next(s for s in (m * 10**e for e in range(9) for m in (1, 2, 5)) if top / s <= most)
    return tuple(range(step, top + 1, step))


@dataclass(frozen=True, slots=True)
class _Bar:
    name: str
    parts: tuple[int, int, int, int]
    told: str


_STYLES = (
    'fill="var(--ink-2)"',
    'fill="var(--rule-2)"',
    'fill="none" stroke="var(--ink-2)" stroke-dasharray="4 2"',
    'fill="none" stroke="var(--ink-2)" stroke-dasharray="1 2"',
)


def _bars(rows: Sequence[_Bar], label: str, most: int, nothing: str) -> Any:
    from markupsafe import Markup, escape

    shown = rows[:most]
    if not shown:
        return Markup(f'<p class="null">{escape(nothing)}</p>')
    cut = len(rows) > len(shown)
    unit = (_WIDTH - _NAMES - 260) / max(1, *(sum(b.parts) for b in shown))
    out = [_open(_WIDTH, _ROW * (len(shown) + cut) + 8, label)]
    for n, bar in enumerate(shown):
        y, x = 4 + n * _ROW, _NAMES
        name = bar.name if len(bar.name) <= 32 else bar.name[:31].rstrip() + "…"
        out.append(f'<text class="rowlab" x="{_NAMES - 8:g}" y="{y + 13:g}" text-anchor="end">{escape(name)}</text>')
        for part, style in zip(bar.parts, _STYLES, strict=True):
            if part:
                out.append(f'<rect x="{x:.1f}" y="{y + 3:g}" width="{part * unit:.1f}" height="13" {style}/>')
                x += part * unit
        told = f"{sum(bar.parts)}{f': {bar.told}' if bar.told else ''}"
        out.append(f'<text class="tick" x="{x + 6:.1f}" y="{y + 13:g}">{escape(told)}</text>')
    if cut:
        y = 4 + len(shown) * _ROW
        out.append(
            f'<text class="tick" x="{_NAMES:g}" y="{y + 13:g}">{len(shown)} of {len(rows)} drawn; the table and the data hold all</text>'
        )
    return Markup("".join(out) + "</svg>")


def _open(width: float, height: float, label: str) -> str:
    from markupsafe import escape

    size = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
    return f'<svg class="chart" {size} role="img" aria-label="{escape(label)}">'


def _fill(side: str, tones: Mapping[str, str]) -> str:
    tone = tones.get(side, "0")
    fill = f"url(#h{tone})" if tone != "0" else ("var(--own-line)" if side == OWN_VOICE else "none")
    return f'fill="{fill}" stroke="var(--side-{tone})"'


def _reach(drawn: Sequence[Column], step: float, top: int) -> str:
    """How many publishers had told so far, as a line that rises to the top of the chart."""
    line, y = f"M{_LEFT:g} {_HIGH:g}", _HIGH
    for n, c in enumerate(drawn):
        y = _HIGH - c.publishers / top * (_HIGH - 20)
        line += f"V{y:.1f}H{_LEFT + (n + 1) * step:.1f}"
    told = f"{top} publisher{'s' if top != 1 else ''}"
    return (
        f'<path d="{line}" fill="none" stroke="var(--accent)" stroke-width="1.5"><title>Publishers so far</title></path>'
        f'<text class="rowlab" x="{_LEFT + len(drawn) * step + 6:.1f}" y="{y + 4:.1f}">{told}</text>'
    )


def _legend(drawn: Sequence[Column], tones: Mapping[str, str]) -> str:
    from markupsafe import escape

    out, x = [], _LEFT
    for side in sorted({side for c in drawn for side in c.sides}):
        out.append(
            f'<rect x="{x:g}" y="{_HIGH + 30:g}" width="14" height="12" {_fill(side, tones)}/>'
            f'<text class="rowlab" x="{x + 20:g}" y="{_HIGH + 40:g}">{escape(side)}</text>'
        )
        x += 40 + 7.5 * len(side)
    return "".join(out)


def _spans(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The days, weeks (from Monday), months or years from the first day to the last."""
    days = (last - first).days
    at = first
    if MOST_DAYS <= days < MOST_WEEKS:
        at = first - timedelta(days=first.weekday())
    elif MOST_WEEKS <= days < MOST_MONTHS:
        at = first.replace(day=1)
    elif days >= MOST_MONTHS:
        at = first.replace(month=1, day=1)
    while at <= last:
        if days < MOST_DAYS:
            after = at + timedelta(days=1)
        elif days < MOST_WEEKS:
            after = at + timedelta(days=7)
        elif days < MOST_MONTHS:
            after = (at + timedelta(days=31)).replace(day=1)
        else:
            after = at.replace(year=at.year + 1)
        yield at, after
        at = after


def _date(day: str) -> date | None:
    try:
        return date.fromisoformat(day[:10])
    except ValueError:
        return None
