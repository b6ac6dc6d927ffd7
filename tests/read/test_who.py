"""Which rows of a pack hold for a form on a day."""

import pytest

from crossbearing import packs
from crossbearing.read.who import pack_rows


@pytest.mark.parametrize(
    ("form", "day", "sides"),
    [
        ("Abu Aqla Kaikal", "2024-01-05", {"RSF"}),
        ("Abu Aqla Kaikal", "2024-11-05", {"SAF"}),
        ("Minni Minnawi", "2023-09-09", {None}),
        ("Minni Minnawi", "2024-06-14T09:00:00Z", {"SAF"}),
        ("Youssef Ezzat", "2024-05-01", {"RSF"}),
        ("Youssef Ezzat", "2025-05-01", set()),  # he left
        ("Perthes", "2025-05-01", set()),  # no longer in office
        ("Kamil Idris", "2024-05-01", set()),  # not yet
        ("Transitional Sovereignty Council", "2020-05-01", set()),
        ("UN Integrated Transition Assistance Mission in Sudan", "2025-05-01", set()),  # a body ends
        ("Abu Aqla Kaikal", None, {"RSF", "SAF"}),
    ],
)
def test_rows_that_hold_on_a_day(form: str, day: str | None, sides: set[str | None]) -> None:
    assert {row.side for row in pack_rows([packs.load("sudan")], form, day)} == sides


@pytest.mark.parametrize("name", sorted(packs.packaged()))
def test_an_actor_of_several_times_has_every_form_in_each(name: str) -> None:
    forms: dict[str, dict[tuple[str | None, str | None], set[str]]] = {}
    for row in packs.load(name).actors:
        forms.setdefault(row.id, {}).setdefault((row.since, row.until), set()).add(row.alias)
    assert [
        i for i, times in forms.items() if any(given != set().union(*times.values()) for given in times.values())
    ] == []
