"""Lists: events with their facets, reports, claims, the review queue, charts, decisions."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from crossbearing.errors import UsageError
from crossbearing.jsonform import to_json
from crossbearing.ledger import past
from crossbearing.ledger.decisions import in_force
from crossbearing.ledger.filters import event_matches
from crossbearing.listing import (
    MARKS,
    SAID,
    Asked,
    days_in_use,
    event_ids,
    events_by_id,
    events_holding,
    found_among,
    publishers_in_use,
    report_page,
)  # fmt: skip
from crossbearing.pages.render import options
from crossbearing.tallies import COUNTED, Facets, bearing, facets, facets_among
from crossbearing.types import Event
from crossbearing.views import Views
from crossbearing.web import blind
from crossbearing.web.bench import Bench, alone, as_json, bench_of, page, views_of
from crossbearing.web.editing import around
from crossbearing.web.guard import user_of
from crossbearing.web.query import PAGE, asked, chips, only_said, order, other_page, page_number, wanted
from crossbearing.web.queue import MOST, WHYS, Entry, laid_out, queue

MOST_AS_OF = 20_000
"""Claims up to which an earlier state of the whole ledger is worked out for a page; it means linking all of them again."""
MOST_THEN = 150
"""Events of a larger ledger for which that is done, where the list is narrowed to so many."""


def events(request: Request) -> Response:
    """A page of events with facets, map and timeline."""
    bench, number = bench_of(request), page_number(request)
    views, what, by = bench.views, asked(request), order(request)
    start = (number - 1) * PAGE
    if what.wanted.as_of:
        all_then = _as_of(bench, views, request)
        found, shown = found_among(all_then), all_then[start : start + PAGE]
    else:
        found, shown = bench.found(views, what), bench.events(views, what, by, PAGE, start)
    many = what != Asked() and bench.keep("counts", views.counts)["claims"] > COUNTED
    counted: Facets | None
    if what.wanted.as_of:
        counted = bench.keep(("facets", what), lambda: facets_among(views, all_then))
    else:
        counted = None if many else bench.keep(("facets", what), lambda: facets(views, what))
    said = sum(n for kind, n in found.kinds if kind in SAID) if by == "reports" else 0
    checked = {
        name: request.query_params.getlist(name) for name in ("kind", "status", "side", "mark", "place", "publisher")
    }
    return page(
        request, "desk_events.html", desk=bench.desk(events=shown), found=found, number=number, asked=checked, sort=by, per=PAGE,
        said=said if said < found.total else 0, said_at=only_said(request),
        counted=counted, q=what.words, wanted=what.wanted, marks=MARKS, chips=chips(request), before=other_page(request, number - 1),
        after=other_page(request, number + 1), days=bench.keep("days", lambda: days_in_use(views)),
        publishers=bench.keep("publishers", lambda: options(publishers_in_use(views))),
    )  # fmt: skip


def events_json(request: Request) -> Response:
    """Every event that passes, a line each, in the order of the page; never capped."""
    bench = bench_of(request)
    views, what = bench.views, asked(request)
    if what.wanted.as_of:
        return _lines(to_json(e) for e in _as_of(bench, views, request))
    ids = event_ids(views, what, order=order(request), limit=None)
    return _lines(to_json(e) for n in range(0, len(ids), 500) for e in events_by_id(views, ids[n : n + 500]))


def claims_json(request: Request) -> Response:
    """Every claim that passes, a line each; never capped."""
    return _lines(to_json(c) for c in views_of(request).claims(wanted(request)))


def reports(request: Request) -> Response:
    """The reports, newest first, and what could not be read."""
    bench, number = bench_of(request), page_number(request)
    views = bench.views
    rows, total = report_page(views, wanted(request), limit=PAGE, offset=(number - 1) * PAGE)
    done = blind.decided(bench.decisions(views), user_of(request) or "", alone=alone(request))
    return page(
        request, "desk_reports.html", rows=rows, total=total, skipped=bench.keep("skipped", views.skip_counts), number=number, per=PAGE, failures=views.failures(),
        tombstones=views.tombstones(), decided=Counter(done.values()), before=other_page(request, number - 1), after=other_page(request, number + 1),
    )  # fmt: skip


def reports_json(request: Request) -> Response:
    """Every report that passes, a line each."""
    return _lines(to_json(row) for row in bench_of(request).views.reports(wanted(request)))


def review(request: Request) -> Response:
    """What matters most and this person has not decided: where readers differ, contested, uncertain, rare."""
    bench = bench_of(request)
    views = views_of(request)
    entries = _queue(request, bench, views)
    claims = [entry.claim for entry in entries]
    held = events_holding(views, (c.id for c in claims))
    desk = bench.desk(events=events_by_id(views, held.values()), others=claims)
    log, me, filtered = bench.decisions(views), user_of(request) or "", wanted(request)
    here = f"/review?{request.url.query}" if request.url.query else "/review"
    return page(
        request, "desk_review.html", desk=desk, entries=entries, most=MOST, agreement=blind.agreement(log), here=here,
        newest=blind.newest(log, me, alone=alone(request)), context=_around(views, entries), wanted=filtered,
        why=_why(request), whys={k: v for k, v in WHYS.items() if k not in ("differ", "second") or not alone(request)},
        chips=bool(request.url.query), sides=laid_out(views, entries),
        publishers=bench.keep("publishers", lambda: options(publishers_in_use(views))),
    )  # fmt: skip


def review_json(request: Request) -> Response:
    """The queue as JSON: claim ids with the reason why each waits."""
    bench = bench_of(request)
    entries = _queue(request, bench, views_of(request))
    return as_json([{"claim": e.claim.id, "report": e.claim.report.id, "why": e.why} for e in entries])


def decisions(request: Request) -> Response:
    """The log of decisions, the last first: who, when, what, why; each can be undone."""
    bench, number = bench_of(request), page_number(request)
    views = bench.views
    log = bench.decisions(views)
    seen = blind.shown(log, user_of(request) or "", alone=alone(request))
    start = (number - 1) * PAGE
    return page(
        request, "desk_decisions.html", rows=seen[::-1][start : start + PAGE], total=len(seen), number=number, per=PAGE,
        masked=len(log) - len(seen), force={d.seq for d in in_force(log)}, orphaned=bench.keep("orphaned", views.orphaned),
        before=other_page(request, number - 1), after=other_page(request, number + 1),
    )  # fmt: skip


def decisions_json(request: Request) -> Response:
    """The log of decisions, a line each; what a blind second reader may not see yet is left out."""
    bench = bench_of(request)
    log = bench.decisions(bench.views)
    return _lines(to_json(d) for d in blind.shown(log, user_of(request) or "", alone=alone(request)))


def table(head: Sequence[str], rows: Iterable[Sequence[Any]], name: str) -> Response:
    """A CSV to save; a cell that a spreadsheet would take for a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return PlainTextResponse(
        out.getvalue(), media_type="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _plain(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _as_of(bench: Bench, views: Views, request: Request) -> tuple[Event, ...]:
    what = asked(request)
    if bench.keep("counts", views.counts)["claims"] > MOST_AS_OF:
        made = bench.keep(("as of", what), lambda: _narrowed(bench, views, what, request))
    else:
        made = bench.keep(("as of", what.wanted), lambda: views.events(what.wanted))
    if what.marks:
        made = bench.keep(("as of, bearing", what), lambda: bearing(views, made, what.marks))
    words = what.words.lower().split()
    kept = [e for e in made if all(w in _words(e) for w in words)]
    by = order(request)
    day = "9" if by != "newest" else ""
    kept.sort(key=lambda e: ((e.when.earliest if e.when else None) or day, e.id), reverse=by == "newest")
    if by == "reports":
        kept.sort(key=lambda e: (e.kind in SAID, -e.reports, e.label, e.id))
    elif by == "label":
        kept.sort(key=lambda e: (e.label, e.id))
    return tuple(kept)


def _narrowed(bench: Bench, views: Views, what: Asked, request: Request) -> tuple[Event, ...]:
    """The events of a day in a large ledger, where what is asked for is few events now. A status or a side is theirs then."""
    now = replace(what, wanted=replace(what.wanted, as_of=None, statuses=(), sides=()))
    ids = event_ids(views, now, order="time", limit=MOST_THEN + 1)
    if len(ids) > MOST_THEN:
        raise UsageError(
            f"{what.wanted.as_of} in a ledger of more than {MOST_AS_OF:,} claims is shown for at most {MOST_THEN} events at once",
            do="Narrow the list by place, kind, time, publisher or words; or open an event and give the day there; "
            "crossbearing events --as-of DAY lists them all",
        )
    hidden = blind.hidden(bench.decisions(views), user_of(request) or "", alone=alone(request))
    with views.ledger.reading() as connection:
        found = past.then(connection, views.packs, events_by_id(views, ids), what.wanted.as_of or "", without=hidden)
    return tuple(e for e in found.events if event_matches(e, what.wanted))


def _words(event: Event) -> str:
    return " ".join([event.label, event.kind, *(o.name for o in event.origins)]).lower()


def _why(request: Request) -> str | None:
    given = request.query_params.get("why") or None
    if given is not None and given not in WHYS:
        raise UsageError(f"no claim waits for {given!r}", do=f"One of: {', '.join(WHYS)}")
    return given


def _queue(request: Request, bench: Bench, views: Views) -> tuple[Entry, ...]:
    me, single, filtered, why = user_of(request) or "", alone(request), wanted(request), _why(request)
    log = bench.decisions(views)
    key = ("queue", me, filtered, why)
    return bench.keep(key, lambda: queue(views, log, me, alone=single, wanted=filtered, reason=why))


def _around(views: Views, entries: Sequence[Entry], width: int = 220) -> dict[str, tuple[str, str]]:
    """The words before and after each claim, so that one can judge without opening the report."""
    from crossbearing.ledger.fetch import texts

    with views.ledger.reading() as connection:
        read = texts(connection, sorted({e.claim.report.id for e in entries}))
    out = {}
    for entry in entries:
        out[entry.claim.id] = around(read.get(entry.claim.report.id, ""), entry.claim.span, width)
    return out


def _lines(rows: Iterable[Any]) -> Response:
    def text() -> Iterator[str]:
        for row in rows:
            yield json.dumps(row) + "\n"

    return StreamingResponse(text(), media_type="application/x-ndjson")
