"""A golden reading of the example dossier: what must hold of its central event, whatever else improves."""

import json

import pytest
from benchmarks.dossier import FOLDER, Row, compare, read_dossier

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def rows() -> dict[str, Row]:
    expected = json.loads((FOLDER / "expected.json").read_text("utf-8"))["events"]
    return {row.key: row for row in compare(expected, *read_dossier())}


def test_the_capture_is_contested(rows: dict[str, Row]) -> None:
    capture = rows["capture"]
    assert capture.right
    assert capture.overlap >= 0.6
    assert capture.found is not None
    assert "RU" in capture.found.asserting_sides
    assert capture.found.denying_sides == ("UA",)


def test_both_sides_origins_are_counted_and_no_carrier_is(rows: dict[str, Row]) -> None:
    found = rows["capture"].found
    assert found is not None
    counted = {origin.name for origin in found.origins if origin.counted}
    assert {"Yevgeny Prigozhin", "Serhii Cherevatyi", "Volodymyr Zelensky"} <= counted
    ministry = {
        "Russian Ministry of Defence",
        "Ministry of Defence of the Russian Federation",
    }  # as the reports write it
    assert len(ministry & counted) == 1
    assert not counted & {"Lantern Wire", "Meridian Post", "Sundial Daily", "Kestrel Digest", "Copper Lane Review"}


def test_what_one_side_says_of_itself_is_one_sided(rows: dict[str, Row]) -> None:
    assert rows["held"].right
    assert rows["encirclement"].right


def test_most_of_the_expected_events_are_found(rows: dict[str, Row]) -> None:
    assert sum(row.found is not None for row in rows.values()) >= 8
