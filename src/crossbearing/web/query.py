"""The URL ↔ what to show: one set of names for lists, JSON and links."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args
from urllib.parse import urlencode

from starlette.requests import Request

from crossbearing.errors import UsageError
from crossbearing.listing import MARKS, SAID, Asked, Order
from crossbearing.text import is_date
from crossbearing.views import Filter

PAGE = 50
NAMES = ("q", "kind", "side", "stance", "status", "report", "publisher", "place", "mark", "since", "until", "as_of")


def wanted(request: Request) -> Filter:
    """The filter that the address asks for; lists may repeat a name or join values by commas.

    Raises:
        UsageError: a date is no ISO date.
    """
    return Filter(
        kinds=_many(request, "kind"),
        sides=_many(request, "side"),
        stances=_many(request, "stance"),
        statuses=_many(request, "status"),
        reports=_many(request, "report"),
        publishers=tuple(p for p in request.query_params.getlist("publisher") if p),
        places=tuple(p for p in request.query_params.getlist("place") if p),
        since=_day(request, "since"),
        until=_day(request, "until"),
        as_of=as_of(request),
    )


def asked(request: Request) -> Asked:
    """The filter with the words and the marks.

    Raises:
        UsageError: a mark is unknown, or a date is no ISO date.
    """
    marks = _many(request, "mark")
    if strange := [mark for mark in marks if mark not in MARKS]:
        raise UsageError(f"there is no mark {strange[0]!r}", do=f"One of: {', '.join(MARKS)}")
    return Asked(wanted(request), request.query_params.get("q", "").strip(), marks)


def chips(request: Request, path: str = "/events", names: Sequence[str] = NAMES) -> tuple[tuple[str, str], ...]:
    """What is asked for, each as words and the address without it."""
    pairs = [(k, v) for k, v in request.query_params.multi_items() if k in names and v]
    out = []
    for n, (name, value) in enumerate(pairs):
        rest = [pair for m, pair in enumerate(pairs) if m != n]
        sort = request.query_params.get("sort")
        rest += [("sort", sort)] if sort else []
        words = f"“{value}”" if name == "q" else f"{name.replace('_', ' ')} {value}"
        out.append((words, f"{path}?{urlencode(rest)}" if rest else path))
    return tuple(out)


def other_page(request: Request, number: int) -> str:
    """The address of another page of the same list."""
    pairs = [(k, v) for k, v in request.query_params.multi_items() if k != "page" and v]
    return "?" + urlencode([*pairs, ("page", str(number))])


def only_said(request: Request) -> str:
    """The address of the same list with nothing but what was only said."""
    pairs = [(k, v) for k, v in request.query_params.multi_items() if k not in ("page", "kind") and v]
    return "/events?" + urlencode([*pairs, *(("kind", kind) for kind in SAID)])


def order(request: Request) -> Order:
    """How to sort; the most told first where nothing is asked."""
    given = request.query_params.get("sort") or "reports"
    for known in get_args(Order):
        if given == known:
            return known  # type: ignore[no-any-return]
    raise UsageError(f"events cannot be sorted by {given!r}", do=f"One of: {', '.join(get_args(Order))}")


def page_number(request: Request) -> int:
    """The page asked for, from 1."""
    given = request.query_params.get("page", "1")
    return max(1, int(given)) if given.isdecimal() and len(given) < 7 else 1


def _many(request: Request, name: str) -> tuple[str, ...]:
    values = [v for raw in request.query_params.getlist(name) for v in raw.split(",")]
    return tuple(dict.fromkeys(v for v in values if v))


def as_of(request: Request) -> str | None:
    """The day whose knowledge is asked for.

    Raises:
        UsageError: it is no whole ISO date.
    """
    value = _day(request, "as_of")
    if value and len(value) != 10:
        raise UsageError(f"as_of is {value!r}, no day", do="Give YYYY-MM-DD")
    return value


def _day(request: Request, name: str) -> str | None:
    value = request.query_params.get(name) or None
    if value and not is_date(value):
        raise UsageError(f"{name} is {value!r}, no date", do="Give YYYY-MM-DD")
    return value
