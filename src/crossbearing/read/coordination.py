"""Whose a cue is where clauses are joined: participles that go on, second predicates, second speakers; and who can speak at all."""

from __future__ import annotations

from crossbearing.read.cues import cue_at, nouns
from crossbearing.read.parse import Parse
from crossbearing.read.phrase import below, infinitive, subject

_GOING_ON = frozenset(
    {
        "say",
        "add",
        "claim",
        "note",
        "insist",
        "warn",
        "accuse",
        "argue",
        "stress",
        "allege",
        "describe",
        "call",
        "explain",
        "tell",
        "emphasize",
    }
)


def can_speak(parse: Parse, o: int) -> bool:
    """Whether a noun names somebody or something that can say."""
    lemma = parse.lemma[o]
    return (
        parse.pos[o] == "PROPN"
        or parse.ent[o] in ("PERSON", "ORG", "NORP")
        or lemma in nouns("role")
        or lemma in nouns("class")
        or lemma in nouns("body")
        or lemma in nouns("document")
        or lemma in nouns("medium")
        or lemma in nouns("words")
        or parse.pos[o] in ("PRON", "NUM", "DET")
    )


def goes_on(parse: Parse, t: int) -> bool:
    """Whether a participle after a comma ("…, saying that …") belongs to the speaker above and not to the clause's subject."""
    if parse.tag[t] != "VBG" or parse.dep[t] != "advcl" or parse.lemma[t] not in _GOING_ON or t == 0:
        return False
    if parse.word(t - 1) not in (",", "”", '"', "’", "'") and parse.lower(t - 1) != "while":
        return False
    s = subject(parse, t)
    return s is not None and parse.pos[s] == "NOUN" and not can_speak(parse, s) and _speaker_above(parse, t) is not None


def _speaker_above(parse: Parse, t: int) -> int | None:
    for above in parse.ancestors(t):
        if cue_at(parse, above) and above != parse.head[t]:
            s = subject(parse, above)
            if s is not None and s not in below(parse, parse.head[t]):
                return s
    return None


def above_speaker(parse: Parse, t: int) -> int | None:
    """The speaker whose participle this is, where `goes_on` holds."""
    return _speaker_above(parse, t) if goes_on(parse, t) else None


def own_predicates(parse: Parse, i: int, clause: int) -> list[int]:
    """ "X said that it had left and accused the others": cues coordinated inside the clause that go on with X, not with "it"."""
    out: list[int] = []
    stack = [clause]
    while stack:
        for c in parse.kids(stack.pop(), "conj"):
            if parse.pos[c] in ("VERB", "AUX"):
                stack.append(c)
                if goes_back(parse, c) == i or (parse.head[c] == clause and _speaks_beside(parse, i, clause, c)):
                    out += [c, *(t for t in parse.kids(parse.head[c], "cc") if t < c)]
    return out


def _speaks_beside(parse: Parse, i: int, clause: int, c: int) -> bool:
    """ "X said the wounded had been moved, and Y put the dead at nine": the second speaks for himself, beside the first."""
    own = parse.kids(c, "nsubj")
    cue = cue_at(parse, c)
    if not own or cue is None or cue.group not in ("say", "report", "claim", "deny", "accuse", "predict", "order"):
        return False
    if parse.tag[c] != parse.tag[i] or parse.kids(c, "aux", "mark") or not parse.kids(clause, "aux", "auxpass"):
        return False
    first = min(below(parse, own[0]))
    parted = any(parse.word(t) == "," for t in (first - 1, first - 2) if t > clause)
    return can_speak(parse, own[0]) and (parted or parse.pos[own[0]] == "PRON")


def goes_back(parse: Parse, t: int) -> int | None:
    """The cue above whose subject is that of verb t too, though the parse hangs t into the cue's content."""
    tag = parse.tag[t]
    if (
        parse.dep[t] != "conj"
        or tag not in ("VBD", "VBZ", "VBP")
        or parse.kids(t, "nsubj", "nsubjpass", "aux", "auxpass", "mark")
    ):
        return None
    cue = cue_at(parse, t)
    if cue is None or cue.group in ("believe", "factive"):
        return None
    clause = parse.head[t]
    while parse.dep[clause] == "conj" and parse.head[clause] != clause:
        clause = parse.head[clause]
    above = parse.head[clause]
    if parse.dep[clause] == "acl" and infinitive(parse, clause):
        # "rejected the claim to have taken the town and accused the army": who rejected accuses
        verb = next((t for t in parse.ancestors(clause) if parse.pos[t] == "VERB"), None)
        return verb if verb is not None and parse.tag[verb] == tag and cue_at(parse, verb) else None
    if parse.dep[clause] != "ccomp" or clause < above or not cue_at(parse, above) or parse.tag[above] != tag:
        return None
    return above if parse.kids(clause, "aux", "auxpass") and subject(parse, above) is not None else None
