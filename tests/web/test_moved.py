"""An address that was sent leads to the same event or claim, whatever was added, decided or read anew since."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import HOST, SECRET, Desk

from crossbearing.archive import read_into, reread
from crossbearing.ledger.relink import relink
from crossbearing.ledger.store import open_ledger
from crossbearing.web.app import make_app
from crossbearing.web.settings import Settings
from made import captured, made_ledger, made_reader, report


def test_an_event_that_an_earlier_report_founds_anew_is_found_by_its_old_address(desk: Desk, book: str) -> None:
    old: Any = max(desk.lines("/events.json"), key=lambda e: len(e["claims"]))  # type: ignore[arg-type]
    earlier = report("Anton Weber said the town was taken.", id="r0", publisher="First Paper", day="2023-05-01")
    with open_ledger(book) as other:
        list(read_into(other, captured(earlier), read=made_reader))
        relink(other, ())
    now = {e["id"]: e for e in desk.lines("/events.json")}
    assert old["id"] not in now
    for path, kind in ((f"/events/{old['id']}", "text/html"), (f"/events/{old['id']}.json", "application/json")):
        answer = desk.client.get(path)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(kind)
    there = desk.client.get(f"/events/{old['id']}.json?as_of=2023-05-22", follow_redirects=False)
    assert there.status_code == 307
    assert there.headers["location"].endswith(".json?as_of=2023-05-22")
    assert set(now[desk.client.get(f"/events/{old['id']}.json").json()["id"]]["claims"]) & set(old["claims"])  # type: ignore[call-overload]
    assert desk.client.get("/events/e0000000000000000").status_code == 404


def test_the_json_of_an_event_follows_its_decisions_as_its_page_does(desk: Desk) -> None:
    event: Any = max(desk.lines("/events.json"), key=lambda e: len(e["claims"]))  # type: ignore[arg-type]
    desk.send("/decisions", {"subject": event["id"], "verdict": "split", "with": event["claims"][:1]})
    assert desk.client.get(f"/events/{event['id']}.json").status_code == 200
    assert desk.client.get(f"/events/{event['id']}").status_code == 200


def test_a_claim_that_is_read_anew_is_found_by_its_old_address(tmp_path: Path) -> None:
    text = "Anton Weber said the town was taken."
    with made_ledger(tmp_path, [report(text, id="r1")]) as ledger:
        (old,) = list(ledger_claims(ledger))

        def newer(made: Any) -> Any:
            reading, by = made_reader(made)
            return with_other_ids(reading), f"{by}; newer"

        list(reread(ledger, ["r1"], read=newer))
        relink(ledger, ())
        where = ledger.where
    app = make_app(where, Settings((HOST,), SECRET, {}, "owner"))
    with TestClient(app, base_url=f"http://{HOST}") as client:
        (now,) = (line for line in client.get("/claims.json").text.splitlines())
        assert old not in now
        moved = client.get(f"/claims/{old}.json", follow_redirects=False)
        assert moved.status_code == 307
        assert client.get(f"/claims/{old}.json").json()["span"]["text"] in text
        assert client.get(f"/claims/{old}", follow_redirects=False).headers["location"].startswith("/reports/r1#c")
        assert client.get("/claims/c0.json").status_code == 404


def ledger_claims(ledger: Any) -> list[str]:
    from crossbearing.views import Views

    return [claim.id for claim in Views(ledger).claims()]


def with_other_ids(reading: Any) -> Any:
    from dataclasses import replace

    return replace(reading, claims=tuple(replace(c, id=f"{c.id[:-2]}zz") for c in reading.claims))


@pytest.mark.parametrize("start", ["r1", "r2", "r3", "r4"])
def test_the_next_report_with_claims_to_decide_on(desk: Desk, start: str) -> None:
    claims: list[Any] = desk.lines("/claims.json")
    order = ["r1", "r2", "r3", "evil"]  # in which they were captured; r4 holds no claim
    there = desk.client.get(f"/reports/{start}/next", follow_redirects=False)
    expected = {"r1": "r2", "r2": "r3", "r3": "evil", "r4": "evil"}[start]
    assert (there.status_code, there.headers["location"]) == (303, f"/reports/{expected}#open")
    for claim in claims:
        if claim["report"]["id"] != "r1":
            desk.send("/decisions", {"subject": claim["id"], "verdict": "confirm"})
    there = desk.client.get(f"/reports/{start}/next", follow_redirects=False)
    assert there.headers["location"] == ("/review" if start == "r1" else "/reports/r1#open")
    page = desk.client.get("/reports").text
    assert page.count('data-l="decided">1<') == len(order) - 1
