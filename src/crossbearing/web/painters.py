"""Pages drawn by processes of their own, so that one person's page does not wait for another's turn on one interpreter.

The workbench itself answers, decides, adds and links; a painter only reads the ledger and draws. Where there are none
(one core, or a painter that died), the workbench draws by itself.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from crossbearing.web.settings import Settings

MOST = 4
_PASSED = (
    "type", "http_version", "method", "scheme", "server", "client", "root_path", "path", "raw_path", "query_string",
    "headers", "path_params",
)  # fmt: skip
Handler = Callable[[Request], Response]


@dataclass(frozen=True, slots=True)
class Painted:
    """What a painter drew: the page before any session's token was put in, or another answer (`drawn` false)."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    drawn: bool


def wanted(cores: int | None = None) -> int:
    """How many painters this machine bears: one a core, none on a single core."""
    found = cores or os.cpu_count() or 1
    return min(found, MOST) if found > 1 else 0


class Painters:
    """A few processes that draw pages of one ledger."""

    def __init__(self, number: int, ledger: str, settings: Settings, stand_in: str) -> None:
        self.number = number
        self._others = frozenset(child.pid for child in multiprocessing.active_children())
        self._pool = ProcessPoolExecutor(
            number,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_open,
            initargs=(ledger, settings, stand_in),
        )
        # the pool starts a process for each call that finds none idle: so all start now, and not when people wait
        first = [self._pool.submit(_is_there) for _ in range(number)]
        self._ready: Future[bool] | None = first[0]

    def draw(self, handler: Handler, request: Request, state: int) -> Painted | None:
        """The page that the handler draws of that state of the ledger; `None` where it must be drawn here.

        That is so until the painters have started, if they died, and if the handler has a fault to tell.
        """
        if self._ready is None or not self._ready.done():
            return None
        scope = {name: request.scope[name] for name in _PASSED if name in request.scope}
        try:
            return self._pool.submit(_paint, handler, scope, dict(request.session), state).result()
        except BrokenProcessPool:
            self._ready = None
            return None

    def wait(self, seconds: float) -> bool:
        """Whether the painters have started before so many seconds are over."""
        return self._ready is not None and self._ready.result(seconds)

    def processes(self) -> tuple[int, ...]:
        """Their process ids."""
        found = (child.pid for child in multiprocessing.active_children())
        return tuple(pid for pid in found if pid is not None and pid not in self._others)

    def close(self) -> None:
        """End the processes at once: they hold nothing that could be lost."""
        self._ready = None
        for pid in self.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
        self._pool.shutdown(wait=True, cancel_futures=True)


_apps: dict[str, Any] = {}
"""In a painter: the workbench as it knows it, under its only key."""


def _open(ledger: str, settings: Settings, stand_in: str) -> None:
    from crossbearing.web.app import make_app

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the workbench ends its painters
    Thread(target=_end_with_parent, daemon=True).start()
    _apps["workbench"] = make_app(ledger, settings, stand_in=stand_in)
    _warm(_apps["workbench"].state.bench)


def _warm(bench: Any) -> None:
    """Draw a list, an event and a report once: what is loaded and compiled for the first page makes nobody wait."""
    from crossbearing.ledger.schema import EVENTS, REPORTS
    from crossbearing.web import listed, show

    bench.refresh()
    with bench.ledger.reading() as connection:
        first = [connection.execute(table.select().limit(1)).first() for table in (EVENTS, REPORTS)]
    pages: list[tuple[Handler, str, dict[str, str]]] = [(listed.events, "/events", {})]
    pages += [
        (handler, f"/{what}/{row.id}", {"key": row.id})
        for handler, what, row in ((show.event, "events", first[0]), (show.reading, "reports", first[1]))
        if row is not None
    ]
    head = {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "server": ("warming", 80),
        "query_string": b"",
        "headers": [],
    }
    for handler, path, params in pages:
        _paint(handler, {**head, "path": path, "path_params": params}, {}, bench.refresh())


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


def _is_there() -> bool:
    return True


def _paint(handler: Handler, scope: Mapping[str, Any], session: dict[str, Any], state: int) -> Painted | None:
    from crossbearing.errors import CrossbearingError
    from crossbearing.web.bench import Drawn

    app = _apps["workbench"]
    request = Request({**scope, "app": app, "session": session, "state": {}})
    app.state.bench.turn_to(state)
    try:
        with app.state.bench.one_state(state):
            made = handler(request)
    except CrossbearingError:
        return None  # told by the workbench itself, which draws the same again
    drawn = isinstance(made, Drawn)
    body = made.drawn if isinstance(made, Drawn) else bytes(made.body)
    headers = () if drawn else tuple((k, v) for k, v in made.headers.items() if k != "content-length")
    return Painted(made.status_code, headers, body, drawn)
