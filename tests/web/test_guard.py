"""Who may do what, from where, and with what."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import HOST, PASSWORD, SECRET, Desk

from crossbearing.errors import UsageError
from crossbearing.web import guard
from crossbearing.web.app import make_app
from crossbearing.web.guard import MAX_FORM, MAX_UPLOAD
from crossbearing.web.login import MOST_TRIES
from crossbearing.web.settings import Settings, User, hash_password, load_users, right_password, settings

Person = Callable[[str | None], Desk]


def _claim(desk: Desk) -> str:
    return str(desk.lines("/claims.json")[0]["id"])


def test_another_host_name_is_refused(desk: Desk) -> None:
    assert desk.client.get("/events", headers={"Host": "evil.test"}).status_code == 421


def test_another_origin_is_refused(desk: Desk) -> None:
    assert desk.send("/decisions", {"subject": _claim(desk), "verdict": "confirm"}, Origin="http://evil.test")[0] == 403


@pytest.mark.parametrize("path", ["/decisions", "/undo"])
def test_a_change_without_the_token_is_refused(desk: Desk, path: str) -> None:
    desk.client.get("/events")
    assert desk.client.post(path, json={"subject": _claim(desk), "verdict": "confirm"}).status_code == 403
    assert (
        desk.client.post(
            path, json={"subject": _claim(desk), "verdict": "confirm"}, headers={"X-CSRF": "x"}
        ).status_code
        == 403
    )
    assert desk.lines("/decisions.json") == []


def test_adding_without_the_token_is_refused(desk: Desk) -> None:
    assert desk.client.post("/add", data={"text": "A text."}).status_code == 403


def test_too_much_is_refused_unread(desk: Desk) -> None:
    answer = desk.client.post("/add", content=b"x", headers={"Content-Length": str(MAX_UPLOAD + 1)})
    assert answer.status_code == 413
    assert desk.client.post("/decisions", json={}, headers={"Content-Length": str(MAX_FORM + 1)}).status_code == 413


def test_too_much_is_told_as_a_page_and_to_a_program_as_json(desk: Desk) -> None:
    head = {"Content-Length": str(MAX_UPLOAD + 1)}
    page = desk.client.post("/add", content=b"x", headers=head)
    assert (page.status_code, page.headers["content-type"][:9]) == (413, "text/html")
    assert "60 MB" in page.text
    assert "<code>crossbearing read</code>" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    told = desk.client.post("/add", content=b"x", headers={**head, "Accept": "application/json"})
    assert (told.status_code, set(told.json())) == (413, {"what", "where", "do"})


@pytest.mark.parametrize(("most", "taken"), [(10_000, 4), (1_200, 2)])
def test_what_is_sent_beyond_the_most_is_thrown_away_so_that_the_browser_hears_why(most: int, taken: int) -> None:
    asked: list[int] = []

    async def receive() -> dict[str, object]:
        asked.append(1)
        return {"type": "http.request", "body": b"c" * 600, "more_body": len(asked) < 4}

    asyncio.run(guard._let_pass({"type": "http.request", "more_body": True}, receive, most))
    assert len(asked) == taken


def test_too_much_in_chunks_without_a_length_is_refused_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MAX_UPLOAD", 100_000)
    body = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n' + b"a" * 200_000
    parts = [body[n : n + 10_000] for n in range(0, len(body), 10_000)]
    head = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = desk.client.post("/add", content=iter(parts), headers=head)
    assert answer.status_code == 413
    assert "more than the 0 MB that are taken at once" in answer.text
    monkeypatch.setattr(guard, "MAX_FORM", 1_000)
    chunks = iter([b'{"subject": "', b"c" * 2_000, b'"}'])
    sent = desk.client.post("/decisions", content=chunks, headers={"Content-Type": "application/json"})
    assert sent.status_code == 413
    assert desk.client.get("/events").status_code == 200


def test_the_headers_let_nothing_in(desk: Desk) -> None:
    given = desk.client.get("/events").headers
    assert "default-src 'none'" in given["content-security-policy"]
    assert given["x-content-type-options"] == "nosniff"
    assert given["referrer-policy"] == "no-referrer"
    assert given["cache-control"] == "private, no-cache"


def test_elsewhere_than_on_loopback_users_and_a_secret_are_needed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("CROSSBEARING_USERS", raising=False)
    monkeypatch.delenv("CROSSBEARING_SECRET", raising=False)
    for host in ("0.0.0.0", "192.0.2.1", "::", "desk.example"):
        with pytest.raises(UsageError):
            settings(host, 8765)
    assert settings("127.0.0.1", 8765).users == {}
    users = tmp_path / "users.toml"
    users.write_text(f'[ann]\nrole = "owner"\npassword = "{hash_password("p")}"\n')
    monkeypatch.setenv("CROSSBEARING_USERS", str(users))
    with pytest.raises(UsageError):
        settings("0.0.0.0", 8765)
    monkeypatch.setenv("CROSSBEARING_SECRET", "x" * 24)
    assert settings("desk.example", 8765).users["ann"].role == "owner"


@pytest.mark.parametrize("text", ["[ann]\nrole = 'king'\npassword = 'a$b'", "[ann]\nrole = 'owner'", "not toml ="])
def test_a_broken_users_file_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "users.toml"
    path.write_text(text)
    with pytest.raises(UsageError):
        load_users(path)


def test_without_log_in_there_is_nothing_but_the_form(people: Person) -> None:
    nobody = people(None)
    for path in ("/events", "/reports/r1", "/events?q=a%20town&side=UA", "/review"):
        answer = nobody.client.get(path, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/login?next={quote(path)}")
    for path in ("/claims.json", "/decisions.json", "/openapi.json", "/charts/days.csv"):
        assert nobody.client.get(path, follow_redirects=False).status_code == 401
    # a verdict that is sent behind the end of a session is never taken for recorded
    assert nobody.send("/decisions", {"subject": "c0", "verdict": "confirm"})[0] == 401


def test_behind_the_log_in_stands_the_page_that_was_asked_for(people: Person) -> None:
    nobody = people(None)
    form = nobody.client.get("/login?next=/events%3Fside%3DUA").text
    assert 'name="next" value="/events?side=UA"' in form
    for asked, there in (
        ("/events?side=UA", "/events?side=UA"),
        ("//evil.test", "/events"),
        ("https://evil.test", "/events"),
    ):
        sent = {"name": "ann", "password": PASSWORD, "csrf": nobody.token, "next": asked}
        assert nobody.client.post("/login", data=sent, follow_redirects=False).headers["location"] == there
        nobody.client.post("/logout", data={"csrf": nobody.token})


def test_a_name_cannot_be_tried_for_ever(people: Person) -> None:
    nobody = people(None)
    form = {"name": "ann", "password": "wrong", "csrf": nobody.token}
    tried = [nobody.client.post("/login", data=form).status_code for _ in range(MOST_TRIES + 1)]
    assert tried == [*[403] * MOST_TRIES, 429]
    assert nobody.client.post("/login", data=form | {"password": PASSWORD}).status_code == 429
    assert nobody.client.post("/login", data=form | {"name": "ben", "password": PASSWORD}).status_code == 200


def test_a_session_ends_and_keeps_to_tls_where_there_is_some(book: str, password: str) -> None:
    users = {"ann": User("ann", "owner", password)}
    for https in (False, True):
        app = make_app(book, Settings((HOST,), SECRET, users, "nobody", https=https))
        cookie = TestClient(app, base_url=f"http://{HOST}").get("/login").headers["set-cookie"].lower()
        assert ("secure" in cookie) is https
        assert f"max-age={12 * 3600}" in cookie
        assert "httponly" in cookie
        assert "samesite=strict" in cookie


def test_a_wrong_password_opens_nothing(people: Person) -> None:
    nobody = people(None)
    for name, password in (("ann", "wrong"), ("nobody", "a long password")):
        form = {"name": name, "password": password, "csrf": nobody.token}
        assert nobody.client.post("/login", data=form).status_code == 403
    assert nobody.client.post("/login", data={"name": "ann", "password": "a long password"}).status_code == 403


def test_logging_out_ends_it(people: Person) -> None:
    ann = people("ann")
    assert ann.client.get("/events").status_code == 200
    ann.client.post("/logout", data={"csrf": ann.token})
    assert ann.client.get("/events", follow_redirects=False).status_code == 303


@pytest.mark.parametrize(("name", "decides", "adds"), [("eve", 403, 403), ("ann", 201, 403), ("olu", 201, 200)])
def test_roles(people: Person, name: str, decides: int, adds: int) -> None:
    person = people(name)
    assert person.send("/decisions", {"subject": _claim(person), "verdict": "confirm"})[0] == decides
    sent = person.client.post("/add", data={"text": "Nobody said a thing.", "csrf": person.token})
    assert sent.status_code == adds


def test_a_password_is_kept_as_its_hash(people: Person) -> None:
    kept = hash_password("one")
    assert "one" not in kept
    assert hash_password("one") != kept
    from crossbearing.web.settings import User

    assert right_password(User("a", "owner", kept), "one")
    assert not right_password(User("a", "owner", kept), "two")
