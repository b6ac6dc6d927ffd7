"""Charts: the page, each chart as SVG, its data as CSV and JSON, all under the filters of the address."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from crossbearing.errors import NotFoundError, UsageError
from crossbearing.jsonform import to_json
from crossbearing.listing import publishers_in_use
from crossbearing.pages.charts import columns, days_svg, origins_svg, shares_svg, spread_of, unit_of
from crossbearing.pages.lifechart import life_svg
from crossbearing.pages.render import options
from crossbearing.pages.standalone import standalone
from crossbearing.tallies import MOST_EVENTS, days_and_sides, publisher_origins, publisher_shares
from crossbearing.types import Claim, Event
from crossbearing.web.bench import Bench, as_json, bench_of, page, views_of
from crossbearing.web.listed import table
from crossbearing.web.query import as_of, chips, wanted
from crossbearing.web.show import event_on

_ALL = 100_000
_MOST_SHOWN = 200
_NAMES = ("kind", "side", "stance", "status", "report", "publisher", "place", "since", "until", "as_of")


def charts(request: Request) -> Response:
    """Claims by day and side, each publisher's reports and copies, and the origins that it told first."""
    bench, views, filtered = bench_of(request), views_of(request), wanted(request)
    days, shares = days_and_sides(views, filtered), publisher_shares(views, filtered, most=_ALL)
    drawn = columns(days.rows)
    return page(
        request, "desk_charts.html", desk=bench.desk(), days=days, drawn=drawn, unit=unit_of(drawn), shares=shares,
        origins=publisher_origins(views, filtered), most_events=MOST_EVENTS, most=_MOST_SHOWN, wanted=filtered,
        chips=chips(request, "/charts", _NAMES), asked=f"?{asked}" if (asked := _asked(request)) else "",
        publishers=bench.keep("publishers", lambda: options(publishers_in_use(views))),
    )  # fmt: skip


def charts_json(request: Request) -> Response:
    """The data of the charts."""
    views, filtered = views_of(request), wanted(request)
    days, origins = days_and_sides(views, filtered), publisher_origins(views, filtered)
    return as_json(
        {
            "days": to_json(days.rows),
            "undated": days.undated,
            "publishers": to_json(publisher_shares(views, filtered, most=_ALL)),
            "origins": None if origins is None else to_json(origins),
        }
    )


def days_csv(request: Request) -> Response:
    """The data of the first chart; claims of reports without a date stand in a row without a day."""
    days = days_and_sides(views_of(request), wanted(request))
    rows = [
        *((row.day, row.side, row.claims) for row in days.rows),
        *([("", "", days.undated)] if days.undated else []),
    ]
    return table(("day", "side", "claims"), rows, "claims-by-day.csv")


def publishers_csv(request: Request) -> Response:
    """The data of the second chart."""
    rows = publisher_shares(views_of(request), wanted(request), most=_ALL)
    head = ("publisher", "reports", "claims", "reports_sharing_text", "first_of_a_shared_text", "later_with_one")
    return table(
        head, ((r.publisher, r.reports, r.claims, r.sharing, r.first, r.later) for r in rows), "publishers.csv"
    )


def origins_csv(request: Request) -> Response:
    """The data of the third chart."""
    rows = publisher_origins(views_of(request), wanted(request))
    if rows is None:
        raise UsageError(
            f"more than {MOST_EVENTS:,} events pass", do="Narrow them by place, kind, time, status or side"
        )
    head = ("publisher", "origins_told_first", "origins_told_before_by_another")
    return table(head, ((r.publisher, r.first, r.repeated) for r in rows), "origins.csv")


def chart_svg(request: Request) -> Response:
    """One of the charts as a file."""
    bench, views, filtered = bench_of(request), views_of(request), wanted(request)
    name = _known(request, ("days", "publishers", "origins"))
    if name == "days":
        drawn = columns(days_and_sides(views, filtered).rows)
        title = f"Claims by {unit_of(drawn)} of publication and side"
        markup = days_svg(drawn, bench.desk().tones, legend=True)
    elif name == "publishers":
        title, markup = "Publishers: reports and copies", shares_svg(publisher_shares(views, filtered))
    else:
        title, markup = "Publishers: origins first told", origins_svg(publisher_origins(views, filtered) or ())
    return _file(request, str(markup), title, f"{'claims-by-day' if name == 'days' else name}.svg")


def event_svg(request: Request) -> Response:
    """A picture of one event as a file: its life, or its spread; with `as_of`, as it was known on that day."""
    bench = bench_of(request)
    name = _known(request, ("life", "spread"))
    one, claims, lives = event_on(request, as_of(request))
    if name == "life":
        desk = bench.desk(events=[one], others=claims, lives=lives)
        markup, title = life_svg(one, desk), f"{one.label}: who said so, when"
    else:
        markup, title = spread_svg(bench, claims), f"{one.label}: claims by day and side, and publishers so far"
    return _file(request, str(markup), title, f"{one.id}-{name}.svg")


def spread_svg(bench: Bench, claims: Sequence[Claim]) -> str:
    """The spread of one event, with its legend."""
    return str(days_svg(spread_of(claims), bench.desk().tones, label="Spread by day and side", legend=True))


def spread_csv(request: Request) -> Response:
    """The claims of an event by day: the data of its charts."""
    one, claims, _ = event_on(request, as_of(request), with_life=False)
    rows = [
        (c.report.published, c.stance, c.source.name, c.source.side, c.report.publisher, c.report.id, c.id, _of(one, c))
        for c in claims
    ]
    head = ("published", "stance", "source", "side", "publisher", "report", "claim", "counted_origin")
    return table(head, sorted(rows, key=lambda row: (row[0] or "9", row[6])), f"{one.id}.csv")


def _known(request: Request, names: Sequence[str]) -> str:
    name = str(request.path_params["name"])
    if name not in names:
        raise NotFoundError(f"there is no picture {name!r}", do=f"One of: {', '.join(names)}")
    return name


def _of(event: Event, claim: Claim) -> str:
    return next((o.name for o in event.origins if o.counted and claim.id in o.claims), "")


def _asked(request: Request) -> str:
    return urlencode([(k, v) for k, v in request.query_params.multi_items() if k in _NAMES and v])


def _file(request: Request, markup: str, title: str, name: str) -> Response:
    bench = bench_of(request)
    about = f"Crossbearing, ledger {bench.name}, {request.url.path}{f'?{asked}' if (asked := _asked(request)) else ''}"
    drawn = standalone(markup, title=title, about=about)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(drawn.encode("utf-8", "replace"), media_type="image/svg+xml", headers=headers)
