"""For everyone: no violation that axe can find, no sideways scrolling, no word to anybody else, in light and dark."""

from typing import Any

import pytest
from tests.browser.conftest import Tab

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


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_workbench(tab: Tab, base: str, theme: str) -> None:
    tab.page.emulate_media(color_scheme=theme)
    found = {}
    for path in _paths(tab, base):
        tab.page.goto(path)
        if wrong := _violations(tab.page):
            found[path] = wrong
    assert not found, found
    assert [u for u in tab.asked if not u.startswith((base, "data:"))] == []


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
