"""The gazetteer's arrays as one file with the same bytes on every day."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np

RAW = frozenset({"gaps", "refs", "starts", "gn", "lat", "lon"})
"""Arrays that deflate by little: kept as they are, since inflating them is half of the time that opening takes."""


def write(out: Path, arrays: dict[str, np.ndarray]) -> None:
    """The arrays as one npz with the same bytes on every day."""
    with zipfile.ZipFile(out, "w") as target:
        for name, array in arrays.items():
            member = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_STORED if name in RAW else zipfile.ZIP_DEFLATED
            with target.open(member, "w") as stream:
                np.lib.format.write_array(stream, np.asanyarray(array), allow_pickle=False)


def gaps(numbers: list[int]) -> np.ndarray:
    """Sorted numbers as the steps from one to the next; the first step is the first number."""
    steps = np.diff(np.array([0, *numbers], dtype=np.uint64))
    return steps.astype(np.uint32) if int(steps.max()) < 2**32 else steps
