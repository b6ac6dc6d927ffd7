"""What leaves the ledger by default: no names and no quotes of private persons, and no place finer than a settlement.

A named person whom no pack knows is private. A role stays ("a refugee"). In texts, what is withheld becomes as many `█`
as it had code points, so that every offset still holds; in other fields a name gives way to its bearer's role.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from crossbearing.export.names import WORD, Policy, forms_of, is_private, pattern_of, private_names, words_of
from crossbearing.text import fold, stable_id
from crossbearing.types import (
    Attribution,
    ChainLink,
    Claim,
    Event,
    Excerpt,
    Mark,
    Origin,
    Participant,
    Place,
    Reading,
    Report,
    ReportHead,
    Source,
    Span,
)

BAR = "█"
NOTICE = "Names and quotes of private persons, captives, the dead and minors are withheld; places are coarsened to the settlement."
LIFTED = "Nothing is withheld: this holds names and quotes of private persons, and exact places."
NOBODY = "a private person"
COARSE = 1  # decimals of a degree that stay of a facility: about ten kilometres
_QUOTED = re.compile(r"[“„].+?[”“]|«.+?»|\".+?\"|(?<!\w)[‘'].+?[’'](?!\w)", re.S)
T = TypeVar("T", Excerpt, Mark)


@dataclass(frozen=True)
class Veil:
    """What is withheld of one report: the forms of private names, and the text with bars in place of them and of quotes."""

    forms: tuple[str, ...]
    text: str
    pattern: re.Pattern[str] | None
    roles: Mapping[str, str] = field(default_factory=dict)

    def scrub(self, value: str) -> str:
        """A string without private names."""
        return value if self.pattern is None else self.pattern.sub(lambda m: BAR * len(m[0]), value)

    def hides(self, value: str | None) -> bool:
        """Whether a string, or an address or file name made of it, holds a private name or a part of one."""
        if not value:
            return False
        words = set(re.split(r"[^\w]+|_", fold(value)))
        return any(set(fold(form).split()) & words for form in self.forms)


def withhold(reading: Reading, policy: Policy) -> Reading:
    """The reading as it may leave: offsets hold, and every field is free of private names and quotes."""
    veil = veil_of(reading, policy)
    report = reading.report
    head = _head(report.head, veil)
    return Reading(
        report=_report(report, head, veil),
        attributions=tuple(_attribution(a, veil, policy) for a in reading.attributions),
        toponyms=tuple(
            replace(
                t,
                text=veil.text[t.start : t.end],
                place=coarse(t.place),
                lat=_round(t.place, t.lat),
                lon=_round(t.place, t.lon),
            )
            for t in reading.toponyms
        ),
        claims=tuple(_claim(c, head, veil, policy) for c in reading.claims),
        skips=reading.skips,
    )


def withhold_event(event: Event, veils: Sequence[Veil]) -> Event:
    """The event as it may leave. `veils` are those of the reports that its claims stand in."""

    def scrub(value: str) -> str:
        for veil in veils:
            value = veil.scrub(value)
        return value

    return replace(
        event,
        label=scrub(event.label),
        place=_scrubbed_place(coarse(event.place), scrub),
        origins=tuple(_origin(o, scrub, veils) for o in event.origins),
        counts=tuple(
            replace(c, as_written=scrub(c.as_written), unit=scrub(c.unit) if c.unit else c.unit) for c in event.counts
        ),
        reasons=tuple(replace(r, text=scrub(r.text)) for r in event.reasons),
        decided_by=event.decided_by if event.decided_by == "machine" else "person",
    )


def coarse(place: Place | None) -> Place | None:
    """The place no finer than a settlement: a facility loses its name and its exact point."""
    if place is None or place.precision != "facility":
        return place
    return replace(
        place,
        id=None,
        name=None,
        as_written=BAR * len(place.as_written),
        lat=_round(place, place.lat),
        lon=_round(place, place.lon),
        radius_km=max(place.radius_km or 0.0, 10.0),
        precision="area",
        rivals=(),
    )


def veil_of(reading: Reading, policy: Policy) -> Veil:
    """Everything of one reading that must not leave."""
    text = reading.report.text
    names = private_names(reading, policy)
    forms = forms_of(names, policy, reading)
    pattern = pattern_of(forms, policy)
    hidden = bytearray(len(text))
    if pattern is not None:
        for match in pattern.finditer(text):
            hidden[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    for span in _private_quotes(reading, policy, pattern):
        hidden[span.start : span.end] = b"\1" * (span.end - span.start)
    veiled = "".join(BAR if bit and char not in "\n\r" else char for char, bit in zip(text, hidden, strict=True))
    bare = Veil(forms, veiled, pattern)
    speakers = [c.source for c in reading.claims if c.source.name and is_private(c.source, policy)]
    return replace(bare, roles={s.name: role_of(s, bare) for s in speakers if s.name})


def role_of(source: Source | Participant, veil: Veil) -> str:
    """What may be said of a private person: the words around the name, or "a private person"."""
    if veil.pattern is None:
        return source.name or NOBODY
    left = veil.pattern.sub(" ", source.as_written or source.name or "")
    words = [w for w in re.findall(r"[\w'’-]+", left) if not any(c.isdigit() for c in w) and fold(w) != "aged"]
    useful = [w for w in words if fold(w) not in words_of("lead") | words_of("address")]
    return " ".join(words) if useful else NOBODY


def _private_quotes(reading: Reading, policy: Policy, names: re.Pattern[str] | None) -> Iterable[Span]:
    """What private persons say in their own words, and what stands in quotation marks beside a private name."""
    text = reading.report.text
    voices = {a.id: a.speaker for a in reading.attributions if a.speaker}
    voices |= {c.attribution: c.source for c in reading.claims if c.attribution}
    public: list[Span] = []
    for attribution in reading.attributions:
        speaker = voices.get(attribution.id)
        for span in attribution.content:
            if is_private(speaker, policy):
                yield from _quoted(text, span, whole=attribution.manner == "direct")
            elif speaker is not None:
                public.append(span)
    for claim in reading.claims:
        if is_private(claim.source, policy) and claim.manner in ("direct", "mixed"):
            yield from _quoted(text, claim.span.span, whole=claim.manner == "direct")
    for paragraph in re.finditer(r"[^\n]+", text) if names is not None else ():
        if names is None or not names.search(paragraph[0]):
            continue
        for found in _QUOTED.finditer(text, paragraph.start(), paragraph.end()):
            span = Span(found.start() + 1, found.end() - 1)
            if len(WORD.findall(found[0])) > 2 and not any(p.overlaps(span) for p in public):
                yield span


def _quoted(text: str, span: Span, *, whole: bool) -> Iterable[Span]:
    if whole:
        yield span
        return
    for match in _QUOTED.finditer(text, span.start, span.end):
        yield Span(match.start() + 1, match.end() - 1)


def _head(head: ReportHead, veil: Veil) -> ReportHead:
    return replace(
        head,
        id=hidden_id(head.id, veil),
        path=None,
        url=None if veil.hides(head.url) else head.url,
        title=veil.scrub(head.title) if head.title else head.title,
        publisher=veil.scrub(head.publisher) if head.publisher else head.publisher,
    )


def hidden_id(report: str, veil: Veil) -> str:
    """The id of a report; one that holds a private name gives way to its hash."""
    return stable_id("r", report) if veil.hides(report) else report


def _report(report: Report, head: ReportHead, veil: Veil) -> Report:
    return replace(
        report, id=head.id, path=head.path, url=head.url, title=head.title, publisher=head.publisher, text=veil.text
    )


def _attribution(attribution: Attribution, veil: Veil, policy: Policy) -> Attribution:
    speaker = attribution.speaker
    return replace(
        attribution,
        speaker=_source(speaker, veil, policy) if speaker else None,
        carriers=tuple(veil.scrub(c) for c in attribution.carriers),
    )


def _claim(claim: Claim, head: ReportHead, veil: Veil, policy: Policy) -> Claim:
    source = _source(claim.source, veil, policy)
    place = _scrubbed_place(coarse(claim.place), veil.scrub)
    return replace(
        claim,
        report=head,
        span=_cut(claim.span, veil),
        source=source,
        chain=tuple(_link(link, claim, source, veil) for link in claim.chain),
        cue=veil.scrub(claim.cue) if claim.cue else claim.cue,
        hedges=tuple(_cut(h, veil) for h in claim.hedges),
        marks=tuple(_cut(m, veil) for m in claim.marks),
        agents=tuple(_participant(p, veil) for p in claim.agents),
        targets=tuple(_participant(p, veil) for p in claim.targets),
        place=place,
        counts=tuple(
            replace(c, as_written=veil.scrub(c.as_written), unit=veil.scrub(c.unit) if c.unit else c.unit)
            for c in claim.counts
        ),
    )


def _cut(piece: T, veil: Veil) -> T:
    return replace(piece, text=veil.text[piece.start : piece.end])


def _source(source: Source, veil: Veil, policy: Policy) -> Source:
    if source.kind == "person" and is_private(source, policy):
        role = role_of(source, veil)
        return replace(source, name=role, as_written=role)
    return replace(
        source,
        name=veil.scrub(source.name) if source.name else source.name,
        as_written=veil.scrub(source.as_written) if source.as_written else source.as_written,
    )


def _participant(person: Participant, veil: Veil) -> Participant:
    if person.id is None and veil.pattern is not None and veil.pattern.search(person.name):
        role = role_of(person, veil)
        return replace(person, name=role, as_written=role)
    return replace(person, name=veil.scrub(person.name), as_written=veil.scrub(person.as_written))


def _link(link: ChainLink, claim: Claim, source: Source, veil: Veil) -> ChainLink:
    if link.role == "speaker" and link.name == claim.source.name:
        return replace(link, name=source.name or NOBODY)
    return replace(link, name=veil.scrub(link.name))


def _scrubbed_place(place: Place | None, scrub: Callable[[str], str]) -> Place | None:
    return None if place is None else replace(place, as_written=scrub(place.as_written))


def _origin(origin: Origin, scrub: Callable[[str], str], veils: Sequence[Veil]) -> Origin:
    name = scrub(origin.name)
    if name != origin.name:
        name = next((v.roles[origin.name] for v in veils if origin.name in v.roles), NOBODY)
    return replace(
        origin,
        name=name,
        carriers=tuple(scrub(c) for c in origin.carriers),
        why_not=scrub(origin.why_not) if origin.why_not else origin.why_not,
    )


def _round(place: Place | None, value: float | None) -> float | None:
    if value is None or place is None or place.precision != "facility":
        return value
    return round(value, COARSE)
