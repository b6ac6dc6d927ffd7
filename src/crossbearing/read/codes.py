"""Kind + arguments → the ACLED sub-event type and the PLOVER category."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crossbearing.read.argument import core
from crossbearing.read.happening import Happening
from crossbearing.read.parse import Parse
from crossbearing.read.senses import load_lexicon

_CAUSES = (
    "suicide_bomb", "chemical_weapon", "grenade", "mine_ied", "air_drone_strike", "shelling_missile",
    "attack_on_civilians", "ground_clash", "riot", "protest", "territory_gain", "sexual_violence",
)  # fmt: skip
"""What people die of, the most telling first."""
_NEAR = 2
CAUSE = "cause:"


def plover_of(kind: str) -> str | None:
    """The PLOVER category of a kind."""
    row = load_lexicon().kinds.get(kind)
    return row.plover if row else None


def with_causes(parse: Parse, found: Sequence[Happening]) -> tuple[Happening, ...]:
    """The happenings, casualties with the cause that their sentence, or one close by, tells."""
    out = []
    told: dict[int, str] = {}
    for h in found:
        for r in h.rules:
            if r.startswith(CAUSE):
                told.setdefault(parse.sentence_of(h.trigger), r)
    for h in found:
        if (
            h.kind == "casualties"
            and parse.sentence_of(h.trigger) in told
            and not any(r.startswith(CAUSE) for r in h.rules)
        ):
            out.append(replace(h, rules=(*h.rules, told[parse.sentence_of(h.trigger)])))
            continue
        if h.kind != "casualties" or any(r.startswith(CAUSE) for r in h.rules):
            out.append(h)
            continue
        here = parse.sentence_of(h.trigger)
        options = [
            (abs(parse.sentence_of(o.trigger) - here), _CAUSES.index(o.kind), abs(o.trigger - h.trigger), o.kind)
            for o in found
            if o.kind in _CAUSES and abs(parse.sentence_of(o.trigger) - here) <= _NEAR
        ]
        out.append(replace(h, rules=(*h.rules, CAUSE + min(options)[3])) if options else h)
    return tuple(out)


def acled_of(parse: Parse, h: Happening) -> str | None:
    """The ACLED sub-event type: that of the sense, else of kind and arguments, else of the kind alone."""
    lexicon = load_lexicon()
    cause = next((r.removeprefix(CAUSE) for r in h.rules if r.startswith(CAUSE)), None)
    kind = cause if h.kind == "casualties" and cause else h.kind
    row = lexicon.kinds.get(kind)
    if row is None:
        return None
    first, last = parse.sentences[parse.sentence_of(h.trigger)]
    words = {parse.lemma[t] for t in range(first, last) if parse.dep[t] != "compound"}  # not "riot police"
    groups = {c for w in words for c in lexicon.classes.get(w, frozenset())}
    if "rally" in groups and kind in _CROWD:
        return _crowd(h.kind if h.kind == "casualties" else kind, groups)
    if h.acled:
        return h.acled
    if kind == "territory_gain":
        agents = {c for a in h.agents for c in _classes(parse, a)}
        rebels = "nonstate" in agents and "state" not in agents
        return "Non-state actor overtakes territory" if rebels else "Government regains territory"
    return row.acled


_CROWD = frozenset({"protest", "riot", "casualties", "attack_on_civilians", "abduction_detention", "ground_clash"})


def _crowd(kind: str, groups: set[str]) -> str:
    """What ACLED calls a gathering, by what the police and the crowd do."""
    if ("riotous" in groups and "brutal" not in groups) or kind == "riot":
        return "Violent demonstration"
    police = "police" in groups
    if "brutal" in groups and (police or kind in ("casualties", "attack_on_civilians")):
        return "Excessive force against protesters"
    if "dispersal" in groups and (police or kind == "abduction_detention"):
        return "Protest with intervention"
    if kind in ("casualties", "attack_on_civilians"):
        return "Excessive force against protesters"
    return "Protest with intervention" if kind == "abduction_detention" else "Peaceful protest"


def _classes(parse: Parse, token: int) -> frozenset[str]:
    classes = load_lexicon().classes
    out: set[str] = set()
    for t in dict.fromkeys((token, core(parse, token))):
        for m in (t, *parse.kids(t, "compound", "amod", "nmod", "appos", "poss")):
            out |= classes.get(parse.lemma[m], frozenset()) & {"nonstate", "state"}
            for k in parse.kids(m, "compound", "amod"):
                out |= classes.get(parse.lemma[k], frozenset()) & {"nonstate", "state"}
    return frozenset(out)
