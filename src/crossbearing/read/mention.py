"""Which stretches of a text name a place: names known to gazetteer or pack, and entities, each with its use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crossbearing.gazetteer import Gazetteer, form_of
from crossbearing.packs import Pack
from crossbearing.read.matcher import matches
from crossbearing.read.parse import Parse
from crossbearing.read.placewords import PlaceWords, place_words
from crossbearing.read.recognise import PLACES, Seen, load_trees, numbers, seen, trimmed
from crossbearing.types import Use

TAKEN_FROM = 0.42
DEMONYM_FROM = 0.15
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_SHORTENED = frozenset("acdimnopstvw")


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens `first` to `last` (exclusive) name a place, or stand for one. `rule` says why it was taken; `end` may leave a full stop out."""

    first: int
    last: int
    form: str
    use: Use
    rule: str
    end: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch that may be a place name."""

    first: int
    last: int
    form: str
    source: str


def stretches(parse: Parse, gazetteer: Gazetteer, packs: Sequence[Pack]) -> tuple[Stretch, ...]:
    """Every known name, and every entity of a place's kind that holds none."""
    words = place_words()
    found = [
        Stretch(m.first, m.last, m.form, m.source) for m in matches(parse, gazetteer, packs, frozenset(words.demonyms))
    ]
    taken = {i for s in found for i in range(s.first, s.last)}
    for begin, end, kind in parse.entities:
        if kind not in PLACES or not taken.isdisjoint(range(begin, end)):
            continue
        first, last = trimmed(parse, begin, end)
        if first < last and any(parse.word(i)[0].isupper() for i in range(first, last)):
            form = form_of(parse.text[parse.start[first] : parse.end[last - 1]])
            if form and "\n" not in parse.text[parse.start[first] : parse.end[last - 1]]:
                found.append(Stretch(first, last, form, "entity"))
    return tuple(sorted(found, key=lambda s: s.first))


def mentions(parse: Parse, gazetteer: Gazetteer, packs: Sequence[Pack]) -> tuple[Mention, ...]:
    """Every mention of a place, in order of the text, none overlapping another."""
    words = place_words()
    about = seen(parse)
    some = stretches(parse, gazetteer, packs)
    chances = load_trees()([numbers(parse, s.first, s.last, s.form, gazetteer, about, words) for s in some])
    out: list[Mention] = []
    for stretch, chance in zip(some, chances, strict=True):
        rule = _rule(parse, stretch, chance, about, words)
        if rule is not None:
            use = use_of(parse, stretch.first, stretch.last, stretch.form, words)
            out.append(Mention(stretch.first, stretch.last, stretch.form, use, rule, _end(parse, stretch)))
    return tuple(out)


def _rule(parse: Parse, s: Stretch, chance: float, about: Seen, words: PlaceWords) -> str | None:
    """Why a stretch is a place, or `None`."""
    entities = [about.entity[i] for i in range(s.first, s.last) if i in about.entity]
    if s.source == "pack":
        # a pack's names are trusted, save in a person's name
        person = any(kind == "PERSON" and last - first > s.last - s.first for first, last, kind in entities)
        before = parse.lower(s.first - 1).rstrip(".") if s.first else ""
        common = s.last - s.first == 1 and parse.pos[s.first] not in {"PROPN", "X", "ADJ", "NOUN"}
        if (
            not person
            and not common
            and s.form not in words.lists["never"]
            and not (before in words.lists["title"] and s.form in about.surnames)
        ):
            return "pack"
        return None
    if s.form in words.demonyms:
        return "demonym" if chance >= DEMONYM_FROM else None
    if s.form in words.lists["never"] and parse.word(s.first) not in {"US", "U.S.", "U.S"}:
        return None
    return f"{s.source} {chance:.2f}" if chance >= TAKEN_FROM else None


def _end(parse: Parse, s: Stretch) -> int:
    """Where the name ends: before a full stop that ends a sentence, behind one that shortens the name."""
    text = parse.text[parse.start[s.first] : parse.end[s.last - 1]]
    if text.endswith(".") and "." not in text[:-1] and len(text) > 6:
        return parse.end[s.last - 1] - 1
    return parse.end[s.last - 1]


def use_of(parse: Parse, first: int, last: int, form: str, words: PlaceWords) -> Use:
    """How the name is used: the place, before a noun, as an adjective, or for those who act in its name."""
    if form in words.demonyms:
        return "demonym"
    head = next((i for i in range(first, last) if not first <= parse.head[i] < last or parse.head[i] == i), last - 1)
    above = parse.head[head]
    if parse.dep[head] in {"compound", "amod", "nmod"} and above >= last:
        below = parse.lower(above)
        if not (words.has("unit", below) or words.has("area", below) or words.has("town", below)):
            return "modifier"
    if parse.dep[head] in _SUBJECTS and above != head and parse.lemma[above] in words.lists["say"]:
        return "metonym"
    return "place"
