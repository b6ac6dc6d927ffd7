"""A speech that goes on in the next paragraph under quotation marks of its own, with no cue: whose words they still are."""

from __future__ import annotations

from collections.abc import Sequence

from crossbearing.types import Attribution, Span

_OPENERS, _CLOSERS = frozenset('“"«„'), frozenset('”"»')


def goes_on(m: Attribution, rule: Attribution, found: Sequence[Attribution], text: str) -> tuple[Span, ...]:
    """Whole quotations in later paragraphs that the rule gives to the same cue, where nobody of `found` has them."""
    if m.manner == "indirect":
        return ()
    end = max(s.end for s in (*m.content, *m.cue, *m.source))
    return tuple(
        c
        for c in rule.content
        if c.start > end
        and "\n" in text[end : c.start]
        and text[c.start] in _OPENERS
        and text[c.end - 1] in _CLOSERS
        and not any(o.start < c.end and c.start < o.end for a in found for o in (*a.content, *a.cue))
    )
