"""Verb cues: "X said that …", "…, said X", "was quoted as saying", "denied", "called for", "adding that" (rules on the parse)."""

from __future__ import annotations

from collections.abc import Iterator

from crossbearing.read.cues import Cue, cue_at, media, nouns
from crossbearing.read.draft import Draft, Quoted
from crossbearing.read.parse import Parse
from crossbearing.read.phrase import agent, below, noun_phrase, passive, spans_of, subject
from crossbearing.text import fold
from crossbearing.types import Span

_TOLD_NOBODY = frozenset({"reporters", "journalists", "media", "parliament", "lawmakers"})


def verb_drafts(parse: Parse, quoted: Quoted) -> Iterator[Draft]:
    """The attributions whose cue is a verb, in order of the text."""
    for i in range(len(parse)):
        if parse.pos[i] in ("VERB", "AUX") and (cue := cue_at(parse, i)):
            yield from _verb(parse, i, cue)


def _verb(parse: Parse, i: int, cue: Cue) -> Iterator[Draft]:
    if parse.lemma[i] == "cite":
        draft = _citing(parse, i)
        if draft:
            yield draft
            return
    if parse.lemma[i] in ("quote", "cite") and passive(parse, i):
        yield from _quoted_as(parse, i)
        return
    if _is_quoted_as(parse, i) or parse.dep[i] in ("aux", "auxpass"):
        return
    if parse.tag[i] == "VBN" and parse.dep[i] in ("amod", "acl") and not agent(parse, i):
        return
    cue_tokens = _cue_tokens(parse, i)
    source = _source(parse, i, cue)
    got = _content(parse, i, cue, cue_tokens, source)
    whole = source if source is None else noun_phrase(parse, source, _cut(parse, i, source))
    if got is None:
        if "quote" in cue.frames and not (passive(parse, i) and not source):
            yield Draft(
                i,
                tuple(cue_tokens),
                whole,
                (),
                f"cue.verb.{cue.lemma}",
                0.8,
                quotable=True,
                carriers=_told(parse, i, cue),
            )
        return
    tokens, extra, rule, score = got
    drop = set(cue_tokens) | set(extra) | (set(range(whole[0], whole[1] + 1)) if whole else set())
    if (
        whole
        and any(t in tokens for t in range(whole[0], whole[1] + 1))
        and parse.dep[source or 0] not in ("nsubj", "nsubjpass", "pobj")
    ):
        drop -= set(range(whole[0], whole[1] + 1)) - {source or 0}
    content = spans_of(parse, tokens - drop)
    if not content:
        return
    if whole is None:
        score -= 0.3
    yield Draft(
        i,
        tuple(sorted({*cue_tokens, *extra})),
        whole,
        content,
        f"cue.verb.{cue.lemma}.{rule}",
        round(score, 2),
        quotable="quote" in cue.frames,
        carriers=_told(parse, i, cue),
    )


def _cut(parse: Parse, verb: int, source: int) -> tuple[int, ...]:
    """The branch of the source that leads to the cue (the clause "who said …") is not of its name."""
    path = [verb, *parse.ancestors(verb)]
    if source not in path:
        return ()
    return (path[path.index(source) - 1],)


def _cue_tokens(parse: Parse, i: int) -> list[int]:
    """The verb with its auxiliaries, negation, particle and the adverbs among them."""
    out = {i}
    kids = parse.kids(i, "aux", "auxpass", "neg", "prt", "advmod")
    for c in kids:
        if parse.dep[c] == "advmod" and (
            parse.pos[c] != "ADV"
            or parse.children[c]
            or parse.lower(c) in ("when", "how", "where", "why", "however", "meanwhile")
        ):
            continue
        out.add(c)
    first = i
    while first - 1 in out:
        first -= 1
    last = i
    while last + 1 in out:
        last += 1
    # "has not" … "said": an auxiliary parted from the verb by its adverb only
    return list(range(first, last + 1))


def _source(parse: Parse, i: int, cue: Cue) -> int | None:
    if passive(parse, i):
        return agent(parse, i)
    found = subject(parse, i)
    if found is not None and found != i and parse.dep[found] != "expl":
        return found
    if found is None and "quote" in cue.frames:
        after = [
            c
            for c in parse.kids(i, "dobj", "attr", "dep", "npadvmod")
            if c > i and parse.pos[c] in ("PROPN", "PRON", "NOUN")
        ]
        if after and parse.lemma[i] == "say":
            return after[0]
    return None


def _content(
    parse: Parse, i: int, cue: Cue, cue_tokens: list[int], source: int | None
) -> tuple[set[int], list[int], str, float] | None:
    frames = cue.frames
    clauses = [
        c
        for c in parse.kids(i, "ccomp")
        if not (source is not None and source in below(parse, c) and parse.dep[source] != "nsubj" and source != c)
    ]
    if "clause" in frames or "how" in frames:
        if clauses:
            c = max(clauses, key=lambda c: len(below(parse, c)))
            return below(parse, c, _asides(parse, c)), [], "clause", 0.9 if source is not None else 0.6
        above = parse.head[i]
        if parse.dep[i] == "parataxis" and above != i:
            return below(parse, above, (i,)), [], "aside", 0.85
        if (
            parse.dep[i] == "advcl"
            and any(parse.lower(c) == "as" for c in parse.kids(i, "mark", "advmod"))
            and not parse.kids(i, "dobj")
            and source is not None
        ):
            return below(parse, above, (i,)), [], "as-clause", 0.7
    if "how" in frames:
        for c in parse.kids(i, "advcl", "xcomp"):
            if any(parse.lower(k) in ("how", "why", "where") for k in parse.children[c]):
                return below(parse, c), [], "how", 0.85
    if "inf" in frames:
        for c in parse.kids(i, "xcomp", "ccomp"):
            gerund = cue.group == "deny" and parse.tag[c] == "VBG"
            if gerund or any(parse.lower(k) == "to" for k in parse.kids(c, "aux")):
                tokens = below(parse, c, _side_clauses(parse, c))
                if "recipient" in frames:
                    for o in parse.kids(i, "dobj", "dative"):
                        tokens |= below(parse, o)
                return tokens, [], "inf", 0.75
    return _phrase_content(parse, i, cue)


def _side_clauses(parse: Parse, head: int) -> list[int]:
    """ "… as the militia claims capture": a clause with a subject and a cue of its own is another's."""
    return [
        c
        for c in parse.kids(head, "advcl")
        if parse.kids(c, "nsubj", "nsubjpass")
        and any(parse.lower(k) in ("as", "while", "but") for k in parse.children[c])
        and cue_at(parse, c)
    ]


def _asides(parse: Parse, clause: int) -> list[int]:
    """ "…, citing officials" at the end of a clause: whose words they are, not the words."""
    return [
        t
        for t in below(parse, clause)
        if parse.lemma[t] == "cite"
        and parse.tag[t] == "VBG"
        and parse.dep[t] in ("advcl", "acl", "prep")
        and _citing(parse, t)
    ]


def _phrase_content(parse: Parse, i: int, cue: Cue) -> tuple[set[int], list[int], str, float] | None:
    frames = cue.frames
    if parse.dep[i] == "relcl" and cue.group in ("deny", "doubt", "factive"):
        said = parse.head[i]
        if (
            parse.lemma[said] in nouns("report")
            and parse.dep[said] in ("appos", "npadvmod", "dep", "conj", "attr")
            and parse.head[said] != said
        ):
            clause = parse.head[said]
            while parse.pos[clause] not in ("VERB", "AUX") and parse.head[clause] != clause:
                clause = parse.head[clause]
            return below(parse, clause, (said,)), [], "apposed", 0.75
    objects = [o for o in parse.kids(i, "dobj") if o > i or parse.pos[o] == "PRON"]
    if cue.group == "accuse" and objects and ("recipient" in frames or "p:for" in frames):
        return (
            below(parse, objects[0])
            | {t for c in parse.kids(i, "prep") if parse.lower(c) in ("of", "for") and c > i for t in below(parse, c)},
            [],
            "accuse",
            0.85,
        )
    for c in parse.kids(i, "prep", "prt", "agent"):
        if parse.lower(c) in cue.prepositions and c > i:
            inner = [t for k in parse.children[c] for t in below(parse, k)]
            if inner:
                between = list(range(i + 1, c)) if c - i <= 2 else []
                return set(inner), [*between, c], f"p.{parse.lower(c)}", 0.75
    if "as" in frames and objects:
        for c in parse.kids(i, "prep"):
            if parse.lower(c) == "as" and c > objects[0]:
                return below(parse, objects[0]) | below(parse, c), [], "as", 0.75
    if objects and ("np" in frames or "event" in frames or ("event" not in frames and cue.lemma == "describe")):
        o = objects[0]
        if parse.pos[o] == "PRON" and "np" not in frames:
            return None
        if "np" in frames or _happens(parse, o):
            tokens = below(parse, o)
            for c in parse.kids(i, "prep"):
                if c == max(tokens) + 1 and parse.lower(c) in (
                    "of",
                    "on",
                    "in",
                    "from",
                    "at",
                    "near",
                    "against",
                    "by",
                    "with",
                ):
                    tokens |= below(parse, c)
            return tokens, [], "np", 0.75 if "np" in frames else 0.7
    if (
        passive(parse, i)
        and cue.group in ("report", "say", "accuse", "deny", "factive")
        and agent(parse, i) is not None
    ):
        for s in parse.kids(i, "nsubjpass"):
            return below(parse, s), [], "passive", 0.75
    return None


def _happens(parse: Parse, o: int) -> bool:
    """Whether a noun names a happening or something said."""
    lemma = parse.lemma[o]
    if lemma in nouns("event") or lemma in nouns("report"):
        return True
    if (
        lemma.endswith(("tion", "sion", "ment", "ing"))
        and lemma not in nouns("document")
        and lemma not in nouns("body")
    ):
        return True
    counted = any(parse.dep[c] == "nummod" for c in parse.children[o])
    return any(parse.lemma[c] in nouns("event") for c in parse.kids(o, "conj")) or (
        counted and any(parse.dep[c] in ("acl", "relcl") for c in parse.children[o])
    )


def _told(parse: Parse, i: int, cue: Cue) -> tuple[str, ...]:
    """The medium that was told, or that quotes: it carries the words."""
    if cue.lemma not in (
        "tell",
        "inform",
        "say",
        "explain",
        "write",
        "comment",
        "reveal",
        "confirm",
        "state",
        "announce",
    ):
        return ()
    heads = list(parse.kids(i, "dobj", "dative")) if cue.lemma in ("tell", "inform") else []
    for c in parse.kids(i, "prep", "dative"):
        word = parse.lower(c)
        if word == "to" or (word in ("on", "in", "with", "for") and parse.kids(c, "pobj")):
            for o in parse.kids(c, "pobj"):
                if word == "to":
                    heads.append(o)
                else:
                    # "in an interview with Channel 9", "in comments to the agency"
                    heads += [
                        x
                        for inner in parse.kids(o, "prep")
                        if parse.lower(inner) in ("with", "to", "for", "by")
                        and parse.lemma[o] in ("interview", "comment", "remark", "statement")
                        for x in parse.kids(inner, "pobj")
                    ]
    for o in heads:
        name = medium_name(parse, o)
        if name:
            return (name,)
    return ()


def medium_name(parse: Parse, o: int) -> str | None:
    """The medium that the noun phrase of `o` names ("the state news agency SANA", "Interfax-Ukraine"), or `None`."""
    if parse.pos[o] == "PRON":
        return None
    first = o
    while first - 1 in parse.children[o] and parse.dep[first - 1] in (
        "compound",
        "amod",
        "nmod",
        "poss",
        "nummod",
        "det",
        "punct",
    ):
        first -= 1
    while first < o and (parse.dep[first] in ("det", "punct") and parse.lower(first) != "the"):
        first += 1
    bare = first + 1 if parse.lower(first) == "the" and first < o else first
    phrase = parse.text[parse.start[bare] : parse.end[o]]
    with_the = parse.text[parse.start[first] : parse.end[o]]
    for form in (with_the, phrase, parse.word(o), _written(parse, o)):
        if fold(form) in media():
            return media()[fold(form)][0]
    words = {parse.lemma[t] for t in range(first, o + 1)} | {fold(parse.word(t)) for t in range(first, o + 1)}
    if words & nouns("medium") and parse.lower(o) not in ("post", "posts"):
        for a in parse.kids(o, "appos", "conj"):
            inner = medium_name(parse, a) or (
                parse.text[parse.start[_name_start(parse, a)] : parse.end[a]] if parse.pos[a] == "PROPN" else None
            )
            if inner and parse.dep[a] == "appos":
                return inner
        proper = [t for t in range(bare, o + 1) if parse.pos[t] == "PROPN"]
        if proper and parse.pos[o] == "PROPN":
            start = proper[0] if parse.pos[o] == "PROPN" else bare
            return parse.text[parse.start[start] : parse.end[o]]
        return phrase if parse.lower(o) not in ("media", "press") or len(phrase.split()) > 1 else None
    if (
        parse.pos[o] == "PROPN"
        and parse.ent[o] in ("ORG", "")
        and (parse.word(o).isupper() or "-" in phrase or "News" in phrase or "TV" in phrase)
        and first == o
    ):
        return phrase
    return None


def _written(parse: Parse, o: int) -> str:
    """The whole word between white space, as hyphened names are cut into tokens ("Interfax-Ukraine")."""
    text, a, b = parse.text, parse.start[o], parse.end[o]
    while a > 0 and (text[a - 1].isalnum() or text[a - 1] in "-/."):
        a -= 1
    while b < len(text) and (text[b].isalnum() or text[b] in "-/"):
        b += 1
    return text[a:b]


def _name_start(parse: Parse, o: int) -> int:
    first = o
    while (
        first - 1 in parse.children[o]
        and parse.dep[first - 1] in ("compound", "nmod")
        and parse.pos[first - 1] == "PROPN"
    ):
        first -= 1
    return first


def _citing(parse: Parse, i: int) -> Draft | None:
    """ "Reuters reported …, citing officials": the cited are the speakers, over the one who cites."""
    if passive(parse, i) or parse.tag[i] not in ("VBG", "VBD", "VBZ", "VBP", "VB"):
        return None
    objects = parse.kids(i, "dobj")
    if not objects or not _can_speak(parse, objects[0]):
        return None
    o = objects[0]
    above = parse.head[i]
    if parse.dep[i] in ("advcl", "acl", "prep", "conj") and above != i:
        clauses = parse.kids(above, "ccomp")
        tokens = below(parse, clauses[0]) if clauses and cue_at(parse, above) else below(parse, above, (i,))
        over = above if cue_at(parse, above) else None
        if over is not None and not clauses:
            dobj = parse.kids(above, "dobj")
            if not dobj:
                return None
            tokens = below(parse, dobj[0])
        if i in tokens:
            tokens -= below(parse, i)
        return Draft(i, (i,), noun_phrase(parse, o), spans_of(parse, tokens), "cue.verb.citing", 0.8, over=over)
    return None


def _can_speak(parse: Parse, o: int) -> bool:
    lemma = parse.lemma[o]
    return (
        parse.pos[o] == "PROPN"
        or parse.ent[o] in ("PERSON", "ORG", "NORP")
        or lemma in nouns("role")
        or lemma in nouns("class")
        or lemma in nouns("body")
        or lemma in nouns("document")
        or lemma in nouns("medium")
    )


def _is_quoted_as(parse: Parse, i: int) -> bool:
    """ "saying" in "was quoted as saying" belongs to the cue "quoted"; so do "as saying" after an active "quoted"."""
    if parse.dep[i] != "pcomp":
        return False
    by = parse.head[i]
    return parse.lower(by) == "as" and parse.lemma[parse.head[by]] in ("quote", "cite")


def _quoted_as(parse: Parse, i: int) -> Iterator[Draft]:
    subjects = parse.kids(i, "nsubjpass", "nsubj")
    tokens: set[int] = set()
    cue = _cue_tokens(parse, i)
    for c in parse.kids(i, "prep"):
        if parse.lower(c) == "as":
            for k in parse.kids(c, "pcomp"):
                cue = [*cue, c, k]
                for cc in parse.kids(k, "ccomp"):
                    tokens |= below(parse, cc)
    by = agent(parse, i)
    carriers: tuple[str, ...] = ()
    if by is not None:
        first, last = noun_phrase(parse, by)
        carriers = (medium_name(parse, by) or Span(parse.start[first], parse.end[last]).of(parse.text),)
    if subjects:
        yield Draft(
            i,
            tuple(sorted(cue)),
            noun_phrase(parse, subjects[0]),
            spans_of(parse, tokens),
            "cue.verb.quoted-as",
            0.9,
            quotable=True,
            carriers=carriers,
        )
