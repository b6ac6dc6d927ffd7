"""Whether what an edit sets fits a claim and has a sense, looked at before it is recorded: an entry of the log stays for ever."""

from __future__ import annotations

import csv
import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from typing import Any

from crossbearing.errors import UsageError
from crossbearing.text import is_date
from crossbearing.types import Admiralty, Claim, Count, Excerpt, Place, Rival, When

_PLAIN: Mapping[type, tuple[type, ...]] = {str: (str,), bool: (bool,), int: (int,), float: (int, float)}
_MOST = 1e300
_CALLED: Mapping[type, str] = {str: "a text", bool: "true or false", int: "a whole number", float: "a number"}


def check(values: Mapping[str, Any], text: str | None) -> None:
    """Look at the fields that an edit sets; `text` is that of the claim's report, `None` where a source is spoken of.

    Raises:
        UsageError: a value has not the shape of its field, or no sense: no such day, no number, a span of other words.
    """
    for name, value in values.items():
        hint = typing.get_type_hints(Claim)[name]
        if fault := _misfit(hint, value, name):
            raise UsageError(fault, do="See docs/json.md for the shape of a claim")
    if "kind" in values and values["kind"] not in codes():
        raise UsageError(f"there is no kind {values['kind']!r}", do=f"One of: {', '.join(codes())}")
    if "span" in values:
        if text is None:
            raise UsageError("a span is one claim's, and a source has many", do="Edit the claim")
        start, end = values["span"]["start"], values["span"]["end"]
        if text[start:end] != values["span"]["text"]:
            raise UsageError(f"the report has other words at {start} to {end}", do="Give them as they stand there")


@cache
def codes() -> Mapping[str, tuple[str | None, str | None]]:
    """Every kind of happening with its ACLED and PLOVER codes."""
    table = (resources.files("crossbearing") / "data" / "kinds.csv").read_text("utf-8")
    return {row["id"]: (row["acled"] or None, row["plover"] or None) for row in csv.DictReader(table.splitlines())}


def _misfit(kind: Any, value: Any, at: str) -> str | None:
    """Why a value is none of this type, or nothing."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return None if value is None else _misfit(next(a for a in inner if a is not types.NoneType), value, at)
    if origin is typing.Literal:
        return None if value in inner else f"{at} cannot be {value!r}: one of {', '.join(inner)}"
    if origin is tuple:
        if not isinstance(value, list | tuple):
            return f"{at} is no list"
        return next(filter(None, (_misfit(inner[0], one, f"{at}[{n}]") for n, one in enumerate(value))), None)
    if dataclasses.is_dataclass(kind):
        return _misfit_of(typing.cast(type, kind), value, at)
    # a truth is a whole number to Python, and to nobody else
    if not isinstance(value, _PLAIN[kind]) or (kind is not bool and isinstance(value, bool)):
        return f"{at} is {value!r}, not {_CALLED[kind]}"
    # JSON of other programs may hold NaN, and whole numbers beyond any float
    return f"{at} is no finite number" if kind is float and not -_MOST < typing.cast(float, value) < _MOST else None


def _misfit_of(kind: type, value: Any, at: str) -> str | None:
    if not isinstance(value, dict):
        return f"{at} is {value!r}, and has no fields"
    hints = typing.get_type_hints(kind)
    for field in dataclasses.fields(kind):
        name = field.metadata.get("json", field.name)
        if name in value:
            if fault := _misfit(hints[field.name], value[name], f"{at}.{name}"):
                return fault
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            return f"{at} has not the shape of a claim's: it lacks {name}"
    sense = _SENSE.get(kind)
    said = sense(value) if sense is not None else None
    return f"{at}: {said}" if said else None


def _when(value: Mapping[str, Any]) -> str | None:
    days = [value[end] for end in ("earliest", "latest") if value.get(end) is not None]
    if wrong := [day for day in days if not is_date(day, whole=True)]:
        return f"there is no day {wrong[0]!r}; give YYYY-MM-DD"
    return "the last day lies before the first" if days != sorted(days) else None


def _where(value: Mapping[str, Any]) -> str | None:
    for name, most in (("lat", 90), ("lon", 180)):
        if value.get(name) is not None and abs(value[name]) > most:
            return f"{name} is {value[name]}, beyond {most} degrees"
    return "the radius is less than nothing" if (value.get("radius_km") or 0) < 0 else None


def _count(value: Mapping[str, Any]) -> str | None:
    low, high = value.get("low"), value.get("high")
    return f"{low:g} to {high:g} is no range" if low is not None and high is not None and high < low else None


def _span(value: Mapping[str, Any]) -> str | None:
    return None if 0 <= value["start"] < value["end"] else "it begins before the text, or ends before it begins"


def _pair(value: Mapping[str, Any]) -> str | None:
    if value.get("source", "F") not in tuple("ABCDEF"):
        return f"there is no letter {value['source']!r}; one of A to F"
    return None if 1 <= value.get("information", 6) <= 6 else "the credibility of information is 1 to 6"


_SENSE: Mapping[type, Callable[[Mapping[str, Any]], str | None]] = {
    When: _when, Place: _where, Rival: _where, Count: _count, Excerpt: _span, Admiralty: _pair,
}  # fmt: skip
