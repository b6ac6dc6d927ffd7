"""Groups under arms by their names, with the states behind them and the nouns that reports take them up by (`data/armedgroups.csv`)."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from crossbearing.text import fold

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class ArmedGroup:
    """A group, the states that stand behind it, and the lemmas by which reports take it up ("the rebels")."""

    group: str
    backers: frozenset[str]
    called: frozenset[str]


@cache
def armed_groups() -> Mapping[str, ArmedGroup]:
    """Folded name → the group of which it is a name; longer names first."""
    text = (files("crossbearing") / "data" / "armedgroups.csv").read_text("utf-8")
    rows = sorted(csv.DictReader(text.splitlines()), key=lambda r: (-len(r["name"]), r["name"]))
    return {
        r["name"]: ArmedGroup(r["group"], frozenset(r["backers"].split()), frozenset(r["called"].split())) for r in rows
    }


def armed_group(*names: str | None) -> ArmedGroup | None:
    """The group under arms that one of the names holds."""
    for name in names:
        padded = f" {' '.join(_WORD.findall(fold(name or '')))} "
        for form, group in armed_groups().items():
            if f" {form} " in padded:
                return group
    return None
