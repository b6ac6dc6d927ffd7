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
