"""JSON round trip of the frozen types: `to_json` writes the public shape, `from_json` reads it back.

A `Span` is `[start, end]`; a field with metadata `json` takes that name, or is left out where it is `None`.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable
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
    return typing.cast(T, _maker(typing.cast(Any, kind))(data))


@cache
def _public_fields(kind: type) -> tuple[tuple[str, str], ...]:
    pairs = ((f.name, f.metadata.get("json", f.name)) for f in dataclasses.fields(kind))
    return tuple((attr, name) for attr, name in pairs if name is not None)


@cache
def _maker(kind: Any) -> Callable[[Any], Any]:
    """The function that builds a value of this type: worked out once a type, since ledgers hold millions of values."""
    if kind is Span:
        return lambda data: None if data is None else Span(data[0], data[1])
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _dataclass_maker(kind)
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return _maker(next(arg for arg in typing.get_args(kind) if arg is not type(None)))
    if origin is tuple:
        inner = _maker(typing.get_args(kind)[0])
        if inner is _same:
            return lambda data: None if data is None else tuple(data)
        return lambda data: None if data is None else tuple([inner(item) for item in data])
    if kind is float:
        return lambda data: None if data is None else float(data)
    return _same


def _dataclass_maker(kind: type) -> Callable[[Any], Any]:
    hints = typing.get_type_hints(kind)
    parts = [(attr, name, _maker(hints[attr])) for attr, name in _public_fields(kind)]

    def make(data: Any) -> Any:
        if data is None:
            return None
        return kind(
            **{a: data[name] if inner is _same else inner(data[name]) for a, name, inner in parts if name in data}
        )

    return make


def _same(data: Any) -> Any:
    return data
