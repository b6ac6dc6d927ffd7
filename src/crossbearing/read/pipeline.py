"""The order of the stages, and the one call that runs them: `read`."""

from __future__ import annotations

from dataclasses import dataclass

from crossbearing.packs import Pack
from crossbearing.read.parse import Parser
from crossbearing.types import Reading, Report


@dataclass(frozen=True)
class Tools:
    """What reading needs besides the report; loaded once, never changed."""

    parser: Parser
    packs: tuple[Pack, ...]


def read(report: Report, tools: Tools) -> Reading:
    """Read one report."""
    return Reading(report=report)
