"""A form's fields → what an edit sets: those fields of the claim that differ, in the shape of the JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from crossbearing.errors import UsageError
from crossbearing.gazetteer import Entry
from crossbearing.jsonform import to_json
from crossbearing.pages.words import kinds
from crossbearing.types import Claim, Participant, Place

_PLAIN = ("kind", "stance", "mode")
_COUNT = ("what", "low", "high", "unit", "qualifier", "as_written")
_MOST_TOLD = 6


def changes(
    claim: Claim, fields: Mapping[str, str], text: str, find: Callable[[str], Sequence[Entry]] = lambda _: ()
) -> dict[str, Any]:
    """What the form changes about the claim; `text` is its report's, `find` gives the places of a name or an id.

    Raises:
        UsageError: a value has no sense: a span outside the text, a number that is none, a rival that is not there,
            a place of which several go by the name.
    """
    out: dict[str, Any] = {}
    for name in _PLAIN:
        if fields.get(name) and fields[name] != getattr(claim, name):
            out[name] = fields[name]
    if out.get("kind", claim.kind) not in (claim.kind, *kinds()):
        raise UsageError(f"there is no kind {out['kind']!r}", do=f"One of: {', '.join(kinds())}")
    if "hedged.asked" in fields and ("hedged" in fields) != claim.hedged:
        out["hedged"] = "hedged" in fields
    out |= _span(claim, fields, text) | _place(claim, fields, find) | _when(claim, fields) | _source(claim, fields)
    out |= _people(claim.agents, "agents", fields) | _people(claim.targets, "targets", fields)
    return out | _counts(claim, fields) | _admiralty(claim, fields)


def _span(claim: Claim, fields: Mapping[str, str], text: str) -> dict[str, Any]:
    if not fields.get("start") or not fields.get("end"):
        return {}
    start, end = _whole(fields["start"], "start"), _whole(fields["end"], "end")
    if not 0 <= start < end <= len(text):
        raise UsageError("the span lies outside the text", do=f"Give characters from 0 to {len(text)}")
    if (start, end) == (claim.span.start, claim.span.end):
        return {}
    return {"span": {"start": start, "end": end, "text": text[start:end]}}


def _place(claim: Claim, fields: Mapping[str, str], find: Callable[[str], Sequence[Entry]]) -> dict[str, Any]:
    if named := fields.get("place_name", "").strip():
        return _named(claim, named, find(named))
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


def _named(claim: Claim, named: str, found: Sequence[Entry]) -> dict[str, Any]:
    """A place by its name or id; several that go by one name are told, and none is taken."""
    if not found:
        raise UsageError(f"no place goes by {named!r}", do="Give another of its names, or its id (gn:…)")
    if len(found) > 1:
        listed = "; ".join(
            f"{', '.join(filter(None, (e.name, e.admin1, e.country)))} is {e.id}" for e in found[:_MOST_TOLD]
        )
        more = f"; and {len(found) - _MOST_TOLD} more" if len(found) > _MOST_TOLD else ""
        raise UsageError(f"{len(found)} places go by {named!r}: {listed}{more}", do="Give the id in place of the name")
    entry = found[0]
    before = to_json(claim.place) if claim.place else to_json(Place(as_written=named))
    picked = {key: getattr(entry, key) for key in ("id", "name", "admin1", "country", "lat", "lon", "radius_km")}
    return {
        "place": {**before, **picked, "precision": entry.kind if entry.kind not in ("continent", "water") else "area"}
    }


def _people(before: Sequence[Participant], name: str, fields: Mapping[str, str]) -> dict[str, Any]:
    """Who acts, or on whom: rows of a name and a side; an emptied row goes."""
    rows = _rows(fields, name)
    if not rows:
        return {}
    old: list[dict[str, Any]] = [to_json(one) for one in before]
    after: list[dict[str, Any]] = []
    for row in rows:
        given, side = fields.get(f"{name}.{row}.name", "").strip(), fields.get(f"{name}.{row}.side", "").strip() or None
        if not given:
            continue
        kept = old[int(row)] if int(row) < len(old) else {"as_written": given, "id": None}
        same = kept.get("name") == given
        after.append({**kept, "name": given, "side": side, "id": kept["id"] if same else None})
    return {name: after} if after != old else {}


def _admiralty(claim: Claim, fields: Mapping[str, str]) -> dict[str, Any]:
    """The credibility of the information (1 to 6); the letter is the source's own and is set for all its claims."""
    given = fields.get("information", "").strip()
    if not given or given == str(claim.admiralty.information):
        return {}
    if given not in {"1", "2", "3", "4", "5", "6"}:
        raise UsageError(f"{given!r} is no credibility", do="One of 1 to 6")
    return {"admiralty": {"information": int(given)}}


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
    rows = _rows(fields, "count")
    if not rows:
        return {}
    before: list[dict[str, Any]] = [to_json(count) for count in claim.counts]
    after: list[dict[str, Any]] = []
    for row in rows:
        given = {name: fields.get(f"count.{row}.{name}", "").strip() for name in _COUNT}
        if not any(given.values()):
            continue
        old = before[int(row)] if int(row) < len(before) else {}
        what = given["what"] or "people"
        low, high = _number(given["low"]), _number(given["high"])
        written = given["as_written"] or " to ".join(dict.fromkeys(v for v in (given["low"], given["high"]) if v))
        after.append(
            {
                **old,
                "what": what,
                "low": low,
                "high": high,
                "unit": given["unit"] or None,
                "qualifier": given["qualifier"] or None,
                "as_written": written,
            }
        )
    return {"counts": after} if after != before else {}


def _rows(fields: Mapping[str, str], name: str) -> list[str]:
    """The numbers of the rows that a form has under a name, in order."""
    told = {key.split(".")[1] for key in fields if key.startswith(f"{name}.")}
    return sorted((row for row in told if row.isdecimal() and len(row) < 5), key=int)


def _whole(value: str, name: str) -> int:
    if not value.strip().isdecimal() or len(value) > 12:
        raise UsageError(f"{name} is {value!r}, no number")
    return int(value)


def _number(value: str) -> float | None:
    if not value:
        return None
    try:
        return float(value.replace(",", ""))
    except ValueError:
        raise UsageError(f"{value!r} is no number") from None
