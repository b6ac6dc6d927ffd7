"""Rough input: every claim stands in one event, nothing fails, and the order of the claims does not matter."""

from __future__ import annotations

import random
from typing import Any

import pytest
from made_claims import PACK

from crossbearing.link.pipeline import link_events
from crossbearing.types import ChainLink, Claim, Count, Excerpt, Participant, Place, ReportHead, Source, When

NAMES = (
    None,
    "",
    " ",
    "—",
    "“Kestrel”",
    "X and Y",
    "Norland and Sudland",
    "the",
    "'s",
    "Officials",
    "UN",
    "毛",
    "[(*",
    "said (Wire)",
)
PLACES = (
    None,
    Place(as_written=""),
    Place(as_written="(x", id="a", lat=1.0, lon=179.99, precision="settlement"),
    Place(as_written="b", id="c", country="XA", precision="country"),
)
WHENS = (
    None,
    When(),
    When(earliest="2024-02-30"),
    When(earliest="2024-02-01"),
    When(latest="2024-05-01"),
    When(earliest="2024-05-01", latest="2020-01-01"),
    When(earliest="1000-01-01", latest="2030-01-01"),
)
COUNTS: tuple[tuple[Count, ...], ...] = (
    (),
    (Count(what="killed"),),
    (Count(what="killed", low=0),),
    (Count(what="killed", high=5),),
)
DATES = (None, "2024", "2024-02", "2024-02-03", "bad", "2024-02-03T10:00:00Z")


def _claim(i: int, r: random.Random) -> Claim:
    pick: Any = r.choice
    head = ReportHead(
        id=f"r{r.randrange(20)}", sha256="0" * 64, publisher=pick([None, "", "[(*"]), published=pick(DATES)
    )
    return Claim(
        id=f"c{i}", report=head, span=Excerpt(0, 3, pick(["", "abc", "the loss of the town (", "citing X said"])),
        attribution=None, manner=pick(["own_voice", "direct", "indirect"]),
        source=Source(
            name=pick(NAMES), as_written=pick(NAMES), id=pick([None, "n:mod"]), side=pick([None, "NOR", "SUD"]),
            kind=pick(["person", "organisation", "class", "anonymous", "document", "report"]),
        ),
        chain=tuple(ChainLink(name=n or "", role=pick(["speaker", "carrier", "wire"])) for n in r.sample(NAMES, r.randrange(4))),
        cue=pick([None, "", "believe"]), kind=pick(["territory_gain", "statement", "casualties", "nonsense", "withdrawal"]),
        acled=None, plover=None, stance=pick(["asserts", "denies", "doubts", "predicts"]),
        agents=tuple(Participant(name="q", as_written="", side=pick([None, "NOR"])) for _ in range(r.randrange(2))),
        place=pick(PLACES), when=pick(WHENS), counts=pick(COUNTS), retracts=pick([None] * 9 + ["c1"]),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_rough_claims_are_all_filed_once_in_any_order(seed: int) -> None:
    r = random.Random(seed)
    claims = [_claim(i, r) for i in range(150)]
    heads = {c.report.id: c.report for c in claims}
    texts = dict.fromkeys(heads, "Some text. (Wire) said — no.")
    events = link_events(claims, heads=heads, texts=texts, packs=(PACK,)).events
    assert sorted(c for e in events for c in e.claims) == sorted(c.id for c in claims)
    r.shuffle(claims)
    assert link_events(claims, heads=heads, texts=texts, packs=(PACK,)).events == events
