"""Lists: events with their facets, reports, claims, the review queue, charts, decisions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from crossbearing.jsonform import to_json
from crossbearing.listing import event_page, events_by_id, events_holding
from crossbearing.pages.charts import claims_by_day, publishers
from crossbearing.web.bench import bench_of, page
from crossbearing.web.query import PAGE, order, page_number, wanted
from crossbearing.web.queue import MOST, queue


def events(request: Request) -> Response:
    """A page of events with facets, map and timeline."""
    bench, number = bench_of(request), page_number(request)
    found = event_page(
        bench.views,
        wanted(request),
        words=request.query_params.get("q", ""),
        order=order(request),
        limit=PAGE,
        offset=(number - 1) * PAGE,
    )
    desk = bench.desk(events=found.events)
    asked = {name: request.query_params.getlist(name) for name in ("kind", "status", "side")}
    return page(
        request, "desk_events.html", desk=desk, found=found, number=number, asked=asked,
        q=request.query_params.get("q", ""), sort=order(request), per=PAGE,
    )  # fmt: skip


def events_json(request: Request) -> Response:
    """Every event that passes, a line each; never capped."""
    return _lines(to_json(e) for e in bench_of(request).views.events(wanted(request)))


def claims_json(request: Request) -> Response:
    """Every claim that passes, a line each; never capped."""
    return _lines(to_json(c) for c in bench_of(request).views.claims(wanted(request)))


def reports(request: Request) -> Response:
    """The reports, newest last read first, and what could not be read."""
    views = bench_of(request).views
    number = page_number(request)
    rows = views.reports(wanted(request))
    shown = sorted(rows, key=lambda r: (r.report.published or "", r.report.id), reverse=True)
    return page(
        request, "desk_reports.html", rows=shown[(number - 1) * PAGE : number * PAGE], total=len(rows), number=number, per=PAGE,
        failures=views.failures(), tombstones=views.tombstones(),
    )  # fmt: skip


def reports_json(request: Request) -> Response:
    """Every report that passes, a line each."""
    return _lines(to_json(row) for row in bench_of(request).views.reports(wanted(request)))


def review(request: Request) -> Response:
    """What matters most and nobody has decided: contested, uncertain, rare."""
    bench = bench_of(request)
    views = bench.views
    entries = queue(views)
    claims = [entry.claim for entry in entries]
    held = events_holding(views, (c.id for c in claims))
    desk = bench.desk(events=events_by_id(views, held.values()), others=claims)
    return page(request, "desk_review.html", desk=desk, entries=entries, most=MOST)


def review_json(request: Request) -> Response:
    """The queue as JSON: claim ids with the reason why each waits."""
    return JSONResponse(
        [{"claim": e.claim.id, "report": e.claim.report.id, "why": e.why} for e in queue(bench_of(request).views)]
    )


def charts(request: Request) -> Response:
    """Claims by day and side, and each publisher's share of origins and copies."""
    bench = bench_of(request)
    views = bench.views
    days = claims_by_day(views.claims(wanted(request)))
    shares = publishers(views.reports(wanted(request)), views.copies())
    return page(request, "desk_charts.html", desk=bench.desk(), days=days, shares=shares)


def decisions_json(request: Request) -> Response:
    """The whole log of decisions, a line each."""
    return _lines(to_json(d) for d in bench_of(request).views.decisions())


def _lines(rows: Iterable[Any]) -> Response:
    def text() -> Iterator[str]:
        for row in rows:
            yield json.dumps(row, ensure_ascii=False) + "\n"

    return StreamingResponse(text(), media_type="application/x-ndjson")
