"""Measure an exported reader on the cached dev parses, and choose its threshold.

python -m training.attribution.check --model weights/src/crossbearing_weights/quote-en --json build/attribution/measured.json
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from pathlib import Path
from typing import Any

from training.attribution.measure import FIGURES, load_scorer

from crossbearing.read.parse import Parse
from crossbearing.read.tagger import Tagger
from crossbearing.types import Attribution
from crossbearing.weights import load_weights

TOKENS = ("start", "end", "lemma", "pos", "tag", "dep", "head", "ent", "ent_start")


def main() -> None:
    """Read once, score at several thresholds."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--model", type=Path, required=True)
    ask.add_argument("--cache", type=Path, default=Path("build/attribution"))
    ask.add_argument("--scorer", type=Path, default=Path("../shared/eval/score_attributions.py"))
    ask.add_argument("--texts", type=int)
    ask.add_argument("--json", type=Path, help="write the best figures here")
    args = ask.parse_args()
    weights = load_weights(args.model.name, root=args.model.parent)
    if weights is None:
        raise SystemExit(f"no weights at {args.model}")
    tagger = Tagger(weights)
    ships = tagger.cut
    tagger.cut = 0.15
    scorer = load_scorer(args.scorer)
    read: list[tuple[dict[str, Any], tuple[Attribution, ...]]] = []
    words, spent = 0, 0.0
    with gzip.open(args.cache / "dev.jsonl.gz", "rt", encoding="utf-8") as stream:
        for n, line in enumerate(stream):
            if args.texts is not None and n >= args.texts:
                break
            row = json.loads(line)
            kept = row.pop("parse")
            parse = Parse(
                text=row["text"], **{k: tuple(kept[k]) for k in TOKENS}, sentences=tuple((a, b) for a, b in kept["sentences"])
            )  # fmt: skip
            at = time.process_time()
            read.append((row, tagger(parse)))
            spent += time.process_time() - at
            words += len(re.findall(r"\S+", row["text"]))
    best: dict[str, Any] = {}
    for cut in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
        counts = []
        for row, found in read:
            answer = [
                {role: [[s.start, s.end] for s in getattr(a, role)] for role in ("source", "cue", "content")}
                for a in found
                if a.score >= cut
            ]
            counts.append(scorer.score_doc(row["text"], row["attributions"], answer))
        full = scorer.summarise(counts)
        line_of = {
            "cut": cut,
            **{k: full[k][2] for k in FIGURES},
            "source_given_content": full["source_given_content"]["overlap"],
            "pair_precision": full["pair_who_what"][0],
            "pair_recall": full["pair_who_what"][1],
        }
        print(line_of)
        if cut == ships:
            best = line_of
    print("ships", best, "words/s", round(words / spent))
    if args.json:
        args.json.write_text(json.dumps(best))


if __name__ == "__main__":
    main()
