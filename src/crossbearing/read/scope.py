"""How wide a clause speaks: of what is always so, of settlements that are counted and not named, of a whole country."""

from __future__ import annotations

import re

from crossbearing.read.argument import clause_verb
from crossbearing.read.happening import Happening
from crossbearing.read.parse import Parse
from crossbearing.read.placewords import place_words

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_WAR = r"(?:[\w’'-]+ ){0,3}(?:war|conflict|invasion|uprising|insurgency)\b"
_LONG = re.compile(
    rf"since (?:(?:the (?:start|beginning|outbreak) of )?{_WAR}|(?:early |late |mid-?)?(?:{_MONTH})\b(?! \d{{1,2}}\b)"
    r"|(?:the )?(?:early |late |mid-?)?(?:19|20)\d\d\b|last (?:year|winter|spring|summer|autumn))"
    r"|(?:in|during|throughout|over the course of) the (?:[\w-]+ )?(?:war|conflict)\b(?! (?:zone|area))",
    re.IGNORECASE,
)


def general(parse: Parse, happening: Happening) -> bool:
    """Whether the clause tells what is always or never done ("the army does not strike civilians")."""
    verb = clause_verb(parse, happening.trigger)
    present = parse.tag[verb] in ("VBP", "VBZ") or (
        parse.tag[verb] in ("VB", "VBG") and not any(parse.lower(k) == "did" for k in parse.kids(verb, "aux"))
    )
    bare = [
        t for t in happening.targets
        if parse.tag[t] == "NNS" and not parse.kids(t, "det", "nummod", "poss", "amod", "relcl", "prep")
    ]  # fmt: skip
    return happening.kind == "attack_on_civilians" and present and bool(bare) and len(bare) == len(happening.targets)


def several(parse: Parse, happening: Happening) -> bool:
    """Whether it befell settlements that are counted and not named ("took several other towns")."""
    words = place_words()
    heads = {
        happening.trigger,
        *happening.targets,
        *happening.places,
        *parse.kids(happening.trigger, "dobj", "nsubjpass"),
    }
    for p in parse.kids(happening.trigger, "prep"):
        heads |= set(parse.kids(p, "pobj"))
    for o in parse.kids(happening.trigger, "dobj"):
        heads |= {k for p in parse.kids(o, "prep") if parse.lower(p) in ("of", "over") for k in parse.kids(p, "pobj")}
    return any(
        parse.tag[t] == "NNS"
        and words.has("back town", parse.lemma[t].lower())
        and not any(parse.lower(k) in ("the", "these", "those", "both") for k in parse.kids(t, "det"))
        for t in heads
    )


def whole(parse: Parse, happening: Happening) -> bool:
    """Whether the clause tells of a whole war, or counts so many people as a country has and not a town."""
    verb = clause_verb(parse, happening.trigger)
    if any(parse.lemma[t].lower() in ("war", "conflict") for t in parse.kids(verb, "nsubj")):
        return True
    counted = {t for h in happening.targets for t in parse.subtree(h, without=("relcl",))}
    counted |= {
        t
        for o in parse.kids(happening.trigger, "dobj", "nsubj", "nsubjpass")
        for t in parse.subtree(o, without=("relcl",))
    }
    thousands = any(parse.lower(t) == "thousands" for t in counted)  # "hundreds" are no "hundreds of thousands"
    return any(parse.lower(t) in ("million", "millions") for t in counted) or (
        thousands and any(parse.lower(t) in ("tens", "hundreds") for t in counted)
    )


def lasting(parse: Parse, happening: Happening) -> bool:
    """Whether the clause counts over a whole war and not a battle ("2,600 people have been killed since April")."""
    verb = clause_verb(parse, happening.trigger)
    heads = [
        t for t in parse.subtree(verb)
        if parse.lower(t) in ("since", "in", "during", "throughout", "over") and clause_verb(parse, parse.head[t]) == verb
    ]  # fmt: skip
    return any(_LONG.match(parse.text, parse.start[t]) for t in heads)
