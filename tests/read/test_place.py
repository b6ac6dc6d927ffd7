"""Places: what is a name, how it is used, which place it means, and how a happening lies to it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from crossbearing.gazetteer import Gazetteer, load_gazetteer
from crossbearing.packs import Pack, load
from crossbearing.read.focus import focus
from crossbearing.read.parse import Parse, Parser
from crossbearing.read.place import toponyms
from crossbearing.read.relation import relation
from crossbearing.read.resolve import resolve_name
from crossbearing.types import ReportHead, Toponym

HEAD = ReportHead(id="r", sha256="")
NAMES = Path(__file__).with_name("names.csv")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.fixture(scope="module")
def parse(parser: Parser) -> Parser:
    return parser


@pytest.fixture(scope="module")
def ukraine() -> Pack:
    return load("ukraine")


@pytest.fixture(scope="module")
def sudan() -> Pack:
    return load("sudan")


def named(found: tuple[Toponym, ...], text: str) -> Toponym:
    return next(t for t in found if t.text == text)


def names() -> list[tuple[str, str, str]]:
    with NAMES.open(encoding="utf-8", newline="") as stream:
        return [(r["name"], r["id"], r["pack"]) for r in csv.DictReader(stream)]


@pytest.mark.parametrize(("name", "id", "pack"), names(), ids=str)
def test_every_name_of_a_place_means_that_place(
    name: str, id: str, pack: str, gazetteer: Gazetteer, ukraine: Pack, sudan: Pack
) -> None:
    packs = {"ukraine": (ukraine,), "sudan": (sudan,), "": ()}[pack]
    context = {"ukraine": ("Ukraine", "Donetsk"), "sudan": ("Sudan", "Darfur"), "": ()}[pack]
    answer = resolve_name(name, gazetteer, packs, context)
    assert answer.scored
    assert answer.scored[0].entry.id == id, answer.scored[:3]


def test_two_names_of_one_town_are_one_place(parse: Parser, gazetteer: Gazetteer, ukraine: Pack) -> None:
    found = toponyms(
        parse("Ukrainian troops left Toretsk, which Russia calls Dzerzhinsk."), gazetteer, (ukraine,), HEAD
    )
    places = [named(found, t).place for t in ("Toretsk", "Dzerzhinsk")]
    assert [p.id for p in places if p] == ["gn:709354", "gn:709354"]


def test_without_a_theatre_the_city_of_that_name_is_meant(parse: Parser, gazetteer: Gazetteer) -> None:
    found = toponyms(
        parse("The plant in Dzerzhinsk, near Nizhny Novgorod in Russia, makes chemicals."), gazetteer, (), HEAD
    )
    place = named(found, "Dzerzhinsk").place
    assert place is not None
    assert place.country == "RU"


def test_a_village_among_namesakes_stays_open(parse: Parser, gazetteer: Gazetteer, ukraine: Pack) -> None:
    found = toponyms(parse("Ukrainian forces were hit at Ivanivka, the ministry said."), gazetteer, (ukraine,), HEAD)
    village = named(found, "Ivanivka")
    assert village.place is None
    assert village.lat is None
    assert len(village.rivals) >= 2


def test_an_anchor_pins_a_village(parse: Parser, gazetteer: Gazetteer, ukraine: Pack) -> None:
    found = toponyms(
        parse("Ukrainian troops held Klishchiivka and Andriivka, south of Bakhmut."), gazetteer, (ukraine,), HEAD
    )
    village = named(found, "Andriivka").place
    assert village is not None
    assert village.admin1 == "Donetsk"


def test_what_lies_in_what_is_read(parse: Parser, gazetteer: Gazetteer) -> None:
    text = "The fire began in Springfield, Massachusetts. Firemen from Worcester helped."
    place = named(toponyms(parse(text), gazetteer, (), HEAD), "Springfield").place
    assert place is not None
    assert place.admin1 == "Massachusetts"


@pytest.mark.parametrize(
    ("text", "name", "use"),
    [
        ("Kyiv said that twelve drones were shot down.", "Kyiv", "metonym"),
        ("Moscow denied striking a hospital in Kharkiv.", "Moscow", "metonym"),
        ("Moscow denied striking a hospital in Kharkiv.", "Kharkiv", "place"),
        ("Two Ukrainian soldiers were wounded.", "Ukrainian", "demonym"),
        ("Rwanda-backed rebels entered Goma.", "Rwanda", "modifier"),
        ("Israel bombed Nabatieh on Friday.", "Israel", "metonym"),
        ("Israel bombed Nabatieh on Friday.", "Nabatieh", "place"),
        ("Russia's army lost ten tanks.", "Russia", "modifier"),
        ("The president of Ukraine spoke on Monday.", "Ukraine", "modifier"),
        ("GOMA, Congo (AP) — Rebels entered the city on Monday.", "GOMA", "place"),
    ],
)
def test_the_use_of_a_name_is_told(text: str, name: str, use: str, parse: Parser, gazetteer: Gazetteer) -> None:
    assert named(toponyms(parse(text), gazetteer, (), HEAD), name).use == use


def test_a_person_named_like_a_town_is_no_place(parse: Parser, gazetteer: Gazetteer) -> None:
    text = "Judge Brenda Lincoln opened the hearing. Lincoln said that the case would be closed."
    assert [t.text for t in toponyms(parse(text), gazetteer, (), HEAD)] == []


def test_days_and_months_are_no_places(parse: Parser, gazetteer: Gazetteer) -> None:
    text = "On Monday and again in March the committee met. Police came on Sunday."
    assert toponyms(parse(text), gazetteer, (), HEAD) == ()


@pytest.mark.parametrize(
    ("before", "words", "km"),
    [
        ("The depot lies 20 km north of ", "20 km north of", 20.0),
        ("a village 5 miles from ", "5 miles from", 8.0),
        ("fighting west of ", "west of", 20.0),
        ("clashes south-east of the town of ", "southeast of", 20.0),
        ("on the outskirts of ", "outskirts of", 3.0),
        ("strikes near ", "near", 7.0),
        ("in the area around ", "area around", 15.0),
        ("troops moved toward ", "towards", 20.0),
    ],
)
def test_relations_are_read(before: str, words: str, km: float) -> None:
    found = relation(before)
    assert found is not None
    assert (found.words, found.km) == (words, km)


@pytest.mark.parametrize(
    "before", ["He went to ", "The soldiers in ", "The west of England is far from the front in ", ""]
)
def test_other_words_are_no_relation(before: str) -> None:
    assert relation(before) is None


def test_a_relation_makes_an_area(parse: Parser, gazetteer: Gazetteer, ukraine: Pack) -> None:
    found = toponyms(parse("Ukrainian forces withdrew from a hill west of Avdiivka."), gazetteer, (ukraine,), HEAD)
    place = named(found, "Avdiivka").place
    assert place is not None
    assert (place.relation, place.precision, place.id) == ("west of", "area", "gn:713122")
    assert place.radius_km is not None
    assert place.radius_km > 20


def test_between_two_towns_reaches_from_one_to_the_other(parse: Parser, gazetteer: Gazetteer, ukraine: Pack) -> None:
    found = toponyms(parse("Ukraine said shells fell between Kramatorsk and Sloviansk."), gazetteer, (ukraine,), HEAD)
    place = named(found, "Kramatorsk").place
    assert place is not None
    assert place.relation == "between Kramatorsk and Sloviansk"
    assert place.radius_km is not None
    assert 10 < place.radius_km < 25


def test_a_sector_of_the_front_is_an_area(parse: Parser, gazetteer: Gazetteer, ukraine: Pack) -> None:
    found = toponyms(parse("Ukraine repelled nine attacks in the Pokrovsk direction."), gazetteer, (ukraine,), HEAD)
    place = next(t.place for t in found if t.text.startswith("Pokrovsk"))
    assert place is not None
    assert place.precision == "area"


def test_a_plant_is_a_facility(parse: Parser, gazetteer: Gazetteer, ukraine: Pack) -> None:
    found = toponyms(parse("Ukrainian drones hit the Engels airbase in Saratov."), gazetteer, (ukraine,), HEAD)
    place = named(found, "Engels").place
    assert place is not None
    assert place.precision == "facility"


def test_the_city_is_the_town_last_named(parse: Parser, gazetteer: Gazetteer) -> None:
    parsed: Parse = parse("Rebels entered Goma in North Kivu. Shots were heard across the city.")
    found = toponyms(parsed, gazetteer, (), HEAD)
    at = next(i for i in range(len(parsed)) if parsed.word(i) == "city")
    hit = focus(parsed, found, gazetteer).antecedent(at)
    assert hit is not None
    assert hit.text == "Goma"


def test_one_bad_name_never_empties_the_rest(parse: Parser, gazetteer: Gazetteer) -> None:
    found = toponyms(parse("Rebels left Xqzvbatown for Goma in Congo."), gazetteer, (), HEAD)
    place = named(found, "Goma").place
    assert place is not None
    assert place.country == "CD"


def test_an_empty_text_has_no_places(parse: Parser, gazetteer: Gazetteer) -> None:
    assert toponyms(parse(""), gazetteer, (), HEAD) == ()


def test_every_score_can_be_explained(gazetteer: Gazetteer, ukraine: Pack) -> None:
    answer = resolve_name("Krasnoarmeysk", gazetteer, (ukraine,), ("Ukraine",))
    assert answer.best is not None
    assert any(line.startswith("pack") for line in answer.scored[0].why)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Kyiv Post and the Moscow Times reported that Ukraine's troops had left Bakhmut.", "Kyiv"),
        ("The state Department of Environmental Protection said the river was clean.", "Environmental"),
        ("Chief of Staff Birhanu Lemma said Ethiopia's army had entered Mekelle.", "Staff"),
        ("Shells fell in a Ukrainian village, officials said.", "Ukrainian village"),
        ("Hamas-run ministries in Gaza counted the dead.", "Hamas"),
    ],
)
def test_publishers_offices_and_groups_are_no_places(
    text: str, name: str, parse: Parser, gazetteer: Gazetteer, ukraine: Pack
) -> None:
    found = toponyms(parse(text), gazetteer, (ukraine,), HEAD)
    assert not [t for t in found if t.use != "demonym" and name in t.text], found


def test_a_department_of_a_state_is_no_department_of_a_country(parse: Parser, gazetteer: Gazetteer) -> None:
    found = toponyms(parse("Zika was found in Miami, the Florida Department of Health said."), gazetteer, (), HEAD)
    place = named(found, "Florida").place
    assert place is not None
    assert place.country == "US"


def test_azerbaijani_letters_are_read(gazetteer: Gazetteer) -> None:
    for written, name in (("Kəlbəcər", "Kalbajar"), ("Cəbrayıl", "Jabrayil"), ("Gəncə", "Ganja")):
        assert gazetteer.lookup(written)[0].name == name
    assert resolve_name("Kǝlbǝcǝr", gazetteer, (), ("Azerbaijan",)).scored[0].entry.country == "AZ"


def test_gaza_is_the_strip_and_gaza_city_the_town(parse: Parser, gazetteer: Gazetteer) -> None:
    found = toponyms(parse("Strikes in Gaza killed nine. Four died in Gaza City."), gazetteer, (), HEAD)
    strip, town = named(found, "Gaza").place, named(found, "Gaza City").place
    assert strip is not None
    assert town is not None
    assert (strip.name, town.precision) == ("Gaza Strip", "settlement")


def test_a_theatre_is_named_by_whole_words() -> None:
    from crossbearing.packs import load_all
    from crossbearing.read.pipeline import theatre
    from crossbearing.types import Report

    packs = load_all()
    assert not theatre(Report(id="r", sha256="", text="Nyalandi Odesan and Kievan Rus are words."), packs)
    assert [p.id for p in theatre(Report(id="r", sha256="", text="Ukraine's army left."), packs)] == ["ukraine"]


def test_a_sector_named_by_its_adjective_is_that_sector(parse: Parser, gazetteer: Gazetteer, ukraine: Pack) -> None:
    found = toponyms(parse("Ukraine repelled nine attacks in the Huliaipilske direction."), gazetteer, (ukraine,), HEAD)
    place = next(t.place for t in found if "Huliaipilske" in t.text)
    assert place is not None
    assert place.id == "ua:sector-huliaipole"


def test_a_first_name_before_a_surname_is_no_village(parse: Parser, gazetteer: Gazetteer, ukraine: Pack) -> None:
    text = "Ukraine denied it. Serhii Velenko, the spokesman for the eastern group, said that Ukrainian units held Bakhmut."
    assert "Serhii" not in {t.text for t in toponyms(parse(text), gazetteer, (ukraine,), HEAD)}
