"""What a claim takes from the claims before it: the place of the same story, where its own words only point back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crossbearing.read.argument import clause_verb
from crossbearing.read.happening import Happening
from crossbearing.read.parse import Parse
from crossbearing.text import stable_id
from crossbearing.types import Claim, Count, Place, Report, Span

ANAPHORIC, NO_PLACE = "anaphoric", "place:none"
_BACK = 2
"""How many sentences back a story reaches."""
_PLACELESS = frozenset({"agreement", "statement", "threat", "accusation", "other", "aid", "exchange", "protest"})
_WIDE = frozenset({"country", "admin1"})
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


def placed(report: Report, parse: Parse, made: Sequence[Claim]) -> list[Claim]:
    """The claims, those that only point back with the place of the nearest claim before them in the same paragraph."""
    out: list[Claim] = []
    last: tuple[int, Place] | None = None
    for one in made:
        c = one
        tokens = parse.tokens_in(c.span.span)
        n = parse.sentence_of(tokens[0]) if len(tokens) else 0
        if c.place is not None:
            if c.place.precision not in _WIDE and c.kind not in _PLACELESS:
                last = (n, c.place)
        elif (
            NO_PLACE in c.rules
            and ANAPHORIC in c.rules
            and c.kind not in _PLACELESS
            and last is not None
            and n - last[0] <= _BACK
        ):
            rules = tuple("place:carried" if r == NO_PLACE else r for r in c.rules)
            new = claim_id(report.id, c.span.span, c.source.name, c.stance, c.kind, last[1], c.counts)
            c = replace(c, id=new, place=last[1], rules=rules)
            last = (n, last[1])
        out.append(c)
    return out
