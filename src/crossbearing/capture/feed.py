"""RSS and Atom → one item an entry, by feedparser."""

from __future__ import annotations

import json
from typing import Any

from crossbearing.capture.charset import clean
from crossbearing.capture.document import Failure, Item, Opened, guarded
from crossbearing.capture.html import fallback_text


def open_feed(item: Item) -> Opened:
    """The entries, each as a JSON record of its text and what the feed says of it."""
    feed = guarded(lambda: _parse(item.data), where=item.name, what="the feed cannot be read")
    entries = feed.get("entries") or []
    if not entries:
        yield Failure(
            item.name, "is no feed, or a feed without entries", "Is it another kind of XML? RSS and Atom are read"
        )
        return
    publisher = _line(feed.get("feed", {}).get("title")) or item.meta.get("publisher")
    for n, entry in enumerate(entries, 1):
        name = f"{item.name}#{n}"
        parts = [c.get("value", "") for c in entry.get("content", [])] or [entry.get("summary", "")]
        body, title = fallback_text("\n\n".join(parts)), _line(entry.get("title"))
        if not body and not title:
            yield Failure(name, "the entry has no text")
            continue
        text = body if not title or body.casefold().startswith(title.casefold()) else f"{title}\n\n{body}".strip()
        record = {
            "text": clean(text),
            "title": title,
            "url": _line(entry.get("link")),
            "publisher": publisher,
            "published": _date(entry),
        }
        data = json.dumps({k: v for k, v in record.items() if v}, ensure_ascii=False, sort_keys=True).encode()
        yield Item(name=name, data=data, media_type="application/x-ndjson", depth=item.depth + 1)


def _parse(data: bytes) -> dict[str, Any]:
    import feedparser

    return dict(feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False))


def _date(entry: dict[str, Any]) -> str | None:
    stamp = entry.get("published_parsed") or entry.get("updated_parsed")
    return f"{stamp[0]:04d}-{stamp[1]:02d}-{stamp[2]:02d}" if stamp else None


def _line(value: object) -> str | None:
    return clean(" ".join(value.split())) or None if isinstance(value, str) else None
