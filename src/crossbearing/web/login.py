"""Logging in and out, where users are set up."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from crossbearing.errors import UsageError
from crossbearing.web.bench import page
from crossbearing.web.guard import right_token
from crossbearing.web.settings import Settings, right_password


async def login(request: Request) -> Response:
    """The form; a right name and password open a session."""
    settings: Settings = request.app.state.settings
    if request.method == "GET" or not settings.users:
        return page(request, "login.html", wrong=False) if settings.users else RedirectResponse("/events", 303)
    form = await request.form()
    user = settings.users.get(str(form.get("name", "")))
    if not right_token(request, str(form.get("csrf", ""))):
        return page(request, "fault.html", status=403, fault=UsageError("this form is too old", do="Log in again"))
    if user is None or not await run_in_threadpool(right_password, user, str(form.get("password", ""))):
        return page(request, "login.html", status=403, wrong=True)
    request.session.clear()
    request.session["user"] = user.name
    return RedirectResponse("/events", 303)


async def logout(request: Request) -> Response:
    """Close the session."""
    form = await request.form()
    if right_token(request, str(form.get("csrf", ""))):
        request.session.clear()
    return RedirectResponse("/login", 303)
