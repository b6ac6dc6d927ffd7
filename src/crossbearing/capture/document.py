"""What a format gives: a `Document`, or `Item`s to be opened in turn. And the limits that hold for all formats."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from crossbearing.errors import CaptureError

MAX_BYTES = 100_000_000
"""The largest single capture, in bytes."""
MAX_TEXT = 5_000_000
"""The longest text of one report, in code points (some 800,000 words)."""
MAX_PAGE = 20_000_000
"""The largest HTML page, in bytes: an article is a thousandth of it."""
MAX_DEPTH = 3
"""How deep containers may stand in one another (a ZIP of web archives is 2)."""

META_KEYS = ("id", "title", "url", "publisher", "published", "language")

FOREIGN_FAULTS: tuple[type[Exception], ...] = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BufferError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
"""What a format library may raise on bytes that somebody else broke. An interrupt or exit is never among them."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The text of one document and what it says of itself. Anything that it does not say is `None`."""

    text: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Bytes that wait to be opened: a file, a member of an archive, a record of a web archive, an entry of a feed."""

    name: str
    data: bytes
    media_type: str | None = None
    charset: str | None = None
    meta: dict[str, str] = field(default_factory=dict)
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be read, why, and what to do. `ignored`: a file that is simply of no format that is read."""

    where: str
    what: str
    do: str | None = None
    ignored: bool = False


Opened = Iterator["Item | Failure"]


def guarded(call: Callable[[], T], *, where: str, what: str) -> T:
    """The call's value; whatever a format library raises on broken bytes becomes a `CaptureError`.

    Raises:
        CaptureError: the library failed, or ran out of its recursion limit.
    """
    try:
        return call()
    except CaptureError:
        raise
    except RecursionError as error:
        raise CaptureError(f"{what}: it is nested too deeply", where=where) from error
    except FOREIGN_FAULTS as error:
        detail = " ".join(str(error).split())[:160]
        raise CaptureError(f"{what}: {detail or type(error).__name__}", where=where) from error
