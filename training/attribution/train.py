"""Train the attribution reader (README.md has the commands, the wall time and the seeds).

python -m training.attribution.train --cache build/attribution --out build/attribution/run1
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional as F
from training.attribution import data
from training.attribution.batch import Batch, attribute, batches, run_head, tell
from training.attribution.measure import figures, load_scorer, predict
from training.attribution.model import Reader, Shape, fork, load_pretrained, tag_loss
from training.attribution.senses import loss as sense_loss
from training.attribution.senses import told_figures
from training.attribution.states import PIECES, fill_lows, kept_lows, pretrained_folder, tokenizer


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


def attribution_loss(reader: Reader, batch: Batch, logits: Tensor, states: Tensor) -> tuple[Tensor, dict[str, float]]:
    """Anchors, and the tags around the right ones and around those that are wrongly likely."""
    count = max(1.0, float(batch.gold.sum()))
    anchor_loss = F.binary_cross_entropy_with_logits(logits, batch.gold, reduction="sum") / count
    likely = (torch.sigmoid(logits.detach()) * (1 - batch.gold)).numpy()
    chosen = [(n, a) for n, t in enumerate(batch.texts) for a in t.anchors]
    wrong = np.argsort(-likely)[: max(2, int(0.35 * count))]
    for flat in wrong[likely[wrong] > 0.15]:
        n = int(np.searchsorted(batch.offsets, flat, side="right")) - 1
        chosen.append((n, int(flat) - int(batch.offsets[n])))
    scores, tags = run_head(reader, states, chosen, batch)
    tags_loss = tag_loss(scores, tags, reader.moves).sum() / count
    return 2.0 * anchor_loss + tags_loss, {"anchor": float(anchor_loss.detach()), "tags": float(tags_loss.detach())}


def main() -> None:
    """Train, measure on dev after each epoch, keep the averaged weights."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--cache", type=Path, default=Path("build/attribution"))
    ask.add_argument("--scorer", type=Path, default=Path("../shared/eval/score_attributions.py"))
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--start", type=Path, help="weights to begin with instead of the pretrained encoder")
    ask.add_argument("--epochs", type=int, default=5)
    ask.add_argument("--steps", type=int, help="end the schedule after this many steps instead of after all epochs")
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
    ask.add_argument("--told", type=int, default=0, help="how many times the labelled happenings are seen in an epoch")
    ask.add_argument("--apart", type=int, default=12, help="one in so many labelled texts is kept apart to measure on")
    ask.add_argument(
        "--telling", type=int, default=0, help="layers above the words that happenings have for themselves"
    )
    ask.add_argument("--only", choices=("attributions", "happenings"), help="train one tower, on its texts alone")
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
    train: list[data.Text] = []
    dev: list[data.Text] = []
    own: list[data.Text] = []
    if args.only != "happenings":
        train += data.read(args.cache / "train.jsonl.gz", pieces, limit=PIECES, most=args.texts)
        dev += data.read(args.cache / "dev.jsonl.gz", pieces, limit=PIECES)
    if args.own:
        own = list(data.read(args.cache / "own.jsonl.gz", pieces, limit=PIECES))
    told = list(data.read(args.cache / "told.jsonl.gz", pieces, limit=PIECES)) if args.told else []
    apart = [t for n, t in enumerate(told) if n % args.apart == 0]
    told = [t for n, t in enumerate(told) if n % args.apart]
    reader = Reader(Shape(layers=args.layers, frozen=args.frozen, pooled=args.pooled, telling=args.telling))
    weights = load_file(pretrained_folder() / "model.safetensors")
    load_pretrained(reader.encoder, weights)
    if args.start:
        begun = fork(load_file(args.start), reader.shape)
        fresh = reader.load_state_dict(begun, strict=False).missing_keys
        if any(not name.startswith(("placing.", "encoder.senses.")) for name in fresh):
            raise SystemExit(f"{args.start} lacks {fresh}")
    reader.freeze(args.only)
    reader.eval()
    say(
        loaded=time.time() - began,
        train=len(train),
        own=len(own),
        told=sum(len(t.told) for t in told),
        gold=sum(len(t.anchors) for t in train),
    )
    # whose frozen layers they are is part of the name: those above the pretrained border differ from run to run
    border = reader.encoder.layers[: args.frozen]
    mark = hashlib.sha256(b"".join(p.detach().numpy().tobytes() for layer in border for p in layer.parameters()))
    lows = f"lows-{args.frozen}-{args.pooled}-{mark.hexdigest()[:8]}"
    if args.only != "happenings":
        kept_lows(reader, train + dev, args.cache / f"{lows}.safetensors")
    picks = random.Random(args.seed)
    short = [
        crop
        for part, share in ((train, args.short), (own, min(1.0, 20 * args.short)))
        for t in part
        for crop in data.crops(t, pieces, picks, share=share, limit=PIECES)
    ]
    kept_lows(reader, told + apart, args.cache / f"{lows}-told.safetensors")
    fill_lows(reader, own + short)
    say(short=len(short), anchors=sum(len(t.anchors) for t in short))

    def parts_of(order: random.Random) -> list[list[data.Text]]:
        """Batches of whole texts and batches of short ones, mixed."""
        out = []
        if args.only != "happenings":
            out += [*batches(train + own * args.own, args.batch, order), *batches(short, args.batch // 2, order)]
        for _ in range(0 if args.only == "attributions" else args.told):
            out += batches(told, args.batch, order)
        order.shuffle(out)
        return out

    say(lows=time.time() - began)
    names = {} if args.no_annotator else {a: n for n, a in enumerate(sorted({t.annotator for t in train + own}), 1)}
    levels = [[p for p in layer.parameters() if p.requires_grad] for layer in reader.encoder.layers]
    for n, layer in enumerate(reader.encoder.telling.layers if reader.encoder.telling else (), args.pooled):
        levels[n] += [p for p in layer.parameters() if p.requires_grad]
    slow = [p for level in levels for p in level]
    within = ("encoder.layers", "encoder.telling.layers")
    fast = [p for n, p in reader.named_parameters() if p.requires_grad and not n.startswith(within)]
    optimiser = torch.optim.AdamW(
        [
            # lower layers hold what is common to all language: they move less (Howard and Ruder, ACL 2018)
            *({"params": level, "lr": 0.0, "base": args.rate * args.decay ** (args.layers - 1 - n)} for n, level in enumerate(levels) if level),
            {"params": fast, "lr": 0.0, "base": args.head_rate},
        ],
        weight_decay=0.01, betas=(0.9, 0.98), fused=True,
    )  # fmt: skip
    total = args.steps or args.epochs * len(parts_of(random.Random(0))) // args.world
    trained = {n: p for n, p in reader.named_parameters() if p.requires_grad}
    mean = {n: p.detach().clone() for n, p in trained.items()}
    scorer = load_scorer(args.scorer)
    step, done, opened = 0, 0.0, time.time()
    for epoch in range(1, args.epochs + 1):
        reader.train()
        seen: dict[str, tuple[float, int]] = {}
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
            if "told" in part[0].raw:
                loss, losses = sense_loss(reader, batch, tell(reader, batch, batch.who))
            else:
                loss, losses = attribution_loss(reader, batch, *attribute(reader, batch, batch.who))
            for key, value in losses.items():
                total_of, times = seen.get(key, (0.0, 0))
                seen[key] = (total_of + value, times + 1)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            share_gradients(slow + fast, args.world)
            torch.nn.utils.clip_grad_norm_(slow + fast, 5.0)
            optimiser.step()
            keep = min(0.995, (1 + step) / (10 + step))
            with torch.no_grad():
                torch._foreach_lerp_(list(mean.values()), list(trained.values()), 1 - keep)
            if step % 20 == 0:
                means = {key: round(total_of / times, 3) for key, (total_of, times) in sorted(seen.items())}
                say(step=step, of=total, **means, at=round(time.time() - began))
                seen = {}
        if args.rank:
            continue
        plain = {n: p.detach().clone() for n, p in trained.items()}
        with torch.no_grad():
            for n, p in trained.items():
                p.copy_(mean[n])
        save_file({k: v.contiguous() for k, v in reader.state_dict().items()}, args.out / "reader.safetensors")
        if args.only != "happenings":
            found = predict(reader, dev, parse=not args.no_parse)
            say(epoch=epoch, at=round(time.time() - began), **figures(scorer, dev, found))
            (args.out / "dev.json").write_text(json.dumps(found))
        if apart:
            say(epoch=epoch, **told_figures(reader, apart))
        with torch.no_grad():
            for n, p in trained.items():
                p.copy_(plain[n])
        if done >= 1:
            break
    say(done=round(time.time() - began))


if __name__ == "__main__":
    main()
