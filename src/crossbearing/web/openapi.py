"""The OpenAPI document of the JSON that every page also is."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from crossbearing import __version__
from crossbearing.types import Claim, Decision, Event, Reading
from crossbearing.views import ReportRow
from crossbearing.web.shapes import schemas

_FILTERS = ("kind", "side", "stance", "status", "report", "publisher", "place", "since", "until", "as_of")
_LISTS = {"/events.json": "Event", "/claims.json": "Claim", "/reports.json": "ReportRow", "/decisions.json": "Decision"}
_DOCUMENTS = {
    "/review.json": "The queue: claims that wait, each with the reason",
    "/charts.json": "Claims by day and side, and each publisher's reports, claims and copies",
}
_ONES = {"/events/{id}.json": "Event", "/claims/{id}.json": "Claim", "/reports/{id}.json": "Reading"}


def document(request: Request) -> Response:
    """The document."""
    return JSONResponse(openapi())


def openapi() -> dict[str, Any]:
    """OpenAPI 3.1 of the workbench; the shapes are those of docs/schema, worked out from the types."""
    paths: dict[str, Any] = {}
    for path, shape in _LISTS.items():
        names = {"Event": ("q", "mark", "sort", *_FILTERS), "Decision": ()}.get(shape, _FILTERS)
        wanted = [{"name": name, "in": "query", "schema": {"type": "string"}} for name in names]
        answer = {
            "description": f"{shape}, a line each",
            "content": {"application/x-ndjson": {"schema": {"$ref": f"#/components/schemas/{shape}"}}},
        }
        paths[path] = {
            "get": {"summary": f"Every {shape} that passes", "parameters": wanted, "responses": {"200": answer}}
        }
    for path, shape in _ONES.items():
        key = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]
        if shape == "Event":
            key += [{"name": "as_of", "in": "query", "required": False, "schema": {"type": "string", "format": "date"}}]
        refers = {"schema": {"$ref": f"#/components/schemas/{shape}"}}
        answer = {"description": shape, "content": {"application/json": refers}}
        paths[path] = {
            "get": {
                "summary": f"One {shape}",
                "parameters": key,
                "responses": {"200": answer, "404": {"description": "there is none"}},
            }
        }
    for path, said in _DOCUMENTS.items():
        answer = {"description": said, "content": {"application/json": {"schema": {}}}}
        wanted = [{"name": name, "in": "query", "schema": {"type": "string"}} for name in ("why", *_FILTERS)]
        paths[path] = {"get": {"summary": said, "parameters": wanted, "responses": {"200": answer}}}
    body = {"required": True, "content": {"application/json": {"schema": {"type": "object", "properties": {
        "subject": {"type": "string"}, "verdict": {"type": "string"}, "reason": {"type": "string"}, "seen": {"type": "integer"},
        "with": {"type": "array", "items": {"type": "string"}}, "set": {"type": "object"},
    }}}}}  # fmt: skip
    answers = {
        "201": {"description": "appended"},
        "403": {"description": "not allowed"},
        "409": {"description": "decided meanwhile"},
    }
    paths["/decisions"] = {"post": {"summary": "Append a decision", "requestBody": body, "responses": answers}}
    paths["/undo"] = {"post": {"summary": "Undo a decision", "requestBody": body, "responses": answers}}
    return {"openapi": "3.1.0", "info": {"title": "Crossbearing workbench", "version": __version__}, "paths": paths,
            "components": {"schemas": schemas(Claim, Decision, Event, Reading, ReportRow)}}  # fmt: skip
