"""WARC → the pages of its successful responses, by warcio."""

from __future__ import annotations

import io

from crossbearing.capture.document import FOREIGN_FAULTS, MAX_BYTES, Failure, Item, Opened

_PAGES = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")


def open_warc(item: Item) -> Opened:
    """Each page that was fetched with success; a record that breaks off ends the archive and is listed."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    seen = pages = 0
    try:
        for record in ArchiveIterator(io.BytesIO(item.data)):
            seen += 1
            if record.rec_type not in ("response", "resource"):
                continue
            uri = record.rec_headers.get_header("WARC-Target-URI") or f"record {seen}"
            name = f"{item.name}!{uri}"
            head = record.http_headers
            status = head.get_statuscode() if head else "200"
            media = (head or record.rec_headers).get_header("Content-Type") or ""
            if not status.startswith("2") or not media.lower().startswith(_PAGES):
                yield Failure(name, f"is no page (status {status}, {media or 'no type'})", ignored=True)
                continue
            data = record.content_stream().read(MAX_BYTES + 1)
            if len(data) > MAX_BYTES:
                yield Failure(name, f"has over {MAX_BYTES / 1e6:.0f} MB")
                continue
            pages += 1
            charset = media.lower().partition("charset=")[2].partition(";")[0].strip(" \"'") or None
            yield Item(name=name, data=data, media_type=media, charset=charset, meta={"url": uri}, depth=item.depth + 1)
    except ArchiveLoadFailed as error:
        yield Failure(
            item.name, f"the web archive is broken after {seen} records: {error}", "What stood before was read"
        )
        return
    except FOREIGN_FAULTS as error:
        yield Failure(
            item.name, f"the web archive is broken after {seen} records: {error}", "What stood before was read"
        )
        return
    if not pages:
        yield Failure(item.name, f"the web archive holds no page among its {seen} records", "Is it whole?")
