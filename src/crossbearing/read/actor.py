"""`Parse`, packs → `Mention`s: who acts or speaks, with what a definite phrase takes up resolved inside the report."""

from __future__ import annotations

from collections.abc import Sequence

from crossbearing.packs import Pack
from crossbearing.read.naming import named
from crossbearing.read.parse import Parse
from crossbearing.read.refer import settle
from crossbearing.read.who import Mention, bare_name, short_phrase
from crossbearing.types import Participant

__all__ = ["Mention", "mentions", "participant"]


def mentions(parse: Parse, packs: Sequence[Pack], *, published: str | None = None) -> tuple[Mention, ...]:
    """Every mention of an actor, in order of the text; "the ministry" and "its forces" are who they are in this report.

    `published` (ISO date) decides which of a pack's dated forms hold.
    """
    settled = settle(parse, named(parse, packs, published=published), packs)
    return tuple(sorted(settled, key=lambda m: (m.first, -m.last)))


def participant(parse: Parse, token: int, found: Sequence[Mention]) -> Participant | None:
    """The participant that an argument's head token is, or `None` for a bare pronoun or a thing that cannot act."""
    best = [m for m in found if m.head == token] or [m for m in found if m.first <= token <= m.last]
    if best:
        m = max(best, key=lambda m: (m.head == token, m.last - m.first))
        return Participant(
            name=m.name, as_written=parse.text[parse.start[m.first] : parse.end[m.last]], id=m.actor, side=m.side
        )
    if parse.pos[token] in ("PRON", "DET", "NUM"):
        return None
    first, last = short_phrase(parse, token)
    text = parse.text[parse.start[first] : parse.end[last]]
    return Participant(name=bare_name(text), as_written=text)
