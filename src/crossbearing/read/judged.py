"""What the lexicon and the trained reader make of one word together: its kind, and happenings that no sense is listed for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from crossbearing.read.argument import clause_verb, frame
from crossbearing.read.clause import clause_span
from crossbearing.read.learned import Learned
from crossbearing.read.party import participants, where
from crossbearing.read.senses import Reader
from crossbearing.read.told import ATTEMPT, Happening
from crossbearing.read.trigger import barred

SURE, LEAST, LONE = 0.5, 0.5, 0.15
"""Belief that a word tells a happening, and that it tells a claim of its kind: what makes one of a word that the lexicon does not
know; and the least of it where nothing else is told in the sentence."""
CERTAIN, DOUBT = 0.9, 0.03
"""Belief that overrules a listed sense, and the most that the reader may then believe of it. Chosen on development text."""
FIRM = 0.95
"""The score of a listed sense that the reader never overrules."""
_OPEN = frozenset({"VERB", "NOUN", "ADJ", "PROPN", "AUX", "NUM"})
_NAMES = frozenset({"GPE", "LOC", "FAC", "PERSON", "NORP", "DATE", "TIME"})
"""What names somebody, some place or some day tells no happening."""
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
    """The happening with the reader's kind where it is certain of another than the listed sense has."""
    if ATTEMPT in h.rules or h.score >= FIRM:
        return h
    word = h.trigger if learned.told(h.trigger) >= SURE else word_of(learned, reader, h.trigger)
    belief = learned.kinds(word)
    best = max(belief, key=lambda k: (belief[k], k))
    if belief[best] < CERTAIN or belief.get(h.kind, 0.0) > DOUBT:
        return h
    return replace(h, kind=best, acled=None, rules=(*h.rules, f"learned:{h.kind}>{best}"))


def unlisted(
    learned: Learned, reader: Reader, found: Sequence[Happening], reporting: Collection[int]
) -> list[Happening]:
    """Happenings that the reader is sure of and the lexicon knows no sense for; where a sentence tells nothing else, less sure."""
    parse = reader.parse
    taken = {word for h in found for word in (h.trigger, word_of(learned, reader, h.trigger))}
    told = {parse.sentence_of(h.trigger) for h in found}
    out: list[Happening] = []
    lone: dict[int, tuple[float, int, str]] = {}
    for t in range(len(parse)):
        if t in taken or t in reporting or parse.pos[t] not in _OPEN or t in reader.places or parse.ent[t] in _NAMES:
            continue
        if parse.pos[t] == "NOUN" and parse.dep[t] in ("compound", "amod", "nmod", "poss"):
            continue
        most = learned.told(t) * learned.claim(t)
        if most < min(LONE, LEAST) or barred(reader, t):
            continue
        belief = learned.kinds(t)
        kind = max(belief, key=lambda k: (belief[k], k))
        sure = most * belief[kind]
        if _empty(reader, t, kind):
            continue
        if learned.told(t) >= SURE and sure >= LEAST:
            same = any(h.kind == kind and clause_verb(parse, h.trigger) == clause_verb(parse, t) for h in found)
            if not same:
                out.append(made(reader, t, kind, 0.4 * sure))
        elif sure >= LONE and kind != "statement":
            n = parse.sentence_of(t)
            lone[n] = max(lone.get(n, (0.0, t, kind)), (sure, t, kind))
    told |= {parse.sentence_of(h.trigger) for h in out}
    return [*out, *(made(reader, t, kind, 0.4 * sure) for n, (sure, t, kind) in sorted(lone.items()) if n not in told)]


def _empty(reader: Reader, token: int, kind: str) -> bool:
    """Words that tell nothing themselves: "must", "take place", "any such thing", and what only is so ("the river is wide")."""
    parse = reader.parse
    if parse.tag[token] == "MD":
        return True
    if kind == "statement" and parse.pos[token] in ("ADJ", "AUX"):
        return True
    taken = parse.lemma[token] == "place" and parse.lemma[parse.head[token]] == "take"
    return taken or parse.lemma[token] == "thing"


def made(reader: Reader, token: int, kind: str, sure: float, *rules: str) -> Happening:
    """The happening that the trained reader makes of a word; `sure` is what its belief adds to the score."""
    at = frame(reader.parse, token)
    agents, targets = participants(reader, at, kind)
    return Happening(
        trigger=token, kind=kind, span=clause_span(reader.parse, token), agents=agents, targets=targets,
        places=where(reader, at, kind), score=round(0.5 + sure, 2), rules=(f"learned:{kind}", *rules),
    )  # fmt: skip
