"""The id of a claim, and what makes its clause speak of something known."""

from __future__ import annotations

from crossbearing.read.argument import clause_verb
from crossbearing.read.happening import Happening
from crossbearing.read.parse import Parse
from crossbearing.text import stable_id
from crossbearing.types import Count, Place, Span

ANAPHORIC = "anaphoric"
_POINTING = frozenset(
    {"they", "them", "their", "it", "its", "he", "his", "the", "this", "that", "these", "those", "both"}
)


def claim_id(
    report: str, span: Span, source: str | None, stance: str, kind: str, place: Place | None, counts: tuple[Count, ...]
) -> str:
    """The id of a claim: a hash of what it says, who says it and where it stands."""
    written = counts[0].as_written if counts else None
    where = place.as_written if place else None
    return stable_id("c", report, f"{span.start}-{span.end}", source, stance, kind, where, written)


def anaphoric(parse: Parse, h: Happening) -> bool:
    """Whether the clause speaks of somebody or something known: "they retreated", "the encirclement left …"."""
    heads = {h.trigger, *h.agents, *h.targets}
    if parse.pos[h.trigger] == "VERB":
        verb = clause_verb(parse, h.trigger)
        heads |= set(parse.kids(verb, "nsubj", "nsubjpass"))
    for t in heads:
        if parse.lower(t) in _POINTING and parse.pos[t] == "PRON":
            return True
        if any(parse.lower(k) in _POINTING for k in parse.kids(t, "det", "poss")):
            return True
    return False
