"""When a claim's happening was, and when it was said: the times of its clause, of its cue, or of publication."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crossbearing.read.argument import clause_verb
from crossbearing.read.happening import Happening
from crossbearing.read.page import Page
from crossbearing.read.when import published_when
from crossbearing.types import Attribution, When

OWN, SAID, PUBLISHED = "when:own", "when:said", "when:published"
_NAMES = ("ORG", "PERSON", "FAC", "EVENT")


def happened(page: Page, h: Happening, speech: Sequence[Attribution]) -> tuple[When | None, str]:
    """The time of the happening, and what it rests on.

    What its clause says (`when:own`); else, where it was said on a named day, that day (`when:said`); else publication.
    """
    own = own_time(page, h, speech) if h.kind != "statement" or not speech else None
    if own is not None:
        return own, OWN
    told = said(page, speech[0]) if speech else None
    if told is not None and told.rests_on == "text" and told.latest is not None:
        return told, SAID
    return published_when(page.report.published), PUBLISHED


def own_time(page: Page, h: Happening, speech: Sequence[Attribution]) -> When | None:
    """What the clause of the happening says of its time, or the rest of its sentence inside the same speech."""
    parse = page.parse
    n = parse.sentence_of(h.trigger)
    verb = clause_verb(parse, h.trigger)
    near = [
        (abs(x.head - h.trigger), x)
        for x in page.timexes
        if parse.sentence_of(x.head) == n
        and (not speech or any(s.holds(x.span) for s in speech[0].content))
        and parse.ent[x.head] not in _NAMES
    ]
    own = [x for x in near if clause_verb(parse, x[1].head) == verb or h.span.holds(x[1].span)]
    own = [x for x in own if not _elsewhere(page, h.trigger, x[1].head)]
    near = [x for x in near if not _elsewhere(page, h.trigger, x[1].head)]
    best = min(own or near, key=lambda x: (x[0], x[1].span), default=None)
    if best is None:
        return None
    when, token = best[1].when, best[1].head
    if when.latest is None and when.earliest is not None and _within(page, verb, token):
        return replace(when, latest=when.earliest, precision="day")
    return when


def _elsewhere(page: Page, trigger: int, time: int) -> bool:
    """Whether a time belongs to a clause on a noun that does not hold the happening ("Velen, besieged since Tuesday")."""
    parse = page.parse
    verb = clause_verb(parse, time)
    return parse.dep[verb] in ("relcl", "acl") and verb != trigger and trigger not in parse.subtree(verb)


def _within(page: Page, verb: int, time: int) -> bool:
    """Whether the happening is told by a clause on the time: "since Sunday night, when fighters entered"."""
    parse = page.parse
    led = any(parse.lower(k) == "when" for k in parse.kids(verb, "advmod"))
    inside = {time, *parse.subtree(time, without=("relcl", "advcl"))}
    return led and (parse.head[verb] in inside or verb > time)


def said(page: Page, a: Attribution) -> When | None:
    """The statement's own time: an expression of time beside the cue, or of the same speech before it; else publication."""
    beside = _beside(page, a) or _spoken_before(page, a)
    return beside if beside is not None else published_when(page.report.published)


def _beside(page: Page, a: Attribution) -> When | None:
    parse = page.parse
    cue = page.cue_tokens(a)
    if not cue:
        return None
    n = parse.sentence_of(cue[0])
    verb = {clause_verb(parse, t) for t in cue} | set(cue)
    return next(
        (
            x.when
            for x in page.timexes
            if parse.sentence_of(x.head) == n
            and not any(s.holds(x.span) for s in (*a.content, *a.source))
            and clause_verb(parse, x.head) in verb
        ),
        None,
    )


def _spoken_before(page: Page, a: Attribution) -> When | None:
    """The time of the same speaker's words just before, in the same paragraph: "he added"."""
    if a.speaker is None or a.speaker.name is None or not a.cue:
        return None
    at = a.cue[0].start
    start = page.report.text.rfind("\n", 0, at) + 1
    before = [
        b
        for b in page.attributions
        if b.id != a.id
        and b.cue
        and start <= b.cue[0].start < at
        and b.speaker is not None
        and b.speaker.name == a.speaker.name
    ]
    for b in sorted(before, key=lambda b: -b.cue[0].start):
        when = _beside(page, b)
        if when is not None:
            return when
    return None
