"""Reading the marked sentences of a pack's `cases.jsonl`, and telling which are read as they are marked."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crossbearing.marked import unmark
from crossbearing.packs import Pack
from crossbearing.text import fold
from crossbearing.types import Attribution, Claim, Count, Reading, Span

ENOUGH = 0.5
"""Token Dice from which a content counts as found: the measure of the benchmarks."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case. `attributions` and `claims` are (found, marked); `missed` says in words what was not found."""

    id: str
    attributions: tuple[int, int]
    claims: tuple[int, int]
    missed: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether everything marked was found."""
        return not self.missed


def run_cases(pack: Pack, read: Callable[[str], Reading]) -> tuple[CaseResult, ...]:
    """Read every case with `read` (a reader that knows the pack) and compare: speakers, contents, kinds, stances, places.

    A sentence is read below a line that names the theatre, as a headline does. What the reader finds beyond a case's
    marks is no fault, except a claim where the case says `"claims": []`.

    Raises:
        UsageError: a mark is not closed; `packcheck.check` finds these first.
    """
    lines = (pack.folder / "cases.jsonl").read_text("utf-8").splitlines()
    names = {actor.id: actor.name for actor in pack.actors} | {place.id: place.name for place in pack.places}
    above = f"{pack.theatre[0]}\n\n" if pack.theatre else ""
    return tuple(_run(json.loads(line), above, names, read) for line in lines if line.strip())


def _run(case: dict[str, Any], above: str, names: Mapping[str, str], read: Callable[[str], Reading]) -> CaseResult:
    sentence, marked = unmark(case["marked"])
    reading = read(above + sentence)
    speakers = case.get("speakers", {})
    missed: list[str] = []
    for want in marked:
        speaker = speakers.get(str(want.number), {})
        if not any(
            _same_attribution(_words(sentence, want.content), speaker, reading, got, names)
            for got in reading.attributions
        ):
            missed.append(f"attribution {want.number}: {speaker.get('name') or 'someone'} says what is marked")
    attributed = len(marked) - len(missed)
    wanted = case.get("claims", ())
    for claim in wanted:
        if not any(_same_claim(claim, got, names) for got in reading.claims):
            missed.append(
                "claim: "
                + ", ".join(f"{key} {claim[key]}" for key in ("source", "stance", "kind", "place") if claim.get(key))
            )
    found = len(wanted) - (len(missed) - (len(marked) - attributed))
    if "claims" in case and not wanted and not marked and reading.claims:
        missed.append(f"no claim: {reading.claims[0].kind} was read")
    return CaseResult(str(case.get("id")), (attributed, len(marked)), (found, len(wanted)), tuple(missed))


def _same_attribution(
    content: Counter[str], speaker: dict[str, Any], reading: Reading, got: Attribution, names: Mapping[str, str]
) -> bool:
    if _dice(content, _words(reading.report.text, got.content)) < ENOUGH:
        return False
    if not speaker.get("name"):
        return True
    who = got.speaker
    return who is not None and speaker.get("side") == who.side and _is(speaker["name"], who.name, who.id, names)


def _same_claim(want: dict[str, Any], got: Claim, names: Mapping[str, str]) -> bool:
    if want["kind"] != got.kind or want.get("stance", "asserts") != got.stance:
        return False
    if want.get("source") is None:
        if got.manner != "own_voice":
            return False
    elif not _is(want["source"], got.source.name, got.source.id, names):
        return False
    if "hedged" in want and want["hedged"] != got.hedged:
        return False
    if want.get("place") and (got.place is None or not _is(want["place"], got.place.name, got.place.id, names)):
        return False
    return all(any(_same_count(count, read) for read in got.counts) for count in want.get("counts", ()))


def _same_count(want: dict[str, Any], got: Count) -> bool:
    return want.get("what", got.what) == got.what and (want.get("low"), want.get("high")) == (got.low, got.high)


def _is(want: str, name: str | None, known: str | None, names: Mapping[str, str]) -> bool:
    """Whether this is the one meant: by the name of the report, or by the pack's name for the id."""
    return any(_bare(want) == _bare(form) for form in (name, names.get(known or "")) if form)


def _bare(name: str) -> str:
    first, _, rest = fold(name).partition(" ")
    return rest if first in ("the", "a", "an") and rest else fold(name)


def _words(text: str, spans: Sequence[Span]) -> Counter[str]:
    return Counter(word for span in spans for word in fold(span.of(text)).split())


def _dice(left: Counter[str], right: Counter[str]) -> float:
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 0.0
