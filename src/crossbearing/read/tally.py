"""Which of the figures named belongs to a happening."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crossbearing.read.argument import clause_verb
from crossbearing.read.count import Quantity
from crossbearing.read.happening import Happening
from crossbearing.read.parse import Parse

_VAGUE = frozenset({"a number", "a number of", "a series", "a series of"})

FITTING: Mapping[str, frozenset[str]] = {
    kind: frozenset(whats.split())
    for kind, whats in {
        "casualties": "killed wounded casualties people",
        "attack_on_civilians": "killed wounded people",
        "captured_persons": "captured people",
        "displacement": "people displaced evacuated",
        "abduction_detention": "people captured detained missing",
        "exchange": "people captured bodies exchanged",
        "protest": "people",
        "riot": "people",
        "territory_gain": "settlements area share distance",
        "territory_held": "settlements area share",
        "withdrawal": "settlements area people distance",
        "advance": "area distance settlements",
        "encirclement": "people settlements",
        "deployment": "people equipment",
        "ground_clash": "attacks clashes",
        "air_drone_strike": "attacks strikes equipment aircraft drones missiles munitions",
        "shelling_missile": "attacks strikes equipment missiles shells munitions shots",
        "interception": "equipment aircraft drones missiles",
        "mine_ied": "mines attacks explosives munitions",
        "suicide_bomb": "people attacks",
        "property_destruction": "equipment buildings aircraft vehicles share settlements houses money",
        "explosive_hazard": "mines area munitions share explosives",
        "clearance": "mines area munitions share explosives",
        "humanitarian_need": "people share",
        "aid": "aid money people equipment weight",
        "agreement": "time people money",
    }.items()
}


def counts(parse: Parse, happening: Happening, quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The figures of the happening, in order of the text; each becomes a claim of its own."""
    fitting = FITTING.get(happening.kind, frozenset())
    near = [
        q
        for q in quantities
        if q.count.as_written.lower() not in _VAGUE and (happening.span.overlaps(q.span) or q.head == happening.trigger)
    ]
    arguments = {happening.trigger, *happening.agents, *happening.targets}
    own = [q for q in near if q.count.what in fitting and _belongs(parse, q, arguments)]
    if own:
        return tuple(own)
    verb = clause_verb(parse, happening.trigger)
    return tuple(q for q in near if q.count.what in fitting and clause_verb(parse, q.head) == verb)


def _belongs(parse: Parse, quantity: Quantity, arguments: set[int]) -> bool:
    if quantity.head in arguments:
        return True
    inside = parse.tokens_in(quantity.span)
    return any(t in arguments for t in inside) or any(
        parse.head[t] in arguments and parse.dep[t] in ("nummod", "amod", "conj", "quantmod")
        for t in (*inside, quantity.head)
    )
