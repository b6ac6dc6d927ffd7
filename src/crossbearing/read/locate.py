"""Which of the places named belongs to a happening: by attachment, then by its sentence, then by the story before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crossbearing.read.argument import clause_verb
from crossbearing.read.attached import Found, attached, from_party, treated
from crossbearing.read.context import anaphoric
from crossbearing.read.doubt import seats
from crossbearing.read.enumerated import beside
from crossbearing.read.happening import Happening
from crossbearing.read.parse import Parse
from crossbearing.read.placefeatures import Named
from crossbearing.read.placewords import place_words
from crossbearing.read.scene import Scene, as_written, definite, head_of, phrase, width
from crossbearing.read.scope import general, lasting, several, whole
from crossbearing.read.storyplace import FINE, nearest
from crossbearing.types import Attribution, Place, Toponym

LEFT_OPEN: Found = ((None, "place:left open"),)

SURE, DOUBT = 0.7, 0.2
"""Belief of the trained reader in a name that overrules the rules, and the most that it may have left for theirs."""
_SETTLED = ("place:antecedent", "place:there", "place:unknown name", "place:named so")
"""Rules that stay right more often than the reader: the words point at the place themselves."""
_NAMED_HERE = ("place:attached", "place:same clause", "place:learned", "place:same sentence")
_LEAD = 2
_SURELY = 3.0
"""So often a report names the place of a lead that names none."""
_THERE = frozenset({"there", "here", "nearby", "inside", "elsewhere"})
_PLACELESS = frozenset({"agreement", "statement", "threat", "aid", "exchange", "protest", "other"})
"""Kinds that play nowhere unless their own words say where."""
_LOCATING = frozenset(
    {
        "in", "at", "near", "on", "around", "outside", "inside", "from", "into", "to", "toward", "towards", "over",
        "across", "along", "throughout", "off", "of", "between", "through", "within",
    }
)  # fmt: skip


def places(at: Scene, happening: Happening, speech: Attribution | None = None) -> Found:
    """The places of the happening, each with the rule that chose it; more than one where the text coordinates them."""
    found = _listed(at, happening, _weighed(at, happening, _of_source(at, speech, _places(at, happening, speech))))
    return tuple((_town_of(at, place) if place is not None else None, why) for place, why in found)


def _of_source(at: Scene, speech: Attribution | None, found: Found) -> Found:
    """ "The market", told by a resident of a camp, is the camp's: part of a town is sought where the source lives first."""
    place, why = found[0]
    if speech is None or place is None or why != "place:antecedent" or place.precision != "settlement":
        return found
    if not place_words().has("town part", place.as_written.lower().split()[-1]):
        return found
    local = next(_local(at, speech), None)
    return ((as_written(_town_of(at, local), place.as_written), "place:the source's"),) if local is not None else found


def _listed(at: Scene, happening: Happening, found: Found) -> Found:
    """With the other names of a list in the happening's sentence, where one of them is its place."""
    if happening.kind == "casualties":
        return found  # one figure is that of all
    own = at.parse.sentence_span(at.parse.sentence_of(happening.trigger))
    out: dict[str, tuple[Place | None, str]] = {}
    for place, why in found:
        near = place is not None and any(n.place is place and own.holds(n.span) for n in at.named)
        for p in beside(at, place) if place is not None and near and why in _NAMED_HERE else (place,):
            out.setdefault(_key(p), (p, why))
    return tuple(out.values())


def _weighed(at: Scene, happening: Happening, found: Found) -> Found:
    """What the rules found, or the name that the trained reader is sure of where it holds the rules' to be wrong."""
    if at.learned is None or not at.named or any(why in _SETTLED for _, why in found):
        return found
    if several(at.parse, happening) or general(at.parse, happening) or lasting(at.parse, happening):
        return found
    if found[0][1] == "place:attached":
        own = at.parse.sentence_span(at.parse.sentence_of(happening.trigger))
        if len({n.text for n in at.named if own.holds(n.span)}) < 2:
            return found  # one name, and it is attached
    named = tuple(
        Named(inside[0], inside[-1] + 1, n.text, n.place.precision if n.place else "unresolved", n.use)
        for n in at.named
        if len(inside := at.parse.tokens_in(n.span))
    )
    shares, nowhere = at.learned.places(happening.trigger, named)
    belief: dict[str, float] = {}
    for n, share in zip(at.named, shares.tolist(), strict=True):
        belief[_key(n.place)] = belief.get(_key(n.place), 0.0) + share
    best = max(belief, key=lambda k: (belief[k], k))
    chosen = {_key(place) for place, _ in found if place is not None}
    if best in chosen or belief[best] < SURE or max((belief.get(k, 0.0) for k in chosen), default=nowhere) > DOUBT:
        return found
    place = next((n.place for n in at.named if _key(n.place) == best), None)
    if place is not None and place.precision not in FINE and any(p and p.precision in FINE for p, _ in found):
        return found  # a region instead of a place that the rules found is no gain
    return ((place, "place:learned"),) if place is not None else found


def _key(place: Place | None) -> str:
    return "" if place is None else place.id or place.as_written


def _places(at: Scene, happening: Happening, speech: Attribution | None) -> Found:
    parse = at.parse
    found = attached(at, happening)
    if found:
        return found
    verb = clause_verb(parse, happening.trigger)
    clause = tuple(_clause(parse, verb))
    for t in clause:
        if parse.lower(t) in _THERE and parse.dep[t] in ("advmod", "npadvmod") and clause_verb(parse, t) == verb:
            there = at.antecedent(t)
            if there is not None and there.place is not None:
                return ((as_written(there.place, parse.word(t)), "place:there"),)
    for t in parse.kids(verb, "nsubj"):
        hit = at.at.get(t)
        state = parse.pos[verb] == "AUX" or place_words().has("state", parse.lemma[verb])
        if hit is not None and hit.place is not None and hit.place.precision == "country":
            state = state and parse.lemma[verb] != "have"  # "Velen had nothing to do with it"
        if hit is not None and hit.place is not None and hit.use == "place" and state and not at.story.sits(hit):
            return ((hit.place, "place:subject"),)
    inside = [
        n
        for n in at.named
        if n.use == "place"
        and parse.sentence_of(head_of(parse, n)) == parse.sentence_of(happening.trigger)
        and (speech is None or any(s.holds(n.span) for s in speech.content))
        and not seats(parse, head_of(parse, n))
        and not at.story.sits(n)
        and not from_party(at, head_of(parse, n), n, happening.kind)
        and not (happening.kind == "casualties" and treated(parse, head_of(parse, n)))
    ]
    linked = sorted((n for n in inside if _locative(parse, head_of(parse, n), verb)), key=width)
    if linked and linked[0].place is not None:
        return ((linked[0].place, "place:same clause"),)
    back = _pointed(at, tuple(dict.fromkeys((*clause, *happening.places))))
    if back is not None:
        return (back,)
    around = {verb, *parse.ancestors(verb)}
    seated = [n for n in inside if _seated(parse, n) and clause_verb(parse, head_of(parse, n)) in around]
    if _one(seated) and seated[0].place is not None:
        return ((seated[0].place, "place:only one in the sentence"),)
    if happening.kind in _PLACELESS or general(parse, happening):
        return LEFT_OPEN
    if several(parse, happening):
        unit = at.story.unit()
        return ((unit.place, "place:carried unit"),) if unit is not None else LEFT_OPEN
    return _carried(at, happening, speech, inside)


def _clause(parse: Parse, verb: int) -> Iterator[int]:
    """The tokens of the clause of a verb, without those of clauses of their own."""
    return (t for t in parse.subtree(verb) if clause_verb(parse, t) == verb)


def _pointed(at: Scene, clause: Sequence[int]) -> tuple[Place, str] | None:
    """What a definite noun of the clause points back to: "the city", "the theatre", "the capital"."""
    parse, words = at.parse, place_words()
    for t in clause:
        lemma = parse.lemma[t].lower()
        if words.has("back town", lemma) and any(parse.lower(k) in ("a", "an") for k in parse.kids(t, "det")):
            later = at.story.told_later() if parse.sentence_of(t) <= _LEAD and parse.dep[t] == "pobj" else None
            if later is not None and later.place is not None:
                return as_written(later.place, phrase(parse, t)), "place:named later"
        if t in at.at or parse.pos[t] not in ("NOUN", "PROPN") or not (definite(parse, t) or _named_site(parse, t)):
            continue
        if any(k in at.at and at.at[k].use == "place" for k in parse.subtree(t, without=("relcl", "conj"))):
            continue  # "the village of X" names X
        part = words.has("town part", lemma) or words.has("back facility", lemma)
        town = words.has("back town", lemma) or lemma == "capital"
        wide = words.has("back area", lemma) or words.has("back unit", lemma) or words.has("back country", lemma)
        wide = wide or words.has("compass", lemma)
        role = parse.dep[t]
        if parse.dep[t] == "appos" and parse.head[t] in at.at:
            continue  # "Velen, the province in which …"
        if words.has("water", lemma) and any(parse.pos[k] == "PROPN" for k in parse.kids(t, "compound")):
            name = phrase(parse, t)
            return Place(as_written=name, name=name.removeprefix("the ")), "place:named so"
        if not (part or town or (wide and role == "pobj")) or role in ("compound", "amod"):
            continue
        if role == "pobj" and parse.lower(parse.head[t]) not in _LOCATING:
            continue
        back = at.antecedent(t)
        if back is not None and back.place is not None:
            return as_written(back.place, phrase(parse, t)), "place:antecedent"
        if part and any(parse.word(k)[0].isupper() for k in parse.kids(t, "compound", "amod")):
            name = phrase(parse, t)
            return Place(as_written=name, name=name.removeprefix("the "), precision="facility"), "place:named so"
    return None


def _named_site(parse: Parse, token: int) -> bool:
    """Whether a part of a town stands under a name of its own with no article: "stormed South Hospital"."""
    site = parse.pos[token] == "PROPN" and place_words().has("town part", parse.lemma[token].lower())
    return site and any(parse.word(k)[:1].isupper() for k in parse.kids(token, "compound", "amod"))


def _carried(at: Scene, happening: Happening, speech: Attribution | None, inside: Sequence[Toponym]) -> Found:
    """From the rest of the sentence, from the source ("residents of X"), from the sentences before."""
    parse = at.parse
    same = [n for n in inside if _seated(parse, n) and n.place is not None and n.place.precision in FINE | {"admin2"}]
    if _one(same) and same[0].place is not None:
        return ((same[0].place, "place:same sentence"),)
    if speech is not None:
        local = next(_local(at, speech), None)
        if local is not None:
            return ((local, "place:the source's"),)
    if lasting(parse, happening):
        return LEFT_OPEN
    if whole(parse, happening):
        country = at.story.country()
        if country is not None and country.place is not None:
            return ((country.place, "place:carried country"),)
    story = at.story.carried(happening.trigger, pointing=anaphoric(parse, happening))
    if story is not None and story.place is not None:
        return ((story.place, "place:carried"),)
    later = at.story.told_later(_SURELY) if parse.sentence_of(happening.trigger) < _LEAD else None
    if later is not None and later.place is not None:
        return ((later.place, "place:named later"),)
    return LEFT_OPEN


def _local(at: Scene, speech: Attribution) -> Iterator[Place]:
    """The places that the source is a local of: "residents of X", "the mayor of X", "X's city council"."""
    parse, words = at.parse, place_words()
    for n in at.named:
        if n.place is None or n.place.precision == "country" or not any(s.holds(n.span) for s in speech.source):
            continue
        head = head_of(parse, n)
        while parse.dep[head] in ("compound", "nmod") and parse.head[head] != head:
            head = parse.head[head]  # "the Velen camp"
        above = parse.head[head]
        if parse.dep[head] == "pobj":
            above = parse.head[above]
        if words.has("local", parse.lemma[above].lower()):
            yield n.place
    name = (speech.speaker.name or "") if speech.speaker is not None and speech.speaker.kind == "anonymous" else ""
    if any(words.has("local", w) for w in name.lower().split()):
        # "the man", who is "a resident of the Velen camp"
        yield from (n.place for n in at.named if n.place is not None and n.use == "place" and n.text in name)
    for t in (t for s in speech.source for t in parse.tokens_in(s)):
        local = parse.dep[t] == "pobj" and words.has("local", parse.lemma[parse.head[parse.head[t]]].lower())
        if local and words.has("back town", parse.lemma[t].lower()) and definite(parse, t):
            back = at.antecedent(t)
            if back is not None and back.place is not None:
                yield as_written(back.place, phrase(parse, t))


def _one(some: Sequence[Toponym]) -> bool:
    return len({(n.place.id or n.place.as_written) for n in some if n.place}) == 1


def _seated(parse: Parse, n: Toponym) -> bool:
    """Whether the name stands where something happens, and not as one who acts or is acted on."""
    if n.use != "place" or n.place is None:
        return False
    return _prepositional(parse, n)


def _prepositional(parse: Parse, n: Toponym) -> bool:
    token = head_of(parse, n)
    while parse.dep[token] in ("conj", "appos", "compound") and parse.head[token] != token:
        token = parse.head[token]
    above = parse.head[token]
    return parse.dep[token] == "pobj" and parse.lower(above) in _LOCATING


def _locative(parse: Parse, token: int, verb: int) -> bool:
    seen = token
    for _ in range(5):
        if parse.head[seen] == seen or (parse.pos[seen] == "VERB" and seen != verb):
            return False
        if parse.dep[seen] == "agent" or (parse.dep[seen] == "prep" and parse.lower(seen) not in _LOCATING):
            return False
        if parse.dep[seen] == "prep" and parse.lower(seen) in _LOCATING and clause_verb(parse, seen) == verb:
            return parse.lower(seen) != "of" or parse.pos[parse.head[seen]] != "VERB"
        seen = parse.head[seen]
    return False


def _town_of(at: Scene, place: Place) -> Place:
    """The town of a hospital, a school, a quarter: part of a town takes the town, where the report names it."""
    words = place_words()
    town = _of_quarter(at, place)
    if town is not None:
        return town
    name = f"{place.name or place.as_written} {place.as_written}".lower().replace(",", " ").split()
    if place.precision == "facility" and place.lat is None and words.has("town part", name[-1]):
        hit = next((n for n in at.named if n.place is place), None)
        inside = at.parse.tokens_in(hit.span) if hit is not None else range(0)
        town_of = at.story.carried(inside[0]) if len(inside) else None
        if town_of is not None and town_of.place is not None and town_of.place.precision == "settlement":
            return replace(town_of.place, as_written=place.as_written)
        return place
    if place.precision != "facility" or not any(words.has("town part", w) for w in name) or place.lat is None:
        return place
    town = nearest([n.place for n in at.named if n.place is not None and n.place.precision == "settlement"], place)
    return replace(town, as_written=place.as_written, relation=place.relation) if town is not None else place


def _of_quarter(at: Scene, place: Place) -> Place | None:
    """The town that a quarter of no known name lies in: the one that the story plays in."""
    parse = at.parse
    hit = next((n for n in at.named if n.place is place), None)
    if place.precision != "unresolved" or hit is None:
        return None
    last = parse.tokens_in(hit.span)[-1]
    if last + 1 >= len(parse) or not place_words().has("quarter", parse.lemma[last + 1].lower()):
        return None
    town = at.story.carried(last)
    if town is None or town.place is None or town.place.lat is None:
        return None
    return replace(town.place, as_written=place.as_written)
