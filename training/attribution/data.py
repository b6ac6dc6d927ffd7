"""Parsed, marked texts → what the reader is trained on."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from training.kinds.examples import NOWHERE

from crossbearing.read.learned import KINDS
from crossbearing.read.parse import Parse
from crossbearing.read.placefeatures import Named, place_features
from crossbearing.read.tagdecode import TAGS
from crossbearing.read.tagfeatures import Ints, Layout, layout, pair_features, pieces, windows

Spans = list[list[int]]


@dataclass(frozen=True)
class Told:
    """A word that tells a happening: its kind, whether it is a claim, which names of the text are its place.

    `gold` is `None` where the place is not labelled, and empty where the happening has none; `features` are of all names.
    """

    word: int
    kind: int
    claim: bool
    gold: tuple[int, ...] | None
    features: Ints


@dataclass
class Text:
    """One text, its word pieces, and its gold anchors with the tags around each."""

    name: str
    raw: dict[str, Any]
    parse: Parse
    plan: Layout
    ids: list[int]
    owner: list[int]
    lead: Ints
    tail: Ints
    cuts: list[tuple[int, int]]
    annotator: str
    anchors: list[int] = field(default_factory=list)
    tags: dict[int, Ints] = field(default_factory=dict)
    pairs: dict[int, tuple[int, int, Ints]] = field(default_factory=dict)
    lows: list[Any] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    complete: bool = False

    def words_in(self, cut: tuple[int, int]) -> tuple[int, int]:
        """The words [first, last) that begin in a window of pieces."""
        first, last = np.searchsorted(self.lead, cut)
        return int(first), int(last)

    def around(self, anchor: int) -> tuple[int, int, Ints]:
        """The pair features of an anchor, made once."""
        if anchor not in self.pairs:
            first, last, rows = pair_features(self.parse, self.plan, anchor)
            self.pairs[anchor] = (first, last, rows.astype(np.int8))
        return self.pairs[anchor]


def read(path: Path, tokenizer: Any, *, limit: int, most: int | None = None) -> Iterator[Text]:
    """The texts of a file written by `prepare`."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for n, line in enumerate(stream):
            if most is not None and n >= most:
                return
            raw = json.loads(line)
            p = raw.pop("parse")
            parse = Parse(
                text=raw["text"],
                **{k: tuple(p[k]) for k in ("start", "end", "lemma", "pos", "tag", "dep", "head", "ent", "ent_start")},
                sentences=tuple((a, b) for a, b in p["sentences"]),
            )
            yield build(raw, parse, tokenizer, limit)


def build(raw: dict[str, Any], parse: Parse, tokenizer: Any, limit: int) -> Text:
    """One marked text with all that training needs of it."""
    plan = layout(parse)
    ids, owner, lead, tail = pieces(parse, tokenizer)
    cuts = windows(plan, owner, limit - 2)
    text = Text(raw["doc"], raw, parse, plan, ids, owner, lead, tail, cuts, raw.get("annotator", ""))
    for one in raw["attributions"]:
        _gold(text, one)
    if "told" in raw:
        _told(text)
    return text


def _told(text: Text) -> None:
    """The labelled words, each with the names that are its place: those written alike."""
    text.complete = text.raw["complete"]
    text.named = [
        Named(a, b, form, precision, use) for a, b, form, precision, use in text.raw["named"] if use != "metonym"
    ]
    for word, kind, claim, place in text.raw["told"]:
        gold: tuple[int, ...] | None = None
        if place == NOWHERE:
            gold = ()
        elif place is not None:
            alike = [n for n, x in enumerate(text.named) if x.form.lower() == place.lower()]
            alike = alike or [
                n
                for n, x in enumerate(text.named)
                if x.form.lower() in place.lower() or place.lower() in x.form.lower()
            ]
            gold = tuple(alike) or None
        features = place_features(text.parse, text.plan, word, text.named)
        text.told.append(Told(word, KINDS.index(kind), claim, gold, features.astype(np.int8)))


def crops(text: Text, tokenizer: Any, chance: random.Random, *, share: float, limit: int) -> Iterator[Text]:
    """Runs of one to three sentences as texts of their own, so that the reader knows short texts too.

    An attribution never reaches over the border of a crop. A `share` of the runs that hold one is taken, and a tenth of
    that of the others.
    """
    parse = text.parse
    reach = [
        (min(words), max(words))
        for one in text.raw["attributions"]
        if (words := words_of(parse, [*one["source"], *one["cue"], *one["content"]]))
    ]
    at = 0
    while at < len(parse.sentences):
        stop = min(len(parse.sentences), at + chance.randint(1, 3))
        first, last = parse.sentences[at][0], parse.sentences[stop - 1][1]
        at = stop
        inside = [a >= first and b < last for a, b in reach]
        cut = any(a < last and b >= first and not ok for (a, b), ok in zip(reach, inside, strict=True))
        if cut or chance.random() > share * (1.0 if any(inside) else 0.1):
            continue
        base = parse.start[first]
        raw = {
            "doc": f"{text.name}/{first}",
            "annotator": text.annotator,
            "text": parse.text[base : parse.end[last - 1]],
            "attributions": [
                {role: [[a - base, b - base] for a, b in one[role]] for role in ("source", "cue", "content")}
                for one in text.raw["attributions"]
                if one["cue"] and base <= one["cue"][0][0] < parse.end[last - 1]
            ],
        }
        own = slice(first, last)
        yield build(
            raw,
            Parse(
                text=raw["text"],
                start=tuple(i - base for i in parse.start[own]),
                end=tuple(i - base for i in parse.end[own]),
                lemma=parse.lemma[own],
                pos=parse.pos[own],
                tag=parse.tag[own],
                dep=parse.dep[own],
                head=tuple(i - first for i in parse.head[own]),
                ent=parse.ent[own],
                ent_start=parse.ent_start[own],
                sentences=tuple((a - first, b - first) for a, b in parse.sentences if first <= a < last),
            ),
            tokenizer,
            limit,
        )


def words_of(parse: Parse, spans: Spans) -> list[int]:
    """The words that share at least one code point with a span."""
    from crossbearing.types import Span

    return sorted({i for a, b in spans for i in parse.tokens_in(Span(a, b))})


def anchor_of(parse: Parse, cue: list[int]) -> int:
    """The head word of a cue: of the words whose head stands outside it, the first verb, else the first content word."""
    inside = set(cue)
    tops = [i for i in cue if parse.head[i] not in inside or parse.head[i] == i]
    for kinds in (("VERB",), ("NOUN", "ADJ", "PROPN"), ("AUX",), ("ADP", "SCONJ", "ADV")):
        for i in tops:
            if parse.pos[i] in kinds:
                return i
    return tops[0] if tops else cue[0]


def _gold(text: Text, one: dict[str, Any]) -> None:
    cue = words_of(text.parse, one["cue"])
    content = words_of(text.parse, one["content"])
    if not cue or not content:
        return
    anchor = anchor_of(text.parse, cue)
    if anchor in text.tags:
        return
    whole = np.zeros(len(text.parse), np.int64)
    for role, words in (("content", content), ("source", words_of(text.parse, one["source"])), ("cue", cue)):
        begin = TAGS.index(f"B-{role}")
        before = -2
        for i in words:
            whole[i] = begin + 1 if i == before + 1 else begin
            before = i
    for role in ("source", "cue", "content"):
        # a run that another role cuts in two begins again
        begin = TAGS.index(f"B-{role}")
        for i in np.flatnonzero(whole == begin + 1):
            if i == 0 or whole[i - 1] not in (begin, begin + 1):
                whole[i] = begin
    first, last, _ = text.around(anchor)
    tags = whole[first:last]
    for n in range(len(tags)):
        if tags[n] in (2, 4, 6) and (n == 0 or tags[n - 1] not in (tags[n] - 1, tags[n])):
            tags[n] -= 1
    text.anchors.append(anchor)
    text.tags[anchor] = tags
