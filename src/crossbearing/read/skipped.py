"""What gave no claim: a skip for every sentence and every content, with the most telling reason."""

from __future__ import annotations

from collections.abc import Sequence

from crossbearing.read.page import Page
from crossbearing.types import Claim, Skip, Span


def skips(page: Page, made: Sequence[Claim], refused: Sequence[Skip]) -> tuple[Skip, ...]:
    """The refusals, and a skip for each attribution and each sentence that stands in no claim and no refusal."""
    parse = page.parse
    out = list(refused)
    for a in page.attributions:
        if any(c.attribution == a.id for c in made) or not a.content:
            continue
        start, end = min(s.start for s in a.content), max(s.end for s in a.content)
        if not any(a.id != b.id and b.within == a.id for b in page.attributions):
            out.append(Skip(start=start, end=end, stage="happening", reason="the words attributed state no happening"))
    for n in range(len(parse.sentences)):
        s = parse.sentence_span(n)
        if any(s.overlaps(c.span.span) for c in made) or any(s.overlaps(Span(k.start, k.end)) for k in out):
            continue
        out.append(Skip(start=s.start, end=s.end, stage="happening", reason="no happening of any kind"))
    return tuple(sorted(set(out), key=lambda k: (k.start, k.end, k.stage, k.reason)))
