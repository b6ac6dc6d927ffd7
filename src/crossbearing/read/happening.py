"""`Parse` + kinds lexicon → `Happening`s: what a clause says happened, by predicate, arguments and sense."""

from __future__ import annotations

from collections.abc import Iterable

from crossbearing.read.argument import clause_verb
from crossbearing.read.clause import clause_span
from crossbearing.read.judged import rejudged, unlisted
from crossbearing.read.learned import Learned
from crossbearing.read.parse import Parse
from crossbearing.read.party import participants, uncounted_civilians, where
from crossbearing.read.senses import Lexicon, Reader, kinds, load_lexicon
from crossbearing.read.settle import same_event, settle
from crossbearing.read.stancewords import phrasal, words
from crossbearing.read.told import ATTEMPT, Happening
from crossbearing.read.trigger import candidate

__all__ = ["Happening", "clause_span", "happenings", "kinds", "load_lexicon"]


def happenings(
    parse: Parse,
    lexicon: Lexicon,
    *,
    places: Iterable[int] = (),
    not_places: Iterable[int] = (),
    cues: Iterable[int] = (),
    learned: Learned | None = None,
) -> tuple[Happening, ...]:
    """Every happening of the text, in order of the trigger.

    `places` are tokens known to name places, `not_places` tokens known not to (a capital that speaks, a person);
    `cues` are tokens that attribute: they report a happening and are none. `learned` is what the trained reader thinks.
    """
    reporting = frozenset(cues)
    reader = Reader(parse, lexicon, frozenset(places), frozenset(not_places))
    found = [h for t in range(len(parse)) if t not in reporting and (h := _at(reader, t)) is not None]
    if learned is not None:
        found = [rejudged(learned, reader, h) for h in found]
        found = sorted([*found, *unlisted(learned, reader, found, reporting)], key=lambda h: h.trigger)
    by_sentence: dict[int, list[Happening]] = {}
    for h in found:
        by_sentence.setdefault(parse.sentence_of(h.trigger), []).append(h)
    return same_event(parse, lexicon, [h for n in sorted(by_sentence) for h in settle(parse, by_sentence[n])])


def _at(reader: Reader, token: int) -> Happening | None:
    found = candidate(reader, token)
    if found is None:
        return None
    parse, sense = reader.parse, found.sense
    kind = sense.kind
    if kind in ("territory_gain", "territory_held") and _no_longer(parse, token):
        kind = "withdrawal"
    tried = _tried(parse, token)
    if tried in _AVOID:
        return None
    rules: tuple[str, ...] = (f"sense:{sense.name}",)
    if tried and kind in ("territory_gain", "encirclement", "advance"):
        kind, rules = "ground_clash", (*rules, ATTEMPT)
    agents, targets = participants(reader, found.at, sense.kind)
    if kind == "casualties" and uncounted_civilians(reader, found.at, targets):
        kind = "attack_on_civilians"
    if kind == "casualties" and not any("civilian" in reader.classes(t) for t in targets) and _fought(reader, token):
        kind = "ground_clash"
    if kind == "ground_clash" and parse.lemma[token] in _TRIES and parse.pos[token] == "VERB" and ATTEMPT not in rules:
        rules = (*rules, ATTEMPT)
    return Happening(
        trigger=token,
        kind=kind,
        span=clause_span(parse, token),
        agents=agents,
        targets=targets,
        places=where(reader, found.at, kind),
        score=sense.score,
        rules=rules,
        acled=sense.acled,
    )


_AVOID = frozenset({"avoid", "prevent", "keep", "stop", "escape", "unable", "impossible", "difficult", "easy"})
_TRIES = frozenset({"try", "attempt", "seek", "strive"})
_TRY = frozenset({"try", "attempt", "struggle", "bid", "effort", "battle", "fight", "drive", "strive"})


def _tried(parse: Parse, token: int) -> str | None:
    """The word that makes the happening a mere attempt, or one that is avoided."""
    above = parse.head[token]
    if parse.dep[token] == "conj":
        return _tried(parse, above)
    if parse.dep[token] in ("pobj", "pcomp") and parse.head[above] != above:
        above = parse.head[above]
    lemma = parse.lemma[above]
    if (
        parse.dep[token] in ("dobj", "pobj", "pcomp", "xcomp") and lemma in _AVOID
    ):  # "to avoid encirclement", "unable to flee"
        return lemma
    if parse.dep[token] in ("xcomp", "acl") and lemma in _TRY:
        return lemma
    return None


def _fought(reader: Reader, token: int) -> bool:
    """Whether "destroying the enemy" goes on and has no figure: a fight, and no toll yet."""
    parse, lexicon = reader.parse, reader.lexicon
    if parse.pos[token] != "VERB" or not lexicon.has("euphemism_kill", phrasal(parse, token)):
        return False
    first = token
    while parse.dep[first] == "conj" and parse.head[first] != first:
        first = parse.head[first]
    helpers = {parse.lemma[a] for v in (first, token) for a in parse.kids(v, "aux", "auxpass")}
    goes_on = parse.tag[first] == "VBG" and (
        "be" in helpers or (parse.dep[first] == "xcomp" and phrasal(parse, parse.head[first]) in words("continue"))
    )
    aimed = parse.tag[first] == "VB" and "to" in helpers and parse.dep[first] in ("xcomp", "acl")
    being = any(parse.lower(a) == "being" for a in parse.kids(token, "auxpass", "aux"))
    return (goes_on or aimed or being) and not any(parse.pos[t] == "NUM" for t in parse.subtree(token))


def _no_longer(parse: Parse, token: int) -> bool:
    verb = clause_verb(parse, token)
    return any(parse.lower(k) == "longer" for v in (token, verb) for k in parse.kids(v, "advmod"))
