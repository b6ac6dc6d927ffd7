"""The whole reading: every span lies in the text, the same text gives the same reading, other languages are kept and skipped."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import crossbearing
from crossbearing.jsonform import from_json, to_json
from crossbearing.types import Reading, Span

STORY = (
    "KYIV, May 20 (Lantern Wire) - Russian troops captured the village of Robotyne on Saturday, the mayor said.\n\n"
    "“We counted 12 dead,” said Olena Harmash, a medic. Kyiv denied the claim.\n\n"
)
_PIECES = st.sampled_from(
    [
        "Officials said ",
        "the town ",
        "“We hold the north,” ",
        "he added. ",
        "12 dead ",
        "\n\n",
        "\u200f",
        "é",
        "\U0001f600",
        "’s ",
        "Киев ",
        "\r\n",
        "denied ",
        "Bakhmut ",
        ". ",
    ]
)


def spans(reading: Reading) -> list[Span]:
    out = [s for a in reading.attributions for s in (*a.source, *a.cue, *a.content)]
    out += [t.span for t in reading.toponyms] + [c.span.span for c in reading.claims]
    out += [h.span for c in reading.claims for h in c.hedges] + [
        Span(m.start, m.end) for c in reading.claims for m in c.marks
    ]
    return out + [Span(s.start, s.end) for s in reading.skips]


def test_a_story_gives_claims_with_sources_and_a_denial() -> None:
    reading = crossbearing.read(STORY, publisher="Harbour Ledger", published="2023-05-21")
    assert {c.kind for c in reading.claims} >= {"territory_gain", "casualties"}
    assert any(c.stance == "denies" and c.source.side == "UA" for c in reading.claims)
    assert all(c.report.publisher == "Harbour Ledger" for c in reading.claims)
    assert len({c.id for c in reading.claims}) == len(reading.claims)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(_PIECES, max_size=24).map("".join))
def test_every_span_lies_in_the_text_and_says_what_it_covers(text: str) -> None:
    reading = crossbearing.read(text)
    assert all(0 <= s.start <= s.end <= len(text) for s in spans(reading))
    assert all(text[t.start : t.end] == t.text for t in reading.toponyms)
    assert all(c.span.span.of(text) == c.span.text for c in reading.claims)
    for claim in reading.claims:
        assert all(text[h.start : h.end] == h.text for h in (*claim.hedges, *claim.marks))


def test_the_same_text_gives_the_same_reading_and_json_brings_it_back() -> None:
    one, two = (crossbearing.read(STORY, published="2023-05-21") for _ in range(2))
    assert to_json(one) == to_json(two)
    back = from_json(Reading, to_json(one))
    assert to_json(back) == to_json(one)


def test_a_language_that_is_not_read_is_kept_and_skipped_whole() -> None:
    reading = crossbearing.read("Сили оборони утримують місто.", language="uk")
    assert (reading.claims, reading.attributions) == ((), ())
    assert [(s.stage, s.start, s.end) for s in reading.skips] == [("language", 0, len(reading.report.text))]


def test_nothing_is_dropped_in_silence() -> None:
    reading = crossbearing.read("The river is wide. Officials said that the sky was blue.")
    assert reading.skips
    assert all(s.reason for s in reading.skips)


def test_who_spoke_under_a_role_and_a_name_is_he_after() -> None:
    text = "Houses burned in Kunna, the mayor, Idrissa Sow, said by phone; the army, he added, came late."
    found = crossbearing.read(text).attributions
    assert {a.speaker.name for a in found if a.speaker} == {"Idrissa Sow"}
