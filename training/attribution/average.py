"""Average the weights of runs that began from one state: `python -m training.attribution.average OUT RUN RUN…`."""

from __future__ import annotations

import sys
from pathlib import Path

from safetensors.torch import load_file, save_file


def main() -> None:
    """Write the mean of the runs' `reader.safetensors` into OUT."""
    out, *runs = (Path(a) for a in sys.argv[1:])
    parts = [load_file(run / "reader.safetensors") for run in runs]
    out.mkdir(parents=True, exist_ok=True)
    mean = {name: sum(p[name] for p in parts) / len(parts) for name in parts[0]}
    save_file({name: value.contiguous() for name, value in mean.items()}, out / "reader.safetensors")


if __name__ == "__main__":
    main()
