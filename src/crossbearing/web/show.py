"""One thing a page: an event, a report with its reading, a claim, an original, an asset."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from crossbearing.errors import NotFoundError
from crossbearing.jsonform import to_json
from crossbearing.ledger import decisions as log
from crossbearing.listing import events_by_id, events_holding
from crossbearing.pages.gather import shared
from crossbearing.pages.render import ASSETS, reading_context
from crossbearing.pages.render import asset as text_of
from crossbearing.views import Views
from crossbearing.web.bench import bench_of, href, page

_TYPES = {"css": "text/css", "js": "text/javascript"}
MOST_BESIDE = 30


def asset(request: Request) -> Response:
    """A style sheet or script, kept by the browser."""
    name = request.path_params["name"]
    if name not in ASSETS:
        raise NotFoundError(f"there is no asset {name!r}")
    return Response(
        text_of(name), media_type=_TYPES[name.rpartition(".")[2]], headers={"Cache-Control": "max-age=3600"}
    )


def event(request: Request) -> Response:
    """An event with its board, rivals, life and map."""
    bench = bench_of(request)
    views = bench.views
    one = views.event(request.path_params["key"])
    beside = [link.event for link in one.linked][:MOST_BESIDE]
    claims = views.claims_of(one)
    reports = {c.report.id for c in claims}
    copies = [c for c in views.copies() if c.left in reports and c.right in reports]
    texts = {r: views.reading(r) for c in copies[:20] for r in (c.left, c.right)}
    desk = bench.desk(
        events=(one, *events_by_id(views, beside)),
        others=claims,
        lives={one.id: views.life(one.id)},
        shared=shared(copies[:20], texts),
    )
    return page(request, "desk_event.html", desk=desk, event=one, history=_history(views, one.id))


def event_json(request: Request) -> Response:
    """An event in the public shape."""
    return JSONResponse(to_json(bench_of(request).views.event(request.path_params["key"])))


def reading(request: Request) -> Response:
    """A report's text with every mark, and a card for each claim."""
    bench = bench_of(request)
    views = bench.views
    one = views.reading(request.path_params["key"])
    holding = events_holding(views, (c.id for c in one.claims))
    desk = bench.desk(readings=(one,), events=events_by_id(views, holding.values()))
    verdicts = {d.subject: d for d in log.in_force(views.decisions()) if d.verdict in ("confirm", "reject", "unclear")}
    return page(request, "desk_reading.html", desk=desk, x=reading_context(one, desk), verdicts=verdicts)


def reading_json(request: Request) -> Response:
    """A reading in the public shape."""
    return JSONResponse(to_json(bench_of(request).views.reading(request.path_params["key"])))


def claim(request: Request) -> Response:
    """The place of a claim in its report."""
    one = bench_of(request).views.claim(request.path_params["key"])
    return RedirectResponse(href("report", one.report.id, one.id), 307)


def claim_json(request: Request) -> Response:
    """A claim in the public shape."""
    return JSONResponse(to_json(bench_of(request).views.claim(request.path_params["key"])))


def original(request: Request) -> Response:
    """The captured text as it was extracted, plain: no markup of a report ever runs."""
    one = bench_of(request).views.report(request.path_params["key"])
    if request.query_params.get("as") == "text":
        return PlainTextResponse(one.text)
    return HTMLResponse(_plain_page(one.title or one.id, one.text))


def _plain_page(title: str, text: str) -> str:
    from html import escape

    return f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title><pre dir="auto">{escape(text)}</pre></html>'


def _history(views: Views, subject: str) -> list[object]:
    return [d for d in views.decisions() if d.subject == subject]
