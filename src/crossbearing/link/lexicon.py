"""The data of this room, loaded once: kind families, relations, word lists, country forms, weights."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Literal, cast

from crossbearing.errors import DataError
from crossbearing.text import fold
from crossbearing.types import Relation

Shape = Literal["directed", "mutual", "loss", "suffered", "state", "speech"]


@dataclass(frozen=True, slots=True)
class Family:
    """How claims of one kind meet others.

    `name` groups the kinds that can tell one happening. `slack` is how many days two dates of one happening may lie
    apart; `lag` how many days a happening may be older than a report that gives it no date; `lookback` how far a
    denial or a doubt may look back. `shape` says whose deed it is: `directed` (agents on targets), `loss` (the agent
    loses), `suffered` (the targets suffer), `mutual` (both sides take part), `state` and `speech`. Of one `matter` are
    families that a denial without a place may mix up.
    """

    kind: str
    name: str
    shape: Shape
    matter: str
    slack: int
    lag: int
    lookback: int
    label: str


@dataclass(frozen=True, slots=True)
class RelationRule:
    """Events of family `left` are tied to events of family `right` at one place within so many days."""

    left: str
    right: str
    relation: Relation
    days: int
    note: str


def _rows(name: str) -> list[dict[str, str]]:
    try:
        text = (resources.files("crossbearing") / "data" / name).read_text("utf-8")
    except OSError as error:
        raise DataError(f"cannot be read: {error}", where=f"data/{name}", do="Install the package again") from error
    return [{k: v.strip() for k, v in row.items()} for row in csv.DictReader(io.StringIO(text))]


@cache
def families() -> Mapping[str, Family]:
    """Kind → its family. An unknown kind meets only its like, by the rules of `other`."""
    return MappingProxyType(
        {
            r["kind"]: Family(
                r["kind"],
                r["family"],
                cast(Shape, r["shape"]),
                r["matter"],
                int(r["slack_days"]),
                int(r["lag_days"]),
                int(r["lookback_days"]),
                r["label"],
            )
            for r in _rows("link/families.csv")
        }
    )


def family(kind: str) -> Family:
    """The family of a kind."""
    table = families()
    return table.get(kind) or table["other"]


@cache
def relations() -> tuple[RelationRule, ...]:
    """The rules by which unlike events are tied."""
    return tuple(
        RelationRule(r["left"], r["right"], cast(Relation, r["relation"]), int(r["days"]), r["note"])
        for r in _rows("link/relations.csv")
    )


@cache
def words(name: str) -> Mapping[str, str]:
    """One word list: folded word → its value (empty where the list gives none)."""
    return MappingProxyType({fold(r["word"]): fold(r["value"]) for r in _rows("link/words.csv") if r["list"] == name})


@cache
def countries() -> Mapping[str, str]:
    """Folded country name, adjective or seat of government → ISO code."""
    return MappingProxyType({fold(r["form"]): r["iso"] for r in _rows("nationalities.csv") if r["iso"]})


@cache
def media() -> frozenset[str]:
    """The folded names of known news media."""
    return frozenset(fold(r["name"]) for r in _rows("media.csv"))


@cache
def weights() -> Mapping[str, float]:
    """The weight of each feature, and the thresholds."""
    return MappingProxyType({r["name"]: float(r["value"]) for r in _rows("link/weights.csv")})


_TOKEN = re.compile(r"[\w']+")


def has_phrase(text: str, name: str) -> bool:
    """Whether the text holds a word or phrase of the list, as whole words."""
    padded = f" {' '.join(_TOKEN.findall(fold(text)))} "
    return any(f" {form} " in padded for form in _phrases(name))


@cache
def _phrases(name: str) -> tuple[str, ...]:
    return tuple(" ".join(_TOKEN.findall(form)) for form in words(name))
