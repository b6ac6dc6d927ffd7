"""Where the grammar of a sentence puts a place: "in X", "the village of X", "X camp", "the siege of X", "captured X".

Reports of war name villages that no gazetteer has and that a parser takes for persons. The words beside a name tell it
for a place all the same; the word lists are data (`data/gazetteer_words.csv`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass

from crossbearing.gazetteer import form_of
from crossbearing.read.cues import nouns
from crossbearing.read.parse import Parse
from crossbearing.read.placewords import PlaceWords
from crossbearing.read.recognise import PLACES

HELD = "in hands"
_NEVER_INSIDE = frozenset({"DATE", "TIME", "MONEY", "LANGUAGE", "NORP", "LAW", "PERCENT", "QUANTITY"})
_ARTICLE = re.compile(r"(?:al|el|ad|ar|as|ash|at|an|az|ed|er|es|ez)-(?=[A-Z])")
_OFFICES = frozenset({"department", "division", "state"})
_INNER = frozenset({"-", "–", "’", "'"})


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens `first` to `last` (exclusive) are words in capitals that stand where a place stands, for the reason `why`.

    `sure`: the words beside it leave no room for a person.
    """

    first: int
    last: int
    why: str
    sure: bool = False


def runs(parse: Parse, words: PlaceWords, abroad: Callable[[str], bool], known: Set[int]) -> Iterator[Run]:
    """Every longest row of words in capitals that the words beside it take for a place, in order of the text.

    `abroad` tells of a form whether a gazetteer knows it as a place first of all where English is not spoken: such a name is
    rarely that of a person who is attacked. `known` are the tokens of places that are known already.
    """
    n, i = len(parse), 0
    taken = set(known)
    while i < n:
        if not _capital(parse, i) and not _article(parse, i):
            i += 1
            continue
        last = i + (1 if _capital(parse, i) else 3)
        while last < n and _adjoins(parse, last):
            step = 1 if _capital(parse, last) or _hyphen(parse, last) else 3 if _article(parse, last) else 0
            if not step:
                break
            last += step
        sentence = parse.sentences[parse.sentence_of(i)]
        last = min(last, sentence[1])
        strong = reason(parse, i, last, words)
        why = strong or _weaker(parse, i, last, words, abroad) or _listed(parse, i, last, taken)
        if why is not None and taken.isdisjoint(range(i, last)) and _plain(parse, i, last, words):
            taken.update(range(i, last))
            yield Run(i, last, why, strong is not None and not strong.endswith(": object"))
        i = max(last, i + 1)


def again(parse: Parse, forms: Set[str], taken: Set[int]) -> Iterator[Run]:
    """Every other naming of a name that the words beside it told for a place once."""
    heads = {form.split(" ", 1)[0] for form in forms}
    for i in range(len(parse)):
        if i in taken or form_of(parse.word(i)).split(" ", 1)[0] not in heads or not parse.word(i)[0].isupper():
            continue
        for last in range(min(i + 5, len(parse)), i, -1):
            form = form_of(parse.text[parse.start[i] : parse.end[last - 1]])
            longer = last < len(parse) and _capital(parse, last) and _adjoins(parse, last)
            before = i and _capital(parse, i - 1) and _adjoins(parse, i)
            if form in forms and not longer and not before and taken.isdisjoint(range(i, last)):
                yield Run(i, last, "told elsewhere")
                break


def reason(parse: Parse, first: int, last: int, words: PlaceWords) -> str | None:
    """Which words beside the tokens say that they name a place; `None` if none do."""
    opens, closes = parse.sentences[parse.sentence_of(first)]
    at = first - 1
    if at >= opens and parse.lower(at) == "the":
        at -= 1
    before = parse.lower(at) if at >= opens else ""
    two = parse.lower(at - 1) if at - 1 >= opens else ""
    stem = parse.lemma[at - 1].lower() if two else ""
    after = parse.lower(last) if last < closes else ""
    after_two = f"{after} {parse.lower(last + 1)}" if last + 1 < closes else ""
    possessive = after in {"'s", "’s"}
    one = last - first == 2 and all(parse.ent[i] == "PERSON" for i in range(first, last))
    if (
        at == first - 1
        and (words.has("town", before) or (words.has("unit", before) and not one))
        and before not in {"state", "capital"}
    ):
        return f"{before} before"
    if before == "of" and (
        words.has("town", two)
        or (words.has("town", stem) and stem != "capital")
        or words.has("seat noun", two)
        or (words.has("unit", two) and two not in _OFFICES)
    ):
        return f"{two} of"
    if (
        not possessive
        and at == first - 1
        and words.has("locative", before)
        and not _names_body(parse, first, last, words)
    ):
        return before
    if before in {"on", "for", "from", "to", "at"} and words.has("seat noun", f"{two} {before}"):
        return f"{two} {before}"
    if not possessive and (words.has("seat behind", after) or words.has("seat behind", after_two)):
        return f"{after} behind"
    if last - first > 1 and words.has("site name", parse.lower(last - 1)) and words.has("toward site", before):
        return f"{before} a {parse.lower(last - 1)}"
    if last - first > 1 and words.has("place opener", parse.lower(first)):
        return f"{parse.lower(first)} opens"
    head = next((t for t in range(first, last) if not first <= parse.head[t] < last), last - 1)
    above = parse.head[head]
    if not possessive and parse.dep[head] in {"dobj", "nsubjpass"} and words.has("taken", parse.lemma[above]):
        return f"{parse.lemma[above]}: object"
    return None


def _weaker(parse: Parse, first: int, last: int, words: PlaceWords, abroad: Callable[[str], bool]) -> str | None:
    """What war alone makes a place: "fell on X", "at X were hit", "struck X"."""
    head = next((t for t in range(first, last) if not first <= parse.head[t] < last), last - 1)
    above = parse.head[head]
    written = parse.text[parse.start[first] : parse.end[last - 1]]
    if any(parse.ent[i] == "ORG" for i in range(first, last)) and " " in written:
        return None
    before = parse.lower(first - 1) if first > parse.sentences[parse.sentence_of(first)][0] else ""
    behind = parse.lower(last) if last < len(parse) else ""
    if behind in {"'s", "’s"}:
        return None
    if before == "the" and parse.dep[head] == "pobj" and words.has("locative", parse.lower(above)):
        # "in the Ghouta": a region that goes with the article
        form = form_of(parse.text[parse.start[first] : parse.end[last - 1]])
        return f"{parse.lower(above)} the" if last - first == 1 and abroad(form) else None
    if parse.dep[head] == "pobj" and before == parse.lower(above) and words.has("locative weak", before):
        plays = next((t for t in _hung_on(parse, above) if words.has("plays", parse.lemma[t].lower())), None)
        if plays is not None and not _names_body(parse, first, last, words):
            return f"{parse.lemma[plays]} {before}"
        return None
    led = parse.lemma[above] == "take" and any(
        parse.lower(p) in ("to", "into", "from") for p in parse.kids(above, "prep")
    )
    if parse.dep[head] in {"dobj", "nsubjpass"} and words.has("strikes", parse.lemma[above]) and not led:
        form = form_of(parse.text[parse.start[first] : parse.end[last - 1]])
        people = any(parse.ent[i] == "PERSON" for i in range(first, last))
        if _list_ahead(parse, parse.end[last - 1], 2 if people else 1):
            return f"{parse.lemma[above]}: a list"
        if parse.ent[head] in PLACES and last - first == 1:
            return f"{parse.lemma[above]}: object so read"
        return f"{parse.lemma[above]}: object known" if abroad(form) else None
    if parse.dep[head] == "nsubj" and _held(parse, above):
        return HELD
    if parse.dep[head] == "nsubj" and _beset(parse, above):
        form = form_of(written)
        return "came under" if abroad(form) else None
    return None


def _hung_on(parse: Parse, preposition: int) -> Iterator[int]:
    """The word that a preposition hangs on, and the one that this word itself belongs to: "a camp for people | at X"."""
    above = parse.head[preposition]
    yield above
    if parse.dep[above] == "pobj" and parse.pos[above] == "NOUN":
        yield parse.head[parse.head[above]]


def _held(parse: Parse, verb: int) -> bool:
    """Whether the verb says in whose hands a place is: "X is still in its hands"."""
    inside = (p for p in parse.kids(verb, "prep") if parse.lower(p) == "in")
    return parse.lemma[verb] in ("be", "remain", "stay") and any(
        parse.lower(o) == "hands" for p in inside for o in parse.kids(p, "pobj")
    )


_UNDER = frozenset({"fire", "attack", "shelling", "bombardment", "siege", "control", "occupation", "bombing", "curfew"})


def _beset(parse: Parse, verb: int) -> bool:
    """Whether the verb tells what befalls a town and no person: "came under fire", "is under siege", "changed hands"."""
    if parse.lemma[verb] == "change":
        return any(parse.lemma[k] == "hand" for k in parse.kids(verb, "dobj"))
    if parse.lemma[verb] not in ("be", "come", "remain") or any(
        parse.lower(p) == "for" for p in parse.kids(verb, "prep")
    ):
        return False  # "came under fire for his remarks"
    under = (p for p in parse.kids(verb, "prep") if parse.lower(p) == "under")
    return any(parse.lemma[o] in _UNDER for p in under for o in parse.kids(p, "pobj"))


def _listed(parse: Parse, first: int, last: int, taken: Set[int]) -> str | None:
    """Whether the tokens are joined to a name that was taken for a place: "near X, Y and Z"."""
    head = next((t for t in range(first, last) if not first <= parse.head[t] < last), last - 1)
    if parse.dep[head] == "conj" and parse.head[head] in taken:
        return "listed"
    if first < 2 or parse.dep[head] in ("nsubj", "poss"):
        return None
    comma, one = parse.word(first - 1) == ",", first - 2 in taken
    closes = parse.lower(first - 1) == "and" and any(
        t in taken and t - 1 in range(first) and parse.word(t - 1) == "," for t in (first - 2, first - 3)
    )
    return "listed" if (comma and one and _list_ahead(parse, parse.end[last - 1], 1)) or closes else None


_NAME = r"(?:[a-z]{2}-)?[A-Z][\w’'-]+(?: (?:[a-z]{2}-)?[A-Z][\w’'-]+){0,2}"
_AHEAD = re.compile(rf"(?:, {_NAME})*,? and {_NAME}")


def _list_ahead(parse: Parse, end: int, least: int = 2) -> bool:
    """Whether names follow an offset as in a list, so many at least: "A |, B and C"."""
    hit = _AHEAD.match(parse.text, end)
    return hit is not None and hit[0].count(",") - hit[0].count(", and") + 1 >= least


def _names_body(parse: Parse, first: int, last: int, words: PlaceWords) -> bool:
    """Whether the tokens, or what they stand before, are a body and not where it sits ("in Velen Council")."""
    tail = {parse.lower(last - 1).rstrip("."), *((parse.lower(last),) if last < len(parse) else ())}
    return any(words.has("body", w) for w in tail)


def _plain(parse: Parse, first: int, last: int, words: PlaceWords) -> bool:
    """Whether nothing about the tokens speaks against a place."""
    text = parse.text[parse.start[first] : parse.end[last - 1]]
    form = form_of(text)
    if last - first == 1 and first == parse.sentences[parse.sentence_of(first)][0] and common(parse.lower(first)):
        return False
    if words.has("group", form.removeprefix("al ")):
        return False
    if last - first > 5 or len(form) < 3 or any(ch.isdigit() for ch in text):
        return False
    if any(
        form_of(parse.word(i)) in words.lists["never"] or parse.lower(i) in words.lists["title"]
        for i in range(first, last)
    ):
        return False
    if any(form_of(parse.word(i)) in words.demonyms for i in range(first, last)) or form in words.demonyms:
        return False
    if _headline(parse, first) or (last < len(parse) and parse.word(last)[0].isdigit()):
        return False
    if any(parse.ent[i] in _NEVER_INSIDE for i in range(first, last)):
        return False
    if any(words.has("body", parse.lower(i)) for i in range(first, last)):
        return False
    letters = [c for c in text if c.isalpha()]
    # "UNICEF", "M23": letters alone are no name that a reader could look up
    return not (all(c.isupper() for c in letters) and last - first == 1 and len(letters) <= 6)


def common(word: str) -> bool:
    """Whether a word is one for people, bodies or words, so that only a sentence gives it its capital: "Civilians"."""
    forms = (word, word.removesuffix("s"))
    return any(w in nouns(c) for w in forms for c in ("class", "person-noun", "private", "body", "words"))


_WORDS = frozenset({"ADP", "DET", "PRON", "CCONJ", "SCONJ", "AUX", "PART", "NUM", "PUNCT"})


def _capital(parse: Parse, i: int) -> bool:
    word = parse.word(i)
    if parse.pos[i] in _WORDS or (parse.pos[i] in {"VERB", "ADV"} and i == parse.sentences[parse.sentence_of(i)][0]):
        return False
    return (
        (word[0].isupper() and any(c.islower() or not c.isascii() for c in word[1:]))
        or (word[0].isupper() and len(word) > 3)
        or _ARTICLE.match(word) is not None
    )


def _headline(parse: Parse, token: int) -> bool:
    """Whether nearly every word of the sentence is a capital one, so that capitals tell nothing."""
    first, last = parse.sentences[parse.sentence_of(token)]
    heads = [parse.word(i) for i in range(first, last) if parse.word(i)[0].isalpha() and len(parse.word(i)) > 3]
    return len(heads) >= 4 and sum(w[0].isupper() for w in heads) >= 0.8 * len(heads)


def _hyphen(parse: Parse, i: int) -> bool:
    return (
        parse.word(i) in _INNER
        and i + 1 < len(parse)
        and (parse.word(i + 1)[0].isupper() or parse.word(i) in {"’", "'"})
        and parse.word(i + 1)[0].isalpha()
        and parse.start[i + 1] == parse.end[i]
        and parse.start[i] == parse.end[i - 1]
    )


def _article(parse: Parse, i: int) -> bool:
    """Whether "al-" and a name follow within a name: "Jabal Zayn al-Abidin"."""
    return (
        i + 2 < len(parse)
        and parse.word(i + 1) == "-"
        and _ARTICLE.match(f"{parse.word(i)}-{parse.word(i + 2)}") is not None
        and parse.end[i + 1] == parse.start[i + 2]
    )


def article_name(parse: Parse, i: int) -> int:
    """How many tokens "al-Karim" takes at a token; 0 if none stands there."""
    if i >= len(parse) or not _adjoins(parse, i):
        return 0
    return 1 if _ARTICLE.match(parse.word(i)) else 3 if _article(parse, i) else 0


def _adjoins(parse: Parse, i: int) -> bool:
    gap = parse.text[parse.end[i - 1] : parse.start[i]]
    return gap in {"", " "}
