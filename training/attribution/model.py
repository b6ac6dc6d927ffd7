"""The trained reader: a small encoder, and a head that reads the text once more for each cue.

The encoder (MiniLM) sees windows of word pieces. Its lower layers stay as they were; above them the pieces are pooled
to words, whose features of the parse are added. One score a word says whether it is an anchor, the head word of a cue.
For each anchor a small network with two layers sees the words around it, each with its relation to the anchor, and scores
the tags of source, cue and content; a CRF chooses among whole tag sequences. Each word also has scores for the kind of
happening that it tells and for where that is, from the same layers or, with `telling`, from layers of their own.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from crossbearing.read.learned import KINDS, PLACE_STATE
from crossbearing.read.placefeatures import PLACE_SIZES
from crossbearing.read.tagdecode import TAGS
from crossbearing.read.tagfeatures import PAIR_SIZES, WORD_SIZES

LOW = -1e4


@dataclass(frozen=True)
class Shape:
    """Sizes of one reader."""

    width: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    vocabulary: int = 30522
    positions: int = 512
    frozen: int = 3
    pooled: int = 3
    telling: int = 0
    state: int = 160
    head_layers: int = 2
    head_heads: int = 4
    annotators: int = 8
    dropout: float = 0.1


class Noise(nn.Module):
    """Dropout from a pool of ready masks: on a CPU the random numbers cost more than the layers that they regularise."""

    def __init__(self, rate: float, generator: torch.Generator | None = None) -> None:
        super().__init__()
        self.rate = rate
        self.generator = generator
        self.pool: Tensor | None = None
        self.turn = 0

    def forward(self, x: Tensor) -> Tensor:
        """Zero a share of the values while training."""
        if not self.training or not self.rate:
            return x
        if self.pool is None:
            self.pool = (torch.rand(1 << 22) >= self.rate).float() / (1 - self.rate)
        need = x.numel()
        pool = self.pool
        if need > len(pool) // 2:
            pool = self.pool = pool.repeat(2 * math.ceil(need / len(pool)))
        self.turn = (self.turn * 1103515245 + 12345) % (len(pool) - need)
        return x * pool[self.turn : self.turn + need].view_as(x)


class Layer(nn.Module):
    """One BERT layer."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        d = shape.width
        self.heads = shape.heads
        self.qkv = nn.Linear(d, 3 * d)
        self.out = nn.Linear(d, d)
        self.norm1 = nn.LayerNorm(d, eps=1e-12)
        self.up = nn.Linear(d, shape.inner)
        self.down = nn.Linear(shape.inner, d)
        self.norm2 = nn.LayerNorm(d, eps=1e-12)
        self.noise = Noise(shape.dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """States [rows, length, width], additive mask [rows, 1, 1, length]."""
        x, _ = add_norm(x, self.noise(self.out(attend(self.qkv(x), self.heads, mask))), self.norm1)
        return add_norm(x, self.noise(self.down(F.gelu(self.up(x)))), self.norm2)[0]


def pool(first: Tensor, last: Tensor) -> Tensor:
    """The state of a word: the mean of its first and its last piece."""
    return (first + last) * 0.5


class _Fused(torch.autograd.Function):
    """Attention as the one operator that onnxruntime has for it."""

    @staticmethod
    def forward(ctx: Any, qkv: Tensor, heads: int, width: int, real: Tensor | None) -> Tensor:
        """Only the shape matters while tracing."""
        return qkv[..., :width].clone()

    @staticmethod
    def symbolic(g: Any, qkv: Any, heads: int, width: int, real: Any) -> Any:
        """q, k, v of [rows, length, width]; `real` marks the keys that count."""
        sizes = g.op("Constant", value_t=torch.tensor([width] * 3))
        q, k, v = g.op("Split", qkv, sizes, axis_i=-1, outputs=3)
        inputs = [q, k, v]
        if real is not None and not real.node().mustBeNone():
            none = g.op("prim::Constant")
            none.setType(torch._C.OptionalType.ofTensor())
            inputs += [none, g.op("Cast", real, to_i=6)]
        out = g.op("com.microsoft::MultiHeadAttention", *inputs, num_heads_i=heads)
        return out.setType(q.type())


def attend(qkv: Tensor, heads: int, mask: Tensor | None) -> Tensor:
    """Scaled dot-product attention of [rows, length, 3 × width]; the additive mask is [rows, 1, 1, length]."""
    rows, length, d = qkv.shape[0], qkv.shape[1], int(qkv.shape[2]) // 3
    if torch.onnx.is_in_onnx_export():
        real = None if mask is None else (mask[:, 0, 0] > LOW / 2)
        fused: Tensor = _Fused.apply(qkv, heads, int(d), real)
        return fused
    q, k, v = qkv.view(rows, length, 3, heads, d // heads).permute(2, 0, 3, 1, 4)
    return F.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2).reshape(rows, length, d)


class _AddNorm(torch.autograd.Function):
    """A sum and its layer normalisation as the one operator that onnxruntime has for both: some three times faster."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, more: Tensor, gain: Tensor, bias: Tensor, eps: float) -> tuple[Tensor, Tensor]:
        """Only the shapes matter while tracing."""
        return x + more, x + more

    @staticmethod
    def symbolic(g: Any, x: Any, more: Any, gain: Any, bias: Any, eps: float) -> Any:
        """Normalised, sum."""
        out, _, _, both = g.op("com.microsoft::SkipLayerNormalization", x, more, gain, bias, epsilon_f=eps, outputs=4)
        return out.setType(x.type()), both.setType(x.type())


def add_norm(x: Tensor, more: Tensor, norm: nn.LayerNorm) -> tuple[Tensor, Tensor]:
    """The normalised sum, and the sum."""
    if torch.onnx.is_in_onnx_export():
        fused: tuple[Tensor, Tensor] = _AddNorm.apply(x, more, norm.weight, norm.bias, norm.eps)
        return fused
    both = x + more
    return norm(both), both


class HeadLayer(nn.Module):
    """A gated depthwise convolution (neighbours), attention (the window) and a feed-forward block, each pre-normalised."""

    def __init__(self, d: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.norm0 = nn.LayerNorm(d)
        self.gate = nn.Linear(d, 2 * d)
        self.conv = nn.Conv1d(d, d, 5, padding=2, groups=d)
        self.norm1 = nn.LayerNorm(d)
        self.qkv = nn.Linear(d, 3 * d)
        self.out = nn.Linear(d, d)
        self.norm2 = nn.LayerNorm(d)
        self.up = nn.Linear(d, 2 * d)
        self.down = nn.Linear(2 * d, d)
        self.noise = Noise(dropout)

    def forward(self, x: Tensor, normed: Tensor, mask: Tensor, after: nn.LayerNorm) -> tuple[Tensor, Tensor]:
        """States [cues, words, d], the same after `norm0`, additive mask [cues, 1, 1, words]: new states, and after `after`."""
        a, b = self.gate(normed).chunk(2, -1)
        near = self.conv((a * torch.sigmoid(b)).transpose(1, 2)).transpose(1, 2)
        normed, x = add_norm(x, self.noise(near), self.norm1)
        normed, x = add_norm(x, self.noise(self.out(attend(self.qkv(normed), self.heads, mask))), self.norm2)
        normed, x = add_norm(x, self.noise(self.down(F.gelu(self.up(normed)))), after)
        return x, normed


class Senses(nn.Module):
    """The state of a word → the kind of what it tells, whether it tells anything, whether that is a claim; its place's query."""

    def __init__(self, d: int, dropout: float) -> None:
        super().__init__()
        self.inner = nn.Linear(d, 160)
        self.noise = Noise(2 * dropout)
        self.kinds = nn.Linear(160, len(KINDS) + 2)
        self.where = nn.Linear(d, 2 * PLACE_STATE + 1)

    def forward(self, x: Tensor) -> Tensor:
        """[…, kinds, told, claim, query, key, nowhere]."""
        return torch.cat([self.kinds(self.noise(F.gelu(self.inner(x)))), self.where(x)], -1)


class Placing(nn.Module):
    """A happening and a place name → the score that it is the place."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.tables = nn.ModuleList(nn.Embedding(n, PLACE_STATE) for n in PLACE_SIZES)
        for table in self.tables:
            nn.init.normal_(table.weight, std=0.2)
        self.final = nn.Linear(PLACE_STATE, 1)
        self.noise = Noise(dropout)

    def forward(self, query: Tensor, key: Tensor, features: Tensor) -> Tensor:
        """Query and key [pairs, d], features [pairs, 14]: scores [pairs]."""
        x = query * key
        for n, table in enumerate(self.tables):
            x = x + table(features[..., n])
        score: Tensor = self.final(self.noise(F.gelu(x))).squeeze(-1)
        return score


def featured(x: Tensor, tables: nn.ModuleList, features: Tensor) -> Tensor:
    """States of words with the features of the parse added."""
    for n, table in enumerate(tables):
        x = x + table(features[..., n])
    return x


class Telling(nn.Module):
    """The layers above the words that happenings have for themselves."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.telling))
        self.features = nn.ModuleList(nn.Embedding(n, shape.width) for n in WORD_SIZES)

    def forward(self, x: Tensor, mask: Tensor | None, features: Tensor) -> Tensor:
        """States of words [rows, length, width] → states for the senses."""
        x = featured(x, self.features, features)
        for layer in self.layers:
            x = layer(x, mask)
        return x


class Encoder(nn.Module):
    """Word pieces → for each piece an anchor score, and states for the head."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        d = shape.width
        self.shape = shape
        self.words = nn.Embedding(shape.vocabulary, d)
        self.places = nn.Embedding(shape.positions, d)
        self.norm = nn.LayerNorm(d, eps=1e-12)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.features = nn.ModuleList(nn.Embedding(n, d) for n in WORD_SIZES)
        self.annotator = nn.Embedding(shape.annotators, d)
        for table in (*self.features, self.annotator):
            nn.init.normal_(table.weight, std=0.01)
        self.anchor = nn.Sequential(nn.Linear(d, 128), nn.GELU(), nn.Linear(128, 1))
        nn.init.constant_(self.anchor[2].bias, -3.0)
        self.state = nn.Linear(d, shape.state)
        self.query = nn.Linear(d, shape.state)
        self.telling = Telling(shape) if shape.telling else None
        self.senses = Senses(d, shape.dropout)

    def frozen(self, ids: Tensor, mask: Tensor | None) -> Tensor:
        """The embeddings and the layers that are not trained; states of pieces."""
        x = self.norm(self.words(ids) + self.places.weight[: ids.shape[1]])
        for layer in self.layers[: min(self.shape.frozen, self.shape.pooled)]:
            x = layer(x, mask)
        return x

    def middle(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """The layers that are trained and see pieces."""
        for layer in self.layers[self.shape.frozen : self.shape.pooled]:
            x = layer(x, mask)
        return x

    def low(self, ids: Tensor, mask: Tensor | None) -> Tensor:
        """All layers that see pieces."""
        return self.middle(self.frozen(ids, mask), mask)

    def attributing(
        self, x: Tensor, mask: Tensor | None, features: Tensor, annotator: Tensor | None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Words → anchor scores [rows, length], states for the head [rows, length, 2 × state], top states."""
        x = featured(x, self.features, features)
        x = x + (self.annotator.weight[0] if annotator is None else self.annotator(annotator)[:, None])
        for layer in self.layers[self.shape.pooled :]:
            x = layer(x, mask)
        return self.anchor(x).squeeze(-1), torch.cat([self.state(x), self.query(x)], -1), x

    def tell(self, x: Tensor, mask: Tensor | None, features: Tensor, annotator: Tensor | None = None) -> Tensor:
        """Words → senses [rows, length, kinds and more]."""
        top = self.telling(x, mask, features) if self.telling else self.attributing(x, mask, features, annotator)[2]
        senses: Tensor = self.senses(top)
        return senses

    def forward(self, ids: Tensor, lead: Tensor, tail: Tensor, features: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """What is exported, for windows of one length: ids, first and last piece of each word, word features."""
        x = self.low(ids, None)
        row = torch.arange(x.shape[0])[:, None]
        words = pool(x[row, lead], x[row, tail])
        anchors, states, top = self.attributing(words, None, features, None)
        return anchors, states, self.tell(words, None, features) if self.telling else self.senses(top)


class Head(nn.Module):
    """The words around each anchor → scores of the tags."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        d = shape.state
        self.pairs = nn.ModuleList(nn.Embedding(n, d) for n in PAIR_SIZES)
        for table in self.pairs:
            nn.init.normal_(table.weight, std=0.2)
        self.scale = nn.Linear(d, d)
        self.shift = nn.Linear(d, d)
        self.norm = nn.LayerNorm(d)
        self.layers = nn.ModuleList(HeadLayer(d, shape.head_heads, shape.dropout) for _ in range(shape.head_layers))
        self.final = nn.LayerNorm(d)
        self.tags = nn.Linear(d, len(TAGS))
        self.noise = Noise(shape.dropout)

    def forward(self, states: Tensor, query: Tensor, pairs: Tensor, real: Tensor) -> Tensor:
        """States [cues, words, d], query [cues, d], pair features [cues, words, 8], 1 for real words."""
        mask = (1.0 - real[:, None, None, :].float()) * LOW
        x = states * (1 + self.scale(query))[:, None] + self.shift(query)[:, None]
        for n, table in enumerate(self.pairs):
            x = x + table(pairs[..., n])
        x = self.noise(self.norm(x)) * real[..., None].float()
        layers: list[HeadLayer] = list(self.layers)  # type: ignore[arg-type]
        normed = layers[0].norm0(x)
        for layer, after in zip(layers, [*(below.norm0 for below in layers[1:]), self.final], strict=True):
            x, normed = layer(x, normed, mask, after)
        scores: Tensor = self.tags(normed)
        return scores


class Reader(nn.Module):
    """Encoder, head and the transition scores of the tags."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.encoder = Encoder(shape)
        self.head = Head(shape)
        self.placing = Placing(shape.dropout)
        self.moves = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))

    def freeze(self, only: str | None = None) -> None:
        """No gradients below the frozen border, and none in the tower that is not trained now."""
        encoder = self.encoder
        still: list[nn.Module] = [encoder.words, encoder.places, encoder.norm, *encoder.layers[: self.shape.frozen]]
        if only == "happenings":
            if not encoder.telling:
                raise SystemExit("--only happenings needs --telling: without it both tasks share every layer")
            still += [encoder.layers, encoder.features, encoder.annotator, encoder.anchor, encoder.state, encoder.query]
            still.append(self.head)
            self.moves.requires_grad_(False)
        elif only == "attributions":
            still += [encoder.senses, self.placing, *([encoder.telling] if encoder.telling else [])]
        for part in still:
            for p in part.parameters():
                p.requires_grad_(False)


def fork(state: Mapping[str, Tensor], shape: Shape) -> dict[str, Tensor]:
    """The weights of a reader with one tower, the tower copied for happenings; those of a reader with two, as they are."""
    if not shape.telling or any(name.startswith("encoder.telling.") for name in state):
        return dict(state)
    moved = {f"encoder.layers.{shape.pooled + n}.": f"encoder.telling.layers.{n}." for n in range(shape.telling)}
    moved["encoder.features."] = "encoder.telling.features."
    return {**state, **{new + name.removeprefix(old): value.clone() for old, new in moved.items()
                        for name, value in state.items() if name.startswith(old)}}  # fmt: skip


def load_pretrained(encoder: Encoder, weights: Mapping[str, Any]) -> None:
    """Fill the encoder with a BERT checkpoint's weights."""
    w = {name.removeprefix("bert."): value for name, value in weights.items()}
    own: dict[str, Tensor] = {
        "words.weight": w["embeddings.word_embeddings.weight"],
        # the type of every piece is 0: fold its vector into the positions
        "places.weight": w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": w["embeddings.LayerNorm.weight"],
        "norm.bias": w["embeddings.LayerNorm.bias"],
    }
    pairs = {
        "out": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    for n in range(encoder.shape.layers):
        at = f"encoder.layer.{n}."
        for kind in ("weight", "bias"):
            own[f"layers.{n}.qkv.{kind}"] = torch.cat(
                [w[f"{at}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            )
            for name, path in pairs.items():
                own[f"layers.{n}.{name}.{kind}"] = w[f"{at}{path}.{kind}"]
    missing = encoder.load_state_dict(own, strict=False)
    if missing.unexpected_keys:
        raise ValueError(f"unexpected weights: {missing.unexpected_keys}")


_BS, _IS, _BQ, _IQ, _BC, _IC = (TAGS.index(t) for t in TAGS[1:])


def allowed_moves() -> Tensor:
    """0 for a move from tag to tag that may be, else very low."""
    table = torch.zeros(len(TAGS), len(TAGS))
    for begin, inner in ((_BS, _IS), (_BQ, _IQ), (_BC, _IC)):
        table[:, inner] = LOW
        table[begin, inner] = table[inner, inner] = 0.0
    return table


def tag_loss(scores: Tensor, tags: Tensor, moves: Tensor) -> Tensor:
    """Negative log likelihood of each row under the CRF. A word out of the text must have tag 0 and forced scores."""
    table = moves + allowed_moves()
    gold = scores.gather(-1, tags[..., None]).squeeze(-1).sum(-1) + table[tags[:, :-1], tags[:, 1:]].sum(-1)
    now = scores[:, 0] + torch.tensor([0.0 if t.startswith(("O", "B")) else LOW for t in TAGS])
    for t in range(1, scores.shape[1]):
        now = torch.logsumexp(now[:, :, None] + table, 1) + scores[:, t]
    return torch.logsumexp(now, -1) - gold
