"""Who takes part in a happening, and where: the tokens of its agents, its targets and its places."""

# ruff: noqa: SIM102, SIM905

from __future__ import annotations

from crossbearing.read.argument import Frame, clause_verb, conjuncts, core, frame
from crossbearing.read.parse import Parse
from crossbearing.read.senses import Reader

_PLACING = frozenset(
    "in at near on around outside inside from into to toward towards of over across along against through between "
    "within by beyond under north south east west northeast northwest southeast southwest off throughout for".split()
)


def participants(reader: Reader, at: Frame, kind: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Agents and targets of the trigger, as head tokens: who acts, who is acted on or moved."""
    parse = reader.parse
    agents, targets = list(at.subj), list(at.obj)
    if at.form == "n":
        against = [t for p, t in at.preps if p in ("on", "against", "at", "upon")]
        if not agents:
            agents = [m for m in at.mods if reader.classes(m) & {"norp", "force", "nonstate", "org"}]
        if not agents and at.gov is not None and reader.lexicon.has("light", _phrasal(parse, at.gov)):
            agents = [s for s in at.gsubj if s != at.trigger]
        if kind in ("withdrawal", "advance", "deployment", "casualties", "displacement", "captured_persons"):
            moved = [t for t in at.obj if "actor" in reader.classes(t) and not _is_place(reader, t)]
            if kind in ("withdrawal", "advance", "deployment"):
                agents, targets = agents or moved, []
            else:
                targets = moved
        targets = [t for t in targets or against if t is not None]
    if kind in ("casualties", "captured_persons", "displacement") and not targets and at.form == "v":
        if parse.lemma[at.trigger] in ("die", "perish", "succumb", "surrender", "flee", "submit", "leave", "escape"):
            agents, targets = [], agents
    if kind == "casualties" and parse.lemma[at.trigger] in ("lose", "suffer", "sustain", "incur"):
        agents, targets = [], agents
    if at.form == "v" and reader.lexicon.has("light", _phrasal(parse, at.trigger)):  # "launched a strike on the depot"
        targets = [x for t in targets for x in _of_event(reader, t)]
    keep_a = tuple(a for a in dict.fromkeys(agents) if _animate(reader, a))
    keep_t = tuple(t for t in dict.fromkeys(targets) if not _is_place(reader, t) and t != at.trigger)
    return keep_a, keep_t


def _of_event(reader: Reader, token: int) -> tuple[int, ...]:
    """What an event named by a noun is on; the noun itself, if it names no event."""
    if ("n", reader.parse.lemma[token]) not in reader.lexicon.senses:
        return (token,)
    return tuple(t for p, t in frame(reader.parse, token).preps if p in ("on", "against", "at", "upon"))


def _phrasal(parse: Parse, verb: int) -> str:
    particle = next(iter(parse.kids(verb, "prt")), None)
    return parse.lemma[verb] + (f"_{parse.lower(particle)}" if particle is not None else "")


def _animate(reader: Reader, token: int) -> bool:
    return "actor" in reader.classes(token) or bool(reader.classes(token) & {"aircraft", "missile"})


def _is_place(reader: Reader, token: int) -> bool:
    return "place" in reader.classes(token) and not reader.classes(token) & {"force", "person", "civilian"}


_FEW = frozenset({"several", "many", "some", "dozens", "hundreds", "thousands", "few", "scores", "both", "one", "two"})


def uncounted_civilians(reader: Reader, at: Frame, targets: tuple[int, ...]) -> bool:
    """Whether civilians are said to have been killed, with no figure: that is an attack on them."""
    parse = reader.parse
    if at.form != "v" or not reader.lexicon.has("kill", parse.lemma[at.trigger]) or not targets:
        return False
    for t in targets:
        classes = reader.classes(t)
        plain = "civilian" in classes and not classes & {"force", "number"} and core(parse, t) == t
        if not plain or parse.tag[t] not in ("NNS", "NNPS"):
            return False
        near = parse.subtree(t, without=("relcl", "acl", "prep"))
        if any(parse.pos[k] == "NUM" or parse.lower(k) in _FEW for k in near):
            return False
    return True


_LEAVING = frozenset({"withdrawal", "displacement"})


def where(reader: Reader, at: Frame, kind: str) -> tuple[int, ...]:
    """Tokens of place arguments and of phrases attached, the most closely attached first."""
    parse = reader.parse
    preps = at.preps
    if kind in _LEAVING:  # whence before whither
        preps = tuple(sorted(preps, key=lambda x: x[0] in ("to", "toward", "towards", "into", "for")))
    near = [t for t in (*at.obj, *at.poss, *at.mods) if "place" in reader.classes(t)]
    for p, t in preps:
        if p in _PLACING:
            known = "place" in reader.classes(core(parse, t)) or _seat(reader, t, p)
            near += [t] if known else _below(reader, t)
    if at.form == "v":
        near += [
            t for t in at.subj if "place" in reader.classes(t) and parse.lemma[at.trigger] in ("fall", "come", "lie")
        ]
        for t in (*at.obj, *at.subj):  # "killed 12 people in the market": the phrase may hang on the noun
            near += _below(reader, t, named=False)
    else:
        near += [t for t in (*at.gsubj, *at.gobj) if at.via in ("under", "in", "of") and "place" in reader.classes(t)]
        if at.gov is not None:
            for p, t in frame(parse, at.gov).preps:
                if p in _PLACING and t != at.trigger:
                    near += [t] if "place" in reader.classes(t) else _below(reader, t)
    # the phrase that holds the clause: "in Avdiivka, where troops were surrounded"
    for t in list(near):
        near += _below(reader, t)
    verb = clause_verb(parse, at.trigger)
    if not near and kind == "casualties":  # "five were killed and 15 wounded in X": the equals share the phrase
        equals = [*parse.kids(verb, "conj"), *([parse.head[verb]] if parse.dep[verb] in ("conj", "acl") else [])]
        for c in equals:
            near += [
                t
                for t in parse.subtree(c, without=("ccomp", "advcl", "relcl"))
                if parse.dep[t] == "pobj" and parse.lower(parse.head[t]) in _PLACING and "place" in reader.classes(t)
            ]
    if parse.dep[verb] == "relcl" and any(parse.lower(k) == "where" for k in parse.subtree(verb)):
        near.append(parse.head[verb])
    return tuple(dict.fromkeys(t for t in near if t != at.trigger))


_AT = frozenset({"in", "at", "near", "outside", "around", "from"})


def _seat(reader: Reader, token: int, prep: str) -> bool:
    """Whether a phrase places the happening, though nothing knows its name ("at Velen")."""
    parse = reader.parse
    if prep not in _AT or parse.pos[token] != "PROPN" or token in reader.not_places:
        return False
    return not reader.classes(token) & {"time", "money", "number", "force", "person", "work", "norp"}


def _below(reader: Reader, token: int, depth: int = 0, *, named: bool = True) -> list[int]:
    """Places in the phrases that hang on a noun: "the town hall of Velen", "two depots near the port"."""
    parse = reader.parse
    out = []
    for p in parse.kids(token, "prep"):
        if parse.lower(p) in _PLACING:
            for c in (c for k in parse.kids(p, "pobj") for c in conjuncts(parse, k)):
                if "place" in reader.classes(c) or _seat(reader, c, parse.lower(p)):
                    out.append(c)
                if depth < 3:
                    out += _below(reader, c, depth + 1)
    resident = "civilian" in reader.classes(token) and "force" not in reader.classes(token)
    if named or resident or _is_place(reader, token):
        out += [m for m in parse.kids(token, "poss", "compound", "appos") if "place" in reader.classes(m)]
    return out
