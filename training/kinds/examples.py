"""Labelled clauses and claims of our own → one example for each token that may tell a happening."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crossbearing.marked import unmark
from crossbearing.read.argument import clause_verb
from crossbearing.read.attribute import attributions
from crossbearing.read.kindfeatures import features, words
from crossbearing.read.merge import merge
from crossbearing.read.parse import Parse
from crossbearing.read.pipeline import Tools, theatre
from crossbearing.read.place import toponyms
from crossbearing.read.quote import quotations
from crossbearing.read.senses import NONE, Reader
from crossbearing.read.trigger import Candidate, candidate
from crossbearing.types import Report

CODES = {
    "GC": "ground_clash", "AD": "advance", "EN": "encirclement", "TG": "territory_gain", "TH": "territory_held",
    "WD": "withdrawal", "DP": "deployment", "AI": "air_drone_strike", "SH": "shelling_missile", "MI": "mine_ied",
    "SU": "suicide_bomb", "GR": "grenade", "CH": "chemical_weapon", "IN": "interception", "PD": "property_destruction",
    "AC": "attack_on_civilians", "SX": "sexual_violence", "AB": "abduction_detention", "CP": "captured_persons",
    "CA": "casualties", "DI": "displacement", "EX": "explosive_hazard", "CL": "clearance", "HU": "humanitarian_need",
    "AA": "aid", "AG": "agreement", "XC": "exchange", "PR": "protest", "RI": "riot", "TR": "threat", "BL": "accusation",
    "ST": "statement", "OT": "other", "NO": NONE,
}  # fmt: skip
_LABEL = re.compile(r"/([A-Z]{2})\b")
_SCENE = ("by", "in", "after", "before", "during", "amid", "from", "of", "to")


@dataclass(frozen=True)
class Example:
    """One token with its features, the lemmas around it, its kind, and the group that is kept together in folds."""

    features: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    kind: str
    lexicon: str
    group: str
    text: str


def labelled(path: Path) -> Iterator[tuple[str, dict[int, str]]]:
    """Each line's text without its labels, and the kind at the offset of the last character of each word labelled."""
    for line in path.read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        text, at, marks = "", 0, {}
        for m in _LABEL.finditer(line):
            text += line[at : m.start()]
            marks[len(text) - 1] = CODES[m.group(1)]
            at = m.end()
        yield text + line[at:], marks


def of_lines(path: Path, tools: Tools) -> Iterator[Example]:
    """The examples of labelled sentences, one a line: `word/CODE`; a word with no label that may tell something is none."""
    for n, (text, marks) in enumerate(labelled(path)):
        reader, cues = seen(Report(id="r", sha256="", text=text, language="en"), tools)
        parse = reader.parse
        labels = {t: k for o, k in marks.items() if (t := parse.token_at(o)) is not None}
        for t in range(len(parse)):
            if t in cues and t not in labels:
                continue
            c = candidate(reader, t)
            if c is None:
                continue
            kind = labels.get(t) or _near(parse, c, labels)
            if kind:
                yield _example(reader, c, kind, f"{path.stem}-{n // 8}")


def _near(parse: Parse, c: Candidate, labels: dict[int, str]) -> str | None:
    """The label of an unmarked candidate: that of the marked word it only completes, or none; `None` where it is unclear."""
    t = c.at.trigger
    own = c.sense.kind if c.sense else NONE
    for mark, kind in labels.items():
        if clause_verb(parse, mark) != clause_verb(parse, t):
            continue
        if own == kind:
            return kind
        if parse.head[mark] == t:  # "strikes resumed": the verb says no more than its noun
            return None
    return NONE


def of_claims(path: Path, tools: Tools) -> Iterator[Example]:
    """The examples of texts with claims; what the report's own voice tells and is no claim is left out."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        text, marked = unmark(row["marked"])
        content = {m.number: m.content for m in marked}
        report = Report(id="r", sha256="", text=text, title=row.get("title"), publisher=row.get("publisher"),
                        published=row.get("published"), language="en")  # fmt: skip
        reader, cues = seen(report, tools)
        yield from _of_gold(reader, cues, row["claims"], content, row["id"])


def _of_gold(reader: Reader, cues: frozenset[int], gold: Sequence[Any], content: Any, group: str) -> Iterator[Example]:
    parse = reader.parse
    found = {t: c for t in range(len(parse)) if t not in cues and (c := candidate(reader, t)) is not None}
    labels: dict[int, str] = {}
    covered: set[int] = set()
    for g in gold:
        start = _where(parse.text, g["span"], content.get(g["a"] or 0, ()))
        if start < 0:
            continue
        inside = [t for t in range(len(parse)) if start <= parse.start[t] < start + len(g["span"])]
        covered.update(inside)
        options = [t for t in inside if t in found and t not in labels]
        if not options:
            continue

        def rank(t: int, kind: str = g["kind"]) -> tuple[bool, int, int]:
            sense = found[t].sense
            return (sense is None or sense.kind != kind, len(list(parse.ancestors(t))), t)

        labels[min(options, key=rank)] = g["kind"]
    spoken = {t for spans in content.values() for s in spans for t in parse.tokens_in(s)}
    for t, c in found.items():
        if t in labels:
            yield _example(reader, c, labels[t], group)
        elif t in covered:
            own = c.sense.kind if c.sense else NONE
            alike = [k for m, k in labels.items() if k == own and clause_verb(parse, m) == clause_verb(parse, t)]
            yield _example(reader, c, own if alike else NONE, group)
        elif t in spoken or c.sense is None:
            yield _example(reader, c, NONE, group)


def _where(text: str, words_: str, spans: Any) -> int:
    for s in spans:
        at = text.find(words_, s.start, s.end)
        if at >= 0:
            return at
    return text.find(words_)


def _example(reader: Reader, c: Candidate, kind: str, group: str) -> Example:
    parse = reader.parse
    shown = parse.sentence_span(parse.sentence_of(c.at.trigger)).of(parse.text)
    return Example(
        tuple(features(reader, c.at, c.sense)),
        words(parse, c.at),
        kind,
        c.sense.kind if c.sense else NONE,
        group,
        f"{parse.word(c.at.trigger)} | {shown}",
    )


def seen(report: Report, tools: Tools) -> tuple[Reader, frozenset[int]]:
    """The report as the stage of happenings sees it, and the tokens of cues."""
    parse = tools.parser(report.text)
    found = attributions(parse, quotations(report.text))
    if tools.tagger is not None:
        found = merge(tools.tagger(parse), found, parse)
    places = toponyms(parse, tools.gazetteer, theatre(report, tools.packs), report.head)
    on_ground = frozenset(t for p in places if p.use == "place" for t in parse.tokens_in(p.span))
    speaking = frozenset(t for p in places if p.use == "metonym" for t in parse.tokens_in(p.span))
    cues = frozenset(t for a in found for s in a.cue for t in parse.tokens_in(s))
    return Reader(parse, tools.lexicon, on_ground, speaking), cues
