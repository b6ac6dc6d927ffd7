"""Contents that the trained reader cuts inside a clause, made whole by the parse: a subject gets its predicate, a tail its clause."""

from __future__ import annotations

from dataclasses import replace

from crossbearing.read.dateline import dateline
from crossbearing.read.parse import Parse
from crossbearing.types import Attribution, Span

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_QUOTES = frozenset("\"“”„«»‘'")


def whole_clause(m: Attribution, parse: Parse) -> Attribution:
    """The attribution with its indirect content carried to the end, or back to the start, of the clause that it cuts."""
    if m.manner == "direct" or not m.cue or not m.content:
        return m
    return _with_clause(_with_predicate(m, parse), parse)


def _with_predicate(m: Attribution, parse: Parse) -> Attribution:
    """ "Said that A fell and that B, the next town, | was theirs": a subject in the content whose verb stands behind it."""
    last = m.content[-1]
    inside = {t for s in m.content for t in parse.tokens_in(s)}
    end = max(inside, default=-1)
    marks = {t for s in (*m.source, *m.cue) for t in parse.tokens_in(s)}
    for subject in sorted(inside):
        verb = parse.head[subject]
        if parse.dep[subject] not in ("nsubj", "nsubjpass") or verb <= end or verb in marks:
            continue
        below = [t for t in parse.subtree(verb) if t > end]
        while below and parse.pos[below[-1]] == "PUNCT":
            below.pop()
        added = range(end + 1, below[-1] + 1) if below else range(0)
        tied = parse.dep[verb] == "conj" and parse.head[verb] in inside
        if not added or not tied or marks & set(added) or any(parse.word(t) in _QUOTES for t in added):
            continue
        return replace(m, content=(*m.content[:-1], Span(last.start, parse.end[added[-1]])))
    return m


def _with_clause(m: Attribution, parse: Parse) -> Attribution:
    """ "The army took Velen | after clearing the last streets, a source announced": the phrase before the source is only the tail."""
    first = m.content[0]
    inside = list(parse.tokens_in(first))
    if len(m.content) > 1 or not inside or not m.source or m.cue[0].start < first.end or m.source[0].start < first.end:
        return m
    if any(parse.tag[t] in _FINITE for t in inside):
        return m
    held = set(inside)
    top = next((t for t in inside if parse.head[t] not in held), inside[0])
    verb = parse.head[top]
    while parse.dep[verb] in ("prep", "pcomp", "pobj", "mark") and parse.head[verb] != verb:
        verb = parse.head[verb]
    start, _ = parse.sentences[parse.sentence_of(inside[0])]
    finite = parse.tag[verb] in _FINITE or any(parse.tag[k] in _FINITE for k in parse.kids(verb, "aux", "auxpass"))
    if not start <= verb < inside[0] or not finite or parse.pos[verb] not in ("VERB", "AUX"):
        return m
    opening = dateline(parse.text, Span(parse.start[start], first.end))
    if opening is not None and opening[0].end < parse.start[verb]:
        start = parse.tokens_in(Span(opening[0].end, first.start))[0]
    if any(parse.word(t) in _QUOTES for t in range(start, inside[0])):
        return m
    return replace(m, content=(Span(parse.start[start], first.end),))
