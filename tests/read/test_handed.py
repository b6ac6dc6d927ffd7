"""Carriers that only the rest of the sentence names."""

from __future__ import annotations

import pytest

from crossbearing.packs import Pack
from crossbearing.read.handed import handed
from crossbearing.read.parse import Parser
from crossbearing.types import Attribution, ReportHead, Span

HEAD = ReportHead(id="r", sha256="0", publisher="Meridian News Agency")


@pytest.mark.parametrize(
    ("text", "cue", "content", "expected"),
    [
        ("Ada Orlov told our film crew that the bridge was gone.", "told", "the bridge was gone", ("us",)),
        (
            "Ada Orlov told the Meridian News Agency in a message that the bridge was gone.",
            "told",
            "the bridge was gone",
            ("us",),
        ),
        ("The bridge was gone, she said in a statement received by MNA.", "said", "The bridge was gone", ("MNA",)),
        (
            "In a communiqué read on state television the army said the bridge was gone.",
            "said",
            "the bridge was gone",
            ("state television",),
        ),
        (
            "The rebels claimed, through their Nadir news agency, that the bridge was gone.",
            "claimed",
            "that the bridge was gone",
            ("Nadir",),
        ),
        (
            "The bridge was gone, the ministry said, according to Reuters.",
            "said",
            "The bridge was gone",
            ("Reuters",),
        ),
        ("The bridge was gone, the mayor said, as local media quoted him.", "said", "The bridge was gone", ("local media",)),
        ("The bridge was gone, Ada Orlov told the Delta Courier.", "told", "The bridge was gone", ("Delta Courier",)),
        ("The bridge was gone, Ada Orlov told the Meridian News Agency.", "told", "The bridge was gone", ("us",)),
        ("Ada Orlov told MNA by phone that the bridge was gone.", "told", "that the bridge was gone", ("MNA",)),
        ("Ada Orlov told the Security Council that the bridge was gone.", "told", "that the bridge was gone", ()),
        ("The bridge was gone, she said in a video published on Telegram.", "said", "The bridge was gone", ()),
        ("Ada Orlov told the governor that the bridge was gone.", "told", "the bridge was gone", ()),
        ("The bridge was gone, the ministry said, according to residents.", "said", "The bridge was gone", ()),
    ],
)  # fmt: skip
def test_handed(parser: Parser, pack: Pack, text: str, cue: str, content: str, expected: tuple[str, ...]) -> None:
    def at(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    a = Attribution(id="a", manner="indirect", source=(), cue=(at(cue),), content=(at(content),))
    (out,) = handed(parser(text), (a,), (pack,), HEAD)
    assert out.carriers == expected
