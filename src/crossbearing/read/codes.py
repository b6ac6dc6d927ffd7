"""Kind + arguments → the ACLED sub-event type and the PLOVER category."""

from __future__ import annotations

from crossbearing.read.argument import core
from crossbearing.read.happening import Happening
from crossbearing.read.parse import Parse
from crossbearing.read.senses import load_lexicon


def plover_of(kind: str) -> str | None:
    """The PLOVER category of a kind."""
    row = load_lexicon().kinds.get(kind)
    return row.plover if row else None


def acled_of(parse: Parse, h: Happening) -> str | None:
    """The ACLED sub-event type: that of the sense, else of kind and arguments, else of the kind alone."""
    if h.acled:
        return h.acled
    cause = next((r.removeprefix("cause:") for r in h.rules if r.startswith("cause:")), None)
    row = load_lexicon().kinds.get(cause if h.kind == "casualties" and cause else h.kind)
    if row is None:
        return None
    classes = load_lexicon().classes
    first, last = parse.sentences[parse.sentence_of(h.trigger)]
    agents = {c for a in h.agents for c in classes.get(parse.lemma[core(parse, a)], frozenset()) | _named(parse, a)}
    words = {parse.lemma[t] for t in range(first, last)}
    if h.kind == "territory_gain":
        return "Non-state actor overtakes territory" if "nonstate" in agents else "Government regains territory"
    if h.kind == "protest":
        hard = words & {"bullet", "shoot", "fire", "kill", "beat", "baton", "injure", "wound", "brutal", "suffocate"}
        police = any("police" in classes.get(w, frozenset()) for w in words)
        if police and hard:
            return "Excessive force against protesters"
        if police and words & {
            "arrest",
            "detain",
            "disperse",
            "gas",
            "cannon",
            "break",
            "clash",
            "suppress",
            "teargas",
        }:
            return "Protest with intervention"
    return row.acled


def _named(parse: Parse, token: int) -> frozenset[str]:
    classes = load_lexicon().classes
    out: set[str] = set()
    for m in parse.subtree(token, without=("relcl", "acl", "conj")):
        out |= classes.get(parse.lemma[m], frozenset()) & {"nonstate"}
    return frozenset(out)
