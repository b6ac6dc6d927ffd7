"""What every handler needs: the ledger's views, the masthead's figures, and a page drawn with them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from crossbearing.ledger.relink import relink, stale
from crossbearing.ledger.runs import packs_used
from crossbearing.ledger.store import Ledger
from crossbearing.listing import sides_in_use
from crossbearing.packs import Pack, load_all
from crossbearing.pages.desk import Desk
from crossbearing.pages.gather import borders, tones
from crossbearing.pages.render import render
from crossbearing.types import Claim, Event, Reading
from crossbearing.views import Views
from crossbearing.web.guard import may, token, user_of


class Bench:
    """One open ledger, its packs, and its views."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    @cached_property
    def packs(self) -> tuple[Pack, ...]:
        """The packs that the ledger was read with."""
        return load_all(packs_used(self.ledger))

    @property
    def name(self) -> str:
        """The ledger's short name."""
        return Path(self.ledger.where).stem

    @property
    def views(self) -> Views:
        """The views; events are made again first where something was added."""
        if stale(self.ledger):
            relink(self.ledger, self.packs)
        return Views(self.ledger, self.packs)

    def desk(
        self,
        *,
        readings: Iterable[Reading] = (),
        events: Iterable[Event] = (),
        others: Iterable[Claim] = (),
        **more: Any,
    ) -> Desk:
        """A desk of one page: what it shows and no more."""
        return Desk(
            name=self.name,
            readings=tuple(readings),
            events=tuple(events),
            others=tuple(others),
            tones=tones(self.packs, sides_in_use(Views(self.ledger, self.packs))),
            side_names={side.id: side.name for pack in self.packs for side in pack.sides},
            borders=borders(self.packs),
            **more,
        )


def bench_of(request: Request) -> Bench:
    """The bench of the application."""
    bench: Bench = request.app.state.bench
    return bench


def href(kind: str, key: str = "", claim: str | None = None) -> str:
    """Stable addresses: `/events/ID`, `/reports/ID#CLAIM`."""
    path = f"/{kind if kind.endswith('s') else kind + 's'}"
    path += f"/{quote(key, safe='')}" if key else ""
    return f"{path}#{quote(claim, safe='')}" if claim else path


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """A page of the workbench."""
    bench = bench_of(request)
    counts = bench.views.counts() if user_of(request) else {}
    context.setdefault("desk", bench.desk())
    markup = render(
        template, href=href, counts=counts, csrf=token(request), user=user_of(request), path=request.url.path,
        query=str(request.url.query), can_review=may(request, "reviewer"), can_add=may(request, "owner"), **context,
    )  # fmt: skip
    return HTMLResponse(markup, status)
