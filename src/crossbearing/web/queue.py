"""The review queue: which claims this person should look at first, and why each waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crossbearing.jsonform import from_json, to_json
from crossbearing.ledger.decisions import apply
from crossbearing.ledger.filters import Filter, matches
from crossbearing.listing import claims_by_id
from crossbearing.pages.fieldwords import field_words
from crossbearing.types import Claim, Decision
from crossbearing.views import Views
from crossbearing.waiting import around, waiting
from crossbearing.web import blind

MOST = 60
WHYS: Mapping[str, str] = {
    "differ": "readers differ",
    "second": "one reader to go",
    "contested": "its event is contested",
    "corroborated": "its event is shown as corroborated",
    "unsure": "the reader is unsure",
    "rare": "one of few claims of its kind",
    "unread": "nobody has looked at it",
}
"""Every reason why a claim waits, in the order of the queue."""

SIDE_BY_SIDE = (
    "span", "source", "kind", "stance", "mode", "hedged", "agents", "targets", "place", "when", "said", "counts", "admiralty", "retracts",
)  # fmt: skip
"""Every field that may be edited, in the order in which two readings are laid side by side."""
SHOWN_ALWAYS = ("source", "kind", "stance", "place", "when")


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim that waits, as this person may see it, with the reason; `given` holds the decisions that they may see."""

    claim: Claim
    reason: str
    given: tuple[Decision, ...] = ()
    dispute: blind.Dispute | None = None

    @property
    def why(self) -> str:
        """The reason in words."""
        return f"{WHYS[self.reason]} ({self.claim.score:.2f})" if self.reason == "unsure" else WHYS[self.reason]


def queue(
    views: Views,
    log: Sequence[Decision],
    me: str,
    *,
    alone: bool,
    wanted: Filter = Filter(),
    reason: str | None = None,
    most: int = MOST,
) -> tuple[Entry, ...]:
    """Claims on which readers differ, then those that wait for a second reader, then those that nobody looked at."""
    read = blind.readers(log)
    disputes = {} if alone else blind.disputes(log)
    out: dict[str, str] = {}
    if not alone:
        differing = {c for c, said in blind.verdicts(log).items() if blind.differ(said)} | {*disputes}
        second = {c for c, people in read.items() if len(people) == 1 and me not in people}
        out |= dict.fromkeys(sorted(differing), "differ")
        out |= {c: "second" for c in sorted(second) if c not in out}
    mine = {c: why for c, why in out.items() if reason in (None, why)}
    seen = blind.shown(log, me, alone=alone)
    edits = views.in_force()
    inside = around(views, list(mine), wanted)
    passing = [key for key in mine if key in inside]
    entries = [c for c in apply(claims_by_id(views, passing), edits) if matches(c, wanted)][:most]
    if len(entries) < most and reason not in ("differ", "second"):
        rows = waiting(views, sorted(read), most - len(entries), wanted, reason)
        mine |= dict(rows)
        entries += apply(claims_by_id(views, [key for key, _ in rows]), edits)
    return tuple(Entry(c, mine[c.id], tuple(d for d in seen if d.subject == c.id), disputes.get(c.id)) for c in entries)


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field as each reader and the machine have it, in words."""

    name: str
    differs: bool
    readers: tuple[tuple[str, str], ...]
    machine: str


@dataclass(frozen=True, slots=True)
class Sides:
    """A disputed claim, its readings side by side."""

    readers: tuple[tuple[str, Claim], ...]
    rows: tuple[FieldRow, ...]


def laid_out(views: Views, entries: Sequence[Entry]) -> Mapping[str, Sides]:
    """Claim → the readings of it, field by field, for the claims on whose fields readers differ."""
    disputes = {e.claim.id: e.dispute for e in entries if e.dispute is not None}
    out = {}
    for machine in claims_by_id(views, list(disputes)):
        dispute = disputes[machine.id]
        shape = to_json(machine)
        read = tuple((who, from_json(Claim, shape | dict(own))) for who, own in sorted(dispute.sets.items()))
        rows = [
            FieldRow(
                f, f in dispute.fields, tuple((who, field_words(c, f)) for who, c in read), field_words(machine, f)
            )
            for f in SIDE_BY_SIDE
            if f in dispute.fields or f in SHOWN_ALWAYS
        ]
        out[machine.id] = Sides(read, tuple(rows))
    return out
