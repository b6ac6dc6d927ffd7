"""Which names are one speaker."""

from __future__ import annotations

import pytest

from crossbearing.link.lexicon import countries
from crossbearing.link.names import is_state, neutral_family, same_body, same_person


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Ivo Korsak", "Korsak"),
        ("General Ivo Korsak", "I. Korsak"),
        ("Serhiy Dovzhuk", "Serhii Dovzhuk"),
        ("Yevgeny Tarkov", "Evgeny Tarkov"),
        ("Oleksandr Lyskyi", "Oleksandr Lysky"),
    ],
)
def test_one_person_under_two_names(a: str, b: str) -> None:
    assert same_person(a, b)
    assert same_person(b, a)


@pytest.mark.parametrize(
    ("a", "b"), [("Ivo Korsak", "Anna Korsak"), ("Ivo Korsak", "Ivo Tarkov"), ("Petrenko", "Petrov"), ("", "Korsak")]
)
def test_two_persons(a: str, b: str) -> None:
    assert not same_person(a, b)


@pytest.mark.parametrize(
    ("a", "b", "side"),
    [
        ("Russia's Ministry of Defense", "Russian Defence Ministry", "RU"),
        ("the General Staff of the Armed Forces of Ukraine", "Ukrainian General Staff", "UA"),
        ("Ministry of Defence", "Ministry of Defence of Sudan", "SAF"),
    ],
)
def test_one_body_under_two_names(a: str, b: str, side: str) -> None:
    assert same_body(a, b, side, side, countries())


def test_a_short_name_and_what_it_is_short_for() -> None:
    for other in ("March 23 Movement", "the M23 group", "Tutsi-led M23 group"):
        assert same_body("M23", other, None, None, countries())
        assert same_body(other, "M23", None, None, countries())
    assert not same_body("M23", "Movement of 24 May", None, None, countries())
    assert not same_body("M23", "Coalition against M23 Rule", None, None, countries())


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Russian Defence Ministry", "Ukrainian Defence Ministry"),
        ("Ministry of Defence", "Ministry of Health"),
        ("Ukrainian forces", "Special Operations Forces of Ukraine"),
    ],
)
def test_two_bodies(a: str, b: str) -> None:
    assert not same_body(a, b, None, None, countries())


def test_a_country_alone_is_a_state() -> None:
    assert is_state("Russia", countries())
    assert not is_state("Russian Defence Ministry", countries())


def test_bodies_without_side_share_the_lineage_of_their_house() -> None:
    assert neutral_family("UNICEF") == neutral_family("a UN spokeswoman") == "un"
    assert neutral_family("the Unified Command") is None
