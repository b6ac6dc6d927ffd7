"""Processes that draw pages: the same pages, never an older state, and nobody notices when they die."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import HOST, SECRET, Desk

from crossbearing.web import painters
from crossbearing.web.app import make_app
from crossbearing.web.painters import Painters
from crossbearing.web.settings import Settings

_TOKEN = re.compile(r'(name="csrf" (?:content|value)=")[^"]+')


def _body(desk: Desk, path: str) -> str:
    answer = desk.client.get(path)
    assert answer.status_code == 200, path
    return _TOKEN.sub(r"\1", answer.text)


@pytest.fixture
def painted(book: str) -> Iterator[Desk]:
    app = make_app(book, Settings((HOST,), SECRET, {}, "owner"), painters=1)
    with TestClient(app, base_url=f"http://{HOST}") as client:
        held: Painters = app.state.painters
        assert held.wait(120)
        yield Desk(client)


def test_painters_draw_what_the_workbench_draws(desk: Desk, painted: Desk) -> None:
    event, claim = desk.lines("/events.json")[0], desk.lines("/claims.json")[0]
    report = claim["report"]["id"]  # type: ignore[index]
    pages = (f"/events/{event['id']}", f"/reports/{report}", "/events", "/events?q=town", "/review", "/charts")
    for page in pages:
        assert _body(painted, page) == _body(desk, page), page
    assert painted.client.get("/events/e-none").status_code == 404
    assert painted.client.get("/events?mark=none-such").status_code == 400

    # a decision is on the next page, and in it the token of the session that asks
    status, _ = painted.send("/decisions", {"subject": claim["id"], "verdict": "confirm"})
    assert status == 201
    assert "confirm" in _body(painted, "/decisions")
    assert painted.token in painted.client.get("/review").text
    assert "token-" not in painted.client.get("/events").text

    # painters that died are not missed
    held: Painters = painted.client.app.state.painters  # type: ignore[attr-defined]
    for process in held.processes():
        os.kill(process, signal.SIGKILL)
    assert "Events" in _body(painted, "/events?sort=newest")
    assert "Events" in _body(painted, "/events?sort=label")


@pytest.mark.parametrize(("cores", "number"), [(1, 0), (2, 2), (64, painters.MOST)])
def test_a_single_core_gets_no_painters(cores: int, number: int) -> None:
    assert painters.wanted(cores) == number
