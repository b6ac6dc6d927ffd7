"""A ledger's views → the `Desk` that the pages draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath

from crossbearing.export.leaving import Leaving
from crossbearing.link.copies import Copy
from crossbearing.link.life import Step, life
from crossbearing.listing import SAID
from crossbearing.packs import Pack
from crossbearing.pages.desk import Desk, SharedText
from crossbearing.pages.outlines import lines
from crossbearing.types import Claim, Event, Reading
from crossbearing.views import Filter, Views


def tones(packs: Sequence[Pack], used: Sequence[str]) -> Mapping[str, str]:
    """Side → colour token, given out in the packs' order to the sides that occur; a fifth side has none."""
    named = [side.id for pack in packs for side in pack.sides if side.id in used]
    return {side: str(n) for n, side in enumerate(dict.fromkeys(named), 1) if n <= 4}


def gather(views: Views, *, name: str, full: bool = True) -> Desk:
    """Everything in the ledger, reports in order of publication; withheld as exports are, unless `full`."""
    leaving = Leaving(views, full)
    readings = sorted(
        leaving.readings(Filter()),
        key=lambda r: (r.report.published or "9999", r.report.publisher or "", r.report.id),
    )
    events = sorted(leaving.events(Filter()), key=lambda e: (e.kind in SAID, -e.reports, -len(e.claims), e.label, e.id))
    claims = {claim.id: claim for reading in readings for claim in reading.claims}
    sides = {claim.source.side for claim in claims.values()} | {s for e in events for s in e.asserting_sides}
    return Desk(
        name=name,
        readings=tuple(readings),
        events=tuple(events),
        tones=tones(views.packs, sorted(side for side in sides if side)),
        side_names={side.id: side.name for pack in views.packs for side in pack.sides},
        failures=tuple((f.where if full else _kind_of_file(f.where), f.what) for f in views.failures()),
        lives={e.id: _life(views, e, claims, full) for e in events},
        shared=shared(views.copies(), {r.report.id: r for r in readings}),
        withheld=None if full else leaving.notice,
        borders=borders(views.packs),
        lines=lines(pack_lines(views.packs)),
        decisions=len(views.decisions()),
    )


def _life(views: Views, event: Event, claims: Mapping[str, Claim], full: bool) -> tuple[Step, ...]:
    steps = views.life(event.id)
    if full:
        return steps
    # the steps are told again from what may be shown; only the days of the statuses are kept
    statuses = [(step.on, step.status) for step in steps if step.on and step.status]
    return life(event, claims, {}, statuses)


def _kind_of_file(where: str) -> str:
    suffix = PurePath(where.partition("!")[0]).suffix
    return f"a {suffix} file" if suffix else "a file"


def borders(packs: Sequence[Pack]) -> str | None:
    """What the packs' settings say about the borders drawn."""
    said = [pack.borders.says for pack in packs]
    return " · ".join(dict.fromkeys(said)) or None


def pack_lines(packs: Sequence[Pack]) -> tuple[Path, ...]:
    """The files of lines that the packs draw over the outlines."""
    return tuple(pack.borders.lines for pack in packs if pack.borders.lines is not None)


def shared(copies: Sequence[Copy], readings: Mapping[str, Reading]) -> tuple[SharedText, ...]:
    """The copies with the words that they share."""
    out = []
    for copy in copies:
        left, right = readings.get(copy.left), readings.get(copy.right)
        if left is None or right is None:
            continue
        pairs = tuple((a.of(left.report.text), b.of(right.report.text)) for a, b in copy.passages)
        names = tuple(r.report.publisher or r.report.title or r.report.id for r in (left, right))
        out.append(SharedText(copy.left, copy.right, (names[0], names[1]), copy.score, pairs, copy.reasons))
    return tuple(out)
