"""Trigger token → `Frame`: who, whom, of what, by which preposition, the same for verbs, passives and nominalisations."""

# ruff: noqa: SIM905

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crossbearing.read.parse import Parse

Form = Literal["v", "n", "a"]

_SUBJECTS = ("nsubj", "csubj", "expl")
_PASSIVE = ("nsubjpass", "csubjpass")
_OBJECTS = ("dobj", "obj", "dative")
_MODIFIERS = ("amod", "compound", "nmod", "poss", "nummod")
_RELATIVE = frozenset({"who", "which", "that", "whom", "where"})
_QUANTITY = frozenset(
    "quantity whole entirety majority swath site scene total much dozen hundred thousand score number group part half most all some many majority handful share third quarter "
    "bulk rest remainder series wave pair couple few lot kind type one two three four five several any none at least "
    "percent % member sort round unit barrage spate string remain amount piece unit".split()
)


@dataclass(frozen=True, slots=True)
class Frame:
    """The arguments of one trigger as token numbers; `preps` are (preposition, object head); `prts` are particles.

    `via` is the preposition that governs a nominal trigger; `gov` is the lemma of the verb that governs it, with that
    verb's subject and object in `gsubj` and `gobj`.
    """

    trigger: int
    form: Form
    subj: tuple[int, ...] = ()
    obj: tuple[int, ...] = ()
    mods: tuple[int, ...] = ()
    poss: tuple[int, ...] = ()
    preps: tuple[tuple[str, int], ...] = ()
    comps: tuple[int, ...] = ()
    prts: tuple[str, ...] = ()
    via: str = ""
    gov: int | None = None
    gsubj: tuple[int, ...] = ()
    gobj: tuple[int, ...] = ()


def frame(parse: Parse, trigger: int) -> Frame:
    """The arguments of the trigger, read off the dependencies."""
    pos = parse.pos[trigger]
    if pos in ("VERB", "AUX") and parse.dep[trigger] not in ("amod", "compound"):
        return _verb(parse, trigger)
    if pos in ("NOUN", "PROPN", "NUM") or (pos == "VERB" and parse.dep[trigger] in ("compound", "pobj", "dobj")):
        return _noun(parse, trigger)
    return _adjective(parse, trigger)


def core(parse: Parse, token: int) -> int:
    """The noun that a quantity noun counts ("dozens of soldiers" → soldiers); else the token itself."""
    seen = token
    for _ in range(3):
        if parse.lemma[seen] not in _QUANTITY and parse.pos[seen] != "NUM" and parse.tag[seen] != "CD":
            return seen
        inner = [
            k for p in parse.kids(seen, "prep") if parse.lower(p) in ("of", "among") for k in parse.kids(p, "pobj")
        ]
        if not inner:
            return seen
        seen = inner[0]
    return seen


def counted(parse: Parse, token: int) -> int:
    """The quantity noun that counts the token ("a total of 111 clashes" → total); else the token itself."""
    seen = token
    for _ in range(3):
        above = parse.head[seen]
        if parse.dep[seen] != "pobj" or parse.lower(above) != "of" or parse.lemma[parse.head[above]] not in _QUANTITY:
            return seen
        seen = parse.head[above]
    return seen


def conjuncts(parse: Parse, token: int) -> tuple[int, ...]:
    """The token and all that is coordinated below it."""
    out, queue = [], [token]
    while queue:
        t = queue.pop(0)
        out.append(t)
        queue.extend(c for c in parse.kids(t, "conj") if parse.pos[c] not in ("VERB", "AUX") or parse.pos[t] == "VERB")
        queue.extend(c for c in parse.kids(t, "appos") if parse.tag[t] == "CD")
    return tuple(dict.fromkeys(out))


def passive(parse: Parse, verb: int) -> bool:
    """Whether the verb form takes its logical object as subject or head noun."""
    if parse.kids(verb, "nsubjpass", "auxpass", "csubjpass"):
        return True
    if parse.tag[verb] != "VBN" or parse.kids(verb, "aux", "nsubj"):
        return False
    if parse.dep[verb] in ("acl", "relcl", "advcl", "amod", "ccomp", "xcomp"):
        return not parse.kids(verb, "dobj") or bool(parse.kids(verb, "agent"))
    return parse.dep[verb] == "conj" and passive(parse, parse.head[verb])


def clause_verb(parse: Parse, token: int) -> int:
    """The nearest verb (or clause root) at or above the token."""
    seen = token
    while True:
        if parse.pos[seen] in ("VERB", "AUX") and parse.dep[seen] not in ("amod", "aux", "auxpass", "compound"):
            return seen
        if parse.head[seen] == seen:
            return seen
        seen = parse.head[seen]


def finite_verb(parse: Parse, token: int) -> int:
    """The verb that carries the clause of the token: participles and infinitives are passed over."""
    seen = clause_verb(parse, token)
    while parse.dep[seen] in ("xcomp", "acl", "pcomp", "auxpass", "aux") and parse.head[seen] != seen:
        seen = clause_verb(parse, parse.head[seen])
    return seen


def subjects(parse: Parse, verb: int, *, depth: int = 0) -> tuple[int, ...]:
    """The surface subject of a verb; shared ones are found through coordination, control and relative clauses."""
    own = parse.kids(verb, *_SUBJECTS, *_PASSIVE)
    if own:
        return _antecedents(parse, verb, own)
    if depth > 4:
        return ()
    dep, head = parse.dep[verb], parse.head[verb]
    if dep == "conj":
        return subjects(parse, head, depth=depth + 1) if parse.pos[head] in ("VERB", "AUX") else ()
    if dep in ("xcomp", "ccomp", "advcl", "pcomp", "acl") and parse.tag[verb] in (
        "VBG",
        "VB",
        "VBN",
        "VBD",
        "VBP",
        "NN",
    ):
        above = clause_verb(parse, head) if dep == "pcomp" else head
        if dep == "pcomp" and parse.head[head] == above and parse.lower(head) in ("of", "from", "for", "into"):
            blamed = parse.kids(above, "nsubjpass") or parse.kids(above, "dobj")  # "accused the militia of shelling"
            if blamed:
                return conjuncts(parse, blamed[0])
        if dep == "acl" and parse.pos[head] in ("NOUN", "PROPN", "PRON"):
            return conjuncts(parse, head) if parse.tag[verb] in ("VBG", "VBN") else ()
        if above == verb or parse.pos[above] not in ("VERB", "AUX", "ADJ"):
            return ()
        if parse.pos[above] == "ADJ" and parse.dep[above] == "acomp":  # "were not able to enter"
            above = parse.head[above]
        objects = [o for o in parse.kids(above, "dobj") if dep == "xcomp"]
        if objects:
            return conjuncts(parse, objects[0])
        return subjects(parse, above, depth=depth + 1)
    if dep == "relcl":
        return conjuncts(parse, head)
    return ()


def _antecedents(parse: Parse, verb: int, tokens: tuple[int, ...]) -> tuple[int, ...]:
    out: list[int] = []
    for t in tokens:
        if parse.lower(t) in _RELATIVE and parse.tag[t] in ("WDT", "WP", "DT", "WRB", "IN"):
            holder = next((a for a in (verb, *parse.ancestors(verb)) if parse.dep[a] == "relcl"), None)
            if holder is not None and parse.pos[parse.head[holder]] in ("NOUN", "PROPN", "PRON", "NUM"):
                out.append(parse.head[holder])
                continue
        out.extend(conjuncts(parse, t))
    return tuple(dict.fromkeys(out))


def _prepositions(parse: Parse, *holders: int) -> tuple[tuple[str, int], ...]:
    out: list[tuple[str, int]] = []
    queue = [
        p
        for h in holders
        for p in parse.kids(h, "prep", "agent", "dative", "prt", "advmod")
        if parse.pos[p] in ("ADP", "SCONJ", "ADV")
    ]
    while queue:
        p = queue.pop(0)
        for k in parse.kids(p, "pobj", "pcomp"):
            out.extend((parse.lower(p), c) for c in conjuncts(parse, k))
        queue.extend(parse.kids(p, "prep"))
        queue.extend(c for c in parse.kids(p, "conj") if parse.pos[c] == "ADP")
    return tuple(dict.fromkeys(out))


def _verb(parse: Parse, verb: int) -> Frame:
    surface = subjects(parse, verb)
    direct = tuple(c for o in parse.kids(verb, *_OBJECTS) for c in _antecedents(parse, verb, (o,)))
    objects = tuple(o for o in parse.kids(verb, *_OBJECTS))
    preps = _prepositions(parse, verb, *objects)
    for c in parse.kids(verb, "conj"):  # "were killed and wounded in the town": the last of equals holds the phrase
        if parse.pos[c] == "VERB" and not parse.kids(c, *_SUBJECTS):
            preps += tuple(x for x in _prepositions(parse, c) if x not in preps and x[0] != "by")
    prts = tuple(parse.lower(p) for p in parse.kids(verb, "prt")) + tuple(
        parse.lower(a)
        for a in parse.kids(verb, "advmod", "prep")
        if parse.lower(a) in _ADVERBS and not parse.kids(a, "pobj", "pcomp")
    )
    if passive(parse, verb):
        by = tuple(t for p, t in preps if p == "by")
        subj, obj = by, surface or direct
        if surface and direct:
            obj = surface + direct
        if parse.dep[verb] == "acl" and not surface:
            obj = conjuncts(parse, parse.head[verb])
    else:
        subj, obj = surface, direct
        if parse.dep[verb] == "relcl" and not obj and parse.kids(verb, "nsubj") and parse.head[verb] not in surface:
            obj = conjuncts(parse, parse.head[verb])
    comps = parse.kids(verb, "xcomp", "ccomp", "acomp", "attr", "oprd", "advcl")
    above = parse.head[verb]
    gov = above if above != verb and parse.pos[above] in ("VERB", "AUX") else None
    # "booby-trapped", "drone-hit": the noun before the hyphen
    mods = tuple(k for k in parse.kids(verb, "npadvmod") if k == verb - 2 and parse.word(verb - 1) == "-")
    return Frame(verb, "v", subj, obj, mods, (), preps, comps, prts, "", gov)


_ADVERBS = frozenset("back out up down over away off forward through under in alive ashore apart".split())


def _noun(parse: Parse, noun: int) -> Frame:
    mods = tuple(c for m in parse.kids(noun, *_MODIFIERS) for c in conjuncts(parse, m))
    mods += tuple(k for m in parse.kids(noun, "amod", "compound") for k in parse.kids(m, *_MODIFIERS, "npadvmod"))
    poss = tuple(c for m in parse.kids(noun, "poss") for c in conjuncts(parse, m))
    top = noun
    while parse.dep[top] == "conj" and parse.pos[parse.head[top]] in ("NOUN", "PROPN"):
        top = parse.head[top]
    preps = _prepositions(parse, noun)
    if top != noun and not any(p == "of" for p, _ in preps):
        preps += tuple(x for x in _prepositions(parse, top) if x[0] not in ("of",) or True)
    if not any(p in ("of", "on", "in", "at") for p, _ in preps):  # "the encirclement and capture of the city"
        for c in parse.kids(noun, "conj"):
            preps += tuple(x for x in _prepositions(parse, c) if x[0] in ("of", "on", "in", "at"))
    by = tuple(t for p, t in preps if p == "by")
    of = tuple(t for p, t in preps if p == "of")
    via, gov = "", None
    gsubj: tuple[int, ...] = ()
    gobj: tuple[int, ...] = ()
    above, dep = parse.head[top], parse.dep[top]
    if dep == "pobj":
        via = parse.lower(above)
        above = parse.head[above]
        if parse.pos[above] == "ADP" and parse.head[above] != above:  # "out of control"
            via, above = f"{parse.lower(above)}_{via}", parse.head[above]
        for _ in range(2):  # "a wave of strikes", "reports of shelling"
            if parse.pos[above] == "NOUN" and parse.dep[above] == "pobj" and parse.lemma[above] in _QUANTITY:
                above = parse.head[parse.head[above]]
        if parse.pos[above] == "NOUN" and parse.lemma[above] in _QUANTITY:
            dep, above = parse.dep[above], parse.head[above]
    if parse.pos[above] in ("VERB", "AUX") and above != top:
        gov = above
        inner = _verb(parse, above) if above != noun else None
        if inner:
            gsubj, gobj = inner.subj, inner.obj
            if dep in ("nsubj", "csubj", "nsubjpass"):
                gsubj = tuple(s for s in gsubj if s not in (noun, top))
            if dep in ("dobj", "nsubjpass", "attr") or via or (dep == "nsubj" and not inner.obj):
                preps += tuple(x for x in inner.preps if x[1] not in (noun, top))
    return Frame(
        noun,
        "n",
        by or poss,
        of,
        mods,
        poss,
        tuple(dict.fromkeys(preps)),
        parse.kids(noun, "acl", "relcl"),
        (),
        via,
        gov,
        gsubj,
        gobj,
    )


def _adjective(parse: Parse, adj: int) -> Frame:
    above, dep = parse.head[adj], parse.dep[adj]
    subj: tuple[int, ...] = ()
    gov = None
    if dep in ("acomp", "oprd", "attr", "conj", "advcl", "xcomp", "ccomp", "advmod") and parse.pos[above] in (
        "VERB",
        "AUX",
    ):
        gov = above
        subj = parse.kids(above, "dobj") if dep == "oprd" else ()
        subj = subj or subjects(parse, above)
    elif dep in ("amod", "acl", "relcl") and above != adj:
        subj = (above,)
    own = parse.kids(adj, "nsubj")
    return Frame(
        adj,
        "a",
        (),
        own or subj,
        (),
        (),
        _prepositions(parse, adj, *((gov,) if gov is not None else ())),
        (),
        (),
        "",
        gov,
    )
