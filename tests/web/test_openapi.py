"""The OpenAPI document is complete and true: routes, parameters and shapes, held against what is answered."""

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from starlette.routing import Route
from tests.web.conftest import Desk

from crossbearing import archive
from crossbearing.web import adding
from crossbearing.web.app import make_app
from crossbearing.web.openapi import openapi
from crossbearing.web.settings import Settings
from made import made_reader

DOCUMENT = openapi()
NONSENSE = {"since": "9999-01-01", "until": "0001-01-01", "as_of": "0001-01-01"}
"""Values that nothing passes; every other parameter gets a word that nothing holds, or is refused."""


def _check(schema: dict[str, Any], value: Any) -> None:
    check = jsonschema.Draft202012Validator(schema | {"components": DOCUMENT["components"]})
    check.validate(value)


def _answers(desk: Desk) -> Iterator[tuple[str, str, Any]]:
    """Path of the document, address, and one value of what is answered there."""
    event = max(desk.lines("/events.json"), key=lambda e: len(e["claims"]))  # type: ignore[arg-type]
    claim = desk.lines("/claims.json")[0]
    keys = {"/events/": event["id"], "/claims/": claim["id"], "/reports/": "r1"}
    for path, methods in DOCUMENT["paths"].items():
        if "get" in methods and not path.startswith("/add"):
            key = next((str(v) for k, v in keys.items() if path.startswith(k)), "")
            yield path, path.replace("{id}", key), methods["get"]


def test_every_route_that_gives_data_is_told_and_no_other(book: str) -> None:
    app = make_app(book, Settings(("127.0.0.1:1",), "s" * 32, {}, "owner"))
    routes = {(r.path, m) for r in app.routes if isinstance(r, Route) for m in r.methods or ()}
    served = set()
    for path, method in routes:
        plain = re.sub(r"\{key(:path)?\}", "{id}", path)
        if method == "POST" or (method == "GET" and plain.endswith((".json", ".csv", ".svg", "/original"))):
            served.add((plain, method.lower()))
    named = {(p, m) for p, m in served if "{name}" in p}
    told = {(path, method) for path, methods in DOCUMENT["paths"].items() for method in methods}
    assert served - named <= told
    for path, method in told - served:
        assert any(re.fullmatch(re.escape(p).replace(r"\{name\}", "[a-z]+"), path) and m == method for p, m in named), (
            path
        )


def test_all_that_is_answered_is_what_is_told(desk: Desk) -> None:
    desk.send("/decisions", {"subject": desk.lines("/claims.json")[0]["id"], "verdict": "confirm", "reason": "r"})
    seen = 0
    for path, address, told in _answers(desk):
        answer = desk.client.get(address)
        assert answer.status_code == 200, address
        media = answer.headers["content-type"].partition(";")[0]
        shape = told["responses"]["200"]["content"][media]["schema"]
        if media == "application/x-ndjson":
            rows = [json.loads(line) for line in answer.text.splitlines()]
            assert rows, path
            for row in rows:
                _check(shape, row)
        elif media == "application/json":
            _check(shape, answer.json())
        seen += 1
    assert seen > 15


def _size(text: str) -> int:
    value = json.loads(text) if text.startswith(("[", '{"days')) else text.splitlines()
    return sum(map(len, (value["days"], value["publishers"]))) if isinstance(value, dict) else len(value)


@pytest.mark.parametrize("path", ["/events.json", "/claims.json", "/reports.json", "/review.json", "/charts.json"])
def test_no_parameter_is_told_that_does_nothing(desk: Desk, path: str) -> None:
    assert _size(desk.client.get(path).text)
    for one in DOCUMENT["paths"][path]["get"]["parameters"]:
        value = NONSENSE.get(one["name"], "zzqq")
        answer = desk.client.get(path, params={one["name"]: value})
        assert answer.status_code == 400 or _size(answer.text) == 0, one["name"]
        if answer.status_code == 400:
            _check({"$ref": "#/components/schemas/Fault"}, answer.json())


def test_faults_have_their_shape(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = {"$ref": "#/components/schemas/Fault"}
    for path in (
        "/events/e0.json",
        "/claims/c0.json",
        "/reports/none.json",
        "/add/none.json",
        "/events.json?sort=luck",
        "/no.json",
    ):
        answer = desk.client.get(path)
        assert answer.status_code in (400, 404)
        _check(fault, answer.json())
    claim = desk.lines("/claims.json")[0]["id"]
    for path, body in (
        ("/decisions", {"subject": claim, "verdict": "dance"}),
        ("/decisions", {"subject": "c0", "verdict": "confirm"}),
        ("/decisions", {"subject": claim, "verdict": "confirm", "seen": 7}),
        ("/undo", {}),
    ):
        answer = desk.client.post(path, json=body, headers={"X-CSRF": desk.token})
        assert str(answer.status_code) in DOCUMENT["paths"][path]["post"]["responses"]
        _check(fault, answer.json())
    assert desk.client.post("/add", headers={"Accept": "application/json"}).status_code == 403


def test_what_is_appended_and_added_has_its_shape(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_into(ledger: Any, inputs: Any, *, packs: Any = None) -> Any:
        return archive.read_into(ledger, inputs, read=made_reader)

    monkeypatch.setattr(adding, "read_into", read_into)
    claim = desk.lines("/claims.json")[0]["id"]
    made = desk.send("/decisions", {"subject": claim, "verdict": "confirm"})[1]
    _check({"$ref": "#/components/schemas/Decision"}, made)
    head = {"X-CSRF": desk.token, "Accept": "application/json"}
    steps = desk.client.post("/add", data={"text": "x" * 1_500_000}, headers=head)
    assert steps.status_code == 200  # a pasted text may be as long as a file
    _check({"type": "array", "items": {"$ref": "#/components/schemas/Step"}}, steps.json())
    form = {"csrf": desk.token, "text": "Nora Vale said the road was cut."}
    path = desk.client.post("/add", data=form, follow_redirects=False).headers["location"]
    _check({"$ref": "#/components/schemas/Adding"}, desk.client.get(f"{path}.json").json())
