"""Whether a claim speaks against the interest of the side that makes it."""

from __future__ import annotations

from crossbearing.link.lexicon import family, words
from crossbearing.text import fold
from crossbearing.types import Claim, Participant


def against_interest(claim: Claim, side: str | None) -> bool:
    """An admission: a side asserts its own retreat, loss of ground, military losses, or its own attack on civilians."""
    if side is None or claim.stance != "asserts":
        return False
    ours = any(p.side == side for p in claim.agents)
    theirs = any(p.side not in (None, side) for p in claim.agents)
    hit = [p for p in claim.targets if p.side == side]
    match claim.kind:
        case "withdrawal":
            return ours or (bool(hit) and not theirs)
        case "territory_gain" | "advance" | "encirclement":
            return theirs and not ours
        case "casualties" | "captured_persons":
            return any(_military(p) for p in hit)
        case "attack_on_civilians" | "sexual_violence" | "chemical_weapon":
            return ours
        case _:
            return family(claim.kind).shape == "loss" and ours


def _military(participant: Participant) -> bool:
    tokens = fold(participant.as_written or participant.name).split()
    return any(t in words("military") for t in tokens)
