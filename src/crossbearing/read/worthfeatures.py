"""A happening in its text → named features that tell whether it is told for its own sake."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crossbearing.read.argument import clause_verb, counted, finite_verb, subjects
from crossbearing.read.page import Page
from crossbearing.read.parse import Parse
from crossbearing.read.speechact import cue_of
from crossbearing.read.told import Happening
from crossbearing.types import Attribution

_SINCE = frozenset({"since", "ago", "until", "earlier", "previously", "once", "then", "now", "still", "already", "recently"})  # fmt: skip
_STORIES = frozenset(
    {"war", "conflict", "fighting", "violence", "group", "battle", "invasion", "insurgency", "offensive"}
)
_VAGUE = frozenset({"thousands", "millions", "hundreds", "tens", "dozens", "million", "scores"})
_SIDE = ("advcl", "relcl", "acl", "ccomp", "xcomp", "pcomp", "conj", "ROOT", "parataxis")


def features(page: Page, h: Happening, speech: Sequence[Attribution], others: Sequence[Happening]) -> Iterator[str]:
    """Names of the features that hold: where the clause stands, how it is put, what else its sentence tells."""
    parse = page.parse
    voice = "said" if speech else "own"
    act = any(r.startswith("act:") for r in h.rules)
    form = "act" if act else "noun" if parse.pos[h.trigger] in ("NOUN", "PROPN", "NUM") else "verb"
    place = where(parse, h)
    base = [f"kind={h.kind}", f"form={form}", f"at={place}", f"{form}@{place}", f"score={int(h.score * 10)}"]
    inner, verb = clause_verb(parse, h.trigger), finite_verb(parse, h.trigger)
    base.append(f"tag={parse.tag[verb]}")
    base += [f"aux={parse.lower(a)}" for a in parse.kids(verb, "aux", "neg")]
    base += [f"mark={parse.lower(m)}" for v in {inner, verb} for m in parse.kids(v, "mark")]
    base.append(f"places={min(len(h.places), 2)}")
    base.append(f"agents={bool(h.agents)}")
    base.append(f"targets={bool(h.targets)}")
    n = parse.sentence_of(h.trigger)
    base.append(f"sentence={min(n, 6)}")
    alike = [o for o in others if o is not h and parse.sentence_of(o.trigger) == n and not _acted(o)]
    base.append(f"others={min(len(alike), 3)}")
    above = set(parse.ancestors(h.trigger))
    base.append(f"below={any(o.trigger in above for o in alike)}")
    base.append(f"below={any(o.trigger in above for o in alike)}+{place}")
    base.append(f"alike={any(o.kind == h.kind for o in alike)}")
    inside = parse.subtree(inner, without=("ccomp", "relcl"))
    base.append(f"figure={any(parse.pos[t] == 'NUM' for t in inside)}")
    base.append(f"date={any(parse.ent[t] == 'DATE' for t in inside)}")
    base += [f"word={parse.lower(t)}" for t in inside if parse.lower(t) in _SINCE]
    base += [f"subject={parse.lemma[s]}" for s in subjects(parse, verb)[:1] if parse.lemma[s] in _STORIES]
    base.append(f"vague={any(parse.lower(t) in _VAGUE for t in inside)}")
    base.append(f"year={any(parse.ent[t] == 'DATE' and parse.word(t).isdigit() and len(parse.word(t)) == 4 for t in inside)}")  # fmt: skip
    if form == "noun":
        dets = [parse.lower(d) for d in parse.kids(h.trigger, "det", "poss")]
        base.append(
            f"det={dets[0] if dets and dets[0] in ('the', 'a', 'an', 'no', 'its', 'their', 'any') else bool(dets)}"
        )
    short = len(parse.sentences) <= 2
    base.append(f"short={short}")
    yield from base
    for f in base:
        yield f"{voice}:{f}"
    yield voice
    if speech:
        known = cue_of(parse, speech[0])
        yield f"cue={known[1].group if known else None}"
        yield f"lemma={known[1].lemma if known else None}"
        yield f"manner={speech[0].manner}"
        kind = speech[0].speaker.kind if speech[0].speaker else None
        side = bool(speech[0].speaker and speech[0].speaker.side)
        yield f"speaker={kind}"
        yield f"speaker={kind}+{side}"
        yield f"{form}+speaker={kind}+{side}"
        same = [o for o in others if o is not h and not _acted(o) and any(s.start <= parse.start[o.trigger] < s.end for s in speech[0].content)]  # fmt: skip
        yield f"content={min(len(same), 3)}"
        yield f"content={min(len(same), 3)}+{place}"


def where(parse: Parse, h: Happening) -> str:
    """Which clause the trigger stands in, and in which part of it a noun."""
    inner = clause_verb(parse, h.trigger)
    dep = parse.dep[inner]
    out = dep if dep in _SIDE else "other"
    if dep in ("relcl", "acl"):
        first = parse.subtree(inner)[0]
        out += "," if first > 0 and parse.word(first - 1) == "," else ""
        out += "#" if parse.kids(parse.head[inner], "nummod") else ""
    if dep == "advcl":
        marks = [parse.lower(m) for m in parse.kids(inner, "mark", "advmod")][:1]
        out += f"({marks[0]})" if marks and marks[0] in ("when", "after", "before", "as", "while", "if", "because", "since", "to", "although", "though") else ""  # fmt: skip
    if parse.pos[h.trigger] in ("NOUN", "PROPN"):
        top = counted(parse, h.trigger)
        role = parse.dep[top]
        out += f"/{role}"
        if role == "pobj":
            out += f"({parse.lower(parse.head[top])})"
    return out


def _acted(h: Happening) -> bool:
    return any(r.startswith("act:") for r in h.rules)
