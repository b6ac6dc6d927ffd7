"""A workbench over a made ledger: as one owner on loopback, or with users and roles."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from crossbearing.ledger.relink import relink
from crossbearing.web.app import make_app
from crossbearing.web.settings import Settings, User, hash_password
from made import dossier, made_ledger, report

HOST = "127.0.0.1:8765"
ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)>"
SECRET = "s" * 32
PASSWORD = "a long password"


@pytest.fixture
def book(tmp_path: Path) -> str:
    evil = report(f"{ATTACK} Petra Lind said the town was taken.", id="evil", publisher=f"Post {ATTACK}")
    with made_ledger(tmp_path, (*dossier(), evil)) as ledger:
        relink(ledger, ())
        return ledger.where


class Desk:
    """A browser without scripts: keeps cookies, sends the token that the page gave."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    @property
    def token(self) -> str:
        found = re.search(r'name="csrf" (?:content|value)="([^"]+)"', self.client.get("/login").text) or re.search(
            r'name="csrf" (?:content|value)="([^"]+)"', self.client.get("/events").text
        )
        assert found
        return found[1]

    def send(self, path: str, body: dict[str, object], **headers: str) -> tuple[int, dict[str, object]]:
        answer = self.client.post(path, json=body, headers={"X-CSRF": self.token, **headers}, follow_redirects=False)
        return answer.status_code, answer.json() if "json" in answer.headers.get("content-type", "") else {}

    def lines(self, path: str) -> list[dict[str, object]]:
        import json

        return [json.loads(line) for line in self.client.get(path).text.splitlines()]

    def login(self, name: str) -> "Desk":
        form = {"name": name, "password": PASSWORD, "csrf": self.token}
        assert self.client.post("/login", data=form, follow_redirects=False).status_code == 303
        return self


def _client(book: str, settings: Settings) -> TestClient:
    return TestClient(make_app(book, settings), base_url=f"http://{HOST}", raise_server_exceptions=True)


@pytest.fixture
def desk(book: str) -> Iterator[Desk]:
    with _client(book, Settings((HOST,), SECRET, {}, "owner")) as client:
        yield Desk(client)


@pytest.fixture(scope="session")
def password() -> str:
    return hash_password(PASSWORD)


@pytest.fixture
def people(book: str, password: str) -> Callable[[str | None], Desk]:
    """A desk for each named person: `ann` and `ben` review, `eve` reads, `olu` owns; `None` is not logged in."""
    roles = {"ann": "reviewer", "ben": "reviewer", "eve": "reader", "olu": "owner"}
    users = {name: User(name, role, password) for name, role in roles.items()}  # type: ignore[arg-type]
    app = make_app(book, Settings((HOST,), SECRET, users, "nobody"))

    def person(name: str | None) -> Desk:
        made = Desk(TestClient(app, base_url=f"http://{HOST}"))
        return made.login(name) if name else made

    return person
