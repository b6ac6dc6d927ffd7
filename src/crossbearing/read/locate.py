"""Which of the places named belongs to a happening: by attachment, then by its sentence, then by the text before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from crossbearing.read.argument import clause_verb
from crossbearing.read.happening import Happening
from crossbearing.read.parse import Parse
from crossbearing.types import Attribution, Place, Toponym

Antecedent = Callable[[int], Toponym | None]
Found = tuple[tuple[Place, str], ...]

_THERE = frozenset({"there", "here", "nearby"})

_WIDE = frozenset({"country", "admin1"})
_PLACELESS = frozenset({"agreement", "statement", "threat", "accusation", "other", "aid", "exchange", "protest"})
_LOCATING = frozenset(
    {
        "in", "at", "near", "on", "around", "outside", "inside", "from", "into", "to", "toward", "towards", "over",
        "across", "along", "throughout", "off", "of", "between", "through", "within",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """A text with its place names, indexed for the questions of this stage."""

    parse: Parse
    named: tuple[Toponym, ...]
    at: Mapping[int, Toponym]
    antecedent: Antecedent


def scene(parse: Parse, toponyms: Sequence[Toponym], antecedent: Antecedent) -> Scene:
    """The place names that can be places of a happening; those left open keep their rivals."""
    named = tuple(t if t.place else _open(t) for t in toponyms if t.use in ("place", "modifier"))
    return Scene(parse, named, {i: t for t in named for i in parse.tokens_in(t.span)}, antecedent)


def _open(t: Toponym) -> Toponym:
    return replace(t, place=Place(as_written=t.text, rivals=t.rivals))


def places(at: Scene, happening: Happening, speech: Attribution | None = None) -> Found:
    """The places of the happening, each with the rule that chose it; more than one where the text coordinates them."""
    parse = at.parse
    found = _attached(at, happening)
    if found:
        return found
    verb = clause_verb(parse, happening.trigger)
    first, last = parse.sentences[parse.sentence_of(happening.trigger)]
    for t in range(first, last):
        if parse.lower(t) in _THERE and parse.dep[t] in ("advmod", "npadvmod") and clause_verb(parse, t) == verb:
            there = at.antecedent(t)
            if there is not None and there.place is not None:
                return ((_as_written(there.place, parse.word(t)), "place:there"),)
    inside = [
        n
        for n in at.named
        if n.use == "place"
        and parse.sentence_of(_head(parse, n)) == parse.sentence_of(happening.trigger)
        and (speech is None or any(s.holds(n.span) for s in speech.content))
    ]
    linked = [n for n in inside if _locative(parse, _head(parse, n), verb)]
    if linked and linked[0].place is not None:
        return ((linked[0].place, "place:same clause"),)
    around = {verb, *parse.ancestors(verb)}
    seated = [n for n in inside if _seated(parse, n) and clause_verb(parse, _head(parse, n)) in around]
    if _one(seated) and seated[0].place is not None:
        return ((seated[0].place, "place:only one in the sentence"),)
    if happening.kind in _PLACELESS:
        return ()
    return _carried(at, happening, speech)


def _carried(at: Scene, happening: Happening, speech: Attribution | None) -> Found:
    """From the source ("residents of X"), from the rest of the sentence, from the sentences before."""
    parse = at.parse
    here = parse.sentence_of(happening.trigger)
    if speech is not None:
        local = [
            n
            for n in at.named
            if n.use == "place" and any(s.holds(n.span) for s in speech.source) and _prepositional(parse, n)
        ]
        if local and local[0].place is not None:
            return ((local[0].place, "place:the source's"),)
    near = [n for n in at.named if n.place is not None and n.place.precision not in _WIDE and _seated(parse, n)]
    same = [n for n in near if parse.sentence_of(_head(parse, n)) == here]
    if _one(same) and same[0].place is not None:
        return ((same[0].place, "place:same sentence"),)
    return ()


def _one(some: Sequence[Toponym]) -> bool:
    return len({(n.place.id or n.place.as_written) for n in some if n.place}) == 1


def _seated(parse: Parse, n: Toponym) -> bool:
    """Whether the name stands where something happens, and not as one who acts or is acted on."""
    if n.use != "place" or n.place is None:
        return False
    return _prepositional(parse, n) or (n.place.precision not in _WIDE and parse.dep[_head(parse, n)] not in ("nsubj",))


def _prepositional(parse: Parse, n: Toponym) -> bool:
    token = _head(parse, n)
    while parse.dep[token] in ("conj", "appos", "compound", "poss") and parse.head[token] != token:
        token = parse.head[token]
    above = parse.head[token]
    return parse.dep[token] == "pobj" and parse.lower(above) in _LOCATING


def _attached(at: Scene, happening: Happening) -> Found:
    """Named places first, the narrow before the wide; then nouns that point back; then names that nothing knows."""
    parse = at.parse
    hits = [(t, at.at[t]) for t in happening.places if t in at.at and _counts(at, t, happening)]
    narrow = [x for x in hits if x[1].place is not None and x[1].place.precision not in _WIDE]
    out: list[tuple[Place, str]] = []
    seen: set[str] = set()
    chosen = narrow or hits
    for t, hit in chosen:
        if hit.place is None or (out and _group(parse, t) != _group(parse, chosen[0][0])):
            continue
        key = hit.place.id or hit.place.as_written
        if key not in seen:
            seen.add(key)
            out.append((hit.place, "place:attached"))
    if out and narrow:
        return tuple(out[:1]) if _between(parse, happening) else tuple(out)
    for t in happening.places:
        if t not in at.at and parse.pos[t] in ("NOUN", "PRON") and _definite(parse, t):
            back = at.antecedent(t)
            if back is not None and back.place is not None:
                return ((_as_written(back.place, _phrase(parse, t)), "place:antecedent"),)
    if out:
        return tuple(out)
    for t in happening.places:
        if t not in at.at and parse.pos[t] == "PROPN":
            return ((Place(as_written=_phrase(parse, t)), "place:unknown name"),)
    return ()


def _counts(at: Scene, token: int, happening: Happening) -> bool:
    """Whether a name in an attached phrase is where it happened: not whose troops, not an adjective."""
    parse, hit = at.parse, at.at[token]
    if hit.use == "modifier" and parse.dep[token] not in ("pobj", "dobj", "compound", "nsubjpass"):
        return False
    if hit.place is not None and hit.place.precision == "country" and parse.dep[token] == "pobj":
        above = parse.head[token]
        return parse.lower(above) != "of" or parse.head[above] == happening.trigger
    return True


def _definite(parse: Parse, token: int) -> bool:
    return parse.tag[token] != "NNS" and any(
        parse.lower(k) in ("the", "this", "that", "its", "their", "his", "our") or parse.tag[k] == "PRP$"
        for k in parse.kids(token, "det", "poss")
    )


def _group(parse: Parse, token: int) -> int:
    """The head of the coordination that the token stands in."""
    top = token
    while parse.dep[top] in ("conj", "appos") and parse.pos[parse.head[top]] in ("NOUN", "PROPN", "NUM", "ADJ", "VERB"):
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
    for _ in range(5):
        if parse.head[seen] == seen:
            return False
        if parse.dep[seen] == "prep" and parse.lower(seen) in _LOCATING and clause_verb(parse, seen) == verb:
            return parse.lower(seen) != "of" or parse.pos[parse.head[seen]] != "VERB"
        seen = parse.head[seen]
    return False


def _phrase(parse: Parse, token: int) -> str:
    left = [t for t in parse.kids(token, "det", "poss", "amod", "compound") if t < token]
    return parse.span(min([token, *left]), token).of(parse.text)


def _as_written(place: Place, words: str) -> Place:
    return replace(place, as_written=words)
