"""What every handler needs: the ledger's views, the masthead's figures, and a page drawn with them."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import wraps
from pathlib import Path
from threading import Lock, Thread, local
from typing import Any, TypeVar
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from crossbearing.errors import CrossbearingError
from crossbearing.ledger.relink import relink, standing
from crossbearing.ledger.runs import packs_used
from crossbearing.ledger.store import Ledger
from crossbearing.listing import (
    Asked,
    Found,
    Hits,
    Order,
    alike,
    event_ids,
    events_by_id,
    found,
    hits,
    sides_in_use,
)
from crossbearing.packs import Pack, load_all
from crossbearing.pages.desk import Desk
from crossbearing.pages.gather import borders, pack_lines, tones
from crossbearing.pages.outlines import lines
from crossbearing.pages.render import asset_address, render
from crossbearing.types import Claim, Decision, Event, Reading
from crossbearing.views import Views
from crossbearing.web import blind
from crossbearing.web.guard import may, token, user_of
from crossbearing.web.painters import Painters

T = TypeVar("T")
_MOST_KEPT = 512


class Drawn(HTMLResponse):
    """A page, with its markup as it was before the session's token was put in."""

    def __init__(self, drawn: bytes, body: bytes, status: int) -> None:
        super().__init__(body, status)
        self.drawn = drawn


class Bench:
    """One open ledger, its packs, its views, and figures that are kept until the ledger changes."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._kept: OrderedDict[object, Any] = OrderedDict()
        self._state = -1
        self._lock = Lock()
        self.deciding, self._linking, self._soon = Lock(), Lock(), Lock()
        self._page = local()
        self._packs: tuple[list[str] | None, tuple[Pack, ...]] | None = None

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The packs that the ledger was read with: another process may read with a further one meanwhile."""
        return self._loaded(self.keep("packs", lambda: packs_used(self.ledger)))

    def packs_now(self) -> tuple[Pack, ...]:
        """The same, whatever state of the ledger is drawn from."""
        return self._loaded(packs_used(self.ledger))

    def _loaded(self, named: list[str] | None) -> tuple[Pack, ...]:
        held = self._packs
        if held is None or held[0] != named:
            self._packs = held = (named, load_all(named))
        return held[1]

    @property
    def lines(self) -> str:
        """The lines that the packs draw over the outlines of the maps."""
        return self.keep("lines", lambda: lines(pack_lines(self.packs)))

    @property
    def name(self) -> str:
        """The ledger's short name."""
        return Path(self.ledger.where).stem

    @property
    def views(self) -> Views:
        """The views; events are made again first where something was added (while a page is drawn: before it was)."""
        if self._of_page() is None:
            self.refresh()
        active = self.keep("active", lambda: Views(self.ledger, self.packs).in_force())
        return Views(self.ledger, self.packs, active)

    def refresh(self) -> int:
        """Link what came in, and forget what was kept of an older state; the number of the state."""
        now, stale = self._look()
        if stale:
            with self._linking:  # whoever waited finds it done
                if self._look()[1]:
                    relink(self.ledger, self.packs_now())
            now, _ = self._look()
        self.turn_to(now)
        return now

    def refresh_soon(self) -> None:
        """Link what came in beside the answers: who decides need not wait for it, and the next page waits for the rest."""
        if not self._soon.acquire(blocking=False):
            return  # the one under way looks again at its end

        def until_done() -> None:
            try:
                with suppress(CrossbearingError):  # the next page meets the same fault, and tells it
                    while self._look()[1]:
                        self.refresh()
            finally:
                self._soon.release()

        Thread(target=until_done, name="linking", daemon=True).start()

    def turn_to(self, state: int) -> None:
        """Forget what was kept of another state of the ledger."""
        with self._lock:
            if state != self._state:
                self._kept.clear()
                self._state = state

    @contextmanager
    def one_state(self, state: int) -> Iterator[None]:
        """What this thread draws in the block is of one state of the ledger, the one that `refresh` told."""
        with self.ledger.one_state():
            self._page.state = state
            try:
                yield
            finally:
                self._page.state = None

    def _of_page(self) -> int | None:
        state: int | None = getattr(self._page, "state", None)
        return state

    def _look(self) -> tuple[int, bool]:
        """The last entry of the log, linkings included (another process may link anew), and whether events are behind."""
        with self.ledger.reading() as connection:
            return standing(connection)

    def peek(self, key: object) -> Any:
        """What is kept under the key, if anything."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: object, value: object, state: int) -> None:
        """Keep a value of that state of the ledger."""
        with self._lock:
            if state == self._state:
                self._kept[key] = value
                while len(self._kept) > _MOST_KEPT:
                    self._kept.popitem(last=False)

    def keep(self, key: object, make: Callable[[], T]) -> T:
        """A value that holds as long as the ledger does not change."""
        of_page = self._of_page()
        with self._lock:
            state, there = self._state if of_page is None else of_page, key in self._kept
            if there:
                self._kept.move_to_end(key)
                held: T = self._kept[key]
                return held
        made = make()
        self.put(key, made, state)
        return made

    def found(self, views: Views, asked: Asked) -> Found:
        """The facets of what is asked for."""
        whole = None if asked.words else self.keep("alike", lambda: alike(views))
        return self.keep(("found", asked), lambda: found(views, asked, among=self._hits(views, asked), whole=whole))

    def events(self, views: Views, asked: Asked, order: Order, limit: int, offset: int) -> tuple[Event, ...]:
        """One page of the events that pass."""
        key = ("ids", asked, order, limit, offset)
        return events_by_id(
            views,
            self.keep(
                key,
                lambda: event_ids(
                    views, asked, order=order, limit=limit, offset=offset, among=self._hits(views, asked)
                ),
            ),
        )

    def _hits(self, views: Views, asked: Asked) -> Hits | None:
        return self.keep(("hits", asked), lambda: hits(views, asked)) if asked.words else None

    def decisions(self, views: Views) -> Sequence[Decision]:
        """The log of decisions."""
        return self.keep("decisions", views.decisions)

    def desk(
        self,
        *,
        readings: Iterable[Reading] = (),
        events: Iterable[Event] = (),
        others: Iterable[Claim] = (),
        **more: Any,
    ) -> Desk:
        """A desk of one page: what it shows and no more."""
        sides = self.keep("sides", lambda: sides_in_use(Views(self.ledger, self.packs)))
        return Desk(
            name=self.name,
            readings=tuple(readings),
            events=tuple(events),
            others=tuple(others),
            tones=tones(self.packs, sides),
            side_names={side.id: side.name for pack in self.packs for side in pack.sides},
            borders=borders(self.packs),
            outlines=asset_address("outlines.svg"),
            lines=self.lines,
            lines_at=f"/assets/lines.svg?v={hashlib.sha256(self.lines.encode()).hexdigest()[:12]}",
            **more,
        )


def bench_of(request: Request) -> Bench:
    """The bench of the application."""
    bench: Bench = request.app.state.bench
    return bench


def views_of(request: Request) -> Views:
    """The views as this person may see them: without the edits of others that a blind second reader may not know of."""
    bench = bench_of(request)
    views = bench.views
    if alone(request):
        return views
    masked = blind.hidden(bench.decisions(views), user_of(request) or "", alone=False)
    return replace(views, active=tuple(d for d in views.in_force() if d.seq not in masked))


def alone(request: Request) -> bool:
    """Whether one person works here: no users are set up, and nothing is hidden from anybody."""
    return not request.app.state.settings.users


def href(kind: str, key: str = "", claim: str | None = None) -> str:
    """Stable addresses: `/events/ID`, `/reports/ID#CLAIM`."""
    path = f"/{kind if kind.endswith('s') else kind + 's'}"
    path += f"/{quote(key, safe='')}" if key else ""
    return f"{path}#{quote(claim, safe='')}" if claim else path


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """A page of the workbench."""
    bench = bench_of(request)
    user = user_of(request)
    counts = bench.keep("counts", Views(bench.ledger, bench.packs).counts) if user else {}
    context.setdefault("desk", bench.desk())
    context.setdefault("back", None)
    markup = render(
        template, href=href, counts=counts, csrf=request.app.state.stand_in, user=user, path=request.url.path, alone=alone(request),
        query=str(request.url.query), can_add=may(request, "owner"), **{"can_review": may(request, "reviewer")} | context,
    )  # fmt: skip
    # a report may hold a lone surrogate, which no page can
    return _with_token(request, markup.encode("utf-8", "replace"), status)


def kept(handler: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """A page that is drawn once for each person, until the ledger changes. The session's token is put in each time."""

    @wraps(handler)
    def answer(request: Request) -> Response:
        bench = bench_of(request)
        state = bench.refresh()
        key = ("page", user_of(request), request.url.path, request.url.query)
        # a page is what the ledger, the person, the address and this start of the workbench make it
        made_of = repr((request.app.state.stand_in, state, key, token(request)))
        # a weak one: the page is the same, packed or not
        tag = f'W/"{hashlib.sha256(made_of.encode()).hexdigest()[:32]}"'
        headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        body: bytes | None = bench.peek(key)
        made = _drawn(handler, request, state) if body is None else _with_token(request, body, 200)
        if made.status_code == 200 and isinstance(made, Drawn):
            if body is None:
                bench.put(key, made.drawn, state)
            if alone(request):  # with several people at one machine nothing is left in its browser
                made.headers.update(headers)
        return made

    return answer


def _drawn(handler: Callable[[Request], Response], request: Request, state: int) -> Response:
    """The page, by a painter if there is one, else by this process."""
    painters: Painters | None = request.app.state.painters
    painted = painters.draw(handler, request, state) if painters is not None else None
    if painted is None:
        with bench_of(request).one_state(state):
            return handler(request)
    if painted.drawn:
        return _with_token(request, painted.body, painted.status)
    return Response(painted.body, painted.status, dict(painted.headers))


def _with_token(request: Request, drawn: bytes, status: int) -> Response:
    return Drawn(drawn, drawn.replace(request.app.state.stand_in.encode(), token(request).encode()), status)


def as_json(value: Any, status: int = 200) -> Response:
    """JSON in ASCII, so that any code point of a report survives."""
    return Response(json.dumps(value, ensure_ascii=True), status, media_type="application/json")
