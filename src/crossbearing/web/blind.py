"""The blind second reader: what another person decided about a claim is hidden until one has decided too, or readers differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from crossbearing.ledger.decisions import in_force
from crossbearing.ledger.packing import canonical
from crossbearing.types import Decision

VERDICTS = ("confirm", "reject", "unclear")
READ = (*VERDICTS, "edit")
"""What a person does to a claim that they have read."""
LEAST_PAIRS = 10
"""Claims read twice below which no coefficient of agreement is told."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A claim that two or more people read and set differently, and that nobody has adjudicated since."""

    claim: str
    fields: tuple[str, ...]
    sets: Mapping[str, Mapping[str, Any]]
    """Person → the fields that they set; what they left, they left as the machine read it."""
    seqs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far readers agree: claims that two or more read, and those on which all gave one verdict or one value."""

    read_twice: int
    verdicts: int
    """Claims on which two or more gave a verdict."""
    agreed: int
    settled: int
    open: int
    same: Mapping[str, int]
    """Field → on how many of the claims read twice nobody set it otherwise than another."""
    alpha: float | None
    """Krippendorff's alpha of the verdicts (nominal); `None` while too few claims were read twice, or all verdicts are one."""


def verdicts(log: Sequence[Decision]) -> Mapping[str, Mapping[str, Decision]]:
    """Claim → person → that person's last verdict in force; an adjudication settles the claim and stands for all."""
    out: dict[str, dict[str, Decision]] = {}
    for decision in in_force(log):
        if decision.verdict in VERDICTS and decision.subject.startswith("c"):
            out.setdefault(decision.subject, {})[decision.by] = decision
    return out


def readers(log: Sequence[Decision]) -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """Claim → person → the fields that they set. Who gave a verdict alone has read it too, and set nothing."""
    out: dict[str, dict[str, dict[str, Any]]] = {}
    for decision in in_force(log):
        if decision.verdict in READ and decision.subject.startswith("c") and not decision.payload.get("adjudicates"):
            own = out.setdefault(decision.subject, {}).setdefault(decision.by, {})
            own.update(decision.payload.get("set", {}) if decision.verdict == "edit" else {})
    return out


def decided(log: Sequence[Decision], me: str, *, alone: bool) -> Mapping[str, str]:
    """The claims that this person has decided on, each with its report; who works alone sees those of all."""
    out = {}
    for decision in in_force(log):
        if decision.verdict in READ and decision.subject.startswith("c") and (alone or decision.by == me):
            anchor = decision.payload.get("anchors", {}).get(decision.subject)
            if anchor is not None:
                out[decision.subject] = str(anchor["report"])
    return out


def disputes(log: Sequence[Decision]) -> Mapping[str, Dispute]:
    """Claim → on which fields its readers differ, where no adjudication came after the last of their edits."""
    last: dict[str, int] = {}
    settled: dict[str, int] = {}
    seqs: dict[str, list[int]] = {}
    for decision in in_force(log):
        if decision.verdict in READ and decision.subject.startswith("c"):
            seqs.setdefault(decision.subject, []).append(decision.seq)
            if decision.verdict == "edit":
                where = settled if decision.payload.get("adjudicates") else last
                where[decision.subject] = decision.seq
    out = {}
    for claim, people in readers(log).items():
        fields = _differing(people)
        if fields and settled.get(claim, 0) < last.get(claim, 0):
            out[claim] = Dispute(claim, fields, people, tuple(seqs[claim]))
    return out


def adjudicated(given: Mapping[str, Decision]) -> Decision | None:
    """The adjudication among the verdicts on one claim: the last one that names the verdicts that it settles."""
    settling = [d for d in given.values() if d.payload.get("adjudicates")]
    return max(settling, key=lambda d: d.seq, default=None)


def differ(given: Mapping[str, Decision]) -> bool:
    """Whether verdicts differ and nobody has adjudicated."""
    return len({d.verdict for d in given.values()}) > 1 and adjudicated(given) is None


def hidden(log: Sequence[Decision], me: str, *, alone: bool) -> frozenset[int]:
    """The numbers of the decisions that this person may not see yet."""
    if alone:
        return frozenset()
    force = in_force(log)
    open_to_all = {d.subject for d in force if d.by == me and d.verdict in READ} | {*disputes(log)}
    open_to_all |= {claim for claim, given in verdicts(log).items() if len({d.verdict for d in given.values()}) > 1}
    masked = {
        d.seq
        for d in log
        if d.verdict in READ and d.subject.startswith("c") and d.by != me and d.subject not in open_to_all
    }
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
    both = [people for people in readers(log).values() if len(people) > 1]
    same = [g for g in twice if len({d.verdict for d in g.values()}) == 1]
    settled = [g for g in twice if adjudicated(g) is not None]
    set_ever = sorted({field for people in both for own in people.values() for field in own})
    return Agreement(
        len(both),
        len(twice),
        len(same),
        len(settled),
        sum(differ(g) for g in twice) + len(disputes(log)),
        {field: sum(field not in _differing(people) for people in both) for field in set_ever},
        alpha([[d.verdict for d in g.values()] for g in twice]),
    )


def alpha(units: Sequence[Sequence[str]], least: int = LEAST_PAIRS) -> float | None:
    """Krippendorff's alpha for nominal values (2019, ch. 12), of units with any number of values."""
    paired = [values for values in units if len(values) > 1]
    if len(paired) < least:
        return None
    seen = Counter(value for values in paired for value in values)
    n = sum(seen.values())
    apart = sum(sum(a != b for a, b in permutations(values, 2)) / (len(values) - 1) for values in paired)
    by_chance = sum(seen[a] * seen[b] for a in seen for b in seen if a != b) / (n - 1)
    return None if by_chance == 0 else 1 - apart / by_chance


def _differing(people: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    fields = sorted({field for own in people.values() for field in own})
    return tuple(f for f in fields if len({canonical(own[f]) if f in own else None for own in people.values()}) > 1)
