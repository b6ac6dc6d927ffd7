"""Happenings of one sentence → those that are told once each, and for their own sake."""

# ruff: noqa: SIM905

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crossbearing.read.argument import clause_verb, counted
from crossbearing.read.parse import Parse
from crossbearing.read.senses import Lexicon
from crossbearing.read.told import Happening

WEAK = 0.6
"""A weaker sense is a happening only where its sentence states nothing stronger."""


def settle(parse: Parse, found: list[Happening]) -> list[Happening]:
    """Of happenings that tell the same thing twice the stronger; weak ones only where the sentence has no other."""
    found = _main(parse, _caused(parse, found))
    strong = [h for h in found if h.score >= WEAK]
    kept: list[Happening] = []
    for h in strong or found[:1]:
        rival = next((k for k in kept if _same(parse, k, h)), None)
        if rival is None:
            kept.append(h)
        elif h.score > rival.score or (h.score == rival.score and len(h.places) > len(rival.places)):
            merged = replace(
                h,
                agents=h.agents or rival.agents,
                targets=h.targets or rival.targets,
                places=h.places or rival.places,
                rules=(*h.rules, f"same as:{parse.word(rival.trigger)}"),
            )
            kept[kept.index(rival)] = merged
    return sorted(kept, key=lambda h: h.trigger)


_PINNED = frozenset({"on", "near", "at", "against", "outside"})


_CAUSES = frozenset(
    {
        "ground_clash", "air_drone_strike", "shelling_missile", "mine_ied", "suicide_bomb", "grenade",
        "attack_on_civilians", "chemical_weapon", "advance", "encirclement",
    }
)  # fmt: skip
_EFFECTS = frozenset({"casualties", "property_destruction", "displacement", "interception"})


def _caused(parse: Parse, found: list[Happening]) -> list[Happening]:
    """Happenings without those that only name the cause of another ("killed by shelling"); the effect keeps the cause."""
    drop: dict[int, Happening] = {}
    for effect in found:
        if effect.kind not in _EFFECTS or parse.pos[effect.trigger] != "VERB":
            continue
        below = set(parse.subtree(effect.trigger, without=("advcl", "relcl", "ccomp", "conj")))
        for cause in found:
            aside = parse.dep[cause.trigger] in ("pobj", "pcomp") or (
                parse.dep[cause.trigger] == "acl" and parse.dep[parse.head[cause.trigger]] == "pobj"
            )
            below_it = set(parse.subtree(cause.trigger)) & set(cause.places)
            own = {t for t in below_it if parse.lower(parse.head[t]) in _PINNED}
            if cause.kind in _CAUSES and cause.trigger in below and aside and not own:
                drop[cause.trigger] = effect
    out = []
    for h in found:
        if h.trigger in drop:
            continue
        why = next((c for c in found if drop.get(c.trigger) is h), None)
        out.append(
            h if why is None else replace(h, agents=h.agents or why.agents, rules=(*h.rules, f"cause:{why.kind}"))
        )
    return out


_SCENE = 0.62
_SIDE = frozenset("without after before during amid since despite until for about over of to on following".split())


def _main(parse: Parse, found: list[Happening]) -> list[Happening]:
    """Happenings without nouns that only stand beside the main one of their clause ("withdrew after months of battle")."""
    verbs = {h.trigger: h.score for h in found if parse.pos[h.trigger] == "VERB"}
    out = []
    for h in found:
        verb, top = clause_verb(parse, h.trigger), counted(parse, h.trigger)
        noun, dep, above = parse.pos[h.trigger] == "NOUN", parse.dep[top], parse.head[top]
        led = verb in verbs
        aside = noun and dep == "pobj" and parse.lower(above) in _SIDE and led
        told = (
            noun
            and dep in ("dobj", "nsubjpass")
            and (verbs.get(above, 0.0) >= h.score or any(o.trigger == above and o.kind == h.kind for o in found))
        )  # "stopped the advance": told by the verb
        scenery = parse.dep[verb] in ("relcl", "acl") and h.score < _SCENE and len(found) > 1
        if not (aside or told or scenery or _tried_only(parse, h, found) or _known_people(parse, h)):
            out.append(h)
    return [h for h in out if not _part_of(parse, h, out)]


_HARM = frozenset({"casualties", "attack_on_civilians", "shelling_missile", "air_drone_strike", "mine_ied"})


def _while(parse: Parse, verb: int) -> bool:
    """Whether the clause only tells what people were doing ("while trying to flee", "as they fled")."""
    if parse.dep[verb] == "xcomp" and parse.lemma[parse.head[verb]] in ("try", "attempt", "use"):
        verb = parse.head[verb]
    marks = {parse.lower(k) for k in parse.kids(verb, "mark", "advmod")}
    if parse.dep[verb] == "pcomp":
        marks.add(parse.lower(parse.head[verb]))
    return (
        parse.dep[verb] in ("advcl", "pcomp")
        and bool(marks & {"while", "as", "when", "after"})
        and (parse.tag[verb] in ("VBG",) or "as" in marks)
    )


_STOPS = frozenset("prevent keep thwart foil stop halt repel disrupt deter".split())
_MEANS = frozenset({"air_drone_strike", "shelling_missile", "ground_clash"})


def _part_of(parse: Parse, h: Happening, found: Sequence[Happening]) -> bool:
    """Whether the word only fills out another happening of its clause: its means, its name, or what it is done to."""
    t, dep = h.trigger, parse.dep[h.trigger]
    above = parse.head[t]
    others = {o.trigger: o for o in found if o.trigger != t}
    if parse.pos[t] in ("NOUN", "PROPN"):
        top = t
        while parse.dep[top] == "conj" and parse.pos[parse.head[top]] in ("NOUN", "PROPN"):
            top = parse.head[top]
        verb = parse.head[top]
        if parse.dep[top] == "nsubj" and h.kind in _MEANS and verb in others:
            return parse.lemma[verb] in _STOPS and others[verb].kind == "ground_clash"
        if dep == "pobj" and parse.lower(above) == "in" and parse.lemma[t] == "pocket":
            return parse.head[above] in others or clause_verb(parse, t) in others
        if dep == "pobj" and parse.lower(above) == "under" and parse.head[above] in others:
            return True  # "came under fire"
        if dep == "dobj" and parse.lemma[above] == "call":
            return any(k in others for k in parse.kids(above, "oprd"))  # "called the strike a massacre"
        if dep == "pobj" and parse.lower(above) == "as":
            named = parse.kids(parse.head[above], "dobj", "nsubjpass")
            return any(k in others for k in named)  # "described the surrender as an evacuation"
        return False
    if dep == "oprd" and above in others and h.kind == "casualties":
        return True  # "was shot dead"
    first = t
    while parse.dep[first] == "conj" and not parse.kids(first, "nsubj", "nsubjpass") and parse.head[first] != first:
        first = parse.head[first]
    over = others.get(parse.head[first]) if parse.dep[first] == "xcomp" else None
    if over is not None and over.kind in ("agreement", "displacement", "threat"):
        return h.kind != over.kind  # "agreed to silence the guns"
    if h.kind == "displacement" and _while(parse, t) and any(o.kind in _HARM for o in others.values()):
        return True  # "were killed while trying to flee"
    people = dep == "amod" and above > t and h.kind in ("displacement", "abduction_detention")
    return (
        people and bool(others) and parse.dep[counted(parse, above)] in ("dobj", "pobj", "nsubj", "nsubjpass", "dative")
    )


_TRIES = frozenset("attempt effort try bid endeavour endeavor".split())


def _tried_only(parse: Parse, h: Happening, found: Sequence[Happening]) -> bool:
    """Whether the attempt at it is told by a verb: "repelled six attempts to enter", "moved on in a bid to cut it off"."""
    noun = h.trigger if parse.lemma[h.trigger] in _TRIES else parse.head[clause_verb(parse, h.trigger)]
    if noun != h.trigger and parse.dep[clause_verb(parse, h.trigger)] not in ("acl", "pcomp"):
        return False
    if parse.dep[noun] == "prep" and parse.head[noun] != noun:  # "attempts at breaking through"
        noun = parse.head[noun]
    if parse.lemma[noun] not in _TRIES or parse.pos[noun] != "NOUN":
        return False
    top = counted(parse, noun)
    above = parse.head[top]
    if parse.dep[top] == "pobj" and parse.lower(above) == "in":
        return any(o.trigger == parse.head[above] for o in found)
    if parse.dep[top] not in ("dobj", "nsubjpass"):
        return False
    return any(o is not h and o.trigger == above and o.kind == "ground_clash" for o in found)


_HURT = frozenset("wounded injured dead killed".split())
_TELLS = frozenset("be find count report leave have see say confirm record list".split())


def _known_people(parse: Parse, h: Happening) -> bool:
    """Whether the words only say which people are meant: "the wounded commander", "a ward full of wounded people"."""
    t = h.trigger
    if h.kind != "casualties" or parse.lower(t) not in _HURT:
        return False
    if parse.dep[t] == "amod" and parse.head[t] > t and parse.pos[parse.head[t]] in ("NOUN", "PROPN"):
        top = counted(parse, parse.head[t])
        above = parse.head[top]
        if parse.dep[top] in ("nsubj", "nsubjpass", "poss"):
            return parse.lemma[above] != "be" or not parse.kids(above, "expl")
        if parse.dep[top] in ("attr", "dobj", "ROOT"):
            return parse.lemma[above] not in _TELLS and parse.dep[top] != "ROOT"
        return parse.dep[top] == "pobj" and parse.lower(above) not in ("including", "among", "with")
    if any(parse.pos[k] == "NUM" for k in parse.children[t]) or not h.rules[0].startswith("learned:"):
        return False
    known = any(parse.lower(k) == "the" for k in parse.kids(t, "det"))
    return known and parse.dep[t] in ("pobj", "nsubj", "nsubjpass", "dobj")


def _same(parse: Parse, one: Happening, two: Happening) -> bool:
    if one.kind == two.kind and (_completes(parse, one, two) or _completes(parse, two, one)):
        return True
    if clause_verb(parse, one.trigger) != clause_verb(parse, two.trigger):
        return False
    if one.kind == two.kind:
        shared = set(one.places) & set(two.places) or not one.places or not two.places
        if one.kind == "casualties":  # three figures are three claims
            return set(one.targets) == set(two.targets) and parse.lemma[one.trigger] == parse.lemma[two.trigger]
        return bool(shared)
    return False


def _completes(parse: Parse, one: Happening, two: Happening) -> bool:
    """Whether one only completes the other: "continue to hold", "made attempts to break through"."""
    if parse.pos[one.trigger] != "VERB" or one.kind == "casualties":
        return False
    above = parse.head[one.trigger]
    dep = parse.dep[one.trigger]
    if dep == "acl" and parse.dep[above] in ("dobj", "nsubjpass"):
        return parse.head[above] == two.trigger or above == two.trigger
    return dep == "xcomp" and above == two.trigger


_SPECIFIC = frozenset(
    {
        "air_drone_strike", "shelling_missile", "mine_ied", "suicide_bomb", "grenade", "chemical_weapon",
        "attack_on_civilians", "ground_clash",
    }
)  # fmt: skip
_SURE, _REACH = 0.8, 3


def same_event(parse: Parse, lexicon: Lexicon, found: Sequence[Happening]) -> tuple[Happening, ...]:
    """The happenings; "the attack", "the blast", "it was hit" with the kind of what was told just before."""
    out: list[Happening] = []
    for h in found:
        n = parse.sentence_of(h.trigger)
        named = lexicon.has("same_event", parse.lemma[h.trigger]) and h.score < _SURE
        if named and h.kind in _SPECIFIC and _definite(parse, h):
            told = [o for o in out if o.kind in _SPECIFIC and n - _REACH <= parse.sentence_of(o.trigger) < n]
            told = [o for o in told if o.score >= _SURE] or told
            if told and told[-1].kind != h.kind:
                first = told[-1]
                rules = (*h.rules, f"as before:{first.kind}")
                out.append(replace(h, kind=first.kind, acled=first.acled, rules=rules))
                continue
        out.append(h)
    return tuple(out)


def _definite(parse: Parse, h: Happening) -> bool:
    """Whether the words take up something known."""
    if parse.pos[h.trigger] == "NOUN":
        return any(parse.lower(d) in ("the", "this", "that", "these") for d in parse.kids(h.trigger, "det"))
    if any(parse.pos[s] in ("PRON", "NUM") for s in parse.kids(h.trigger, "nsubj")):
        return True  # "one struck a bus"
    return any(parse.pos[t] == "PRON" or any(parse.lower(d) == "the" for d in parse.kids(t, "det")) for t in h.targets)
