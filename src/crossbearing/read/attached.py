"""The place that stands in a happening's own phrases: "in X", "the shelling of X", "X, Velen region"."""

from __future__ import annotations

import re
from dataclasses import replace

from crossbearing.read.doubt import fronts_speaker
from crossbearing.read.happening import Happening
from crossbearing.read.parse import Parse
from crossbearing.read.placewords import place_words
from crossbearing.read.scene import Scene, as_written, definite, group, phrase, width
from crossbearing.read.storyplace import is_fine
from crossbearing.types import Place, Toponym

Found = tuple[tuple[Place | None, str], ...]
"""Places, each with the rule that chose it."""
_WIDE = frozenset({"country", "admin1"})
_GIVING = frozenset({"hand", "give", "deal", "cost", "grant", "offer", "accuse", "blame", "condemn", "urge"})
_THITHER = frozenset({"deployment", "advance", "aid"})
"""Kinds that play where they lead to, not where they come from."""
_FIRE = frozenset({"shelling_missile", "air_drone_strike", "casualties", "property_destruction"})
_THENCE = frozenset({"withdrawal", "displacement"})
"""Kinds that play where they set out from."""


def attached(at: Scene, happening: Happening) -> Found:
    """Named places first, the narrow before the wide; then nouns that point back; then names that nothing knows."""
    parse = at.parse
    for t in happening.places:
        # "left the city for Velen": what is left, before whither
        if t in at.at:
            break
        if parse.dep[t] in ("dobj", "nsubjpass") and parse.pos[t] == "NOUN" and definite(parse, t):
            back = at.antecedent(t) if not any(k in at.at for k in parse.subtree(t)) else None
            if back is not None and back.place is not None:
                return ((as_written(back.place, phrase(parse, t)), "place:antecedent"),)
    hits = [(t, at.at[t]) for t in happening.places if t in at.at and _counts(at, t, happening)]
    if happening.kind in _THITHER | _FIRE:
        hits.sort(key=lambda x: _whence(parse, x[0]))
    hits = [(t, _seat(at, t) or _finer(at, hit)) for t, hit in hits]
    narrow = [x for x in hits if x[1].place is not None and x[1].place.precision not in _WIDE]
    out: list[tuple[Place, str]] = []
    seen: set[str] = set()
    chosen = narrow or hits
    for t, hit in chosen:
        if hit.place is None or (out and group(parse, t) != group(parse, chosen[0][0])):
            continue
        key = hit.place.id or hit.place.as_written
        if key not in seen:
            seen.add(key)
            out.append((hit.place, "place:attached"))
    if out and narrow:
        return tuple(out[:1]) if _between(parse, happening) else tuple(out)
    for t in happening.places:
        beside = parse.dep[t] == "appos" and parse.head[t] in at.at  # "Velen, the province in which …"
        if t not in at.at and not beside and parse.pos[t] in ("NOUN", "PRON") and definite(parse, t):
            back = at.antecedent(t)
            if back is not None and back.place is not None:
                return ((as_written(back.place, phrase(parse, t)), "place:antecedent"),)
    if out:
        return tuple(out)
    words = place_words()
    for t in happening.places:
        if t not in at.at and parse.pos[t] == "PROPN" and not _body(parse, t, happening.kind):
            name = phrase(parse, t)
            bare = " ".join(w for w in name.split() if w[:1].isupper() and not words.has("never", w.lower()))
            if bare:
                return ((Place(as_written=name, name=bare), "place:unknown name"),)
    return ()


def _whence(parse: Parse, token: int) -> bool:
    """Whether a name tells where something came from: "from X", "from the direction of X"."""
    above = parse.head[group(parse, token)]
    if parse.lower(above) == "of" and parse.lemma[parse.head[above]] in ("direction", "side", "territory"):
        above = parse.head[parse.head[above]]
    return parse.lower(above) == "from"


def _body(parse: Parse, token: int, kind: str) -> bool:
    """Whether a name that nothing knows is that of a body or a person, or does not stand where a place stands."""
    words = place_words()
    stands = ("in", "at", "near", "outside", "around", *(("from",) if kind in _THENCE else ()))
    placed = parse.dep[token] == "pobj" and parse.lower(parse.head[token]) in stands
    known = parse.ent[token] in ("ORG", "PERSON", "NORP", "EVENT", "DATE", "LAW") and any(
        parse.pos[k] == "PROPN" for k in parse.kids(token, "compound")
    )
    if any(words.has("site opener", parse.lower(k)) for k in parse.kids(token, "compound")):
        return False  # "Camp Velen", "Fort Orlen"
    return not placed or known or words.has("body", parse.lower(token)) or words.has("never", parse.lower(token))


_WITHIN = re.compile(
    r"(?: (?:villages?|towns?|city|camp|settlement|area|district|quarter|neighbou?rhood))?(?:,| of| in|,? \()"
    r"(?: in)?(?: the)?(?: (?:north|south|east|west|central)[a-z-]*)? ?"
)


_BESIDE = re.compile(
    r",? (?:just |close |about |some |around )?(?:near|outside|to|\d[\d.,]* ?(?:km|kilomet[a-z]+|miles?)[a-z ]*? (?:of|from)|(?:north|south|east|west)[a-z-]* of)"
    r"(?: the (?:city|town|village)(?: of)?)? "
)


_BEHIND = re.compile(r" ([a-z]+)\b")


def _seat(at: Scene, token: int) -> Toponym | None:
    """The capital, where only its country is named: "in Velenia's capital"."""
    parse = at.parse
    above = parse.head[token]
    place = at.at[token].place
    owned = parse.dep[token] in ("poss", "amod", "compound", "nmod") and parse.lemma[above] == "capital"
    if not owned or place is None or place.precision != "country":
        return None
    back = at.antecedent(above)
    return replace(back, place=as_written(back.place, phrase(parse, above))) if back and back.place else None


def _finer(at: Scene, hit: Toponym) -> Toponym:
    """What was written before a unit or a country to lie in it: X of "X, Velen region", "X village of Velen Township"."""
    words = place_words()
    while hit.place is not None:
        behind = _BEHIND.match(at.parse.text, hit.end)
        unit = words.has("wide unit", hit.text.lower().split()[-1])
        unit = unit or (behind is not None and (behind[1] == "area" or words.has("wide unit", behind[1])))
        if hit.place.precision not in (*_WIDE, "admin2") and not unit and hit.place.relation is None:
            return hit
        before = [n for n in at.named if n.end <= hit.start]
        if before and hit.place.relation is not None and _BESIDE.fullmatch(at.parse.text[before[-1].end : hit.start]):
            left = before[-1]
            return left if left.place is not None and left.use != "modifier" and not left.place.relation else hit
        if not before or not _WITHIN.fullmatch(at.parse.text[before[-1].end : hit.start]):
            return hit
        left = before[-1]
        if left.place is None or left.use != "place" or width(left) > width(hit) or left.place.precision == "country":
            return hit
        hit = left
    return hit


def _counts(at: Scene, token: int, happening: Happening) -> bool:
    """Whether a name in an attached phrase is where it happened: not whose troops, not who did it, not an adjective."""
    parse, hit = at.parse, at.at[token]
    top = group(parse, token)
    if parse.dep[top] == "pobj" and parse.lower(parse.head[top]) == "by":
        return False
    if parse.dep[top] == "poss" and place_words().has("actor", parse.lemma[parse.head[top]]):
        return False
    if parse.dep[top] == "dative" or (parse.dep[top] == "dobj" and parse.lemma[parse.head[top]] in _GIVING):
        return False
    if hit.use == "modifier" and parse.dep[token] not in ("pobj", "dobj", "compound", "nsubjpass"):
        return False
    words = place_words()
    if hit.use == "modifier" and words.has("like adjective", hit.text.lower().removeprefix("the ")):
        return False  # "a US air strike"
    if _seats_speaker(at, token, hit):
        return False
    if from_party(at, token, hit, happening.kind):
        return False
    if hit.place is not None and hit.place.precision == "country" and parse.dep[token] == "pobj":
        above = parse.head[token]
        return parse.lower(above) != "of" or parse.head[above] == happening.trigger
    return True


def from_party(at: Scene, token: int, hit: Toponym, kind: str) -> bool:
    """Whether a country, or a land that is none, only names who fights: "fire between A and B", "shelling from A"."""
    parse, place = at.parse, hit.place
    wide = place is not None and (place.precision == "country" or (place.precision == "area" and not is_fine(place)))
    prep = parse.lower(parse.head[group(parse, token)])
    return wide and (prep == "between" or (prep == "from" and kind in _FIRE))


_BROUGHT = frozenset({"take", "bring", "rush", "transfer", "transport", "admit", "carry", "fly"})


def treated(parse: Parse, token: int) -> bool:
    """Whether a name is where the hurt were taken to, and not where they were hurt: "taken to a hospital in X"."""
    seen = token
    for _ in range(6):
        above = parse.head[seen]
        if above == seen:
            return False
        if parse.dep[seen] == "prep" and parse.lemma[above] in _BROUGHT:
            return any(parse.lower(k) == "to" for k in parse.kids(above, "prep"))
        seen = above
    return False


def _seats_speaker(at: Scene, token: int, hit: Toponym) -> bool:
    """ "In Geneva, a spokesman confirmed …": a place abroad before who speaks is where he does."""
    return hit.place is not None and fronts_speaker(at.parse, token) and at.story.abroad(hit.place)


def _between(parse: Parse, happening: Happening) -> bool:
    return any(
        parse.lower(parse.head[group(parse, t)]) == "between"
        for t in happening.places
        if parse.head[group(parse, t)] != t
    )
