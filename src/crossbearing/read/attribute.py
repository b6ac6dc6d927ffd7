"""`Parse`, `Quotation`s → `Attribution`s by rules: what each cue attributes, quotations joined, nesting tied.

Spans follow the habits of PolNeAR (Newell et al., LREC 2018): the content has its "that" and its quotation marks, the source
its whole noun phrase, the cue its auxiliaries and adverbs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from crossbearing.read.apposed import apposed_drafts
from crossbearing.read.citing import reference_drafts, with_cited
from crossbearing.read.content import NESTED_ONLY
from crossbearing.read.draft import Draft, Quoted, is_speech, quoted
from crossbearing.read.headline import bracketed_drafts, headline_drafts, line_drafts, signed_drafts
from crossbearing.read.listed import with_lists
from crossbearing.read.nesting import by_medium, nest, parted, worth_nesting
from crossbearing.read.parse import Parse
from crossbearing.read.phrase import join_near
from crossbearing.read.quote import Quotation
from crossbearing.read.sourceline import labelled_drafts
from crossbearing.read.speech import verb_drafts
from crossbearing.read.wording import noun_drafts, phrase_drafts
from crossbearing.text import paragraphs, stable_id
from crossbearing.types import Attribution, Manner, Span

_ASIDE = 160  # code points of narration between a speech and its next paragraph


def attributions(parse: Parse, quotations: Sequence[Quotation]) -> tuple[Attribution, ...]:
    """Every attribution that a rule finds, in order of cue; `within` ties one to the one whose content holds it."""
    if not len(parse):
        return ()
    marks = quoted(parse, quotations)
    drafts = [*verb_drafts(parse, marks), *phrase_drafts(parse), *noun_drafts(parse), *reference_drafts(parse)]
    verbs = {t for d in drafts if d.content and d.rule.startswith("cue.verb") for t in d.cue}
    drafts = [d for d in drafts if not (d.rule.startswith("cue.noun") and d.head in verbs)]
    taken = {t for d in drafts if d.content for t in d.cue}
    drafts += headline_drafts(parse, marks, taken)
    drafts += line_drafts(parse, taken)
    drafts += bracketed_drafts(parse, taken)
    drafts += signed_drafts(parse, marks)
    drafts += labelled_drafts(parse, marks, taken)
    lined = {d.head for d in drafts if d.rule.startswith("cue.headline")}
    drafts = [d for d in drafts if d.rule.startswith("cue.headline") or d.head not in lined]
    drafts = apposed_drafts(parse, with_cited(parse, drafts))
    drafts.sort(key=lambda d: (d.head, d.rule))
    drafts = _pointing_back(parse, with_cited(parse, _give_quotations(parse, marks, drafts)))
    return finish(parse, with_lists(parse, drafts), quotations)


def _pointing_back(parse: Parse, drafts: list[Draft]) -> list[Draft]:
    """ "This was stated by X", "X confirmed this": the content is the sentence before, unless that has a speaker of its own."""
    spoken = {parse.sentence_of(t) for d in drafts for t in d.cue}
    out: list[Draft] = []
    for d in drafts:
        inside = [t for s in d.content for t in parse.tokens_in(s)]
        n = parse.sentence_of(d.head)
        this = len(inside) == 1 and parse.lower(inside[0]) in ("this", "that", "it")
        if this and d.rule.startswith("cue.verb") and n and n - 1 not in spoken and inside[0] != d.head:
            before = parse.sentence_span(n - 1)
            gap = parse.text[before.end : parse.sentence_span(n).start]
            if gap.count("\n") <= 2 and before.of(parse.text).rstrip()[-1:] in '.!?”"':
                out.append(
                    replace(
                        d, content=(before,), score=round(d.score - 0.1, 2), notes=(*d.notes, "content.sentence-before")
                    )
                )
                continue
        out.append(d)
    return out


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
    head = {a.id: d for d, a in made}
    tied = nest(parted(parse, [a for _, a in made]), over)
    tied = tuple(a for a in tied if a.within is not None or not head[a.id].rule.endswith(f".{NESTED_ONLY}"))
    by_id = {a.id: a for a in tied}
    worth = [
        a
        for a in tied
        if a.within is None
        or a.id in over
        or worth_nesting(parse, head[a.id], quotations)
        or (a.source and a.within in by_id and by_medium(parse, by_id[a.within]))
    ]
    return nest(worth, over)


def manner(text: str, content: Sequence[Span], quotations: Sequence[Quotation]) -> Manner:
    """Direct where all of the content stands in quotation marks, mixed where a part of it does."""
    inside = total = 0
    for span in content:
        near = [q.span for q in quotations if q.span.overlaps(span)]
        for k in range(span.start, span.end):
            if text[k].isalnum():
                total += 1
                inside += any(q.start <= k < q.end for q in near)
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
    given: dict[int, int] = {}
    extra: dict[int, list[Span]] = {}
    by_sentence: dict[int, list[Draft]] = {}
    for d in drafts:
        for n in sorted({parse.sentence_of(t) for t in (d.head, *_ends(parse, d.content))}):
            by_sentence.setdefault(n, []).append(d)
    for n, q in enumerate(marks.outer):
        inside = parse.tokens_in(q.span)
        if not len(inside):
            continue
        first, last = parse.sentence_of(inside[0]), parse.sentence_of(inside[-1])
        near = [d for k in range(max(0, first - 1), last + 2) for d in by_sentence.get(k, ())]
        owner = _owner_of(parse, marks, q, n, near)
        if owner is None and is_speech(parse, q):
            owner = _before(parse, q, near)
            if owner is None:
                owner = _went_on(parse, marks, q, n, given, near)
        if owner is not None:
            given[n] = owner
            extra.setdefault(owner, []).append(q.span)
    _give_paragraphs(parse, marks, drafts, extra)
    out: list[Draft] = []
    seen: set[int] = set()
    for d in drafts:
        spans = [*d.content, *(extra.get(d.head, ()) if d.head not in seen else ())]
        seen.add(d.head)
        blocked = {*d.cue, *(range(d.source[0], d.source[1] + 1) if d.source else ())}
        content = join_near(parse, spans, blocked)
        if content:
            out.append(replace(d, content=content))
    return out


def _give_paragraphs(parse: Parse, marks: Quoted, drafts: Sequence[Draft], extra: dict[int, list[Span]]) -> None:
    """ "He added:" at the end of a paragraph with no quotation after it: the next paragraph is what he added."""
    blocks = paragraphs(parse.text)
    closing = {b.end: n for n, b in enumerate(blocks) if b.of(parse.text).rstrip().endswith(":")}
    if not closing:
        return
    for d in drafts:
        last = parse.sentences[parse.sentence_of(d.head)][1]
        n = closing.get(parse.end[last - 1])
        if n is None or n + 1 >= len(blocks) or d.content or d.head in extra or not d.quotable or d.source is None:
            continue
        after = parse.tokens_in(blocks[n + 1])
        if len(after) and marks.inside(after[0]) == -1 and last - d.head <= 12:
            extra[d.head] = [blocks[n + 1]]


def _ends(parse: Parse, content: Sequence[Span]) -> list[int]:
    """The first and last token of each span."""
    out: list[int] = []
    for span in content:
        inside = parse.tokens_in(span)
        if inside:
            out += [inside[0], inside[-1]]
    return out


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


def _before(parse: Parse, q: Quotation, near: Sequence[Draft]) -> int | None:
    """The cue that closes the text before the quotation with a colon ("He said:", a new line, the speech)."""
    before = parse.text[: q.span.start].rstrip()
    if not before.endswith(":"):
        return None
    at = parse.token_at(len(before) - 1)
    if at is None:
        return None
    sentence = parse.sentence_of(at)
    cues = [d for d in near if d.quotable and parse.sentence_of(d.head) == sentence and d.head < at]
    return cues[-1].head if cues else None


def _went_on(
    parse: Parse, marks: Quoted, q: Quotation, n: int, given: dict[int, int], near: Sequence[Draft]
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
    same = parse.sentence_of(cue)
    words = [t for t in parse.tokens_in(Span(before, q.span.start)) if parse.pos[t] != "PUNCT"]
    # in the next paragraph a quotation with no cue goes on with who spoke last, though a sentence stands between
    paragraph = between.count("\n") >= 1 and len(between.split("\n", 1)[0]) <= _ASIDE
    if any(parse.sentence_of(t) != same for t in words) and not paragraph:
        return None
    own = [
        d
        for d in near
        if d.quotable
        and marks.inside(d.head) != n
        and parse.sentence_of(d.head) == parse.sentence_of(inside[-1])
        and d.head > inside[-1]
    ]
    return None if own else cue
