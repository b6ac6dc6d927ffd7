"""Runs and what failed in them: nothing is dropped in silence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from crossbearing.ledger import schema as t
from crossbearing.ledger.packing import canonical, column
from crossbearing.ledger.store import Ledger


@dataclass(frozen=True, slots=True)
class Failed:
    """Something that could not be captured or read, with the run in which it failed."""

    run: str
    at: str
    where: str
    what: str
    do: str


def start(ledger: Ledger, about: Mapping[str, Any]) -> str:
    """Note that a run began, and with what; the run's name is its number."""
    with ledger.writing() as connection:
        last = connection.execute(select(func.max(t.RUNS.c.seq))).scalar_one()
        run = f"run{int(last or 0) + 1}"
        connection.execute(
            t.RUNS.insert().values(run=run, at=ledger.clock(), step="start", body=canonical(dict(about)))
        )
    return run


def packs_used(ledger: Ledger) -> list[str] | None:
    """The packs that the runs named, all together; `None` if none did, or if one took every installed pack."""
    named: list[str] = []
    for entry in runs(ledger):
        packs = (entry["with"] or {}).get("packs")
        if packs is None:
            return None
        named += [name for name in packs if name not in named]
    return named or None


def finish(ledger: Ledger, run: str, about: Mapping[str, Any]) -> None:
    """Note that a run ended, and what it did. A run without this entry was cut off."""
    with ledger.writing() as connection:
        connection.execute(t.RUNS.insert().values(run=run, at=ledger.clock(), step="end", body=canonical(dict(about))))


def fail(ledger: Ledger, run: str, where: str, what: str, do: str) -> None:
    """Note one failure."""
    with ledger.writing() as connection:
        connection.execute(
            t.FAILURES.insert().values(
                run=run, at=ledger.clock(), where=column(where), what=column(what), do=column(do)
            )
        )


def failures(ledger: Ledger, run: str | None = None) -> tuple[Failed, ...]:
    """Every failure, or those of one run, in order."""
    f = t.FAILURES.c
    query = select(f.run, f.at, f.where, f.what, f.do).order_by(f.seq)
    if run is not None:
        query = query.where(f.run == run)
    with ledger.reading() as connection:
        return tuple(Failed(*row) for row in connection.execute(query))


def runs(ledger: Ledger) -> tuple[dict[str, Any], ...]:
    """Every run: when it began, with what, when it ended (`None`: it was cut off), what it did."""
    out: dict[str, dict[str, Any]] = {}
    with ledger.reading() as connection:
        for row in connection.execute(select(t.RUNS).order_by(t.RUNS.c.seq)):
            entry = out.setdefault(row.run, {"run": row.run, "began": None, "with": None, "ended": None, "did": None})
            when, what = ("began", "with") if row.step == "start" else ("ended", "did")
            entry |= {when: row.at, what: json.loads(row.body)}
    return tuple(out.values())
