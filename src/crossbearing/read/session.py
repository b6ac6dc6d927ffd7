"""The files of checked weights → sessions of onnxruntime, with the same sums on every processor."""

from __future__ import annotations

import os
from typing import Any

import numpy as np

from crossbearing.weights import Weights

PROBE = "probe.onnx"
_BYTES = np.full((8, 64), 255, np.uint8)


class Sessions:
    """What opens the files of one model; `threads` is the number that one call may use."""

    def __init__(self, weights: Weights, *, threads: int = 1) -> None:
        # onnxruntime would otherwise write a device id under the user's cache
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        self._weights, self._threads = weights, threads
        self._widened = PROBE in weights.files and not self._adds_in_full()

    def load(self, file: str) -> Any:
        """A session of one file.

        Raises:
            DataError: the card lists no such file.
        """
        return self._session(file, widened=self._widened)

    def _adds_in_full(self) -> bool:
        """Whether sums of products of signed bytes come out whole here.

        Processors with AVX2 and no VNNI add each pair of products in 16 bits, and cut off what is more: the weights would then
        give other readings than elsewhere.
        """
        (sums,) = self._session(PROBE, widened=False).run(None, {"bytes": _BYTES})
        return bool((sums == _BYTES.shape[1] * 255 * 127).all())

    def _session(self, file: str, *, widened: bool) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        if widened:
            # the same weights as unsigned bytes: slower, and whole
            options.add_session_config_entry("session.x64quantprecision", "1")
        path = self._weights.file(file)
        return onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])
