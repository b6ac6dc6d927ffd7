"""Weighted F1 over the ACLED sub-event types of CASE-2021 task 2 (Haneczok et al., 2021): `python -m benchmarks.events FILE`.

A snippet's label is the sub-event of its best-scored claim. Rows of types that ACLED does not have are left out.
Nothing is trained on the corpus.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from crossbearing.types import Claim, Report

LABELS: Mapping[str, str] = {
    "Government regains territory": "GOV_REGAINS_TERIT",
    "Non-state actor overtakes territory": "NON_STATE_ACTOR_OVERTAKES_TER",
    "Non-violent transfer of territory": "NON_VIOL_TERRIT_TRANSFER",
    "Armed clash": "ARMED_CLASH",
    "Air/drone strike": "AIR_STRIKE",
    "Shelling/artillery/missile attack": "ART_MISS_ATTACK",
    "Remote explosive/landmine/IED": "REM_EXPLOS",
    "Suicide bomb": "SUIC_BOMB",
    "Grenade": "GRENADE",
    "Chemical weapon": "CHEM_WEAP",
    "Attack": "ATTACK",
    "Abduction/forced disappearance": "ABDUCT_DISSAP",
    "Sexual violence": "SEX_VIOL",
    "Peaceful protest": "PEACE_PROTEST",
    "Protest with intervention": "PROTEST_WITH_INTER",
    "Excessive force against protesters": "FORCE_AGAINST_PROTEST",
    "Violent demonstration": "VIOL_DEMONSTR",
    "Mob violence": "MOB_VIOL",
    "Arrests": "ARREST",
    "Agreement": "AGREEMENT",
    "Change to group/activity": "CHANGE_TO_GROUP_ACT",
    "Disrupted weapons use": "DISR_WEAP",
    "Headquarters or base established": "HQ_ESTABLISHED",
    "Looting/property destruction": "PROPERTY_DISTRUCT",
    "Other": "OTHER",
}
"""ACLED sub-event type → label of the corpus."""


def rows(path: Path) -> list[tuple[str, str]]:
    """(text, label) of every row whose label is an ACLED type."""
    known = frozenset(LABELS.values())
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(r["text"], r["sub_event_type"]) for r in reader if r["sub_event_type"] in known]


def label(claims: Sequence[Claim]) -> str:
    """The label of a snippet: that of its best-scored claim, the first of equals; `OTHER` if it has none."""
    coded = [c for c in claims if c.acled]
    if not coded:
        return "OTHER"
    best = min(coded, key=lambda c: (-c.score, c.span.start, c.kind))
    return LABELS.get(best.acled or "Other", "OTHER")


def weighted_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """F1 of each label weighted by how often it is the right one. `pairs` are (right, given)."""
    right = Counter(gold for gold, _ in pairs)
    given = Counter(label_ for _, label_ in pairs)
    hit = Counter(gold for gold, label_ in pairs if gold == label_)
    total = sum(right.values())
    return sum(n * 2 * hit[name] / (n + given[name]) for name, n in sorted(right.items())) / total if total else 0.0


def measure(path: Path, read: Callable[[Report], Sequence[Claim]]) -> tuple[float, list[tuple[str, str]]]:
    """The weighted F1 of a reader on a file of the corpus, and the pairs it rests on."""
    pairs = []
    for n, (text, gold) in enumerate(rows(path)):
        report = Report(id=f"r{n}", sha256="", text=text, language="en")
        pairs.append((gold, label(read(report))))
    return weighted_f1(pairs), pairs


def main(argv: Sequence[str]) -> int:
    """Print the weighted F1 and the F1 of each label."""
    from crossbearing.read.pipeline import load_tools, read_report

    tools = load_tools()
    score, pairs = measure(Path(argv[0]), lambda report: read_report(report, tools).claims)
    right = Counter(g for g, _ in pairs)
    given = Counter(p for _, p in pairs)
    hit = Counter(g for g, p in pairs if g == p)
    for name in sorted(right):
        print(f"{name:32} {right[name]:4} given {given[name]:4} F1 {2 * hit[name] / (right[name] + given[name]):.2f}")
    print(f"weighted F1 {score:.3f} on {len(pairs)} snippets")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
