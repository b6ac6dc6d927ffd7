"""What one feature says of two claims: points with a reason, or a veto."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Points:
    """What one feature says of a pair. `veto` ends the comparison."""

    value: float
    reason: str
    veto: bool = False


def veto(reason: str) -> Points:
    """Points that end a comparison."""
    return Points(0.0, reason, veto=True)
