"""The gazetteer: names, ids, spellings, places about a point."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from crossbearing.errors import DataError
from crossbearing.gazetteer import Gazetteer, form_of, load_gazetteer, skeleton


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def test_it_holds_more_than_three_hundred_thousand_places(gazetteer: Gazetteer) -> None:
    assert len(gazetteer) > 300_000


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Артёмовск", "артемовск"),
        ("Куп'янськ", "Куп’янськ"),
        ("Al-Fashir", "al fashir"),
        ("U.S.", "US"),
        ("Saint-Étienne", "saint etienne"),
    ],
)
def test_spellings_that_differ_in_signs_alone_have_one_form(left: str, right: str) -> None:
    assert form_of(left) == form_of(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Krasnoarmiske", "Krasnoarmiisk"),
        ("Gulyaipole", "Huliaipole"),
        ("Kleshcheevka", "Klishchiivka"),
        ("Novosilka", "Novoselka"),
    ],
)
def test_ways_of_transliteration_have_one_skeleton(left: str, right: str) -> None:
    assert skeleton(left) == skeleton(right) != ""


def test_a_short_name_has_no_skeleton() -> None:
    assert skeleton("Goma") == ""


@pytest.mark.parametrize(
    "name", ["Pokrovsk", "Krasnoarmeysk", "Krasnoarmiisk", "Красноармейск", "Покровськ", "Красноармійськ"]
)
def test_one_town_by_all_its_names(gazetteer: Gazetteer, name: str) -> None:
    assert "gn:704422" in {e.id for e in gazetteer.lookup(name)}


def test_a_misspelt_name_is_found_as_similar(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Krasnoarmiske") == ()
    assert gazetteer.similar("Krasnoarmiske", frozenset({"UA"}))[0].entry.id == "gn:704422"


def test_one_wrong_letter_is_found_as_similar(gazetteer: Gazetteer) -> None:
    assert "gn:706483" in {c.entry.id for c in gazetteer.similar("Kharkiw", frozenset({"UA"}))}


def test_an_entry_knows_what_it_lies_in(gazetteer: Gazetteer) -> None:
    entry = gazetteer.entry("gn:704422")
    assert entry is not None
    assert (entry.name, entry.admin1, entry.country, entry.kind) == ("Pokrovsk", "Donetsk", "UA", "settlement")
    assert [e.name for e in gazetteer.ancestors(entry)][-1] == "Ukraine"


@pytest.mark.parametrize("id", ["gn:1", "gn:x", "nothing", "", "gn:99999999999999999999"])
def test_an_unknown_id_is_none(gazetteer: Gazetteer, id: str) -> None:
    assert gazetteer.entry(id) is None


def test_an_unknown_name_is_no_place(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Qwertzuiopasdf") == ()
    assert gazetteer.knows([]) == []


def test_crimea_lies_in_ukraine(gazetteer: Gazetteer) -> None:
    crimea = gazetteer.entry("gn:703883")
    assert crimea is not None
    assert crimea.country == "UA"


def test_places_about_a_point_come_nearest_first(gazetteer: Gazetteer) -> None:
    near = gazetteer.within(48.2801, 37.1771, 8.0)
    assert near[0].name.startswith("Pokrovsk")
    settlement = gazetteer.nearest(48.2801, 37.1771)
    assert settlement is not None
    assert settlement.id == "gn:704422"


def test_candidates_come_in_one_order(gazetteer: Gazetteer) -> None:
    once = [c.entry.id for c in gazetteer.candidates("Springfield")]
    again = [c.entry.id for c in load_gazetteer().candidates("springfield")]
    assert once == again
    assert len(once) > 10


def test_a_broken_file_is_said_to_be_so(tmp_path: Path) -> None:
    broken = tmp_path / "gazetteer.npz"
    broken.write_bytes(b"no archive")
    with pytest.raises(DataError, match="cannot be read"):
        load_gazetteer(broken)


def test_another_process_opens_the_file_anew(gazetteer: Gazetteer) -> None:
    sent = pickle.dumps(gazetteer)
    assert len(sent) < 1000
    assert pickle.loads(sent).entry("gn:704422") == gazetteer.entry("gn:704422")
