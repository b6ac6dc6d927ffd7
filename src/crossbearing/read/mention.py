"""Which stretches of a text name a place: names known to gazetteer or pack, and entities, each with its use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crossbearing.gazetteer import CYRILLIC, OFFICIAL, Gazetteer, form_of
from crossbearing.packs import Pack
from crossbearing.read.cues import given_names, media
from crossbearing.read.matcher import matches
from crossbearing.read.parse import Parse
from crossbearing.read.placewords import PlaceWords, place_words
from crossbearing.read.recognise import PLACES, Seen, load_trees, numbers, seen, trimmed
from crossbearing.read.seat import HELD, Run, again, article_name, common, runs
from crossbearing.text import fold
from crossbearing.types import Use

TAKEN_FROM = 0.42
DEMONYM_FROM = 0.15
AT_HOME_FROM = 0.05


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
    found = [Stretch(m.first, m.last, m.form, m.source) for m in matches(parse, gazetteer, packs, words.adjectives)]
    taken = {i for s in found for i in range(s.first, s.last)}
    for begin, end, kind in parse.entities:
        if kind not in PLACES or not taken.isdisjoint(range(begin, end)):
            continue
        first, last = trimmed(parse, begin, end)
        last = _whole(parse, first, last)
        if first < last and any(parse.word(i)[0].isupper() for i in range(first, last)):
            form = form_of(parse.text[parse.start[first] : parse.end[last - 1]])
            if form and "\n" not in parse.text[parse.start[first] : parse.end[last - 1]]:
                found.append(Stretch(first, last, form, "entity"))
    published = _publishers(parse, packs)
    return tuple(sorted((s for s in found if s.first not in published), key=lambda s: s.first))


def _whole(parse: Parse, first: int, last: int) -> int:
    """Where an entity ends that a tagger cut before "al-": "the Great Mosque of | al-Karim"; never with a bare "of"."""
    if first < last and parse.lower(last - 1) == "of":
        taken = article_name(parse, last)
        return last + taken if taken else last - 1
    return last


def _publishers(parse: Parse, packs: Sequence[Pack]) -> frozenset[int]:
    """The tokens of names of publishers: "The Kyiv Post" is no place, though its name holds one."""
    known = [pack.publisher_forms for pack in packs]
    out: set[int] = set()
    for first, last, kind in parse.entities:
        if kind not in {"ORG", "WORK_OF_ART", "PERSON", "PRODUCT"} or last - first < 2:
            continue
        begin = first + 1 if parse.lower(first) == "the" else first
        names = {fold(parse.text[parse.start[i] : parse.end[last - 1]]) for i in (first, begin)}
        if names & media().keys() or any(name in forms for forms in known for name in names):
            out.update(range(first, last))
    return frozenset(out)


def mentions(parse: Parse, gazetteer: Gazetteer, packs: Sequence[Pack]) -> tuple[Mention, ...]:
    """Every mention of a place, in order of the text, none overlapping another."""
    words = place_words()
    about = seen(parse)
    some: Sequence[Stretch] = stretches(parse, gazetteer, packs)
    chances: Sequence[float] = load_trees()(
        [numbers(parse, s.first, s.last, s.form, gazetteer, about, words) for s in some]
    )
    rules: Sequence[str | None] = [
        _rule(parse, s, chance, about, words) for s, chance in zip(some, chances, strict=True)
    ]
    home = _countries(gazetteer, words, [s for s, rule in zip(some, rules, strict=True) if rule is not None])
    some, chances, rules = _with_seats(parse, some, chances, rules, gazetteer, words)
    out: list[Mention] = []
    for stretch, chance, first_rule in zip(some, chances, rules, strict=True):
        rule = first_rule
        if rule is None and chance >= AT_HOME_FROM and _at_home(parse, stretch, gazetteer, home, about, words):
            rule = f"{stretch.source} of a country named {chance:.2f}"
        if rule is not None:
            pool = gazetteer.candidates(stretch.form)[:2]
            state = any(c.form == OFFICIAL and (c.entry.kind == "country" or c.entry.capital) for c in pool)
            use = use_of(parse, stretch.first, stretch.last, stretch.form, words, state)
            out.append(Mention(stretch.first, stretch.last, stretch.form, use, rule, _end(parse, stretch, words)))
    return tuple(out)


def _with_seats(
    parse: Parse,
    some: Sequence[Stretch],
    chances: Sequence[float],
    rules: Sequence[str | None],
    gazetteer: Gazetteer,
    words: PlaceWords,
) -> tuple[list[Stretch], list[float], list[str | None]]:
    """The stretches with those that only the words beside them take for a place; what such a row holds goes up in it."""
    rows = [(s, c, r) for s, c, r in zip(some, chances, rules, strict=True)]
    taken = {i for s, _, r in rows if r is not None for i in range(s.first, s.last)}

    def abroad(form: str) -> bool:
        top = next(iter(gazetteer.candidates(form)), None)
        return (
            top is not None
            and top.form <= CYRILLIC
            and (top.entry.country or "").lower() not in words.lists["anglophone"]
        )

    told = [r for r in runs(parse, words, abroad, taken) if r.sure or not _person(parse, r)]
    taken |= {i for r in told for i in range(r.first, r.last)}
    sure = {
        form_of(parse.text[parse.start[r.first] : parse.end[r.last - 1]])
        for r in told
        if r.sure or r.why == HELD or not any(parse.ent[i] == "PERSON" for i in range(r.first, r.last))
    }
    for run in (*told, *again(parse, sure, taken)):
        rows = [x for x in rows if x[0].last <= run.first or x[0].first >= run.last]
        form = form_of(parse.text[parse.start[run.first] : parse.end[run.last - 1]])
        rows.append((Stretch(run.first, run.last, form, "seat"), 0.0, f"seat: {run.why}"))
    rows.sort(key=lambda x: x[0].first)
    return [s for s, _, _ in rows], [c for _, c, _ in rows], [r for _, _, r in rows]


def _person(parse: Parse, run: Run) -> bool:
    """Whether the report names a person so elsewhere: alone, or with another name before it."""
    forms = {form_of(parse.word(i)) for i in range(run.first, run.last)}
    return any(
        kind == "PERSON"
        and (last <= run.first or first >= run.last)
        and _full_name(parse, first, last)
        and forms & {form_of(parse.word(i)) for i in range(first, last)}
        for first, last, kind in parse.entities
    )


def _rule(parse: Parse, s: Stretch, chance: float, about: Seen, words: PlaceWords) -> str | None:
    """Why a stretch is a place, or `None`."""
    entities = [about.entity[i] for i in range(s.first, s.last) if i in about.entity]
    if s.source == "pack" and s.form not in words.demonyms:
        # a pack's names are trusted, save in a person's name
        alone = s.last - s.first == 1
        person = alone and any(kind == "PERSON" and _full_name(parse, first, last) for first, last, kind in entities)
        opens = s.first == parse.sentences[parse.sentence_of(s.first)][0]
        before = parse.lower(s.first - 1).rstrip(".") if s.first else ""
        common = alone and opens and parse.pos[s.first] not in {"PROPN", "X", "ADJ", "NOUN"}
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
    if s.first and words.has("opener", parse.lower(s.first - 1)) and parse.word(s.first - 1)[0].isupper():
        return None  # "Jabal Badra" is another place than Badra
    if _common_word(parse, s):
        return None
    if (
        s.last - s.first > 1
        and parse.word(s.last - 1) == "city"
        and s.first
        and words.has("way", parse.lower(s.first - 1))
    ):
        return None  # "the southern Gaza city" is no Gaza City
    alone = s.last - s.first == 1 and s.last < len(parse)
    if alone and words.has("place opener", s.form) and article_name(parse, s.last):
        return None  # "Wadi al-Karim" is no Wadi
    if alone and words.has("article", s.form) and parse.word(s.last)[0].isupper() and parse.pos[s.last] == "PROPN":
        return None  # "Ash Shuja'iyeh"
    if s.form in words.lists["never"] and parse.word(s.first) not in {"US", "U.S.", "U.S"}:
        return None
    if parse.word(s.last - 1).islower() and form_of(parse.word(s.first)) in words.demonyms:
        return None  # "a Ukrainian village"
    return f"{s.source} {chance:.2f}" if chance >= TAKEN_FROM else None


_NO_NAME = frozenset({"ADV", "ADP", "CCONJ", "SCONJ", "PRON", "DET", "AUX", "VERB", "NUM"})


def _common_word(parse: Parse, s: Stretch) -> bool:
    """Whether a single word is a capital one only because a sentence opens with it: "However", "Civilians"."""
    if s.last - s.first != 1 or s.first != parse.sentences[parse.sentence_of(s.first)][0]:
        return False
    return common(parse.lower(s.first)) or parse.pos[s.first] in _NO_NAME


def _full_name(parse: Parse, first: int, last: int) -> bool:
    """Whether an entity is two names side by side, as a person's are, and no list."""
    return last - first >= 2 and all(parse.word(i)[0].isupper() for i in range(first, last))


def _countries(gazetteer: Gazetteer, words: PlaceWords, taken: Sequence[Stretch]) -> frozenset[str]:
    """The countries that the report names, by name, people or first-level unit; not those whose towns are named like its people."""
    out: set[str] = set()
    for s in taken:
        target = words.demonyms.get(s.form, "")
        if target.startswith("iso:"):
            out.add(target[4:])
        else:
            out |= {
                c.entry.country
                for c in gazetteer.candidates(s.form)[:2]
                if c.form == OFFICIAL and c.entry.country and c.entry.kind in {"country", "admin1"}
            }
    return frozenset(c for c in out if c.lower() not in words.lists["anglophone"])


def _first_name(parse: Parse, s: Stretch) -> bool:
    """Whether it is a given name with a surname behind it: "Serhii" is a village too."""
    after = parse.word(s.last) if s.last < len(parse) else ""
    return s.last - s.first == 1 and fold(parse.word(s.first)) in given_names() and after[:1].isupper()


def _at_home(
    parse: Parse, s: Stretch, gazetteer: Gazetteer, home: frozenset[str], about: Seen, words: PlaceWords
) -> bool:
    """Whether a name that the trees doubt is a settlement of a country that the report names."""
    if s.form in words.lists["never"] or s.form in words.demonyms or s.form in about.surnames or len(s.form) < 4:
        return False
    if _common_word(parse, s) or _first_name(parse, s):
        return False
    if any(parse.pos[i] not in {"PROPN", "X", "ADJ"} and parse.word(i)[0].isalpha() for i in range(s.first, s.last)):
        return False
    spans = {about.entity[i] for i in range(s.first, s.last) if i in about.entity}
    if any(
        (last - first > s.last - s.first and _full_name(parse, first, last)) or kind == "DATE"
        for first, last, kind in spans
    ):
        return False
    before = parse.lower(s.first - 1).rstrip(".") if s.first else ""
    if before in words.lists["title"] or (
        s.first and parse.pos[s.first - 1] == "PROPN" and parse.word(s.first - 1)[0].isupper()
    ):
        return False
    pool = gazetteer.candidates(s.form)
    if any(
        c.form == OFFICIAL and c.entry.kind in {"water", "area", "facility"} and c.entry.id.startswith("x:")
        for c in pool
    ):
        return not spans or any(kind in PLACES for _, _, kind in spans)
    return any(
        c.form <= CYRILLIC and c.entry.country in home and c.entry.kind in {"settlement", "admin1", "admin2"}
        for c in gazetteer.candidates(s.form)
    )


def _dateline(parse: Parse, first: int, last: int, words: PlaceWords) -> bool:
    """Whether the name opens a paragraph and a dash, or an agency in brackets, follows: "GOMA, Congo (AP) —"."""
    start = parse.start[first]
    if start and "\n" not in parse.text[max(0, start - 2) : start]:
        return False
    line = parse.text[parse.end[last - 1] : parse.end[last - 1] + 70].split("\n")[0]
    return re.match(r"(?:, [^—–(\n]{2,40}?)? ?(?:\([A-Za-z ]{2,20}\) ?)?(?:[—–]|-{1,2} )", line) is not None


def _end(parse: Parse, s: Stretch, words: PlaceWords) -> int:
    """Where the name ends: before a full stop that ends a sentence, behind one that shortens the name."""
    text = parse.text[parse.start[s.first] : parse.end[s.last - 1]]
    if text.endswith(".") and "." not in text[:-1] and s.form not in words.lists["short"]:
        return parse.end[s.last - 1] - 1
    return parse.end[s.last - 1]


def use_of(parse: Parse, first: int, last: int, form: str, words: PlaceWords, state: bool = False) -> Use:
    """How the name is used: the place, before a noun, as an adjective, or for those who act in its name.

    `state`: the name is first of all that of a country or a capital.
    """
    if form in words.demonyms:
        return "demonym"
    if _dateline(parse, first, last, words):
        return "place"
    head = next((i for i in range(first, last) if not first <= parse.head[i] < last or parse.head[i] == i), last - 1)
    above = parse.head[head]
    if parse.dep[head] in {"compound", "amod", "nmod"} and above >= last:
        below = parse.lemma[above].lower()
        if not (words.has("unit", below) or words.has("area", below) or words.has("town", below)):
            return "modifier"
    if (
        parse.dep[head] == "poss"
        and above != head
        and (
            words.has("actor", parse.lemma[above])
            or any(words.has("actor", parse.lower(i)) for i in range(last, above))
        )
    ):
        return "modifier"
    if parse.dep[head] == "pobj" and parse.lower(above) == "of" and words.has("actor", parse.lemma[parse.head[above]]):
        return "modifier"
    if last + 1 < len(parse) and parse.word(last) in {"-", "–"} and words.has("hyphened", parse.lower(last + 1)):
        return "modifier"
    if parse.dep[head] == "nsubj" and above != head:
        # a country or a capital that does something is its government; another town only where it speaks
        acts = state and parse.pos[above] == "VERB" and not words.has("state", parse.lemma[above])
        if acts or parse.lemma[above] in words.lists["say"]:
            return "metonym"
    return "place"
