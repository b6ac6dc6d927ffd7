"""The word lists of stance: what negates, doubts, foretells, falsifies and takes back (`data/stances.csv`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from crossbearing.read.cues import rows
from crossbearing.read.parse import Parse


@cache
def lists() -> Mapping[str, frozenset[str]]:
    """List name → its lemmas; a verb with its particle is joined by an underscore."""
    out: dict[str, set[str]] = {}
    for row in rows("stances.csv"):
        out.setdefault(row["list"], set()).add(row["word"])
    return {name: frozenset(words) for name, words in out.items()}


def words(name: str) -> frozenset[str]:
    """The lemmas of one list."""
    return lists()[name]


_BESIDE = ("aside", "off", "away", "back")


def phrasal(parse: Parse, token: int) -> str:
    """The lemma of a verb with its particle: "rule_out"."""
    lemma = parse.lemma[token]
    near = parse.kids(token, "prt", "advmod")
    if not near:
        return lemma
    particle = next((parse.lower(k) for k in near if k > token and parse.dep[k] == "prt"), None)
    particle = particle or next(
        (parse.lower(k) for k in near if parse.dep[k] == "advmod" and parse.lower(k) in _BESIDE), None
    )
    return f"{lemma}_{particle}" if particle else lemma


def is_one(parse: Parse, token: int, name: str) -> bool:
    """Whether the token, alone or with its particle, is of the list."""
    listed = words(name)
    return parse.lemma[token] in listed or parse.lower(token) in listed or phrasal(parse, token) in listed


def names(parse: Parse, token: int) -> bool:
    """Whether a word of calling gives something a name, and asks for nothing: "called the retreat a mistake"."""
    called = parse.lemma[token] == "call" and parse.pos[token] == "VERB"
    return called and not any(parse.lower(k) in ("for", "on", "upon") for k in parse.kids(token, "prep", "prt"))


def negated(parse: Parse, token: int) -> bool:
    """Whether the token is told with "not", "never", "no"."""
    negators = ("not", "n't", "n’t", "never", "no", "hardly")
    return bool(parse.kids(token, "neg")) or any(parse.lower(k) in negators for k in parse.kids(token, "det", "advmod"))


def _listed(parse: Parse, token: int, name: str) -> bool:
    return parse.lemma[token] in words(name) or parse.lower(token) in words(name)


def falsehood(parse: Parse, verb: int) -> str | None:
    """The rule by which a predicate calls its subject false: "is a lie", "is not true", "has nothing to do with reality"."""
    lemma, no = parse.lemma[verb], negated(parse, verb)
    below = [t for t in parse.subtree(verb, without=("conj", "advcl", "ccomp", "parataxis")) if t > verb]
    real = any(parse.lemma[t] in words("reality") for t in below)
    if real and (
        (lemma == "have" and any(parse.lower(t) == "nothing" for t in below)) or (no and lemma in words("matches"))
    ):
        return "words:not real"
    if parse.kids(verb, "auxpass") and _listed(parse, verb, "false") and not no:
        return "words:false"  # "was fabricated", "had been staged"
    if lemma not in ("be", "appear", "seem", "remain"):
        return None
    if real and any(parse.lower(t) == "far" for t in below):
        return "words:not real"
    for k in parse.kids(verb, "acomp", "attr", "prep", "advmod", "oprd"):
        for t in parse.kids(k, "pobj") if parse.dep[k] == "prep" else (k, *parse.kids(k, "conj")):
            said = [t, *(m for m in parse.kids(t, "amod", "compound") if parse.lemma[t] in words("points"))]
            if any(_listed(parse, w, "false") for w in said) and not no and not negated(parse, t):
                return "words:false"  # "is a lie", "is fake news"
            if _listed(parse, t, "true") and (no or negated(parse, t)):
                return "words:not true"
    return None


def disclaims(parse: Parse, verb: int) -> bool:
    """Whether a predicate disclaims a part in it: "had nothing to do with it", "was not involved", "played no role"."""
    no = negated(parse, verb)
    if parse.lemma[verb] == "have" and any(parse.lower(k) == "nothing" for k in parse.kids(verb, "dobj")):
        return any(parse.lemma[t] == "do" for t in parse.subtree(verb) if t > verb)
    if parse.lemma[verb] == "be" or parse.kids(verb, "auxpass"):
        told = (verb, *parse.kids(verb, "acomp", "attr", "prep", "advmod"))
        return no and any(_listed(parse, k, "partaking") for k in told)
    parts = [k for k in parse.kids(verb, "dobj") if _listed(parse, k, "part")]
    return any(no or negated(parse, k) for k in parts)


def withholds(parse: Parse, verb: int) -> bool:
    """Whether something is withheld from somebody, and nothing said to be false: "denied access to the camp"."""
    if parse.lemma[verb] != "deny" or parse.pos[verb] != "VERB":
        return False
    given = parse.kids(verb, "dobj", "oprd")
    return any(parse.lemma[k] in words("granted") and not parse.kids(k, "poss") for k in given)


_HARD = ("unable", "impossible", "difficult", "hard")


def unable_to(parse: Parse, verb: int) -> bool:
    """Whether the verb is what somebody is unable to do."""
    above = parse.head[verb]
    if parse.dep[verb] not in ("xcomp", "acl", "ccomp", "advcl"):
        return False
    if parse.lower(above) in ("possible", "able"):
        return _not_any_more(parse, parse.head[above])
    if parse.lemma[above] == "be":
        could = list(parse.kids(above, "acomp", "attr"))
        return any(
            parse.lower(k) in _HARD or (parse.lower(k) == "possible" and _not_any_more(parse, above)) for k in could
        )
    return parse.lower(above) in _HARD


def _not_any_more(parse: Parse, verb: int) -> bool:
    return bool(parse.kids(verb, "neg")) or any(parse.lower(k) == "longer" for k in parse.kids(verb, "advmod"))


def _compares(parse: Parse, token: int) -> bool:
    """Whether "no" bounds a number: "no fewer than thirty"."""
    return token + 1 < len(parse) and parse.lower(token + 1) in ("fewer", "less", "more")


def none_of(parse: Parse, token: int) -> bool:
    """Whether the token, its subject or its object is told with "no", "nobody", "without"."""
    if any(
        parse.lower(k) in ("no", "neither", "without", "zero") and not _compares(parse, k)
        for k in parse.kids(token, "det", "neg", "amod", "preconj")
    ):
        return True
    if parse.pos[token] in ("VERB", "AUX"):
        return any(
            parse.lower(s) in ("no", "nobody", "none", "nothing")
            or any(parse.lower(d) in ("no", "neither") for d in parse.kids(s, "det"))
            or _not_one(parse, s)
            for s in parse.kids(token, "nsubj", "nsubjpass", "dobj", *(("attr",) if parse.kids(token, "expl") else ()))
            if not _save(parse, s)
        )
    return parse.dep[token] in ("pobj", "pcomp") and parse.lower(parse.head[token]) == "without"


def _save(parse: Parse, token: int) -> bool:
    """Whether "nobody" has an exception, so that somebody did: "none but the guards took part"."""
    return any(parse.lower(k) in ("but", "except", "save") for k in parse.kids(token, "prep", "cc")) or (
        token + 1 < len(parse) and parse.lower(token + 1) in ("but", "except", "save")
    )


def _not_one(parse: Parse, noun: int) -> bool:
    """Whether the noun is told with "not a single", "not one"."""
    near = [parse.lower(t) for t in range(max(0, noun - 5), noun)]
    return any(near[k] == "not" and near[k + 1 : k + 3] in (["a", "single"], ["one"]) for k in range(len(near)))
