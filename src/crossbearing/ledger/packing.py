"""Values as they are stored: canonical JSON, compressed text, and columns that every database takes."""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import Any

_LOST = {0: "\ufffd"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def canonical(value: Any) -> str:
    """JSON that depends on the value alone: no spaces, keys in order, ASCII, so that any code point survives."""
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON."""
    return hashlib.sha256(canonical(value).encode("ascii")).hexdigest()


def pack_json(value: Any) -> bytes:
    """Canonical JSON, compressed."""
    return zlib.compress(canonical(value).encode("ascii"), 6)


def unpack_json(data: bytes) -> Any:
    """What `pack_json` wrote."""
    return json.loads(zlib.decompress(data))


def pack_text(text: str) -> bytes:
    """Text compressed code point for code point, lone surrogates included."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def unpack_text(data: bytes) -> str:
    """What `pack_text` wrote."""
    return zlib.decompress(data).decode("utf-8", "surrogatepass")


def column(text: str | None) -> str | None:
    """Text for an index column: what a database cannot hold (NUL, lone surrogates) is replaced."""
    return None if text is None else text.translate(_LOST)
