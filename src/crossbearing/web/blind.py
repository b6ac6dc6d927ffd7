"""The blind second reader: what another person decided about a claim is hidden until one's own verdict is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crossbearing.ledger.decisions import in_force
from crossbearing.types import Decision

VERDICTS = ("confirm", "reject", "unclear")


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two readers agree: claims that two or more read, and those on which all gave one verdict."""

    read_twice: int
    agreed: int
    settled: int
    open: int


def verdicts(log: Sequence[Decision]) -> Mapping[str, Mapping[str, Decision]]:
    """Claim → person → that person's last verdict in force; an adjudication settles the claim and stands for all."""
    out: dict[str, dict[str, Decision]] = {}
    for decision in in_force(log):
        if decision.verdict in VERDICTS and decision.subject.startswith("c"):
            out.setdefault(decision.subject, {})[decision.by] = decision
    return out


def adjudicated(given: Mapping[str, Decision]) -> Decision | None:
    """The adjudication among the verdicts on one claim: the last one that names the verdicts that it settles."""
    settling = [d for d in given.values() if d.payload.get("adjudicates")]
    return max(settling, key=lambda d: d.seq, default=None)


def differ(given: Mapping[str, Decision]) -> bool:
    """Whether readers differ and nobody has adjudicated."""
    return len({d.verdict for d in given.values()}) > 1 and adjudicated(given) is None


def hidden(log: Sequence[Decision], me: str, *, alone: bool) -> frozenset[int]:
    """The numbers of the decisions that this person may not see yet."""
    if alone:
        return frozenset()
    own = {d.subject for d in in_force(log) if d.by == me and d.verdict in VERDICTS}
    masked = {d.seq for d in log if d.verdict in VERDICTS and d.by != me and d.subject not in own}
    return frozenset(masked | {d.seq for d in log if d.replaces in masked})


def shown(log: Sequence[Decision], me: str, *, alone: bool) -> tuple[Decision, ...]:
    """The decisions that this person may see."""
    masked = hidden(log, me, alone=alone)
    return tuple(d for d in log if d.seq not in masked)


def newest(log: Iterable[Decision], me: str, *, alone: bool) -> Mapping[str, int]:
    """Subject → the number of the last decision about it that this person can know of."""
    return {d.subject: d.seq for d in shown(tuple(log), me, alone=alone)}


def agreement(log: Sequence[Decision]) -> Agreement:
    """Figures over the claims that two or more people read."""
    twice = [given for given in verdicts(log).values() if len(given) > 1]
    same = [g for g in twice if len({d.verdict for d in g.values()}) == 1]
    settled = [g for g in twice if adjudicated(g) is not None]
    return Agreement(len(twice), len(same), len(settled), sum(differ(g) for g in twice))
