"""The types that flow between the rooms: frozen, slotted, picklable, with a JSON round trip (`jsonform`).

Field names are those of the public contract (docs/json.md). Offsets are Unicode code points of `Report.text`,
end-exclusive. Dates are ISO 8601 text. What is not known is `None`: never a guess, never left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Manner = Literal["direct", "indirect", "mixed", "own_voice"]
Stance = Literal["asserts", "denies", "doubts", "predicts"]
Mode = Literal["actual", "historical", "ongoing", "planned", "hypothetical"]
SourceKind = Literal["person", "organisation", "class", "anonymous", "document", "report"]
Role = Literal["speaker", "carrier", "wire", "publisher"]
PlacePrecision = Literal["facility", "settlement", "area", "admin2", "admin1", "country", "unresolved"]
TimePrecision = Literal["day", "week", "month", "year", "interval"]
RestsOn = Literal["text", "publication", "context"]
Use = Literal["place", "modifier", "demonym", "metonym"]
MarkKind = Literal["factive", "loaded", "partisan", "claimed_corroboration", "own_voice"]
Status = Literal[
    "retracted",
    "contested",
    "no named origin",
    "single origin",
    "one-sided",
    "independently corroborated",
    "independence not established",
]
Relation = Literal["counter-claim", "part", "cause", "repeat"]
Verdict = Literal[
    "confirm", "reject", "unclear", "edit", "join", "split", "lock", "unlock", "same", "different", "undo"
]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Code points `start` to `end` (exclusive) of a report's text. JSON: `[start, end]`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Whether `other` lies inside this span (equal spans hold each other)."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A span together with its exact characters, so that it can be checked without the report."""

    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        """The span alone."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHead:
    """What identifies a report, without its text. `sha256` is that of the captured bytes."""

    id: str
    sha256: str
    path: str | None = None
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(ReportHead):
    """One captured document by one publisher: its head and the text that every offset points into."""

    text: str

    @property
    def head(self) -> ReportHead:
        """The report without its text."""
        return ReportHead(
            id=self.id,
            sha256=self.sha256,
            path=self.path,
            url=self.url,
            title=self.title,
            publisher=self.publisher,
            published=self.published,
            language=self.language,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """An interval of days. `None` at an end means that the text leaves it open."""

    as_written: str | None = None
    earliest: str | None = None
    latest: str | None = None
    precision: TimePrecision = "interval"
    rests_on: RestsOn = field(default="text", metadata={"json": "from"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """One candidate for an ambiguous name."""

    id: str
    name: str
    admin1: str | None = None
    country: str | None = None
    score: float = 0.0
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What was written, apart from what it resolves to. Unresolved: id and coordinates are `None`, rivals are kept; `name` stands where it is sure."""

    as_written: str
    id: str | None = None
    name: str | None = None
    admin1: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    precision: PlacePrecision = "unresolved"
    relation: str | None = None
    rivals: tuple[Rival, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """A place name (or adjective, demonym, metonym) in the text, with the place it resolves to if it does."""

    start: int
    end: int
    text: str
    use: Use = "place"
    lat: float | None = None
    lon: float | None = None
    place: Place | None = None
    rivals: tuple[Rival, ...] = ()

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who a claim is attributed to: the fullest name of the report, no rank, never a pronoun."""

    name: str | None
    as_written: str | None = None
    id: str | None = None
    kind: SourceKind = "person"
    side: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """An agent or a target of a happening."""

    name: str
    as_written: str
    id: str | None = None
    side: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLink:
    """One hand through which the words came, the speaker first, the publisher last."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Source, cue and content spans: who is said to say or think what.

    A role may be discontinuous or empty. `within` is the id of the attribution whose content holds this one.
    `carriers` are the names between speaker and publisher, outward, as far as this attribution's own words tell.
    """

    id: str
    manner: Manner
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speaker: Source | None = None
    within: str | None = None
    score: float = 1.0
    rules: tuple[str, ...] = field(default=(), metadata={"json": None})
    carriers: tuple[str, ...] = field(default=(), metadata={"json": None})


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number as written, never converted. "More than 40": low 40, high `None`."""

    what: str
    unit: str | None = None
    low: float | None = None
    high: float | None = None
    qualifier: str | None = None
    as_written: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A word or phrase of the report that is shown and moves no status."""

    kind: MarkKind
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Admiralty:
    """The Admiralty pair, kept apart from every status: letter by a person (default F), number proposed (default 6)."""

    source: str = "F"
    information: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One proposition of one report: one source, one happening, one place and one count at most."""

    id: str
    report: ReportHead
    span: Excerpt
    attribution: str | None
    manner: Manner
    source: Source
    chain: tuple[ChainLink, ...]
    cue: str | None
    kind: str
    acled: str | None
    plover: str | None
    stance: Stance = "asserts"
    mode: Mode = "actual"
    hedged: bool = False
    hedges: tuple[Excerpt, ...] = ()
    agents: tuple[Participant, ...] = ()
    targets: tuple[Participant, ...] = ()
    place: Place | None = None
    when: When | None = None
    said: When | None = None
    counts: tuple[Count, ...] = ()
    marks: tuple[Mark, ...] = ()
    retracts: str | None = None
    admiralty: Admiralty = Admiralty()
    score: float = 1.0
    rules: tuple[str, ...] = ()
    made_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """A stretch of the text that a stage left out, and why."""

    start: int
    end: int
    stage: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that was read out of one report. JSON: one line of `crossbearing annotate`."""

    report: Report
    attributions: tuple[Attribution, ...] = ()
    toponyms: tuple[Toponym, ...] = ()
    claims: tuple[Claim, ...] = ()
    skips: tuple[Skip, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The public JSON shape."""
        from crossbearing.jsonform import to_json

        shape: dict[str, Any] = to_json(self)
        return shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A scored, reasoned tie between two claims or two reports."""

    left: str
    right: str
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where chains begin: one row of an event's board."""

    name: str
    side: str | None
    named: bool
    counted: bool
    stance: Stance
    claims: tuple[str, ...]
    carriers: tuple[str, ...] = ()
    why_not: str | None = None
    admission: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A rule that fired, in plain words, with the claims that made it fire."""

    rule: str
    text: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedEvent:
    """Another event that this one is tied to, and how."""

    event: str
    relation: Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The claims, of any number of reports, about one happening: a rule-made proposal."""

    id: str
    kind: str
    label: str
    place: Place | None
    when: When | None
    claims: tuple[str, ...]
    reports: int
    linked: tuple[LinkedEvent, ...] = ()
    origins: tuple[Origin, ...] = ()
    asserting_sides: tuple[str, ...] = ()
    denying_sides: tuple[str, ...] = ()
    doubting_sides: tuple[str, ...] = ()
    counts: tuple[Count, ...] = ()
    status: Status = "independence not established"
    reasons: tuple[Reason, ...] = ()
    decided_by: str = "machine"

    def voices(self) -> tuple[tuple[Origin, ...], ...]:
        """The rows of the board by origin: who takes two stances has two rows and is one origin.

        Two origins may bear one name (names that were withheld): of one stance each row is another origin.
        """
        out: dict[tuple[object, ...], list[Origin]] = {}
        seen: dict[tuple[object, ...], int] = {}
        for origin in self.origins:
            like = (origin.name, origin.side, origin.counted, origin.why_not)
            n = seen[origin.stance, *like] = seen.get((origin.stance, *like), 0) + 1
            out.setdefault((n, *like), []).append(origin)
        return tuple(tuple(rows) for rows in out.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided: appended, never overwritten. `replaces` is the `seq` that it undoes or follows."""

    seq: int
    at: str
    by: str
    subject: str
    verdict: Verdict
    reason: str | None = None
    replaces: int | None = None
    payload: dict[str, Any] = field(default_factory=dict)
