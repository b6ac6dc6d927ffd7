"""Stretches of a text that a gazetteer or a pack knows as a name: the longest at each point, found by capital letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crossbearing.gazetteer import Gazetteer, form_of
from crossbearing.packs import Pack
from crossbearing.read.parse import Parse

LONGEST = 6
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
    pack_forms = {form_of(form) for pack in packs for form in pack.place_forms} | also
    pack_heads = {form.split(" ", 1)[0] for form in pack_forms if " " in form}
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
        if form in pack_forms:
            found.append(Match(i, i + 1, form, "pack"))
        elif single[form]:
            found.append(Match(i, i + 1, form, "gazetteer"))
        if opens[form] or form in pack_heads:
            for j in range(i + 2, min(i + LONGEST, n) + 1):
                gap = text[parse.end[j - 2] : parse.start[j - 1]]
                if "\n" in gap or len(gap) > 1 or not _joins(parse, j - 1):
                    break
                several = form_of(text[parse.start[i] : parse.end[j - 1]])
                if parse.word(j - 1) not in {",", "’s", "'s"}:
                    longer.setdefault(several, []).append((i, j))
    forms = sorted(longer)
    for form, known in zip(forms, gazetteer.knows(forms), strict=True):
        if known or form in pack_forms:
            found.extend(Match(i, j, form, "pack" if form in pack_forms else "gazetteer") for i, j in longer[form])
    return _longest(found)


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
