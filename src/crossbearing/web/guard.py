"""What stands before every page: host check, session, CSRF, size, and the headers that let nothing in from outside."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from urllib.parse import quote, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crossbearing.errors import CrossbearingError, UsageError
from crossbearing.web.settings import RANK, Settings

MAX_UPLOAD = 60_000_000
MAX_FORM = 2_000_000
"""How much any other request than an adding may hold."""
LET_PASS = 10
"""How many times as much is taken and thrown away: a browser that is cut off while it sends shows no page that says why."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
TOO_MUCH = "Send fewer files at once, or read large ones with `crossbearing read`"
Told = Callable[[Request, CrossbearingError, int], Response]
"""How a fault is told: as a page, or as JSON where a program asks."""
_OPEN = ("/assets/", "/login")
_DATA = (".json", ".csv", ".svg")


class Guard:
    """Refuses what no page of the workbench would ask for, and adds the headers. Plain ASGI: it stands before every page."""

    def __init__(self, app: ASGIApp, told: Told) -> None:
        self.app, self.told = app, told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check, pass on, and add the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if not request.url.path.startswith("/assets/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        most, came = _most(request), 0

        async def bounded() -> Message:
            # a body in chunks tells no length before it comes
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > most:
                await _let_pass(message, receive, most * LET_PASS)
                raise HTTPException(413, too_much(most))
            return message

        refusal = self._refusal(request, request.app.state.settings)
        if refusal is not None and refusal.status_code == 413:
            await _let_pass({"type": "http.request", "more_body": True}, receive, most * LET_PASS)
        await (self.app if refusal is None else refusal)(scope, bounded, with_headers)

    def _refusal(self, request: Request, settings: Settings) -> Response | None:
        # a page elsewhere may point its own name at this machine: only names that we serve are answered
        if request.headers.get("host", "") not in settings.hosts:
            return PlainTextResponse("this workbench is not served under that name\n", 421)
        length = request.headers.get("content-length", "0")
        if length.isdecimal() and int(length) > _most(request):
            return self.told(request, UsageError(too_much(_most(request)), do=TOO_MUCH), 413)
        if request.method not in ("GET", "HEAD"):
            origin = request.headers.get("origin")
            if origin and origin != "null" and urlsplit(origin).netloc != request.headers.get("host"):
                return PlainTextResponse("this request comes from another site\n", 403)
        if settings.users and user_of(request) is None and not request.url.path.startswith(_OPEN):
            if wants_data(request):
                return JSONResponse({"what": "nobody is logged in", "where": None, "do": "Log in at /login"}, 401)
            asked = quote(request.url.path) + (f"?{request.url.query}" if request.url.query else "")
            there = f"?next={quote(asked)}" if request.method == "GET" and asked != "/" else ""
            return RedirectResponse(f"/login{there}", 303)
        return None


def wants_data(request: Request) -> bool:
    """Whether a program asks, by the address or by what it sends or takes, and not a person for a page."""
    kinds = (request.headers.get("accept", ""), request.headers.get("content-type", ""))
    return request.url.path.endswith(_DATA) or any(kind.startswith("application/json") for kind in kinds)


def _most(request: Request) -> int:
    return MAX_UPLOAD if request.url.path == "/add" else MAX_FORM


def too_much(most: int) -> str:
    """What is said of a request that holds more."""
    return f"this is more than the {most // 1_000_000} MB that are taken at once"


async def _let_pass(message: Message, receive: Receive, most: int) -> None:
    """Take what is still being sent, and keep none of it."""
    while message["type"] == "http.request" and message.get("more_body") and most > 0:
        message = await receive()
        most -= len(message.get("body", b""))


def user_of(request: Request) -> str | None:
    """Who asks: on loopback the owner, else the user of the session."""
    settings: Settings = request.app.state.settings
    if not settings.users:
        return settings.owner
    name = request.session.get("user")
    return name if name in settings.users else None


def may(request: Request, role: str) -> bool:
    """Whether who asks has at least this role."""
    settings: Settings = request.app.state.settings
    if not settings.users:
        return True
    name = user_of(request)
    return name is not None and RANK[settings.users[name].role] >= RANK[role]


def token(request: Request) -> str:
    """The session's CSRF token."""
    if "csrf" not in request.session:
        request.session["csrf"] = secrets.token_urlsafe(24)
    return str(request.session["csrf"])


def right_token(request: Request, given: str | None) -> bool:
    """Whether a form or a header carries the session's token."""
    held = request.session.get("csrf")
    return bool(held and given and hmac.compare_digest(str(held), given))
