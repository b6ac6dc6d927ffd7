"""A small desk, made by hand: two reports, three claims, one contested event."""

import pytest

from crossbearing.link.life import Step
from crossbearing.pages.desk import Desk, SharedText
from crossbearing.types import (
    Attribution,
    ChainLink,
    Claim,
    Count,
    Event,
    Excerpt,
    LinkedEvent,
    Mark,
    Origin,
    Participant,
    Place,
    Reading,
    Reason,
    Report,
    ReportHead,
    Rival,
    Skip,
    Source,
    Span,
    When,
)

TEXT = (
    "Town taken, ministry says\n\nThe ministry said that its troops had reportedly captured Lower Ford on Monday, and that 40 prisoners were taken."
    "\n\nThe fall of Lower Ford ends a long battle. <script>alert('x')</script> is only text.\n\nA quiet street lay in the sun."
)
OTHER = "The general staff denied that Lower Ford had been captured. “We hold the north,” a spokesman said."
FORD = Place(
    as_written="Lower Ford",
    id="gn:1",
    name="Lower Ford",
    admin1="Ford",
    country="UA",
    lat=48.5,
    lon=37.9,
    radius_km=5.0,
    precision="settlement",
)
UNSURE = Place(
    as_written="Ivanivka",
    rivals=(
        Rival(id="gn:2", name="Ivanivka", admin1="A", country="UA", score=0.4, lat=48.1, lon=37.0),
        Rival(id="gn:3", name="Ivanivka", admin1="B", country="UA", score=0.4, lat=47.4, lon=36.2),
    ),
)


def _span(text: str, piece: str) -> Span:
    at = text.index(piece)
    return Span(at, at + len(piece))


def _claim(text: str, piece: str, head: ReportHead, **more: object) -> Claim:
    span = _span(text, piece)
    given: dict[str, object] = {
        "id": f"c{head.id}{span.start}",
        "report": head,
        "span": Excerpt(span.start, span.end, piece),
        "attribution": None,
        "manner": "indirect",
        "source": Source(name="Ministry", as_written="The ministry", kind="organisation", side="RU"),
        "chain": (ChainLink(name="Ministry", role="speaker"), ChainLink(name="Harbour Ledger", role="publisher")),
        "cue": "say",
        "kind": "territory_gain",
        "acled": "Government regains territory",
        "plover": "ASSAULT",
        "place": FORD,
        "when": When(as_written="on Monday", earliest="2023-05-22", latest="2023-05-22", precision="day"),
        "rules": ("kind.capture",),
        "made_by": "crossbearing 0.1.0",
    }
    return Claim(**{**given, **more})  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def desk() -> Desk:
    one = Report(
        id="r1",
        sha256="ab" * 32,
        text=TEXT,
        title="Town taken",
        publisher="Harbour Ledger",
        published="2023-05-22",
        language="en",
    )
    two = Report(id="r2", sha256="cd" * 32, text=OTHER, publisher="Delta Post", published="2023-05-23", language="en")
    said = Attribution(
        id="a1", manner="indirect", source=(_span(TEXT, "The ministry"),), cue=(_span(TEXT, "said"),),
        content=(_span(TEXT, "that its troops had reportedly captured Lower Ford on Monday, and that 40 prisoners were taken"),),
        speaker=Source(name="Ministry", kind="organisation", side="RU"),
    )  # fmt: skip
    denied = Attribution(
        id="a2", manner="indirect", source=(_span(OTHER, "The general staff"),), cue=(_span(OTHER, "denied"),),
        content=(_span(OTHER, "that Lower Ford had been captured"),), speaker=Source(name="General Staff", kind="organisation", side="UA"),
    )  # fmt: skip
    hedge = _span(TEXT, "reportedly")
    gain = _claim(
        TEXT, "its troops had reportedly captured Lower Ford on Monday", one.head, attribution="a1", hedged=True,
        hedges=(Excerpt(hedge.start, hedge.end, "reportedly"),), agents=(Participant(name="Russian troops", as_written="its troops", side="RU"),),
    )  # fmt: skip
    taken = _claim(
        TEXT, "40 prisoners were taken", one.head, attribution="a1", kind="captured_persons", place=UNSURE,
        counts=(Count(what="captured", low=40, high=40, as_written="40"),),
    )  # fmt: skip
    fall = _span(TEXT, "The fall of Lower Ford")
    own = _claim(
        TEXT, "The fall of Lower Ford", one.head, manner="own_voice", cue=None, source=Source(name="Harbour Ledger", kind="report"),
        chain=(ChainLink(name="Harbour Ledger", role="publisher"),), marks=(Mark("own_voice", fall.start, fall.end, "The fall of Lower Ford"),),
    )  # fmt: skip
    denial = _claim(
        OTHER, "that Lower Ford had been captured", two.head, attribution="a2", stance="denies", cue="deny",
        source=Source(name="General Staff", kind="organisation", side="UA"), chain=(ChainLink(name="General Staff", role="speaker"),),
    )  # fmt: skip
    event = Event(
        id="e1", kind="territory_gain", label="Capture of Lower Ford", place=FORD,
        when=When(earliest="2023-05-22", latest="2023-05-22", precision="day"), claims=(gain.id, own.id, denial.id), reports=2,
        origins=(
            Origin(name="Ministry", side="RU", named=True, counted=True, stance="asserts", claims=(gain.id,)),
            Origin(name="Harbour Ledger", side=None, named=False, counted=False, stance="asserts", claims=(own.id,), why_not="own voice adds none"),
            Origin(name="General Staff", side="UA", named=True, counted=True, stance="denies", claims=(denial.id,)),
        ),
        asserting_sides=("RU",), denying_sides=("UA",), status="contested", linked=(LinkedEvent(event="e2", relation="part"),),
        reasons=(Reason(rule="status.contested", text="one source asserts it, another denies it", claims=(gain.id, denial.id)),),
    )  # fmt: skip
    second = Event(
        id="e2", kind="captured_persons", label="Prisoners taken near Ivanivka", place=UNSURE, when=When(), claims=(taken.id,), reports=1,
        origins=(Origin(name="Ministry", side="RU", named=True, counted=True, stance="asserts", claims=(taken.id,)),),
        asserting_sides=("RU",), status="single origin", reasons=(Reason(rule="status.single-origin", text="one named origin"),),
    )  # fmt: skip
    skip = _span(TEXT, "A quiet street lay in the sun.")
    return Desk(
        name="two", tones={"RU": "1", "UA": "2"}, side_names={"RU": "Russia", "UA": "Ukraine"}, events=(event, second),
        readings=(
            Reading(report=one, attributions=(said,), claims=(gain, taken, own), skips=(Skip(start=skip.start, end=skip.end, stage="claim", reason="no happening"),)),
            Reading(report=two, attributions=(denied,), claims=(denial,)),
        ),
        failures=(("broken.pdf", "the PDF is broken"),),
        lives={"e1": (Step(on="2023-05-22", what="first assertion", text="Ministry asserts it", claims=(gain.id,), status="single origin"),)},
        shared=(SharedText("r1", "r2", ("Harbour Ledger", "Delta Post"), 0.4, (("a passage", "a passage"),)),),
    )  # fmt: skip
