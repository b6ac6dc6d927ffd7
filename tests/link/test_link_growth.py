"""A report more: it meets the groups of its own blocks, and gives what linking everything gives."""

from __future__ import annotations

from made_claims import PACK, TOWN, World

from crossbearing.link.context import Rulings
from crossbearing.link.events import Group, MemoryIndex
from crossbearing.link.growth import blocks_of, relink, restore
from crossbearing.link.life import life
from crossbearing.link.pipeline import context_of, link_events, statuses
from crossbearing.types import Claim


def _world() -> World:
    w = World()
    for n in range(4):
        w.report(f"r{n}", "NorAgency", f"2024-03-0{n + 1}")
        w.claim(f"r{n}", day="2024-03-01")
    w.report("r8", "Sud Times", "2024-03-06")
    w.claim("r8", "Anna Rell", side="SUD", stance="denies", day="2024-03-06")
    w.report("r9", "Sud Times", "2024-03-06")
    w.claim("r9", "Anna Rell", side="SUD", kind="shelling_missile", day="2024-03-05")
    return w


def test_reports_added_one_by_one_give_the_events_of_all_at_once() -> None:
    w = _world()
    context = context_of(w.heads, w.texts, (PACK,), Rulings(), (), w.claims)
    index = MemoryIndex()
    stored: dict[str, tuple[Claim, ...]] = {}
    loaded: list[str] = []

    def load(group: str) -> Group | None:
        loaded.append(group)
        return restore(group, stored[group], context) if group in stored else None

    events = {}
    for report in sorted(w.heads):
        grown = relink([c for c in w.claims if c.report.id == report], index=index, load=load, context=context)
        stored.update({g.id: tuple(m.claim for m in g.members) for g in grown.groups})
        events.update({e.id: e for e in grown.events})
    whole = link_events(w.claims, heads=w.heads, texts=w.texts, packs=(PACK,)).events
    assert {e.id: (e.claims, e.status) for e in events.values()} == {e.id: (e.claims, e.status) for e in whole}


def test_a_claim_is_sought_where_it_is_filed() -> None:
    w = _world()
    context = context_of(w.heads, w.texts, (PACK,), Rulings(), (), w.claims)
    for claim in w.claims:
        filed, sought = blocks_of(claim, context)
        assert set(filed) & set(sought)
    assert TOWN.id is not None


def test_the_life_of_an_event_tells_first_assertion_spread_denial_and_status() -> None:
    w = _world()
    event = next(e for e in w.link().events if e.kind == "territory_gain")
    claims = {c.id: c for c in w.claims}
    context = context_of(w.heads, w.texts, (PACK,), Rulings(), (), w.claims)
    steps = life(event, claims, w.heads, statuses(event, claims, context))
    assert [s.what for s in steps] == ["first assertion", "status", "spread", "spread", "spread", "denial", "status"]
    assert [s.status for s in steps if s.status] == ["single origin", "contested"]


def test_a_publishers_correction_takes_back_its_own_report() -> None:
    w = World()
    w.report("r1", "Sud Times", "2024-03-01", "Anna Rell said that the army had lost the town of Dubrava.")
    w.claim(
        "r1", "Anna Rell", side="SUD", kind="withdrawal", agents=("SUD",), text="the army had lost the town of Dubrava"
    )
    w.report(
        "r2", "Sud Times", "2024-03-02",
        "CORRECTION. An earlier report said that Anna Rell had said the army had lost Dubrava. That was wrong.",
    )  # fmt: skip
    assert w.event().status == "retracted"
