"""Which of the places named belongs to a happening: by attachment, then by its sentence, then by what "the city" stands for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from crossbearing.read.argument import clause_verb
from crossbearing.read.happening import Happening
from crossbearing.read.parse import Parse
from crossbearing.types import Place, Span, Toponym

Antecedent = Callable[[int], Toponym | None]

_THERE = frozenset({"there", "here"})


def places(
    parse: Parse, happening: Happening, toponyms: Sequence[Toponym], antecedent: Antecedent, within: Sequence[Span] = ()
) -> tuple[tuple[Place, str], ...]:
    """The places of the happening, each with the rule that chose it; more than one where the text coordinates them.

    `within` are the spans that a place of the same sentence must lie in (the content of the speech); empty: anywhere.
    """
    named = [t for t in toponyms if t.use in ("place", "modifier") and t.place is not None]
    attached = _attached(parse, happening, named, antecedent)
    if attached:
        return attached
    verb = clause_verb(parse, happening.trigger)
    first, last = parse.sentences[parse.sentence_of(happening.trigger)]
    for t in range(first, last):
        if parse.lower(t) in _THERE and parse.dep[t] == "advmod" and parse.head[t] == verb:
            there = antecedent(t)
            if there is not None and there.place is not None:
                return ((_as_written(there.place, parse.word(t)), "place:there"),)
    inside = [
        n
        for n in named
        if n.use == "place"
        and parse.sentence_of(_head(parse, n)) == parse.sentence_of(happening.trigger)
        and (not within or any(s.holds(n.span) for s in within))
    ]
    linked = [n for n in inside if _locative(parse, _head(parse, n), verb)]
    if linked and linked[0].place is not None:
        return ((linked[0].place, "place:same clause"),)
    if len({n.place.id or n.place.as_written for n in inside if n.place}) == 1 and inside[0].place is not None:
        return ((inside[0].place, "place:only one in the sentence"),)
    return ()


def _attached(
    parse: Parse, happening: Happening, named: Sequence[Toponym], antecedent: Antecedent
) -> tuple[tuple[Place, str], ...]:
    out: list[tuple[Place, str]] = []
    group: int | None = None
    seen: set[str] = set()
    for token in happening.places:
        place: Place | None = None
        rule = "place:attached"
        hit = next((n for n in named if token in parse.tokens_in(n.span)), None)
        if hit is not None:
            place = hit.place
        elif parse.pos[token] in ("NOUN", "PRON"):
            back = antecedent(token)
            if back is not None and back.place is not None:
                place, rule = _as_written(back.place, _phrase(parse, token)), "place:antecedent"
        elif parse.pos[token] == "PROPN":
            place, rule = Place(as_written=parse.word(token)), "place:unknown name"
        if place is None:
            continue
        key = place.id or place.as_written
        if out and (group is None or _group(parse, token) != group or place.precision in ("admin1", "country")):
            continue
        if key in seen:
            continue
        seen.add(key)
        group = _group(parse, token)
        out.append((place, rule))
    if len(out) > 1 and _between(parse, happening):
        return tuple(out[:1])
    return tuple(out)


def _group(parse: Parse, token: int) -> int:
    """The head of the coordination that the token stands in."""
    top = token
    while parse.dep[top] in ("conj", "appos") and parse.pos[parse.head[top]] in ("NOUN", "PROPN"):
        top = parse.head[top]
    return top


def _between(parse: Parse, happening: Happening) -> bool:
    return any(
        parse.lower(parse.head[_group(parse, t)]) == "between"
        for t in happening.places
        if parse.head[_group(parse, t)] != t
    )


def _head(parse: Parse, toponym: Toponym) -> int:
    inside = parse.tokens_in(toponym.span)
    return next((t for t in inside if parse.head[t] not in inside), inside[-1])


def _locative(parse: Parse, token: int, verb: int) -> bool:
    seen = token
    for _ in range(4):
        if parse.head[seen] == seen:
            return False
        if parse.dep[seen] == "prep" and clause_verb(parse, seen) == verb:
            return True
        seen = parse.head[seen]
    return False


def _phrase(parse: Parse, token: int) -> str:
    left = [t for t in parse.kids(token, "det", "poss", "amod", "compound") if t < token]
    return parse.span(min([token, *left]), token).of(parse.text)


def _as_written(place: Place, words: str) -> Place:
    return replace(place, as_written=words)
