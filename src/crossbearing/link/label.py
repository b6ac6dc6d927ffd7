"""Words that a person reads: the label of an event, its place, its days, its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from crossbearing.link.facts import Facts
from crossbearing.link.lexicon import family
from crossbearing.link.retract import amends
from crossbearing.types import Claim, Count, Place, When

_EXACT = {"facility": 0, "settlement": 1, "area": 2, "admin2": 3, "admin1": 4, "country": 5, "unresolved": 6}


def label_of(kind: str, place: Place | None) -> str:
    """ "Capture of Pokrovsk"; without a place, the kind alone."""
    name = (place.name or place.as_written) if place else None
    pattern = family(kind).label
    if name:
        if place and place.precision in ("admin1", "admin2", "country"):
            pattern = pattern.replace(" at {place}", " in {place}")
        return pattern.format(place=name)
    words = [w for w in pattern.replace("{place}", "").split() if w]
    while words and words[-1] in ("of", "on", "at", "from", "in", "to", "over", "concerning"):
        words.pop()
    return (" ".join(words) or kind).capitalize()


def kind_of(facts: Sequence[Facts]) -> str:
    """The kind that most assertions give; the first of the alphabet where two are level."""
    said = [f for f in facts if f.claim.stance == "asserts"] or list(facts)
    tally = Counter(f.claim.kind for f in said)
    return min(tally, key=lambda k: (-tally[k], k))


def place_of(facts: Sequence[Facts]) -> Place | None:
    """The place that most claims give, resolved before unresolved and exact before wide."""
    places = [f.place for f in facts if f.place is not None]
    if not places:
        return None
    tally = Counter((p.id or "", p.name or p.as_written) for p in places)
    return min(
        places,
        key=lambda p: (
            p.id is None,
            min(_EXACT[p.precision], 2) if p.precision != "facility" else 1,
            _EXACT[p.precision] > 2,
            -tally[(p.id or "", p.name or p.as_written)],
            _EXACT[p.precision],
            p.as_written,
        ),
    )


def when_of(facts: Sequence[Facts]) -> When | None:
    """The days that assertions give: those of the text before those of publication, the narrowest first."""
    said = [f for f in facts if f.claim.stance == "asserts" and f.claim.when] or [f for f in facts if f.claim.when]
    dated = [f for f in said if f.dated and not f.wide] or [f for f in said if not f.wide] or said
    if not dated:
        return None
    tally = Counter((f.claim.when.earliest, f.claim.when.latest) for f in dated if f.claim.when)
    best = min(
        dated,
        key=lambda f: (
            f.wide,
            -tally[(f.claim.when.earliest, f.claim.when.latest)] if f.claim.when else 0,
            f.claim.when.earliest or "" if f.claim.when else "",
            f.claim.id,
        ),
    )
    return best.claim.when


def figures_of(claims: Sequence[Claim], origin_of: dict[str, str], published: dict[str, str]) -> tuple[Count, ...]:
    """Every figure that stands: a later one of the same origin replaces its earlier one of the same thing.

    Within one report the later is the one told below, and a figure that is said to be corrected stands no more.
    """
    corrected = {c.retracts for c in claims if amends(c)}
    latest: dict[tuple[str, str, str | None], tuple[tuple[str, str, int, str], Count]] = {}
    for claim in claims:
        for count in claim.counts if claim.id not in corrected else ():
            key = (origin_of.get(claim.id, claim.id), count.what, count.unit)
            stamp = (published.get(claim.id, ""), claim.report.id, claim.span.start, claim.id)
            if key not in latest or stamp >= latest[key][0]:
                latest[key] = (stamp, count)
    seen: dict[tuple[object, ...], Count] = {}
    for _, count in sorted(latest.values(), key=lambda row: (row[1].what, row[1].low or 0, row[1].high or 0, row[0])):
        seen.setdefault((count.what, count.unit, count.low, count.high, count.qualifier), count)
    return tuple(seen.values())
