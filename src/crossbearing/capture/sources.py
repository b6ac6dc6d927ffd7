"""Paths, URLs and standard input → captured reports, one at a time, in a fixed order."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from crossbearing.capture.archive import open_zip, parse_meta
from crossbearing.capture.charset import clean
from crossbearing.capture.dates import iso_date
from crossbearing.capture.document import MAX_BYTES, MAX_DEPTH, MAX_TEXT, Document, Failure, Item
from crossbearing.capture.docx import read_docx
from crossbearing.capture.feed import open_feed
from crossbearing.capture.html import read_html
from crossbearing.capture.language import detect_language
from crossbearing.capture.mail import attachments, read_mail
from crossbearing.capture.pdf import read_pdf
from crossbearing.capture.plain import read_text
from crossbearing.capture.records import records
from crossbearing.capture.sniff import known_suffix, sniff
from crossbearing.capture.warc import open_warc
from crossbearing.errors import CaptureError
from crossbearing.types import Report

_READERS = {"text": read_text, "html": read_html, "pdf": read_pdf, "docx": read_docx}
_OPENERS = {"zip": open_zip, "warc": open_warc, "feed": open_feed}
_MEDIA = {
    "text": "text/plain",
    "html": "text/html",
    "pdf": "application/pdf",
    "mail": "message/rfc822",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class Captured:
    """A report with the very bytes that it was read from; `report.sha256` is theirs."""

    report: Report
    data: bytes
    media_type: str
    origin: str


def sources(inputs: Sequence[str], *, stdin: bytes | None = None) -> Iterator[Captured | Failure]:
    """Every report of the inputs: files, folders (in order of their names), URLs, and `-` for `stdin`.

    A broken input gives a `Failure` and the rest is still read. Nothing is written anywhere.
    """
    for given in inputs:
        if given == "-":
            data = stdin or b""
            media = "application/x-ndjson" if data.lstrip()[:1] == b"{" else None
            yield from open_item(Item(name="standard input", data=data, media_type=media))
        elif "://" in given:
            yield from _fetched(given)
        else:
            yield from _path(Path(given))


def open_item(item: Item) -> Iterator[Captured | Failure]:
    """The reports in some bytes: one of a document, many of a container."""
    try:
        yield from _open(item)
    except CaptureError as error:
        yield Failure(error.where or item.name, error.what, error.do)


def capture(
    document: Document, *, data: bytes, origin: str, media_type: str, meta: dict[str, str] | None = None
) -> Captured:
    """The report of a document. What stands beside the file (`meta`) outranks what the document says of itself."""
    about = {key: clean(value) for key, value in (meta or {}).items()}
    sha256 = hashlib.sha256(data).hexdigest()
    publisher = about.get("publisher") or document.publisher
    url = about.get("url") or document.url
    identity = "\x1f".join((sha256, publisher or "", url or ""))
    report = Report(
        id=about.get("id") or document.id or "r" + hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()[:16],
        sha256=sha256,
        path=origin,
        url=url,
        title=about.get("title") or document.title,
        publisher=publisher,
        published=iso_date(about.get("published") or document.published),
        language=_language(about.get("language") or document.language) or detect_language(document.text),
        text=document.text,
    )
    return Captured(report, data, media_type, origin)


def _open(item: Item) -> Iterator[Captured | Failure]:
    if not item.data.strip():
        yield Failure(item.name, "is empty", "Give a file that holds text")
        return
    if len(item.data) > MAX_BYTES:
        yield Failure(item.name, *_too_large(len(item.data)))
        return
    kind = sniff(item.name, item.data, item.media_type)
    if kind == "jsonl":
        for record in records(item):
            if isinstance(record, Failure):
                yield record
            else:
                yield from _report(record[2], name=record[0], data=record[1], media="application/json", item=item)
    elif kind in _OPENERS:
        if item.depth >= MAX_DEPTH:
            yield Failure(item.name, f"archives stand more than {MAX_DEPTH} deep in one another", "Unpack it first")
            return
        yield from _each(_OPENERS[kind](item))
    elif kind == "mail":
        yield from _mail(item)
    else:
        known = kind if kind in _READERS else "text"
        yield from _report(_READERS[known](item), name=item.name, data=item.data, media=_MEDIA[known], item=item)


def _mail(item: Item) -> Iterator[Captured | Failure]:
    """The message and what is attached; where it says nothing itself, what is attached is its content."""
    inside = list(attachments(item))
    try:
        document = read_mail(item)
    except CaptureError as error:
        carried = any(isinstance(one, Item) for one in inside)
        yield Failure(error.where or item.name, error.what, error.do, ignored=carried)
    else:
        yield from _report(document, name=item.name, data=item.data, media=_MEDIA["mail"], item=item)
    yield from _each(inside)


def _each(opened: Iterable[Item | Failure]) -> Iterator[Captured | Failure]:
    for inner in opened:
        if isinstance(inner, Failure):
            yield inner
        else:
            yield from open_item(inner)


def _report(document: Document, *, name: str, data: bytes, media: str, item: Item) -> Iterator[Captured | Failure]:
    if not document.text.strip():
        yield Failure(name, "holds no text", "Give a file that holds text")
    elif len(document.text) > MAX_TEXT:
        yield Failure(name, f"has {len(document.text):,} characters; {MAX_TEXT:,} are read at most", "Split it")
    else:
        yield capture(document, data=data, origin=name, media_type=media, meta=item.meta)


def _language(written: str | None) -> str | None:
    code = (written or "").strip().lower().replace("_", "-").partition("-")[0]
    return code if len(code) in (2, 3) and code.isalpha() else None


def _path(path: Path) -> Iterator[Captured | Failure]:
    if path.is_dir():
        yield from _folder(path)
    elif not path.exists():
        yield Failure(str(path), "there is no such file", "Check the path")
    elif not path.is_file():
        yield Failure(str(path), "is no regular file", "Give a file or a folder; `-` reads standard input")
    else:
        yield from _file(path)


def _folder(folder: Path) -> Iterator[Captured | Failure]:
    found = False
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.startswith(".") or name.endswith(".meta.json"):
                continue
            found = True
            path = Path(root) / name
            if known_suffix(name) is None:
                yield Failure(str(path), "is of no format that is read", ignored=True)
            else:
                yield from _path(path)
    if not found:
        yield Failure(str(folder), "the folder holds no file", "Check the path")


def _file(path: Path) -> Iterator[Captured | Failure]:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            yield Failure(str(path), *_too_large(size))
            return
        data = path.read_bytes()
        meta = _meta_beside(path)
    except OSError as error:
        yield Failure(str(path), error.strerror or str(error), "Check that it can be read")
        return
    except CaptureError as error:
        yield Failure(error.where or str(path), error.what, error.do)
        return
    yield from open_item(Item(name=str(path), data=data, meta=meta))


def _meta_beside(path: Path) -> dict[str, str]:
    for beside in (path.with_name(path.name + ".meta.json"), path.with_suffix(".meta.json")):
        if beside.is_file():
            return parse_meta(beside.read_bytes(), where=str(beside))
    return {}


def _fetched(url: str) -> Iterator[Captured | Failure]:
    from crossbearing.capture.fetch import fetch

    try:
        item = fetch(url)
    except CaptureError as error:
        yield Failure(error.where or url, error.what, error.do)
        return
    yield from open_item(item)


def _too_large(size: int) -> tuple[str, str]:
    return f"has {size / 1e6:,.0f} MB; {MAX_BYTES / 1e6:.0f} are read at most", "Split it, or give the article alone"
