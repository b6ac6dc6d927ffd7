"""When a claim's happening was, and when it was said: the times of its clause, of its cue, or of publication."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crossbearing.read.argument import clause_verb
from crossbearing.read.happening import Happening
from crossbearing.read.page import Page
from crossbearing.read.parse import Parse
from crossbearing.read.stance import is_ahead
from crossbearing.read.when import published_when
from crossbearing.types import Attribution, When

OWN, SAID, PUBLISHED = "when:own", "when:said", "when:published"
_NAMES = ("ORG", "PERSON", "FAC", "EVENT")


def happened(page: Page, h: Happening, speech: Sequence[Attribution]) -> tuple[When | None, str]:
    """The time of the happening, and what it rests on.

    What its clause says (`when:own`); else, where it was said on a named day, that day (`when:said`); else publication.
    What has gone on "since" a day is told up to the day of the words, and goes on after it only where it lies ahead.
    """
    told = said(page, speech[0]) if speech else None
    own = own_time(page, h, speech) if h.kind != "statement" or not speech else None
    if own is not None:
        return _up_to(own, told or published_when(page.report.published)), OWN
    if told is not None and told.rests_on == "text" and told.latest is not None:
        return told, SAID
    return published_when(page.report.published), PUBLISHED


def _up_to(own: When, words: When | None) -> When:
    """A stretch whose end the text leaves open, closed at the day of the words that tell of it."""
    if own.latest is not None or words is None or words.latest is None:
        return own
    since = (own.as_written or "").lower().startswith(("since", "ever since"))
    if own.earliest is None:
        return replace(own, latest=words.latest, precision="interval") if since else own
    return replace(own, latest=words.latest, precision="interval") if own.earliest <= words.latest else own


def own_time(page: Page, h: Happening, speech: Sequence[Attribution], *, beside: bool = True) -> When | None:
    """What the clause of the happening says of its time, or, `beside`, the rest of its sentence inside the same speech."""
    parse = page.parse
    n = parse.sentence_of(h.trigger)
    verb = clause_verb(parse, h.trigger)
    near = [
        (abs(x.head - h.trigger), x)
        for x in page.timexes
        if parse.sentence_of(x.head) == n
        and (not speech or any(s.holds(x.span) for s in speech[0].content))
        and parse.ent[x.head] not in _NAMES
        and not _elsewhere(page, h.trigger, x.head)
    ]
    own = [x for x in near if clause_verb(parse, x[1].head) == verb or h.span.holds(x[1].span)]
    near = [x for x in near if not _apart(parse, h.trigger, verb, clause_verb(parse, x[1].head))]
    best = min(own or (near if beside else ()), key=lambda x: (x[0], x[1].span), default=None)
    goes_on = _since_it_began(page, h.trigger)
    if best is None or (goes_on is not None and best[1].when.earliest == goes_on.earliest):
        return goes_on
    when, token = best[1].when, best[1].head
    if when.latest is None and when.earliest is not None and _within(page, verb, token):
        return replace(when, latest=when.earliest, precision="day")
    if _since(parse, h.trigger, clause_verb(parse, token)):
        return replace(when, latest=None, precision="interval")
    return when


def _since(parse: Parse, trigger: int, verb: int) -> bool:
    """Whether the time is that of a beginning: "have fled since clashes erupted on Friday" goes on from there."""
    if parse.dep[verb] != "advcl" or trigger in parse.subtree(verb):
        return False
    return any(parse.lower(k) == "since" for k in parse.kids(verb, "mark"))


def _apart(parse: Parse, trigger: int, verb: int, other: int) -> bool:
    """Whether a time belongs to another happening: one that lies ahead, or that hangs by "since" on another word."""
    if other == verb or trigger in parse.subtree(other):
        return False
    if parse.dep[other] == "advcl" and any(parse.lower(k) == "since" for k in parse.kids(other, "mark")):
        at = parse.head[other]
        if parse.tag[at] == "CD":  # "injured more than 500 since fighting began"
            at = parse.head[at]
        return at not in (verb, *_joined(parse, verb))
    if parse.dep[other] == "advcl" and parse.tag[other] == "VBN" and not parse.kids(other, "nsubj", "nsubjpass"):
        return True  # "captured in February, the town was lost again"
    ahead = [any(is_ahead(parse, a) for a in parse.kids(v, "aux")) for v in (verb, other)]
    return parse.dep[other] == "conj" and ahead[1] and not ahead[0]


def _joined(parse: Parse, verb: int) -> tuple[int, ...]:
    """The verbs that the clause shares its times with: "has killed 200 and injured 500 since fighting began"."""
    first = parse.head[verb] if parse.dep[verb] == "conj" and not parse.kids(verb, "nsubj", "nsubjpass") else verb
    return (first, *parse.kids(first, "conj")) if first != verb else ()


def _elsewhere(page: Page, trigger: int, time: int) -> bool:
    """Whether a time belongs to a clause on a noun that does not hold the happening ("Velen, besieged since Tuesday")."""
    parse = page.parse
    verb = clause_verb(parse, time)
    if _standing(parse, trigger, time):
        return True
    if parse.dep[verb] == "acl" and parse.tag[verb] == "VBN" and parse.kids(verb, "dobj"):
        return False  # a participle with an object is a main verb that the parse took for one
    return parse.dep[verb] in ("relcl", "acl") and verb != trigger and trigger not in parse.subtree(verb)


def _standing(parse: Parse, trigger: int, time: int) -> bool:
    """Whether it tells since when something else has stood: "in Velen, under rebel control since May, a strike killed two"."""
    since = next((t for t in (time, parse.head[time]) if parse.lower(t) == "since"), None)
    if since is None:
        return False
    noun = parse.head[since]
    led = parse.text[max(0, parse.start[since] - 70) : parse.start[since]]
    if (m := _STATE.search(led)) and parse.start[trigger] > parse.end[time]:
        return parse.start[trigger] > parse.start[since] - len(m[0])
    on_noun = parse.pos[noun] == "NOUN" and noun != trigger and trigger not in parse.subtree(noun)
    return (
        on_noun and parse.dep[noun] == "pobj" and parse.lower(parse.head[noun]) in ("under", "within", "beyond", "in")
    )


_STATE = re.compile(
    r", (?:under|within|beyond|in) [^,;.()]{0,50}\b(?:control|siege|rule|occupation|blockade|hands|curfew|lockdown)\s+$"
)
_BEGIN = frozenset({"begin", "start", "erupt", "break", "flare"})


def _since_it_began(page: Page, trigger: int) -> When | None:
    """The time from which it goes on: "the war, which began in May, has killed 90" is told of all the time since."""
    parse = page.parse
    verb = clause_verb(parse, trigger)
    if not any(parse.lower(k) in ("has", "have") for k in parse.kids(verb, "aux")):
        return None
    subjects = {t for s in parse.kids(verb, "nsubj", "nsubjpass") for t in parse.subtree(s)}
    for x in page.timexes:
        began = clause_verb(parse, x.head)
        if began in subjects and parse.dep[began] == "relcl" and parse.lemma[began] in _BEGIN and x.when.earliest:
            return replace(x.when, latest=None, precision="interval")
    return None


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
