"""Figures of dead and wounded that no predicate carries ("put the dead at thirty", "nine of the dead") → `Happening`s."""

from __future__ import annotations

from collections.abc import Sequence

from crossbearing.read.count import Quantity
from crossbearing.read.happening import Happening, clause_span
from crossbearing.read.parse import Parse
from crossbearing.read.tally import counts

_NUMBERS = frozenset({"number", "toll", "figure", "total", "count", "tally"})
HURT = frozenset({"killed", "wounded", "casualties"})
SCORE = 0.7


def tolls(parse: Parse, quantities: Sequence[Quantity], found: Sequence[Happening]) -> tuple[Happening, ...]:
    """A casualties happening for each figure of people hurt that no happening found takes as its own.

    A figure beside one that was taken ("12 dead and 30 injured") belongs to the same words and makes none of its own.
    """
    taken: set[int] = set()
    for h in found:
        if h.kind in ("casualties", "attack_on_civilians"):
            taken.update(q.span.start for q in counts(parse, h, quantities))
    out: list[Happening] = []
    for q in quantities:
        if q.count.what not in HURT or q.span.start in taken or q.count.low is q.count.high is None:
            continue
        span = clause_span(parse, q.head)
        if any(h.kind == "casualties" and (h.trigger == q.head or h.span.overlaps(q.span)) for h in (*found, *out)):
            continue
        out.append(Happening(q.head, "casualties", span, (), (), (), SCORE, (f"toll:{q.count.what}",)))
    return tuple(out)


def told_once(parse: Parse, found: Sequence[Happening], quantities: Sequence[Quantity]) -> tuple[Happening, ...]:
    """ "The number of people killed was 23": of the number and of what it counts the one that has the figure, else what it counts."""
    drop: set[tuple[int, str]] = set()
    for number in found:
        above = parse.head[parse.head[number.trigger]]  # "the number of families who had fled"
        of = (number.trigger, above, *parse.kids(number.trigger, "dobj"))  # "put the number at 900"
        if parse.pos[number.trigger] == "PROPN" or not any(parse.lemma[t] in _NUMBERS for t in of):
            continue
        below = frozenset(parse.subtree(number.trigger)) - {number.trigger}
        for inner in found:
            if inner.kind != number.kind or inner.trigger not in below:
                continue
            mine, its = (bool(counts(parse, h, quantities)) for h in (number, inner))
            if not (mine and its):
                drop.add((inner.trigger if mine else number.trigger, number.kind))
    return tuple(h for h in found if (h.trigger, h.kind) not in drop)
