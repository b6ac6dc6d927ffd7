"""Speech that is the event: a threat, an accusation, a justification, a position or a reply."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from crossbearing.read.context import ECHO
from crossbearing.read.cues import Cue, cue_at
from crossbearing.read.happening import Happening
from crossbearing.read.parse import Parse
from crossbearing.read.senses import load_lexicon
from crossbearing.read.stance import cue_stance
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
        "abduction_detention", "displacement", "grenade",
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
_OPEN = frozenset({"ask", "believe", "order"})
_MUTE = frozenset("whether what who why where when which how".split())  # noqa: SIM905
_CONFIRMS = frozenset({"confirm", "verify", "corroborate", "support", "back"})
_TELLING = frozenset(
    {
        "detail", "claim", "report", "information", "account", "figure", "news", "operation", "this", "these", "it",
        "assertion", "allegation", "charge", "accusation", "statement", "success", "toll", "number", "footage", "video", "that", "them",
    }
)  # fmt: skip
_SHORT = 10
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
        if cue is not None and cue.lemma in THREATS:
            out.append(_act(parse, a, "threat", 0.7))
            continue
        if cue is not None and _echoes(parse, a, cue):
            act = _act(parse, a, "statement", 0.6)
            out.append(replace(act, rules=(*act.rules, ECHO)) if act is not None else None)
        elif _states(parse, a, cue):
            out.append(_act(parse, a, "statement", 0.55))
    return tuple(h for h in out if h is not None)


def _echoes(parse: Parse, a: Attribution, cue: Cue) -> bool:
    """Whether somebody confirms, denies or doubts what was said before ("could not verify the report")."""
    if cue.lemma not in _CONFIRMS and cue.group not in ("deny", "doubt"):
        return False
    tokens = [t for s in a.content for t in parse.tokens_in(s) if parse.pos[t] != "PUNCT"]
    if not 0 < len(tokens) <= _SHORT or any(parse.pos[t] == "VERB" for t in tokens):
        return False
    return any(parse.lemma[t] in _TELLING for t in tokens if parse.head[t] not in tokens)


def _states(parse: Parse, a: Attribution, cue: Cue | None) -> bool:
    """Whether the words are a position of somebody with a voice in the conflict, and not a person's recollection."""
    if a.speaker is None or a.speaker.kind in ("report",):
        return False
    if cue is not None and cue.group in _OPEN:
        return False
    if a.speaker.name and a.speaker.name.lower().startswith("no "):
        return False
    words = [t for s in a.content for t in parse.tokens_in(s) if parse.pos[t] != "PUNCT"]
    quoted = any(parse.text[s.start : s.end].strip(" ,.")[-1:] in '”"’»' for s in a.content)
    short = (quoted and a.manner == "mixed") or (cue is not None and cue.group == "deny")
    if len(words) < (2 if short else _LEAST_WORDS) or parse.lower(words[0]) in _MUTE:
        return False
    if any(parse.text[s.end - 1] == "?" for s in a.content if s.end > s.start):
        return False
    return a.speaker.kind in ("organisation", "class", "document") or a.speaker.side is not None or _official(parse, a)


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
    head = next((t for t in inside if parse.head[t] not in inside or parse.head[t] == t), inside[0])
    span = trim(parse.text, Span(parse.start[inside[0]], min(parse.end[inside[-1]], a.content[0].end)), _EDGES)
    if parse.text[span.start : span.end].startswith("that "):
        span = Span(span.start + 5, span.end)
    return Happening(head, kind, span, (), (), (), score, (f"act:{a.id}",))


def as_said(parse: Parse, happening: Happening, attribution: Attribution) -> Happening:
    """The happening as the speech puts it: threatened, blamed on somebody, demanded, or only judged."""
    known = cue_of(parse, attribution)
    if known is None or any(r.startswith("act:") for r in happening.rules):
        return happening
    lemma, group, kind = known[1].lemma, known[1].group, happening.kind
    said: str | None = None
    if lemma in THREATS:
        said = "threat" if kind in _HARM else None
    elif lemma in _DEMANDS:
        said = "threat" if kind in ("captured_persons", "withdrawal") else "statement"
    elif lemma in _JUDGES and _judged(parse, attribution):
        said = "statement"
    elif (group == "accuse" or lemma in ("accuse", "blame", "accusation", "charge")) and kind not in _PLAIN:
        said = "accusation"
    if said is None or said == kind:
        return happening
    return replace(happening, kind=said, acled=None, rules=(*happening.rules, f"speech:{lemma}"))


def _judged(parse: Parse, attribution: Attribution) -> bool:
    """Whether the words say what the speaker thinks of it ("condemned the attack as a crime")."""
    return any(parse.lower(t) == "as" for s in attribution.content for t in parse.tokens_in(s))


def denier(parse: Parse, inner: Attribution, attributions: Sequence[Attribution]) -> Attribution | None:
    """The attribution that denies or doubts what `inner` says: "the ministry rejected the rebels' claim that …"."""
    below = cue_of(parse, inner)
    for a in attributions:
        if a.id == inner.id or _name(a) == _name(inner):
            continue
        known = cue_of(parse, a)
        if cue_stance(parse, a)[0] not in ("denies", "doubts"):
            continue
        tied = below is not None and known is not None and _object_of(parse, below[0], known[0])
        if inner.within == a.id or tied:
            return a
    return None


def _name(a: Attribution) -> str | None:
    return a.speaker.name if a.speaker else None


def _object_of(parse: Parse, token: int, verb: int) -> bool:
    for _ in range(4):
        if parse.dep[token] not in ("dobj", "pobj", "prep", "conj", "nsubjpass") or parse.head[token] == token:
            return False
        token = parse.head[token]
        if token == verb:
            return True
    return False


def leaves_open(parse: Parse, attribution: Attribution) -> bool:
    """Whether the speaker neither confirms nor denies, or only asks."""
    words = {parse.lower(t) for s in attribution.cue for t in parse.tokens_in(s)}
    if attribution.speaker is not None and (attribution.speaker.name or "").lower().startswith(("no ", "nobody")):
        return True
    known = cue_of(parse, attribution)
    tops = (known[0], parse.head[known[0]]) if known else ()
    around = words | {parse.lower(k) for t in tops for k in parse.children[t]}
    if known and {"neither", "nor", "without"} & around and (known[1].group == "deny" or known[1].lemma == "confirm"):
        return True
    return known is not None and known[1].group == "ask" and known[1].lemma in ("ask", "wonder", "inquire")


def stance_of(parse: Parse, happening: Happening, attribution: Attribution | None) -> tuple[Stance, tuple[str, ...]]:
    """The stance of a speech act: a denial of something with no kind of its own denies, a threat predicts."""
    if happening.kind == "threat":
        return "predicts", ("act:threat",)
    if attribution is not None and happening.kind == "statement":
        return cue_stance(parse, attribution)[0], ("cue",)
    return "asserts", ()
