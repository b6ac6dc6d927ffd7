"""Dropping files or pasting a text: read into the ledger, with what was skipped and why."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from crossbearing.archive import Step, read_into
from crossbearing.capture import sources
from crossbearing.errors import UsageError
from crossbearing.ledger import runs
from crossbearing.ledger.relink import relink
from crossbearing.web.bench import Bench, bench_of, page
from crossbearing.web.guard import may, right_token

_UNSAFE = re.compile(r"[^\w.-]+")
META = ("title", "publisher", "published", "url")


async def add(request: Request) -> Response:
    """The form, or what became of what was sent with it."""
    if request.method == "GET":
        return page(request, "desk_add.html", steps=None)
    form = await request.form(max_files=200)
    if not may(request, "owner") or not right_token(
        request, str(form.get("csrf", "")) or request.headers.get("x-csrf")
    ):
        return page(
            request, "fault.html", status=403, fault=UsageError("this needs an owner, and a page of this workbench")
        )
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
        return page(
            request, "fault.html", status=400, fault=UsageError("nothing was sent", do="Choose files, or paste a text")
        )
    steps = await run_in_threadpool(_read, bench_of(request), files)
    if request.headers.get("accept", "").startswith("application/json"):
        return JSONResponse(
            [{"where": s.where, "outcome": s.outcome, "note": s.note, "report": s.report} for s in steps]
        )
    return page(request, "desk_add.html", steps=steps)


def _read(bench: Bench, files: list[tuple[str, bytes]]) -> list[Step]:
    packs = runs.packs_used(bench.ledger)
    run = runs.start(
        bench.ledger, {"inputs": [name for name, _ in files], "packs": packs, "engine": "serial", "jobs": 1}
    )
    steps = []
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for n, (name, data) in enumerate(files):
            # a name from outside is never a path here
            target = Path(folder) / str(n) / (_UNSAFE.sub("_", Path(name).name).lstrip(".") or "file")
            target.parent.mkdir()
            target.write_bytes(data)
            paths.append(str(target))
        for step in read_into(bench.ledger, sources(paths), packs=packs):
            steps.append(step)
            if step.outcome == "failed":
                runs.fail(bench.ledger, run, Path(step.where).name, step.note or "failed", step.do or "")
    relink(bench.ledger, bench.packs)
    runs.finish(bench.ledger, run, {"read": sum(s.outcome == "read" for s in steps)})
    return steps
