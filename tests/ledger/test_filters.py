"""The database and the objects must agree on what a filter lets through."""

from dataclasses import replace

import pytest

from crossbearing.archive import read_into
from crossbearing.ledger.filters import Filter, event_matches, matches
from crossbearing.ledger.relink import relink
from crossbearing.ledger.store import Ledger
from crossbearing.types import Reading, Report, When
from crossbearing.views import Views
from made import captured, made_reader, report

DAYS = {"r5": When(earliest="2023-05-25"), "r6": When(latest="2023-05-02"), "r7": When(), "r8": None}


def _with_days(made: Report) -> tuple[Reading, str]:
    reading, by = made_reader(made)
    return replace(reading, claims=tuple(replace(c, when=DAYS[made.id]) for c in reading.claims)), by


@pytest.fixture
def views(ledger: Ledger) -> Views:
    more = [report(f"Rosa Lind said the town was taken, told {key}.", id=key) for key in DAYS]
    list(read_into(ledger, captured(*more), read=_with_days))
    relink(ledger, ())
    return Views(ledger)


@pytest.mark.parametrize(
    ("wanted", "let_through", "kept_out"),
    [
        (Filter(since="2023-06-01"), {"r5"}, {"r1", "r6", "r7", "r8"}),
        (Filter(until="2023-05-01"), {"r6"}, {"r1", "r5", "r7", "r8"}),
        (Filter(since="2023-05-21", until="2023-05-22"), {"r1", "r2"}, {"r5", "r6", "r7", "r8"}),
        (Filter(until="2023-05"), {"r1", "r5", "r6"}, {"r7", "r8"}),
    ],
)
def test_an_open_end_may_lie_on_any_day(
    views: Views, wanted: Filter, let_through: set[str], kept_out: set[str]
) -> None:
    found = {claim.report.id for claim in views.claims(wanted)}
    assert let_through <= found
    assert not kept_out & found
    assert [c.id for c in views.claims(wanted)] == [c.id for c in views.claims() if matches(c, wanted)]
    assert [e.id for e in views.events(wanted)] == [e.id for e in views.events() if event_matches(e, wanted)]
