"""A total told by places: each share is a claim of its own, with its figure and its place."""

from __future__ import annotations

from crossbearing.read.pipeline import read
from crossbearing.types import Claim


def counted(text: str) -> list[Claim]:
    return [c for c in read(text, publisher="Harbour Post", published="2024-09-01").claims if c.counts]


def test_each_share_has_its_figure_and_its_place() -> None:
    text = (
        "The Russian Defence Ministry said air defences destroyed 15 Ukrainian drones overnight: eight over the Rostov "
        "region, six over the Kursk region and one over the Belgorod region."
    )
    made = counted(text)
    assert [(c.kind, c.counts[0].low) for c in made] == [("interception", n) for n in (15, 8, 6, 1)]
    places = [c.place.as_written if c.place else None for c in made]
    assert places[0] is None
    assert [name.split()[0] for name in places[1:] if name] == ["Rostov", "Kursk", "Belgorod"]


def test_one_place_is_no_share() -> None:
    made = counted("The mayor said 12 people had been killed in Kharkiv. Two in Chuhuiv were wounded, the mayor said.")
    assert ("casualties", 12, "Kharkiv") in {(c.kind, c.counts[0].low, c.place.name if c.place else None) for c in made}
