"""What was taken back: by a claim that says so, or by a publisher's correction of its own report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from crossbearing.link.context import Context
from crossbearing.link.days import day
from crossbearing.link.facts import content_words
from crossbearing.link.lexicon import has_phrase
from crossbearing.text import fold
from crossbearing.types import Claim, ReportHead

HEAD = 420
WITHIN_DAYS = 14
LIKE = 0.45
_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


def taken_back(claims: Sequence[Claim], context: Context) -> frozenset[str]:
    """The claims that a later claim of the same source, or of the same publisher, takes back; and those that do so."""
    out: set[str] = set()
    for claim in claims:
        if not claim.retracts:
            continue
        out.add(claim.id)
        stamp = context.published(claim) or "9999"
        publisher = fold(context.publisher(claim) or "")
        for other in claims:
            if other is claim or (context.published(other) or "") > stamp:
                continue
            named = claim.retracts in (other.id, other.report.id)
            own = claim.manner == "own_voice" and publisher and fold(context.publisher(other) or "") == publisher
            spoken = (
                claim.manner != "own_voice"
                and bool(claim.source.name)
                and fold(claim.source.name or "") == fold(other.source.name or "")
            )
            if named or own or spoken:
                out.add(other.id)
    return frozenset(out) | context.corrected


def corrected(claims: Iterable[Claim], context: Context) -> frozenset[str]:
    """Claims of reports that their own publisher corrected later.

    A report whose first lines speak of a correction takes back those claims of its publisher's earlier reports whose
    words, and whose speaker, stand in the sentence that tells what the earlier report had said.
    """
    by_publisher: dict[str, list[Claim]] = {}
    for claim in claims:
        publisher = context.publisher(claim)
        if publisher and claim.stance == "asserts":
            by_publisher.setdefault(fold(publisher), []).append(claim)
    out: set[str] = set()
    for report in sorted(context.texts):
        head = context.heads.get(report)
        if head is None or not corrects(head, context.texts[report]):
            continue
        text = f"{head.title or ''} {context.texts[report][:HEAD]}"
        # the sentence that tells what the earlier report had said
        text = " ".join(s for s in _SENTENCE.split(text) if has_phrase(s, "earlier"))
        said, words = content_words(text), frozenset(_WORD.findall(fold(text)))
        if not said:
            continue
        for claim in by_publisher.get(fold(head.publisher or ""), ()):
            if claim.report.id == report:
                # the correction repeats what it takes back
                if claim.span.text in text:
                    out.add(claim.id)
                continue
            if not _before(claim, head.published, context):
                continue
            own = content_words(claim.span.text)
            speaker = frozenset(_WORD.findall(fold(claim.source.name or "")))
            named = claim.manner == "own_voice" or bool(speaker & words)
            if named and sum(_akin(w, said) for w in own) >= LIKE * max(3, len(own)):
                out.add(claim.id)
    return frozenset(out)


def corrects(head: ReportHead, text: str) -> bool:
    """Whether the first lines of a report speak of a correction of its publisher's."""
    return bool(head.publisher) and has_phrase(f"{head.title or ''} {text[:HEAD]}", "retraction")


def _akin(word: str, others: frozenset[str]) -> bool:
    """Whether a word stands among others, be it in another form: "lost" and "loss", "Ukraine" and "Ukrainian"."""
    size = 3 if len(word) < 5 else 5
    return word in others or any(o[:size] == word[:size] and abs(len(o) - len(word)) <= 3 for o in others)


def _before(claim: Claim, published: str | None, context: Context) -> bool:
    then, now = day(context.published(claim)), day(published)
    return then is not None and now is not None and 0 <= now - then <= WITHIN_DAYS
