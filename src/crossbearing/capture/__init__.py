"""bytes → Report, one format a file; `sources` walks whatever the user gave."""

from crossbearing.capture.document import Failure
from crossbearing.capture.sources import Captured, sources

__all__ = ["Captured", "Failure", "sources"]
