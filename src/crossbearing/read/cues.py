"""The word lists of attribution: cues with their frames, nouns by class, media that are known everywhere (`data/*.csv`)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from crossbearing.errors import DataError
from crossbearing.read.parse import Parse
from crossbearing.text import fold


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that attributes.

    `group` is say, report, factive, claim, believe, deny, doubt, predict, accuse, order or ask. `frames` names where the
    content stands: `clause`, `quote`, `np` (any object), `event` (an object that names a happening), `inf`, `as`, `how`,
    `p:of` …; `recipient` says that the object is who was told. Nouns: `that`, `poss`, `of`, `about`, `stance`.
    """

    lemma: str
    pos: str
    group: str
    hedged: bool
    frames: frozenset[str]

    @property
    def prepositions(self) -> frozenset[str]:
        """The prepositions that lead to the content."""
        return frozenset(f[2:] for f in self.frames if f.startswith("p:"))


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a packaged CSV.

    Raises:
        DataError: it is not there.
    """
    path = resources.files("crossbearing") / "data" / name
    if not path.is_file():
        raise DataError("a word list is missing", where=f"data/{name}", do="Install the package again")
    with path.open("r", encoding="utf-8") as stream:
        yield from csv.DictReader(stream)


@cache
def lexicon() -> Mapping[tuple[str, str], Cue]:
    """(lemma, `verb` | `noun` | `phrase`) → cue."""
    return {
        (r["lemma"], r["pos"]): Cue(
            r["lemma"], r["pos"], r["class"], r["hedged"] == "1", frozenset(r["frames"].split())
        )
        for r in rows("cues.csv")
    }


@cache
def nouns(group: str) -> frozenset[str]:
    """The lemmas of one class of nouns: title, role, body, class, document, medium, channel, event, report, yardstick."""
    return frozenset(r["lemma"] for r in rows("nouns.csv") if r["class"] == group)


@cache
def media_words() -> frozenset[str]:
    """The words that close the name of a medium: "the Delta *Courier*"."""
    return frozenset(fold(r["word"]) for r in rows("medianames.csv"))


@cache
def given_names() -> Mapping[str, str]:
    """Folded first name that tells it → `male` or `female`."""
    return {fold(r["name"]): r["gender"] for r in rows("givennames.csv")}


@cache
def initials() -> Mapping[str, str]:
    """Initials that mean one body everywhere → its full name."""
    return {r["initials"]: r["name"] for r in rows("initials.csv") if r["initials"]}


@cache
def known_bodies() -> re.Pattern[str]:
    """The names of bodies that are known everywhere, as they stand in a text."""
    names = sorted({r["name"] for r in rows("initials.csv")}, key=lambda name: (-len(name), name))
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(name) for name in names) + r")(?!\w)")


@cache
def media() -> Mapping[str, tuple[str, str]]:
    """Folded name of a medium that is known everywhere → (name, kind)."""
    return {fold(r["name"]): (r["name"], r["kind"]) for r in rows("media.csv")}


_MENDED = {"hop": "hope", "stat": "state"}  # what the lemmatiser makes of hoped and stated


def cue_at(parse: Parse, i: int) -> Cue | None:
    """The cue that token i is by its lemma and word class."""
    lemma = _MENDED.get(parse.lemma[i], parse.lemma[i])
    if parse.pos[i] in ("VERB", "AUX"):
        return lexicon().get((lemma, "verb"))
    if parse.pos[i] == "NOUN":
        return lexicon().get((lemma, "noun"))
    return None
