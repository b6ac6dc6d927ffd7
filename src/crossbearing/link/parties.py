"""Who acts and whom it befalls: sides, groups under arms by their names, and the speaker who tells of "its aircraft"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from crossbearing.armedgroups import armed_group
from crossbearing.link.context import Context
from crossbearing.link.lexicon import Family, countries, words
from crossbearing.link.names import is_common
from crossbearing.packs import Pack
from crossbearing.text import fold
from crossbearing.types import Claim, Participant

_WORD = re.compile(r"\w+")
_OWN = re.compile(r"(?:that )?(?:its|his|our) ")
_DID = re.compile(
    r"(?:that )?(?:we|it (?:has|had))(?: also| then| since| already)? (?!been\b|was\b|were\b|is\b|are\b)\w+"
)
"""A speaker's own deed: "it had fired rockets", "we struck the depot"; never "it was struck"."""


def side_of(participant: Participant, packs: Sequence[Pack]) -> str | None:
    """The side of an agent or target: as read, else as a pack knows the name."""
    if participant.side:
        return participant.side
    key = fold(participant.name)
    for pack in packs if not is_common(key) else ():
        sides = {a.side for a in pack.actor_forms.get(key, ()) if a.side}
        if len(sides) == 1:
            return next(iter(sides))
    return None


def sides_of(participants: Iterable[Participant], packs: Sequence[Pack]) -> frozenset[str]:
    """The sides of agents or targets that have one."""
    return frozenset(s for p in participants if (s := side_of(p, packs)))


def by_weapon(participants: Iterable[Participant], context: Context) -> frozenset[str]:
    """The states whose arms are named in the place of those who fire them: "a Russian missile", "Israeli" of a strike.

    A country that is divided within a pack has no one side.
    """
    divided = {c for p in context.packs for c in p.countries} - {s.id for p in context.packs for s in p.sides}
    out = set()
    for participant in participants:
        first, *rest = [t for t in _WORD.findall(fold(participant.name)) if t not in ("a", "an", "the")] or [""]
        state = side_of(Participant(name=first, as_written=first), context.packs) or countries().get(first)
        if state and state not in divided and (not rest or words("weapon").keys() & set(rest)):
            out.add(state)
    return frozenset(out)


def party_of(claim: Claim) -> frozenset[str]:
    """For whom its speaker stands: a side, else the group under arms of that name; empty where neither is known."""
    source = claim.source
    if source.kind not in ("person", "organisation"):
        return frozenset()
    group = None if source.side else armed_group(source.name, source.as_written)
    return frozenset(p for p in (source.side, group.group if group else None) if p)


def parties(claim: Claim, kin: Family) -> tuple[frozenset[str], frozenset[str]]:
    """Beyond sides, who does a deed and whom it befalls: groups under arms by name, and the speaker of what is its own."""
    acts, struck = _groups(claim.agents), _groups(claim.targets)
    if kin.shape not in ("directed", "mutual"):
        return acts, struck
    told = bool(acts) or any(p.side for p in claim.agents)  # "it had counted 20 strikes by Sudland's guns"
    said, own = fold(claim.span.text).lstrip(" “\"'"), party_of(claim)
    first = next((p for p in (*claim.agents, *claim.targets) if said.startswith(fold(p.as_written))), None)
    if not told and (_DID.match(said) or (first in claim.agents and _OWN.match(said))):
        acts |= own
    if any(_OWN.match(fold(p.as_written)) for p in claim.targets):
        struck |= own
    return acts, struck


def _groups(participants: Iterable[Participant]) -> frozenset[str]:
    return frozenset(group.group for p in participants if p.side is None and (group := armed_group(p.name)))
