"""What the trained reader takes for speech though nobody's words are told: silence, names, phone calls, things that show."""

from __future__ import annotations

from crossbearing.read.coordination import can_speak
from crossbearing.read.cues import lexicon, nouns
from crossbearing.read.parse import Parse
from crossbearing.read.phrase import head_token
from crossbearing.types import Attribution

_SHOWS = frozenset({"suggest", "show", "indicate", "prove", "demonstrate", "imply", "confirm", "reveal", "establish"})
_STATED = frozenset({"statement", "comment", "response", "reaction", "detail", "reason", "explanation"})
_GIVES = frozenset({"release", "issue", "make", "give", "offer", "publish"})
_PHONE = frozenset({"phone", "telephone"})
_STAFF = frozenset({"man", "woman", "people", "worker", "miner", "staff", "employee"})
_CALLED = frozenset({"strike", "meeting", "session", "halt", "election", "vote", "referendum", "boycott", "break"})
_MARKS = frozenset("“”\"‘’'«»")
_CITES = frozenset({"citing", "quoting"})


def unsaid(m: Attribution, parse: Parse) -> bool:
    """Whether these are nobody's words."""
    cue = [t for s in m.cue for t in parse.tokens_in(s)]
    if not cue:
        return False
    inside = [t for s in m.content for t in parse.tokens_in(s)]
    return (
        _relative(m, parse, cue, inside)
        or _told_of(parse, cue, inside)
        or _no_statement(parse, cue)
        or _name(parse, cue)
        or _phoned(parse, cue, inside)
        or _deed(parse, cue, inside)
        or (m.within is not None and (_shown(m, parse, cue) or _nobodys_fear(m, parse, cue)))
        or (len(cue) > 1 and parse.lower(cue[-1]) in _CITES and parse.pos[cue[-2]] == "VERB")
    )


def _relative(m: Attribution, parse: Parse, cue: list[int], inside: list[int]) -> bool:
    """ "…, an estimate that officials have called absurd": the clause tells of the estimate, and not what was estimated."""
    if m.source or not inside or parse.pos[cue[-1]] != "NOUN" or parse.lower(inside[0]) != "that":
        return False
    article = cue[0] if parse.lower(cue[0]) in ("a", "an") else cue[0] - 1
    beside = (
        article > 0 and parse.lower(article) in ("a", "an") and parse.word(article - 1) in (",", "”", '"', "–", "—")
    )
    return beside and any(parse.head[t] == cue[-1] and parse.dep[t] == "relcl" for t in inside)


def _told_of(parse: Parse, cue: list[int], inside: list[int]) -> bool:
    """ "The agency’s claim was not true": what follows is said of the claim."""
    if not inside or inside[0] != cue[-1] + 1 or parse.pos[cue[-1]] != "NOUN":
        return False
    return any(parse.head[cue[-1]] == t and parse.dep[cue[-1]] in ("nsubj", "nsubjpass") for t in inside[:4])


def _no_statement(parse: Parse, cue: list[int]) -> bool:
    """ "Has not released a statement on the attacks"."""
    lemmas = {parse.lemma[t] for t in cue}
    return bool(lemmas & _STATED and lemmas & _GIVES and lemmas & {"not", "n't", "no", "never"})


def _name(parse: Parse, cue: list[int]) -> bool:
    """ "Villagers Saw Khwar Do and …": a word of a name, and no verb of a headline, whose words are all capital."""
    word = parse.word(cue[0])
    first, end = parse.sentences[parse.sentence_of(cue[0])]
    if len(cue) > 1 or not word[:1].isupper() or cue[0] == first or cue[0] + 1 >= end:
        return False
    if not parse.word(cue[0] + 1)[:1].isupper() or not parse.word(cue[0] - 1)[-1:].isalpha():
        return False
    long = [parse.word(t) for t in range(first, end) if len(parse.word(t)) > 4 and parse.word(t).isalpha()]
    return sum(w[0].islower() for w in long) > 0.5 * len(long)


def _phoned(parse: Parse, cue: list[int], inside: list[int]) -> bool:
    """ "Called the spokesman by phone"."""
    return any(parse.lemma[t] == "call" for t in cue) and any(
        parse.lemma[t] in _PHONE and parse.lower(t - 1) in ("by", "on", "over") for t in inside
    )


def _deed(parse: Parse, cue: list[int], inside: list[int]) -> bool:
    """ "The union called a strike", "the mine dismissed forty men": done, and not told."""
    verb = next((t for t in cue if parse.lemma[t] in ("call", "dismiss") and parse.pos[t] == "VERB"), None)
    if verb is None or len(cue) > 2 or parse.kids(verb, "oprd", "ccomp", "xcomp", "prt", "auxpass"):
        return False
    objects = parse.kids(verb, "dobj")
    if any(parse.lower(p) == "as" for p in parse.kids(verb, "prep")):
        return False
    if not objects or objects[0] not in inside or any(parse.word(t)[:1] in _MARKS for t in inside):
        return False
    lemma = parse.lemma[objects[0]]
    if parse.lemma[verb] == "dismiss":
        return lemma in nouns("role") | nouns("class") | _STAFF
    return lemma in _CALLED and any(parse.lower(d) in ("a", "an") for d in parse.kids(objects[0], "det"))


def _shown(m: Attribution, parse: Parse, cue: list[int]) -> bool:
    """ "… said the enemy’s actions suggested a retreat": a thing that shows says nothing of its own."""
    if not m.source or not any(parse.lemma[t] in _SHOWS for t in cue):
        return False
    head = head_token(parse, m.source)
    return parse.pos[head] == "NOUN" and not can_speak(parse, head)


def _nobodys_fear(m: Attribution, parse: Parse, cue: list[int]) -> bool:
    """ "… said the raids came amid fears of war": whose fears they are is not told."""
    known = [lexicon().get((parse.lemma[t], "noun")) for t in cue if parse.pos[t] == "NOUN"]
    return not m.source and any(c is not None and c.group in ("believe", "predict") for c in known)
