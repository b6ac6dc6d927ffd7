"""Verb cues: "X said that …", "…, said X", "was quoted as saying", "denied", "called for", "adding that" (rules on the parse)."""

from __future__ import annotations

from collections.abc import Iterator

from crossbearing.read.carrier import quoted_by, told
from crossbearing.read.citing import citing
from crossbearing.read.content import content
from crossbearing.read.coordination import above_speaker, can_speak, goes_back
from crossbearing.read.cues import Cue, cue_at, nouns
from crossbearing.read.draft import Draft, Quoted
from crossbearing.read.parse import Parse
from crossbearing.read.phrase import agent, cue_tokens, noun_phrase, passive, spans_of, subject
from crossbearing.read.quotedas import is_quoted_as, quoted_as

_ISSUE = frozenset(
    {"release", "issue", "publish", "post", "send", "write", "put", "make", "share", "circulate", "give"}
)
_PLAIN = frozenset({"say", "tell", "claim", "add", "report", "announce", "state", "warn", "write"})
_LOOSE = frozenset(
    {"np", "p.to", "p.about", "p.of"}
)  # contents that anything may have: their subject has to be able to speak


def verb_drafts(parse: Parse, quoted: Quoted) -> Iterator[Draft]:
    """The attributions whose cue is a verb, in order of the text."""
    for i in range(len(parse)):
        if parse.pos[i] in ("VERB", "AUX") and (cue := cue_at(parse, i)):
            yield from _verb(parse, i, cue, quoted)


def _verb(parse: Parse, i: int, cue: Cue, quoted: Quoted) -> Iterator[Draft]:
    if parse.lemma[i] == "cite" or (parse.lemma[i] in ("quote", "refer") and parse.tag[i] == "VBG"):
        draft = citing(parse, i)
        if draft:
            yield draft
            return
    if parse.lemma[i] in ("quote", "cite") and (
        passive(parse, i) or any(is_quoted_as(parse, k) for c in parse.kids(i, "prep") for k in parse.kids(c, "pcomp"))
    ):
        yield from quoted_as(parse, i)
        return
    if is_quoted_as(parse, i) or parse.dep[i] in ("aux", "auxpass"):
        return
    if parse.tag[i] == "VBN" and parse.dep[i] in ("amod", "acl") and not agent(parse, i):
        return
    if (
        cue.lemma == "ask"
        and parse.tag[i] == "VBN"
        and parse.dep[i] in ("advcl", "acl", "ROOT")
        and not parse.kids(i, "auxpass")
    ):
        return  # "Asked about the strike, X said …"
    if (
        "it" in cue.frames
        and not ("at" in cue.frames and parse.kids(i, "prep"))
        and not any(parse.lower(o) == "it" for o in parse.kids(i, "dobj"))
    ):
        return
    tail = _tail(parse, i, cue)
    if tail:
        yield tail
        return
    if cue.lemma in ("ask", "decline", "refuse") and any(
        parse.lemma[k] in ("name", "identify", "quote") for k in parse.kids(i, "xcomp")
    ):
        return
    tokens_of_cue = cue_tokens(parse, i)
    noun = parse.head[i]
    if (
        parse.dep[i] == "acl"
        and parse.tag[i] == "VBG"
        and parse.lemma[noun] in nouns("words")
        and parse.dep[noun] == "dobj"
        and parse.lemma[parse.head[noun]] in _ISSUE
        and i - parse.head[noun] < 8
    ):
        tokens_of_cue = list(range(parse.head[noun], i + 1))
    source = _source(parse, i, cue)
    if (
        source is None
        and parse.dep[i] in ("parataxis", "ROOT")
        and not passive(parse, i)
        and cue.lemma in ("say", "tell", "add", "warn")
    ):
        near = _beside(parse, i, quoted)
        source = near if near in (i - 1, i + 1) and parse.pos[near] != "PRON" else None
    if (
        source is None
        and i
        and parse.tag[i] in ("VBD", "VBZ", "VBP")
        and parse.pos[i - 1] == "PROPN"
        and not passive(parse, i)
        and quoted.inside(i - 1) == quoted.inside(i)
        and parse.sentence_of(i - 1) == parse.sentence_of(i)
    ):
        source = i - 1
    if source is None and cue.lemma in _PLAIN and parse.tag[i] in ("VBD", "VBZ", "VBP") and not passive(parse, i):
        source = _name_before(parse, i, quoted)
    if source is not None and (_nobody(parse, source) or parse.tag[source] == "JJ"):
        return  # "the second reported such attack"
    if source is not None and quoted.inside(source) not in (-1, quoted.inside(i)):
        source = _beside(parse, i, quoted)
    got = content(parse, i, cue, source)
    whole = source if source is None else _joined(parse, i, noun_phrase(parse, source, _cut(parse, i, source)), quoted)
    if got is None:
        after = _after_clause(parse, i, cue, source) if source is not None and source < i else None
        if after:
            yield after
            return
        if ("quote" in cue.frames or "it" in cue.frames) and not (passive(parse, i) and not source):
            yield Draft(
                i,
                tuple(tokens_of_cue),
                whole,
                (),
                f"cue.verb.{cue.lemma}",
                0.8,
                quotable=True,
                carriers=told(parse, i, cue),
            )
        return
    tokens, extra, rule, score = got
    drop = set(tokens_of_cue) | set(extra) | (set(range(whole[0], whole[1] + 1)) if whole else set())
    if (
        whole
        and any(t in tokens for t in range(whole[0], whole[1] + 1))
        and parse.dep[source or 0] not in ("nsubj", "nsubjpass", "pobj")
    ):
        drop -= set(range(whole[0], whole[1] + 1)) - {source or 0}
    spans = spans_of(parse, tokens - drop)
    if not spans or (rule in _LOOSE and source is not None and parse.lemma[source] in nouns("event")):
        return
    if whole is None:
        score -= 0.3
    yield Draft(
        i,
        tuple(sorted({*tokens_of_cue, *extra})),
        whole,
        spans,
        f"cue.verb.{cue.lemma}.{rule}",
        round(score, 2),
        quotable="quote" in cue.frames,
        carriers=told(parse, i, cue)
        or (quoted_by(parse, source) if source is not None else ())
        or (("us",) if quoted.inside(i) == -1 and _told_us(parse, i, cue) else ()),
        notes=("cue.negated",) if _negated(parse, i) else (),
    )


def _told_us(parse: Parse, i: int, cue: Cue) -> bool:
    """ "… told us": outside a quotation that is the report's own publisher."""
    return cue.lemma == "tell" and any(parse.lower(o) == "us" for o in parse.kids(i, "dobj", "dative"))


def _name_before(parse: Parse, i: int, quoted: Quoted) -> int | None:
    """The name before a cue that the parse left without a subject: "…, but Brigadier Ada Orlov in a message on Monday said"."""
    start, _ = parse.sentences[parse.sentence_of(i)]
    found: int | None = None
    for t in range(i - 1, start - 1, -1):
        if (
            parse.tag[t] in ("VBD", "VBZ", "VBP", "MD")
            or parse.lower(t) == "but"
            or parse.word(t) in ";:"
            or quoted.inside(t) != quoted.inside(i)
        ):
            break
        if (
            parse.pos[t] == "PROPN"
            and parse.ent[t] in ("PERSON", "ORG", "NORP", "")
            and parse.dep[t] not in ("compound", "poss", "pobj", "amod")
        ):
            found = t if found is None or parse.ent[found] != "PERSON" or parse.ent[t] == "PERSON" else found
    return found


def _nobody(parse: Parse, source: int) -> bool:
    """ "No group has claimed …", "Nobody said so"."""
    return parse.lower(source) in ("nobody", "none", "noone") or any(
        parse.lower(c) in ("no", "neither") for c in parse.kids(source, "det")
    )


def _negated(parse: Parse, i: int) -> bool:
    """Whether the cue is said not to have been: "did not confirm", "was not able to verify"."""
    above = parse.head[i]
    outer = parse.head[above] if parse.pos[above] == "ADJ" else above
    return bool(parse.kids(i, "neg")) or (
        parse.dep[i] == "xcomp" and bool(parse.kids(outer, "neg") or parse.kids(above, "neg"))
    )


def _tail(parse: Parse, i: int, cue: Cue) -> Draft | None:
    """ "…, Ada Orlov, a spokeswoman for the brigade, told the agency": a speaker after the comma whom the parse took for another."""
    if cue.lemma not in ("tell", "say", "add", "report", "announce") or parse.kids(i, "ccomp") or passive(parse, i):
        return None
    own = parse.kids(i, "nsubj")
    if (
        own
        or parse.dep[i] not in ("conj", "ROOT", "dep", "relcl", "ccomp", "acl", "advcl")
        or parse.tag[i] not in ("VBD", "VBZ")
    ):
        return None
    start, end = parse.sentences[parse.sentence_of(i)]
    if any(parse.word(t) == "," for t in range(i + 1, end)) or any(
        parse.pos[t] in ("VERB", "AUX") for t in range(i + 1, end)
    ):
        return None
    commas = [t for t in range(start, i) if parse.word(t) == ","]
    named = [c for c in commas if c + 1 < i and _opens_speaker(parse, c + 1, i)]
    if not named or i - named[-1] > 24:
        return None
    c = named[-1]
    if any(parse.tag[t] in ("VBD", "VBZ", "VBP") for t in range(c + 1, i)):
        return None
    last = i - 1 if parse.word(i - 1) != "," else i - 2
    content = spans_of(parse, range(start, c))
    if not content or not any(parse.pos[t] in ("VERB", "AUX") for t in range(start, c)):
        return None
    return Draft(
        i,
        tuple(cue_tokens(parse, i)),
        (c + 1, last),
        content,
        f"cue.verb.{cue.lemma}.tail",
        0.85,
        carriers=told(parse, i, cue),
    )


def _after_clause(parse: Parse, i: int, cue: Cue, s: int) -> Draft | None:
    """ "The town has fallen, the minister reported to the president": a clause before the comma that nothing ties to the cue."""
    start, _ = parse.sentences[parse.sentence_of(i)]
    start = next((t + 1 for t in range(i, start, -1) if parse.word(t) == ";"), start)
    first, last = noun_phrase(parse, s, _cut(parse, i, s))
    # where the parse ended a sentence within one ("at 8 a.m. | Moscow time, the ministry said")
    cut_off = (
        start > 0
        and parse.word(start - 1)[-1:] not in '.!?”"’:;'
        and "\n" not in parse.text[parse.end[start - 1] : parse.start[start]]
    )
    cut_off = cut_off or (start > 0 and parse.lower(start - 1) in ("a.", "p.", "a.m.", "p.m."))
    if cut_off:
        start = parse.sentences[parse.sentence_of(start - 1)][0]
    relative = parse.dep[i] == "relcl" and parse.tag[s] in ("WDT", "WP")
    hearers = parse.kids(i, "dobj") if "recipient" in cue.frames else []
    told_whom = bool(hearers) and all(_hears(parse, o) for o in hearers)
    claimed = parse.kids(i, "xcomp", "ccomp") or (parse.kids(i, "dobj") and not told_whom)
    if claimed or first - 1 <= start or parse.word(first - 1) != "," or relative:
        return None
    before = range(start, first - 1)
    finite = [t for t in before if parse.tag[t] in ("VBD", "VBZ", "VBP", "MD") or (cut_off and parse.pos[t] == "VERB")]
    opening = ("as", "if", "when", "while", "after", "although", "though", "because", "since", "asked")
    if not finite or parse.dep[finite[0]] == "advcl" or parse.lower(start) in opening or parse.tag[i] in ("VB", "VBG"):
        return None
    which = next((t for t in reversed(before) if parse.tag[t] in ("WDT", "WP", "WP$")), None)
    open_still = which is not None and not any(parse.tag[t] in ("VBD", "VBZ", "VBP", "MD") for t in range(which, first))
    content = spans_of(parse, before)
    if not content or not can_speak(parse, s) or open_still:
        return None
    rule = f"cue.verb.{cue.lemma}.after-clause"
    return Draft(i, tuple(cue_tokens(parse, i)), (first, last), content, rule, 0.86, carriers=told(parse, i, cue))


def _hears(parse: Parse, o: int) -> bool:
    """Whether an object is who was told: somebody, or a public."""
    return can_speak(parse, o) or parse.lemma[o] in nouns("class") | {
        "nation",
        "public",
        "country",
        "conference",
        "rally",
    }


def _opens_speaker(parse: Parse, t: int, cue: int) -> bool:
    """Whether a name, or a phrase for a speaker with no comma in it, begins at t and runs up to the cue."""
    if parse.ent[t] in ("PERSON", "ORG") and parse.ent_start[t]:
        return True
    inner = range(t, cue)
    return (
        not any(parse.word(k) == "," for k in inner)
        and any(
            parse.lemma[k] in nouns("role") | nouns("class") | nouns("body") | nouns("medium")
            and parse.pos[k] in ("NOUN", "PROPN")
            for k in inner
        )
        and not any(parse.pos[k] in ("VERB", "AUX") for k in inner)
    )


def _beside(parse: Parse, i: int, quoted: Quoted) -> int | None:
    """The noun next to a cue whose subject was looked for inside the quotation."""
    start, end = parse.sentences[parse.sentence_of(i)]
    for t in (*range(i - 1, max(start, i - 8) - 1, -1), *range(i + 1, min(end, i + 6))):
        if quoted.inside(t) != quoted.inside(i):
            continue
        if parse.pos[t] in ("NOUN", "PROPN", "PRON") and parse.dep[t] not in ("compound", "poss", "npadvmod", "pobj"):
            return int(t)
    return None


def _joined(parse: Parse, i: int, whole: tuple[int, int], quoted: Quoted) -> tuple[int, int]:
    """A list of subjects that the parse holds apart ("Congo, the United States and others accuse …") as one source."""
    first, last = whole
    for s in reversed(parse.kids(i, "nsubj")):
        if s < first and s == first - 2 and parse.word(first - 1) == "," and quoted.inside(s) == quoted.inside(i):
            first = noun_phrase(parse, s)[0]
    return first, last


def _cut(parse: Parse, verb: int, source: int) -> tuple[int, ...]:
    """The branch of the source that leads to the cue (the clause "who said …") is not of its name."""
    path = [verb, *parse.ancestors(verb)]
    if source not in path:
        return ()
    return (path[path.index(source) - 1],)


def _accused(parse: Parse, i: int) -> int | None:
    """ "accused the governor of claiming that …": whose claim it is said to be."""
    of = parse.head[i]
    verb = parse.head[of]
    if parse.tag[i] != "VBG" or parse.dep[i] != "pcomp" or parse.lower(of) not in ("of", "for"):
        return None
    cue = cue_at(parse, verb) if parse.pos[verb] == "VERB" else None
    objects = parse.kids(verb, "nsubjpass") if passive(parse, verb) else parse.kids(verb, "dobj")
    return (
        objects[0] if cue is not None and cue.group == "accuse" and objects and can_speak(parse, objects[0]) else None
    )


def _source(parse: Parse, i: int, cue: Cue) -> int | None:
    if passive(parse, i) or (
        parse.tag[i] == "VBN" and not parse.kids(i, "aux", "nsubj") and agent(parse, i) is not None
    ):
        return agent(parse, i)
    if parse.dep[i] in ("acl", "relcl") and parse.tag[i] == "VBG" and parse.lemma[parse.head[i]] in nouns("words"):
        noun = parse.head[i]
        if parse.dep[noun] == "dobj" and parse.lemma[parse.head[noun]] in _ISSUE:
            # "released a statement saying …"
            return subject(parse, parse.head[noun])
    above = above_speaker(parse, i)
    if above is not None:
        return above
    accused = _accused(parse, i)
    if accused is not None:
        return accused
    back = goes_back(parse, i)
    if back is not None:
        return _source(parse, back, cue)
    found = subject(parse, i)
    if found is not None and found != i and parse.dep[found] != "expl":
        return found
    if found is None and "quote" in cue.frames:
        after = [
            c
            for c in parse.kids(i, "dobj", "attr", "dep", "npadvmod")
            if c > i and parse.pos[c] in ("PROPN", "PRON", "NOUN")
        ]
        spoken = any(c < i for c in parse.kids(i, "ccomp")) or (i and parse.word(i - 1) in '”"’»')
        if after and (parse.lemma[i] == "say" or (spoken and can_speak(parse, after[0]))):
            return after[0]
    return None
