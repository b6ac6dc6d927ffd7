"""The default exports hold no name and no quote of a private person: every field, every format."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from crossbearing.archive import read_into
from crossbearing.capture import Captured
from crossbearing.export import FORMATS, write
from crossbearing.export.csvfile import CLAIM_COLUMNS, EVENT_COLUMNS, safe
from crossbearing.export.names import looks_personal, policy_of
from crossbearing.export.withhold import BAR, NOBODY, coarse, withhold
from crossbearing.ledger.relink import relink
from crossbearing.ledger.store import open_ledger
from crossbearing.packs import load
from crossbearing.types import (
    Attribution,
    ChainLink,
    Claim,
    Excerpt,
    Participant,
    Reading,
    Report,
    Source,
    Span,
    When,
)
from crossbearing.views import Filter, Views
from made import BAKHMUT, made_ledger, report

TEXT = (
    "President Volodymyr Zelensky said the town held.\n"
    "“They took my brother at night,” said Oksana Petrenko, 34, a local resident. Petrenko left with her son Danylo Hrytsak.\n"
    "A captured soldier who gave his name as Artem Belov was shown on television. OKSANA PETRENKO has since moved.\n"
)
SECRETS = ("Petrenko", "PETRENKO", "Oksana", "petrenko", "Danylo", "Hrytsak", "Artem", "Belov", "They took my brother")


def _span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def _claim(made: Report, words: str, source: Source, manner: str = "direct", key: str = "a1") -> Claim:
    span = _span(words)
    return Claim(
        id="c" + key, report=made.head, span=Excerpt(span.start, span.end, words), attribution=key, manner=manner,  # type: ignore[arg-type]
        source=source, chain=(ChainLink(name=source.name or "", role="speaker"), ChainLink(name="Example Post", role="publisher")),
        cue="said", kind="abduction_detention", acled=None, plover=None, place=replace(BAKHMUT, precision="facility", name="School 5"),
        agents=(Participant(name="Artem Belov", as_written="a captured soldier Artem Belov"),),
        targets=(Participant(name="Northern Army", as_written="Northern Army", id="n.army", side="RU"),),
        when=When(earliest="2023-05-21", latest="2023-05-21", precision="day"), made_by="made for tests",
    )  # fmt: skip


def reading() -> Reading:
    made = replace(
        report(TEXT, id="petrenko-interview"), title="Oksana Petrenko speaks", path="/data/oksana_petrenko.txt",
        url="https://example.org/2023/oksana-petrenko-speaks",
    )  # fmt: skip
    private = Source(name="Oksana Petrenko", as_written="Oksana Petrenko, 34, a local resident", kind="person")
    public = Source(
        name="Volodymyr Zelensky", as_written="President Volodymyr Zelensky", id="ua.zelensky", kind="person", side="UA"
    )
    quote = _span("They took my brother at night,")
    return Reading(
        report=made,
        attributions=(
            Attribution(
                id="a1", manner="direct", source=(_span("Oksana Petrenko"),), cue=(), content=(quote,), speaker=private,
            ),
        ),
        claims=(
            _claim(made, "They took my brother at night,", private),
            _claim(made, "the town held", public, "indirect", "a2"),
        ),
    )  # fmt: skip


@pytest.fixture
def views(tmp_path: Path) -> Views:
    with open_ledger(str(tmp_path / "l"), create=True) as book:
        made = reading()
        item = Captured(made.report, TEXT.encode(), "text/plain", "oksana_petrenko.txt")
        list(read_into(book, [item], read=lambda _: (made, "made for tests")))
        packs = (load("ukraine"),)
        relink(book, packs)
        yield Views(book, packs)


@pytest.mark.parametrize(("fmt", "what"), [(f, w) for f, (_, holds) in sorted(FORMATS.items()) for w in holds])
def test_no_export_names_or_quotes_a_private_person(views: Views, fmt: str, what: str) -> None:
    out = "".join(write(fmt, views, Filter(), what=what))
    assert out
    assert not [secret for secret in SECRETS if secret in out]
    full = "".join(write(fmt, views, Filter(), what=what, full=True))
    assert "Petrenko" in full
    said = {"csv": ",no\r\n", "jsonl": '"withheld": false', "geojson": '"withheld": false'}[fmt]
    assert said in full
    assert said not in out


def test_public_persons_stay_and_a_role_stays() -> None:
    made = withhold(reading(), policy_of([load("ukraine")]))
    private, public = made.claims
    assert public.source.name == "Volodymyr Zelensky"
    assert "Zelensky" in made.report.text
    assert private.source.name == "a local resident"
    assert private.span.text == BAR * len("They took my brother at night,")
    assert private.agents[0].name == "a captured soldier"
    assert "a local resident" in made.report.text
    assert made.report.path is made.report.url is None


def test_offsets_hold_in_what_is_withheld() -> None:
    made = withhold(reading(), policy_of([load("ukraine")]))
    assert len(made.report.text) == len(TEXT)
    for claim in made.claims:
        assert claim.span.text == made.report.text[claim.span.start : claim.span.end]


def test_a_facility_is_coarsened_and_a_settlement_is_not() -> None:
    facility = replace(BAKHMUT, precision="facility", name="School 5", as_written="School 5", lat=48.5912, lon=37.9987)
    shown = coarse(facility)
    assert shown is not None
    assert (shown.name, shown.lat, shown.lon, shown.precision, shown.radius_km) == (None, 48.6, 38.0, "area", 10.0)
    assert coarse(BAKHMUT) == BAKHMUT
    assert coarse(None) is None


@pytest.mark.parametrize(
    ("name", "personal"),
    [
        ("Oksana Petrenko", True),
        ("Mr Danylo Hrytsak", True),
        ("Ahmed al Bashari", True),
        ("Volodymyr Zelensky", False),
        ("Ministry of Defence", False),
        ("Black Sea", False),
        ("Monday", False),
        ("Ukrainian soldiers", False),
        ("United Nations", False),
    ],
)
def test_what_could_be_a_persons_name(name: str, personal: bool) -> None:
    assert looks_personal(name, policy_of([load("ukraine")])) is personal


def test_the_role_of_one_who_has_none() -> None:
    source = Source(name="Oksana Petrenko", as_written="Oksana Petrenko", kind="person")
    made = replace(reading(), claims=(replace(reading().claims[0], source=source),))
    assert withhold(made, policy_of([])).claims[0].source.name == NOBODY


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "＝1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert safe(cell).startswith("'")


def test_numbers_in_csv_stay_numbers() -> None:
    assert (safe(-71.05), safe(3), safe(True), safe(None), safe("plain")) == ("-71.05", "3", "yes", "", "plain")


def test_csv_round_trip(tmp_path: Path) -> None:
    with made_ledger(tmp_path) as book:
        relink(book, ())
        views = Views(book)
        for what, columns, n in (("events", EVENT_COLUMNS, len(views.events())), ("claims", CLAIM_COLUMNS, 4)):
            rows = list(csv.reader(io.StringIO("".join(write("csv", views, Filter(), what=what)))))
            assert tuple(rows[0]) == columns
            assert len(rows) == n + 1
            assert {len(row) for row in rows} == {len(columns)}


def test_geojson_puts_longitude_first_and_pins_nothing_unresolved(tmp_path: Path) -> None:
    with made_ledger(tmp_path) as book:
        relink(book, ())
        made = json.loads("".join(write("geojson", Views(book), Filter(), what="claims")))
    assert made["type"] == "FeatureCollection"
    assert made["features"][0]["geometry"] == {"type": "Point", "coordinates": [38.0, 48.59]}
    from crossbearing.export.geojson import geometry

    assert geometry(replace(BAKHMUT, precision="unresolved")) is None
    assert geometry(None) is None


@pytest.mark.parametrize(
    ("text", "secrets"),
    [
        ("The body of eight-year-old Sofia Marchenko was found. Sofia had been at school.", ["Sofia", "Marchenko"]),
        ("Those killed were Ahmed Khalil Adam, 40, and Fatima, 8.", ["Ahmed", "Khalil", "Fatima"]),
        ("A prisoner, identified as Kaplan, was shown on state television.", ["Kaplan"]),
        ("A fighter with the call sign “Heron” spoke.", ["Heron"]),
        ("By Ilse Marrow, with Ruben Fairweather in Kramatorsk\n\nThe town held.", ["Ilse", "Marrow", "Fairweather"]),
        ("Ruben O’Malley wept. “There is nothing left of it,” he said.", ["Malley", "nothing left"]),
        ("Mrs Halyna Koval's house burnt.", ["Halyna", "Koval"]),
        ("She left with her mother Dosya and sent Ninel, seven, ahead. Ms. Hrab stayed.", ["Dosya", "Ninel", "Hrab"]),
        ("At the station Oleksandr helps his mother with her bags.", ["Oleksandr"]),
        ("‘Ahmed’, 21, hid in a cellar.", ["Ahmed"]),
    ],
)
def test_private_persons_whom_no_claim_names(text: str, secrets: list[str]) -> None:
    made = report(text)
    shown = withhold(Reading(report=made), policy_of([load("ukraine")])).report.text
    assert not [s for s in secrets if s in shown], shown
    assert len(shown) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "Volodymyr Zelensky said that the United Nations Security Council would meet in New York.",
        "“The town stands,” said Valery Gerasimov. The Rapid Support Forces and the Sudanese Armed Forces fought in El Fasher.",
        "Fighting went on in the Black Sea and near Chasiv Yar on Monday, the Institute for the Study of War said.",
        "About 20 people were hurt. May 2023 was quiet.",
        "General Oleksandr Syrskyi visited the front, and Volodymyr Zelensky did not. Residents of Kharkiv left on Monday.",
        "Russia’s Ministry of Defence Says Its Forces Have Taken The Whole Of The Town",
    ],
)
def test_what_is_public_stays(text: str) -> None:
    made = Reading(report=report(text))
    assert withhold(made, policy_of([load("ukraine"), load("sudan")])).report.text == text
