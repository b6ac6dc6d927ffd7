"""What people decide: appended to the log, safe with two people at once, undone by another entry."""

from __future__ import annotations

import json
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from crossbearing.errors import CrossbearingError
from crossbearing.jsonform import to_json
from crossbearing.ledger import decisions as log
from crossbearing.ledger.relink import relink
from crossbearing.web.bench import Bench, bench_of, page
from crossbearing.web.guard import may, right_token, user_of

VERDICTS = ("confirm", "reject", "unclear", "edit", "join", "split", "lock", "unlock", "same", "different")


async def decide(request: Request) -> Response:
    """Append a decision. `seen` is the last decision on the subject that the page showed; 409 if somebody decided since."""
    given = await _given(request)
    if not _allowed(request, given, "reviewer"):
        return _refuse(request, given, 403, "this needs a reviewer, and a page of this workbench")
    from starlette.concurrency import run_in_threadpool

    return await run_in_threadpool(_decide, request, given)


async def undo(request: Request) -> Response:
    """Append the undoing of a decision; without a number, of one's own last one in force."""
    given = await _given(request)
    if not _allowed(request, given, "reviewer"):
        return _refuse(request, given, 403, "this needs a reviewer, and a page of this workbench")
    from starlette.concurrency import run_in_threadpool

    return await run_in_threadpool(_undo, request, given)


def _decide(request: Request, given: dict[str, Any]) -> Response:
    bench, subject = bench_of(request), str(given.get("subject", ""))
    verdict = given.get("verdict")
    if verdict not in VERDICTS:
        return _refuse(request, given, 400, f"a verdict is one of {', '.join(VERDICTS)}")
    newest = _newest(bench, subject)
    if "seen" in given and str(given["seen"] or 0) != str(newest):
        return _refuse(
            request, given, 409, f"somebody decided on this meanwhile (decision {newest}); look again, then decide"
        )
    try:
        made = log.decide(
            bench.ledger,
            subject,
            str(verdict),
            by=user_of(request) or "",
            reason=given.get("reason") or None,
            payload=_payload(given),
        )
    except CrossbearingError as error:
        return _refuse(request, given, 400, str(error))
    relink(bench.ledger, bench.packs)
    return _done(request, given, to_json(made))


def _undo(request: Request, given: dict[str, Any]) -> Response:
    bench = bench_of(request)
    seq = given.get("seq")
    if not seq:
        own = [d for d in log.in_force(bench.views.decisions()) if d.by == user_of(request)]
        if not own:
            return _refuse(request, given, 404, "there is nothing of yours to undo")
        seq = own[-1].seq
    try:
        made = log.undo(bench.ledger, int(str(seq)), by=user_of(request) or "", reason=given.get("reason") or None)
    except (CrossbearingError, ValueError) as error:
        return _refuse(request, given, 400, str(error))
    relink(bench.ledger, bench.packs)
    return _done(request, given, to_json(made))


def _payload(given: dict[str, Any]) -> dict[str, Any]:
    payload: dict[str, Any] = {}
    others = given.get("with")
    if others:
        payload["with"] = others if isinstance(others, list) else [part for part in str(others).split() if part]
    changes = given.get("set")
    if changes:
        payload["set"] = changes if isinstance(changes, dict) else json.loads(str(changes))
    return payload


def _newest(bench: Bench, subject: str) -> int:
    return max((d.seq for d in bench.views.decisions() if d.subject == subject), default=0)


async def _given(request: Request) -> dict[str, Any]:
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            body = await request.json()
        except ValueError:
            return {}
        return {**body, "csrf": request.headers.get("x-csrf"), "_json": True} if isinstance(body, dict) else {}
    form: FormData = await request.form()
    out: dict[str, Any] = {key: value for key, value in form.items() if isinstance(value, str)}
    fields = {key.removeprefix("set."): value for key, value in out.items() if key.startswith("set.") and value}
    if fields:
        out["set"] = {key: _value(value) for key, value in fields.items()}
    return out


def _value(written: str) -> Any:
    try:
        return json.loads(written)
    except ValueError:
        return written


def _allowed(request: Request, given: dict[str, Any], role: str) -> bool:
    return may(request, role) and right_token(request, given.get("csrf"))


def _refuse(request: Request, given: dict[str, Any], status: int, words: str) -> Response:
    if given.get("_json"):
        return JSONResponse({"what": words}, status)
    from crossbearing.errors import UsageError

    return page(request, "fault.html", status=status, fault=UsageError(words, do="Go back, look again"))


def _done(request: Request, given: dict[str, Any], made: Any) -> Response:
    if given.get("_json"):
        return JSONResponse(made, 201)
    back = str(given.get("back", "/events"))
    return RedirectResponse(back if back.startswith("/") and not back.startswith("//") else "/events", 303)
