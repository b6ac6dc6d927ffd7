"""Which of the figures named belongs to a happening."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from crossbearing.read.argument import clause_verb
from crossbearing.read.befall import lexicon_of
from crossbearing.read.count import Quantity
from crossbearing.read.happening import Happening
from crossbearing.read.parse import Parse
from crossbearing.read.senses import load_lexicon
from crossbearing.types import Claim, Span

_VAGUE = frozenset({"a number", "a number of", "a series", "a series of"})

FITTING: Mapping[str, frozenset[str]] = {
    kind: frozenset(whats.split())
    for kind, whats in {
        "casualties": "killed wounded casualties people missing share",
        "attack_on_civilians": "killed wounded people attacks equipment buildings settlements",
        "captured_persons": "captured people units",
        "displacement": "people displaced evacuated share",
        "abduction_detention": "people captured detained missing attacks",
        "sexual_violence": "people attacks",
        "exchange": "people captured bodies exchanged",
        "protest": "people",
        "riot": "people",
        "territory_gain": "settlements area share distance positions buildings",
        "territory_held": "settlements area share positions",
        "withdrawal": "settlements area people distance positions equipment share units",
        "advance": "area distance settlements people equipment units",
        "encirclement": "people settlements units",
        "deployment": "people equipment positions units",
        "ground_clash": "attacks clashes equipment positions people settlements",
        "air_drone_strike": "attacks strikes equipment aircraft drones missiles munitions positions buildings settlements",
        "shelling_missile": "attacks strikes equipment missiles shells munitions shots positions buildings settlements",
        "interception": "equipment aircraft drones missiles",
        "mine_ied": "mines attacks explosives munitions",
        "suicide_bomb": "people attacks",
        "property_destruction": "equipment buildings aircraft vehicles share settlements houses money positions aid",
        "explosive_hazard": "mines area munitions share explosives",
        "clearance": "mines area munitions share explosives settlements equipment",
        "humanitarian_need": "people share settlements buildings",
        "aid": "aid money people equipment weight",
        "agreement": "people money",
        "other": "people equipment",
        "statement": "attacks",
    }.items()
}


def counts(parse: Parse, happening: Happening, quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The figures of the happening, in order of the text, totals and parts; each becomes a claim of its own."""
    fitting = FITTING.get(happening.kind, frozenset())
    near = [
        q
        for q in quantities
        if q.count.what in fitting
        and q.count.as_written.lower() not in _VAGUE
        and not (happening.kind == "clearance" and q.count.what == "equipment" and q.count.unit not in _BURIED)
        and not (q.count.what == "equipment" and q.count.as_written.lower().startswith(_ONE))
        and not (happening.kind == "statement" and q.count.unit == "times")
        and not (q.count.what == "buildings" and q.count.as_written.lower().startswith("one of"))
        and (
            happening.span.overlaps(q.span)
            or q.head == happening.trigger
            or _yielded(parse, q, happening)
            or _just_before(parse, q, happening)
            or _just_after(parse, q, happening)
        )
        and (q.count.what != "settlements" or happening.kind not in _ATTACKS or _argument(parse, q, happening))
    ]
    near = [q for q in near if not _does(parse, q, happening)]
    arguments = frozenset((happening.trigger, *happening.targets, *happening.agents))
    own = [
        q
        for q in near
        if (_belongs(parse, q, arguments) or _argument(parse, q, happening))
        and (not q.part or parse.kids(q.head, "relcl"))
    ]
    if not own:
        verb = clause_verb(parse, happening.trigger)
        near = [q for q in near if not q.part]
        own = [q for q in near if clause_verb(parse, q.head) == verb] or [
            q for q in near if _just_before(parse, q, happening) or _just_after(parse, q, happening)
        ]
    if not own:
        own = _taken_up(parse, happening, quantities)
    parts = _parts(parse, own, [q for q in quantities if q.count.what in fitting])
    return tuple(_told(parse, happening, q) for q in sorted((*own, *parts), key=lambda q: q.span))


def _taken_up(parse: Parse, happening: Happening, quantities: Sequence[Quantity]) -> list[Quantity]:
    """The figure of those that a pronoun takes up in the same sentence: "dragged ten men out and killed them"."""
    verb = happening.trigger
    told = lexicon_of().verb.get(parse.lemma[verb])
    if told not in _DONE or not any(parse.lower(t) == "them" for t in parse.kids(verb, "dobj")):
        return []
    n = parse.sentence_of(verb)
    before = [
        q for q in quantities if q.span.end <= parse.start[verb] and parse.sentence_of(q.head) == n and not q.part
    ]
    if not before or before[-1].count.what not in ("people", "captured") or parse.dep[before[-1].head] != "dobj":
        return []
    return [replace(before[-1], count=replace(before[-1].count, what=told))]


_DONE = ("killed", "wounded")
_BURIED = frozenset({"bombs", "shells", "rockets", "missiles", "munitions", "grenades", "projectiles", "rounds"})
_SUFFERED = frozenset(
    {"casualties", "attack_on_civilians", "abduction_detention", "captured_persons", "property_destruction"}
)
"""Kinds whose figures are of those who suffer it, never of those who do it."""
_ATTACKS = frozenset({"attack_on_civilians", "ground_clash", "air_drone_strike", "shelling_missile"})
"""Kinds that count villages only as what was attacked: "shelled three villages", not "killed a man in three villages"."""
_ONE = ("a ", "an ", "another ")
_OBJECTS = ("dobj", "nsubjpass", "attr", "obj")
_MOST_PARTS = 4


def _does(parse: Parse, q: Quantity, happening: Happening) -> bool:
    """Whether the figure counts those who did it: "five men held her", "two helicopters fired on the school"."""
    if q.head not in happening.agents or q.head in happening.targets:
        return False
    if happening.kind in _SUFFERED:
        yielded = happening.kind == "captured_persons" and not any(_person(parse, t) for t in happening.targets)
        return bool(happening.targets) and not yielded and q.count.what in ("people", "equipment")
    fired = happening.kind in ("air_drone_strike", "shelling_missile")
    return (
        fired
        and "aircraft" in load_lexicon().classes.get(parse.lemma[q.head], frozenset())
        and ("drone" not in load_lexicon().classes.get(parse.lemma[q.head], frozenset()))
    )


def _yielded(parse: Parse, q: Quantity, happening: Happening) -> bool:
    """Whether the figure counts those who gave themselves up, named before the clause: "200 men ringed near X surrendered"."""
    if happening.kind != "captured_persons" or q.head not in (*happening.agents, *happening.targets):
        return False
    return parse.sentence_of(q.head) == parse.sentence_of(happening.trigger) and _person(parse, q.head)


def _person(parse: Parse, token: int) -> bool:
    """Whether the word names people, and not the weapons that they give up."""
    what = lexicon_of().noun.get(parse.lemma[token])
    return what == "people" or (what is None and parse.lemma[token] not in ("arm", "weapon", "position"))


def _just_before(parse: Parse, q: Quantity, happening: Happening) -> bool:
    """Whether nothing but auxiliaries stands between the counted noun and the trigger ("412 houses are damaged")."""
    between = range(q.head + 1, happening.trigger)
    return (
        len(between) <= 4
        and q.head < happening.trigger
        and all(parse.pos[t] in ("AUX", "ADV") or parse.lower(t) in ("have", "been", "were", "also") for t in between)
    )


def _just_after(parse: Parse, q: Quantity, happening: Happening) -> bool:
    """Whether the figure follows the trigger at once, where the parse tied it to another verb: "injured 20 others, they said"."""
    first = parse.token_at(q.span.start)
    return first is not None and first == happening.trigger + 1 and parse.pos[happening.trigger] == "VERB"


def _argument(parse: Parse, q: Quantity, happening: Happening) -> bool:
    """Whether the counted noun is an object of the trigger, alone or beside another ("two villages and 30 hectares")."""
    t = q.head
    while parse.dep[t] == "conj" and parse.head[t] != t and parse.pos[parse.head[t]] not in ("VERB", "AUX"):
        t = parse.head[t]
    if parse.dep[happening.trigger] in ("acl", "relcl") and parse.head[happening.trigger] == t:
        return True  # "five people killed", "20 villages taken"
    if parse.dep[t] == "pobj" and parse.lower(parse.head[t]) in ("over", "of"):
        return parse.head[parse.head[t]] == happening.trigger
    return parse.head[t] == happening.trigger and parse.dep[t] in _OBJECTS


def _parts(parse: Parse, own: Sequence[Quantity], all_: Sequence[Quantity]) -> list[Quantity]:
    """What the text tells of the totals by parts, in the same sentence: "including two children"."""
    if not own:
        return []
    whats = {q.count.what for q in own}
    n, last = parse.sentence_of(own[-1].head), own[-1].span.end
    out: list[Quantity] = []
    for q in all_:
        if q.span.start < own[0].span.end or parse.sentence_of(q.head) != n or q in own:
            continue
        if not q.part and q.span.start > last:
            break  # another total begins
        if q.part and q.count.what in whats and not parse.kids(q.head, "relcl"):
            out.append(q)
    return out[:_MOST_PARTS]


def _told(parse: Parse, happening: Happening, q: Quantity) -> Quantity:
    """The figure by what its happening tells: people who were killed, people who were captured."""
    if happening.kind in ("clearance", "explosive_hazard") and q.count.what == "equipment":
        return replace(q, count=replace(q.count, what="mines"))
    if q.count.what != "people":
        return q
    what = "people"
    if happening.kind == "captured_persons":
        what = "captured"
    elif happening.kind in ("casualties", "attack_on_civilians"):
        lists = lexicon_of()
        lemma, word = parse.lemma[happening.trigger], parse.lower(happening.trigger)
        told = lists.verb.get(lemma) or lists.adj.get(word) or lists.event.get(lemma)
        what = told or lists.own_subject.get(lemma) or what
    return replace(q, count=replace(q.count, what=what))


def _belongs(parse: Parse, quantity: Quantity, arguments: Collection[int]) -> bool:
    if quantity.head in arguments:
        return True
    inside = parse.tokens_in(quantity.span)
    return any(t in arguments for t in inside) or any(
        parse.head[t] in arguments and parse.dep[t] in ("nummod", "amod", "conj", "quantmod")
        for t in (*inside, quantity.head)
    )


def told_once(parse: Parse, made: Sequence[Claim]) -> list[Claim]:
    """The claims, one for each figure: of two readings of one figure that tell the same, the firmer stays."""
    text, kept = parse.text, list(made)
    for n, c in enumerate(made):
        for o in made[n + 1 :]:
            if c not in kept or o not in kept or not _same_figure(c, o):
                continue
            tokens = parse.tokens_in(c.span.span), parse.tokens_in(o.span.span)
            at = {parse.sentence_of(t[0]) for t in tokens if len(t)}
            if len(at) == 1 and parse.sentence_span(at.pop()).of(text).count(c.counts[0].as_written) == 1:
                kept.remove(min((o, c), key=_firm))
    return kept


def _same_figure(a: Claim, b: Claim) -> bool:
    if not a.counts or not b.counts or a.counts[0].as_written != b.counts[0].as_written:
        return False
    places = {c.place.name for c in (a, b) if c.place is not None}
    return (a.attribution, a.kind, a.stance) == (b.attribution, b.kind, b.stance) and len(places) < 2


def _firm(c: Claim) -> tuple[bool, bool, bool]:
    return "when:own" in c.rules, c.place is not None, any(r.startswith("sense:") for r in c.rules)


def place_of(clause: Span, figure: Quantity | None) -> Span:
    """Where a figure's claim stands: the clause, or, of a part told after it, the figure's own words."""
    if figure is None or not figure.part or clause.holds(figure.span):
        return clause
    return figure.span
