"""Labelled text of our own → rows of the cache for the part of the reader that tells happenings.

A row: `text`, `parse`, `told` as [word, kind, claim, place], `named` as place names with what they resolve to, `complete`
where every happening of the text is labelled, so that the other words tell none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from training.kinds.examples import NOWHERE, Label, labels

from crossbearing.gazetteer import load_gazetteer
from crossbearing.marked import unmark
from crossbearing.packs import load_all
from crossbearing.read.happening import happenings, load_lexicon
from crossbearing.read.parse import Parse
from crossbearing.read.pipeline import theatre
from crossbearing.read.place import toponyms
from crossbearing.types import Report, Span

TOGETHER = 6  # short lines in one text
SHORT = 420  # code points
Naming = Callable[[str, Parse], list[list[Any]]]


def places() -> Naming:
    """The place stage as it ships: [first word, after the last, form, precision, use] of each name."""
    gazetteer, packs = load_gazetteer(), load_all(None)

    def names(text: str, parse: Parse) -> list[list[Any]]:
        report = Report(id="r", sha256="", text=text, language="en")
        out = []
        for t in toponyms(parse, gazetteer, theatre(report, packs), report.head):
            inside = parse.tokens_in(t.span)
            if len(inside) and t.use != "demonym":
                out.append([inside[0], inside[-1] + 1, t.text, t.place.precision if t.place else "unresolved", t.use])
        return out

    return names


def of_lines(paths: Sequence[Path], parser: Callable[[str], Parse], names: Naming) -> Iterator[dict[str, Any]]:
    """Labelled lines, short ones some together."""
    for path in paths:
        held: list[tuple[str, tuple[Label, ...]]] = []
        for line in [*labels(path), None]:
            if line is not None and len(line[0]) <= SHORT:
                held.append(line)
            if held and (line is None or len(held) == TOGETHER):
                yield _row(f"{path.stem}-{held[0][0][:40]}", held, parser, names)
                held = []
            if line is not None and len(line[0]) > SHORT:
                yield _row(f"{path.stem}-{line[0][:40]}", [line], parser, names)


def _row(
    doc: str, lines: list[tuple[str, tuple[Label, ...]]], parser: Callable[[str], Parse], names: Naming
) -> dict[str, Any]:
    text, told = "", []
    for part, found in lines:
        text += "\n\n" if text else ""
        told += [(len(text) + x.offset, x) for x in found]
        text += part
    parse = parser(text)
    named = names(text, parse)
    out = []
    for offset, label in told:
        word = parse.token_at(offset)
        if word is None:
            continue
        if label.place not in (None, NOWHERE):
            _name(text, parse, named, label.place or "")
        out.append([word, label.kind, label.claim, label.place])
    return {"doc": doc, "text": text, "parse": parse, "told": out, "named": sorted(named), "attributions": [],
            "complete": all(x.place is not None for _, x in told)}  # fmt: skip


def _name(text: str, parse: Parse, named: list[list[Any]], place: str) -> None:
    """Add the mentions of a place that the place stage passed over."""
    if any(place.lower() in form.lower() or form.lower() in place.lower() for _, _, form, _, _ in named):
        return
    at = text.find(place)
    while at >= 0:
        inside = parse.tokens_in(Span(at, at + len(place)))
        if len(inside):
            named.append([inside[0], inside[-1] + 1, place, "unresolved", "place"])
        at = text.find(place, at + 1)


def of_claims(path: Path, parser: Callable[[str], Parse], names: Naming) -> Iterator[dict[str, Any]]:
    """Rows of claims: a claim's word is what the lexicon takes for its trigger, else the head of its span."""
    lexicon = load_lexicon()
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        text, _ = unmark(row["marked"])
        parse = parser(text)
        named = names(text, parse)
        found = happenings(parse, lexicon)
        told: dict[int, list[Any]] = {}
        for c in row["claims"]:
            at = text.find(c["span"])
            inside = parse.tokens_in(Span(at, at + len(c["span"]))) if at >= 0 else range(0)
            if not len(inside):
                continue
            known = [h.trigger for h in found if h.trigger in inside and h.kind == c["kind"]]
            head = next((t for t in inside if parse.head[t] not in inside or parse.head[t] == t), inside[0])
            place = c["place"]["as_written"] if c.get("place") else NOWHERE
            here = place != NOWHERE and any(
                place.lower() in f.lower() or f.lower() in place.lower() for _, _, f, _, _ in named
            )
            # "the town" points back: the name it points to is not written in the row
            told.setdefault(known[0] if known else head, [c["kind"], True, place if place == NOWHERE or here else None])
        yield {"doc": f"claims-{row['id']}", "text": text, "parse": parse, "told": [[w, *rest] for w, rest in sorted(told.items())],
               "named": sorted(named), "attributions": [], "complete": False}  # fmt: skip
