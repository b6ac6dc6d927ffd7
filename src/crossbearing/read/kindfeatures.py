"""Trigger token → named features of its clause: the same at training and at run time (`training/kinds`)."""

from __future__ import annotations

from collections.abc import Iterator

from crossbearing.read.argument import Frame, clause_verb, core, passive
from crossbearing.read.parse import Parse
from crossbearing.read.senses import Reader, Sense

_TELLING = frozenset(
    {
        "place", "settlement", "base", "control", "flag", "force", "nonstate", "civilian", "captive", "police", "protester",
        "aircraft", "drone", "missile", "airbomb", "bomb", "mine", "coal", "mined", "vehicle", "weapon", "building", "food",
        "good", "deal", "chemical", "explosive", "suicide", "air", "artillery", "sexual", "roadside", "cash", "disaster",
        "official", "norp", "org", "person", "number", "pronoun", "money", "time", "photo", "price", "share", "actor",
    }
)  # fmt: skip
_CONTENT = frozenset({"NOUN", "VERB", "ADJ", "PROPN", "ADV"})
_AWAY = ("ccomp", "advcl", "relcl", "parataxis")
_BEFORE = frozenset({"not", "no", "n't", "never", "none", "nobody", "without"})


def features(reader: Reader, at: Frame, sense: Sense | None) -> Iterator[str]:
    """Names of the features that hold, some more than once; lemmas, slots with their classes, and what the lexicon says."""
    parse, t = reader.parse, at.trigger
    lemma = parse.lemma[t]
    key = lemma + "".join(f"_{p}" for p in at.prts[:1])
    yield f"w={lemma}"
    yield f"k={key}"
    yield f"form={at.form}"
    yield f"tag={parse.tag[t]}"
    yield f"dep={parse.dep[t]}"
    yield f"w={lemma}+{at.form}"
    for kind, score in _senses(reader, at, sense):
        yield f"lex={kind}"
        yield f"lex={kind}:{int(score * 10)}"
    if sense is None:
        yield "lex=nothing"
    else:
        yield f"best={sense.kind}"
        yield f"best={sense.kind}+{int(sense.score * 20)}"
        yield f"best={sense.kind}+{at.form}+{_role(parse, t)}"
    slots: list[tuple[str, int]] = [("s", x) for x in at.subj]
    slots += [("o", x) for x in at.obj]
    slots += [("m", x) for x in at.mods]
    slots += [("c", x) for x in at.comps]
    slots += [(p, x) for p, x in at.preps]
    for slot, x in slots[:14]:
        word = parse.lemma[core(parse, x)]
        yield f"{slot}:{word}"
        yield f"{slot}:{word}+{lemma}"
        for c in sorted(reader.classes(x) & _TELLING):
            yield f"{slot}@{c}"
            yield f"{slot}@{c}+{lemma}"
    for slot, some in (("s", at.subj), ("o", at.obj)):
        if not some:
            yield f"{slot}-none"
            yield f"{slot}-none+{lemma}"
    if at.via:
        yield f"via={at.via}"
    if at.gov is not None:
        yield f"gov={parse.lemma[at.gov]}"
        yield f"gov={parse.lemma[at.gov]}+{lemma}"
        for x in at.gsubj[:2]:
            yield f"gs:{parse.lemma[x]}"
        for x in at.gobj[:2]:
            yield f"go:{parse.lemma[x]}"
    if at.form == "v":
        yield f"passive={passive(parse, t)}"
        for a in parse.kids(t, "aux", "neg", "mark"):
            yield f"aux={parse.lower(a)}"
        if parse.kids(t, "nsubj") and not at.obj:
            yield "intransitive"
    top = clause_verb(parse, t)
    for x in parse.subtree(top, without=_AWAY)[:40]:
        if parse.pos[x] in _CONTENT and x != t:
            yield f"b={parse.lemma[x]}"
        elif parse.lower(x) in _BEFORE:
            yield "b=not"


def words(parse: Parse, at: Frame) -> tuple[tuple[str, ...], ...]:
    """The lemmas that the vectors are looked up for: trigger, objects, subjects, what is near, and the clause."""
    t = at.trigger
    args = tuple(core(parse, x) for x in at.obj[:3])
    subs = tuple(core(parse, x) for x in at.subj[:3])
    near = tuple(core(parse, x) for x in (*at.mods, *at.comps, *(x for _, x in at.preps))[:6])
    top = clause_verb(parse, t)
    clause = tuple(x for x in parse.subtree(top, without=_AWAY)[:40] if parse.pos[x] in _CONTENT)
    prt = tuple(at.prts[:1])
    return (
        (parse.lemma[t], *prt),
        tuple(parse.lemma[x] for x in args),
        tuple(parse.lemma[x] for x in subs),
        tuple(parse.lemma[x] for x in near),
        tuple(parse.lemma[x] for x in clause),
    )


def _senses(reader: Reader, at: Frame, best: Sense | None) -> list[tuple[str, float]]:
    """The kinds of all senses that hold, each with its best score."""
    if best is None:
        return []
    found: dict[str, float] = {}
    for sense in reader.senses(at):
        found[sense.kind] = max(found.get(sense.kind, 0.0), sense.score)
    return sorted(found.items())


def _role(parse: Parse, t: int) -> str:
    return parse.dep[t] if parse.dep[t] in ("amod", "compound", "pobj", "relcl", "acl", "advcl", "xcomp") else "main"
