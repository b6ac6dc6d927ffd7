"""Whether two origins are shown to be independent. Fail-closed: what is not shown is not so.

Shown means all of this: both are named, and the side of each is known, or the body is known to have none; the sides are
unlike (or one has none); neither passed on, cited or copied the other in any claim of the event; no two of their claims
share the words that state the happening; both state the happening itself, at one place and time, with figures that can
both hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crossbearing.link.context import Context
from crossbearing.link.facts import TOWNS, Facts, content_words
from crossbearing.link.figures import figures_agree
from crossbearing.link.lexicon import Family, family, has_phrase, words
from crossbearing.link.names import is_state
from crossbearing.link.origins import Voice
from crossbearing.link.pairs import OWN_MOVES, likeness
from crossbearing.link.parties import party_of
from crossbearing.link.speakers import hand_side, opponents
from crossbearing.text import fold
from crossbearing.types import Claim, Count

FIGURED = ("casualties", "captured_persons", "displacement")
MOST_CLAIMS = 12
ALIKE = 0.25
GREAT_KM = 12.0
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Tie:
    """The outcome for two origins: independent or not, by which rule, in plain words."""

    left: str
    right: str
    shown: bool
    rule: str
    text: str
    claims: tuple[str, ...]


def tie(a: Voice, b: Voice, facts: dict[str, Facts], context: Context) -> Tie:
    """Judge one pair of counted, asserting origins."""
    mine = a.with_stance("asserts")[:MOST_CLAIMS]
    theirs = b.with_stance("asserts")[:MOST_CLAIMS]
    ids = tuple(c.id for c in (*mine[:3], *theirs[:3]))

    def no(rule: str, text: str) -> Tie:
        return Tie(a.name, b.name, False, rule, text, ids)

    for voice in (a, b):
        if voice.medium:
            return no("lineage.unknown", f"{voice.name} is a medium, and where it has its knowledge from is not told")
        if voice.side is None and voice.neutral is None:
            return no("side.unknown", f"the side of {voice.name} is not known, and none is not shown")
    if a.side is not None and a.side == b.side:
        return no("side.same", f"{a.name} and {b.name} stand on one side")
    if a.side in b.backers or b.side in a.backers or a.backers & b.backers:
        return no("side.same", f"one of {a.name} and {b.name} stands behind the other")
    if a.neutral is not None and a.neutral == b.neutral:
        return no("lineage.shared", f"{a.name} and {b.name} belong to one organisation")
    if a.hands & b.names or b.hands & a.names:
        return no("lineage.carrier", f"one of {a.name} and {b.name} passed on the words of the other")
    for voice in (a, b):
        if voice.side and all(_by_opponent(c, voice.side, context) for c in voice.with_stance("asserts")):
            return no("lineage.opponent", f"what {voice.name} says is known only through media of an opponent")
    if (
        a.side
        and b.side
        and not opponents(a.side, b.side, context.packs)
        and any(is_state(v.name, context.states) and not _own_deed(v, facts) for v in (a, b))
    ):
        return no("lineage.unknown", f"{a.name} or {b.name} is a country's name alone: who speaks is not told")
    for one in mine:
        for other in theirs:
            if shared := _share_words(one, other):
                return no("text.shared", shared)
    cited = next((c for c in mine if _cites(c, a, b, context)), None) or next(
        (c for c in theirs if _cites(c, b, a, context)), None
    )
    if cited is not None:
        return no("lineage.cited", f"one of {a.name} and {b.name} rests on the other in the words of a report")
    one_side, other_side = [facts[c.id] for c in mine], [facts[c.id] for c in theirs]
    if not any(_states(f, other_side) for f in one_side) or not any(_states(f, one_side) for f in other_side):
        return no("happening.vague", "the place or the time of what one of them says is too wide to bear out the other")
    if not any(_one_deed(facts[x.id], facts[y.id]) for x in mine for y in theirs):
        return no(
            "happening.unlike",
            f"that {a.name} and {b.name} speak of one deed is not told: too little in actor, figure, site or words in common",
        )
    if not _figures_hold(mine, theirs):
        return no("figures.apart", f"the figures of {a.name} and {b.name} cannot both hold")
    sides = " and ".join(v.side or "no side" for v in (a, b))
    return Tie(
        a.name,
        b.name,
        True,
        "independence.shown",
        f"{a.name} and {b.name} ({sides}) share no text, no speaker and no carrier, and neither cites the other",
        ids,
    )


def _own_deed(voice: Voice, facts: dict[str, Facts]) -> bool:
    """Whether a country tells of what its own side did, which it knows without being told."""
    return any(voice.side in facts[c.id].does for c in voice.with_stance("asserts"))


def _by_opponent(claim: Claim, side: str, context: Context) -> bool:
    other = hand_side(claim, context)
    return other is not None and opponents(side, other, context.packs)


def _share_words(one: Claim, other: Claim) -> str | None:
    if one.id == other.id:
        return "one sentence gives the words of both"
    if one.report.id == other.report.id:
        if one.span.start < other.span.end and other.span.start < one.span.end:
            return "one clause of one report gives the words of both"
        return None
    a, b = content_words(one.span.text), content_words(other.span.text)
    if min(len(a), len(b)) >= 8 and likeness(a, b) >= 0.85 and len(a & b) / len(a | b) >= 0.75:
        return "the same words stand under both names in two reports"
    return None


def _cites(claim: Claim, voice: Voice, other: Voice, context: Context) -> bool:
    """Whether the words about a claim rest it on someone else.

    "Citing" someone other than the speaker is enough, whoever it is: what is passed on bears out nothing. "According to"
    mostly introduces the speaker, so it counts only before the name of the other voice.
    """
    text = fold(_sentence(claim, context))
    for cue in words("cites"):
        for found in re.finditer(rf"\b{re.escape(cue)}\b", text):
            after = frozenset(_WORD.findall(text[found.end() : found.end() + 70]))
            if cue in words("introduces"):
                if after & _tokens(other) and not after & _tokens(voice):
                    return True
            elif not after & _tokens(voice):
                return True
    return False


def _tokens(voice: Voice) -> frozenset[str]:
    """The words by which a voice is known, common ones left out."""
    common = words("generic").keys() | words("body").keys() | words("title").keys() | words("stop").keys()
    return frozenset(t for name in voice.names for t in _WORD.findall(name) if len(t) > 2) - common


def _sentence(claim: Claim, context: Context) -> str:
    text = context.texts.get(claim.report.id)
    if text is None:
        return claim.span.text
    left = max(text.rfind(mark, 0, claim.span.start) for mark in (". ", "\n", "! ", "? ", ".” "))
    ends = [
        e for mark in (". ", "\n", "! ", "? ") if (e := text.find(mark, max(claim.span.start, claim.span.end - 1))) >= 0
    ]
    return text[left + 1 : min(ends, default=len(text)) + 1]


def _states(f: Facts, others: Sequence[Facts]) -> bool:
    """Whether a claim states the happening itself: it took place, within days, at a place or with a figure.

    A place that was not read stands if the claim's own words name the one of which the `others` tell.
    """
    if has_phrase(f.claim.span.text, "doubt"):
        return False
    planned = f.claim.mode == "planned" and _between(f) and all(o.claim.mode == "planned" for o in others)
    if f.family.shape == "speech" or (f.claim.mode not in ("actual", "ongoing", "historical") and not planned):
        return False
    if f.first is None or f.last is None or f.last - f.first > 31:
        return False
    if _between(f):
        return f.last - f.first <= 3
    if f.place is not None and f.place.precision in ("facility", "settlement", "area", "admin2"):
        return f.place.id is not None
    if f.place is not None and f.place.precision == "unresolved":
        return any(o.place is not None and o.place.precision == "unresolved" and f.names & o.names for o in others)
    if f.place is None and any(o.settled and f.writes(o.names) for o in others):
        return True
    if f.family.name == "interception" and f.craft:
        return f.last - f.first <= 3
    return f.family.shape == "mutual" and bool(f.claim.counts)


def _between(f: Facts) -> bool:
    """Whether two sides do it with each other and both know of it: an exchange."""
    return f.family.name == "exchange"


def _one_deed(x: Facts, y: Facts) -> bool:
    """Whether two claims agree on more than a kind of happening, a place and some days: on whose deed, or on a figure."""
    if x.family.name in ("control", "held", "withdrawal") and (x.part or y.part):
        # a part is not the whole, and of two parts it must be told that they are one
        return x.part == y.part and likeness(x.words, y.words) >= 0.5 and bool(x.does & y.does or x.suffers & y.suffers)
    agree = [v for c in x.claim.counts for d in y.claim.counts if (v := _agree(c, d, x.family)) is not None]
    if _between(x) and _between(y):
        # two sides seldom exchange captives twice in two days
        return x.first is not None and y.first is not None and abs(x.first - y.first) <= 1
    if x.family.shape == "mutual":
        # of fighting or an exchange both take part: the same days in the text, and the same party or words
        parties = (x.by | x.upon) & (y.by | y.upon)
        likely = bool(parties) if x.family.name == "clash" else likeness(x.words, y.words) >= 0.4
        return any(agree) or (likely and x.dated and y.dated)
    if any(agree) and not (x.by and y.by and not x.by & y.by):
        return True
    if x.by and y.by:
        if x.family.name in OWN_MOVES:
            # whose move it was is not which: "their soldiers were in the city", "they gained ground on its flanks"
            return bool(x.by & y.by) and likeness(_of_the_move(x), _of_the_move(y)) >= ALIKE
        return bool(x.by & y.by) and not _unlike_things(x, y) and (not _in_a_great_city(x) or _told_alike(x, y))
    if _one_blow(x, y):
        return True
    if x.family.name == "civilians" and not (x.does or y.does or x.suffers or y.suffers):
        # who were killed there, in words much alike: no one names the doer
        alike = x.settled and y.settled and x.place is not None and y.place is not None and x.place.id == y.place.id
        return alike and likeness(x.words, y.words) >= 0.4
    # what one gains the other loses: "they took it" and "we left it"
    if x.family.name == "control" and ((x.does and y.suffers) or (x.suffers and y.does)):
        return True
    if x.family.name == "interception" and x.craft & y.craft:
        return True
    # whose dead are counted, and who leaves, is whose deed it is, where neither is told with reserve
    if x.family.shape == "loss":
        firm = not (x.claim.hedged or y.claim.hedged)
        return firm and bool(x.suffers & y.suffers)
    return bool(x.suffers & y.suffers) and (x.family.shape == "suffered" or likeness(x.words, y.words) >= 0.3)


def _of_the_move(f: Facts) -> frozenset[str]:
    """The words that tell what was done, without those for who did it and where."""
    named = " ".join((*(p.as_written for p in f.claim.agents), *(p.as_written for p in f.claim.targets), *f.names))
    return f.words - content_words(named) - frozenset(TOWNS)


def _one_blow(x: Facts, y: Facts) -> bool:
    """Whether two tell of fire on one settlement within the same three days, on one sort of site or in words much alike.

    Who is accused by the one and names no doer himself tells another account.
    """
    if x.family.matter != "fire" or x.family.shape != "directed" or x.claim.kind != y.claim.kind:
        return False
    if not (x.settled and y.settled and x.place is not None and y.place is not None and x.place.id == y.place.id):
        return False
    if x.claim.hedged or y.claim.hedged or not all(_within_days(f) for f in (x, y)):
        return False
    if any(party_of(y.claim) & x.by and not y.by for x, y in ((x, y), (y, x))):
        return False
    return _told_alike(x, y)


def _told_alike(x: Facts, y: Facts) -> bool:
    return bool(x.sites & y.sites) or likeness(x.words, y.words) >= 0.5


def _unlike_things(x: Facts, y: Facts) -> bool:
    """Whether fire hit a thing of one sort in the one account and of another in the other: "a depot", "a school"."""
    mine, theirs = (f.sites | frozenset(t for t in words("stronghold") if f" {t} " in f.text) for f in (x, y))
    return x.family.matter == "fire" and bool(mine and theirs) and not mine & theirs


def _in_a_great_city(f: Facts) -> bool:
    """Whether it is fire on a city of a million: one side may strike it many times on a day."""
    return f.family.matter == "fire" and f.place is not None and (f.place.radius_km or 0.0) >= GREAT_KM


def _within_days(f: Facts) -> bool:
    return f.first is not None and f.last is not None and f.last - f.first <= 3


def _agree(c: Count, d: Count, kin: Family) -> bool | None:
    """Whether two figures bear each other out. Of what both sides count (an exchange) they know the number well."""
    return figures_agree(c, d, factor=1.2 if kin.shape == "mutual" else 1.5, firm=True)


def _figures_hold(mine: Sequence[Claim], theirs: Sequence[Claim]) -> bool:
    verdicts = [
        v
        for one in mine
        for other in theirs
        for c in one.counts
        for d in other.counts
        if (v := _agree(c, d, family(one.kind))) is not None
    ]
    if verdicts:
        return any(verdicts)
    kinds = {c.kind for c in (*mine, *theirs)}
    return not kinds <= set(FIGURED) or not any(c.counts for c in (*mine, *theirs))
