"""What an export takes from the ledger: claims, events and readings, withheld unless the owner lifts it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from crossbearing.export.names import Policy, policy_of
from crossbearing.export.withhold import LIFTED, NOTICE, Veil, veil_of, withhold, withhold_event
from crossbearing.types import Claim, Event, Reading
from crossbearing.views import Filter, Views


@dataclass
class Leaving:
    """The ledger as it may leave. `full` lifts all withholding, and `notice` says which it is."""

    views: Views
    full: bool = False
    _veils: dict[str, Veil] = field(default_factory=dict)
    _policy: Policy | None = None

    @property
    def notice(self) -> str:
        """What the export says of itself."""
        return LIFTED if self.full else NOTICE

    @property
    def policy(self) -> Policy:
        """The policy that the ledger's packs allow."""
        if self._policy is None:
            publishers = {row.report.publisher for row in self.views.reports()}
            self._policy = policy_of(self.views.packs, sorted(p for p in publishers if p))
        return self._policy

    def readings(self, wanted: Filter) -> Iterator[Reading]:
        """The readings of the reports that are wanted, in order of capture."""
        for row in self.views.reports(wanted):
            reading = self.views.reading(row.report.id)
            yield reading if self.full else withhold(reading, self.policy)

    def claims(self, wanted: Filter) -> Iterator[Claim]:
        """The claims that are wanted, in order of report and text."""
        held: dict[str, Claim] = {}
        report: str | None = None
        for claim in self.views.claims(wanted):
            if self.full:
                yield claim
                continue
            if claim.report.id != report:
                report = claim.report.id
                held = {c.id: c for c in withhold(self.views.reading(report), self.policy).claims}
            yield held[claim.id]

    def events(self, wanted: Filter) -> Iterator[Event]:
        """The events that are wanted, in order of time."""
        for event in self.views.events(wanted):
            if self.full:
                yield event
                continue
            reports = dict.fromkeys(claim.report.id for claim in self.views.claims_of(event))
            yield withhold_event(event, [self._veil(r) for r in reports])

    def _veil(self, report: str) -> Veil:
        if report not in self._veils:
            self._veils[report] = veil_of(self.views.reading(report), self.policy)
        return self._veils[report]
