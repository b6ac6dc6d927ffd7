"""Groups under arms by their names, with the sides that stand behind them (`data/armedgroups.csv`): facts of public record."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from crossbearing.text import fold

_WORD = re.compile(r"[^\W_]+")


@cache
def armed_groups() -> Mapping[str, tuple[str, frozenset[str]]]:
    """Folded name → the group of which it is a name, and the states behind it; longer names first."""
    text = (files("crossbearing") / "data" / "armedgroups.csv").read_text("utf-8")
    rows = sorted(csv.DictReader(text.splitlines()), key=lambda r: (-len(r["name"]), r["name"]))
    return {r["name"]: (r["group"], frozenset(r["backers"].split())) for r in rows}


def armed_group(*names: str | None) -> tuple[str, frozenset[str]] | None:
    """The group under arms that one of the names holds, with the states that stand behind it."""
    for name in names:
        padded = f" {' '.join(_WORD.findall(fold(name or '')))} "
        for form, group in armed_groups().items():
            if f" {form} " in padded:
                return group
    return None
