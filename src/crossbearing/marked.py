"""Marked sentences: the one format of our cases and corpora.

`[src Officials] [cue said] [say the town had fallen]` marks one attribution. A number tells several apart, and marks
nest: `[src1 The envoy] [cue1 said] [say1 that [src2 the general] [cue2 had reported] [say2 the fall of the town]]`.
A label that stands twice with one number gives a discontinuous role. Any other square bracket is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crossbearing.errors import UsageError
from crossbearing.types import Span

_OPEN = re.compile(r"\[(src|cue|say)(\d*) ")


@dataclass(frozen=True, slots=True)
class MarkedAttribution:
    """One marked attribution; `within` is the number of the innermost one whose content holds its cue."""

    number: int
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    within: int | None


def unmark(marked: str) -> tuple[str, tuple[MarkedAttribution, ...]]:
    """The plain text, and its attributions in order of their numbers.

    Raises:
        UsageError: a bracket is not closed.
    """
    out: list[str] = []
    length = i = 0
    stack: list[tuple[str, int, int] | None] = []
    spans: dict[int, dict[str, list[Span]]] = {}
    while i < len(marked):
        opened = _OPEN.match(marked, i)
        if opened:
            stack.append((opened[1], int(opened[2] or 1), length))
            i = opened.end()
            continue
        char = marked[i]
        if char == "[":
            stack.append(None)
        elif char == "]" and stack:
            mark = stack.pop()
            if mark is not None:
                label, number, start = mark
                roles = spans.setdefault(number, {"src": [], "cue": [], "say": []})
                roles[label].append(Span(start, length))
                i += 1
                continue
        out.append(char)
        length += 1
        i += 1
    if any(mark is not None for mark in stack):
        raise UsageError(f"a mark is not closed in {marked[:60]!r}")
    found = {
        number: (tuple(sorted(roles["src"])), tuple(sorted(roles["cue"])), tuple(sorted(roles["say"])))
        for number, roles in sorted(spans.items())
    }
    return "".join(out), tuple(
        MarkedAttribution(number, source, cue, content, _within(number, found))
        for number, (source, cue, content) in found.items()
    )


_Roles = tuple[tuple[Span, ...], tuple[Span, ...], tuple[Span, ...]]


def _within(number: int, found: dict[int, _Roles]) -> int | None:
    cues = found[number][1]
    if not cues:
        return None
    holders = [
        (span.end - span.start, other)
        for other, (_, _, content) in found.items()
        if other != number
        for span in content
        if span.holds(cues[0])
    ]
    return min(holders)[1] if holders else None
