"""Reports more, or fewer: only what they can have changed is gathered again, and comes out as if all had been.

Gathering takes claims in a fixed order, and what becomes of one depends on the groups of its blocks as they were then.
So a new claim is decided on at its place in that order, among the claims that come before it; the groups that it joined
or left are other than before from there on, and each later claim of their blocks is decided on again, and so forth until
nothing changes. What is not near stays unread.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from crossbearing.link.blocks import keys_of, seek_keys
from crossbearing.link.context import Context, Rulings
from crossbearing.link.events import Group, choose, denial_reasons, match, order
from crossbearing.link.facts import Facts, facts_of
from crossbearing.types import Claim

BY_PERSON = ("decided by a person",)
Rank = tuple[object, ...]


class Shelf(Protocol):
    """What stands: the groups of a ledger, found by their blocks. A group's id is that of its founding claim."""

    def near(self, keys: Iterable[str]) -> Iterable[str]:
        """The groups that have a claim filed under any of the blocks."""

    def members(self, group: str) -> Sequence[Facts]:
        """The claims of a group, in any order."""


@dataclass(frozen=True, slots=True)
class Grown:
    """What a change made: groups that were made or made again, ids of those that went, what a cap cut short."""

    groups: tuple[Group, ...]
    gone: tuple[str, ...]
    capped: tuple[str, ...]
    decided: int


def regrow(
    fresh: Iterable[Facts],
    *,
    shelf: Shelf,
    rulings: Rulings = Rulings(),
    changed: Mapping[str, Facts] | None = None,
    gone: Mapping[str, str] | None = None,
) -> Grown:
    """Gather new claims into what stands, exactly as if all claims were gathered at once.

    Args:
        fresh: the claims that stand in no group yet.
        shelf: the groups that stand. Rulings that bind claims together must have been in force when they were made.
        rulings: what people decided.
        changed: claims that stand on the shelf and are now other than when they were gathered, as they are now.
        gone: claims that are no more, with the group that each stands in.
    """
    bound = frozenset().union(*rulings.locked, *rulings.together)
    work = _Work(shelf, rulings, dict(changed or {}), frozenset(gone or ()), bound)
    for claim, group in sorted((gone or {}).items()):
        work.drop(claim, group)
    for f in (changed or {}).values():
        work.push(f)
    for f in fresh:
        work.push(f)
    return work.run()


def blocks_of(claim: Claim, context: Context) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The blocks in which a claim is filed, and those in which its fellows are sought."""
    f = facts_of(claim, context)
    return keys_of(f), seek_keys(f)


@dataclass(slots=True)
class _Line:
    """One group along the order of claims: `state` is as after the first `taken` of its members."""

    id: str
    members: list[Facts]
    state: Group
    taken: int = 0


@dataclass(slots=True)
class _Work:
    """One change, while it is worked out."""

    shelf: Shelf
    rulings: Rulings
    changed: dict[str, Facts]
    dropped: frozenset[str]
    bound: frozenset[str]
    lines: dict[str, _Line] = field(default_factory=dict)
    home: dict[str, str] = field(default_factory=dict)
    queue: list[tuple[Rank, Facts]] = field(default_factory=list)
    queued: set[str] = field(default_factory=set)
    filed: dict[str, dict[str, None]] = field(default_factory=dict)
    keys: dict[str, frozenset[str]] = field(default_factory=dict)
    sought: dict[str, tuple[str, ...]] = field(default_factory=dict)
    touched: dict[str, None] = field(default_factory=dict)
    decided: dict[str, tuple[str, ...]] = field(default_factory=dict)
    capped: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    near: dict[str, dict[str, None]] = field(default_factory=dict)

    def run(self) -> Grown:
        """Decide on what is queued, in order, until nothing is left."""
        n = 0
        while self.queue:
            _, f = heapq.heappop(self.queue)
            n += 1
            self._decide(f)
        groups, gone = [], []
        for name in self.touched:
            if self.lines[name].members:
                groups.append(self._rebuilt(self.lines[name]))
            else:
                gone.append(name)
        return Grown(tuple(groups), tuple(gone), tuple(self.capped), n)

    def push(self, f: Facts) -> None:
        """Have a claim decided on."""
        if f.claim.id not in self.queued and not self._bound(f):
            self.queued.add(f.claim.id)
            heapq.heappush(self.queue, (order(f), f))

    def drop(self, claim: str, group: str) -> None:
        """Take a claim that is no more out of its group."""
        line = self._line(group)
        old = next((m for m in self.shelf.members(group) if m.claim.id == claim), None)
        if old is not None:
            self._touch(line, old)

    def _decide(self, f: Facts) -> None:
        name = f.claim.id
        at = order(f)
        able = [line.state for key in sorted(self._groups(self._seek(f))) if (line := self._before(key, f, at))]
        best, capped = choose(able, f, self.rulings)
        self.capped.extend(capped)
        old = self.home.get(name)
        new, reasons = (name, ()) if best is None else (best[0].id, best[1])
        self.decided[name] = reasons
        if new == old and name not in self.changed:
            return
        for group in dict.fromkeys(g for g in (old, new) if g is not None):
            line = self.lines.get(group) or self._founded(group)
            if group == old:
                line.members = [m for m in line.members if m.claim.id != name]
            if group == new:
                line.members = sorted((*line.members, f), key=self._rank)
            self._touch(line, f)
        self.home[name] = new
        for key in self._filed(f):
            self.filed.setdefault(key, {})[new] = None

    def _before(self, group: str, f: Facts, at: Rank) -> _Line | None:
        """A group as it was before a claim, if it then had a claim in the blocks that this one seeks."""
        line = self._line(group)
        while line.taken < len(line.members) and self._rank(line.members[line.taken]) < (1, *at):
            line.state.take(line.members[line.taken], ())
            line.taken += 1
        wanted = self.sought[f.claim.id]
        ahead = line.members[: line.taken]
        return line if any(not self._filed(m).isdisjoint(wanted) for m in ahead) else None

    def _touch(self, line: _Line, f: Facts) -> None:
        """A group is other than before from this claim on: whatever later claim may see it is decided on again."""
        seen = [f] if line.id in self.touched else [f, *line.members]
        self.touched[line.id] = None
        at = (1, *order(f))
        for group in sorted(self._groups({key for m in seen for key in self._seek(m)})):
            for z in self._line(group).members:
                if self._rank(z) > at and z.claim.id != f.claim.id:
                    self.push(z)

    def _groups(self, keys: Iterable[str]) -> Iterable[str]:
        wanted = dict.fromkeys(keys)
        asked = dict.fromkeys(key for key in wanted if key not in self.asked)
        if asked:
            # whatever waits will ask as well: one question for all is cheaper than one for each
            asked.update((key, None) for _, f in self.queue for key in self._seek(f) if key not in self.asked)
        for group in self.shelf.near(asked) if asked else ():
            line = self._line(group)
            for m in line.members:
                for key in self._filed(m):
                    self.near.setdefault(key, {})[group] = None
        self.asked.update(asked)
        return {g: None for key in wanted for where in (self.near, self.filed) for g in where.get(key, ())}

    def _line(self, group: str) -> _Line:
        line = self.lines.get(group)
        if line is None:
            kept = [
                self.changed.get(m.claim.id, m) for m in self.shelf.members(group) if m.claim.id not in self.dropped
            ]
            line = self._founded(group)
            line.members = sorted(kept, key=self._rank)
            for m in line.members:
                self.home[m.claim.id] = group
        return line

    def _founded(self, group: str) -> _Line:
        locked = any(group in bundle for bundle in self.rulings.locked)
        return self.lines.setdefault(group, _Line(group, [], Group(group, [], locked=locked)))

    def _rebuilt(self, line: _Line) -> Group:
        """A group from its first claim to its last, with the reasons of each."""
        group = Group(line.id, [], locked=line.state.locked)
        for m in line.members:
            reasons = BY_PERSON if self._bound(m) else self.decided.get(m.claim.id)
            if reasons is None:
                scored = match(group, m) if group.members else (0.0, ())
                reasons = scored[1] if scored else denial_reasons(group, m)
            group.take(m, reasons)
        return group

    def _rank(self, f: Facts) -> Rank:
        return (0 if self._bound(f) else 1, *order(f))

    def _bound(self, f: Facts) -> bool:
        """Whether a person bound the claim to others: then it stands before all is gathered."""
        return f.claim.id in self.bound

    def _filed(self, f: Facts) -> frozenset[str]:
        keys = self.keys.get(f.claim.id)
        if keys is None:
            keys = self.keys[f.claim.id] = frozenset(keys_of(f))
        return keys

    def _seek(self, f: Facts) -> tuple[str, ...]:
        keys = self.sought.get(f.claim.id)
        if keys is None:
            keys = self.sought[f.claim.id] = seek_keys(f)
        return keys
