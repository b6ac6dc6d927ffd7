"""How values are put into words on a page: dates, places, counts. What is not known is said, never left blank."""

from __future__ import annotations

import csv
import re
from datetime import date
from functools import cache, lru_cache
from importlib import resources

from crossbearing.types import Count, Event, Place, When

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Hebrew to the extended Arabic letters, and their presentation forms
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_RESTS = {"text": "from the text", "publication": "from the day of publication", "context": "from the sentences around"}


def direction(text: str, within: str | None = None) -> str:
    """`rtl` or `ltr`: as most letters run; inside a text that runs `within`, other only where no letter runs with it."""
    right = len(_RIGHT_TO_LEFT.findall(text)) if _RIGHT_TO_LEFT.search(text) else 0
    if not right:
        return within if within and not any(map(str.isalpha, text)) else "ltr"
    left = sum(map(str.isalpha, text)) - right
    if within:
        return within if (left if within == "ltr" else right) > 0 else ("rtl" if within == "ltr" else "ltr")
    return "rtl" if right > left else "ltr"


@lru_cache(maxsize=8192)
def day(value: str | None) -> str:
    """`20 May 2023`, `May 2023` or `2023`, as far as the value tells."""
    if not value:
        return "not known"
    parts = value[:10].split("-")
    try:
        numbers = [int(part) for part in parts]
    except ValueError:
        return value
    if len(numbers) == 3:
        return f"{numbers[2]} {_MONTHS[numbers[1] - 1]} {numbers[0]}"
    if len(numbers) == 2:
        return f"{_MONTHS[numbers[1] - 1]} {numbers[0]}"
    return str(numbers[0])


@lru_cache(maxsize=8192)
def interval(when: When | None) -> str:
    """The interval in the shortest unambiguous words: `20–22 May 2023`, `before 1 Dec 2025`, `since 2014`."""
    if when is None or (when.earliest is None and when.latest is None):
        return "not dated"
    if when.earliest is None:
        return f"until {day(when.latest)}"
    if when.latest is None:
        return f"since {day(when.earliest)}"
    if when.earliest == when.latest:
        return day(when.earliest)
    first, last = when.earliest.split("-"), when.latest.split("-")
    if first[:2] == last[:2] and len(first) == len(last) == 3:
        return f"{int(first[2])}–{day(when.latest)}"
    if first[0] == last[0] and len(first) == len(last) == 3:
        return f"{int(first[2])} {_MONTHS[int(first[1]) - 1]}–{day(when.latest)}"
    return f"{day(when.earliest)}–{day(when.latest)}"


def rests_on(when: When | None) -> str:
    """What the date rests on."""
    return _RESTS[when.rests_on] if when else ""


def place_name(place: Place | None) -> str:
    """The official name, or what was written where nothing is resolved."""
    if place is None:
        return "no place"
    return place.name or place.as_written


def place_note(place: Place | None) -> str:
    """How exact the place is, in words."""
    if place is None:
        return ""
    if place.precision == "unresolved" or place.lat is None:
        return f"{len(place.rivals)} places fit; not pinned" if place.rivals else "not resolved"
    parts = [part for part in (place.relation, place.admin1, place.country) if part and part != place.name]
    return " · ".join([place.precision, *parts])


def count_words(count: Count) -> str:
    """The number as the report has it: `40 to 50 killed`, `more than 40 attacks`."""
    low, high = _number(count.low), _number(count.high)
    if low and high:
        amount = low if low == high else f"{low} to {high}"
    elif low:
        amount = f"{low} or more"
    elif high:
        amount = f"up to {high}"
    else:
        amount = count.as_written
    if count.qualifier and low == high:
        amount = f"{count.qualifier} {amount}"
    unit = f" {count.unit}" if count.unit and count.unit != count.what else ""
    return f"{amount}{unit} · {count.what}"


def _number(value: float | None) -> str | None:
    if value is None:
        return None
    return f"{int(value):,}" if value == int(value) else f"{value:,}"


@lru_cache(maxsize=8192)
def to_ordinal(value: str | None, *, last: bool = False) -> int | None:
    """The day number of an ISO date; a month or a year gives its first or last day."""
    if not value:
        return None
    parts = [int(part) for part in value[:10].split("-")]
    year, month, dom = (*parts, *((1, 1)[len(parts) - 1 :] if not last else (12, 31)[len(parts) - 1 :]))[:3]
    while True:
        try:
            return date(year, month, dom).toordinal()
        except ValueError:
            dom -= 1
            if dom < 1:
                return None


@cache
def kinds() -> tuple[str, ...]:
    """Every kind of event, in the order of the table."""
    text = (resources.files("crossbearing") / "data" / "kinds.csv").read_text("utf-8")
    return tuple(row["id"] for row in csv.DictReader(text.splitlines()))


def speakers(event: Event, most: int = 2) -> str:
    """Who made a statement: the label of a statement alone does not tell."""
    names = list(dict.fromkeys(origin.name for origin in event.origins))
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
