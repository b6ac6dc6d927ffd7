"""How firmly a happening is put: stance and mode, by the scope of negation, modals and the words of the speech."""

# ruff: noqa: SIM102, SIM905

from __future__ import annotations

from collections.abc import Sequence

from crossbearing.read.argument import clause_verb, frame
from crossbearing.read.cues import cue_at
from crossbearing.read.parse import Parse
from crossbearing.types import Attribution, Mode, Stance, When

_WILL = frozenset("will shall 'll ’ll wo going".split())
_MAY = frozenset("may might could".split())
_GROWS = frozenset("rise increase grow climb worsen escalate spread".split())
_PLAN = frozenset(
    "plan intend prepare threaten vow pledge promise aim hope want expect seek order urge call need ready poise set "
    "propose consider due bind likely warn demand ask".split()
)
_FAIL = frozenset("fail refuse prevent stop avoid decline unable impossible fall_short lack cease".split())
_FALSE = frozenset(
    "false untrue fake baseless lie nonsense fabrication unfounded misleading fiction hoax wrong".split()
)
_NO_PROOF = frozenset("confirmation evidence indication information sign proof verification report data".split())
_REJECT = frozenset("refuse dismiss reject refute rebut debunk repudiate contradict".split())
_CONFIRM = frozenset("confirm verify corroborate establish know say".split())
_NEVER = frozenset("not n't n’t never no neither nor hardly nobody none without".split())
_CONTINUE = frozenset("continue keep remain".split())
_REPELLED = frozenset("repel repulse thwart foil".split())


def stance(parse: Parse, trigger: int, speech: Sequence[Attribution] = ()) -> tuple[Stance, tuple[str, ...]]:
    """The stance of the innermost of `speech` (innermost first) towards the happening, and the rules that told it."""
    rules: list[str] = []
    stop = frozenset(t for a in speech for s in a.cue for t in parse.tokens_in(s))
    negated, doubted, ahead = _scope(parse, trigger, stop, rules)
    if speech:
        by_cue, rule = cue_stance(parse, speech[0])
        if rule:
            rules.append(rule)
        if by_cue == "denies":
            negated = not negated
        elif by_cue == "doubts":
            doubted = True
        elif by_cue == "predicts":
            ahead = True
    if doubted and ahead and not any(r.startswith("cue:not") or r.startswith("scope:no") for r in rules):
        doubted = False  # "warned that it could": foreseen, not doubted
    if doubted:
        return "doubts", tuple(rules)
    if negated:
        return "denies", tuple(rules)
    if ahead:
        return "predicts", tuple(rules)
    return "asserts", tuple(rules)


def cue_stance(parse: Parse, attribution: Attribution) -> tuple[Stance, str]:
    """The stance that the cue itself gives to what it attributes, and the rule that told it."""
    tokens = [t for s in attribution.cue for t in parse.tokens_in(s)]
    words = {parse.lower(t) for t in tokens}
    negative = bool(words & _NEVER) or any(parse.kids(t, "neg") for t in tokens)
    for t in tokens:
        cue = cue_at(parse, t)
        lemma = parse.lemma[t]
        if cue is None:
            if lemma in _CONFIRM and negative and lemma not in ("say", "know"):
                return "doubts", f"cue:not {lemma}"
            continue
        if cue.group == "deny" or lemma in _REJECT:
            return ("asserts", "cue:no denial") if negative else ("denies", f"cue:{lemma}")
        if cue.group == "doubt":
            return ("asserts", "") if negative else ("doubts", f"cue:{lemma}")
        if lemma in _CONFIRM and negative and lemma != "say":
            return "doubts", f"cue:not {lemma}"
        if cue.group == "predict":
            return "predicts", f"cue:{lemma}"
        if cue.group == "order":
            return "predicts", f"cue:{lemma}"
    if words & {"refrain", "refrained", "stopped", "short"} and words & {"confirming", "verifying"}:
        return "doubts", "cue:not confirming"
    if negative and words & {"confirm", "verify", "confirmation"}:
        return "doubts", "cue:not confirmed"
    return "asserts", ""


def _scope(parse: Parse, trigger: int, stop: frozenset[int], rules: list[str]) -> tuple[bool, bool, bool]:
    """Whether the happening is negated, doubted or ahead in time, by the words between it and the cue."""
    negated = doubted = ahead = False
    if _no(parse, trigger):
        negated = not negated
        rules.append("negation:no")
    seen = clause_verb(parse, trigger)
    path = [seen]
    while parse.head[seen] != seen and parse.head[seen] not in stop:
        dep = parse.dep[seen]
        if dep in ("advcl", "relcl", "parataxis", "conj", "acl") and not (
            dep == "acl" and (_that(parse, seen) or cue_at(parse, parse.head[seen]) is not None)
        ):
            break
        seen = parse.head[seen]
        path.append(seen)
    nominal = parse.pos[trigger] in ("NOUN", "PROPN")
    for n, t in enumerate(path):
        if t in stop:
            break
        lemma = parse.lemma[t]
        own = n == 0
        if parse.kids(t, "neg") and not _no_longer(parse, t):
            if lemma in _CONFIRM and not own:
                doubted = True
                rules.append(f"scope:not {lemma}")
            else:
                negated = not negated
                rules.append("negation:not")
        if lemma in _CONFIRM and own and nominal and t != trigger and parse.kids(t, "neg"):
            doubted, negated = True, False
            rules.append(f"scope:not {lemma}")
        if lemma in _FAIL and (not own or (nominal and t != trigger)) and lemma not in ("decline", "lack"):
            negated = not negated
            rules.append(f"scope:{lemma}")
        if lemma in _PLAN and (not own or (nominal and t != trigger)):
            ahead = True
            rules.append(f"scope:{lemma}")
        if any(parse.lemma[k] in _FALSE for k in parse.kids(t, "acomp", "attr", "oprd")):
            negated = not negated
            rules.append("scope:false")
        if parse.lemma[t] in _NO_PROOF and parse.pos[t] == "NOUN" and t != trigger and _no(parse, t):
            doubted = True
            rules.append(f"scope:no {lemma}")
        for k in parse.kids(t, "attr", "nsubj", "dobj", "nsubjpass"):
            if k != trigger and parse.lemma[k] in _NO_PROOF and _no(parse, k):
                doubted = True
                rules.append(f"scope:no {parse.lemma[k]}")
        for a in parse.kids(t, "aux"):
            if parse.lower(a) in _WILL and not (
                nominal
                and t != trigger
                and parse.dep[trigger] in ("nsubj", "nsubjpass")
                and own
                and parse.lemma[t] not in ("be", "begin", "start", "continue", "take", "happen")
            ):
                ahead = True
                rules.append("modal:will")
            elif parse.lower(a) in _MAY and lemma in _GROWS:
                ahead = True
                rules.append(f"modal:{parse.lower(a)} {lemma}")
            elif parse.lower(a) in _MAY:
                doubted = True
                rules.append(f"modal:{parse.lower(a)}")
            elif parse.lower(a) in ("would", "’d", "'d") and parse.lemma[t] != "have":
                ahead = True
                rules.append("modal:would")
        if lemma == "go" and parse.lower(t) == "going" and not own:
            ahead = True
            rules.append("scope:going to")
    return negated, doubted, ahead


def _that(parse: Parse, verb: int) -> bool:
    return any(parse.lower(k) == "that" for k in parse.kids(verb, "mark", "nsubj", "dobj"))


def _no(parse: Parse, token: int) -> bool:
    if any(
        parse.lower(k) in ("no", "neither", "without", "zero")
        for k in parse.kids(token, "det", "neg", "amod", "preconj")
    ):
        return True
    if parse.pos[token] in ("VERB", "AUX"):
        subject = parse.kids(token, "nsubj", "nsubjpass", "dobj")
        return any(
            parse.lower(s) in ("no", "nobody", "none", "nothing")
            or any(parse.lower(d) in ("no", "neither") for d in parse.kids(s, "det"))
            for s in subject
        )
    above = parse.head[token]
    return parse.dep[token] == "pobj" and parse.lower(above) == "without"


def _no_longer(parse: Parse, verb: int) -> bool:
    return any(parse.lower(k) == "longer" for k in parse.kids(verb, "advmod"))


def mode(
    parse: Parse, trigger: int, stance_: Stance, when: When | None = None, published: str | None = None
) -> tuple[Mode, tuple[str, ...]]:
    """Whether the happening is actual, long past, going on, planned or only supposed."""
    verb = clause_verb(parse, trigger)
    marks = {parse.lower(k) for k in parse.kids(verb, "mark", "advmod")}
    if marks & {"if", "unless", "whether"} or (
        any(parse.lower(a) in ("would", "could", "might") for a in parse.kids(verb, "aux")) and stance_ != "predicts"
    ):
        return "hypothetical", ("mode:if",)
    if stance_ == "predicts":
        return "planned", ("mode:predicts",)
    if when is not None and when.latest and published and when.latest[:4] < published[:4]:
        if int(published[:4]) - int(when.latest[:4]) >= 2 or published[5:7] > "03":
            return "historical", ("mode:earlier year",)
    if parse.tag[verb] == "VBG" and any(
        parse.lemma[a] == "be" and parse.tag[a] in ("VBZ", "VBP") for a in parse.kids(verb, "aux")
    ):
        return "ongoing", ("mode:progressive",)
    if parse.lemma[verb] in _CONTINUE and parse.tag[verb] in ("VBZ", "VBP"):
        return "ongoing", ("mode:continue",)
    if parse.dep[trigger] == "xcomp" and parse.lemma[parse.head[trigger]] in _CONTINUE:
        return "ongoing", ("mode:continue",)
    return "actual", ()


def repelled(parse: Parse, trigger: int) -> bool:
    """Whether the trigger names an attack that its clause says was repelled."""
    at = frame(parse, trigger)
    return at.gov is not None and parse.lemma[at.gov] in _REPELLED
