"""Crossbearing keeps a ledger of attributed claims read out of conflict reporting.

`crossbearing.read(text, …)` gives a `Reading`: attributions, toponyms, claims, and what was skipped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__: str = "0.1.0"
__all__ = ["__version__", "read"]

if TYPE_CHECKING:
    from crossbearing.read.pipeline import read


def __getattr__(name: str) -> Any:
    """Import `read` on first use, so that `import crossbearing` stays light."""
    if name == "read":
        from crossbearing.read.pipeline import read

        return read
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
