"""Adding by file and by paste; a broken file is told and the rest is read."""

import time
from typing import Any

import pytest
from tests.web.conftest import Desk

from crossbearing import archive
from crossbearing.errors import LedgerError
from crossbearing.ledger.store import Ledger
from crossbearing.web import adding
from made import made_reader


@pytest.fixture(autouse=True)
def _made_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    def read_into(ledger: Ledger, inputs: Any, *, packs: Any = None) -> Any:
        return archive.read_into(ledger, inputs, read=made_reader)

    monkeypatch.setattr(adding, "read_into", read_into)


def _over(desk: Desk, path: str) -> dict[str, Any]:
    """What became of an adding, once it is over."""
    for _ in range(200):
        told: dict[str, Any] = desk.client.get(f"{path}.json").json()
        if told["state"] in ("done", "failed"):
            return told
        time.sleep(0.05)
    raise AssertionError(told)


def test_the_progress_page_tells_what_was_skipped_and_goes_to_nobody_else(desk: Desk) -> None:
    form = {"csrf": desk.token, "text": "A quiet street. Nora Vale said the town was taken."}
    path = desk.client.post("/add", data=form, follow_redirects=False).headers["location"]
    told = _over(desk, path)
    assert told["state"] == "done"
    assert told["fault"] is None
    shown = desk.client.get(path).text
    assert all(row["reason"] in shown for row in told["skipped"])
    assert desk.client.get("/add/none").status_code == 404


def test_a_fault_stops_the_page_from_waiting(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> Any:
        raise LedgerError("the disk is full; nothing was half written", do="Make room")

    monkeypatch.setattr(adding, "read_into", full)
    path = desk.client.post("/add", data={"csrf": desk.token, "text": "x"}, follow_redirects=False).headers["location"]
    told = _over(desk, path)
    assert (told["state"], told["fault"]) == ("failed", "the disk is full; nothing was half written")
    assert "Make room" in desk.client.get(path).text


def test_a_pasted_text_is_read_with_what_is_told_of_it(desk: Desk) -> None:
    form = {
        "csrf": desk.token,
        "text": "Nora Vale said the town was taken.",
        "title": "A note",
        "publisher": "Pasted Post",
        "published": "2023-05-24",
    }
    answer = desk.client.post("/add", data=form, follow_redirects=False)
    assert answer.status_code == 303
    told = _over(desk, answer.headers["location"])
    assert [(s["outcome"], s["claims"]) for s in told["steps"]] == [("read", 1)]
    assert "1 claim" in desk.client.get(answer.headers["location"]).text
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
