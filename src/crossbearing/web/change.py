"""What people decide: appended to the log, safe with two people at once, undone by another entry."""

from __future__ import annotations

import re
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from crossbearing.deciding import wish
from crossbearing.errors import CrossbearingError, NotFoundError, UsageError
from crossbearing.jsonform import to_json
from crossbearing.ledger import decisions as log
from crossbearing.ledger.relink import relink
from crossbearing.pages.words import kinds
from crossbearing.views import Views
from crossbearing.web import blind, edits
from crossbearing.web.bench import alone, as_json, bench_of, page
from crossbearing.web.guard import may, right_token, user_of

_OWN = re.compile(r"/(?![/\\])[^\\\s]*\Z")  # an address of this workbench and of no other
VERDICTS = ("confirm", "reject", "unclear", "edit", "join", "split", "lock", "unlock", "same", "different")


async def decide(request: Request) -> Response:
    """Append a decision. `seen` is the last decision on the subject that the page showed; 409 if somebody decided since."""
    given = await _given(request)
    if not _allowed(request, given, "reviewer"):
        return _refuse(request, given, 403, "this needs a reviewer, and a page of this workbench")
    return await run_in_threadpool(_decide, request, given)


async def undo(request: Request) -> Response:
    """Append the undoing of a decision; without a number, of one's own last one in force."""
    given = await _given(request)
    if not _allowed(request, given, "reviewer"):
        return _refuse(request, given, 403, "this needs a reviewer, and a page of this workbench")
    return await run_in_threadpool(_undo, request, given)


def _decide(request: Request, given: dict[str, Any]) -> Response:
    bench, me = bench_of(request), user_of(request) or ""
    verdict = given.get("verdict")
    if verdict not in VERDICTS:
        return _refuse(request, given, 400, f"a verdict is one of {', '.join(VERDICTS)}")
    views = bench.views
    log_now = views.decisions()
    try:
        subject, payload = wish(
            views, str(given.get("subject", "")), str(verdict), _others(given), _changes(views, given)
        )
        newest = blind.newest(log_now, me, alone=alone(request)).get(subject, 0)
        if "seen" in given and str(given["seen"] or 0) != str(newest):
            return _refuse(
                request, given, 409, f"somebody decided on this meanwhile (decision {newest}); look again, then decide"
            )
        settled = blind.verdicts(log_now).get(subject, {})
        if verdict in blind.VERDICTS and me in settled and blind.differ(settled):
            payload = {**payload, "adjudicates": sorted(d.seq for d in settled.values())}
        made = log.decide(
            bench.ledger,
            subject,
            str(verdict),
            by=me,
            reason=str(given.get("reason") or "").strip() or None,
            payload=payload,
        )
    except NotFoundError as error:
        return _refuse(request, given, 404, error.what)
    except CrossbearingError as error:
        return _refuse(request, given, 400, error.what)
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


def _others(given: dict[str, Any]) -> list[str]:
    """The other half of a verdict: a list, or ids with spaces between, or one name."""
    others = given.get("with")
    if isinstance(others, list):
        return [str(other) for other in others]
    if not isinstance(others, str) or not others.strip():
        return []
    return [others.strip()] if given.get("verdict") in ("same", "different") else others.split()


def _changes(views: Views, given: dict[str, Any]) -> dict[str, Any]:
    """What an edit sets: as given in JSON, or the fields of the form that differ from the claim."""
    changes = given.get("set")
    if isinstance(changes, dict):
        if changes.get("kind", kinds()[0]) not in kinds():
            raise UsageError(f"there is no kind {changes['kind']!r}", do=f"One of: {', '.join(kinds())}")
        return changes
    fields = {key.removeprefix("edit."): str(value) for key, value in given.items() if key.startswith("edit.")}
    if given.get("verdict") != "edit" or not fields:
        return {}
    claim = views.claim(str(given.get("subject", "")))
    return edits.changes(claim, fields, views.report(claim.report.id).text)


async def _given(request: Request) -> dict[str, Any]:
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            body = await request.json()
        except ValueError:
            return {}
        return {**body, "csrf": request.headers.get("x-csrf"), "_json": True} if isinstance(body, dict) else {}
    form = await request.form()
    out: dict[str, Any] = {key: value for key, value in form.items() if isinstance(value, str)}
    picked = [value for value in form.getlist("with") if isinstance(value, str)]
    if len(picked) > 1:
        out["with"] = picked
    return out


def _allowed(request: Request, given: dict[str, Any], role: str) -> bool:
    return may(request, role) and right_token(request, given.get("csrf"))


def _refuse(request: Request, given: dict[str, Any], status: int, words: str) -> Response:
    if given.get("_json"):
        return as_json({"what": words}, status)
    return page(request, "fault.html", status=status, fault=UsageError(words, do="Go back, look again"))


def _done(request: Request, given: dict[str, Any], made: Any) -> Response:
    if given.get("_json"):
        return as_json(made, 201)
    back = str(given.get("back", "/events"))
    return RedirectResponse(back if _OWN.match(back) else "/events", 303)
