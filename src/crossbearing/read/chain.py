"""An attribution's chain: from the speaker through every carrier, the wire, out to the publisher."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from crossbearing.packs import Pack
from crossbearing.read.cues import lexicon, media, nouns
from crossbearing.read.dateline import dateline
from crossbearing.text import fold, paragraphs
from crossbearing.types import Attribution, ChainLink, ReportHead, Role, Span

_KINDS_OF_MEDIA = frozenset({"news", "agency", "state", "newspaper", "channel", "broadcaster", "website", "outlet"})
_WAVES_OFF = frozenset({"dismiss", "reject", "condemn"})
_CREDIT = re.compile(r"(?mi)^\s*(?:source|credit|via|from)\s*:\s*(?P<name>[^\n,;|]{2,40}?)\s*\.?$")
_CITED = re.compile(
    r"(?i)\bwith (?:reporting|additional reporting|inputs?|material) (?:by|from) (?P<name>[A-Z][\w .&-]{1,30})"
)


def wire_credit(text: str, packs: Sequence[Pack]) -> tuple[str | None, Span | None]:
    """The agency that a dateline or a credit line names ("KYIV, May 20 (Interfax) -"), and where it stands."""
    for block in paragraphs(text)[:6]:
        opening = dateline(text, block)
        if opening and opening[1]:
            name = known_medium(opening[1].of(text), packs)
            if name:
                return name, opening[1]
    for pattern in (_CREDIT, _CITED):
        for m in pattern.finditer(text):
            name = known_medium(m["name"], packs)
            if name:
                return name, Span(m.start("name"), m.end("name"))
    return None, None


def known_medium(form: str, packs: Sequence[Pack]) -> str | None:
    """The medium of that name in the packs or in our own list; `None` for anything else."""
    clean = form.strip().strip(".").removeprefix("the ").removeprefix("The ")
    bare = " ".join(w for w in clean.split() if fold(w) not in nouns("medium") | _KINDS_OF_MEDIA)
    for name in dict.fromkeys((clean, bare)):
        for pack in packs:
            row = pack.publisher_forms.get(fold(name)) or pack.publisher_forms.get(name.lower())
            if row:
                return row.name
        hit = media().get(fold(name))
        if hit:
            return hit[0]
    return None


def chain(
    attribution: Attribution,
    by_id: Mapping[str, Attribution],
    head: ReportHead,
    wire: str | None,
    packs: Sequence[Pack],
) -> tuple[ChainLink, ...]:
    """Speaker first, then outward each carrier, the wire, the publisher last; no name stands twice in a row.

    An outer speaker of a nested attribution carries the inner one's words. A channel (Telegram, a video) is no carrier.
    """
    links: list[ChainLink] = []
    speaker = attribution.speaker.name if attribution.speaker else None
    if speaker:
        links.append(ChainLink(name=speaker, role="speaker"))
    seen: set[str] = set()
    at: Attribution | None = attribution
    while at is not None and at.id not in seen:
        seen.add(at.id)
        if at is not attribution and at.speaker and at.speaker.name and not _disputes(at):
            _add(links, at.speaker.name, "carrier")
        for name in at.carriers:
            if name == "us" and not head.publisher:
                continue
            if fold(name) not in nouns("channel") | nouns("medium"):  # "the agency" names none
                _add(links, known_medium(name, packs) or name, "carrier")
        at = by_id.get(at.within or "")
    if wire:
        _add(links, wire, "wire")
    if head.publisher:
        links = [
            ChainLink(name=head.publisher, role=k.role)
            if k.role == "carrier" and is_publisher(k.name, head.publisher)
            else k
            for k in links
        ]
        links.append(ChainLink(name=head.publisher, role="publisher"))
    return tuple(links)


def is_publisher(name: str, publisher: str) -> bool:
    """Whether a carrier is the report's own publisher: "told us", "told the Courier" in the Meridian Courier."""
    own = set(fold(publisher).split())
    return name == "us" or set(fold(name).removeprefix("the ").split()) <= own


def _disputes(outer: Attribution) -> bool:
    """Whether the outer speaker denies or doubts the inner one's words: who rejects a claim does not carry it."""
    for rule in outer.rules:
        _, word, lemma = (*rule.split("."), "", "")[:3]
        cue = lexicon().get((lemma, word))
        if lemma in _WAVES_OFF or (cue is not None and cue.group in ("deny", "doubt")):
            return True
    return False


def _add(links: list[ChainLink], name: str, role: Role) -> None:
    """Append a hand; an agency already there as carrier becomes the wire or publisher when it is that too."""
    for n, link in enumerate(links):
        if fold(link.name) == fold(name) or fold(link.name).endswith(f"-{fold(name)}"):
            if n > 0:
                links[n] = ChainLink(name=link.name, role=role)
            if n > 0 or role == "carrier":
                return
    links.append(ChainLink(name=name, role=role))
