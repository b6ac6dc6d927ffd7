"""Logging in and out, where users are set up."""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from crossbearing.errors import UsageError
from crossbearing.web.bench import page
from crossbearing.web.editing import OWN
from crossbearing.web.guard import right_token, user_of
from crossbearing.web.settings import Settings, User, right_password

MOST_TRIES, IN_SECONDS = 8, 300.0
_MOST_NAMES = 1_000
_NOBODY = User("", "reader", "0$0")


class Tries:
    """How often a name was tried with a wrong password of late."""

    def __init__(self) -> None:
        self._wrong: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = Lock()

    def open(self, name: str) -> bool:
        """Whether the name may be tried now."""
        with self._lock:
            return len(self._recent(name)) < MOST_TRIES

    def wrong(self, name: str) -> None:
        """Count a wrong password; names that nobody has are counted too, so that nobody learns which exist."""
        with self._lock:
            self._wrong[name] = [*self._recent(name), time.monotonic()]
            self._wrong.move_to_end(name)
            while len(self._wrong) > _MOST_NAMES:
                self._wrong.popitem(last=False)

    def right(self, name: str) -> None:
        """Forget the wrong ones."""
        with self._lock:
            self._wrong.pop(name, None)

    def _recent(self, name: str) -> list[float]:
        since = time.monotonic() - IN_SECONDS
        return [at for at in self._wrong.get(name, ()) if at > since]


async def login(request: Request) -> Response:
    """The form; a right name and password open a session, and the page that was asked for."""
    settings: Settings = request.app.state.settings
    tries: Tries = request.app.state.tries
    if not settings.users:
        return RedirectResponse("/events", 303)
    if request.method == "GET":
        there = _there(request.query_params.get("next"))
        return (
            RedirectResponse(there, 303) if user_of(request) else page(request, "login.html", wrong=None, there=there)
        )
    form = await request.form()
    name, there = str(form.get("name", "")), _there(str(form.get("next", "")))
    if not right_token(request, str(form.get("csrf", ""))):
        return page(request, "fault.html", status=403, fault=UsageError("this form is too old", do="Log in again"))
    if not tries.open(name):
        told = f"There were {MOST_TRIES} wrong passwords for this name. Wait {IN_SECONDS / 60:g} minutes."
        return page(request, "login.html", status=429, wrong=told, there=there)
    # a name that nobody has takes as long to refuse as one that somebody has
    user = settings.users.get(name)
    if not await run_in_threadpool(right_password, user or _NOBODY, str(form.get("password", ""))) or user is None:
        tries.wrong(name)
        return page(request, "login.html", status=403, wrong="The name or the password is not right.", there=there)
    tries.right(name)
    request.session.clear()
    request.session["user"] = user.name
    return RedirectResponse(there, 303)


async def logout(request: Request) -> Response:
    """Close the session."""
    form = await request.form()
    if right_token(request, str(form.get("csrf", ""))):
        request.session.clear()
    return RedirectResponse("/login", 303)


def _there(asked: str | None) -> str:
    """Where to go behind the log-in: the page of this workbench that was asked for, else the events."""
    return asked if asked and OWN.match(asked) and not asked.startswith("/log") else "/events"
