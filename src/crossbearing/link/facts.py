"""What of a claim decides whether it meets another: computed once, compared often."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from crossbearing.link.context import Context
from crossbearing.link.days import day, window
from crossbearing.link.lexicon import Family, family, has_phrase, words
from crossbearing.link.names import plain
from crossbearing.link.parties import by_weapon, parties, sides_of
from crossbearing.text import fold
from crossbearing.types import Claim, Place

_WORD = re.compile(r"\w+")
_CRAFT = re.compile(r"\b[A-Za-z]{1,3}[-‑–]\d{1,3}")
BEFALLS = ("strike", "blast", "chemical", "casualties", "destruction", "civilians")
WEEK = 7
# who denies the blame for a deed denies the deed
DEEDS = ("air_drone_strike", "mine_ied", "chemical_weapon", "attack_on_civilians", "property_destruction")
SITED = ("strike", "blast", "destruction")
PARTIAL = ("area", "share", "settlements")
TOWNS = ("city", "town", "village", "settlement")
SETTLED = ("facility", "settlement", "area")


@dataclass(frozen=True, slots=True)
class Facts:
    """One claim, ready for comparison. `does` and `suffers` are sides, `by` and `upon` parties beside; days are day numbers."""

    claim: Claim
    family: Family
    first: int | None
    last: int | None
    published: int | None
    dated: bool
    does: frozenset[str]
    suffers: frozenset[str]
    by: frozenset[str]
    upon: frozenset[str]
    place: Place | None
    names: frozenset[str]
    words: frozenset[str]
    text: str
    lineage: str | None
    part: bool
    speaker: frozenset[str]
    victims: frozenset[str]
    main: Place | None
    sites: frozenset[str]
    denies: tuple[str, ...]
    craft: frozenset[str]
    stock: bool

    @property
    def wide(self) -> bool:
        """Whether its days span more than a month."""
        return self.first is None or self.last is None or self.last - self.first > 31

    def writes(self, names: Iterable[str]) -> bool:
        """Whether its own words hold one of the folded names."""
        return any(f" {' '.join(_WORD.findall(name))} " in self.text for name in names)

    @property
    def settled(self) -> bool:
        """Whether its place is resolved to a settlement or better."""
        return self.place is not None and self.place.precision in SETTLED and self.place.id is not None


def content_words(text: str) -> frozenset[str]:
    """The folded words that carry meaning, crudely stemmed."""
    return frozenset(_stem(w) for w in _WORD.findall(fold(text)) if w not in words("stop") and len(w) > 1)


def _stem(word: str) -> str:
    if word.isdigit() or len(word) < 5:
        return word
    for ending in ("ings", "ing", "edly", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            stem = word[: -len(ending)]
            doubled = (
                ending in ("ings", "ing", "ed") and len(stem) > 4 and stem[-1] == stem[-2] and stem[-1] not in "lsz"
            )
            return stem[:-1] if doubled else stem
    return word


def facts_of(claim: Claim, context: Context) -> Facts:
    """The facts of one claim."""
    kin = family("territory_gain" if _lost(claim) else claim.kind)
    published = day(context.published(claim))
    packs = context.packs
    days = _inherited(claim, kin, context) or window(claim, kin, published)
    agents = sides_of(claim.agents, packs) or by_weapon(claim.agents, context)
    targets = sides_of(claim.targets, packs)
    if kin.shape == "loss" and not agents and targets:
        # "he pulled his troops back": the force that is withdrawn is the one that loses
        agents, targets = targets, agents
    if kin.shape == "loss" and not agents and claim.source.side and has_phrase(claim.span.text, "self"):
        # "its units had left the town": one's own loss, by the words of the one that lost
        agents = frozenset({claim.source.side})
    if kin.shape == "suffered" and not targets and claim.source.side and _own_men(claim.span.text):
        # "20,000 of his fighters were killed": one's own dead
        targets = frozenset({claim.source.side})
    does, suffers = (targets, agents) if kin.shape == "loss" else (agents, targets)
    if kin.kind != claim.kind:
        # "the city is out of our control": the loser tells of the same change of hands
        does, suffers = frozenset(), agents or targets or frozenset(filter(None, (claim.source.side,)))
    acts, struck = parties(claim, kin)
    place = None if _doer_for_place(claim, agents) else claim.place
    when = claim.when
    return Facts(
        claim=claim,
        family=kin,
        first=days[0] if days else None,
        last=days[1] if days else None,
        published=published,
        dated=when is not None and when.rests_on == "text" and bool(when.earliest or when.latest),
        does=does,
        suffers=suffers,
        by=does | acts,
        upon=suffers | struck,
        place=place,
        names=_names(place, context.forms) if place else frozenset(),
        words=content_words(claim.span.text),
        text=f" {' '.join(_WORD.findall(fold(claim.span.text)))} ",
        lineage=context.lineage.get(claim.report.id),
        part=_partial(claim, kin),
        speaker=_speaker(claim),
        victims=_victims(claim) if kin.shape == "suffered" else frozenset(),
        main=context.mains.get(claim.report.id) if place is None else None,
        sites=_sites(claim) if kin.name in SITED else frozenset(),
        craft=frozenset(fold(name) for name in _CRAFT.findall(told_of(claim))),
        stock=_stock(claim, kin),
        denies=DEEDS if claim.kind == "accusation" and claim.stance == "denies" else (),
    )


def _doer_for_place(claim: Claim, agents: frozenset[str]) -> bool:
    """Whether a denial's place is but the country that it clears of the deed: "that Russia was behind the attack"."""
    place = claim.place
    if claim.stance != "denies" or place is None or place.precision != "country" or place.country is None:
        return False
    return place.country in agents or (claim.kind == "accusation" and place.country == claim.source.side)


def _stock(claim: Claim, kin: Family) -> bool:
    """Whether it denies what is never done, rather than what was: "the army does not strike civilians"."""
    if claim.stance != "denies" or claim.counts or kin.matter not in ("fire", "any"):
        return False
    if claim.place is not None and claim.place.precision != "country" and claim.place.as_written in claim.span.text:
        return False
    return has_phrase(claim.span.text, "stock") and not has_phrase(claim.span.text, "done")


def told_of(claim: Claim) -> str:
    """The words of a claim and of those whom it befell."""
    return " ".join((claim.span.text, *(p.as_written for p in claim.targets)))


def _own_men(text: str) -> bool:
    """Whether soldiers are called the speaker's own: "his fighters", "our own troops"."""
    tokens = _WORD.findall(fold(text))
    return any(
        w in words("self") and any(t in words("military") or t in words("unit") for t in tokens[i + 1 : i + 4])
        for i, w in enumerate(tokens)
    )


def _lost(claim: Claim) -> bool:
    """Whether a withdrawal is told as the place's change of hands, not as a move of troops."""
    return (
        claim.kind == "withdrawal" and has_phrase(claim.span.text, "lost") and not has_phrase(claim.span.text, "moves")
    )


def _partial(claim: Claim, kin: Family) -> bool:
    """Whether the claim speaks of a part of its place. "The hilltop city" is no part, nor is a share of those who left."""
    tokens = _WORD.findall(fold(claim.span.text))
    told = " ".join(t for t, after in zip_longest(tokens, tokens[1:]) if after not in TOWNS)
    if has_phrase(told, "part"):
        return True
    return any(c.what in PARTIAL and not (c.what == "share" and kin.shape == "loss") for c in claim.counts)


def _sites(claim: Claim) -> frozenset[str]:
    """The sorts of building or site that the claim names: a theatre, a hospital, homes."""
    at = claim.place.as_written if claim.place is not None else ""
    told = " ".join((claim.span.text, at, *(p.as_written for p in claim.targets)))
    padded = f" {' '.join(_WORD.findall(fold(told)))} "
    return frozenset(sort for form, sort in words("site").items() if f" {form} " in padded)


def _victims(claim: Claim) -> frozenset[str]:
    """Whether soldiers or civilians are counted, by what is counted and by whom it befell; empty where neither is told."""
    told = " ".join((*(p.as_written for p in claim.targets), *(c.unit or "" for c in claim.counts), *_counted(claim)))
    tokens = frozenset(_WORD.findall(fold(told)))
    return frozenset(name for name in ("military", "civilian") if tokens & words(name).keys())


def _counted(claim: Claim) -> Iterable[str]:
    """The words right after each figure."""
    for count in claim.counts:
        at = claim.span.text.find(count.as_written) if count.as_written else -1
        if at >= 0:
            yield " ".join(_WORD.findall(claim.span.text[at : at + len(count.as_written) + 40])[:5])


def _inherited(claim: Claim, kin: Family, context: Context) -> tuple[int, int] | None:
    """The days that its report gives elsewhere to what befell the place, for an assertion that gives none itself."""
    when, place = claim.when, claim.place or context.mains.get(claim.report.id)
    if kin.name not in BEFALLS or claim.stance != "asserts" or place is None or place.id is None:
        return None
    if when is not None and when.rests_on == "text" and (when.earliest or when.latest):
        return None
    return context.days.get((claim.report.id, place.id))


def told_days(claims: Iterable[Claim]) -> dict[tuple[str, str], tuple[int, int]]:
    """Report and place → the days of what befell the place, where all claims that give any in the text can share them."""
    out: dict[tuple[str, str], tuple[int, int] | None] = {}
    for claim in claims:
        place, when, kin = claim.place, claim.when, family(claim.kind)
        if kin.name not in BEFALLS or claim.stance != "asserts" or place is None or place.id is None or when is None:
            continue
        first, last = day(when.earliest), day(when.latest)
        if when.rests_on != "text" or first is None or last is None or not 0 <= last - first <= WEEK:
            continue
        key = (claim.report.id, place.id)
        if key not in out:
            out[key] = (first, last)
        elif (held := out[key]) is not None:
            shared = max(held[0], first), min(held[1], last)
            out[key] = shared if shared[0] <= shared[1] else None
    return {key: days for key, days in out.items() if days is not None}


def main_places(claims: Iterable[Claim]) -> dict[str, Place]:
    """Report → the place of which at least half of its claims with a place tell, if two or more do; no country."""
    tally: dict[str, Counter[str]] = {}
    first: dict[str, Place] = {}
    for claim in claims:
        place = claim.place
        if place is not None and place.id is not None and place.precision not in ("country", "unresolved"):
            tally.setdefault(claim.report.id, Counter())[place.id] += 1
            if place.id not in first or place.as_written < first[place.id].as_written:
                first[place.id] = place
    out = {}
    for report, counter in tally.items():
        (most, n), *rest = counter.most_common(2)
        if n >= 2 and 2 * n >= counter.total() and not any(m == n for _, m in rest):
            out[report] = first[most]
    return out


def _speaker(claim: Claim) -> frozenset[str]:
    """What a named speaker is known by: the id, the surname of a person, the whole name of a body."""
    source = claim.source
    name = fold(source.name or "")
    if not name or source.kind not in ("person", "organisation"):
        return frozenset()
    known = plain(name.split()[-1]) if source.kind == "person" else name
    return frozenset(n for n in (source.id, known) if n)


def _names(place: Place, forms: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Every folded name of a place: as written, official, and as any side of a pack writes it."""
    own = frozenset(fold(n) for n in (place.name, place.as_written) if n)
    return own | forms.get(place.id, frozenset()) if place.id else own
