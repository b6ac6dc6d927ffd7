"""What leaves the ledger by default: no names and no quotes of private persons, and no place finer than a settlement.

A named person whom no pack knows is private. A role stays ("a refugee"). In texts, what is withheld becomes as many `█`
as it had code points, so that every offset still holds; in other fields a name gives way to its bearer's role.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import TypeVar

from crossbearing.packs import Pack
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
_WORD = re.compile(r"[^\W\d_][\w'’ʼ-]*")
_QUOTED = re.compile(r"[“„].+?[”“]|«.+?»|\".+?\"|(?<!\w)[‘'].+?[’'](?!\w)", re.S)
_RUN = re.compile(r"[^\W\d_][\w'’ʼ.-]*(?:[ \u00a0]+[^\W\d_][\w'’ʼ.-]*)*")
_CALLED = re.compile(
    r"(?:call[- ]?sign|nom de guerre|nicknamed|named|identified (?:only )?as|known as|goes by|alias)"
    r"(?: (?:of|is|was))?:? [“„«\"‘']?([A-ZÀ-ÖØ-ÞЀ-Я][\w'’ʼ-]+)"
)
_AGED = re.compile(
    r"([A-ZÀ-ÖØ-ÞЀ-Я][\w'’ʼ-]+)[”’\"']?,? \(?(?:aged )?(?:\d{1,2}|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen)"
    r"(?=[,;.)]| years? old)"
)
_BESIDE = re.compile(r"([^\W\d_]+)\.?,? [“„«\"‘']?(?=([A-ZÀ-ÖØ-ÞЀ-Я][^\W\d_]+))")
_CAPITAL = r"[A-ZÀ-ÖØ-ÞЀ-Я]"
_LONE = re.compile(
    rf"(?<!\w)(?<!\w[ \u00a0]){_CAPITAL}[^\W\d_]+(?![\w-])(?![ \u00a0]+{_CAPITAL})|(?<=[a-z][ \u00a0]){_CAPITAL}[^\W\d_]+(?![\w-])(?![ \u00a0]+{_CAPITAL})"
)
T = TypeVar("T", Excerpt, Mark)


@dataclass(frozen=True)
class Policy:
    """Whom the packs know. Folded names of persons, bodies, places and publishers that may be shown.

    `given` are the first names of the persons known: alone in a text, such a name is most likely another's.
    """

    public: frozenset[str]
    public_parts: frozenset[str]
    given: frozenset[str] = frozenset()


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


def policy_of(packs: Sequence[Pack], publishers: Iterable[str] = ()) -> Policy:
    """The policy that the packs allow: whom they know is public; so are the publishers of a ledger, by name."""
    # "Harbour Ledger (online)" is public without its bracket, too
    named = {form for name in publishers for form in (fold(name), fold(name.partition(" (")[0]))}
    public: set[str] = named | {form.removeprefix("the ") for form in named}
    parts: set[str] = set()
    for pack in packs:
        public |= {*pack.actor_forms, *pack.place_forms, *(fold(p.name) for p in pack.publishers)}
        for form in pack.actor_forms:
            parts |= set(form.split())
        for form in pack.place_forms:
            parts |= set(form.split())
    people = [a.name.split() for pack in packs for a in pack.actors if a.kind == "person"]
    given = {fold(words[0]) for words in people if len(words) > 1} - public
    return Policy(frozenset(public), frozenset(parts), frozenset(given))


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
    names = _private_names(reading, policy)
    forms = _forms(names, policy, reading)
    pattern = _pattern(forms, policy)
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


def is_private(source: Source | None, policy: Policy) -> bool:
    """Whether a source is a private person, or a role or class of such."""
    if source is None:
        return False
    if source.kind == "person":
        return source.id is None and fold(source.name or "") not in policy.public
    if source.kind in ("anonymous", "class"):
        words = {fold(w) for w in _WORD.findall(f"{source.name or ''} {source.as_written or ''}")}
        return bool(words & _list("private_role"))
    return False


def role_of(source: Source | Participant, veil: Veil) -> str:
    """What may be said of a private person: the words around the name, or "a private person"."""
    if veil.pattern is None:
        return source.name or NOBODY
    left = veil.pattern.sub(" ", source.as_written or source.name or "")
    words = [w for w in re.findall(r"[\w'’-]+", left) if not any(c.isdigit() for c in w) and fold(w) != "aged"]
    useful = [w for w in words if fold(w) not in _list("lead") | _list("address")]
    return " ".join(words) if useful else NOBODY


def _private_names(reading: Reading, policy: Policy) -> set[str]:
    """Names of private persons in a reading: sources, participants, and whoever else the text names."""
    bodies = {fold(c.source.name or "") for c in reading.claims if c.source.kind == "organisation"}
    bodies |= {fold(p.name) for c in reading.claims for p in (*c.agents, *c.targets) if p.id is not None}
    bodies |= {fold(link.name) for c in reading.claims for link in c.chain if link.role in ("wire", "publisher")}
    shown = replace(policy, public=policy.public | bodies | {fold(reading.report.publisher or "")})
    out: set[str] = set()
    speakers = [c.source for c in reading.claims] + [a.speaker for a in reading.attributions if a.speaker]
    for source in speakers:
        if source.kind == "person" and is_private(source, shown):
            out |= {n for n in (source.name, *_capitals(source.as_written)) if n and _is_name(n)}
        elif source.kind in ("anonymous", "class"):
            out |= {n for n in _capitals(source.as_written) if looks_personal(n, shown)}
    for claim in reading.claims:
        people = [p for p in (*claim.agents, *claim.targets) if p.id is None]
        for person in people:
            out |= {n for n in _capitals(person.name) | _capitals(person.as_written) if looks_personal(n, shown)}
        for link in claim.chain:
            if link.role in ("speaker", "carrier") and looks_personal(link.name, shown):
                out.add(link.name)
    return out | _named_in(reading, shown)


def _is_name(value: str) -> bool:
    """Whether a person's name is a name ("Petrenko") and no description ("two of our readers")."""
    words = _WORD.findall(value)
    return bool(words) and all(w[0].isupper() or not w.islower() or fold(w) in _list("particle") for w in words)


def looks_personal(name: str, policy: Policy) -> bool:
    """Whether a name of two to five capitalised words could be a person's: no word of a body, place or date in it."""
    words = _WORD.findall(name)
    while words and fold(words[0]) in _list("title"):
        words = words[1:]
    while words and fold(words[0]) in _list("lead"):
        words = words[1:]
    if not 2 <= len(words) <= 5 or fold(" ".join(words)) in policy.public or fold(name) in policy.public:
        return False
    kept = [w for w in words if fold(w) not in _list("particle")]
    if not kept or not all(w[0].isupper() and not (w.isupper() and len(w) > 3) for w in kept):
        return False
    return not any(fold(w) in _list("not_person") or fold(w) in _list("lead") for w in kept)


def _named_in(reading: Reading, policy: Policy) -> set[str]:
    """Names that could be persons', in the text and in the title, by their shape or by the words beside them."""
    text = reading.report.text
    places = [t.span for t in reading.toponyms if t.use != "metonym"]
    common = {w for w in re.findall(r"(?<![\w’'-])[^\W\d_]+", text) if w.islower()}
    out: set[str] = set()
    start = 0
    for line in [*text.splitlines(keepends=True), reading.report.title or ""]:
        in_text = start < len(text)
        for match in _RUN.finditer(line) if not _all_capitals(line) else ():
            for name, at in _names_in_run(match[0], start + match.start()):
                span = Span(at, at + len(name))
                known = in_text and any(p.holds(span) for p in places)
                if (
                    not known
                    and not any(w.lower() in common for w in _WORD.findall(name))
                    and looks_personal(name, policy)
                ):
                    out.add(name)
        start += len(line)
    shown = policy.public_parts | _list("not_person") | _list("lead")
    for pattern in (_CALLED, _AGED):
        out |= {m[1] for m in pattern.finditer(text) if fold(m[1]) not in shown and m[1].lower() not in common}
    for match in _BESIDE.finditer(text):  # "her mother Marina", "Ms. Koval"
        role, name = fold(match[1]), fold(match[2])
        known = name in shown - policy.given or name in policy.public or match[2].lower() in common
        beside = role in _list("private_role") or role in _list("address")
        if beside and not known:
            out.add(match[2])
    for match in _LONE.finditer(text):
        if fold(match[0]) in policy.given and not any(p.overlaps(Span(*match.span())) for p in places):
            out.add(match[0])
    return out


def _all_capitals(line: str) -> bool:
    """Whether a line is a headline in which every word has a capital, so that a capital tells nothing."""
    capitals = [w[0].isupper() for w in _WORD.findall(line) if fold(w) not in _list("lead")]
    prose = line.rstrip().endswith((".", "!", "?", "”", '"')) or line.lstrip().lower().startswith("by ")
    return not prose and len(capitals) > 3 and sum(capitals) / len(capitals) > 0.6


def _names_in_run(run: str, at: int) -> Iterable[tuple[str, int]]:
    """Stretches of capitalised words (particles between them) in a run of words, with their offsets."""
    found: list[tuple[int, int]] = []
    for match in re.finditer(r"\S+", run):
        word = match[0].rstrip(".,;:!?)'’”\"")
        end = match.start() + len(word)
        if word.endswith(("'s", "’s")):
            end -= 2
        capital = word[:1].isupper() and fold(word) not in _list("lead") | _list("title")
        if capital or (found and fold(word) in _list("particle")):
            found.append((match.start(), end))
            if len(match[0]) == end - match.start():
                continue
        yield from _joined(run, found, at)
        found = []
    yield from _joined(run, found, at)


def _joined(run: str, found: list[tuple[int, int]], at: int) -> Iterable[tuple[str, int]]:
    while found and fold(run[found[-1][0] : found[-1][1]]) in _list("particle"):
        found = found[:-1]
    if len(found) > 1:
        first, last = found[0][0], found[-1][1]
        yield run[first:last], at + first


def _capitals(value: str | None) -> set[str]:
    return {name for name, _ in _names_in_run(value, 0)} if value else set()


def _forms(names: Iterable[str], policy: Policy, reading: Reading) -> tuple[str, ...]:
    """The names and those of their parts that stand for the person alone."""
    places = {fold(w) for t in reading.toponyms for w in _WORD.findall(t.text)}
    out: set[str] = set()
    for name in names:
        words = [w for w in _WORD.findall(name) if fold(w) not in _list("title")]
        words = [re.sub(r"['’]s$", "", w) for w in words]
        if not words:
            continue
        out.add(" ".join(words))
        out.add(name)
        for word in words:
            known = fold(word) in policy.public_parts | places | _list("particle") | _list("not_person") | _list("lead")
            if len(word) > 2 and word[0].isupper() and not known:
                out.add(word)
    return tuple(sorted(out, key=lambda form: (-len(form), form)))


def _pattern(forms: Sequence[str], policy: Policy) -> re.Pattern[str] | None:
    """What finds the forms. A single name that public persons bear, too, is left where it stands within a longer one."""
    if not forms:
        return None
    options = []
    for form in forms:
        body = r"[\s\u00a0]+".join(re.escape(word) for word in form.split())
        if " " in form:
            options.append(f"(?i:{body})")
        else:
            alone = rf"(?!\w)(?![ \u00a0]+{_CAPITAL})" if fold(form) in policy.public_parts else ""
            options.append(f"(?:{body}|{re.escape(form.upper())}){alone}")
    return re.compile(rf"(?<!\w)(?:{'|'.join(options)})(?!\w)")


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
            if len(_WORD.findall(found[0])) > 2 and not any(p.overlaps(span) for p in public):
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


@cache
def _list(name: str) -> frozenset[str]:
    table = resources.files("crossbearing") / "data" / "withhold.csv"
    rows = csv.DictReader(table.read_text("utf-8").splitlines())
    return frozenset(row["word"] for row in rows if row["list"] == name)
