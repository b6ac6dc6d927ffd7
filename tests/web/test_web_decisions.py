"""Decide, undo, edit, join, split, lock, name sources; two people at once; the blind second reader."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.web.conftest import Desk

Person = Callable[[str | None], Desk]


def _claims(desk: Desk) -> list[dict[str, Any]]:
    return desk.lines("/claims.json")


def _events(desk: Desk) -> list[dict[str, Any]]:
    return desk.lines("/events.json")


def test_a_decision_is_an_entry_with_who_when_and_why(desk: Desk) -> None:
    key = _claims(desk)[0]["id"]
    status, made = desk.send("/decisions", {"subject": key, "verdict": "confirm", "reason": "read twice", "seen": 0})
    assert status == 201
    assert (made["by"], made["subject"], made["verdict"], made["reason"]) == ("owner", key, "confirm", "read twice")
    assert [d["seq"] for d in desk.lines("/decisions.json")] == [made["seq"]]
    assert 'aria-pressed="true"' in desk.client.get(f"/reports/{_claims(desk)[0]['report']['id']}").text


def test_what_somebody_decided_meanwhile_is_not_overwritten(desk: Desk) -> None:
    key = _claims(desk)[0]["id"]
    first = desk.send("/decisions", {"subject": key, "verdict": "confirm", "seen": 0})[1]
    assert desk.send("/decisions", {"subject": key, "verdict": "reject", "seen": 0})[0] == 409
    assert desk.send("/decisions", {"subject": key, "verdict": "reject", "seen": first["seq"]})[0] == 201


def test_undo_takes_back_the_last_and_keeps_both(desk: Desk) -> None:
    claim = _claims(desk)[0]
    before = {c for e in _events(desk) for c in e["claims"]}
    desk.send("/decisions", {"subject": claim["id"], "verdict": "reject"})
    assert claim["id"] not in {c for e in _events(desk) for c in e["claims"]}
    assert desk.send("/undo", {})[0] == 201
    assert {c for e in _events(desk) for c in e["claims"]} == before
    assert [d["verdict"] for d in desk.lines("/decisions.json")] == ["reject", "undo"]
    assert desk.send("/undo", {})[0] == 404


def test_after_an_undo_one_can_decide_again_from_the_page(desk: Desk) -> None:
    claim = _claims(desk)[0]
    desk.send("/decisions", {"subject": claim["id"], "verdict": "reject", "seen": 0})
    last = desk.send("/undo", {})[1]
    page = desk.client.get(f"/reports/{claim['report']['id']}").text
    assert f'name="seen" value="{last["seq"]}"' in page
    assert desk.send("/decisions", {"subject": claim["id"], "verdict": "confirm", "seen": last["seq"]})[0] == 201


@pytest.mark.parametrize(
    ("body", "status"),
    [({"verdict": "burn"}, 400), ({"verdict": "confirm", "subject": "c0"}, 404), ({"verdict": "join"}, 400), ({"verdict": "edit"}, 400),
     ({"verdict": "edit", "set": {"id": "x"}}, 400), ({"verdict": "edit", "set": {"kind": "dance"}}, 400), ({"verdict": "edit", "set": {"stance": "shouts"}}, 400),
     ({"verdict": "same"}, 400)],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(desk: Desk, body: dict[str, object], status: int) -> None:
    assert desk.send("/decisions", {"subject": _claims(desk)[0]["id"], **body})[0] == status
    assert desk.lines("/decisions.json") == []


def test_an_edit_by_json(desk: Desk) -> None:
    key = _claims(desk)[0]["id"]
    assert (
        desk.send("/decisions", {"subject": key, "verdict": "edit", "set": {"kind": "advance"}, "reason": "it moved"})[
            0
        ]
        == 201
    )
    edited = desk.client.get(f"/claims/{key}.json").json()
    assert edited["kind"] == "advance"
    assert "decision" in edited["made_by"]


def test_an_edit_by_form_sets_only_what_differs(desk: Desk) -> None:
    claim = _claims(desk)[0]
    form = {
        "csrf": desk.token, "subject": claim["id"], "verdict": "edit", "reason": "look", "back": "/events", "edit.kind": claim["kind"],
        "edit.stance": "doubts", "edit.start": "0", "edit.end": "11", "edit.place": "unresolved", "edit.earliest": "2023-05-19",
        "edit.latest": "2023-05-20", "edit.count.0.what": "killed", "edit.count.0.low": "1,200", "edit.count.0.high": "", "edit.source": "Somebody", "edit.side": "UA",
    }  # fmt: skip
    assert desk.client.post("/decisions", data=form, follow_redirects=False).status_code == 303
    (made,) = desk.lines("/decisions.json")
    payload: Any = made["payload"]
    assert set(payload["set"]) == {"stance", "span", "place", "when", "counts", "source"}
    edited = desk.client.get(f"/claims/{claim['id']}.json").json()
    assert edited["span"] == {"start": 0, "end": 11, "text": "Anton Weber"}
    assert (edited["when"]["earliest"], edited["when"]["latest"]) == ("2023-05-19", "2023-05-20")
    assert edited["place"]["lat"] is None
    assert edited["counts"][0]["low"] == 1200
    assert (edited["source"]["name"], edited["source"]["side"]) == ("Somebody", "UA")


@pytest.mark.parametrize("fields", [{"edit.start": "5", "edit.end": "99999"}, {"edit.earliest": "2023-06-01", "edit.latest": "2023-05-01"},
    {"edit.place": "gn:0"}, {"edit.count.0.what": "killed", "edit.count.0.low": "many"}])  # fmt: skip
def test_a_senseless_form_is_refused(desk: Desk, fields: dict[str, str]) -> None:
    form = {"csrf": desk.token, "subject": _claims(desk)[0]["id"], "verdict": "edit", **fields}
    assert desk.client.post("/decisions", data=form, follow_redirects=False).status_code == 400


def test_split_and_join(desk: Desk) -> None:
    event = max(_events(desk), key=lambda e: len(e["claims"]))
    away = event["claims"][-1]
    assert desk.send("/decisions", {"subject": event["id"], "verdict": "split", "with": [away]})[0] == 201
    held = {c: e["id"] for e in _events(desk) for c in e["claims"]}
    rest = event["claims"][0]
    assert held[away] != held[rest]
    assert desk.send("/decisions", {"subject": held[rest], "verdict": "join", "with": [held[away]]})[0] == 201
    held = {c: e["id"] for e in _events(desk) for c in e["claims"]}
    assert held[away] == held[rest]


def test_lock_and_unlock(desk: Desk) -> None:
    event = max(_events(desk), key=lambda e: len(e["claims"]))
    assert desk.send("/decisions", {"subject": event["id"], "verdict": "lock"})[0] == 201
    (locked,) = [e["id"] for e in _events(desk) if e["decided_by"] != "machine"]
    assert "Unlock" in desk.client.get(f"/events/{locked}").text
    assert "Unlock" in desk.client.get(f"/events/{event['id']}").text  # an old address leads to what became of it
    assert desk.send("/decisions", {"subject": locked, "verdict": "unlock"})[0] == 201
    assert all(e["decided_by"] == "machine" for e in _events(desk))


def test_two_names_of_one_source_are_one_origin(desk: Desk) -> None:
    event = max(_events(desk), key=lambda e: len(e["origins"]))
    names = [o["name"] for o in event["origins"] if o["stance"] == "asserts"]
    assert desk.send("/decisions", {"subject": names[0], "verdict": "same", "with": names[1]})[0] == 201
    after = max(_events(desk), key=lambda e: len(e["origins"]))
    assert len(after["origins"]) == len(event["origins"]) - 1


def test_a_form_goes_back_only_to_this_workbench(desk: Desk) -> None:
    for back, there in (
        ("//evil.test", "/events"),
        ("https://evil.test", "/events"),
        ("/review", "/review"),
        ("/\\evil.test", "/events"),
    ):
        form = {"csrf": desk.token, "subject": _claims(desk)[0]["id"], "verdict": "confirm", "back": back}
        assert desk.client.post("/decisions", data=form, follow_redirects=False).headers["location"] == there


def test_the_second_reader_is_blind_until_they_decide(people: Person) -> None:
    ann, ben = people("ann"), people("ben")
    claim = _claims(ann)[0]
    assert (
        ann.send("/decisions", {"subject": claim["id"], "verdict": "confirm", "reason": "plain words", "seen": 0})[0]
        == 201
    )
    page = f"/reports/{claim['report']['id']}"
    assert "plain words" not in ben.client.get(page).text
    assert "is hidden until you have made yours" in ben.client.get(page).text
    assert ben.lines("/decisions.json") == []
    assert {"claim": claim["id"], "report": claim["report"]["id"], "why": "one reader to go"} in ben.client.get(
        "/review.json"
    ).json()
    assert ben.send("/decisions", {"subject": claim["id"], "verdict": "reject", "seen": 0})[0] == 201
    assert "plain words" in ben.client.get(page).text
    assert len(ben.lines("/decisions.json")) == 2


def test_where_readers_differ_a_further_verdict_adjudicates(people: Person) -> None:
    ann, ben = people("ann"), people("ben")
    claim = _claims(ann)[0]["id"]
    one = ann.send("/decisions", {"subject": claim, "verdict": "confirm"})[1]
    two = ben.send("/decisions", {"subject": claim, "verdict": "reject"})[1]
    queue = ann.client.get("/review.json").json()
    assert queue[0]["why"] == "readers differ"
    settled = ann.send("/decisions", {"subject": claim, "verdict": "reject"})[1]
    payload: Any = settled["payload"]
    assert payload["adjudicates"] == [one["seq"], two["seq"]]
    assert claim not in {entry["claim"] for entry in ann.client.get("/review.json").json()}
