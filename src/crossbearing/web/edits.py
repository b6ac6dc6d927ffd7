"""A form's fields → what an edit sets: those fields of the claim that differ, in the shape of the JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crossbearing.errors import UsageError
from crossbearing.jsonform import to_json
from crossbearing.pages.words import kinds
from crossbearing.types import Claim

_PLAIN = ("kind", "stance", "mode")
_COUNT = ("what", "low", "high", "qualifier", "as_written")


def changes(claim: Claim, fields: Mapping[str, str], text: str) -> dict[str, Any]:
    """What the form changes about the claim; `text` is its report's.

    Raises:
        UsageError: a value has no sense: a span outside the text, a number that is none, a rival that is not there.
    """
    out: dict[str, Any] = {}
    for name in _PLAIN:
        if fields.get(name) and fields[name] != getattr(claim, name):
            out[name] = fields[name]
    if out.get("kind", claim.kind) not in (claim.kind, *kinds()):
        raise UsageError(f"there is no kind {out['kind']!r}", do=f"One of: {', '.join(kinds())}")
    out |= _span(claim, fields, text) | _place(claim, fields) | _when(claim, fields) | _source(claim, fields)
    return out | _counts(claim, fields)


def _span(claim: Claim, fields: Mapping[str, str], text: str) -> dict[str, Any]:
    if not fields.get("start") or not fields.get("end"):
        return {}
    start, end = _whole(fields["start"], "start"), _whole(fields["end"], "end")
    if not 0 <= start < end <= len(text):
        raise UsageError("the span lies outside the text", do=f"Give characters from 0 to {len(text)}")
    if (start, end) == (claim.span.start, claim.span.end):
        return {}
    return {"span": {"start": start, "end": end, "text": text[start:end]}}


def _place(claim: Claim, fields: Mapping[str, str]) -> dict[str, Any]:
    chosen = fields.get("place", "")
    if not chosen or chosen == "keep":
        return {}
    if chosen == "none":
        return {"place": None}
    if claim.place is None:
        raise UsageError("the claim has no place to choose among")
    before = to_json(claim.place)
    if chosen == "unresolved":
        gone = dict.fromkeys(("id", "name", "admin1", "country", "lat", "lon", "radius_km"))
        return {"place": {**before, **gone, "precision": "unresolved"}}
    rival = next((r for r in claim.place.rivals if r.id == chosen), None)
    if rival is None:
        raise UsageError(f"{chosen!r} is none of the places that fit")
    picked = {key: getattr(rival, key) for key in ("id", "name", "admin1", "country", "lat", "lon")}
    precision = before["precision"] if before["precision"] != "unresolved" else "settlement"
    return {"place": {**before, **picked, "precision": precision, "radius_km": before["radius_km"] or 5.0}}


def _when(claim: Claim, fields: Mapping[str, str]) -> dict[str, Any]:
    if "earliest" not in fields and "latest" not in fields:
        return {}
    earliest, latest = fields.get("earliest", "").strip() or None, fields.get("latest", "").strip() or None
    when = claim.when
    if when is not None and (earliest, latest) == (when.earliest, when.latest):
        return {}
    if earliest is None and latest is None:
        return {"when": None} if when is not None and (when.earliest or when.latest) else {}
    if earliest and latest and latest < earliest:
        raise UsageError("the last day lies before the first")
    precision = "day" if earliest == latest else "interval"
    written = when.as_written if when else None
    return {
        "when": {"as_written": written, "earliest": earliest, "latest": latest, "precision": precision, "from": "text"}
    }


def _source(claim: Claim, fields: Mapping[str, str]) -> dict[str, Any]:
    name, side = fields.get("source", "").strip(), fields.get("side", "").strip()
    before = to_json(claim.source)
    after = {**before, "name": name or before["name"]}
    if "side" in fields:
        after["side"] = side or None
    return {"source": after} if after != before else {}


def _counts(claim: Claim, fields: Mapping[str, str]) -> dict[str, Any]:
    rows = sorted({key.split(".")[1] for key in fields if key.startswith("count.")}, key=int)
    if not rows:
        return {}
    before: list[dict[str, Any]] = [to_json(count) for count in claim.counts]
    after: list[dict[str, Any]] = []
    for row in rows:
        given = {name: fields.get(f"count.{row}.{name}", "").strip() for name in _COUNT}
        if not any(given.values()):
            continue
        old = before[int(row)] if int(row) < len(before) else {"unit": None}
        what = given["what"] or "people"
        low, high = _number(given["low"]), _number(given["high"])
        written = given["as_written"] or " to ".join(dict.fromkeys(v for v in (given["low"], given["high"]) if v))
        after.append(
            {
                **old,
                "what": what,
                "low": low,
                "high": high,
                "qualifier": given["qualifier"] or None,
                "as_written": written,
            }
        )
    return {"counts": after} if after != before else {}


def _whole(value: str, name: str) -> int:
    if not value.strip().isdigit():
        raise UsageError(f"{name} is {value!r}, no number")
    return int(value)


def _number(value: str) -> float | None:
    if not value:
        return None
    try:
        return float(value.replace(",", ""))
    except ValueError:
        raise UsageError(f"{value!r} is no number") from None
