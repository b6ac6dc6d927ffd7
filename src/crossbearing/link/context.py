"""What every stage of linking may look up: heads, texts, packs, copies, and what people decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crossbearing.packs import Pack
from crossbearing.types import Claim, Place, ReportHead


@dataclass(frozen=True, slots=True)
class Rulings:
    """What people decided, folded into one state: later decisions outrank earlier ones, undone ones are gone.

    Names are folded; pairs are frozensets of two; groups are claims that stand together.
    """

    together: tuple[frozenset[str], ...] = ()
    apart: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()
    locked: tuple[frozenset[str], ...] = ()
    same_speaker: frozenset[frozenset[str]] = frozenset()
    different_speaker: frozenset[frozenset[str]] = frozenset()
    copies: frozenset[frozenset[str]] = frozenset()
    not_copies: frozenset[frozenset[str]] = frozenset()
    rejected: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Context:
    """Everything beside the claims themselves.

    `lineage` maps a report to the first report of its family of copies; `publishers` are the folded
    names of all; `states` gives the code of each state by its folded names,
    `sides` the side of every source of the claims at hand by its folded name, `forms` every folded name of a place that
    packs know by its id, `mains` the place of which a report tells most, `days` the days that a
    report gives to what befell a place, by report and place, `corrected` the claims that their own publisher took back in a later report.
    """

    heads: Mapping[str, ReportHead]
    texts: Mapping[str, str]
    packs: tuple[Pack, ...]
    rulings: Rulings = Rulings()
    lineage: Mapping[str, str] = field(default_factory=dict)
    publishers: frozenset[str] = frozenset()
    states: Mapping[str, str] = field(default_factory=dict)
    sides: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, frozenset[str]] = field(default_factory=dict)
    mains: Mapping[str, Place] = field(default_factory=dict)
    days: Mapping[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    corrected: frozenset[str] = frozenset()

    def around(self, claim: Claim, margin: int = 200) -> str:
        """The text of the claim's span with what stands about it; the span's own text if the report's is not at hand."""
        text = self.texts.get(claim.report.id)
        if text is None:
            return claim.span.text
        return text[max(0, claim.span.start - margin) : claim.span.end + margin]

    def publisher(self, claim: Claim) -> str | None:
        """Who published the report of the claim."""
        return self.heads.get(claim.report.id, claim.report).publisher

    def published(self, claim: Claim) -> str | None:
        """When the report of the claim was published."""
        return self.heads.get(claim.report.id, claim.report).published


def place_forms(packs: tuple[Pack, ...]) -> dict[str, frozenset[str]]:
    """Place id → every folded name that a pack knows for it."""
    out: dict[str, frozenset[str]] = {}
    for pack in packs:
        for place, names in pack.forms_by_place.items():
            out[place] = out[place] | names if place in out else names
    return out
