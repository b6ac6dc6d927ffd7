"""Cues that are no verbs: "according to", "in the words of", noun cues, idioms."""

from __future__ import annotations

from collections.abc import Iterator

from crossbearing.read.coordination import can_speak
from crossbearing.read.cues import Cue, cue_at, lexicon, nouns
from crossbearing.read.draft import Draft
from crossbearing.read.parse import Parse
from crossbearing.read.phrase import agent, below, conjuncts, infinitive, noun_phrase, passive, spans_of, subject


def phrase_drafts(parse: Parse) -> Iterator[Draft]:
    """ "According to X, …" and the phrases like it."""
    yield from _version_drafts(parse)
    for i in range(len(parse)):
        if parse.lower(i) == "according" and i + 2 < len(parse) and parse.lower(i + 1) == "to":
            yield from _phrase(parse, i, i + 1, "according to")
        elif parse.lower(i) == "per" and i and parse.lower(i - 1) in ("as", ","):
            whom = parse.kids(i, "pobj")
            if whom and can_speak(parse, whom[0]) and parse.pos[whom[0]] != "NUM":
                yield from _phrase(parse, i - 1 if parse.lower(i - 1) == "as" else i, i, "as per")
        elif parse.lower(i) == "in" and i + 4 < len(parse) and parse.lower(i + 3) == "of":
            words = " ".join(parse.lower(k) for k in range(i, i + 4))
            if (words, "phrase") in lexicon():
                yield from _phrase(parse, i, i + 3, words)


_VERSIONS = frozenset(
    {
        "account",
        "telling",
        "version",
        "view",
        "opinion",
        "words",
        "word",
        "reckoning",
        "estimate",
        "estimation",
        "count",
        "assessment",
        "reading",
    }
)


def _version_drafts(parse: Parse) -> Iterator[Draft]:
    """ "In Baku's telling, …", "On the army's account, …", "By the ministry's count, …" at the head of a sentence."""
    for sentence, end in parse.sentences:
        for first in range(sentence, end - 3):
            if parse.lower(first) not in ("in", "on", "by", "from"):
                continue
            opens = (
                first == sentence
                or parse.word(first - 1) in (",", ";")
                or parse.lower(first - 1) in ("that", "and", "but")
            )
            for o in parse.kids(first, "pobj") if opens else ():
                owners = parse.kids(o, "poss")
                if parse.lemma[o] not in _VERSIONS or not owners or o + 1 >= end:
                    continue
                comma = parse.word(o + 1) == ","
                if not comma and parse.word(first - 1) != ";":
                    continue
                stop = next((t for t in range(o + 1, end) if parse.word(t) == ";"), end)
                content = spans_of(parse, range(o + 2 if comma else o + 1, stop))
                own = [t for t in (o - 1,) if parse.lower(t) == "own"]
                if content:
                    yield Draft(
                        first, (first, *own, o), noun_phrase(parse, owners[0]), content, "cue.phrase.version", 0.86
                    )


def _phrase(parse: Parse, first: int, last: int, name: str) -> Iterator[Draft]:
    objects = [c for t in range(first, last + 1) for c in parse.kids(t, "pobj", "pcomp") if c > last]
    if not objects or parse.lemma[objects[0]] in nouns("yardstick"):
        return  # "treated according to international standards"
    source = _with_apposition(parse, noun_phrase(parse, objects[0]))
    n = parse.sentence_of(first)
    start, end = parse.sentences[n]
    above = parse.head[first]
    if parse.lower(first) == "according" and parse.dep[first] == "ROOT":
        above = first
    whole = set(range(first, source[1] + 1))
    initial = all(parse.pos[t] in ("PUNCT", "CCONJ", "ADV") for t in range(start, first))
    root = next((t for t in range(start, end) if parse.dep[t] == "ROOT"), above)
    if initial:
        above = root if root not in whole else above
    else:
        while (
            parse.dep[above]
            in (
                "pobj",
                "prep",
                "amod",
                "compound",
                "dobj",
                "acomp",
                "attr",
                "nsubj",
                "oprd",
                "npadvmod",
                "advmod",
                "acl",
                "xcomp",
                "pcomp",
                "agent",
                "nummod",
                "appos",
                "nsubjpass",
                "advcl",
                "relcl",
                "poss",
                "nmod",
                "quantmod",
            )
            and parse.head[above] != above
            and not (parse.dep[above] == "relcl" and first < above)
        ):
            above = parse.head[above]
        if parse.dep[above] == "conj" and parse.pos[above] not in ("VERB", "AUX"):
            while parse.dep[above] == "conj":
                above = parse.head[above]
    tokens = below(parse, above, (first,)) - whole
    if above == first or not tokens:
        tokens = set(range(start, end)) - whole
    border = [t for t in range(start, end) if parse.word(t) == ";"]
    if border:
        left = max((t for t in border if t < first), default=start - 1)
        right = min((t for t in border if t > first), default=end)
        tokens = set(range(left + 1, right)) - whole
    lead = sorted(tokens)
    while lead and (
        (parse.pos[lead[0]] in ("CCONJ", "PUNCT") and parse.word(lead[0]) not in '“"‘«„')
        or parse.lower(lead[0]) in ("however", "meanwhile")
    ):
        tokens.discard(lead.pop(0))
    content = spans_of(parse, tokens)
    if content:
        yield Draft(first, tuple(range(first, last + 1)), source, content, f"cue.phrase.{name.replace(' ', '-')}", 0.9)


def _with_apposition(parse: Parse, source: tuple[int, int]) -> tuple[int, int]:
    """A name and the description after it up to the next comma ("X, the head of the council, …"), where the parse lost it."""
    first, last = source
    end = parse.sentences[parse.sentence_of(first)][1]
    if (
        last + 3 >= end
        or parse.word(last + 1) != ","
        or parse.pos[last] != "PROPN"
        or parse.lower(last + 2) not in ("the", "a", "an", "who")
    ):
        return source
    inner: list[int] = []
    for t in range(last + 2, end):
        if parse.word(t) == ",":
            break
        inner.append(t)
    else:
        return source
    heads = [t for t in inner if parse.lemma[t] in nouns("role") | nouns("body")]
    speaks = [t for t in inner if parse.pos[t] in ("VERB", "AUX") and parse.dep[t] in ("ROOT", "ccomp")]
    return (first, inner[-1]) if (heads or parse.lower(inner[0]) == "who") and not speaks else source


def _says_that(parse: Parse, noun: int, clause: int) -> bool:
    """Whether the clause after a noun is what the noun says, and no relative clause ("the claim that Kyiv made")."""
    that = noun + 1
    if any(parse.lower(k) == "that" and parse.dep[k] == "mark" for k in parse.children[clause]):
        return True
    if that >= len(parse) or parse.lower(that) != "that" or that not in below(parse, clause):
        return False
    subjects = [s for s in parse.kids(clause, "nsubj", "nsubjpass") if s != that]
    above = parse.head[that]
    filled = parse.dep[that] == "pobj" and len(parse.kids(above, "pobj")) > 1
    return bool(subjects) and (parse.dep[that] in ("mark", "det", "advmod") or filled)


def noun_drafts(parse: Parse) -> Iterator[Draft]:
    """ "The ministry's claim that …", "reports of …", "was met with skepticism by …", "painted a picture of …"."""
    for i in range(len(parse)):
        if parse.pos[i] != "NOUN":
            continue
        cue = cue_at(parse, i)
        if cue:
            draft = _noun(parse, i, cue)
            if draft:
                yield draft
        if (
            parse.lemma[i] in ("picture", "portrait", "image")
            and parse.dep[i] == "dobj"
            and parse.lemma[parse.head[i]] in ("paint", "draw", "give")
        ):
            draft = _picture(parse, i)
            if draft:
                yield draft


_UNDERTAKINGS = frozenset(
    {"claim", "promise", "offer", "pledge", "threat", "vow", "order", "demand", "call", "warning", "refusal"}
)


def _noun(parse: Parse, i: int, cue: Cue) -> Draft | None:
    if "stance" in cue.frames and (draft := _met_with(parse, i, cue)):
        return draft
    source = _owner(parse, i)
    name = f"cue.noun.{cue.lemma}"
    clause = next((c for c in parse.kids(i, "acl", "relcl", "ccomp") if c > i and _says_that(parse, i, c)), None)
    if clause is None and parse.dep[i] == "dobj":
        # "repeated the ministry's statement | that no drone had been involved"
        told = parse.kids(parse.head[i], "ccomp")
        clause = next((c for c in told if min(below(parse, c)) == i + 1 and parse.lower(i + 1) == "that"), None)
    if clause is None and (clause := _past_owner(parse, i)) is not None:
        source = noun_phrase(parse, parse.head[clause], (clause,))
    left = [t for t in parse.kids(i, "amod", "advmod", "neg") if t == i - 1 and parse.pos[t] in ("ADJ", "VERB")]
    denied = (
        clause is not None
        and (verb := cue_at(parse, clause))
        and verb.group in ("deny", "doubt")
        and not parse.kids(clause, "dobj")
    )
    if clause is not None and "that" in cue.frames and not denied:
        if source is None:
            source = _setting(parse, i)
        cue_tokens = (*left, i)
        if source is None and parse.dep[i] in ("nsubj", "nsubjpass") and (parse.lower(i - 1) == "the"):
            cue_tokens = (i,)
        return Draft(
            i, cue_tokens, source, spans_of(parse, below(parse, clause)), f"{name}.that", 0.8 if source else 0.65
        )
    to_do = next((c for c in parse.kids(i, "acl", "xcomp") if c > i and infinitive(parse, c)), None)
    if to_do is not None and cue.lemma in _UNDERTAKINGS and parse.kids(i, "poss") and source is not None:
        beyond = [c for c in conjuncts(parse, to_do) if parse.tag[c] in ("VBD", "VBZ", "VBP")]
        return Draft(i, (i,), source, spans_of(parse, below(parse, to_do, beyond)), f"{name}.inf", 0.7)
    for p in parse.kids(i, "prep"):
        if parse.lower(p) in ("of", "about") and parse.lower(p) in cue.frames and p > i:
            for o in parse.kids(p, "pobj", "pcomp"):
                plural = parse.tag[i] == "NNS"
                if source is None and not (
                    plural and cue.lemma in ("report", "claim", "allegation", "accusation", "rumor", "rumour", "charge")
                ):
                    continue
                return Draft(i, (i, p), source, spans_of(parse, below(parse, o)), f"{name}.{parse.lower(p)}", 0.6)
    return None


def _past_owner(parse: Parse, i: int) -> int | None:
    """ "allegations by two groups | that soldiers had …": a clause with "that" which the parse hangs on whose they are."""
    for p in parse.kids(i, "prep", "agent"):
        for o in parse.kids(p, "pobj") if p == i + 1 and parse.lower(p) in ("by", "from") else ():
            for c in parse.kids(o, "acl", "relcl", "ccomp"):
                if c > o and any(parse.lower(k) == "that" and parse.dep[k] == "mark" for k in parse.children[c]):
                    return c
    return None


def _owner(parse: Parse, i: int) -> tuple[int, int] | None:
    """Whose claim: "the ministry's claim", "Russian claims", "claims by residents", "reports from the town's defenders"."""
    for c in parse.kids(i, "poss"):
        return noun_phrase(parse, c)
    for p in parse.kids(i, "prep", "agent"):
        if parse.lower(p) in ("by", "from", "among"):
            for o in parse.kids(p, "pobj"):
                return noun_phrase(parse, o)
    for c in parse.kids(i, "amod", "compound", "nmod"):
        if parse.ent[c] in ("NORP", "GPE", "ORG") or parse.lower(c) in ("official", "army", "military"):
            return (c, c)
    head = parse.head[i]
    if parse.dep[i] == "dobj" and parse.lemma[head] in (
        "issue",
        "make",
        "repeat",
        "release",
        "give",
        "reiterate",
        "publish",
        "voice",
        "express",
        "raise",
        "level",
        "cast",
        "have",
    ):
        s = subject(parse, head)
        if s is not None and not passive(parse, head):
            return noun_phrase(parse, s)
    return None


def _setting(parse: Parse, i: int) -> tuple[int, int] | None:
    """Who holds a narrative: "remains a central theme in state media", "is common among residents"."""
    verb = parse.head[i]
    if parse.dep[i] not in ("nsubj", "nsubjpass") or parse.pos[verb] not in ("VERB", "AUX"):
        return None
    for p in sorted(below(parse, verb) - below(parse, i)):
        if parse.dep[p] == "prep" and parse.lower(p) in ("in", "among", "within", "by") and p > verb:
            for o in parse.kids(p, "pobj"):
                lemmas = {parse.lemma[t] for t in below(parse, o)}
                if parse.lemma[o] in nouns("class") | nouns("medium") | nouns("body") or lemmas & (
                    nouns("medium") | {"propaganda", "rhetoric", "circle"}
                ):
                    return noun_phrase(parse, o)
    return None


def _met_with(parse: Parse, i: int, cue: Cue) -> Draft | None:
    p = parse.head[i]
    verb = parse.head[p]
    if (
        parse.dep[i] == "pobj"
        and parse.lower(p) in ("with", "by")
        and parse.lemma[verb] in ("meet", "greet", "receive")
    ):
        subjects = parse.kids(verb, "nsubjpass")
    elif parse.dep[i] == "dobj" and parse.lemma[p] in ("draw", "spark", "prompt", "provoke", "trigger"):
        verb, subjects = p, parse.kids(p, "nsubj")
    else:
        return None
    by = _owner(parse, i)
    if by is None:
        other = agent(parse, verb)
        by = noun_phrase(parse, other) if other is not None and other != i else None
    if not subjects or by is None:
        return None
    return Draft(i, (i,), by, spans_of(parse, below(parse, subjects[0])), f"cue.noun.{cue.lemma}.stance", 0.7)


def _picture(parse: Parse, i: int) -> Draft | None:
    verb = parse.head[i]
    s = subject(parse, verb)
    if s is None:
        return None
    for p in parse.kids(i, "prep"):
        if parse.lower(p) == "of":
            content = (
                set().union(*(below(parse, o) for o in parse.kids(p, "pobj", "pcomp"))) if parse.children[p] else set()
            )
            for c in parse.kids(verb, "advcl"):
                if c > i and min(below(parse, c)) <= max(content, default=i) + 2:
                    content |= below(parse, c)
            if content:
                return Draft(
                    verb,
                    tuple(range(verb, p + 1)),
                    noun_phrase(parse, s),
                    spans_of(parse, content),
                    "cue.idiom.paint-picture",
                    0.75,
                )
    return None
