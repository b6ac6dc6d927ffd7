"""Losses and figures of the part of the reader that tells happenings: kinds, claims, places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F
from training.attribution import data
from training.attribution.batch import Batch, tell
from training.attribution.model import Reader

from crossbearing.read.learned import CLAIM, KEY, KINDS, NOWHERE, QUERY, TOLD


def loss(reader: Reader, batch: Batch, senses: Tensor) -> tuple[Tensor, dict[str, float]]:
    """The sum of four losses over the labelled texts of a batch: kind, told, claim, place."""
    words, kinds, claims, seen = [], [], [], []
    gold = torch.zeros(len(senses))
    for n, t in enumerate(batch.texts):
        base = int(batch.offsets[n])
        for one in t.told:
            words.append(base + one.word)
            kinds.append(one.kind)
            claims.append(float(one.claim))
            gold[base + one.word] = 1
        if t.complete:
            seen.append(torch.arange(base, int(batch.offsets[n + 1])))
        else:
            seen.append(torch.tensor([base + one.word for one in t.told], dtype=torch.long))
    at = torch.tensor(words)
    count = max(1, len(words))
    known = torch.cat(seen)
    parts = {
        "kind": F.cross_entropy(senses[at, : len(KINDS)], torch.tensor(kinds), label_smoothing=0.05),
        "told": F.binary_cross_entropy_with_logits(senses[known, TOLD], gold[known], reduction="sum") / count,
        "claim": F.binary_cross_entropy_with_logits(senses[at, CLAIM], torch.tensor(claims)),
        "place": _place(reader, batch, senses),
    }
    total = parts["kind"] + 0.5 * parts["told"] + 0.5 * parts["claim"] + parts["place"]
    return total, {k: float(v.detach()) for k, v in parts.items()}


def _place(reader: Reader, batch: Batch, senses: Tensor) -> Tensor:
    """The negative log of the belief in the right names, over the words whose place is labelled."""
    rows: list[tuple[int, int]] = []
    pairs: list[tuple[int, int]] = []
    features, right, counts = [], [], []
    for n, t in enumerate(batch.texts):
        base = int(batch.offsets[n])
        heads = [base + x.head(t.parse) for x in t.named]
        for one in t.told:
            if one.gold is None or not heads:
                continue
            rows.append((base + one.word, len(heads)))
            pairs += [(base + one.word, h) for h in heads]
            features.append(one.features)
            right += [k in one.gold for k in range(len(heads))]
            counts.append(bool(one.gold))
    if not rows:
        return senses.sum() * 0.0
    left, name = torch.tensor(pairs).T
    scores = reader.placing(
        senses[left, QUERY:KEY], senses[name, KEY:NOWHERE], torch.from_numpy(np.concatenate(features)).long()
    )
    # a row for each happening: its names, then nowhere; what a shorter row lacks counts nothing
    width = max(size for _, size in rows) + 1
    table = torch.full((len(rows), width), -1e4)
    hit = torch.full((len(rows), width), -1e4)
    row = torch.repeat_interleave(torch.arange(len(rows)), torch.tensor([size for _, size in rows]))
    column = torch.cat([torch.arange(size) for _, size in rows])
    table = table.index_put((row, column), scores)
    table = torch.cat([table[:, :-1], senses[torch.tensor([w for w, _ in rows]), NOWHERE][:, None]], 1)
    hit = hit.index_put((row, column), torch.where(torch.tensor(right), 0.0, -1e4))
    hit[:, -1] = torch.where(torch.tensor(counts), -1e4, 0.0)
    log = table.log_softmax(-1)
    return -(torch.logsumexp(log + hit, -1)).mean()


def told_figures(reader: Reader, texts: Sequence[data.Text]) -> dict[str, Any]:
    """On labelled texts: kinds right, claims told from asides, words found at one half, places right."""
    reader.eval()
    right = every = claims = found = said = hit = placed = asked = 0
    with torch.no_grad():
        for t in texts:
            if not t.cuts or not t.told:
                continue
            batch = Batch([t], {}, None)
            senses = tell(reader, batch)
            for one in t.told:
                every += 1
                right += int(senses[one.word, : len(KINDS)].argmax()) == one.kind
                claims += (float(senses[one.word, CLAIM]) > 0) == one.claim
                if one.gold is not None and t.named:
                    heads = torch.tensor([x.head(t.parse) for x in t.named])
                    scores = reader.placing(
                        senses[one.word, QUERY:KEY].expand(len(heads), -1), senses[heads, KEY:NOWHERE],
                        torch.from_numpy(one.features).long(),
                    )  # fmt: skip
                    best = int(torch.cat([scores, senses[one.word, NOWHERE][None]]).argmax())
                    forms = {t.named[k].form for k in one.gold}
                    asked += 1
                    placed += not one.gold if best == len(heads) else t.named[best].form in forms
            if t.complete:
                guess = set(torch.nonzero(senses[:, TOLD] > 0).flatten().tolist())
                gold = {one.word for one in t.told}
                found, said, hit = found + len(gold), said + len(guess), hit + len(gold & guess)
    share = {"kind": right / max(1, every), "claim": claims / max(1, every), "place": placed / max(1, asked),
             "told P": hit / max(1, said), "told R": hit / max(1, found)}  # fmt: skip
    return {"labels": every, **{k: round(100 * v, 1) for k, v in share.items()}}
