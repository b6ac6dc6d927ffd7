"""What a claim takes from the claims before it: the day of the same story, and what makes it speak of something known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crossbearing.read.argument import clause_verb
from crossbearing.read.happening import Happening
from crossbearing.read.parse import Parse
from crossbearing.text import stable_id
from crossbearing.types import Claim, Count, Place, Span, When

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


_DATED = frozenset({"when:said", "when:published"})
_STRIKES = frozenset(
    {
        "air_drone_strike", "shelling_missile", "mine_ied", "suicide_bomb", "grenade", "attack_on_civilians",
        "casualties", "property_destruction", "chemical_weapon",
    }
)  # fmt: skip
"""Kinds that tell one happening: the blow, and what it did."""
_STORY = 8
"""How many sentences a story with a day of its own goes on."""


def dated(parse: Parse, made: Sequence[Claim]) -> list[Claim]:
    """The claims, those on a blow that the text dated before, at the same place, with that day."""
    out: list[Claim] = []
    for c in made:
        day = _day_told(parse, c, out) if _DATED & set(c.rules) and c.kind in _STRIKES else None
        if day is not None:
            rules = tuple("when:context" if r in _DATED else r for r in c.rules)
            when = When(earliest=day.earliest, latest=day.latest, precision=day.precision, rests_on="context")
            out.append(replace(c, when=when, rules=rules))
        else:
            out.append(c)
    return out


def _day_told(parse: Parse, c: Claim, before: Sequence[Claim]) -> When | None:
    """The day of the nearest dated claim on the same blow, if it lies before the claim's own words."""
    if c.mode != "actual" or c.stance != "asserts":
        return None
    here = _sentence(parse, c)
    for o in reversed(before):
        if here - _sentence(parse, o) > _STORY:
            return None
        if o.kind not in _STRIKES or o.when is None or not {"when:own", "when:context"} & set(o.rules):
            continue
        if c.place is not None and (o.place is None or c.place.name != o.place.name):
            continue
        if o.when.precision != "day" or o.when.latest is None or c.when is None or c.when.latest is None:
            return None
        return o.when if o.when.latest <= c.when.latest and o.mode == "actual" else None
    return None


def _sentence(parse: Parse, c: Claim) -> int:
    tokens = parse.tokens_in(c.span.span)
    return parse.sentence_of(tokens[0]) if len(tokens) else 0
