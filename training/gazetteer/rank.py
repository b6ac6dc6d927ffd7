"""Fit the weights of the place ranker: a conditional logit over the candidates of each name, one set of weights a round.

    python rank.py GOLD.jsonl PARSES.pickle [GOLD PARSES …] --out gazetteer_ranker.toml

Gold as in `benchmarks/toponyms.py`; parses as its `--parses` writes them. Prints the error in five folds of reports, then fits on all.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from crossbearing.gazetteer import load_gazetteer
from crossbearing.read.mention import mentions
from crossbearing.read.place import questions
from crossbearing.read.ranker import BY_ITSELF, FEATURES, ROUNDS, Name, Table, features, softmax, table
from crossbearing.read.resolve import MOST, _options

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from toponyms import far

# not in the corpora, set by hand: a pack is chosen by a person, and its theatre is where its reports play
BY_HAND = {
    "theatre": 3.0,
    "pack": 4.0,
    "used by the side": 0.3,
    "form skeleton": -1.5,
    "form cyrillic": -0.2,
    # news of the world means the city that is far larger than its namesakes; the local papers of one corpus teach otherwise
    "lead over its rivals": 0.9,
}
STRENGTH = 0.02


def tables(gold: list[dict[str, Any]], parses: list[Any]) -> list[tuple[Table, Any]]:
    """For each report its candidates and how often each is the gold place (0 for names without gold)."""
    gazetteer = load_gazetteer()
    out: list[tuple[Table, Any]] = []
    for document, parse in zip(gold, parses, strict=True):
        found = mentions(parse, gazetteer, ())
        asked = questions(parse, found)
        names = []
        right: list[float] = []
        for a in asked:
            inside = frozenset(
                c.entry.id
                for f in a.containers
                for c in gazetteer.candidates(f)[:MOST]
                if c.entry.kind in {"country", "admin1", "admin2"}
            )
            options = _options(a, gazetteer, (), inside)
            names.append(Name(options, a.weight, a.unit, a.town, a.metonym))
            spots = [
                t for m in found if m.form == a.form for t in document["toponyms"]
                if t["lat"] is not None and t["start"] < parse.end[m.last - 1] and parse.start[m.first] < t["end"]
            ]  # fmt: skip
            near = np.zeros(len(options))
            for t in spots:
                km = np.array([far(t["lat"], t["lon"], o.entry.lat, o.entry.lon) for o in options])
                same = np.array([o.entry.id == f"gn:{t['geonameid']}" for o in options], dtype=bool)
                good = same if same.any() else km <= 161
                if good.any():
                    near += good / good.sum()
            right += near.tolist()
        if names and right:
            out.append((table(names), np.array(right)))
    return out


def fit(data: list[tuple[Table, Any]], beliefs: list[Any], mask: Any, start: Any) -> Any:
    """The weights that make the gold likeliest."""
    xs = [features(t, b) for t, b in zip([d[0] for d in data], beliefs, strict=True)]
    x = np.concatenate(xs)
    y = np.concatenate([d[1] for d in data])
    shift = np.cumsum([0] + [len(d[0].sizes) for d in data])
    owner = np.concatenate([d[0].owner + s for d, s in zip(data, shift, strict=False)])
    count = int(shift[-1])
    # a name in gold many times in one report is one decision, seen more than once
    per = np.bincount(owner, weights=y, minlength=count)
    y = np.where(per[owner] > 0, y / np.maximum(per[owner], 1e-9) * np.sqrt(per[owner]), 0.0)
    mass = np.bincount(owner, weights=y, minlength=count)
    fixed = np.array([BY_HAND.get(f, 0.0) for f in FEATURES])

    def loss(w: Any) -> tuple[float, Any]:
        full = np.where(mask, w, fixed)
        p = softmax(x @ full, owner, count)
        value = -float(np.sum(y * np.log(p + 1e-12))) + STRENGTH * mass.sum() * 0.01 * float(w @ w)
        gradient = x.T @ (p * mass[owner] - y) + 2 * STRENGTH * mass.sum() * 0.01 * w
        return value, gradient * mask

    w = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    return np.where(mask, w, fixed)


def train(data: list[tuple[Table, Any]]) -> list[Any]:
    """The weights of all rounds."""
    learned = np.array([f not in BY_HAND for f in FEATURES])
    alone = np.array([f in BY_ITSELF for f in FEATURES])
    beliefs: list[Any] = [None] * len(data)
    rounds: list[Any] = []
    for step in range(ROUNDS):
        mask = learned & alone if step == 0 else learned
        w = fit(data, beliefs, mask, np.zeros(len(FEATURES)) if step == 0 else rounds[-1])
        rounds.append(w)
        beliefs = [softmax(features(t, b) @ w, t.owner, len(t.sizes)) for (t, _), b in zip(data, beliefs, strict=True)]
    return rounds


def accuracy(data: list[tuple[Table, Any]], rounds: list[Any]) -> tuple[float, float]:
    """The share of gold mentions whose best candidate is right, after each of the first and the last round."""
    right = np.zeros(len(rounds))
    total = 0.0
    for t, y in data:
        belief = None
        for step, w in enumerate(rounds):
            belief = softmax(features(t, belief) @ w, t.owner, len(t.sizes))
            for n in range(len(t.sizes)):
                rows = np.nonzero(t.owner == n)[0]
                if len(rows) and y[rows].sum() > 0:
                    mentions_here = y[rows].sum()
                    total += mentions_here if step == 0 else 0
                    right[step] += mentions_here * (y[rows[np.argmax(belief[rows])]] > 0)
    return float(right[0] / total), float(right[-1] / total)


def main() -> None:
    """Fit and write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("files", nargs="+", type=Path)
    options.add_argument("--out", type=Path, required=True)
    args = options.parse_args()
    data: list[tuple[Table, Any]] = []
    for gold, parses in zip(args.files[::2], args.files[1::2], strict=True):
        lines = [json.loads(line) for line in gold.read_text("utf-8").split("\n") if line]
        # the smaller corpus is the wider one: news of the world
        some = tables(lines, pickle.loads(parses.read_bytes()))
        data += [(t, y * 8.0) for t, y in some] if len(lines) < 300 else some
    folds = [
        accuracy([d for i, d in enumerate(data) if i % 5 == k], train([d for i, d in enumerate(data) if i % 5 != k]))
        for k in range(5)
    ]
    print(
        "right in five folds, by itself and among the others:",
        *(f"{a:.3f}/{b:.3f}" for a, b in folds),
        f"mean {sum(b for _, b in folds) / 5:.3f}",
    )
    rounds = train(data)
    with args.out.open("w", encoding="utf-8") as out:
        out.write("# Weights of the place ranker, by training/gazetteer/rank.py. Card: docs/methods/places.md\n")
        for w in rounds:
            out.write(
                "\n[[round]]\n"
                + "".join(f'"{f}" = {v:.3f}\n' for f, v in zip(FEATURES, w, strict=True) if abs(v) >= 0.0005)
            )
    for f, v in zip(FEATURES, rounds[-1], strict=True):
        print(f"{f:30} {v:+.2f}")


if __name__ == "__main__":
    main()
