"""The review queue: which claims a person should look at first, and why each waits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from crossbearing.ledger.decisions import in_force
from crossbearing.listing import events_by_id, events_holding
from crossbearing.types import Claim
from crossbearing.views import Views

MOST = 60
_VERDICTS = ("confirm", "reject", "unclear", "edit")


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim that waits, with the reason in words; a smaller weight comes first."""

    claim: Claim
    why: str
    weight: float


def queue(views: Views, *, most: int = MOST, look_at: int = 4000) -> tuple[Entry, ...]:
    """The claims that nobody decided, those of contested or corroborated events first, then the uncertain, then rare kinds."""
    decided = {d.subject for d in in_force(views.decisions()) if d.verdict in _VERDICTS}
    claims = [c for c in views.claims(limit=look_at) if c.id not in decided]
    kinds = Counter(c.kind for c in claims)
    held = events_holding(views, (c.id for c in claims))
    status = {e.id: e.status for e in events_by_id(views, held.values())}
    entries = [_entry(c, status.get(held.get(c.id, "")), kinds[c.kind]) for c in claims]
    return tuple(sorted(entries, key=lambda e: (e.weight, e.claim.id))[:most])


def _entry(claim: Claim, status: str | None, of_kind: int) -> Entry:
    if status == "contested":
        return Entry(claim, "its event is contested", 0 + claim.score)
    if status == "independently corroborated":
        return Entry(claim, "its event is shown as corroborated", 1 + claim.score)
    if claim.score < 0.6:
        return Entry(claim, f"the reader is unsure ({claim.score:.2f})", 2 + claim.score)
    if of_kind <= 2:
        return Entry(claim, f"one of few claims of {claim.kind}", 3 + claim.score)
    return Entry(claim, "nobody has looked at it", 4 + claim.score)
