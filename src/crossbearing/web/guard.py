"""What stands before every page: host check, session, CSRF, size, and the headers that let nothing in from outside."""

from __future__ import annotations

import hmac
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crossbearing.web.settings import RANK, Settings

MAX_UPLOAD = 60_000_000
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
_OPEN = ("/assets/", "/login")


class Guard:
    """Refuses what no page of the workbench would ask for, and adds the headers. Plain ASGI: it stands before every page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

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

        refusal = self._refusal(request, request.app.state.settings)
        await (self.app if refusal is None else refusal)(scope, receive, with_headers)

    def _refusal(self, request: Request, settings: Settings) -> Response | None:
        # a page elsewhere may point its own name at this machine: only names that we serve are answered
        if request.headers.get("host", "") not in settings.hosts:
            return PlainTextResponse("this workbench is not served under that name\n", 421)
        length = request.headers.get("content-length", "0")
        if length.isdigit() and int(length) > MAX_UPLOAD:
            return PlainTextResponse(
                f"over {MAX_UPLOAD // 1_000_000} MB: read large files with the command line\n", 413
            )
        if request.method not in ("GET", "HEAD"):
            origin = request.headers.get("origin")
            if origin and origin != "null" and urlsplit(origin).netloc != request.headers.get("host"):
                return PlainTextResponse("this request comes from another site\n", 403)
        if settings.users and user_of(request) is None and not request.url.path.startswith(_OPEN):
            return RedirectResponse("/login", 303)
        return None


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
