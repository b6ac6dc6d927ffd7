"""Report → Reading: one stage a file, in the order that `pipeline` names.

The room is called by its own name, too: `crossbearing.read(text, …)` gives a `Reading`, whatever was imported before.
"""

from __future__ import annotations

import sys
import types
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crossbearing.types import Reading


class _Room(types.ModuleType):
    """A package that can be called: importing it would otherwise hide the function of its name."""

    def __call__(self, text: str, **keywords: Any) -> Reading:
        """Read one text; see `crossbearing.read.pipeline.read` for the keywords."""
        from crossbearing.read.pipeline import read

        return read(text, **keywords)


sys.modules[__name__].__class__ = _Room
