"""Token → what may be a happening: its frame, and the sense that the lexicon gives it."""

# ruff: noqa: SIM102

from __future__ import annotations

from dataclasses import dataclass, replace

from crossbearing.read.argument import Frame, conjuncts, frame
from crossbearing.read.parse import Parse
from crossbearing.read.senses import NONE, Reader, Sense

LEAST = 0.4
"""Below it a sense is no happening."""
_SURE = 0.95
_OPEN = frozenset({"VERB", "NOUN", "ADJ", "PROPN", "AUX", "NUM"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A token that may tell a happening, and the sense that the lexicon gives it."""

    at: Frame
    sense: Sense


def candidate(reader: Reader, token: int) -> Candidate | None:
    """What the token may tell; `None` where it tells nothing, or the lexicon says that it is no happening."""
    parse = reader.parse
    pos = parse.pos[token]
    if pos not in _OPEN or parse.ent[token] in ("DATE", "TIME", "PERSON"):
        return None
    if parse.dep[token] == "acl" and parse.lower(parse.head[token]) in ("those", "anyone"):
        return None  # "those killed" are not counted and happen elsewhere
    if pos == "VERB" and any(parse.tag[k] == "DT" for k in parse.kids(token, "det")):
        return None  # "the displaced", "the wounded": people, not what befell them
    lemma, lower = parse.lemma[token], parse.lower(token)
    if lemma not in reader.lexicon.words and lower not in reader.lexicon.words:
        return None
    forms = reader.lexicon.senses
    attributive = pos in ("VERB", "AUX", "ADJ") and parse.dep[token] in ("amod", "compound")
    if attributive and ("a", lemma) not in forms and ("a", lower) not in forms:
        return None
    known = any(
        (f, w) in forms or any((f, f"{w}_{p}") in forms for p in _particles(parse, token))
        for f in "vna"
        for w in (lemma, lower)
    )
    if not known:
        return None
    at, sense = _best(reader, token)
    if sense is None or sense.kind == NONE or sense.score < LEAST:
        return None
    return None if _idle(parse, at) else Candidate(at, sense)


def barred(reader: Reader, token: int) -> bool:
    """Whether the lexicon is sure that the word tells nothing ("took part")."""
    parse = reader.parse
    if parse.pos[token] not in _OPEN or not {parse.lemma[token], parse.lower(token)} & reader.lexicon.words:
        return False
    sense = reader.sense(frame(parse, token))
    return sense is not None and sense.kind == NONE and sense.score >= _SURE


def _best(reader: Reader, token: int) -> tuple[Frame, Sense | None]:
    frames = _frames(reader, token)
    for at in frames:
        sense = reader.sense(at)
        if sense is not None:
            return at, sense
    return frames[0], None


def _particles(parse: Parse, token: int) -> tuple[str, ...]:
    return tuple(parse.lower(k) for k in parse.kids(token, "prt", "advmod"))


def _frames(reader: Reader, token: int) -> tuple[Frame, ...]:
    """The frame, and for a word whose part of speech parsers confuse ("shelling", "attacks") the other reading."""
    parse = reader.parse
    first = frame(parse, token)
    head = parse.head[token]
    if first.form != "v" and parse.lower(token).endswith("ing") and parse.dep[token] in ("amod", "compound"):
        if parse.tag[head] in ("NNS", "NNPS") or parse.tag[token] == "VBG":  # "deny bombing hospitals"
            whom = conjuncts(parse, head)
            goes = reader.lexicon.has("goes", parse.lemma[token])  # "fleeing civilians": they flee
            acted = replace(first, form="v", preps=frame(parse, head).preps)
            acted = replace(acted, subj=whom) if goes else replace(acted, obj=whom)
            return (first, acted)
    if first.form == "v" and parse.tag[token] in ("VBG", "VBZ") and parse.dep[token] not in ("ROOT", "ccomp", "relcl"):
        return (first, replace(first, form="n"))
    if first.form == "n" and parse.pos[token] == "PROPN":
        return (first,)
    return (first,)


def _idle(parse: Parse, at: Frame) -> bool:
    """Whether the trigger only modifies another noun ("attack helicopter", "ceasefire talks", "war crimes court")."""
    t = at.trigger
    if at.form == "n" and parse.dep[t] in ("compound", "amod", "nmod") and parse.head[t] != t:
        return True
    return at.form == "n" and parse.dep[t] == "poss"
