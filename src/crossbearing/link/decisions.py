"""Decisions of people → rulings that linking obeys. A person outranks the machine; what is undone is as if never said.

`join`, `split` and `lock` name claims, since an event is whatever its claims make of it:
`join` payload `{"claims": [...]}`; `split` payload `{"claims": [...], "rest": [...]}`; `lock` payload `{"claims": [...]}`;
`same` and `different` payload `{"speakers": [a, b]}` or `{"reports": [a, b]}`. `reject` of a claim leaves it out.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from crossbearing.link.context import Rulings
from crossbearing.text import fold
from crossbearing.types import Decision


def rulings(decisions: Iterable[Decision]) -> Rulings:
    """Fold decisions, in order of their numbers, into what holds now."""
    ordered = sorted(decisions, key=lambda d: d.seq)
    undone: set[int] = set()
    for d in reversed(ordered):  # a later undo may undo an earlier one
        if d.verdict == "undo" and d.replaces is not None and d.seq not in undone:
            undone.add(d.replaces)
    live = [d for d in ordered if d.verdict != "undo" and d.seq not in undone]
    joined: list[frozenset[str]] = []
    apart: list[tuple[frozenset[str], frozenset[str]]] = []
    locked: dict[frozenset[str], None] = {}
    speakers: dict[frozenset[str], bool] = {}
    reports: dict[frozenset[str], bool] = {}
    rejected: dict[str, bool] = {}
    for d in live:
        claims = frozenset(_texts(d, "claims"))
        match d.verdict:
            case "join" if len(claims) > 1:
                apart = [(a - claims, b - claims) if a & claims and b & claims else (a, b) for a, b in apart]
                joined.append(claims)
            case "split" if claims:
                rest = frozenset(_texts(d, "rest")) - claims
                joined = [part for group in joined for part in (group & claims, group - claims) if part]
                apart.append((claims, rest))
                if len(claims) > 1:
                    joined.append(claims)
            case "lock" if claims:
                locked[claims] = None
            case "unlock":
                locked = {group: None for group in locked if claims and not group & claims}
            case "same" | "different":
                for pair in combinations(_texts(d, "speakers"), 2):
                    speakers[frozenset(fold(n) for n in pair)] = d.verdict == "same"
                for pair in combinations(_texts(d, "reports"), 2):
                    reports[frozenset(pair)] = d.verdict == "same"
            case "reject":
                rejected[d.subject] = True
            case "confirm":
                rejected.pop(d.subject, None)
            case _:
                pass
    return Rulings(
        together=_merge(joined),
        apart=tuple((a, b) for a, b in apart if a and b),
        locked=tuple(locked),
        same_speaker=frozenset(p for p, same in speakers.items() if same),
        different_speaker=frozenset(p for p, same in speakers.items() if not same),
        copies=frozenset(p for p, same in reports.items() if same),
        not_copies=frozenset(p for p, same in reports.items() if not same),
        rejected=frozenset(rejected),
    )


def _texts(decision: Decision, key: str) -> tuple[str, ...]:
    value = decision.payload.get(key)
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, (list, tuple)) else ()


def _merge(groups: list[frozenset[str]]) -> tuple[frozenset[str], ...]:
    out: list[frozenset[str]] = []
    for group in groups:
        touching = [g for g in out if g & group]
        out = [g for g in out if not g & group]
        out.append(frozenset().union(group, *touching))
    return tuple(out)
