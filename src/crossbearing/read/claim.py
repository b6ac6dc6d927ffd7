"""Attributions, own voice and happenings → `Claim`s: one source, one happening, one place, one count at most."""

# ruff: noqa: SIM102

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from crossbearing.packs import Pack
from crossbearing.read import context, locate, ownvoice, speechact, tally
from crossbearing.read.argument import clause_verb
from crossbearing.read.codes import acled_of, plover_of, with_causes
from crossbearing.read.count import Quantity
from crossbearing.read.happening import Happening
from crossbearing.read.mark import is_hedging_cue
from crossbearing.read.parse import Parse
from crossbearing.read.stance import mode, stance
from crossbearing.read.when import Timex, published_when
from crossbearing.text import excerpt, trim
from crossbearing.types import (
    Attribution,
    ChainLink,
    Claim,
    Excerpt,
    Manner,
    Mark,
    Participant,
    Place,
    Report,
    Skip,
    Source,
    Span,
    Toponym,
    When,
)

STAGE = "claim"
RESTATED = "denied by another"
_LEAST = 0.5
_NO_ONE = Attribution(id="", manner="own_voice", source=(), cue=(), content=())


@dataclass(frozen=True)
class Views:
    """What other stages answer when asked: who a token is, what "the city" is, through whose hands words came."""

    participant: Callable[[int], Participant | None]
    antecedent: Callable[[int], Toponym | None]
    chain: Callable[[Attribution], tuple[ChainLink, ...]]


@dataclass(frozen=True)
class _Page:
    """One report with all that was read of it."""

    report: Report
    parse: Parse
    attributions: Sequence[Attribution]
    scene: locate.Scene
    timexes: Sequence[Timex]
    quantities: Sequence[Quantity]
    hedges: Sequence[Excerpt]
    marks: Sequence[Mark]
    own: Source
    views: Views
    made_by: str


def claims(
    report: Report,
    parse: Parse,
    attributions: Sequence[Attribution],
    toponyms: Sequence[Toponym],
    timexes: Sequence[Timex],
    quantities: Sequence[Quantity],
    happenings: Sequence[Happening],
    hedges: Sequence[Excerpt],
    marks: Sequence[Mark],
    packs: Sequence[Pack],
    views: Views,
    *,
    made_by: str = "",
) -> tuple[tuple[Claim, ...], tuple[Skip, ...]]:
    """Every claim of the report, in order of the text, and every sentence or content that gave none, with the reason."""
    page = _Page(
        report,
        parse,
        attributions,
        locate.scene(parse, toponyms, views.antecedent),
        timexes,
        quantities,
        hedges,
        marks,
        own_source(report, packs),
        views,
        made_by,
    )
    out: list[Claim] = []
    refused: list[Skip] = []
    title = _headline(parse, report)
    late: list[tuple[Happening, tuple[Attribution, ...]]] = []
    told = with_causes(parse, happenings)
    for h in told:
        speech = _speech(page, h)
        if title is not None and title.holds(h.span):
            late.append((h, speech))
            continue
        out.extend(_of(page, h, speech, refused))
    for h in speechact.acts(parse, attributions, {c.attribution for c in out}):
        if title is None or not title.holds(h.span):
            out.extend(_of(page, h, _speech(page, h), refused))
    carried = {(c.kind, c.source.name) for c in out}
    for h, speech in late:
        for c in _of(page, h, speech, refused):
            if (c.kind, c.source.name) in carried or any(k == c.kind for k, _ in carried):
                refused.append(
                    Skip(start=c.span.start, end=c.span.end, stage=STAGE, reason="headline that repeats the text")
                )
            else:
                out.append(replace(c, rules=(*c.rules, "headline alone")))
    ordered = sorted(_restated(out), key=lambda c: (c.span.start, c.span.end, c.id))
    made = _unique(context.echoed(report, context.placed(report, parse, ordered)))
    return made, _skips(page, made, refused)


def own_source(report: Report, packs: Sequence[Pack]) -> Source:
    """The report as a source: its publisher, with the side that a pack gives it."""
    known = next((p for pack in packs if (p := pack.publisher(report.publisher, report.url))), None)
    name = report.publisher or (known.name if known else None)
    return Source(name=name, as_written=None, kind="report", side=known.side if known else None)


def _speech(page: _Page, h: Happening) -> tuple[Attribution, ...]:
    """The attributions whose content holds the trigger, innermost first."""
    at = page.parse.start[h.trigger]
    holding = [a for a in page.attributions if any(s.start <= at < s.end for s in a.content)]
    return tuple(sorted(holding, key=lambda a: (_size(a), a.id)))


def _size(a: Attribution) -> int:
    return sum(s.end - s.start for s in a.content)


def _headline(parse: Parse, report: Report) -> Span | None:
    """The first block, where it is a headline: one line with no full stop and text after it."""
    text = report.text
    lead = len(text) - len(text.lstrip())
    end = text.find("\n", lead)
    if end < 0 or not text[end:].strip():
        return None
    line = text[lead:end].rstrip()
    if len(line) > 200 or line[-1:] in ".!?”\"'’":
        return None
    return Span(lead, end)


def _of(page: _Page, h: Happening, speech: tuple[Attribution, ...], refused: list[Skip]) -> list[Claim]:
    """The claims of one happening: one for each place and figure, and for a denial what is denied as well."""
    acted = next((a for a in page.attributions if f"act:{a.id}" in h.rules), None)
    if acted is not None:
        speech = (acted, *(a for a in speech if a.id != acted.id))
    why = _refusal(page, h, speech)
    if why:
        refused.append(Skip(start=h.span.start, end=h.span.end, stage=STAGE, reason=why))
        return []
    if not speech:
        return _stated(page, h, None, (), acted=False)
    h = speechact.as_said(page.parse, h, speech[0])
    denier = None if acted is not None else speechact.denier(page.parse, speech[0], page.attributions)
    if denier is None:
        return _stated(page, h, speech[0], speech, acted=acted is not None)
    # "Kyiv denied Moscow's claim of X": what is denied is a claim too, and it is hedged
    out = _stated(page, h, denier, (denier,), acted=False, said_by=speech[0])
    if speech[0].speaker is not None and speech[0].speaker.name:
        inner = _stated(page, h, speech[0], speech[:1], acted=False)
        out += [replace(c, hedged=True, rules=(*c.rules, RESTATED)) for c in inner]
    return out


def _refusal(page: _Page, h: Happening, speech: tuple[Attribution, ...]) -> str | None:
    if not speech:
        why = ownvoice.refusal(page.parse, h, published=page.report.published)
        if (
            why is None
            and mode(page.parse, h.trigger, "asserts", _when(page, h, ()), page.report.published)[0] == "historical"
        ):
            return "background: an earlier year"
        return why
    if h.score < _LEAST:
        return "no firm sense of an event"
    if page.parse.pos[h.trigger] == "NOUN" and not any(r.startswith("act:") for r in h.rules):
        when = _when(page, h, speech)
        if mode(page.parse, h.trigger, "asserts", when, page.report.published)[0] == "historical":
            return "background: an earlier year"
    if speechact.leaves_open(page.parse, speech[0]):
        return "the words attributed neither state nor deny it"
    return None


def _stated(
    page: _Page,
    h: Happening,
    inner: Attribution | None,
    speech: tuple[Attribution, ...],
    *,
    acted: bool,
    said_by: Attribution | None = None,
) -> list[Claim]:
    """The claims of one source; `said_by` is the inner speech whose words are denied."""
    parse = page.parse
    if acted:
        found, why_stance = speechact.stance_of(parse, h, inner)
    else:
        found, why_stance = stance(parse, h.trigger, speech)
    if h.kind == "statement" and inner is None:
        found = "asserts"  # "made no comment" is what happened
    if h.kind == "threat" and inner is not None:
        found = "predicts"
    when = _when(page, h, speech)
    tone, why_mode = mode(parse, h.trigger, found, when, page.report.published)
    span = _span(page, h, said_by or inner)
    hedges = _hedges(page, h, span, inner)
    hedged = bool(hedges) or (inner is not None and _hedging(page, inner))
    wheres = locate.places(page.scene, h, inner)
    figures = tally.counts(parse, h, page.quantities)
    if h.kind == "attack_on_civilians" and any(q.count.what in ("killed", "wounded", "casualties") for q in figures):
        h = replace(h, kind="casualties", acled=h.acled or "Attack", rules=(*h.rules, "figures of dead or wounded"))
    source = inner.speaker or Source(name=None, kind="anonymous") if inner else page.own
    rules = (*h.rules, *why_stance, *why_mode)
    return [
        _claim(
            page, h, inner, span=span, source=source, place=place, figure=figure, when=when,
            stance_=found, tone=tone, hedged=hedged, hedges=hedges, rules=(*rules, why_place, *(("anaphoric",) if context.anaphoric(parse, h) else ())),
        )
        for place, why_place in wheres or ((None, "place:none"),)
        for figure in figures or (None,)
    ]  # fmt: skip


def _restated(made: Sequence[Claim]) -> list[Claim]:
    """The claims without what a denial only repeats of a claim that another sentence states."""
    out = []
    for c in made:
        if RESTATED in c.rules and any(
            o is not c and RESTATED not in o.rules and o.kind == c.kind and o.source.name == c.source.name
            and (o.place is None or c.place is None or o.place.name == c.place.name)
            for o in made
        ):  # fmt: skip
            continue
        out.append(c)
    return out


def _claim(
    page: _Page, h: Happening, inner: Attribution | None, *, span: Span, source: Source, place: Place | None,
    figure: Quantity | None, when: When | None, stance_: str, tone: str, hedged: bool, hedges: tuple[Excerpt, ...],
    rules: tuple[str, ...],
) -> Claim:  # fmt: skip
    report, parse = page.report, page.parse
    manner: Manner = inner.manner if inner else "own_voice"
    count = (figure.count,) if figure else ()
    return Claim(
        id=context.claim_id(report.id, span, source.name, stance_, h.kind, place, count),
        report=report.head,
        span=excerpt(report.text, span),
        attribution=inner.id if inner else None,
        manner=manner,
        source=source,
        chain=page.views.chain(inner or _NO_ONE),
        cue=_cue(page, inner),
        kind=h.kind,
        acled=acled_of(parse, h),
        plover=plover_of(h.kind),
        stance=stance_,  # type: ignore[arg-type]
        mode=tone,  # type: ignore[arg-type]
        hedged=hedged,
        hedges=hedges,
        agents=tuple(p for a in h.agents if (p := page.views.participant(a)) is not None),
        targets=tuple(p for t in h.targets if (p := page.views.participant(t)) is not None),
        place=place,
        when=when,
        said=_said(page, inner) if inner else None,
        counts=count,
        marks=_marks(page, h, span, inner),
        score=round(h.score * (inner.score if inner else 0.9) * _front(parse, h), 3),
        rules=rules,
        made_by=page.made_by,
    )  # fmt: skip


def _front(parse: Parse, h: Happening) -> float:
    """News comes first: a little less for each sentence before."""
    return 1 - 0.02 * min(parse.sentence_of(h.trigger), 5)


def _span(page: _Page, h: Happening, inner: Attribution | None) -> Span:
    """The clause, kept inside the content of the speech."""
    if inner is None or any(r.startswith("act:") for r in h.rules):
        return h.span
    at = page.parse.start[h.trigger]
    piece = next((s for s in inner.content if s.start <= at < s.end), None)
    if piece is None:
        return h.span
    cut = Span(max(piece.start, h.span.start), min(piece.end, h.span.end))
    text = page.report.text
    cut = trim(text, cut, " \t\n,;:.–—-“”\"'‘’«»")
    for word in ("that ", "how "):
        if text[cut.start : cut.end].startswith(word):
            cut = Span(cut.start + len(word), cut.end)
    return cut if cut.end > cut.start else h.span


def _hedging(page: _Page, a: Attribution) -> bool:
    return any(is_hedging_cue(page.parse.lemma[t]) for s in a.cue for t in page.parse.tokens_in(s))


def _hedges(page: _Page, h: Happening, span: Span, inner: Attribution | None) -> tuple[Excerpt, ...]:
    n = page.parse.sentence_of(h.trigger)
    sentence = page.parse.sentence_span(n)
    out = []
    for e in page.hedges:
        if not sentence.overlaps(e.span):
            continue
        if span.overlaps(e.span) or (inner is not None and any(s.overlaps(e.span) for s in inner.cue)):
            out.append(e)
    return tuple(out)


def _marks(page: _Page, h: Happening, span: Span, inner: Attribution | None) -> tuple[Mark, ...]:
    out = [m for m in page.marks if span.overlaps(Span(m.start, m.end))]
    if inner is not None:
        out += [
            m for m in page.marks if m.kind == "factive" and any(s.overlaps(Span(m.start, m.end)) for s in inner.cue)
        ]
    else:
        out.append(Mark("own_voice", span.start, span.end, span.of(page.report.text)))
    return tuple(sorted(set(out), key=lambda m: (m.start, m.end, m.kind)))


def _cue(page: _Page, inner: Attribution | None) -> str | None:
    """The lemma of the cue's main word."""
    if inner is None or not inner.cue:
        return None
    parse = page.parse
    tokens = [t for s in inner.cue for t in parse.tokens_in(s)]
    main = next((t for t in tokens if parse.pos[t] == "VERB"), None)
    if main is not None:
        return parse.lemma[main]
    return " ".join(s.of(page.report.text) for s in inner.cue).lower()


def _when(page: _Page, h: Happening, speech: Sequence[Attribution]) -> When | None:
    """The time of the happening: what its clause says, else the day of publication."""
    parse = page.parse
    n = parse.sentence_of(h.trigger)
    outside = frozenset(t for a in speech[:1] for s in a.cue for t in parse.tokens_in(s))
    verb = clause_verb(parse, h.trigger)
    near = [
        (abs(x.head - h.trigger), x)
        for x in page.timexes
        if parse.sentence_of(x.head) == n
        and (not speech or any(s.holds(x.span) for s in speech[0].content))
        and clause_verb(parse, x.head) not in outside
        and parse.ent[x.head] not in ("ORG", "PERSON", "FAC", "EVENT")
    ]
    own = [x for x in near if clause_verb(parse, x[1].head) == verb or h.span.holds(x[1].span)]
    best = min(own or near, key=lambda x: (x[0], x[1].span), default=None)
    if best is not None:
        return best[1].when
    return published_when(page.report.published)


def _said(page: _Page, a: Attribution) -> When | None:
    """The statement's own time: an expression of time beside the cue."""
    parse = page.parse
    cue = [t for s in a.cue for t in parse.tokens_in(s)]
    if not cue:
        return None
    n = parse.sentence_of(cue[0])
    verb = {clause_verb(parse, t) for t in cue} | set(cue)
    for x in page.timexes:
        if parse.sentence_of(x.head) == n and not any(s.holds(x.span) for s in a.content):
            if clause_verb(parse, x.head) in verb:
                return x.when
    return published_when(page.report.published)


def _unique(made: Sequence[Claim]) -> tuple[Claim, ...]:
    seen: dict[str, Claim] = {}
    for c in made:
        if c.id not in seen or c.score > seen[c.id].score:
            seen[c.id] = c
    return tuple(seen.values())


def _skips(page: _Page, made: Sequence[Claim], refused: Sequence[Skip]) -> tuple[Skip, ...]:
    """A skip for every sentence and every content without a claim, with the most telling reason."""
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
