"""What format bytes are in: by their own first bytes, then by the declared type, then by the file's name."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Literal

Format = Literal["text", "html", "pdf", "docx", "mail", "feed", "warc", "jsonl", "zip", "unknown"]

SUFFIXES: dict[str, Format] = {
    ".txt": "text", ".text": "text", ".html": "html", ".htm": "html", ".xhtml": "html", ".pdf": "pdf", ".docx": "docx",
    ".eml": "mail", ".rss": "feed", ".atom": "feed", ".xml": "feed", ".warc": "warc", ".warc.gz": "warc", ".wacz": "zip",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".zip": "zip",
}  # fmt: skip
_MEDIA: dict[str, Format] = {
    "text/html": "html", "application/xhtml+xml": "html", "application/pdf": "pdf", "text/plain": "text",
    "application/rss+xml": "feed", "application/atom+xml": "feed", "message/rfc822": "mail", "application/zip": "zip",
    "application/x-ndjson": "jsonl", "application/jsonl": "jsonl",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}  # fmt: skip


def known_suffix(name: str) -> Format | None:
    """The format that the file's name promises."""
    lowered = PurePosixPath(name).name.lower()
    if lowered.endswith(".warc.gz"):
        return "warc"
    return SUFFIXES.get(PurePosixPath(lowered).suffix)


def sniff(name: str, data: bytes, media_type: str | None) -> Format:
    """The format to open these bytes with; `unknown` where nothing tells."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"%PDF-"):
        return "pdf"
    if data[:4] == b"PK\x03\x04" or data[:4] == b"PK\x05\x06":
        return "docx" if b"word/" in data[:4000] or known_suffix(name) == "docx" else "zip"
    if head.startswith(b"WARC/"):
        return "warc"
    by_name = known_suffix(name)
    if data[:2] == b"\x1f\x8b":
        return "warc" if by_name == "warc" else "unknown"
    if by_name in ("text", "jsonl", "mail", "warc", "pdf", "zip", "docx"):
        return by_name
    lowered = head[:600].lower()
    if b"<rss" in lowered or b"<feed" in lowered or b"<rdf:rdf" in lowered:
        return "feed"
    if lowered.startswith((b"<!doctype html", b"<html")) or b"<html" in lowered or b"<body" in lowered:
        return "html"
    by_media = _MEDIA.get((media_type or "").partition(";")[0].strip().lower())
    return by_media or by_name or "unknown"
