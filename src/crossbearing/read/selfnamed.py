"""Names that stand inside a source's own description: a call sign, a first name given, a name after a role that the parse lost."""

from __future__ import annotations

import re

from crossbearing.read.cues import nouns
from crossbearing.read.nation import nation_of
from crossbearing.text import fold
from crossbearing.types import SourceKind

_GIVEN = re.compile(
    r"\b(?P<how>(?i:call[- ]?sign|nom de guerre|nicknamed?|code[- ]?named?|pseudonym|alias|(?:first |given |last |full )?name"
    r"|called|named|known|identified|introduced|goes|went))\b"
    r"(?:[\s,:]|\b(?:is|was|of|as|by|only|just|simply|his|her|their|the|a|himself|herself|first|given|last|name|nickname"
    r"|nom de guerre|call[- ]?sign|alone|being|to us)\b)*"
    r"[‘“\"'«]?(?P<name>[A-Z][\w’-]*\w(?: [A-Z][\w’-]*\w)?)"
)
_BORROWED = re.compile(r"(?i)call|nom de guerre|nick|code|pseudonym|alias|known|goes|went")
_NOT = re.compile(r"(?i)\b(?:not|n.t|never|without|refus\w+|declin\w+)\b[^,]*$")
_NAME_LAST = re.compile(
    r"^(?P<role>(?:[Aa]n?|[Tt]he|[Oo]ne|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ur|[A-Z][\w’'-]*[’']s)? ?"
    r"(?:[\w’'-]+ ){0,7}?(?P<noun>[a-z][\w-]+)),? (?P<name>[A-Z][\w’'-]+(?: (?:[a-z]{2,3} )?[A-Z][\w’'-]+){1,2})$"
)


def given_name(written: str) -> tuple[str, SourceKind] | None:
    """The name that a source gives of itself: "a soldier with the call sign Heron", "who would give only his first name, Oleh".

    A name that is only borrowed leaves its bearer anonymous.
    """
    for hit in _GIVEN.finditer(written):
        name = hit["name"].removesuffix("’s").removesuffix("'s")
        if _NOT.search(written[: hit.start()]) or nation_of(name) or nation_of(name.split()[0]):
            continue
        if {fold(w) for w in name.split()} & (nouns("body") | nouns("title") | nouns("medium")):
            continue
        kind: SourceKind = "anonymous" if _BORROWED.search(hit["how"]) else "person"
        return name, kind
    return None


def name_last(written: str) -> str | None:
    """The name that closes a description of one person: "his colleague Ada Orlov", "its spokeswoman, Ada Orlov"."""
    hit = _NAME_LAST.match(" ".join(written.split()).rstrip(" ,"))
    if hit is None:
        return None
    words = {fold(w) for w in hit["name"].split()}
    role = fold(hit["noun"])
    if role not in nouns("role") | nouns("spokesperson") or words & (nouns("body") | nouns("medium") | nouns("title")):
        return None
    return None if nation_of(hit["name"]) or any(nation_of(w, "country", "adjective") for w in words) else hit["name"]
