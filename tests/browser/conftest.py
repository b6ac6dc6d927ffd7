"""Debian's chromium over a workbench of the example dossier; skipped unless CROSSBEARING_BROWSER=1 and chromium is there."""

import os
import shutil
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

ARGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
CHROMIUM = shutil.which("chromium")
EXAMPLES = Path(__file__).parents[2] / "examples" / "bakhmut"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if os.environ.get("CROSSBEARING_BROWSER") != "1" or not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="set CROSSBEARING_BROWSER=1 and install chromium"))


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> str:
    from crossbearing.archive import read_into
    from crossbearing.capture import sources
    from crossbearing.ledger import runs
    from crossbearing.ledger.relink import relink
    from crossbearing.ledger.store import open_ledger
    from crossbearing.packs import load_all

    path = tmp_path_factory.mktemp("browser") / "desk.ledger"
    with open_ledger(str(path), create=True) as ledger:
        run = runs.start(ledger, {"inputs": ["examples"], "packs": ["ukraine"], "engine": "serial", "jobs": 1})
        for _ in read_into(ledger, sources([str(EXAMPLES)]), packs=["ukraine"]):
            pass
        relink(ledger, load_all(["ukraine"]))
        runs.finish(ledger, run, {})
    return str(path)


PASSWORD = "a long password"


@contextmanager
def serving(book: str, people: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address of a workbench that runs beside the tests; `people`: name → role, where they must log in."""
    import uvicorn

    from crossbearing.web.app import make_app
    from crossbearing.web.settings import User, hash_password, settings

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = hash_password(PASSWORD)
    users = {name: User(name, role, kept) for name, role in (people or {}).items()}  # type: ignore[arg-type]
    served = replace(settings("127.0.0.1", port), users=users)
    server = uvicorn.Server(uvicorn.Config(make_app(book, served), host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def base(book: str) -> Iterator[str]:
    """The workbench of the example dossier."""
    with serving(book) as address:
        yield address


@pytest.fixture(scope="session")
def differing(book: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same dossier with users, two of whom read a claim differently: in verdict, and in its fields."""
    from crossbearing.ledger.decisions import decide
    from crossbearing.ledger.relink import relink
    from crossbearing.ledger.store import open_ledger
    from crossbearing.packs import load_all
    from crossbearing.views import Views

    path = tmp_path_factory.mktemp("differing") / "desk.ledger"
    with sqlite3.connect(book) as source, sqlite3.connect(path) as copy:
        source.backup(copy)
    with open_ledger(str(path)) as ledger:
        one, two, three, *_ = (claim.id for claim in Views(ledger).claims())
        decide(ledger, one, "edit", by="ann", reason="it moved", payload={"set": {"kind": "advance"}})
        decide(ledger, one, "edit", by="ben", reason="they met", payload={"set": {"kind": "ground_clash"}})
        decide(ledger, two, "confirm", by="ann", reason="as written")
        decide(ledger, two, "reject", by="ben", reason="not said")
        decide(ledger, three, "confirm", by="ann", reason="as written")
        relink(ledger, load_all(["ukraine"]))
    with serving(str(path), {"ann": "reviewer", "ben": "reviewer", "olu": "owner", "eve": "reader"}) as address:
        yield address


@pytest.fixture(scope="session")
def report_file(book: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The one-file report of the same ledger, as an address."""
    from crossbearing.ledger.store import open_ledger
    from crossbearing.packs import load_all
    from crossbearing.pages.gather import gather
    from crossbearing.pages.render import render
    from crossbearing.views import Views

    with open_ledger(book) as ledger:
        markup = render("report.html", desk=gather(Views(ledger, load_all(["ukraine"])), name="desk"))
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(markup, "utf-8")
    return path.as_uri()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tool:
        made = tool.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield made
        made.close()


class Tab:
    """A page that remembers what went wrong and which hosts it asked."""

    def __init__(self, page: Any) -> None:
        self.page, self.errors, self.asked = page, [], []  # type: ignore[var-annotated]
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: self.errors.append(str(e)))
        page.on("request", lambda r: self.asked.append(r.url))

    def quiet(self, base: str) -> None:
        """Nothing went wrong and nobody else was asked."""
        assert self.errors == []
        assert [u for u in self.asked if not u.startswith((base, "data:", "blob:", "file:"))] == []


@pytest.fixture
def tab(browser: Any) -> Iterator[Tab]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    context.set_default_timeout(120_000)
    made = Tab(context.new_page())
    yield made
    _rest(made.page)
    context.close()


def _rest(page: Any) -> None:
    """A context that is closed while a page still loads may wait for ever: go to a page that loads nothing.

    A page that is itself under way to another address, as after a verdict taken back, interrupts this: then once more.
    """
    from playwright.sync_api import Error

    for _ in range(3):
        try:
            page.goto("about:blank")
        except Error:
            page.wait_for_timeout(500)
        else:
            return
