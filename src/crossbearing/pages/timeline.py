"""Dates as bars: sharp where a day is known, long where it lies somewhere within, fading where an end is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from crossbearing.pages.words import interval, to_ordinal
from crossbearing.types import Event, When


@dataclass(frozen=True, slots=True)
class Axis:
    """Days `first` to `last` (ordinals, the last day included)."""

    first: int
    last: int

    def x(self, ordinal: int, width: float) -> float:
        """Where the day begins, from 0 to `width`."""
        clamped = min(max(ordinal, self.first), self.last + 1)
        return round((clamped - self.first) / (self.last + 1 - self.first) * width, 1)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from `x` to `x + width`; `open_left`, `open_right`: it goes on beyond; `dated`: there is a bar at all."""

    x: float
    width: float
    open_left: bool
    open_right: bool
    dated: bool
    words: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled day, month or year."""

    x: float
    label: str


def axis(whens: Iterable[When | None]) -> Axis | None:
    """The days that most of the dates span: a date since 2014 does not squeeze a week into a hair."""
    firsts, lasts = [], []
    for when in whens:
        if when is None:
            continue
        first, last = to_ordinal(when.earliest), to_ordinal(when.latest, last=True)
        if first is not None and last is not None and last - first <= 400:
            firsts.append(first)
            lasts.append(last)
    if not firsts:
        return None
    middle = sorted(firsts)[len(firsts) // 2]
    low = min((f for f in firsts if middle - f <= 370), default=middle)
    high = max((x for x in lasts if x - middle <= 370), default=middle)
    # a few that lie far off, or last long, do not squeeze the days of all the rest
    tenth = len(firsts) // 10
    near, far = sorted(firsts)[tenth], sorted(lasts)[len(lasts) - 1 - tenth]
    if far >= near and (high - low + 1) > 3 * (far - near + 1):
        low, high = near, far
    margin = max(1, (high - low) // 20)
    return Axis(low - margin, high + margin)


def bar(when: When | None, on: Axis | None, width: float) -> Bar:
    """The bar of one date on the axis."""
    if on is None or when is None or (when.earliest is None and when.latest is None):
        return Bar(0, 0, False, False, False, interval(when))
    first, last = to_ordinal(when.earliest), to_ordinal(when.latest, last=True)
    left = on.x(first, width) if first is not None else 0.0
    right = on.x(last + 1, width) if last is not None else width
    out_left = first is None or first < on.first
    out_right = last is None or last > on.last
    return Bar(left, max(round(right - left, 1), 2.0), out_left, out_right, True, interval(when))


def beyond(when: When | None, on: Axis) -> int:
    """-1 if the date ends before the axis begins, 1 if it begins after its end, else 0."""
    first, last = to_ordinal(when.earliest) if when else None, to_ordinal(when.latest, last=True) if when else None
    return -1 if last is not None and last < on.first else 1 if first is not None and first > on.last else 0


def ticks(on: Axis | None, width: float, most: int = 10) -> tuple[Tick, ...]:
    """Round days, months or years, at most `most` of them."""
    if on is None:
        return ()
    days = on.last - on.first + 1
    step = next((s for s in (1, 2, 7, 14) if days / s <= most), None)
    out: list[Tick] = []
    if step is not None:
        for ordinal in range(on.first, on.last + 1, step):
            when = date.fromordinal(ordinal)
            label = f"{when.day} {when:%b}" if not out or when.day <= step else str(when.day)
            out.append(Tick(on.x(ordinal, width), label))
        return tuple(out)
    months = 1 if days / 30 <= most else 12
    begin, end = date.fromordinal(on.first), date.fromordinal(on.last)
    for number in range(begin.year * 12 + begin.month - 1, end.year * 12 + end.month):
        when = date(number // 12, number % 12 + 1, 1)
        if when >= begin and (months == 1 or when.month == 1):
            out.append(Tick(on.x(when.toordinal(), width), f"{when:%b %Y}" if months == 1 else str(when.year)))
    return tuple(out[:: max(1, len(out) // most)])


def events_axis(events: Iterable[Event]) -> Axis | None:
    """The axis of a list of events."""
    return axis(event.when for event in events)
