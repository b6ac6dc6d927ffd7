"""The noun that a figure counts: "12 *people*", "dozens of *civilians*", "29 out of 30 *drones*", "two *Su-34s*"."""

from __future__ import annotations

import re

from crossbearing.read.befall import entry, lexicon_of
from crossbearing.read.numbers import Number
from crossbearing.read.parse import Parse

_NOMINAL = ("NOUN", "PROPN", "ADJ", "NUM", "ADV")


def model(word: str) -> str | None:
    """`equipment` for "Su-34s", "T-72", "Bradleys"; a name alone is enough where no digit belongs to it."""
    stem = word.removesuffix("s")
    for form in lexicon_of().model:
        if stem == form or (word.startswith(form) and re.fullmatch(r"-?\d+\w{0,3}", word[len(form) :])):
            return "equipment" if len(form) > 2 or stem != form else None
    return None


def counted_noun(parse: Parse, number: Number, inside: range) -> int | None:
    """The counted noun: to the right of the figure, over adjectives, or after "of"."""
    sentence = parse.sentences[parse.sentence_of(inside[0])]
    i = inside[-1] + 1
    while i < sentence[1] and parse.start[i] < number.end:
        i += 1
    if i < sentence[1] and parse.lower(i) in ("of", "out"):
        return after_of(parse, i, sentence[1])
    last: int | None = None
    lexicon = lexicon_of()
    while i < sentence[1]:
        word = parse.lower(i)
        if parse.pos[i] in ("NOUN", "PROPN") or (last is None and model(word)):
            if last is not None and parse.tag[last] in ("NNS", "NNPS") and entry(parse, last) in lexicon.noun:
                break  # "12 people Tuesday"
            last = i
        elif word in lexicon.adj and last is None and not _nominal_after(parse, i, sentence[1]):
            return i  # "12 dead and 30 injured"
        elif (last is not None and word != "-") or not (
            parse.pos[i] in ("ADJ", "NUM", "ADV")
            or word in ("-", "–", "other", "more", "“", '"', "”", "‘", "’")
            or (parse.tag[i] in ("VBN", "VBG") and _nominal_after(parse, i, sentence[1]) and parse.dep[i] == "amod")
        ):
            break
        i += 1
    if last is not None and last > inside[-1]:
        return _remains(parse, last) or last
    return None


def _remains(parse: Parse, noun: int) -> int | None:
    """The bodies that are counted by whose they are: "15 attackers' bodies"."""
    owned = noun + 2 < len(parse) and parse.tag[noun + 1] == "POS"
    return noun + 2 if owned and parse.lemma[noun + 2] in ("body", "corpse") and parse.tag[noun] == "NNS" else None


def _nominal_after(parse: Parse, i: int, stop: int) -> bool:
    k = i + 1
    while k < stop and parse.pos[k] == "ADJ":
        k += 1
    return k < stop and parse.pos[k] in ("NOUN", "PROPN")


def after_of(parse: Parse, i: int, stop: int) -> int | None:
    """Of "dozens of civilians", "three of the 20 villages", "29 out of 30 drones": the noun."""
    k = i + 1
    if k < stop and parse.lower(k) == "of":
        k += 1
    if k < stop and parse.lower(k) in ("them", "us", "whom", "these", "ours"):
        return None  # "40 of them this week"
    last: int | None = None
    if (
        k + 1 < stop
        and parse.lower(k) == "the"
        and parse.lower(k + 1) in ("most", "largest", "deadliest", "worst", "biggest")
    ):
        return None  # "one of the worst attacks"
    while k < stop and (
        parse.pos[k] in (*_NOMINAL, "DET", "PRON", "PART") or parse.lower(k) in ("of", "more", "-", "than")
    ):
        if last is not None and parse.lower(k) == "of":
            if parse.lower(last) not in ("dozens", "hundreds", "thousands", "tens", "scores"):
                break
        elif parse.pos[k] in ("NOUN", "PROPN"):
            if last is not None and entry(parse, last) in lexicon_of().noun and parse.pos[k] == "PROPN":
                break
            last = k
        elif last is not None and parse.pos[k] in ("ADV", "ADJ", "DET"):
            break
        k += 1
    return last
