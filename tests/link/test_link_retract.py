"""What was taken back, by hand-made claims and from the words of two reports."""

from __future__ import annotations

from made_claims import World, killed

from crossbearing.link.life import Step, life
from crossbearing.link.pipeline import link_events
from crossbearing.read.pipeline import load_tools, read_report
from crossbearing.types import Event, Report


def _life(w: World, event: Event) -> tuple[Step, ...]:
    return life(event, {c.id: c for c in w.claims}, w.heads)


def test_a_source_takes_back_what_it_said_in_any_report() -> None:
    w = World()
    w.claim("r1")
    w.claim("r2", day="2024-03-02")
    w.claim(
        "r3", stance="denies", day="2024-03-03", retracts="Ivo Korsak withdrew his claim", text="his claim was wrong"
    )
    event = w.event()
    assert event.status == "retracted"
    assert [o.counted for o in event.origins] == [False, False]


def test_who_still_asserts_keeps_the_event_alive() -> None:
    w = World()
    w.claim("r1")
    w.claim("r2", "Anna Rell", side="SUD")
    w.claim("r3", stance="denies", day="2024-03-03", retracts="Ivo Korsak withdrew his claim")
    assert w.event().status == "single origin"


def test_a_corrected_figure_takes_nothing_back() -> None:
    w = World()
    old = w.claim("r1", kind="casualties", counts=(killed(25),))
    w.claim("r1", kind="casualties", counts=(killed(17),), retracts=old)
    event = w.event()
    assert event.status == "single origin"
    assert len(event.claims) == 2


def test_a_notice_of_a_publisher_takes_back_what_its_words_speak_of_and_no_more() -> None:
    w = World()
    w.report("r1", "Sud Times", "2024-03-01")
    w.report("r2", "Sud Times", "2024-03-02")
    gone = w.claim("r1", text="the army had lost the town of Dubrava")
    w.claim("r1", "Pavel Lemm", text="flags were raised over the station")
    w.claim("r2", "Sud Times", source_kind="report", side=None, stance="denies", day="2024-03-02",
            retracts="An earlier version said that the army had lost Dubrava.", text="the army had lost Dubrava")  # fmt: skip
    event = w.event()
    assert event.status == "single origin"
    assert [o.name for o in event.origins if o.counted] == ["Pavel Lemm"]
    assert next(o for o in event.origins if gone in o.claims).why_not == "it has taken this back"


def test_a_figure_given_up_in_the_same_report_takes_back_that_figure_alone() -> None:
    w = World()
    old = w.claim("r1", kind="casualties", counts=(killed(25),))
    w.claim("r1", kind="casualties", counts=(killed(17),), retracts=old)
    w.claim("r1", kind="casualties", stance="denies", counts=(killed(25),), retracts=old)
    event = w.event()
    assert event.status == "single origin"
    assert [c.low for c in event.counts] == [17]
    steps = [s.what for s in _life(w, event)]
    assert steps == ["first assertion", "correction", "retraction"]


def test_what_one_report_tells_and_takes_back_is_first_told_and_then_taken_back() -> None:
    w = World()
    w.claim("r1", stance="denies", retracts="withdrew", text="Ivo Korsak withdrew his claim")
    w.claim("r1", text="Ivo Korsak had said that Dubrava was taken")
    event = w.event()
    assert event.status == "retracted"
    assert [s.what for s in _life(w, event)] == ["first assertion", "retraction"]


def test_a_report_that_tells_of_a_withdrawal_names_who_withdrew() -> None:
    w = World()
    w.report("r1", "Sud Times", "2024-03-01")
    base = w.claim("r1")
    w.claim("r1", "Sud Times", source_kind="report", side=None, stance="denies", retracts=base, text="he withdrew it")
    event = w.event()
    assert event.status == "retracted"
    assert _life(w, event)[-1].text == "Ivo Korsak takes it back in Sud Times"


def test_another_speaker_of_the_same_report_still_asserts_it() -> None:
    w = World()
    base = w.claim("r1")
    w.claim("r1", "Anna Rell", side="SUD")
    w.claim("r1", stance="denies", retracts=base)
    event = w.event()
    assert event.status == "single origin"
    assert [o.name for o in event.origins if o.counted] == ["Anna Rell"]


def test_two_reports_are_read_and_the_second_takes_back_what_the_first_told() -> None:
    tools = load_tools(("ukraine",))
    told = (
        ("a", "2023-05-20", "Colonel Rurik Vesely said on Saturday that his brigade had captured the village of Klishchiivka."),
        ("b", "2023-05-21", "Colonel Rurik Vesely retracted his claim that his brigade had captured the village of Klishchiivka."),
    )  # fmt: skip
    claims, heads, texts = [], {}, {}
    for name, published, text in told:
        report = Report(
            id=name, sha256="0" * 64, text=text, publisher="Northgate Post", published=published, language="en"
        )
        claims += read_report(report, tools).claims
        heads[name], texts[name] = report.head, text
    events = link_events(claims, heads=heads, texts=texts, packs=tools.packs).events
    assert [e.status for e in events if e.kind == "territory_gain"] == ["retracted"]
