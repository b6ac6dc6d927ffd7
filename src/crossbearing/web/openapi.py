"""The OpenAPI document of all that a program can ask of the workbench, true to its routes and to the public shapes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, get_args, get_type_hints

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from crossbearing import __version__
from crossbearing.listing import MARKS, Order
from crossbearing.pages.words import kinds
from crossbearing.tallies import DaySide, PublisherOrigins, PublisherShare
from crossbearing.types import Claim, Decision, Event, Reading
from crossbearing.views import ReportRow
from crossbearing.web.change import VERDICTS
from crossbearing.web.queue import MOST, WHYS
from crossbearing.web.shapes import schemas

_AT = "#/components/schemas/"
_OF_REPORTS = ("report", "publisher", "as_of")
_OF_CLAIMS = ("kind", "side", "stance", "status", "report", "publisher", "place", "since", "until", "as_of")
_OF_EVENTS = ("q", "mark", "sort", *_OF_CLAIMS)
_TOLD = {
    "q": "words that a claim, its report or a label holds",
    "kind": "kinds of happening, commas between",
    "side": "sides, commas between",
    "stance": "stances, commas between",
    "status": "statuses, commas between",
    "report": "ids of reports or their beginnings, commas between",
    "publisher": "a publisher; may be repeated",
    "place": "a name or id of a place; may be repeated",
    "mark": "marks that a claim bears, commas between",
    "since": "the happening may lie on this day or later: YYYY, YYYY-MM or YYYY-MM-DD",
    "until": "the happening may lie on this day or earlier",
    "as_of": "what was published, and decided, by the end of this day: YYYY-MM-DD",
    "sort": "the most told first (reports), by time, the newest first, or by label",
    "why": "one reason why claims wait",
    "as": "text gives the plain text",
}


def document(request: Request) -> Response:
    """The document."""
    return JSONResponse(openapi())


@cache
def openapi() -> dict[str, Any]:
    """OpenAPI 3.1 of the workbench; the shapes are those of docs/schema, worked out from the types."""
    paths = _lists() | _ones() | _charts() | _changes()
    paths["/openapi.json"] = _get("This document", (), _json({"type": "object"}))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Crossbearing workbench",
            "version": __version__,
            "description": "Every page is also JSON at the same address with .json. Lists are JSON Lines and never capped. "
            "Where users are set up, a session cookie is needed (POST /login), and each person gets what they may see.",
        },
        "paths": paths,
        "components": {"schemas": schemas(Claim, Decision, Event, Reading, ReportRow, DaySide, PublisherShare, PublisherOrigins) | _OWN},
    }  # fmt: skip


def _lists() -> dict[str, Any]:
    out: dict[str, Any] = {}
    for path, shape, names in (
        ("/events.json", "Event", _OF_EVENTS),
        ("/claims.json", "Claim", _OF_CLAIMS),
        ("/reports.json", "ReportRow", _OF_REPORTS),
        ("/decisions.json", "Decision", ()),
    ):
        answer = {"description": f"{shape}, a line each", "content": {"application/x-ndjson": {"schema": _ref(shape)}}}
        out[path] = _get(f"Every {shape} that passes", names, answer)
    waiting = {"type": "array", "items": _ref("Waiting")}
    out["/review.json"] = _get(f"The queue: the first {MOST} claims that wait", ("why", *_OF_CLAIMS), _json(waiting))
    return out


def _ones() -> dict[str, Any]:
    out: dict[str, Any] = {}
    for path, shape, names in (
        ("/events/{id}.json", "Event", ("as_of",)),
        ("/claims/{id}.json", "Claim", ()),
        ("/reports/{id}.json", "Reading", ()),
        ("/add/{id}.json", "Adding", ()),
    ):
        out[path] = _get(f"One {shape}", names, _json(_ref(shape)), one=True)
    moved = {"description": "the event or claim stands under another id now"}
    for path in ("/events/{id}.json", "/claims/{id}.json"):
        out[path]["get"]["responses"]["307"] = moved
    out["/events/{id}.csv"] = _get("The claims of one event by day", ("as_of",), _file("text/csv"), one=True)
    for name, said in (("life", "Who said so, when"), ("spread", "Claims by day and side, and publishers so far")):
        out[f"/events/{{id}}/{name}.svg"] = _get(said, ("as_of",), _file("image/svg+xml"), one=True)
    page = _file("text/html", "text/plain")
    out["/reports/{id}/original"] = _get("The page as captured, made harmless", ("as",), page, one=True)
    return out


def _charts() -> dict[str, Any]:
    out = {"/charts.json": _get("The data of all charts", _OF_CLAIMS, _json(_ref("Charts")))}
    for name, said in (
        ("days", "Claims by day and side"),
        ("publishers", "Publishers: reports and copies"),
        ("origins", "Publishers: origins first told"),
    ):
        out[f"/charts/{name}.csv"] = _get(said, _OF_CLAIMS, _file("text/csv"))
        out[f"/charts/{name}.svg"] = _get(said, _OF_CLAIMS, _file("image/svg+xml"))
    return out


def _changes() -> dict[str, Any]:
    refused = {
        "400": "it makes no sense as it is",
        "401": "nobody is logged in",
        "403": "the role does not allow it, or the token is missing",
        "413": "too much at once",
    }
    missing = refused | {
        "404": "there is no such claim, event or decision",
        "409": "somebody decided meanwhile: `seen`",
        "503": "another process writes to the ledger: ask again",
    }
    appended = {"201": {"description": "appended", "content": {"application/json": {"schema": _ref("Decision")}}}}
    read = {"200": {"description": "what became of each", "content": {"application/json": {"schema": {"type": "array", "items": _ref("Step")}}}},
            "303": {"description": "without Accept: application/json: to the page that tells how far it is"}}  # fmt: skip
    token = {"name": "X-CSRF", "in": "header", "required": True, "schema": {"type": "string"},
             "description": "the token of any page: <meta name=csrf>"}  # fmt: skip
    login = {
        "303": {"description": "logged in: the cookie is set"},
        "403": {"description": "wrong name, password or token"},
        "429": {"description": "tried too often"},
    }
    return {
        "/decisions": {"post": _post("Append a decision", "application/json", _ref("Wish"), appended, missing, token)},
        "/undo": {"post": _post("Undo a decision", "application/json", _ref("Undo"), appended, missing, token)},
        "/add": {"post": _post("Read files or a text", "multipart/form-data", _ref("Files"), read, refused, token)},
        "/login": {"post": _post("Open a session", "application/x-www-form-urlencoded", _ref("Login"), login, {}, None)},
        "/logout": {"post": _post("Close the session", "application/x-www-form-urlencoded", _ref("Token"),
                                  {"303": {"description": "logged out"}}, {}, None)},
    }  # fmt: skip


def _get(said: str, names: Sequence[str], answer: Mapping[str, Any], *, one: bool = False) -> dict[str, Any]:
    wanted: list[dict[str, Any]] = [
        {"name": name, "in": "query", "required": False, "schema": _parameter(name), "description": _TOLD[name]}
        for name in names
    ]
    refused = {"401": "nobody is logged in", "503": "another process holds the ledger: ask again"} | (
        {"400": "a value has no sense"} if names else {}
    )
    if one:
        wanted.insert(0, {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}})
        refused["404"] = "there is none"
    answers = {"200": dict(answer)} | {status: _fault(told) for status, told in sorted(refused.items())}
    return {"get": {"summary": said, "parameters": wanted, "responses": answers}}


def _post(
    said: str, media: str, body: Mapping[str, Any], answers: Mapping[str, Any], refused: Mapping[str, str], header: Any
) -> dict[str, Any]:
    return {
        "summary": said,
        "parameters": [header] if header else [],
        "requestBody": {"required": True, "content": {media: {"schema": dict(body)}}},
        "responses": {**answers, **{status: _fault(told) for status, told in sorted(refused.items())}},
    }


def _parameter(name: str) -> dict[str, Any]:
    single: dict[str, Sequence[str]] = {"sort": get_args(Order), "why": tuple(WHYS), "as": ("text",)}
    if name in single:
        return {"type": "string", "enum": list(single[name])}
    return {"type": "string", "examples": list(_values(name))} if _values(name) else {"type": "string"}


def _values(name: str) -> Sequence[str]:
    if name == "kind":
        return kinds()
    if name == "mark":
        return MARKS
    hints = {"stance": (Claim, "stance"), "status": (Event, "status")}
    if name not in hints:
        return ()
    kind, attribute = hints[name]
    return get_args(get_type_hints(kind)[attribute])


def _ref(shape: str) -> dict[str, Any]:
    return {"$ref": f"{_AT}{shape}"}


def _json(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": "what was asked for", "content": {"application/json": {"schema": dict(schema)}}}


def _file(*media: str) -> dict[str, Any]:
    return {"description": "a file", "content": {one: {"schema": {"type": "string"}} for one in media}}


def _fault(told: str) -> dict[str, Any]:
    return {"description": told, "content": {"application/json": {"schema": _ref("Fault")}}}


def _object(required: Sequence[str], **fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": sorted(required)}


_TEXT, _MAYBE, _NUMBER = {"type": "string"}, {"type": ["string", "null"]}, {"type": "integer"}
_STEP = ("where", "outcome", "report", "claims", "skips", "note", "do")
_OWN: dict[str, Any] = {
    "Fault": _object(("what",), what=_TEXT, where=_MAYBE, do=_MAYBE, seen=_NUMBER),
    "Waiting": _object(("claim", "report", "why"), claim=_TEXT, report=_TEXT, why=_TEXT),
    "Charts": _object(
        ("days", "undated", "publishers", "origins"),
        days={"type": "array", "items": _ref("DaySide")},
        undated=_NUMBER,
        publishers={"type": "array", "items": _ref("PublisherShare")},
        origins={"anyOf": [{"type": "array", "items": _ref("PublisherOrigins")}, {"type": "null"}]},
    ),
    "Step": _object(_STEP, where=_TEXT, outcome=_TEXT, report=_MAYBE, claims=_NUMBER, skips=_NUMBER, note=_MAYBE, do=_MAYBE),
    "Skipped": _object(("stage", "reason", "n"), stage=_TEXT, reason=_TEXT, n=_NUMBER),
    "Adding": _object(
        ("state", "files", "fault", "steps", "skipped"),
        state={"enum": ["reading", "linking", "done", "failed"]},
        files=_NUMBER,
        fault=_MAYBE,
        steps={"type": "array", "items": _ref("Step")},
        skipped={"type": "array", "items": _ref("Skipped")},
    ),
    "Wish": _object(
        ("subject", "verdict"),
        subject={**_TEXT, "description": "a claim's or event's id or its beginning; source:NAME; or a name"},
        verdict={"enum": list(VERDICTS)},
        reason=_MAYBE,
        seen={**_NUMBER, "description": "the last decision on the subject that was seen; 0 for none"},
        **{"with": {"type": "array", "items": _TEXT, "description": "the other events, claims or names"}},
        set={"type": "object", "description": "an edit: fields of the claim in its public shape"},
    ),
    "Undo": _object((), seq={**_NUMBER, "description": "without it, one's own last decision in force"}, reason=_MAYBE),
    "Files": _object(
        (),
        files={"type": "array", "items": {"type": "string", "format": "binary"}},
        text=_TEXT, title=_TEXT, publisher=_TEXT, published=_TEXT, url=_TEXT,
    ),
    "Token": _object(("csrf",), csrf=_TEXT),
    "Login": _object(("csrf", "name", "password"), csrf=_TEXT, name=_TEXT, password=_TEXT, next=_TEXT),
}  # fmt: skip
"""Shapes that the workbench alone has."""
