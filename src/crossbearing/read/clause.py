"""Trigger token → the contiguous clause around it."""

from __future__ import annotations

from crossbearing.read.argument import clause_verb
from crossbearing.read.parse import Parse
from crossbearing.text import trim
from crossbearing.types import Span

EDGES = " \t\n,;:.–—-()[]"
_OWN_CLAUSE = ("advcl", "ccomp", "parataxis", "relcl")


def clause_span(parse: Parse, trigger: int) -> Span:
    """The contiguous clause around the trigger: its verb with what it governs, other clauses at its edges left out."""
    verb = clause_verb(parse, trigger)
    while parse.dep[verb] in ("xcomp", "pcomp") and parse.head[verb] != verb:
        verb = clause_verb(parse, parse.head[verb])
    kept = _clause_tokens(parse, verb, trigger)
    if parse.dep[verb] in ("acl", "relcl"):
        noun = parse.head[verb]
        kept |= {noun, *(k for c in parse.children[noun] if c < noun for k in parse.subtree(c))}
    if parse.pos[verb] not in ("VERB", "AUX"):
        kept |= set(parse.subtree(verb))
    first = min(kept)
    while first < max(kept) and (parse.dep[first] in ("cc", "mark", "punct") or parse.pos[first] in ("PUNCT", "CCONJ")):
        first += 1
    span = trim(parse.text, parse.span(first, max(kept)), EDGES)
    return span if span.end > span.start else parse.span(trigger, trigger)


def _clause_tokens(parse: Parse, verb: int, trigger: int) -> set[int]:
    kept: set[int] = set()
    queue = [verb]
    while queue:
        t = queue.pop()
        kept.add(t)
        for c in parse.children[t]:
            clausal = parse.dep[c] in _OWN_CLAUSE or (parse.dep[c] == "conj" and parse.pos[t] in ("VERB", "AUX"))
            if clausal and trigger not in parse.subtree(c):
                continue
            if parse.dep[c] == "cc" and parse.pos[t] in ("VERB", "AUX"):
                continue
            queue.append(c)
    return kept
