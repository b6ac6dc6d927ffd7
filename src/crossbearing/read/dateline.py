"""The line of place, day and agency that opens a report: "KYIV, May 20 (Agency) -", "MOSCOW, May 20. /AGENCY/.", "Velen, AGENCY –"."""

from __future__ import annotations

import re

from crossbearing.types import Span

_PLACE = r"[A-ZÀ-Þ][A-ZÀ-Þ’'.-]+(?:[ /-][A-ZÀ-Þ][A-ZÀ-Þ’'.-]+)*(?:,(?: [A-ZÀ-Þ][\w.’'-]*){1,3}| \([A-Z][a-z][A-Za-z ]+\)(?= ?[(•]))?"
_DAY = r"(?:,? (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?)?\.?"
_AGENCY = r"(?:\((?P<round>[A-Z][^()\n]{1,40})\)|/(?P<slash>[A-Z][^/\n]{1,40})/\.?)"
_DATELINE = re.compile(rf"\s*{_PLACE}{_DAY}\s*(?:{_AGENCY}\s*(?:[-–—]+|:|(?<=/\.)|(?<=/))|[-–—•]+(?=\s))\s*")

_MIXED_CASE = re.compile(
    rf"\s*[A-ZÀ-Þ][\w’'.-]+(?:,? [A-ZÀ-Þ][\w’'.-]*){{0,4}}(?: \([A-Z][a-z][A-Za-z ]+\)(?= ?[(•]))?{_DAY}(?:\s*\((?P<round>[A-Z][^()\n]{{1,40}})\)\s*[-–—]+\s*|, (?P<bare>[A-Z]{{3,6}}) [-–—]+\s+)"
)


def dateline(text: str, block: Span) -> tuple[Span, Span | None] | None:
    """Where the dateline at the start of a paragraph stands, and the agency in it; `None` if there is none."""
    reach = min(block.end, block.start + 160)
    m = _DATELINE.match(text, block.start, reach) or _MIXED_CASE.match(text, block.start, reach)
    if not m or m.end() >= block.end:
        return None
    for name in ("round", "slash", "bare"):
        if m.groupdict().get(name):
            return Span(block.start, m.end()), Span(*m.span(name))
    return Span(block.start, m.end()), None
