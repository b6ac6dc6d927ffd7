"""Full-text search over reports and claims."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, text

from crossbearing.ledger.packing import column

_TERM = re.compile(r'-?"[^"]+"|\S+')


@dataclass(frozen=True, slots=True)
class Hit:
    """One find: a report or a claim, with the words around it (matches between ⟦ and ⟧)."""

    what: Literal["report", "claim"]
    id: str
    report: str
    snippet: str
    score: float


def search(connection: Connection, words: str, *, limit: int | None = None) -> tuple[Hit, ...]:
    """Reports and claims that hold all the words ("quoted words" together, `-word` not), best first.

    Claims are those of current readings. An empty query finds nothing.
    """
    terms = _TERM.findall(words)
    if not any(_plain(term) for term in terms if not term.startswith("-")):
        return ()
    query = _REPORTS + " UNION ALL " + _CLAIMS if connection.dialect.name == "sqlite" else _POSTGRES
    wanted = _match(terms) if connection.dialect.name == "sqlite" else words
    rows = connection.execute(
        text(f"SELECT * FROM ({query}) AS found ORDER BY score, what, seq LIMIT :limit"),
        {"match": column(wanted), "limit": -1 if limit is None and connection.dialect.name == "sqlite" else limit},
    )
    return tuple(Hit(row.what, row.id, row.report, row.snippet, round(-float(row.score), 4)) for row in rows)


def match_of(connection: Connection, words: str) -> str | None:
    """The words in the language of the database's full-text search; `None` where nothing is asked for."""
    terms = _TERM.findall(words)
    if not any(_plain(term) for term in terms if not term.startswith("-")):
        return None
    return column(_match(terms) if connection.dialect.name == "sqlite" else words)


def _plain(term: str) -> str:
    return (column(term) or "").lstrip("-").replace('"', " ").strip()


def _match(terms: list[str]) -> str:
    """The query in FTS5's language, every term quoted, so that no character of a user means anything to it."""
    want = [f'"{_plain(term)}"' for term in terms if not term.startswith("-") and _plain(term)]
    avoid = [f'"{_plain(term)}"' for term in terms if term.startswith("-") and _plain(term)]
    wanted = " AND ".join(want)
    return f"({wanted}) NOT ({' OR '.join(avoid)})" if avoid else wanted


_REPORTS = """
SELECT 'report' AS what, r.id AS id, r.id AS report, r.seq AS seq, bm25(report_text) AS score,
       snippet(report_text, -1, '⟦', '⟧', '…', 24) AS snippet
FROM report_text JOIN reports r ON r.seq = report_text.rowid WHERE report_text MATCH :match"""
_CLAIMS = """
SELECT 'claim' AS what, c.id AS id, c.report AS report, c.seq AS seq, bm25(claim_text) AS score,
       snippet(claim_text, 0, '⟦', '⟧', '…', 24) AS snippet
FROM claim_text JOIN claims c ON c.seq = claim_text.rowid WHERE claim_text MATCH :match"""
_POSTGRES = """
SELECT 'report' AS what, r.id AS id, r.id AS report, r.seq AS seq, -ts_rank(t.words, q) AS score,
       ts_headline('simple', t.body, q, 'StartSel=⟦,StopSel=⟧,MaxFragments=1') AS snippet
FROM report_text t JOIN reports r ON r.seq = t.rowid, websearch_to_tsquery('simple', :match) q WHERE t.words @@ q
UNION ALL
SELECT 'claim', c.id, c.report, c.seq, -ts_rank(t.words, q),
       ts_headline('simple', t.body, q, 'StartSel=⟦,StopSel=⟧,MaxFragments=1')
FROM claim_text t JOIN claims c ON c.seq = t.rowid, websearch_to_tsquery('simple', :match) q WHERE t.words @@ q"""
