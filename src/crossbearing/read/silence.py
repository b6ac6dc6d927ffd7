"""Who says nothing: "declined to comment", "has not confirmed", "neither confirmed nor denied". The report tells it itself."""

from __future__ import annotations

from collections.abc import Sequence

from crossbearing.read.happening import Happening, clause_span
from crossbearing.read.page import Page
from crossbearing.read.parse import Parse
from crossbearing.read.stancewords import negated, unable_to, withholds, words
from crossbearing.types import Attribution

SILENCE = "silence"
_SCORE = 0.6
_COULD = ("could", "can", "ca", "may", "might")


def silent(parse: Parse, attribution: Attribution) -> bool:
    """Whether a cue attributes nothing: silence, or words that are only set against ("contrary to Russian claims")."""
    tokens = [t for s in attribution.cue for t in parse.tokens_in(s)]
    if not tokens:
        return False
    before = [parse.lower(k) for k in range(max(0, tokens[0] - 4), tokens[0])]
    if parse.pos[tokens[-1]] == "NOUN" and "contrary" in before:
        return True
    if any(withholds(parse, t) for t in tokens):
        return True
    said = [t for s in attribution.content for t in parse.tokens_in(s)][:3]
    quiet = any(parse.lemma[t] in words("mute") for t in (*tokens, *said))
    if quiet and any(parse.lemma[t] in ("decline", "refuse") or _not(parse, t) for t in tokens):
        return True
    return any(unconfirmed(parse, t) for t in tokens)


def silences(page: Page, told: Sequence[Happening]) -> tuple[Happening, ...]:
    """A statement for each sentence of the report that says who is silent, where no other happening tells it."""
    parse = page.parse
    listed = (h for h in told if h.kind == "statement" and not any(r.startswith("learned:") for r in h.rules))
    known = {parse.sentence_of(h.trigger) for h in listed}
    inside = {t for a in page.attributions for s in a.content for t in parse.tokens_in(s)}
    out: list[Happening] = []
    for t in range(len(parse)):
        n = parse.sentence_of(t)
        if n in known or t in inside or not _quiet(parse, t):
            continue
        known.add(n)
        out.append(Happening(t, "statement", clause_span(parse, t), (), (), (), _SCORE, (SILENCE,)))
    return tuple(out)


def _quiet(parse: Parse, t: int) -> bool:
    """Whether the word tells that somebody did not answer, confirm or publish."""
    if parse.lemma[t] in words("mute") and parse.pos[t] in ("VERB", "NOUN"):
        above = parse.head[t]
        return _not(parse, t) or (parse.dep[t] == "xcomp" and parse.lemma[above] in ("decline", "refuse"))
    return parse.pos[t] == "VERB" and (
        unconfirmed(parse, t) or (parse.lemma[t] in words("publishes") and _not(parse, t))
    )


def unconfirmed(parse: Parse, t: int) -> bool:
    """Whether somebody has not confirmed it, and does not say that it cannot."""
    if parse.lemma[t] != "confirm" or parse.pos[t] != "VERB" or unable_to(parse, t):
        return False
    helpers = {parse.lower(a) for a in parse.kids(t, "aux")}
    active = parse.kids(t, "nsubj") or parse.dep[t] == "conj"
    return bool(active) and _not(parse, t) and not helpers & set(_COULD)


def _not(parse: Parse, t: int) -> bool:
    if negated(parse, t) or any(
        parse.lower(k) in ("neither", "nor") for k in parse.kids(t, "preconj", "cc", "advmod", "det")
    ):
        return True
    return any(
        parse.lower(d) in ("no", "neither")
        for s in parse.kids(t, "nsubj")
        for d in parse.kids(s, "det", "preconj", "cc")
    )
