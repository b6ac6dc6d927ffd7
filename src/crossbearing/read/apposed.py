"""What somebody says of the words before: "…, a claim that Kyiv rejected", "…, which the rebels deny"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crossbearing.read.cues import cue_at, nouns
from crossbearing.read.draft import Draft
from crossbearing.read.parse import Parse
from crossbearing.read.phrase import cue_tokens, noun_phrase, spans_of
from crossbearing.types import Span

RULE = "cue.apposed"
_REACH = 9  # tokens from the noun to its verb
_ANSWERS = frozenset({"confirm", "repeat", "corroborate", "contest", "refute", "back", "dismiss"})


def apposed_drafts(parse: Parse, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with what is said of the words before a comma, and with the others cut there."""
    out = list(drafts)
    for opening, source, verb in _found(parse):
        first, end = parse.sentences[parse.sentence_of(verb)]
        region = Span(parse.start[opening], parse.end[end - 1])
        stop = next((t for t in range(verb, end) if parse.word(t) in ",;"), end)
        region = Span(region.start, parse.end[stop - 1])
        before = [
            d for d in out if d.content and first <= d.head < opening and any(s.start < region.start for s in d.content)
        ]
        said = max(before, key=lambda d: d.head).content if before else spans_of(parse, range(first, opening - 1))
        content = tuple(Span(s.start, min(s.end, region.start)) for s in said if s.start < region.start)
        content = tuple(s for c in content for s in spans_of(parse, parse.tokens_in(c)))
        if not content:
            continue
        kept: list[Draft] = []
        for d in out:
            if opening <= d.head < stop:
                continue
            kept.append(_cut(parse, d, region))
        made = Draft(verb, tuple(cue_tokens(parse, verb)), source, content, f"{RULE}.{parse.lemma[verb]}", 0.86)
        out = [*kept, made]
    return out


def _cut(parse: Parse, d: Draft, region: Span) -> Draft:
    if not any(s.overlaps(region) for s in d.content):
        return d
    own = {t for s in d.content for t in parse.tokens_in(s)} - set(parse.tokens_in(region))
    return replace(d, content=spans_of(parse, own))


def _found(parse: Parse) -> Iterator[tuple[int, tuple[int, int], int]]:
    """Where it begins (after the comma), the source, and the verb."""
    for first, end in parse.sentences:
        for comma in range(first + 3, end - 3):
            if parse.word(comma) not in (",", "—", "–"):
                continue
            at = _after_noun(parse, comma + 1, end)
            if at is None:
                continue
            verb = next(
                (
                    t
                    for t in range(at + 1, min(at + _REACH, end))
                    if parse.tag[t] in ("VBD", "VBZ", "VBP", "VBN") and _answers(parse, t)
                ),
                None,
            )
            if verb is None or any(parse.word(t) in ',;:“”"' for t in range(at, verb)):
                continue
            heads = [t for t in range(at, verb) if parse.pos[t] in ("NOUN", "PROPN")]
            heads = [t for t in heads if parse.dep[t] in ("nsubj", "nsubjpass")] or heads[-1:]
            if not heads:
                continue
            span = noun_phrase(parse, heads[0])
            source = (max(at, span[0]), min(span[1], verb - 1))
            if source[0] <= source[1]:
                yield comma + 1, source, verb


def _after_noun(parse: Parse, t: int, end: int) -> int | None:
    """The token where the clause about "which", "something" or "a claim" begins."""
    if parse.lower(t) == "which":
        return t + 1
    if parse.lower(t) not in ("a", "an", "the", "something"):
        return None
    noun = t
    if parse.lower(t) != "something":
        noun = next((k for k in range(t + 1, min(t + 4, end)) if parse.pos[k] == "NOUN"), end)
        if noun >= end - 2 or parse.lemma[noun] not in nouns("report") | {"version", "figure", "toll", "finding"}:
            return None
    return noun + 2 if parse.lower(noun + 1) in ("that", "which") else noun + 1


def _answers(parse: Parse, t: int) -> bool:
    cue = cue_at(parse, t)
    known = parse.lemma[t] in _ANSWERS or (cue is not None and cue.group in ("deny", "doubt"))
    # a subject of its own that is no pronoun for the words before, and no object: these are the words before
    return known and not any(c > t for c in parse.kids(t, "dobj", "ccomp"))
