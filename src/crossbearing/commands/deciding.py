"""`decide undo verify`: what people decided, and the proof that nothing changed."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from crossbearing.commands.console import json_line, note, plain, say, table
from crossbearing.commands.options import HERE, AsJson, By, Where, Why, packs_of, person, views_of
from crossbearing.errors import CustodyError, UsageError


def decide(
    subject: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]",
            help="A claim or event, source:NAME, or for same and different a name or a whole report id; nothing with --list.",
        ),
    ] = None,
    verdict: Annotated[
        str | None,
        typer.Argument(help="confirm, reject, unclear, edit, join, split, lock, unlock, same or different."),
    ] = None,
    other: Annotated[
        list[str] | None,
        typer.Option(
            "--with", metavar="ID", help="The other event to join, the claims to split off, the other name or report."
        ),
    ] = None,
    setting: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="FIELD=VALUE", help="For edit: a field of the claim and its value, as JSON or one word."
        ),
    ] = None,
    reason: Why = None,
    by: By = None,
    ledger: Where = HERE,
    listing: Annotated[bool, typer.Option("--list", help="List every decision, undone ones too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Record a decision. It is appended, never overwritten, and outranks the machine in every later run.

    Examples:

      crossbearing decide c81f reject --reason "a coal mine"

      crossbearing decide c81f edit --set kind='"territory_gain"'

      crossbearing decide e41c join --with e77a

      crossbearing decide e41c split --with c81f --with c90b

      crossbearing decide "Yevgeny Prigozhin" same --with "Wagner chief"

      crossbearing decide "source:TASS" edit --set 'admiralty={"source": "B", "information": 6}'
    """
    from crossbearing.deciding import wish
    from crossbearing.jsonform import to_json
    from crossbearing.ledger import decisions
    from crossbearing.ledger.relink import relink
    from crossbearing.ledger.store import open_ledger

    with open_ledger(ledger) as book:
        views = views_of(book)
        if listing:
            log = views.decisions()
            if as_json:
                for entry in log:
                    say(json_line(to_json(entry)))
                return
            live = {d.seq for d in decisions.in_force(log)}
            table(
                ("number", "at", "by", "subject", "verdict", "in force", "reason"),
                [
                    (str(d.seq), d.at, d.by, d.subject, d.verdict, "yes" if d.seq in live else "no", d.reason or "")
                    for d in log
                ],
            )
            return
        if subject is None or verdict is None:
            raise UsageError("decide needs an id (or a name) and a verdict", do="See `crossbearing decide --help`")
        key, payload = wish(views, subject, verdict, other or [], _settings(setting or []))
        made = decisions.decide(book, key, verdict, by=person(by), reason=reason, payload=payload)
        relink(book, packs_of(book))
    say(
        json_line(to_json(made))
        if as_json
        else f"decision {made.seq}: {made.verdict} {plain(made.subject)}, by {plain(made.by)}"
    )


def undo(
    number: Annotated[int, typer.Argument(help="The decision's number; see `decide --list`.")],
    reason: Why = None,
    by: By = None,
    ledger: Where = HERE,
    as_json: AsJson = False,
) -> None:
    """Take a decision out of force; both it and its undoing are kept. Undoing an undo brings it back.

    Example:

      crossbearing undo 3 --reason "wrong town"
    """
    from crossbearing.jsonform import to_json
    from crossbearing.ledger import decisions
    from crossbearing.ledger.relink import relink
    from crossbearing.ledger.store import open_ledger

    with open_ledger(ledger) as book:
        made = decisions.undo(book, number, by=person(by), reason=reason)
        relink(book, packs_of(book))
    say(json_line(to_json(made)) if as_json else f"decision {made.seq}: decision {number} is undone")


def verify(
    ledger: Where = HERE,
    head: Annotated[
        str | None, typer.Option("--head", metavar="HASH", help="A head noted earlier: the chain must still hold it.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Prove that nothing in the ledger or its captures changed: every hash is computed again.

    Note the head outside the ledger: with --head it proves that no later entry was cut off or made anew.

    Example:

      crossbearing verify --ledger desk.ledger --head 5b1e…
    """
    from crossbearing.jsonform import to_json
    from crossbearing.ledger.store import open_ledger
    from crossbearing.ledger.verify import verify as prove

    with open_ledger(ledger) as book:
        found = prove(book, head=head)
    if as_json:
        say(json_line(to_json(found)))
    else:
        names = ("reports", "readings", "claims", "captures", "decisions", "tombstones", "entries")
        say(", ".join(f"{getattr(found, name)} {name}" for name in names))
        say(f"head {found.head}")
        for fault in found.faults:
            note(f"changed: {plain(fault.where)} {plain(fault.what)}")
    if found.faults:
        raise CustodyError(
            f"{len(found.faults)} {'thing no longer matches its hash' if len(found.faults) == 1 else 'things no longer match their hashes'}",
            where=book.where,
            do="Restore a copy, or ask who changed it",
        )
    if not as_json:
        say("nothing changed")


def _settings(settings: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for item in settings:
        name, eq, value = item.partition("=")
        if not eq:
            raise UsageError(f"--set cannot be {item!r}", do="Give FIELD=VALUE")
        try:
            values[name] = json.loads(value)
        except ValueError:
            values[name] = value  # a bare word is text
    return values
