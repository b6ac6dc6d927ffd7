"""Who is named in a reading and known to no pack: private persons, found by claims, by shape and by the words beside a name."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from crossbearing.packs import Pack
from crossbearing.text import fold
from crossbearing.types import Reading, Source, Span

WORD = re.compile(r"[^\W\d_][\w'’ʼ-]*")
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


@dataclass(frozen=True)
class Policy:
    """Whom the packs know. Folded names of persons, bodies, places and publishers that may be shown.

    `given` are the first names of the persons known: alone in a text, such a name is most likely another's.
    """

    public: frozenset[str]
    public_parts: frozenset[str]
    given: frozenset[str] = frozenset()


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


def is_private(source: Source | None, policy: Policy) -> bool:
    """Whether a source is a private person, or a role or class of such."""
    if source is None:
        return False
    if source.kind == "person":
        return source.id is None and fold(source.name or "") not in policy.public
    if source.kind in ("anonymous", "class"):
        words = {fold(w) for w in WORD.findall(f"{source.name or ''} {source.as_written or ''}")}
        return bool(words & words_of("private_role"))
    return False


def private_names(reading: Reading, policy: Policy) -> set[str]:
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
    words = WORD.findall(value)
    return bool(words) and all(w[0].isupper() or not w.islower() or fold(w) in words_of("particle") for w in words)


def looks_personal(name: str, policy: Policy) -> bool:
    """Whether a name of two to five capitalised words could be a person's: no word of a body, place or date in it."""
    words = WORD.findall(name)
    while words and fold(words[0]) in words_of("title"):
        words = words[1:]
    while words and fold(words[0]) in words_of("lead"):
        words = words[1:]
    if not 2 <= len(words) <= 5 or fold(" ".join(words)) in policy.public or fold(name) in policy.public:
        return False
    kept = [w for w in words if fold(w) not in words_of("particle")]
    if not kept or not all(w[0].isupper() and not (w.isupper() and len(w) > 3) for w in kept):
        return False
    return not any(fold(w) in words_of("not_person") or fold(w) in words_of("lead") for w in kept)


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
                    and not any(w.lower() in common for w in WORD.findall(name))
                    and looks_personal(name, policy)
                ):
                    out.add(name)
        start += len(line)
    shown = policy.public_parts | words_of("not_person") | words_of("lead")
    for pattern in (_CALLED, _AGED):
        out |= {m[1] for m in pattern.finditer(text) if fold(m[1]) not in shown and m[1].lower() not in common}
    for match in _BESIDE.finditer(text):  # "her mother Marina", "Ms. Koval"
        role, name = fold(match[1]), fold(match[2])
        known = name in shown - policy.given or name in policy.public or match[2].lower() in common
        beside = role in words_of("private_role") or role in words_of("address")
        if beside and not known:
            out.add(match[2])
    for match in _LONE.finditer(text):
        if fold(match[0]) in policy.given and not any(p.overlaps(Span(*match.span())) for p in places):
            out.add(match[0])
    return out


def _all_capitals(line: str) -> bool:
    """Whether a line is a headline in which every word has a capital, so that a capital tells nothing."""
    capitals = [w[0].isupper() for w in WORD.findall(line) if fold(w) not in words_of("lead")]
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
        capital = word[:1].isupper() and fold(word) not in words_of("lead") | words_of("title")
        if capital or (found and fold(word) in words_of("particle")):
            found.append((match.start(), end))
            if len(match[0]) == end - match.start():
                continue
        yield from _joined(run, found, at)
        found = []
    yield from _joined(run, found, at)


def _joined(run: str, found: list[tuple[int, int]], at: int) -> Iterable[tuple[str, int]]:
    while found and fold(run[found[-1][0] : found[-1][1]]) in words_of("particle"):
        found = found[:-1]
    if len(found) > 1:
        first, last = found[0][0], found[-1][1]
        yield run[first:last], at + first


def _capitals(value: str | None) -> set[str]:
    return {name for name, _ in _names_in_run(value, 0)} if value else set()


def forms_of(names: Iterable[str], policy: Policy, reading: Reading) -> tuple[str, ...]:
    """The names and those of their parts that stand for the person alone."""
    places = {fold(w) for t in reading.toponyms for w in WORD.findall(t.text)}
    out: set[str] = set()
    for name in names:
        words = [w for w in WORD.findall(name) if fold(w) not in words_of("title")]
        words = [re.sub(r"['’]s$", "", w) for w in words]
        if not words:
            continue
        out.add(" ".join(words))
        out.add(name)
        for word in words:
            known = fold(word) in policy.public_parts | places | words_of("particle") | words_of(
                "not_person"
            ) | words_of("lead")
            if len(word) > 2 and word[0].isupper() and not known:
                out.add(word)
    return tuple(sorted(out, key=lambda form: (-len(form), form)))


def pattern_of(forms: Sequence[str], policy: Policy) -> re.Pattern[str] | None:
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


@cache
def words_of(name: str) -> frozenset[str]:
    """A list of data/withhold.csv."""
    table = resources.files("crossbearing") / "data" / "withhold.csv"
    rows = csv.DictReader(table.read_text("utf-8").splitlines())
    return frozenset(row["word"] for row in rows if row["list"] == name)
