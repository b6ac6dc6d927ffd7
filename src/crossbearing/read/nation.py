"""Countries as they speak in reports: names, adjectives, demonyms, and the seats of power that stand for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from crossbearing.packs import Actor, Pack
from crossbearing.read.cues import rows
from crossbearing.text import fold


@dataclass(frozen=True, slots=True)
class Nation:
    """What a form says of a country; `use` is country, adjective, demonym or seat ("Moscow", "the Kremlin")."""

    use: str
    country: str
    iso: str


@cache
def forms() -> Mapping[str, tuple[Nation, ...]]:
    """Folded form → the countries that it may stand for."""
    out: dict[str, list[Nation]] = {}
    for r in rows("nationalities.csv"):
        nation = Nation(r["use"], r["country"], r["iso"])
        keys = {fold(r["form"])}
        if r["use"] == "demonym":
            keys.add(fold(r["form"]) + "s")
        for key in keys:
            if nation not in out.setdefault(key, []):
                out[key].append(nation)
    return {k: tuple(v) for k, v in out.items()}


def nation_of(form: str, *uses: str) -> Nation | None:
    """The country that a form stands for in one of the uses (any, if none is named)."""
    key = fold(form).removeprefix("the ").removesuffix("'s").strip()
    return next((n for n in forms().get(key, ()) if not uses or n.use in uses), None)


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(key[:n] for key in ("the ", *forms()) for n in range(1, len(key) + 1))


def begins(word: str) -> bool:
    """Whether a form of a country can begin with the word: a quick look before `nation_of`."""
    return fold(word).removesuffix("'s") in _beginnings()


def side_of(nation: Nation, packs: Sequence[Pack]) -> str | None:
    """The side of a country: that of its state in the packs; with no pack its ISO code."""
    state = state_of(nation, packs)
    if state is not None:
        return state.side
    return None if packs else nation.iso


def state_of(nation: Nation, packs: Sequence[Pack]) -> Actor | None:
    """The pack's actor for the state itself."""
    for pack in packs:
        for actor in pack.actor_forms.get(fold(nation.country), ()):
            if actor.kind == "state":
                return actor
    return None


@cache
def adjectives() -> Mapping[str, str]:
    """Country → its first adjective."""
    out: dict[str, str] = {}
    for r in rows("nationalities.csv"):
        if r["use"] == "adjective":
            out.setdefault(r["country"], r["form"])
    return out
