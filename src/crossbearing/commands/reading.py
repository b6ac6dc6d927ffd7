"""`read annotate reread relink purge`: what brings reports in, reads or links them again, and takes them out."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crossbearing.commands.console import json_line, note, plain, progress, say, show_error
from crossbearing.commands.options import HERE, AsJson, By, Packs, Where, named, packs_of, person
from crossbearing.errors import CaptureError, UsageError

if TYPE_CHECKING:
    from crossbearing.archive import Step
    from crossbearing.views import Views

Inputs = Annotated[
    list[str], typer.Argument(metavar="PATH_OR_URL...", help="Files, folders, addresses; - is standard input.")
]
LISTS = ("attributions", "toponyms", "claims")


def read(
    inputs: Inputs,
    ledger: Where = HERE,
    pack: Packs = None,
    engine: Annotated[str, typer.Option(help="serial, processes or dask.")] = "serial",
    jobs: Annotated[int, typer.Option(min=1, help="Worker processes.")] = 1,
    dask: Annotated[str | None, typer.Option("--dask-address", help="A running Dask scheduler.")] = None,
    as_json: AsJson = False,
) -> None:
    """Read reports into a ledger, and say what was read, skipped and why.

    Reading the same bytes again changes nothing. A run that was stopped goes on when the same command is given again.

    Examples:

      crossbearing read article.html --ledger desk.ledger

      crossbearing read dossier/ more.zip feed.xml --pack ukraine

      cat reports.jsonl | crossbearing read - --engine processes --jobs 4
    """
    from crossbearing import archive, engines
    from crossbearing.capture import sources
    from crossbearing.ledger import runs
    from crossbearing.ledger.relink import relink, stale
    from crossbearing.ledger.store import open_ledger
    from crossbearing.packs import load_all
    from crossbearing.views import Views

    pack = named(pack)
    chosen = engines.engine("processes" if engine == "serial" and jobs > 1 else engine, jobs, dask)
    load_all(pack)  # a pack that is missing or broken is told before anything is read
    stdin = sys.stdin.buffer.read() if "-" in inputs else None
    tally: Counter[str] = Counter()
    with open_ledger(ledger, create=True) as book:
        run = runs.start(book, {"inputs": inputs, "packs": pack, "engine": chosen.name, "jobs": jobs})
        with progress("reading") as tick:
            for step in archive.read_into(book, sources(inputs, stdin=stdin), packs=pack, engine=chosen):
                tick(step.where)
                tally.update({step.outcome: 1, "claims": step.claims, "skipped": step.skips})
                if step.outcome == "failed":
                    runs.fail(book, run, step.where, step.note or "failed", step.do or "")
                _tell(step, as_json=as_json)
        nothing = not tally
        if stale(book):
            linked = relink(book, packs_of(book))
            tally["events"] = Views(book).counts()["events"]  # of a large ledger only a part was linked
            for cap in linked.capped:
                note(f"capped: {plain(cap)}")
        runs.finish(book, run, dict(tally))
        if not as_json:
            _sum(tally, book.where)
    if (
        tally["failed"] + tally["ignored"]
        and not tally["read"] + tally["changed"] + tally["unchanged"] + tally["purged"]
    ):
        raise CaptureError("nothing could be read", do="See the lines above: each says what, where and what to do")
    if tally["failed"]:
        raise typer.Exit(CaptureError.exit_code)
    if nothing:
        raise UsageError(
            "there is nothing to read here", where=", ".join(inputs), do="Give files of a supported format"
        )


def _tell(step: Step, *, as_json: bool) -> None:
    if as_json:
        shape = {name: getattr(step, name) for name in step.__dataclass_fields__}
        say(json_line(shape))
    elif step.outcome == "failed":
        note(f"failed     {plain(step.where)}: {plain(step.note)}. {plain(step.do)}".rstrip())
    elif step.outcome == "ignored":
        note(f"ignored    {plain(step.where)}: {plain(step.note)}")
    elif step.outcome == "read":
        say(f"read       {plain(step.where)}: {_many(step.claims, 'claim')}, {_many(step.skips, 'stretch')} skipped")
    elif step.outcome == "changed":
        say(f"changed    {plain(step.where)}: {plain(step.note)} ({_many(step.claims, 'claim')})")
    elif step.outcome == "purged":
        say(f"skipped    {plain(step.where)}: {plain(step.note)}")
    else:
        say(f"unchanged  {plain(step.where)}")


def _sum(tally: Counter[str], where: str) -> None:
    parts = [f"{tally['read'] + tally['changed']} read", f"{tally['unchanged']} unchanged"]
    parts += [f"{tally[name]} {name}" for name in ("purged", "ignored", "failed") if tally[name]]
    told = [f"{_many(tally['claims'], 'new claim')}", f"{_many(tally['skipped'], 'stretch')} skipped"]
    told += [f"{_many(tally['events'], 'event')} in all"] if tally["events"] else []
    say(f"{', '.join(parts)}; {'; '.join(told)} ({where})")


def _many(number: int, what: str) -> str:
    """`1 claim`, `2 claims`, `3 stretches`."""
    return f"{number} {what}{'' if number == 1 else 'es' if what.endswith('ch') else 's'}"


def annotate(
    inputs: Inputs,
    only: Annotated[str | None, typer.Option("--only", help=f"Some of: {','.join(LISTS)}.")] = None,
    pack: Packs = None,
) -> None:
    """Read reports without a ledger and print one reading a line, in the public JSON shape.

    Examples:

      crossbearing annotate article.txt

      crossbearing annotate reports.jsonl --only attributions,toponyms --pack sudan
    """
    from crossbearing import archive
    from crossbearing.capture import Failure, sources

    wanted = {name.strip() for name in only.split(",")} if only else set(LISTS)
    if wanted - set(LISTS):
        raise UsageError(f"--only cannot be {only!r}", do=f"Some of: {','.join(LISTS)}")
    stdin = sys.stdin.buffer.read() if "-" in inputs else None
    reader = archive.reader(None if pack is None else tuple(pack))
    failed = done = 0
    for item in sources(inputs, stdin=stdin):
        if isinstance(item, Failure):
            failed += not item.ignored
            show_error(CaptureError(item.what, where=item.where, do=item.do))
            continue
        reading, _, fault = archive.safely(reader, item.report)
        if fault is not None:
            failed += 1
            show_error(CaptureError(f"could not be read: {fault}", where=item.origin, do="Please report this text"))
        shape = reading.to_dict()
        for name in LISTS:
            if name not in wanted:
                shape[name] = []
        done += 1
        say(json_line(shape))
    if failed:
        raise typer.Exit(CaptureError.exit_code)
    if not done:
        raise UsageError(
            "there is nothing to read here", where=", ".join(inputs), do="Give files of a supported format"
        )


def reread(
    reports: Annotated[
        list[str] | None, typer.Argument(metavar="[REPORT...]", help="Report ids; all if none is given.")
    ] = None,
    ledger: Where = HERE,
    pack: Packs = None,
    as_json: AsJson = False,
) -> None:
    """Read captures again with the code, weights and packs that are installed now. Every decision is kept.

    A decision follows its claim by report, span and source; where the claim is no longer read it is listed as orphaned.

    Examples:

      crossbearing reread --ledger desk.ledger

      crossbearing reread r1f0c --pack ukraine
    """
    from crossbearing import archive
    from crossbearing.ledger import runs
    from crossbearing.ledger.relink import relink
    from crossbearing.ledger.store import open_ledger
    from crossbearing.views import Views

    with open_ledger(ledger) as book:
        views = Views(book)
        ids = [_report_of(views, r) for r in reports] if reports else [row.report.id for row in views.reports()]
        names = named(pack) if pack is not None else runs.packs_used(book)
        run = runs.start(book, {"reread": ids if reports else "all", "packs": names})
        tally: Counter[str] = Counter()
        with progress("reading again", len(ids)) as tick:
            for step in archive.reread(book, ids, packs=names):
                tick(step.where)
                tally.update({step.outcome: 1, "claims": step.claims})
                if step.outcome == "failed":
                    runs.fail(book, run, step.where, step.note or "failed", step.do or "")
                _tell(step, as_json=as_json)
        relink(book, packs_of(book))
        orphaned = views.orphaned()
        runs.finish(book, run, dict(tally))
    for decision in orphaned:
        note(f"orphaned: decision {decision.seq} ({decision.verdict} {decision.subject}): its claim is no longer read")
    if not as_json:
        failed = f", {tally['failed']} failed" if tally["failed"] else ""
        say(
            f"{tally['read']} read again, {tally['unchanged']} unchanged{failed}, {_many(len(orphaned), 'decision')} orphaned ({book.where})"
        )
    if tally["failed"]:
        raise typer.Exit(CaptureError.exit_code)


def relink(ledger: Where = HERE) -> None:
    """Make all events again from the claims and the decisions; the other commands do so where it is needed.

    A large ledger is linked by its new reports alone; this links it as a whole.

    Example:

      crossbearing relink --ledger desk.ledger
    """
    from crossbearing.ledger.relink import relink as make
    from crossbearing.ledger.store import open_ledger

    with open_ledger(ledger) as book:
        linked = make(book, packs_of(book), whole=True)
    for cap in linked.capped:
        note(f"capped: {plain(cap)}")
    say(f"{_many(len(linked.events), 'event')} ({book.where})")


def purge(
    report: Annotated[str, typer.Argument(help="Report id, or its unique beginning.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; kept on the tombstone.")],
    ledger: Where = HERE,
    by: By = None,
) -> None:
    """Remove a report, its bytes and all that was read out of it; a tombstone with its hash stays.

    Example:

      crossbearing purge r1f0c --reason "consent withdrawn" --ledger desk.ledger
    """
    from crossbearing.ledger import purge as purging
    from crossbearing.ledger.relink import relink
    from crossbearing.ledger.store import open_ledger
    from crossbearing.views import Views

    with open_ledger(ledger) as book:
        key = _report_of(Views(book), report)
        purging.purge(book, key, reason=reason, by=person(by))
        relink(book, packs_of(book))
    say(f"purged {key}; a tombstone stays in {Path(ledger).name}")


def _report_of(views: Views, given: str) -> str:
    """The id of the report that is meant, which may be given by its beginning."""
    what, key = views.resolve(given)
    if what != "report":
        raise UsageError(f"{key} is {'an' if what == 'event' else 'a'} {what}", do="Give the id of a report")
    return key
