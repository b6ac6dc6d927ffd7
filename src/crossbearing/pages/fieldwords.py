"""A field of a claim in words, so that the readings of two people can be laid side by side."""

from __future__ import annotations

from crossbearing.pages.words import count_words, interval, place_name, place_note
from crossbearing.types import Claim, Participant


def field_words(claim: Claim, field: str) -> str:
    """What the claim has in the field."""
    match field:
        case "span":
            return claim.span.text
        case "source":
            return _named(claim.source.name or "not named", claim.source.side)
        case "agents" | "targets":
            people: tuple[Participant, ...] = getattr(claim, field)
            return "; ".join(_named(p.name, p.side) for p in people) or "none"
        case "place":
            return f"{place_name(claim.place)} · {place_note(claim.place)}".removesuffix(" · ")
        case "when" | "said":
            return interval(getattr(claim, field))
        case "counts":
            return "; ".join(count_words(count) for count in claim.counts) or "none"
        case "admiralty":
            return f"{claim.admiralty.source}{claim.admiralty.information}"
        case "hedged":
            return "hedged" if claim.hedged else "not hedged"
        case _:
            return str(getattr(claim, field)).replace("_", " ")


def _named(name: str, side: str | None) -> str:
    return f"{name} ({side})" if side else name
