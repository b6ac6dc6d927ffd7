"""Headlines and signatures: "…, Says X"; "X: …"; "… – ministry"; a quotation signed below."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crossbearing.read.cues import nouns
from crossbearing.read.draft import Draft, Quoted
from crossbearing.read.parse import Parse
from crossbearing.read.phrase import spans_of
from crossbearing.text import fold
from crossbearing.types import Span

_COLON = re.compile(r"^(?P<who>[^:“”\"]{2,60}): (?P<what>.{12,})$")
_TRAIL = re.compile(
    r"^(?P<what>.{12,}?), (?P<cue>(?i:says|say|said|claims|reports|warns|alleges|according to)) (?P<who>[^,]{2,60})$"
)
_TAIL_COLON = re.compile(r"^(?P<what>[^:]{12,}): (?P<who>[^:“”\"]{2,50})$")
_TAIL_DASH = re.compile(r"^(?P<what>.{12,}) [-–—] (?P<who>[^-–—]{2,60})$")


def headline_drafts(parse: Parse, quoted: Quoted, taken: set[int]) -> Iterator[Draft]:
    """A first line without a full stop: "…, Says X", "X: …", "… – ministry"."""
    text = parse.text
    for n in range(min(3, len(parse.sentences))):
        span = parse.sentence_span(n)
        line_end = text.find("\n", span.start)
        line_start = text.rfind("\n", 0, span.start) + 1
        line = text[line_start : line_end if line_end >= 0 else len(text)].rstrip()
        if not line or line[-1] in ".!?:" or len(line) > 220 or text[:line_start].strip().count("\n") > 1:
            continue
        for pattern, name in ((_TRAIL, "trail"), (_COLON, "colon"), (_TAIL_COLON, "tail-colon"), (_TAIL_DASH, "dash")):
            m = pattern.match(line)
            if not m:
                continue
            draft = _headline(parse, line_start, m, name)
            if draft is None:
                continue
            if not taken & set(draft.cue):
                yield draft
            return


_BRACKETED = re.compile(
    r"^[•▪■*–—-] *(?P<what>[^\n]{12,}?) \((?P<who>(?:[Ss]ource: )?(?:the )?[A-Z][^()\d\n]{2,60})\)[.;]?$", re.M
)
_NOUN_REPORT = re.compile(r"(?P<what>[^\n.!?]{12,}), (?P<who>(?:the )?[^,.\n]{3,60}) (?P<cue>reports?)\.(?=\s|$)")
_TOLD_SO = re.compile(r", (?:the )?[^,.\n]{3,60} reports?\.(?=\s|$)")
"""The end of the pattern above, which takes long to find that it does not stand."""
_LINE = re.compile(r"^[^\w“\"'‘\n]*(?:\d{1,2}[:.]\d{2}\W+)?(?P<who>[A-Z][^:“”\"\n]{2,60}): (?P<what>\S.{11,})$", re.M)
_NO_SPEAKER = frozenset(
    {"source", "photo", "credit", "note", "update", "read", "watch", "correction", "editor", "author"}
)


def bracketed_drafts(parse: Parse, taken: set[int]) -> Iterator[Draft]:
    """Lines of a brief: "• 29 people missing (Ministry of the Interior)."; "• Two towns are cut off, the police report."."""
    brief = _NOUN_REPORT.finditer(parse.text) if _TOLD_SO.search(parse.text) else ()
    for m in [*_BRACKETED.finditer(parse.text), *brief]:
        who = [t for t in parse.tokens_in(Span(m.start("who"), m.end("who"))) if parse.lower(t) not in ("source", ":")]
        what = parse.tokens_in(Span(m.start("what"), m.end("what")))
        what = range(next((t for t in what if parse.word(t).isalnum()), what.stop), what.stop)
        noun = m.re is _NOUN_REPORT
        cue = parse.token_at(m.start("cue") if noun else m.start("who") - 1)
        if not who or not what or cue is None or cue in taken or len(who) > 8:
            continue
        known = nouns("body") | nouns("medium") | (nouns("class") if noun else frozenset())
        body = {parse.lemma[t] for t in who} | {fold(parse.word(t)) for t in who}
        named = bool(body & known) or (len(who) == 1 and parse.word(who[0]).isupper() and not noun)
        if len(who) == 1 and _initials_of(parse, who[0]):
            continue  # "…, according to the Office of Works (OW)"
        if not named or any(parse.pos[t] in ("VERB", "AUX") for t in who) or (noun and parse.pos[cue] != "NOUN"):
            continue
        if noun and not any(parse.tag[t] in ("VBD", "VBZ", "VBP", "VBN") for t in what):
            continue
        content = spans_of(parse, what)
        if content:
            yield Draft(cue, (cue,), (who[0], who[-1]), content, "cue.headline.bracketed", 0.86)


def _initials_of(parse: Parse, t: int) -> bool:
    """Whether a word in brackets shortens the name before it."""
    letters = [c for c in parse.word(t) if c.isalpha()]
    heads = [parse.word(k)[0] for k in range(max(0, t - 3 * len(letters)), t) if parse.word(k)[:1].isupper()]
    return len(letters) > 1 and [h.upper() for h in heads[-len(letters) :]] == [c.upper() for c in letters]


def line_drafts(parse: Parse, taken: set[int]) -> Iterator[Draft]:
    """Lines of a digest: "Governor Ada Orlov: two drones were shot down." The first sentence after the colon is the speaker's."""
    for m in list(_LINE.finditer(parse.text)):
        who = parse.tokens_in(Span(m.start("who"), m.end("who")))
        what = parse.tokens_in(Span(m.start("what"), m.end("what")))
        if not who or not what or parse.text.rfind("\n\n", 0, m.start()) < 0 or len(who) > 7:
            continue
        named = any(parse.ent[t] in ("PERSON", "ORG") for t in who) or parse.lemma[who[-1]] in nouns("body")
        lemmas = {parse.lemma[t] for t in who}
        if not named or lemmas & _NO_SPEAKER or any(parse.pos[t] in ("VERB", "AUX") for t in who):
            continue
        cue = who[-1] + 1
        last = min(what[-1], parse.sentences[parse.sentence_of(what[0])][1] - 1)
        finite = any(parse.tag[t] in ("VBD", "VBZ", "VBP", "MD", "VBN") for t in range(what[0], last + 1))
        content = spans_of(parse, range(what[0], last + 1))
        if cue not in taken and parse.word(cue) == ":" and finite and content:
            yield Draft(cue, (cue,), (who[0], who[-1]), content, "cue.headline.line", 0.86)


def _headline(parse: Parse, at: int, m: re.Match[str], name: str) -> Draft | None:
    who = parse.tokens_in(Span(at + m.start("who"), at + m.end("who")))
    what = Span(at + m.start("what"), at + m.end("what"))
    if not who or not parse.tokens_in(what):
        return None
    speaks = any(
        parse.ent[t] in ("PERSON", "ORG", "NORP", "GPE")
        or parse.lemma[t] in nouns("role") | nouns("class") | nouns("body") | nouns("document")
        for t in who
    )
    named = len(who) <= 2 and all(parse.pos[t] == "PROPN" for t in who)
    if not (speaks or named) or (name != "trail" and len(who) > 7):
        return None
    if name == "tail-colon" and (any(parse.pos[t] in ("VERB", "AUX") for t in who) or len(who) > 5):
        return None
    if name == "colon" and parse.lower(who[-1]) in (
        "update",
        "updates",
        "live",
        "explainer",
        "analysis",
        "war",
        "video",
        "watch",
        "photos",
    ):
        return None
    if name == "trail":
        cue = tuple(parse.tokens_in(Span(at + m.start("cue"), at + m.end("cue"))))
    elif name == "colon":
        cue = (who[-1] + 1,)
    else:
        cue = (who[0] - 1,)
    return Draft(cue[0], cue, (who[0], who[-1]), (what,), f"cue.headline.{name}", 0.85 if name == "trail" else 0.6)


_SIGNATURE = re.compile(r"[.,]?\s*(?P<dash>[―—–]|--?)\s*(?P<who>[A-Z][^\n.;:!?“”\"]{2,80})\.?\s*(?=\n|$)")


def signed_drafts(parse: Parse, quoted: Quoted) -> Iterator[Draft]:
    """A quotation that fills its line and is signed: "“Nobody came.” — Ada Orlov, a driver"."""
    text = parse.text
    for n, q in enumerate(quoted.outer):
        line_start = text.rfind("\n", 0, q.span.start) + 1
        m = _SIGNATURE.match(text, q.span.end)
        if not m or text[line_start : q.span.start].strip():
            continue
        who = parse.tokens_in(Span(m.start("who"), m.end("who")))
        dash = parse.tokens_in(Span(m.start("dash"), m.end("dash")))
        inside = [t for t in dash if quoted.inside(t) != n]
        if (
            len(who)
            and inside
            and parse.pos[who[0]] == "PROPN"
            and not any(parse.pos[t] in ("VERB", "AUX") for t in who)
        ):
            yield Draft(inside[0], tuple(inside), (who[0], who[-1]), (q.span,), "cue.headline.signed", 0.9)
