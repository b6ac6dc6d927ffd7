"""PDF → text by pypdf, with the lines of a paragraph joined again."""

from __future__ import annotations

import io
import re

from crossbearing.capture.document import MAX_TEXT, Document, Item, guarded
from crossbearing.errors import CaptureError

_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")
_ENDS = re.compile(r"[.!?:…][\"'”’»)]*$")
_BULLET = re.compile(r"^([•·▪–—*-]|\d{1,2}[.)])\s")


def read_pdf(item: Item) -> Document:
    """The text of all pages.

    Raises:
        CaptureError: the file is broken, locked by a password, or holds no text (a scan).
    """
    return guarded(lambda: _read(item), where=item.name, what="the PDF is broken")


def _read(item: Item) -> Document:
    import logging

    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(item.data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise CaptureError("the PDF is locked by a password", where=item.name, do="Save a copy without one")
        pages: list[str] = []
        for page in reader.pages:
            pages.append(page.extract_text())
            if sum(map(len, pages)) > MAX_TEXT:
                break
        info = reader.metadata
    except FileNotDecryptedError as error:
        raise CaptureError("the PDF is locked by a password", where=item.name, do="Save a copy without one") from error
    except PyPdfError as error:
        raise CaptureError(f"the PDF is broken: {error}", where=item.name, do="Save or download it again") from error
    text = join_lines("\n".join(pages))
    if not text:
        raise CaptureError("the PDF holds no text (a scan?)", where=item.name, do="Run text recognition over it first")
    title = str(info.title).strip() if info and info.title else None
    made = _DATE.match(str(info.get("/CreationDate", ""))) if info else None
    published = "-".join(part for part in made.groups() if part) if made and made[3] else None
    return Document(text=text, title=title or None, published=published)


def join_lines(text: str) -> str:
    """Paragraphs from lines: a line that ends in mid-sentence goes on in the next, a hyphen at its end is closed."""
    out: list[str] = []
    lines = [" ".join(line.split()) for line in text.splitlines()]
    widest = max((len(line) for line in lines), default=0)
    broken = True
    for line in lines:
        if not line:
            broken = True
        elif broken or not out or _BULLET.match(line):
            out.append(line)
            broken = _ends_paragraph(line, widest)
        else:
            soft = out[-1].endswith("-") and out[-1][-2:-1].isalpha() and line[:1].islower()
            out[-1] = out[-1][:-1] + line if soft else f"{out[-1]} {line}"
            broken = _ends_paragraph(line, widest)
    return "\n\n".join(out)


def _ends_paragraph(line: str, widest: int) -> bool:
    # a last line is short and ends a sentence; a title is short and ends none
    return len(line) < 0.75 * widest and (bool(_ENDS.search(line)) or len(line) < 0.5 * widest)
