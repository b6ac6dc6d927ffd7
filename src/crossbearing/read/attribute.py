"""`Parse`, `Quotation`s → `Attribution`s by rules: what each cue attributes, quotations joined, nesting tied.

Spans follow the habits of PolNeAR (Newell et al., LREC 2018): the content has its "that" and its quotation marks, the source
its whole noun phrase, the cue its auxiliaries and adverbs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from crossbearing.read.draft import Draft, Quoted, is_speech, quoted
from crossbearing.read.parse import Parse
from crossbearing.read.phrase import join_near
from crossbearing.read.quote import Quotation
from crossbearing.read.speech import verb_drafts
from crossbearing.read.wording import headline_drafts, noun_drafts, phrase_drafts
from crossbearing.text import paragraphs, stable_id
from crossbearing.types import Attribution, Manner, Span

DEPTH = 3


def attributions(parse: Parse, quotations: Sequence[Quotation]) -> tuple[Attribution, ...]:
    """Every attribution that a rule finds, in order of cue; `within` ties one to the one whose content holds it."""
    if not len(parse):
        return ()
    marks = quoted(parse, quotations)
    drafts = [*verb_drafts(parse, marks), *phrase_drafts(parse), *noun_drafts(parse)]
    taken = {t for d in drafts if d.content for t in d.cue}
    drafts += headline_drafts(parse, marks, taken)
    lined = {d.head for d in drafts if d.rule.startswith("cue.headline")}
    drafts = [d for d in drafts if d.rule.startswith("cue.headline") or d.head not in lined]
    drafts.sort(key=lambda d: (d.head, d.rule))
    drafts = _give_quotations(parse, marks, drafts)
    return finish(parse, drafts, quotations)


def finish(parse: Parse, drafts: Iterable[Draft], quotations: Sequence[Quotation]) -> tuple[Attribution, ...]:
    """Drafts as attributions with ids, manner and nesting."""
    made: list[tuple[Draft, Attribution]] = []
    for d in drafts:
        cue_spans = _runs(parse, d.cue)
        source = (parse.span(*d.source),) if d.source else ()
        content = d.content
        if not content:
            continue
        made.append(
            (
                d,
                Attribution(
                    id=stable_id("a", *(f"{s.start}-{s.end}" for s in (*source, *cue_spans, *content))),
                    manner=manner(parse.text, content, quotations),
                    source=source,
                    cue=cue_spans,
                    content=content,
                    score=d.score,
                    rules=(d.rule, *d.notes),
                    carriers=d.carriers,
                ),
            )
        )
    by_head = {d.head: a.id for d, a in made}
    over = {a.id: by_head[d.over] for d, a in made if d.over is not None and d.over in by_head}
    return nest([a for _, a in made], over)


def nest(found: Sequence[Attribution], over: dict[str, str] | None = None) -> tuple[Attribution, ...]:
    """Tie each attribution to the smallest other one whose content holds its cue, to depth three, without circles."""
    tied = over or {}
    parent: dict[str, str] = {}
    for a in found:
        if a.id in tied and tied[a.id] != a.id:
            parent[a.id] = tied[a.id]
            continue
        if not a.cue:
            continue
        holders = [
            (sum(s.end - s.start for s in b.content), b.id)
            for b in found
            if b.id != a.id
            and any(s.holds(a.cue[0]) for s in b.content)
            and not any(s.holds(c) for s in a.content for c in b.cue)
        ]
        if holders:
            parent[a.id] = min(holders)[1]
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


def manner(text: str, content: Sequence[Span], quotations: Sequence[Quotation]) -> Manner:
    """Direct where all of the content stands in quotation marks, mixed where a part of it does."""
    inside = total = 0
    for span in content:
        for k in range(span.start, span.end):
            if text[k].isalnum():
                total += 1
                inside += any(q.span.start <= k < q.span.end for q in quotations)
    if not inside:
        return "indirect"
    return "direct" if inside >= 0.98 * total else "mixed"


def _runs(parse: Parse, tokens: Sequence[int]) -> tuple[Span, ...]:
    out: list[Span] = []
    last = -2
    for t in sorted(set(tokens)):
        if t == last + 1:
            out[-1] = Span(out[-1].start, parse.end[t])
        else:
            out.append(Span(parse.start[t], parse.end[t]))
        last = t
    return tuple(out)


def _give_quotations(parse: Parse, marks: Quoted, drafts: list[Draft]) -> list[Draft]:
    """Give each quotation to the cue that introduces it, and each speech that goes on to the cue before it."""
    blocks = paragraphs(parse.text)
    given: dict[int, int] = {}
    extra: dict[int, list[Span]] = {}
    order = {d.head: n for n, d in enumerate(drafts)}
    for n, q in enumerate(marks.outer):
        owner = _owner_of(parse, marks, q, n, drafts)
        if owner is None and is_speech(parse, q):
            owner = _before(parse, marks, q, n, drafts, blocks) or _went_on(parse, marks, q, n, given, blocks, drafts)
        if owner is not None:
            given[n] = owner
            extra.setdefault(owner, []).append(q.span)
    out: list[Draft] = []
    for d in drafts:
        spans = [*d.content, *extra.get(d.head, ())] if order[d.head] == drafts.index(d) else list(d.content)
        blocked = {*d.cue, *(range(d.source[0], d.source[1] + 1) if d.source else ())}
        content = join_near(parse, _without(parse, spans, blocked), blocked)
        if content:
            out.append(replace(d, content=content))
    return out


def _without(parse: Parse, spans: list[Span], blocked: set[int]) -> list[Span]:
    return [s for s in spans if s.end > s.start]


def _owner_of(parse: Parse, marks: Quoted, q: Quotation, n: int, drafts: Sequence[Draft]) -> int | None:
    """The cue outside the quotation that takes it: its content meets it, or it stands at its border in its sentence."""
    inside = parse.tokens_in(q.span)
    if not len(inside):
        return None
    meets = [
        d
        for d in drafts
        if marks.inside(d.head) != n
        and d.content
        and any(s.overlaps(q.span) for s in d.content)
        and not any(q.span.holds(parse.span(t, t)) for t in d.cue)
        and (d.quotable or d.rule.startswith(("cue.phrase", "cue.headline", "cue.noun", "cue.idiom")))
    ]
    if meets:
        best = min(meets, key=lambda d: (min(abs(d.head - inside[0]), abs(d.head - inside[-1])), d.head))
        covered = sum(min(s.end, q.span.end) - max(s.start, q.span.start) for s in best.content if s.overlaps(q.span))
        if (
            covered >= 0.99 * (q.inner.end - q.inner.start)
            or is_speech(parse, q)
            or covered > 0.5 * (q.span.end - q.span.start)
        ):
            return best.head
        return best.head
    if not is_speech(parse, q):
        return None
    sentences = {parse.sentence_of(inside[0]), parse.sentence_of(inside[-1])}
    near = [
        d
        for d in drafts
        if d.quotable
        and marks.inside(d.head) != n
        and parse.sentence_of(d.head) in sentences
        and (not d.content or d.rule.endswith(".inf"))
        and _reaches(parse, d.head, inside[0], inside[-1])
    ]
    if near:
        return min(near, key=lambda d: (min(abs(d.head - inside[0]), abs(d.head - inside[-1])), d.head)).head
    return None


def _reaches(parse: Parse, cue: int, first: int, last: int) -> bool:
    """Whether nothing but the source's own words stands between cue and quotation."""
    if cue > last:
        return cue - last <= 25 and not any(parse.word(t) in ";." for t in range(last + 1, cue))
    return first - cue <= 25 and not any(parse.word(t) == ";" for t in range(cue, first))


def _before(
    parse: Parse, marks: Quoted, q: Quotation, n: int, drafts: Sequence[Draft], blocks: Sequence[Span]
) -> int | None:
    """The cue that closes the text before the quotation with a colon ("He said:", a new line, the speech)."""
    before = parse.text[: q.span.start].rstrip()
    if not before.endswith(":"):
        return None
    at = parse.token_at(len(before) - 1)
    if at is None:
        return None
    sentence = parse.sentence_of(at)
    near = [d for d in drafts if d.quotable and parse.sentence_of(d.head) == sentence and d.head < at]
    return near[-1].head if near else None


def _went_on(
    parse: Parse,
    marks: Quoted,
    q: Quotation,
    n: int,
    given: dict[int, int],
    blocks: Sequence[Span],
    drafts: Sequence[Draft],
) -> int | None:
    """The cue of the speech that this quotation continues: the one before it, with no other sentence between them."""
    if n == 0 or n - 1 not in given:
        return None
    cue = given[n - 1]
    before = max(marks.outer[n - 1].span.end, parse.end[cue])
    between = parse.text[before : q.span.start]
    if q.span.start < before:
        return None
    inside = parse.tokens_in(q.span)
    opens = parse.sentences[parse.sentence_of(inside[0])][0] >= inside[0] - 1
    if not opens or between.count("\n\n") > 1:
        return None
    tokens = [t for t in parse.tokens_in(Span(before, q.span.start)) if parse.pos[t] != "PUNCT"]
    same = parse.sentence_of(cue)
    rest = [t for t in tokens if parse.sentence_of(t) != same]
    if rest:
        return None
    own = [
        d
        for d in drafts
        if d.quotable
        and marks.inside(d.head) != n
        and parse.sentence_of(d.head) == parse.sentence_of(inside[-1])
        and d.head > inside[-1]
    ]
    return None if own else cue
