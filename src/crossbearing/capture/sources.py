"""Inputs → captured reports, one by one: files, folders and JSON Lines, with `NAME.meta.json` beside a plain file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crossbearing.text import stable_id
from crossbearing.types import Report


@dataclass(frozen=True, slots=True)
class Captured:
    """One report with the bytes that it was made from. `origin` says where they were found."""

    report: Report
    data: bytes
    media_type: str
    origin: str


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be captured: where, what, and what to do."""

    where: str
    what: str
    do: str


def sources(inputs: Sequence[str], *, stdin: bytes | None = None) -> Iterator[Captured | Failure]:
    """Every report of the inputs in a stable order; what cannot be read is a `Failure`, and the rest is still read.

    `-` stands for `stdin`.
    """
    for item in inputs:
        if item == "-":
            yield from _bytes(stdin or b"", "-", {})
            continue
        path = Path(item)
        if path.is_dir():
            for file in sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith(".")):
                if not file.name.endswith(".meta.json"):
                    yield from _file(file)
        else:
            yield from _file(path)


def _file(path: Path) -> Iterator[Captured | Failure]:
    try:
        data = path.read_bytes()
        meta = _meta(path)
    except (OSError, ValueError) as error:
        yield Failure(str(path), f"cannot be read: {error}", "Check the path and the file")
        return
    yield from _bytes(data, str(path), meta)


def _meta(path: Path) -> Mapping[str, Any]:
    for beside in (path.with_name(path.name + ".meta.json"), path.with_suffix(".meta.json")):
        if beside.is_file():
            found = json.loads(beside.read_text("utf-8-sig"))
            if not isinstance(found, dict):
                raise ValueError(f"{beside.name} is not a JSON object")
            return found
    return {}


def _bytes(data: bytes, where: str, meta: Mapping[str, Any]) -> Iterator[Captured | Failure]:
    if where.endswith((".jsonl", ".ndjson")) or (where == "-" and data.lstrip()[:1] == b"{"):
        for number, line in enumerate(data.splitlines(), 1):
            if line.strip():
                yield _record(line, f"{where}:{number}")
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield Failure(where, "is not text in UTF-8", "Give text, or a supported format")
        return
    yield Captured(_report(data, text, meta, where), data, "text/plain", where)


def _record(line: bytes, where: str) -> Captured | Failure:
    try:
        record = json.loads(line)
    except ValueError as error:
        return Failure(where, f"is not JSON: {error}", "One JSON object a line")
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        return Failure(where, "has no `text`", 'Each line is an object with a "text"')
    return Captured(_report(line, record["text"], record, where), line, "application/json", where)


def _report(data: bytes, text: str, meta: Mapping[str, Any], where: str) -> Report:
    def known(key: str) -> str | None:
        value = meta.get(key)
        return str(value) if value not in (None, "") else None

    sha = hashlib.sha256(data).hexdigest()
    return Report(
        id=known("id") or stable_id("r", sha, known("publisher"), known("url")),
        sha256=sha,
        path=where,
        url=known("url"),
        title=known("title"),
        publisher=known("publisher"),
        published=known("published"),
        language=known("language"),
        text=text,
    )
