"""With whom a speaker stands, told by the words about it; and two sides that tell of one thing between them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_claims import TOWN, World, killed

from crossbearing.armedgroups import armed_group
from crossbearing.types import Claim, Count


def planned(claim: Claim) -> Claim:
    return replace(claim, mode="planned")


def test_an_official_stands_with_the_state_that_the_words_about_him_name() -> None:
    w = World()
    w.report(
        "r1", text="Artan Lor, a spokesman for the Estonian defence ministry, said that the town of Dubrava was taken."
    )
    w.report(
        "r2",
        text="Colonel Jan Tamm, who leads Estonia's border unit in Dubrava, said that the town of Dubrava was taken.",
    )
    w.claim("r1", "Artan Lor", side=None)
    w.claim("r2", "Jan Tamm", side=None)
    assert {o.side for o in w.event().origins} == {"EE"}
    assert w.event().status == "one-sided"


def test_where_an_official_merely_is_tells_no_side() -> None:
    w = World()
    w.report("r1", text="General Jan Tamm, who spoke to reporters in Estonia, said that the town of Dubrava was taken.")
    w.claim("r1", "Jan Tamm", side=None)
    assert {o.side for o in w.event().origins} == {None}


def test_a_resident_stands_with_no_one_and_bears_out_an_official() -> None:
    w = World()
    w.report("r1", text="Mira Zelen, who lives by the well, said that Norland's troops had taken Dubrava at noon.")
    w.claim("r1", "Mira Zelen", side=None, text="Norland's troops had taken Dubrava at noon")
    w.claim("r2", "Ana Lis", side="SUD", text="the town was lost to Norland")
    event = w.event()
    assert event.status == "independently corroborated"
    assert {o.side for o in event.origins} == {None, "SUD"}


def test_a_person_of_whom_nothing_is_told_bears_out_no_one() -> None:
    w = World()
    w.report("r1", text="Mira Zelen said that Norland's troops had taken Dubrava at noon.")
    w.claim("r1", "Mira Zelen", side=None, text="Norland's troops had taken Dubrava at noon")
    w.claim("r2", "Ana Lis", side="SUD", text="the town was lost to Norland")
    assert w.event().status == "independence not established"


def test_a_soldier_with_an_age_is_no_private_person() -> None:
    w = World()
    w.report("r1", text="Mira Zelen, 34, a sergeant, said that Norland's troops had taken Dubrava at noon.")
    w.claim("r1", "Mira Zelen", side=None, text="Norland's troops had taken Dubrava at noon")
    w.claim("r2", "Ana Lis", side="SUD", text="the town was lost to Norland")
    assert w.event().status == "independence not established"


def test_a_group_under_arms_stands_with_itself_and_those_behind_it() -> None:
    group = armed_group("Willem Aro", "M23 spokesman Willem Aro")
    assert group is not None
    assert (group.group, group.backers) == ("m23", {"RW"})
    assert armed_group("Ministry of Defence") is None


def test_who_tells_of_leaving_and_not_of_whose_men_bears_out_no_one() -> None:
    w = World()
    w.claim("r1", "Ministry of Defence of Norland", source_kind="organisation", kind="withdrawal",
            text="the armed forces have withdrawn the garrison from Dubrava")  # fmt: skip
    w.claim("r2", "Ana Lis", side="SUD", kind="withdrawal", agents=(), text="the garrison had left the town")
    event = w.event()
    assert event.status == "independence not established"
    assert any(r.rule == "origin.admission" for r in event.reasons)


def test_who_names_those_who_left_bears_out_those_who_say_that_they_left() -> None:
    w = World()
    w.claim("r1", "Ministry of Defence of Norland", source_kind="organisation", kind="withdrawal",
            text="the armed forces have withdrawn the garrison from Dubrava")  # fmt: skip
    w.claim("r2", "Ana Lis", side="SUD", kind="withdrawal", text="Norland's garrison had left the town")
    assert w.event().status == "independently corroborated"


def test_who_tells_of_leaving_with_men_of_his_own_does_not() -> None:
    w = World()
    w.claim("r1", "Ministry of Defence of Norland", source_kind="organisation", kind="withdrawal",
            text="the armed forces have withdrawn the garrison from Dubrava")  # fmt: skip
    w.claim("r2", "Ana Lis", side="SUD", kind="withdrawal", agents=(), text="our men had left the town")
    assert all(event.status != "independently corroborated" for event in w.link().events)


@pytest.mark.parametrize(
    ("figure", "status"), [(150, "independently corroborated"), (189, "independence not established")]
)
def test_two_sides_that_tell_of_one_exchange_bear_each_other_out_unless_their_figures_differ(
    figure: int, status: str
) -> None:
    w = World()
    w.claim("r1", "Ministry of Defence of Norland", source_kind="organisation", kind="exchange", agents=(),
            counts=(killed(150),), text="150 of its soldiers had come home to Dubrava")  # fmt: skip
    w.claim("r2", "Ana Lis", side="SUD", kind="exchange", agents=(), counts=(killed(figure),),
            text=f"{figure} were freed in the exchange")  # fmt: skip
    assert w.event().status == status


def test_two_sources_of_one_report_who_share_no_place_tell_two_things() -> None:
    north = replace(TOWN, id="t:north", as_written="the north", name="North", precision="admin1", lat=None, lon=None)
    for reports, events in ((("r1", "r2"), 1), (("r1", "r1"), 2)):
        w = World()
        for report, name, text in zip(
            reports, ("Ivo Korsak", "Pavel Lemm"), ("a bridge was hit", "shells fell"), strict=True
        ):
            w.claim(report, name, kind="shelling_missile", agents=(), place=north, text=text)
        assert len(w.link().events) == events


def test_what_one_side_plans_is_not_borne_out_by_what_the_other_says_was_done() -> None:
    w = World()
    w.claim("r1", "Ministry of Defence of Norland", source_kind="organisation", kind="exchange", agents=(),
            text="captives are to be exchanged at Dubrava")  # fmt: skip
    w.claims[-1] = planned(w.claims[-1])
    w.claim("r2", "Ana Lis", side="SUD", kind="exchange", agents=(), text="captives were exchanged at Dubrava")
    assert all(event.status != "independently corroborated" for event in w.link().events)


def test_of_the_dead_of_a_town_told_alike_it_need_not_be_told_who_killed_them() -> None:
    w = World()
    hall = replace(TOWN, as_written="Dubrava")
    w.claim("r1", "United Nations", source_kind="organisation", side=None, kind="attack_on_civilians", agents=(), place=hall,
            text="all the dead in the hall were civilians")  # fmt: skip
    w.claim(
        "r2", "Ana Lis", side="SUD", kind="attack_on_civilians", agents=(), text="all the dead in the hall lived near"
    )
    assert w.event().status == "independently corroborated"


def test_two_speakers_of_one_report_who_count_other_things_count_other_people() -> None:
    w = World()
    dead = w.claim("r1", "Ana Lis", side=None, kind="casualties", agents=(), counts=(killed(9),), text="nine had died")
    hurt = w.claim("r1", kind="casualties", agents=(), text="forty were hurt",
                   counts=(Count(what="wounded", low=40, high=40, as_written="forty"),))  # fmt: skip
    some = w.claim("r1", "Ivo Korsak", kind="casualties", agents=(), text="there were dead and hurt")
    ids = [set(event.claims) for event in w.link().events]
    assert not any({dead, hurt} <= claims for claims in ids)
    assert any(some in claims for claims in ids)


def test_what_was_done_before_the_day_for_which_it_is_foretold_is_another_thing() -> None:
    w = World()
    ahead = w.claim("r1", kind="withdrawal", stance="predicts", day="2024-03-09", text="his men would leave Dubrava")
    done = w.claim("r2", "Ana Lis", side="SUD", kind="withdrawal", day="2024-03-04", text="some had been pulled back")
    assert not any({ahead, done} <= set(event.claims) for event in w.link().events)


def test_a_claim_with_no_figure_does_not_tie_the_dead_to_the_wounded() -> None:
    w = World()
    some = w.claim("r1", "Ana Lis", side=None, kind="casualties", agents=(), text="the shells cost lives in Dubrava")
    dead = w.claim("r2", kind="casualties", agents=(), counts=(killed(4),), text="four of his men had died")
    hurt = w.claim("r3", "Mira Zelen", side=None, kind="casualties", agents=(), text="a hundred hurt were brought in",
                   counts=(Count(what="wounded", low=100, high=100, as_written="a hundred"),))  # fmt: skip
    ids = [set(event.claims) for event in w.link().events]
    assert not any({dead, hurt} <= claims for claims in ids)
    assert any({some, dead} <= claims or {some, hurt} <= claims for claims in ids)
