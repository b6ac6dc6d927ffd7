"""How firmly a happening is put: its stance, by the scope of negation, modals and the words of the speech."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from crossbearing.read.argument import clause_verb
from crossbearing.read.cues import cue_at
from crossbearing.read.parse import Parse
from crossbearing.read.stancewords import (
    disclaims,
    falsehood,
    is_one,
    names,
    none_of,
    phrasal,
    unable_to,
    withholds,
    words,
)
from crossbearing.types import Attribution, Stance

_CLAUSES = ("advcl", "relcl", "parataxis", "conj", "acl")


@dataclass(slots=True)
class _Scope:
    """What the words between a happening and its cue do to it."""

    negated: bool = False
    doubted: bool = False
    ahead: bool = False
    rules: list[str] = field(default_factory=list)

    def negate(self, rule: str) -> None:
        self.negated = not self.negated
        self.rules.append(rule)

    def doubt(self, rule: str) -> None:
        self.doubted = True
        self.rules.append(rule)

    def foretell(self, rule: str) -> None:
        self.ahead = True
        self.rules.append(rule)


def stance(parse: Parse, trigger: int, speech: Sequence[Attribution] = ()) -> tuple[Stance, tuple[str, ...]]:
    """The stance of the innermost of `speech` (innermost first) towards the happening, and the rules that told it."""
    stop = frozenset(t for a in speech for s in a.cue for t in parse.tokens_in(s))
    scope = _scope(parse, trigger, stop)
    if speech:
        by_cue, rule = cue_stance(parse, speech[0])
        if rule:
            scope.rules.append(rule)
        if by_cue == "denies":
            # "called the claim that … a lie" is told once by the cue and once by its complement
            scope.negated ^= "scope:false" not in scope.rules
        elif by_cue == "doubts":
            scope.doubted = True
        elif by_cue == "predicts" and not (rule.removeprefix("cue:") in words("warns") and _told_as_so(parse, trigger)):
            scope.ahead = True
    sure = any(r.startswith(("cue:not", "scope:no")) for r in scope.rules)
    told = tuple(scope.rules)
    if scope.doubted and scope.ahead and not sure:
        scope.doubted = False  # "warned that it could": foreseen, not doubted
    if scope.doubted:
        return "doubts", told
    if scope.negated:
        return "denies", told
    return ("predicts", told) if scope.ahead else ("asserts", told)


def _told_as_so(parse: Parse, trigger: int) -> bool:
    """Whether what somebody warns of is told as it stands ("warned that shells lie in the streets")."""
    verb = clause_verb(parse, trigger)
    helpers = parse.kids(verb, "aux", "auxpass")
    tags = {parse.tag[verb], *(parse.tag[a] for a in helpers)}
    finite = bool(tags & {"VBZ", "VBP", "VBD"}) and "MD" not in tags
    return (
        finite and parse.dep[verb] in ("ccomp", "conj", "ROOT") and bool(parse.kids(verb, "nsubj", "nsubjpass", "expl"))
    )


def cue_stance(parse: Parse, attribution: Attribution) -> tuple[Stance, str]:
    """The stance that the cue itself gives to what it attributes, and the rule that told it."""
    tokens = [t for s in attribution.cue for t in parse.tokens_in(s)]
    lowered = {parse.lower(t) for t in tokens}
    negative = bool(lowered & words("never")) or any(parse.kids(t, "neg") or unable_to(parse, t) for t in tokens)
    for t in tokens:
        cue = cue_at(parse, t)
        lemma = parse.lemma[t]
        verifying = lemma in words("verifies")
        if cue is None:
            if verifying and negative:
                return "doubts", f"cue:not {lemma}"
            turned = is_one(parse, t, "reject") or lemma in words("disputes")
            if turned and parse.pos[t] == "VERB" and lemma != "refuse":
                return _denied(parse, t, negative)
            if lemma in words("expects") and parse.pos[t] == "VERB" and not negative:
                return "predicts", f"cue:{lemma}"
            continue
        if cue.group == "deny" or is_one(parse, t, "reject"):
            return _denied(parse, t, negative)
        if cue.lemma in words("brands") and cue.pos == "verb" and false_word(parse, attribution) is not None:
            return "denies", f"cue:{lemma} false"
        if cue.group == "doubt":
            if cue.lemma == "dispute":
                return ("asserts", "") if negative else ("denies", "cue:dispute")
            return ("asserts", "") if negative else ("doubts", f"cue:{lemma}")
        if verifying and negative:
            return "doubts", f"cue:not {lemma}"
        if names(parse, t):
            continue  # "called it an accident"
        if cue.group in ("predict", "order") or cue.lemma in words("expects"):
            return "predicts", f"cue:{lemma}"
    if lowered & {"refrain", "refrained", "stopped", "short"} and lowered & {"confirming", "verifying"}:
        return "doubts", "cue:not confirming"
    if negative and lowered & {"confirm", "verify", "confirmation"}:
        return "doubts", "cue:not confirmed"
    return "asserts", ""


def _denied(parse: Parse, token: int, negative: bool) -> tuple[Stance, str]:
    if not negative:
        return "denies", f"cue:{parse.lemma[token]}"
    if phrasal(parse, token) == "rule_out":
        return "predicts", "cue:not rule out"
    return "asserts", "cue:no denial"


_CALLED = ("oprd", "attr", "acomp", "ccomp", "pobj", "xcomp", "dobj", "ROOT", "conj", "appos")


def false_word(parse: Parse, attribution: Attribution) -> int | None:
    """The word of the content that calls something false ("called the claim a lie", "called it “not true”")."""
    for s in attribution.content:
        for t in parse.tokens_in(s):
            if is_one(parse, t, "true") and parse.pos[t] in ("ADJ", "NOUN"):
                if t and parse.lower(t - 1) == "not":
                    return t
                continue
            if parse.lemma[t] in words("false") or parse.lower(t) in words("false"):
                if parse.kids(t, "neg") or any(parse.lower(k) in ("no", "not") for k in parse.kids(t, "det")):
                    continue
                if (t and parse.lower(t - 1) == "as") or parse.dep[t] in _CALLED:
                    return t
    return None


def _scope(parse: Parse, trigger: int, stop: frozenset[int]) -> _Scope:
    """Whether the happening is negated, doubted or ahead in time, by the words between it and the cue."""
    out = _Scope()
    if none_of(parse, trigger) or any(parse.lower(k) == "without" for k in parse.kids(trigger, "mark")):
        out.negate("negation:no")
    if _aside(parse, trigger):
        return out
    if feared(parse, trigger):
        out.foretell("scope:feared")
    path = _path(parse, trigger, stop, out)
    nominal = parse.pos[trigger] in ("NOUN", "PROPN")
    for n, t in enumerate(path):
        if t in stop:
            break
        above = n > 0 or (nominal and t != trigger)
        _negation(parse, trigger, t, above, nominal, out)
        _modals(parse, trigger, t, n == 0, out)
        if is_one(parse, t, "plan") and above and not _ordered(parse, t) and not names(parse, t):
            out.foretell(f"scope:{parse.lemma[t]}")
        if parse.lemma[t] == "go" and parse.lower(t) == "going" and n > 0:
            out.foretell("scope:going to")
        if any(parse.lower(k) == "whether" for k in parse.kids(t, "mark")):
            out.doubt("scope:no whether")
        if n == 0 and _is_to(parse, t):
            out.foretell("scope:is to")
    return out


def feared(parse: Parse, trigger: int) -> bool:
    """Whether a noun tells only what may come: "the danger of encirclement", "at risk of an attack"."""
    if parse.pos[trigger] != "NOUN" or parse.dep[trigger] != "pobj" or parse.lower(parse.head[trigger]) != "of":
        return False
    return parse.lemma[parse.head[parse.head[trigger]]] in words("fears")


def _aside(parse: Parse, trigger: int) -> bool:
    """Whether the happening stands in a phrase that only sets the scene ("since taking control", "after the capture")."""
    t = trigger
    if parse.pos[t] == "VERB" and parse.kids(t, "nsubj", "nsubjpass") and parse.kids(t, "aux", "auxpass"):
        return False  # "amid fears that it will fall": a clause of its own
    while parse.head[t] != t and parse.pos[parse.head[t]] not in ("VERB", "AUX"):
        above = parse.head[t]
        if parse.dep[t] in ("pobj", "pcomp") and parse.lower(above) in words("aside"):
            return True
        t = above
    return False


def _is_to(parse: Parse, verb: int) -> bool:
    """Whether something is to be done: "are to be released"."""
    above = parse.head[verb]
    to = any(parse.lower(a) == "to" for a in parse.kids(verb, "aux"))
    return (
        to and parse.dep[verb] == "xcomp" and parse.lemma[above] == "be" and parse.tag[above] in ("VBZ", "VBP", "VBD")
    )


def _path(parse: Parse, trigger: int, stop: frozenset[int], out: _Scope) -> list[int]:
    """The tokens from the clause of the happening up to its cue; what a clause beside it only shares is noted."""
    seen = clause_verb(parse, trigger)
    t = trigger
    while t != seen and parse.head[t] != t:  # "rejecting Kyiv's account of a strike": the words end at "account"
        t = parse.head[t]
        if t in stop:
            return []
    path = [seen]
    while parse.head[seen] != seen and parse.head[seen] not in stop:
        dep, above = parse.dep[seen], parse.head[seen]
        if dep == "ccomp" and _spliced(parse, seen):
            break  # "the town was ours, it was never encircled"
        if dep in _CLAUSES and not _complement(parse, seen):
            if _shares(parse, seen) and any(is_ahead(parse, a) for a in parse.kids(_first(parse, above), "aux")):
                out.foretell("modal:shared")  # "would stay and then hand over", "would leave, handing over"
            break
        seen = above
        path.append(seen)
    return path


def _spliced(parse: Parse, verb: int) -> bool:
    """Whether a clause is only joined by a comma to the one after it, which tells nothing of it."""
    above = parse.head[verb]
    own = parse.kids(above, "nsubj", "nsubjpass") and not parse.kids(verb, "mark")
    told = cue_at(parse, above) is not None or parse.lemma[above] in ("seem", "appear") or falsehood(parse, above)
    return verb < above and bool(own) and not told


def _complement(parse: Parse, verb: int) -> bool:
    """Whether a clause on a noun is what the noun tells: "claims (that) the town had fallen", "nothing to do with it"."""
    if parse.lemma[verb] == "do" and parse.lower(parse.head[verb]) == "nothing":
        return True
    noun = parse.head[verb]
    if parse.dep[noun] == "nsubj" and parse.lemma[noun] in words("points") and falsehood(parse, parse.head[noun]):
        return True  # "the information spread about the shelling is a lie"
    if parse.dep[verb] == "acl":
        meant = any(parse.lower(a) == "to" for a in parse.kids(verb, "aux")) and parse.lemma[noun] in words("means")
        return meant or _that(parse, verb) or cue_at(parse, noun) is not None
    told = parse.dep[verb] == "relcl" and cue_at(parse, noun) is not None
    own = [k for k in parse.kids(verb, "nsubj", "nsubjpass") if parse.lower(k) not in ("that", "which", "who")]
    return told and bool(own) and not any(parse.lower(k) in ("that", "which") for k in parse.kids(verb, "dobj"))


def _first(parse: Parse, verb: int) -> int:
    """The first of joined verbs, back to the one that has the modal or the subject of all."""
    while parse.dep[verb] == "conj" and not parse.kids(verb, "aux", "nsubj") and parse.head[verb] != verb:
        verb = parse.head[verb]
    return verb


def _shares(parse: Parse, verb: int) -> bool:
    """Whether a verb has no modal and no subject of its own, and so those of the verb it hangs on."""
    if parse.kids(verb, "nsubj", "nsubjpass", "mark", "aux"):
        return False
    if parse.dep[verb] == "conj":
        return parse.tag[verb] in ("VB", "VBP", "VBN")
    return parse.dep[verb] == "advcl" and parse.tag[verb] == "VBG"


def is_ahead(parse: Parse, aux: int) -> bool:
    """Whether an auxiliary puts its verb ahead in time."""
    return parse.lower(aux) in words("will") or parse.lower(aux) in ("would", "’d", "'d")


def _negation(parse: Parse, trigger: int, t: int, above: bool, nominal: bool, out: _Scope) -> None:
    """What token `t` on the path negates or doubts."""
    lemma, negated = parse.lemma[t], bool(parse.kids(t, "neg")) and not _no_longer(parse, t)
    if negated and nominal and parse.dep[trigger] == "nsubj" and parse.head[trigger] == t and _acts_on(parse, t):
        return  # "the capture of the town did not open the road": the capture is taken for granted
    if phrasal(parse, t) == "rule_out" and above:
        if negated or none_of(parse, t):
            out.foretell("scope:not rule out")
        else:
            out.negate("scope:rule out")
        return
    unverified = lemma in words("verifies") and (negated or unable_to(parse, t))
    if above and (unverified or (negated and lemma in words("confirm"))):
        out.doubt(f"scope:not {lemma}")
    elif above and negated and any(parse.lemma[k] in words("proof") for k in parse.kids(t, "dobj")):
        out.doubt("scope:no evidence")  # "has not seen evidence that the town was taken"
    elif negated and _asked_not(parse, t):
        out.foretell("negation:not to")
    elif negated and _goes_on(parse, t):
        out.rules.append("scope:not over")
    elif negated:
        out.negate("negation:not")
    failed = lemma in words("fail") and not (nominal and parse.dep[trigger] in ("nsubj", "nsubjpass"))
    rejected = not negated and parse.pos[t] == "VERB" and is_one(parse, t, "reject") and not withholds(parse, t)
    if above and (rejected or failed):
        out.negate(f"scope:{lemma}")
    false = falsehood(parse, t)
    if false in ("words:false", "words:not real") or (false and not parse.kids(t, "neg")):
        out.negate("scope:false")  # "is not true" is negated above by its own "not"
    elif any((parse.lemma[k] in words("false")) and not none_of(parse, k) for k in parse.kids(t, "oprd")):
        out.negate("scope:false")
    if above and disclaims(parse, t) and not parse.kids(t, "neg"):
        out.negate("scope:no part")  # "had nothing to do with the strike"
    if above and lemma in words("shows") and any(parse.lower(k) == "nothing" for k in parse.kids(t, "nsubj")):
        out.negate(f"scope:nothing {lemma}")
    if lemma in words("no_proof") and parse.pos[t] == "NOUN" and t != trigger and none_of(parse, t):
        out.doubt(f"scope:no {lemma}")
    if lemma in words("absent") and parse.pos[t] == "NOUN" and t != trigger and none_of(parse, t):
        out.negate(f"scope:no {lemma}")
    for k in parse.kids(t, "attr", "nsubj", "dobj", "nsubjpass"):
        if k != trigger and parse.lemma[k] in words("no_proof") and none_of(parse, k):
            out.doubt(f"scope:no {parse.lemma[k]}")
        elif k != trigger and nominal and parse.lemma[k] in words("absent") and none_of(parse, k):
            out.negate(f"scope:no {parse.lemma[k]}")


def _asked_not(parse: Parse, verb: int) -> bool:
    """Whether somebody is told not to do it: "told people not to return"."""
    helpers = {parse.lower(a) for a in parse.kids(verb, "aux")}
    return parse.tag[verb] == "VB" and "to" in helpers and "have" not in helpers


def _acts_on(parse: Parse, verb: int) -> bool:
    """Whether the verb tells what its subject does to something else, and not that it is or takes place."""
    other = [k for k in parse.kids(verb, "dobj", "xcomp", "ccomp") if parse.lower(k) != "place"]
    return bool(other) and parse.lemma[verb] not in ("be", "have")


def _goes_on(parse: Parse, verb: int) -> bool:
    """Whether what is negated is an end: "is not over", "has not stopped"."""
    listed = words("goes_on")
    return parse.lemma[verb] in listed or any(
        parse.lower(k) in listed for k in parse.kids(verb, "advmod", "acomp", "prt")
    )


def _modals(parse: Parse, trigger: int, t: int, own: bool, out: _Scope) -> None:
    """What the auxiliaries of `t` put ahead or in doubt."""
    lemma = parse.lemma[t]
    subject = parse.pos[trigger] in ("NOUN", "PROPN") and t != trigger and parse.dep[trigger] in ("nsubj", "nsubjpass")
    aside = subject and own and lemma not in ("be", "begin", "start", "continue", "take", "happen")
    for a in parse.kids(t, "aux"):
        word = parse.lower(a)
        if word in words("will") and not aside:
            out.foretell("modal:will")
        elif word in words("may") and lemma in words("grows"):
            out.foretell(f"modal:{word} {lemma}")
        elif word == "could" and (lemma in words("sense") or lemma in words("verifies")):
            continue  # "gunfire could be heard"
        elif word == "could" and own and _comes(parse, t, trigger):
            out.foretell("modal:could")
        elif word in words("may"):
            out.doubt(f"modal:{word}")
        elif word in ("would", "’d", "'d") and any(parse.lower(k) == "have" for k in parse.kids(t, "aux")):
            out.doubt("modal:would have")  # "a strike would have taken the walls down"
        elif word in ("would", "’d", "'d") and lemma != "have":
            out.foretell("modal:would")


def _comes(parse: Parse, verb: int, trigger: int) -> bool:
    """Whether a verb with "could" tells what may yet come ("could spill over"), and not what may be so ("could be")."""
    helpers = {parse.lower(a) for a in parse.kids(verb, "aux")}
    if helpers & {"have", "not", "n't"} or parse.kids(verb, "neg") or parse.lemma[verb] == "be":
        return False
    return parse.tag[verb] == "VB" or bool(parse.kids(verb, "auxpass"))


def _ordered(parse: Parse, verb: int) -> bool:
    """Whether an order was given, and so what was ordered is told as done ("had ordered the units to fall back")."""
    given = parse.tag[verb] in ("VBD", "VBN") and parse.lemma[verb] == "order"
    return given and any(
        parse.lemma[k] in ("withdraw", "retreat", "leave", "pull", "fall") for k in parse.kids(verb, "xcomp", "ccomp")
    )


def _that(parse: Parse, verb: int) -> bool:
    return any(parse.lower(k) == "that" for k in parse.kids(verb, "mark", "nsubj", "dobj"))


def _no_longer(parse: Parse, verb: int) -> bool:
    return any(parse.lower(k) == "longer" for k in parse.kids(verb, "advmod"))
