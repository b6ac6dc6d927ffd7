"""Happenings that a clause neither states nor denies: not acknowledged, not known, prevented, or only said not to be there."""

from __future__ import annotations

from crossbearing.read.argument import clause_verb
from crossbearing.read.parse import Parse
from crossbearing.read.stancewords import is_one, none_of, words


def withheld(parse: Parse, trigger: int) -> bool:
    """Whether the happening is only not spoken of, or over: "did not acknowledge any loss", "prevented them from leaving"."""
    verb = clause_verb(parse, trigger)
    told = (trigger,) if parse.dep[trigger] == "nsubjpass" else parse.kids(trigger, "nsubjpass")
    if is_one(parse, verb, "registers") and any(none_of(parse, t) for t in told):
        return True  # "no casualties were reported"
    if _uncounted(parse, trigger):
        return True
    above = parse.head[verb] if verb == trigger else verb
    if parse.dep[verb] == "pcomp":
        above = parse.head[above]
    tied = parse.dep[trigger] in ("nsubj", "nsubjpass", "dobj", "xcomp", "pcomp", "ccomp")
    if above != trigger and tied and parse.lemma[above] in words("ends") and not parse.kids(above, "neg"):
        return True
    if above != trigger and tied and parse.lemma[above] in words("lets") and parse.kids(above, "neg"):
        return True  # "did not let the army cut the road"
    if parse.lemma[verb] == "be" and parse.kids(verb, "neg"):
        known = parse.kids(verb, "acomp", "attr")
        return any(parse.lower(k) in ("known", "clear", "certain", "available", "immediately") for k in known)
    if verb == trigger and parse.lemma[verb] in words("withholds"):
        return bool(parse.kids(verb, "neg"))  # "did not report any losses"
    if verb == trigger or parse.lemma[verb] not in words("withholds"):
        return (
            parse.lower(verb) == "known" and bool(parse.kids(verb, "neg", "auxpass")) and bool(parse.kids(verb, "neg"))
        )
    return parse.dep[trigger] in ("dobj", "pobj", "conj") and bool(parse.kids(verb, "neg"))


def _uncounted(parse: Parse, trigger: int) -> bool:
    """Whether only the number is spoken of, and not told: "the number of casualties is unknown", "to establish the toll"."""
    number = next(iter(parse.kids(trigger, "nsubj", "nsubjpass")), trigger) if parse.lemma[trigger] == "be" else trigger
    for above in parse.ancestors(number):
        if parse.pos[above] in ("VERB", "AUX"):
            break
        number = above
    if parse.lemma[number] not in words("number"):
        return False
    verb, dep = parse.head[number], parse.dep[number]
    if dep in ("nsubj", "nsubjpass") and parse.lemma[verb] in ("be", "remain"):
        return any(parse.lower(k) in words("unknown") for k in parse.kids(verb, "acomp", "attr", "oprd"))
    return dep in ("dobj", "nsubjpass", "pcomp") and parse.lemma[verb] in words("establishes")


def absent(parse: Parse, trigger: int) -> bool:
    """Whether the happening is told only as what was not there ("entered without fighting")."""
    return parse.dep[trigger] in ("pobj", "pcomp") and parse.lower(parse.head[trigger]) == "without"
