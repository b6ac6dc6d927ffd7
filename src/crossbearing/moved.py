"""Where an old address leads: events that were locked, split, joined or founded anew, and claims that were read anew."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import select

from crossbearing.ledger import fetch
from crossbearing.ledger import schema as t
from crossbearing.ledger.packing import column
from crossbearing.listing import events_holding
from crossbearing.text import stable_id
from crossbearing.types import Claim, Decision
from crossbearing.views import Views


def event_moved(views: Views, log: Sequence[Decision], key: str) -> str | None:
    """The event into which the one of this id turned: that of the claims which a decision named, or of the claim that founded it.

    An event has its id from the claim that founded it, and an earlier report may found it anew.
    """
    for decision in reversed(log):
        if decision.subject == key:
            held = list(events_holding(views, decision.payload.get("claims", ())).values())
            return next(iter(sorted(set(held), key=held.count, reverse=True)), None)
    with views.ledger.reading() as connection:
        every = connection.execute(select(t.CLAIMS.c.id)).scalars()
        founder = next((claim for claim in every if stable_id("e", claim) == key), None)
    if founder is None:
        return None
    now = claim_moved(views, founder) or founder
    return events_holding(views, [now]).get(now)


def claim_moved(views: Views, key: str) -> str | None:
    """The claim as which a newer reading has the one of this id: that of the same report whose span covers most of its own."""
    c = t.CLAIMS.c
    with views.ledger.reading() as connection:
        old = connection.execute(
            select(c.report, c.body).where(c.id == column(key)).order_by(c.seq.desc()).limit(1)
        ).first()
        if old is None:
            return None
        was = json.loads(old.body)
        now = [claim for claim in fetch.claims_where(connection, t.REPORTS.c.id == old.report) if _shared(claim, was)]
    now.sort(key=lambda claim: (-_shared(claim, was), claim.source.name != was["source"]["name"], claim.id))
    return now[0].id if now else None


def _shared(claim: Claim, was: dict[str, dict[str, int]]) -> int:
    """How many characters a claim shares with an older one."""
    return max(0, min(claim.span.end, was["span"]["end"]) - max(claim.span.start, was["span"]["start"]))
