"""Bytes → text: byte-order mark, then what is declared, then UTF-8, then a guess by charset-normalizer."""

from __future__ import annotations

import codecs
import re

from crossbearing.errors import CaptureError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})[\"']", re.IGNORECASE)
_ODD = re.compile("[\ud800-\udfff\x00]")


def decode(data: bytes, *, where: str, declared: str | None = None) -> str:
    """The text of the bytes.

    Bytes that no character set explains become U+FFFD only where the best guess still leaves some; a file that holds
    no text at all is refused.

    Raises:
        CaptureError: the bytes are not text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return clean(data[len(mark) :].decode(encoding, "replace"))
    for name in (declared, _declared(data), "utf-8"):
        if name and (text := _strict(data, name)) is not None:
            if text.count("\x00") * 20 <= len(text):
                return clean(text)
            break
    return clean(_guess(data, where))


def clean(text: str) -> str:
    """The text with lone surrogates and NULs replaced one for one by U+FFFD: no store can keep them, offsets survive."""
    return _ODD.sub("\ufffd", text)


def declared_in_markup(data: bytes) -> str | None:
    """The character set that an HTML or XML head names."""
    return _declared(data)


def _declared(data: bytes) -> str | None:
    found = _XML.search(data[:512]) or _META.search(data[:4096])
    return found[1].decode("ascii") if found else None


def _strict(data: bytes, name: str) -> str | None:
    # pages that declare Latin-1 are windows-1252, as every browser reads them (WHATWG Encoding)
    name = (
        "cp1252" if name.lower().replace("_", "-") in {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"} else name
    )
    try:
        return data.decode(name)
    except (UnicodeError, LookupError):
        return None


def _guess(data: bytes, where: str) -> str:
    from charset_normalizer import from_bytes

    sample = data[:200_000]
    best = from_bytes(sample).best()
    nulls = sample.count(b"\x00")
    if best is None or (nulls and not best.encoding.startswith("utf_")) or nulls * 2 > len(sample):
        raise CaptureError(
            "is binary, not text",
            where=where,
            do="Give a text, HTML, PDF, DOCX, EML, feed, WARC, JSON Lines or ZIP file",
        )
    return data.decode(best.encoding, "replace")
