"""The form by which a person edits a claim: a page of its own, or a part that a card opens in its place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from crossbearing.gazetteer import Entry, load_gazetteer
from crossbearing.listing import events_holding
from crossbearing.types import Excerpt
from crossbearing.web import blind
from crossbearing.web.bench import Bench, alone, bench_of, page, views_of
from crossbearing.web.guard import user_of

OWN = re.compile(r"/(?![/\\])[^\\\s]*\Z")
"""An address of this workbench and of no other."""
_ID = re.compile(r"[a-z]+:\S+\Z")


def edit(request: Request) -> Response:
    """The form with the claim as this person may see it; `part=1` gives the form alone."""
    bench, me = bench_of(request), user_of(request) or ""
    views = views_of(request)
    log = bench.decisions(views)
    one = views.claim(request.path_params["key"])
    back = request.query_params.get("back", "")
    template = "_edit_part.html" if request.query_params.get("part") else "desk_edit.html"
    text = views.report(one.report.id).text
    held = events_holding(views, [one.id])
    return page(
        request, template, desk=bench.desk(others=[one]), claim=one, event=next(iter(held.values()), None),
        newest=blind.newest(log, me, alone=alone(request)),
        back=back if OWN.match(back) else f"/reports/{one.report.id}#{one.id}",
        near=around(text, one.span, 300),
    )  # fmt: skip


def around(text: str, span: Excerpt, width: int) -> tuple[str, str]:
    """At most so many characters before and after a stretch of a text, cut between words."""
    before, after = text[max(0, span.start - width) : span.start], text[span.end : span.end + width]
    return (
        before.partition(" ")[2] if span.start > width else before,
        after.rpartition(" ")[0] if span.end + width < len(text) else after,
    )


def places(bench: Bench, named: str) -> Sequence[Entry]:
    """The places that go by a name, those of the packs' countries before all others; or the one of an id."""
    gazetteer = load_gazetteer()
    if _ID.match(named):
        entry = gazetteer.entry(named)
        return [entry] if entry else []
    found = gazetteer.lookup(named)
    countries = {country for pack in bench.packs for country in pack.countries}
    return [entry for entry in found if entry.country in countries] or list(found)
