"""Each status by the rule that gives it."""

from __future__ import annotations

from dataclasses import replace

from made_claims import World

from crossbearing.types import Event, Origin


def test_own_voice_alone_names_no_origin() -> None:
    w = World()
    w.claim("r1", "Sud Times", source_kind="report", side=None)
    w.claim("r2", "residents", source_kind="class", side=None)
    w.claim("r3", None, source_kind="anonymous", side=None)
    assert w.event().status == "no named origin"
    assert all(not o.counted and o.why_not for o in w.event().origins)


def test_one_speaker_through_many_carriers_is_a_single_origin() -> None:
    w = World()
    for n, carrier in enumerate(("NorAgency", "World Wire", "Sud Times")):
        w.report(f"r{n}", carrier)
        w.claim(f"r{n}", "Ivo Korsak" if n else "Korsak", via=(carrier,))
    event = w.event()
    assert event.status == "single origin"
    assert [o.counted for o in event.origins] == [True]


def test_a_spokesman_is_his_body() -> None:
    w = World()
    w.claim("r1", "Ministry of Defence of Norland", source_kind="organisation")
    w.claim("r2", "Jan Oster", as_written="Norland Defence Ministry spokesman Jan Oster")
    w.claim("r3", "Norland Ministry of Defense", source_kind="organisation")
    assert w.event().status == "single origin"


def test_a_press_service_is_its_body_and_a_force_that_a_pack_knows_is_named() -> None:
    w = World()
    w.claim("r1", "office of the spokesman of the Sudland General Staff", source_kind="organisation", side="SUD")
    w.claim("r2", "Sudland General Staff", source_kind="class", side="SUD")
    assert w.event().status == "single origin"


def test_two_origins_of_one_side_are_one_sided() -> None:
    w = World()
    w.claim("r1", "Ivo Korsak")
    w.claim("r2", "Pavel Lemm")
    assert w.event().status == "one-sided"


def test_a_denial_by_another_source_contests() -> None:
    w = World()
    asserted = w.claim("r1", "Ivo Korsak")
    denied = w.claim(
        "r2", "Sudland General Staff", source_kind="organisation", side="SUD", stance="denies", day="2024-03-03"
    )
    event = w.event()
    assert event.status == "contested"
    assert set(event.reasons[0].claims) == {asserted, denied}
    assert (event.asserting_sides, event.denying_sides) == (("NOR",), ("SUD",))


def test_a_doubt_a_prediction_and_an_own_voice_denial_contest_nothing() -> None:
    w = World()
    w.claim("r1", "Ivo Korsak")
    w.claim("r2", "Sudland General Staff", source_kind="organisation", side="SUD", stance="doubts", day="2024-03-02")
    w.claim("r3", "Anna Rell", side="SUD", stance="predicts", day="2024-03-01")
    w.claim("r4", "Sud Times", source_kind="report", side=None, stance="denies", day="2024-03-02")
    assert w.event().status == "single origin"


def test_who_takes_back_his_own_word_contests_nothing() -> None:
    w = World()
    w.claim("r1", "Ivo Korsak")
    w.claim("r2", "Korsak", stance="denies", day="2024-03-02")
    assert w.event().status != "contested"


def test_adversaries_that_agree_are_independent_and_the_admission_is_marked() -> None:
    w = World()
    w.claim("r1", "Ministry of Defence of Norland", source_kind="organisation")
    w.claim(
        "r2", "Sudland General Staff", source_kind="organisation", side="SUD",
        text="soldiers of Norland now held every street",
    )  # fmt: skip
    event = w.event()
    assert event.status == "independently corroborated"
    assert [o.admission for o in event.origins if o.side == "SUD"] == [True]


def test_the_retreat_is_an_event_beside_the_capture() -> None:
    w = World()
    w.claim("r1", "Ministry of Defence of Norland", source_kind="organisation")
    w.claim(
        "r2", "Sudland General Staff", source_kind="organisation", side="SUD", kind="withdrawal", agents=(),
        targets=("SUD",), text="it was pulling its troops out of the town",
    )  # fmt: skip
    events = w.link().events
    assert [e.status for e in events] == ["single origin", "single origin"]
    assert {link.relation for e in events for link in e.linked} == {"part"}
    assert [o.admission for e in events for o in e.origins if o.side == "SUD"] == [True]


def test_a_medium_that_could_not_verify_is_no_origin() -> None:
    w = World()
    w.claim("r1", "Ivo Korsak")
    w.claim("r1", "World Wire", source_kind="organisation", side=None, stance="doubts")
    event = w.event()
    assert event.status == "single origin"
    assert [o.why_not is None for o in event.origins] == [True, False]


def test_a_country_is_folded_into_its_body_only_where_both_make_one_statement() -> None:
    w = World()
    w.claim("r1", "Sudland", source_kind="organisation", side="SUD")
    w.claim("r1", "Sudland General Staff", source_kind="organisation", side="SUD")
    assert w.event().status == "one-sided"
    w = World()
    for report, name in (("r1", "Sudland"), ("r2", "Sudland General Staff")):
        w.claim(report, name, source_kind="organisation", side="SUD", kind="statement",
                text="condemned the attack as a breach of the law of war")  # fmt: skip
    assert w.event().status == "single origin"


def test_a_body_known_to_have_no_side_keeps_none_whatever_was_read() -> None:
    w = World()
    w.claim("r1", "Syrian Observatory for Human Rights", source_kind="organisation", side="SUD")
    assert [o.side for o in w.event().origins] == [None]


def test_an_admission_known_only_through_the_opponent_corroborates_nothing() -> None:
    w = World()
    w.claim("r1", "Ivo Korsak")
    w.claim("r2", "Sudland General Staff", source_kind="organisation", side="SUD", via=("Ivo Korsak",))
    event = w.event()
    assert event.status == "single origin"
    assert any(o.why_not and "opponent" in o.why_not for o in event.origins)


def test_a_belief_begins_no_origin() -> None:
    w = World()
    w.claim("r1", "Ivo Korsak")
    w.claim("r2", "Pavel Lemm", cue="believe")
    assert w.event().status == "single origin"


def test_a_call_sign_is_shown_and_not_counted() -> None:
    w = World()
    w.claim("r1", "Ivo Korsak")
    w.claim("r2", "Kestrel", as_written="a soldier whose call sign was 'Kestrel'")
    event = w.event()
    assert event.status == "single origin"
    assert any(o.name == "Kestrel" and not o.counted for o in event.origins)


def test_a_medium_and_a_speaker_are_not_shown_independent() -> None:
    w = World()
    w.claim("r1", "Ivo Korsak")
    w.claim("r2", "The Harbour Herald", source_kind="organisation", side=None)
    assert w.event().status == "independence not established"


def test_a_side_that_is_unknown_is_not_none() -> None:
    w = World()
    w.claim("r1", "Ivo Korsak")
    w.claim("r2", "Edda Vahl", side=None)
    assert w.event().status == "independence not established"


def test_a_body_known_to_have_no_side_corroborates() -> None:
    w = World()
    w.claim("r1", "Ivo Korsak", kind="air_drone_strike")
    w.claim("r2", "Human Rights Watch", source_kind="organisation", side=None, kind="air_drone_strike")
    assert w.event().status == "independently corroborated"


def test_a_body_that_cites_the_other_does_not_corroborate() -> None:
    w = World()
    text = "Human Rights Watch, citing Ivo Korsak, said the town of Dubrava was hit."
    w.claim("r1", "Ivo Korsak", kind="air_drone_strike")
    w.report("r2", text=text)
    w.claim("r2", "Human Rights Watch", source_kind="organisation", side=None, kind="air_drone_strike", text=text)
    assert w.event().status == "independence not established"


def test_a_retraction_by_the_only_source_retracts() -> None:
    w = World()
    first = w.claim("r1", "Ivo Korsak")
    w.claim("r2", "Ivo Korsak", day="2024-03-02", retracts=first)
    assert w.event().status == "retracted"


def test_a_counter_claim_is_an_event_of_its_own_and_contests_nothing() -> None:
    w = World()
    w.claim("r1", "Ivo Korsak")
    w.claim(
        "r2", "Sudland General Staff", source_kind="organisation", side="SUD", kind="territory_held", agents=("SUD",),
        day="2024-03-02",
    )  # fmt: skip
    events = w.link().events
    assert sorted(e.status for e in events) == ["single origin", "single origin"]
    assert {link.relation for e in events for link in e.linked} == {"counter-claim"}


def test_who_asserts_and_foretells_is_one_origin() -> None:
    w = World()
    w.claim("r1", "Ivo Korsak")
    w.claim("r2", "Ivo Korsak", stance="predicts")
    w.claim("r3", "residents", source_kind="class", side=None)
    event = w.event()
    assert len(event.origins) == 3
    assert [[o.stance for o in rows] for rows in event.voices()] == [["asserts", "predicts"], ["asserts"]]


def test_two_origins_under_one_withheld_name_stay_two() -> None:
    row = Origin(name="a resident", side=None, named=True, counted=True, stance="asserts", claims=("c1",))
    event = Event(
        id="e1", kind="territory_gain", label="", place=None, when=None, claims=("c1", "c2"), reports=2,
        origins=(row, replace(row, claims=("c2",)), replace(row, stance="denies")),
    )  # fmt: skip
    assert [len(rows) for rows in event.voices()] == [2, 1]
