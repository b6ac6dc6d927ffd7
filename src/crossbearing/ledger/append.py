"""Appending: a captured report with its reading goes in as one transaction, wholly or not at all."""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import Connection, or_, select, text

from crossbearing.errors import NotFoundError
from crossbearing.jsonform import to_json
from crossbearing.ledger import custody
from crossbearing.ledger import schema as t
from crossbearing.ledger.packing import canonical, column, digest, pack_json, pack_text
from crossbearing.ledger.store import Ledger
from crossbearing.text import fold
from crossbearing.types import Claim, Reading, Report

Known = Literal["new", "unchanged", "purged", "changed"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a ledger knows of a report before it is read. `report` has the id under which it will stand."""

    state: Known
    report: Report
    note: str | None = None


def standing(ledger: Ledger, report: Report, *, origin: str | None = None) -> Standing:
    """Whether this report is new, unchanged, purged, or a changed form of one that the ledger has.

    A report that comes again with other bytes under its own id stands beside the first, as `id~` and its hash. So does
    one from the same address, or from the same place `origin`, under an id of its own.
    """
    with ledger.reading() as connection:
        found = _standing(connection, report)
        if found.state == "new" and (earlier := _earlier(connection, report, origin)):
            return Standing("changed", report, f"it was read before with other bytes, as {earlier}; both are kept")
        return found


def _earlier(connection: Connection, report: Report, origin: str | None) -> str | None:
    """The last report from the same address or place, whose bytes were others."""
    same = [t.REPORTS.c.url == column(report.url)] if report.url else []
    if origin is not None:
        same.append((t.REPORTS.c.origin == column(origin)) & (t.REPORTS.c.media_type != "application/json"))
    if not same:
        return None
    query = select(t.REPORTS.c.id).where(or_(*same), t.REPORTS.c.sha256 != report.sha256)
    return connection.execute(query.order_by(t.REPORTS.c.seq.desc()).limit(1)).scalar_one_or_none()


def _standing(connection: Connection, report: Report) -> Standing:
    fresh = replace(report, id=f"{report.id}~{report.sha256[:8]}")
    for candidate in (report, fresh):
        tomb = connection.execute(select(t.TOMBSTONES).where(t.TOMBSTONES.c.report == column(candidate.id))).first()
        if tomb is not None and tomb.sha256 == report.sha256:
            return Standing("purged", candidate, f"purged on {tomb.at}: {tomb.reason}")
        known = connection.execute(select(t.REPORTS.c.sha256).where(t.REPORTS.c.id == column(candidate.id))).first()
        if known is not None and known.sha256 == report.sha256:
            return Standing("unchanged", candidate)
        if known is None and tomb is None:
            if candidate is fresh:
                return Standing("changed", fresh, f"{report.id} stands in the ledger with other bytes; both are kept")
            return Standing("new", report)
    return Standing("unchanged", fresh)


def add(
    ledger: Ledger, reading: Reading, *, data: bytes, media_type: str, origin: str, made_by: str
) -> Literal["read", "unchanged"]:
    """Put a new report, its bytes and its reading into the ledger, in one transaction."""
    report = reading.report
    with ledger.writing() as connection:
        # another process may have been first
        if connection.execute(select(t.REPORTS.c.seq).where(t.REPORTS.c.id == column(report.id))).first():
            return "unchanged"
        at = ledger.clock()
        _add_report(connection, report, data, media_type, origin, at)
        _add_reading(connection, reading, made_by, at)
    return "read"


def reread(ledger: Ledger, reading: Reading, *, made_by: str) -> Literal["read", "unchanged"]:
    """Append a newer reading of a report that is there. The same reading again changes nothing."""
    with ledger.writing() as connection:
        row = connection.execute(
            select(t.READINGS.c.body, t.READINGS.c.made_by, t.READINGS.c.seq)
            .join(t.CURRENT, t.CURRENT.c.reading == t.READINGS.c.seq)
            .where(t.CURRENT.c.report == column(reading.report.id))
        ).first()
        if row is None:
            raise NotFoundError(f"there is no report {reading.report.id!r}", do="See `crossbearing show`")
        bodies = claim_bodies(reading)
        if row.body == pack_json(rest_of(reading, bodies)) and row.made_by == made_by:
            return "unchanged"
        _add_reading(connection, reading, made_by, ledger.clock())
    return "read"


def _add_report(connection: Connection, report: Report, data: bytes, media_type: str, origin: str, at: str) -> None:
    sha = hashlib.sha256(data).hexdigest()
    if not connection.execute(select(t.CAPTURES.c.size).where(t.CAPTURES.c.sha256 == sha)).first():
        connection.execute(t.CAPTURES.insert().values(sha256=sha, size=len(data), data=zlib.compress(data, 6)))
    head_json = canonical(to_json(report.head))
    seq = connection.execute(
        t.REPORTS.insert()
        .values(
            id=column(report.id),
            sha256=report.sha256,
            capture=sha,
            head=head_json,
            text=pack_text(report.text),
            length=len(report.text),
            publisher=column(report.publisher),
            published=column(report.published),
            language=column(report.language),
            url=column(report.url),
            media_type=media_type,
            origin=column(origin),
            captured_at=at,
        )
        .returning(t.REPORTS.c.seq)
    ).scalar_one()
    connection.execute(
        text("INSERT INTO report_text (rowid, title, body) VALUES (:seq, :title, :body)"),
        {"seq": seq, "title": column(report.title) or "", "body": column(report.text)},
    )
    custody.append(
        connection,
        at=at,
        entry="report",
        subject=report.id,
        report=report.id,
        digest=custody.report_digest_of(head_json, sha, text_sha256(report.text), media_type, column(origin) or "", at),
    )


def text_sha256(value: str) -> str:
    """SHA-256 of a text, lone surrogates included."""
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()


def _add_reading(connection: Connection, reading: Reading, made_by: str, at: str) -> None:
    report = reading.report
    bodies = claim_bodies(reading)
    rest = rest_of(reading, bodies)
    seq = connection.execute(
        t.READINGS.insert()
        .values(report=column(report.id), at=at, made_by=made_by, body=pack_json(rest))
        .returning(t.READINGS.c.seq)
    ).scalar_one()
    _drop_claim_text(connection, report.id)
    for body in bodies:
        number = connection.execute(
            t.CLAIMS.insert()
            .values(reading=seq, **claim_columns(report.id, body), body=canonical(body))
            .returning(t.CLAIMS.c.seq)
        ).scalar_one()
        connection.execute(
            text("INSERT INTO claim_text (rowid, body) VALUES (:seq, :body)"),
            {"seq": number, "body": claim_words(body)},
        )
    tally = Counter((skip.stage, skip.reason) for skip in reading.skips)
    for (stage, reason), n in sorted(tally.items()):
        connection.execute(t.SKIPS.insert().values(reading=seq, stage=stage, reason=column(reason), n=n))
    connection.execute(t.CURRENT.delete().where(t.CURRENT.c.report == column(report.id)))
    connection.execute(t.CURRENT.insert().values(report=column(report.id), reading=seq))
    custody.append(
        connection,
        at=at,
        entry="reading",
        subject=str(seq),
        report=report.id,
        digest=reading_digest(report.id, made_by, rest, bodies),
    )


def reading_digest(report: str, made_by: str, rest: Any, bodies: list[Any]) -> str:
    """The digest of a reading: whose, by what, and all that was read."""
    return digest([report, made_by, rest, bodies])


def _drop_claim_text(connection: Connection, report: str) -> None:
    old = connection.execute(
        select(t.CLAIMS.c.seq)
        .join(t.CURRENT, t.CURRENT.c.reading == t.CLAIMS.c.reading)
        .where(t.CURRENT.c.report == column(report))
    ).scalars()
    for seq in old.all():
        connection.execute(text("DELETE FROM claim_text WHERE rowid = :seq"), {"seq": seq})


def _unique(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    first: dict[str, Claim] = {}
    for claim in claims:
        first.setdefault(claim.id, claim)
    return tuple(first.values())


def claim_bodies(reading: Reading) -> list[dict[str, Any]]:
    """The claims of a reading in their public shape, without the report, each once."""
    return [
        {key: value for key, value in to_json(claim).items() if key != "report"} for claim in _unique(reading.claims)
    ]


def rest_of(reading: Reading, bodies: list[dict[str, Any]]) -> dict[str, Any]:
    """What a reading holds beside its claims, and which these are."""
    return {
        "attributions": to_json(reading.attributions),
        "toponyms": to_json(reading.toponyms),
        "skips": to_json(reading.skips),
        "claims": [body["id"] for body in bodies],
    }


def claim_columns(report: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The columns by which claims are found, from the claim's public shape."""
    place, source, when = body["place"], body["source"], body["when"]
    forms = [place[key] for key in ("name", "as_written", "id", "admin1", "country")] if place else []
    return {
        "id": body["id"],
        "report": column(report),
        "kind": body["kind"],
        "stance": body["stance"],
        "manner": body["manner"],
        "source": column(source["name"]),
        "source_kind": source["kind"],
        "side": source["side"],
        "place": column(place_key(*forms)),
        "earliest": when["earliest"] if when else None,
        "latest": when["latest"] if when else None,
        "score": body["score"],
    }


def place_key(*forms: str | None) -> str | None:
    """All forms of a place's name, folded, each between bars, so that one `LIKE '%|form|%'` finds it."""
    folded = sorted({fold(form) for form in forms if form})
    return f"|{'|'.join(folded)}|" if folded else None


def claim_words(body: Mapping[str, Any]) -> str:
    """The words by which full-text search finds a claim, from the claim's public shape."""
    named = [p["name"] for p in (*body["agents"], *body["targets"])]
    place = [body["place"]["name"], body["place"]["as_written"]] if body["place"] else []
    parts = [body["span"]["text"], body["source"]["name"], body["kind"].replace("_", " "), *named, *place]
    return column(" \n".join(part for part in parts if part)) or ""
