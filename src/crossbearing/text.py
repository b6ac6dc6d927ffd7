"""Offsets and text: small pure functions that every stage shares."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import date
from functools import lru_cache

from crossbearing.types import Excerpt, Span

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´ʹ′＇", "'"))
_SPACE = re.compile(r"\s+")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*|\u2029")
_LINE_BREAK = re.compile(r"\n\s*")


def excerpt(text: str, span: Span) -> Excerpt:
    """The span with the characters it covers."""
    return Excerpt(span.start, span.end, text[span.start : span.end])


def trim(text: str, span: Span, chars: str | None = None) -> Span:
    """The span without white space (or the given characters) at either end; empty at its start if nothing is left."""
    piece = text[span.start : span.end]
    left = len(piece) - len(piece.lstrip(chars))
    right = len(piece) - len(piece.rstrip(chars))
    if left == len(piece):
        return Span(span.start, span.start)
    return Span(span.start + left, span.end - right)


@lru_cache(maxsize=1 << 16)
def fold(name: str) -> str:
    """A name in the form in which names are compared: case, accents, ё, apostrophes, hyphens and runs of space are folded."""
    if name.isascii():
        return " ".join(name.replace("`", "'").casefold().replace("-", " ").split())
    decomposed = unicodedata.normalize("NFKD", name.translate(_APOSTROPHES))
    # й is a letter of its own, not an accented и: keep it apart from и while other accents go
    kept = "".join(
        c
        for i, c in enumerate(decomposed)
        if not unicodedata.combining(c) or (c == "\u0306" and decomposed[i - 1] in "иИ")
    )
    lowered = unicodedata.normalize("NFC", kept).casefold().replace("ё", "е")
    return _SPACE.sub(" ", re.sub(r"[-‐-―]", " ", lowered)).strip()


def paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs: parted by blank lines; where there is none, by line breaks, unless the lines are merely wrapped."""
    border = _BLANK_LINE
    if not _BLANK_LINE.search(text.strip()) and not _wrapped(text):
        border = _LINE_BREAK
    out: list[Span] = []
    at = 0
    for m in [*border.finditer(text), None]:
        end = m.start() if m else len(text)
        if text[at:end].strip():
            out.append(Span(at, end))
        at = m.end() if m else end
    return tuple(out)


def _wrapped(text: str) -> bool:
    lines = [line.rstrip() for line in text.strip().split("\n")][:-1]
    broken = sum(50 <= len(line) <= 100 and line[-1:].isalnum() for line in lines)
    return len(lines) >= 3 and broken >= 0.6 * len(lines)


_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def is_date(written: str, *, whole: bool = False) -> bool:
    """Whether there is such a day as YYYY-MM-DD, or, unless it must be `whole`, such a month or year ("2014-05", "2014")."""
    if not _DATE.fullmatch(written) or (whole and len(written) < 10):
        return False
    try:
        date.fromisoformat(written + "0000-01-01"[len(written) :])
    except ValueError:
        return False
    return True


def stable_id(prefix: str, *parts: object) -> str:
    """`prefix` and 16 hexadecimal digits that depend on the parts alone, on every machine."""
    payload = "\x1f".join("" if part is None else str(part) for part in parts)
    return prefix + hashlib.sha256(payload.encode("utf-8", "surrogatepass")).hexdigest()[:16]
