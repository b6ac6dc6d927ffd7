"""Verdicts that leave every event as it is: most of what a reader decides needs no linking."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection, select

from crossbearing.ledger import schema as t
from crossbearing.types import Decision

_IDLE = ("confirm", "unclear")


def idle(connection: Connection, log: Sequence[Decision], since: int) -> bool:
    """Whether all that came in after entry `since` of the log are verdicts on claims that take none out and bring none back.

    A confirmation matters to linking where the claim was ever rejected; so does every verdict on an event.
    """
    rows = connection.execute(
        select(t.LOG.c.entry, t.LOG.c.subject).where(t.LOG.c.seq > since, t.LOG.c.entry != "link")
    ).all()
    if not rows or any(row.entry != "decision" for row in rows):
        return False
    ruled = {d.seq: d for d in log}
    rejected = {d.subject for d in log if d.verdict == "reject"}
    held = connection.execute(select(t.STATE.c.value).where(t.STATE.c.key == "orphaned")).scalar_one_or_none()
    orphaned = {int(seq) for seq in json.loads(held or "[]")}
    return all(_leaves(ruled, int(row.subject), rejected, orphaned) for row in rows)


def _leaves(ruled: dict[int, Decision], seq: int, rejected: set[str], orphaned: set[int]) -> bool:
    decision = ruled[seq]
    while decision.verdict == "undo" and decision.replaces in ruled:
        decision = ruled[decision.replaces]
    return (
        decision.verdict in _IDLE
        and decision.subject in decision.payload.get("anchors", {})
        and decision.subject.startswith("c")
        and decision.subject not in rejected
        and decision.seq not in orphaned
    )
