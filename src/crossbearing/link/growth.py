"""A report more: its claims meet the groups of their own blocks, and nothing else is read or linked again.

What a ledger keeps for this: block key → group (an indexed table), and group → its claims. A new claim joins the best
group of its blocks or founds one; groups that stand are never taken apart. `link_events` over all claims is the
reference; adding in order of publication gives the same groups save where a later, firmer claim would have come first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from crossbearing.link.blocks import keys_of, seek_keys
from crossbearing.link.context import Context
from crossbearing.link.events import BlockIndex, Board, Group, order, place
from crossbearing.link.facts import facts_of
from crossbearing.link.linked import Spot, relation, spot
from crossbearing.link.pipeline import event_of
from crossbearing.text import stable_id
from crossbearing.types import Claim, Event, LinkedEvent


@dataclass(frozen=True, slots=True)
class Grown:
    """What one report changed: the events touched, whole; the ties they gained; what a cap cut short."""

    events: tuple[Event, ...]
    groups: tuple[Group, ...]
    capped: tuple[str, ...]


def relink(
    claims: Iterable[Claim],
    *,
    index: BlockIndex,
    load: Callable[[str], Group | None],
    context: Context,
) -> Grown:
    """Link the claims of new reports into what stands.

    Args:
        claims: the new claims; their reports are in `context.heads`, their copies in `context.lineage`.
        index: the blocks of the ledger; the new claims are filed in it.
        load: the group of an id, with its claims as facts; called only for groups that share a block.
        context: as for `link_events`; `lineage` must know the new reports.
    """
    board = Board(index, load=load)
    touched: dict[str, Group] = {}
    for f in sorted((facts_of(c, context) for c in claims), key=order):
        group = place(board, f, context.rulings)
        touched[group.id] = group
    events: list[Event] = []
    capped: list[str] = [*board.capped]
    for group in touched.values():
        event, more = event_of(stable_id("e", group.id), group, context)
        events.append(event)
        capped.extend(more)
    return Grown(tuple(events), tuple(touched.values()), tuple(capped))


def restore(group_id: str, claims: Sequence[Claim], context: Context) -> Group:
    """A group as it stood, from its claims: what `load` of a ledger returns."""
    group = Group(group_id, [])
    for f in sorted((facts_of(c, context) for c in claims), key=order):
        group.take(f, ())
    return group


def blocks_of(claim: Claim, context: Context) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The blocks in which a claim is filed, and those in which its fellows are sought."""
    f = facts_of(claim, context)
    return keys_of(f), seek_keys(f)


def ties_of(event_id: str, group: Group, others: Iterable[tuple[str, Group]]) -> tuple[LinkedEvent, ...]:
    """The ties of one event to others of its place, which the ledger finds by an index on place."""
    own: Spot = spot(event_id, group)
    hits = [(other_id, hit) for other_id, other in others if (hit := relation(own, spot(other_id, other)))]
    return tuple(LinkedEvent(event=o, relation=hit[1]) for o, hit in sorted(hits, key=lambda row: (row[1], row[0])))
