"""Claims made by hand for the tests of linking: short to write, complete in shape. All persons are invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crossbearing.link.pipeline import Linked, link_events
from crossbearing.packs import Actor, Pack, Publisher, Side
from crossbearing.text import stable_id
from crossbearing.types import (
    ChainLink,
    Claim,
    Count,
    Decision,
    Event,
    Excerpt,
    Participant,
    Place,
    ReportHead,
    Source,
    When,
)

TOWN = Place(
    as_written="Dubrava", id="t:1", name="Dubrava", admin1="North", country="XA", lat=48.0, lon=37.0, radius_km=3,
    precision="settlement",
)  # fmt: skip
FAR = Place(
    as_written="Dubrava", id="t:2", name="Dubrava", admin1="South", country="XA", lat=46.0, lon=33.0, radius_km=3,
    precision="settlement",
)  # fmt: skip


def pack() -> Pack:
    """A pack of an invented conflict between NOR and SUD."""

    def actor(id_: str, name: str, alias: str, kind: str, side: str | None) -> Actor:
        return Actor(id_, name, alias, "en", kind, side, None, None, "made")

    return Pack(
        id="made", version="1", name="Made", languages=("en",), bbox=None, countries=("XA",), theatre=("Norland",),
        extends=(), licence="CC0-1.0", settings={}, sides=(Side("NOR", "Norland", "1"), Side("SUD", "Sudland", "2")),
        actors=(
            actor("n:state", "Norland", "Norland", "state", "NOR"),
            actor("s:state", "Sudland", "Sudland", "state", "SUD"),
            actor("n:mod", "Ministry of Defence of Norland", "Norland Defence Ministry", "body", "NOR"),
            actor("s:gs", "General Staff of Sudland", "Sudland General Staff", "body", "SUD"),
            actor("n:kor", "Ivo Korsak", "Korsak", "person", "NOR"),
            actor("n:lem", "Pavel Lemm", "Lemm", "person", "NOR"),
        ),
        places=(),
        publishers=(
            Publisher("NorAgency", None, "wire", "NOR", None, None),
            Publisher("Sud Times", None, "newspaper", "SUD", None, None),
            Publisher("World Wire", None, "wire", None, None, None),
        ),
        words={}, folder=Path("."), digest="made",
    )  # fmt: skip


PACK = pack()


@dataclass
class World:
    """Reports and claims as they are added; `link()` gives the events."""

    claims: list[Claim] = field(default_factory=list)
    heads: dict[str, ReportHead] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def report(
        self, id_: str, publisher: str | None = None, published: str | None = "2024-03-01", text: str = ""
    ) -> None:
        self.heads[id_] = ReportHead(id=id_, sha256="0" * 64, publisher=publisher, published=published)
        if text:
            self.texts[id_] = text

    def claim(
        self,
        report: str,
        name: str | None = "Ivo Korsak",
        *,
        side: str | None = "NOR",
        id: str | None = None,
        source_kind: str = "person",
        as_written: str | None = None,
        via: tuple[str, ...] = (),
        kind: str = "territory_gain",
        stance: str = "asserts",
        place: Place | None = TOWN,
        day: str | None = "2024-03-01",
        dated: bool = True,
        agents: tuple[str, ...] = ("NOR",),
        targets: tuple[str, ...] = (),
        counts: tuple[Count, ...] = (),
        text: str = "the town of Dubrava was taken",
        **more: Any,
    ) -> str:
        if report not in self.heads:
            self.report(report, published=day)
        head = self.heads[report]
        own = source_kind == "report"
        chain = [ChainLink(name=name, role="speaker")] if name and not own else []
        chain += [ChainLink(name=v, role="carrier") for v in via]
        if head.publisher:
            chain.append(ChainLink(name=head.publisher, role="publisher"))
        claim_id = stable_id("c", report, name, kind, stance, place, day, counts, len(self.claims))
        self.claims.append(
            Claim(
                id=claim_id,
                report=head,
                span=self._span(report, text),
                attribution=None if own else "a1",
                manner="own_voice" if own else "indirect",
                source=Source(name=name, as_written=as_written or name, id=id, kind=source_kind, side=side),  # type: ignore[arg-type]
                chain=tuple(chain),
                cue=more.pop("cue", "say"),
                kind=kind,
                acled=None,
                plover=None,
                stance=stance,  # type: ignore[arg-type]
                agents=tuple(Participant(name=s, as_written=more.get("as", s), side=s) for s in agents),
                targets=tuple(Participant(name=s, as_written=f"{s} soldiers", side=s) for s in targets),
                place=place,
                when=When(earliest=day, latest=day, precision="day", rests_on="text" if dated else "publication")
                if day
                else None,
                counts=counts,
                **more,
            )
        )
        return claim_id

    def _span(self, report: str, text: str) -> Excerpt:
        at = self.texts.get(report, "").find(text)
        start = at if at >= 0 else 100 * len(self.claims)
        return Excerpt(start, start + len(text), text)

    def link(self, decisions: tuple[Decision, ...] = (), as_of: str | None = None) -> Linked:
        return link_events(
            self.claims, heads=self.heads, texts=self.texts, packs=(PACK,), decisions=decisions, as_of=as_of
        )

    def event(self, **how: Any) -> Event:
        """The one event of this world."""
        events = self.link(**how).events
        assert len(events) == 1, [(e.label, e.when, e.claims) for e in events]
        return events[0]


def killed(low: float, high: float | None = None) -> Count:
    return Count(what="killed", low=low, high=low if high is None else high, as_written=f"{low:.0f}")
