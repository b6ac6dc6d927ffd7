"""Charts: what is counted, under which filters, as page, SVG, CSV and JSON; nothing is left out in silence."""

import csv
import io
from collections import Counter
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from lxml import etree
from tests.web.conftest import Desk

from crossbearing.pages.charts import columns, days_svg, shares_svg, spread_of, unit_of
from crossbearing.pages.standalone import standalone
from crossbearing.tallies import DaySide, PublisherShare

CHARTS = ("days", "publishers", "origins")


def _charts(desk: Desk, query: str = "") -> Any:
    return desk.client.get(f"/charts.json{query}").json()


def _by_hand(claims: list[Any]) -> Counter[tuple[str, str]]:
    return Counter(
        (c["report"]["published"][:10], "own voice" if c["attribution"] is None else c["source"]["side"] or "no side")
        for c in claims
        if c["report"]["published"]
    )


@pytest.mark.parametrize("query", ["", "?kind=territory_gain", "?stance=denies", "?publisher=Third+Wire", "?place=Bakhmut",
    "?until=2023-05-20", "?status=contested", "?as_of=2023-05-21"])  # fmt: skip
def test_days_are_the_claims_that_pass_counted_by_hand(desk: Desk, query: str) -> None:
    claims: list[Any] = desk.lines(f"/claims.json{query}")
    told = _charts(desk, query)
    assert {(d["day"], d["side"]): d["claims"] for d in told["days"]} == _by_hand(claims)
    assert told["undated"] == sum(not c["report"]["published"] for c in claims)


def test_what_a_person_decided_is_counted_as_decided(desk: Desk) -> None:
    one, two, *_ = (c for c in desk.lines("/claims.json") if c["report"]["published"])  # type: ignore[index]
    before = sum(d["claims"] for d in _charts(desk)["days"])
    desk.send("/decisions", {"subject": one["id"], "verdict": "reject"})
    assert sum(d["claims"] for d in _charts(desk)["days"]) == before - 1
    source = two["source"] | {"side": "UA"}  # type: ignore[operator]
    desk.send("/decisions", {"subject": two["id"], "verdict": "edit", "set": {"source": source, "kind": "advance"}})
    (edited,) = _charts(desk, "?kind=advance")["days"]
    assert (edited["side"], edited["claims"]) == ("UA", 1)
    assert sum(d["claims"] for d in _charts(desk)["days"]) == before - 1


def test_a_publisher_is_told_with_its_copies_and_the_origins_that_it_told_first(desk: Desk) -> None:
    told = _charts(desk)
    reports: list[Any] = desk.lines("/reports.json")
    assert sum(p["reports"] for p in told["publishers"]) == len(reports)
    assert sum(p["claims"] for p in told["publishers"]) == len(desk.lines("/claims.json"))
    assert all(p["first"] + p["later"] <= p["sharing"] <= p["reports"] for p in told["publishers"])
    counted = [o for e in desk.lines("/events.json") for o in e["origins"] if o["counted"]]  # type: ignore[attr-defined]
    assert sum(p["first"] for p in told["origins"]) >= len(counted)
    assert {p["publisher"] for p in told["origins"]} <= {p["publisher"] for p in told["publishers"]}


@pytest.mark.parametrize("name", CHARTS)
def test_each_chart_is_a_file_that_stands_alone_with_its_data(desk: Desk, name: str) -> None:
    drawn = desk.client.get(f"/charts/{name}.svg?side=UA")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert "attachment" in drawn.headers["content-disposition"]
    root = etree.fromstring(drawn.content)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "side=UA" in root.findtext("{*}desc")
    assert b"var(--" not in drawn.content
    assert b"class=" not in drawn.content
    table = desk.client.get(f"/charts/{name}.csv")
    assert "attachment" in table.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert len(rows) == len(_charts(desk)[name]) + (name == "days" and _charts(desk)["undated"] > 0)
    page = desk.client.get("/charts?side=UA").text
    assert f'href="/charts/{name}.svg?side=UA"' in page
    assert f'href="/charts/{name}.csv?side=UA"' in page


@pytest.mark.parametrize("name", ["life", "spread"])
def test_the_pictures_of_an_event_are_files(desk: Desk, name: str) -> None:
    event = max(desk.lines("/events.json"), key=lambda e: len(e["claims"]))  # type: ignore[arg-type]
    for query in ("", "?as_of=2023-05-22"):
        drawn = desk.client.get(f"/events/{event['id']}/{name}.svg{query}")
        assert etree.fromstring(drawn.content).findtext("{*}title")
        assert (
            f'href="/events/{event["id"]}/{name}.svg{query}"' in desk.client.get(f"/events/{event['id']}{query}").text
        )
    assert desk.client.get(f"/events/{event['id']}/dance.svg").status_code == 404
    assert desk.client.get("/charts/dance.svg").status_code == 404


def test_a_column_stands_for_every_day_and_long_times_are_told_by_week_month_and_year() -> None:
    some = columns([DaySide("2023-05-01", "RU", 2), DaySide("2023-05-04", "UA", 1), DaySide("soon", "UA", 9)])
    assert [sum(c.sides.values()) for c in some] == [2, 0, 0, 1]
    for last, unit in (("2023-03-01", "day"), ("2023-12-31", "week"), ("2027-12-31", "month"), ("2044-01-01", "year")):
        drawn = columns([DaySide("2023-01-05", "RU", 2), DaySide(last, "RU", 3)])
        assert unit_of(drawn) == unit
        assert sum(sum(c.sides.values()) for c in drawn) == 5
        assert len(drawn) <= 122
        assert drawn[0].first <= date(2023, 1, 5)
        assert all(a.after == b.first for a, b in pairwise(drawn))
        assert unit in days_svg(drawn, {"RU": "1"})
    assert columns([]) == ()


def test_the_spread_tells_how_many_publishers_had_told_so_far(desk: Desk) -> None:
    from crossbearing.jsonform import from_json
    from crossbearing.types import Claim

    claims = [from_json(Claim, c) for c in desk.lines("/claims.json")]
    drawn = spread_of(claims)
    reach = [c.publishers for c in drawn]
    assert reach == sorted(reach)
    assert reach[-1] == len({c.report.publisher or c.report.id for c in claims if c.report.published})
    assert "publishers" in days_svg(drawn, {})


def test_a_long_list_of_publishers_is_cut_aloud_and_a_strange_name_harms_nothing() -> None:
    many = [PublisherShare(f"Paper {n} <b>\x0b&", 3, 9, 2, 1, 1) for n in range(40)]
    drawn = standalone(str(shares_svg(many)), title="a < b", about="x & y")
    assert etree.fromstring(drawn.encode()) is not None
    assert "24 of 40 drawn" in drawn
    nothing = standalone(str(shares_svg([])), title="none", about="")
    assert "No report." in nothing
    assert etree.fromstring(nothing.encode()) is not None
