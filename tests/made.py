"""Reports, readings and a reader made for tests: deterministic, fast, no parser. Persons and publishers are invented."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from pathlib import Path

from crossbearing.archive import Step, read_into
from crossbearing.capture import Captured, Failure
from crossbearing.ledger.store import Ledger, open_ledger
from crossbearing.text import stable_id
from crossbearing.types import (
    Attribution,
    ChainLink,
    Claim,
    Excerpt,
    Participant,
    Place,
    Reading,
    Report,
    Skip,
    Source,
    Span,
    When,
)

_SAID = re.compile(r"(?P<who>[A-Z]\w+(?: [A-Z]\w+)*) (?P<cue>said|denied) (?P<what>[^.]+)\.")
MADE_BY = "crossbearing 0.1.0; made for tests"
BAKHMUT = Place(
    as_written="Bakhmut", id="gn:713174", name="Bakhmut", admin1="Donetsk", country="UA", lat=48.59, lon=38.0,
    radius_km=5.0, precision="settlement",
)  # fmt: skip


def report(
    text: str, *, id: str | None = None, publisher: str | None = "Example Post", day: str = "2023-05-21"
) -> Report:
    """A report whose bytes are its text."""
    sha = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Report(
        id=id or stable_id("r", sha, publisher),
        sha256=sha,
        publisher=publisher,
        published=day,
        language="en",
        text=text,
    )


def captured(*reports: Report) -> list[Captured | Failure]:
    """The reports as capture gives them."""
    return [Captured(r, r.text.encode("utf-8", "surrogatepass"), "text/plain", f"{r.id}.txt") for r in reports]


def made_reader(made: Report) -> tuple[Reading, str]:
    """A reading by one pattern: `Name said|denied …` is a claim that Bakhmut was taken."""
    claims: list[Claim] = []
    attributions: list[Attribution] = []
    for found in _SAID.finditer(made.text):
        span = Span(*found.span("what"))
        who = found["who"]
        source = Source(name=who, as_written=who, kind="person", id=None, side=None)
        key = stable_id("a", made.id, span.start)
        attributions.append(
            Attribution(
                id=key, manner="indirect", source=(Span(*found.span("who")),), cue=(Span(*found.span("cue")),),
                content=(span,), speaker=source,
            )
        )  # fmt: skip
        claims.append(
            Claim(
                id=stable_id("c", made.id, span.start, span.end, who, "territory_gain"), report=made.head,
                span=Excerpt(span.start, span.end, span.of(made.text)), attribution=key, manner="indirect", source=source,
                chain=(ChainLink(name=who, role="speaker"), ChainLink(name=made.publisher or "?", role="publisher")),
                cue=found["cue"], kind="territory_gain", acled=None, plover=None,
                stance="denies" if found["cue"] == "denied" else "asserts", place=BAKHMUT,
                agents=(Participant(name="Northern Army", as_written="Northern Army", id="n.army", side="RU"),),
                when=When(earliest=made.published, latest=made.published, precision="day", rests_on="publication"),
                made_by=MADE_BY,
            )
        )  # fmt: skip
    skips = (Skip(start=0, end=len(made.text), stage="happening", reason="no happening"),) if not claims else ()
    return Reading(report=made, attributions=tuple(attributions), claims=tuple(claims), skips=skips), MADE_BY


def fill(ledger: Ledger, reports: Iterable[Report]) -> list[Step]:
    """Read the reports into the ledger with the made reader."""
    return list(read_into(ledger, captured(*reports), read=made_reader))


def dossier() -> tuple[Report, ...]:
    """Three reports on one happening, and one on nothing."""
    return (
        report("Anton Weber said the town was taken. Mira Solen denied the town was taken.", id="r1"),
        report("Anton Weber said the town was taken on Sunday.", id="r2", publisher="Other Gazette", day="2023-05-22"),
        report("Lena Okoro said the town was taken.", id="r3", publisher="Third Wire", day="2023-05-23"),
        report("The weather was fine.", id="r4", publisher="Third Wire", day="2023-05-23"),
    )


def new_place(path: Path) -> str:
    """Where a new ledger may be made: the path, or a schema of its own on the server that CROSSBEARING_POSTGRES names."""
    server = os.environ.get("CROSSBEARING_POSTGRES")
    if not server:
        return str(path)
    from sqlalchemy import create_engine, make_url, text

    schema = "t" + hashlib.sha256(str(path).encode()).hexdigest()[:20]
    url = make_url(server).set(drivername="postgresql+psycopg")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    engine.dispose()
    return url.update_query_dict({"options": f"-csearch_path={schema}"}).render_as_string(hide_password=False)


def made_ledger(folder: Path, reports: Iterable[Report] | None = None, name: str = "made.ledger") -> Ledger:
    """A new ledger that holds the reports (the dossier, if none are given)."""
    ledger = open_ledger(new_place(folder / name), create=True, clock=lambda: "2026-01-02T03:04:05Z")
    fill(ledger, dossier() if reports is None else reports)
    return ledger
