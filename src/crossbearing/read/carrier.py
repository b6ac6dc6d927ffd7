"""The medium that was told or that quotes: who carries the words of an attribution."""

from __future__ import annotations

from crossbearing.read.cues import Cue, media, nouns
from crossbearing.read.nation import nation_of
from crossbearing.read.parse import Parse
from crossbearing.text import fold

_OWN = frozenset(
    {"newspaper", "paper", "reporter", "correspondent", "magazine", "website", "programme", "program", "publication"}
)
_OUTLETS = frozenset({"station", "paper", "programme", "program", "network", "correspondent", "reporter"})
_REACHED = frozenset({"reach", "contact", "interview"})
_WROTE = frozenset({"message", "text", "email", "call", "phone", "speak", "talk", "write"})
_CARRIED = frozenset({"carry", "broadcast", "air", "publish", "release", "quote"})


def told(parse: Parse, i: int, cue: Cue) -> tuple[str, ...]:
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
    heads = list(reversed(parse.kids(i, "dobj", "dative"))) if cue.lemma in ("tell", "inform") else []
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
    heads += [
        o
        for c in parse.kids(i, "prep")
        if parse.lower(c) == "on" and cue.lemma in ("say", "tell", "state", "announce")
        for o in parse.kids(c, "pobj")
        if parse.lemma[o] in ("television", "tv", "radio")
        and any(parse.pos[k] == "PROPN" for k in parse.kids(o, "compound"))
    ]
    through = _through(parse, i)
    if through:
        return through
    for o in [t for h in heads for t in (h, *parse.kids(h, "poss", "appos"))]:
        if parse.lemma[o] in _OWN and any(parse.lower(c) == "this" for c in parse.kids(o, "det")):
            return ("us",)
        name = medium_name(parse, o) or (_unknown_medium(parse, o) if cue.lemma == "tell" and o in heads else None)
        if name:
            return (name,)
    return ()


def _through(parse: Parse, i: int) -> tuple[str, ...]:
    """ "… said in remarks carried by the state broadcaster": who carries what the cue names."""
    for p in parse.kids(i, "prep"):
        for o in parse.kids(p, "pobj"):
            for c in parse.kids(o, "acl"):
                if parse.lower(p) != "in" or parse.lemma[c] not in _CARRIED or parse.tag[c] != "VBN":
                    continue
                for by in parse.kids(c, "agent", "prep"):
                    for who in parse.kids(by, "pobj"):
                        start = parse.start[min([who, *parse.kids(who, "compound", "amod")])]
                        return (medium_name(parse, who) or parse.text[start : parse.end[who]],)
    return ()


def _unknown_medium(parse: Parse, o: int) -> str | None:
    """A bare name that was told something and is no person, country or body: "he told Continental"."""
    first = _name_start(parse, o)
    name = " ".join(_written(parse, t) for t in (o,)) if first == o else parse.text[parse.start[first] : parse.end[o]]
    if parse.lemma[o] in _OUTLETS and any(parse.dep[c] in ("compound", "amod", "nmod") for c in parse.children[o]):
        inner = [c for c in parse.kids(o, "compound", "amod", "nmod") if c < o]
        if any(parse.pos[c] == "PROPN" or parse.lower(c) in ("radio", "television", "tv", "news") for c in inner):
            return parse.text[parse.start[min(inner)] : parse.end[o]]  # "told a Nairobi station"
    plain = (
        parse.pos[o] == "PROPN" and parse.ent[o] in ("ORG", "", "PRODUCT", "WORK_OF_ART") and not parse.kids(o, "det")
    )
    words = {fold(w) for w in name.split()}
    known = words & (nouns("body") | nouns("title") | nouns("role") | {"council", "congress", "parliament", "senate"})
    return name if plain and not known and not nation_of(name) and len(words) <= 3 else None


def quoted_by(parse: Parse, source: int) -> tuple[str, ...]:
    """ "The ministry, quoted by the agency, asserts": who quotes carries."""
    for c in parse.kids(source, "acl", "relcl"):
        if parse.lemma[c] in ("quote", "cite") and parse.tag[c] == "VBN":
            for by in parse.kids(c, "agent", "prep"):
                for o in parse.kids(by, "pobj"):
                    name = medium_name(parse, o)
                    if parse.lower(by) == "by" and name:
                        return (name,)
    return ()


def reached_by(parse: Parse, source: int) -> tuple[str, ...]:
    """ "A nurse, reached by telephone, says", "who messaged this newspaper": the report itself heard it, or the medium named."""
    for c in parse.kids(source, "acl", "relcl"):
        if parse.lemma[c] in _REACHED and parse.tag[c] == "VBN":
            by = [o for p in parse.kids(c, "agent", "prep") if parse.lower(p) == "by" for o in parse.kids(p, "pobj")]
            names = [n for o in by if (n := medium_name(parse, o))]
            phone = any(parse.lemma[o] in ("telephone", "phone", "message", "email", "text", "video") for o in by)
            if names or phone:
                return tuple(names[:1]) or ("us",)
        if parse.lemma[c] in _WROTE:
            told = [
                *parse.kids(c, "dobj", "dative"),
                *(o for p in parse.kids(c, "prep") for o in parse.kids(p, "pobj")),
            ]
            if any(parse.lower(o) == "us" for o in told) or any(
                parse.lemma[o] in _OWN and any(parse.lower(k) == "this" for k in parse.kids(o, "det")) for o in told
            ):
                return ("us",)
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
    if bare > 0 and parse.word(bare - 1) == "Al" and parse.dep[bare - 1] == "compound":
        bare -= 1  # "Al Arabiya television"
        first = min(first, bare)
    phrase = parse.text[parse.start[bare] : parse.end[o]]
    with_the = parse.text[parse.start[first] : parse.end[o]]
    whole = _written(parse, bare) + parse.text[parse.end[bare] : parse.end[o]] if bare < o else phrase
    if "-" in whole and "-" not in phrase.split(" ")[0]:
        phrase = whole
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
        if (
            parse.pos[o] != "PROPN"
            and o + 1 < len(parse)
            and parse.pos[o + 1] == "PROPN"
            and parse.head[o] in (parse.head[o + 1], o)
        ):
            tail = o + 1
            while tail + 1 < len(parse) and parse.pos[tail + 1] == "PROPN":
                tail += 1
            return parse.text[parse.start[o + 1] : parse.end[tail]]
        proper = [t for t in range(bare, o + 1) if parse.pos[t] == "PROPN" or parse.word(t)[:1].isupper()]
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
