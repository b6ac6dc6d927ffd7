"""JSON round trip of the frozen types: `to_json` writes the public shape, `from_json` reads it back.

A `Span` is `[start, end]`; a field with metadata `json` takes that name, or is left out where it is `None`.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from functools import cache
from typing import Any, TypeVar

from crossbearing.types import Span

T = TypeVar("T")


def to_json(value: Any) -> Any:
    """Plain dicts, lists and scalars in the shape of the public contract."""
    if isinstance(value, Span):
        return [value.start, value.end]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: to_json(getattr(value, attr)) for attr, name in _public_fields(type(value))}
    if isinstance(value, (tuple, list)):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        return {key: to_json(item) for key, item in value.items()}
    return value


def from_json(kind: type[T], data: Any) -> T:
    """The typed value that `to_json` wrote. Unknown keys are ignored, absent ones take the field's default.

    Raises:
        TypeError: a required field is absent.
    """
    return typing.cast(T, _build(kind, data))


@cache
def _public_fields(kind: type) -> tuple[tuple[str, str], ...]:
    pairs = ((f.name, f.metadata.get("json", f.name)) for f in dataclasses.fields(kind))
    return tuple((attr, name) for attr, name in pairs if name is not None)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _build(kind: Any, data: Any) -> Any:
    if data is None:
        return None
    if kind is Span:
        return Span(data[0], data[1])
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{attr: _build(hints[attr], data[name]) for attr, name in _public_fields(kind) if name in data})
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        inner = next(arg for arg in typing.get_args(kind) if arg is not type(None))
        return _build(inner, data)
    if origin is tuple:
        inner = typing.get_args(kind)[0]
        return tuple(_build(inner, item) for item in data)
    if kind is float:
        return float(data)
    return data
