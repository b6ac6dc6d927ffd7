"""HTML → article text: boilerplate, title, site, author and date by trafilatura and htmldate."""

from __future__ import annotations

import re
from typing import Any

from crossbearing.capture.charset import decode
from crossbearing.capture.document import MAX_PAGE, Document, Item, guarded
from crossbearing.errors import CaptureError

_TAG = re.compile(r"<[^>]+>")
_DROP = re.compile(r"<(script|style|noscript|template|svg)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_BLOCK = re.compile(r"</?(p|div|br|li|h[1-6]|tr|section|article|blockquote)\b[^>]*>", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\f\v\u00a0]+")


def read_html(item: Item) -> Document:
    """The article of the page; its title stands first in the text, as it does on the page.

    Raises:
        CaptureError: the page is too large, or holds no article text.
    """
    if len(item.data) > MAX_PAGE:
        raise CaptureError(
            f"the page has {len(item.data) / 1e6:.0f} MB; pages over {MAX_PAGE / 1e6:.0f} MB are not read",
            where=item.name,
            do="Save the article alone, or give its text",
        )
    markup = decode(item.data, where=item.name, declared=item.charset)
    found = guarded(lambda: _extract(markup, item.meta.get("url")), where=item.name, what="the HTML cannot be read")
    text, title = (_tidy(found.get("text") or "") or fallback_text(markup)), _line(found.get("title"))
    if not text:
        raise CaptureError(
            "the page holds no article text", where=item.name, do="Is it drawn by a script? Save it as text or PDF"
        )
    if title and not text.casefold().startswith(title.casefold()):
        text = f"{title}\n\n{text}"
    return Document(
        text=text,
        title=title,
        url=_line(found.get("url")),
        publisher=_line(found.get("sitename")),
        published=_line(found.get("date")),
        language=_line(found.get("language")),
    )


def fallback_text(markup: str) -> str:
    """All visible text of a fragment, block by block: for feed entries, mails and pages that have no article."""
    from html import unescape

    blocks = _BLOCK.sub("\n\n", _DROP.sub(" ", markup))
    return _tidy(unescape(_TAG.sub(" ", blocks)))


def _extract(markup: str, url: str | None) -> dict[str, Any]:
    import trafilatura

    document = trafilatura.bare_extraction(
        markup, url=url, include_comments=False, include_tables=True, with_metadata=True, favor_recall=False
    )
    return dict(document.as_dict()) if document is not None else {}


def _tidy(text: str) -> str:
    lines = [_SPACES.sub(" ", line).strip() for line in text.splitlines()]
    return "\n\n".join(line for line in lines if line)


def _line(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None
