"""Who is cited by whom: "Reuters reported …, citing officials", "with reference to the ministry"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crossbearing.read.coordination import can_speak
from crossbearing.read.cues import cue_at
from crossbearing.read.draft import Draft
from crossbearing.read.parse import Parse
from crossbearing.read.phrase import below, noun_phrase, passive, spans_of

_OWN = frozenset({"source", "figure", "estimate", "report", "statement", "finding", "system", "investigation"})
_REASONS = frozenset(
    {"reason", "concern", "evidence", "intelligence", "analysis", "need", "threat", "fear", "datum", "data"}
)
RULE = "cue.verb.citing"


def citing(parse: Parse, i: int) -> Draft | None:
    """ "…, citing officials", "quoting officials", "referring to officials": the cited speak, over the one who cites."""
    if passive(parse, i) or parse.tag[i] not in ("VBG", "VBD", "VBZ", "VBP", "VB"):
        return None
    to = [p for p in parse.kids(i, "prep") if parse.lower(p) == "to"] if parse.lemma[i] == "refer" else []
    objects = (
        [o for p in to for o in parse.kids(p, "pobj")] if parse.lemma[i] == "refer" else list(parse.kids(i, "dobj"))
    )
    own = {parse.lower(t) for o in objects for t in below(parse, o) if parse.tag[t] == "PRP$"}
    if (own and parse.lemma[objects[0]] in _OWN) or any(parse.lemma[o] in _REASONS for o in objects):
        return None  # "citing its own analysis", "citing security reasons": nobody else speaks
    if (
        not objects
        or not can_speak(parse, objects[0])
        or parse.dep[i] not in ("advcl", "acl", "prep", "conj", "pcomp", "xcomp")
    ):
        return None
    return _draft(parse, (i, *to), objects[0], parse.head[i])


def reference_drafts(parse: Parse) -> Iterator[Draft]:
    """ "… reports with reference to the ministry": the same in a phrase."""
    for i in range(len(parse) - 3):
        if parse.lower(i) not in ("with", "in") or not parse.kids(i, "pobj"):
            continue
        noun = parse.kids(i, "pobj")[0]
        if parse.lemma[noun] != "reference":
            continue
        for to in parse.kids(noun, "prep"):
            for o in parse.kids(to, "pobj"):
                if parse.lower(to) == "to" and can_speak(parse, o):
                    draft = _draft(parse, tuple(range(i, to + 1)), o, parse.head[i])
                    if draft:
                        yield draft


def _draft(parse: Parse, cue: tuple[int, ...], cited: int, above: int) -> Draft | None:
    """The cited as a source; what the citing cue says is filled in when that is known."""
    over = _cue_above(parse, cue[0], above)
    clauses = parse.kids(above, "ccomp")
    objects = parse.kids(above, "dobj")
    if clauses and over is not None:
        tokens = below(parse, clauses[0])
    elif objects and over is not None:
        tokens = below(parse, objects[0])
    else:
        tokens = below(parse, above, cue)
    source = noun_phrase(parse, cited)
    if source[0] <= cue[-1]:
        source = (cited, cited)
    that = _that_after(parse, cued=cue[0], cited=cited)
    if that is not None:
        # "Interfax reported, citing the ministry, that …"
        tokens = below(parse, that)
        source = noun_phrase(parse, cited, (that,))
    else:
        tokens -= below(parse, cue[0])
    if not any(parse.pos[t] in ("VERB", "AUX") for t in tokens) and over is None:
        return None
    return Draft(cue[0], cue, source, spans_of(parse, tokens), RULE, 0.8, over=over)


def _that_after(parse: Parse, *, cued: int, cited: int) -> int | None:
    """The verb of the clause with "that" after a comma, which the parse hangs on the cited or on the citing cue."""
    for t in (cued, cited):
        for c in parse.kids(t, "ccomp", "relcl", "acl", "advcl", "appos"):
            first = min(t for t in below(parse, c) if parse.pos[t] != "PUNCT")
            if c > cited and parse.lower(first) == "that" and parse.word(first - 1) == ",":
                return c
    return None


def _cue_above(parse: Parse, i: int, above: int) -> int | None:
    """The cue of the one who cites: the verb above, that of the noun above ("TASS, citing X, said"), or "According to TASS"."""
    for t in (above, *parse.ancestors(above)):
        if parse.sentence_of(t) != parse.sentence_of(i):
            return None
        if parse.pos[t] in ("VERB", "AUX") and cue_at(parse, t):
            return t
        if parse.lower(t) == "according":
            return t
        if parse.pos[t] in ("VERB", "AUX"):
            return None
    return None


def with_cited(parse: Parse, drafts: Sequence[Draft]) -> list[Draft]:
    """The citing drafts with the content of the cue that they hang on: what Reuters reports is what its source said."""
    plain = [d for d in drafts if d.rule != RULE]
    by_head = {d.head: d for d in plain if d.content}
    made: dict[int, Draft] = {}
    told: dict[int, Draft] = {}
    for d in drafts:
        if d.rule != RULE:
            continue
        outer = by_head.get(d.over) if d.over is not None else _beside(d, plain)
        bare = next((o for o in plain if o.head == d.over and not o.content and o.source), None)
        if outer is None and bare is not None and not any(s.holds(parse.span(bare.head, bare.head)) for s in d.content):
            outer = replace(bare, content=d.content)
        if outer is None:
            continue
        own = {*d.cue, *(range(d.source[0], d.source[1] + 1) if d.source else ())}
        content = spans_of(parse, {t for s in outer.content for t in parse.tokens_in(s)} - own)
        if content:
            made[d.head] = replace(d, content=content, over=outer.head)
            told[outer.head] = replace(outer, content=content)
    return [made.get(d.head, d) if d.rule == RULE else told.get(d.head, d) for d in drafts]


def _beside(d: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """ "According to TASS, citing officials, …": the draft whose source stands right before the citing cue."""
    return next((o for o in drafts if o.source and o.content and 0 < d.head - o.source[1] <= 2), None)
