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
    """The claims of one event that were taken back later, and those that take back.

    A source takes back what it said, in whatever report; a publisher takes back what its own reports told, as far as its
    words tell which. A figure that is put in the place of another takes nothing back: the happening is still asserted.
    A figure that is given up takes back that figure alone.
    """
    by_id = {c.id: c for c in claims}
    out: set[str] = set()
    for claim in claims:
        if not claim.retracts or amends(claim):
            continue
        out.add(claim.id)
        stamp = context.published(claim) or "9999"
        base = by_id.get(claim.retracts)
        spoken = base.source if base is not None else None if claim.manner == "own_voice" else claim.source
        for other in claims:
            if other is claim or other.stance != "asserts" or (context.published(other) or "") > stamp:
                continue
            if claim.counts and other.counts and not _same_figures(claim, other):
                continue
            named = claim.retracts in (other.id, other.report.id)
            same = spoken is not None and bool(spoken.name) and fold(spoken.name or "") == fold(other.source.name or "")
            if named or same or (spoken is None and _told_by_publisher(other, claim, context)):
                out.add(other.id)
    return frozenset(out) | context.corrected


def amends(claim: Claim) -> bool:
    """Whether a claim puts a figure in the place of an earlier one."""
    return bool(claim.retracts and claim.counts) and claim.stance == "asserts"


def _same_figures(one: Claim, other: Claim) -> bool:
    """Whether two claims give one figure for one thing."""
    mine, theirs = ({(c.what, c.low, c.high) for c in claim.counts} for claim in (one, other))
    return bool(mine & theirs)


def _told_by_publisher(claim: Claim, notice: Claim, context: Context) -> bool:
    """Whether a claim stood in a report of the notice's publisher, in words that the notice speaks of."""
    publisher = fold(context.publisher(notice) or "")
    if not publisher or fold(context.publisher(claim) or "") != publisher:
        return False
    said = content_words(f"{notice.span.text} {notice.retracts}")
    own = content_words(claim.span.text)
    return sum(_akin(w, said) for w in own) >= LIKE * max(3, len(own))


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
