"""Adding by file and by paste; a broken file is told and the rest is read."""

from typing import Any

import pytest
from tests.web.conftest import Desk

from crossbearing import archive
from crossbearing.ledger.store import Ledger
from crossbearing.web import adding
from made import made_reader


@pytest.fixture(autouse=True)
def _made_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    def read_into(ledger: Ledger, inputs: Any, *, packs: Any = None) -> Any:
        return archive.read_into(ledger, inputs, read=made_reader)

    monkeypatch.setattr(adding, "read_into", read_into)


def test_a_pasted_text_is_read_with_what_is_told_of_it(desk: Desk) -> None:
    form = {
        "csrf": desk.token,
        "text": "Nora Vale said the town was taken.",
        "title": "A note",
        "publisher": "Pasted Post",
        "published": "2023-05-24",
    }
    answer = desk.client.post("/add", data=form)
    assert answer.status_code == 200
    assert "1 claim" in answer.text
    added = [r["report"] for r in desk.lines("/reports.json") if r["report"]["publisher"] == "Pasted Post"]  # type: ignore[index]
    assert len(added) == 1
    assert "Nora Vale" in {o["name"] for e in desk.lines("/events.json") for o in e["origins"]}  # type: ignore[attr-defined]


def test_files_are_read_and_a_broken_one_is_told(desk: Desk) -> None:
    files = [
        ("files", ("../../one.txt", b"Nora Vale denied the town was taken.", "text/plain")),
        ("files", ("broken.pdf", b"%PDF-1.4 nothing", "application/pdf")),
    ]
    answer = desk.client.post("/add", data={"csrf": desk.token}, files=files, headers={"Accept": "application/json"})
    steps = {step["where"].rsplit("/")[-1]: step["outcome"] for step in answer.json()}
    assert steps["one.txt"] == "read"
    assert steps["broken.pdf"] == "failed"
    assert "broken.pdf" in desk.client.get("/reports").text


def test_nothing_sent_is_said(desk: Desk) -> None:
    assert desk.client.post("/add", data={"csrf": desk.token}).status_code == 400
