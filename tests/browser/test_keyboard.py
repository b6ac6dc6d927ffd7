"""Work by key alone: reports stepped through and decided on (16; `CROSSBEARING_REPORTS=100` for a day of them), a queue to its end."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from tests.browser.conftest import Tab, serving

REPORTS = int(os.environ.get("CROSSBEARING_REPORTS", "16"))
LOST = "() => { const a = document.activeElement; return a && a !== document.body && !a.checkVisibility({ visibilityProperty: true }); }"
VERDICTS = {"y": "confirm", "n": "reject", "h": "unclear"}


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from benchmarks.web import PER_REPORT, build

    from crossbearing.ledger import runs
    from crossbearing.ledger.relink import relink
    from crossbearing.ledger.store import open_ledger
    from crossbearing.packs import load_all

    path = Path(tmp_path_factory.mktemp("many")) / "many.ledger"
    build(path, PER_REPORT * (REPORTS + 1))
    with open_ledger(
        str(path)
    ) as ledger:  # read with a pack, as ledgers are, so that a decision links what is near it alone
        run = runs.start(ledger, {"inputs": [], "packs": ["ukraine"], "engine": "serial", "jobs": 1})
        relink(ledger, load_all(["ukraine"]), whole=True)
        runs.finish(ledger, run, {})
    with serving(str(path)) as base:
        yield base


def _decisions(tab: Tab, base: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in tab.page.request.get(f"{base}/decisions.json").text().splitlines()]


def test_reports_without_the_mouse(tab: Tab, many: str) -> None:
    page = tab.page
    page.goto(f"{many}/reports/w000000")
    for n in range(REPORTS):
        key = "ynh"[n % 3]
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("k")
        assert page.locator(".card.is-on").get_attribute("data-n") == "2"
        with page.expect_response("**/decisions") as made:
            page.keyboard.press(key)
        assert made.value.json()["verdict"] == VERDICTS[key]
        assert not page.evaluate(LOST)
        assert page.locator(".outline h3").first.inner_text().endswith("1 decided")
        # as fast as one can press: no verdict is lost when the page is left
        page.keyboard.press(".")
        page.keyboard.press("y")
        with page.expect_navigation(url=f"**/reports/w{n + 1:06d}*"):
            page.keyboard.press("]")
    made_by_key = _decisions(tab, many)
    assert len({d["subject"] for d in made_by_key}) == 2 * REPORTS
    # what is left is found by one key, behind the last claim in the reports that were passed over
    for _ in range(len(page.locator(".card").all()) - 1):
        page.keyboard.press("y")
        page.keyboard.press(".")
    with page.expect_navigation(url="**/reports/w000000#open", timeout=600_000):
        page.keyboard.press("y")
        page.keyboard.press(".")
    assert page.locator(".card.is-on").get_attribute("data-n") == "1"
    assert page.locator('.tag[data-v="y"]').count() >= 1
    page.keyboard.press("2")
    page.wait_for_url("**/reports")
    assert {"2"} <= set(page.locator('[data-l="decided"]').all_inner_texts()) <= {"2", "8"}
    with page.expect_event("load"), page.expect_response("**/undo"):  # the page is shown anew without the verdict
        page.keyboard.press("u")
    assert _decisions(tab, many)[-1]["verdict"] == "undo"
    tab.quiet(many)


@pytest.mark.skipif("CROSSBEARING_REPORTS" not in os.environ, reason="takes minutes: set CROSSBEARING_REPORTS")
def test_the_queue_is_worked_through_to_its_end(tab: Tab, many: str) -> None:
    page = tab.page
    before = len(_decisions(tab, many))
    page.goto(f"{many}/reports/w{REPORTS // 2:06d}")
    publisher = quote(str(page.locator(".chain .pub b").first.inner_text()))
    page.goto(f"{many}/review?publisher={publisher}")
    total = page.locator(".queue a").count()
    assert total >= 6
    first = page.locator(".card.is-on").get_attribute("data-claim")
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 1
    page.keyboard.press("y")  # keys rest in a dialog
    page.keyboard.press("Escape")
    # a reason, and Enter in its field decides nothing
    page.keyboard.press("w")
    page.keyboard.type("read twice")
    page.keyboard.press("Enter")
    # as fast as one can press: each verdict is of its own claim
    for n in range(total - 2):
        page.keyboard.press("ynh"[n % 3])
    assert page.locator(".card.is-on").get_attribute("data-n") == str(total - 1)
    # by Tab and Enter the focus goes on with the card
    page.locator('.card.is-on button[value="confirm"]').focus()
    page.keyboard.press("Enter")
    assert page.locator(".card.is-on").get_attribute("data-n") == str(total)
    assert page.evaluate("document.activeElement.value") == "confirm"
    assert page.evaluate("document.activeElement.closest('.card').classList.contains('is-on')")
    assert not page.evaluate(LOST)
    # behind the last one the queue is asked for what waits: nothing more
    with page.expect_navigation(timeout=600_000):  # all that was pressed is recorded first, in its order
        page.keyboard.press("y")
    page.wait_for_selector("text=Nothing waits")
    made = _decisions(tab, many)[before:]
    assert len(made) == len({d["subject"] for d in made}) == total
    assert [d["verdict"] for d in made[:3]] == ["confirm", "reject", "unclear"]
    assert (made[0]["subject"], made[0]["reason"], made[1]["reason"]) == (first, "read twice", None)
    # back to the claim whose verdict was taken back
    with page.expect_event("load"):
        page.keyboard.press("u")
    assert page.locator(".card.is-on").get_attribute("data-claim") == made[-1]["subject"]
    tab.quiet(many)
