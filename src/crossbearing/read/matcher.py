"""Stretches of a text that a gazetteer or a pack knows as a name: the longest at each point, found by capital letters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from crossbearing.gazetteer import Gazetteer, form_of
from crossbearing.packs import Pack, PlaceName
from crossbearing.read.parse import Parse

LONGEST = 6
_OFFICES = frozenset({"department", "division", "state", "district", "ministry"})
# "al-Mawasi" begins a name though its first letter is small
_ARTICLE = re.compile(r"[a-z]{2,3}-[A-Z]")


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens `first` to `last` (exclusive) are a known name; `form` is how it is looked up, `source` who knows it."""

    first: int
    last: int
    form: str
    source: str


def matches(
    parse: Parse, gazetteer: Gazetteer, packs: Sequence[Pack], also: frozenset[str] = frozenset()
) -> tuple[Match, ...]:
    """Every known name, in order of the text; where two overlap the longer, then the earlier stands. `also` are more forms."""
    tables = [plain_forms(pack) for pack in packs]
    pack_heads = _heads(also).union(*(plain_heads(pack) for pack in packs))

    def trusted(form: str) -> bool:
        return form in also or any(form in table for table in tables)

    text, n = parse.text, len(parse)
    capital = [
        i for i in range(n) if _capital(text[parse.start[i]]) or _ARTICLE.match(text, parse.start[i], parse.end[i])
    ]
    word = {i: form_of(parse.word(i)) for i in capital}
    spelt = sorted({w for w in word.values() if w})
    single = dict(zip(spelt, gazetteer.knows(spelt), strict=True))
    opens = dict(zip(spelt, gazetteer.starts(spelt), strict=True))
    longer: dict[str, list[tuple[int, int]]] = {}
    found: list[Match] = []
    for i in capital:
        form = word[i]
        if not form:
            continue
        if trusted(form):
            found.append(Match(i, i + 1, form, "pack"))
        elif single[form]:
            found.append(Match(i, i + 1, form, "gazetteer"))
        if opens[form] or form in pack_heads:
            for j in range(i + 2, min(i + LONGEST, n) + 1):
                gap = text[parse.end[j - 2] : parse.start[j - 1]]
                if "\n" in gap or len(gap) > 1 or not _joins(parse, j - 1):
                    break
                several = form_of(text[parse.start[i] : parse.end[j - 1]])
                if parse.lower(j - 1) in _OFFICES and j < n and parse.lower(j) == "of":
                    continue  # "the Florida Department of Health" is no department of Uruguay
                if parse.word(j - 1) not in {",", "’s", "'s", "-", "–", "'", "’"}:
                    longer.setdefault(several, []).append((i, j))
    forms = sorted(longer)
    for form, known in zip(forms, gazetteer.knows(forms), strict=True):
        listed = trusted(form)
        if known or listed:
            found.extend(Match(i, j, form, "pack" if listed else "gazetteer") for i, j in longer[form])
    return _longest(found)


def plain_forms(pack: Pack) -> Mapping[str, tuple[PlaceName, ...]]:
    """The place names of a pack in the form in which the gazetteer looks names up; made once a pack."""
    plain = pack.__dict__.get("_plain_places")
    if plain is None:
        out: dict[str, dict[PlaceName, None]] = {}
        for form, rows in pack.place_forms.items():
            for row in rows:
                out.setdefault(form_of(form), {})[row] = None
        plain = pack.__dict__.setdefault("_plain_places", {k: tuple(v) for k, v in out.items()})
    return cast(Mapping[str, tuple[PlaceName, ...]], plain)


def plain_heads(pack: Pack) -> frozenset[str]:
    """The first words of a pack's names of several words; made once a pack."""
    heads = pack.__dict__.get("_plain_heads")
    if heads is None:
        heads = pack.__dict__.setdefault("_plain_heads", _heads(frozenset(plain_forms(pack))))
    return cast(frozenset[str], heads)


@lru_cache(maxsize=8)
def _heads(forms: frozenset[str]) -> frozenset[str]:
    return frozenset(form.split(" ", 1)[0] for form in forms if " " in form)


def _capital(char: str) -> bool:
    return char.isupper() or char.istitle()


def _joins(parse: Parse, i: int) -> bool:
    word = parse.word(i)
    return word[0].isalpha() or word[0].isdigit() or word in {"-", "–", "'", "’", "."}


def _longest(found: list[Match]) -> tuple[Match, ...]:
    taken: set[int] = set()
    kept: list[Match] = []
    for match in sorted(found, key=lambda m: (m.first - m.last, m.first)):
        if taken.isdisjoint(range(match.first, match.last)):
            taken.update(range(match.first, match.last))
            kept.append(match)
    return tuple(sorted(kept, key=lambda m: m.first))
