"""The review queue: which claims this person should look at first, and why each waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crossbearing.listing import claims_by_id, waiting
from crossbearing.types import Claim, Decision
from crossbearing.views import Views
from crossbearing.web import blind

MOST = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim that waits, with the reason in words; `given` holds the verdicts that this person may see."""

    claim: Claim
    why: str
    given: tuple[Decision, ...] = ()


def queue(views: Views, log: Sequence[Decision], me: str, *, alone: bool, most: int = MOST) -> tuple[Entry, ...]:
    """Claims on which readers differ, then those that wait for a second reader, then those that nobody looked at."""
    given = blind.verdicts(log)
    out: list[tuple[str, str]] = []
    if not alone:
        differing = [c for c, said in given.items() if blind.differ(said)]
        second = [c for c, said in given.items() if len(said) == 1 and me not in said]
        out += [(c, "readers differ") for c in sorted(differing)]
        out += [(c, "one reader to go") for c in sorted(second)]
    rows = waiting(views, sorted(given), most)
    out += [(key, _why(status, score, of_kind)) for key, status, score, of_kind in rows]
    why = dict(out[:most])
    claims = claims_by_id(views, list(why))
    seen = blind.shown(log, me, alone=alone)
    return tuple(Entry(c, why[c.id], tuple(d for d in seen if d.subject == c.id)) for c in claims)


def _why(status: str | None, score: float, of_kind: int) -> str:
    if status == "contested":
        return "its event is contested"
    if status == "independently corroborated":
        return "its event is shown as corroborated"
    if score < 0.6:
        return f"the reader is unsure ({score:.2f})"
    if of_kind <= 2:
        return "one of few claims of its kind"
    return "nobody has looked at it"
