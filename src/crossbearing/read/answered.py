"""What pointing words point at: the claim told before that somebody denies, doubts or confirms, and the claim that this makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crossbearing.read import extent, timing
from crossbearing.read.context import claim_id
from crossbearing.read.denied import ECHO, FLAT, NO_ONE, Echo
from crossbearing.read.nation import nation_of
from crossbearing.read.page import Page
from crossbearing.read.parse import Parse
from crossbearing.text import excerpt
from crossbearing.types import Claim, Source, Span

_BACK = 6
"""How many sentences back a pointing word reaches, where nothing names whose words are meant."""


def resolved(page: Page, found: Sequence[Echo], made: Sequence[Claim], asked: Sequence[Claim] = ()) -> list[Claim]:
    """A claim for each echo, with what the claim that it points at tells; a denial of nothing known is a statement.

    `asked` are the claims that the report's questions would be: "Surrender? 'Absolutely not,' said the general."
    """
    out: list[Claim] = []
    for e in found:
        question = _asked(page.parse, e, asked)
        if question is not None:
            out.append(replace(_claim(page, e, question), span=question.span))
            continue
        base = _pointed_at(page, e, [*made, *out])
        if e.rule != FLAT and _told_already(page, e, base, [*made, *out]):
            continue
        if base is None and (e.stance != "denies" or e.attribution.id == ""):
            continue
        out.append(_claim(page, e, base))
    return out


def _asked(parse: Parse, e: Echo, asked: Sequence[Claim]) -> Claim | None:
    """The question just before a flat "no"."""
    if e.rule != FLAT:
        return None
    here = _sentence(parse, e.span.start)
    return next((c for c in asked if here - _sentence(parse, c.span.start) in (0, 1)), None)


def _told_already(page: Page, e: Echo, base: Claim | None, made: Sequence[Claim]) -> bool:
    """Whether the same source says in the same sentence, or the one before, what it denies."""
    name = e.attribution.speaker.name if e.attribution.speaker else None
    here = _sentence(page.parse, e.span.start)
    return name is not None and any(
        c.source.name == name
        and c.stance == e.stance
        and here - _sentence(page.parse, c.span.start) in (0, 1)
        and (base is None or base.kind == c.kind or c.attribution == e.attribution.id)
        for c in made
    )


def _pointed_at(page: Page, e: Echo, made: Sequence[Claim]) -> Claim | None:
    """The claim that the words point at: told before, by somebody else, and by whom they name."""
    parse = page.parse
    speaker = e.attribution.speaker
    name, side = (speaker.name, speaker.side) if speaker else (None, None)
    here = _sentence(parse, e.span.start)
    before = [
        c
        for c in made
        if c.span.start < e.span.start
        and c.attribution != e.attribution.id
        and (name is None or c.source.name != name or c.cue == "accuse")
        and c.stance in ("asserts", "predicts")
    ]
    owned = [c for c in before if _owned(page, e, c)]
    others = [c for c in before if not side or c.source.side != side]
    # nobody denies his own side's words: what it has denied already is meant before those
    shared = [c for c in made if c.stance == "denies" and c.source.side == side and c.span.start < e.span.start]
    pool = owned or others or (shared if e.stance == "denies" else []) or before
    if not owned and pool is not shared and not e.many:
        pool = [c for c in pool if here - _sentence(parse, c.span.start) <= _BACK]
    pool = [c for c in pool if _sentence(parse, c.span.start) == here and c.attribution is not None] or pool
    if e.about == "toll":
        pool = [c for c in pool if c.kind == "casualties"] or pool
    elif e.about == "blame":
        pool = [c for c in pool if c.kind == "accusation" or c.cue in ("accuse", "blame", "allege", "charge")] or pool
    else:
        pool = [c for c in pool if c.kind != "casualties"] or pool
    pool = [c for c in pool if c.kind not in ("statement", "other")] or pool
    pool = [c for c in pool if c.stance != "predicts"] or pool
    pool = [c for c in pool if "unstated" not in c.rules] or pool
    if not pool:
        return None
    if e.many and all(here != _sentence(parse, c.span.start) for c in pool):
        pool = _same_paragraph(page, e, pool) or [c for c in pool if c.attribution is not None] or pool
        first = min(_sentence(parse, c.span.start) for c in pool)
        pool = [c for c in pool if _sentence(parse, c.span.start) == first]
        return max(pool, key=lambda c: (c.score, -c.span.start))
    pool = [c for c in pool if c.source.name is not None] or pool
    spoken = [c for c in pool if c.attribution is not None]
    nearest = max(_sentence(parse, c.span.start) for c in spoken or pool)
    near = [c for c in spoken or pool if _sentence(parse, c.span.start) == nearest]
    return max(near, key=lambda c: (c.hedged, c.score, -c.span.start))


def _same_paragraph(page: Page, e: Echo, pool: Sequence[Claim]) -> list[Claim]:
    start = page.report.text.rfind("\n", 0, e.span.start) + 1
    return [c for c in pool if c.span.start >= start]


def _owned(page: Page, e: Echo, c: Claim) -> bool:
    """Whether the echo names whose words it means ("Moscow's claim", "Russian reports")."""
    for token in e.owners:
        nation = nation_of(page.parse.word(token))
        if nation is not None and (c.source.side == nation.iso or c.source.name == nation.country):
            return True
        who = page.views.participant(token)
        if who is None:
            continue
        if c.source.name in (who.name, who.as_written) or (who.side is not None and who.side == c.source.side):
            return True
        if c.source.name and who.as_written and who.as_written.split()[-1] == c.source.name.split()[-1]:
            return True
    return False


def _sentence(parse: Parse, offset: int) -> int:
    token = parse.token_at(offset)
    if token is None:
        inside = parse.tokens_in(Span(offset, offset + 40))
        token = inside[0] if len(inside) else 0
    return parse.sentence_of(token)


def _clause(parse: Parse, e: Echo, base: Claim | None) -> Span:
    """The answer's own words; of blame that is denied in the same sentence, the blame with its answer."""
    if base is None or base.kind != "accusation" or base.span.end > e.span.start:
        return e.span
    same = _sentence(parse, base.span.start) == _sentence(parse, e.span.start)
    return Span(base.span.start, e.span.end) if same else e.span


def _claim(page: Page, e: Echo, base: Claim | None) -> Claim:
    a = e.attribution
    told = a.id != "" and not (e.stance == "doubts" and (a.speaker is None or a.speaker.name is None))
    source = (a.speaker if told else page.own) or Source(name=None, kind="anonymous")
    kind = base.kind if base else "accusation" if e.about == "blame" else "statement"
    place = base.place if base else None
    said = timing.said(page, a)
    span = _clause(page.parse, e, base)
    shape = Claim(
        id=claim_id(page.report.id, span, source.name, e.stance, kind, place, ()),
        report=page.report.head,
        span=excerpt(page.report.text, span),
        attribution=a.id if told else None,
        manner=a.manner if told else "own_voice",
        source=source,
        chain=page.views.chain(a if told else NO_ONE),
        cue=extent.cue_lemma(page, a) if told else None,
        kind=kind,
        acled=base.acled if base else None,
        plover=base.plover if base else None,
        stance=e.stance,
        hedged=(e.stance == "asserts" and extent.hedging(page, a)) or (e.stance == "doubts" and not told),
        place=place,
        when=said,
        said=said if told else None,
        marks=extent.marks(page, span, a if told else None),
        score=round(0.6 * a.score, 3),
        rules=(ECHO, e.rule, f"{ECHO}:{base.id}" if base else f"{ECHO}:nothing known"),
        made_by=page.made_by,
    )
    return replace(shape, agents=base.agents, targets=base.targets) if base else shape
