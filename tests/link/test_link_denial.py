"""Denials that give no place or kind, tolls that are apart, losses admitted, and doubts that begin nothing."""

from __future__ import annotations

from made_claims import World

from crossbearing.types import Count, Event, Place

REGION = Place(
    as_written="Upland", id="t:9", name="Upland", admin1="Upland", country="NOR", lat=49.0, lon=40.0, precision="admin1"
)


def together(w: World, *claims: str) -> bool:
    return any(set(claims) <= set(event.claims) for event in w.link().events)


def of(w: World, claim: str) -> Event:
    return next(event for event in w.link().events if claim in event.claims)


def test_a_short_denial_beside_an_accusation_meets_it() -> None:
    w = World()
    w.report("r1", text="Ana Lis said that captives were beaten in Upland. Norland denied mistreating captives.")
    told = w.claim("r1", "Ana Lis", side="SUD", kind="attack_on_civilians", place=REGION, agents=(),
                   text="captives were beaten in Upland")  # fmt: skip
    denied = w.claim("r1", "Norland", source_kind="organisation", kind="statement", stance="denies", place=None, agents=(),
                     text="mistreating captives")  # fmt: skip
    assert together(w, told, denied)
    assert of(w, denied).status == "contested"
    assert any("its own report tells" in reason.text for reason in of(w, denied).reasons)


def test_a_denial_without_a_place_meets_the_figure_that_it_denies() -> None:
    w = World()
    w.report(
        "r1",
        text="Ana Lis said 200 people had been killed in Dubrava. Ivo Korsak called a toll of 200 an exaggeration.",
    )
    told = w.claim("r1", "Ana Lis", side="SUD", kind="casualties", agents=(), text="200 people had been killed in Dubrava",
                   counts=(Count(what="killed", low=200, high=200, as_written="200"),))  # fmt: skip
    denied = w.claim(
        "r1", kind="statement", stance="denies", place=None, agents=(), text="a toll of 200 an exaggeration"
    )
    assert together(w, told, denied)


def test_a_denial_with_matter_of_its_own_meets_nothing_beside_it() -> None:
    w = World()
    w.report(
        "r1",
        text="Ana Lis said that rockets hit Dubrava. Norland denied that its minister of finance had resigned on Monday.",
    )
    told = w.claim("r1", "Ana Lis", side="SUD", kind="shelling_missile", agents=("NOR",), text="rockets hit Dubrava")
    denied = w.claim("r1", "Norland", source_kind="organisation", kind="statement", stance="denies", place=None, agents=(),
                     text="its minister of finance had resigned on Monday")  # fmt: skip
    assert not together(w, told, denied)


def test_one_side_does_not_deny_its_own_words() -> None:
    w = World()
    w.report("r1", text="Pavel Lemm said that captives were beaten. Norland denied mistreating captives.")
    told = w.claim("r1", "Pavel Lemm", kind="attack_on_civilians", agents=(), text="captives were beaten")
    denied = w.claim("r1", "Norland", source_kind="organisation", kind="statement", stance="denies", place=None, agents=(),
                     text="mistreating captives")  # fmt: skip
    assert not together(w, told, denied)


def test_the_dead_and_the_wounded_are_two_tolls() -> None:
    w = World()
    dead = w.claim("r1", "Ana Lis", side=None, kind="casualties", agents=(), text="nine people were killed in Dubrava",
                   counts=(Count(what="killed", low=9, high=9, as_written="nine"),))  # fmt: skip
    hurt = w.claim("r1", "Ana Lis", side=None, kind="casualties", agents=(), text="twenty others were wounded",
                   counts=(Count(what="wounded", low=20, high=20, as_written="twenty"),))  # fmt: skip
    assert not together(w, dead, hurt)
    assert of(w, dead).linked[0].relation == of(w, hurt).linked[0].relation == "part"


def test_what_a_report_tells_as_past_is_not_its_news() -> None:
    w = World()
    news = w.claim("r1", kind="air_drone_strike", agents=(), text="a hit on the depot", dated=False)
    past = w.claim("r1", "Ana Lis", side="SUD", kind="air_drone_strike", agents=(), text="drones had struck two days before",
                   mode="historical")  # fmt: skip
    assert not together(w, news, past)


def test_who_admits_the_loss_tells_of_the_same_change_of_hands() -> None:
    w = World()
    gain = w.claim("r1", text="our troops have taken Dubrava")
    loss = w.claim("r2", "Sudland General Staff", source_kind="organisation", side="SUD", kind="withdrawal", agents=(),
                   day="2024-03-02", text="the town of Dubrava is out of our control")  # fmt: skip
    left = w.claim("r3", "Sudland General Staff", source_kind="organisation", side="SUD", kind="withdrawal", agents=("SUD",),
                   day="2024-03-02", text="its units have left Dubrava")  # fmt: skip
    assert together(w, gain, loss)
    assert not together(w, gain, left)


def test_a_hilltop_town_is_no_part_of_a_town() -> None:
    w = World()
    one = w.claim("r1", text="Norland has captured Dubrava, the hilltop town that overlooks the river")
    other = w.claim("r2", text="Dubrava has been taken", day="2024-03-02")
    part = w.claim("r3", text="our troops hold the hilltop in Dubrava", day="2024-03-02")
    assert together(w, one, other)
    assert not together(w, one, part)


def test_who_only_doubts_begins_no_origin() -> None:
    w = World()
    w.claim("r1")
    doubt = w.claim("r2", "Ana Lis", side=None, stance="doubts", text="the fall of Dubrava is not confirmed")
    row = next(o for o in w.event().origins if doubt in o.claims)
    assert not row.counted
    assert row.why_not
    assert w.event().status == "single origin"


def test_an_aircraft_named_by_its_type_ties_two_tellers() -> None:
    w = World()
    country = Place(as_written="Sudland", id="t:8", name="Sudland", country="SUD", precision="country")
    one = w.claim(
        "r1", kind="interception", agents=(), place=country, text="one of its Zu-24 helicopters has been shot down"
    )
    other = w.claim("r1", "Sudland General Staff", source_kind="organisation", side="SUD", kind="interception",
                    agents=("SUD",), place=country, text="its forces fired at the Zu-24")  # fmt: skip
    assert together(w, one, other)


def test_a_body_told_by_its_office_is_counted_and_a_counted_few_are_not() -> None:
    w = World()
    body = w.claim("r1", "regional government", source_kind="organisation", as_written="The regional government")
    few = w.claim("r2", "Two of the released soldiers", side="SUD")
    film = w.claim("r3", "Videos on social media", source_kind="document", side=None)
    counted = {o.claims[0]: o.counted for o in w.event().origins}
    assert (counted[body], counted[few], counted[film]) == (True, False, False)
