"""What a report takes back: a source that withdraws its claim, a toll corrected, an agency's notice of correction.

`retracts` of such a claim is the id of the claim of this report that it takes back, and else the words that take back:
what stood in another report is found when reports are linked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crossbearing.read.context import claim_id
from crossbearing.read.page import Page
from crossbearing.read.parse import Parse
from crossbearing.read.stancewords import is_one, words
from crossbearing.text import excerpt
from crossbearing.types import Attribution, Claim, Span

_NO_ONE = Attribution(id="", manner="own_voice", source=(), cue=(), content=())
RETRACTED, CORRECTED, NOTICE = "retraction:withdrawn", "retraction:corrected", "retraction:notice"
_SUBJECTS, _OBJECTS = ("nsubj",), ("dobj", "nsubjpass")
_VERSIONS = ("earlier", "previous", "original", "initial", "first")
_TEXTS = frozenset({"version", "story", "report", "article", "dispatch", "headline"})


def taken_back(page: Page, made: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims, those that take something back with `retracts`, and one for each withdrawal that has no words of its own."""
    parse = page.parse
    out: list[Claim] = []
    taking = verbs(parse)
    used: set[int] = set()
    for c in made:
        tokens = parse.tokens_in(c.span.span)
        verb = next((v for v in taking if _holds(parse, v, tokens, c)), None)
        if verb is not None:
            used.add(verb)
            rule = RETRACTED if is_one(parse, verb, "retract") else CORRECTED
            out.append(_taking_back(page, c, made, verb, rule))
        elif c.attribution is None and c.stance == "denies" and c.rules[:1] == ("echo",):
            base = next((r.removeprefix("echo:") for r in c.rules if r.startswith("echo:")), None)
            out.append(replace(c, retracts=base, rules=(*c.rules, NOTICE)))
        elif _mistaken(page, c):
            out.append(_noticed(page, c))
        else:
            out.append(c)
    for verb in taking:
        if verb not in used and is_one(parse, verb, "retract"):
            bare = _bare(page, verb, out)
            if bare is not None:
                out.append(bare)
    return tuple(sorted(out, key=lambda c: (c.span.start, c.span.end)))


def verbs(parse: Parse) -> list[int]:
    """The verbs that take back a told thing: "withdrew its claim", "corrected the toll"."""
    out = []
    figures = words("toll") | {"estimate", "count", "tally"}
    told = words("points") | _TEXTS
    for t in range(len(parse)):
        if parse.pos[t] != "VERB" or parse.kids(t, "neg"):
            continue
        objects = {parse.lemma[o] for o in _taken(parse, t)}
        if (is_one(parse, t, "retract") and objects & told) or (is_one(parse, t, "amend") and objects & figures):
            out.append(t)
    return out


_GROUND = frozenset({"part", "post", "link", "number"})
"""What troops withdraw from, though people speak of it too."""


def _taken(parse: Parse, verb: int) -> list[int]:
    """What the verb takes back: its object, or after "from" ("withdrew from his earlier figure")."""
    led = [o for p in parse.kids(verb, "prep") if parse.lower(p) == "from" for o in parse.kids(p, "pobj")]
    led = [o for o in led if is_one(parse, verb, "retract") and parse.lemma[o] not in _GROUND]
    return [*parse.kids(verb, *_OBJECTS), *led]


def _holds(parse: Parse, verb: int, tokens: range, c: Claim) -> bool:
    """Whether the claim's words stand in what the verb takes back, or are the figure that it puts in its place."""
    if not len(tokens) or parse.sentence_of(tokens[0]) != parse.sentence_of(verb):
        return False
    below = set(parse.subtree(verb))
    if is_one(parse, verb, "retract"):
        told = {t for o in _taken(parse, verb) for t in parse.subtree(o)}
        return all(t in told or parse.pos[t] == "PUNCT" for t in tokens)
    return bool(c.counts) and c.kind == "casualties" and any(t in below for t in tokens)


def _taking_back(page: Page, c: Claim, made: Sequence[Claim], verb: int, rule: str) -> Claim:
    target = _earlier(page, c, made, figures=rule == CORRECTED)
    said = (
        target.id if target is not None else page.parse.sentence_span(page.parse.sentence_of(verb)).of(page.report.text)
    )
    if rule == CORRECTED and not _former(page, c):
        return replace(c, retracts=said, rules=(*c.rules, rule))
    new = claim_id(page.report.id, c.span.span, c.source.name, "denies", c.kind, c.place, c.counts)
    return replace(
        c, id=new, stance="denies", mode="actual", hedged=False, hedges=(), retracts=said, rules=(*c.rules, rule)
    )


def _former(page: Page, c: Claim) -> bool:
    """Whether the figure is the one that is given up ("to 17 from 25")."""
    text = page.report.text
    written = c.counts[0].as_written if c.counts else ""
    at = text.find(written, c.span.start, c.span.end) if written else -1
    return at > 0 and text[c.span.start : at].rstrip().lower().endswith("from")


def _earlier(page: Page, c: Claim, made: Sequence[Claim], *, figures: bool) -> Claim | None:
    """The claim of this report that is taken back: of the same source and kind, told before."""
    return next(
        (
            o
            for o in made
            if o is not c
            and o.span.start < c.span.start
            and o.kind == c.kind
            and o.stance == "asserts"
            and o.source.name == c.source.name
            and (not figures or [k.what for k in o.counts] == [k.what for k in c.counts])
        ),
        None,
    )


def _mistaken(page: Page, c: Claim) -> bool:
    """Whether the words are told to have been said in error: "erroneously reported that", "an earlier version said"."""
    parse = page.parse
    attribution = next((a for a in page.attributions if a.id == c.attribution), None)
    if attribution is None:
        return False
    cue = page.cue_tokens(attribution)
    near = {k for t in cue for k in (t, *parse.kids(t, "advmod"))}
    if any(parse.lower(t) in words("mistaken") for t in near):
        return True
    source = [t for s in attribution.source for t in parse.tokens_in(s)]
    text = any(parse.lemma[t] in _TEXTS for t in source)
    return text and any(parse.lower(t) in _VERSIONS for t in source)


def _noticed(page: Page, c: Claim) -> Claim:
    """What a publisher says it had wrong: taken back in its own voice."""
    sentence = page.parse.sentence_span(page.parse.sentence_of(page.parse.tokens_in(c.span.span)[0]))
    own = page.own
    return replace(
        _own_denial(page, c),
        id=claim_id(page.report.id, c.span.span, own.name, "denies", c.kind, c.place, c.counts),
        retracts=sentence.of(page.report.text),
        rules=(*c.rules, NOTICE),
    )


def _own_denial(page: Page, c: Claim) -> Claim:
    """The claim as the report itself denies it."""
    return replace(
        c,
        attribution=None,
        manner="own_voice",
        source=page.own,
        chain=page.views.chain(_NO_ONE),
        cue=None,
        stance="denies",
        mode="actual",
        hedged=False,
        hedges=(),
        said=None,
    )


def _bare(page: Page, verb: int, made: Sequence[Claim]) -> Claim | None:
    """ "The ministry later withdrew the claim": what its subject said before, taken back as the report tells it."""
    parse = page.parse
    names = [p.name for s in parse.kids(verb, *_SUBJECTS) if (p := page.views.participant(s)) is not None]
    objects = [k for o in _taken(parse, verb) for k in parse.kids(o, "poss")]
    names += [p.name for k in objects if (p := page.views.participant(k)) is not None]
    at = parse.start[verb]
    told = [c for c in made if c.span.start < at and c.stance == "asserts"]
    base = next((c for c in reversed(told) if c.source.name in names), None)
    if base is None and not names and any(parse.pos[s] == "PRON" for s in parse.kids(verb, *_SUBJECTS)):
        base = _last_said(page, verb, told)
    if base is None:
        return None
    sentence = parse.sentence_span(parse.sentence_of(verb))
    span = Span(sentence.start, sentence.end)
    return replace(
        _own_denial(page, base),
        id=claim_id(page.report.id, span, base.source.name, "denies", base.kind, base.place, ()),
        span=excerpt(page.report.text, span),
        counts=(),
        marks=(),
        retracts=base.id,
        rules=(RETRACTED,),
    )


def _last_said(page: Page, verb: int, told: Sequence[Claim]) -> Claim | None:
    """What was said in the sentence before, if one source alone was heard there: whom "he" and "it" take up."""
    parse = page.parse
    sentence = parse.sentence_of(verb)
    near = [
        c
        for c in told
        if c.attribution and (w := parse.tokens_in(c.span.span)) and parse.sentence_of(w[0]) == sentence - 1
    ]
    return near[-1] if near and len({c.source.name for c in near}) == 1 and near[-1].source.name else None
