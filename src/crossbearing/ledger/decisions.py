"""What people decided: appended, never overwritten, undone by a further entry; and what is in force now."""

from __future__ import annotations

import json
import typing
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from crossbearing.errors import NotFoundError, UsageError
from crossbearing.jsonform import from_json, to_json
from crossbearing.ledger import custody, edits, fetch
from crossbearing.ledger import schema as t
from crossbearing.ledger.packing import canonical, column
from crossbearing.ledger.store import Ledger
from crossbearing.text import stable_id
from crossbearing.types import Claim, Decision, Verdict

VERDICTS: tuple[str, ...] = typing.get_args(Verdict)
EDITABLE = (
    "span", "kind", "stance", "mode", "hedged", "source", "agents", "targets", "place", "when", "said", "counts", "admiralty", "retracts",
)  # fmt: skip
SOURCE_SUBJECT = "source:"  # the subject of a decision about a source of any claim, by name


@dataclass(frozen=True, slots=True)
class Standing:
    """The decisions in force, re-pointed at the claims as they are read now, and those that point at nothing any more."""

    active: tuple[Decision, ...]
    orphaned: tuple[Decision, ...]


def decide(
    ledger: Ledger,
    subject: str,
    verdict: str,
    *,
    by: str,
    reason: str | None = None,
    payload: Mapping[str, Any] | None = None,
    replaces: int | None = None,
) -> Decision:
    """Append one decision. It keeps where in which report the claims stand, so that it can follow a newer reading.

    Raises:
        UsageError: the verdict or an edited field is not allowed.
        NotFoundError: the decision to undo does not exist.
    """
    if verdict not in VERDICTS:
        raise UsageError(f"there is no verdict {verdict!r}", do=f"One of: {', '.join(VERDICTS)}")
    given = dict(payload or {})
    with ledger.writing() as connection:
        if verdict == "undo" and replaces not in {d.seq for d in log(connection)}:
            raise NotFoundError(f"there is no decision {replaces}", do="See `crossbearing decide --list`")
        about = _claims_about(connection, subject, given)
        if verdict == "edit":
            _check_edit(connection, subject, given, about)
        body = {
            "reason": reason,
            "payload": given | {"anchors": {claim.id: anchor(claim) for claim in about}},
        }
        reports = {claim.report.id for claim in about}
        return _append(connection, ledger.clock(), by, subject, verdict, replaces, body, reports)


def undo(ledger: Ledger, seq: int, *, by: str, reason: str | None = None) -> Decision:
    """Append the entry that takes a decision out of force (an undone undo brings it back)."""
    with ledger.reading() as connection:
        subject = next((d.subject for d in log(connection) if d.seq == seq), None)
    if subject is None:
        raise NotFoundError(f"there is no decision {seq}", do="See `crossbearing decide --list`")
    return decide(ledger, subject, "undo", by=by, reason=reason, replaces=seq)


def log(connection: Connection) -> tuple[Decision, ...]:
    """Every decision ever made, in order. One whose words were purged has an empty payload."""
    d, b = t.DECISIONS.c, t.DECISION_BODIES.c
    rows = connection.execute(
        select(d.seq, d.at, d.by, d.subject, d.verdict, d.replaces, b.body)
        .join(t.DECISION_BODIES, b.decision == d.seq, isouter=True)
        .order_by(d.seq)
    )
    out = []
    for row in rows:
        body = json.loads(row.body) if row.body else {"reason": None, "payload": {}}
        out.append(
            Decision(
                seq=row.seq,
                at=row.at,
                by=row.by,
                subject=row.subject,
                verdict=row.verdict,
                reason=body["reason"],
                replaces=row.replaces,
                payload=body["payload"],
            )
        )
    return tuple(out)


def in_force(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions that nothing later undoes or replaces."""
    gone: set[int] = set()
    for decision in sorted(decisions, key=lambda d: -d.seq):
        if decision.seq not in gone and decision.replaces is not None:
            gone.add(decision.replaces)
    return tuple(d for d in sorted(decisions, key=lambda d: d.seq) if d.seq not in gone and d.verdict != "undo")


def anchor(claim: Claim) -> dict[str, Any]:
    """Where a claim stands, without its words: enough to find it again after a newer reading, and nothing to purge."""
    return {
        "report": claim.report.id,
        "start": claim.span.start,
        "end": claim.span.end,
        "source": stable_id("s", claim.source.name),
        "kind": claim.kind,
    }


def follow(decisions: Sequence[Decision], claims: Iterable[Claim]) -> Standing:
    """Point each decision in force at the claims as they are read now: by id, else by report, span and source."""
    known: set[str] = set()
    places: dict[tuple[Any, ...], list[Claim]] = {}
    for claim in claims:
        known.add(claim.id)
        places.setdefault(_spot(anchor(claim)), []).append(claim)
    active, orphaned = [], []
    for decision in in_force(decisions):
        anchors = decision.payload.get("anchors", {})
        moves: dict[str, str] = {}
        lost: set[str] = set()
        for old, spot in anchors.items():
            if old in known:
                continue
            there = places.get(_spot(spot), [])
            there = [c for c in there if c.kind == spot["kind"]] or there
            if len(there) == 1:
                moves[old] = there[0].id
            else:
                lost.add(old)
        if decision.subject in lost or (lost and lost == set(anchors)):
            orphaned.append(decision)
        else:
            active.append(_moved(decision, moves))
    return Standing(tuple(active), tuple(orphaned))


def apply(claims: Iterable[Claim], active: Sequence[Decision]) -> tuple[Claim, ...]:
    """The claims with what people edited; a person outranks the machine. Rejected claims stay: see `rejected`."""
    sets: dict[str, list[Decision]] = {}
    for decision in active:
        if decision.verdict == "edit":
            sets.setdefault(decision.subject, []).append(decision)
    if not sets:
        return tuple(claims)
    out = []
    for claim in claims:
        changed = claim
        for decision in (*sets.get(SOURCE_SUBJECT + (claim.source.name or ""), ()), *sets.get(claim.id, ())):
            changed = edited(changed, decision)
        out.append(changed)
    return tuple(out)


def rejected(active: Sequence[Decision]) -> frozenset[str]:
    """The claims that a person rejected: shown, and given to no event."""
    last: dict[str, str] = {}
    for decision in active:
        if decision.verdict in ("confirm", "reject", "unclear"):
            last[decision.subject] = decision.verdict
    return frozenset(subject for subject, verdict in last.items() if verdict == "reject")


def edited(claim: Claim, decision: Decision) -> Claim:
    """The claim with the fields that the decision sets; its `made_by` says so."""
    shape = to_json(claim)
    given = dict(decision.payload.get("set", {}))
    if isinstance(
        given.get("admiralty"), dict
    ):  # the letter is the source's, the number the claim's: one leaves the other
        given["admiralty"] = shape["admiralty"] | given["admiralty"]
    shape |= given
    if shape["kind"] != claim.kind:  # the codes are the kind's
        shape["acled"], shape["plover"] = edits.codes().get(shape["kind"], (None, None))
    made_by = f"{claim.made_by}; decision {decision.seq}"
    return replace(from_json(Claim, shape), made_by=made_by)


def _check_edit(connection: Connection, subject: str, given: Mapping[str, Any], about: Sequence[Claim]) -> None:
    values = given.get("set")
    if not isinstance(values, dict) or not values:
        raise UsageError("an edit sets nothing", do="Give --set FIELD=VALUE")
    for name in values:
        if name not in EDITABLE:
            raise UsageError(f"{name!r} cannot be edited", do=f"One of: {', '.join(EDITABLE)}")
    one = None if subject.startswith(SOURCE_SUBJECT) or not about else about[0].report.id
    edits.check(values, None if one is None else next(iter(fetch.texts(connection, [one]).values())))


def _claims_about(connection: Connection, subject: str, payload: Mapping[str, Any]) -> list[Claim]:
    named = [subject, *payload.get("with", ()), *payload.get("claims", ())]
    found = fetch.claims_by_id(connection, named)
    found += fetch.claims_of_events(connection, named)
    return list({claim.id: claim for claim in found}.values())


def _append(
    connection: Connection, at: str, by: str, subject: str, verdict: str, replaces: int | None,
    body: Mapping[str, Any], reports: set[str],
) -> Decision:  # fmt: skip
    written = canonical(body)
    body_sha = custody.sha256_of(written)
    seq = connection.execute(
        t.DECISIONS.insert()
        .values(at=at, by=column(by), subject=column(subject), verdict=verdict, replaces=replaces, body_sha256=body_sha)
        .returning(t.DECISIONS.c.seq)
    ).scalar_one()
    report = next(iter(reports)) if len(reports) == 1 else None
    connection.execute(t.DECISION_BODIES.insert().values(decision=seq, report=column(report), body=written))
    custody.append(
        connection,
        at=at,
        entry="decision",
        subject=str(seq),
        report=report,
        digest=custody.decision_digest(seq, at, column(by) or "", column(subject) or "", verdict, replaces, body_sha),
    )
    return Decision(
        seq=seq,
        at=at,
        by=by,
        subject=subject,
        verdict=typing.cast(Verdict, verdict),
        reason=typing.cast("str | None", body["reason"]),
        replaces=replaces,
        payload=dict(body["payload"]),
    )


def _spot(spot: Mapping[str, Any]) -> tuple[Any, ...]:
    return (spot["report"], spot["start"], spot["end"], spot["source"])


def _moved(decision: Decision, moves: Mapping[str, str]) -> Decision:
    if not moves:
        return decision
    payload = {
        key: [moves.get(v, v) if isinstance(v, str) else v for v in value] if isinstance(value, list) else value
        for key, value in decision.payload.items()
        if key != "anchors"
    }
    payload["anchors"] = {moves.get(old, old): spot for old, spot in decision.payload["anchors"].items()}
    return replace(decision, subject=moves.get(decision.subject, decision.subject), payload=payload)
