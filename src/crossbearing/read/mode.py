"""Whether a happening is actual, long past, going on, planned or only supposed."""

from __future__ import annotations

from crossbearing.read.argument import clause_verb
from crossbearing.read.parse import Parse
from crossbearing.read.stancewords import phrasal, words
from crossbearing.types import Mode, Stance, When


def mode(
    parse: Parse,
    trigger: int,
    stance_: Stance,
    when: When | None = None,
    published: str | None = None,
    kind: str | None = None,
) -> tuple[Mode, tuple[str, ...]]:
    """Whether the happening is actual, long past, going on, planned or only supposed."""
    verb = clause_verb(parse, trigger)
    marks = {parse.lower(k) for k in parse.kids(verb, "mark", "advmod")}
    modal = any(parse.lower(a) in ("would", "could", "might") for a in parse.kids(verb, "aux"))
    if marks & {"if", "unless", "whether"} or (
        modal and stance_ == "asserts" and parse.lemma[verb] not in words("sense")
    ):
        return "hypothetical", ("mode:if",)
    if stance_ == "predicts":
        return "planned", ("mode:predicts",)
    if when is not None and when.latest and published and _long_past(when.latest, published):
        return "historical", ("mode:earlier year",)
    helpers = parse.kids(verb, "aux")
    if kind == "territory_held" and stance_ == "asserts":
        return "ongoing", ("mode:held",)
    if parse.tag[verb] == "VBG" and any(parse.lemma[a] == "be" for a in helpers):
        return "ongoing", ("mode:progressive",)
    if phrasal(parse, verb) in words("continue") or (verb != trigger and parse.lower(trigger) == "going"):
        return "ongoing", ("mode:continue",)
    if parse.dep[trigger] == "xcomp" and parse.lemma[parse.head[trigger]] in words("continue"):
        return "ongoing", ("mode:continue",)
    if "still" in marks and stance_ == "asserts":
        return "ongoing", ("mode:still",)
    return "actual", ()


def _long_past(latest: str, published: str) -> bool:
    """Whether it was in an earlier year, and not just over its turn."""
    years = int(published[:4]) - int(latest[:4])
    return years >= 2 or (years == 1 and published[5:7] > "03")
