"""The labelled lines of a news desk: "Source: …" names who is quoted, "Quote: “…”" and "Quote from X: “…”" give the words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crossbearing.read.draft import Draft, Quoted
from crossbearing.read.parse import Parse
from crossbearing.types import Span

_QUOTE = re.compile(r"^(?P<cue>(?:Direct )?[Qq]uote)(?:(?: from| of|,) (?P<who>[^:\n]{2,60}))?: ?(?=[“\"„«])", re.M)
_SOURCE = re.compile(r"^Source: (?P<who>[^;\n]{2,160})", re.M)
_WHERE = frozenset({"on", "in", "at", "during", "via", "to", "with", "speaking", "citing", "quoting", "from", ",", "—", "–", "-", "("})  # fmt: skip
_MOST = 14  # words of a name with its office


def labelled_drafts(parse: Parse, quoted: Quoted, taken: set[int]) -> Iterator[Draft]:
    """A quotation behind "Quote:", of the person named there, else of the first that the "Source:" line above names."""
    text = parse.text
    for m in _QUOTE.finditer(text):
        q = next((q for q in quoted.outer if q.span.start == m.end()), None)
        cue = tuple(parse.tokens_in(Span(m.start("cue"), m.end("cue"))))
        if q is None or not cue or set(cue) & taken:
            continue
        line = m if m["who"] else _above(text, m.start())
        who = None if line is None else _named(parse, Span(line.start("who"), line.end("who")))
        if who is not None:
            yield Draft(cue[-1], cue, who, (q.span,), "cue.headline.quote", 0.92)


def _above(text: str, end: int) -> re.Match[str] | None:
    return next(reversed(list(_SOURCE.finditer(text, 0, end))), None)


def _named(parse: Parse, span: Span) -> tuple[int, int] | None:
    """The tokens of the name: as far as the words that tell where it was said."""
    tokens = list(parse.tokens_in(span))
    stop = next((n for n, t in enumerate(tokens) if n and parse.lower(t) in _WHERE), len(tokens))
    name = tokens[:stop]
    if not name or len(name) > _MOST or not any(parse.word(t)[:1].isupper() for t in name):
        return None
    return name[0], name[-1]
