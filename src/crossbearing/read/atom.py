"""`Atom`: an expression of time and the days that it may mean; the words and numbers that such expressions are made of."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from crossbearing.types import RestsOn, TimePrecision


@dataclass(frozen=True, slots=True)
class Atom:
    """An expression of time and the days it may mean; with `known` false it cannot be turned into days."""

    start: int
    end: int
    low: date | None
    high: date | None
    precision: TimePrecision
    rests_on: RestsOn = "text"
    form: str = ""  # weekday, monthday, month, year, relative, context, clock
    known: bool = True  # false: a time that cannot be turned into days


@dataclass(frozen=True, slots=True)
class Setting:
    """What an expression is read against: the publication date, the tense around it, and the last day named."""

    published: date | None
    tense: Callable[[int], str]
    anchor: Callable[[int], date | None]


MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SMALL = (
    "a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_WORDS = {word: max(n, 1) for n, word in enumerate(_SMALL)} | {
    "an": 1, "couple of": 2, "a couple of": 2, "fifteen": 15, "twenty": 20, "thirty": 30, "twenty-four": 24,
    "forty-eight": 48, "seventy-two": 72,
}  # fmt: skip

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
MONTH_UPPER = r"(?:JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)"
WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
YEAR = r"(?:19|20)\d\d"
COUNTED = r"(?:\d{1,3}|(?:a )?couple of|[Aa]n?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty-four|twenty|thirty|forty-eight|seventy-two)"
DASH = r"\s?(?:-|–|—|to|and|or|/)\s?"
AROUND = r"(?:(?:more|less) than |nearly |almost |about |around |over |some |just |at least |roughly )?"
PART = r"(?:(?:early|late) )?(?:morning|afternoon|evening|night|midday|noon|dawn)"


def day_of(text: str | None) -> date | None:
    """The day that an ISO 8601 text begins with, or `None`."""
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)", text or "")
    return a_date(int(found[1]), int(found[2]), int(found[3])) if found else None


def a_date(year: int, month: int, day: int) -> date | None:
    """The day, or `None` where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_of(name: str) -> int:
    """The number of a month by its name or its first letters."""
    key = name.lower().rstrip(".")[:3]
    return next(n for n, month in enumerate(MONTHS, 1) if month.startswith(key))


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def number_of(text: str) -> int:
    """The number that a counted stretch of time begins with ("two days")."""
    return int(text) if text.isdigit() else _WORDS.get(text.lower(), 1)


def ordinal(text: str) -> int:
    """The number of "3rd"."""
    return int(re.sub(r"\D", "", text))


def atom_of(
    match: re.Match[str], low: date | None, high: date | None, precision: TimePrecision, **more: object
) -> Atom:
    """An atom over the match; with neither end it is one that cannot be turned into days."""
    known = low is not None or high is not None
    return replace(Atom(match.start(), match.end(), low, high, precision, known=known), **more)  # type: ignore[arg-type]
