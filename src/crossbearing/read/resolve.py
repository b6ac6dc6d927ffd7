"""Which place a name means: named features, weighed and summed, each printable; one sense of a name in a report."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crossbearing.gazetteer import Candidate, Entry, Gazetteer, form_of
from crossbearing.packs import Pack

MOST = 40


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its share of belief (0 to 1) and the features that gave it."""

    entry: Entry
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A name to be resolved: its form, how often it stands in the report, what was written after it (containers)."""

    form: str
    count: int = 1
    containers: tuple[str, ...] = ()
    demonym: str | None = None


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


def candidates(asked: Asked, gazetteer: Gazetteer, packs: Sequence[Pack]) -> tuple[Candidate, ...]:
    """What a form may mean: the places of the packs first, then those of the gazetteer."""
    if asked.demonym is not None:
        entry = named_place(asked.demonym, gazetteer)
        return (Candidate(entry, 0),) if entry else ()
    return gazetteer.candidates(asked.form)[:MOST]


_KIND = {
    "country": 3.0,
    "continent": 2.5,
    "admin1": 1.5,
    "area": 1.0,
    "water": 0.5,
    "settlement": 0.0,
    "admin2": -1.0,
    "facility": 0.0,
}


def resolve(asked: Sequence[Asked], gazetteer: Gazetteer, packs: Sequence[Pack]) -> tuple[Answer, ...]:
    """Resolve all names of one report together."""
    pools = [candidates(a, gazetteer, packs) for a in asked]
    countries: dict[str, float] = {}
    for a, pool in zip(asked, pools, strict=True):
        for c in pool[:1]:
            if c.entry.country and (c.entry.kind in {"country", "admin1"} or a.demonym):
                countries[c.entry.country] = countries.get(c.entry.country, 0.0) + a.count
    total = sum(countries.values()) or 1.0
    share = {k: v / total for k, v in countries.items()}
    home = frozenset(c for pack in packs for c in pack.countries)
    out: list[Answer] = []
    for a, pool in zip(asked, pools, strict=True):
        rows: list[tuple[float, Entry, tuple[str, ...]]] = []
        for c in pool:
            e = c.entry
            parts = {
                "kind": _KIND[e.kind],
                "form": -0.8 * c.form,
                "population": 0.35 * math.log10(e.population + 10),
                "countries": 2.5 * share.get(e.country or "", 0.0),
                "theatre": 2.5 if e.country in home else 0.0,
                "contained": 4.0 if _contained(e, a, gazetteer) else 0.0,
            }
            rows.append((sum(parts.values()), e, tuple(f"{k} {v:+.2f}" for k, v in parts.items() if v)))
        rows.sort(key=lambda r: (-r[0], r[1].id))
        top = rows[0][0] if rows else 0.0
        mass = sum(math.exp(r[0] - top) for r in rows) or 1.0
        scored = tuple(Scored(e, round(math.exp(s - top) / mass, 4), why) for s, e, why in rows)
        out.append(Answer(a, scored, bool(scored)))
    return tuple(out)


def _contained(entry: Entry, asked: Asked, gazetteer: Gazetteer) -> bool:
    if not asked.containers:
        return False
    above = {form_of(e.name) for e in gazetteer.ancestors(entry)} | {e.id for e in gazetteer.ancestors(entry)}
    return any(
        form_of(c) in above or any(x.entry.id in above for x in gazetteer.candidates(c)[:3]) for c in asked.containers
    )


def resolve_name(
    name: str, gazetteer: Gazetteer, packs: Sequence[Pack], context: Mapping[str, int] | None = None
) -> Answer:
    """Resolve one name, with the counts of other names as its context."""
    asked = [Asked(form_of(name))] + [Asked(form_of(n), count) for n, count in sorted((context or {}).items())]
    return resolve(asked, gazetteer, packs)[0]
