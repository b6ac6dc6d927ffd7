"""The ten main journeys of the workbench, driven in a browser, mostly by key."""

from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import Tab

TALK = "/reports/01-harbour-ledger"


def _top_event(tab: Tab, base: str) -> str:
    tab.page.goto(f"{base}/events")
    return str(tab.page.locator("tbody tr[data-item]").first.get_attribute("data-item"))


def test_1_from_the_list_to_an_event_to_its_report_by_key(tab: Tab, base: str) -> None:
    page = tab.page
    page.goto(f"{base}/events")
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.wait_for_url("**/events/e*")
    assert page.locator(".board .orow").count() > 1
    page.locator(".orow details summary").first.click()
    page.locator(".orow details[open] a").first.click()
    page.wait_for_url("**/reports/*")
    assert page.locator(".card.is-on").count() == 1
    tab.quiet(base)


def test_2_search_and_facets_live_in_the_address(tab: Tab, base: str) -> None:
    page = tab.page
    page.goto(f"{base}/events")
    page.keyboard.press("/")
    page.keyboard.type("explosive")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=explosive**")
    found = page.locator("tbody tr[data-item]").count()
    assert 0 < found < 40
    page.locator('input[name="status"]:not([disabled])').first.check()
    page.wait_for_url("**status=**")
    page.locator(".chip").first.click()
    page.wait_for_function("!location.search.includes('q=explosive')")
    tab.quiet(base)


def test_3_a_row_lights_up_its_place_and_its_bar(tab: Tab, base: str) -> None:
    page = tab.page
    page.goto(f"{base}/events")
    link = page.locator(".map.live a[data-link]").first
    ids = str(link.get_attribute("data-link")).split()
    page.locator(f"#row-{ids[0]} .ttl").hover()
    assert "is-hot" in str(link.get_attribute("class"))
    assert page.locator(f'.map.live path.area.is-hot[data-link~="{ids[0]}"]').count() == 1
    # the name of a place leads to all of its events, and keeps what the list is narrowed to
    page.goto(f"{base}/events?side=UA")
    page.locator(".map.live a[data-link]", has_text="Bakhmut").click()
    page.wait_for_url("**place=Bakhmut**")
    assert "side=UA" in page.url
    tab.quiet(base)


def test_4_the_slider_shows_what_was_known_earlier(tab: Tab, base: str) -> None:
    page = tab.page
    page.goto(f"{base}/events")
    total = page.locator(".chips").first.inner_text()
    page.locator("[data-slider]").focus()
    page.keyboard.press("Home")
    page.wait_for_url("**as_of=2023-05-**")
    assert "as known on" in page.locator(".chips").first.inner_text()
    assert page.locator(".chips").first.inner_text() != total
    tab.quiet(base)


def test_5_step_through_a_report_and_decide_by_key_and_undo(tab: Tab, base: str) -> None:
    page = tab.page
    page.goto(base + TALK)
    page.keyboard.press("j")
    assert page.locator(".card.is-on").get_attribute("data-n") == "2"
    with page.expect_response("**/decisions") as made:
        page.keyboard.press("y")
    assert made.value.status == 201
    pressed = page.locator('.card.is-on button[value="confirm"]')
    assert pressed.get_attribute("aria-pressed") == "true"
    page.reload()
    assert page.locator('.card.is-on button[value="confirm"]').get_attribute("aria-pressed") == "true"
    with page.expect_event("load"):
        page.keyboard.press("u")
    assert page.locator('button[value="confirm"][aria-pressed="true"]').count() == 0
    tab.quiet(base)


def test_6_text_and_card_point_at_each_other(tab: Tab, base: str) -> None:
    page = tab.page
    page.goto(base + TALK)
    page.locator(".hl.con[data-go]").nth(1).click()
    n = page.locator(".card.is-on").get_attribute("data-n")
    assert page.locator(f'.tag.is-sel[data-go="{n}"]').count() == 1
    page.locator(f'.outline a[data-go="{n}"]').hover()
    assert page.locator(".hl.is-hot").count() >= 1
    assert page.url.endswith(str(page.locator(".card.is-on").get_attribute("data-claim")))
    tab.quiet(base)


def test_7_edit_a_span_by_selection(tab: Tab, base: str) -> None:
    page = tab.page
    page.goto(base + TALK)
    page.keyboard.press("i")
    page.wait_for_selector(".card.is-on form[data-edit]")
    page.evaluate(
        "() => { const t = document.createTreeWalker(document.querySelector('.para p'), NodeFilter.SHOW_TEXT).nextNode();"
        " const r = document.createRange(); r.setStart(t, 0); r.setEnd(t, 4); getSelection().removeAllRanges(); getSelection().addRange(r); }"
    )
    page.locator('.card.is-on [data-act="span"]').click()
    form = page.locator(".card.is-on form[data-edit]")
    assert form.locator('[name="edit.end"]').input_value() == str(
        int(form.locator('[name="edit.start"]').input_value()) + 4
    )
    # what is wrong with an edit is told in its form, and nothing typed is lost
    form.locator('[name="edit.earliest"]').fill("2024-01-02")
    form.locator('[name="edit.latest"]').fill("2024-01-01")
    form.locator('[name="edit.stance"]').select_option("doubts")
    form.locator('[name="reason"]').fill("to try it")
    form.locator("button:not([type=button])").click()
    form.get_by_role("alert").get_by_text("the last day lies before the first").wait_for()
    assert form.locator('[name="reason"]').input_value() == "to try it"
    form.locator('[name="edit.latest"]').fill("2024-01-03")
    with page.expect_event("load"):
        form.locator("button:not([type=button])").click()
    assert page.get_by_text("to try it").count() >= 1
    page.goto(base + TALK)
    with page.expect_event("load"):
        page.keyboard.press("u")
    assert [e for e in tab.errors if "400" not in e] == []


def test_7_edit_a_span_by_key(tab: Tab, base: str) -> None:
    page = tab.page
    page.goto(base + TALK)
    page.keyboard.press("i")
    form = page.locator(".card.is-on form[data-edit]")
    start, end, shown = (form.locator(s) for s in ('[name="edit.start"]', '[name="edit.end"]', "output"))
    form.wait_for()
    assert start.evaluate("e => e === document.activeElement")
    before = shown.inner_text()
    assert before == page.locator(".card.is-on [data-hot] .q").inner_text()
    page.keyboard.press("ArrowDown")
    assert shown.inner_text() == before.partition(" ")[2]
    page.keyboard.press("ArrowUp")
    assert shown.inner_text() == before
    end.focus()
    page.keyboard.press("ArrowUp")
    assert shown.inner_text() == before.rpartition(" ")[0]
    form.locator('[name="reason"]').fill("shorter")
    page.keyboard.press("Escape")
    form.locator('[name="reason"]').focus()
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    assert page.locator(".card.is-on [data-hot] .q").inner_text() == before.rpartition(" ")[0]
    with page.expect_event("load"):
        page.keyboard.press("u")
    assert page.locator(".card.is-on [data-hot] .q").inner_text() == before
    tab.quiet(base)


def test_8_work_through_the_queue(tab: Tab, base: str) -> None:
    page = tab.page
    page.goto(f"{base}/review")
    for key, verdict in (("y", "confirm"), ("n", "reject"), ("h", "unclear")):
        with page.expect_response("**/decisions") as made:
            page.keyboard.press(key)
        assert made.value.json()["verdict"] == verdict
        page.wait_for_function(
            "n => +document.querySelector('.card.is-on').dataset.n > n", arg={"y": 1, "n": 2, "h": 3}[key]
        )
    # taken back one by one: each time its claim comes again
    for n in ("3", "2", "1"):
        with page.expect_response("**/undo"):
            page.keyboard.press("u")
        page.locator(f'.card.is-on[data-n="{n}"]').wait_for()
        assert page.locator('.card.is-on [aria-pressed="true"]').count() == 0
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 1
    tab.quiet(base)


def test_9_split_join_and_lock_an_event(tab: Tab, base: str) -> None:
    page = tab.page
    page.goto(f"{base}/events/{_top_event(tab, base)}")
    page.get_by_role("button", name="Lock").click()
    page.wait_for_selector("text=Unlock")
    assert page.get_by_text("no person has decided").count() == 0
    page.get_by_role("button", name="Unlock").click()
    page.wait_for_selector("text=no person has decided")
    page.locator(".menu summary", has_text="Split").click()
    page.locator(".pickclaims input").last.check()
    page.locator(".menu[open] button").click()
    page.wait_for_url("**/events")
    for _ in range(3):
        page.evaluate("send('/undo', () => ({}))")
    tab.quiet(base)


def test_10_paste_a_report(tab: Tab, base: str, tmp_path: Path) -> None:
    page = tab.page
    page.goto(f"{base}/add")
    page.locator("textarea").fill("Officials in Kyiv said on Monday that the village of Klishchiivka had been shelled.")
    page.locator('[name="publisher"]').fill("Pasted Post")
    page.locator('[name="published"]').fill("2023-05-26")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    page.locator('input[type="file"]').set_input_files(str(tmp_path / "broken.pdf"))
    page.get_by_role("button", name="Read").click()
    page.wait_for_selector("text=What became of it")
    assert "failed" in page.locator(".state").inner_text()
    page.locator(".state a").first.click()
    page.wait_for_url("**/reports/*")
    tab.quiet(base)


def test_11_the_map_moves_by_button_and_by_key(tab: Tab, base: str) -> None:
    page = tab.page
    page.goto(f"{base}/events")
    live = page.locator(".map.live")
    live.locator("path.land").wait_for(state="attached")
    area, scale = live.locator("path.area:not(.wide)").first, live.locator(".leaflet-control-scale-line")
    before, told = area.bounding_box(), scale.inner_text()
    page.get_by_role("button", name="Zoom in").click()
    page.keyboard.press("+")
    page.keyboard.press("+")
    assert area.bounding_box()["width"] > before["width"]
    assert scale.inner_text() != told
    page.keyboard.press("0")
    assert area.bounding_box() == pytest.approx(before, abs=1)
    live.focus()
    page.keyboard.press("ArrowLeft")
    assert area.bounding_box()["x"] == pytest.approx(before["x"] + 90, abs=2)
    # what lies out of the window is no stop for the keyboard, and the drawn map none at all
    for _ in range(6):
        page.keyboard.press("+")
    away = live.locator("a.is-away").all()
    assert away
    assert all(link.evaluate("e => getComputedStyle(e).visibility") == "hidden" for link in away)
    assert page.locator("svg.map").evaluate("e => getComputedStyle(e).visibility") == "hidden"
    page.get_by_role("button", name="Whole map").click()
    assert area.bounding_box() == pytest.approx(before, abs=1)
    tab.quiet(base)


def test_12_the_queue_is_narrowed_and_reports_are_stepped_through(tab: Tab, base: str) -> None:
    page = tab.page
    page.goto(f"{base}/review")
    page.locator('[name="why"][value="contested"]').check()
    page.wait_for_url("**/review?why=contested*")
    assert page.locator(".queue a").count() > 0
    assert page.locator(".queue .l2").first.inner_text().startswith("its event is contested")
    with page.expect_navigation():
        page.keyboard.press("o")
    here = page.url.partition("#")[0]
    with page.expect_navigation():
        page.keyboard.press("]")
    assert page.url.partition("#")[0] != here
    with page.expect_navigation():
        page.keyboard.press("[")
    assert page.url.partition("#")[0] == here
    tab.quiet(base)


def test_two_at_once_are_told_of_each_other(tab: Tab, browser: Any, base: str) -> None:
    page, other = tab.page, browser.new_page()
    for one in (page, other):
        one.goto(base + TALK)
    with other.expect_response("**/decisions"):
        other.keyboard.press("n")
    with page.expect_response("**/decisions") as refused:
        page.keyboard.press("y")
    assert refused.value.status == 409
    page.locator(".card.is-on").get_by_role("alert").get_by_text("Somebody decided on this meanwhile").wait_for()
    assert page.locator('.card.is-on [aria-pressed="true"]').count() == 0
    # with that in sight the next press counts
    with page.expect_response("**/decisions") as made:
        page.keyboard.press("y")
    assert made.value.status == 201
    other.close()
    for _ in range(2):
        page.evaluate("send('/undo', () => ({}))")
    assert [e for e in tab.errors if "409" not in e] == []


def test_13_the_event_stands_beside_its_claim_where_there_is_room(tab: Tab, base: str) -> None:
    page = tab.page
    page.set_viewport_size({"width": 2560, "height": 1300})
    page.goto(base + TALK)
    for _ in range(3):
        shown = page.locator(".also [data-also]:visible")
        held = page.locator(".card.is-on").get_attribute("data-e")
        assert shown.count() == (1 if held else 0)
        page.keyboard.press("j")
    tab.quiet(base)


def test_pages_show_without_scripts(browser: Any, base: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path, there in (
        ("/events", "tbody tr"),
        (TALK, ".card"),
        ("/review", ".card"),
        ("/charts", "svg.chart"),
        ("/decisions", "tbody tr"),
    ):
        page.goto(base + path)
        assert page.locator(there).first.is_visible()
    context.close()


@pytest.mark.parametrize("name", ["life", "spread", "days", "publishers", "origins"])
def test_a_picture_is_saved_without_scripts_and_opens_alone(browser: Any, base: str, name: str) -> None:
    context = browser.new_context(java_script_enabled=False, accept_downloads=True)
    page = context.new_page()
    page.goto(f"{base}/events")
    event = page.locator("tbody tr[data-item]").first.get_attribute("data-item")
    page.goto(f"{base}/events/{event}" if name in ("life", "spread") else f"{base}/charts")
    with page.expect_download() as saved:
        page.locator(f'a[download][href*="/{name}.svg"]').evaluate("e => e.click()")
    text = Path(saved.value.path()).read_text("utf-8")
    assert text.startswith("<svg")
    assert "var(--" not in text
    alone = context.new_page()
    alone.set_content(text)
    box = alone.locator("svg").bounding_box()
    assert box is not None
    assert box["width"] > 300
    context.close()
