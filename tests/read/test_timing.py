"""The time of a happening and the time of the words: the clause, the same blow told before, the cue, publication."""

from __future__ import annotations

import pytest

from crossbearing.read.pipeline import read
from crossbearing.types import Claim


def claims(text: str) -> tuple[Claim, ...]:
    return read(text, publisher="Harbour Post", published="2023-05-22").claims


@pytest.mark.parametrize(
    ("text", "day", "rests_on"),
    [
        ("Shelling killed three people in Kherson on Friday, the governor said.", "2023-05-19", "text"),
        ("The governor said on Saturday that shelling had killed three people in Kherson.", "2023-05-20", "text"),
        ("Shelling has killed three people in Kherson, the governor said.", "2023-05-22", "publication"),
        ("Aid workers report a drone strike on a camp at Dedebit around midnight on 7 May.", "2023-05-07", "text"),
        ("Fighters of the March 23 Movement captured Sake, the army said.", "2023-05-22", "publication"),
    ],
)
def test_the_day_of_a_happening(text: str, day: str, rests_on: str) -> None:
    when = claims(text)[0].when
    assert when is not None
    assert (when.latest, when.rests_on) == (day, rests_on)


def test_the_same_blow_keeps_its_day() -> None:
    text = "A missile hit a café in Hroza on Thursday, the mayor said.\n\nThe building was destroyed, the police said."
    later = claims(text)[-1]
    assert later.when is not None
    assert (later.kind, later.when.latest, later.when.rests_on) == ("property_destruction", "2023-05-18", "context")


def test_words_of_one_speech_have_one_time() -> None:
    made = claims("The governor said on Friday that Kherson had been shelled. He denied that troops had left Kherson.")
    denial = next(c for c in made if c.stance == "denies")
    assert denial.said is not None
    assert denial.said.latest == "2023-05-19"


def test_a_clause_on_the_time_closes_it() -> None:
    made = claims("Goma has been a battlefield since Friday, when rebels entered the city.")
    entered = next(c for c in made if c.kind in ("advance", "territory_gain"))
    assert entered.when is not None
    assert (entered.when.earliest, entered.when.latest) == ("2023-05-19", "2023-05-19")


def test_a_time_on_a_noun_is_not_the_clause_s() -> None:
    made = claims("Rebels entered Hama, which they had besieged since Tuesday, the army said.")
    entered = next(c for c in made if c.kind != "encirclement")
    assert entered.when is not None
    assert entered.when.rests_on == "publication"


@pytest.mark.parametrize(
    ("text", "kind", "earliest", "latest"),
    [
        ("More than 1,000 people have fled Goma since 2 May, the army said.", "displacement", "2023-05-02", "2023-05-22"),
        ("About 900 people have fled Goma since clashes erupted on Friday, the army said.", "displacement", "2023-05-19", "2023-05-22"),
        ("The fighting began on 1 May. It has killed 118 people in Goma since the fighting began, the UN said.", "casualties", "2023-05-01", "2023-05-22"),
        ("Rebels captured Goma and will leave it on May 25, their chief said on Sunday.", "territory_gain", "2023-05-21", "2023-05-21"),
        ("The agency plans to deliver 500 tents to Goma in the first week of June.", "aid", "2023-06-01", "2023-06-07"),
    ],
)  # fmt: skip
def test_a_stretch_and_where_it_ends(text: str, kind: str, earliest: str, latest: str) -> None:
    found = next(c for c in claims(text) if c.kind == kind)
    assert found.when is not None
    assert (found.when.earliest, found.when.latest) == (earliest, latest)


def test_the_day_of_a_blow_may_stand_below() -> None:
    text = (
        "A missile killed 59 people at a café in Hroza, the mayor said.\n\nFifteen families lost two or more members, "
        "the police said.\n\nThe strike took place on 5 May, the mayor said."
    )
    first = next(c for c in claims(text) if c.kind == "casualties")
    assert first.when is not None
    assert (first.when.earliest, first.when.latest, first.when.rests_on) == ("2023-05-05", "2023-05-05", "context")


def test_a_wide_time_is_narrowed_by_the_day_told() -> None:
    text = "A missile killed 52 people in Hroza last week, the mayor said. The café in Hroza was struck by a missile on Thursday, he said."
    first = next(c for c in claims(text) if c.kind == "casualties")
    assert first.when is not None
    assert (first.when.earliest, first.when.latest) == ("2023-05-18", "2023-05-18")


def test_what_was_found_afterwards_ends_with_the_words() -> None:
    text = "An air strike hit a house in Mosul on 7 May, the army said. Sixty-one bodies have been recovered in Mosul, the police said."
    found = next(c for c in claims(text) if c.counts)
    assert found.when is not None
    assert (found.when.earliest, found.when.latest, found.when.precision) == ("2023-05-07", "2023-05-22", "interval")


def test_a_blow_at_another_site_lends_no_day() -> None:
    text = (
        "A plane bombed the theatre in Mariupol, the council said.\n\nThe ministry spoke of the bombing of the "
        "hospital in Mariupol on 9 May, in which five people died."
    )
    first = next(c for c in claims(text) if "theatre" in c.span.text)
    assert first.when is not None
    assert first.when.rests_on == "publication"


def test_what_goes_on_since_it_began() -> None:
    told = claims("The fighting, which broke out on May 4, has killed 40 people in Kherson, the governor said.")
    made = next(c for c in told if c.kind == "casualties")
    assert made.when is not None
    assert (made.when.earliest, made.when.latest) == ("2023-05-04", "2023-05-22")


def test_in_the_course_of_the_week() -> None:
    (made, *_) = claims("Sappers removed 1,100 mines from Kherson in the course of the week, the governor said.")
    assert made.when is not None
    assert (made.when.earliest, made.when.latest) == ("2023-05-15", "2023-05-22")


@pytest.mark.parametrize(
    ("text", "what", "earliest", "latest"),
    [
        # what the place has been under is no time of the strike
        ("In Hroza, under rebel control since May 2, strikes killed three women, a resident said.", "killed", "2023-05-22", "2023-05-22"),
        # a second verb shares the time of the first
        (
            "Fighting has killed 200 civilians in Hroza and injured more than 500 since clashes began on May 3, the office said.",
            "wounded", "2023-05-03", "2023-05-22",
        ),
        # a year that something is only compared with
        ("Some 40 people were killed in Hroza, a far higher toll than in 2012, the mayor said.", "killed", "2023-05-22", "2023-05-22"),
    ],
)  # fmt: skip
def test_a_time_of_something_else(text: str, what: str, earliest: str, latest: str) -> None:
    claim = next(c for c in claims(text) if c.counts and c.counts[0].what == what)
    assert claim.when is not None
    assert (claim.when.earliest, claim.when.latest) == (earliest, latest)


def test_the_toll_of_a_war_is_not_of_one_day() -> None:
    text = (
        "A strike killed 23 people in Kherson on Friday, the governor said.\n\n"
        "At least 20,000 people have been killed in the war, the agency said."
    )
    whole = claims(text)[-1]
    assert whole.when is not None
    assert (whole.counts[0].low, whole.when.latest) == (20000, "2023-05-22")


def test_a_speech_goes_on_over_paragraphs() -> None:
    text = (
        "“We took the post,” Taras Hnatiuk told Reuters.\n\nHe said his men had killed 15 soldiers in Hroza.\n\n"
        "Olena Marchuk said four soldiers had died in Kherson."
    )
    made = {c.source.name: [k.name for k in c.chain if k.role == "carrier"] for c in claims(text)}
    assert made["Taras Hnatiuk"] == ["Reuters"]
    assert made["Olena Marchuk"] == []


def test_an_attack_on_a_base_has_one_day() -> None:
    text = (
        "Eight soldiers were killed early Saturday when rebels overran their military camp outside Kherson, officials said.\n\n"
        "“Six soldiers were killed during the attack on the base in Kherson,” Taras Hnatiuk said."
    )
    later = claims(text)[-1]
    assert later.when is not None
    assert (later.counts[0].low, later.when.latest) == (6, "2023-05-20")


def test_a_figure_is_told_once() -> None:
    made = claims("Its clinic in Kherson had treated 296 wounded since Monday, 64 of them children, the charity said.")
    figures = [c.counts[0].as_written for c in made if c.counts]
    assert len(figures) == len(set(figures))


def test_a_stretch_told_of_the_past_begins_with_the_last_day_named() -> None:
    text = "On 9 May troops took Hroza, and over the next two days soldiers killed 40 civilians there, the office said."
    killed = next(c for c in claims(text) if c.kind == "casualties")
    assert killed.when is not None
    assert (killed.when.earliest, killed.when.latest) == ("2023-05-09", "2023-05-11")


def test_a_long_quotation_keeps_its_carrier() -> None:
    text = (
        "A resident told Delta Wire that fighting went on in Hroza.\n\n"
        "“The rebels hold half of Hroza. The army holds the rest. Shells fell on the market. Clashes continue,” he said."
    )
    assert all([k.name for k in c.chain if k.role == "carrier"] == ["Delta Wire"] for c in claims(text))
