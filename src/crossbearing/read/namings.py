"""`Toponym`s → `Named`s: each naming of a place with its paragraph and what stands against it as the place of a story."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crossbearing.gazetteer import Gazetteer, form_of
from crossbearing.read.dateline import dateline
from crossbearing.read.doubt import SEAT, doubt, fronts_speaker, of_actors
from crossbearing.read.parse import Parse
from crossbearing.read.placewords import place_words
from crossbearing.read.storyplace import FINE, nearest, site, town_named
from crossbearing.types import Place, PlacePrecision, Span, Toponym

UNITS: frozenset[PlacePrecision] = frozenset({"admin1", "admin2"})
ABROAD = 4
"""A country that counts for less than this is one that the report only touches."""


@dataclass(frozen=True, slots=True)
class Named:
    """A naming of a place: the toponym with its place (open ones have a name alone), its head token, sentence and paragraph."""

    toponym: Toponym
    place: Place
    head: int
    sentence: int
    paragraph: int
    doubt: float
    town: Place | None = None
    """The town that a facility lies in, where the report names it."""

    @property
    def key(self) -> str:
        """What namings of one place share; a facility is a naming of its town."""
        place = self.town or self.place
        return place.id or form_of(place.name or place.as_written)


def namings(
    parse: Parse, toponyms: Sequence[Toponym], gazetteer: Gazetteer | None
) -> tuple[tuple[Named, ...], Mapping[str, int]]:
    """The namings in the order of the text, and how much each country counts: its places before its people."""
    at = paragraphs(parse)
    named: list[Named] = []
    line = dateline(parse.text, Span(parse.start[0], len(parse.text))) if len(parse) else None
    countries: Counter[str] = Counter()
    for t in toponyms:
        if t.place is not None and t.place.country and t.use != "metonym":
            countries[t.place.country] += 1 if t.use == "demonym" else 4 if t.place.precision == "country" else 2
        inside = parse.tokens_in(t.span)
        if not len(inside) or place_words().has("never", t.text.lower().removeprefix("the ")):
            continue
        head = next((i for i in inside if parse.head[i] not in inside), inside[-1])
        place = t.place or site(parse, t)
        wide = place.precision in UNITS or place.precision == "country"
        acts = (
            t.use == "metonym" or (t.use == "demonym" and not wide) or (t.use == "modifier" and of_actors(parse, head))
        )
        if acts and place.precision != "country":
            continue
        n = parse.sentence_of(head)
        seat = gazetteer.capital(place.country) if gazetteer is not None and place.country else None
        against = doubt(parse, head, place, seat is not None and seat.id == place.id)
        if (line is not None and line[0].holds(t.span)) or (wide and named and _lies_in(parse, named, t)):
            against = max(against, SEAT)
        named.append(Named(t if t.place else replace(t, place=place), place, head, n, at[n], against))
    towns = tuple(n.place for n in named if n.place.precision == "settlement")
    named = [
        replace(n, town=nearest(towns, n.place) or town_named(n.toponym)) if n.place.precision == "facility" else n
        for n in named
    ]
    about = sum(countries.values())
    named = [
        replace(n, doubt=max(n.doubt, SEAT))
        if countries.get(n.place.country or "", about) < ABROAD < about and fronts_speaker(parse, n.head)
        else n
        for n in named
    ]
    return tuple(named), countries


_SORT = r"(?:town|village|city|capital|settlement|port|hub|camp|district|suburb)"
_CONTAINS = re.compile(
    rf"(?:,| \(|,? in|,? of)(?: an?| the)?(?:(?: [a-z-]+)? {_SORT}(?: in| of)(?: the)?)?"
    r"(?: (?:far |restive )?(?:north|south|east|west|central)[a-z-]*)?(?: (?:province|region|state|oblast|district|county) of)? ?"
)
"""What stands between a place and the unit that it lies in: ", in the northern province of", ", the capital of"."""


def _lies_in(parse: Parse, before: Sequence[Named], t: Toponym) -> bool:
    """Whether a unit or country only tells where the one place before it lies ("X, in the Velen region")."""
    last = before[-1]
    two = len(before) > 1 and before[-2].sentence == last.sentence and listed(parse, last.head)
    fine = last.place.precision in FINE and not two
    return fine and _CONTAINS.fullmatch(parse.text[last.toponym.end : t.start]) is not None


def listed(parse: Parse, head: int) -> bool:
    """Whether a name stands in a list of names."""
    return bool(parse.kids(head, "conj")) or parse.dep[head] == "conj"


def paragraphs(parse: Parse) -> tuple[int, ...]:
    """For each sentence the number of its paragraph."""
    out, n, last = [], 0, 0
    for first, _ in parse.sentences:
        start = parse.start[first]
        n += "\n" in parse.text[last:start]
        out.append(n)
        last = start
    return tuple(out)
