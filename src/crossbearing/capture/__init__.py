"""bytes → Report, one format a file."""

from crossbearing.capture.sources import Captured, Failure, sources

__all__ = ["Captured", "Failure", "sources"]
