"""Chains: speaker, carriers outward, wire, publisher."""

from __future__ import annotations

import pytest

from crossbearing.packs import Pack
from crossbearing.read.actor import mentions
from crossbearing.read.attribute import attributions
from crossbearing.read.chain import chain, known_medium, wire_credit
from crossbearing.read.parse import Parser
from crossbearing.read.quote import quotations
from crossbearing.read.speaker import speakers
from crossbearing.types import ReportHead

HEAD = ReportHead(id="r", sha256="0", publisher="The Lantern")


def hands(parser: Parser, text: str, cue: str, pack: Pack) -> list[tuple[str, str]]:
    parse, packs = parser(text), (pack,)
    found = speakers(parse, attributions(parse, quotations(text)), mentions(parse, packs), packs, HEAD)
    (a,) = [a for a in found if any(cue in s.of(text) for s in a.cue)]
    wire, _ = wire_credit(text, packs)
    return [(link.name, link.role) for link in chain(a, {b.id: b for b in found}, HEAD, wire, packs)]


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("Ada Orlov said the bridge was gone.", "said", [("Ada Orlov", "speaker"), ("The Lantern", "publisher")]),
        (
            "Ada Orlov said that General Pavel Sorokin had reported the fall of the town.",
            "reported",
            [("Pavel Sorokin", "speaker"), ("Ada Orlov", "carrier"), ("The Lantern", "publisher")],
        ),
        (
            "Ada Orlov told Veldra Wire the bridge was gone.",
            "told",
            [("Ada Orlov", "speaker"), ("Veldra Wire", "carrier"), ("The Lantern", "publisher")],
        ),
        (
            "KARSK, May 20 (Veldra Wire) - Ada Orlov said the bridge was gone.",
            "said",
            [("Ada Orlov", "speaker"), ("Veldra Wire", "wire"), ("The Lantern", "publisher")],
        ),
        (
            "Ada Orlov said in a video on Telegram that the bridge was gone.",
            "said",
            [("Ada Orlov", "speaker"), ("The Lantern", "publisher")],
        ),
        (
            "Reuters reported that the bridge was gone, citing two officers.",
            "citing",
            [("two officers", "speaker"), ("Reuters", "carrier"), ("The Lantern", "publisher")],
        ),
    ],
)  # fmt: skip
def test_chain(parser: Parser, pack: Pack, text: str, cue: str, expected: list[tuple[str, str]]) -> None:
    assert hands(parser, text, cue, pack) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("KYIV, May 20 (Reuters) - The road is open.", "Reuters"),
        ("KHARTOUM (AP) — The road is open.", "AP"),
        ("The road is open.\n\nSource: Veldra Wire", "Veldra Wire"),
        ("The road (north) - is open.", None),
        ("The road is open.", None),
    ],
)
def test_wire_credit(pack: Pack, text: str, name: str | None) -> None:
    found, span = wire_credit(text, (pack,))
    assert found == name
    assert (span is None) == (name is None)
    if span and name:
        assert known_medium(span.of(text), (pack,)) == name
