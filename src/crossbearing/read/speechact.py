"""Speech that is the event: a threat, an accusation, a justification, a position or a reply."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from crossbearing.read.argument import clause_verb
from crossbearing.read.cues import Cue, cue_at
from crossbearing.read.happening import Happening
from crossbearing.read.parse import Parse
from crossbearing.read.senses import load_lexicon
from crossbearing.read.stance import cue_stance, is_ahead
from crossbearing.read.stancewords import falsehood, is_one, names, negated, unable_to, words
from crossbearing.text import trim
from crossbearing.types import Attribution, Span, Stance

THREATS = frozenset({"threaten", "vow", "threat", "ultimatum"})
_HARM = frozenset(
    {
        "ground_clash", "air_drone_strike", "shelling_missile", "mine_ied", "chemical_weapon", "property_destruction",
        "attack_on_civilians", "casualties", "advance", "abduction_detention", "threat", "statement", "other",
        "interception", "encirclement", "deployment",
    }
)  # fmt: skip
"""Kinds that a threat threatens; what else is vowed keeps its kind."""
_PLAIN = frozenset(
    {
        "air_drone_strike", "shelling_missile", "mine_ied", "chemical_weapon", "suicide_bomb", "casualties",
        "ground_clash", "territory_gain", "territory_held", "withdrawal", "advance", "encirclement", "sexual_violence",
        "abduction_detention", "displacement", "grenade", "interception", "property_destruction", "explosive_hazard",
        "deployment",
    }
)  # fmt: skip
"""Kinds that stay what they are when somebody is accused of them; the rest is blame."""
_DEMANDS = frozenset({"urge", "demand", "call", "appeal", "request", "implore", "plead"})
_JUDGES = frozenset(
    {
        "condemn", "denounce", "deplore", "criticise", "criticize", "slam", "decry", "welcome", "praise", "hail",
        "regret", "lament", "applaud", "support", "oppose",
    }
)  # fmt: skip
_OPEN = frozenset({"ask", "believe"})
_MUTE = frozenset("whether what who why where when which how".split())  # noqa: SIM905
_LEAST_WORDS = 4
_EDGES = " \t\n,;:.–—-“”\"'‘’«»"


def cue_of(parse: Parse, attribution: Attribution) -> tuple[int, Cue] | None:
    """The token and the entry of the attribution's cue, if the word lists know it."""
    for s in attribution.cue:
        for t in parse.tokens_in(s):
            found = cue_at(parse, t)
            if found is not None:
                return t, found
    return None


def acts(parse: Parse, attributions: Sequence[Attribution], spoken: Collection[str | None]) -> tuple[Happening, ...]:
    """A happening for each attribution that is itself the event, because its words state no other.

    `spoken` are the ids of the attributions whose words have given a claim.
    """
    out = []
    holders = {a.within for a in attributions}
    for a in attributions:
        if a.id in holders or a.id in spoken or not a.content or leaves_open(parse, a):
            continue
        known = cue_of(parse, a)
        cue = known[1] if known else None
        if cue is not None and cue.group == "accuse" and cue.lemma not in _JUDGES:
            out.append(_act(parse, a, "accusation", 0.7))
            continue
        if cue is not None and cue.lemma == "agree":
            out.append(_act(parse, a, "agreement", 0.75))
            continue
        if cue is not None and cue.lemma in THREATS and not _can_threaten(parse, a):
            continue
        if cue is not None and cue.lemma in THREATS:
            out.append(_act(parse, a, "threat", 0.7))
            continue
        if _states(parse, a, cue):
            out.append(_act(parse, a, "statement", 0.55))
    return tuple(h for h in out if h is not None)


def _states(parse: Parse, a: Attribution, cue: Cue | None) -> bool:
    """Whether the words are a position of somebody with a voice in the conflict, and not a person's recollection."""
    if a.speaker is None or a.speaker.kind in ("report",):
        return False
    if cue is not None and cue.group in _OPEN:
        return False
    if a.speaker.name and a.speaker.name.lower().startswith("no "):
        return False
    said = [t for s in a.content for t in parse.tokens_in(s) if parse.pos[t] != "PUNCT"]
    quoted = any(parse.text[s.start : s.end].strip(" ,.")[-1:] in '”"’»' for s in a.content)
    short = (quoted and a.manner == "mixed") or (cue is not None and cue.group == "deny")
    if len(said) < (2 if short else _LEAST_WORDS) or parse.lower(said[0]) in _MUTE:
        return False
    if any(parse.text[s.end - 1] == "?" for s in a.content if s.end > s.start):
        return False
    return a.speaker.kind in ("organisation", "class", "document") or a.speaker.side is not None or _official(parse, a)


def _can_threaten(parse: Parse, a: Attribution) -> bool:
    """Whether the source is somebody: "the escalation threatened to derail the talks" is no threat."""
    if a.speaker is None or a.speaker.side is not None or a.speaker.id is not None:
        return True
    classes = load_lexicon().classes
    near = [t for s in a.source for t in parse.tokens_in(s)]
    named = any(parse.pos[t] in ("PROPN", "PRON") or parse.ent[t] in ("PERSON", "ORG", "GPE", "NORP") for t in near)
    return named or any(classes.get(parse.lemma[t], frozenset()) & _SOMEBODY for t in near)


_SOMEBODY = frozenset(
    {"force", "person", "civilian", "nonstate", "official", "state", "police", "captive", "protester"}
)


def _official(parse: Parse, a: Attribution) -> bool:
    """Whether the source is named by an office ("the mayor", "General Kofler")."""
    classes = load_lexicon().classes
    near = [t for s in a.source for t in parse.tokens_in(s)]
    return any("official" in classes.get(parse.lemma[t], frozenset()) for t in near)


def _act(parse: Parse, a: Attribution, kind: str, score: float) -> Happening | None:
    """The first sentence of the content, as one happening of the kind."""
    tokens = parse.tokens_in(a.content[0])
    if not len(tokens):
        return None
    last = parse.sentences[parse.sentence_of(tokens[0])][1] - 1
    inside = [t for t in tokens if t <= last]
    worded = [t for t in inside if parse.pos[t] not in ("PUNCT", "SPACE")] or inside
    head = next((t for t in worded if parse.head[t] not in inside or parse.head[t] == t), worded[0])
    span = trim(parse.text, Span(parse.start[inside[0]], min(parse.end[inside[-1]], a.content[0].end)), _EDGES)
    if parse.text[span.start : span.end].startswith("that "):
        span = Span(span.start + 5, span.end)
    return Happening(head, kind, span, (), (), (), score, (f"act:{a.id}",))


def as_said(parse: Parse, happening: Happening, attribution: Attribution) -> Happening:
    """The happening as the speech puts it: threatened, blamed on somebody, demanded, or only judged."""
    if any(r.startswith("act:") for r in happening.rules):
        return happening
    kind = happening.kind
    must = any(parse.lower(a) == "must" for a in parse.kids(happening.trigger, "aux"))
    if must and kind in ("captured_persons", "withdrawal"):
        return replace(happening, kind="threat", acled=None, rules=(*happening.rules, "speech:must"))
    verb = clause_verb(parse, happening.trigger)
    ought = any(parse.lower(a) in ("must", "should", "shall") for a in parse.kids(verb, "aux"))
    if ought and parse.pos[happening.trigger] == "VERB" and kind not in ("threat", "displacement"):
        return replace(happening, kind="statement", acled=None, rules=(*happening.rules, "speech:ought"))
    doomed = any(parse.lower(a) in ("will", "'ll", "’ll") for a in parse.kids(happening.trigger, "aux"))
    if doomed and kind == "casualties" and is_one(parse, happening.trigger, "destroys"):
        return replace(happening, kind="threat", acled=None, rules=(*happening.rules, "speech:will"))
    known = cue_of(parse, attribution)
    if known is None:
        return happening
    lemma, group = known[1].lemma, known[1].group
    if names(parse, known[0]):
        return happening
    said: str | None = None
    if lemma in THREATS:
        said = "threat" if kind in _HARM else None
    elif lemma in _DEMANDS:
        said = "threat" if kind in ("captured_persons", "withdrawal") else "statement"
    elif lemma in _JUDGES and _judged(parse, attribution):
        said = "statement"
    elif group == "accuse" or lemma in ("accuse", "blame", "accusation", "charge"):
        named = lemma == "blame" and parse.pos[happening.trigger] == "NOUN" and parse.head[verb] != verb
        said = "accusation" if named or kind not in _PLAIN else None
    if said is None or said == kind:
        return happening
    return replace(happening, kind=said, acled=None, rules=(*happening.rules, f"speech:{lemma}"))


def _judged(parse: Parse, attribution: Attribution) -> bool:
    """Whether the words say what the speaker thinks of it ("condemned the attack as a crime")."""
    return any(parse.lower(t) == "as" for s in attribution.content for t in parse.tokens_in(s))


def denier(parse: Parse, inner: Attribution, attributions: Sequence[Attribution]) -> Attribution | None:
    """The attribution that denies or doubts what `inner` says: "the ministry rejected the rebels' claim that …"."""
    below = cue_of(parse, inner)
    refuted = refuting(parse, below[0]) if below is not None else None
    for a in attributions:
        if a.id == inner.id or _name(a) == _name(inner):
            continue
        if refuted is not None and any(refuted in parse.tokens_in(s) for s in a.content):
            return a  # "the mayor said that reports that … were untrue"
        known = cue_of(parse, a)
        if cue_stance(parse, a)[0] not in ("denies", "doubts"):
            continue
        tied = below is not None and known is not None and _object_of(parse, below[0], known[0])
        if inner.within == a.id or tied:
            return a
    return None


def refuting(parse: Parse, noun: int) -> int | None:
    """The verb that calls a told thing false: "the claim … is a lie", "reports … were denied", "rejected claims …"."""
    verb, dep = parse.head[noun], parse.dep[noun]
    if parse.pos[noun] != "NOUN" or parse.pos[verb] not in ("VERB", "AUX"):
        return None
    if dep == "nsubj" and falsehood(parse, verb) is not None:
        return verb
    if dep in ("nsubjpass", "dobj") and not negated(parse, verb) and is_one(parse, verb, "reject"):
        return verb
    return None


def _name(a: Attribution) -> str | None:
    return a.speaker.name if a.speaker else None


def _object_of(parse: Parse, token: int, verb: int) -> bool:
    for _ in range(4):
        if parse.dep[token] not in ("dobj", "pobj", "prep", "conj", "nsubjpass") or parse.head[token] == token:
            return False
        if parse.dep[token] == "conj" and parse.pos[token] in ("VERB", "AUX"):
            return False
        token = parse.head[token]
        if token == verb:
            return True
    return False


def leaves_open(parse: Parse, attribution: Attribution) -> bool:
    """Whether the speaker neither confirms nor denies, or only asks."""
    lowered = {parse.lower(t) for s in attribution.cue for t in parse.tokens_in(s)}
    if attribution.speaker is not None and (attribution.speaker.name or "").lower().startswith(("no ", "nobody")):
        return True
    known = cue_of(parse, attribution)
    tops = (known[0], parse.head[known[0]]) if known else ()
    around = lowered | {parse.lower(k) for t in tops for k in (t, *parse.children[t])}
    if known and {"neither", "nor", "without"} & around and (known[1].group == "deny" or known[1].lemma == "confirm"):
        return True
    return known is not None and known[1].group == "ask" and known[1].lemma in ("ask", "wonder", "inquire")


def stance_of(parse: Parse, happening: Happening, attribution: Attribution | None) -> tuple[Stance, tuple[str, ...]]:
    """The stance of a speech act: a plain negation denies, a threat and what will be predict."""
    if happening.kind == "threat":
        return "predicts", ("act:threat",)
    if attribution is None or happening.kind != "statement":
        return "asserts", ()
    stance, rule = cue_stance(parse, attribution)
    if stance != "asserts":
        return stance, (rule,)
    verb = clause_verb(parse, happening.trigger)
    if plainly_denied(parse, verb):
        return "denies", ("cue:plain negation",)
    ahead = any(is_ahead(parse, a) for a in parse.kids(verb, "aux")) and not parse.kids(verb, "neg")
    return ("predicts", ("cue:modal will",)) if ahead else ("asserts", (rule,) if rule else ())


def plainly_denied(parse: Parse, verb: int) -> bool:
    """Whether a clause says that something did not happen or is not there, and not that it is not of some sort."""
    if any(
        parse.lower(a) in ("will", "would", "can", "could", "should", "must", "'ll", "’ll", "ca", "wo")
        for a in parse.kids(verb, "aux")
    ):
        return False
    if parse.lemma[verb] in words("lets"):
        return False  # "did not let them cut the road"
    nobody = [k for k in parse.kids(verb, "nsubj", "nsubjpass", "dobj", "attr") if _none(parse, k)]
    negated = bool(parse.kids(verb, "neg"))
    if parse.lemma[verb] == "be" and not parse.kids(verb, "auxpass") and parse.pos[verb] in ("AUX", "VERB"):
        there = any(parse.lower(k) == "there" for k in parse.kids(verb, "expl", "nsubj", "advmod"))
        where = any(parse.lower(p) in ("in", "at", "near", "on", "inside") for p in parse.kids(verb, "prep"))
        thing = [k for k in nobody if parse.lower(k) != "nothing"]
        if there and (thing or negated):
            return True
        was = parse.tag[verb] == "VBD" or any(parse.lower(a) in ("had", "have", "has") for a in parse.kids(verb, "aux"))
        if negated and was and any(parse.pos[k] in ("NOUN", "PROPN") for k in parse.kids(verb, "attr")):
            return True  # "was not a party to the talks", "has never been a base"
        return negated and where and not parse.kids(verb, "attr", "acomp")
    if parse.kids(verb, "auxpass") and not is_one(parse, verb, "harms"):
        return False  # "had not been informed": how things stood
    if parse.lemma[verb] == "exist":
        return negated or bool(nobody)
    past = parse.tag[verb] in ("VBD", "VBN") or any(
        parse.lower(a) in ("did", "had", "has", "have") for a in parse.kids(verb, "aux")
    )
    return past and (negated or bool(nobody)) and parse.lemma[verb] not in _INNER


def _none(parse: Parse, token: int) -> bool:
    return parse.lower(token) in ("nobody", "none", "nothing") or any(
        parse.lower(k) == "no" for k in parse.kids(token, "det")
    )


_INNER = frozenset(
    {
        "know",
        "want",
        "think",
        "understand",
        "mean",
        "believe",
        "expect",
        "see",
        "say",
        "receive",
        "heed",
        "respond",
        "give",
        "help",
    }
)


_LOSSES = frozenset({"withdrawal", "captured_persons", "territory_gain"})


def holding_on(parse: Parse, h: Happening, found: Stance, rules: Sequence[str]) -> tuple[Happening, Stance]:
    """What a negation tells of ground, of need and of what is ahead: "we will not leave", "they have no water"."""
    if h.kind == "displacement" and found == "asserts":
        due = any(parse.lower(a) in ("must", "should") for a in parse.kids(h.trigger, "aux"))
        if due or is_one(parse, h.trigger, "orders"):
            return h, "predicts"  # "ordered residents to leave": whether they did is not told
    if h.kind in _RELIEF and found != "asserts" and unable_to(parse, clause_verb(parse, h.trigger)):
        return replace(h, kind="humanitarian_need", acled=None, rules=(*h.rules, "out of reach")), "asserts"
    denied = any(r.removeprefix("cue:") in words("reject") | {"deny", "dispute"} for r in rules if r.startswith("cue:"))
    if found != "denies" or denied:
        return h, found
    if h.kind == "humanitarian_need":
        return h, "asserts"
    if h.kind in _RELIEF and _out_of_reach(parse, h.trigger):
        return replace(h, kind="humanitarian_need", acled=None, rules=(*h.rules, "out of reach")), "asserts"
    ahead = any(r.startswith("modal:w") for r in rules)
    if h.kind == "territory_held" and parse.lemma[h.trigger] in words("leaves"):
        return h, "predicts" if ahead else "asserts"
    if not ahead:
        return h, found
    if h.kind not in _LOSSES:
        return h, "predicts"  # "will not cut the road": foretold, and nothing told is denied
    return replace(h, kind="territory_held", acled=None, rules=(*h.rules, "refusal to yield")), "predicts"


_RELIEF = frozenset({"aid", "displacement"})


def _out_of_reach(parse: Parse, trigger: int) -> bool:
    """Whether help or flight is told as what cannot be: "could not be evacuated", "it is not possible to bring bread"."""
    verb = clause_verb(parse, trigger)
    if any(parse.lower(a) in ("could", "can", "ca") for a in parse.kids(verb, "aux")):
        return True
    above = parse.head[verb]
    return parse.dep[verb] == "xcomp" and parse.lemma[above] == "manage" and negated(parse, above)


def is_demand(parse: Parse, attribution: Attribution | None) -> bool:
    """Whether the cue asks for something ("urged", "called for")."""
    known = cue_of(parse, attribution) if attribution is not None else None
    return known is not None and known[1].group == "order"


_STRUCK = frozenset(
    {"air_drone_strike", "shelling_missile", "attack_on_civilians", "casualties", "statement", "ground_clash"}
)


def only_military(
    parse: Parse, h: Happening, found: Stance, attribution: Attribution | None
) -> tuple[Happening, Stance]:
    """ "Only military targets were struck" denies that civilians were."""
    if attribution is None or found != "asserts" or h.kind not in _STRUCK:
        return h, found
    inside = parse.tokens_in(h.span)
    if not any(
        parse.lower(t) in words("only") and parse.dep[t] in ("advmod", "amod", "preconj", "quantmod") for t in inside
    ):
        return h, found
    for t in inside:
        lemma = parse.lemma[t]
        if lemma not in words("military") or parse.dep[t] not in ("dobj", "nsubjpass", "pobj", "conj", "nsubj"):
            continue
        lawful = any(parse.lemma[k] in words("lawful") for k in parse.kids(t, "amod", "compound", "nmod"))
        person = lemma in ("combatant", "terrorist", "militant", "fighter", "soldier", "insurgent", "rebel", "gunman")
        if lawful or person:
            return replace(h, kind="attack_on_civilians", acled=None, rules=(*h.rules, "only military")), "denies"
    return h, found
