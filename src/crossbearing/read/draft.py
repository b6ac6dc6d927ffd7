"""An attribution in the making: tokens and spans that the rules of `speech` and `wording` find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from crossbearing.read.parse import Parse
from crossbearing.read.quote import Quotation
from crossbearing.types import Span


@dataclass(frozen=True, slots=True)
class Draft:
    """What one cue attributes. `head` is the cue's main token; `quotable` says that a quotation may be its content."""

    head: int
    cue: tuple[int, ...]
    source: tuple[int, int] | None
    content: tuple[Span, ...]
    rule: str
    score: float
    quotable: bool = False
    carriers: tuple[str, ...] = ()
    over: int | None = None
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Quoted:
    """The outermost quotations of a text, and for each token the one that it stands in."""

    outer: tuple[Quotation, ...]
    at: tuple[int, ...]

    def inside(self, token: int) -> int:
        """The index of the outermost quotation that holds the token, or -1."""
        return self.at[token]


def quoted(parse: Parse, quotations: Sequence[Quotation]) -> Quoted:
    """The outermost quotations, with the tokens inside them marked."""
    outer: list[Quotation] = []
    for q in sorted(quotations, key=lambda q: (q.span.start, -q.span.end)):
        if not outer or q.span.start >= outer[-1].span.end:
            outer.append(q)
    at = [-1] * len(parse)
    for n, q in enumerate(outer):
        for t in parse.tokens_in(q.span):
            at[t] = n
    return Quoted(tuple(outer), tuple(at))


def is_speech(parse: Parse, q: Quotation) -> bool:
    """Whether a quotation can be somebody's words, and not a title, a name or scare quotes."""
    text = parse.text
    words = [t for t in parse.tokens_in(q.inner) if parse.pos[t] != "PUNCT"]
    if not words:
        return False
    before = text[: q.span.start].rstrip()[-1:]
    edge = q.inner.of(text).rstrip()[-1:] in ",.!?…—-" or text[q.span.end : q.span.end + 1] in (",", ".")
    verb = any(parse.pos[t] in ("VERB", "AUX") for t in words)
    opens = before in ("", ":", ",", ".", "!", "?", "”", '"', "’", "\n") and parse.word(words[0])[:1].isupper()
    return len(words) >= 6 or (verb and len(words) >= 2 and (edge or opens)) or (edge and opens)
