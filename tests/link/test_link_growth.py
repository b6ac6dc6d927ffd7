"""Reports more or fewer: only what is near is gathered again, and it comes out as if all had been."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import pytest
from made_claims import FAR, PACK, TOWN, World

from crossbearing.link.context import Context, Rulings
from crossbearing.link.events import Group, gather
from crossbearing.link.facts import Facts, facts_of
from crossbearing.link.growth import Grown, blocks_of, keys_of, regrow
from crossbearing.link.life import life
from crossbearing.link.pipeline import context_of, statuses
from crossbearing.types import Place, Rival

PLACES = (
    TOWN,
    replace(TOWN, as_written="Oakwood"),
    FAR,
    replace(TOWN, id="t:3", name="Lesna", as_written="Lesna", lat=48.2),
    Place(as_written="Dubrava", rivals=(Rival(id="t:1", name="Dubrava"), Rival(id="t:2", name="Dubrava"))),
    Place(as_written="North", id="a:1", name="North", admin1="North", country="XA", precision="admin1"),
    None,
)
NAMES = (("Ivo Korsak", "NOR"), ("Pavel Lemm", "NOR"), ("Anna Rell", "SUD"), ("Edda Vahl", None))
TEXTS = ("the town of Dubrava was taken", "units took Lesna in the night", "it had fallen", "soldiers left their posts")


@dataclass
class Kept:
    """A shelf in memory."""

    groups: dict[str, list[Facts]] = field(default_factory=dict)
    loaded: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, groups: Iterable[Group]) -> Kept:
        return cls({g.id: list(g.members) for g in groups})

    def near(self, keys: Iterable[str]) -> Iterable[str]:
        wanted = set(keys)
        return [g for g, members in self.groups.items() if any(wanted & set(keys_of(m)) for m in members)]

    def members(self, group: str) -> Sequence[Facts]:
        self.loaded.add(group)
        return self.groups[group]

    def after(self, grown: Grown) -> Kept:
        stay = {k: v for k, v in self.groups.items() if k not in grown.gone}
        return Kept({**stay, **{g.id: list(g.members) for g in grown.groups}})


def _stream(seed: int, reports: int) -> World:
    r = random.Random(seed)
    w = World()
    for n in range(reports):
        day = f"2024-03-{r.randrange(1, 28):02}"
        w.report(f"r{n}", r.choice(("NorAgency", "Sud Times", "World Wire")), day)
        for _ in range(r.randrange(1, 4)):
            name, side = r.choice(NAMES)
            w.claim(
                f"r{n}", name, side=side, kind=r.choice(("territory_gain", "shelling_missile", "casualties", "statement", "accusation")),
                stance=r.choice(("asserts", "asserts", "asserts", "denies", "doubts", "predicts")), place=r.choice(PLACES),
                day=f"2024-03-{r.randrange(1, 28):02}", dated=r.random() < 0.5, agents=r.choice(((), ("NOR",), ("SUD",))),
                text=r.choice(TEXTS),
            )  # fmt: skip
    return w


def _context(w: World, rulings: Rulings = Rulings()) -> Context:
    return context_of(w.heads, w.texts, (PACK,), rulings, (), w.claims)


def _shape(groups: Iterable[Group]) -> dict[str, frozenset[str]]:
    return {g.id: frozenset(m.claim.id for m in g.members) for g in groups}


def _kept(kept: Kept) -> dict[str, frozenset[str]]:
    return {g: frozenset(m.claim.id for m in members) for g, members in kept.groups.items()}


@pytest.mark.parametrize("seed", range(12))
def test_reports_added_one_by_one_in_any_order_give_the_groups_of_all_at_once(seed: int) -> None:
    w = _stream(seed, 40)
    context = _context(w)
    facts = [facts_of(c, context) for c in w.claims]
    reports = sorted(w.heads)
    random.Random(seed).shuffle(reports)
    first = set(reports[:25])
    kept = Kept.of(gather([f for f in facts if f.claim.report.id in first], Rulings())[0])
    for report in reports[25:]:
        kept = kept.after(regrow([f for f in facts if f.claim.report.id == report], shelf=kept))
    whole = gather(facts, Rulings())[0]
    assert _kept(kept) == _shape(whole)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_taken_away_again_was_never_there(seed: int) -> None:
    w = _stream(seed, 30)
    context = _context(w)
    facts = [facts_of(c, context) for c in w.claims]
    kept = Kept.of(gather(facts, Rulings())[0])
    home = {m.claim.id: g for g, members in kept.groups.items() for m in members}
    out = {f.claim.id: home[f.claim.id] for f in facts if f.claim.report.id in ("r3", "r11")}
    kept = kept.after(regrow((), shelf=kept, gone=out))
    assert _kept(kept) == _shape(gather([f for f in facts if f.claim.id not in out], Rulings())[0])


@pytest.mark.parametrize("seed", range(6))
def test_what_people_bound_or_parted_holds_while_reports_come_in(seed: int) -> None:
    w = _stream(seed, 30)
    ids = [c.id for c in w.claims]
    rulings = Rulings(
        together=(frozenset(ids[2:5]),),
        locked=(frozenset(ids[8:10]),),
        apart=((frozenset(ids[:2]), frozenset(ids[10:40])),),
    )
    context = _context(w, rulings)
    facts = [facts_of(c, context) for c in w.claims]
    late = {"r25", "r26", "r27", "r28", "r29"}
    kept = Kept.of(gather([f for f in facts if f.claim.report.id not in late], rulings)[0])
    for report in sorted(late, reverse=True):
        kept = kept.after(regrow([f for f in facts if f.claim.report.id == report], shelf=kept, rulings=rulings))
    assert _kept(kept) == _shape(gather(facts, rulings)[0])


def test_what_is_far_is_not_read() -> None:
    w = World()
    for n in range(30):
        far = replace(TOWN, id=f"t:{10 + n}", name=f"Town{n}", as_written=f"Town{n}", lat=20.0 + n, admin1=f"A{n}")
        w.claim(f"r{n}", place=far, text=f"troops entered Town{n}")
    w.claim("r99", place=replace(w.claims[4].place or TOWN), text="troops entered Town4")
    context = _context(w)
    facts = [facts_of(c, context) for c in w.claims]
    kept = Kept.of(gather(facts[:-1], Rulings())[0])
    grown = regrow(facts[-1:], shelf=kept)
    assert [len(g.members) for g in grown.groups] == [2]
    assert len(kept.loaded) < 4


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


def test_a_claim_is_sought_where_it_is_filed() -> None:
    w = _world()
    context = _context(w)
    for claim in w.claims:
        filed, sought = blocks_of(claim, context)
        assert set(filed) & set(sought)
    assert TOWN.id is not None


def test_the_life_of_an_event_tells_first_assertion_spread_denial_and_status() -> None:
    w = _world()
    event = next(e for e in w.link().events if e.kind == "territory_gain")
    claims = {c.id: c for c in w.claims}
    context = _context(w)
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
