"""Short names and acronyms take the fullest name that the report gives."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from crossbearing.read.nation import nation_of
from crossbearing.read.parse import Parse
from crossbearing.read.who import Mention
from crossbearing.text import fold


def acronyms(parse: Parse, found: Sequence[Mention]) -> list[Mention]:
    """An acronym takes the name that it was introduced with: "the Arakan Army (AA)", "… Army, or AA", or by its initials."""
    long: dict[str, Mention] = {}
    for m in found:
        words = [w for w in m.name.split() if w[:1].isupper()]
        if m.kind == "organisation" and len(words) > 1:
            long.setdefault("".join(w[0] for w in words), m)
            after = parse.text[parse.end[m.last] : parse.end[m.last] + 16]
            given = re.match(r"\s*(?:\(|,? or )[‘“\"']?([A-Z][A-Za-z]{1,7})\b", after)
            if given:
                long[given[1]] = m
    out: list[Mention] = []
    seen = {t for m in found for t in range(m.first, m.last + 1)}
    for m in found:
        full = long.get(m.name) if m.kind != "person" and not m.actor else None
        out.append(
            replace(m, name=full.name, actor=full.actor, side=full.side, kind="organisation")
            if full and full is not m
            else m
        )
    for t in range(len(parse)):
        word = parse.word(t)
        if t in seen or not (2 <= len(word) <= 6 and word.isupper() and word.isalpha()) or parse.pos[t] == "NUM":
            continue
        full = long.get(word)
        if full:
            out.append(Mention(t, t, t, full.name, full.actor, full.side, "organisation"))
        elif (
            parse.dep[t] in ("nsubj", "nsubjpass", "poss", "pobj", "dobj")
            and (parse.pos[t] in ("PROPN", "NOUN") or (t and word == "WHO" and parse.lower(t - 1) == "the"))
            and not nation_of(word)
        ):
            out.append(Mention(t, t, t, word, None, None, "organisation"))
    return out


def outermost(parse: Parse, found: Sequence[Mention]) -> list[Mention]:
    """Without a bare country or body that is only the owner in a longer body's name; surnames read as bodies mended."""
    surnames = {fold(m.name.split()[-1]): m for m in found if m.kind == "person" and len(m.name.split()) > 1}
    holders: dict[int, list[Mention]] = {}
    for m in found:
        if m.kind != "person":
            for t in range(m.first, m.last + 1):
                holders.setdefault(t, []).append(m)
    out: list[Mention] = []
    for m in found:
        inside = any(
            o is not m and o.first <= m.first and m.last <= o.last and o.last - o.first > m.last - m.first
            for o in holders.get(m.head, ())
        )
        if inside and parse.dep[m.head] in ("poss", "compound", "nmod", "amod"):
            continue
        key = fold(m.name)
        if m.kind == "organisation" and not m.actor and key in surnames:
            out.append(replace(m, kind="person", name=surnames[key].name, side=surnames[key].side))
        else:
            out.append(m)
    return out


def fullest(parse: Parse, found: Sequence[Mention]) -> list[Mention]:
    """Give a short name of a person the fullest one of the report, with its actor and side."""
    people = [m for m in found if m.kind == "person"]
    best: dict[str, Mention] = {}
    for m in people:
        words = m.name.split()
        key = fold(words[-1])
        if key not in best or (len(words), -m.first) > (len(best[key].name.split()), -best[key].first):
            best[key] = m
    kin: dict[str, list[Mention]] = {}
    for m in people:
        kin.setdefault(fold(m.name.split()[-1]), []).append(m)
    return [_expanded(m, best, kin) for m in found]


def _expanded(m: Mention, best: dict[str, Mention], people: Mapping[str, Sequence[Mention]]) -> Mention:
    if m.kind != "person":
        return m
    full = best[fold(m.name.split()[-1])]
    if not {fold(w) for w in m.name.split()[:-1]} <= {fold(w) for w in full.name.split()}:
        return m
    kin = people.get(fold(full.name.split()[-1]), [])
    side = full.side or m.side or next((p.side for p in kin if p.side), None)
    actor = full.actor or m.actor or next((p.actor for p in kin if p.actor), None)
    return replace(m, name=full.name, actor=actor, side=side)
