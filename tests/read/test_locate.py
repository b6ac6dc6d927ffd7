"""The place of a claim: what it is attached to, what its words point back to, and where the story plays."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from crossbearing.read.pipeline import read
from crossbearing.types import Claim

CASES = Path(__file__).with_name("places_of_claims.csv")


KNOWN = {"who shells is no place": "the place that is carried is the region around it"}
"""Cases that are read wrong, and how."""


def cases() -> list[ParameterSet]:
    with CASES.open(encoding="utf-8", newline="") as stream:
        return [
            pytest.param(
                *(r[key] for key in ("kind of error", "text", "happening", "place", "name")),
                marks=[pytest.mark.xfail(reason=KNOWN[r["kind of error"]])] if r["kind of error"] in KNOWN else [],
            )
            for r in csv.DictReader(stream)
        ]


def claims(text: str, kind: str) -> list[Claim]:
    return [c for c in read(text, published="2024-02-19").claims if c.kind == kind]


@pytest.mark.parametrize(("what", "text", "kind", "written", "name"), cases(), ids=lambda v: str(v)[:40])
def test_the_place_of_a_claim(what: str, text: str, kind: str, written: str, name: str) -> None:
    found = [(c.place.as_written, c.place.name) for c in claims(text, kind) if c.place is not None]
    assert (written, name) in found, found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Shells hit Goma on Monday. The army does not target civilians, a spokesman said.", "attack_on_civilians"),
        ("Rebels entered Goma on Monday. They had also taken several other towns, a spokesman said.", "territory_gain"),
        ("Shells hit Goma on Monday. Some 2,600 people have been killed since April, the UN said.", "casualties"),
        ("Rebels entered Goma on Monday. The minister did not comment on Tuesday.", "statement"),
    ],
)
def test_what_is_told_of_nowhere_has_no_place(text: str, kind: str) -> None:
    last = [c for c in claims(text, kind) if c.span.start > 20]
    assert all(c.place is None for c in last), [(c.place and c.place.as_written, c.rules) for c in last]


def test_every_place_of_a_list_gives_a_claim_with_its_relation() -> None:
    found = claims("Ukraine said its troops had repelled attacks near Bakhmut, Avdiivka and Marinka.", "ground_clash")
    assert [(c.place.name, c.place.relation) for c in found if c.place] == [
        ("Bakhmut", "near"),
        ("Avdiivka", "near"),
        ("Marinka", "near"),
    ]


def test_no_rival_is_cut_off() -> None:
    places = [
        c.place for c in claims("The Russian army shelled Ivanivka in Ukraine, officials said.", "shelling_missile")
    ]
    assert places[0] is not None
    assert places[0].precision == "unresolved"
    assert places[0].name == "Ivanivka"
    assert len(places[0].rivals) > 5


def test_a_small_namesake_in_a_country_that_is_not_spoken_of_stays_open() -> None:
    found = read("In Pale, two women were killed by Myanmar's army, residents of Myanmar said.").toponyms
    pale = next(t for t in found if t.text == "Pale")
    assert pale.place is None
    assert pale.rivals
