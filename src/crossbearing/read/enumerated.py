"""Places named side by side ("shelled A, B and C"): what is told of one is told of each, however the parse has them."""

from __future__ import annotations

import re

from crossbearing.read.scene import Scene
from crossbearing.read.storyplace import FINE
from crossbearing.types import Place, Toponym

_LAST = re.compile(
    r",? (?:and|as well as)(?: (?:nearby|neighbou?ring|also|in|near|the))*(?: (?:[a-z]+ )?(?:villages?|towns?|city|settlement|neighbou?rhood) of)? "
)
_NEXT = re.compile(r", (?:in |near )?")


def beside(at: Scene, place: Place) -> tuple[Place, ...]:
    """The places of the list that a place stands in, in the order of the text; the place alone where it stands in none."""
    named = [n for n in at.named if n.use == "place"]
    at_place = next((i for i, n in enumerate(named) if n.place is place), None)
    if at_place is None:
        return (place,)
    first = last = at_place
    closed = False
    while last + 1 < len(named) and (gap := _gap(at, named[last], named[last + 1])):
        last += 1
        closed = closed or gap == "last"
        if gap == "last":
            break
    while first > 0 and (gap := _gap(at, named[first - 1], named[first])):
        if gap == "last" and closed:
            break
        first -= 1
        closed = closed or gap == "last"
    some = [n.place for n in named[first : last + 1] if n.place is not None]
    return tuple(some) if closed and len(some) > 1 else (place,)


def _gap(at: Scene, left: Toponym, right: Toponym) -> str | None:
    """ "next" or "last" where a name follows another in a list of like places."""
    if left.place is None or right.place is None or (left.place.precision in FINE) != (right.place.precision in FINE):
        return None
    if "country" in (left.place.precision, right.place.precision):
        return None
    between = at.parse.text[left.end : right.start]
    return "next" if _NEXT.fullmatch(between) else "last" if _LAST.fullmatch(between) else None
