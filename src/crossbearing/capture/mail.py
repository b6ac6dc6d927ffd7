"""EML → the message's text, and its attachments as items of their own."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from crossbearing.capture.charset import clean
from crossbearing.capture.document import Document, Failure, Item, Opened, guarded
from crossbearing.capture.html import fallback_text
from crossbearing.capture.sniff import known_suffix
from crossbearing.errors import CaptureError


def read_mail(item: Item) -> Document:
    """The plain part, else the HTML part; subject, sender and date from the head.

    Raises:
        CaptureError: the file is no message, or its message has no text.
    """
    return guarded(lambda: _read(item), where=item.name, what="the message is broken")


def attachments(item: Item) -> Opened:
    """The attached files that are of a format that is read; each one that is not is listed.

    Raises:
        CaptureError: the message cannot be taken apart.
    """
    yield from guarded(lambda: list(_attached(item)), where=item.name, what="the message is broken")


def _attached(item: Item) -> Opened:
    for number, part in enumerate(_parse(item).iter_attachments(), 1):
        name = part.get_filename()
        where = f"{item.name}!{name or f'attachment {number}'}"
        payload = part.get_payload(decode=True)
        if name and known_suffix(name) and isinstance(payload, bytes):
            yield Item(name=where, data=payload, media_type=part.get_content_type(), depth=item.depth + 1)
        else:
            yield Failure(where, "is of no format that is read", ignored=True)


def _parse(item: Item) -> EmailMessage:
    return email.message_from_bytes(item.data, policy=email.policy.default)


def _read(item: Item) -> Document:
    message = _parse(item)
    if not message.keys():
        raise CaptureError("is no e-mail message: it has no head", where=item.name, do="Save it again as EML")
    body = message.get_body(preferencelist=("plain", "html"))
    text = body.get_content() if body is not None else ""
    if body is not None and body.get_content_subtype() == "html":
        text = fallback_text(text)
    text = clean(text.replace("\r\n", "\n")).strip()
    if not text:
        raise CaptureError("the message has no text", where=item.name, do="Is it a picture? Give it as text or PDF")
    name, address = parseaddr(str(message.get("From", "")))
    published = None
    if message.get("Date"):
        try:
            published = parsedate_to_datetime(str(message["Date"])).date().isoformat()
        except ValueError:
            published = None
    subject = " ".join(str(message.get("Subject", "")).split())
    return Document(
        text=text, title=clean(subject) or None, publisher=clean(name or address) or None, published=published
    )
