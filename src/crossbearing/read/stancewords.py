"""The word lists of stance: what negates, doubts, foretells, falsifies and takes back (`data/stances.csv`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from crossbearing.read.cues import rows
from crossbearing.read.parse import Parse


@cache
def lists() -> Mapping[str, frozenset[str]]:
    """List name → its lemmas; a verb with its particle is joined by an underscore."""
    out: dict[str, set[str]] = {}
    for row in rows("stances.csv"):
        out.setdefault(row["list"], set()).add(row["word"])
    return {name: frozenset(words) for name, words in out.items()}


def words(name: str) -> frozenset[str]:
    """The lemmas of one list."""
    return lists()[name]


def phrasal(parse: Parse, token: int) -> str:
    """The lemma of a verb with its particle: "rule_out"."""
    particle = next((parse.lower(k) for k in parse.kids(token, "prt") if k > token), None)
    return f"{parse.lemma[token]}_{particle}" if particle else parse.lemma[token]


def is_one(parse: Parse, token: int, name: str) -> bool:
    """Whether the token, alone or with its particle, is of the list."""
    listed = words(name)
    return parse.lemma[token] in listed or parse.lower(token) in listed or phrasal(parse, token) in listed
