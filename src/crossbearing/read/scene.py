"""A text with its place names, indexed for the question where a happening plays; and what its phrases name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from crossbearing.read.focus import Focus, focus
from crossbearing.read.learned import Learned
from crossbearing.read.parse import Parse
from crossbearing.read.placewords import place_words
from crossbearing.read.storyplace import site
from crossbearing.types import Place, Toponym

Antecedent = Callable[[int], Toponym | None]


@dataclass(frozen=True)
class Scene:
    """A text with its place names, indexed for the questions of this stage."""

    parse: Parse
    named: tuple[Toponym, ...]
    at: Mapping[int, Toponym]
    antecedent: Antecedent
    story: Focus
    learned: Learned | None = None


def scene(parse: Parse, toponyms: Sequence[Toponym], antecedent: Antecedent, learned: Learned | None = None) -> Scene:
    """The place names that can be places of a happening; those left open keep their rivals."""
    named = tuple(t if t.place else _open(parse, t) for t in toponyms if t.use in ("place", "modifier"))
    at = {i: t for t in named for i in parse.tokens_in(t.span)}
    story = antecedent if isinstance(antecedent, Focus) else focus(parse, toponyms)
    return Scene(parse, named, at, antecedent, story, learned)


def _open(parse: Parse, t: Toponym) -> Toponym:
    return replace(t, place=site(parse, t))


def width(n: Toponym) -> int:
    """Narrow places first: a town, its district, its region, its country."""
    order = {"admin2": 1, "admin1": 2, "country": 3}
    return order.get(n.place.precision, 0) if n.place is not None else 4


def head_of(parse: Parse, toponym: Toponym) -> int:
    """The token of the name that the rest of it hangs on."""
    inside = parse.tokens_in(toponym.span)
    return next((t for t in inside if parse.head[t] not in inside), inside[-1])


def group(parse: Parse, token: int) -> int:
    """The head of the coordination that the token stands in."""
    top = token
    while parse.dep[top] in ("conj", "appos") and parse.pos[parse.head[top]] in ("NOUN", "PROPN", "NUM", "ADJ", "VERB"):
        top = parse.head[top]
    return top


def definite(parse: Parse, token: int) -> bool:
    """Whether a singular noun is told as known: "the city", "their base"; "the outskirts" are of one town."""
    one = parse.tag[token] not in ("NNS", "NNPS") or place_words().has("town edge", parse.lower(token))
    return one and any(
        parse.lower(k) in ("the", "this", "that", "its", "their", "his", "our") or parse.tag[k] == "PRP$"
        for k in parse.kids(token, "det", "poss")
    )


def phrase(parse: Parse, token: int) -> str:
    """The noun with its article, adjectives and compounds, as written."""
    left = [t for t in parse.kids(token, "det", "poss", "amod", "compound") if t < token]
    return parse.span(min([token, *left]), token).of(parse.text)


def as_written(place: Place, words: str) -> Place:
    """The place under the words that named it here."""
    return replace(place, as_written=words)
