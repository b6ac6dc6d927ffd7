"""A report's text as paragraphs of pieces, each piece with the marks that lie on it.

Below the line: who says it (source, cue, content, nested content, own voice). Above it: how it is put (hedge, factive,
loaded, partisan, claimed corroboration). Nothing of the text is left out or changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from crossbearing.pages.desk import MARK_LETTERS, Desk, in_order
from crossbearing.types import Attribution, Reading, Span

_BREAK = re.compile(r"(?:\r?\n[ \t]*)+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with one set of marks. `claims` are the numbers of the claims that it belongs to."""

    text: str
    classes: str = ""
    tone: str = "0"
    outer: str | None = None
    claims: tuple[int, ...] = ()
    roles: tuple[str, ...] = ()
    mark: str | None = None
    letter: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its number, its span, its pieces, and the claims that begin in it as (number, own voice)."""

    number: int
    start: int
    end: int
    pieces: tuple[Piece, ...]
    claims: tuple[tuple[int, bool], ...]


@dataclass(frozen=True, slots=True)
class _Layer:
    span: Span
    role: str  # src, cue, con, own
    tone: str
    claims: tuple[int, ...]
    depth: int
    outer: str | None


def paragraphs(reading: Reading, desk: Desk) -> tuple[Paragraph, ...]:
    """The text of the report, paragraph by paragraph."""
    text = reading.report.text
    layers = tuple(_layers(reading, desk))
    marks = tuple(_marks(reading))
    starts = [(c.span.start, n, c.attribution is None) for n, c in enumerate(in_order(reading), 1)]
    out: list[Paragraph] = []
    for number, (start, end) in enumerate(_blocks(text), 1):
        here = tuple((n, own) for at, n, own in starts if start <= at < end)
        out.append(Paragraph(number, start, end, tuple(_pieces(text, start, end, layers, marks)), here))
    return tuple(out)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for gap in _BREAK.finditer(text):
        if text[at : gap.start()].strip():
            yield at, gap.start()
        at = gap.end()
    if text[at:].strip():
        yield at, len(text)


def _layers(reading: Reading, desk: Desk) -> Iterator[_Layer]:
    by_id = {a.id: a for a in reading.attributions}
    numbers: dict[str, list[int]] = {}
    for n, claim in enumerate(in_order(reading), 1):
        if claim.attribution is None:
            yield _Layer(claim.span.span, "own", "0", (n,), 0, None)
        else:
            numbers.setdefault(claim.attribution, []).append(n)
    for attribution in reading.attributions:
        tone = desk.tone(attribution.speaker.side if attribution.speaker else None)
        depth, outermost = _depth(attribution, by_id)
        outer = desk.tone(outermost.speaker.side if outermost.speaker else None) if depth else None
        claims = tuple(numbers.get(attribution.id, ()))
        for role, spans in (("con", attribution.content), ("cue", attribution.cue), ("src", attribution.source)):
            for span in spans:
                yield _Layer(span, role, tone, claims, depth, outer)


def _depth(attribution: Attribution, by_id: Mapping[str, Attribution]) -> tuple[int, Attribution]:
    depth, at = 0, attribution
    while depth < 8 and at.within is not None and at.within in by_id:
        at = by_id[at.within]
        depth += 1
    return depth, at


def _marks(reading: Reading) -> Iterator[tuple[Span, str]]:
    seen: set[tuple[int, int]] = set()
    for claim in in_order(reading):
        named = [(h.start, h.end, "hedge") for h in claim.hedges]
        named += [(m.start, m.end, m.kind) for m in claim.marks if m.kind in MARK_LETTERS]
        for start, end, kind in named:
            if (start, end) not in seen:
                seen.add((start, end))
                yield Span(start, end), kind


def _pieces(
    text: str, start: int, end: int, layers: tuple[_Layer, ...], marks: tuple[tuple[Span, str], ...]
) -> Iterator[Piece]:
    whole = Span(start, end)
    near = [layer for layer in layers if layer.span.overlaps(whole)]
    over = [(span, kind) for span, kind in marks if span.overlaps(whole)]
    cuts = {start, end}
    for span in [layer.span for layer in near] + [span for span, _ in over]:
        cuts.update(c for c in (span.start, span.end) if start < c < end)
    points = sorted(cuts)
    for a, b in pairwise(points):
        here = Span(a, b)
        yield _piece(
            text[a:b], [x for x in near if x.span.holds(here)], next((k for s, k in over if s.holds(here)), None)
        )


def _piece(text: str, on: list[_Layer], mark: str | None) -> Piece:
    letter = MARK_LETTERS.get(mark or "")
    if not on:
        return Piece(text, mark=mark, letter=letter)
    inner = max(on, key=lambda x: (x.depth, x.role != "con", -len(x.claims)))
    roles = {x.role for x in on}
    classes = ["hl"]
    if "con" in roles:
        classes.append("con2" if max(x.depth for x in on if x.role == "con") else "con")
        if classes[-1] == "con2":
            classes.insert(1, "con")
    classes += [role for role in ("own", "src", "cue") if role in roles]
    claims = tuple(sorted({n for x in on for n in x.claims}))
    return Piece(
        text,
        " ".join(dict.fromkeys(classes)),
        inner.tone,
        inner.outer,
        claims,
        tuple(sorted({f"{n}{x.role}" for x in on for n in x.claims})),
        mark,
        letter,
    )
