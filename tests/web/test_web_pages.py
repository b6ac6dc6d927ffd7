"""Every page answers, is also JSON, and lets nothing of a report run."""

import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, quote

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import ATTACK, HOST, SECRET, Desk

from crossbearing.errors import LedgerError
from crossbearing.jsonform import from_json
from crossbearing.ledger.relink import relink
from crossbearing.types import Claim, Event, Reading
from crossbearing.views import Views
from crossbearing.web import listed
from crossbearing.web.app import make_app
from crossbearing.web.settings import Settings
from made import made_ledger, report

LISTS = (
    "/events",
    "/reports",
    "/review",
    "/review?why=contested&side=RU&kind=territory_gain",
    "/charts",
    "/add",
    "/decisions",
)


@pytest.mark.parametrize("path", [*LISTS, "/events?q=town", "/events?mark=hedged&place=Bakhmut&publisher=Third+Wire",
    "/events?as_of=2023-05-22", "/events?since=2023-05-01&until=2023-05-30&sort=time&page=1", "/events?q=nothing-like-it"])  # fmt: skip
def test_lists_answer(desk: Desk, path: str) -> None:
    answer = desk.client.get(path)
    assert answer.status_code == 200
    assert "<h1" in answer.text


def test_events_are_in_the_public_shape(desk: Desk) -> None:
    events = [from_json(Event, row) for row in desk.lines("/events.json")]
    assert events
    one = events[0]
    assert desk.client.get(f"/events/{one.id}").status_code == 200
    assert from_json(Event, desk.client.get(f"/events/{one.id}.json").json()) == one
    assert len(desk.client.get(f"/events/{one.id}.csv").text.splitlines()) == 1 + len(one.claims)


def test_claims_and_readings_are_in_the_public_shape(desk: Desk) -> None:
    claims = [from_json(Claim, row) for row in desk.lines("/claims.json")]
    assert len(claims) == 5
    one = claims[0]
    assert from_json(Claim, desk.client.get(f"/claims/{one.id}.json").json()) == one
    moved = desk.client.get(f"/claims/{one.id}", follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (307, f"/reports/{one.report.id}#{one.id}")
    reading = from_json(Reading, desk.client.get(f"/reports/{one.report.id}.json").json())
    assert one in reading.claims


@pytest.mark.parametrize(
    "path", ["/reports.json", "/decisions.json", "/events.json?q=town", "/events.json?as_of=2023-05-22"]
)
def test_lists_are_lines_of_json(desk: Desk, path: str) -> None:
    answer = desk.client.get(path)
    assert answer.status_code == 200
    assert all(isinstance(json.loads(line), dict) for line in answer.text.splitlines())


@pytest.mark.parametrize("path", ["/review.json", "/charts.json", "/openapi.json"])
def test_documents_are_json(desk: Desk, path: str) -> None:
    assert desk.client.get(path).json()


@pytest.mark.parametrize(
    ("path", "status"),
    [("/events/e0", 404), ("/events/e0.json", 404), ("/reports/none", 404), ("/claims/c0.json", 404), ("/nowhere", 404),
     ("/assets/none.css", 404), ("/events?since=yesterday", 400), ("/events?sort=luck", 400), ("/events?mark=ink", 400),
     ("/events?since=2023-13", 400), ("/events?until=2023-02-30", 400), ("/events?as_of=2023-05", 400), ("/events?page=²", 200)],
)  # fmt: skip
def test_what_is_not_there_is_said(desk: Desk, path: str, status: int) -> None:
    answer = desk.client.get(path)
    assert answer.status_code == status
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("key", ["a1.json", "folder/next", "https://example.test/original"])
def test_a_report_whose_id_ends_as_an_address_does_is_reached(tmp_path: Path, key: str) -> None:
    with made_ledger(tmp_path, (report("Anton Weber said the town was taken.", id=key),)) as ledger:
        relink(ledger, ())
        where = ledger.where
    with TestClient(make_app(where, Settings((HOST,), SECRET, {}, "owner")), base_url=f"http://{HOST}") as client:
        there = f"/reports/{quote(key, safe='')}"
        assert there in client.get("/reports").text
        assert "Anton Weber" in client.get(there).text
        assert client.get(f"{there}.json").json()["report"]["id"] == key
        assert "Anton Weber" in client.get(f"{there}/original").text
        assert client.get(f"{there}/next", follow_redirects=False).status_code == 303


def test_a_ledger_that_another_holds_is_no_fault_of_who_asks(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(self: Views, wanted: object = None) -> None:
        raise LedgerError("is held by another process", where="made.ledger", do="Wait")

    monkeypatch.setattr(Views, "claims", held)
    assert desk.client.get("/claims.json").status_code == 503


def test_the_list_follows_its_filters(desk: Desk) -> None:
    assert desk.lines("/events.json?kind=territory_gain")
    assert not desk.lines("/events.json?kind=protest")
    assert not desk.lines("/events.json?q=zzz")
    early = desk.lines("/events.json?as_of=2023-05-21")
    assert {r for e in early for r in e["claims"]} < {r for e in desk.lines("/events.json") for r in e["claims"]}  # type: ignore[attr-defined]


def _facet(page: str, name: str) -> dict[str, int]:
    pattern = rf'name="{name}" value="([^"]*)"[^>]*><span[^>]*>[^<]*</span><span>(\d+)</span>'
    return {unescape(value): int(n) for value, n in re.findall(pattern, page)}


@pytest.mark.parametrize("query", ["", "?kind=territory_gain", "?q=town", "?as_of=2023-05-22", "?publisher=Third+Wire"])
def test_marks_and_publishers_are_counted_as_the_list_would_count_them(desk: Desk, query: str) -> None:
    page = desk.client.get(f"/events{query}").text
    marks, publishers = _facet(page, "mark"), _facet(page, "publisher")
    assert set(marks) == set(listed.MARKS)
    assert publishers
    more = "&" if query else "?"
    for mark, n in marks.items():
        assert len(desk.lines(f"/events.json{query}{more}mark={mark}")) == n, mark
    for name, n in publishers.items():
        if "as_of" not in query and "publisher" not in query:
            found = desk.client.get(f"/events.json{query}", params={**dict(parse_qsl(query[1:])), "publisher": name})
            assert len(found.text.splitlines()) == n, name


def test_a_narrowed_list_of_a_large_ledger_counts_no_marks(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listed, "COUNTED", 0)
    assert set(_facet(desk.client.get("/events").text, "mark")) == set(listed.MARKS)
    page = desk.client.get("/events?kind=territory_gain").text
    assert _facet(page, "mark") == {}
    assert 'name="mark"' in page


def _days_of(desk: Desk, event: dict[str, object]) -> list[str]:
    claims = {str(c["id"]): c["report"] for c in desk.lines("/claims.json")}
    published = (claims[c]["published"] for c in event["claims"] if c in claims)  # type: ignore[attr-defined, index]
    return sorted({str(day)[:10] for day in published if day})


def test_an_event_is_shown_as_it_was_known_on_a_day(desk: Desk) -> None:
    event, days = next((e, d) for e in desk.lines("/events.json") if len(d := _days_of(desk, e)) > 1)
    now = f"/events/{event['id']}"
    then = desk.client.get(f"{now}.json?as_of={days[0]}").json()
    assert 0 < len(then["claims"]) < len(event["claims"])  # type: ignore[arg-type]
    assert [e for e in desk.lines(f"/events.json?as_of={days[0]}") if e["claims"] == then["claims"]] == [then]
    seen = desk.client.get(f"{now}?as_of={days[0]}")
    assert seen.status_code == 200
    assert "As known on" in seen.text
    assert 'value="lock"' not in seen.text
    assert desk.client.get(f"{now}.json?as_of={days[-1]}").json()["claims"] == event["claims"]
    assert desk.client.get(f"{now}?as_of=1999-01-01").status_code == 404
    assert desk.client.get(f"{now}?as_of=soon").status_code == 400


def test_a_large_ledger_shows_a_narrowed_list_as_of_a_day(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = "/events.json?kind=territory_gain&as_of=2023-05-22"
    small = desk.lines(asked)
    assert small
    monkeypatch.setattr(listed, "MOST_AS_OF", 0)
    assert desk.lines(asked) == small
    assert desk.client.get("/events?as_of=2023-05-22").status_code == 200
    monkeypatch.setattr(listed, "MOST_THEN", 0)
    refused = desk.client.get("/events?as_of=2023-05-23")
    assert refused.status_code == 400
    assert "Narrow the list" in refused.text


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.bad += [f"{tag} {k}" for k in given if k.startswith("on") or k == "style"]
        if (tag == "script" and not str(given.get("src", "")).startswith("/assets/")) or tag in ("img", "style"):
            self.bad.append(tag)
        for key in ("href", "src", "action"):
            if re.match(r"(?i)\s*(https?:|//|javascript:)", given.get(key) or ""):
                self.bad.append(f"{tag} {given[key]}")


@pytest.mark.parametrize(
    "path", [*LISTS, "/reports/evil", "/events/EVENT", f"/events?q={ATTACK}", "/events?place=%22%3E%3Cscript%3E"]
)
def test_markup_of_a_report_stays_text_and_nothing_is_inline(desk: Desk, path: str) -> None:
    event = next(str(e["id"]) for e in desk.lines("/events.json"))
    answer = desk.client.get(path.replace("EVENT", event))
    seen = _Seen()
    seen.feed(answer.text)
    assert seen.bad == []
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "'unsafe" not in answer.headers["content-security-policy"]


def test_the_captured_page_runs_and_loads_nothing(desk: Desk) -> None:
    answer = desk.client.get("/reports/evil/original")
    assert "<script" not in answer.text
    assert "onerror=" not in re.sub(r"&lt;.*?&gt;", "", answer.text)
    assert "sandbox" in answer.headers["content-security-policy"]
    assert desk.client.get("/reports/evil/original?as=text").text.startswith(ATTACK)


def test_html_is_made_harmless() -> None:
    from crossbearing.web.original import harmless

    page = b"""<html><head><style>p{background:url(http://x.test)}</style></head><body onload=run()><p style="x" id="a">One <a href="http://x.test">link</a></p>
    <script>run()</script><img src=http://x.test/a.png><form action=http://x.test><input></form><iframe src=http://x.test></iframe></body></html>"""
    clean = harmless(page)
    assert clean is not None
    assert "One link" in re.sub(r"<[^>]+>", "", clean)
    for gone in ("x.test", "script", "onload", "style", "<img", "<form", "<iframe", "id="):
        assert gone not in clean, gone


def test_assets_are_small_and_ours(desk: Desk) -> None:
    sizes = [
        len(desk.client.get(f"/assets/{name}").content)
        for name in ("tokens.css", "workbench.css", "workbench.js", "desk.js")
    ]
    assert sum(sizes) < 300_000


def test_a_page_that_has_not_changed_is_not_sent_again(desk: Desk) -> None:
    first = desk.client.get("/events")
    tag = {"If-None-Match": first.headers["etag"]}
    assert desk.client.get("/events", headers=tag).status_code == 304
    assert desk.client.get("/reports", headers=tag).status_code == 200
    claim = desk.lines("/claims.json")[0]["id"]
    desk.send("/decisions", {"subject": claim, "verdict": "reject"})
    assert desk.client.get("/events", headers=tag).status_code == 200


def test_what_another_process_decides_or_links_shows_at_once(desk: Desk, book: str) -> None:
    from crossbearing.ledger.decisions import decide
    from crossbearing.ledger.store import open_ledger

    claims = desk.lines("/claims.json")
    before = desk.client.get("/events").headers["etag"]
    with open_ledger(book) as other:
        decide(other, str(claims[0]["id"]), "reject", by="somebody")
    assert "somebody" in desk.client.get("/decisions").text
    then = desk.client.get("/events").headers["etag"]
    assert then != before
    with open_ledger(book) as other:
        relink(other, (), whole=True)
    assert desk.client.get("/events").headers["etag"] != then


def test_search_follows_what_is_read_anew_and_purged(desk: Desk, book: str) -> None:
    from crossbearing.ledger.purge import purge
    from crossbearing.ledger.store import open_ledger

    word = {"q": "town"}
    found = desk.lines("/events.json?q=town")
    assert found
    assert {row["id"] for row in found} == {row["id"] for row in desk.lines("/events.json?q=town&sort=newest")}
    total = len(found)
    for key in [row["report"]["id"] for row in desk.lines("/reports.json")]:  # type: ignore[index]
        with open_ledger(book) as other:
            purge(other, key, by="owner", reason="a test")
    assert desk.lines("/events.json?q=town") == []
    assert total
    assert desk.client.get("/events", params=word).status_code == 200


def test_the_outlines_are_one_asset_of_every_map(desk: Desk) -> None:
    page = desk.client.get("/events").text
    (address,) = set(re.findall(r'href="(/assets/outlines.svg[^#"]*)#', page))
    answer = desk.client.get(address)
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "immutable" in answer.headers["cache-control"]
    assert 'id="countries"' in answer.text
    assert "data-zoom" in page
    assert '<desc id="towns">' in answer.text
    for name in ("leaflet.js", "leaflet.css", "maps.js", "leaflet-licence.txt"):
        (address,) = set(re.findall(rf'"(/assets/{name}[^"]*)"', page))
        assert desk.client.get(address).status_code == 200


def test_the_own_assets_are_light() -> None:
    from crossbearing.pages.render import OWN, asset

    assert sum(len(asset(name).encode()) for name in OWN) <= 300_000


def test_what_was_only_said_stands_behind_what_happened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks.web import build

    build(tmp_path / "made.ledger", 200)
    app = make_app(str(tmp_path / "made.ledger"), Settings((HOST,), SECRET, {}, "owner"))
    monkeypatch.setattr(listed, "PAGE", 60)
    with TestClient(app, base_url=f"http://{HOST}") as client:
        rows = [json.loads(line) for line in client.get("/events.json").text.splitlines()]
        kinds = [row["kind"] for row in rows]
        said = kinds.count("statement")
        assert 0 < said < len(kinds)
        assert kinds[-said:] == ["statement"] * said
        pages = [client.get(f"/events?page={n}").text for n in range(1, -(-len(rows) // 60) + 1)]
        drawn = [key for page in pages for key in re.findall(r'data-item="([^"]+)"', page)]
        assert drawn == [row["id"] for row in rows]
        assert f"the last {said} were only said" in pages[0]
        assert 'href="/events?kind=statement"' in pages[0]
        assert sum('id="said"' in page for page in pages) >= 1
        assert "only said" not in client.get("/events?kind=statement").text.partition("<dialog")[0]
        found = [json.loads(line) for line in client.get("/events.json?q=Townlet").text.splitlines()]
        assert [row["kind"] == "statement" for row in found] == sorted(row["kind"] == "statement" for row in found)


def test_pages_travel_packed_where_a_browser_can_unpack(desk: Desk) -> None:
    packed = desk.client.get("/events", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in desk.client.get("/events", headers={"Accept-Encoding": "identity"}).headers
    assert int(packed.headers["content-length"]) * 2 < len(packed.content)
    tag = packed.headers["etag"]
    assert desk.client.get("/events", headers={"If-None-Match": tag}).status_code == 304
