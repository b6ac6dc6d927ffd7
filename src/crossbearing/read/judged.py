"""What the lexicon and the trained reader make of one word together: its kind, and happenings that no sense is listed for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from math import log

from crossbearing.read.argument import clause_verb, frame
from crossbearing.read.clause import clause_span
from crossbearing.read.learned import Learned
from crossbearing.read.party import participants, where
from crossbearing.read.senses import Reader
from crossbearing.read.told import Happening

LEXICON, SURE = 1.5, 0.5
"""What a listed sense weighs against the reader's belief (log-odds a point of score); belief that makes a happening alone."""
_OPEN = frozenset({"VERB", "NOUN", "ADJ", "PROPN", "AUX", "NUM"})
_BELOW = ("dobj", "nsubjpass", "attr", "xcomp", "acomp", "prt")


def word_of(learned: Learned, reader: Reader, token: int) -> int:
    """The word that carries the happening: of "carried out a raid" the raid, by the reader's belief."""
    parse = reader.parse
    near = [token]
    if parse.pos[token] in ("VERB", "AUX"):
        near += parse.kids(token, *_BELOW)
        near += (
            [t for p in parse.kids(token, "prep") for t in parse.kids(p, "pobj")]
            if reader.lexicon.has("light", parse.lemma[token])
            else []
        )
    return max(near, key=lambda t: (round(learned.told(t), 3), -abs(t - token), -t))


def rejudged(learned: Learned, reader: Reader, h: Happening) -> Happening:
    """The happening with the kind that lexicon and reader together hold likeliest."""
    word = h.trigger if learned.told(h.trigger) >= SURE else word_of(learned, reader, h.trigger)
    belief = learned.kinds(word)
    scores = {k: log(max(p, 1e-4)) + (LEXICON * h.score if k == h.kind else 0.0) for k, p in belief.items()}
    best = max(scores, key=lambda k: (scores[k], k))
    if best == h.kind:
        return h
    return replace(h, kind=best, acled=None, rules=(*h.rules, f"learned:{h.kind}>{best}"))


def unlisted(
    learned: Learned, reader: Reader, found: Sequence[Happening], reporting: Collection[int]
) -> list[Happening]:
    """Happenings that the reader is sure of and the lexicon knows no sense for."""
    parse = reader.parse
    taken = {word for h in found for word in (h.trigger, word_of(learned, reader, h.trigger))}
    out = []
    for t in range(len(parse)):
        if t in taken or t in reporting or parse.pos[t] not in _OPEN or learned.told(t) < SURE:
            continue
        belief = learned.kinds(t)
        kind = max(belief, key=lambda k: (belief[k], k))
        same = any(h.kind == kind and clause_verb(parse, h.trigger) == clause_verb(parse, t) for h in found)
        if same or (parse.pos[t] == "NOUN" and parse.dep[t] in ("compound", "amod", "nmod", "poss")):
            continue
        at = frame(parse, t)
        agents, targets = participants(reader, at, kind)
        out.append(
            Happening(
                trigger=t, kind=kind, span=clause_span(parse, t), agents=agents, targets=targets,
                places=where(reader, at, kind), score=round(0.6 + 0.3 * learned.told(t) * belief[kind], 2),
                rules=(f"learned:{kind}",),
            )
        )  # fmt: skip
    return out
