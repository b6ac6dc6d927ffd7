"""The trained reader's attributions mended one by one: what is no speech left out, sources and contents told apart."""

from __future__ import annotations

import re
from dataclasses import replace

from crossbearing.read.coordination import can_speak
from crossbearing.read.cues import lexicon
from crossbearing.read.nesting import without
from crossbearing.read.parse import Parse
from crossbearing.read.phrase import below, head_token, noun_phrase, spans_of
from crossbearing.read.unsaid import unsaid
from crossbearing.read.wholeclause import whole_clause
from crossbearing.types import Attribution, Span

_WEAK = 0.45  # below this score a cue that no list knows is not believed
_WEAK_UNSAID = 0.8  # the same where nobody says it
_PLAIN = frozenset({"say", "report", "add", "announce", "state", "claim", "warn", "write"})
_TELLING = frozenset({"say", "report", "claim", "deny", "factive", "accuse"})
_NAMELESS = frozenset({"name", "identify", "quote", "anonymity", "anonymous", "anonymously", "call"})
_QUESTIONS = frozenset({"whether", "if", "why", "how", "what", "when", "where", "who", "about"})
_EMPTY = frozenset({"to", "say", "elaborate", "speak", "answer", "comment", "further", "more"})
_ORDER = frozenset({"first", "second", "third", "last", "latter", "former", "other", "next"})
_TOLD = frozenset({"tell", "inform", "assure", "warn", "notify", "advise", "brief"})
_CLOSES = (":", "”", '"')
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}\b")
_NO = ("no ", "nobody", "none ", "neither ")


def mended(m: Attribution, parse: Parse) -> Attribution | None:
    """The attribution as it may stand, or `None` where it tells nobody's words."""
    if _nobody_did(m, parse):
        return None
    tokens = [t for s in m.source for t in parse.tokens_in(s)]
    named = any(
        parse.pos[t] in ("NOUN", "PROPN", "PRON", "NUM", "X") or parse.ent[t] in ("PERSON", "ORG", "GPE", "NORP")
        for t in tokens
    )
    many = (
        bool(tokens) and parse.lower(tokens[0]) == "the" and parse.pos[tokens[-1]] in ("ADJ", "VERB")
    )  # "the wounded"
    if tokens and not named and (not many or parse.lower(tokens[-1]) in _ORDER):
        return None  # "the second | reported such attack"
    if (
        _found_nothing(m, parse)
        or silent(m, parse)
        or asked(m, parse)
        or _conditional(m, parse)
        or _unknown(m, parse)
        or _no_words(m, parse)
        or unsaid(m, parse)
    ):
        return None
    m = _timed(m, parse)
    if tokens and not m.source:
        return None  # "11:20: looting at the depot"
    content = m.content
    for s in m.source:
        content = without(content, s)
    content = tuple(c for c in content if any(x.isalnum() for x in c.of(parse.text)))
    if len(content) > 1:
        content = tuple(c for c in content if c.of(parse.text).lower() not in ("it", "there")) or content
    m = replace(m, content=content) if content and content != m.content else m
    m = _coordinated(
        _listed(_begun(_inverted(_sourced(_given(_heard(m, parse), parse), parse), parse), parse), parse), parse
    )
    return whole_clause(m, parse)


def _nobody_did(m: Attribution, parse: Parse) -> bool:
    """ "No group has claimed responsibility": nobody's words; what "no one would say how" has is a clause."""
    who = m.source[0].of(parse.text).lower() if m.source else ""
    if who == "nothing":
        return True  # "nothing suggested that the army had shelled Mosul"
    if not who.startswith(_NO):
        return False
    return not any(
        parse.pos[t] in ("VERB", "AUX") or parse.lower(t) == "so" for s in m.content for t in parse.tokens_in(s)
    )


def _found_nothing(m: Attribution, parse: Parse) -> bool:
    """ "Found no trace of a strike": a finding of nothing denies, and reports nothing."""
    finds = any(parse.lemma[t] in ("find", "see") for t in cue_tokens(m, parse))
    return finds and bool(m.content) and m.content[0].of(parse.text).lower().startswith("no ")


def silent(a: Attribution, parse: Parse) -> bool:
    """Whether it tells of silence: "has not commented", "declined to comment", "did not respond to questions"."""
    cue = cue_tokens(a, parse)
    objects = [o for t in cue for o in parse.kids(t, "dobj")]
    near = {*cue, *(k for t in cue for k in parse.kids(t, "neg", "xcomp", "det")), *objects}
    near |= {k for o in objects for k in parse.kids(o, "det")}
    lemmas = {parse.lemma[t] for t in near}
    if "confirm" in lemmas and {"not", "n't"} & lemmas and {"have"} & {parse.lemma[t] for t in cue}:
        return True  # "has not confirmed the report"; who "cannot confirm" it, doubts it
    if {"decline", "refuse"} & lemmas and a.content and {parse.lemma[t] for t in _inside(a, parse)} <= _EMPTY:
        return True  # "declined to say"
    answers = {"comment", "respond", "reply", "answer", "response"} & lemmas
    return bool(answers) and bool({"not", "n't", "no", "never", "yet", "decline", "refuse", "fail"} & lemmas)


def known_cue(m: Attribution, parse: Parse) -> tuple[str, ...]:
    """The rule name of the cue word that a list knows, if one does: whoever asks what kind of cue it is finds it there."""
    for t in cue_tokens(m, parse):
        for pos in ("verb", "noun"):
            if (parse.lemma[t], pos) in lexicon():
                return (f"cue.{pos}.{parse.lemma[t]}",)
    return ()


def _inside(a: Attribution, parse: Parse) -> list[int]:
    return [t for s in a.content for t in parse.tokens_in(s)]


def cue_tokens(a: Attribution, parse: Parse) -> list[int]:
    """The tokens of its cue."""
    return [t for s in a.cue for t in parse.tokens_in(s)]


def asked(m: Attribution, parse: Parse) -> bool:
    """ "Asked whether …, the captain said", "who asked not to be named": a question put to the source, a wish about the name."""
    if not m.source and any(parse.lemma[t] == "know" for t in cue_tokens(m, parse)):
        return True  # "a leader known as …"
    heads = [t for t in cue_tokens(m, parse) if parse.lemma[t] in ("ask", "speak", "request", "say", "insist")]
    if any(
        parse.lemma[t] == "ask" and parse.tag[t] == "VBN" and not parse.kids(t, "aux", "auxpass", "agent")
        for t in heads
    ):
        return True
    words = [t for s in m.content for t in parse.tokens_in(s)]
    if len(heads) == 1 and parse.lower(heads[0]) == "asked" and words and parse.lower(words[0]) in _QUESTIONS:
        after = words[-1] + 1
        if parse.word(heads[0] - 1) == "," and m.source and m.source[-1].end <= parse.start[heads[0]]:
            return after < len(parse) and parse.word(after) == ","  # "The council, asked whether …, declined to say"
    return bool(heads) and len(words) <= 6 and any(parse.lemma[t] in _NAMELESS for t in words)


def _conditional(m: Attribution, parse: Parse) -> bool:
    """ "If confirmed, …"."""
    cue = cue_tokens(m, parse)
    return bool(cue) and not m.source and cue[0] > 0 and parse.lower(cue[0] - 1) in ("if", "unless", "once")


def _no_words(m: Attribution, parse: Parse) -> bool:
    """ "The fever claimed forty lives", "can hardly be told apart": a deed of things, which tells nothing."""
    cue = cue_tokens(m, parse)
    if any(parse.lemma[t] == "tell" and "apart" in {parse.lower(c) for c in parse.children[t]} for t in cue):
        return True
    if not m.source or not any(parse.lemma[t] == "claim" and parse.pos[t] == "VERB" for t in cue):
        return False
    head = head_token(parse, m.source)
    return parse.pos[head] == "NOUN" and not can_speak(parse, head) and not any(parse.kids(t, "ccomp") for t in cue)


def _unknown(m: Attribution, parse: Parse) -> bool:
    """Whether a doubtful cue is no word that any list knows ("let", "struck", "called off")."""
    if m.score >= (_WEAK if m.source else _WEAK_UNSAID) or m.manner != "indirect":
        return False
    return not any(
        (parse.lemma[t], pos) in lexicon() for t in cue_tokens(m, parse) for pos in ("verb", "noun", "phrase")
    ) and not any(parse.lower(t) in ("according", "in", "by", "under", ":") for t in cue_tokens(m, parse))


def _sourced(m: Attribution, parse: Parse) -> Attribution:
    """ "…, which lies north of the town, state broadcaster Fana said": the phrase between the last comma and the cue is the source."""
    cue = cue_tokens(m, parse)
    own = _subject(m, parse, cue) if not m.source else None
    if own is not None:
        return own
    verb = next((t for t in cue if parse.lemma[t] in _PLAIN and parse.tag[t] in ("VBD", "VBZ")), None)
    if m.source or verb is None or parse.kids(verb, "auxpass"):
        return m
    first = parse.sentences[parse.sentence_of(cue[0])][0]
    comma = next((t for t in range(cue[0] - 1, max(first, cue[0] - 11), -1) if parse.word(t) == ","), None)
    inner = range(comma + 1, cue[0]) if comma is not None else range(0)
    if not inner or any(parse.tag[t] in ("VBD", "VBZ", "VBP", "MD", "WDT", "WP") for t in inner):
        return m
    if parse.pos[inner[-1]] not in ("PROPN", "NOUN") or not any(can_speak(parse, t) for t in inner):
        return m
    source = parse.span(inner[0], inner[-1])
    content = tuple(c for c in without(m.content, source) if any(x.isalnum() for x in c.of(parse.text)))
    return replace(m, source=(source,), content=content) if content else m


def _heard(m: Attribution, parse: Parse) -> Attribution:
    """ "Three ministers had been told by the envoy that …": who is told is no source, who tells is, if anybody is named."""
    for t in cue_tokens(m, parse):
        told = [*parse.kids(t, "nsubjpass")] if parse.lemma[t] in _TOLD and parse.tag[t] == "VBN" else []
        if not told or not m.source or not any(s.holds(parse.span(k, k)) for k in told for s in m.source):
            continue
        by = [
            o
            for p in (*parse.kids(t, "agent"), *parse.kids(t, "prep"))
            if parse.lower(p) == "by"
            for o in parse.kids(p, "pobj")
        ]
        source = parse.span(*noun_phrase(parse, by[0])) if by else None
        if source is None or any(source.overlaps(c) for c in (*m.cue, *m.content)):
            return replace(m, source=())
        return replace(m, source=(source,))
    return m


def _timed(m: Attribution, parse: Parse) -> Attribution:
    """ "16.05 The council says …": the time that opens an entry is no part of who speaks."""
    if len(m.source) != 1 or not _CLOCK.match(m.source[0].of(parse.text)):
        return m
    rest = [t for t in parse.tokens_in(m.source[0]) if not _CLOCK.match(parse.word(t)) and parse.word(t).isalnum()]
    source = (Span(parse.start[rest[0]], m.source[0].end),) if rest else ()
    return replace(m, source=source)


def _given(m: Attribution, parse: Parse) -> Attribution:
    """ "… in contrast to the one given by the envoy, who told us that …": who gave the account is who speaks."""
    if len(m.source) != 1:
        return m
    head = head_token(parse, m.source)
    if parse.lemma[head] not in ("one", "that", "account", "version"):
        return m
    for given in parse.kids(head, "acl"):
        for o in (k for by in parse.kids(given, "agent") for k in parse.kids(by, "pobj")):
            start = parse.start[noun_phrase(parse, o)[0]]
            if can_speak(parse, o) and m.source[0].start < start < m.source[0].end:
                return replace(m, source=(Span(start, m.source[0].end),))
    return m


def _begun(m: Attribution, parse: Parse) -> Attribution:
    """ "New attacks on the town | have left nine dead, the army said": a clause before the cue has its subject."""
    if not m.cue or not m.content or m.content[0].end > m.cue[0].start:
        return m
    inside = parse.tokens_in(m.content[0])
    if not inside or parse.tag[inside[0]] not in ("VBD", "VBZ", "VBP", "MD"):
        return m
    sentence = parse.sentences[parse.sentence_of(inside[0])][0]
    verb = inside[0] if parse.dep[inside[0]] not in ("aux", "auxpass") else parse.head[inside[0]]
    subject = next((s for s in parse.kids(verb, "nsubj", "nsubjpass") if s < inside[0]), None)
    if subject is None or verb not in inside or parse.word(inside[0] - 1)[-1:] in _CLOSES:
        return m
    first = min(below(parse, subject))
    whole = Span(parse.start[first], m.content[0].end)
    if first < sentence or any(whole.overlaps(s) for s in (*m.source, *m.cue)) or parse.tag[subject] in ("WDT", "WP"):
        return m
    return replace(m, content=(whole, *m.content[1:]))


def _coordinated(m: Attribution, parse: Parse) -> Attribution:
    """ "The United States, France, and Britain have condemned …": the last of a list of speakers stands for the list."""
    if len(m.source) != 1 or not m.cue or m.source[0].start > m.cue[0].start:
        return m
    first = parse.tokens_in(m.source[0])
    head = head_token(parse, m.source)
    if not first or first[0] < 1 or parse.lower(first[0] - 1) != "and" or parse.dep[head] != "conj":
        return m
    top = head
    while parse.dep[top] == "conj" and parse.pos[parse.head[top]] in ("NOUN", "PROPN"):
        top = parse.head[top]
    if top == head or parse.dep[top] != "nsubj" or parse.head[top] not in cue_tokens(m, parse):
        return m
    source = parse.span(noun_phrase(parse, top)[0], first[-1])
    return m if any(source.overlaps(c) for c in (*m.cue, *m.content)) else replace(m, source=(source,))


def _listed(m: Attribution, parse: Parse) -> Attribution:
    """ "…, residents, a local official and a UN source said": the first of a list of speakers is no content."""
    if len(m.source) != 1 or not m.cue or not m.content or m.source[0].start > m.cue[0].start:
        return m
    first = parse.tokens_in(m.source[0])
    if not first or not any(parse.lower(t) == "and" for t in first):
        return m
    at = first[0] - 1  # the comma before what the reader has of the list
    start = at
    while start > 0 and parse.pos[start - 1] in ("NOUN", "PROPN", "ADJ", "DET", "NUM"):
        start -= 1
    inner = range(start, at)
    if not inner or start < 1 or parse.word(at) != "," or parse.word(start - 1) != "," or len(inner) > 4:
        return m
    if not can_speak(parse, inner[-1]) or parse.pos[inner[-1]] not in ("NOUN", "PROPN"):
        return m
    source = Span(parse.start[start], m.source[0].end)
    content = tuple(s for c in without(m.content, source) for s in spans_of(parse, parse.tokens_in(c)))
    told = any(parse.tag[t] in ("VBD", "VBZ", "VBP", "MD") for c in content for t in parse.tokens_in(c))
    return replace(m, source=(source,), content=content) if told else m


def _subject(m: Attribution, parse: Parse, cue: list[int]) -> Attribution | None:
    """ "hours after their alliance declared that …", "a report dismissed by Kyiv": who tells is the source where the reader found none."""
    for t in cue:
        known = lexicon().get((parse.lemma[t], "verb"))
        if parse.tag[t] not in ("VBD", "VBZ", "VBP", "VBN") or known is None or known.group not in _TELLING:
            continue
        agents = (
            [k for by in parse.kids(t, "agent") for k in parse.kids(by, "pobj")] if not parse.kids(t, "auxpass") else []
        )
        for s in (*parse.kids(t, "nsubj"), *agents):
            source = parse.span(*noun_phrase(parse, s))
            if (
                can_speak(parse, s)
                and parse.tag[s] not in ("WDT", "WP", "DT")
                and not any(source.overlaps(c) for c in (*m.cue, *m.content))
            ):
                return replace(m, source=(source,))
    return None


def _inverted(m: Attribution, parse: Parse) -> Attribution:
    """ "“…,” ran the ministry's reply": the noun phrase right after the cue is the source, not more of the content."""
    if m.source or len(m.content) < 2 or not m.cue:
        return m
    first, last = min(m.content), max(m.content)
    at = m.cue[-1].end
    after = parse.tokens_in(last)
    if not (first.end <= m.cue[0].start and at <= last.start <= at + 2) or not after or len(after) > 15:
        return m
    inside = set(after)
    tops = [t for t in after if parse.head[t] not in inside or parse.head[t] == t]
    if len(tops) != 1 or parse.pos[tops[0]] not in ("NOUN", "PROPN"):
        return m
    return replace(m, source=(last,), content=tuple(c for c in m.content if c != last))
