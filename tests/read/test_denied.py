"""Denials by every wording: what is denied, by whom, and what is no denial at all."""

from __future__ import annotations

import pytest

from crossbearing.read.pipeline import read
from crossbearing.types import Claim

CLAIMED = "Russia said on Friday that its forces had captured Soledar. "


def claims(text: str) -> tuple[Claim, ...]:
    return read(text, publisher="Harbour Post", published="2023-05-22").claims


def told(text: str) -> set[tuple[str | None, str, str, str | None]]:
    """Source, kind, stance and place of every claim."""
    return {(c.source.name, c.kind, c.stance, c.place.name if c.place else None) for c in claims(text)}


@pytest.mark.parametrize(
    "words",
    [
        "Ukraine denied the claim.",
        "Kyiv denied it.",
        "Kyiv disputed that.",
        "Ukraine rejected the claim as nonsense.",
        "Ukraine called the claim a lie.",
        "Ukraine described the report as fake.",
        "The claim was denied by Ukraine.",
        "Kyiv said this was not true.",
        "Kyiv said the claim was false.",
        "Ukraine said that nothing of the kind had happened.",
        "Kyiv denied that any such thing took place.",
        "Not true, said Ukraine.",
        "Ukraine’s Defence Ministry called the report “not true.”",
        "Ukraine scoffed at the claim.",
        "The Ukrainian army pushed back against the claim.",
        "Ukraine contested the Russian claim.",
        "The Ukrainian army said that the reports were fabricated.",
        "The Ukrainian army said it was fake news.",
        "Kyiv issued a swift denial.",
    ],
)
def test_what_only_points_back_denies_what_was_told(words: str) -> None:
    made = told(CLAIMED + words)
    assert {(kind, stance, place) for name, kind, stance, place in made if name and name.startswith("Ukrain")} == {
        ("territory_gain", "denies", "Soledar")
    }


@pytest.mark.parametrize(
    "text",
    [
        "Russia claimed to have captured Soledar, a claim that Ukraine rejected.",
        "Russia claimed to have captured Soledar, a claim Kyiv denied.",
        "Russia claims to have captured the town of Soledar, which Kyiv denies.",
        "Russia said it had captured Soledar, a report dismissed by Ukraine as false.",
    ],
)
def test_a_denial_beside_what_is_denied(text: str) -> None:
    assert ("Ukraine", "territory_gain", "denies", "Soledar") in told(text)


def test_the_span_of_blame_denied_in_the_same_sentence_is_the_blame() -> None:
    made = claims("The ministry accused Tehran of arming the rebels with missiles, which Tehran denies.")
    assert "arming" in next(c for c in made if c.stance == "denies").span.text


def test_a_question_with_a_flat_no_is_a_denial() -> None:
    made = claims("A flag flew over the base in Goma. Surrender? “Absolutely not,” said General Peter Molefe.")
    denial = next(c for c in made if c.stance == "denies")
    assert (denial.kind, denial.source.name, denial.span.text) == ("captured_persons", "Peter Molefe", "Surrender?")
    assert all(c.span.text != "Surrender?" for c in made if c.stance == "asserts")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The general said his experts had found no trace of a strike on the house in Mosul.", "air_drone_strike"),
        ("Anna Kern, a lawyer, said nothing suggested that the army had shelled Mosul.", "shelling_missile"),
        ("The army took the city without innocent civilians being targeted, the general said.", "attack_on_civilians"),
    ],
)
def test_what_nothing_shows_is_denied(text: str, kind: str) -> None:
    assert kind in {c.kind for c in claims(text) if c.stance == "denies"}


@pytest.mark.parametrize(
    "words",
    [
        "The World Food Programme said it cannot confirm how much was taken.",
        "The agency said it had seen no evidence for the claim.",
    ],
)
def test_what_cannot_be_checked_is_doubted(words: str) -> None:
    made = claims("Looters stole food from a warehouse in Goma, residents said. " + words)
    assert [c.kind for c in made if c.stance == "doubts"] == ["property_destruction"]


def test_a_denial_joined_to_another_is_told() -> None:
    made = claims(
        "Ukrainian troops were moved to Soledar, Major Yurii Kern said. A blogger, Oleg Rudin, denied that any such "
        "transfer took place and characterized Ukrainian reports of Russian losses as false."
    )
    assert {c.kind for c in made if c.stance == "denies"} == {"deployment", "casualties"}


def test_a_toll_called_an_exaggeration_is_denied() -> None:
    text = (
        "Neighbours said 200 people had been killed in Mosul. Colonel Adel Rahim called a toll of 200 an exaggeration."
    )
    denial = next(c for c in claims(text) if c.stance == "denies")
    assert denial.kind == "casualties"
    assert [(k.what, k.low) for k in denial.counts] == [("killed", 200)]


def test_the_span_of_a_denial_is_its_own_clause() -> None:
    denial = next(c for c in claims(CLAIMED + "Kyiv denied it.") if c.stance == "denies")
    assert denial.span.text == "Kyiv denied it"
    assert not denial.hedged
    assert denial.when is not None
    assert denial.when.earliest == "2023-05-22"  # a denial has the time of its own words


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ukraine denied that Soledar had been captured.", "territory_gain"),
        ("Ukraine refuted reports that its troops had left Soledar.", "withdrawal"),
        ("Ukraine dismissed reports of the fall of Soledar as nonsense.", "territory_gain"),
        ("Ukraine said the claim that Soledar had fallen was untrue.", "territory_gain"),
        ("Ukraine said reports of its withdrawal from Soledar were not true.", "withdrawal"),
        ("Ukraine rejected claims that the town of Soledar had fallen.", "territory_gain"),
        ("Ukraine said that Soledar had not been captured.", "territory_gain"),
        ("Ukraine ruled out a withdrawal from Soledar.", "withdrawal"),
        ("Ukraine denied responsibility for the strike on Soledar.", "air_drone_strike"),
        ("Ukraine said there were no Russian troops in Soledar.", "deployment"),
        ("Ukraine denied firing on residential areas in Kherson.", "shelling_missile"),
        ("Contrary to Russian claims, Ukraine said, its army has not left Soledar.", "withdrawal"),
    ],
)
def test_denials_with_their_own_words(text: str, kind: str) -> None:
    assert ("Ukraine", kind, "denies") in {t[:3] for t in told(text)}


def test_responsibility_is_not_a_claim_of_its_own() -> None:
    assert {c.kind for c in claims("Ukraine denied responsibility for the strike on Soledar.")} == {"air_drone_strike"}


def test_an_accusation_denied_takes_its_kind_and_place() -> None:
    text = "Israel accused Hezbollah of firing a rocket at Majdal Shams. Hezbollah denied any involvement."
    assert ("Hezbollah", "shelling_missile", "denies", "Majdal Shams") in told(text)


def test_whose_claim_is_denied_is_told_by_its_owner() -> None:
    text = (
        "Russia said its forces had captured Soledar.\n\nTurkey said it had delivered ten trucks of food to Kherson.\n\n"
        "Ukraine denied the Russian claim."
    )
    assert ("Ukraine", "territory_gain", "denies", "Soledar") in told(text)


@pytest.mark.parametrize(
    "words",
    [
        "Reuters could not verify the report.",
        "Reuters was unable to verify battlefield accounts.",
        "The Associated Press said that it could not confirm the reports.",
    ],
)
def test_what_could_not_be_verified_is_doubted(words: str) -> None:
    made = told(CLAIMED + words)
    assert "doubts" in {s for name, _, s, _ in made if (name or "").endswith(("Reuters", "Associated Press"))}
    assert "denies" not in {s for _, _, s, _ in made}


@pytest.mark.parametrize(
    "text",
    [
        "Kyiv declined to comment on the attack on Belgorod.",
        "Without explicitly denying the loss of Bakhmut, the general said that fighting continued.",
        "The army did not acknowledge any losses in Kharkiv.",
        "The governor did not rule out an attack on Kharkiv.",
        "The battle for Bakhmut is not over, the mayor said.",
        "Civilians must not be targeted, the envoy said.",
        "There was no confirmation of the capture of Soledar from Kyiv.",
        "Checkpoints prevented residents from leaving Soledar, the mayor said.",
        "Troops entered Soledar without a fight, the mayor said.",
        "The army has denied aid workers access to the camp in Rafah.",
    ],
)
def test_no_denial(text: str) -> None:
    assert "denies" not in {c.stance for c in claims(text)}


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The fighting could spill into Kharkiv, the governor said.", "predicts"),
        ("Gunfire could be heard in Goma, residents said.", "asserts"),
        ("The army said it would stay in Kherson until Friday and then hand the city over.", "predicts"),
        ("Thirty hostages are to be released in Gaza City on Sunday, Egypt said.", "predicts"),
    ],
)
def test_what_is_yet_to_come(text: str, stance: str) -> None:
    assert {c.stance for c in claims(text)} == {stance}


def test_a_refusal_to_yield_is_ground_held() -> None:
    made = told("We will not surrender the city of Mariupol, the Ukrainian army said.")
    assert [(kind, stance, place) for _, kind, stance, place in made] == [("territory_held", "predicts", "Mariupol")]


def test_only_military_targets_denies_harm_to_civilians() -> None:
    made = told("Russia said that only military targets had been struck in Kharkiv.")
    assert ("attack_on_civilians", "denies") in {t[1:3] for t in made}


def test_nothing_is_denied_in_the_own_voice() -> None:
    assert "denies" not in {c.stance for c in claims("Food and medicine did not reach the town of Soledar.")}


@pytest.mark.parametrize(
    "words",
    [
        "Ukraine said the claim had nothing to do with reality.",
        "Ukraine said the Russian report did not correspond to reality.",
        "Ukraine called the Russian statement disinformation.",
    ],
)
def test_denials_in_the_words_of_ministries(words: str) -> None:
    assert ("Ukraine", "territory_gain", "denies", "Soledar") in told(CLAIMED + words)


def test_what_the_report_itself_could_not_verify() -> None:
    made = claims(CLAIMED + "It was not possible to independently verify the report.")
    assert [(c.source.name, c.attribution, c.stance) for c in made[1:]] == [("Harbour Post", None, "doubts")]


def test_a_time_clause_has_no_share_in_a_denial() -> None:
    made = claims("Russia has not advanced beyond Bakhmut since taking control of Soledar, the ministry said.")
    assert {c.stance for c in made if c.kind == "territory_gain"} <= {"asserts"}


def test_a_question_states_nothing() -> None:
    assert not claims("“Why would the army attack the city of Mekelle?” the spokesman asked.")


def test_which_points_into_its_own_sentence() -> None:
    text = (
        "The health ministry in Gaza said 12 people had been killed in Rafah.\n\n"
        "Israel says Hamas has built a headquarters below a hospital in Gaza City, which Hamas denies."
    )
    denial = next(c for c in claims(text) if c.stance == "denies")
    assert denial.kind != "casualties"


@pytest.mark.parametrize(
    ("text", "kind", "stance"),
    [
        ("We have no water and no bread in Mariupol, a resident said.", "humanitarian_need", "asserts"),
        ("There is no threat of a ground assault on Kharkiv, the governor said.", "ground_clash", "denies"),
        ("The army vowed that Mariupol would not fall.", "territory_held", "predicts"),
    ],
)
def test_what_a_negation_means_by_kind(text: str, kind: str, stance: str) -> None:
    assert (kind, stance) in {(c.kind, c.stance) for c in claims(text)}


def test_quoted_words_of_a_speaker_are_no_hedge() -> None:
    made = claims("The ministry said that the garrison of Avdiivka had “fled in disorder”.")
    assert [c.hedged for c in made] == [False]


def test_nobody_denies_what_his_own_side_told() -> None:
    found = told(
        "Ukraine denied that Russia had captured Soledar. The Ukrainian General Staff said that aircraft had struck the town. "
        "Ukrainian presidential adviser Mykola Taranets dismissed the announcement as a show."
    )
    assert ("Mykola Taranets", "territory_gain", "denies", "Soledar") in found


@pytest.mark.parametrize(
    "words",
    [
        "Russia said it had nothing to do with the shelling.",
        "Russia said it was not involved in the shelling.",
        "Russia said that it had nothing to do with it.",
        "Russia said it played no part in this.",
    ],
)
def test_who_disclaims_a_part_denies_it(words: str) -> None:
    made = told("Ukraine accused Russia of shelling a hospital in Kherson. " + words)
    assert ("Russia", "shelling_missile", "denies") in {t[:3] for t in made}


@pytest.mark.parametrize(
    "text",
    [
        "The capture of Soledar did not let Russia cut the road, the army said.",
        "The army said its men would not cut the road to Soledar.",
        "No casualties were reported in Kherson, the mayor said.",
        "The mayor put the dead in Kherson at no fewer than thirty.",
        "The mayor said the army had not managed to evacuate civilians from Soledar.",
        "None but Wagner fighters had captured Soledar, Colonel Adel Rahim said.",
    ],
)
def test_what_is_negated_beside_the_happening_is_not_denied(text: str) -> None:
    assert "denies" not in {c.stance for c in claims(text)}
