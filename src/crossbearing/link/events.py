"""Claims → groups of claims about one happening: each claim goes to the best group of its blocks, or founds one.

The order is fixed (firm claims first, then by date of publication), so the same claims give the same groups. A group
keeps the days on which all its claims can be true; a claim that does not fit these days founds another group, so that
a chain of dates never ties two happenings a month apart.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from crossbearing.link.blocks import keys_of, seek_keys
from crossbearing.link.context import Rulings
from crossbearing.link.denial import another, answers, bare, denied_here
from crossbearing.link.facts import Facts, content_words
from crossbearing.link.figures import TOLLS
from crossbearing.link.lexicon import family, weights
from crossbearing.link.pairs import actors, compare, one_text, one_utterance, past, time
from crossbearing.link.whereabouts import may_mean

SAMPLE = 24
MOST_GROUPS = 400
UNHEARD = 3


class BlockIndex(Protocol):
    """Block key → groups that have a claim in it. In memory here; a ledger gives an indexed table."""

    def add(self, key: str, group: str) -> None:
        """File a group under a block."""

    def groups(self, keys: Iterable[str]) -> Iterable[str]:
        """The groups filed under any of the blocks."""


@dataclass(slots=True)
class MemoryIndex:
    """A block index that lives as long as the run."""

    blocks: dict[str, dict[str, None]] = field(default_factory=dict)

    def add(self, key: str, group: str) -> None:
        """File a group under a block."""
        self.blocks.setdefault(key, {})[group] = None

    def groups(self, keys: Iterable[str]) -> Iterable[str]:
        """The groups filed under any of the blocks, each once."""
        return {g: None for k in keys for g in self.blocks.get(k, ())}


@dataclass(slots=True)
class Group:
    """Claims about one happening, while they are being gathered. `first` and `last` bound the days all can share."""

    id: str
    members: list[Facts]
    first: int | None = None
    last: int | None = None
    reasons: dict[str, tuple[str, ...]] = field(default_factory=dict)
    locked: bool = False
    heads: list[Facts] = field(default_factory=list)
    does: Counter[str] = field(default_factory=Counter)
    suffers: Counter[str] = field(default_factory=Counter)
    texts: dict[str, Facts] = field(default_factory=dict)
    asserted: int | None = None
    seen: set[tuple[object, ...]] = field(default_factory=set)

    def take(self, f: Facts, reasons: tuple[str, ...]) -> None:
        """Add a claim and narrow the days."""
        self.members.append(f)
        self.reasons[f.claim.id] = reasons
        self.texts.setdefault(f.claim.stance + f.text, f)
        if f.claim.stance == "asserts" and f.published is not None:
            self.asserted = min(self.asserted or f.published, f.published)
        if f.family.name != self.members[0].family.name:
            return  # a denial of the blame for it
        self.does.update(f.does)
        self.suffers.update(f.suffers)
        signature = (f.claim.kind, f.place, f.first, f.last, f.does, f.suffers, f.claim.counts, f.claim.stance)
        if signature not in self.seen and len(self.heads) < SAMPLE:
            self.seen.add(signature)
            self.heads.append(f)
        if f.first is None or f.last is None or f.claim.stance != "asserts":
            return
        if self.first is None or self.last is None:
            self.first, self.last = f.first, f.last
        elif max(self.first, f.first) <= min(self.last, f.last):
            self.first, self.last = max(self.first, f.first), min(self.last, f.last)


@dataclass(slots=True)
class Board:
    """The groups so far, with the index that finds them. `load` fetches a group that is not in memory."""

    index: BlockIndex
    groups: dict[str, Group] = field(default_factory=dict)
    capped: list[str] = field(default_factory=list)
    load: Callable[[str], Group | None] | None = None

    def group(self, name: str) -> Group | None:
        """A group by its id, fetched at most once."""
        found = self.groups.get(name)
        if found is None and self.load is not None:
            found = self.load(name)
            if found is not None:
                self.groups[name] = found
        return found


def gather(facts: Sequence[Facts], rulings: Rulings) -> tuple[tuple[Group, ...], tuple[str, ...]]:
    """Group the claims. Returns the groups in order of their founding, and the lists that a cap cut short."""
    board = Board(MemoryIndex())
    by_id = {f.claim.id: f for f in facts}
    for locked, bundle in [(True, b) for b in rulings.locked] + [(False, b) for b in rulings.together]:
        _bundle(board, [by_id[c] for c in sorted(bundle) if c in by_id and not _held(board, c)], locked)
    placed = {f.claim.id for g in board.groups.values() for f in g.members}
    for f in sorted((f for f in facts if f.claim.id not in placed), key=order):
        place(board, f, rulings)
    return tuple(board.groups.values()), tuple(board.capped)


def order(f: Facts) -> tuple[object, ...]:
    """Firm claims first: an assertion with place and date, then with place, then denials, then the rest."""
    asserts = f.claim.stance == "asserts"
    if f.claim.stance == "denies" and bare(f):
        tier = 5
    elif f.settled and asserts:
        tier = 0 if f.dated and not f.wide else 1
    elif f.settled:
        tier = 2
    else:
        tier = 3 if f.place is not None else 4
    return (tier, f.published is None, f.published or 0, f.claim.report.id, f.claim.span.start, f.claim.id)


def place(board: Board, f: Facts, rulings: Rulings) -> Group:
    """Put one claim into the best group of its blocks, or let it found a group."""
    found = [g for name in sorted(board.index.groups(seek_keys(f))) if (g := board.group(name)) is not None]
    best, capped = choose(found, f, rulings)
    board.capped.extend(capped)
    if best is None:
        group = Group(f.claim.id, [])
        board.groups[group.id] = group
        group.take(f, ())
    else:
        group = best[0]
        group.take(f, best[1])
    for key in keys_of(f):
        board.index.add(key, group.id)
    return group


def choose(
    found: Sequence[Group], f: Facts, rulings: Rulings
) -> tuple[tuple[Group, tuple[str, ...]] | None, tuple[str, ...]]:
    """The group of those found (in order of their ids) that a claim belongs to, with the reasons; and what a cap cut short."""
    capped: tuple[str, ...] = ()
    if len(found) > MOST_GROUPS:
        capped = (f"claim {f.claim.id}: {len(found) - MOST_GROUPS} of {len(found)} groups were not compared",)
    able = [
        g
        for g in found[:MOST_GROUPS]
        if not g.locked and g.members[0].stock == f.stock and not _forbidden(g, f, rulings)
    ]
    best: tuple[float, Group, tuple[str, ...]] | None = None
    for group in able:
        scored = match(group, f)
        if scored is None:
            continue
        rank = scored[0] + _likely(group, f)
        if best is None or rank > best[0]:
            best = (rank, group, scored[1])
    if f.claim.stance == "denies":
        best = _denied(able, f, best)
    return (None if best is None else (best[1], best[2])), capped


def _denied(
    able: Sequence[Group], f: Facts, best: tuple[float, Group, tuple[str, ...]] | None
) -> tuple[float, Group, tuple[str, ...]] | None:
    """What a denial denies: the group it fits, unless its own report tells, in its words, what another says."""
    answered = [(gap, group) for group in able if (gap := answers(f, group.members)) is not None]
    if answered:
        gap, group = min(answered, key=lambda item: (item[0], item[1].id))
        if best is None or best[1] is not group:
            return 0.0, group, denial_reasons(group, f)
    if best is None:
        return _only_assertion(able, f) or _told_beside(able, f)
    said = [m for m in best[1].members if m.claim.stance == "asserts" and another(f, m)]
    doers = _doers(f)
    told = [m for m in said if m.claim.agents]
    strange = bool(told) and bool(doers) and not any(doers & _doers(m) for m in told)
    if not strange and any(m.claim.report.id == f.claim.report.id or _telling(m, f) for m in said):
        return best
    beside = _told_beside(able, f)
    here = [m for m in beside[1].members if m.claim.report.id == f.claim.report.id] if beside else []
    if not any(_telling(m, f) and (not strange or doers & _doers(m)) for m in here):
        return best
    return beside


def _likely(group: Group, f: Facts) -> float:
    """What tells between groups that fit alike: what is much reported is meant; and who denies, denies what was just said."""
    likely = weights()["size_bonus"] * min(5.0, math.log2(len(group.members)))
    if f.claim.stance in ("denies", "doubts") and f.last is not None and group.last is not None:
        likely -= weights()["denial_day"] * min(30, max(0, f.last - group.last))
    return likely


def _only_assertion(found: Sequence[Group], f: Facts) -> tuple[float, Group, tuple[str, ...]] | None:
    """A denial denies what someone asserts: where its place is wanting or a namesake, the one group that it can mean."""
    able = []
    kin = {family(kind).name for kind in f.denies} or ({f.family.name} if f.family.shape != "speech" else set())
    for group in found:
        if not _fits_days(group, f):
            continue
        lead = next((m for m in group.heads if m.claim.stance == "asserts"), None)
        if lead is None or lead.family.name not in kin:
            continue
        if f.denies and not any(m.place and f.place and m.place.id == f.place.id for m in group.heads):
            continue
        if (
            not may_mean(f, group.heads)
            or not _fits_actors(group, f)
            or any(v is not None and v.veto for v in (actors(lead, f), time(lead, f), past(lead, f)))
        ):
            continue
        able.append(group)
    if len(able) > 1 and f.denies:
        # who denies the blame says for what: the deed whose words are most like
        shared = {g.id: max(len(_telling(m, f)) for m in g.heads) for g in able}
        most = max(shared.values())
        able = [g for g in able if most and shared[g.id] == most]
    if len(able) != 1:
        return None
    return 0.0, able[0], denial_reasons(able[0], f)


def _telling(member: Facts, f: Facts) -> frozenset[str]:
    """The words that both share beyond the names of the place."""
    return (member.words & f.words) - frozenset(w for name in (*member.names, *f.names) for w in name.split())


def _doers(f: Facts) -> frozenset[str]:
    """The words by which those who act are called."""
    return content_words(" ".join(p.as_written for p in f.claim.agents))


def _told_beside(found: Sequence[Group], f: Facts) -> tuple[float, Group, tuple[str, ...]] | None:
    """The group of what its own report tells, in the words of another, and the denial can mean best."""
    scored = [(score, group) for group in found if (score := denied_here(f, group.members)) > 0]
    if not scored:
        return None
    best = max(score for score, _ in scored)
    group = next(group for score, group in scored if score == best)
    return best, group, denial_reasons(group, f)


def denial_reasons(group: Group, f: Facts) -> tuple[str, ...]:
    """Why a denial that fits no claim of a group as another claim would stands there all the same."""
    if denied_here(f, group.members) > 0:
        return ("denial: what its own report tells in the words of another",)
    return ("denial: the only assertion that it can mean",)


def match(group: Group, f: Facts) -> tuple[float, tuple[str, ...]] | None:
    """How well a claim fits a group: the mean of its three best pairs, unless too many of them forbid it."""
    w = weights()
    if group.members[0].family.name != f.family.name:
        return None
    copied = next((m for m in group.texts.values() if one_text(m, f) or one_utterance(m, f)), None)
    if copied is not None:
        pair = compare(copied, f)
        return pair.score, pair.reasons
    denies = f.claim.stance == "denies" and _untold(group)
    if not _fits_days(group, f) or not (denies or _fits_actors(group, f)) or _another_toll(group, f):
        return None
    scored = []
    vetoes = 0
    for member in group.heads:
        pair = compare(member, f)
        if pair.vetoed:
            vetoes += 1
        else:
            scored.append(pair)
    # of rival accounts in one group, a denial denies one
    if not scored or vetoes > w["veto_share_denial" if denies else "veto_share"] * len(group.heads):
        return None
    scored.sort(key=lambda pair: -pair.score)
    top = scored[:3]
    score = sum(pair.score for pair in top) / len(top)
    need = w["join"] if top[0].placed else w["join_unplaced"]
    return (score, top[0].reasons) if score >= need else None


def _fits_days(group: Group, f: Facts) -> bool:
    if group.first is None or group.last is None or f.first is None or f.last is None:
        return True
    if f.claim.stance == "denies" and f.published is not None and (group.asserted or 0) > f.published + UNHEARD:
        return False  # no one denies what will be said days later
    return max(0, f.first - group.last, group.first - f.last) <= f.family.slack


def _fits_actors(group: Group, f: Facts) -> bool:
    """Whether whose deed the claim tells can be whose deed the group tells, by most of its claims."""
    if f.family.shape in ("mutual", "speech"):
        return True
    does, suffers = _most(group.does), _most(group.suffers)
    if (f.does and does and not f.does & does) or (f.suffers and suffers and not f.suffers & suffers):
        return False
    if f.family.name != "control":
        return True
    # of a change of hands, the one that loses is not the one that gains
    return not (f.suffers and does and f.suffers <= does) and not (f.does and suffers and f.does <= suffers)


def _another_toll(group: Group, f: Facts) -> bool:
    """Whether the group counts the dead and the claim the wounded, though a claim with no figure would tie them."""
    told = {c.what for m in group.heads for c in m.claim.counts} & TOLLS
    mine = {c.what for c in f.claim.counts} & TOLLS
    return f.family.shape == "suffered" and bool(told and mine) and not told & mine


def _untold(group: Group) -> bool:
    """Whether half of those that assert it do not say whose deed it is: rival accounts may stand in one group."""
    said = [m for m in group.heads if m.claim.stance == "asserts"]
    return 2 * sum(not m.does for m in said) >= len(said)


def _most(tally: Counter[str]) -> frozenset[str]:
    total = sum(tally.values())
    return frozenset(side for side, n in tally.items() if 3 * n >= total)


def _forbidden(group: Group, f: Facts, rulings: Rulings) -> bool:
    for left, right in rulings.apart:
        other = right if f.claim.id in left else left if f.claim.id in right else None
        if other and any(m.claim.id in other for m in group.members):
            return True
    return False


def _held(board: Board, claim: str) -> bool:
    return any(m.claim.id == claim for g in board.groups.values() for m in g.members)


def _bundle(board: Board, members: list[Facts], locked: bool) -> None:
    if not members:
        return
    group = Group(members[0].claim.id, [], locked=locked)
    for f in sorted(members, key=order):
        group.take(f, ("decided by a person",))
    board.groups[group.id] = group
    if not locked:
        for f in members:
            for key in keys_of(f):
                board.index.add(key, group.id)


def blocks(facts: Iterable[Facts]) -> Mapping[str, tuple[str, ...]]:
    """Claim id → the blocks in which it is filed: what a ledger stores beside a claim."""
    return {f.claim.id: keys_of(f) for f in facts}
