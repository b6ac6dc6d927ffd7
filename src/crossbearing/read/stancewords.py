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


def phrasal(parse: Parse, token: int) -> str:
    """The lemma of a verb with its particle: "rule_out"."""
    beside = ("aside", "off", "away")
    particle = next((parse.lower(k) for k in parse.kids(token, "prt") if k > token), None)
    particle = particle or next((parse.lower(k) for k in parse.kids(token, "advmod") if parse.lower(k) in beside), None)
    return f"{parse.lemma[token]}_{particle}" if particle else parse.lemma[token]


def is_one(parse: Parse, token: int, name: str) -> bool:
    """Whether the token, alone or with its particle, is of the list."""
    listed = words(name)
    return parse.lemma[token] in listed or parse.lower(token) in listed or phrasal(parse, token) in listed


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
    if lemma not in ("be", "appear", "seem", "remain"):
        return None
    if real and any(parse.lower(t) == "far" for t in below):
        return "words:not real"
    for k in parse.kids(verb, "acomp", "attr", "prep", "advmod", "oprd"):
        for t in parse.kids(k, "pobj") if parse.dep[k] == "prep" else (k, *parse.kids(k, "conj")):
            if _listed(parse, t, "false") and not no and not negated(parse, t):
                return "words:false"
            if _listed(parse, t, "true") and (no or negated(parse, t)):
                return "words:not true"
    return None


_HARD = ("unable", "impossible", "difficult", "hard")


def unable_to(parse: Parse, verb: int) -> bool:
    """Whether the verb is what somebody is unable to do."""
    above = parse.head[verb]
    if parse.dep[verb] not in ("xcomp", "acl", "ccomp", "advcl"):
        return False
    if parse.lower(above) in ("possible", "able"):
        return bool(parse.kids(parse.head[above], "neg"))
    if parse.lemma[above] == "be":
        could = list(parse.kids(above, "acomp", "attr"))
        return any(
            parse.lower(k) in _HARD or (parse.lower(k) == "possible" and parse.kids(above, "neg")) for k in could
        )
    return parse.lower(above) in _HARD
