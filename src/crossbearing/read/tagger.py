"""`Parse` → `Attribution`s by trained weights: anchors of cues first, then source, cue and content of each.

Spans follow PolNeAR (Newell et al., LREC 2018), on which the weights were trained. docs/methods/attributions.md has the
errors that were measured. The speaker is left to `speaker.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from crossbearing.errors import DataError
from crossbearing.read.learned import NOWHERE, Learned
from crossbearing.read.parse import Parse
from crossbearing.read.session import Sessions
from crossbearing.read.tagdecode import TAGS, best_tags, runs
from crossbearing.read.tagfeatures import LEFT, PAIR_SIZES, RIGHT, Ints, Layout, layout, pair_features, pieces, windows
from crossbearing.text import stable_id
from crossbearing.types import Attribution, Manner, Span
from crossbearing.weights import Weights, load_weights

MODEL = "quote-en"
_WIDE = LEFT + RIGHT + 1
_WITHIN = 0.25  # the cut of what is nested with a source of its own: the corpus that was learned from marks none
_REACH = 4  # words outside the text that the head's convolutions let bear on words in it

_SAID = [n for n, tag in enumerate(TAGS) if tag.endswith(("source", "content"))]

Floats = npt.NDArray[np.float32]


def load_tagger(*, threads: int = 1) -> Tagger | None:
    """The installed reader, or `None` where no weights are installed.

    Raises:
        DataError: a file of the weights is missing or does not match its hash.
    """
    weights = load_weights(MODEL)
    return None if weights is None else Tagger(weights, threads=threads)


class Tagger:
    """The trained reader, loaded once. `tagger(parse)` gives attributions in order of their cues, of a score of `cut` or more."""

    def __init__(self, weights: Weights, *, threads: int = 1) -> None:
        """Load checked weights; `threads` is the number that one call may use.

        Raises:
            DataError: the card lacks a setting.
        """
        from tokenizers import Tokenizer

        try:
            reader = weights.card["reader"]
            self._limit = int(reader["pieces"])
            self._floor = float(reader["floor"])
            self.cut = float(reader["cut"])
            self._lift = float(reader["lift"])
            self._moves: Floats = np.array(reader["moves"], np.float32).reshape(len(TAGS), len(TAGS))
            self._ends = (int(reader["first_piece"]), int(reader["last_piece"]))
        except (KeyError, TypeError, ValueError) as error:
            raise DataError(f"the card of {weights.name} lacks a setting: {error!r}") from error
        sessions = Sessions(weights, threads=threads)
        self._encoder, self._head = sessions.load("encoder.onnx"), sessions.load("head.onnx")
        self._placing = sessions.load("placing.onnx") if "placing.onnx" in weights.files else None
        self._tokenizer = Tokenizer.from_file(str(weights.file("tokenizer.json")))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self.name = f"{weights.name} {weights.version}"

    def __call__(self, parse: Parse) -> tuple[Attribution, ...]:
        """The attributions of one parsed text."""
        return self.read(parse)[0]

    def read(self, parse: Parse) -> tuple[tuple[Attribution, ...], Learned | None]:
        """The attributions of one parsed text, and what each word tells if the weights know (version 3 and later)."""
        if not len(parse):
            return (), None
        plan = layout(parse)
        chance, states, senses = self._encode(parse, plan)
        learned = Learned(parse, plan, senses, self._weigh, chance) if self._placing is not None else None
        # an attribution's score is at most its anchor's: what stands below the cut is not worth a look
        least = max(self._floor, self.cut - 1e-4)
        looked = self._look(parse, plan, states, chance, [int(t) for t in np.flatnonzero(chance > least)])
        found = [a for a in looked if a.score >= self.cut]
        doubtful = np.flatnonzero((chance > _WITHIN) & (chance <= least))
        inner = [int(t) for t in doubtful if _told_by(found, Span(parse.start[t], parse.end[t]))]
        slight = [a for a in looked if a.score < self.cut] + self._look(parse, plan, states, chance, inner)
        found += [a for a in slight if a.score >= _WITHIN and a.source and _held(found, a)]
        return nested(_apart(found)), learned

    def _look(
        self, parse: Parse, plan: Layout, states: Floats, chance: Floats, anchors: Sequence[int]
    ) -> list[Attribution]:
        """What the looks at the anchors find, however slight its score."""
        tags, sure = self._read(parse, plan, states, anchors)
        made = (_attribution(parse, tags[n], a, float(chance[a]) * float(sure[n])) for n, a in enumerate(anchors))
        return [a for a in made if a is not None]

    def _weigh(self, query: Floats, key: Floats, features: Ints) -> Floats:
        assert self._placing is not None
        (scores,) = self._placing.run(None, {"query": query, "key": key, "features": features})
        out: Floats = scores
        return out

    def _encode(self, parse: Parse, plan: Layout) -> tuple[Floats, Floats, Floats]:
        ids, owner, lead, tail = pieces(parse, self._tokenizer)
        chance = np.zeros(len(parse), np.float32)
        states: list[Floats] = []
        senses: list[Floats] = []
        first_piece, last_piece = self._ends
        for a, b in windows(plan, owner, self._limit - 2):
            first, last = (int(i) for i in np.searchsorted(lead, (a, b)))
            size, count = b - a, last - first
            features = np.zeros((1, count + 2, plan.words.shape[1]), np.int64)
            features[0, 1:-1] = plan.words[first:last]
            scores, state, *sense = self._encoder.run(
                None,
                {
                    "ids": np.array([[first_piece, *ids[a:b], last_piece]], np.int64),
                    "lead": np.concatenate([[0], lead[first:last] - a + 1, [size + 1]])[None].astype(np.int64),
                    "tail": np.concatenate([[0], np.minimum(tail[first:last] - a + 1, size), [size + 1]])[None].astype(np.int64),
                    "features": features,
                },
            )  # fmt: skip
            chance[first:last] = 1 / (1 + np.exp(-scores[0, 1:-1]))
            states.append(state[0, 1:-1])
            senses += [part[0, 1:-1] for part in sense]
        if not states:
            return chance, np.zeros((len(parse), 0), np.float32), np.zeros((len(parse), NOWHERE + 1), np.float32)
        return chance, np.concatenate(states), np.concatenate(senses) if senses else np.zeros((0, 0), np.float32)

    def _read(self, parse: Parse, plan: Layout, states: Floats, anchors: Sequence[int]) -> tuple[Ints, Floats]:
        half = states.shape[1] // 2
        scores = np.full((len(anchors), _WIDE, len(TAGS)), -1e4, np.float32)
        scores[..., 0] = 0
        real = np.zeros((len(anchors), _WIDE, 1), bool)
        for row, anchor in enumerate(anchors):
            first, last, features = pair_features(parse, plan, anchor)
            a = LEFT - (anchor - first)
            b = a + last - first
            part = slice(max(0, a - _REACH), min(_WIDE, b + _REACH))
            text = slice(a - part.start, b - part.start)
            size = part.stop - part.start
            around = np.zeros((1, size, half), np.float32)
            pairs = np.zeros((1, size, len(PAIR_SIZES)), np.int64)
            inside = np.zeros((1, size), np.float32)
            around[0, text], pairs[0, text], inside[0, text] = states[first:last, :half], features, 1
            (read,) = self._head.run(
                None, {"states": around, "query": states[anchor : anchor + 1, half:], "pairs": pairs, "real": inside}
            )
            scores[row, a:b] = read[0, text]
            real[row, a:b] = True
        at = scores[:, LEFT]
        powers = np.exp(at - at.max(-1, keepdims=True))
        sure = powers[:, [TAGS.index("B-cue"), TAGS.index("I-cue")]].sum(-1) / powers.sum(-1)
        # the scores say "if this is a cue at all": what is doubted as a cue would else lose its source and content too
        scores[..., _SAID] += (-np.log(np.clip(sure, 0.05, 1)) * self._lift)[:, None, None] * real
        out = np.zeros((len(anchors), _WIDE), np.int64)
        seen = np.flatnonzero(real.any((0, 2)))
        if len(seen):
            first, last = int(seen[0]), int(seen[-1]) + 1
            out[:, first:last] = best_tags(scores[:, first:last], self._moves, np.full(len(anchors), LEFT - first))
        return out, sure


def _attribution(parse: Parse, tags: Ints, anchor: int, score: float) -> Attribution | None:
    def spans(role: str) -> tuple[Span, ...]:
        at = anchor - LEFT
        return tuple(Span(parse.start[at + a], parse.end[at + b - 1]) for a, b in runs(tags, role))

    content = spans("content")
    if not content:
        return None
    source, cue = spans("source"), spans("cue")
    return Attribution(
        id=stable_id("a", *(f"{s.start}-{s.end}" for s in (*source, *cue, *content))),
        manner=manner(parse.text, content),
        source=source,
        cue=cue,
        content=content,
        score=round(score, 4),
        rules=(f"model.{MODEL}",),
    )


_MARKS = frozenset('"“”„«»')
_TRAILING = ".,?!…"


def manner(text: str, content: Sequence[Span]) -> Manner:
    """Direct if every part stands in quotation marks, mixed if a part holds one, else indirect."""
    parts = [s.of(text) for s in content]
    if not any(c in _MARKS for part in parts for c in part):
        return "indirect"
    whole = all(
        part[0] in _MARKS
        and (part[-1] in _MARKS or part.rstrip(_TRAILING)[-1:] in _MARKS)
        and sum(c in _MARKS for c in part) <= 2
        for part in parts
    )
    return "direct" if whole else "mixed"


def _size(spans: Sequence[Span]) -> int:
    return sum(s.end - s.start for s in spans)


def _shared(left: Sequence[Span], right: Sequence[Span]) -> int:
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in left for b in right)


def _apart(found: Sequence[Attribution]) -> list[Attribution]:
    """Two readings of one cue, or of one content by cues that stand outside it, are rivals: the surer stays."""
    kept: list[Attribution] = []
    for one in sorted(found, key=lambda a: (-a.score, a.cue, a.id)):
        rival = any(
            _shared(one.cue, other.cue)
            or (
                2 * _shared(one.content, other.content) > 0.5 * (_size(one.content) + _size(other.content))
                and not _inside(one, other)
                and not _inside(other, one)
            )
            for other in kept
        )
        if not rival:
            kept.append(one)
    return kept


def _told_by(found: Sequence[Attribution], word: Span) -> bool:
    """Whether the word stands in somebody's content and in no cue."""
    return any(s.holds(word) for a in found for s in a.content) and not any(
        s.overlaps(word) for a in found for s in a.cue
    )


def _held(found: Sequence[Attribution], one: Attribution) -> bool:
    """Whether a content of one of these holds all its cue and source, and its own content no cue of that one."""
    return any(
        all(any(span.holds(s) for span in other.content) for s in (*one.cue, *one.source))
        and not any(span.holds(c) for span in one.content for c in other.cue)
        for other in found
    )


def _inside(one: Attribution, other: Attribution) -> bool:
    return any(span.holds(one.cue[0]) for span in other.content)


def nested(found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """In order of cue, each tied by `within` to the smallest other one whose content holds its cue and its source."""
    out = []
    for one in found:
        holders = [
            (_size(other.content), other.id)
            for other in found
            if other is not one
            and any(span.holds(one.cue[0]) for span in other.content)
            and all(any(span.holds(s) for span in other.content) for s in one.source)
            and not any(span.holds(other.cue[0]) for span in one.content)
        ]
        out.append(replace(one, within=min(holders)[1]) if holders else one)
    return tuple(sorted(out, key=lambda a: (a.cue[0], a.id)))
