"""Text → `Atom`s: the expressions that name a time by themselves ("1 December", "Tuesday", "two days ago").

One rule is one pattern and one builder. A builder reads the words against the publication date; where that is not
known, the expression is kept and has no days.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
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


_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SMALL = (
    "a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_WORDS = {word: max(n, 1) for n, word in enumerate(_SMALL)} | {
    "an": 1, "couple of": 2, "a couple of": 2, "fifteen": 15, "twenty": 20, "thirty": 30, "twenty-four": 24,
    "forty-eight": 48, "seventy-two": 72,
}  # fmt: skip

_M = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_MUP = r"(?:JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)"
_W = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_D = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_Y = r"(?:19|20)\d\d"
COUNTED = r"(?:\d{1,3}|(?:a )?couple of|[Aa]n?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty-four|twenty|thirty|forty-eight|seventy-two)"
_DASH = r"\s?(?:-|–|—|to|and|or|/)\s?"
_AROUND = r"(?:(?:more|less) than |nearly |almost |about |around |over |some |just |at least |roughly )?"
_PART = r"(?:(?:early|late) )?(?:morning|afternoon|evening|night|midday|noon|dawn)"


def day_of(text: str | None) -> date | None:
    """The day that an ISO 8601 text begins with, or `None`."""
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)", text or "")
    return _date(int(found[1]), int(found[2]), int(found[3])) if found else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(name: str) -> int:
    key = name.lower().rstrip(".")[:3]
    return next(n for n, month in enumerate(_MONTHS, 1) if month.startswith(key))


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def number_of(text: str) -> int:
    """The number that a counted stretch of time begins with ("two days")."""
    return int(text) if text.isdigit() else _WORDS.get(text.lower(), 1)


def _ordinal(text: str) -> int:
    return int(re.sub(r"\D", "", text))


_Builder = Callable[[re.Match[str], Setting], "Atom | None"]


def _all(text: str, setting: Setting) -> Iterator[Atom]:
    for pattern, build in _RULES:
        for match in pattern.finditer(text):
            atom = build(match, setting)
            if atom:
                yield atom


def find_atoms(text: str, setting: Setting) -> list[Atom]:
    """The expressions of the text in order; of those that overlap the longest, of equals the one whose rule stands first."""
    return _best(list(_all(text, setting)))


def _best(atoms: list[Atom]) -> list[Atom]:
    kept: list[Atom] = []
    for atom in sorted(atoms, key=lambda a: a.start - a.end):
        if all(atom.end <= other.start or other.end <= atom.start for other in kept):
            kept.append(atom)
    return sorted(kept, key=lambda a: a.start)


def _of(match: re.Match[str], low: date | None, high: date | None, precision: TimePrecision, **more: object) -> Atom:
    known = low is not None or high is not None
    return replace(Atom(match.start(), match.end(), low, high, precision, known=known), **more)  # type: ignore[arg-type]


def _year_of(match: re.Match[str], setting: Setting, month: int, day: int) -> int | None:
    """The year of a month and a day that were written without one: the nearest to publication, past preferred."""
    ref = setting.published
    if ref is None:
        return None
    near = [d for y in (ref.year - 1, ref.year, ref.year + 1) if (d := _date(y, month, day))]
    if not near:
        return None
    tense = setting.tense(match.start())
    # a publication date may be a day behind the local one, so tomorrow still counts as past
    past = [d for d in near if d <= ref + timedelta(days=1)]
    later = [d for d in near if d >= ref]
    if tense == "past" and past:
        return max(past).year
    if tense == "future" and later:
        return min(later).year
    weight = 1 if match.string[max(0, match.start() - 3) : match.start()].lower() == "by " else 3
    return min(near, key=lambda d: (abs((d - ref).days) * (weight if d > ref else 1), d)).year


def _iso(match: re.Match[str], setting: Setting) -> Atom | None:
    day = _date(int(match["y"]), int(match["m"]), int(match["d"]))
    return _of(match, day, day, "day", form="monthday") if day else None


def _monthday(match: re.Match[str], setting: Setting) -> Atom | None:
    month = _month(match["m"])
    first, last = _ordinal(match["d"]), _ordinal(match.groupdict().get("e") or match["d"])
    year = int(match["y"]) if match["y"] else _year_of(match, setting, month, first)
    if year is None:
        if _date(2024, month, first) is None:
            return None
        return _of(match, None, None, "day", form="monthday", known=False)
    low, high = _date(year, month, first), _date(year, month, last)
    if low is None or high is None:
        return None
    if high < low:  # "30 to 2 May": the night over the end of a month
        low = _date(year - (month == 1), (month - 2) % 12 + 1, first)
        if low is None:
            return None
    return _of(match, low, high, "day" if (high - low).days <= 1 else "interval", form="monthday")


def _month_atom(match: re.Match[str], setting: Setting) -> Atom | None:
    month = _month(match["m"])
    ref = setting.published
    if match["y"]:
        year = int(match["y"])
    elif ref is None:
        return _of(match, None, None, "month", form="month", known=False)
    else:
        ahead = setting.tense(match.start()) == "future" or (match["which"] or "").lower().startswith("next")
        year = ref.year
        if ahead and month < ref.month:
            year += 1
        elif not ahead and month > ref.month:
            year -= 1
        if (match["which"] or "").lower() == "last" and month == ref.month and not ahead:
            year -= 1
    low, high = date(year, month, 1), _month_end(year, month)
    part = (match["part"] or "").lower().strip(" -")
    if part in ("early", "the beginning of", "the start of", "beginning of"):
        high = date(year, month, 10)
    elif part in ("mid", "the middle of"):
        low, high = date(year, month, 10), date(year, month, 20)
    elif part in ("late", "the end of"):
        low = date(year, month, 20)
    return _of(match, low, high, "month", form="month")


def _year(match: re.Match[str], setting: Setting) -> Atom | None:
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
    return _of(match, low, high, "year", form="year")


def _decade(match: re.Match[str], setting: Setting) -> Atom | None:
    first = int(match["y"])
    return _of(match, date(first, 1, 1), date(first + 9, 12, 31), "interval", form="decade")


def _season(match: re.Match[str], setting: Setting) -> Atom | None:
    ref = setting.published
    first = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[match["s"].lower()]
    if match["y"]:
        year = int(match["y"])
    elif ref is None:
        return _of(match, None, None, "interval", form="month", known=False)
    else:
        year = ref.year if first < ref.month and (match["which"] or "").lower() != "next" else ref.year - 1
        if (match["which"] or "").lower() in ("next", "this", "coming"):
            year = ref.year
        if setting.tense(match.start()) == "future":
            year = ref.year if first >= ref.month else ref.year + 1
    last = first + 2
    return _of(
        match, date(year, first, 1), _month_end(year + (last > 12), (last - 1) % 12 + 1), "interval", form="month"
    )


def _weekday(match: re.Match[str], setting: Setting) -> Atom | None:
    ref = setting.published
    if ref is None:
        return _of(match, None, None, "day", form="weekday", known=False)
    back = (ref.weekday() - _DAYS.index(match["w"].lower())) % 7
    which = (match["which"] or "").lower()
    day = ref - timedelta(days=back)
    owner = match.string[match.end() : match.end() + 2] in ("'s", "’s")  # "to answer Monday's drones" looks back
    if which in ("next", "coming") or (which != "last" and not owner and setting.tense(match.start()) == "future"):
        day = ref + timedelta(days=(7 - back) % 7 or 7)
    elif which in ("last", "this past") and back == 0:
        day -= timedelta(days=7)
    low = day - timedelta(days=1) if "overnight" in match[0].lower() else day
    return _of(match, low, day, "day", form="weekday")


def _days_from(match: re.Match[str], setting: Setting, low: int, high: int, precision: TimePrecision = "day") -> Atom:
    ref = setting.published
    if ref is None:
        return _of(match, None, None, precision, form="relative", known=False)
    return _of(match, ref + timedelta(days=low), ref + timedelta(days=high), precision, form="relative")


_FIXED: dict[str, tuple[int, int]] = {
    "today": (0, 0), "tonight": (0, 0), "yesterday": (-1, -1), "tomorrow": (1, 1), "overnight": (-1, 0),
    "last night": (-1, 0), "the day before yesterday": (-2, -2), "the day after tomorrow": (2, 2),
}  # fmt: skip


def _fixed(match: re.Match[str], setting: Setting) -> Atom | None:
    key = re.sub(r"^(?:earlier|later|late|early) | (?:morning|afternoon|evening|night)$", "", match["k"].lower())
    if key == "last":
        key = "last night"
    low, high = _FIXED.get(key, (0, 0))
    return _days_from(match, setting, low, high)


def _this_part(match: re.Match[str], setting: Setting) -> Atom | None:
    return _days_from(match, setting, 0, 0)


def _calendar(match: re.Match[str], setting: Setting) -> Atom | None:
    """Last, this and next week, month and year; earlier and later this one."""
    ref, unit, which = setting.published, match["u"].lower(), match["which"].lower()
    precision: TimePrecision = {"week": "week", "month": "month", "year": "year"}[unit]  # type: ignore[assignment]
    if ref is None:
        return _of(match, None, None, precision, form="relative", known=False)
    step = -1 if which in ("last", "previous", "past") else 1 if which in ("next", "coming") else 0
    if unit == "week":
        low = ref - timedelta(days=ref.weekday()) + timedelta(weeks=step)
        high = low + timedelta(days=6)
    elif unit == "month":
        at = ref.year * 12 + ref.month - 1 + step
        low = date(at // 12, at % 12 + 1, 1)
        high = _month_end(at // 12, at % 12 + 1)
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
    return _of(match, low, high, precision, form="relative")


def _ago(match: re.Match[str], setting: Setting) -> Atom | None:
    ref, unit, n = setting.published, match["u"].lower().rstrip("s"), number_of(match["n"])
    precision: TimePrecision = {"week": "week", "month": "month", "year": "year"}.get(unit, "day")  # type: ignore[assignment]
    if ref is None:
        return _of(match, None, None, precision, form="relative", known=False)
    if unit in ("hour", "minute"):
        return _of(match, ref - timedelta(days=(n + 12) // 24), ref, "day", form="relative")
    if unit == "day":
        low = high = ref - timedelta(days=n)
    elif unit == "week":
        low, high = ref - timedelta(days=7 * n + 3), ref - timedelta(days=7 * n - 3)
    elif unit == "month":
        at = ref.year * 12 + ref.month - 1 - n
        low, high = date(at // 12, at % 12 + 1, 1), _month_end(at // 12, at % 12 + 1)
    else:
        low, high = date(ref.year - n, 1, 1), date(ref.year - n, 12, 31)
    return _of(match, low, high, precision, form="relative")


def _past_stretch(match: re.Match[str], setting: Setting) -> Atom | None:
    """In the past 24 hours, over the last two weeks."""
    ref = setting.published
    unit = match["u"].lower().rstrip("s")
    n = number_of(match["n"]) if match["n"] else 1
    ahead = match["which"].lower() in ("next", "coming")
    days = {"hour": (n + 23) // 24, "day": n, "week": 7 * n, "month": 30 * n, "year": 365 * n}[unit]
    precision: TimePrecision = "day" if days <= 1 else "interval"
    if ref is None:
        return _of(match, None, None, precision, form="relative", known=False)
    if unit == "month":
        at = ref.year * 12 + ref.month - 1 + (n if ahead else -n)
        other = date(at // 12, at % 12 + 1, min(ref.day, _month_end(at // 12, at % 12 + 1).day))
    elif unit == "year":
        other = date(ref.year + (n if ahead else -n), ref.month, min(ref.day, _month_end(ref.year, ref.month).day, 28))
    else:
        other = ref + timedelta(days=days if ahead else -days)
    return _of(match, min(ref, other), max(ref, other), precision, form="relative")


def _within(match: re.Match[str], setting: Setting) -> Atom | None:
    """In two weeks, within 30 days: back from publication or on from it, as the tense tells; else no time at all."""
    ref, tense = setting.published, setting.tense(match.start())
    unit, n = match["u"].lower().rstrip("s"), number_of(match["n"])
    if ref is None or tense == "":
        return None
    days = timedelta(days={"hour": (n + 23) // 24, "day": n, "week": 7 * n, "month": 30 * n}[unit])
    low, high = (ref, ref + days) if tense == "future" else (ref - days, ref)
    return _of(match, low, high, "day" if days.days <= 1 else "interval", form="relative")


def _since_start(match: re.Match[str], setting: Setting) -> Atom | None:
    """Since the start of the month: open at its end."""
    ref, unit = setting.published, (match["u"] or "year").lower()
    if ref is None:
        return _of(match, None, None, "interval", form="unknown", known=False)
    low = {"week": ref - timedelta(days=ref.weekday()), "month": ref.replace(day=1)}.get(unit, date(ref.year, 1, 1))
    return _of(match, low, None, "interval", form="unknown")


def _recent(match: re.Match[str], setting: Setting) -> Atom | None:
    """In recent weeks: the text leaves the beginning open."""
    ref = setting.published
    if (match.groupdict().get("which") or "").lower() in ("coming", "next"):
        return _of(match, ref, None, "interval", form="relative") if ref else None
    return _of(match, None, ref, "interval", form="relative")


def _weekend(match: re.Match[str], setting: Setting) -> Atom | None:
    ref = setting.published
    if ref is None:
        return _of(match, None, None, "interval", form="relative", known=False)
    saturday = ref - timedelta(days=(ref.weekday() - 5) % 7)
    if (match["which"] or "").lower() in ("next", "coming") or (
        (match["which"] or "").lower() == "this" and ref.weekday() < 5
    ):
        saturday += timedelta(days=7)
    return _of(match, saturday, saturday + timedelta(days=1), "interval", form="relative")


def _context(match: re.Match[str], setting: Setting) -> Atom | None:
    return _of(match, None, None, "day", form="context", rests_on="context", known=False)


def _clock(match: re.Match[str], setting: Setting) -> Atom | None:
    ref = setting.published
    return _of(match, ref, ref, "day", form="clock", rests_on="publication", known=ref is not None)


def _unknown(match: re.Match[str], setting: Setting) -> Atom | None:
    return _of(match, None, None, "interval", form="unknown", known=False)


def _rule(pattern: str, build: _Builder) -> tuple[re.Pattern[str], _Builder]:
    return re.compile(pattern), build


_LEAD = rf"(?:(?:[Ee]arly|[Ll]ate|[Ee]arlier|[Ll]ater) (?:on )?|(?:(?:the )?(?:early |late )?(?:hours|morning|afternoon|evening|day) of |{_PART} (?:of|on) ))?"
_TRAIL = rf"(?: (?:{_PART}|overnight))?"

_RULES: tuple[tuple[re.Pattern[str], _Builder], ...] = (
    _rule(r"\b(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?=\b|T)", _iso),
    _rule(r"\b(?P<d>0?[1-9]|[12]\d|3[01])\.(?P<m>0?[1-9]|1[0-2])\.(?P<y>(?:19|20)\d\d)\b", _iso),
    _rule(
        rf"\b{_LEAD}(?:(?i:{_W}),? (?:the )?)?(?P<d>{_D})(?:{_DASH}(?P<e>{_D}))? (?:of )?(?P<m>{_M}|{_MUP})(?![A-Za-z])(?:,? (?P<y>{_Y})\b)?{_TRAIL}",
        _monthday,
    ),
    _rule(
        rf"(?<!mid-)\b{_LEAD}(?:(?i:{_W}),? )?(?P<m>{_M}|{_MUP})\.? (?P<d>{_D})(?:{_DASH}(?P<e>{_D})(?!\d| (?:people|civilians|soldiers|percent)))?\b(?!,\d|\.\d|[:%])(?:,? (?P<y>{_Y})\b)?{_TRAIL}",
        _monthday,
    ),
    _rule(
        rf"(?P<part>\b(?:[Ee]arly|[Ll]ate|[Mm]id|[Tt]he (?:beginning|start|middle|end) of)[ -])?(?:(?P<which>\b(?:last|this|next)) )?\b(?P<m>{_M}),? (?P<y>{_Y})\b",
        _month_atom,
    ),
    _rule(
        rf"(?<=\b[Ii]n )(?P<part>(?:early|late|mid)[ -])?(?:(?P<which>last|this|next) )?(?P<m>{_M})(?P<y>)(?! [\d])\b",
        _month_atom,
    ),
    _rule(
        rf"(?:(?<=\b[Ss]ince )|(?<=\b[Dd]uring )|(?<=\b[Uu]ntil )|(?<=\bearly as )|(?<=\blate as ))(?P<part>(?:early|late|mid)[ -])?(?:(?P<which>last|this|next) )?(?P<m>{_M})(?P<y>)(?! [\d])\b",
        _month_atom,
    ),
    _rule(
        rf"(?:(?<=\bby )|(?<=\bBy )|(?<=\bof ))(?P<part>(?:early|late|mid)[ -])?(?:(?P<which>last|this|next) )?(?P<m>{_M})(?P<y>)(?! [\d])\b",
        _month_atom,
    ),
    _rule(
        rf"\b(?P<part>(?:[Ee]arly|[Ll]ate|[Mm]id|[Tt]he (?:beginning|start|middle|end) of)[ -])(?P<which>)(?P<m>{_M})(?P<y>)(?! [\d])\b",
        _month_atom,
    ),
    _rule(
        rf"(?:(?<=\b[Bb]etween )|(?<=\b[Ff]rom ))(?P<part>)(?P<which>)(?P<m>{_M})(?= (?:and|to|until|through) {_M})(?P<y>)",
        _month_atom,
    ),
    _rule(rf"(?:(?<=\band )|(?<=\bto )|(?<=\buntil )|(?<=\bthrough ))(?P<part>)(?P<which>)(?P<m>{_M})(?P<y>)(?! \d)\b", _month_atom),
    _rule(rf"(?P<part>)\b(?P<which>[Ll]ast|[Tt]his|[Nn]ext) (?P<m>{_M})(?P<y>)\b", _month_atom),
    _rule(
        rf"(?P<part>\b(?:[Ee]arly|[Ll]ate|[Mm]id|[Tt]he (?:beginning|start|end|first half|second half) of)[ -])(?P<y>{_Y})\b",
        _year,
    ),
    _rule(
        rf"(?:(?<=\b[Ii]n )|(?<=\b[Bb]y )|(?<=\bof ))(?P<y>{_Y})\b(?![-–,.]\d|\s+(?:people|civilians|soldiers|fighters|houses|cases))",
        _year,
    ),
    _rule(
        rf"(?:(?<=\b[Ss]ince )|(?<=\b[Uu]ntil )|(?<=\b[Aa]fter ))(?P<y>{_Y})\b(?![-–,.]\d|\s+(?:people|civilians|soldiers|fighters|houses|cases))",
        _year,
    ),
    _rule(rf"(?:(?<=\b[Ff]rom )|(?<=\b[Tt]ill )|(?<=\bthan ))(?P<y>{_Y})\b(?![-–,.]\d)", _year),
    _rule(rf"(?:(?<=\b[Dd]uring )|(?<=\b[Bb]efore ))(?P<y>{_Y})\b(?![-–,.]\d)", _year),
    _rule(rf"(?<=\b[Bb]etween )(?P<y>{_Y})(?= and (?:19|20)\d\d\b)", _year),
    _rule(rf"(?:(?<=\b(?:19|20)\d\d to )|(?<=\b(?:19|20)\d\d and ))(?P<y>{_Y})\b(?! [a-z]+s\b)", _year),
    _rule(rf"(?<=\b[Tt]he )(?P<y>{_Y})(?= [A-Za-z]+)", _year),
    _rule(rf"(?<=\()(?P<y>{_Y})(?=\))", _year),
    _rule(r"\b(?:the )?(?P<y>(?:19|20)\d0)s\b", _decade),
    _rule(
        rf"\b(?:[Tt]he )?(?:(?P<which>last|this|next|coming) )?(?P<s>spring|summer|autumn|winter)(?:(?: of)? (?P<y>{_Y}))?(?=\b(?! (?:camp|clothes|break|coat|wheat|heating|offensive|campaign|harvest|push|conscription|draft|rains|school|term|games|holiday|season|water|counteroffensive|counter-offensive)))",
        _season,
    ),
    _rule(
        rf"\b{_LEAD}(?:[Oo]vernight (?:into|to|on |from)?\s?)?(?:(?P<which>[Ll]ast|[Tt]his past|[Tt]his|[Nn]ext|[Cc]oming) )?(?P<w>{_W})\b{_TRAIL}",
        _weekday,
    ),
    _rule(
        rf"(?i:\b(?P<k>the day before yesterday|the day after tomorrow|(?:(?:earlier|later|late|early) )?(?:today|yesterday|tomorrow|tonight)(?: {_PART})?|last (?:night|evening)|overnight)\b)",
        _fixed,
    ),
    _rule(rf"(?i:\b(?:early |late |earlier )?this (?:early )?{_PART}\b)", _this_part),
    _rule(
        r"(?i:\b(?P<part>(?:earlier|later|early|late|the beginning of|the start of) )?(?P<which>last|this|next|previous|coming) (?P<u>week|month|year)\b)(?!-old|-long| of\b)",
        _calendar,
    ),
    _rule(rf"(?i:\b{_AROUND}(?P<n>{COUNTED}) (?P<u>minutes?|hours?|days?|weeks?|months?|years?) ago\b)", _ago),
    _rule(rf"(?i:(?<!first )(?<!time )\b(?:in|within) (?:just |only |under |less than |a span of )?(?P<n>{COUNTED}) (?P<u>hours?|days?|weeks?|months?)\b)(?! (?:ago|of|time|later))", _within),
    _rule(
        r"(?i:\bsince the (?:(?:start|beginning) of (?:the|this) (?P<u>week|month|year)|new year)\b)",
        _since_start,
    ),
    _rule(r"(?i:\b(?:through|throughout|during|in) the (?:whole )?night\b)(?! of)", lambda match, setting: _days_from(match, setting, -1, 0)),
    _rule(r"(?<=[.!?”] )(?:A|One|Two|Three|Four|Five|Six|Seven|Ten|Some|The) (?:few )?(?P<n>)(?:days?|weeks?|nights?|day) (?:later|earlier|before|after)\b", _context),
    _rule(r"(?<=\n)(?:A|One|Two|Three|Four|Five|Six|Seven|Ten|The) (?P<n>)(?:days?|weeks?|nights?) (?:later|earlier|before|after)\b", _context),
    _rule(r"\b(?P<n>(?i:days|weeks|months|years|hours)) ago\b", _recent),
    _rule(
        r"(?i:\b(?:in|over|during|within|throughout) the (?P<which>past|last|next|coming)(?P<n>) (?P<u>day|week|month|year)\b)",
        _past_stretch,
    ),
    _rule(
        rf"(?i:\b(?:(?:in|over|during|within|for|throughout) )?(?:the )?(?P<which>past|last|next|coming|previous) (?P<n>{COUNTED}) (?P<u>hours?|days?|weeks?|months?|years?)\b)",
        _past_stretch,
    ),
    _rule(r"(?i:\b(?:in|over|during) (?:the )?(?:(?P<which>coming|next) |recent |past |last )(?:few |several )?(?:hours|days|weeks|months|years)\b)", _recent),
    _rule(r"(?i:\b(?:over|at|on|during) (?:the |(?P<which>last|this|next|coming) )weekend\b)", _weekend),
    _rule(
        rf"(?i:\b(?:on |earlier )?(?:the (?:previous|following|next|same) (?:day|night|morning|evening)|that (?:same )?(?:day|night|morning|evening)|the (?:day|night) (?:before|after)(?= *[.,;)—–\n]| and\b|$)|(?P<n>{COUNTED}|the) (?P<u>days?|weeks?|nights?) (?P<dir>earlier|later|before|prior)(?= *[.,;)—–\n]| and\b|$))\b)",
        _context,
    ),
    _rule(r"(?i:\b(?:earlier|later|early|late|during|throughout|over) (?:in |on )?(?:the|that) day\b)", _context),
    _rule(
        r"(?i:\b(?:at |around |about |by |from |shortly (?:before|after) |just (?:before|after) )*(?:(?:[01]?\d|2[0-3]):[0-5]\d(?: ?(?:a\.m\.|p\.m\.|am\b|pm\b))?|\d{1,2}(?:\.[0-5]\d)? ?(?:a\.m\.|p\.m\.|am\b|pm\b)|at (?:dawn|dusk|noon|midnight|daybreak|sunrise))(?: (?:local time|gmt|utc|moscow time|kyiv time))?)",
        _clock,
    ),
    _rule(r"\b[Dd]ay \d{1,4} of\b(?: the [a-z-]+| [A-Z]\w+)?", _unknown),
    _rule(r"(?i:\b(?:the |its )?\d{1,4}(?:st|nd|rd|th) day of (?:the )?(?:full-scale )?(?:war|invasion|conflict|siege|offensive)\b)", _unknown),
    _rule(r"(?i:\bsince (?:the|its|their) (?:[a-z-]+ ){0,3}(?:began|begun|started|broke out|erupted)\b)", _unknown),
    _rule(
        r"(?i:\b(?:since|at) the (?:start|beginning|outbreak|onset) of (?:the|its|their|this) (?:[a-z-]+ ){0,3}(?:war|invasion|conflict|offensive|fighting|siege|operation|hostilities)\b)",
        _unknown,
    ),
)  # fmt: skip
