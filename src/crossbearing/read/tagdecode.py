"""Scores of the trained reader → the best allowed reading of one cue: at most one source, one cue, any content."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
_O, _BS, _IS, _BQ, _IQ, _BC, _IC = range(7)
_LOW = -1e4
_LEAN = np.array([0, 0.5, 0, 0, 0, 0, 0], np.float32)
"""Added where a tag begins: a source is found rather than left out (chosen on PolNeAR dev, held by our own text)."""

# a state is (phase: before, in or after the cue; whether the source was seen; tag)
_STATES: tuple[tuple[int, int, int], ...] = tuple(
    (phase, seen, tag)
    for phase in (0, 1, 2)
    for seen in (0, 1)
    for tag in range(7)
    if (tag in (_BQ, _IQ)) == (phase == 1) and not (seen == 0 and tag in (_BS, _IS))
)
_TAG_OF = np.array([tag for _, _, tag in _STATES])


def _allowed(left: tuple[int, int, int], right: tuple[int, int, int]) -> bool:
    (phase, seen, tag), (phase2, seen2, tag2) = left, right
    if tag2 == _IS:
        return (phase, seen) == (phase2, seen2) and tag in (_BS, _IS)
    if tag2 == _IQ:
        return (phase, seen) == (phase2, seen2) and tag in (_BQ, _IQ)
    if tag2 == _IC:
        return (phase, seen) == (phase2, seen2) and tag in (_BC, _IC)
    if tag2 == _BC and tag in (_BC, _IC):
        return False
    if tag2 == _BS and seen:
        return False
    if seen2 != seen + (tag2 == _BS):
        return False
    if tag2 == _BQ:
        return phase == 0 and phase2 == 1
    return phase2 == (2 if phase >= 1 else 0)


_OPEN = np.array([[0.0 if _allowed(a, b) else _LOW * 10 for b in _STATES] for a in _STATES], np.float32)
_START = np.array([0.0 if phase <= 1 and tag in (_O, _BS, _BQ, _BC) and seen == (tag == _BS) else _LOW * 10 for phase, seen, tag in _STATES], np.float32)  # fmt: skip
_END = np.array([0.0 if phase >= 1 else _LOW * 10 for phase, _, _ in _STATES], np.float32)


def best_tags(emissions: Floats, transitions: Floats, anchors: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The best allowed tag sequence of each row: `emissions` [rows, words, 7], the anchor's place in each → [rows, words].

    The cue is one run of words that holds the anchor; the source is one run or none; the content may have several parts.
    """
    rows, length, _ = emissions.shape
    if not rows:
        return np.zeros((0, length), np.int64)
    scores = emissions[:, :, _TAG_OF].copy()
    inside = np.isin(_TAG_OF, (_BQ, _IQ))
    scores[np.arange(rows)[:, None], anchors[:, None], np.flatnonzero(~inside)[None, :]] = _LOW * 10
    moves = (transitions + _LEAN)[_TAG_OF][:, _TAG_OF] + _OPEN
    best = np.empty((length, rows, len(_STATES)), scores.dtype)
    best[0] = scores[:, 0] + _START
    paths = np.empty((rows, *moves.shape), scores.dtype)
    for t in range(1, length):
        np.add(best[t - 1, :, :, None], moves, out=paths)
        paths.max(1, out=best[t])
        best[t] += scores[:, t]
    # whence the best path came is asked only along it: the same sums as above, of which the first greatest counts
    state = (best[-1] + _END).argmax(1)
    into = np.ascontiguousarray(moves.T)
    out = np.zeros((rows, length), np.int64)
    for t in range(length - 1, 0, -1):
        out[:, t] = state
        state = (best[t - 1] + into[state]).argmax(1)
    out[:, 0] = state
    return _TAG_OF[out]


def runs(tags: npt.NDArray[np.int64], role: str) -> list[tuple[int, int]]:
    """The runs [first, last) of one role (`source`, `cue` or `content`) in one tag sequence."""
    begin, inner = TAGS.index(f"B-{role}"), TAGS.index(f"I-{role}")
    hits = np.flatnonzero((tags == begin) | (tags == inner))
    if not len(hits):
        return []
    cuts = np.flatnonzero(np.diff(hits) > 1)
    starts = [int(hits[0]), *(int(h) for h in hits[cuts + 1])]
    ends = [*(int(h) + 1 for h in hits[cuts]), int(hits[-1]) + 1]
    return list(zip(starts, ends, strict=True))
