"""A denial that fits nothing → the assertion of its own report that it denies.

"Russia denied mistreating captives" gives no place, and often no kind: what it denies stands a sentence before. It meets
an assertion of another speaker in the same report if their words or figures meet, or if it is short, stands right beside
it, and comes from those whose deed it would be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from crossbearing.link.facts import Facts, content_words
from crossbearing.link.lexicon import weights, words
from crossbearing.link.pairs import actors, past, site, victims
from crossbearing.link.whereabouts import place
from crossbearing.text import fold

BESIDE = 250
NEAR = 700
SHORT = 3
_FIGURE = re.compile(r"\d[\d,.]*\d|\d")


def denied_here(f: Facts, members: Iterable[Facts]) -> float:
    """How well a denial meets the best of those claims of its report that it can deny; 0 if it meets none."""
    return max((_meets(f, h) for h in members if h.claim.report.id == f.claim.report.id), default=0.0)


def answers(f: Facts, members: Iterable[Facts]) -> int | None:
    """How far before a denial with no words of its own ("Kyiv rejected this") what another asserts stands, if it does."""
    if not bare(f):
        return None
    start = f.claim.span.start
    gaps = [
        start - h.claim.span.end
        for h in members
        if h.claim.report.id == f.claim.report.id and h.claim.stance == "asserts"
        and h.claim.span.end <= start and fold(h.claim.source.name or "") != fold(f.claim.source.name or "")
    ]  # fmt: skip
    return min((gap for gap in gaps if gap <= BESIDE), default=None)


def bare(f: Facts) -> bool:
    """Whether a denial has no words of its own: \"Kyiv rejected this\", \"the report was untrue\"."""
    source = f.claim.source
    said = content_words(" ".join((source.name or "", source.as_written or "")))
    return all(w in words("bare") or w in words("title") for w in f.words - said)


def _meets(f: Facts, h: Facts) -> float:
    if h.claim.stance != "asserts" or not _kin(f, h) or not another(f, h):
        return 0.0
    if any(v is not None and v.veto for v in (actors(f, h), victims(f, h), past(f, h), site(f, h))) or _long_past(f, h):
        return 0.0
    where = place(f, h)
    elsewhere = where is not None and where.veto
    if elsewhere and f.writes(f.names):
        return 0.0
    w = weights()
    gap = max(0, f.claim.span.start - h.claim.span.end, h.claim.span.start - f.claim.span.end)
    shared = len((f.words & h.words) - _named(f, h))
    same = w["denial_word"] * min(2, shared) + w["denial_figure"] * bool(_figures(f) & _figures(h))
    # a place that was carried on may be that of another sentence: the words must tell
    if not same and (elsewhere or gap > BESIDE or len(f.words) > SHORT):
        return 0.0
    near = 1.0 if gap <= BESIDE else 0.5 if gap <= NEAR else 0.0
    score = same + w["denial_near"] * near + w["denial_accused"] * _accused(f, h)
    return score if score >= w["denial_here"] else 0.0


def _kin(f: Facts, h: Facts) -> bool:
    """Whether the one can deny the other: what was read as a mere statement may deny any deed."""
    if f.family.name == h.family.name:
        return f.family.shape != "speech"
    return h.family.matter not in ("", "any") and f.family.matter in (h.family.matter, "any")


def another(f: Facts, h: Facts) -> bool:
    """Whether another speaker asserts it, and not one of the denier's own side."""
    one, other = f.claim.source, h.claim.source
    if fold(one.name or "") == fold(other.name or "") or f.speaker & h.speaker:
        return False
    return h.claim.manner == "own_voice" or not one.side or one.side != other.side


def _long_past(f: Facts, h: Facts) -> bool:
    if f.last is None or h.last is None:
        return False
    return f.last - h.last > h.family.lookback + h.family.lag


def _accused(f: Facts, h: Facts) -> float:
    """1 if the denier is on the side whose deed it would be, half if it was done on its ground."""
    side = f.claim.source.side
    if side is None or side in h.suffers:
        return 0.0
    if side in h.does:
        return 1.0
    own_ground = h.place is not None and h.place.country == side
    return 0.5 if own_ground and not h.does and h.family.shape == "directed" else 0.0


def _named(f: Facts, h: Facts) -> frozenset[str]:
    """The words of the names of places and of those who speak: all of a report shares them."""
    said = " ".join((*f.names, *h.names, f.claim.source.name or "", h.claim.source.name or ""))
    return frozenset(fold(said).split())


def _figures(f: Facts) -> frozenset[str]:
    return frozenset(_FIGURE.findall(f.claim.span.text))
