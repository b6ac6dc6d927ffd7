"""Attributions whose contents have swallowed one another's cues, told apart: asides and second predicates of one speaker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crossbearing.read.nesting import SHELF, quoting, shelved, without
from crossbearing.read.parse import Parse
from crossbearing.read.phrase import spans_of
from crossbearing.types import Attribution, Span

_JOINS = frozenset({"and", "but", "then", "also", "yet", ","})


def disentwined(parse: Parse, found: Sequence[Attribution]) -> list[Attribution]:
    """The attributions with their contents cut where another's own words stand in them, so that `within` is true of the rest."""
    out = {a.id: a for a in found}
    around = shelved(found)
    for a in found:
        if not a.cue or not a.content:
            continue
        near = {b.id: b for s in (*a.cue, *a.content) for k in _shelves(s) for b in around.get(k, ())}
        beside = [b for key, b in sorted(near.items()) if key != a.id and b.cue]
        for b in beside:
            aside = _aside(parse, a, b)
            content = without(out[a.id].content, aside) if aside is not None else ()
            if content:
                content = tuple(s for c in content for s in spans_of(parse, parse.tokens_in(c)))
                out[a.id] = replace(out[a.id], content=content)
        for b in _same_inside(a, found):
            end = _joined(parse, out[a.id], b)
            if end is not None:
                out[a.id] = replace(out[a.id], content=(Span(out[a.id].content[0].start, end),))
    return list(out.values())


def _same_inside(a: Attribution, found: Sequence[Attribution]) -> list[Attribution]:
    """The others of the same source whose cue stands in the content."""
    same = [b for b in found if b.id != a.id and b.source == a.source and b.source]
    return [b for b in same if b.cue and any(s.holds(b.cue[0]) for s in a.content)]


def _shelves(span: Span) -> range:
    return range(span.start // SHELF, span.end // SHELF + 1)


def _aside(parse: Parse, a: Attribution, b: Attribution) -> Span | None:
    """ "According to first reports, he said, …": source and cue of the one who speaks between commas, if each holds the other."""
    if not b.source or not any(s.holds(b.cue[0]) for s in a.content):
        return None
    if not any(s.holds(a.cue[0]) for s in b.content) or quoting(parse.text[a.content[0].start : b.cue[0].start]):
        return None
    start = min(b.source[0].start, b.cue[0].start)
    end = max(b.source[-1].end, b.cue[-1].end)
    inside = parse.tokens_in(Span(start, end))
    if not len(inside) or len(inside) > 12 or inside[0] < 1 or inside[-1] + 1 >= len(parse):
        return None
    if parse.word(inside[0] - 1) != "," or parse.word(inside[-1] + 1) != ",":
        return None
    return Span(start, parse.end[inside[-1] + 1])


def _joined(parse: Parse, a: Attribution, b: Attribution) -> int | None:
    """ "The mayor said A and urged B": where A ends, if what one and the same source goes on to do runs to the end of it."""
    if len(a.content) != 1 or not b.content or a.cue[0].start > b.cue[0].start:
        return None
    whole = a.content[0]
    if b.source[0].start >= whole.start or b.content[-1].end < whole.end or b.cue[0].start <= whole.start:
        return None
    if quoting(parse.text[whole.start : b.cue[0].start]):
        return None
    first = parse.tokens_in(b.cue[0])
    before = first[0] - 1 if any(parse.tag[t] in ("VBD", "VBZ", "VBP", "MD") for t in first) else -1
    if before < 0 or parse.lower(before) not in _JOINS:
        return None
    while before > 0 and (parse.lower(before) in _JOINS):
        before -= 1
    return parse.end[before] if parse.end[before] > whole.start else None
