"""For everyone: no violation that axe can find, no sideways scrolling, no word to anybody else, in light and dark."""

from typing import Any

import pytest
from tests.browser.conftest import PASSWORD, Tab

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
MOST_SHIFT = 0.01  # a tenth of what counts as good
PAGES = [
    "/events",
    "/events?q=nothing-like-it",
    "/events/TOP",
    "/reports",
    "/reports/01-harbour-ledger",
    "/review",
    "/charts",
    "/decisions",
    "/add",
    "/events/none",
]


def _paths(tab: Tab, base: str) -> list[str]:
    tab.page.goto(f"{base}/events")
    top = str(tab.page.locator("tbody tr[data-item]").first.get_attribute("data-item"))
    return [base + path.replace("TOP", top) for path in PAGES]


def _violations(page: Any) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]})
    return [
        f"{v['id']}: {v['nodes'][0]['target']} {v['nodes'][0]['failureSummary'][:200]}"
        for v in found.response["violations"]
    ]


LOOKS = [(1280, "light"), (1280, "dark"), (360, "dark"), (2560, "light")]


def _seen(tab: Tab, found: dict[str, list[str]], name: str) -> None:
    if wrong := _violations(tab.page):
        found[name] = wrong


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_axe_finds_nothing_in_the_workbench(tab: Tab, base: str, width: int, theme: str) -> None:
    tab.page.set_viewport_size({"width": width, "height": 900})
    tab.page.emulate_media(color_scheme=theme)
    found: dict[str, list[str]] = {}
    for path in _paths(tab, base):
        tab.page.goto(path)
        _seen(tab, found, path)
    assert not found, found
    assert [u for u in tab.asked if not u.startswith((base, "data:"))] == []


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (360, "dark")])
def test_axe_finds_nothing_in_what_opens(tab: Tab, base: str, width: int, theme: str) -> None:
    """Dialogs, menus, forms in their place, the captured page, an event and a list as of a day, what was just decided."""
    page, found = tab.page, dict[str, list[str]]()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    top = _paths(tab, base)[2]
    page.goto(f"{base}/events?as_of=2023-05-21&status=contested&mark=hedged")
    _seen(tab, found, "list as of a day")
    page.keyboard.press("?")
    _seen(tab, found, "keys")
    page.goto(f"{top}?as_of=2023-05-21")
    _seen(tab, found, "event as of a day")
    page.goto(top)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    _seen(tab, found, "event, all of it open")
    page.goto(f"{base}/charts?side=UA")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    _seen(tab, found, "charts and their tables")
    page.goto(f"{base}/reports/01-harbour-ledger")
    with page.expect_response("**/decisions"):
        page.keyboard.press("h")
    page.keyboard.press("p")
    page.locator("#captured iframe").wait_for()
    _seen(tab, found, "report: decided, its captured page open")
    page.keyboard.press("i")
    page.locator(".card.is-on form[data-edit] output").wait_for()
    assert page.locator("#captured[open]").count() == 0
    _seen(tab, found, "report with the form of an edit")
    claim = page.locator(".card.is-on").get_attribute("data-claim")
    page.goto(f"{base}/claims/{claim}/edit")
    _seen(tab, found, "edit")
    page.goto(f"{base}/decisions")
    _seen(tab, found, "decisions")
    page.evaluate("send('/undo', () => ({}))")
    assert not found, found


@pytest.mark.parametrize(("width", "theme"), [(1280, "dark"), (360, "light")])
def test_axe_finds_nothing_where_several_people_work(tab: Tab, differing: str, width: int, theme: str) -> None:
    page, found = tab.page, dict[str, list[str]]()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    page.goto(f"{differing}/review?why=differ")
    assert "/login" in page.url
    _seen(tab, found, "log-in")
    for password in ("wrong", PASSWORD):
        page.get_by_label("Name").fill("olu")
        page.get_by_label("Password").fill(password)
        with page.expect_event("load"):
            page.keyboard.press("Enter")
        if password == "wrong":
            _seen(tab, found, "log-in, refused")
    assert page.url.endswith("/review?why=differ")
    assert page.locator(".settle").count() == 1
    _seen(tab, found, "settling fields")
    page.keyboard.press("j")
    _seen(tab, found, "settling a verdict")
    page.goto(f"{differing}/review?why=second")
    _seen(tab, found, "second reader")
    page.goto(
        f"{differing}/reports/{page.locator('.card.is-on [data-open]').get_attribute('href').partition('reports/')[2]}"
    )
    _seen(tab, found, "report with differing readers")
    page.goto(f"{differing}/decisions")
    _seen(tab, found, "decisions of several")
    assert not found, found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_report(tab: Tab, report_file: str, theme: str) -> None:
    page = tab.page
    page.emulate_media(color_scheme=theme)
    page.goto(report_file)
    first = page.locator("tbody tr[data-item] a").first.get_attribute("href")
    found = {}
    for fragment in ("#events", "#reports", first, "#report-01-harbour-ledger"):
        page.goto(f"{report_file}{fragment}")
        if wrong := _violations(page):
            found[fragment] = wrong
    assert not found, found
    tab.quiet("file:")


@pytest.mark.parametrize("width", [360, 1280, 2560])
def test_nothing_shifts_after_the_first_paint(browser: Any, base: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    context.add_init_script(
        "window.shifts = []; new PerformanceObserver(l => { for (const e of l.getEntries()) window.shifts.push(e.value); })"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    found = {}
    tab = Tab(context.new_page())
    for path in _paths(tab, base):
        tab.page.goto(path)
        tab.page.wait_for_timeout(300)
        moved = sum(tab.page.evaluate("window.shifts"))
        if moved > MOST_SHIFT:
            found[path] = moved
    context.close()
    assert not found, found


@pytest.mark.parametrize("width", [360, 1280, 2560])
def test_nothing_scrolls_sideways(tab: Tab, base: str, report_file: str, width: int) -> None:
    page = tab.page
    page.set_viewport_size({"width": width, "height": 800})
    wide = []
    for path in [
        *_paths(tab, base),
        f"{report_file}#events",
        f"{report_file}#reports",
        f"{report_file}#report-01-harbour-ledger",
    ]:
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(path)
    assert wide == []
