"""Where the words of a claim stand: its clause inside the speech, and the hedges, marks and cue that belong to it."""

from __future__ import annotations

from crossbearing.read.happening import Happening
from crossbearing.read.mark import is_hedging_cue
from crossbearing.read.page import Page
from crossbearing.text import trim
from crossbearing.types import Attribution, Excerpt, Mark, Span

_EDGES = " \t\n,;:.–—-“”\"'‘’«»"
_LEADING = ("that ", "how ")


def clause(page: Page, h: Happening, inner: Attribution | None) -> Span:
    """The clause of the happening, kept inside the content of the speech."""
    if inner is None or any(r.startswith("act:") for r in h.rules):
        return h.span
    at = page.parse.start[h.trigger]
    piece = next((s for s in inner.content if s.start <= at < s.end), None)
    if piece is None:
        return h.span
    cut = Span(max(piece.start, h.span.start), min(piece.end, h.span.end))
    text = page.report.text
    cut = trim(text, cut, _EDGES)
    for word in _LEADING:
        if text[cut.start : cut.end].startswith(word):
            cut = Span(cut.start + len(word), cut.end)
    return cut if cut.end > cut.start else h.span


def hedging(page: Page, attribution: Attribution) -> bool:
    """Whether the cue itself keeps the words at arm's length ("claimed")."""
    return any(is_hedging_cue(page.parse.lemma[t]) for t in page.cue_tokens(attribution))


def hedges(page: Page, h: Happening, span: Span, inner: Attribution | None) -> tuple[Excerpt, ...]:
    """The hedging words on the clause or on the cue, of the same sentence; a speaker's own quoted words hedge nothing."""
    sentence = page.parse.sentence_span(page.parse.sentence_of(h.trigger))
    return tuple(
        e
        for e in page.hedges
        if sentence.overlaps(e.span)
        and (inner is None or e.text[:1].isalnum())
        and (span.overlaps(e.span) or (inner is not None and any(s.overlaps(e.span) for s in inner.cue)))
    )


def marks(page: Page, span: Span, inner: Attribution | None) -> tuple[Mark, ...]:
    """The marks on the clause and its cue; with no source, the mark of the own voice."""
    out = [m for m in page.marks if span.overlaps(Span(m.start, m.end))]
    if inner is not None:
        out += [
            m for m in page.marks if m.kind == "factive" and any(s.overlaps(Span(m.start, m.end)) for s in inner.cue)
        ]
    else:
        out.append(Mark("own_voice", span.start, span.end, span.of(page.report.text)))
    return tuple(sorted(set(out), key=lambda m: (m.start, m.end, m.kind)))


def cue_lemma(page: Page, inner: Attribution | None) -> str | None:
    """The lemma of the cue's main word."""
    if inner is None or not inner.cue:
        return None
    parse = page.parse
    main = next((t for t in page.cue_tokens(inner) if parse.pos[t] == "VERB"), None)
    if main is not None:
        return parse.lemma[main]
    return " ".join(s.of(page.report.text) for s in inner.cue).lower()
