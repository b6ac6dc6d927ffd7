import json
import runpy
from pathlib import Path

import pytest

from crossbearing.capture.sources import Captured, open_item, sources
from crossbearing.packs import load

EXAMPLES = Path(__file__).parents[1] / "examples"
FOLDER = EXAMPLES / "bakhmut"
EXPECTED = json.loads((FOLDER / "expected.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def dossier() -> dict[str, Captured]:
    return {got.report.id: got for got in sources([str(FOLDER)]) if isinstance(got, Captured)}


def test_the_dossier_has_eighteen_reports_in_six_formats(dossier: dict[str, Captured]) -> None:
    assert len(dossier) == 18
    assert len({Path(got.origin.split(":")[0]).suffix for got in dossier.values()}) == 6


def test_every_file_says_that_its_publisher_is_invented(dossier: dict[str, Captured]) -> None:
    for got in dossier.values():
        path = Path(got.origin.partition(".jsonl:")[0])
        said = [path.with_suffix(".meta.json").read_text("utf-8")] if path.suffix else got.data.decode().splitlines()
        assert all("invented" in line for line in said), got.report.id
    assert {got.report.url for got in dossier.values()} == {None}


def test_every_report_is_short_dated_and_english(dossier: dict[str, Captured]) -> None:
    for got in dossier.values():
        assert 110 <= len(got.report.text.split()) <= 350, got.report.id
        assert "2023-05-20" <= (got.report.published or "") <= "2023-05-25"
        assert got.report.language == "en"


def test_no_navigation_is_taken_for_text(dossier: dict[str, Captured]) -> None:
    assert not any(word in got.report.text for got in dossier.values() for word in ("teapots", "Sport", "Terms of use"))


def test_the_written_files_are_those_that_the_script_makes(dossier: dict[str, Captured]) -> None:
    from crossbearing.capture.document import Item

    makers = runpy.run_path(str(EXAMPLES / "make_files.py"))["FILES"]
    for name, make in makers.items():
        (made,) = open_item(Item(name=name, data=make()))
        assert isinstance(made, Captured)
        assert made.report.text == dossier[name.rpartition(".")[0]].report.text


def test_the_expected_events_name_known_reports_places_and_sides(dossier: dict[str, Captured]) -> None:
    pack = load(EXPECTED["pack"])
    sides, places = {side.id for side in pack.sides}, {place.id for place in pack.places}
    keys = {event["key"] for event in EXPECTED["events"]}
    for event in EXPECTED["events"]:
        assert set(event["reports"]) <= dossier.keys(), event["key"]
        assert event["place"] is None or event["place"]["id"] in places
        assert set(event["asserting_sides"]) | set(event["denying_sides"]) <= sides
        assert {link["event"] for link in event["linked"]} <= keys
