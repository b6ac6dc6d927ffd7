"""What a person asks for → the subject and payload of a decision, in the words that linking obeys."""

from __future__ import annotations

import getpass
from collections.abc import Mapping, Sequence
from typing import Any

from crossbearing.errors import NotFoundError, UsageError
from crossbearing.ledger.decisions import SOURCE_SUBJECT
from crossbearing.views import Views

EVENT_VERDICTS = ("join", "split", "lock", "unlock")
CLAIM_VERDICTS = ("reject", "edit")


def wish(
    views: Views, subject: str, verdict: str, others: Sequence[str] = (), changes: Mapping[str, Any] | None = None
) -> tuple[str, dict[str, Any]]:
    """The full id of the subject, and what the verdict needs to know besides it.

    Ids of claims and events may be given by their beginnings; those of reports may not, since they could be names.

    Raises:
        UsageError: the verdict does not fit the subject, or lacks its other half.
        NotFoundError: there is no such claim, event or report.
    """
    if verdict in ("same", "different"):
        names = [subject, *others]
        if len(names) < 2 or not all(name.strip() for name in names):
            raise UsageError(f"{verdict} needs two", do="Give the other with --with")
        return subject, {"reports" if all(_is_report(views, name) for name in names) else "speakers": names}
    if verdict == "undo":
        raise UsageError("undo is a command of its own", do="crossbearing undo NUMBER")
    if subject.startswith(SOURCE_SUBJECT):
        if verdict != "edit":
            raise UsageError(f"{verdict} is for claims and events", do="A source takes edit; two names take same")
        return subject, {"set": dict(changes or {})}
    what, key = views.resolve(subject)
    if what == "report":
        raise UsageError(
            f"{verdict} is for claims and events, and {key} is a report", do="Give the id of a claim or an event"
        )
    if verdict in CLAIM_VERDICTS and what != "claim":
        raise UsageError(f"{verdict} is for claims, and {key} is an {what}", do=f"See `crossbearing show {key}`")
    if verdict == "edit":
        return key, {"set": dict(changes or {})}
    if verdict in EVENT_VERDICTS and what != "event":
        raise UsageError(f"{verdict} is for events, and {key} is a {what}", do="See `crossbearing events`")
    if verdict == "join":
        events = list(dict.fromkeys([key, *(views.resolve(other)[1] for other in others)]))
        if len(events) < 2:
            raise UsageError("join needs another event", do="Give it with --with")
        return key, {"claims": [claim for event in events for claim in views.event(event).claims]}
    if verdict == "split":
        away = [views.resolve(other)[1] for other in others]
        claims = list(views.event(key).claims)
        if not away or not set(away) < set(claims):
            raise UsageError("split needs some, not all, of the event's claims", do="Give them with --with")
        return key, {"claims": away, "rest": [claim for claim in claims if claim not in away]}
    return key, {"claims": list(views.event(key).claims)} if what == "event" else {}


def login_name() -> str | None:
    """The name of who runs this, as the machine knows it; a container may know none."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return None


def _is_report(views: Views, name: str) -> bool:
    try:
        views.report(name)
    except NotFoundError:
        return False
    return True
