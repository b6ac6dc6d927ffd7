"""What a list of events sorts and counts by, in narrow rows with numbers for keys, so that a search of thousands of hits is quick.

Derived with the events, and gone with them: all these tables hang on `events`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, select, text

from crossbearing.ledger import schema as t
from crossbearing.ledger.search import match_of

Fact = tuple[str, str, str, str, str | None, int, str, str]
"""id, kind, status, sides, name of the place, reports, label, first day or nothing."""

COLUMNS = ("id", "kind", "status", "sides", "place_name", "reports", "label", "earliest")
_SHOWN = "f.id, f.kind, f.status, f.sides, f.place_name, f.reports, f.label, coalesce(f.earliest, '')"
_UPTO = "facts"
# a cross join is taken in the order in which it is written: a planner without figures would begin with all claims
_FILE = (
    "INSERT INTO event_seqs (seq, n) SELECT c.seq, f.n FROM {} CROSS JOIN current u "
    "WHERE {} AND ec.claim = c.id AND f.id = ec.event AND u.reading = c.reading "
    "ON CONFLICT (seq) DO UPDATE SET n = excluded.n"
)
_OF_EVENTS = _FILE.format("event_facts f CROSS JOIN event_claims ec CROSS JOIN claims c", "f.n > :last")
_OF_CLAIMS = _FILE.format("claims c CROSS JOIN event_claims ec CROSS JOIN event_facts f", "c.seq > :upto")

MARKS = ("hedged", "factive", "loaded", "partisan", "claimed_corroboration", "own_voice")
MARK, PUBLISHER = "mark", "publisher"
_HELD = (
    "FROM event_seqs es CROSS JOIN claims c CROSS JOIN current u {} "
    "WHERE {} AND c.seq = es.seq AND u.reading = c.reading"
)


def mark_words(mark: str) -> str:
    """What the body of a claim that bears the mark holds: bodies are canonical JSON, no spaces, quotes inside texts escaped."""
    return '"hedged":true' if mark == "hedged" else f'"kind":"{mark}"'


def _tags() -> str:
    """The tags of events as a question: publishers of their reports, and marks on their claims; `{0}` says of which events."""
    told = _HELD.format("CROSS JOIN reports r", "{0}") + " AND r.id = u.report AND r.publisher IS NOT NULL"
    parts = [f"SELECT '{PUBLISHER}' AS what, r.publisher AS value, es.n AS n {told}"]
    for mark in MARKS:
        borne = _HELD.format("", "{0}") + f" AND c.body LIKE '%{mark_words(mark)}%'"
        parts.append(f"SELECT '{MARK}', '{mark}', es.n {borne}")
    return " UNION ".join(parts)


_TAGS = _tags()
_TAG = f"INSERT INTO event_tags (what, value, n) {_TAGS}"
_READ_ANEW = "n <= :last AND n IN (SELECT n FROM event_seqs WHERE seq > :upto)"


def tag_all(connection: Connection) -> None:
    """Tag every event that stands: for a ledger from before there were tags."""
    connection.execute(text("DELETE FROM event_tags"))
    connection.execute(text(_literal(_TAG.format("es.n > 0"))))


def untrue_tags(connection: Connection, most: int = 20) -> list[str]:
    """The events whose tags are not those of their claims and reports."""
    here, there = _TAGS.format("es.n > 0"), "SELECT what, value, n FROM event_tags"
    wrong = f"SELECT n FROM (SELECT * FROM ({here}) AS a EXCEPT {there}) AS b UNION SELECT n FROM ({there} EXCEPT SELECT * FROM ({here}) AS c) AS d"
    query = f"SELECT id FROM event_facts WHERE n IN ({wrong}) ORDER BY id LIMIT {most}"
    return [*connection.execute(text(_literal(query))).scalars()]


def _literal(query: str) -> str:
    """The query with its colons as they stand: `"hedged":true` names no parameter."""
    return query.replace('":', '"\\:')


def file(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """File the events of these rows, which were put in just now, and the claims that were read since the last filing."""
    last = int(connection.execute(select(func.max(t.EVENT_FACTS.c.n))).scalar_one() or 0)
    if rows:
        facts = [{"n": n} | {name: row[name] for name in COLUMNS} for n, row in enumerate(rows, last + 1)]
        connection.execute(t.EVENT_FACTS.insert(), facts)
        connection.execute(text(_OF_EVENTS), {"last": last})
        connection.execute(text(_literal(_TAG.format("es.n > :last"))), {"last": last})
    upto = connection.execute(select(t.STATE.c.value).where(t.STATE.c.key == _UPTO)).scalar_one_or_none()
    newest = _newest(connection)
    if upto is not None and int(upto) < newest:
        connection.execute(text(_OF_CLAIMS), {"upto": int(upto)})
        # events that stand as they were, of claims that were read anew: these may bear other marks
        anew = {"last": last, "upto": int(upto)}
        connection.execute(text(f"DELETE FROM event_tags WHERE {_READ_ANEW}"), anew)
        connection.execute(
            text(_literal(_TAG.format(_READ_ANEW.replace("n <=", "es.n <=").replace("n IN", "es.n IN")))), anew
        )
    _set_upto(connection, newest)


def _newest(connection: Connection) -> int:
    return int(connection.execute(select(func.max(t.CLAIMS.c.seq))).scalar_one() or 0)


def _set_upto(connection: Connection, newest: int) -> None:
    connection.execute(t.STATE.delete().where(t.STATE.c.key == _UPTO))
    connection.execute(t.STATE.insert().values(key=_UPTO, value=str(newest)))


def file_all(connection: Connection) -> None:
    """File every event that stands: for a ledger from before there were facts."""
    names = ", ".join(COLUMNS)
    connection.execute(
        text(f"INSERT INTO event_facts (n, {names}) SELECT row_number() OVER (ORDER BY id), {names} FROM events")
    )
    connection.execute(text(_OF_EVENTS), {"last": 0})
    _set_upto(connection, _newest(connection))


_CLAIMS_HOLDING = {
    "sqlite": "SELECT rowid AS seq FROM claim_text WHERE claim_text MATCH :match LIMIT :n",
    "postgresql": "SELECT t.rowid AS seq FROM claim_text t, websearch_to_tsquery('simple', :match) q "
    "WHERE t.words @@ q LIMIT :n",
}
_REPORTS_HOLDING = {
    "sqlite": "SELECT rowid AS seq FROM report_text WHERE report_text MATCH :match LIMIT :reports",
    "postgresql": "SELECT t.rowid AS seq FROM report_text t, websearch_to_tsquery('simple', :match) q "
    "WHERE t.words @@ q LIMIT :reports",
}
_HOLDING = """
WITH found AS MATERIALIZED ({claims}),
inside AS (
    SELECT c.seq FROM ({reports}) AS held JOIN reports r ON r.seq = held.seq
    JOIN current u ON u.report = r.id JOIN claims c ON c.reading = u.reading
),
here AS (SELECT DISTINCT n FROM event_seqs WHERE seq IN (SELECT seq FROM found UNION SELECT seq FROM inside))
SELECT (SELECT count(*) FROM found), {shown} FROM here JOIN event_facts f ON f.n = here.n
"""


def holding(connection: Connection, words: str, *, claims: int, reports: int) -> tuple[list[Fact], bool]:
    """The events of at most so many claims that hold all the words, and of all claims of at most so many reports that do.

    In no order; and whether the limit of claims was met.
    """
    match = match_of(connection, words)
    if match is None:
        return [], False
    name = connection.dialect.name
    query = _HOLDING.format(claims=_CLAIMS_HOLDING[name], reports=_REPORTS_HOLDING[name], shown=_SHOWN)
    # all rows at once: a cursor that is asked row by row hands the interpreter to another thread at each
    rows = connection.execute(text(query), {"match": match, "n": claims, "reports": reports}).all()
    return [(*row[1:],) for row in rows], bool(rows) and rows[0][0] >= claims


def of_events(connection: Connection, ids: Sequence[str]) -> list[Fact]:
    """The facts of the events of these ids."""
    f = t.EVENT_FACTS.c
    columns = (f.id, f.kind, f.status, f.sides, f.place_name, f.reports, f.label, func.coalesce(f.earliest, ""))
    out: list[Fact] = []
    for start in range(0, len(ids), 500):
        rows = connection.execute(select(*columns).where(f.id.in_(ids[start : start + 500])))
        out += [(*row,) for row in rows.all()]
    return out
