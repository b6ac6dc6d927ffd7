"""Speech acts that are events themselves: a threat, an accusation, a justification or a reply."""

from __future__ import annotations

from collections.abc import Sequence

from crossbearing.read.cues import cue_at
from crossbearing.read.happening import Happening, clause_span
from crossbearing.read.parse import Parse
from crossbearing.types import Attribution


def acts(parse: Parse, attributions: Sequence[Attribution], happenings: Sequence[Happening]) -> tuple[Happening, ...]:
    """A happening for each attribution that is itself the event, because its content states no other."""
    out = []
    for a in attributions:
        if any(s.start <= parse.start[h.trigger] < s.end for h in happenings for s in a.content):
            continue
        if not a.cue:
            continue
        cue = next((t for s in a.cue for t in parse.tokens_in(s) if cue_at(parse, t)), None)
        if cue is None:
            continue
        found = cue_at(parse, cue)
        if found is not None and found.group == "accuse" and parse.pos[cue] == "VERB":
            out.append(Happening(cue, "accusation", clause_span(parse, cue), (), (), (), 0.7, (f"act:{a.id}",)))
    return tuple(out)
