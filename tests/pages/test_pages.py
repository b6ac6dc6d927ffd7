"""The pages say everything, leave nothing out of the text, and let no markup of a report through."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from crossbearing.pages.board import board, deck
from crossbearing.pages.charts import round_numbers
from crossbearing.pages.desk import STATUS_GLYPHS, Desk
from crossbearing.pages.highlight import paragraphs
from crossbearing.pages.render import asset, reading_context, render
from crossbearing.pages.words import direction, interval, to_ordinal
from crossbearing.types import Origin, Place, When


@pytest.fixture(scope="module")
def page(desk: Desk) -> str:
    return render("report.html", desk=desk)


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.addresses: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script":
            self.scripts.append(given.get("src") or "inline")
        self.addresses += [v for k, v in attrs if k in ("href", "src") and v]
        if given.get("id"):
            self.ids.append(str(given["id"]))


def test_markup_of_a_report_stays_text(page: str) -> None:
    found = _Elements()
    found.feed(page)
    assert found.scripts == ["inline"] * 4
    assert "&lt;script&gt;alert" in page


def test_nothing_points_outside_and_every_link_has_its_target(page: str) -> None:
    found = _Elements()
    found.feed(page)
    assert all(a.startswith("#") for a in found.addresses)
    assert {a[1:].split("/")[0] for a in found.addresses} <= set(found.ids)
    assert len(found.ids) == len(set(found.ids))


def test_the_pieces_of_a_report_are_its_whole_text(desk: Desk) -> None:
    reading = desk.readings[0]
    for paragraph in paragraphs(reading, desk):
        assert "".join(p.text for p in paragraph.pieces) == reading.report.text[paragraph.start : paragraph.end]


def test_source_cue_content_hedge_and_own_voice_are_marked(desk: Desk) -> None:
    pieces = [p for paragraph in paragraphs(desk.readings[0], desk) for p in paragraph.pieces]
    by_text = {p.text: p for p in pieces}
    assert "src" in by_text["The ministry"].classes.split()
    assert "cue" in by_text["said"].classes.split()
    assert (by_text["reportedly"].mark, by_text["reportedly"].letter) == ("hedge", "H")
    assert by_text["The fall of Lower Ford"].classes == "hl own"


def test_the_board_has_a_row_an_origin_and_own_voice_never_counts(desk: Desk) -> None:
    drawn = board(desk.events[0], desk)
    assert [(r.column, r.origin.name) for r in drawn.rows] == [("A", "Ministry"), ("D", "General Staff")]
    assert [(r.weight, r.origin.name) for r in drawn.uncounted] == [("none", "Harbour Ledger")]


def test_what_is_foretold_is_shown_and_adds_no_origin(desk: Desk) -> None:
    one = desk.events[0]
    foretells = Origin(name="Ministry", side="RU", named=True, counted=True, stance="predicts", claims=())
    drawn = board(replace(one, origins=(*one.origins, foretells)), desk)
    assert [(column, n) for column, n, _ in drawn.tallies] == [("A", 1), ("U", 0), ("D", 1)]
    assert ("none", "predicts") in [(r.weight, r.origin.stance) for r in drawn.uncounted]
    assert deck(drawn) == "Asserted by one origin; denied by one origin; foretold by one origin."
    alone = board(replace(one, origins=(foretells,)), desk)
    assert [r.weight for r in alone.rows] == [""]
    assert deck(alone) == "Foretold by one origin."


def test_a_first_line_that_is_the_title_is_the_headline_with_its_marks(desk: Desk) -> None:
    one = desk.readings[0]
    titled = replace(one, report=replace(one.report, title="Town taken, ministry says"))
    shown = reading_context(titled, desk)
    assert shown["headline"].start == 0
    assert shown["paragraphs"] == paragraphs(titled, desk)[1:]
    assert reading_context(one, desk)["headline"] is None  # its title is another
    whole = reading_context(desk.readings[1], desk)  # a text of one line stays a text
    assert (whole["headline"], len(whole["paragraphs"])) == (None, 1)


@pytest.mark.parametrize(
    ("top", "ticks"), [(1, (1,)), (4, (1, 2, 3, 4)), (9, (5,)), (55, (20, 40)), (4000, (1000, 2000, 3000, 4000))]
)
def test_axes_have_round_numbers(top: int, ticks: tuple[int, ...]) -> None:
    assert round_numbers(top) == ticks


def test_every_status_has_a_glyph_in_the_sheet() -> None:
    css = asset("tokens.css") + asset("workbench.css")
    for glyph in STATUS_GLYPHS.values():
        assert f"--g-{glyph}:" in css
        assert f".g-{glyph} " in css


def test_an_ambiguous_place_is_not_pinned(page: str) -> None:
    assert "not pinned" in page
    assert 'class="cand"' in page


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (When(), "not dated"),
        (When(earliest="2014"), "since 2014"),
        (When(latest="2025-12-01"), "until 1 Dec 2025"),
        (When(earliest="2023-05-20", latest="2023-05-22"), "20–22 May 2023"),
        (When(earliest="2025-11-30", latest="2025-12-01"), "30 Nov–1 Dec 2025"),
    ],
)
def test_intervals_in_words(when: When, words: str) -> None:
    assert interval(when) == words


def test_a_month_ends_with_its_last_day() -> None:
    first, last = to_ordinal("2023-02"), to_ordinal("2023-02", last=True)
    assert first is not None
    assert last is not None
    assert last - first == 27


def _channels(colour: str) -> list[float]:
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def _luminance(colour: str) -> float:
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("theme", [0, 1])
def test_text_colours_hold_wcag_aa_on_every_paper(theme: int) -> None:
    pairs = {
        m[1]: (m[2], m[3])
        for m in re.finditer(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", asset("tokens.css"))
    }
    papers = [pairs[name][theme] for name in ("paper", "panel", "card")]
    inks = [pairs[name][theme] for name in ("ink", "ink-2", "ink-3", "accent", *(f"side-{n}" for n in range(5)))]
    for ink in inks:
        for paper in papers:
            light, dark = sorted((_luminance(ink), _luminance(paper)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, paper)


def test_the_outlines_stand_once_and_each_map_refers_to_them(page: str) -> None:
    assert page.count('id="countries"') == 1
    assert page.count('href="#countries"') == page.count("data-map>") >= 2
    assert "/assets/" not in page


def test_the_map_is_leaflet_with_its_licence(page: str) -> None:
    assert "Leaflet 1.9.4" in page
    assert "Redistribution and use in source and binary forms" in page
    assert "sourceMappingURL" not in page
    towns = re.search(r'<desc id="towns">(.*?)</desc>', page)
    assert towns is not None
    assert ["Kyiv", 50.45, 30.52] in json.loads(towns[1].replace("&quot;", '"'))


def test_no_outline_goes_back_around_the_world() -> None:
    from crossbearing.pages.outlines import WORLD, shapes

    for ring in re.findall(r"l([-\d ]+)", shapes(WORLD)):
        assert max(abs(int(step)) for step in ring.split()) < 9000


def test_outlines_of_a_box_are_fewer_and_none_of_elsewhere() -> None:
    from crossbearing.pages.outlines import shapes, towns

    box = (22.0, 44.0, 40.0, 52.0)
    assert 1000 < len(shapes(box)) < len(shapes()) / 2
    named = [town.name for town in towns(box, 12)]
    assert named[0] == "Kyiv"
    assert len(set(named)) == 12


def test_what_lies_out_of_the_window_is_counted_and_waits_hidden(desk: Desk) -> None:
    from dataclasses import replace

    from crossbearing.pages.vectormap import events_map, outside, region_of

    far = replace(
        desk.events[0],
        id="efar",
        place=replace(desk.events[0].place or Place(as_written="x"), id="gn:9", name="Far Ford", lat=-30.0, lon=-60.0),
    )
    near = [replace(desk.events[0], id=f"e{n}") for n in range(3)]
    assert outside([*near, far]) == 1
    drawn = str(events_map(desk, [*near, far], lambda kind, key="": f"#{key}"))
    hidden = drawn[drawn.index('visibility="hidden"') :]
    assert "efar" in hidden
    box = region_of([*near, far])
    assert box is not None
    assert box[0] < -60 < 37.9 < box[2]


def test_a_side_by_side_field_is_told_in_words(desk: Desk) -> None:
    from crossbearing.pages.fieldwords import field_words

    claim = next(c for c in desk.claims.values() if c.hedged)
    assert field_words(claim, "source") == "Ministry (RU)"
    assert field_words(claim, "hedged") == "hedged"
    assert field_words(claim, "agents") == "Russian troops (RU)"
    assert field_words(claim, "targets") == "none"
    assert field_words(claim, "kind") == "territory gain"
    assert field_words(claim, "admiralty") == "F6"
    assert field_words(claim, "place").startswith("Lower Ford · settlement")
    assert field_words(claim, "when") == "22 May 2023"


def test_lines_of_a_pack_are_drawn_over_the_outlines(desk: Desk, tmp_path: Path) -> None:
    from dataclasses import replace

    from crossbearing.pages.outlines import lines

    file = tmp_path / "lines.geojson"
    shape = {"type": "MultiLineString", "coordinates": [[[30, 48, 7], [31, 48.5]], [[32, 47], [33, 47]]]}
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [{"geometry": shape}, {"geometry": None}]}))
    drawn = lines([file])
    assert 'd="M3000 -4800l100 -50M3200 -4700l100 0"' in drawn
    assert lines([]) == ""
    page = render("report.html", desk=replace(desk, lines=drawn))
    assert page.count('id="lines"') == 1
    assert page.count('href="#lines"') == page.count("data-map>")
    assert 'href="#lines"' not in render("report.html", desk=desk)


@pytest.mark.parametrize(
    ("text", "within", "runs"),
    [
        ("The town was taken", None, "ltr"),
        ("לא ידוע מי מחזיק בעיירה", None, "rtl"),
        ("“لم ننم” said a resident, who gave no name", None, "ltr"),
        (
            "“لم ننم” said she",
            "ltr",
            "ltr",
        ),  # most of its letters may be a quotation: the report still runs to the right
        ("“كانت ليلة طويلة ولم ننم”", "ltr", "rtl"),
        ("2023", "rtl", "rtl"),
        ("Harbour Ledger", "rtl", "ltr"),
        ("", None, "ltr"),
    ],
)
def test_a_paragraph_runs_as_its_report_does(text: str, within: str | None, runs: str) -> None:
    assert direction(text, within) == runs
