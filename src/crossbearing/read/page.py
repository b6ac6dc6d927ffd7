"""One report with all that was read of it: what the claim stages look at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crossbearing.packs import Pack
from crossbearing.read.count import Quantity
from crossbearing.read.learned import Learned
from crossbearing.read.parse import Parse
from crossbearing.read.scene import Scene
from crossbearing.read.when import Timex
from crossbearing.types import (
    Attribution,
    ChainLink,
    Excerpt,
    Mark,
    Participant,
    Report,
    Source,
    Span,
    Toponym,
)


@dataclass(frozen=True)
class Views:
    """What other stages answer when asked: who a token is, what "the city" is, through whose hands words came, what the trained reader thinks."""

    participant: Callable[[int], Participant | None]
    antecedent: Callable[[int], Toponym | None]
    chain: Callable[[Attribution], tuple[ChainLink, ...]]
    learned: Learned | None = None


@dataclass(frozen=True)
class Page:
    """One report with all that was read of it."""

    report: Report
    parse: Parse
    attributions: Sequence[Attribution]
    scene: Scene
    timexes: Sequence[Timex]
    quantities: Sequence[Quantity]
    hedges: Sequence[Excerpt]
    marks: Sequence[Mark]
    own: Source
    views: Views
    made_by: str

    def speech(self, token: int) -> tuple[Attribution, ...]:
        """The attributions whose content holds the token, innermost first; not those that only answer other words, nor those of nobody.

        What somebody says that "rumours" say is his to answer for.
        """
        at = self.parse.start[token]
        spoken = (a for a in self.attributions if not answers(a) and (a.source or a.within is None))
        holding = [a for a in spoken if any(s.start <= at < s.end for s in a.content)]
        return tuple(
            sorted(
                holding,
                key=lambda a: (sum(s.end - s.start for s in a.content), -self._depth(a), -len(a.carriers), a.id),
            )
        )

    def _depth(self, attribution: Attribution) -> int:
        """How many attributions hold it: of two with one content ("X, citing Y, said …") the cited one is the inner."""
        by_id = {a.id: a for a in self.attributions}
        seen: set[str] = set()
        at: Attribution | None = attribution
        while at is not None and at.id not in seen:
            seen.add(at.id)
            at = by_id.get(at.within or "")
        return len(seen)

    def cue_tokens(self, attribution: Attribution) -> list[int]:
        """The tokens of an attribution's cue."""
        return [t for s in attribution.cue for t in self.parse.tokens_in(s)]


def answers(attribution: Attribution) -> bool:
    """Whether an attribution's content is what another said, and it only answers it ("…, which the rebels deny")."""
    return any(r.startswith("cue.apposed") for r in attribution.rules)


def own_source(report: Report, packs: Sequence[Pack]) -> Source:
    """The report as a source: its publisher, with the side that a pack gives it."""
    known = next((p for pack in packs if (p := pack.publisher(report.publisher, report.url))), None)
    name = report.publisher or (known.name if known else None)
    return Source(name=name, as_written=None, kind="report", side=known.side if known else None)


def headline(report: Report) -> Span | None:
    """The first block, where it is a headline: one line with no full stop and text after it."""
    text = report.text
    lead = len(text) - len(text.lstrip())
    end = text.find("\n", lead)
    if end < 0 or not text[end:].strip():
        return None
    line = text[lead:end].rstrip()
    if len(line) > 200 or line[-1:] in ".!?”\"'’":
        return None
    return Span(lead, end)
