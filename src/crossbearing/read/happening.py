"""`Parse` + kinds lexicon → `Happening`s: what a clause says happened, by predicate, arguments and sense."""

# ruff: noqa: SIM102, SIM905

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from crossbearing.read.argument import Frame, clause_verb, conjuncts, core, counted, frame
from crossbearing.read.parse import Parse
from crossbearing.read.senses import NONE, Lexicon, Reader, Sense, kinds, load_lexicon
from crossbearing.text import trim
from crossbearing.types import Span

__all__ = ["Happening", "clause_span", "happenings", "kinds", "load_lexicon"]

WEAK, LEAST = 0.6, 0.4
"""Below `LEAST` a sense is no happening; below `WEAK` it is one only where its sentence states nothing stronger."""

_PLACING = frozenset(
    "in at near on around outside inside from into to toward towards of over across along against through between "
    "within by beyond under north south east west northeast northwest southeast southwest off throughout for".split()
)
_EDGES = " \t\n,;:.–—-()[]"


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that a clause says happened.

    `trigger` is its token, `span` the contiguous clause within one sentence; `agents` and `targets` are head tokens,
    `places` tokens of place arguments and attached phrases, the most closely attached first.
    """

    trigger: int
    kind: str
    span: Span
    agents: tuple[int, ...]
    targets: tuple[int, ...]
    places: tuple[int, ...]
    score: float
    rules: tuple[str, ...]
    acled: str | None = None


def happenings(
    parse: Parse,
    lexicon: Lexicon,
    *,
    places: Iterable[int] = (),
    not_places: Iterable[int] = (),
    cues: Iterable[int] = (),
) -> tuple[Happening, ...]:
    """Every happening of the text, in order of the trigger.

    `places` are tokens known to name places, `not_places` tokens known not to (a capital that speaks, a person);
    `cues` are tokens that attribute: they report a happening and are none.
    """
    reporting = frozenset(cues)
    reader = Reader(parse, lexicon, frozenset(places), frozenset(not_places))
    found = [h for t in range(len(parse)) if t not in reporting and (h := _at(reader, t)) is not None]
    by_sentence: dict[int, list[Happening]] = {}
    for h in found:
        by_sentence.setdefault(parse.sentence_of(h.trigger), []).append(h)
    return tuple(h for n in sorted(by_sentence) for h in _settle(parse, by_sentence[n]))


def _at(reader: Reader, token: int) -> Happening | None:
    parse = reader.parse
    pos = parse.pos[token]
    if pos not in ("VERB", "NOUN", "ADJ", "PROPN", "AUX", "NUM"):
        return None
    if parse.ent[token] in ("DATE", "TIME", "PERSON"):
        return None
    if parse.dep[token] == "acl" and parse.lower(parse.head[token]) in ("those", "anyone"):
        return None  # "those killed" are not counted and happen elsewhere
    if pos == "VERB" and any(parse.tag[k] == "DT" for k in parse.kids(token, "det")):
        return None  # "the displaced", "the wounded": people, not what befell them
    lemma, lower = parse.lemma[token], parse.lower(token)
    forms = reader.lexicon.senses
    at: Frame | None = None
    sense: Sense | None = None
    if pos in ("VERB", "AUX", "ADJ", "NOUN") and parse.dep[token] in ("amod", "compound") and pos != "NOUN":
        if ("a", lemma) not in forms and ("a", lower) not in forms:
            return None
    if not any(
        (f, w) in forms or any((f, f"{w}_{p}") in forms for p in _particles(parse, token))
        for f in "vna"
        for w in (lemma, lower)
    ):
        return None
    for at in _frames(parse, token):
        sense = reader.sense(at)
        if sense is not None:
            break
    if at is None or sense is None or sense.kind == NONE or sense.score < LEAST:
        return None
    if _idle(parse, at):
        return None
    agents, targets = _participants(reader, at, sense)
    kind = sense.kind
    if kind in ("territory_gain", "territory_held") and _no_longer(parse, token):
        kind = "withdrawal"
    tried = _tried(parse, token)
    if tried in _AVOID:
        return None
    if tried and kind in ("territory_gain", "encirclement", "advance"):
        kind = "ground_clash"
    return Happening(
        trigger=token,
        kind=kind,
        span=clause_span(parse, token),
        agents=agents,
        targets=targets,
        places=_places(reader, at, kind),
        score=sense.score,
        rules=(f"sense:{sense.name}",),
        acled=sense.acled,
    )


def _uncounted_civilians(reader: Reader, targets: tuple[int, ...]) -> bool:
    parse = reader.parse
    if not targets:
        return False
    for t in targets:
        classes = reader.classes(t)
        if "civilian" not in classes or "force" in classes or "number" in classes or core(parse, t) != t:
            return False
        if any(
            parse.pos[k] == "NUM" or parse.lower(k) in _FEW for k in parse.subtree(t, without=("relcl", "acl", "prep"))
        ):
            return False
        if parse.tag[t] in ("NN", "NNP"):
            return False
    return True


_FEW = frozenset({"several", "many", "some", "dozens", "hundreds", "thousands", "few", "scores", "both", "all"})
_AVOID = frozenset({"avoid", "prevent", "unable", "impossible", "difficult", "easy"})
_TRY = frozenset({"try", "attempt", "struggle", "bid", "effort", "battle", "fight", "drive"})


def _tried(parse: Parse, token: int) -> str | None:
    """The word that makes the happening a mere attempt, or one that is avoided."""
    above = parse.head[token]
    if parse.dep[token] == "conj":
        return _tried(parse, above)
    if parse.dep[token] == "pobj" and parse.head[above] != above:
        above = parse.head[above]
    lemma = parse.lemma[above]
    if (
        parse.dep[token] in ("dobj", "pobj", "pcomp", "xcomp") and lemma in _AVOID
    ):  # "to avoid encirclement", "unable to flee"
        return lemma
    if parse.dep[token] in ("xcomp", "acl") and lemma in _TRY:
        return lemma
    return None


def _no_longer(parse: Parse, token: int) -> bool:
    verb = clause_verb(parse, token)
    return any(parse.lower(k) == "longer" for v in (token, verb) for k in parse.kids(v, "advmod"))


def _particles(parse: Parse, token: int) -> tuple[str, ...]:
    return tuple(parse.lower(k) for k in parse.kids(token, "prt", "advmod"))


def _frames(parse: Parse, token: int) -> tuple[Frame, ...]:
    """The frame, and for a word whose part of speech parsers confuse ("shelling", "attacks") the other reading."""
    first = frame(parse, token)
    head = parse.head[token]
    if first.form != "v" and parse.lower(token).endswith("ing") and parse.dep[token] in ("amod", "compound"):
        if parse.tag[head] in ("NNS", "NNPS") or parse.tag[token] == "VBG":  # "deny bombing hospitals"
            acted = replace(first, form="v", obj=conjuncts(parse, head), preps=frame(parse, head).preps)
            return (first, acted)
    if first.form == "v" and parse.tag[token] in ("VBG", "VBZ") and parse.dep[token] not in ("ROOT", "ccomp", "relcl"):
        return (first, replace(first, form="n"))
    if first.form == "n" and parse.pos[token] == "PROPN":
        return (first,)
    return (first,)


def _idle(parse: Parse, at: Frame) -> bool:
    """Whether the trigger only modifies another noun ("attack helicopter", "ceasefire talks", "war crimes court")."""
    t = at.trigger
    if at.form == "n" and parse.dep[t] in ("compound", "amod", "nmod") and parse.head[t] != t:
        return True
    return at.form == "n" and parse.dep[t] == "poss"


def _participants(reader: Reader, at: Frame, sense: Sense) -> tuple[tuple[int, ...], tuple[int, ...]]:
    parse = reader.parse
    agents, targets = list(at.subj), list(at.obj)
    if at.form == "n":
        against = [t for p, t in at.preps if p in ("on", "against", "at", "upon")]
        if not agents:
            agents = [m for m in at.mods if reader.classes(m) & {"norp", "force", "nonstate", "org"}]
        if not agents and at.gov is not None and reader.lexicon.has("light", _phrasal(parse, at.gov)):
            agents = [s for s in at.gsubj if s != at.trigger]
        if sense.kind in ("withdrawal", "advance", "deployment", "casualties", "displacement", "captured_persons"):
            moved = [t for t in at.obj if "actor" in reader.classes(t) and not _is_place(reader, t)]
            if sense.kind in ("withdrawal", "advance", "deployment"):
                agents, targets = agents or moved, []
            else:
                targets = moved
        targets = [t for t in targets or against if t is not None]
    if sense.kind in ("casualties", "captured_persons", "displacement") and not targets and at.form == "v":
        if parse.lemma[at.trigger] in ("die", "perish", "succumb", "surrender", "flee", "submit", "leave", "escape"):
            agents, targets = [], agents
    if sense.kind == "casualties" and parse.lemma[at.trigger] in ("lose", "suffer", "sustain", "incur"):
        agents, targets = [], agents
    keep_a = tuple(a for a in dict.fromkeys(agents) if _animate(reader, a))
    keep_t = tuple(t for t in dict.fromkeys(targets) if not _is_place(reader, t) and t != at.trigger)
    return keep_a, keep_t


def _phrasal(parse: Parse, verb: int) -> str:
    particle = next(iter(parse.kids(verb, "prt")), None)
    return parse.lemma[verb] + (f"_{parse.lower(particle)}" if particle is not None else "")


def _animate(reader: Reader, token: int) -> bool:
    return "actor" in reader.classes(token) or bool(reader.classes(token) & {"aircraft", "missile"})


def _is_place(reader: Reader, token: int) -> bool:
    return "place" in reader.classes(token) and not reader.classes(token) & {"force", "person", "civilian"}


_LEAVING = frozenset({"withdrawal", "displacement"})


def _places(reader: Reader, at: Frame, kind: str) -> tuple[int, ...]:
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


_OWN_CLAUSE = ("advcl", "ccomp", "parataxis", "relcl")


def clause_span(parse: Parse, trigger: int) -> Span:
    """The contiguous clause around the trigger: its verb with what it governs, other clauses at its edges left out."""
    verb = clause_verb(parse, trigger)
    while parse.dep[verb] in ("xcomp", "pcomp") and parse.head[verb] != verb:
        verb = clause_verb(parse, parse.head[verb])
    kept = _clause_tokens(parse, verb, trigger)
    if parse.dep[verb] in ("acl", "relcl"):
        noun = parse.head[verb]
        kept |= {noun, *(k for c in parse.children[noun] if c < noun for k in parse.subtree(c))}
    if parse.pos[verb] not in ("VERB", "AUX"):
        kept |= set(parse.subtree(verb))
    first = min(kept)
    while first < max(kept) and (parse.dep[first] in ("cc", "mark", "punct") or parse.pos[first] in ("PUNCT", "CCONJ")):
        first += 1
    span = trim(parse.text, parse.span(first, max(kept)), _EDGES)
    return span if span.end > span.start else parse.span(trigger, trigger)


def _clause_tokens(parse: Parse, verb: int, trigger: int) -> set[int]:
    kept: set[int] = set()
    queue = [verb]
    while queue:
        t = queue.pop()
        kept.add(t)
        for c in parse.children[t]:
            clausal = parse.dep[c] in _OWN_CLAUSE or (parse.dep[c] == "conj" and parse.pos[t] in ("VERB", "AUX"))
            if clausal and trigger not in parse.subtree(c):
                continue
            if parse.dep[c] == "cc" and parse.pos[t] in ("VERB", "AUX"):
                continue
            queue.append(c)
    return kept


def _settle(parse: Parse, found: list[Happening]) -> list[Happening]:
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


def _phrase(parse: Parse, h: Happening) -> Span:
    """The noun phrase of a cause that a clause on its effect names, with its own place."""
    if parse.pos[h.trigger] != "NOUN":
        return h.span
    return trim(parse.text, parse.span_of(parse.subtree(h.trigger, without=("relcl", "conj", "cc"))), _EDGES)


_CAUSES = frozenset(
    {
        "ground_clash", "air_drone_strike", "shelling_missile", "mine_ied", "suicide_bomb", "grenade",
        "attack_on_civilians", "chemical_weapon", "advance", "encirclement",
    }
)  # fmt: skip
_EFFECTS = frozenset({"casualties", "property_destruction", "displacement"})


def _caused(parse: Parse, found: list[Happening]) -> list[Happening]:
    """Happenings without those that only name the cause of another ("killed by shelling"); the effect keeps the cause."""
    drop: dict[int, Happening] = {}
    for effect in found:
        if effect.kind not in _EFFECTS or parse.pos[effect.trigger] != "VERB":
            continue
        below = set(parse.subtree(effect.trigger, without=("advcl", "relcl", "ccomp", "conj")))
        for cause in found:
            aside = parse.dep[cause.trigger] == "pobj" or (
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
            noun and dep in ("dobj", "nsubjpass") and verbs.get(above, 0.0) >= h.score
        )  # "stopped the advance": told by the verb
        scenery = parse.dep[verb] in ("relcl", "acl") and h.score < _SCENE and len(found) > 1
        if not (aside or told or scenery):
            out.append(h)
    return out


def _same(parse: Parse, one: Happening, two: Happening) -> bool:
    if clause_verb(parse, one.trigger) != clause_verb(parse, two.trigger):
        return False
    if one.kind == two.kind:
        shared = set(one.places) & set(two.places) or not one.places or not two.places
        if one.kind == "casualties":  # three figures are three claims
            return set(one.targets) == set(two.targets) and parse.lemma[one.trigger] == parse.lemma[two.trigger]
        return bool(shared)
    return False
