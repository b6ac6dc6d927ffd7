"""Dropping files or pasting a text: read into the ledger beside the pages, with what was skipped and why."""

from __future__ import annotations

import json
import re
import secrets
import tempfile
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from crossbearing.archive import Step, read_into
from crossbearing.capture import sources
from crossbearing.errors import CrossbearingError, NotFoundError, UsageError
from crossbearing.ledger import runs
from crossbearing.ledger.relink import relink
from crossbearing.listing import skip_reasons
from crossbearing.web.bench import Bench, as_json, bench_of, page
from crossbearing.web.guard import MAX_UPLOAD, may, right_token, wants_data

_UNSAFE = re.compile(r"[^\w.-]+")
META = ("title", "publisher", "published", "url")
MOST_JOBS, MOST_FILES = 50, 1_000


@dataclass
class Job:
    """One adding under way: `state` goes from reading to linking to done, or to failed with a fault."""

    files: int
    state: str = "reading"
    fault: CrossbearingError | None = None
    steps: list[Step] = field(default_factory=list)

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.state in ("done", "failed")


class Jobs:
    """The last addings of one workbench, by number."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Job] = OrderedDict()
        self._lock = Lock()

    def put(self, job: Job) -> str:
        """Keep a job; its key."""
        key = secrets.token_hex(8)
        with self._lock:
            self._held[key] = job
            while len(self._held) > MOST_JOBS:
                self._held.popitem(last=False)
        return key

    def get(self, key: str) -> Job:
        """The job of a key.

        Raises:
            NotFoundError: there is none, or the workbench was started again since.
        """
        with self._lock:
            if key not in self._held:
                raise NotFoundError("there is no such adding", do="See /reports for what was read")
            return self._held[key]


async def add(request: Request) -> Response:
    """The form; what is sent with it is read beside the pages, and its own page tells how far that is."""
    if request.method == "GET":
        return page(request, "desk_add.html", job=None, most_mb=MAX_UPLOAD // 1_000_000)
    form = await request.form(max_files=MOST_FILES, max_part_size=MAX_UPLOAD)
    if not may(request, "owner") or not right_token(
        request, str(form.get("csrf", "")) or request.headers.get("x-csrf")
    ):
        return _refused(request, 403, UsageError("this needs an owner, and a page of this workbench"))
    files = [
        (f.filename or "file", await f.read())
        for f in form.getlist("files")
        if isinstance(f, UploadFile) and f.filename
    ]
    pasted = str(form.get("text", "")).strip()
    if pasted:
        record = {"text": pasted} | {key: str(form[key]) for key in META if form.get(key)}
        files.append(("pasted.jsonl", json.dumps(record, ensure_ascii=False).encode()))
    if not files:
        return _refused(request, 400, UsageError("nothing was sent", do="Choose files, or paste a text"))
    bench, job = bench_of(request), Job(len(files))
    if request.headers.get("accept", "").startswith("application/json"):
        await run_in_threadpool(_read, bench, files, job)
        if job.fault is not None:
            raise job.fault
        return JSONResponse(_told(job)["steps"])
    key = request.app.state.jobs.put(job)
    Thread(target=_read, args=(bench, files, job), name=f"adding {key}").start()
    return RedirectResponse(f"/add/{key}", 303)


def _refused(request: Request, status: int, fault: CrossbearingError) -> Response:
    if wants_data(request):
        return as_json({"what": fault.what, "where": fault.where, "do": fault.do}, status)
    return page(request, "fault.html", status=status, fault=fault, back="/add")


def progress(request: Request) -> Response:
    """What became of it so far."""
    job = _job(request)
    return page(
        request,
        "desk_add.html",
        job=job,
        most_mb=MAX_UPLOAD // 1_000_000,
        key=request.path_params["key"],
        skipped=_skipped(request, job),
    )


def progress_json(request: Request) -> Response:
    """The same as JSON."""
    job = _job(request)
    skipped = [{"stage": stage, "reason": reason, "n": n} for stage, reason, n in _skipped(request, job)]
    return as_json(_told(job) | {"skipped": skipped})


def _job(request: Request) -> Job:
    if not may(request, "owner"):
        raise NotFoundError("there is no such adding")
    held: Job = request.app.state.jobs.get(request.path_params["key"])
    return held


def _told(job: Job) -> dict[str, Any]:
    return {
        "state": job.state,
        "files": job.files,
        "fault": job.fault and job.fault.what,
        "steps": [
            {"where": Path(s.where).name, "outcome": s.outcome, "report": s.report, "claims": s.claims, "skips": s.skips, "note": s.note, "do": s.do}
            for s in list(job.steps)
        ],
    }  # fmt: skip


def _skipped(request: Request, job: Job) -> tuple[tuple[str, str, int], ...]:
    read = [s.report for s in job.steps if s.outcome == "read" and s.report]
    return skip_reasons(bench_of(request).views, read) if job.over and read else ()


def _read(bench: Bench, files: list[tuple[str, bytes]], job: Job) -> None:
    packs = runs.packs_used(bench.ledger)
    try:
        run = runs.start(
            bench.ledger, {"inputs": [name for name, _ in files], "packs": packs, "engine": "serial", "jobs": 1}
        )
        with tempfile.TemporaryDirectory() as folder:
            for step in read_into(bench.ledger, sources(_stored(files, Path(folder))), packs=packs):
                job.steps.append(step)
                if step.outcome == "failed":
                    runs.fail(bench.ledger, run, Path(step.where).name, step.note or "failed", step.do or "")
        job.state = "linking"
        relink(bench.ledger, bench.packs_now())
        runs.finish(bench.ledger, run, {"read": sum(s.outcome == "read" for s in job.steps)})
        job.state = "done"
    except CrossbearingError as error:
        job.fault, job.state = error, "failed"
    finally:
        if not job.over:  # a fault of ours: the page must not wait for ever
            job.fault, job.state = UsageError("the reading stopped", do="See the terminal of the workbench"), "failed"


def _stored(files: list[tuple[str, bytes]], folder: Path) -> list[str]:
    """The paths of the files; a name from outside is never a path here."""
    paths = []
    for n, (name, data) in enumerate(files):
        target = folder / str(n) / (_UNSAFE.sub("_", Path(name).name).lstrip(".") or "file")
        target.parent.mkdir()
        target.write_bytes(data)
        paths.append(str(target))
    return paths
