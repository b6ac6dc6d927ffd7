"""The bulk job: captured reports are read on any engine and put into the ledger by this process alone.

With several workers the shuffle is files: reports go out as shards, readings come back as shards (atomic rename), a
finished shard is not read again after a restart, and the order of the ledger is that of the inputs on every engine.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal

from crossbearing import __version__
from crossbearing.capture import Captured, Failure
from crossbearing.engines import Engine, Serial
from crossbearing.errors import CrossbearingError, DataError, PackError
from crossbearing.jsonform import from_json, to_json
from crossbearing.ledger import append
from crossbearing.ledger.store import Ledger
from crossbearing.types import Reading, Report, Skip

SHARD = 32  # reports a shard: some seconds of work, so that little is lost when a run is killed
Outcome = Literal["read", "changed", "unchanged", "purged", "ignored", "failed"]
Read = Callable[[Report], tuple[Reading, str]]
# What a fault in one report's reading may raise. Such a report is kept, unread, and the fault is listed.
FAULTS = (
    ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, RecursionError, RuntimeError, TypeError, ValueError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one input."""

    outcome: Outcome
    where: str
    report: str | None = None
    note: str | None = None
    do: str | None = None
    claims: int = 0
    skips: int = 0


@dataclass(frozen=True, slots=True)
class Shard:
    """Some captured reports on their way to a worker, and back as readings."""

    sent: Path
    done: Path


@cache
def reader(packs: tuple[str, ...] | None) -> Read:
    """`Report` → its `Reading` and what made it, with the packs named (or all); loaded once a process."""
    from crossbearing.read.pipeline import load_tools, read_report

    tools = load_tools(packs)
    fallback = "; ".join([f"crossbearing {__version__}", *(f"pack {p.id} {p.version}" for p in tools.packs)])

    def read(report: Report) -> tuple[Reading, str]:
        reading = read_report(report, tools)
        return reading, reading.claims[0].made_by if reading.claims else fallback

    return read


def _read(report: Report, packs: tuple[str, ...] | None) -> tuple[Reading, str]:
    """Read one report; the tools are loaded with the first, so that a run in which nothing is new loads nothing."""
    return reader(packs)(report)


def read_into(
    ledger: Ledger,
    inputs: Iterable[Captured | Failure],
    *,
    packs: Sequence[str] | None = None,
    engine: Engine | None = None,
    work: Path | None = None,
    read: Read | None = None,
) -> Iterator[Step]:
    """Read what is new into the ledger, one transaction a report, and say what became of every input.

    Stopped at any moment, the same call goes on where it was. Events are not made here: see `ledger.relink`.

    Args:
        ledger: open for writing; this process is its only writer in the run.
        inputs: what `capture.sources` gives.
        packs: names of packs; `None` takes every installed one.
        engine: serial if none is given.
        work: folder of the shards; beside the ledger if none is given. Used by parallel engines alone.
        read: another reader, for tests and tools.
    """
    names = None if packs is None else tuple(packs)
    chosen = engine or Serial()
    if chosen.name == "serial" or read is not None:
        yield from _serially(ledger, inputs, read or partial(_read, packs=names))
        return
    folder = work or Path(f"{ledger.where}.shards" if ledger.sqlite else "crossbearing.shards")
    folder.mkdir(parents=True, exist_ok=True)
    told: list[Step] = []
    shards = _send(ledger, inputs, folder, names, told)
    for shard in chosen.map(partial(read_shard, packs=names), shards):
        yield from _take(told)
        yield from _load(ledger, shard)
    yield from _take(told)
    if not any(folder.iterdir()):
        folder.rmdir()


def reread(
    ledger: Ledger, reports: Iterable[str], *, packs: Sequence[str] | None = None, read: Read | None = None
) -> Iterator[Step]:
    """Read reports of the ledger again; a reading that differs is appended, and decisions follow it."""
    from crossbearing.views import Views

    views = Views(ledger)
    chosen = read or reader(None if packs is None else tuple(packs))
    for report_id in reports:
        report = views.report(report_id)
        reading, made_by, fault = safely(chosen, report)
        if fault is not None:
            yield Step("failed", report_id, report_id, f"could not be read: {fault}", "The earlier reading stands")
            continue
        outcome = append.reread(ledger, reading, made_by=made_by)
        yield Step(outcome, report.path or report_id, report_id, None, None, len(reading.claims), len(reading.skips))


def safely(read: Read, report: Report) -> tuple[Reading, str, str | None]:
    """A reading, what made it, and the fault if reading failed: then all of the text is one skip."""
    try:
        reading, made_by = read(report)
    except (DataError, PackError):
        raise  # what we read with is broken, not the report: stop before the ledger fills with unread reports
    except (CrossbearingError, *FAULTS) as error:
        fault = f"{type(error).__name__}: {error}"
        skip = Skip(start=0, end=len(report.text), stage="reading", reason="failed")
        return Reading(report=report, skips=(skip,)), f"crossbearing {__version__}", fault
    return reading, made_by, None


def read_shard(shard: Shard, packs: tuple[str, ...] | None) -> Shard:
    """Read one shard, in a worker. A finished one is left alone."""
    if not shard.done.exists():
        lines = []
        for record in _records(shard.sent):
            reading, made_by, fault = safely(reader(packs), from_json(Report, record["report"]))
            shape = to_json(reading)
            del shape["report"]
            lines.append({"reading": shape, "made_by": made_by, "fault": fault})
        _write(shard.done, lines)
    return shard


def _serially(ledger: Ledger, inputs: Iterable[Captured | Failure], read: Read) -> Iterator[Step]:
    for item in inputs:
        if isinstance(item, Failure):
            yield _missed(item)
            continue
        standing = append.standing(ledger, item.report, origin=_place(item))
        if standing.state in ("unchanged", "purged"):
            yield _known(standing, item.origin)
            continue
        reading, made_by, fault = safely(read, standing.report)
        yield _add(ledger, reading, item, made_by, fault, standing.note)


def _place(item: Captured) -> str | None:
    """Where a document was found, if it can be found there again; a record of many in one file cannot."""
    return None if item.media_type == "application/json" or item.origin == "standard input" else item.origin


def _missed(failure: Failure) -> Step:
    outcome: Outcome = "ignored" if failure.ignored else "failed"
    return Step(outcome, failure.where, note=failure.what, do=failure.do)


def _known(standing: append.Standing, origin: str) -> Step:
    state: Outcome = "purged" if standing.state == "purged" else "unchanged"
    return Step(state, origin, standing.report.id, standing.note)


def _add(ledger: Ledger, reading: Reading, item: Captured, made_by: str, fault: str | None, note: str | None) -> Step:
    added = append.add(ledger, reading, data=item.data, media_type=item.media_type, origin=item.origin, made_by=made_by)
    if added == "unchanged":
        return Step("unchanged", item.origin, reading.report.id)
    if fault is not None:
        do = "The report is kept, unread; `crossbearing reread` tries again"
        return Step("failed", item.origin, reading.report.id, f"could not be read: {fault}", do)
    outcome: Outcome = "changed" if note else "read"
    return Step(outcome, item.origin, reading.report.id, note, None, len(reading.claims), len(reading.skips))


def _send(
    ledger: Ledger,
    inputs: Iterable[Captured | Failure],
    folder: Path,
    packs: tuple[str, ...] | None,
    told: list[Step],
) -> Iterator[Shard]:
    """Write the reports to read into shards whose names depend on their content alone."""
    stamp = _stamp(packs)
    seen: dict[str, str] = {}
    batch: list[Captured] = []
    for item in inputs:
        if isinstance(item, Failure):
            told.append(_missed(item))
            continue
        batch.append(item)
        if len(batch) == SHARD:
            if shard := _shard(ledger, batch, folder, stamp, seen, told):
                yield shard
            batch = []
    if batch and (shard := _shard(ledger, batch, folder, stamp, seen, told)):
        yield shard


def _shard(
    ledger: Ledger, batch: list[Captured], folder: Path, stamp: str, seen: dict[str, str], told: list[Step]
) -> Shard | None:
    key = hashlib.sha256(stamp.encode())
    for item in batch:
        key.update(json.dumps([item.report.id, item.report.sha256]).encode())
    name = key.hexdigest()[:24]
    shard = Shard(folder / f"{name}.sent.gz", folder / f"{name}.done.gz")
    lines = []
    for item in batch:
        standing = append.standing(ledger, item.report, origin=_place(item))
        report, note = standing.report, standing.note
        if standing.state == "new" and seen.get(report.id, report.sha256) != report.sha256:
            report = replace(report, id=f"{report.id}~{report.sha256[:8]}")
            note = f"{item.report.id} stands in the ledger with other bytes; both are kept"
        if standing.state in ("unchanged", "purged"):
            told.append(_known(standing, item.origin))
            continue
        seen[report.id] = report.sha256
        lines.append(
            {
                "report": to_json(report),
                "data": base64.b64encode(item.data).decode("ascii"),
                "media_type": item.media_type,
                "origin": item.origin,
                "note": note,
            }
        )
    if shard.done.exists() and shard.sent.exists():
        return shard
    if not lines:
        return None
    _write(shard.sent, lines)
    return shard


def _load(ledger: Ledger, shard: Shard) -> Iterator[Step]:
    for sent, done in zip(_records(shard.sent), _records(shard.done), strict=True):
        report = from_json(Report, sent["report"])
        item = Captured(report, base64.b64decode(sent["data"]), sent["media_type"], sent["origin"])
        reading = from_json(Reading, done["reading"] | {"report": to_json(report)})
        yield _add(ledger, reading, item, done["made_by"], done["fault"], sent["note"])
    shard.done.unlink()
    shard.sent.unlink()


def _stamp(packs: tuple[str, ...] | None) -> str:
    from crossbearing.packs import load_all

    return json.dumps([__version__, [[pack.id, pack.digest] for pack in load_all(packs)]])


def _take(told: list[Step]) -> Iterator[Step]:
    while told:
        yield told.pop(0)


def _write(path: Path, lines: Iterable[Any]) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with part.open("wb") as raw, gzip.GzipFile("", "wb", 5, raw, 0) as stream:
        for line in lines:
            stream.write(json.dumps(line).encode("ascii") + b"\n")
    part.replace(path)


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rb") as stream:
        for line in stream:
            yield json.loads(line)
