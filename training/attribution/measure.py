"""What a reader in training finds on dev, by the corpus' own scorer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from training.attribution import data
from training.attribution.batch import Batch, attribute, run_head
from training.attribution.model import Reader

from crossbearing.read.tagdecode import best_tags, runs
from crossbearing.read.tagfeatures import LEFT


def predict(
    reader: Reader, texts: list[data.Text], floor: float = 0.2, *, parse: bool = True
) -> dict[str, list[dict[str, Any]]]:
    """Candidate attributions of each text: spans, and the two scores that the threshold is set on."""
    reader.eval()
    out: dict[str, list[dict[str, Any]]] = {}
    moves = reader.moves.detach().numpy()
    with torch.no_grad():
        for t in texts:
            out[t.name] = []
            if not t.cuts:
                continue
            batch = Batch([t], {}, None, parse=parse)
            logits, states = attribute(reader, batch, None)
            chance = torch.sigmoid(logits).numpy()
            hits = [(0, int(a)) for a in np.flatnonzero(chance > floor)]
            if not hits:
                continue
            scores, _ = run_head(reader, states, hits, batch)
            tags = best_tags(scores.numpy(), moves, np.full(len(hits), LEFT))
            sure = scores[:, LEFT].softmax(-1)[:, 3:5].sum(-1).numpy()
            for row, (_, anchor) in enumerate(hits):
                spans = {
                    role: [
                        [t.parse.start[anchor - LEFT + a], t.parse.end[anchor - LEFT + b - 1]]
                        for a, b in runs(tags[row], role)
                    ]
                    for role in ("source", "cue", "content")
                }
                out[t.name].append({**spans, "p": float(chance[anchor]), "q": float(sure[row])})
    return out


def load_scorer(path: Path) -> Any:
    """The corpus' own scorer, by path."""
    import importlib.util

    spec = importlib.util.spec_from_file_location("score_attributions", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"no scorer at {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


FIGURES = ("pair_who_what", "triple_exact", "content_exact", "content_ge50", "cue_exact", "source_exact")


def figures(scorer: Any, texts: list[data.Text], found: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """The scorer's figures at the threshold of p × q with the best pair F1."""
    best: dict[str, Any] = {}
    for cut in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45):
        s = scorer.summarise(
            [
                scorer.score_doc(
                    t.raw["text"],
                    t.raw["attributions"],
                    [a for a in found[t.name] if a["p"] * a["q"] >= cut and a["content"]],
                )
                for t in texts
            ]
        )
        row = {
            "cut": cut,
            **{k: s[k][2] for k in FIGURES},
            "source|content": s["source_given_content"]["overlap"],
            "p/r": s["pair_who_what"][:2],
        }
        if not best or row["pair_who_what"] > best["pair_who_what"]:
            best = row
    return best
