"""What "the city", "there", "the camp" point back to, and where a story plays that names no place of its own.

The more a report names a place, and the nearer the last naming, the better; a place that only seats a speaker ("a think
tank in Vienna", "told reporters in Kyiv") or stands in an aside ("since it took Velen last May") is hardly ever meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from math import log2

from crossbearing.gazetteer import Entry, Gazetteer, form_of
from crossbearing.read.doubt import ASIDE, CAPITAL, SEAT
from crossbearing.read.namings import ABROAD, UNITS, Named, listed, namings, paragraphs
from crossbearing.read.parse import Parse
from crossbearing.read.placewords import PlaceWords, place_words
from crossbearing.read.storyplace import FINE, is_fine, plain
from crossbearing.types import Place, Toponym

_WORD = re.compile(r"\w[\w-]*")
_NEAR = {0: 1.6, 1: 1.2, 2: 0.7, 3: 0.3}
_LEAST = 1.5
_LEAD, _LEAD_TO = 1.0, 1
_SHARE, _MOST, _SOME, _OFTEN, _BACK, _MUCH = 0.45, 0.6, 0.3, 2, 3, 3


@dataclass(frozen=True)
class Focus:
    """The places of one report in the order in which they are named."""

    parse: Parse
    named: tuple[Named, ...]
    countries: Mapping[str, int]
    capital: Callable[[str], Entry | None]
    region: Callable[[Place], Entry | None]
    """The first-order unit that a place lies in."""
    titled: frozenset[str] = frozenset()
    """Keys of the places that the headline names."""

    def __call__(self, token: int) -> Toponym | None:
        """The same as `antecedent`."""
        return self.antecedent(token)

    @cached_property
    def often(self) -> Mapping[str, float]:
        """How often the report names each place; where it only seats a speaker it counts little."""
        out: dict[str, float] = dict.fromkeys((n.key for n in self.named), 0.0)
        told: set[str] = set()
        for n in self.named:
            if n.sentence <= _LEAD_TO and n.doubt < ASIDE and n.key not in told:
                out[n.key] += _LEAD  # a report's lead names what it is about
                told.add(n.key)
            out[n.key] += 0.0 if n.doubt >= SEAT else 0.5 if n.doubt >= ASIDE else 1.0
        return out

    @cached_property
    def telling(self) -> Mapping[str, float]:
        """The same, with the headline: it names where a report plays, and not what "there" points back to."""
        told = {n.key for n in self.named if n.doubt < SEAT}
        return {key: often + _LEAD * (key in self.titled and key in told) for key, often in self.often.items()}

    @cached_property
    def _paragraphs(self) -> tuple[int, ...]:
        return paragraphs(self.parse)

    def antecedent(self, token: int) -> Toponym | None:
        """The place that "the city", "there", "the area" at a token refers to: the best one before it that fits the word."""
        words = place_words()
        lemma = self.parse.lemma[token].lower()
        if lemma == "capital":
            return self._capital(token)
        if words.has("compass", lemma):
            return self._quarter(token, lemma)
        if words.has("back country", lemma):
            return self._of_speaker(token) or self.country()
        if words.has("back unit", lemma):
            called = self._best(token, lambda n: n.place.precision in UNITS and lemma in n.toponym.text.lower().split())
            return called or self._best(token, _is_land) or self._around(token, lemma)
        if words.has("back town", lemma) or words.has("town edge", lemma):
            return self._town(token)
        if words.has("back area", lemma):
            return self._best(token, lambda n: n.place.precision in FINE | UNITS)
        if words.has("back facility", lemma) or words.has("town part", lemma):
            same = self._best(token, lambda n: _is_facility(self.parse, n, lemma, words))
            if same is not None:
                return same
            return self._town(token)
        return None

    def abroad(self, place: Place) -> bool:
        """Whether a place lies in a country that the report names nothing else of."""
        return place.country is not None and self.countries.get(place.country, 0) < ABROAD < sum(
            self.countries.values()
        )

    def _town(self, token: int) -> Toponym | None:
        lemma = self.parse.lemma[token].lower()
        called = self._best(token, lambda n: _is_town(n) and n.doubt < SEAT and _called(self.parse, n, lemma))
        if called is not None:
            return plain(called)  # "the village" is the one that the report calls a village
        known = self._best(token, lambda n: _is_town(n) and n.place.precision != "unresolved" and n.doubt < SEAT)
        hit = known if self._big(token) else None
        hit = hit or self._best(token, lambda n: _is_town(n) and not _unknown_unit(self.parse, n))
        town = next((n.town for n in self.named if hit is not None and n.toponym is hit), None)
        if hit is None:
            return None
        return replace(hit, place=town) if town is not None else plain(hit)

    def _big(self, token: int) -> bool:
        """Whether the word is for a place that a gazetteer would know."""
        return self.parse.lemma[token].lower() in ("city", "capital")

    def carried(self, token: int, *, pointing: bool = False) -> Toponym | None:
        """The place where the story at a token plays: named in the sentences before, or the one that the report is about.

        `pointing` says that the clause speaks of somebody known ("they retreated").
        """
        hit = self._best(token, self._tells, measured=True)
        if hit is None:
            only = {n.key for n in self.named if n.place.precision in FINE and n.doubt < CAPITAL}
            # a body that sits in the one place of the report
            hit = self._best(token, lambda n: n.key in only, measured=True) if len(only) == 1 else None
        if hit is None:
            return None
        n = next(n for n in self.named if n.toponym is hit)
        wider = self._wider(token, n)
        if wider is not None:
            return wider
        whole = sum(self.telling[key] for key in {n.key for n in self.named if self._tells(n)})
        share = self.telling[n.key] / whole if whole else 1.0
        back = self.parse.sentence_of(token) - n.sentence
        same = self._paragraphs[self.parse.sentence_of(token)] == n.paragraph
        told = share >= _MOST or (share >= _SHARE and (self.telling[n.key] >= _OFTEN or back <= _BACK))
        one_of_many = not told and listed(self.parse, n.head)
        near = (same and back <= _BACK) or (back <= 1 and share >= _SOME) or (pointing and back <= _BACK)
        if told or (not one_of_many and near):
            return self._site(n)
        main = max(
            (m for m in self.named if self._tells(m) and m.toponym.end <= self.parse.start[token]),
            key=lambda m: (self.telling[m.key], -m.sentence, -m.toponym.start),
            default=None,
        )
        return plain(main.toponym) if main is not None and self.telling[main.key] >= _OFTEN else None

    def unit(self) -> Toponym | None:
        """The region or district that the report is about, if it is about one."""
        found = [n for n in self.named if n.place.precision in UNITS and self._tells(n)]
        top = max((self.telling[n.key] for n in found), default=0.0)
        return next((n.toponym for n in found if self.telling[n.key] == top), None)

    def sits(self, toponym: Toponym) -> bool:
        """Whether a naming is that of a capital that only stands for its government, or seats a body."""
        return any(n.toponym.start == toponym.start and n.doubt >= CAPITAL for n in self.named)

    def _tells(self, n: Named) -> bool:
        """Whether a naming can be where a story plays: a town, or a region that is named oftener than what lies in it."""
        if n.doubt >= SEAT:
            return False
        if not is_fine(n.place):
            if n.place.precision == "country":
                return False
            most = max((self.telling[m.key] for m in self.named if is_fine(m.place) and m.doubt < SEAT), default=0.0)
            return self.telling[n.key] > most or (self.telling[n.key] >= _OFTEN and self.telling[n.key] == most)
        site = n.place.precision == "facility" and n.place.lat is None
        return not site

    def _site(self, n: Named) -> Toponym:
        """A place where a story plays: a site that is named much less often than its town gives way to it."""
        if n.town is not None:
            ids = [m.place.id for m in self.named]
            if ids.count(n.town.id) >= _MUCH * ids.count(n.place.id):
                return replace(n.toponym, place=n.town)
        return plain(n.toponym)

    def _wider(self, token: int, fine: Named) -> Toponym | None:
        """The region or country that the sentence before speaks of, where its paragraph names nothing narrower."""
        here = self.parse.sentence_of(token)
        paragraph = self._paragraphs[here]
        if fine.paragraph == paragraph:
            return None
        wide = [
            n for n in self.named
            if n.sentence == here - 1 and n.paragraph == paragraph and n.toponym.use == "place" and n.doubt < SEAT
            and (n.place.precision in UNITS or n.place.precision == "country")
            and self.parse.dep[n.head] == "pobj" and self.parse.lower(self.parse.head[n.head]) in ("in", "across", "throughout")
        ]  # fmt: skip
        return wide[-1].toponym if wide else None

    def told_later(self, least: float = 0.0) -> Toponym | None:
        """The one place that a report is about, where its lead does not name it yet ("in a village where …").

        With `least` it must be a town that is known, and named as often as that.
        """
        fine = [n for n in self.named if n.place.precision in FINE and n.doubt < SEAT]
        keys = {n.key for n in fine}
        top = max(keys, key=lambda k: (self.telling[k], k), default=None)
        if top is None or self.telling[top] < _MOST * sum(self.telling[k] for k in keys):
            return None
        n = next(n for n in fine if n.key == top)
        if least and (self.telling[top] < least or n.place.precision != "settlement"):
            return None
        return plain(n.toponym)

    def _best(self, token: int, fits: Callable[[Named], bool], *, measured: bool = False) -> Toponym | None:
        at, here = self.parse.start[token], self.parse.sentence_of(token)
        best: tuple[float, int] | None = None
        often = self.telling if measured else self.often
        before = [(i, n) for i, n in enumerate(self.named) if n.toponym.end <= at and fits(n)]
        # who only speaks from a place speaks of another, if there is one
        sure = [(i, n) for i, n in before if n.doubt < SEAT] or before
        for i, n in sure:
            worth = log2(1 + often[n.key]) + _NEAR.get(here - n.sentence, 0.0) - n.doubt
            if best is None or (worth, i) >= best:
                best = (worth, i)
        if best is None:
            return None
        n = self.named[best[1]]
        alone = all(m.key == n.key or self.often[m.key] < self.often[n.key] for _, m in sure)
        if not measured and not alone and best[0] < _LEAST and here - n.sentence > 3:
            return None
        return n.toponym

    def _quarter(self, token: int, way: str) -> Toponym | None:
        """ "The east": that part of the country that the report is about, as an area with no point of its own."""
        for n in self.named:
            # "the east" after "eastern Velen" is a part of the town
            if _is_town(n) and self.parse.lower(max(n.head - 1, 0)) == f"{way}ern":
                return n.toponym
        if self.parse.lower(self.parse.head[token]) not in ("in", "across", "throughout", "over"):
            return None
        named = [n for n in self.named if n.place.precision == "country" and n.toponym.use == "place"]
        country = self.country()
        if country is None or country.place not in [n.place for n in named]:
            country = self.unit() or country
        if country is None or country.place is None or self.parse.kids(token, "prep", "amod", "compound"):
            return None
        name = f"{way.capitalize()}ern {country.place.name}"
        place = Place(as_written=f"the {way}", name=name, country=country.place.country, precision="area")
        return replace(country, place=place)

    def _of_speaker(self, token: int) -> Toponym | None:
        """ "The Velenian ministry said … in the country's south": the country of who tells it."""
        parse, words = self.parse, place_words()
        for above in parse.ancestors(token):
            if not words.has("speaks", parse.lemma[above]) or parse.pos[above] != "VERB":
                continue
            own = {t for s in parse.kids(above, "nsubj") for t in parse.subtree(s, without=("relcl",))}
            hits = [n for n in self.named if n.head in own and n.place.precision == "country"]
            if hits and not any(t == token for t in own):
                return hits[0].toponym
        return None

    def country(self) -> Toponym | None:
        """The country that the report's places lie in, most often."""
        top = max(self.countries, key=lambda c: (self.countries[c], c), default=None)
        if top is None:
            return None
        return next((n.toponym for n in self.named if n.place.precision == "country" and n.place.country == top), None)

    def _around(self, token: int, lemma: str) -> Toponym | None:
        """ "The region" of a report that names none: the one that its places lie in."""
        if not place_words().has("first unit", lemma):
            return None
        town = self._best(token, lambda n: n.place.precision in FINE and n.place.lat is not None)
        unit = self.region(town.place) if town is not None and town.place is not None else None
        most = max(self.countries, key=lambda c: (self.countries[c], c), default=None)
        if town is None or unit is None or unit.country != most:
            return None
        place = Place(
            as_written=self.parse.word(token), id=unit.id, name=unit.name, admin1=unit.admin1, country=unit.country,
            lat=unit.lat, lon=unit.lon, radius_km=unit.radius_km, precision="admin1",
        )  # fmt: skip
        return replace(town, place=place)

    def _capital(self, token: int) -> Toponym | None:
        parse = self.parse
        beside = set(parse.kids(token, "amod", "compound", "poss", "nmod"))
        own = next((n for n in self.named if n.head in beside or n.head == token), None)
        if any(parse.lower(k) in _OF_UNITS for k in beside):
            return self._town(token)
        country = own.place.country if own is not None else None
        if country is None:
            top = max(self.countries, key=lambda c: (self.countries[c], c), default=None)
            country = top
        seat = self.capital(country) if country else None
        if seat is None:
            return self._town(token)
        known = next((n.toponym for n in self.named if n.place.id == seat.id), None)
        if known is not None:
            return plain(known)
        place = Place(
            as_written="the capital", id=seat.id, name=seat.name, admin1=seat.admin1, country=seat.country, lat=seat.lat,
            lon=seat.lon, radius_km=seat.radius_km, precision="settlement",
        )  # fmt: skip
        start, end = parse.start[token], parse.end[token]
        return Toponym(start=start, end=end, text=parse.word(token), lat=seat.lat, lon=seat.lon, place=place)


_OF_UNITS = frozenset({"regional", "provincial", "state", "district", "county", "oblast", "administrative"})


def focus(
    parse: Parse, toponyms: Sequence[Toponym], gazetteer: Gazetteer | None = None, title: str | None = None
) -> Focus:
    """The places of a report, with how much stands against each naming as the place of a story."""
    named, countries = namings(parse, toponyms, gazetteer)
    if gazetteer is None:
        return Focus(parse, named, countries, _no_capital, _no_region)
    headline = f" {' '.join(_WORD.findall(form_of(title)))} " if title else ""
    titled = frozenset(
        n.key for n in named
        if f" {form_of(n.toponym.text)} " in headline and f" capital of {form_of(n.toponym.text)} " not in headline
    )  # fmt: skip
    return Focus(parse, named, countries, gazetteer.capital, partial(_region, gazetteer), titled)


def _no_capital(country: str) -> Entry | None:
    return None


def _no_region(place: Place) -> Entry | None:
    return None


def _region(gazetteer: Gazetteer, place: Place) -> Entry | None:
    entry = gazetteer.entry(place.id) if place.id else None
    return next((e for e in gazetteer.ancestors(entry) if e.kind == "admin1"), None) if entry is not None else None


def _called(parse: Parse, n: Named, lemma: str) -> bool:
    """Whether the naming itself says what the place is: "X village", "the village of X"."""
    start, end = n.toponym.start, n.toponym.end
    return (
        re.match(rf" {lemma}s?\b", parse.text[end : end + 20]) is not None
        or re.search(rf"\b(?:[a-z-]+|The) {lemma}s? of $", parse.text[max(0, start - 30) : start]) is not None
    )


def _unknown_unit(parse: Parse, n: Named) -> bool:
    """Whether nothing knows the name and the words say that it is a unit: "Velen township"."""
    words = n.toponym.text.lower().split()[-1:] + parse.text[n.toponym.end : n.toponym.end + 20].lower().split()[:1]
    return n.place.precision == "unresolved" and any(place_words().has("wide unit", w.strip(".,")) for w in words)


def _is_land(n: Named) -> bool:
    """A unit, or a land that is none: "the region" of a report on Nagorno-Karabakh."""
    return n.place.precision in UNITS or (n.place.precision == "area" and not is_fine(n.place))


def _is_town(n: Named) -> bool:
    p = n.place
    return (
        n.town is not None
        or p.precision in ("settlement", "unresolved")
        or (p.precision == "area" and p.relation is not None)
    )


def _is_facility(parse: Parse, n: Named, lemma: str, words: PlaceWords) -> bool:
    """Whether a naming holds the word: "the camp" after "Zamzam camp", "the plant" after "Velen Coke Plant"."""
    text = f"{n.place.name or ''} {n.place.as_written}".lower()
    sorts = words.lists["back facility"] | words.lists["town part"]
    if lemma in text.split():
        return n.place.precision == "facility" or lemma not in words.lists["back unit"]
    if n.place.precision == "facility" and lemma in ("facility", "site", "complex", "compound", "building"):
        return True
    # "Azovstal" says of itself no sort of plant
    return n.place.precision == "facility" and lemma in words.lists["back facility"] and not sorts & set(text.split())
