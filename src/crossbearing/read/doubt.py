"""What stands against a naming of a place as the place of a story: it seats a speaker, stands for a government, in an aside."""

from __future__ import annotations

from crossbearing.read.cues import nouns
from crossbearing.read.parse import Parse
from crossbearing.read.placewords import place_words
from crossbearing.types import Place

CAPITAL, SEAT, ASIDE, FAR = 2.0, 1.5, 1.0, 0.5
_SEATED = frozenset({"PERSON", "ORG", "NORP"})


def of_actors(parse: Parse, head: int) -> bool:
    """Whether a name before a noun only says whose people or body it is, and not which site."""
    words, above = place_words(), parse.head[head]
    return not (
        words.has("town part", parse.lemma[above])
        or words.has("back facility", parse.lemma[above])
        or words.has("facility", parse.lemma[above])
        or words.has("seat behind", parse.lemma[above])
    )


def doubt(parse: Parse, head: int, place: Place, capital: bool) -> float:
    """How much stands against a naming: it seats a speaker, stands for a government, in an aside, or is only a way thither."""
    if capital and (seats(parse, head) or not _placed(parse, head)):
        return CAPITAL
    if seats(parse, head) or (place.precision in ("admin1", "admin2") and _of_people(parse, head)):
        return SEAT
    out = ASIDE if _aside(parse, head) else 0.0
    if place.relation is not None or place_words().has("borders", parse.lemma[parse.head[head]]):
        out += FAR
    above = parse.head[head]
    if parse.dep[head] == "pobj" and parse.lower(above) in ("to", "toward", "towards"):
        out += FAR
    return out


def _of_people(parse: Parse, head: int) -> bool:
    """Whether a unit only says whose official or police somebody is, or where the place before it lies."""
    above = parse.head[head]
    if parse.dep[head] == "pobj" and parse.lower(above) == "of":
        words, over = place_words(), parse.head[above]
        return words.has("actor", parse.lemma[over].lower()) or parse.ent[over] in _SEATED
    return parse.dep[head] == "appos"


def _placed(parse: Parse, head: int) -> bool:
    """Whether the name of a capital is where something happens: behind a preposition, taken or struck, and no dateline."""
    if parse.dep[head] in ("dobj", "nsubjpass"):
        return place_words().has("strikes", parse.lemma[parse.head[head]]) or place_words().has(
            "taken", parse.lemma[parse.head[head]]
        )
    return parse.dep[head] == "pobj" and parse.lower(parse.head[head]) not in ("by", "with", "against", "of", "between")


def _aside(parse: Parse, token: int) -> bool:
    """Whether the token stands in a clause that looks back ("since …", "after …") or tells more of a noun ("which …")."""
    seen = token
    while parse.head[seen] != seen:
        if parse.dep[seen] in ("advcl", "relcl", "pcomp"):
            marks = {parse.lower(k) for k in parse.kids(seen, "mark", "advmod", "nsubj")}
            if parse.dep[seen] == "pcomp":
                marks.add(parse.lower(parse.head[seen]))
            if marks & {"since", "after", "before", "until"}:
                return True
        seen = parse.head[seen]
    return False


def seats(parse: Parse, token: int) -> bool:
    """Whether the name hangs by "in" or "at" on a person or a body, or is where somebody spoke."""
    words = place_words()
    if parse.dep[token] == "poss":
        return words.has("actor", parse.lemma[parse.head[token]])
    prep = parse.head[token]
    if parse.dep[token] != "pobj" or parse.lower(prep) not in ("in", "at", "from"):
        return False
    above = parse.head[prep]
    if parse.pos[above] in ("VERB", "AUX"):
        return words.has("speaks", parse.lemma[above]) or any(
            words.has("hearer", parse.lemma[c]) for c in parse.kids(above, "dobj", "dative")
        )
    lemma = parse.lemma[above].lower()
    if parse.lower(prep) == "from" and lemma in nouns("role") and not words.has("local", lemma):
        return True  # "a contractor from Velen": where he comes from, and not where it happened
    return parse.pos[above] in ("NOUN", "PROPN") and (
        parse.ent[above] in _SEATED
        or words.has("seated", parse.lemma[above])
        or words.has("hearer", parse.lemma[above])
    )


def fronts_speaker(parse: Parse, token: int) -> bool:
    """Whether a name opens the clause of one who speaks: "In Geneva, a spokesman confirmed …"."""
    above = parse.head[parse.head[token]]
    speaks = place_words().has("say", parse.lemma[above]) or place_words().has("speaks", parse.lemma[above])
    return parse.dep[token] == "pobj" and token < above and speaks
