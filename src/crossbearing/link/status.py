"""Voices → a status, by printed rules; the first that holds. Fail-closed: independence that is not shown is not claimed.

`retracted` · `contested` · `no named origin` · `single origin` · `one-sided` · `independently corroborated` · else
`independence not established`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from crossbearing.link.context import Context
from crossbearing.link.facts import Facts
from crossbearing.link.independence import Tie, tie
from crossbearing.link.interest import against_interest
from crossbearing.link.origins import STANCES, Voice
from crossbearing.types import Reason, Stance, Status

MOST_TIES = 400


@dataclass(frozen=True, slots=True)
class Judgement:
    """A status with its reasons: the rule that gave it first, then what was looked at on the way."""

    status: Status
    reasons: tuple[Reason, ...]
    capped: tuple[str, ...] = ()


def judge(voices: Sequence[Voice], facts: dict[str, Facts], context: Context, taken_back: frozenset[str]) -> Judgement:
    """The status of one event."""
    notes = tuple(_notes(voices))
    counted = [v for v in voices if v.counted]
    if gone := _retracted(voices, taken_back):
        return Judgement("retracted", (gone, *notes))
    if clash := _contested(voices):
        return Judgement("contested", (clash, *notes))
    stance: Stance = next((s for s in STANCES if any(v.says(s) for v in voices)), "asserts")
    speaking = [v for v in counted if v.says(stance)]
    verb = {"asserts": "asserts", "denies": "denies", "doubts": "doubts", "predicts": "foretells"}[stance]
    if not speaking:
        text = f"No named source {verb} it: own voice, unnamed or untraceable sources alone."
        return Judgement("no named origin", (_reason("status.no_named_origin", text, voices, stance), *notes))
    if len(speaking) == 1:
        text = f"One named origin {verb} it: {_name(speaking[0])}."
        return Judgement("single origin", (_reason("status.single_origin", text, speaking, stance), *notes))
    sides = {v.side for v in speaking}
    if len(sides) == 1 and None not in sides:
        text = f"{_list(speaking)} {_plural(verb)} it, and all stand with {next(iter(sides))}."
        return Judgement("one-sided", (_reason("status.one_sided", text, speaking, stance), *notes))
    if stance != "asserts":
        text = f"{_list(speaking)} {_plural(verb)} it; no one asserts it, so nothing is borne out."
        rule = "status.independence_not_established"
        return Judgement("independence not established", (_reason(rule, text, speaking, stance), *notes))
    ties, capped = _ties(speaking, facts, context)
    shown = [t for t in ties if t.shown]
    if shown:
        first = shown[0]
        text = f"Two or more named origins of unlike sides or none assert it, and independence is shown: {first.text}."
        head = _because("status.independently_corroborated", text, first.claims)
        return Judgement("independently corroborated", (head, *_tie_reasons(ties), *notes), capped)
    text = f"{_list(speaking)} assert it, but that they are independent is not shown."
    head = _reason("status.independence_not_established", text, speaking, stance)
    return Judgement("independence not established", (head, *_tie_reasons(ties), *notes), capped)


def _retracted(voices: Sequence[Voice], taken_back: frozenset[str]) -> Reason | None:
    if not taken_back:
        return None
    asserted = [c for v in voices if v.named or v.rule == "origin.own_voice" for c in v.with_stance("asserts")]
    gone = [c for c in asserted if c.id in taken_back]
    if not gone or any(v.counted and v.says("asserts") for v in voices):
        return None
    if any(c.id not in taken_back and not c.retracts for c in asserted):
        return None
    return _because("status.retracted", "Whoever asserted it has taken it back.", tuple(c.id for c in gone))


def _contested(voices: Sequence[Voice]) -> Reason | None:
    """One source asserts, another denies. A report's own voice, or no one in particular, denies nothing here."""
    denying = [v for v in voices if v.says("denies") and v.rule not in _SILENT and v.kind != "report" and v.names]
    asserting = [v for v in voices if v.says("asserts") and v.rule not in _SILENT]
    # a source that took both stances has changed its mind: it is another's denial that contests
    for d in sorted(denying, key=lambda v: not v.counted):
        for a in sorted(asserting, key=lambda v: not v.counted):
            if a is not d:
                said = (*a.with_stance("asserts")[:3], *d.with_stance("denies")[:3])
                who = "A report says it in its own voice" if a.kind == "report" else f"{_name(a)} asserts it"
                return _because("status.contested", f"{who}; {_name(d)} denies it.", tuple(c.id for c in said))
    return None


_SILENT = ("origin.taken_back", "origin.belief")


def _ties(speaking: Sequence[Voice], facts: dict[str, Facts], context: Context) -> tuple[list[Tie], tuple[str, ...]]:
    pairs = list(combinations(speaking, 2))
    ties = [tie(a, b, facts, context) for a, b in pairs[:MOST_TIES]]
    capped = (f"{len(pairs) - MOST_TIES} pairs of origins were not compared",) if len(pairs) > MOST_TIES else ()
    return ties, capped


def _tie_reasons(ties: Iterable[Tie]) -> tuple[Reason, ...]:
    ordered = sorted(ties, key=lambda t: not t.shown)
    return tuple(_because(t.rule, t.text[:1].upper() + t.text[1:] + ".", t.claims) for t in ordered[:12])


def _notes(voices: Sequence[Voice]) -> Iterable[Reason]:
    for v in voices:
        if v.why_not and v.rule:
            yield _because(v.rule, f"{v.name} is not counted: {v.why_not}.", tuple(c.id for c in v.claims[:5]))
        elif len(v.claims) > 1 and len({c.report.id for c in v.claims}) > 1:
            reports = len({c.report.id for c in v.claims})
            text = f"{reports} reports begin with {v.name}: one origin."
            yield _because("origin.one_speaker", text, tuple(c.id for c in v.claims[:5]))
        if v.counted and (admitted := [c for c in v.claims if against_interest(c, v.side)]):
            text = f"{v.name} ({v.side}) says this against the interest of its own side."
            yield _because("origin.admission", text, tuple(c.id for c in admitted[:5]))


def _because(rule: str, text: str, claims: tuple[str, ...]) -> Reason:
    return Reason(rule=rule, text=text, claims=claims)


def _reason(rule: str, text: str, voices: Iterable[Voice], stance: str) -> Reason:
    return _because(rule, text, tuple(c.id for v in voices for c in v.claims if c.stance == stance)[:20])


def _name(voice: Voice) -> str:
    return f"{voice.name} ({voice.side})" if voice.side else voice.name


def _list(voices: Sequence[Voice]) -> str:
    names = [_name(v) for v in voices[:4]]
    if len(voices) > 4:
        names.append(f"{len(voices) - 4} more")
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else names[0]


def _plural(verb: str) -> str:
    return {"asserts": "assert", "denies": "deny", "doubts": "doubt", "foretells": "foretell"}[verb]
