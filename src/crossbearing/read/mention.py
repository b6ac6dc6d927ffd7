"""Which stretches of a text name a place: names known to gazetteer or pack, and entities, each with its use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from crossbearing.gazetteer import ALTERNATE, OFFICIAL, Gazetteer, form_of
from crossbearing.packs import Pack
from crossbearing.read.matcher import matches
from crossbearing.read.parse import Parse
from crossbearing.read.placewords import PlaceWords, place_words
from crossbearing.types import Use

PLACES = frozenset({"GPE", "LOC", "FAC"})
OTHERS = frozenset({"ORG", "PERSON", "NORP", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW", "LANGUAGE"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens `first` to `last` (exclusive) name a place, or stand for one. `rule` says why it was taken."""

    first: int
    last: int
    form: str
    use: Use
    rule: str


def mentions(parse: Parse, gazetteer: Gazetteer, packs: Sequence[Pack]) -> tuple[Mention, ...]:
    """Every mention of a place, in order of the text, none overlapping another."""
    words = place_words()
    entity = _entities(parse)
    surnames = _surnames(parse)
    seen_as = _seen_as(parse)
    found: list[Mention] = []
    taken: set[int] = set()
    for match in matches(parse, gazetteer, packs, frozenset(words.demonyms)):
        rule = _accept(
            parse, match.first, match.last, match.form, match.source, gazetteer, entity, surnames, seen_as, words
        )
        if rule is not None:
            found.append(
                Mention(
                    match.first, match.last, match.form, _use(parse, match.first, match.last, match.form, words), rule
                )
            )
            taken.update(range(match.first, match.last))
    for begin, end, kind in parse.entities:
        if kind not in PLACES or not taken.isdisjoint(range(begin, end)):
            continue
        first, last = _trimmed(parse, begin, end)
        if (
            first < last
            and parse.pos[last - 1] in {"PROPN", "NOUN", "X", "ADJ"}
            and any(parse.word(i)[0].isupper() for i in range(first, last))
        ):
            form = form_of(parse.text[parse.start[first] : parse.end[last - 1]])
            if form and form not in words.lists["never"]:
                found.append(Mention(first, last, form, _use(parse, first, last, form, words), "entity"))
    return tuple(sorted(found, key=lambda m: m.first))


def _trimmed(parse: Parse, first: int, last: int) -> tuple[int, int]:
    while first < last and (parse.lower(first) in {"the", "a", "an"} or not parse.word(first)[0].isalnum()):
        first += 1
    while first < last and (
        parse.tag[last - 1] == "POS" or (not parse.word(last - 1)[-1].isalnum() and parse.word(last - 1)[-1] != ".")
    ):
        last -= 1
    return first, last


def _entities(parse: Parse) -> dict[int, tuple[int, int, str]]:
    return {i: span for span in parse.entities for i in range(span[0], span[1])}


def _surnames(parse: Parse) -> frozenset[str]:
    """Words of persons' names of two and more words: such a word alone is the person again."""
    out: set[str] = set()
    for first, last, kind in parse.entities:
        if kind == "PERSON" and last - first >= 2:
            out.update(form_of(parse.word(i)) for i in range(first, last) if parse.word(i)[0].isupper())
    return frozenset(out)


def _seen_as(parse: Parse) -> dict[str, Counter[str]]:
    out: dict[str, Counter[str]] = {}
    for begin, end, kind in parse.entities:
        first, last = _trimmed(parse, begin, end)
        if first < last:
            form = form_of(parse.text[parse.start[first] : parse.end[last - 1]])
            out.setdefault(form, Counter())["place" if kind in PLACES else kind] += 1
    return out


def _accept(
    parse: Parse, first: int, last: int, form: str, source: str, gazetteer: Gazetteer, entity: dict[int, tuple[int, int, str]],
    surnames: frozenset[str], seen_as: dict[str, Counter[str]], words: PlaceWords,
) -> str | None:  # fmt: skip
    """Why a known name is a place here, or `None`."""
    if form in words.demonyms:
        return "demonym"
    if form in words.lists["never"] and not (form == "us" and parse.word(first) in {"US", "U.S.", "U.S"}):
        return None
    if last - first == 1 and not any(
        parse.pos[i] in {"PROPN", "X"} or parse.ent[i] in PLACES for i in range(first, last)
    ):
        return None
    before = parse.lower(first - 1) if first and parse.sentence_of(first - 1) == parse.sentence_of(first) else ""
    spans = {entity[i] for i in range(first, last) if i in entity}
    kinds = {s[2] for s in spans}
    inner = any(
        s[0] < first - (parse.lower(s[0]) == "the") or s[1] > last + (parse.tag[s[1] - 1] == "POS") for s in spans
    )
    candidates = gazetteer.candidates(form)
    weight = max((c.entry.population for c in candidates if c.form <= ALTERNATE), default=0)
    known = source == "pack" or any(
        c.entry.kind in {"country", "admin1", "continent", "water"} and c.form == OFFICIAL for c in candidates
    )
    if before.rstrip(".") in words.lists["title"] and "PERSON" in kinds:
        return None
    if kinds & PLACES:
        if inner and last - first == 1 and kinds == {"FAC"}:
            return None
        return "entity and gazetteer"
    if "PERSON" in kinds:
        if inner or (form in surnames and not seen_as.get(form, Counter())["place"]):
            return None
        return "mistyped person" if known or weight > 100_000 or seen_as.get(form, Counter())["place"] else None
    if kinds & OTHERS:
        if inner:
            return None
        return "mistyped entity" if known or weight > 50_000 or seen_as.get(form, Counter())["place"] else None
    if kinds:
        return None
    neighbour = any(
        0 <= k < len(parse)
        and parse.pos[k] == "PROPN"
        and parse.word(k)[0].isupper()
        and parse.end[min(k, first - 1 if k < first else last - 1)] is not None
        for k in ((first - 1,) if first else ()) + ((last,) if last < len(parse) else ())
        if parse.text[parse.end[k] : parse.start[first]] == " "
        or parse.text[parse.end[last - 1] : parse.start[min(k, len(parse) - 1)]] == " "
    )
    if form in surnames or neighbour:
        return None
    if last - first >= 2:
        return "gazetteer, several words" if weight > 1000 or known else None
    return "gazetteer" if known or weight > 15_000 else None


def _use(parse: Parse, first: int, last: int, form: str, words: PlaceWords) -> Use:
    """How the name is used: the place, before a noun, as an adjective, or for those who act in its name."""
    if form in words.demonyms:
        return "demonym"
    head = next((i for i in range(first, last) if not first <= parse.head[i] < last or parse.head[i] == i), last - 1)
    if parse.dep[head] in {"compound", "amod", "nmod"} and parse.head[head] >= last:
        below = parse.lower(parse.head[head])
        if not (
            words.has("unit", below)
            or words.has("area", below)
            or words.has("town", below)
            or parse.pos[parse.head[head]] == "PROPN"
        ):
            return "modifier"
    if (
        parse.dep[head] in _SUBJECTS
        and parse.head[head] != head
        and parse.lemma[parse.head[head]] in words.lists["say"]
    ):
        return "metonym"
    return "place"
