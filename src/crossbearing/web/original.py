"""The captured page as it was, made harmless: no script, no style sheet, no form, no address that a browser would fetch."""

from __future__ import annotations

import zlib
from html import escape

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from crossbearing.ledger import schema as t
from crossbearing.ledger.packing import column
from crossbearing.views import Views
from crossbearing.web.bench import bench_of

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"
_HEADERS = {"Content-Security-Policy": POLICY}
_STYLE = (
    "<style>:root{color-scheme:light dark}body{font:16px/1.55 serif;margin:1.5rem auto;max-width:44rem;padding:0 1rem;overflow-wrap:anywhere}"
    "pre{white-space:pre-wrap;font:inherit}img{display:none}table{border-collapse:collapse}td,th{border:1px solid;padding:.2rem .4rem}</style>"
)
_MOST = 5_000_000


def original(request: Request) -> Response:
    """The page of a report: its own markup made harmless where it was HTML, else its text."""
    views = bench_of(request).views
    report = views.report(request.path_params["key"])
    if request.query_params.get("as") == "text":
        return PlainTextResponse(report.text.encode("utf-8", "replace"))
    media_type, data = _captured(views, report.id)
    body = harmless(data) if media_type.endswith("html") and len(data) <= _MOST else None
    shown = body if body is not None else f'<pre dir="auto">{escape(report.text)}</pre>'
    markup = (
        f'<!doctype html><html lang="{escape(report.language or "en")}"><head><meta charset="utf-8">{_STYLE}'
        f"<title>{escape(report.title or report.id)}</title></head><body>{shown}</body></html>"
    )
    return HTMLResponse(markup.encode("utf-8", "replace"), headers=_HEADERS)


def harmless(data: bytes) -> str | None:
    """The body of an HTML page without anything that runs, loads, sends or leads elsewhere; `None` if there is none."""
    from lxml import etree, html  # type: ignore[import-untyped]
    from lxml_html_clean import Cleaner

    from crossbearing.capture.charset import decode
    from crossbearing.errors import CrossbearingError

    cleaner = Cleaner(
        scripts=True, javascript=True, comments=True, style=True, inline_style=True, links=True, meta=True, page_structure=False,
        processing_instructions=True, embedded=True, frames=True, forms=True, annoying_tags=True, safe_attrs_only=True,
        safe_attrs={"dir", "lang", "title", "alt", "colspan", "rowspan", "datetime"}, remove_tags=("a",), kill_tags=("img", "svg", "picture", "audio", "video", "template"),
    )  # fmt: skip
    try:
        tree = html.fromstring(
            decode(data, where="original").encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8")
        )
        clean = cleaner.clean_html(tree)
    except (etree.LxmlError, ValueError, CrossbearingError, RecursionError):
        return None
    body = clean.find(".//body") if clean.tag == "html" else clean
    return (
        None
        if body is None
        else str(html.tostring(body, encoding="unicode")).replace("<body", "<div").replace("</body>", "</div>")
    )


def _captured(views: Views, report: str) -> tuple[str, bytes]:
    query = (
        select(t.REPORTS.c.media_type, t.CAPTURES.c.data)
        .join(t.CAPTURES, t.CAPTURES.c.sha256 == t.REPORTS.c.capture)
        .where(t.REPORTS.c.id == column(report))
    )
    with views.ledger.reading() as connection:
        row = connection.execute(query).first()
    return (row.media_type, zlib.decompress(row.data)) if row else ("", b"")
