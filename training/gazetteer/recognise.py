"""Fit the trees that tell place names from other capital words.

    python recognise.py GOLD.jsonl PARSES.pickle [GOLD PARSES …] --out gazetteer_recogniser.json

Prints precision, recall and F1 of stretches in five folds of reports, then fits on all.
"""

from __future__ import annotations

import argparse
import json
import pickle
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier

from crossbearing.gazetteer import load_gazetteer
from crossbearing.read.mention import stretches
from crossbearing.read.placewords import place_words
from crossbearing.read.recognise import FEATURES, numbers, seen


def rows(gold: list[dict[str, Any]], parses: list[Any]) -> tuple[list[list[float]], list[int], list[int], list[float]]:
    """Features, labels, the report that each belongs to, and weights: short reports count as much as long ones' names."""
    gazetteer, words = load_gazetteer(), place_words()
    x: list[list[float]] = []
    y: list[int] = []
    owner: list[int] = []
    for n, (document, parse) in enumerate(zip(gold, parses, strict=True)):
        about = seen(parse)
        for s in stretches(parse, gazetteer, ()):
            a, b = parse.start[s.first], parse.end[s.last - 1]
            x.append(numbers(parse, s.first, s.last, s.form, gazetteer, about, words))
            y.append(int(any(t["start"] < b and a < t["end"] for t in document["toponyms"])))
            owner.append(n)
    return x, y, owner, [1.0] * len(y)


def model() -> GradientBoostingClassifier:
    """The trees: few and shallow, so that they say what holds generally."""
    return GradientBoostingClassifier(
        n_estimators=110,
        max_depth=4,
        learning_rate=0.09,
        subsample=0.7,
        min_samples_leaf=12,
        max_features=0.5,
        random_state=7,
    )


def main() -> None:
    """Fit and write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("files", nargs="+", type=Path)
    options.add_argument("--out", type=Path, required=True)
    args = options.parse_args()
    parts = []
    shift = 0
    for gold, parses in zip(args.files[::2], args.files[1::2], strict=True):
        lines = [json.loads(line) for line in gold.read_text("utf-8").split("\n") if line]
        x, y, owner, weight = rows(lines, pickle.loads(parses.read_bytes()))
        # the smaller corpus is the wider one: news of the world
        balance = 2.5 if len(lines) < 300 else 1.0
        parts.append((x, y, [o + shift for o in owner], [w * balance for w in weight]))
        shift += len(lines)
    x = np.array([r for p in parts for r in p[0]])
    y = np.array([r for p in parts for r in p[1]])
    owner = np.array([r for p in parts for r in p[2]])
    weight = np.array([r for p in parts for r in p[3]])
    chance = np.zeros(len(y))
    for k in range(5):
        test = owner % 5 == k
        chance[test] = model().fit(x[~test], y[~test], sample_weight=weight[~test]).predict_proba(x[test])[:, 1]
    for bar in (0.3, 0.36, 0.42, 0.48, 0.54):
        taken = chance >= bar
        p, r = y[taken].mean(), (taken & (y == 1)).sum() / y.sum()
        print(f"from {bar:.2f}: precision {p:.3f} recall {r:.3f} F1 {2 * p * r / (p + r):.3f}")
    fitted = model().fit(x, y, sample_weight=weight)
    data: dict[str, Any] = {
        "features": list(FEATURES),
        "feature": [],
        "threshold": [],
        "left": [],
        "right": [],
        "value": [],
        "roots": [],
    }
    for (tree,) in fitted.estimators_:
        t = tree.tree_
        base = len(data["feature"])
        data["roots"].append(base)
        for i in range(t.node_count):
            leaf = t.children_left[i] < 0
            data["feature"].append(-1 if leaf else int(t.feature[i]))
            data["threshold"].append(0 if leaf else round(float(t.threshold[i]), 4))
            data["left"].append(base + (i if leaf else int(t.children_left[i])))
            data["right"].append(base + (i if leaf else int(t.children_right[i])))
            data["value"].append(round(float(t.value[i][0][0]) * fitted.learning_rate, 5) if leaf else 0)
    prior = float(np.average(y, weights=weight))
    data |= {"start": round(float(np.log(prior / (1 - prior))), 5), "depth": 4}
    args.out.write_text(json.dumps(data, separators=(",", ":")) + "\n", "utf-8")
    best = np.argsort(-fitted.feature_importances_)[:20]
    print(", ".join(f"{FEATURES[i]} {fitted.feature_importances_[i]:.3f}" for i in best), args.out.stat().st_size)


if __name__ == "__main__":
    main()
