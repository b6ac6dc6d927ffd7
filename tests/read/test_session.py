"""The sums of the weights' products are whole on every processor."""

from __future__ import annotations

import numpy as np
import pytest

from crossbearing.read.session import PROBE, Sessions
from crossbearing.read.tagger import MODEL
from crossbearing.weights import Weights, load_weights

COUNT = 24
FEED = {
    "ids": np.arange(2000, 2000 + COUNT, dtype=np.int64)[None],
    "lead": np.arange(COUNT, dtype=np.int64)[None],
    "tail": np.arange(COUNT, dtype=np.int64)[None],
    "features": np.zeros((1, COUNT, 6), np.int64),
}


class Cut(Sessions):
    """A processor that cuts off what is more than 16 bits."""

    def _adds_in_full(self) -> bool:
        return False


@pytest.fixture(scope="module")
def weights() -> Weights:
    """The installed weights."""
    found = load_weights(MODEL)
    assert found is not None
    return found


def test_a_processor_that_cuts_sums_off_reads_the_same(weights: Weights) -> None:
    """The slower way gives the same scores, to the bit."""
    here, elsewhere = (kind(weights).load("encoder.onnx").run(None, FEED) for kind in (Sessions, Cut))
    assert all(np.array_equal(a, b) for a, b in zip(here, elsewhere, strict=True))


def test_the_probe_shows_sums_that_were_cut_off(weights: Weights) -> None:
    """What the probe must give is more than 16 bits hold, pair by pair."""
    (sums,) = Sessions(weights).load(PROBE).run(None, {"bytes": np.full((2, 64), 255, np.uint8)})
    assert sums.shape == (2, 32)
    assert np.iinfo(np.int16).max < 2 * 255 * 127
