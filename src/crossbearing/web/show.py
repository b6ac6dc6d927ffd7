"""One thing a page: an event, a report with its reading, a claim, an asset."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from crossbearing.errors import NotFoundError
from crossbearing.jsonform import to_json
from crossbearing.ledger import past
from crossbearing.link.life import Step
from crossbearing.listing import copies_among, events_by_id, events_holding, life
from crossbearing.moved import claim_moved, event_moved
from crossbearing.pages.charts import spread_of
from crossbearing.pages.gather import shared
from crossbearing.pages.render import ASSETS, reading_context
from crossbearing.pages.render import asset as text_of
from crossbearing.types import Claim, Event
from crossbearing.views import Views
from crossbearing.waiting import neighbours, next_open
from crossbearing.web import blind
from crossbearing.web.bench import alone, as_json, bench_of, href, page, views_of
from crossbearing.web.guard import user_of
from crossbearing.web.query import as_of

_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "txt": "text/plain"}
MOST_BESIDE = 30
MOST_ALIGNED = 12


def asset(request: Request) -> Response:
    """A style sheet or script, kept by the browser."""
    name = request.path_params["name"]
    if name == "lines.svg":  # of the packs that the ledger was read with
        drawn = f'<svg xmlns="http://www.w3.org/2000/svg">{bench_of(request).lines}</svg>'
        return Response(drawn, media_type=_TYPES["svg"], headers={"Cache-Control": "private, max-age=3600"})
    if name not in ASSETS:
        raise NotFoundError(f"there is no asset {name!r}")
    lasting = "max-age=31536000, immutable" if request.query_params.get("v") else "max-age=60"
    return Response(text_of(name), media_type=_TYPES[name.rpartition(".")[2]], headers={"Cache-Control": lasting})


def event(request: Request) -> Response:
    """An event with its board, rivals, life and map."""
    bench = bench_of(request)
    views = views_of(request)
    one = _event_now(request)
    if one.id != request.path_params["key"]:
        return RedirectResponse(_asked_at(request, href("event", one.id)), 307)
    claims = views.claims_of(one)
    days = sorted(c.report.published[:10] for c in claims if c.report.published)
    if day := as_of(request):
        return _event_then(request, one, day, days)
    beside = [link.event for link in one.linked][:MOST_BESIDE]
    copies = copies_among(views, (c.report.id for c in claims))
    aligned = copies[:MOST_ALIGNED]
    texts = {r: views.reading(r) for r in sorted({r for c in aligned for r in (c.left, c.right)})}
    desk = bench.desk(
        events=(one, *events_by_id(views, beside)),
        others=claims,
        lives={one.id: life(views, one, claims, copies)},
        shared=shared(aligned, texts),
    )
    log = blind.shown(bench.decisions(views), user_of(request) or "", alone=alone(request))
    mine = {one.id, *one.claims}
    return page(
        request, "desk_event.html", desk=desk, event=one, history=[d for d in log if d.subject in mine],
        spread=spread_of(claims), newest=max((d.seq for d in log if d.subject == one.id), default=0),
        days=days, as_of=None, key=one.id, apart=(), capped=(), copies=len(copies), aligned=len(aligned),
    )  # fmt: skip


def _event_then(request: Request, now: Event, day: str, days: Sequence[str]) -> Response:
    """The event as it was known on a day: to be looked at, not decided on."""
    bench, views = bench_of(request), views_of(request)
    found = _past(request, now, day)
    one, claims, lives = _then(views, found)
    log = blind.shown(bench.decisions(views), user_of(request) or "", alone=alone(request))
    mine = {now.id, one.id, *one.claims}
    return page(
        request, "desk_event.html", desk=bench.desk(events=found.events, others=claims, lives=lives), event=one,
        history=[d for d in log if d.subject in mine and d.at[:10] <= day], spread=spread_of(claims), newest=0,
        days=days, as_of=day, key=now.id, apart=found.events[1:], capped=found.capped, can_review=False, copies=0, aligned=0,
    )  # fmt: skip


Told = tuple[Event, tuple[Claim, ...], dict[str, tuple[Step, ...]]]
"""An event, its claims, and how it grew."""


def event_on(request: Request, day: str | None, *, with_life: bool = True) -> Told:
    """The event of the address as this person may see it; with a day, as it was known then."""
    views, one = views_of(request), _event_now(request)
    if day:
        return _then(views, _past(request, one, day))
    claims = tuple(views.claims_of(one))
    copies = copies_among(views, (c.report.id for c in claims)) if with_life else ()
    return one, claims, {one.id: life(views, one, claims, copies)} if with_life else {}


def _then(views: Views, found: past.Past) -> Told:
    one = found.events[0]
    inside = {*one.claims}
    with views.ledger.reading() as connection:
        lives = {one.id: tuple(found.life(connection, one, views.packs))}
    return one, tuple(c for c in found.claims if c.id in inside), lives


def _event_now(request: Request) -> Event:
    """The event of the address; that into which it turned, where it stands no more."""
    views, key = views_of(request), request.path_params["key"]
    try:
        return views.event(key)
    except NotFoundError:
        moved = event_moved(views, bench_of(request).decisions(views), key)
        if moved is None:
            raise
        return views.event(moved)


def _asked_at(request: Request, path: str) -> str:
    return f"{path}?{request.url.query}" if request.url.query else path


def _past(request: Request, now: Event, day: str) -> past.Past:
    bench, views = bench_of(request), views_of(request)
    hidden = blind.hidden(bench.decisions(views), user_of(request) or "", alone=alone(request))
    with views.ledger.reading() as connection:
        found = past.then(connection, views.packs, (now,), day, without=hidden)
    if not found.events:
        raise NotFoundError(
            f"nothing of this event was published by {day}", where=now.label, do=f"See /events/{now.id} as it is now"
        )
    return found


def event_json(request: Request) -> Response:
    """An event in the public shape; with `as_of`, as it was known on that day."""
    one = _event_now(request)
    if one.id != request.path_params["key"]:
        return RedirectResponse(_asked_at(request, f"{href('event', one.id)}.json"), 307)
    day = as_of(request)
    return as_json(to_json(_past(request, one, day).events[0] if day else one))


def reading(request: Request) -> Response:
    """A report's text with every mark, and a card for each claim."""
    bench = bench_of(request)
    views, me = views_of(request), user_of(request) or ""
    log = bench.decisions(views)
    one = views.reading(request.path_params["key"])
    holding = events_holding(views, (c.id for c in one.claims))
    desk = bench.desk(readings=(one,), events=events_by_id(views, sorted(set(holding.values()))))
    seen = blind.shown(log, me, alone=alone(request))
    given = blind.verdicts(seen)
    own = {c: said[me] for c, said in given.items() if me in said}
    masked = Counter(d.subject for d in log if d.seq not in {s.seq for s in seen} and d.verdict in blind.READ)
    disputed = blind.disputes(log)
    before, after = neighbours(views, one.report.id)
    return page(
        request, "desk_reading.html", desk=desk, x=reading_context(one, desk), verdicts=own,
        others={c.id: [d for who, d in given.get(c.id, {}).items() if who != me] for c in one.claims},
        hidden=masked, before=before, after=after,
        differing={c.id for c in one.claims if blind.differ(given.get(c.id, {})) or c.id in disputed},
        newest=blind.newest(log, me, alone=alone(request)),
        history={c.id: [d for d in seen if d.subject == c.id] for c in one.claims},
    )  # fmt: skip


def onward(request: Request) -> Response:
    """To the next report, in order of capture, of which this person has not decided on every claim; then to the first such."""
    bench = bench_of(request)
    log = bench.decisions(bench.views)
    done = blind.decided(log, user_of(request) or "", alone=alone(request))
    found = next_open(bench.views, request.path_params["key"], sorted(done))
    return RedirectResponse(f"{href('report', found)}#open" if found else "/review", 303)


def reading_json(request: Request) -> Response:
    """A reading in the public shape."""
    return as_json(to_json(views_of(request).reading(request.path_params["key"])))


def claim(request: Request) -> Response:
    """The place of a claim in its report."""
    one = _claim_now(request)
    return RedirectResponse(href("report", one.report.id, one.id), 307)


def claim_json(request: Request) -> Response:
    """A claim in the public shape."""
    one = _claim_now(request)
    if one.id != request.path_params["key"]:
        return RedirectResponse(f"{href('claim', one.id)}.json", 307)
    return as_json(to_json(one))


def _claim_now(request: Request) -> Claim:
    """The claim of the address as this person may see it; where a newer reading has another in its place, that one."""
    views, key = views_of(request), request.path_params["key"]
    try:
        return views.claim(key)
    except NotFoundError:
        moved = claim_moved(views, key)
        if moved is None:
            raise
        return views.claim(moved)
