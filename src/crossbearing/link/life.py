"""The life of an event: first assertion, spread, denials, corrections, and its status as each day of reporting ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from crossbearing.link.retract import amends
from crossbearing.text import fold
from crossbearing.types import Claim, Event, ReportHead, Status

StepKind = Literal[
    "first assertion", "new origin", "spread", "denial", "doubt", "prediction", "correction", "retraction", "status"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: the day on which it became known (`None` where the report has no date), and the claims that made it."""

    on: str | None
    what: StepKind
    text: str
    claims: tuple[str, ...]
    status: Status | None = None


def life(
    event: Event,
    claims: Mapping[str, Claim],
    heads: Mapping[str, ReportHead],
    statuses: Sequence[tuple[str, Status]] = (),
) -> tuple[Step, ...]:
    """The steps of an event by date. `statuses` (day, status) come from `pipeline.statuses`; undated claims stand last."""
    said = [claims[c] for c in event.claims if c in claims]
    # what is taken back was said before, wherever a report tells it
    said.sort(
        key=lambda c: (_day(c, heads) is None, _day(c, heads) or "", _takes_back(c), c.report.id, c.span.start, c.id)
    )
    origin_of = {c: o for o in event.origins for c in o.claims}
    steps: list[Step] = []
    heard: set[tuple[str, str]] = set()
    asserted = False
    figures: dict[tuple[str, str], tuple[float | None, float | None]] = {}
    for claim in said:
        origin = origin_of.get(claim.id)
        name = origin.name if origin else claim.source.name or "an unnamed source"
        publisher = heads.get(claim.report.id, claim.report).publisher
        where = f" in {publisher}" if publisher else ""
        on = _day(claim, heads)
        first = (fold(name), claim.stance) not in heard
        heard.add((fold(name), claim.stance))
        if _takes_back(claim):
            base = claim.retracts if claim.retracts in origin_of else claim.id
            whose = origin_of[base].name if base in origin_of else name
            figure = next((f"{c.as_written or c.low} ({c.what})" for c in claim.counts), "it")
            steps.append(Step(on=on, what="retraction", text=f"{whose} takes {figure} back{where}", claims=(claim.id,)))
            continue
        # told below, with the figure
        corrected = amends(claim) and any((fold(name), c.what) in figures for c in claim.counts)
        if claim.stance == "asserts" and not corrected:
            what: StepKind = "first assertion" if not asserted else "new origin" if first else "spread"
            asserted = True
            steps.append(Step(on=on, what=what, text=f"{name} asserts it{where}", claims=(claim.id,)))
        elif not corrected:
            kinds: Mapping[str, tuple[StepKind, str]] = {
                "denies": ("denial", "denies it"),
                "doubts": ("doubt", "doubts it"),
                "predicts": ("prediction", "foretells it"),
            }
            what, verb = kinds[claim.stance]
            if first:
                steps.append(Step(on=on, what=what, text=f"{name} {verb}{where}", claims=(claim.id,)))
            else:
                steps.append(Step(on=on, what="spread", text=f"{name} {verb}{where}", claims=(claim.id,)))
        for count in claim.counts:
            key = (fold(name), count.what)
            before = figures.get(key)
            if before is not None and before != (count.low, count.high):
                text = f"{name} now gives {count.as_written or count.low} ({count.what}){where}"
                steps.append(Step(on=on, what="correction", text=text, claims=(claim.id,)))
            figures[key] = (count.low, count.high)
    for on, status in statuses:
        steps.append(Step(on=on, what="status", text=f"status: {status}", claims=(), status=status))
    return tuple(sorted(steps, key=lambda s: (s.on is None, s.on or "", s.what == "status")))


def _takes_back(claim: Claim) -> bool:
    return bool(claim.retracts) and not amends(claim)


def _day(claim: Claim, heads: Mapping[str, ReportHead]) -> str | None:
    published = heads.get(claim.report.id, claim.report).published
    return published[:10] if published else None
