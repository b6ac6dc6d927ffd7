"""Extents: the tokens of a noun phrase or a clause, and the spans that cover them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crossbearing.read.parse import Parse
from crossbearing.types import Span

_EDGE = frozenset(",;:.-–—…")
_OPENING = frozenset("“‘\"'«„([")


def below(parse: Parse, head: int, cut: Iterable[int] = ()) -> set[int]:
    """The subtree of `head` without the subtrees of the tokens in `cut`."""
    stop, out, stack = set(cut), set(), [head]
    while stack:
        t = stack.pop()
        if t in stop:
            continue
        out.add(t)
        stack.extend(parse.children[t])
    return out


def run_around(parse: Parse, tokens: set[int], head: int) -> tuple[int, int]:
    """The contiguous run of the tokens that holds `head`, first and last; commas and dashes at its edges are left out."""
    first = last = head
    while first - 1 in tokens:
        first -= 1
    while last + 1 in tokens:
        last += 1
    while first < head and parse.word(first) in _EDGE:
        first += 1
    while last > head and parse.word(last) in _EDGE:
        last -= 1
    return first, last


def noun_phrase(parse: Parse, head: int, cut: Iterable[int] = ()) -> tuple[int, int]:
    """First and last token of the fullest noun phrase of `head`: determiners, appositions and clauses that follow too."""
    tokens = below(parse, head, cut)
    first, last = run_around(parse, tokens, head)
    while first < head and parse.dep[first] in ("cc", "prep", "advmod", "mark") and parse.head[first] == head:
        # "but the army", "meanwhile the army": the linking word is not of the name
        if parse.dep[first] == "advmod" and parse.lower(first) not in ("meanwhile", "however", "later", "then"):
            break
        first += 1
    while first < head and (
        parse.word(first) in _EDGE
        or (parse.word(first) in '"”“' and not any(parse.word(t) in '"”' for t in range(first + 1, last + 1)))
    ):
        first += 1
    if (
        parse.pos[last] == "PROPN"
        and last + 1 < len(parse)
        and parse.ent[last + 1] == "PERSON"
        and parse.ent_start[last + 1]
    ):
        # "Foreign Minister" | "Ada Orlov": the name that the parse left outside
        while last + 1 < len(parse) and parse.ent[last + 1] == "PERSON" and last + 1 not in cut:
            last += 1
    return first, last


def spans_of(parse: Parse, tokens: Iterable[int]) -> tuple[Span, ...]:
    """The tokens as spans, one for each contiguous run; runs of punctuation alone are dropped, edges are trimmed."""
    out: list[Span] = []
    run: list[int] = []
    for t in [*sorted(tokens), None]:
        if t is not None and (not run or t == run[-1] + 1):
            run.append(t)
            continue
        span = _trimmed(parse, run)
        if span:
            out.append(span)
        run = [] if t is None else [t]
    return tuple(out)


def _trimmed(parse: Parse, run: list[int]) -> Span | None:
    first, last = 0, len(run) - 1
    while first <= last and (parse.word(run[first]) in _EDGE or parse.word(run[first]) in ")]"):
        first += 1
    while last >= first and (parse.word(run[last]) in _EDGE or parse.word(run[last]) in "(["):
        last -= 1
    if first > last or all(parse.pos[t] == "PUNCT" for t in run[first : last + 1]):
        return None
    return parse.span(run[first], run[last])


def join_near(parse: Parse, spans: Iterable[Span], blocked: set[int]) -> tuple[Span, ...]:
    """Spans with nothing but punctuation or white space between them made one; none is joined over a `blocked` token."""
    out: list[Span] = []
    for span in sorted(spans):
        if out:
            between = parse.tokens_in(Span(out[-1].end, span.start)) if span.start > out[-1].end else range(0)
            near = span.start <= out[-1].end or all(parse.pos[t] == "PUNCT" and t not in blocked for t in between)
            gap = parse.text[out[-1].end : span.start] if span.start > out[-1].end else ""
            if near and "\n\n" not in gap:
                out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
                continue
        out.append(span)
    return tuple(out)


def subject(parse: Parse, verb: int) -> int | None:
    """The token of the subject of a verb, shared over coordination, participles and infinitives; `None` if it has none."""
    seen: set[int] = set()
    at = verb
    while at not in seen:
        seen.add(at)
        own = parse.kids(at, "nsubj", "nsubjpass", "expl")
        if own:
            # of several, the one nearest before the verb: "…, the statement said" after a list that was misread
            before = [s for s in own if s < at]
            return before[-1] if before else own[0]
        dep, above = parse.dep[at], parse.head[at]
        if above == at:
            return None
        if dep in ("conj", "xcomp", "advcl", "auxpass", "aux", "ccomp", "dep", "pcomp") and parse.pos[above] in (
            "VERB",
            "AUX",
        ):
            if dep in ("advcl", "ccomp", "dep") and parse.tag[at] not in ("VBG", "VBN") and not infinitive(parse, at):
                return None
            at = above
            continue
        if dep in ("acl", "relcl"):
            return above
        if dep == "xcomp" and parse.pos[above] == "ADJ" and parse.dep[above] == "acomp":
            # "was not able to confirm"
            at = parse.head[above]
            continue
        if dep in ("prep", "pcomp"):
            at = above
            continue
        return None
    return None


def infinitive(parse: Parse, verb: int) -> bool:
    """Whether the verb stands with "to"."""
    return any(parse.lower(c) == "to" for c in parse.kids(verb, "aux"))


def passive(parse: Parse, verb: int) -> bool:
    """Whether the verb stands in the passive."""
    return bool(parse.kids(verb, "auxpass", "nsubjpass"))


def agent(parse: Parse, verb: int) -> int | None:
    """The token after "by" of a passive."""
    for by in (*parse.kids(verb, "agent"), *(c for c in parse.kids(verb, "prep") if parse.lower(c) == "by")):
        inner = parse.kids(by, "pobj")
        if inner:
            return inner[0]
    return None


def conjuncts(parse: Parse, head: int) -> tuple[int, ...]:
    """The head and the heads coordinated with it."""
    out, stack = [head], [head]
    while stack:
        for c in parse.kids(stack.pop(), "conj"):
            out.append(c)
            stack.append(c)
    return tuple(sorted(out))


def cue_tokens(parse: Parse, verb: int) -> list[int]:
    """The verb with its auxiliaries, negation, particle and the adverbs among them."""
    out = {verb}
    kids = parse.kids(verb, "aux", "auxpass", "neg", "prt", "advmod")
    for c in kids:
        if parse.dep[c] == "advmod" and (
            parse.pos[c] != "ADV"
            or parse.children[c]
            or parse.lower(c) in ("when", "how", "where", "why", "however", "meanwhile")
        ):
            continue
        out.add(c)
    first = verb
    while first - 1 in out:
        first -= 1
    last = verb
    while last + 1 in out:
        last += 1
    negation = [c for c in parse.kids(verb, "neg") if c < first]
    apart = [
        t for c in negation for t in range(c - 1, c + 1) if parse.dep[t] in ("aux", "neg") and parse.head[t] == verb
    ]
    return [*sorted(set(apart)), *range(first, last + 1)]


def head_token(parse: Parse, spans: Sequence[Span]) -> int:
    """The syntactic head of a source span."""
    tokens = [t for s in spans for t in parse.tokens_in(s)]
    some = set(tokens)
    for kinds in (("NOUN", "PROPN", "PRON"), ("NUM",)):
        for t in tokens:
            above = parse.head[t]
            top = above not in some or above == t or (parse.pos[above] == "NUM" and parse.head[above] not in some)
            if top and parse.pos[t] in kinds:
                return t
    for t in tokens:
        if parse.head[t] not in some or parse.head[t] == t:
            return t
    return tokens[0] if tokens else 0
