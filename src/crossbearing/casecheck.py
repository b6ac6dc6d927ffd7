"""Reading the marked sentences of a pack's `cases.jsonl`, and telling which are read as they are marked."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from crossbearing.marked import unmark
from crossbearing.packs import Pack
from crossbearing.text import fold
from crossbearing.types import Attribution, Claim, Reading, Span

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

    What the reader finds beyond a case's marks is no fault, except a claim where the case says `"claims": []`.

    Raises:
        UsageError: a mark is not closed; `packcheck.check` finds these first.
    """
    lines = (pack.folder / "cases.jsonl").read_text("utf-8").splitlines()
    return tuple(_run(json.loads(line), read) for line in lines if line.strip())


def _run(case: dict[str, Any], read: Callable[[str], Reading]) -> CaseResult:
    text, marked = unmark(case["marked"])
    reading = read(text)
    speakers = case.get("speakers", {})
    missed: list[str] = []
    for want in marked:
        speaker = speakers.get(str(want.number), {})
        if not any(_same_attribution(text, want.content, speaker, got) for got in reading.attributions):
            missed.append(f"attribution {want.number}: {speaker.get('name') or 'someone'} says what is marked")
    attributed = len(marked) - len(missed)
    wanted = case.get("claims", ())
    for claim in wanted:
        if not any(_same_claim(claim, got) for got in reading.claims):
            missed.append(
                "claim: "
                + ", ".join(f"{key} {claim[key]}" for key in ("source", "stance", "kind", "place") if claim.get(key))
            )
    found = len(wanted) - (len(missed) - (len(marked) - attributed))
    if "claims" in case and not wanted and not marked and reading.claims:
        missed.append(f"no claim: {reading.claims[0].kind} was read")
    return CaseResult(str(case.get("id")), (attributed, len(marked)), (found, len(wanted)), tuple(missed))


def _same_attribution(text: str, content: Sequence[Span], speaker: dict[str, Any], got: Attribution) -> bool:
    if _dice(text, content, got.content) < ENOUGH:
        return False
    if not speaker.get("name"):
        return True
    return (
        got.speaker is not None
        and _same_name(speaker["name"], got.speaker.name)
        and speaker.get("side") == got.speaker.side
    )


def _same_claim(want: dict[str, Any], got: Claim) -> bool:
    if want["kind"] != got.kind or want.get("stance", "asserts") != got.stance:
        return False
    if want.get("source") and not _same_name(want["source"], got.source.name):
        return False
    if want.get("source") is None and got.manner != "own_voice":
        return False
    if "hedged" in want and want["hedged"] != got.hedged:
        return False
    if want.get("place") and (got.place is None or not _same_name(want["place"], got.place.name)):
        return False
    return all(any(_same_count(count, read) for read in got.counts) for count in want.get("counts", ()))


def _same_count(want: dict[str, Any], got: Any) -> bool:
    return (want["what"], want["low"], want["high"]) == (got.what, got.low, got.high)


def _same_name(want: str, got: str | None) -> bool:
    return got is not None and fold(want).removeprefix("the ") == fold(got).removeprefix("the ")


def _dice(text: str, left: Sequence[Span], right: Sequence[Span]) -> float:
    a, b = (Counter(word for span in spans for word in fold(span.of(text)).split()) for spans in (left, right))
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0
