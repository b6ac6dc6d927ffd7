"""Claims of many reports → events with origins, status and reasons; copies beside them. The order of the stages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from crossbearing.link.context import Context, Rulings, place_forms
from crossbearing.link.copies import Copy, find_copies, lineage
from crossbearing.link.days import day
from crossbearing.link.decisions import rulings
from crossbearing.link.events import Group, gather
from crossbearing.link.facts import facts_of, main_places, told_days
from crossbearing.link.label import figures_of, kind_of, label_of, place_of, when_of
from crossbearing.link.linked import spot, ties
from crossbearing.link.names import states_of
from crossbearing.link.origins import Voice, rows, voices_of
from crossbearing.link.retract import corrected, taken_back
from crossbearing.link.status import judge
from crossbearing.packs import Pack
from crossbearing.text import fold, stable_id
from crossbearing.types import Claim, Decision, Event, Reason, ReportHead, Stance, Status


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking made: events in order of their days, copies, and every list that a cap cut short."""

    events: tuple[Event, ...]
    copies: tuple[Copy, ...]
    capped: tuple[str, ...]


def link_events(
    claims: Iterable[Claim],
    *,
    heads: Mapping[str, ReportHead],
    texts: Mapping[str, str],
    packs: tuple[Pack, ...],
    decisions: Iterable[Decision] = (),
    as_of: str | None = None,
    copies: tuple[Copy, ...] | None = None,
) -> Linked:
    """Link claims into events. The same input gives the same output, whatever its order.

    Args:
        claims: the claims of every report.
        heads: report id → head; publication dates and publishers are taken from here.
        texts: report id → text, for copies and for the words about a claim; a report may be missing.
        packs: the conflict packs that tell sides, bodies and publishers.
        decisions: what people decided; it outranks the machine.
        as_of: an ISO date; only what was published by the end of that day is seen.
        copies: the copies among the texts, where they are known already.
    """
    held = rulings(decisions)
    seen, left_out = _known_by(claims, heads, as_of, held)
    reports = {c.report.id for c in seen}
    shown = {r: t for r, t in texts.items() if as_of is None or r in reports or _by(heads.get(r), as_of)}
    copies_capped: tuple[str, ...] = ()
    if copies is None:
        copies, copies_capped = find_copies(shown, heads, held)
    context = context_of(heads, texts, packs, held, copies, seen)
    events, capped = assemble(seen, context)
    return Linked(events, copies, (*left_out, *copies_capped, *capped))


def context_of(
    heads: Mapping[str, ReportHead],
    texts: Mapping[str, str],
    packs: tuple[Pack, ...],
    held: Rulings,
    copies: Sequence[Copy],
    claims: Iterable[Claim],
) -> Context:
    """All that the stages look up beside the claims that they are given."""
    made = list(claims)
    context = Context(
        heads=heads,
        texts=texts,
        packs=packs,
        rulings=held,
        lineage=lineage(copies, heads),
        publishers=frozenset(fold(h.publisher) for h in heads.values() if h.publisher),
        states=states_of(packs),
        sides=_sides_by_name(made),
        forms=place_forms(packs),
        mains=main_places(made),
        days=told_days(made),
    )
    return replace(context, corrected=corrected(made, context))


def assemble(claims: Sequence[Claim], context: Context) -> tuple[tuple[Event, ...], tuple[str, ...]]:
    """The events of a closed set of claims."""
    facts = [facts_of(c, context) for c in claims]
    groups, capped = gather(facts, context.rulings)
    by_event = {stable_id("e", g.id): g for g in groups}
    tied, ties_capped = ties([spot(i, g) for i, g in by_event.items()])
    events = []
    more: list[str] = []
    for event_id, group in by_event.items():
        event, event_capped = event_of(event_id, group, context)
        events.append(replace(event, linked=tied.get(event_id, ())))
        more.extend(event_capped)
    events.sort(key=lambda e: ((e.when.earliest or "") if e.when else "", e.label, e.id))
    return tuple(events), (*capped, *ties_capped, *more)


def event_of(event_id: str, group: Group, context: Context) -> tuple[Event, tuple[str, ...]]:
    """One event from its group of claims."""
    members = sorted(group.members, key=lambda f: (f.published or 0, f.claim.report.id, f.claim.span.start, f.claim.id))
    claims = [f.claim for f in members]
    gone = taken_back(claims, context)
    voices = voices_of(claims, context, gone)
    verdict = judge(voices, {f.claim.id: f for f in members}, context, gone)
    board = rows(voices)
    kind = kind_of(members)
    place = place_of(members)
    origin_of = {c.id: v.name for v in voices for c in v.claims}
    published = {c.id: context.published(c) or "" for c in claims}
    event = Event(
        id=event_id,
        kind=kind,
        label=label_of(kind, place),
        place=place,
        when=when_of(members),
        claims=tuple(c.id for c in claims),
        reports=len({c.report.id for c in claims}),
        origins=board,
        asserting_sides=_sides(voices, "asserts"),
        denying_sides=_sides(voices, "denies"),
        doubting_sides=_sides(voices, "doubts"),
        counts=figures_of([c for c in claims if c.stance == "asserts"], origin_of, published),
        status=verdict.status,
        reasons=(*verdict.reasons, *_joins(group)),
        decided_by="person"
        if group.locked or any(r == ("decided by a person",) for r in group.reasons.values())
        else "machine",
    )
    return event, verdict.capped


def statuses(event: Event, claims: Mapping[str, Claim], context: Context) -> tuple[tuple[str, Status], ...]:
    """The status of an event at the end of each day on which it changed, by what was published till then."""
    dated = sorted({p[:10] for c in event.claims if c in claims and (p := context.published(claims[c]))})
    out: list[tuple[str, Status]] = []
    for on in dated:
        known = [claims[c] for c in event.claims if c in claims and (context.published(claims[c]) or "9999")[:10] <= on]
        facts = {c.id: facts_of(c, context) for c in known}
        gone = taken_back(known, context)
        status = judge(voices_of(known, context, gone), facts, context, gone).status
        if not out or out[-1][1] != status:
            out.append((on, status))
    return tuple(out)


def _joins(group: Group) -> tuple[Reason, ...]:
    """Why the claims stand together: the features of each join, claims with the same features together."""
    by_reasons: dict[tuple[str, ...], list[str]] = {}
    for claim, reasons in group.reasons.items():
        if reasons:
            by_reasons.setdefault(reasons, []).append(claim)
    ordered = sorted(by_reasons.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        Reason(rule="event.join", text="; ".join(reasons), claims=tuple(ids[:20])) for reasons, ids in ordered[:8]
    )


def _sides_by_name(claims: Iterable[Claim]) -> dict[str, str]:
    """Folded name → side, of every source to which all claims give one side."""
    found: dict[str, set[str]] = {}
    for claim in claims:
        if claim.source.name and claim.source.side and claim.source.kind in ("person", "organisation"):
            found.setdefault(fold(claim.source.name), set()).add(claim.source.side)
    return {name: next(iter(sides)) for name, sides in found.items() if len(sides) == 1}


def _sides(voices: Sequence[Voice], stance: Stance) -> tuple[str, ...]:
    return tuple(sorted({v.side for v in voices if v.side and v.kind != "report" and v.says(stance)}))


def _known_by(
    claims: Iterable[Claim], heads: Mapping[str, ReportHead], as_of: str | None, held: Rulings
) -> tuple[list[Claim], tuple[str, ...]]:
    kept = {c.id: c for c in claims if c.id not in held.rejected}
    every = [kept[i] for i in sorted(kept)]
    if as_of is None:
        return every, ()
    if day(as_of) is None:
        from crossbearing.errors import UsageError

        raise UsageError(f"{as_of!r} is not a date", do="Give an ISO date such as 2025-12-03")
    seen = [c for c in every if _by(heads.get(c.report.id, c.report), as_of)]
    undated = sum(1 for c in every if not heads.get(c.report.id, c.report).published)
    return seen, (f"{undated} claims of reports without a date are left out as of {as_of}",) if undated else ()


def _by(head: ReportHead | None, as_of: str) -> bool:
    return bool(head and head.published and head.published[:10] <= as_of[:10])
