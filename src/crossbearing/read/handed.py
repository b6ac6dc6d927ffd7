"""Through whose hands the words of an attribution came, where only the rest of its sentence tells: "told our crew"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crossbearing.packs import Pack
from crossbearing.read.chain import is_publisher, known_medium
from crossbearing.read.cues import media_words, nouns
from crossbearing.read.parse import Parse
from crossbearing.text import fold
from crossbearing.types import Attribution, ReportHead, Span

_TELLING = frozenset({"told", "tells", "tell", "telling", "informed", "informs"})
_US = re.compile(
    r"\s+(?:us|this (?:news)?paper|this \w+ service|our (?:[\w’']+ ){0,2}?(?:crew|reporter|reporters|correspondent|"
    r"correspondents|newspaper|paper|station|team|programme|program|radio|colleagues?))\b"
)
_HEARD = re.compile(
    r"\b(?:reached|contacted|interviewed|met|visited) (?:[a-z]+ ){0,2}?by (?:us|our|this (?:news)?paper)\b"
)
_NAME = re.compile(r"\s+(?:the )?(?P<name>[A-Z][\w&.-]*(?: (?:&|of|and|the|for|[A-Z][\w&.-]*))*)")
_WORDS = (
    r"(?i:statement|remarks|speech|address|video|footage|interview|message|communiqu[ée]|letter|call|clip|comments?|"
    r"bulletin|text|recording|serviceman|soldier|prisoner|man|woman)"
)
_ENDS = r"(?=(?:,| (?:that|said|says|told|in|on|late|early|which|and|as|the|a|an)\b)|[.;:]|$)"
_THROUGH = re.compile(
    rf"\b{_WORDS},? (?:distributed|carried|broadcast|aired|relayed|published|circulated|read|read out|shown|received|"
    rf"obtained|quoted|cited|interviewed) (?:by|on|in) (?:the )?(?P<name>[\w&.’' -]{{2,40}}?){_ENDS}"
)
_ARM = re.compile(
    r"\b(?:through|via) (?:its|their|the group[’']s) (?:[a-z-]+ ){0,2}?(?:(?:agency|outlet|channel|arm) (?P<after>[A-Z][\w-]+)"
    r"|(?P<name>[A-Z][\w-]+) (?:news )?(?:agency|outlet|newspaper|radio))"
)
_QUOTING = re.compile(
    r",? (?:according to|as (?:quoted|reported|cited|carried) by|quoted by|cited by|as reported in|with reference to) (?:the )?"
    rf"(?P<name>[\w&.’' -]{{2,40}}?){_ENDS}|, as (?P<after>[\w’' -]{{2,30}}?) (?:quoted|cited|reported) (?:him|her|it|them)\b"
)


def handed(
    parse: Parse, found: Sequence[Attribution], packs: Sequence[Pack], head: ReportHead
) -> tuple[Attribution, ...]:
    """The attributions, those with no carrier with the one that the rest of their sentence names."""
    return tuple(replace(a, carriers=_hand(parse, a, packs, head)) if a.cue and not a.carriers else a for a in found)


def _hand(parse: Parse, a: Attribution, packs: Sequence[Pack], head: ReportHead) -> tuple[str, ...]:
    text, cue = parse.text, a.cue[-1]
    token = parse.token_at(cue.start)
    if token is None:
        return ()
    whole = parse.sentence_span(parse.sentence_of(token))
    tail = text[cue.end : whole.end]
    if cue.of(text).lower() in _TELLING:
        if head.publisher and _US.match(tail):
            return ("us",)
        told = _NAME.match(tail)
        name = told["name"].rstrip(".,") if told else ""
        if name and head.publisher and is_publisher(name, head.publisher):
            return ("us",)
        if name and head.publisher and name == _initials(head.publisher):
            return (name,)
        if name and fold(name.split()[-1]) in media_words() and (" " in name or name.isupper()):
            return (known_medium(name, packs) or name,)
    if head.publisher and any(_HEARD.search(s.of(text)) for s in a.source):
        return ("us",)
    for pattern in (_THROUGH, _ARM, _QUOTING):
        for m in pattern.finditer(text, whole.start, whole.end):
            group = "name" if m["name"] else "after"
            span = Span(m.start(group), m.end(group))
            if any(s.overlaps(span) for s in (*a.content, *a.source)) and pattern is not _THROUGH:
                continue
            if any(s.overlaps(span) for s in a.content):
                continue
            if pattern is _QUOTING and not _beside(text, a, m.start()):
                continue
            name = _medium(m[group].strip(), packs, head, named=pattern is _ARM)
            if name:
                return (name,)
    return ()


def _beside(text: str, a: Attribution, at: int) -> bool:
    """Whether the words follow the cue, or the source behind it: "the ministry said, according to the agency"."""
    last = max(s.end for s in (*a.cue, *a.source))
    return at >= last and not re.search(r"[.;:“”\"]", text[last:at]) and at - last <= 20


def _medium(name: str, packs: Sequence[Pack], head: ReportHead, *, named: bool) -> str | None:
    """The medium that is meant, `us` for the report's own publisher, `None` where the words name no medium."""
    if head.publisher and is_publisher(name, head.publisher):
        return "us"
    if head.publisher and name == _initials(head.publisher):
        return name
    words = {fold(w) for w in name.split()}
    if words <= nouns("channel"):
        return None
    return known_medium(name, packs) or (name if named or words & _MEDIA else None)


def _initials(publisher: str) -> str:
    """How a report shortens its own publisher: "MNA" for the Meridian News Agency."""
    return "".join(w[0] for w in publisher.removeprefix("The ").split() if w[0].isupper())


_MEDIA = frozenset(
    {"television", "tv", "radio", "media", "agency", "newspaper", "broadcaster", "daily", "press", "news"}
)
