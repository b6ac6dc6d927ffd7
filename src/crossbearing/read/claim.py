"""Attributions, own voice and happenings → `Claim`s: one source, one happening, one place, one count at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crossbearing.packs import Pack
from crossbearing.read import (
    answered,
    context,
    denied,
    episode,
    extent,
    locate,
    ownvoice,
    retract,
    silence,
    speechact,
    tally,
    timing,
    worth,
)
from crossbearing.read.argument import clause_verb
from crossbearing.read.codes import acled_of, plover_of, with_causes
from crossbearing.read.count import Quantity
from crossbearing.read.cues import cue_at
from crossbearing.read.happening import Happening
from crossbearing.read.mode import mode
from crossbearing.read.page import Page, Views, headline, own_source
from crossbearing.read.parse import Parse
from crossbearing.read.scene import scene as scene_of
from crossbearing.read.shares import shared_out
from crossbearing.read.skipped import skips
from crossbearing.read.stance import cue_stance, stance
from crossbearing.read.unstated import unstated
from crossbearing.read.when import Timex
from crossbearing.read.withheld import absent, withheld
from crossbearing.text import excerpt
from crossbearing.types import (
    Attribution,
    Claim,
    Excerpt,
    Manner,
    Mark,
    Place,
    Report,
    Skip,
    Source,
    Span,
    Toponym,
    When,
)

__all__ = ["Views", "claims", "own_source"]

STAGE = "claim"
RESTATED = "denied by another"
_LEAST, _FIRM = 0.5, 0.6
_NO_ONE = Attribution(id="", manner="own_voice", source=(), cue=(), content=())
_HARMED = ("casualties", "attack_on_civilians")
_LACKED = (*_HARMED, "humanitarian_need")
_HURT = ("killed", "wounded", "casualties")


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
    spoken = tuple(a for a in attributions if not silence.silent(parse, a))
    scene = scene_of(parse, toponyms, views.antecedent, views.learned)
    own = own_source(report, packs)
    page = Page(report, parse, spoken, scene, timexes, quantities, hedges, marks, own, views, made_by)
    told = with_causes(parse, happenings)
    echoing = denied.echoes(page, told)
    out: list[Claim] = []
    refused: list[Skip] = []
    title = headline(report)
    late: list[tuple[Happening, tuple[Attribution, ...]]] = []
    taking = frozenset(retract.verbs(parse))
    for h in told:
        if h.trigger in taking:
            continue  # "withdrew its claim" is no retreat
        speech = page.speech(h.trigger)
        if denied.covers(parse, echoing, h, told, frozenset(a.id for a in speech)):
            continue
        if title is not None and title.holds(h.span):
            late.append((h, speech))
            continue
        out.extend(_of(page, h, speech, told, refused))
    used = {c.attribution for c in out} | {e.attribution.id for e in echoing}
    acts = speechact.acts(parse, spoken, used)
    stated = frozenset(a.id for a in spoken for h in acts if f"act:{a.id}" in h.rules and h.kind == "statement")
    settled = {a.id for a in spoken for h in acts if f"act:{a.id}" in h.rules and a.id not in stated}
    settled |= {e.attribution.id for e in echoing}
    known = frozenset(h.trigger for h in told)
    for h in unstated(parse, views.learned, toponyms, spoken, used, settled, stated, known):
        if title is None or not title.holds(h.span):
            out.extend(_of(page, h, page.speech(h.trigger), told, refused))
    used |= {c.attribution for c in out}
    for h in acts:
        if (title is None or not title.holds(h.span)) and not any(f"act:{a}" in h.rules for a in used):
            out.extend(_of(page, h, page.speech(h.trigger), told, refused))
    for h in silence.silences(page, told):
        if title is None or not title.holds(h.span):
            out.extend(_stated(page, h, None, (), acted=False))
    out = shared_out(page, _in_order(_restated(out)), toponyms)
    asked = [c for h in told if denied.questioned(parse, h, echoing) for c in _stated(page, h, None, (), acted=False)]
    out += answered.resolved(page, echoing, out, asked)
    out += _headline_alone(page, late, told, out, refused)
    dated = episode.dated(page, told, _in_order(tally.told_once(parse, _summed(parse, out))))
    made = retract.taken_back(page, _unique(dated))
    return made, skips(page, made, refused)


def _in_order(made: Sequence[Claim]) -> list[Claim]:
    return sorted(made, key=lambda c: (c.span.start, c.span.end))


def _summed(parse: Parse, made: Sequence[Claim]) -> list[Claim]:
    """The claims without the second half of "killed or wounded", whose one figure the first half has."""

    def of(c: Claim) -> tuple[str | None, int]:
        return c.attribution, parse.sentence_of(parse.tokens_in(c.span.span)[0])

    both = {of(c) for c in made if any(k.what == "casualties" for k in c.counts)}
    return [c for c in made if c.kind != "casualties" or c.counts or of(c) not in both]


def _headline_alone(
    page: Page,
    late: Sequence[tuple[Happening, tuple[Attribution, ...]]],
    every: Sequence[Happening],
    made: Sequence[Claim],
    refused: list[Skip],
) -> list[Claim]:
    """The claims of the headline that the text does not carry."""
    kinds = {c.kind for c in made}
    out = []
    for h, speech in late:
        for c in _of(page, h, speech, every, refused):
            if c.kind in kinds:
                why = "headline that repeats the text"
                refused.append(Skip(start=c.span.start, end=c.span.end, stage=STAGE, reason=why))
            else:
                out.append(replace(c, rules=(*c.rules, "headline alone")))
    return out


def _of(
    page: Page, h: Happening, speech: tuple[Attribution, ...], others: Sequence[Happening], refused: list[Skip]
) -> list[Claim]:
    """The claims of one happening: one for each place and figure, and for a denial what is denied as well."""
    acted = next((a for a in page.attributions if f"act:{a.id}" in h.rules), None)
    if acted is not None:
        speech = (acted, *(a for a in speech if a.id != acted.id))
    why = _refusal(page, h, speech)
    if why is None and not (_denying(page, h, speech) if speech else ownvoice.presupposed(page.parse, h)):
        why = worth.refusal(page, h, speech, others)
    if why:
        refused.append(Skip(start=h.span.start, end=h.span.end, stage=STAGE, reason=why))
        return []
    if not speech:
        return _stated(page, h, None, (), acted=False)
    if not cue_stance(page.parse, speech[0])[1].endswith(" false"):  # "called a toll of 200 an exaggeration"
        h = speechact.as_said(page.parse, h, speech[0])
    denier = None if acted is not None else speechact.denier(page.parse, speech[0], page.attributions)
    if denier is None:
        return _stated(page, h, speech[0], speech, acted=acted is not None)
    # "Kyiv denied Moscow's claim of X": what is denied is a claim too, and it is hedged
    out = _stated(page, h, denier, (denier,), acted=False, said_by=speech[0])
    known = speechact.cue_of(page.parse, speech[0])
    if known is not None and speechact.refuting(page.parse, known[0]) is not None:
        out = [replace(c, stance="denies", mode="actual", hedged=False, hedges=()) for c in out]
    if speech[0].speaker is not None and speech[0].speaker.name:
        inner = _stated(page, h, speech[0], speech[:1], acted=False)
        out += [replace(c, hedged=True, rules=(*c.rules, RESTATED)) for c in inner]
    return out


def _refusal(page: Page, h: Happening, speech: tuple[Attribution, ...]) -> str | None:
    sentence = page.parse.sentence_span(page.parse.sentence_of(h.trigger)).of(page.report.text)
    if sentence.rstrip(" \n\t”\"’')").endswith("?"):
        return "a question"
    if _asked(page.parse, h) and not (speech and cue_stance(page.parse, speech[0])[0] == "denies"):
        return "an indirect question"
    if _aim(page.parse, h):
        return "only what for"
    if speech and _supposed(page.parse, h):
        return "condition, not an event"
    if speech and _only_which(page.parse, h, speech):
        return "it only says which are meant"
    if withheld(page.parse, h.trigger) or (absent(page.parse, h.trigger) and h.kind not in _LACKED):
        return "neither stated nor denied"
    if not speech:
        why = ownvoice.refusal(page.parse, h, published=page.report.published)
        if why is None and _historical(page, h, ()):
            return "background: an earlier year"
        if why is None and h.kind != "statement":
            found, rules = stance(page.parse, h.trigger)
            if found == "denies" and not any(r.startswith("scope:fail") for r in rules):
                return "negated in the report's own voice"
        return why
    if h.score < _LEAST and not _denying(page, h, speech):
        return "no firm sense of an event"
    named = page.parse.pos[h.trigger] == "NOUN" and not any(r.startswith("act:") for r in h.rules)
    if named and _historical(page, h, speech):
        return "background: an earlier year"
    if speechact.leaves_open(page.parse, speech[0]):
        return "the words attributed neither state nor deny it"
    return None


def _supposed(parse: Parse, h: Happening) -> bool:
    """Whether a speaker only supposes it: "if they advance, we will …"."""
    verb = clause_verb(parse, h.trigger)
    while parse.dep[verb] in ("xcomp", "conj") and parse.head[verb] != verb and not parse.kids(verb, "nsubj", "mark"):
        verb = parse.head[verb]
    marks = parse.kids(verb, "mark")
    return parse.dep[verb] == "advcl" and any(parse.lower(m) in ("if", "unless", "once") for m in marks)


def _aim(parse: Parse, h: Happening) -> bool:
    """Whether the clause only says what another was done for: "pulled back to save lives", and not "claimed to have won"."""
    verb = clause_verb(parse, h.trigger)
    helpers = {parse.lower(a) for a in parse.kids(verb, "aux")}
    if parse.dep[verb] != "advcl" or "to" not in helpers or "have" in helpers or parse.kids(verb, "mark"):
        return False
    above = parse.head[verb]
    return above < verb and cue_at(parse, above) is None and parse.lemma[above] not in _ASKS


_ASKS = frozenset(
    {
        "order", "ask", "tell", "urge", "expect", "force", "allow", "prepare", "agree", "threaten", "start", "begin", "continue"
    }
)  # fmt: skip


def _only_which(parse: Parse, h: Happening, speech: Sequence[Attribution]) -> bool:
    """Whether a negated clause on a noun only says which ones are meant: "those who had not surrendered"."""
    verb = clause_verb(parse, h.trigger)
    if parse.dep[verb] == "xcomp" and parse.lemma[parse.head[verb]] in ("refuse", "fail", "decline"):
        verb = parse.head[verb]  # "those who refuse to surrender"
        return parse.dep[verb] == "relcl" and parse.lower(parse.head[verb]) in ("those", "anyone", "all")
    if parse.dep[verb] != "relcl" or not parse.kids(verb, "neg") or cue_stance(parse, speech[0])[0] == "denies":
        return False
    first = parse.subtree(verb)[0]
    return first > 0 and parse.word(first - 1) not in (",", "—", "–", "-")


def _asked(parse: Parse, h: Happening) -> bool:
    """Whether the clause asks who or what: "would not say who holds the station"."""
    verb = clause_verb(parse, h.trigger)
    subjects = parse.kids(verb, "nsubj", "nsubjpass")
    asking = any(parse.tag[s] == "WP" or any(parse.tag[d] == "WDT" for d in parse.kids(s, "det")) for s in subjects)
    return asking and parse.dep[verb] in ("ccomp", "pcomp", "csubj", "dobj")


def _denying(page: Page, h: Happening, speech: Sequence[Attribution]) -> bool:
    """Whether somebody denies it: a denial is never by the way."""
    found, rules = stance(page.parse, h.trigger, speech)
    sought = any(r.startswith(("scope:no ", "scope:nothing ")) for r in rules)  # "found no trace of a strike"
    return found == "denies" and (sought or h.score >= _FIRM)


def _historical(page: Page, h: Happening, speech: Sequence[Attribution]) -> bool:
    when, _ = timing.happened(page, h, speech)
    return mode(page.parse, h.trigger, "asserts", when, page.report.published)[0] == "historical"


def _stated(
    page: Page,
    h: Happening,
    inner: Attribution | None,
    speech: tuple[Attribution, ...],
    *,
    acted: bool,
    said_by: Attribution | None = None,
) -> list[Claim]:
    """The claims of one source; `said_by` is the inner speech whose words are denied."""
    parse = page.parse
    found, why_stance = speechact.stance_of(parse, h, inner) if acted else stance(parse, h.trigger, speech)
    if h.kind == "statement" and (inner is None or not any(r.startswith("cue:") for r in why_stance)):
        found = "asserts"  # "made no comment" is what happened, "the war is no conquest" a position
    if h.kind == "threat" and inner is not None:
        found = "predicts"
    if h.kind == "statement" and found == "predicts" and speechact.is_demand(parse, inner):
        found = "asserts"  # a call for something is itself what happened
    h, found = speechact.holding_on(parse, h, found, why_stance)
    h, found = speechact.only_military(parse, h, found, inner)
    when, why_when = timing.happened(page, h, speech)
    if found in ("denies", "doubts") and inner is not None and why_when == timing.PUBLISHED:
        when = timing.said(page, inner)
    tone, why_mode = mode(parse, h.trigger, found, when, page.report.published, h.kind)
    span = extent.clause(page, h, said_by or inner)
    hedges = () if found in ("denies", "doubts") and inner is not None else extent.hedges(page, h, span, inner)
    hedged = bool(hedges) or (inner is not None and extent.hedging(page, inner))
    wheres = locate.places(page.scene, h, inner)
    figures = tally.counts(parse, h, page.quantities)
    if h.kind == "attack_on_civilians" and any(q.count.what in _HURT for q in figures):
        h = replace(h, kind="casualties", acled=h.acled or "Attack", rules=(*h.rules, "figures of dead or wounded"))
    source = inner.speaker or Source(name=None, kind="anonymous") if inner else page.own
    rules = (*h.rules, *why_stance, *why_mode, why_when)
    return [
        _claim(
            page, h, inner, span=tally.place_of(span, figure), source=source, place=place, figure=figure, when=when,
            stance_=found, tone=tone, hedged=hedged, hedges=hedges, rules=(*rules, why_place, *(("anaphoric",) if context.anaphoric(parse, h) else ())),
        )
        for n, (place, why_place) in enumerate(wheres or ((None, "place:none"),))
        for figure in (figures if not n else ()) or (None,)  # one figure for two towns is told once
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
    page: Page, h: Happening, inner: Attribution | None, *, span: Span, source: Source, place: Place | None,
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
        cue=extent.cue_lemma(page, inner),
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
        said=timing.said(page, inner) if inner else None,
        counts=count,
        marks=extent.marks(page, span, inner),
        score=round(h.score * (inner.score if inner else 0.9) * _front(parse, h), 3),
        rules=rules,
        made_by=page.made_by,
    )  # fmt: skip


def _front(parse: Parse, h: Happening) -> float:
    """News comes first: a little less for each sentence before."""
    return 1 - 0.02 * min(parse.sentence_of(h.trigger), 5)


def _unique(made: Sequence[Claim]) -> tuple[Claim, ...]:
    seen: dict[str, Claim] = {}
    for c in made:
        if c.id not in seen or c.score > seen[c.id].score:
            seen[c.id] = c
    return tuple(seen.values())
