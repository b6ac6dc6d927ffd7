"""Decide, undo, edit, join, split, lock, name sources; two people at once; the blind second reader."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests.web.conftest import Desk

from crossbearing.errors import LedgerError

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


def test_of_two_at_the_same_moment_one_is_told(desk: Desk) -> None:
    key = _claims(desk)[0]["id"]
    token = desk.token
    body = {"subject": key, "seen": 0}

    def sent(verdict: str) -> int:
        answer = desk.client.post("/decisions", json=body | {"verdict": verdict}, headers={"X-CSRF": token})
        return answer.status_code

    with ThreadPoolExecutor(4) as pool:
        told = sorted(pool.map(sent, ("confirm", "reject", "unclear", "confirm")))
    assert told == [201, 409, 409, 409]
    assert len(desk.lines("/decisions.json")) == 1


def test_a_ledger_that_another_process_holds_is_told_as_that(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(*_: Any, **__: Any) -> Any:
        raise LedgerError("is held by another process", do="Wait for it to end")

    key = _claims(desk)[0]["id"]
    monkeypatch.setattr("crossbearing.web.change.log.decide", held)
    status, told = desk.send("/decisions", {"subject": key, "verdict": "confirm", "seen": 0})
    assert (status, told["what"]) == (503, "The ledger is held by another process")


def test_a_refusal_tells_what_was_decided_meanwhile(people: Person) -> None:
    ann, ben = people("ann"), people("ben")
    event = max(_events(ann), key=lambda e: len(e["claims"]))["id"]
    first = ann.send("/decisions", {"subject": event, "verdict": "confirm", "seen": 0})[1]
    status, told = ben.send("/decisions", {"subject": event, "verdict": "confirm", "seen": 0})
    assert (status, told["seen"]) == (409, first["seq"])
    assert f"ann: confirm, no. {first['seq']}" in str(told["what"])
    form = {"csrf": ben.token, "subject": event, "verdict": "confirm", "seen": "0", "back": f"/events/{event}"}
    refused = ben.client.post("/decisions", data=form)
    assert refused.status_code == 409
    assert f'href="/events/{event}"' in refused.text


def test_nobody_undoes_what_they_may_not_see_nor_twice(people: Person) -> None:
    ann, ben = people("ann"), people("ben")
    made = ann.send("/decisions", {"subject": _claims(ann)[0]["id"], "verdict": "confirm"})[1]
    assert ben.send("/undo", {"seq": made["seq"]})[0] == 404
    assert ann.send("/undo", {"seq": "x"})[0] == 400
    assert ann.send("/undo", {"seq": made["seq"]})[0] == 201
    assert ann.send("/undo", {"seq": made["seq"]})[0] == 409
    assert [d["verdict"] for d in ann.lines("/decisions.json")] == ["confirm", "undo"]


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


def test_the_filters_of_the_queue_hold_for_what_readers_differ_on(people: Person) -> None:
    ann, ben = people("ann"), people("ben")
    claim = _claims(ann)[0]
    ann.send("/decisions", {"subject": claim["id"], "verdict": "confirm"})
    ben.send("/decisions", {"subject": claim["id"], "verdict": "reject"})
    there = claim["report"]["id"]
    for query, found in (
        (f"report={there}", True),
        ("report=r3", False),
        ("status=retracted", False),
        ("as_of=1999-01-01", False),
    ):
        told = ann.client.get(f"/review.json?why=differ&{query}").json()
        assert (claim["id"] in {entry["claim"] for entry in told}) is found, query


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


def test_the_edits_of_a_first_reader_are_hidden_too(people: Person) -> None:
    ann, ben = people("ann"), people("ben")
    claim = _claims(ann)[0]
    path = f"/claims/{claim['id']}.json"
    assert (
        ann.send(
            "/decisions", {"subject": claim["id"], "verdict": "edit", "set": {"kind": "advance"}, "reason": "it moves"}
        )[0]
        == 201
    )
    assert ann.client.get(path).json()["kind"] == "advance"
    assert ben.client.get(path).json()["kind"] == claim["kind"]
    assert "it moves" not in ben.client.get(f"/reports/{claim['report']['id']}").text
    assert "it moves" not in ben.client.get("/decisions").text
    ben.send("/decisions", {"subject": claim["id"], "verdict": "confirm"})
    assert ben.client.get(path).json()["kind"] == "advance"


def test_two_readings_are_settled_field_by_field(people: Person) -> None:
    ann, ben, olu = people("ann"), people("ben"), people("olu")
    claim = _claims(ann)[0]["id"]
    one = ann.send(
        "/decisions",
        {"subject": claim, "verdict": "edit", "set": {"kind": "advance", "stance": "doubts"}, "reason": "a"},
    )[1]
    two = ben.send("/decisions", {"subject": claim, "verdict": "edit", "set": {"kind": "ground_clash"}, "reason": "b"})[
        1
    ]
    assert ann.client.get("/review.json?why=differ").json()[0]["claim"] == claim
    page = olu.client.get("/review?why=differ").text
    assert page.count('name="choose.kind"') == 3
    assert 'name="choose.stance"' in page
    form = {"csrf": olu.token, "subject": claim, "verdict": "edit", "reason": "read again", "choose.kind": "ben"}
    assert olu.client.post("/decisions", data=form, follow_redirects=False).status_code == 400  # one field is left open
    form["choose.stance"] = ""
    assert olu.client.post("/decisions", data=form, follow_redirects=False).status_code == 303
    settled: Any = ann.lines("/decisions.json")[-1]
    assert settled["payload"]["set"] == {"kind": "ground_clash", "stance": "asserts"}
    assert settled["payload"]["adjudicates"] == [one["seq"], two["seq"]]
    assert (settled["by"], settled["reason"]) == ("olu", "read again")
    assert ann.client.get("/review.json?why=differ").json() == []
    edited = ann.client.get(f"/claims/{claim}.json").json()
    assert (edited["kind"], edited["stance"]) == ("ground_clash", "asserts")


def test_the_form_of_an_edit_is_a_page_and_a_part(desk: Desk) -> None:
    claim = _claims(desk)[0]
    page = desk.client.get(f"/claims/{claim['id']}/edit").text
    assert "<h1" in page
    assert claim["span"]["text"] in page
    part = desk.client.get(f"/claims/{claim['id']}/edit?part=1&back=/review").text
    assert "<html" not in part
    assert 'value="/review"' in part
    assert 'value="//evil.test"' not in desk.client.get(f"/claims/{claim['id']}/edit?back=//evil.test").text
    assert desk.client.get("/claims/none/edit").status_code == 404


def test_an_edit_of_who_acts_of_hedging_and_of_credibility(desk: Desk) -> None:
    claim = _claims(desk)[0]
    form = {
        "csrf": desk.token, "subject": claim["id"], "verdict": "edit", "reason": "look", "edit.hedged.asked": "1", "edit.hedged": "1",
        "edit.agents.0.name": "", "edit.agents.1.name": "River Guard", "edit.agents.1.side": "UA", "edit.targets.0.name": "Mill Row", "edit.information": "3",
    }  # fmt: skip
    assert desk.client.post("/decisions", data=form, follow_redirects=False).status_code == 303
    edited = desk.client.get(f"/claims/{claim['id']}.json").json()
    assert edited["hedged"] is True
    assert [(a["name"], a["side"]) for a in edited["agents"]] == [("River Guard", "UA")]
    assert [a["name"] for a in edited["targets"]] == ["Mill Row"]
    assert edited["admiralty"] == {"source": "F", "information": 3}
    letter = {
        "csrf": desk.token,
        "subject": f"source:{claim['source']['name']}",
        "verdict": "edit",
        "letter": "B",
        "reason": "known",
    }
    assert desk.client.post("/decisions", data=letter, follow_redirects=False).status_code == 303
    assert desk.client.get(f"/claims/{claim['id']}.json").json()["admiralty"] == {"source": "B", "information": 3}
    assert desk.client.post("/decisions", data={**letter, "letter": "Z"}, follow_redirects=False).status_code == 400


def test_a_place_by_name_is_taken_where_one_goes_by_it(desk: Desk) -> None:
    claim = _claims(desk)[0]
    form = {"csrf": desk.token, "subject": claim["id"], "verdict": "edit", "reason": "look"}

    def put(name: str) -> Any:
        return desk.client.post("/decisions", data={**form, "edit.place_name": name}, follow_redirects=False)

    assert put("no such place at all").status_code == 400
    several = put("Ivanivka")
    assert several.status_code == 400
    assert "gn:" in several.text
    key = next(part for part in several.text.split() if part.startswith("gn:")).strip(";,.<")
    assert put(key).status_code == 303
    place = desk.client.get(f"/claims/{claim['id']}.json").json()["place"]
    assert (place["id"], place["name"]) == (key, "Ivanivka")


def test_events_that_are_not_near_are_joined_by_address(desk: Desk) -> None:
    one = _events(desk)[0]
    claims = one["claims"]
    desk.send("/decisions", {"subject": one["id"], "verdict": "split", "with": claims[:1], "reason": "apart"})
    now = _events(desk)
    assert len(now) > 1
    form = {
        "csrf": desk.token,
        "subject": now[0]["id"],
        "verdict": "join",
        "with": f"http://127.0.0.1:8765/events/{now[1]['id']}",
        "reason": "one",
    }
    assert desk.client.post("/decisions", data=form, follow_redirects=False).status_code == 303
    assert len(_events(desk)) == len(now) - 1


def test_alpha_is_one_where_all_agree_and_low_where_they_do_not() -> None:
    from crossbearing.web.blind import alpha

    assert alpha([["confirm", "confirm"]] * 3) is None  # too few pairs
    assert alpha([["confirm", "confirm"]] * 12) is None  # nothing varies
    agreeing = [["confirm", "confirm"]] * 6 + [["reject", "reject"]] * 6
    assert alpha(agreeing) == 1.0
    # Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", section A: binary data, two observers
    a, b = "0100000000", "1110010010"
    assert alpha([[x, y] for x, y in zip(a, b, strict=True)]) == pytest.approx(0.095, abs=0.001)
