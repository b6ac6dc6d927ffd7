"""The small ranker of the place stage: named features of every candidate of every name of one report, and their weights.

Three rounds: what a name means by itself; what it means beside the likeliest meanings of the other names; the same once
more. Each weight is a plain number in `data/gazetteer_ranker.toml`, and `explain` prints what each feature added.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from crossbearing.gazetteer import Entry

FEATURES = (
    "country", "continent", "admin1", "admin2", "area", "water", "facility",
    "form alternate", "form cyrillic", "form derived", "form abbreviation", "form skeleton",
    "population", "population among its rivals", "lead over its rivals", "unit population", "capital", "alone",
    "contained", "not contained", "written as a unit", "written as a town", "metonym",
    "theatre", "pack", "used by the side",
    "others in its country", "others in its unit", "others in its county", "others within 40 km", "others within 150 km",
    "its country is named", "its unit is named", "unit with others inside", "town with unit named", "far from all",
)  # fmt: skip
BY_ITSELF = FEATURES[: FEATURES.index("others in its country")]
ROUNDS = 3
_PLACE = {name: n for n, name in enumerate(FEATURES)}
_NEAR, _FAR = 40.0, 150.0


@dataclass(frozen=True, slots=True)
class Option:
    """One candidate of one name, with what is known of it before the others are looked at.

    `contained`: it lies, or does not lie, in what was written behind the name; `within`: and that is no whole country.
    """

    entry: Entry
    form: int
    above: frozenset[str]
    contained: bool | None = None
    within: bool = False
    theatre: bool = False
    pack: bool = False
    side: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A name with its candidates. `weight` is how much it tells about the others; `unit` and `town` what stood beside it."""

    options: tuple[Option, ...]
    weight: float = 1.0
    unit: bool = False
    town: bool = False
    metonym: bool = False


@dataclass(frozen=True)
class Table:
    """All candidates of a report as arrays; `owner` is the number of the name that a row belongs to."""

    base: Any
    owner: Any
    sizes: tuple[int, ...]
    weights: Any
    points: Any
    country: Any
    admin1: Any
    admin2: Any
    is_settlement: Any
    is_unit: Any
    is_country: Any
    is_wide: Any
    cache: dict[str, Any] = field(default_factory=dict)


def table(names: Sequence[Name]) -> Table:
    """Arrays over all candidates."""
    import numpy as np

    rows = [(n, o) for n, name in enumerate(names) for o in name.options]
    base = np.zeros((len(rows), len(FEATURES)), dtype=np.float64)
    ids: dict[str | None, int] = {None: 0}

    def number(text: str | None) -> int:
        return ids.setdefault(text, len(ids))

    columns: dict[str, list[int]] = {"country": [], "admin1": [], "admin2": []}
    best: list[tuple[int, int]] = []
    for name in names:
        sizes = sorted((o.entry.population for o in name.options if o.entry.kind == "settlement"), reverse=True)
        best.append((sizes[0] if sizes else 0, sizes[1] if len(sizes) > 1 else 0))
    for r, (n, o) in enumerate(rows):
        e, name = o.entry, names[n]
        line = base[r]
        if e.kind != "settlement":
            line[_PLACE[e.kind]] = 1.0
        if o.form:
            line[_PLACE["country"] + 6 + min(o.form, 5)] = 1.0
        size = float(np.log10(e.population + 10) - 1)
        if e.kind == "settlement":
            line[_PLACE["population"]] = size
            top, second = best[n]
            line[_PLACE["population among its rivals"]] = size - float(np.log10(top + 10) - 1)
            if e.population == top and e.population >= 50_000:
                line[_PLACE["lead over its rivals"]] = min(2.0, float(np.log10(top + 10) - np.log10(second + 10)))
        elif e.kind in {"admin1", "admin2", "country"}:
            line[_PLACE["unit population"]] = size
        line[_PLACE["capital"]] = float(e.capital)
        line[_PLACE["alone"]] = float(len(name.options) == 1)
        if o.contained is not None:
            line[_PLACE["contained" if o.contained else "not contained"]] = 1.0
        line[_PLACE["written as a unit"]] = float(name.unit and e.kind in {"admin1", "admin2"})
        line[_PLACE["written as a town"]] = float(name.town and e.kind == "settlement")
        line[_PLACE["metonym"]] = float(name.metonym and (e.capital or e.kind in {"country"}))
        line[_PLACE["theatre"]], line[_PLACE["pack"]], line[_PLACE["used by the side"]] = o.theatre, o.pack, o.side
        columns["country"].append(number("c:" + e.country if e.country else None))
        columns["admin1"].append(number(f"1:{e.country}:{e.admin1}" if e.admin1 else None))
        columns["admin2"].append(
            number("2:" + (e.id if e.kind == "admin2" else e.parent or ""))
            if e.kind in {"settlement", "admin2", "facility"} and e.parent
            else 0
        )
    lat = np.radians([o.entry.lat for _, o in rows])
    lon = np.radians([o.entry.lon for _, o in rows])
    points = (
        np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
        .astype(np.float32)
        .reshape(len(rows), 3)
    )
    kinds = [o.entry.kind for _, o in rows]
    return Table(
        base=base,
        owner=np.array([n for n, _ in rows], dtype=np.int64),
        sizes=tuple(len(name.options) for name in names),
        weights=np.array([name.weight for name in names], dtype=np.float64),
        points=points,
        country=np.array(columns["country"], dtype=np.int64),
        admin1=np.array(columns["admin1"], dtype=np.int64),
        admin2=np.array(columns["admin2"], dtype=np.int64),
        is_settlement=np.array([k in {"settlement", "facility"} for k in kinds], dtype=bool),
        is_unit=np.array([k in {"admin1", "admin2"} for k in kinds], dtype=bool),
        is_country=np.array([k == "country" for k in kinds], dtype=bool),
        # their middle says nothing about what lies near
        is_wide=np.array(
            [
                o.entry.kind in {"country", "continent"}
                or (o.entry.kind in {"area", "water"} and o.entry.radius_km > 60)
                for _, o in rows
            ],
            dtype=bool,
        ),
    )


def features(t: Table, belief: Any | None) -> Any:
    """The features of every candidate, those about the others from what is believed of them so far."""
    import numpy as np

    x = t.base.copy()
    if belief is None or not len(x):
        return x
    mass = belief * t.weights[t.owner]

    def others(labels: Any, rows: Any = None) -> Any:
        """For each row the belief in candidates of other names that carry its label."""
        given = mass if rows is None else mass * rows
        width = int(labels.max()) + 1
        whole = np.bincount(labels, weights=given, minlength=width)
        pairs = t.owner * width + labels
        unique, where = np.unique(pairs, return_inverse=True)
        own = np.bincount(where, weights=given, minlength=len(unique))
        return np.where(labels > 0, whole[labels] - own[where], 0.0)

    total = float(t.weights.sum())
    rest = np.maximum(total - t.weights[t.owner], 1e-9)
    has_rest = (total - t.weights[t.owner]) > 1e-6
    x[:, _PLACE["others in its country"]] = np.where(has_rest, others(t.country) / rest, 0.0)
    x[:, _PLACE["others in its unit"]] = np.where(has_rest, others(t.admin1) / rest, 0.0)
    in_county = others(t.admin2)
    x[:, _PLACE["others in its county"]] = np.log1p(in_county)
    cosines = t.cache.get("cosines")
    if cosines is None:
        dots = t.points @ t.points.T
        same = t.owner[:, None] == t.owner[None, :]
        dots[same] = -1.0
        cosines = t.cache["cosines"] = (
            (dots > np.cos(_NEAR / 6371)).astype(np.float32), (dots > np.cos(_FAR / 6371)).astype(np.float32)
        )  # fmt: skip
    small = (mass * ~t.is_wide).astype(np.float32)
    near, far = cosines[0] @ small, cosines[1] @ small
    x[:, _PLACE["others within 40 km"]] = np.log1p(near)
    x[:, _PLACE["others within 150 km"]] = np.log1p(far)
    x[:, _PLACE["its country is named"]] = np.log1p(others(t.country, t.is_country)) * ~t.is_country
    named_unit = np.log1p(others(t.admin1, t.is_unit))
    x[:, _PLACE["its unit is named"]] = named_unit * ~t.is_country
    x[:, _PLACE["unit with others inside"]] = np.log1p(others(t.admin1, t.is_settlement)) * t.is_unit
    x[:, _PLACE["town with unit named"]] = named_unit * t.is_settlement
    x[:, _PLACE["far from all"]] = (far < 0.05) * t.is_settlement
    return x


def softmax(scores: Any, owner: Any, count: int) -> Any:
    """Shares of belief among the candidates of each name."""
    import numpy as np

    top = np.full(count, -1e9)
    np.maximum.at(top, owner, scores)
    raw = np.exp(scores - top[owner])
    whole = np.bincount(owner, weights=raw, minlength=count)
    return raw / np.maximum(whole[owner], 1e-12)


def believe(t: Table, weights: Sequence[Any] | None = None) -> tuple[Any, Any]:
    """The belief in every candidate after all rounds, and what each feature added to its score."""
    rounds = weights or load_weights()
    belief = None
    parts = t.base
    for step in range(ROUNDS):
        parts = features(t, belief) * rounds[step]
        belief = softmax(parts.sum(axis=1), t.owner, len(t.sizes))
    return belief, parts


def explain(parts: Any) -> tuple[str, ...]:
    """What the features of one candidate added, the weightiest first."""
    said = [
        (abs(float(v)), f"{name} {float(v):+.2f}")
        for name, v in zip(FEATURES, parts, strict=True)
        if abs(float(v)) >= 0.05
    ]
    return tuple(text for _, text in sorted(said, key=lambda s: (-s[0], s[1])))


@cache
def load_weights() -> tuple[Any, ...]:
    """The weights of each round, in the order of `FEATURES`; what the file does not name weighs nothing."""
    import numpy as np

    path = Path(str(resources.files("crossbearing"))) / "data" / "gazetteer_ranker.toml"
    rounds: Sequence[Mapping[str, float]] = tomllib.loads(path.read_text("utf-8"))["round"]
    return tuple(np.array([float(r.get(name, 0.0)) for name in FEATURES]) for r in rounds)
