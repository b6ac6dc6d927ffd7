"""The ledger that the benchmark of growth lays down at once is the one that appending and linking make, row for row."""

import random
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import adding, bulk
from benchmarks.growth import Stream
from sqlalchemy import text

from crossbearing.ledger import schema as t
from crossbearing.ledger.relink import relink
from crossbearing.ledger.store import Ledger, open_ledger
from crossbearing.ledger.verify import verify

# events are numbered in the order in which they are written, which differs; what the number leads to does not
NUMBERED = {
    "event_facts": "SELECT id, kind, status, sides, place_name, reports, label, earliest FROM event_facts ORDER BY id",
    "event_tags": "SELECT g.what, g.value, f.id FROM event_tags g JOIN event_facts f ON f.n = g.n ORDER BY 1, 2, 3",
    "event_seqs": "SELECT s.seq, f.id FROM event_seqs s JOIN event_facts f ON f.n = s.n ORDER BY s.seq",
}


def content(ledger: Ledger) -> dict[str, list[Any]]:
    out: dict[str, list[Any]] = {}
    with ledger.reading() as connection:
        for table in t.META.sorted_tables:
            query = NUMBERED.get(table.name) or f"SELECT * FROM {table.name} ORDER BY 1, 2"
            out[table.name] = [tuple(row) for row in connection.execute(text(query)).all()]
        for name in ("report_text", "claim_text"):
            out[name] = [tuple(row) for row in connection.execute(text(f"SELECT rowid, * FROM {name} ORDER BY rowid"))]
    return out


def test_a_ledger_laid_at_once_has_the_rows_of_one_that_grew(tmp_path: Path) -> None:
    words = adding.vocabulary(random.Random(5))
    readings = list(islice(adding.readings(Stream(5), words), 250))
    with (
        open_ledger(str(tmp_path / "grown"), create=True, clock=lambda: "2026-01-01T00:00:00Z") as grown,
        open_ledger(str(tmp_path / "laid"), create=True, clock=lambda: "2026-01-01T00:00:00Z") as laid,
    ):
        for one in readings:
            adding.put(grown, one)
        relink(grown, adding.PACKS, whole=True)
        bulk.lay(laid, readings, adding.PACKS, made_by="adding")
        assert verify(laid).faults == ()
        as_grown, as_laid = content(grown), content(laid)
    assert {name: len(rows) for name, rows in as_grown.items()} == {name: len(rows) for name, rows in as_laid.items()}
    unlike = {
        name: next(pair for pair in zip(rows, as_laid[name], strict=True) if pair[0] != pair[1])
        for name, rows in as_grown.items()
        if rows != as_laid[name]
    }
    assert not unlike
    assert len(as_grown["claims"]) == 1_000
