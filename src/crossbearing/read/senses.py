"""The kinds lexicon: which sense a trigger word has, told by the classes of its arguments.

`data/lexicon.toml` holds word classes and groups, `data/lexicon.csv` one sense a line (docs/kinds.md explains both).
"""

# ruff: noqa: SIM102

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources

from crossbearing.errors import DataError
from crossbearing.read.argument import Frame, core
from crossbearing.read.parse import Parse

NONE = "none"
_SLOTS = frozenset(
    {"subj", "obj", "mod", "comp", "prt", "poss", "via", "gov", "gsubj", "gobj", "prep", "arg", "clause", "tag"}
)
_ENTITY = {
    "GPE": "place", "LOC": "place", "FAC": "place", "PERSON": "person", "ORG": "org", "NORP": "norp",
    "MONEY": "money", "PERCENT": "number", "QUANTITY": "number", "CARDINAL": "number", "WORK_OF_ART": "work",
    "DATE": "time", "TIME": "time",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a sense: the slot has (or, negated, has not) an argument of one of the classes or lemmas."""

    slot: str
    wanted: frozenset[str]
    negated: bool = False
    present: bool = False


@dataclass(frozen=True, slots=True)
class Sense:
    """One line of the lexicon."""

    kind: str
    form: str
    conditions: tuple[Condition, ...]
    score: float
    acled: str | None
    name: str


@dataclass(frozen=True, slots=True)
class KindRow:
    """One line of `kinds.csv`."""

    id: str
    group: str
    definition: str
    acled: str | None
    plover: str | None
    family: str


@dataclass(frozen=True)
class Lexicon:
    """Senses by form and lemma, noun classes by lemma, and the table of kinds."""

    senses: Mapping[tuple[str, str], tuple[Sense, ...]]
    classes: Mapping[str, frozenset[str]]
    groups: Mapping[str, frozenset[str]]
    kinds: Mapping[str, KindRow]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word that a sense is listed for, without its particles."""
        return frozenset(word.split("_")[0] for _, word in self.senses)

    def has(self, group: str, lemma: str) -> bool:
        """Whether the lemma belongs to a word group."""
        return lemma in self.groups[group]


def kinds() -> Mapping[str, KindRow]:
    """Every event kind, in the order of the table."""
    return load_lexicon().kinds


@cache
def load_lexicon() -> Lexicon:
    """The lexicon that the package ships.

    Raises:
        DataError: a line is malformed; the message names the file and the line.
    """
    data = resources.files("crossbearing") / "data"
    raw = tomllib.loads((data / "lexicon.toml").read_text("utf-8"))
    groups = {
        name: frozenset(w.replace(" ", "_") for w in _expand(raw["groups"], words))
        for name, words in raw["groups"].items()
    }
    classes: dict[str, set[str]] = {}
    for name, words in raw["classes"].items():
        for word in _expand(raw["classes"], words):
            classes.setdefault(word, set()).add(name)
    with (data / "kinds.csv").open("r", encoding="utf-8") as stream:
        table = {
            r["id"]: KindRow(r["id"], r["group"], r["definition"], r["acled"] or None, r["plover"] or None, r["family"])
            for r in csv.DictReader(stream)
        }
    senses: dict[tuple[str, str], list[Sense]] = {}
    known = frozenset(raw["classes"]) | frozenset(_ENTITY.values()) | {"actor", "name", "pronoun", "plural", "thing"}
    with (data / "lexicon.csv").open("r", encoding="utf-8") as stream:
        reader = csv.DictReader(stream)
        for row in reader:
            where = f"lexicon.csv:{reader.line_num}"
            if not row["kind"] or row["kind"].startswith("#"):
                continue
            if row["kind"] not in table and row["kind"] != NONE:
                raise DataError(f"unknown kind {row['kind']!r}", where=where)
            sense = _sense(row, known, where)
            for lemma in _words(row["words"], groups, where):
                senses.setdefault((row["form"], lemma), []).append(sense)
    return Lexicon(
        {k: tuple(v) for k, v in senses.items()}, {w: frozenset(c) for w, c in classes.items()}, groups, table
    )


def _expand(table: Mapping[str, str], words: str) -> Iterable[str]:
    for word in words.split():
        if word.startswith("@"):
            yield from _expand(table, table[word[1:]])
        else:
            yield word.replace("_", " ")


def _words(cell: str, groups: Mapping[str, frozenset[str]], where: str) -> list[str]:
    out: list[str] = []
    for word in cell.split():
        if word.startswith("@"):
            if word[1:] not in groups:
                raise DataError(f"unknown group {word!r}", where=where)
            out.extend(sorted(groups[word[1:]]))
        else:
            out.append(word)
    return out


def _sense(row: Mapping[str, str], known: frozenset[str], where: str) -> Sense:
    conditions = []
    for text in row["where"].split():
        negated, body = text.startswith("!"), text.lstrip("!")
        slot, colon, wanted = body.partition(":")
        alternatives = frozenset(wanted.split("|")) if colon and wanted != "*" else frozenset()
        for a in alternatives:
            if not a.startswith("=") and a not in known and slot not in ("tag",):
                raise DataError(f"unknown class {a!r}", where=where)
        conditions.append(Condition(slot, alternatives, negated, not alternatives))
    if row["form"] not in ("v", "n", "a"):
        raise DataError(f"form is {row['form']!r}, not v, n or a", where=where)
    name = f"{row['kind']}<-{row['words'].split()[0]}"
    return Sense(row["kind"], row["form"], tuple(conditions), float(row["score"] or 0.8), row["acled"] or None, name)


_ARGUMENTS = {name: name for name in ("subj", "obj", "poss", "gsubj", "gobj")} | {"mod": "mods", "comp": "comps"}


@dataclass(frozen=True)
class Reader:
    """One parse seen through the lexicon: which classes a token has, which senses of a frame hold."""

    parse: Parse
    lexicon: Lexicon
    places: frozenset[int] = frozenset()
    not_places: frozenset[int] = frozenset()
    _seen: dict[int, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    def classes(self, token: int) -> frozenset[str]:
        """The classes of an argument: those of its noun, of its entity, and of what a quantity noun counts."""
        known = self._seen.get(token)
        if known is None:
            known = self._seen[token] = self._classes(token)
        return known

    def _classes(self, token: int) -> frozenset[str]:
        out: set[str] = set()
        parse = self.parse
        for t in dict.fromkeys((token, core(parse, token))):
            lemma = parse.lemma[t]
            out.add("=" + lemma)
            out |= self.lexicon.classes.get(lemma, frozenset())
            for m in parse.kids(t, "compound", "amod"):
                out |= self.lexicon.classes.get(f"{parse.lemma[m]} {lemma}", frozenset())
            entity = _ENTITY.get(parse.ent[t], "")
            common = parse.pos[t] == "NOUN"
            if t in self.places:
                out.add("place")
            elif entity and not (common and entity in ("place", "person", "org")):
                if not (entity == "place" and t in self.not_places):
                    out.add(entity)
            if parse.pos[t] == "PROPN" and not out & {"place", "person", "force", "weapon"}:
                out.add("name")
            if parse.pos[t] == "PRON":
                out.add("pronoun")
                if lemma in ("it", "which", "that", "this"):
                    out.add("thing")
            if parse.pos[t] == "NUM" or parse.tag[t] == "CD":
                out.add("number")
            if parse.tag[t] in ("NNS", "NNPS"):
                out.add("plural")
        if out & {"person", "force", "org", "norp", "civilian", "nonstate", "name", "body"} or (
            "pronoun" in out and "thing" not in out
        ):
            out.add("actor")
        if "place" in out and parse.pos[token] == "PROPN":
            out.add("actor")
        return frozenset(out)

    def holds(self, at: Frame, condition: Condition) -> bool:
        """Whether one condition of a sense holds of the frame."""
        if condition.slot == "tag":
            return (self.parse.tag[at.trigger] in condition.wanted) != condition.negated
        found = self._fillers(at, condition.slot)
        if condition.present:
            return bool(found) != condition.negated
        for filler in found:
            if self._is(filler, condition.wanted):
                return not condition.negated
        return condition.negated

    def _is(self, filler: int | str, wanted: frozenset[str]) -> bool:
        if isinstance(filler, str):
            return "=" + filler in wanted
        return bool(self.classes(filler) & wanted)

    def _fillers(self, at: Frame, slot: str) -> tuple[int | str, ...]:
        if slot in _ARGUMENTS:
            named: tuple[int, ...] = getattr(at, _ARGUMENTS[slot])
            return named
        if slot == "prt":
            return at.prts
        if slot == "via":
            return (at.via,) if at.via else ()
        if slot == "gov":
            return (self.parse.lemma[at.gov],) if at.gov is not None else ()
        if slot == "prep":
            return tuple(t for _, t in at.preps)
        if slot == "arg":
            return at.subj + at.obj + at.poss + tuple(t for p, t in at.preps if p in ("of", "on", "against", "over"))
        if slot == "clause":
            from crossbearing.read.argument import clause_verb

            top = clause_verb(self.parse, at.trigger)
            return self.parse.subtree(top, without=("ccomp", "conj", "advcl", "parataxis"))
        return tuple(t for p, t in at.preps if p == slot)

    def sense(self, at: Frame) -> Sense | None:
        """The best sense of the trigger whose conditions all hold; `None` if there is none."""
        best_first = sorted(self._options(at), key=lambda s: -s.score)
        return next((s for s in best_first if all(self.holds(at, c) for c in s.conditions)), None)

    def _options(self, at: Frame) -> tuple[Sense, ...]:
        lemma = self.parse.lemma[at.trigger]
        options = self.lexicon.senses.get((at.form, lemma), ())
        lower = self.parse.lower(at.trigger)
        if at.form == "n" and self.parse.pos[at.trigger] == "VERB":
            options = ()  # "shelling" is a noun by its form, never by the lemma of the verb
        if lower != lemma:
            options += self.lexicon.senses.get((at.form, lower), ())
        if at.prts:
            options += tuple(s for p in at.prts for s in self.lexicon.senses.get((at.form, f"{lemma}_{p}"), ()))
        return options
