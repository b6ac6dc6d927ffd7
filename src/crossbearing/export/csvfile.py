"""CSV (RFC 4180, UTF-8): one event or one claim a row; no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from crossbearing.export.leaving import Leaving
from crossbearing.types import Claim, Count, Event, Origin, Place, When
from crossbearing.views import Filter

EVENT_COLUMNS = (
    "id", "kind", "label", "status", "place", "place_id", "admin1", "country", "lat", "lon", "radius_km", "place_precision",
    "earliest", "latest", "when_precision", "reports", "origins_counted", "origins", "asserting_sides", "denying_sides",
    "doubting_sides", "counts", "rules", "claims", "decided_by", "withheld",
)  # fmt: skip
CLAIM_COLUMNS = (
    "id", "report", "publisher", "published", "url", "title", "start", "end", "text", "manner", "source", "source_id", "source_kind",
    "source_side", "chain", "cue", "kind", "acled", "plover", "stance", "mode", "hedged", "hedges", "agents", "targets",
    "place_as_written", "place", "place_id", "admin1", "country", "lat", "lon", "radius_km", "place_precision", "place_relation",
    "rivals", "when_as_written", "earliest", "latest", "when_precision", "when_from", "said_earliest", "said_latest", "counts", "marks",
    "retracts", "admiralty", "score", "rules", "made_by", "withheld",
)  # fmt: skip
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write(leaving: Leaving, wanted: Filter, what: str) -> Iterator[str]:
    """The lines of the file, the header first."""
    if what == "claims":
        yield _line(CLAIM_COLUMNS)
        for claim in leaving.claims(wanted):
            yield _line(_claim(claim, withheld=not leaving.full))
    else:
        yield _line(EVENT_COLUMNS)
        for event in leaving.events(wanted):
            yield _line(_event(event, withheld=not leaving.full))


def safe(cell: object) -> str:
    """A cell as text. One that a spreadsheet would take for a formula gets an apostrophe; numbers stay numbers."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, (int, float)):
        return repr(cell)
    text = str(cell).replace("\x00", "\ufffd")
    return f"'{text}" if text.lstrip(" ").startswith(_RISKY) or text.startswith(_RISKY) else text


def _line(cells: Sequence[object]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([safe(cell) for cell in cells])
    return out.getvalue()


def _event(event: Event, *, withheld: bool) -> list[object]:
    return [
        event.id, event.kind, event.label, event.status, *_place(event.place), *_when(event.when), event.reports,
        sum(rows[0].counted for rows in event.voices()), "; ".join(_origin(rows) for rows in event.voices()),
        " ".join(event.asserting_sides), " ".join(event.denying_sides), " ".join(event.doubting_sides), _counts(event.counts),
        " ".join(dict.fromkeys(r.rule for r in event.reasons)), " ".join(event.claims), event.decided_by, withheld,
    ]  # fmt: skip


def _origin(rows: Sequence[Origin]) -> str:
    """One origin with every stance that it takes."""
    first = rows[0]
    side = f" [{first.side}]" if first.side else ""
    stances = " and ".join(row.stance for row in rows)
    return f"{first.name}{side} {stances}{'' if first.counted else ' (not counted)'}"


def _claim(claim: Claim, *, withheld: bool) -> list[object]:
    head, source, when, said, place = claim.report, claim.source, claim.when, claim.said, claim.place
    return [
        claim.id, head.id, head.publisher, head.published, head.url, head.title, claim.span.start, claim.span.end, claim.span.text,
        claim.manner, source.name, source.id, source.kind, source.side,
        " < ".join(f"{link.name} ({link.role})" for link in claim.chain), claim.cue, claim.kind, claim.acled, claim.plover, claim.stance,
        claim.mode, claim.hedged, "; ".join(h.text for h in claim.hedges), "; ".join(p.name for p in claim.agents),
        "; ".join(p.name for p in claim.targets), place.as_written if place else None, *_place(place), place.relation if place else None,
        "; ".join(f"{r.id} {r.name}" for r in place.rivals) if place else None, when.as_written if when else None, *_when(when),
        when.rests_on if when else None, said.earliest if said else None, said.latest if said else None, _counts(claim.counts),
        "; ".join(f"{m.kind}: {m.text}" for m in claim.marks), claim.retracts,
        f"{claim.admiralty.source}{claim.admiralty.information}", claim.score, " ".join(claim.rules), claim.made_by, withheld,
    ]  # fmt: skip


def _place(place: Place | None) -> list[object]:
    if place is None:
        return [None] * 8
    return [place.name, place.id, place.admin1, place.country, place.lat, place.lon, place.radius_km, place.precision]


def _when(when: When | None) -> list[object]:
    return [when.earliest, when.latest, when.precision] if when else [None] * 3


def _counts(counts: Sequence[Count]) -> str:
    return "; ".join(f"{c.what}: {c.as_written}" for c in counts)
