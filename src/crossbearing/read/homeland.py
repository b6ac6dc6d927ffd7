"""Which country a report is about, and by which name it calls each: for "the army", "the country's defence ministry"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from crossbearing.read.nation import Nation, begins, nation_of
from crossbearing.read.parse import Parse

_LONGEST = 5  # words in a country's name
_RIVAL = 0.5  # a second country named this often, measured by the first, leaves open whose army "the army" is
_NEAR = 6  # sentences that "the country" reaches back


@dataclass(frozen=True, slots=True)
class Countries:
    """The countries of one report: each naming with its token, the one that the report is about, and their fullest names."""

    named: tuple[tuple[int, Nation], ...] = ()
    own: Nation | None = None
    fullest: dict[str, str] = field(default_factory=dict)

    def before(self, token: int, parse: Parse) -> Nation | None:
        """The country that "the country" means at a token: the last one named shortly before, else the report's own."""
        here = parse.sentence_of(token)
        near = [n for t, n in self.named if t < token and here - parse.sentence_of(t) < _NEAR]
        return near[-1] if near else self.own


def countries(parse: Parse) -> Countries:
    """Read the countries of a text."""
    found = list(_found(parse))
    named = tuple((t, nation) for t, _, nation in found)
    counts = Counter(nation.iso for _, nation in named)
    ranked = counts.most_common(2)
    own = None
    if ranked and ranked[0][1] >= 2 and (len(ranked) < 2 or ranked[1][1] <= _RIVAL * ranked[0][1]):
        own = next(nation for _, nation in named if nation.iso == ranked[0][0])
    fullest: dict[str, str] = {}
    for t, last, nation in found:
        text = " ".join(parse.text[parse.start[t] : parse.end[last]].split())
        if nation.use == "country" and len(text) > max(3, len(fullest.get(nation.iso, ""))):
            fullest[nation.iso] = text
    return Countries(named, own, fullest)


def _found(parse: Parse) -> Iterator[tuple[int, int, Nation]]:
    t = 0
    while t < len(parse):
        last, nation = t, None
        if parse.word(t)[:1].isupper() and begins(parse.word(t)):
            end = min(t + _LONGEST, parse.sentences[parse.sentence_of(t)][1])
            for last in range(end - 1, t - 1, -1):
                if parse.word(last)[:1].isupper():
                    nation = nation_of(parse.text[parse.start[t] : parse.end[last]])
                    if nation:
                        yield t, last, nation
                        break
        t = last + 1 if nation else t + 1
