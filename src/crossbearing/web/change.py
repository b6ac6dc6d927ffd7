"""What people decide: appended to the log, safe with two people at once, undone by another entry."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from crossbearing.deciding import wish
from crossbearing.errors import CrossbearingError, LedgerError, NotFoundError, UsageError
from crossbearing.jsonform import to_json
from crossbearing.ledger import decisions as log
from crossbearing.listing import claims_by_id
from crossbearing.pages.words import kinds
from crossbearing.types import Decision
from crossbearing.views import Views
from crossbearing.web import blind, editing, edits
from crossbearing.web.bench import alone, as_json, bench_of, page, views_of
from crossbearing.web.editing import OWN
from crossbearing.web.guard import may, right_token, user_of

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
    bench = bench_of(request)
    if given.get("verdict") not in VERDICTS:
        return _refuse(request, given, 400, f"a verdict is one of {', '.join(VERDICTS)}")
    with bench.deciding:  # between the look at the log and the entry nobody else of this workbench decides
        made = _appended(request, given)
    if isinstance(made, Response):
        return made
    bench.refresh_soon()
    return _done(request, given, to_json(made))


def _appended(request: Request, given: dict[str, Any]) -> Decision | Response:
    """The decision, appended; or why it was not."""
    bench, me, verdict = bench_of(request), user_of(request) or "", given["verdict"]
    # a claim stands in its report whatever the events are: only who speaks of events waits for them to be linked
    of_claim = str(given.get("subject", "")).startswith("c")
    views = Views(bench.ledger, bench.packs) if of_claim else bench.views
    log_now = views.decisions()
    try:
        subject, payload = wish(
            views, str(given.get("subject", "")), str(verdict), _others(given), _changes(request, views, given)
        )
        newest = blind.newest(log_now, me, alone=alone(request)).get(subject, 0)
        if "seen" in given and str(given["seen"] or 0) != str(newest):
            return _meanwhile(request, given, next((d for d in log_now if d.seq == newest), None))
        if _chosen(given):
            payload["adjudicates"] = list(blind.disputes(log_now)[subject].seqs)
        settled = blind.verdicts(log_now).get(subject, {})
        if verdict in blind.VERDICTS and me in settled and blind.differ(settled):
            payload = {**payload, "adjudicates": sorted(d.seq for d in settled.values())}
        return log.decide(
            bench.ledger,
            subject,
            str(verdict),
            by=me,
            reason=str(given.get("reason") or "").strip() or None,
            payload=payload,
        )
    except NotFoundError as error:
        return _refuse(request, given, 404, error.what)
    except LedgerError as error:  # another process writes to it
        return _refuse(request, given, 503, f"The ledger {error.what}")
    except CrossbearingError as error:
        return _refuse(request, given, 400, f"{error.what}. {error.do}" if error.do else error.what)


def _undo(request: Request, given: dict[str, Any]) -> Response:
    bench, me, asked = bench_of(request), user_of(request) or "", str(given.get("seq") or "")
    with bench.deciding:
        everything = Views(bench.ledger, bench.packs).decisions()
        force = log.in_force(everything)
        if asked and not (asked.isdecimal() and len(asked) < 19):
            return _refuse(request, given, 400, f"{asked!r} is no number of a decision")
        # what a blind second reader may not see, they cannot take back either
        seen = {d.seq: d for d in blind.shown(everything, me, alone=alone(request))}
        one = seen.get(int(asked)) if asked else next((d for d in reversed(force) if d.by == me), None)
        if one is None:
            none = f"there is no decision {asked}" if asked else "there is nothing of yours to undo"
            return _refuse(request, given, 404, none)
        if one.verdict != "undo" and one not in force:
            return _refuse(request, given, 409, f"decision {one.seq} was undone already")
        made = log.undo(bench.ledger, one.seq, by=me, reason=str(given.get("reason") or "").strip() or None)
    bench.refresh_soon()
    return _done(request, given, to_json(made))


def _meanwhile(request: Request, given: dict[str, Any], last: Decision | None) -> Response:
    """Refuse, and tell what was decided meanwhile, so that one can decide with that in sight."""
    told = f"{last.by}: {last.verdict}, no. {last.seq}" if last else "what the page showed was taken away"
    words = f"Somebody decided on this meanwhile ({told}). Look again, then decide"
    if given.get("_json"):
        return as_json({"what": words, "where": None, "do": None, "seen": last.seq if last else 0}, 409)
    return _refuse(request, given, 409, words)


def _others(given: dict[str, Any]) -> list[str]:
    """The other half of a verdict: a list, or ids with spaces between, or one name."""
    others = given.get("with")
    if isinstance(others, list):
        return [str(other) for other in others]
    if not isinstance(others, str) or not others.strip():
        return []
    return [others.strip()] if given.get("verdict") in ("same", "different") else others.split()


def _changes(request: Request, views: Views, given: dict[str, Any]) -> dict[str, Any]:
    """What an edit sets: as given in JSON, the fields of the form that differ from the claim, or what was chosen of two readings."""
    changes = given.get("set")
    if isinstance(changes, dict):
        if changes.get("kind", kinds()[0]) not in kinds():
            raise UsageError(f"there is no kind {changes['kind']!r}", do=f"One of: {', '.join(kinds())}")
        return changes
    fields = {key.removeprefix("edit."): str(value) for key, value in given.items() if key.startswith("edit.")}
    subject = str(given.get("subject", ""))
    if given.get("verdict") == "edit" and subject.startswith(log.SOURCE_SUBJECT) and given.get("letter"):
        if given["letter"] not in tuple("ABCDEF"):
            raise UsageError(f"there is no letter {given['letter']!r}", do="One of A to F")
        return {"admiralty": {"source": given["letter"]}}
    if chosen := _chosen(given):
        return _settled(views, subject, chosen)
    if given.get("verdict") != "edit" or not fields:
        return {}
    claim = views_of(request).claim(views.resolve(subject)[1])
    text = views.report(claim.report.id).text
    return edits.changes(claim, fields, text, lambda named: editing.places(bench_of(request), named))


def _chosen(given: dict[str, Any]) -> dict[str, str]:
    """Field → the reader whose value was chosen, or nobody's for the machine's."""
    return {k.removeprefix("choose."): str(v) for k, v in given.items() if k.startswith("choose.")}


def _settled(views: Views, subject: str, chosen: dict[str, str]) -> dict[str, Any]:
    """The fields on which readers differ, each as the chosen one has it."""
    dispute = blind.disputes(views.decisions()).get(subject)
    if dispute is None:
        raise UsageError("readers do not differ on this any more", do="Look again")
    if missing := [field for field in dispute.fields if field not in chosen]:
        raise UsageError(f"nothing is chosen for {', '.join(missing)}", do="Choose for every field")
    machine = to_json(claims_by_id(views, [subject])[0])
    return {f: dispute.sets.get(chosen[f], {}).get(f, machine[f]) for f in dispute.fields}


async def _given(request: Request) -> dict[str, Any]:
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            body = await request.json()
        except ValueError:
            return {}
        return {**body, "csrf": request.headers.get("x-csrf"), "_json": True} if isinstance(body, dict) else {}
    form = await request.form()
    out: dict[str, Any] = {key: value for key, value in form.items() if isinstance(value, str)}
    picked = [value.strip() for value in form.getlist("with") if isinstance(value, str) and value.strip()]
    if out.get("verdict") == "join":  # an event may be named by its whole address
        picked = [value.partition("?")[0].rstrip("/").rpartition("/")[2] for value in picked]
    if picked:
        out["with"] = picked if len(picked) > 1 else picked[0]
    return out


def _allowed(request: Request, given: dict[str, Any], role: str) -> bool:
    return may(request, role) and right_token(request, given.get("csrf"))


def _refuse(request: Request, given: dict[str, Any], status: int, words: str) -> Response:
    if given.get("_json"):
        return as_json({"what": words, "where": None, "do": None}, status)
    back = str(given.get("back", ""))
    fault = UsageError(words, do="Nothing was recorded. Go back, look again")
    return page(request, "fault.html", status=status, fault=fault, back=back if OWN.match(back) else None)


def _done(request: Request, given: dict[str, Any], made: Any) -> Response:
    if given.get("_json"):
        return as_json(made, 201)
    back = str(given.get("back", "/events"))
    return RedirectResponse(back if OWN.match(back) else "/events", 303)
