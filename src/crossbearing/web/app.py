"""The routes of the workbench. Every page is also JSON: the same address with `.json`."""

from __future__ import annotations

import secrets
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from crossbearing.errors import CrossbearingError, LedgerError, NotFoundError, UsageError
from crossbearing.ledger.store import open_ledger
from crossbearing.views import Views
from crossbearing.web import adding, change, charted, editing, listed, login, openapi, original, show
from crossbearing.web.bench import Bench, bench_of, kept, page
from crossbearing.web.guard import TOO_MUCH, Guard, wants_data
from crossbearing.web.painters import Painters
from crossbearing.web.settings import Settings

MOST_AT_ONCE = 2
SESSION = 12 * 3600
"""Seconds after which an idle session is over; each answer begins them anew."""
PACKED = 2
"""How hard pages are packed: a millisecond makes one seven times smaller, and no more is worth the wait."""


_REPORT = kept(show.reading)


def _or_report(handler: Callable[[Request], Response], end: str) -> Callable[[Request], Response]:
    """What stands behind a report's address; where there is no such report, that whose own id ends so."""

    def answer(request: Request) -> Response:
        there, key = request.path_params, request.path_params["key"]
        views = Views(bench_of(request).ledger)
        if not views.holds(key) and views.holds(key + end):
            request.scope["path_params"] = {**there, "key": key + end}
            return _REPORT(request)
        return handler(request)

    return answer


def make_app(ledger: str, settings: Settings, *, painters: int = 0, stand_in: str | None = None) -> Starlette:
    """The workbench of a ledger as an ASGI application; `painters`: processes of its own that draw pages.

    `stand_in` stands in drawn pages where each session's own token goes; a painter takes that of its workbench.

    Raises:
        LedgerError: the ledger cannot be opened.
    """
    book, stand_in = open_ledger(ledger), stand_in or f"token-{secrets.token_hex(16)}"
    app = Starlette(
        lifespan=_few_at_once,
        routes=[
            Route("/", lambda _: RedirectResponse("/events", 307)),
            Route("/assets/{name}", show.asset),
            Route("/events.json", listed.events_json),
            Route("/events", kept(listed.events)),
            Route("/events/{key}.json", show.event_json),
            Route("/events/{key}.csv", charted.spread_csv),
            Route("/events/{key}/{name}.svg", charted.event_svg),
            Route("/events/{key}", kept(show.event)),
            Route("/reports.json", listed.reports_json),
            Route("/reports", listed.reports),
            Route("/reports/{key:path}/original", _or_report(original.original, "/original")),
            Route("/reports/{key:path}/next", _or_report(show.onward, "/next")),
            Route("/reports/{key:path}.json", _or_report(show.reading_json, ".json")),
            Route("/reports/{key:path}", _REPORT),
            Route("/claims.json", listed.claims_json),
            Route("/claims/{key}.json", show.claim_json),
            Route("/claims/{key}/edit", editing.edit),
            Route("/claims/{key}", show.claim),
            Route("/review.json", listed.review_json),
            Route("/review", kept(listed.review)),
            Route("/charts.json", charted.charts_json),
            Route("/charts/days.csv", charted.days_csv),
            Route("/charts/publishers.csv", charted.publishers_csv),
            Route("/charts/origins.csv", charted.origins_csv),
            Route("/charts/{name}.svg", charted.chart_svg),
            Route("/charts", kept(charted.charts)),
            Route("/add", adding.add, methods=["GET", "POST"]),
            Route("/add/{key}.json", adding.progress_json),
            Route("/add/{key}", adding.progress),
            Route("/decisions", change.decide, methods=["POST"]),
            Route("/decisions", kept(listed.decisions)),
            Route("/decisions.json", listed.decisions_json),
            Route("/undo", change.undo, methods=["POST"]),
            Route("/login", login.login, methods=["GET", "POST"]),
            Route("/logout", login.logout, methods=["POST"]),
            Route("/openapi.json", openapi.document),
        ],
        middleware=[
            # a page holds the session's token beside words of the address: no other site can ask for it (same-site cookie)
            Middleware(GZipMiddleware, minimum_size=1_000, compresslevel=PACKED),
            Middleware(
                SessionMiddleware,
                secret_key=settings.secret,
                session_cookie="crossbearing",
                same_site="strict",
                max_age=SESSION,
                https_only=settings.https,
            ),
            Middleware(Guard, told=_told),
        ],
        exception_handlers={CrossbearingError: _plain_error, HTTPException: _http_error},
    )
    app.state.settings = settings
    app.state.bench = Bench(book)
    app.state.jobs = adding.Jobs()
    app.state.tries = login.Tries()
    app.state.stand_in = stand_in
    app.state.painters = Painters(painters, ledger, settings, stand_in) if painters else None
    return app


@asynccontextmanager
async def _few_at_once(app: Starlette) -> AsyncIterator[None]:
    """Draw few pages at once: more threads would only take turns on one interpreter, and all would wait longer.

    A thread that waits for a painter takes no turn.
    """
    from anyio.to_thread import current_default_thread_limiter

    painters: Painters | None = app.state.painters
    current_default_thread_limiter().total_tokens = MOST_AT_ONCE + (painters.number if painters else 0)
    yield
    if painters:
        painters.close()


def announce(ledger: str, host: str, port: int) -> None:
    """Tell where the workbench is; `ledger` as it may be shown, with no password."""
    sys.stderr.write(f"{ledger}: http://{f'[{host}]' if ':' in host else host}:{port}/  (Ctrl-C stops)\n")


def _plain_error(request: Request, error: Exception) -> Response:
    fault = error if isinstance(error, CrossbearingError) else UsageError(str(error))
    # a ledger that another holds is asked again; nothing is wrong with what was asked
    status = 404 if isinstance(fault, NotFoundError) else 503 if isinstance(fault, LedgerError) else 400
    return _told(request, fault, status)


def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    said = error.detail if isinstance(error, HTTPException) else str(error)
    do = TOO_MUCH if status == 413 else "Go back to the events"
    fault = UsageError("there is no such page" if status == 404 else said, do=do)
    return _told(request, fault, status)


def _told(request: Request, fault: CrossbearingError, status: int) -> Response:
    if wants_data(request):
        return JSONResponse({"what": fault.what, "where": fault.where, "do": fault.do}, status)
    return page(request, "fault.html", status=status, fault=fault)
