"""Which claims meet in one event, and which never do."""

from __future__ import annotations

from dataclasses import replace

from made_claims import FAR, TOWN, World, killed

from crossbearing.types import Decision, Place, Rival


def test_rival_names_of_one_place_meet() -> None:
    w = World()
    w.claim("r1", place=TOWN)
    w.claim("r2", place=replace(TOWN, as_written="Oakwood"))
    assert len(w.event().claims) == 2


def test_two_captures_a_month_apart_are_two_events() -> None:
    w = World()
    w.claim("r1", day="2024-03-01")
    w.claim("r2", day="2024-03-31")
    assert len(w.link().events) == 2


def test_a_chain_of_dates_never_ties_captures_a_month_apart() -> None:
    w = World()
    for n, day in enumerate(("2024-03-01", "2024-03-11", "2024-03-21", "2024-03-31")):
        w.claim(f"r{n}", day=day)
    first = next(e for e in w.link().events if w.claims[0].id in e.claims)
    assert w.claims[3].id not in first.claims


def test_strikes_on_other_days_are_other_events() -> None:
    w = World()
    w.claim("r1", kind="shelling_missile", day="2024-03-01")
    w.claim("r2", kind="shelling_missile", day="2024-03-04")
    assert len(w.link().events) == 2


def test_villages_of_one_name_are_two_places() -> None:
    w = World()
    w.claim("r1", place=TOWN)
    w.claim("r2", place=FAR)
    assert len(w.link().events) == 2


def test_an_unresolved_name_meets_a_place_that_it_may_mean() -> None:
    open_place = Place(as_written="Dubrava", rivals=(Rival(id="t:1", name="Dubrava"), Rival(id="t:9", name="Dubrava")))
    w = World()
    w.claim("r1", place=TOWN)
    w.claim("r2", place=open_place)
    assert len(w.event().claims) == 2


def test_opposite_sides_that_take_one_town_are_two_events() -> None:
    w = World()
    w.claim("r1", agents=("NOR",))
    w.claim("r2", agents=("SUD",), side="SUD", name="Anna Rell")
    assert len(w.link().events) == 2


def test_casualties_stand_beside_the_strike_that_caused_them() -> None:
    w = World()
    w.claim("r1", kind="shelling_missile")
    w.claim("r2", kind="casualties", counts=(killed(12),))
    strike, dead = sorted(w.link().events, key=lambda e: e.kind, reverse=True)
    assert [link.relation for link in strike.linked] == ["cause"]
    assert [link.event for link in dead.linked] == [strike.id]


def test_dead_soldiers_and_dead_civilians_are_two_events() -> None:
    w = World()
    w.claim("r1", kind="casualties", agents=(), counts=(killed(12),), text="12 soldiers were killed in Dubrava")
    w.claim("r1", kind="casualties", agents=(), counts=(killed(3),), text="3 civilians were killed in Dubrava")
    assert len(w.link().events) == 2


def test_the_dead_of_two_sides_are_two_events_though_one_is_told_by_his_own() -> None:
    w = World()
    w.claim("r1", kind="casualties", agents=(), counts=(killed(200),), text="200 of his fighters were killed")
    w.claim("r1", kind="casualties", agents=(), targets=("SUD",), counts=(killed(500),), text="500 men were lost")
    assert len(w.link().events) == 2


def test_a_claim_with_no_place_is_of_the_place_that_its_report_is_on() -> None:
    w = World()
    w.claim("r1")
    w.claim("r2", kind="shelling_missile")
    w.claim("r2", kind="ground_clash")
    w.claim("r2", place=None, text="the whole city was under control")
    assert sorted(len(e.claims) for e in w.link().events) == [1, 1, 2]


def test_what_one_source_tells_in_one_breath_of_no_place_is_one_event() -> None:
    w = World()
    w.claim("r1", kind="casualties", place=None, counts=(killed(12),), text="12 people died there")
    w.claim("r1", kind="casualties", place=None, counts=(killed(2),), text="two of the dead were guards")
    assert len(w.event().claims) == 2


def test_a_claim_without_a_day_is_of_the_day_that_its_report_gives() -> None:
    w = World()
    w.claim("r1", kind="shelling_missile", day="2024-03-01")
    w.report("r2", published="2024-03-20")
    w.claim("r2", kind="casualties", day="2024-03-01", counts=(killed(4),))
    w.claim("r2", kind="shelling_missile", day="2024-03-20", dated=False, text="a rocket was used")
    assert sorted((e.kind, len(e.claims)) for e in w.link().events) == [("casualties", 1), ("shelling_missile", 2)]


def test_what_a_speaker_foretold_and_then_reports_is_one_event() -> None:
    w = World()
    w.claim("r1", stance="predicts", day="2024-03-01", agents=())
    w.claim("r2", day="2024-03-03", agents=())
    assert len(w.event().claims) == 2


def test_who_denies_the_blame_denies_the_deed() -> None:
    w = World()
    w.claim("r1", "Anna Rell", side="SUD", kind="shelling_missile", day="2024-03-01", agents=("NOR",))
    w.claim("r1", kind="accusation", stance="denies", day="2024-03-02", text="Norland was to blame for the attack")
    w.claim("r2", "Edda Vahl", side=None, kind="shelling_missile", day="2024-03-01", agents=())
    event = w.event()
    assert event.kind == "shelling_missile"
    assert event.status == "contested"


def test_a_denial_means_what_was_said_last() -> None:
    w = World()
    w.claim("r1", kind="attack_on_civilians", day="2024-03-01")
    last = w.claim("r2", kind="attack_on_civilians", day="2024-03-14")
    w.claim("r3", "Anna Rell", side="SUD", kind="attack_on_civilians", stance="denies", day="2024-03-15")
    contested = next(e for e in w.link().events if e.status == "contested")
    assert last in contested.claims


def test_a_strike_on_a_theatre_is_not_the_strike_on_a_clinic() -> None:
    w = World()
    w.claim("r1", kind="air_drone_strike", text="a bomb fell on the theatre of Dubrava")
    w.claim("r2", kind="air_drone_strike", text="drones hit the theatre")
    w.claim("r3", kind="air_drone_strike", text="drones hit the clinic")
    assert sorted(len(e.claims) for e in w.link().events) == [1, 2]


def test_the_airport_is_not_the_town() -> None:
    w = World()
    w.claim("r1")
    w.claim("r2", text="fighters captured the airport of Dubrava")
    assert len(w.link().events) == 2


def test_a_later_figure_of_one_origin_replaces_its_earlier_one_and_rivals_stay() -> None:
    w = World()
    w.claim("r1", kind="casualties", counts=(killed(10),))
    w.claim("r2", "Anna Rell", side="SUD", kind="casualties", counts=(killed(40),), agents=())
    w.report("r3", published="2024-03-02")
    w.claim("r3", kind="casualties", counts=(killed(14),), day="2024-03-01")
    event = w.event()
    assert [c.low for c in event.counts] == [14, 40]
    assert len(event.claims) == 3


def test_statements_meet_only_if_their_words_are_alike() -> None:
    w = World()
    w.claim("r1", kind="statement", place=None, text="the war is a defensive effort to protect citizens of the north")
    w.claim("r2", kind="statement", place=None, text="talks on the fate of the harbour will be held in autumn")
    assert len(w.link().events) == 2


def test_the_same_claims_in_any_order_give_the_same_events() -> None:
    w = World()
    for n in range(6):
        w.claim(f"r{n}", kind="casualties", day=f"2024-03-0{1 + n % 3}", counts=(killed(n),))
    before = w.link().events
    w.claims.reverse()
    assert w.link().events == before


def _decision(seq: int, verdict: str, **payload: object) -> Decision:
    return Decision(seq=seq, at="2024-04-01T00:00:00Z", by="ana", subject="e", verdict=verdict, payload=payload)  # type: ignore[arg-type]


def test_people_join_split_lock_and_undo() -> None:
    w = World()
    a, b = w.claim("r1", day="2024-03-01"), w.claim("r2", day="2024-05-31")
    assert len(w.link().events) == 2
    join = _decision(1, "join", claims=[a, b])
    assert len(w.event(decisions=(join,)).claims) == 2
    assert w.event(decisions=(join,)).decided_by == "person"
    undo = replace(_decision(2, "undo"), replaces=1)
    assert len(w.link(decisions=(join, undo)).events) == 2
    again = replace(_decision(3, "undo"), replaces=2)
    assert len(w.link(decisions=(join, undo, again)).events) == 1
    c = w.claim("r3", day="2024-03-02")
    assert len(w.link().events) == 2
    assert len(w.link(decisions=(_decision(1, "split", claims=[c], rest=[a]),)).events) == 3
    assert len(w.link(decisions=(_decision(1, "lock", claims=[a]),)).events) == 3


def test_people_say_that_two_names_are_one_speaker_or_two() -> None:
    w = World()
    w.claim("r1", "Ivo Korsak")
    w.claim("r2", "Mirko Valt")
    assert w.event().status == "one-sided"
    same = _decision(1, "same", speakers=["Ivo Korsak", "Mirko Valt"])
    assert w.event(decisions=(same,)).status == "single origin"


def test_as_of_sees_only_what_was_published_by_then() -> None:
    w = World()
    w.report("r1", published="2024-03-01")
    w.report("r2", published="2024-03-03")
    w.claim("r1")
    w.claim("r2", "Anna Rell", side="SUD", stance="denies", day="2024-03-03")
    assert w.event(as_of="2024-03-02").status == "single origin"
    assert w.event(as_of="2024-03-03").status == "contested"


def test_one_utterance_whose_place_was_read_from_context_is_one_event() -> None:
    w = World()
    for n, place in enumerate((TOWN, FAR)):
        w.claim(f"r{n}", place=replace(place, as_written="the city"), kind="withdrawal",
                text="I decided to withdraw our units from the city to better lines")  # fmt: skip
    assert len(w.event().claims) == 2


def test_no_one_denies_what_is_only_said_days_later() -> None:
    w = World()
    w.claim("r1", "Anna Rell", side="SUD", stance="denies", day="2024-03-01")
    w.claim("r2", day="2024-03-06", dated=False)
    assert len(w.link().events) == 2
