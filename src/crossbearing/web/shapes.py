"""The types of the public contract as JSON Schema, for the OpenAPI document: worked out from the types themselves."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from typing import Any

from crossbearing.types import Span

_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean"}
_AT = "#/components/schemas/"


def schemas(*kinds: type) -> dict[str, Any]:
    """The schema of each type and of all that it is made of, by name."""
    out: dict[str, Any] = {}
    for kind in kinds:
        _schema(kind, out)
    return dict(sorted(out.items()))


def _schema(kind: Any, out: dict[str, Any]) -> dict[str, Any]:
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if kind is Span:
        return {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        if kind.__name__ not in out:
            out[kind.__name__] = {}  # named before its fields are looked at, since a type may hold itself
            hints = typing.get_type_hints(kind)
            names = {f.name: f.metadata.get("json", f.name) for f in dataclasses.fields(kind)}
            fields = {name: _schema(hints[field], out) for field, name in names.items() if name is not None}
            out[kind.__name__] = {"type": "object", "properties": fields, "required": sorted(fields)}
        return {"$ref": f"{_AT}{kind.__name__}"}
    if origin in (typing.Union, types.UnionType):
        return {"anyOf": [_schema(one, out) for one in inner]}
    if origin is typing.Literal:
        return {"enum": list(inner)}
    if origin is tuple:
        return {"type": "array", "items": _schema(inner[0], out)}
    if kind is type(None):
        return {"type": "null"}
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    if origin in (dict, Mapping):
        return {"type": "object"}
    return {}
