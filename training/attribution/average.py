"""Average the weights of runs that began from one state: `python -m training.attribution.average OUT RUN[=SHARE] RUN[=SHARE]…`."""

from __future__ import annotations

import sys
from pathlib import Path

from safetensors.torch import load_file, save_file


def main() -> None:
    """Write the mean of the runs' `reader.safetensors` into OUT, each with its share (1 if none is given)."""
    out = Path(sys.argv[1])
    runs = [(Path(name), float(share or 1)) for name, _, share in (a.partition("=") for a in sys.argv[2:])]
    parts = [(load_file(run / "reader.safetensors"), share / sum(s for _, s in runs)) for run, share in runs]
    out.mkdir(parents=True, exist_ok=True)
    mean = {name: sum(p[name] * share for p, share in parts) for name in parts[0][0]}
    save_file({name: value.contiguous() for name, value in mean.items()}, out / "reader.safetensors")


if __name__ == "__main__":
    main()
