"""Some texts as tensors, and one pass of the reader over them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor
from training.attribution import data
from training.attribution.model import LOW, Reader, pool
from training.attribution.states import ends_of

from crossbearing.read.tagfeatures import LEFT, PARSE_PAIR_COLUMNS, PARSE_WORD_COLUMNS, RIGHT

WIDE = LEFT + RIGHT + 1


class Batch:
    """Some texts as tensors."""

    def __init__(
        self, texts: list[data.Text], annotators: dict[str, int], chance: random.Random | None, *, parse: bool = True
    ) -> None:
        self.texts = texts
        count = sum(len(t.cuts) for t in texts)
        ends = [ends_of(t, cut) for t in texts for cut in t.cuts]
        length = max(len(lead) for lead, _ in ends)
        deep = max(len(low) for t in texts for low in t.lows)
        self.low = torch.zeros(count, deep, texts[0].lows[0].shape[1])
        self.pieces = torch.zeros(count, deep)
        self.lead = torch.zeros(count, length, dtype=torch.long)
        self.tail = torch.zeros(count, length, dtype=torch.long)
        self.real = torch.zeros(count, length)
        features = np.zeros((count, length, 6), np.int64)
        who = np.zeros(count, np.int64)
        self.blind: list[bool] = []
        index: list[np.ndarray[Any, Any]] = []
        row = 0
        for t in texts:
            blind = not parse or (chance is not None and chance.random() < 0.1)
            self.blind.append(blind)
            known = chance is not None and chance.random() < 0.5
            words = t.plan.words.copy()
            if blind:
                words[:, list(PARSE_WORD_COLUMNS)] = 0
            place = np.zeros(len(t.parse), np.int64)
            for low, cut in zip(t.lows, t.cuts, strict=True):
                first, last = t.words_in(cut)
                lead, tail = ends[row]
                self.low[row, : len(low)] = low.float()
                self.pieces[row, : len(low)] = 1
                self.lead[row, : len(lead)] = lead
                self.tail[row, : len(tail)] = tail
                self.real[row, : len(lead)] = 1
                features[row, 1 : last - first + 1] = words[first:last]
                place[first:last] = row * length + 1 + np.arange(last - first)
                who[row] = annotators.get(t.annotator, 0) if known else 0
                row += 1
            index.append(place)
        self.features = torch.from_numpy(features)
        self.who = torch.from_numpy(who)
        self.offsets = np.cumsum([0, *(len(i) for i in index)])
        self.index = torch.from_numpy(np.concatenate(index))
        self.gold = torch.zeros(len(self.index))
        for n, t in enumerate(texts):
            for a in t.anchors:
                self.gold[int(self.offsets[n]) + a] = 1

    def around(self, chosen: list[tuple[int, int]]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """For (text, anchor) pairs: word index, pair features, which words are real, gold tags."""
        c = len(chosen)
        index = np.zeros((c, WIDE), np.int64)
        pairs = np.zeros((c, WIDE, 8), np.int64)
        real = np.zeros((c, WIDE), np.float32)
        tags = np.zeros((c, WIDE), np.int64)
        for row, (n, anchor) in enumerate(chosen):
            first, last, feats = self.texts[n].around(anchor)
            a = LEFT - (anchor - first)
            b = a + last - first
            index[row, a:b] = int(self.offsets[n]) + np.arange(first, last)
            pairs[row, a:b] = feats
            if self.blind[n]:
                pairs[row][:, list(PARSE_PAIR_COLUMNS)] = 0
            real[row, a:b] = 1
            if anchor in self.texts[n].tags:
                tags[row, a:b] = self.texts[n].tags[anchor]
        return torch.from_numpy(index), torch.from_numpy(pairs), torch.from_numpy(real), torch.from_numpy(tags)


def run_head(reader: Reader, states: Tensor, chosen: list[tuple[int, int]], batch: Batch) -> tuple[Tensor, Tensor]:
    """Tag scores [cues, words, 7] (forced to O out of the text) and gold tags."""
    index, pairs, real, tags = batch.around(chosen)
    d = reader.shape.state
    anchors = torch.tensor([int(batch.offsets[n]) + a for n, a in chosen])
    scores = reader.head(states[index][..., :d], states[anchors][:, d:], pairs, real)
    out = torch.full_like(scores, LOW)
    out[..., 0] = 0
    return torch.where(real[..., None] > 0, scores, out), tags


def words_of(reader: Reader, batch: Batch) -> tuple[Tensor, Tensor]:
    """States of the words of every window, and the additive mask of the words that are none."""
    low = batch.low
    if reader.shape.frozen < reader.shape.pooled:
        low = reader.encoder.middle(low, (1 - batch.pieces[:, None, None]) * LOW)
        row = torch.arange(len(low))[:, None]
        low = pool(low[row, batch.lead], low[row, batch.tail])
    return low, (1 - batch.real[:, None, None]) * LOW


def attribute(reader: Reader, batch: Batch, who: Tensor | None) -> tuple[Tensor, Tensor]:
    """Anchor scores and states of every word of the batch."""
    low, mask = words_of(reader, batch)
    anchors, states, _ = reader.encoder.attributing(low, mask, batch.features, who)
    return anchors.flatten()[batch.index], states.flatten(0, 1)[batch.index]


def tell(reader: Reader, batch: Batch, who: Tensor | None = None) -> Tensor:
    """Senses of every word of the batch."""
    low, mask = words_of(reader, batch)
    return reader.encoder.tell(low, mask, batch.features, who).flatten(0, 1)[batch.index]


def batches(texts: list[data.Text], size: int, chance: random.Random) -> Iterator[list[data.Text]]:
    """Shuffled groups of texts of about `size` pieces."""
    order = list(texts)
    chance.shuffle(order)
    part: list[data.Text] = []
    total = 0
    for t in order:
        if not t.cuts:
            continue
        part.append(t)
        total += len(t.ids)
        if total >= size:
            yield part
            part, total = [], 0
    if part:
        yield part
