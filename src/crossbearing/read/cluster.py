"""Short names and acronyms take the fullest name that the report gives."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from crossbearing.read.cues import initials, nouns
from crossbearing.read.nation import nation_of
from crossbearing.read.parse import Parse
from crossbearing.read.who import Mention
from crossbearing.text import fold

_NUMBERED = re.compile(r"^[A-Z]{1,4}\d{1,3}$")


def acronyms(parse: Parse, found: Sequence[Mention]) -> list[Mention]:
    """An acronym takes the name that it was introduced with: "the Arakan Army (AA)", "… Army, or AA", or by its initials."""
    long: dict[str, Mention] = {}
    told: set[str] = set()
    for m in found:
        words = [w for w in m.name.split() if w[:1].isupper()]
        if m.kind == "organisation" and len(words) > 1:
            long.setdefault("".join(w[0] for w in words), m)
            after = parse.text[parse.end[m.last] : parse.end[m.last] + 16]
            given = re.match(r"\s*(?:\(|,? or )[‘“\"']?([A-Z][A-Za-z]{1,7})\b", after)
            if given:
                long[given[1]] = m
                told.add(given[1])
    for first, end, label in parse.entities:
        # "the World Food Programme depot": a body named only inside another phrase
        parts = [t for t in range(first, end) if parse.pos[t] == "PROPN" and parse.word(t)[:1].isupper()]
        if label == "ORG" and len(parts) > 2 and parse.word(parts[-1]).isalpha():
            name = " ".join(parse.text[parse.start[parts[0]] : parse.end[parts[-1]]].split())
            made = Mention(parts[0], parts[-1], parts[-1], name, None, None, "organisation")
            long.setdefault("".join(parse.word(t)[0] for t in parts), made)
    out: list[Mention] = []
    seen = {t for m in found for t in range(m.first, m.last + 1)}
    # "M23" is a group where its rebels or its leader are spoken of; "T90" is not
    numbered = {
        parse.word(t)
        for t in range(len(parse) - 1)
        if _NUMBERED.match(parse.word(t))
        and (
            parse.lemma[t + 1] in nouns("class") | nouns("body") | nouns("role") or (t and parse.lower(t - 1) == "the")
        )
    }
    for m in found:
        written = parse.text[parse.start[m.first] : parse.end[m.last]]
        if m.actor and m.kind == "organisation" and written in told and long[written] is not m:
            # "Doctors Without Borders (MSF)": the report's own name before the one that a pack has for its initials
            out.append(replace(m, name=long[written].name))
            continue
        full = long.get(m.name) if (m.kind != "person" or m.name in told) and not m.actor else None
        if full is None and m.kind == "organisation" and not m.actor and m.name in initials():
            out.append(replace(m, name=initials()[m.name]))
            continue
        out.append(
            replace(m, name=full.name, actor=full.actor, side=full.side, kind="organisation")
            if full and full is not m
            else m
        )
    for t in range(len(parse)):
        word = parse.word(t)
        named = word.isalpha() or word in numbered
        if t in seen or not (2 <= len(word) <= 6 and word.isupper() and named) or parse.pos[t] == "NUM":
            continue
        full = long.get(word)
        if full:
            out.append(Mention(t, t, t, full.name, full.actor, full.side, "organisation"))
        elif (
            parse.dep[t] in ("nsubj", "nsubjpass", "poss", "pobj", "dobj")
            and (parse.pos[t] in ("PROPN", "NOUN") or (t and word == "WHO" and parse.lower(t - 1) == "the"))
            and not nation_of(word)
        ):
            out.append(Mention(t, t, t, initials().get(word, word), None, None, "organisation"))
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
    given: dict[str, set[str]] = {}
    for m in people:
        if len(m.name.split()) > 1:
            given.setdefault(fold(m.name.split()[0]), set()).add(m.name)
    for m in people:
        # "Abiy" after "Abiy Ahmed": a first name by itself is the one person of the report who bears it
        first = given.get(fold(m.name), set())
        if len(m.name.split()) == 1 and len({fold(n.split()[-1]) for n in first}) == 1:
            key = fold(next(iter(sorted(first))).split()[-1])
            if len(best[fold(m.name)].name.split()) == 1 and key in best:
                best[fold(m.name)] = best[key]
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


def longest_forms(parse: Parse, found: Sequence[Mention]) -> list[Mention]:
    """A body that a pack knows takes the longest of its forms in the report, where that is longer than the pack's name."""
    longest: dict[str, str] = {}
    for m in found:
        if m.actor and m.kind == "organisation":
            text = " ".join(parse.text[parse.start[m.first] : parse.end[m.last]].split())
            if len(text.split()) > len(longest.get(m.actor, m.name).split()):
                longest[m.actor] = text
    return [
        replace(m, name=longest[m.actor])
        if m.actor in longest and m.kind == "organisation" and not _tells_country(m.name)
        else m
        for m in found
    ]


def _tells_country(name: str) -> bool:
    return any(nation_of(w, "country", "adjective") for w in name.split())
