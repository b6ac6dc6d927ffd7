"""Which place a name means: the candidates of pack and gazetteer, ranked together; one sense of a name in a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import asin, cos, radians, sin, sqrt

from crossbearing.gazetteer import ALTERNATE, KINDS, OFFICIAL, Entry, Gazetteer, Kind, form_of
from crossbearing.packs import Pack, PlaceName
from crossbearing.read.matcher import plain_forms
from crossbearing.read.placewords import place_words
from crossbearing.read.ranker import Name, Option, believe, explain, table

MOST = 24
"""So many candidates of one name are weighed; in a theatre all that its country has, and a hundred villages may share a name."""
OPEN_BELOW = 0.75
"""In a theatre a settlement among namesakes is pinned only if it takes at least this share of belief."""
TOWN = 20_000
"""So many inhabitants make a name stand by itself."""
ANCHOR_KM = 45.0


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its share of belief (0 to 1) and what each feature added."""

    entry: Entry
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A name to be resolved.

    `containers` are the forms written behind it ("X, Donetsk Oblast"); `demonym` the target of an adjective; `unit`
    and `town` say that a word for such stood beside it; `weight` how much it tells about the other names; `guess`
    allows other spellings; `shy` says that the grammar alone took it for a place, so that only a country spoken of has it.
    """

    form: str
    containers: tuple[str, ...] = ()
    demonym: str | None = None
    unit: bool = False
    town: bool = False
    metonym: bool = False
    weight: float = 1.0
    guess: bool = False
    shy: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Every candidate of a name, best first, and whether the best may stand alone."""

    asked: Asked
    scored: tuple[Scored, ...]
    certain: bool

    @property
    def best(self) -> Entry | None:
        """The place, if it is certain."""
        return self.scored[0].entry if self.scored and self.certain else None


def named_place(target: str, gazetteer: Gazetteer) -> Entry | None:
    """The entry that a demonym's target names."""
    if target.startswith("iso:"):
        return next((c.entry for c in gazetteer.candidates("=" + target[4:]) if c.entry.kind == "country"), None)
    if target.startswith("name:"):
        return next(iter(gazetteer.lookup(target[5:])), None)
    return gazetteer.entry(target)


def pack_options(form: str, packs: Sequence[Pack], gazetteer: Gazetteer) -> dict[str, tuple[Entry, bool]]:
    """The places that packs know by this form, with whether a side of the pack uses it."""
    found: dict[str, tuple[Entry, bool]] = {}
    for pack in packs:
        for row in _pack_rows(pack, form):
            entry = _pack_entry(row, pack, gazetteer)
            if entry is not None:
                found[entry.id] = (entry, bool(row.used_by) or found.get(entry.id, (entry, False))[1])
    return found


def _pack_rows(pack: Pack, form: str) -> tuple[PlaceName, ...]:
    return plain_forms(pack).get(form, ()) or pack.place_forms.get(form, ())


def _pack_entry(row: PlaceName, pack: Pack, gazetteer: Gazetteer) -> Entry | None:
    known = gazetteer.entry(row.id)
    kind: Kind = next((k for k in KINDS if k == row.kind), "settlement")
    radius = row.radius_km if row.radius_km is not None else (known.radius_km if known else 3.0)
    if known is not None:
        return replace(known, name=row.name, kind=kind, radius_km=radius)
    if row.lat is None or row.lon is None:
        return None
    above = gazetteer.entry(row.parent) if row.parent else None
    return Entry(
        id=row.id, name=row.name, lat=row.lat, lon=row.lon, kind=kind,
        admin1=above.admin1 if above else None, country=above.country if above else next(iter(pack.countries), None),
        population=0, radius_km=radius, parent=row.parent,
    )  # fmt: skip


def _options(
    asked: Asked,
    gazetteer: Gazetteer,
    packs: Sequence[Pack],
    containers: frozenset[str],
    spoken_of: frozenset[str] = frozenset(),
    main: frozenset[str] = frozenset(),
) -> tuple[Option, ...]:
    known = pack_options(asked.form, packs, gazetteer) if asked.demonym is None else {}
    home = frozenset(c for pack in packs for c in pack.countries)
    pairs: list[tuple[Entry, int]] = [(entry, OFFICIAL) for entry, _ in known.values()]
    if asked.demonym is not None:
        target = named_place(asked.demonym, gazetteer)
        pairs += [(target, OFFICIAL)] if target else []
    else:
        exact = gazetteer.candidates(asked.form)
        if not exact and not pairs and asked.guess:
            exact = gazetteer.similar(asked.form, home | main)[:MOST]
        if asked.shy:
            near = home | spoken_of
            exact = tuple(c for c in exact if (c.entry.country in near if near else c.form == OFFICIAL)) or exact
        # the sure forms and the populous come first; of a village among a hundred namesakes those of the theatre must not be cut
        inner = [c for c in exact if c.entry.country in home]
        nearest = [*inner, *(c for c in exact if c.entry.country not in home)][: max(MOST, len(inner))]
        pairs += [(c.entry, c.form) for c in nearest if c.entry.id not in known]
    out: list[Option] = []
    for entry, form in pairs:
        over = tuple(gazetteer.ancestors(entry))
        above, units = frozenset(e.id for e in over), frozenset(e.id for e in over if e.kind != "country")
        out.append(
            Option(
                entry=entry,
                form=form,
                above=above,
                contained=bool(above & containers) if containers - {entry.id} else None,
                within=bool(units & containers),
                theatre=any(_in_theatre(entry, pack) for pack in packs),
                pack=entry.id in known,
                side=entry.id in known and known[entry.id][1],
            )
        )
    return tuple(out)


def _countries(asked: Sequence[Asked], gazetteer: Gazetteer, people: float = 1.0) -> dict[str, float]:
    """The countries that are named, by name, people, unit or capital, and how much each is spoken of.

    `people` is what an adjective weighs: "an Israeli strike" may fall anywhere.
    """
    out: dict[str, float] = {}
    for a in asked:
        named: set[str] = set()
        if a.demonym is not None:
            named = {a.demonym[4:]} if a.demonym.startswith("iso:") else set()
        else:
            named = {
                c.entry.country
                for c in gazetteer.candidates(a.form)[:1]
                if (c.entry.kind in {"country", "admin1"} or c.entry.capital) and c.entry.country
            }
        for country in named:
            out[country] = out.get(country, 0.0) + a.weight * (people if a.demonym is not None else 1.0)
    return out


def _in_theatre(entry: Entry, pack: Pack) -> bool:
    if pack.bbox is not None and entry.kind not in {"country", "continent"}:
        west, south, east, north = pack.bbox
        if not (west <= entry.lon <= east and south <= entry.lat <= north):
            return False
    return entry.country == next(iter(pack.countries), None)


def resolve(asked: Sequence[Asked], gazetteer: Gazetteer, packs: Sequence[Pack]) -> tuple[Answer, ...]:
    """Resolve all names of one report together."""
    names: list[Name] = []
    counted = _countries(asked, gazetteer)
    spoken_of = frozenset(counted)
    # a misspelt name is looked for in the country that is most spoken of
    places = _countries(asked, gazetteer, people=0.25)
    main = frozenset(c for c, n in places.items() if n == max(places.values()))
    for a in asked:
        inside = frozenset(
            c.entry.id
            for form in a.containers
            for c in gazetteer.candidates(form)[:MOST]
            if c.entry.kind in {"country", "admin1", "admin2"}
        )
        options = _options(a, gazetteer, packs, inside, spoken_of, main)
        names.append(Name(options, weight=a.weight, unit=a.unit, town=a.town, metonym=a.metonym))
    if not any(n.options for n in names):
        return tuple(Answer(a, (), False) for a in asked)
    t = table(names)
    belief, parts = believe(t)
    ranked: list[tuple[Scored, ...]] = []
    row = 0
    for a, name in zip(asked, names, strict=True):
        some: list[Scored] = []
        for option in name.options:
            some.append(Scored(option.entry, round(float(belief[row]), 4), explain(parts[row])))
            row += 1
        some.sort(key=lambda s: (-s.score, -s.entry.population, s.entry.id))
        ranked.append(tuple(_town_first(a, some)))
    sure = (
        _anchored(ranked, names, frozenset(c for p in packs for c in p.countries))
        if packs
        else tuple(
            bool(some) and _likely(some) and not _elsewhere(some[0].entry, counted, n)
            for some, n in zip(ranked, names, strict=True)
        )
    )
    at_home = spoken_of | {c for p in packs for c in p.countries}
    return tuple(
        Answer(a, some, certain and not (a.shy and at_home and some[0].entry.country not in at_home))
        for a, some, certain in zip(asked, ranked, sure, strict=True)
    )


def _likely(ranked: Sequence[Scored]) -> bool:
    """Outside a theatre: whether the first is likelier than all that lie elsewhere, or no mere village."""
    first = ranked[0]
    against = sum(s.score for s in ranked[1:] if _apart(s.entry, first.entry))
    return (
        first.entry.kind not in {"settlement", "facility"}
        or first.score >= 0.5
        or first.score >= 2 * against
        or first.entry.population >= 1000
    )


ELSEWHERE_BELOW = 50_000


def _elsewhere(entry: Entry, spoken_of: Mapping[str, float], name: Name) -> bool:
    """Whether a small place lies in a country that is not spoken of, in a report that speaks of others and not in English-speaking lands."""
    home = {c for c, n in spoken_of.items() if n >= 1 and c.lower() not in place_words().lists["anglophone"]}
    inside = next((o.contained for o in name.options if o.entry.id == entry.id), None)
    return (
        bool(home)
        and not inside
        and entry.kind in {"settlement", "facility"}
        and entry.country not in spoken_of
        and (entry.country or "").lower() not in place_words().lists["anglophone"]
        and entry.population < ELSEWHERE_BELOW
        and not entry.capital
    )


def _anchored(ranked: Sequence[Sequence[Scored]], names: Sequence[Name], home: frozenset[str]) -> tuple[bool, ...]:
    """In a theatre: which names may be pinned.

    A unit, a town and a name that no other settlement of its country bears stand by themselves, if they are likely
    enough. A village with namesakes needs an anchor: what it was written to lie in, a place that stands by itself
    within 45 km, or its unit if no namesake lies in the same one.
    """
    state: list[bool | None] = []
    same: list[list[Entry]] = []
    for some, name in zip(ranked, names, strict=True):
        if not some:
            state.append(False)
            same.append([])
            continue
        first = some[0]
        forms = {o.entry.id: o for o in name.options}
        namesakes = [
            s.entry for s in some[1:]
            if s.entry.kind == "settlement" and s.entry.country == first.entry.country and forms[s.entry.id].form <= ALTERNATE and _apart(s.entry, first.entry)
        ]  # fmt: skip
        same.append(namesakes)
        against = sum(s.score for s in some[1:] if _apart(s.entry, first.entry))
        if first.entry.kind not in {"settlement", "facility"} or len(some) == 1:
            state.append(True)
        elif first.entry.country not in home:
            state.append(_likely(some))
        elif first.score < OPEN_BELOW * (first.score + against):
            state.append(False)
        elif (
            first.entry.population >= TOWN
            or not namesakes
            or (forms[first.entry.id].pack and len(namesakes) < 3)
            or (
                first.score >= 0.95
                and first.entry.population >= 5000
                and first.entry.population >= 10 * max(n.population for n in namesakes)
            )
        ):
            state.append(True)
        else:
            state.append(
                True
                if forms[first.entry.id].within and not any(n.admin1 == first.entry.admin1 for n in namesakes)
                else None
            )
    for _ in range(2):
        pins = [some[0].entry for some, sure in zip(ranked, state, strict=True) if sure]
        for n, sure in enumerate(state):
            if sure is None and _near_one(ranked[n][0].entry, same[n], pins):
                state[n] = True
    return tuple(bool(sure) for sure in state)


def _near_one(entry: Entry, namesakes: Sequence[Entry], pins: Sequence[Entry]) -> bool:
    for pin in pins:
        # the middle of a sea or of a wide region says nothing about a village
        if (
            pin.id == entry.id
            or pin.kind in {"country", "continent"}
            or (pin.kind in {"area", "water"} and pin.radius_km > ANCHOR_KM)
        ):
            continue
        if pin.kind in {"admin1", "admin2"}:
            if pin.kind == "admin1" and entry.admin1 not in {pin.name, pin.admin1}:
                continue
            if pin.kind == "admin2" and pin.id != entry.parent:
                continue
            if not any(
                n.admin1 == entry.admin1 if pin.kind == "admin1" else n.parent == entry.parent for n in namesakes
            ):
                return True
        elif abs(pin.lat - entry.lat) * 111 <= ANCHOR_KM and distance_km(pin, entry) <= ANCHOR_KM:
            return True
    return False


def distance_km(left: Entry, right: Entry) -> float:
    """Great-circle kilometres between two entries."""
    a, b, c, d = (radians(v) for v in (left.lat, left.lon, right.lat, right.lon))
    h = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 12742 * asin(min(1.0, sqrt(h)))


def _apart(left: Entry, right: Entry) -> bool:
    """Whether two entries are two places, and not a town and the unit about it, or one place entered twice."""
    if left.kind in {"admin1", "admin2"} and left.country == right.country and left.admin1 == right.admin1:
        return False
    return abs(left.lat - right.lat) + abs(left.lon - right.lon) > 0.12


def _town_first(asked: Asked, ranked: list[Scored]) -> list[Scored]:
    """A bare name means the town rather than the unit named after it, unless the unit is far likelier."""
    if ranked and asked.form in place_words().lists["unit first"]:
        # "Gaza" is the Strip; the town is "Gaza City"
        first = next((s for s in ranked if s.entry.kind == "admin1"), ranked[0])
        rest = [s for s in ranked if s is not first]
        return [Scored(first.entry, ranked[0].score, ("unit before its town", *first.why)), *rest]
    if not ranked or asked.unit or asked.demonym or ranked[0].entry.kind not in {"admin1", "admin2"}:
        return ranked
    unit = ranked[0]
    for n, s in enumerate(ranked[1:], 1):
        if (
            s.entry.capital
            and s.score >= 0.15
            and s.entry.country == unit.entry.country
            and unit.entry.kind == "admin1"
        ):
            seat = Scored(s.entry, unit.score, ("capital before a unit of that name", *s.why))
            return [seat, *ranked[1:n], *ranked[n + 1 :], Scored(unit.entry, s.score, unit.why)]
    least = 0.05 if unit.entry.kind == "admin2" else 0.25
    for n, s in enumerate(ranked[1:], 1):
        if (
            s.entry.kind == "settlement"
            and s.score >= least
            and s.entry.country == unit.entry.country
            and (s.entry.admin1 == unit.entry.admin1 or distance_km(s.entry, unit.entry) < 30)
        ):
            town = Scored(s.entry, unit.score, ("town before its unit", *s.why))
            return [town, *ranked[1:n], *ranked[n + 1 :], Scored(unit.entry, s.score, unit.why)]
    return ranked


def resolve_name(name: str, gazetteer: Gazetteer, packs: Sequence[Pack], context: Sequence[str] = ()) -> Answer:
    """Resolve one name, with other names of the report as its context."""
    asked = [Asked(form_of(name), guess=True), *(Asked(form_of(other)) for other in context)]
    return resolve(asked, gazetteer, packs)[0]
