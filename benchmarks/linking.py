"""Scores of linking on the made world: `python benchmarks/linking.py [--seed N]`; `scores()` is what the gate calls."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter

from benchmarks.world import World, make
from crossbearing.link.pipeline import Linked, link_events

# the floors of the issue; a seed may not fall below any of them
FLOORS = {
    "pair_f1": 0.92, "origins_exact": 0.90, "copies_f1": 0.95, "copies_false": 0.01, "status_exact": 0.92,
    "false_corroborations": 0, "corroborations_shown": 0.80, "missed_denials": 0.03,
}  # fmt: skip
AT_MOST = {"copies_false", "false_corroborations", "missed_denials"}


def scores(seed: int = 7, *, reports: int = 2000, happenings: int = 150) -> dict[str, float]:
    """Make a world, link it, and measure."""
    world = make(seed, reports=reports, happenings=happenings)
    started = time.perf_counter()
    linked = link_events(world.claims, heads=world.heads, texts=world.texts, packs=(world.pack,))
    took = time.perf_counter() - started
    return {
        **measure(world, linked),
        "claims": len(world.claims),
        "events": len(linked.events),
        "seconds": round(took, 2),
    }


def measure(world: World, linked: Linked) -> dict[str, float]:
    """Every figure of the issue."""
    return {
        **_pairs(world, linked), **_copies(world, linked), **_boards(world, linked),
    }  # fmt: skip


def _f1(right: float, found: float, gold: float) -> tuple[float, float, float]:
    p, r = right / max(1, found), right / max(1, gold)
    return round(p, 4), round(r, 4), round(2 * p * r / max(1e-9, p + r), 4)


def _pairs(world: World, linked: Linked) -> dict[str, float]:
    cells: Counter[tuple[str, str]] = Counter()
    gold: Counter[str] = Counter(world.truth.event.values())
    for event in linked.events:
        for claim in event.claims:
            cells[(event.id, world.truth.event[claim])] += 1

    def two(n: int) -> int:
        return n * (n - 1) // 2

    p, r, f = _f1(
        sum(two(n) for n in cells.values()),
        sum(two(len(e.claims)) for e in linked.events),
        sum(two(n) for n in gold.values()),
    )
    return {"pair_p": p, "pair_r": r, "pair_f1": f}


def _copies(world: World, linked: Linked) -> dict[str, float]:
    found = {(min(c.left, c.right), max(c.left, c.right)) for c in linked.copies} - world.truth.kin
    p, r, f = _f1(len(found & world.truth.copies), len(found), len(world.truth.copies))
    return {"copies_p": p, "copies_r": r, "copies_f1": f, "copies_false": round(1 - p, 4)}


def _boards(world: World, linked: Linked) -> dict[str, float]:
    """Each happening is judged by the event that holds most of its claims."""
    holds: dict[str, Counter[str]] = {}
    events = {e.id: e for e in linked.events}
    for event in linked.events:
        for claim in event.claims:
            holds.setdefault(world.truth.event[claim], Counter())[event.id] += 1
    stances = {c.id: c.stance for c in world.claims}
    exact = right = shown = true = denied = missed = 0
    for happening, counter in holds.items():
        event = events[min(counter, key=lambda e: (-counter[e], e))]
        gold = {
            (world.truth.origin[c], stances[c])
            for c, h in world.truth.event.items()
            if h == happening and world.truth.origin[c] and stances[c] in ("asserts", "denies")
        }
        rows = [o for o in event.origins if o.counted and o.stance in ("asserts", "denies")]
        got = [(Counter(world.truth.origin.get(c) for c in o.claims).most_common(1)[0][0], o.stance) for o in rows]
        exact += len(got) == len(set(got)) and set(got) == gold
        status = world.truth.status[happening]
        right += event.status == status
        if status == "contested":
            denied += 1
            missed += event.status != "contested"
        if status == "independently corroborated":
            true += 1
            shown += event.status == status
    false = sum(
        1
        for e in linked.events
        if e.status == "independently corroborated"
        and world.truth.status[Counter(world.truth.event[c] for c in e.claims).most_common(1)[0][0]] != e.status
    )
    n = max(1, len(holds))
    return {
        "origins_exact": round(exact / n, 4),
        "status_exact": round(right / n, 4),
        "false_corroborations": false,
        "corroborations_shown": round(shown / max(1, true), 4),
        "corroborations_true": true,
        "denials_true": denied,
        "missed_denials": round(missed / max(1, denied), 4),
    }


def failures(found: dict[str, float]) -> list[str]:
    """The floors that the figures do not hold."""
    return [
        f"{name} is {found[name]}, floor {floor}"
        for name, floor in FLOORS.items()
        if (found[name] > floor if name in AT_MOST else found[name] < floor)
    ]


def main() -> int:
    """Print the figures of one or more seeds; non-zero if a floor is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, nargs="+", default=[7])
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--happenings", type=int, default=150)
    args = parser.parse_args()
    broken = False
    for seed in args.seed:
        found = scores(seed, reports=args.reports, happenings=args.happenings)
        below = failures(found)
        broken = broken or bool(below)
        sys.stdout.write(json.dumps({"seed": seed, **found, "below": below}, indent=1) + "\n")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
