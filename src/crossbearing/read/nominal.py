"""Actors named by a noun: bodies, classes and roles with their country."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crossbearing.packs import Pack
from crossbearing.read.cues import nouns
from crossbearing.read.nation import Nation, adjectives, nation_of
from crossbearing.read.parse import Parse
from crossbearing.read.phrase import below
from crossbearing.read.who import Mention, backs, bare_name, pack_rows, short_phrase, side_in
from crossbearing.text import fold
from crossbearing.types import SourceKind


def nation_in(parse: Parse, first: int, last: int, packs: Sequence[Pack]) -> Nation | None:
    """The first country named between two tokens."""
    for t in range(first, last + 1):
        for n in (2, 1):
            if (
                t + n - 1 <= last
                and not backs(parse, t + n - 1)
                and (
                    nation := nation_of(
                        parse.text[parse.start[t] : parse.end[t + n - 1]], "country", "adjective", "seat"
                    )
                )
            ):
                return nation
    return None


def noun_mentions(parse: Parse, packs: Sequence[Pack], taken: set[int]) -> Iterator[Mention]:
    """Bodies, classes and roles: "Israel's military", "Ukrainian soldiers", "a refugee", "the satellite images"."""
    for i in range(len(parse)):
        if i in taken or parse.pos[i] not in ("NOUN", "PROPN") or parse.dep[i] in ("compound", "amod", "nmod"):
            continue
        lemma = parse.lemma[i]
        body, role, group = lemma in nouns("body"), lemma in nouns("role"), lemma in nouns("class")
        plural = parse.tag[i] in ("NNS", "NNPS") or lemma in ("people", "police")
        demonym = (
            nation_of(parse.word(i), "demonym", "adjective")
            if parse.pos[i] == "PROPN" or parse.word(i)[:1].isupper()
            else None
        )
        if not (body or role or group or demonym):
            continue
        first, last = short_phrase(parse, i)
        last = _with_of(parse, i, last)
        first = _after_apposed(parse, first, i)
        text = " ".join(parse.text[parse.start[first] : parse.end[last]].split())
        side = None if lemma in nouns("private") else side_in(parse, range(first, last + 1), packs)
        if side is None and lemma not in nouns("private"):
            side = side_in(
                parse,
                [
                    t
                    for p in parse.kids(i, "prep")
                    if parse.lower(p) in ("of", "from", "for", "with")
                    for t in below(parse, p)
                ],
                packs,
            )
        if body and any(fold(w) in nouns("civil-body") for w in text.split()):
            side = None
        rows = pack_rows(packs, bare_name(text), None)
        kind: SourceKind
        if "armed forces" in text.lower() or (body and not (plural and lemma in nouns("class"))):
            kind = "organisation"
        elif plural and not any(parse.dep[c] == "nummod" for c in parse.children[i]):
            kind = "class"
        else:
            kind = "anonymous"
        if lemma in nouns("medium") and any(parse.pos[t] == "PROPN" for t in range(first, last + 1)):
            kind = "organisation"
        of_state = any(fold(w) in nouns("state-body") for w in text.split())
        plain = with_adjective(bare_name(text)) if of_state else bare_name(text)
        name = rows[0].name if rows and kind == "organisation" else plain
        yield Mention(first, last, i, name, rows[0].id if rows else None, rows[0].side if rows else side, kind)


def _after_apposed(parse: Parse, first: int, head: int) -> int:
    """A comma inside what stands before a noun parts it from another phrase."""
    commas = [t for t in range(first, head) if parse.word(t) in (",", ";", ":", "(", ")")]
    return commas[-1] + 1 if commas and parse.pos[commas[-1] + 1] not in ("ADJ",) else first


def with_adjective(name: str) -> str:
    """ "Israel's military" → "Israeli military": one form for a body and its country."""
    words = name.replace("’", "'").replace("‘", "'").split()
    for n in (2, 1):
        owner = " ".join(words[:n])
        if len(words) > n and owner.endswith(("'s", "s'")):
            nation = nation_of(owner.removesuffix("'s").removesuffix("'"), "country", "seat")
            if nation and nation.country in adjectives():
                return " ".join([adjectives()[nation.country], *words[n:]])
    return name


def _with_of(parse: Parse, head: int, last: int) -> int:
    """The end of "… of Ukraine", "… of the Interior" right after the noun; of "a source close to the army"."""
    if parse.lemma[head] == "source" and head + 2 < len(parse):
        at = head + 2 if parse.lower(head + 1) == "close" and parse.lower(head + 2) == "to" else head + 1
        if parse.lower(at) in ("to", "in", "within", "inside", "at", "from", "with") and parse.kids(at, "pobj"):
            o = parse.kids(at, "pobj")[0]
            out = [c for c in parse.children[o] if parse.dep[c] in ("relcl", "acl", "appos", "prep", "punct")]
            named = below(parse, o, out)
            return max(last, *named) if any(parse.pos[t] == "PROPN" for t in named) else last
    for p in parse.kids(head, "prep"):
        if p == head + 1 and parse.lower(p) == "of":
            for o in parse.kids(p, "pobj"):
                tail = max(
                    t
                    for t in below(
                        parse,
                        o,
                        [
                            c
                            for c in parse.children[o]
                            if parse.dep[c] in ("relcl", "acl", "appos", "prep", "cc", "conj", "punct")
                        ],
                    )
                )
                return max(last, tail)
    return last
