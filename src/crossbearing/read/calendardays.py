"""Builders of `Atom`s that the calendar names: "1 December", "2023-05-01", "mid-May", "the 1990s", "last summer"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from crossbearing.read.atom import Atom, Setting, a_date, atom_of, month_end, month_of, ordinal


def _year_of(match: re.Match[str], setting: Setting, month: int, day: int) -> int | None:
    """The year of a month and a day that were written without one: the nearest to publication, past preferred."""
    ref = setting.published
    if ref is None:
        return None
    near = [d for y in (ref.year - 1, ref.year, ref.year + 1) if (d := a_date(y, month, day))]
    if not near:
        return None
    tense = setting.tense(match.start())
    # a publication date may be a day behind the local one, so tomorrow still counts as past
    past = [d for d in near if d <= ref + timedelta(days=1)]
    later = [d for d in near if d >= ref]
    led = match.string[max(0, match.start() - 20) : match.start()].lower()
    soon = bool(later) and (min(later) - ref).days <= 31 and re.search(r"\b(?:from|by|until|till|before)\b[^.]*$", led)
    if tense == "past" and past and not (soon and (ref - max(past)).days > 180):
        return max(past).year
    if tense == "future" and later:
        return min(later).year
    weight = 1 if match.string[max(0, match.start() - 3) : match.start()].lower() == "by " else 3
    return min(near, key=lambda d: (abs((d - ref).days) * (weight if d > ref else 1), d)).year


def iso(match: re.Match[str], setting: Setting) -> Atom | None:
    """2023-05-01 and 01.05.2023."""
    day = a_date(int(match["y"]), int(match["m"]), int(match["d"]))
    return atom_of(match, day, day, "day", form="monthday") if day else None


def monthday(match: re.Match[str], setting: Setting) -> Atom | None:
    """A day of a month, or a stretch of days, with or without its year."""
    month = month_of(match["m"])
    first, last = ordinal(match["d"]), ordinal(match.groupdict().get("e") or match["d"])
    year = int(match["y"]) if match["y"] else _year_of(match, setting, month, first)
    if year is None:
        if a_date(2024, month, first) is None:
            return None
        return atom_of(match, None, None, "day", form="monthday", known=False)
    low, high = a_date(year, month, first), a_date(year, month, last)
    if low is None or high is None:
        return None
    if high < low:  # "30 to 2 May": the night over the end of a month
        low = a_date(year - (month == 1), (month - 2) % 12 + 1, first)
        if low is None:
            return None
    return atom_of(match, low, high, "day" if (high - low).days <= 1 else "interval", form="monthday")


def month(match: re.Match[str], setting: Setting) -> Atom | None:
    """A month, or a part of it."""
    month = month_of(match["m"])
    ref = setting.published
    if match["y"]:
        year = int(match["y"])
    elif ref is None:
        return atom_of(match, None, None, "month", form="month", known=False)
    else:
        ahead = setting.tense(match.start()) == "future" or (match["which"] or "").lower().startswith("next")
        year = ref.year
        if ahead and month < ref.month:
            year += 1
        elif not ahead and month > ref.month:
            year -= 1
        if (match["which"] or "").lower() == "last" and month == ref.month and not ahead:
            year -= 1
    low, high = date(year, month, 1), month_end(year, month)
    part = (match["part"] or "").lower().strip(" -")
    if part in ("early", "the beginning of", "the start of", "beginning of"):
        high = date(year, month, 10)
    elif part in ("mid", "the middle of"):
        low, high = date(year, month, 10), date(year, month, 20)
    elif part in ("late", "the end of"):
        low = date(year, month, 20)
    elif stretch := next((s for name, s in _STRETCHES.items() if part.endswith(name)), None):
        low = date(year, month, stretch[0] if stretch[0] > 0 else high.day + stretch[0])
        high = date(year, month, min(stretch[1], high.day))
        return atom_of(match, low, high, "interval", form="month")
    return atom_of(match, low, high, "month", form="month")


_STRETCHES = {
    "first days of": (1, 5), "last days of": (-4, 31), "first week of": (1, 7), "second week of": (8, 14),
    "third week of": (15, 21), "last week of": (-6, 31), "first half of": (1, 15), "second half of": (16, 31),
}  # fmt: skip
"""The first and the last day of a part of a month; below 1, counted back from its end."""


def year(match: re.Match[str], setting: Setting) -> Atom | None:
    """A year, or a part of it."""
    year = int(match["y"])
    low, high = date(year, 1, 1), date(year, 12, 31)
    part = (match.groupdict().get("part") or "").lower().strip(" -")
    if part.startswith(("early", "the beginning", "the start")):
        high = date(year, 4, 30)
    elif part.startswith("mid"):
        low, high = date(year, 5, 1), date(year, 8, 31)
    elif part.startswith(("late", "the end")):
        low = date(year, 9, 1)
    elif "first half" in part:
        high = date(year, 6, 30)
    elif "second half" in part:
        low = date(year, 7, 1)
    return atom_of(match, low, high, "year", form="year")


_EDGES = {"days": ((1, 10), (12, 22)), "weeks": ((1, 31), (12, 1)), "months": ((4, 30), (9, 1))}


def year_edge(match: re.Match[str], setting: Setting) -> Atom | None:
    """The first days of a year, its last weeks."""
    year = int(match["y"])
    until, since = _EDGES[match["u"]]
    if match["part"].lower() in ("first", "opening"):
        low, high = date(year, 1, 1), date(year, *until)
    else:
        low, high = date(year, *since), date(year, 12, 31)
    return atom_of(match, low, high, "interval", form="year")


def decade(match: re.Match[str], setting: Setting) -> Atom | None:
    """The 1990s."""
    first = int(match["y"])
    return atom_of(match, date(first, 1, 1), date(first + 9, 12, 31), "interval", form="decade")


def season(match: re.Match[str], setting: Setting) -> Atom | None:
    """A season, of a year or of the one that is near."""
    ref = setting.published
    first = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[match["s"].lower()]
    if match["y"]:
        year = int(match["y"])
    elif ref is None:
        return atom_of(match, None, None, "interval", form="month", known=False)
    else:
        year = ref.year if first < ref.month and (match["which"] or "").lower() != "next" else ref.year - 1
        if (match["which"] or "").lower() in ("next", "this", "coming"):
            year = ref.year
        if setting.tense(match.start()) == "future":
            year = ref.year if first >= ref.month else ref.year + 1
    last = first + 2
    return atom_of(
        match, date(year, first, 1), month_end(year + (last > 12), (last - 1) % 12 + 1), "interval", form="month"
    )
