"""Builders of `Atom`s that are told from another day: "Tuesday", "two days ago", "last week", "overnight", "the next day"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from crossbearing.read.atom import DAYS, Atom, Setting, atom_of, month_end, number_of
from crossbearing.types import TimePrecision


def weekday(match: re.Match[str], setting: Setting) -> Atom | None:
    """Tuesday: the last one, the next one where the tense looks ahead."""
    ref = setting.published
    if ref is None:
        return atom_of(match, None, None, "day", form="weekday", known=False)
    back = (ref.weekday() - DAYS.index(match["w"].lower())) % 7
    which = (match["which"] or "").lower()
    day = ref - timedelta(days=back)
    owner = match.string[match.end() : match.end() + 2] in ("'s", "’s")  # "to answer Monday's drones" looks back
    if which in ("next", "coming") or (which != "last" and not owner and setting.tense(match.start()) == "future"):
        today = back == 0 and not which  # a week ahead would be "next Monday"
        day = ref if today else ref + timedelta(days=(7 - back) % 7 or 7)
    elif which in ("last", "this past") and back == 0:
        day -= timedelta(days=7)
    low = day - timedelta(days=1) if "overnight" in match[0].lower() else day
    return atom_of(match, low, day, "day", form="weekday")


def weekdays_ago(match: re.Match[str], setting: Setting) -> Atom | None:
    """Two Fridays ago: the one before the last."""
    ref = setting.published
    if ref is None:
        return atom_of(match, None, None, "day", form="weekday", known=False)
    back = (ref.weekday() - DAYS.index(match["w"].lower())) % 7 or 7
    day = ref - timedelta(days=back + 7 * (number_of(match["n"]) - 1))
    return atom_of(match, day, day, "day", form="weekday")


def days_from(match: re.Match[str], setting: Setting, low: int, high: int, precision: TimePrecision = "day") -> Atom:
    """The days at these distances from publication."""
    ref = setting.published
    if ref is None:
        return atom_of(match, None, None, precision, form="relative", known=False)
    return atom_of(match, ref + timedelta(days=low), ref + timedelta(days=high), precision, form="relative")


_FIXED: dict[str, tuple[int, int]] = {
    "today": (0, 0), "tonight": (0, 0), "yesterday": (-1, -1), "tomorrow": (1, 1), "overnight": (-1, 0),
    "last night": (-1, 0), "the day before yesterday": (-2, -2), "the day after tomorrow": (2, 2),
}  # fmt: skip


def fixed(match: re.Match[str], setting: Setting) -> Atom | None:
    """Today, yesterday, overnight, last night."""
    key = re.sub(r"^(?:earlier|later|late|early) | (?:morning|afternoon|evening|night)$", "", match["k"].lower())
    if key == "last":
        key = "last night"
    low, high = _FIXED.get(key, (0, 0))
    return days_from(match, setting, low, high)


def this_part(match: re.Match[str], setting: Setting) -> Atom | None:
    """This morning."""
    return days_from(match, setting, 0, 0)


def calendar(match: re.Match[str], setting: Setting) -> Atom | None:
    """Last, this and next week, month and year; earlier and later this one."""
    ref, unit, which = setting.published, match["u"].lower(), match["which"].lower()
    precision: TimePrecision = {"week": "week", "month": "month", "year": "year"}[unit]  # type: ignore[assignment]
    if ref is None:
        return atom_of(match, None, None, precision, form="relative", known=False)
    step = -1 if which in ("last", "previous", "past") else 1 if which in ("next", "coming") else 0
    if unit == "week":
        low = ref - timedelta(days=ref.weekday()) + timedelta(weeks=step)
        high = low + timedelta(days=6)
    elif unit == "month":
        at = ref.year * 12 + ref.month - 1 + step
        low = date(at // 12, at % 12 + 1, 1)
        high = month_end(at // 12, at % 12 + 1)
    else:
        low, high = date(ref.year + step, 1, 1), date(ref.year + step, 12, 31)
    part = (match["part"] or "").lower()
    if step == 0:
        if part.startswith("later") or (not part and setting.tense(match.start()) == "future"):
            low = ref
        else:
            high = ref
    elif part.startswith("early") and unit == "month":
        high = low + timedelta(days=9)
    elif part.startswith("late") and unit == "month":
        low = low + timedelta(days=19)
    return atom_of(match, low, high, precision, form="relative")


def ago(match: re.Match[str], setting: Setting) -> Atom | None:
    """Two days ago."""
    ref, unit, n = setting.published, match["u"].lower().rstrip("s"), number_of(match["n"])
    precision: TimePrecision = {"week": "week", "month": "month", "year": "year"}.get(unit, "day")  # type: ignore[assignment]
    if ref is None:
        return atom_of(match, None, None, precision, form="relative", known=False)
    if unit in ("hour", "minute"):
        return atom_of(match, ref - timedelta(days=(n + 12) // 24), ref, "day", form="relative")
    if unit == "day":
        low = high = ref - timedelta(days=n)
    elif unit == "week":
        low, high = ref - timedelta(days=7 * n + 3), ref - timedelta(days=7 * n - 3)
    elif unit == "month":
        at = ref.year * 12 + ref.month - 1 - n
        low, high = date(at // 12, at % 12 + 1, 1), month_end(at // 12, at % 12 + 1)
    else:
        low, high = date(ref.year - n, 1, 1), date(ref.year - n, 12, 31)
    return atom_of(match, low, high, precision, form="relative")


def past_stretch(match: re.Match[str], setting: Setting) -> Atom | None:
    """In the past 24 hours, over the last two weeks."""
    ref = setting.published
    unit = match["u"].lower().rstrip("s")
    n = number_of(match["n"]) if match["n"] else 1
    ahead = match["which"].lower() in ("next", "coming")
    if ahead and match["n"] and setting.tense(match.start()) == "past":
        return atom_of(match, None, None, "interval", form="context", rests_on="context", known=False)
    days = {"hour": (n + 23) // 24, "day": n, "week": 7 * n, "month": 30 * n, "year": 365 * n}[unit]
    precision: TimePrecision = "day" if days <= 1 else "interval"
    if ref is None:
        return atom_of(match, None, None, precision, form="relative", known=False)
    if unit == "month":
        at = ref.year * 12 + ref.month - 1 + (n if ahead else -n)
        other = date(at // 12, at % 12 + 1, min(ref.day, month_end(at // 12, at % 12 + 1).day))
    elif unit == "year":
        other = date(ref.year + (n if ahead else -n), ref.month, min(ref.day, month_end(ref.year, ref.month).day, 28))
    else:
        other = ref + timedelta(days=days if ahead else -days)
    return atom_of(match, min(ref, other), max(ref, other), precision, form="relative")


def within(match: re.Match[str], setting: Setting) -> Atom | None:
    """In two weeks, within 30 days: back from publication or on from it, as the tense tells; else no time at all."""
    ref, tense = setting.published, setting.tense(match.start())
    unit, n = match["u"].lower().rstrip("s"), number_of(match["n"])
    if ref is None or tense == "":
        return None
    days = timedelta(days={"hour": (n + 23) // 24, "day": n, "week": 7 * n, "month": 30 * n}[unit])
    low, high = (ref, ref + days) if tense == "future" else (ref - days, ref)
    return atom_of(match, low, high, "day" if days.days <= 1 else "interval", form="relative")


def since_start(match: re.Match[str], setting: Setting) -> Atom | None:
    """Since the start of the month: open at its end."""
    ref, unit = setting.published, (match["u"] or "year").lower()
    if ref is None:
        return atom_of(match, None, None, "interval", form="unknown", known=False)
    low = {"week": ref - timedelta(days=ref.weekday()), "month": ref.replace(day=1)}.get(unit, date(ref.year, 1, 1))
    return atom_of(match, low, None, "interval", form="unknown")


def recent(match: re.Match[str], setting: Setting) -> Atom | None:
    """In recent weeks: the text leaves the beginning open."""
    ref = setting.published
    if (match.groupdict().get("which") or "").lower() in ("coming", "next"):
        return atom_of(match, ref, None, "interval", form="relative") if ref else None
    return atom_of(match, None, ref, "interval", form="relative")


def weekend(match: re.Match[str], setting: Setting) -> Atom | None:
    """The last weekend, or the one that comes."""
    ref = setting.published
    if ref is None:
        return atom_of(match, None, None, "interval", form="relative", known=False)
    saturday = ref - timedelta(days=(ref.weekday() - 5) % 7)
    which = (match["which"] or "").lower()
    if which in ("next", "coming") or (
        which == "this" and ref.weekday() < 5 and setting.tense(match.start()) != "past"
    ):
        saturday += timedelta(days=7)
    elif which == "last" and ref.weekday() >= 5:
        saturday -= timedelta(days=7)  # on a weekend the last one is the one before
    return atom_of(match, saturday, saturday + timedelta(days=1), "interval", form="relative")


def context(match: re.Match[str], setting: Setting) -> Atom | None:
    """The previous day: which day is meant stands in the text before."""
    return atom_of(match, None, None, "day", form="context", rests_on="context", known=False)


def clock(match: re.Match[str], setting: Setting) -> Atom | None:
    """A time of day, with no day of its own."""
    ref = setting.published
    return atom_of(match, ref, ref, "day", form="clock", rests_on="publication", known=ref is not None)


def unknown(match: re.Match[str], setting: Setting) -> Atom | None:
    """A time that names no day ("day 34 of the war")."""
    return atom_of(match, None, None, "interval", form="unknown", known=False)
