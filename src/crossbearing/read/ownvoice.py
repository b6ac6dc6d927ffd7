"""Which happenings with no source are claims of the report itself: the main events, told or presupposed."""

# ruff: noqa: SIM905

from __future__ import annotations

from crossbearing.read.argument import clause_verb, counted, finite_verb, subjects
from crossbearing.read.happening import Happening
from crossbearing.read.parse import Parse
from crossbearing.read.stance import feared

_PRESUPPOSED = frozenset({"territory_gain", "property_destruction", "encirclement", "withdrawal"})
_LEARNED = 0.75
"""The least score of a happening that the trained reader alone has found, in the report's own voice."""
_OPINION = frozenset("should must ought would could might may can".split())


def refusal(parse: Parse, happening: Happening, *, published: str | None = None) -> str | None:
    """Why a happening in the report's own voice is no claim; `None` if it is one."""
    verb = finite_verb(parse, happening.trigger)
    inner = clause_verb(parse, happening.trigger)
    nominal = parse.pos[happening.trigger] in ("NOUN", "PROPN")
    for v in dict.fromkeys((inner, verb)):
        if any(parse.lower(a) in _OPINION for a in parse.kids(v, "aux")):
            return "supposition or opinion in the report's own voice"
        if any(parse.lower(m) in ("if", "unless", "whether") for m in parse.kids(v, "mark")):
            return "condition, not an event"
    learned = any(r.startswith("learned:") and ">" not in r for r in happening.rules)
    if happening.score < (_LEARNED if learned else 0.6):
        return "no firm sense of an event in the report's own voice"
    if any(a in happening.rules for a in ("background",)):
        return "background"
    if nominal and happening.kind in _PRESUPPOSED and happening.places and not feared(parse, happening.trigger):
        return None
    if feared(parse, happening.trigger):
        return "supposition or opinion in the report's own voice"
    top = counted(parse, happening.trigger)
    if nominal and _concessive(parse, top):
        return "an event is only mentioned"
    if nominal and parse.dep[top] not in ("nsubj", "nsubjpass", "dobj", "ROOT", "attr", "conj", "pobj"):
        return "an event is only mentioned"
    bare = nominal and parse.dep[top] == "pobj" and not happening.places
    if bare and parse.lower(parse.head[top]) not in ("with", "by"):
        return "an event is only mentioned"
    if parse.dep[inner] in ("relcl", "acl", "advcl") and any(parse.lower(a) == "had" for a in parse.kids(inner, "aux")):
        return "background: before the events told"
    if parse.dep[inner] in ("acl", "relcl") and not nominal and not _weighty(parse, inner):
        return "an event is only mentioned"
    tags = {parse.tag[verb], *(parse.tag[a] for a in parse.kids(verb, "aux", "auxpass"))}
    if parse.pos[verb] in ("VERB", "AUX"):
        generic = tags <= {"VBZ", "VBP", "VB", "VBG", "VBN"} and not tags & {"VBD"}
        progressive = parse.tag[verb] == "VBG" or any(parse.lemma[a] == "have" for a in parse.kids(verb, "aux"))
        passive_now = bool(parse.kids(verb, "auxpass"))
        many = any(
            parse.tag[s] in ("NNS", "NNPS", "PRP") and not parse.kids(s, "det", "nummod") for s in subjects(parse, verb)
        )
        if generic and many and not (progressive or passive_now or happening.places or happening.agents):
            return "generality, not an event"
    return None


def presupposed(parse: Parse, happening: Happening) -> bool:
    """Whether the report takes the happening for granted: "the capture of Velen marked …", "as the battle for Velen goes on"."""
    trigger = happening.trigger
    if parse.pos[trigger] not in ("NOUN", "PROPN") or not happening.places:
        return False
    top = counted(parse, trigger)
    above = parse.head[top]
    led = parse.dep[top] == "pobj" and parse.lower(above) == "as"  # "as the battle for X goes on", misread
    if led and happening.kind == "ground_clash":
        return parse.tag[parse.head[above]] == "VBZ"
    if parse.dep[top] not in ("nsubj", "nsubjpass") or _concessive(parse, top):
        return False
    return happening.kind in _PRESUPPOSED or (happening.kind == "ground_clash" and parse.tag[above] == "VBZ")


def _weighty(parse: Parse, verb: int) -> bool:
    """Whether a clause on a noun tells news: set off by a comma, or about a counted noun."""
    noun = parse.head[verb]
    if parse.kids(noun, "nummod"):
        return True
    first = parse.subtree(verb)[0]
    return first > 0 and parse.word(first - 1) == "," and parse.dep[noun] not in ("nsubj", "nsubjpass")


_ASIDE = frozenset("despite amid after before since following during without against for".split())


def _concessive(parse: Parse, token: int) -> bool:
    """Whether the noun stands in a phrase that only sets the scene ("despite evidence of attacks on the town")."""
    seen = token
    for _ in range(5):
        above = parse.head[seen]
        if above == seen or parse.pos[seen] in ("VERB", "AUX"):
            return False
        if parse.dep[above] in ("prep", "mark", "agent") and parse.lower(above) in _ASIDE:
            return True
        seen = above
    return parse.lower(seen) in _ASIDE
