"""A verdict that changes no event links nothing; every other one links, and the events are those of a whole linking."""

from pathlib import Path

import pytest

from crossbearing.ledger import relink as linking
from crossbearing.ledger.decisions import decide, undo
from crossbearing.ledger.relink import events_there, link_state, relink, stale
from crossbearing.ledger.store import Ledger
from crossbearing.ledger.verify import verify
from crossbearing.views import Views
from made import made_ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    with made_ledger(tmp_path) as made:
        relink(made, ())
        return made


def _count(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    made: list[int] = []

    def counted(*args: object, **more: object) -> object:
        made.append(1)
        return link_state(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(linking, "link_state", counted)
    return made


def _same_as_whole(ledger: Ledger) -> bool:
    with ledger.reading() as connection:
        return {e.id: e for e in link_state(connection, ()).events} == {e.id: e for e in Views(ledger).events()}


def test_a_confirmation_links_nothing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    claim = next(iter(Views(ledger).claims())).id
    made = _count(monkeypatch)
    with ledger.reading() as connection:
        before = events_there(connection)
    first = decide(ledger, claim, "confirm", by="ann")
    decide(ledger, claim, "unclear", by="ben")
    assert stale(ledger)
    relink(ledger, ())
    undo(ledger, first.seq, by="ann")
    relink(ledger, ())
    assert not stale(ledger)
    assert made == []
    with ledger.reading() as connection:
        assert events_there(connection) == before
    assert _same_as_whole(ledger)
    assert verify(ledger).faults == ()


@pytest.mark.parametrize(
    "verdicts", [("reject",), ("reject", "confirm"), ("confirm", "reject", "undo"), ("confirm", "lock")]
)
def test_what_may_change_an_event_links(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, verdicts: tuple[str, ...]
) -> None:
    claim = next(iter(Views(ledger).claims())).id
    made = _count(monkeypatch)
    for verdict in verdicts:
        if verdict == "undo":
            undo(ledger, Views(ledger).decisions()[-1].seq, by="ann")
        elif verdict == "lock":
            event = next(iter(Views(ledger).events()))
            decide(ledger, event.id, "confirm", by="ann", payload={"claims": list(event.claims)})
        else:
            decide(ledger, claim, verdict, by="ann")
        relink(ledger, ())
        assert _same_as_whole(ledger)
    assert made
