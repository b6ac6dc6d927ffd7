"""When a claim's happening was, and when it was said: the times of its clause, of its cue, or of publication."""

from __future__ import annotations

from collections.abc import Sequence

from crossbearing.read.argument import clause_verb
from crossbearing.read.happening import Happening
from crossbearing.read.page import Page
from crossbearing.read.when import Timex, published_when
from crossbearing.types import Attribution, When

_NAMES = ("ORG", "PERSON", "FAC", "EVENT")


def happened(page: Page, h: Happening, speech: Sequence[Attribution]) -> When | None:
    """The time of the happening: what its clause says; else, where it was said on a named day, that day; else publication."""
    own = own_time(page, h, speech)
    if own is not None:
        return own
    told = said(page, speech[0]) if speech else None
    if told is not None and told.rests_on == "text" and told.latest is not None:
        return told
    return published_when(page.report.published)


def own_time(page: Page, h: Happening, speech: Sequence[Attribution]) -> When | None:
    """What the clause of the happening says of its time, or the rest of its sentence inside the same speech."""
    parse = page.parse
    n = parse.sentence_of(h.trigger)
    outside = frozenset(page.cue_tokens(speech[0])) if speech else frozenset()
    verb = clause_verb(parse, h.trigger)
    near = [
        (abs(x.head - h.trigger), x)
        for x in page.timexes
        if parse.sentence_of(x.head) == n
        and (not speech or any(s.holds(x.span) for s in speech[0].content))
        and clause_verb(parse, x.head) not in outside
        and parse.ent[x.head] not in _NAMES
    ]
    own = [x for x in near if clause_verb(parse, x[1].head) == verb or h.span.holds(x[1].span)]
    best = min(own or near, key=lambda x: (x[0], x[1].span), default=None)
    return best[1].when if best is not None else None


def said(page: Page, a: Attribution) -> When | None:
    """The statement's own time: an expression of time beside the cue, else publication."""
    parse = page.parse
    cue = page.cue_tokens(a)
    if not cue:
        return None
    n = parse.sentence_of(cue[0])
    verb = {clause_verb(parse, t) for t in cue} | set(cue)
    beside: Timex | None = next(
        (
            x
            for x in page.timexes
            if parse.sentence_of(x.head) == n
            and not any(s.holds(x.span) for s in a.content)
            and clause_verb(parse, x.head) in verb
        ),
        None,
    )
    return beside.when if beside is not None else published_when(page.report.published)
