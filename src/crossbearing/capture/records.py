"""JSON Lines → one document a line; `text` is kept code point for code point."""

from __future__ import annotations

import json
from collections.abc import Iterator

from crossbearing.capture.charset import clean, decode
from crossbearing.capture.document import META_KEYS, Document, Failure, Item


def records(item: Item) -> Iterator[tuple[str, bytes, Document] | Failure]:
    """Each line's name, its own bytes and its document; a line that is none is listed with its number and why."""
    found = False
    for number, raw in enumerate(item.data.split(b"\n"), 1):
        line = raw.strip(b"\r \t")
        if not line:
            continue
        found = True
        name = item.name if item.media_type == "application/x-ndjson" and item.depth else f"{item.name}:{number}"
        try:
            record = json.loads(decode(line, where=name))
        except RecursionError:
            yield Failure(name, "the record is nested too deeply")
            continue
        except ValueError as error:
            yield Failure(name, f"is not JSON: {error}", "One JSON object a line")
            continue
        problem = _problem(record)
        if problem:
            yield Failure(
                name,
                problem,
                'A record is {"text": "…", "id"?, "title"?, "url"?, "publisher"?, "published"?, "language"?}',
            )
            continue
        meta = {key: clean(record[key]) for key in META_KEYS if record.get(key)}
        yield name, line, Document(text=clean(record["text"]), **meta)
    if not found:
        yield Failure(item.name, "is empty")


def _problem(record: object) -> str | None:
    if not isinstance(record, dict):
        return "is no JSON object"
    if not isinstance(record.get("text"), str):
        return "has no `text`" if record.get("text") is None else "its `text` is no string"
    if not record["text"].strip():
        return "its `text` is empty"
    for key in META_KEYS:
        if record.get(key) is not None and not isinstance(record[key], str):
            return f"its `{key}` is no string"
    return None
