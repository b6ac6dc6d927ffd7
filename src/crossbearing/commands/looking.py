"""`claims events show why search`: what a ledger holds."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crossbearing.commands.console import first, json_line, note, past, plain, say, table
from crossbearing.commands.options import (
    HERE,
    AsJson,
    AsOf,
    Kind,
    Limit,
    PlaceOf,
    Publisher,
    ReportId,
    Side,
    Since,
    StatusOf,
    Until,
    Where,
    filter_of,
    views_of,
)

if TYPE_CHECKING:
    from crossbearing.types import Claim, Event, Place, When
    from crossbearing.views import Filter, Views

Stances = Annotated[list[str] | None, typer.Option("--stance", help="asserts, denies, doubts or predicts.")]


def claims(
    ledger: Where = HERE,
    kind: Kind = None,
    side: Side = None,
    stance: Stances = None,
    status: StatusOf = None,
    report: ReportId = None,
    publisher: Publisher = None,
    since: Since = None,
    until: Until = None,
    place: PlaceOf = None,
    as_of: AsOf = None,
    limit: Limit = None,
    as_json: AsJson = False,
) -> None:
    """List claims: who says that what happened, where and when.

    Examples:

      crossbearing claims --side RU --kind territory_gain

      crossbearing claims --place Bakhmut --from 2023-05-20 --json | jq .source.name
    """
    from crossbearing.jsonform import to_json
    from crossbearing.ledger.store import open_ledger

    wanted = filter_of(
        kind=kind, side=side, stance=stance, status=status, report=report, publisher=publisher,
        place=place, since=since, until=until, as_of=as_of,
    )  # fmt: skip
    with open_ledger(ledger) as book:
        views = views_of(book)
        if as_json:
            for claim in views.claims(wanted):
                say(json_line(to_json(claim)))
            return
        shown, cut = first(views.claims(wanted, limit=past(limit)), limit)
        table(("claim", "source", "side", "stance", "kind", "place", "when", "report"), [_claim_row(c) for c in shown])
        _count(len(shown), "claim", cut=cut)


def events(
    ledger: Where = HERE,
    kind: Kind = None,
    side: Side = None,
    status: StatusOf = None,
    report: ReportId = None,
    publisher: Publisher = None,
    since: Since = None,
    until: Until = None,
    place: PlaceOf = None,
    as_of: AsOf = None,
    limit: Limit = None,
    as_json: AsJson = False,
) -> None:
    """List events: status, origins counted of all, who asserts and who denies.

    Examples:

      crossbearing events

      crossbearing events --status contested --as-of 2023-05-21

      crossbearing events --json | jq -r '[.status, .label] | @tsv'
    """
    from crossbearing.jsonform import to_json
    from crossbearing.ledger.store import open_ledger
    from crossbearing.listing import SAID

    wanted = filter_of(
        kind=kind, side=side, status=status, report=report, publisher=publisher,
        place=place, since=since, until=until, as_of=as_of,
    )  # fmt: skip
    with open_ledger(ledger) as book:
        views = views_of(book)
        if as_json:
            for event in views.events(wanted):
                say(json_line(to_json(event)))
            return
        shown, cut = first(_happened_first(views, wanted, past(limit)), limit)
        columns = ("event", "status", "what", "place", "when", "origins", "asserts", "denies", "reports")
        table(columns, [_event_row(e) for e in shown])
        _count(len(shown), "event", cut=cut)
        if said := sum(e.kind in SAID for e in shown):
            note(f"the last {said} of them were only said: statements")
        for cap in views.capped():
            note(f"capped: {plain(cap)}")


def show(
    given: Annotated[
        str, typer.Argument(metavar="ID", help="Id of a report, claim or event, or its unique beginning.")
    ],
    ledger: Where = HERE,
    as_json: AsJson = False,
) -> None:
    """Show one report with its text and what was read out of it, one claim, or one event.

    Examples:

      crossbearing show e41c

      crossbearing show r1f0c --json
    """
    from crossbearing.jsonform import to_json
    from crossbearing.ledger.store import open_ledger

    with open_ledger(ledger) as book:
        views = views_of(book)
        what, key = views.resolve(given)
        if what == "report":
            reading = views.reading(key)
            if as_json:
                say(json_line(reading.to_dict()))
            else:
                _show_report(views, key)
        elif what == "claim":
            claim = views.claim(key)
            if as_json:
                say(json_line(to_json(claim)))
            else:
                _show_claim(views, claim)
        else:
            event = views.event(key)
            if as_json:
                say(json_line(to_json(event)))
            else:
                _show_event(views, event, why=False)


def why(
    given: Annotated[
        str, typer.Argument(metavar="EVENT", help="Id of an event (or of a claim in it), or its beginning.")
    ],
    ledger: Where = HERE,
    as_json: AsJson = False,
) -> None:
    """Say why an event has its status: the rules that fired, in plain words, with the passages that made them fire.

    Example:

      crossbearing why e41c
    """
    from crossbearing.errors import NotFoundError
    from crossbearing.jsonform import to_json
    from crossbearing.ledger.store import open_ledger

    with open_ledger(ledger) as book:
        views = views_of(book)
        what, key = views.resolve(given)
        event = views.event(key) if what == "event" else views.event_of(key) if what == "claim" else None
        if event is None:
            raise NotFoundError(f"{key} is a {what} and stands in no event", do="See `crossbearing events`")
        if as_json:
            claims = {claim.id: claim for claim in views.claims_of(event)}
            for reason in event.reasons:
                passages = [
                    {"claim": c, "report": claims[c].report.id, "span": to_json(claims[c].span)}
                    for c in reason.claims
                    if c in claims
                ]
                say(json_line({"event": event.id, "status": event.status, **to_json(reason), "passages": passages}))
            return
        _show_event(views, event, why=True)


def search(
    words: Annotated[
        list[str], typer.Argument(help='Words that must all stand there; "in quotes" together, -word not.')
    ],
    ledger: Where = HERE,
    limit: Limit = None,
    as_json: AsJson = False,
) -> None:
    """Search the texts of reports and the claims.

    Examples:

      crossbearing search Bakhmut withdrew

      crossbearing search '"coal mine"' -- -explosive
    """
    from crossbearing.jsonform import to_json
    from crossbearing.ledger.store import open_ledger

    query = " ".join(f'"{w}"' if " " in w and '"' not in w else w for w in words)
    with open_ledger(ledger) as book:
        found = views_of(book).search(query, limit=None if as_json else past(limit))
    if as_json:
        for hit in found:
            say(json_line(to_json(hit)))
        return
    hits, cut = first(found, limit)
    table(("what", "id", "words"), [(h.what, h.id, h.snippet) for h in hits])
    _count(len(hits), "find", cut=cut)


def _happened_first(views: Views, wanted: Filter, limit: int | None) -> list[Event]:
    """The events in order of time, what was only said behind what happened."""
    from dataclasses import replace

    from crossbearing.listing import SAID
    from crossbearing.pages.words import kinds

    if wanted.kinds or wanted.as_of:
        found = sorted(views.events(wanted), key=lambda e: e.kind in SAID)[:limit]
    else:
        found = [*views.events(replace(wanted, kinds=tuple(k for k in kinds() if k not in SAID)), limit=limit)]
        if limit is None or len(found) < limit:
            rest = None if limit is None else limit - len(found)
            found += views.events(replace(wanted, kinds=SAID), limit=rest)
    return found


def _claim_row(claim: Claim) -> tuple[str, ...]:
    hedge = " (hedged)" if claim.hedged else ""
    return (
        claim.id[:9], claim.source.name or "", claim.source.side or "", claim.stance + hedge, claim.kind,
        _place(claim.place), _when(claim.when), claim.report.publisher or claim.report.id[:9],
    )  # fmt: skip


def _event_row(event: Event) -> tuple[str, ...]:
    from crossbearing.listing import SAID
    from crossbearing.pages.words import speakers

    voices = event.voices()
    counted = sum(rows[0].counted for rows in voices)
    by = f", by {speakers(event, most=1)}" if event.kind in SAID else ""
    return (
        event.id[:9], event.status, event.label + by, _place(event.place), _when(event.when),
        f"{counted}/{len(voices)}", " ".join(event.asserting_sides), " ".join(event.denying_sides), str(event.reports),
    )  # fmt: skip


def _place(place: Place | None) -> str:
    if place is None:
        return ""
    if place.name is None:
        rivals = f" ({len(place.rivals)} rivals)" if place.rivals else ""
        return f"? {place.as_written}{rivals}"
    return place.name


def _when(when: When | None) -> str:
    if when is None or (when.earliest is None and when.latest is None):
        return ""
    if when.earliest == when.latest:
        return when.earliest or ""
    return f"{when.earliest or '…'} – {when.latest or '…'}"


def _count(n: int, what: str, *, cut: bool) -> None:
    note(f"{n} {what}{'' if n == 1 else 's'}{' (cut by --limit)' if cut else ''}")


def _lines(pairs: Sequence[tuple[str, Any]]) -> None:
    for name, value in pairs:
        if value not in (None, "", ()):
            say(f"{name:<11}{plain(str(value))}")


def _show_claim(views: Views, claim: Claim) -> None:
    event = views.event_of(claim.id)
    _lines(
        (
            ("claim", claim.id),
            ("says", f"“{claim.span.text}” [{claim.span.start}, {claim.span.end}]"),
            (
                "source",
                f"{claim.source.name or '?'} ({claim.source.kind}{', ' + claim.source.side if claim.source.side else ''})",
            ),
            ("chain", " ← ".join(f"{link.name} ({link.role})" for link in claim.chain)),
            ("stance", claim.stance + (", hedged" if claim.hedged else "") + f", {claim.mode}, {claim.manner}"),
            ("kind", claim.kind),
            ("agents", ", ".join(p.name for p in claim.agents)),
            ("targets", ", ".join(p.name for p in claim.targets)),
            ("place", _place(claim.place)),
            (
                "rivals",
                ", ".join(f"{r.name} ({r.admin1}, {r.country})" for r in claim.place.rivals) if claim.place else "",
            ),
            ("when", _when(claim.when)),
            ("counts", ", ".join(f"{c.what}: {c.as_written}" for c in claim.counts)),
            ("marks", ", ".join(f"{m.kind}: {m.text}" for m in claim.marks)),
            ("report", f"{claim.report.id} {claim.report.publisher or ''} {claim.report.published or ''}"),
            ("event", f"{event.id} {event.status}" if event else "none"),
            ("rules", ", ".join(claim.rules)),
            ("made by", claim.made_by),
        )
    )
    for decision in views.decisions():
        if decision.subject == claim.id:
            _lines(
                (
                    (
                        "decided",
                        f"{decision.verdict} by {decision.by}, {decision.at} (number {decision.seq}) {decision.reason or ''}",
                    ),
                )
            )


def _show_report(views: Views, key: str) -> None:
    reading = views.reading(key)
    report = reading.report
    _lines(
        (
            ("report", report.id), ("title", report.title), ("publisher", report.publisher), ("published", report.published),
            ("language", report.language), ("url", report.url), ("path", report.path), ("sha256", report.sha256),
            ("claims", len(reading.claims)), ("skipped", f"{len(reading.skips)} stretches"),
        )
    )  # fmt: skip
    say()
    for line in report.text.splitlines():
        say(plain(line))
    say()
    table(
        ("claim", "source", "side", "stance", "kind", "place", "when", "report"),
        [_claim_row(c) for c in reading.claims],
    )
    for skip in reading.skips:
        words = plain(report.text[skip.start : skip.end])
        say(
            f"skipped    [{skip.start}, {skip.end}] {skip.stage}: {skip.reason}: {words[:60]}{'…' if len(words) > 60 else ''}"
        )


def _show_event(views: Views, event: Event, *, why: bool) -> None:
    width = shutil.get_terminal_size((100, 24)).columns
    claims = {claim.id: claim for claim in views.claims_of(event)}
    _lines(
        (
            ("event", event.id), ("what", event.label), ("status", event.status), ("place", _place(event.place)),
            ("when", _when(event.when)), ("asserts", " ".join(event.asserting_sides)), ("denies", " ".join(event.denying_sides)),
            ("doubts", " ".join(event.doubting_sides)), ("decided by", event.decided_by),
        )
    )  # fmt: skip
    say()
    if why:
        for reason in event.reasons:
            say(f"{plain(reason.text)}  [{reason.rule}]")
            for c in reason.claims:
                if c in claims:
                    _passage(claims[c], width)
        say()
    say("origins:")
    for rows in event.voices():
        origin = rows[0]
        mark = "counted" if origin.counted else f"not counted: {origin.why_not or ''}"
        carriers = dict.fromkeys(name for row in rows for name in row.carriers)
        through = f", through {', '.join(carriers)}" if carriers else ""
        side = f" ({origin.side})" if origin.side else ""
        stances = " and ".join(row.stance for row in rows)
        say(f"  {plain(origin.name)}{side} {stances}{plain(through)}: {plain(mark)}")
        if not why:
            for c in dict.fromkeys(c for row in rows for c in row.claims):
                if c in claims:
                    _passage(claims[c], width)
    for tie in event.linked:
        say(f"linked: {tie.relation} {tie.event}")


def _passage(claim: Claim, width: int) -> None:
    where = claim.report.publisher or claim.report.title or claim.report.id
    say(f"    {claim.id[:9]} {plain(where)}: “{plain(claim.span.text)}”")
