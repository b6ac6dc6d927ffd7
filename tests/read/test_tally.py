"""Which figures belong to a happening: totals and parts, several groups, several places; never those who did it."""

from __future__ import annotations

import pytest

from crossbearing.read.pipeline import read


def figures(text: str) -> list[tuple[str, str, float | None, float | None]]:
    """Kind, what, low and high of every claim with a figure."""
    made = read(text, publisher="Harbour Post", published="2023-05-22").claims
    return sorted(((c.kind, k.what, k.low, k.high) for c in made for k in c.counts), key=str)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Twelve soldiers and three civilians were killed in Goma, including two children, the army said.",
            [("casualties", "killed", 12, 12), ("casualties", "killed", 2, 2), ("casualties", "killed", 3, 3)],
        ),
        (
            "Shelling killed three people and wounded five others in Kherson, the governor said.",
            [("casualties", "killed", 3, 3), ("casualties", "wounded", 5, 5)],
        ),
        (
            "Russia lost 14 units of equipment and three artillery systems near Avdiivka, the General Staff said.",
            [("property_destruction", "equipment", 14, 14), ("property_destruction", "equipment", 3, 3)],
        ),
        (
            "Troops captured two villages and 30 square kilometres near Kupiansk, the ministry said.",
            [("territory_gain", "area", 30, 30), ("territory_gain", "settlements", 2, 2)],
        ),
        (
            "The group said it had extended its control over 16 more villages in Karabakh.",
            [("territory_gain", "settlements", 16, 16)],
        ),
        ("The army said it ambushed a column of 40 vehicles near Malha.", [("ground_clash", "equipment", 40, 40)]),
        ("The monitor counted 119 attacks on hospitals in Gaza.", [("attack_on_civilians", "attacks", 119, 119)]),
        (
            "The General Staff said its troops had repelled 43 attacks near Bakhmut, Avdiivka and Marinka.",
            [("ground_clash", "attacks", 43, 43)],
        ),
        ("More than a third of the people of Goma are displaced, the UN said.", [("displacement", "share", 33, None)]),
        ("Five men held her for ten days in Kherson, the mayor said.", []),
        ("The 72nd Brigade shelled Velyka with 152-mm guns in 2014, the mayor, 61, said.", []),
    ],
)
def test_figures_of_a_sentence(text: str, expected: list[tuple[str, str, float | None, float | None]]) -> None:
    assert figures(text) == expected


def test_a_figure_for_three_towns_is_told_once() -> None:
    made = read("The General Staff said its troops had repelled 43 attacks near Bakhmut and Avdiivka.").claims
    assert [(c.place.name if c.place else None, len(c.counts)) for c in made] == [("Bakhmut", 1), ("Avdiivka", 0)]
