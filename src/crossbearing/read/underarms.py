"""The group whose men a report speaks of: "the M23 rebels", and "the rebels" once it is told whose rebels they are."""

from __future__ import annotations

from collections.abc import Iterable

from crossbearing.armedgroups import armed_group
from crossbearing.read.cues import nouns
from crossbearing.read.memory import source_of
from crossbearing.read.parse import Parse
from crossbearing.read.phrase import below
from crossbearing.read.who import Mention
from crossbearing.types import Source


def group_of(parse: Parse, token: int, before: Iterable[Mention]) -> Source | None:
    """The one group that "rebels", "insurgents" or "militants" names or takes up; `None` where none or several may be meant.

    "Tuareg rebels" are a people's and no group; "Hamas militants" speak for Hamas. `before` are the mentions before the token.
    """
    if not _are_rebels(parse, token):
        return None
    earlier = tuple(before)
    if named := _named(parse, token, {m.head: m for m in earlier}):
        return named
    if [parse.lower(c) for c in parse.children[token] if parse.dep[c] != "punct"] != ["the"]:
        return None
    told = [m for m in earlier if m.kind == "organisation" and _told_as_rebels(parse, m, parse.lemma[token])]
    within = {t for m in told for t in _described(parse, m)}
    groups = {m.name: m for m in told if m.head not in within}
    if len(groups) != 1 or any(_other_rebels(parse, m, token) for m in earlier if m.head not in within):
        return None
    return source_of(next(iter(groups.values())))


def _other_rebels(parse: Parse, m: Mention, token: int) -> bool:
    """Whether the report knows rebels of another kind by the same noun ("Tuareg rebels")."""
    same = m.kind == "class" and parse.lemma[m.head] == parse.lemma[token]
    return same and bool(parse.kids(m.head, "amod", "compound", "nmod"))


def _are_rebels(parse: Parse, token: int) -> bool:
    return parse.lemma[token] in nouns("rebels") and parse.tag[token] in ("NNS", "NNPS")


def _named(parse: Parse, token: int, at: dict[int, Mention]) -> Source | None:
    """The group in the words before the noun: a name that is known for a body's, or in capitals or with a figure."""
    found: list[Source] = []
    for c in parse.kids(token, "compound", "nmod", "amod"):
        word, known = parse.word(c), at.get(c)
        if known is not None and known.kind == "organisation":
            found.append(source_of(known))
        elif word[:1].isupper() and (word.isupper() or any(x.isdigit() for x in word)) and len(word) > 1:
            found.append(Source(name=word, kind="organisation"))
        elif parse.ent[c] == "ORG" and c == token - 1 and word[:1].isupper():
            first = c
            while first and parse.ent[first] == "ORG" and not parse.ent_start[first]:
                first -= 1
            found.append(Source(name=parse.text[parse.start[first] : parse.end[c]], kind="organisation"))
    return found[0] if len(found) == 1 else None


def _told_as_rebels(parse: Parse, m: Mention, noun: str) -> bool:
    """Whether the body is one of rebels: known by that noun, or called so by the report, beside its name or in an apposition."""
    known = armed_group(m.name)
    if _are_rebels(parse, m.head) or (known is not None and noun in known.called):
        return True
    above = parse.head[m.head]
    if parse.dep[m.head] in ("compound", "nmod", "amod", "appos") and _are_rebels(parse, above):
        return True
    return any(parse.lemma[t] in nouns("rebels") for t in _described(parse, m))


def _described(parse: Parse, m: Mention) -> tuple[int, ...]:
    return tuple(t for c in parse.kids(m.head, "appos", "prep") for t in below(parse, c))
