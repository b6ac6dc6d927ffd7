"""Words that only point back: who denies, doubts or confirms "the claim", "it", "the allegations".

"Kyiv denied it", "called the report a lie", "This is not true", "which Moscow denies", "could not verify the accounts":
the happening stands in a claim told before, and its kind, place and people are taken from there (`answered.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crossbearing.read.argument import clause_verb
from crossbearing.read.happening import Happening
from crossbearing.read.page import Page, answers
from crossbearing.read.parse import Parse
from crossbearing.read.silence import unconfirmed
from crossbearing.read.speechact import cue_of, leaves_open
from crossbearing.read.stance import cue_stance, false_word
from crossbearing.read.stancewords import disclaims, falsehood, is_one, negated, unable_to, words
from crossbearing.text import trim
from crossbearing.types import Attribution, Span, Stance

ECHO, FLAT, NO_PART = "echo", "words:no", "words:no part"
NO_ONE = Attribution(id="", manner="own_voice", source=(), cue=(), content=())
_SHORT = 14
_FRAGMENT = 6
_EMPTY = frozenset({"accusation", "statement"})
"""Kinds that the pointing nouns themselves would give ("the accusation", "responsibility")."""
_EDGES = " \t\n,;:.–—-“”\"'‘’«»"
_FLAT = frozenset(
    {"no", "never", "not true", "absolutely not", "not so", "not at all", "certainly not", "of course not"}
)
"""Answers that deny with no word of what they deny."""
_NEGATORS = ("not", "n't", "n’t", "never", "no", "hardly")


@dataclass(frozen=True, slots=True)
class Echo:
    """An attribution that points back. `covered`: tokens whose own happenings are only the pointing words."""

    attribution: Attribution
    stance: Stance
    rule: str
    span: Span
    covered: frozenset[int]
    owners: tuple[int, ...]
    about: str
    many: bool


def echoes(page: Page, told: Sequence[Happening]) -> tuple[Echo, ...]:
    """Every attribution, and every sentence of one, that only points back, in order of the text."""
    firm = frozenset(h.trigger for h in told if h.kind not in _EMPTY and not _only_points(page.parse, h))
    out: list[Echo] = []
    for a in page.attributions:
        if leaves_open(page.parse, a):
            continue
        found = _by_cue(page, a, firm)
        out.extend([found] if found is not None else _by_words(page, a, firm))
    out.extend(_own_doubts(page, firm))
    return tuple(sorted(out, key=lambda e: (e.span.start, e.span.end, e.attribution.id)))


def _only_points(parse: Parse, h: Happening) -> bool:
    """Whether the trained reader alone makes a happening of what only points at one: "the claim", "how much was taken"."""
    if not any(r.startswith("learned:") and ">" not in r for r in h.rules):
        return False
    above = parse.head[clause_verb(parse, h.trigger)]
    if parse.lemma[above] in words("verifies") and _open_question(parse, above):
        return True
    return parse.lemma[h.trigger] in words("happens") or _pointing(parse, h.trigger)


def questioned(parse: Parse, h: Happening, found: Sequence[Echo]) -> bool:
    """Whether the happening is only asked about, and a flat "no" follows."""
    n = parse.sentence_of(h.trigger)
    flat = any(e.rule == FLAT and 0 <= parse.sentence_of(parse.tokens_in(e.span)[0]) - n <= 1 for e in found)
    return flat and parse.sentence_span(n).of(parse.text).rstrip(" \n\t”\"’')").endswith("?")


def covers(parse: Parse, found: Sequence[Echo], h: Happening, told: Sequence[Happening], ids: frozenset[str]) -> bool:
    """Whether the happening is only a pointing word: of an echo ("the allegations"), or over what it points at.

    `ids` are the attributions that hold it. "Responsibility for the strike" tells the strike alone.
    """
    if any(h.trigger in e.covered and (e.attribution.id in ids or not (e.attribution.id or ids)) for e in found):
        return True
    if h.kind == "statement" and falsehood(parse, clause_verb(parse, h.trigger)):
        n = parse.sentence_of(h.trigger)
        return any(o.kind not in _EMPTY and parse.sentence_of(o.trigger) == n for o in told)
    if h.kind not in _EMPTY or parse.pos[h.trigger] != "NOUN" or not _pointing(parse, h.trigger):
        return False
    below = set(parse.subtree(h.trigger))
    return any(o.trigger in below and o.kind not in _EMPTY for o in told)


def _by_cue(page: Page, a: Attribution, firm: frozenset[int]) -> Echo | None:
    """The cue denies, doubts or confirms, and its object only points."""
    parse = page.parse
    token = _turning(parse, a)
    bare = _bare_denial(parse, a)
    if bare is not None:
        span = trim(parse.text, parse.sentence_span(parse.sentence_of(bare)), _EDGES)
        return _echo(parse, a, "denies", "words:denial", span, [bare], bare)
    if token is None or not a.content:
        return None
    stance, rule = cue_stance(parse, a)
    if stance not in ("denies", "doubts") and parse.lemma[token] not in words("backs"):
        return None
    if parse.dep[token] == "acl" and stance == "asserts":
        return None  # "evidence confirming the claim"
    if rule == "cue:no denial" or (stance == "asserts" and negated(parse, token)):
        return None
    if answers(a):
        return _answered(page, a, stance, rule)
    inside = [t for s in a.content for t in parse.tokens_in(s) if parse.pos[t] not in ("PUNCT", "SPACE")]
    inside = _first_told(parse, inside)
    if not 0 < len(inside) <= _SHORT or firm & set(inside):
        return None
    false = false_word(parse, a)
    if false is not None and parse.dep[false] == "ccomp":
        heads = [k for k in parse.kids(false, "nsubj", "dobj") if k in inside] or [inside[0]]
    else:
        heads = [t for t in inside if parse.head[t] not in inside or parse.head[t] == t]
        if false is not None:
            called = [*inside, *parse.kids(token, "nsubjpass")]  # "the photographs were called staged"
            heads = [t for t in called if t != false and (_pointing(parse, t))][:1] or heads
    heads = [_happens(parse, h) for h in heads]
    if not heads or not any(_pointing(parse, h) for h in heads[:2]):
        return None
    spans = (*a.source, *a.cue, *a.content)
    n = parse.sentence_of(token)
    here = parse.sentence_span(n)
    between = [
        s.start
        for s in a.source
        for b in page.attributions
        for c in b.cue
        if b.id != a.id and s.end <= c.start < a.cue[0].start
    ]
    begin = min(s.start for s in ((*a.cue, *a.content) if between else spans))
    start = max(begin, here.start)
    end = min(max(s.end for s in spans), here.end)
    span = trim(parse.text, Span(start, end), _EDGES)
    return _echo(parse, a, stance, rule, span, inside, heads[0])


def _bare_denial(parse: Parse, a: Attribution) -> int | None:
    """The noun of a denial that says nothing of what is denied: "issued a swift denial"."""
    inside = [t for s in a.content for t in parse.tokens_in(s) if parse.pos[t] not in ("PUNCT", "SPACE")]
    head = next((t for t in inside if parse.head[t] not in inside or parse.head[t] == t), None)
    if head is None or parse.pos[head] != "NOUN" or len(inside) > _FRAGMENT or negated(parse, head):
        return None
    below = parse.kids(head, "prep", "acl", "relcl", "appos")
    return head if parse.lemma[head] in words("denial") and not below else None


def _turning(parse: Parse, a: Attribution) -> int | None:
    """The word by which somebody turns against what was said, or the cue: "scoffed at the figure"."""
    known = cue_of(parse, a)
    if known is not None:
        return known[0]
    tokens = [t for s in a.cue for t in parse.tokens_in(s)]
    turned = (t for t in tokens if is_one(parse, t, "reject") or is_one(parse, t, "disputes"))
    return next((t for t in turned if parse.pos[t] == "VERB"), None)


def _first_told(parse: Parse, inside: list[int]) -> list[int]:
    """What is denied, without what is joined to it: "denied that any such transfer took place and called …"."""
    if not inside or parse.lemma[_root(parse, inside)] not in words("happens"):
        return inside
    joined = _joined(parse, inside)
    return [t for t in inside if t not in joined]


def _happens(parse: Parse, head: int) -> int:
    """What is said to have happened, where a verb tells no more than that ("that any such transfer took place")."""
    if parse.lemma[head] not in words("happens"):
        return head
    if parse.lemma[head] == "take" and not any(parse.lower(k) == "place" for k in parse.children[head]):
        return head
    return next(iter(parse.kids(head, "nsubj", "nsubjpass")), head)


def _answered(page: Page, a: Attribution, stance: Stance, rule: str) -> Echo | None:
    """The words after the comma, whose content is what stands before it: "…, which the rebels deny"."""
    parse = page.parse
    end = max(s.end for s in (*a.cue, *a.source))
    start = max((s.end for s in a.content if s.end <= a.cue[0].start), default=None)
    if start is None:
        return None
    first = min(s.start for s in (*a.cue, *(s for s in a.source if s.start >= start)))
    comma = max(parse.text.rfind(mark, start, first) for mark in ",—–-;")
    span = trim(parse.text, Span(max(start, comma), end), _EDGES)
    inside = list(parse.tokens_in(span))
    if not inside:
        return None
    return _echo(parse, a, stance, rule, span, inside, inside[0])


def _by_words(page: Page, a: Attribution, firm: frozenset[int]) -> list[Echo]:
    """Sentences of the content that call what was said false: "This is not true", "Nothing of the kind happened"."""
    parse = page.parse
    known = cue_of(parse, a)
    if known is not None and known[1].group in ("deny", "doubt"):
        return []
    for s in a.content:
        flat = trim(parse.text, s, _EDGES)
        if flat.of(parse.text).lower() in _FLAT:
            tokens = list(parse.tokens_in(flat))
            return [_echo(parse, a, "denies", FLAT, flat, tokens, tokens[0])] if tokens else []
    out = []
    for n, piece in _sentences(parse, a):
        if firm & set(piece) and not _apart(parse, piece, firm):
            continue
        stance: Stance = "denies"
        rule = _falsifies(parse, piece)
        if rule is None and _unverified(parse, piece):
            stance, rule = "doubts", "words:not verified"
        if rule is None:
            continue
        own = [t for t in piece if t not in _joined(parse, piece)]
        pointers = [t for t in own if _pointing(parse, t)] or [own[0]]
        subject = next((t for t in pointers if parse.pos[t] == "NOUN"), pointers[0])
        span = trim(parse.text, parse.span(own[0], own[-1]), _EDGES)
        if parse.text[span.start : span.end].startswith("that "):
            span = Span(span.start + 5, span.end)
        if span.end > span.start and parse.sentence_of(piece[0]) == n:
            out.append(_echo(parse, a, stance, rule, span, own, subject))
    return out[:1]


def _sentences(parse: Parse, a: Attribution) -> list[tuple[int, list[int]]]:
    out: dict[int, list[int]] = {}
    for s in a.content:
        for t in parse.tokens_in(s):
            if parse.pos[t] not in ("PUNCT", "SPACE"):
                out.setdefault(parse.sentence_of(t), []).append(t)
    return sorted(out.items())[:3]


def _joined(parse: Parse, piece: Sequence[int]) -> set[int]:
    """The tokens of clauses that are only joined to the main one ("… was a lie and that the town was not surrounded")."""
    root = _root(parse, piece)
    after = [c for c in parse.kids(root, "conj", "cc", "parataxis") if c > root]
    before = [c for c in parse.kids(root, "ccomp", "parataxis") if c < root and not parse.kids(c, "mark")]
    if not _pointing(parse, next(iter(parse.kids(root, "nsubj")), root)):
        before = []  # "they say the town has fallen, this is not true"
    return {k for c in (*after, *before) for k in parse.subtree(c)} & set(piece)


def _apart(parse: Parse, piece: Sequence[int], firm: frozenset[int]) -> bool:
    return not (firm & set(piece)) - _joined(parse, piece)


def _root(parse: Parse, piece: Sequence[int]) -> int:
    return next((t for t in piece if parse.head[t] not in piece or parse.head[t] == t), piece[0])


def _falsifies(parse: Parse, piece: Sequence[int]) -> str | None:
    """The rule by which a sentence with no happening of its own denies what was said."""
    text = " ".join(parse.lower(t) for t in piece)
    if any(p in text for p in ("nothing of the kind", "nothing of the sort", "no such thing", "nothing like that")):
        return "words:nothing of the kind"
    if text in _FLAT or (piece and text.removesuffix(" at all") in _FLAT):
        return FLAT
    root = _root(parse, piece)
    listed = words("false")
    main = [t for t in piece if t not in _joined(parse, piece)]
    if parse.pos[root] in ("VERB", "AUX"):
        if disclaims(parse, root) and _of_nothing_else(parse, root, main):
            return NO_PART
        subject = next(iter(parse.kids(root, "nsubj", "nsubjpass", "csubj")), None)
        if subject is None and parse.kids(root, "expl"):  # "there was no truth in the report"
            subject = next((t for t in main if t > root and _pointing(parse, t)), None)
        return falsehood(parse, root) if subject is not None and _pointing(parse, subject) else None
    # "Lies", "Fake news": a fragment whose main word is false, or a told thing called so
    called = {parse.lemma[root], parse.lower(root)} & listed or (
        _pointing(parse, root)
        and any({parse.lemma[k], parse.lower(k)} & listed for k in parse.kids(root, "amod", "compound"))
    )
    fragment = len(main) <= _FRAGMENT and parse.pos[root] in ("NOUN", "ADJ", "PROPN", "INTJ")
    if fragment and called and not any(parse.lower(t) in _NEGATORS for t in main):
        return "words:false"
    return None


def _of_nothing_else(parse: Parse, verb: int, main: Sequence[int]) -> bool:
    """Whether what somebody has no part in is only pointed at, or not said: "We had nothing to do with this"."""
    below = set(main) - {t for s in parse.kids(verb, "nsubj", "nsubjpass") for t in parse.subtree(s)}
    told = [t for t in below if parse.dep[t] == "pobj" and t > verb and not is_one(parse, t, "part")]
    return all(_pointing(parse, t) for t in told)


def _own_doubts(page: Page, firm: frozenset[int]) -> list[Echo]:
    """Sentences of the report itself on what was told: "It was not possible to verify …", "That was wrong"."""
    parse = page.parse
    spoken = {
        t
        for a in page.attributions
        if a.speaker and a.speaker.name
        for s in (*a.cue, *a.content)
        for t in parse.tokens_in(s)
    }
    out = []
    for n, (first, end) in enumerate(parse.sentences):
        piece = [t for t in range(first, end) if parse.pos[t] not in ("PUNCT", "SPACE")]
        if not piece or spoken & set(piece) or firm & set(piece):
            continue
        wrong = _falsifies(parse, piece) if parse.pos[_root(parse, piece)] in ("VERB", "AUX") else None
        if wrong is None and not _unverified(parse, piece):
            continue
        heads = [t for t in piece if _pointing(parse, t) and parse.pos[t] == "NOUN"] or piece[:1]
        span = trim(parse.text, parse.sentence_span(n), _EDGES)
        stance: Stance = "denies" if wrong else "doubts"
        out.append(_echo(parse, NO_ONE, stance, wrong or "words:not verified", span, piece, heads[0]))
    return out


def _unverified(parse: Parse, piece: Sequence[int]) -> bool:
    """Whether somebody says that it could not check what was told ("it could not confirm the reports")."""
    for t in piece:
        if parse.lemma[t] in words("verifies") and parse.pos[t] == "VERB" and not unconfirmed(parse, t):
            above = parse.head[t]
            unable = unable_to(parse, t) or (parse.dep[t] == "acl" and parse.lower(above) == "way")
            return (negated(parse, t) or unable) and (
                any(_pointing(parse, k) for k in parse.kids(t, "dobj", "nsubjpass")) or _open_question(parse, t)
            )
        if parse.lemma[t] in words("proof") and parse.pos[t] == "NOUN" and parse.dep[t] == "dobj":
            unseen = negated(parse, parse.head[t]) or negated(parse, t)
            if unseen and any(k != t and _pointing(parse, k) for k in parse.subtree(t)):
                return True  # "has seen no evidence for the claim"
    return False


def _open_question(parse: Parse, verb: int) -> bool:
    """Whether what cannot be checked is a question: "could not confirm how much was taken", "who was behind it"."""
    asked = ("how", "who", "what", "where", "when", "whose", "which", "whether")
    return any(parse.lower(first) in asked for c in parse.kids(verb, "ccomp") for first in sorted(parse.subtree(c))[:1])


def _pointing(parse: Parse, token: int) -> bool:
    """Whether the word names nothing itself: a pronoun, or a noun for what was said."""
    if parse.lower(token) in words("pointing"):
        return True
    if any(parse.lower(k) == "such" for k in parse.kids(token, "amod", "predet", "det")):
        return True
    return parse.pos[token] in ("NOUN", "PROPN") and parse.lemma[token] in words("points")


def _echo(
    parse: Parse, a: Attribution, stance: Stance, rule: str, span: Span, inside: Sequence[int], head: int
) -> Echo:
    near = [
        k
        for t in dict.fromkeys((head, *inside))
        if _pointing(parse, t)
        for k in parse.kids(t, "poss", "amod", "nmod", "compound")
    ]
    near += [
        o
        for t in inside
        if _pointing(parse, t)
        for p in parse.kids(t, "prep")
        if parse.lower(p) in ("of", "by", "from")
        for o in parse.kids(p, "pobj")
    ]
    near += [k for t in tuple(near) for k in parse.kids(t, "conj", "amod", "compound")]
    near += [k for t in tuple(near) for k in parse.kids(t, "conj")]
    lemma = parse.lemma[head]
    about = "blame" if lemma in words("blame") or rule == NO_PART else "toll" if lemma in words("toll") else ""
    many = parse.tag[head] in ("NNS", "NNPS") and stance == "doubts"
    return Echo(a, stance, rule, span, frozenset(inside), tuple(near), about, many)
