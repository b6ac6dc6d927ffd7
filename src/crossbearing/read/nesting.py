"""Which attributions are nested in which, and which nested ones are worth keeping: those that tell whose words they are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from crossbearing.read.carrier import medium_name
from crossbearing.read.coordination import can_speak
from crossbearing.read.cues import Cue, cue_at, nouns
from crossbearing.read.draft import Draft
from crossbearing.read.parse import Parse
from crossbearing.read.phrase import head_token, infinitive, spans_of
from crossbearing.read.quote import Quotation
from crossbearing.types import Attribution, Span

DEPTH = 3
SHELF = 1000  # code points of text for each stretch of the index
_NOBODY = frozenset(
    [
        "i",
        "we",
        "you",
        "me",
        "us",
        "one",
        "that",
        "this",
        "it",
        "anyone",
        "nobody",
        "everyone",
        "everybody",
        "somebody",
        "someone",
        "what",
        "which",
        "there",
        "some",
        "people",
        "voter",
        "guy",
        "folk",
    ]
)
_TELLING = frozenset(
    ["say", "report", "claim", "deny", "accuse", "factive", "doubt", "predict", "order", "ask", "believe"]
)
_SPOKEN = frozenset(
    ["say", "report", "claim", "deny", "accuse", "factive"]
)  # in somebody's own words "X thinks" is an aside
_DEEDS = frozenset({"agree", "refuse", "decline", "declare"})  # what somebody did rather than told
_SHOWN = frozenset(["show", "prove", "demonstrate", "establish", "indicate", "suggest", "imply", "expose"])
_OBJECTS = frozenset(["np", "told", "p", "event", "to", "at", "credit", "as"])  # contents that are no clause


def worth_nesting(parse: Parse, d: Draft, quotations: Sequence[Quotation]) -> bool:
    """Whether a nested attribution tells whose words these are: "the general had reported", and not "I think" or "to show"."""
    if d.source is None:
        told = cue_at(parse, d.head) if d.rule.startswith("cue.noun") and d.rule.endswith(".that") else None
        return told is not None and (told.group == "claim" or told.lemma == "report")  # "denied rumours that …"
    tokens = [t for t in range(d.source[0], d.source[1] + 1) if parse.pos[t] in ("NOUN", "PROPN", "PRON", "NUM")]
    words = {parse.lower(t) for t in tokens}
    if not tokens or (len(tokens) == 1 and {*words, parse.lemma[tokens[0]]} & _NOBODY):
        return False
    if not d.rule.startswith("cue.verb"):
        return True
    head = parse.span(d.head, d.head)
    spoken = any(q.span.holds(head) and bool(d.content) and q.span.holds(d.content[0]) for q in quotations)
    return _tells(parse, d, tokens, cue_at(parse, d.head), spoken)


def _tells(parse: Parse, d: Draft, tokens: Sequence[int], cue: Cue | None, spoken: bool) -> bool:
    if cue is None:
        return True
    deed = cue.lemma in _DEEDS and not (cue.lemma == "declare" and d.rule.endswith(".clause"))
    if cue.group not in _TELLING or deed or infinitive(parse, d.head):
        return False
    if cue.lemma in _SHOWN:
        return any(parse.lemma[t] in nouns("document") | nouns("medium") for t in tokens)
    frame = d.rule.split(".")[3] if d.rule.count(".") > 2 else ""
    clause = frame not in _OBJECTS and cue.group in _SPOKEN
    clause = clause and (cue.lemma == "tell" or any(parse.pos[t] == "NOUN" for t in tokens))
    named = any(parse.pos[t] == "PROPN" or parse.ent[t] in ("PERSON", "ORG", "GPE", "NORP") for t in tokens)
    if not named and not clause and not any(can_speak(parse, t) and parse.pos[t] != "PRON" for t in tokens):
        return False
    tells = frame not in _OBJECTS or "told" in cue.frames
    heard = cue.lemma == "tell" or any(can_speak(parse, t) and parse.pos[t] == "NOUN" for t in tokens)
    quotes = named or (heard and d.rule.endswith((".clause", ".tell.inf")))  # "the officer told my son that …"
    return tells and (not spoken or (quotes and cue.group in _SPOKEN))


def by_medium(parse: Parse, a: Attribution) -> bool:
    """Whether a medium tells it: whoever speaks within is passed on ("He said that …, Reuters reported")."""
    return bool(a.source) and medium_name(parse, head_token(parse, a.source)) is not None


def handed_on(parse: Parse, found: Sequence[Attribution]) -> tuple[list[Attribution], dict[str, str]]:
    """ "X said that …, Reuters reported": what closes the sentence hands X's words on. The attributions, and who is within whom."""
    last: dict[int, Attribution] = {}
    for a in found:
        cue = _first_of(parse, a)
        if not cue or not a.content or not a.source or a.rules[:1] == ("cue.verb.citing",):
            continue  # who is cited hands nothing on
        n = parse.sentence_of(cue[0])
        end = parse.sentence_span(n).end
        edge = max(a.cue[-1].end, a.source[-1].end)
        tail = min(a.cue[0].start, a.source[0].start)
        if end - edge <= 2 and a.content[0].start < tail and by_medium(parse, a):
            last[n] = a
    out, over = [], {}
    for a in found:
        cue = _first_of(parse, a)
        b = last.get(parse.sentence_of(cue[0])) if cue else None
        tail = min(b.cue[0].start, b.source[0].start) if b is not None else 0
        if b is None or b.id == a.id or a.within is not None or not a.source or a.cue[-1].end > tail:
            out.append(a)
            continue
        if any(s.overlaps(b.source[0]) for s in a.source) or not any(
            c.overlaps(d) for c in a.content for d in b.content
        ):
            out.append(a)
            continue
        region = Span(tail, max(b.cue[-1].end, b.source[-1].end))
        content = tuple(s for c in without(a.content, region) for s in spans_of(parse, parse.tokens_in(c)))
        out.append(replace(a, content=content or a.content))
        over[a.id] = b.id
    return out, over


def parted(parse: Parse, found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Contents cut at a semicolon behind which another speaks with a cue of his own: "A, said X; B, added Y"."""
    at: dict[int, list[Attribution]] = {}
    for a in found:
        for t in _first_of(parse, a):
            at.setdefault(parse.sentence_of(t), []).append(a)
    cut: dict[str, tuple[Span, ...]] = {}
    for n, some in sorted(at.items()):
        parts = _parts(parse, n) if len(some) > 1 else []
        for a in some if len(parts) > 1 else ():
            own = next(p for p in parts if p.start <= a.cue[0].start < p.end)
            for p in parts:
                others = [
                    b for b in some if b.id != a.id and p.holds(b.cue[0]) and any(p.overlaps(c) for c in b.content)
                ]
                if p == own or not others or not any(own.overlaps(c) for c in a.content):
                    continue
                content = without(cut.get(a.id, a.content), p)
                if content:
                    cut[a.id] = tuple(s for c in content for s in spans_of(parse, parse.tokens_in(c)))
    return tuple(replace(a, content=cut[a.id]) if cut.get(a.id) else a for a in found)


def _first_of(parse: Parse, a: Attribution) -> list[int]:
    return list(parse.tokens_in(a.cue[0]))[:1] if a.cue else []


def _parts(parse: Parse, n: int) -> list[Span]:
    """The stretches of a sentence between its semicolons, those inside quotation marks left alone."""
    first, end = parse.sentences[n]
    out, start = [], first
    for t in range(first, end):
        semicolon = parse.word(t) == ";" and not quoting(parse.text[parse.start[first] : parse.start[t]])
        if semicolon or t == end - 1:
            out.append(Span(parse.start[start], parse.end[t]))
            start = t + 1
    return out


def quoting(text: str) -> bool:
    """Whether a quotation is open at the end of the text."""
    return text.count("“") > text.count("”") or text.count('"') % 2 == 1 or text.count("«") > text.count("»")


def without(spans: Sequence[Span], region: Span) -> tuple[Span, ...]:
    """The spans with what lies in the region left out."""
    out: list[Span] = []
    for s in spans:
        if not s.overlaps(region):
            out.append(s)
            continue
        out += [p for p in (Span(s.start, region.start), Span(region.end, s.end)) if p.start < p.end]
    return tuple(out)


def nest(found: Sequence[Attribution], over: dict[str, str] | None = None) -> tuple[Attribution, ...]:
    """Tie each attribution to the smallest other one whose content holds its cue, to depth three, without circles."""
    tied = over or {}
    parent: dict[str, str] = {}
    shelves = shelved(found)
    for a in found:
        if a.id in tied and tied[a.id] != a.id:
            parent[a.id] = tied[a.id]
            continue
        if not a.cue:
            continue
        holders = [
            (sum(s.end - s.start for s in b.content), b.id not in tied, b.id)
            for b in shelves.get(a.cue[0].start // SHELF, ())
            if b.id != a.id
            and any(s.holds(a.cue[0]) for s in b.content)
            and not any(s.holds(c) for s in a.content for c in b.cue)
        ]
        if holders:
            parent[a.id] = min(holders)[2]
    out: list[Attribution] = []
    seen: set[str] = set()
    for a in found:
        depth, at, path = 1, a.id, {a.id}
        while at in parent and parent[at] not in path:
            at = parent[at]
            path.add(at)
            depth += 1
        if depth > DEPTH or a.id in seen:
            continue
        seen.add(a.id)
        out.append(replace(a, within=parent.get(a.id)))
    kept = {a.id for a in out}
    return tuple(a if a.within is None or a.within in kept else replace(a, within=None) for a in out)


def outward(found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """As a reading tells it: `within` stands where the outer content holds the cue. Who is cited beside what a medium says is not in it."""
    by_id = {a.id: a for a in found}
    return tuple(
        a
        if a.within is None or not a.cue or any(s.holds(a.cue[0]) for s in by_id[a.within].content)
        else replace(a, within=None)
        for a in found
    )


def less(found: Sequence[Attribution], gone: Collection[str]) -> tuple[Attribution, ...]:
    """The attributions but those with these ids; what stood within one of them stands within what held that."""
    by_id = {a.id: a for a in found}

    def holder(a: Attribution) -> str | None:
        at = a.within
        while at is not None and at in gone:
            at = by_id[at].within
        return at

    return tuple(replace(a, within=holder(a)) for a in found if a.id not in gone)


def shelved(found: Sequence[Attribution]) -> dict[int, list[Attribution]]:
    """Stretch of the text → the attributions whose content reaches into it."""
    out: dict[int, list[Attribution]] = {}
    for a in found:
        for shelf in sorted({k for s in a.content for k in range(s.start // SHELF, s.end // SHELF + 1)}):
            out.setdefault(shelf, []).append(a)
    return out
