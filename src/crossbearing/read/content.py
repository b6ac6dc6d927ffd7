"""Where the content of a verb cue stands: its clause, its infinitive, its object, what its preposition leads to."""

from __future__ import annotations

from crossbearing.read.coordination import can_speak, goes_on, own_predicates
from crossbearing.read.cues import Cue, cue_at, lexicon, nouns
from crossbearing.read.parse import Parse
from crossbearing.read.phrase import agent, below, infinitive, passive

_WITHIN_CONTENT = frozenset(
    {"of", "on", "in", "from", "at", "near", "against", "by", "with", "after", "between", "over", "for"}
)
_TOLLS = frozenset({"toll", "number", "figure", "count", "tally", "total", "estimate", "balance"})
NESTED_ONLY = (
    "told"  # a content that tells only where somebody says that it was said ("that the rebels had accepted a truce")
)


def content(parse: Parse, i: int, cue: Cue, source: int | None) -> tuple[set[int], list[int], str, float] | None:
    """The tokens of what verb i says, those that its cue takes in ("for" of "called for"), the rule and its score."""
    frames = cue.frames
    clauses = [
        c
        for c in parse.kids(i, "ccomp")
        if not (source is not None and source in below(parse, c) and parse.dep[source] != "nsubj" and source != c)
    ]
    if "clause" in frames or "how" in frames:
        turned = source is not None and any(c < source < i and _turns(parse, c, source) for c in clauses)
        if turned and (right := _rightward(parse, i, source)):
            return right, [], "clause", 0.75
        if any(c < i and _parted(parse, c, i) for c in clauses):
            clauses = [c for c in clauses if not (c < i and _parted(parse, c, i))]
            if not clauses:
                beside = _rightward(parse, i, source) or _leftward(parse, i, source)
                return (beside, [], "clause", 0.8) if beside else None
        if clauses:
            c = max(clauses, key=lambda c: len(below(parse, c)))
            return (
                below(parse, c, [*_asides(parse, c), *_side_clauses(parse, c), *own_predicates(parse, i, c)]),
                [],
                "clause",
                0.9 if source is not None else 0.6,
            )
        told = _told_that(parse, i, cue)
        told = told if told is not None else _past_phrase(parse, i, cue)
        if told is not None:
            return below(parse, told), [], "clause", 0.85
        above = parse.head[i]
        if parse.dep[i] == "parataxis" and above != i and above < i and _parted(parse, above, i):
            right = _rightward(parse, i, source)
            return (right, [], "clause", 0.75) if right else None
        if parse.dep[i] == "parataxis" and above != i:
            held = below(parse, above, (i,))
            root = next((t for t in parse.ancestors(i) if parse.head[t] == t), above)
            if min(held) > i and root < i:
                held |= below(parse, root, (i,))
            return held, [], "aside", 0.85
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
    if "inf" in frames or cue.lemma == "report" or cue.group == "factive":
        late = [
            c
            for c in (parse.kids(i, "advcl") if cue.group in ("claim", "deny", "predict") else ())
            if not (parse.tag[c] == "VBG" and (cue_at(parse, c) or parse.kids(i, "dobj")))
        ]
        for c in (*parse.kids(i, "xcomp", "ccomp"), *late):
            gerund = (cue.group in ("deny", "factive") or cue.lemma == "report") and parse.tag[c] == "VBG"
            if gerund or any(parse.lower(k) == "to" for k in parse.kids(c, "aux")):
                tokens = below(parse, c, _side_clauses(parse, c))
                if "recipient" in frames:
                    for o in parse.kids(i, "dobj", "dative"):
                        tokens |= below(parse, o)
                return tokens, [], "inf", 0.75
    return _phrase_content(parse, i, cue)


def _parted(parse: Parse, clause: int, cue: int) -> bool:
    """Whether a semicolon parts the cue from a clause before it: "X claims this; Y says that"."""
    return any(parse.word(t) == ";" for t in range(clause, cue))


def _turns(parse: Parse, clause: int, source: int) -> bool:
    """Whether ", but" stands between a clause and the source: what it says comes after the cue."""
    return any(parse.lower(t) == "but" and parse.word(t - 1) == "," for t in range(clause + 1, source))


def _rightward(parse: Parse, i: int, source: int | None) -> set[int] | None:
    """What follows the cue up to the next semicolon or the end, if it has a verb or is an object."""
    end = parse.sentences[parse.sentence_of(i)][1]
    stop = next((t for t in range(i + 1, end) if parse.word(t) == ";"), end)
    tokens = set(range(i + 1, stop))
    if source is not None and source > i:
        return None
    spoken = any(parse.pos[t] in ("VERB", "AUX") for t in tokens) or any(parse.dep[t] == "dobj" for t in tokens)
    return tokens if tokens and spoken else None


def _leftward(parse: Parse, i: int, source: int | None) -> set[int] | None:
    """What stands between the last semicolon and the source or cue: "…; three were hurt, it added"."""
    start = parse.sentences[parse.sentence_of(i)][0]
    semicolon = next((t for t in range(i, start, -1) if parse.word(t) == ";"), None)
    if semicolon is None:
        return None
    stop = i if source is None or not semicolon < source < i else min(below(parse, source, (i,)), default=i)
    tokens = set(range(semicolon + 1, max(stop, semicolon + 1)))
    return tokens if any(parse.pos[t] in ("VERB", "AUX") for t in tokens) else None


def _side_clauses(parse: Parse, head: int) -> list[int]:
    """ "… as the militia claims capture": a clause with a subject and a cue of its own is another's."""
    return [
        c
        for c in parse.kids(head, "advcl")
        if parse.kids(c, "nsubj", "nsubjpass")
        and any(parse.lower(k) in ("as", "while", "but", "though", "although", "whereas") for k in parse.children[c])
        and cue_at(parse, c)
        and c > head
    ]


def _asides(parse: Parse, clause: int) -> list[int]:
    """ "…, citing officials", "…, saying that …" at the end of a clause: whose words they are, not the words."""
    return [
        t
        for t in below(parse, clause)
        if parse.tag[t] == "VBG"
        and parse.dep[t] in ("advcl", "acl", "prep")
        and ((parse.lemma[t] in ("cite", "quote") and _cites(parse, t)) or goes_on(parse, t))
    ]


def _cites(parse: Parse, t: int) -> bool:
    return any(can_speak(parse, o) for o in parse.kids(t, "dobj"))


def _told_that(parse: Parse, i: int, cue: Cue) -> int | None:
    """ "told the director | the building was needed": a clause with a subject of its own that the parse hangs on who was told."""
    if "recipient" not in cue.frames:
        return None
    for o in parse.kids(i, "dobj", "dative"):
        for c in parse.kids(o, "relcl", "acl", "ccomp"):
            s = parse.kids(c, "nsubj", "nsubjpass", "expl")
            if (
                c > o
                and s
                and parse.tag[s[0]] not in ("WDT", "WP")
                and min(below(parse, c)) == o + 1
                and can_speak(parse, o)
            ):
                return c
    return None


def _past_phrase(parse: Parse, i: int, cue: Cue) -> int | None:
    """ "announced over a loudspeaker | that no truck would pass": a clause with "that" which the parse hangs on a phrase between."""
    if (
        cue.group not in ("say", "report", "claim", "factive")
        or parse.kids(i, "dobj", "ccomp", "xcomp")
        or passive(parse, i)
    ):
        return None
    for p in parse.kids(i, "prep", "dative"):
        for o in parse.kids(p, "pobj") if p > i else ():
            for c in parse.kids(o, "relcl", "acl"):
                tokens = below(parse, c)
                first = min(tokens)
                own = [s for s in parse.kids(c, "nsubj", "nsubjpass", "expl") if s != first]
                if parse.lower(first) == "that" and own and first == o + 1:
                    return c
    return None


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
    if cue.lemma in ("express", "voice", "issue", "repeat", "make") and objects:
        o = objects[0]
        for c in parse.kids(o, "acl", "relcl", "ccomp"):
            if (
                (parse.lemma[o], "noun") in lexicon()
                and c > o
                and any(parse.dep[k] == "mark" for k in parse.children[c])
            ):
                return below(parse, c), list(range(i + 1, o + 1)), "idiom", 0.8
    if objects and "toll" in frames and parse.lemma[objects[0]] in _TOLLS:
        o = objects[0]
        to = [p for p in parse.kids(i, "prep") if parse.lower(p) in ("to", "at") and p > o]
        figures = any(parse.pos[t] == "NUM" for x in (o, *to) for t in below(parse, x))
        return (below(parse, o).union(*(below(parse, p) for p in to)), [], "toll", 0.8) if figures else None
    if objects and "words" in frames:
        o = objects[0]
        tells = (parse.lemma[o], "noun") in lexicon() and bool(parse.kids(o, "poss", "acl", "ccomp", "prep"))
        return (below(parse, o), [], "words", 0.75) if tells else None
    if objects and "credit" in frames:
        if parse.lemma[objects[0]] not in ("credit", "responsibility"):
            return None
        for c in (*parse.kids(i, "prep"), *parse.kids(objects[0], "prep")):
            if parse.lower(c) == "for":
                credited = {t for k in parse.children[c] for t in below(parse, k)}
                return (credited, list(range(i + 1, c + 1)), "credit", 0.8) if credited else None
        return None
    if objects and "at" in frames:
        for c in parse.kids(i, "prep"):
            if (
                parse.lower(c) in ("at", "in", "above", "below", "between", "around", "over")
                and c > objects[0]
                and _figure(parse, c)
            ):
                return below(parse, objects[0]) | below(parse, c) | _among(parse, c), [], "at", 0.8
    if objects and "np-to" in frames:
        for c in parse.kids(i, "prep", "dative"):
            if parse.lower(c) == "to" and c > objects[0]:
                return below(parse, objects[0]) | below(parse, c), [], "to", 0.75
    if "oprd" in frames:
        for c in (*parse.kids(i, "oprd"), *(o for o in parse.kids(i, "ccomp") if parse.pos[o] not in ("VERB", "AUX"))):
            named = {t for o in (*objects, *parse.kids(c, "nsubj"), c) for t in below(parse, o)}
            if c > i and not any(parse.lower(o).endswith(("self", "selves")) for o in objects):
                return named, [], "oprd", 0.75
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
                if parse.lower(c) in ("on", "to"):
                    # "called on the council to act"
                    inner += [
                        t
                        for x in parse.kids(i, "xcomp", "advcl")
                        if x > c and infinitive(parse, x)
                        for t in below(parse, x)
                    ]
                return set(inner), [*between, c], f"p.{parse.lower(c)}", 0.75
    if "as" in frames and objects:
        for c in parse.kids(i, "prep"):
            if parse.lower(c) == "as" and c > objects[0]:
                return below(parse, objects[0]) | below(parse, c), [], "as", 0.75
    if "at" in frames or "credit" in frames:
        return None
    if objects and ("np" in frames or "event" in frames or ("event" not in frames and cue.lemma == "describe")):
        o = objects[0]
        if parse.pos[o] == "PRON" and "np" not in frames:
            return None
        if "np" in frames or _happens(parse, o):
            tokens = below(parse, o, _in_words(parse, o))
            for c in parse.kids(i, "prep"):
                if _in_words(parse, i) and c in _in_words(parse, i):
                    continue
                if c == max(tokens) + 1 and (
                    parse.lower(c) in _WITHIN_CONTENT or (parse.lower(c) == "to" and not _told_to(parse, c))
                ):
                    tokens |= below(parse, c)
            tokens |= _toll(parse, max(tokens))
            return tokens, [], "np", 0.75 if "np" in frames else 0.7
    if objects and "told" in cue.frames and parse.pos[objects[0]] != "PRON":
        return below(parse, objects[0], _in_words(parse, objects[0])), [], NESTED_ONLY, 0.7
    if (
        passive(parse, i)
        and cue.group in ("report", "say", "accuse", "deny", "factive")
        and agent(parse, i) is not None
    ):
        for s in parse.kids(i, "nsubjpass"):
            return below(parse, s), [], "passive", 0.75
    return None


def _among(parse: Parse, p: int) -> set[int]:
    """ "… at 315, of whom at least 100 were killed": the part of a figure that follows it, up to the end of the sentence."""
    last = max(below(parse, p))
    end = parse.sentences[parse.sentence_of(p)][1]
    if last + 2 >= end or parse.word(last + 1) != ",":
        return set()
    opens = parse.lower(last + 2) in ("of", "including", "among", "most", "some", "half")
    rest = set(range(last + 1, end))
    return rest if opens and not any(parse.word(t) == ";" for t in rest) else set()


def _figure(parse: Parse, p: int) -> bool:
    """Whether a preposition leads to a number ("at forty", "in the hundreds", "at “no fewer than thirty”")."""
    return any(
        parse.pos[t] == "NUM" or parse.lemma[t] in ("hundred", "thousand", "dozen", "score") for t in below(parse, p)
    )


def _toll(parse: Parse, last: int) -> set[int]:
    """ "114 | dead in forty towns": the word that says what the number counts, and what follows it up to the next mark."""
    end = parse.sentences[parse.sentence_of(last)][1]
    if last + 1 >= end or parse.lower(last + 1) not in ("dead", "killed", "wounded", "injured", "missing", "captured"):
        return set()
    stop = next((t for t in range(last + 1, end) if parse.pos[t] in ("PUNCT", "CCONJ", "VERB") and t > last + 1), end)
    return set(range(last + 1, stop))


def _told_to(parse: Parse, to: int) -> bool:
    """Whether a "to" leads to who was told, and not to more of the content."""
    return any(
        parse.ent[o] in ("PERSON", "ORG")
        or parse.pos[o] in ("PRON", "PROPN")
        or parse.lemma[o] in nouns("role") | nouns("class") | nouns("body")
        for o in parse.kids(to, "pobj")
    )


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


def _in_words(parse: Parse, head: int) -> list[int]:
    """ "the attack in a statement", "on its Telegram channel": where it was said is not of what was said."""
    said_in = nouns("words") | {"page", "channel", "telegram", "facebook", "twitter", "x", "conference", "media"}
    return [
        p
        for p in parse.kids(head, "prep")
        if parse.lower(p) in ("in", "on", "during", "via", "through")
        and any(parse.lemma[o] in said_in for o in parse.kids(p, "pobj"))
    ]
