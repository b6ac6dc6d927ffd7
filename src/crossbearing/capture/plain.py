"""Plain text, kept code point for code point."""

from __future__ import annotations

from crossbearing.capture.charset import decode
from crossbearing.capture.document import Document, Item


def read_text(item: Item) -> Document:
    """The text as it stands, without a byte-order mark."""
    return Document(text=decode(item.data, where=item.name, declared=item.charset))
