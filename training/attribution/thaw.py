"""Shipped int8 files → weights that a run can begin with, close to those that were exported.

python -m training.attribution.thaw --model weights/src/crossbearing_weights/quote-en --out build/attribution/shipped

Scales are undone; layers that training never moves come from the pretrained encoder, exact. The tables of PolNeAR's
annotators do not ship: each begins as the one that does.
"""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from training.attribution.model import Reader, Shape, allowed_moves, load_pretrained
from training.attribution.states import pretrained_folder


def module_of(node: str) -> str:
    """`/layers.0/qkv/inner/MatMul_quant` → `layers.0.qkv.inner`; a member of a sequence repeats the sequence's name."""
    parts: list[str] = []
    for part in node.strip("/").split("/")[:-1]:
        if parts and part.startswith(parts[-1] + "."):
            parts.pop()
        parts.append(part)
    return ".".join(parts)


def stored(path: Path) -> dict[str, Tensor]:
    """The weights of one ONNX file under the names that its module gives them."""
    import onnx
    from onnx.numpy_helper import to_array

    graph = onnx.load(str(path)).graph
    kept = {one.name: np.array(to_array(one)) for one in graph.initializer}
    smoothed = tuple(name.removesuffix("shrink") + "inner." for name in kept if name.endswith(".shrink"))
    found = dict(kept)
    for node in graph.node:
        table = node.input[1] if node.op_type in ("MatMul", "MatMulInteger") else ""
        if table not in kept:
            continue
        weight = kept[table].astype(np.float32)
        if node.op_type == "MatMulInteger":
            base = table.removesuffix("_quantized")
            weight = (weight - kept[f"{base}_zero_point"].astype(np.float32)) * kept[f"{base}_scale"]
        module = module_of(node.name)
        if f"{module}.".startswith(smoothed):
            weight = weight * kept[f"{module.removesuffix('.inner')}.shrink"][:, None]
        found[f"{module}.weight"] = weight.T
    return {
        name.replace(".inner.", ".") if name.startswith(smoothed) else name: torch.from_numpy(
            np.ascontiguousarray(value)
        )
        for name, value in found.items()
    }


def thaw(folder: Path, reader: Reader) -> list[str]:
    """Fill the reader from the files of `folder`; the names of what they do not hold."""
    whole = {
        f"{part}.{name}": value
        for part in ("encoder", "head", "placing")
        for name, value in stored(folder / f"{part}.onnx").items()
    }
    words = whole["encoder.words.rows"].float() * whole["encoder.words.scale"]
    card = tomllib.loads((folder / "card.toml").read_text("utf-8"))
    moves = torch.tensor(card["reader"]["moves"])
    own = reader.state_dict()
    if not reader.shape.telling and any(name.startswith("encoder.telling.") for name in whole):
        raise SystemExit("the files have layers of their own for happenings: give --telling as they were trained")
    lacking = []
    for name, value in own.items():
        given = (
            words if name == "encoder.words.weight" else moves - allowed_moves() if name == "moves" else whole.get(name)
        )
        if given is None:
            lacking.append(name)
        elif given.shape == value.shape:
            value.copy_(given)
        elif name == "encoder.places.weight":
            value[: len(given)].copy_(given)
        else:
            raise SystemExit(f"{name}: {tuple(given.shape)} in the files, {tuple(value.shape)} in the reader")
    if "encoder.annotator.weight" in lacking:
        one = next(
            v
            for k, v in whole.items()
            if k.startswith("encoder.onnx::Add_") and v.shape == own["encoder.annotator.weight"].shape[1:]
        )
        own["encoder.annotator.weight"].copy_(one.expand_as(own["encoder.annotator.weight"]))
        lacking.remove("encoder.annotator.weight")
    exact = Reader(reader.shape)
    load_pretrained(exact.encoder, load_file(pretrained_folder() / "model.safetensors"))
    untouched = (
        "encoder.words.",
        "encoder.places.",
        "encoder.norm.",
        *(f"encoder.layers.{n}." for n in range(reader.shape.frozen)),
    )
    for name, value in exact.state_dict().items():
        if name.startswith(untouched):
            held = (
                len(whole["encoder.places.weight"]) if name == "encoder.places.weight" else None
            )  # the first rows ship
            if float((own[name][:held] - value[:held]).abs().mean()) > 0.01:
                raise SystemExit(f"{name} is not the pretrained encoder's: give --frozen as it was trained")
            own[name].copy_(value)
    return lacking


def main() -> None:
    """Write `reader.safetensors`."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--model", type=Path, default=Path("weights/src/crossbearing_weights/quote-en"))
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--frozen", type=int, default=2)
    ask.add_argument("--pooled", type=int, default=4)
    ask.add_argument("--layers", type=int, default=6)
    ask.add_argument("--telling", type=int, default=2)
    args = ask.parse_args()
    reader = Reader(Shape(layers=args.layers, frozen=args.frozen, pooled=args.pooled, telling=args.telling))
    if lacking := thaw(args.model, reader):
        raise SystemExit(f"the files do not hold {lacking}")
    args.out.mkdir(parents=True, exist_ok=True)
    save_file({k: v.contiguous() for k, v in reader.state_dict().items()}, args.out / "reader.safetensors")


if __name__ == "__main__":
    main()
