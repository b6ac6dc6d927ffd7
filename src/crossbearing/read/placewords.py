"""The word lists of the place stage: adjectives of places, and words that stand beside place names. Data, loaded once."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from crossbearing.gazetteer import form_of


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Lists by name, and the place (an id, or `name:` and a name) of each adjective or name of a people."""

    lists: Mapping[str, frozenset[str]]
    demonyms: Mapping[str, str]

    @property
    def adjectives(self) -> frozenset[str]:
        """The forms of all adjectives and names of peoples."""
        return _forms()

    def has(self, name: str, word: str) -> bool:
        """Whether a lower-case word stands in the list."""
        return word in self.lists[name]


@cache
def place_words() -> PlaceWords:
    """The lists as shipped."""
    folder = Path(str(resources.files("crossbearing"))) / "data"
    lists: dict[str, set[str]] = {}
    with (folder / "gazetteer_words.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            lists.setdefault(row["list"], set()).add(row["word"])
    demonyms: dict[str, str] = {}
    with (folder / "demonyms.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            for form in row["forms"].split("|"):
                demonyms.setdefault(form_of(form), row["place"])
    return PlaceWords({name: frozenset(words) for name, words in sorted(lists.items())}, demonyms)


@cache
def _forms() -> frozenset[str]:
    return frozenset(place_words().demonyms)
