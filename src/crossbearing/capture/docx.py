"""DOCX → text by python-docx: paragraphs and table rows in their order."""

from __future__ import annotations

import io

from crossbearing.capture.archive import check_bomb
from crossbearing.capture.document import Document, Item, guarded
from crossbearing.errors import CaptureError


def read_docx(item: Item) -> Document:
    """The text of the body.

    Raises:
        CaptureError: the file is broken, unpacks to too much, or holds no text.
    """
    return guarded(lambda: _read(item), where=item.name, what="the DOCX is broken")


def _read(item: Item) -> Document:
    import docx
    from docx.opc.exceptions import OpcError
    from docx.table import Table

    check_bomb(item)
    try:
        document = docx.Document(io.BytesIO(item.data))
    except OpcError as error:
        raise CaptureError(f"the DOCX is broken: {error}", where=item.name, do="Save it again") from error
    blocks: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            blocks.extend(" · ".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in block.rows)
        else:
            blocks.append(block.text.strip())
    text = "\n\n".join(block for block in blocks if block)
    if not text:
        raise CaptureError("the DOCX holds no text", where=item.name)
    about = document.core_properties
    published = about.created.date().isoformat() if about.created else None
    return Document(text=text, title=(about.title or "").strip() or None, published=published)
