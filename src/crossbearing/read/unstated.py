"""Words of somebody in which no happening was found: the best that the trained reader makes of them.

Where a source speaks of the conflict and neither the lexicon nor the sure part of the reader (`judged.py`) knows what its
words tell, a lesser belief is enough: somebody was quoted for saying it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from crossbearing.read.judged import made
from crossbearing.read.learned import Learned
from crossbearing.read.parse import Parse
from crossbearing.read.senses import Reader, load_lexicon
from crossbearing.read.told import Happening
from crossbearing.types import Attribution, Toponym

TOLD, KIND, ALONE, ANY = 0.35, 0.45, 0.6, 0.3
"""Least belief that the word tells something and in its kind, where a `statement` stands behind; and where nothing does."""
_OPEN = frozenset({"VERB", "NOUN", "ADJ", "PROPN", "AUX", "NUM"})
_SPEECH = frozenset({"statement", "accusation", "threat", "other"})
_BEFORE = ("compound", "amod", "nmod", "poss")


def unstated(
    parse: Parse,
    learned: Learned | None,
    toponyms: Iterable[Toponym],
    attributions: Sequence[Attribution],
    spoken: Collection[str | None],
    settled: Collection[str],
    speaking: Collection[str],
    known: frozenset[int],
) -> tuple[Happening, ...]:
    """A happening for each attribution, and each joined clause of one, that gave no claim, where the reader believes in one.

    `spoken` are the ids of the attributions that have given one, `settled` of those that only point back or are themselves
    the event, `speaking` of those that would else be a statement;
    `known` are the words whose happenings were weighed before.
    """
    if learned is None:
        return ()
    names = list(toponyms)
    reader = Reader(
        parse,
        load_lexicon(),
        frozenset(t for p in names if p.use == "place" for t in parse.tokens_in(p.span)),
        frozenset(t for p in names if p.use == "metonym" for t in parse.tokens_in(p.span)),
    )
    holders = {a.within for a in attributions}
    cues = {t for a in attributions for s in a.cue for t in parse.tokens_in(s)}
    out: list[Happening] = []
    for a in attributions:
        if a.id in holders or a.id in settled or a.speaker is None or not a.speaker.name:
            continue
        clauses = _clauses(parse, a)
        least, sure = (TOLD, KIND) if a.id in speaking else (ALONE, ANY)
        if a.id in spoken:
            # "that 53 had been taken to Velen, and that all would be exchanged": of joined clauses each tells something
            found = [_best(parse, learned, c, cues, least) for c in clauses if not known & set(c)]
        else:
            every = [t for c in clauses for t in c]
            found = [_best(parse, learned, every, cues | known, least)]
        kept = [f for f in found if f is not None and f[3] >= sure]
        out += [
            made(reader, word, kind, 0.3 * chance * share, "unstated")
            for word, chance, kind, share in kept
            if all(word != h.trigger for h in out)
        ]
    return tuple(out)


def _clauses(parse: Parse, a: Attribution) -> list[list[int]]:
    """The words of the content, a list for each sentence and each clause joined to it."""
    pieces: dict[int, list[int]] = {}
    for s in a.content:
        for t in parse.tokens_in(s):
            pieces.setdefault(parse.sentence_of(t), []).append(t)
    out = []
    for _, piece in sorted(pieces.items()):
        root = next((t for t in piece if parse.head[t] not in piece or parse.head[t] == t), piece[0])
        heads, queue = [], [root]
        while queue:
            head = queue.pop(0)
            heads.append(head)
            queue += [k for k in parse.kids(head, "conj") if k in piece and parse.pos[k] in ("VERB", "AUX")]
        below = {head: set(parse.subtree(head)) for head in heads}
        for head in heads:
            others = {t for o in heads if o in below[head] and o != head for t in below[o]}
            out.append([t for t in piece if t in below[head] and t not in others])
    return out


def _best(
    parse: Parse, learned: Learned, words: Sequence[int], passed: Collection[int], least: float
) -> tuple[int, float, str, float] | None:
    """The word that the reader believes most to tell something: word, belief, kind, belief in the kind."""
    told = []
    for t in words:
        noun = parse.pos[t] in ("NOUN", "PROPN") and parse.dep[t] in _BEFORE
        if parse.pos[t] in _OPEN and t not in passed and not noun and learned.told(t) >= least:
            belief = learned.kinds(t)
            kind = max(belief, key=lambda k: (belief[k], k))
            told.append((learned.told(t) * belief[kind], -t, learned.told(t), kind, belief[kind]))
    if not told:
        return None
    _, at, chance, kind, share = max(told)
    return None if kind in _SPEECH else (-at, chance, kind, share)
