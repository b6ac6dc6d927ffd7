from dataclasses import replace
from pathlib import Path

import pytest

from crossbearing import packs
from crossbearing.errors import PackError


@pytest.mark.parametrize("name", sorted(packs.packaged()))
def test_every_shipped_pack_loads(name: str) -> None:
    pack = packs.load(name)
    assert pack.id == name
    assert len(pack.sides) >= 2


@pytest.mark.parametrize(
    ("form", "gn"),
    [
        ("Krasnoarmeysk", "gn:704422"),
        ("Krasnoarmeisk", "gn:704422"),
        ("Красноармейск", "gn:704422"),
        ("Artyomovsk", "gn:713174"),
        ("Артемовск", "gn:713174"),
        ("Бахмут", "gn:713174"),
        ("куп'янськ", "gn:703656"),
        ("Куп’янськ", "gn:703656"),
    ],
)
def test_rival_names_lead_to_one_place(form: str, gn: str) -> None:
    assert {row.id for row in packs.load("ukraine").place_forms[packs.fold(form)]} == {gn}


def test_two_villages_of_one_name_stay_apart() -> None:
    assert len({row.id for row in packs.load("ukraine").place_forms["opytne"]}) == 2


def test_a_publisher_is_found_by_name_and_by_the_domain_of_a_url() -> None:
    pack = packs.load("ukraine")
    by_name, by_url = pack.publisher("tass"), pack.publisher(None, "https://www.tass.com/world/1")
    assert by_name is not None
    assert by_url is not None
    assert (by_name.side, by_url.side) == ("RU", "RU")
    assert pack.publisher("The Unknown Herald") is None


def test_a_missing_pack_says_which_there_are() -> None:
    with pytest.raises(PackError, match="ukraine"):
        packs.load("atlantis")


def test_maps_draw_recognised_borders_unless_a_pack_says_otherwise_and_says_so(tmp_path: Path) -> None:
    pack = packs.load("ukraine")
    assert pack.borders == packs.Borders(packs.UN_BORDERS, None)
    settings = {"borders": "lines.geojson", "borders_note": "as claimed since May"}
    own = replace(pack, settings=settings, folder=tmp_path)
    assert own.borders.lines == tmp_path / "lines.geojson"
    assert "not recognised internationally: as claimed since May" in own.borders.says


def test_the_name_that_leads_is_a_setting() -> None:
    pack = packs.load("ukraine")
    assert pack.lead("gn:713174") == "Bakhmut"
    assert replace(pack, settings={"names": "RU"}).lead("gn:713174") in {"Artyomovsk", "Artemovsk"}
