"""`Parse`, packs → `Mention`s as they are named: by name, by body, by nationality and noun; nothing is resolved yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from crossbearing.packs import Actor, Pack
from crossbearing.read.cues import cue_at, media, nouns
from crossbearing.read.nation import Nation, adjectives, nation_of, side_of, state_of
from crossbearing.read.parse import Parse
from crossbearing.read.phrase import below
from crossbearing.text import fold
from crossbearing.types import SourceKind

_KINDS: dict[str, SourceKind] = {"person": "person", "class": "class"}
_LEFT = frozenset(
    {"npadvmod", "compound", "amod", "nmod", "poss", "nummod", "det", "quantmod", "case", "punct", "advmod", "predet"}
)
_LONGEST = 10


@dataclass(frozen=True, slots=True)
class Mention:
    """One naming of an actor: tokens `first` to `last` (included), its head, and who it is.

    `name` is the fullest name of the report with no rank; `actor` is the pack's id, `side` the pack's side.
    """

    first: int
    last: int
    head: int
    name: str
    actor: str | None
    side: str | None
    kind: SourceKind


def named(parse: Parse, packs: Sequence[Pack], *, published: str | None = None) -> tuple[Mention, ...]:
    """Every mention of an actor, in order of the text; of two that overlap the longer one stands."""
    at: dict[int, Mention] = {}

    def put(m: Mention, instead: Sequence[Mention] = ()) -> None:
        for old in instead:
            for t in range(old.first, old.last + 1):
                at.pop(t, None)
        for t in range(m.first, m.last + 1):
            at[t] = m

    for m in _pack_mentions(parse, packs, published):
        put(m)
    for m in _entity_mentions(parse, packs):
        rivals = list({id(at[t]): at[t] for t in range(m.first, m.last + 1) if t in at}.values())
        if not rivals:
            put(m)
        elif m.kind == "organisation" and all(
            not r.actor and r.kind == "organisation" and m.first <= r.first and r.last <= m.last for r in rivals
        ):
            put(m, rivals)  # "the Hamas-run health ministry" is not Hamas
        elif m.kind == "person" and all(r.kind == "person" and m.first <= r.first and r.last <= m.last for r in rivals):
            # "Anton Medvedev" is not the Medvedev that the pack knows by surname
            own = _pack_rows(packs, m.name, published)
            put(_with_pack(m, own[0]) if own else m, rivals)
    for m in _titled_names(parse, packs):
        if not any(t in at and at[t].kind == "person" for t in range(m.first, m.last + 1)):
            put(m, list({id(at[t]): at[t] for t in range(m.first, m.last + 1) if t in at}.values()))
    found = list({id(m): m for m in at.values()}.values())
    taken = {t for m in found for t in range(m.first, m.last + 1)}
    found += list(_noun_mentions(parse, packs, taken))
    found = _acronyms(parse, _fullest(parse, _outermost(parse, found)))
    found.sort(key=lambda m: (m.first, -m.last))
    return tuple(found)


def short_phrase(parse: Parse, head: int) -> tuple[int, int]:
    """The noun with what stands before it: "several Ukrainian soldiers", "Israel's military"."""
    first = head
    begin = parse.sentences[parse.sentence_of(head)][0]
    while first > begin and parse.dep[first - 1] in _LEFT:
        above = parse.head[first - 1]
        possessed = parse.dep[first - 1] == "case" and first - 2 >= begin and _leads_to(parse, above, head)
        if not (first <= above <= head or possessed):
            break
        first -= 1
    while first < head and parse.pos[first] == "PUNCT":
        first += 1
    return first, head


def _leads_to(parse: Parse, token: int, head: int) -> bool:
    return parse.head[token] == head or parse.head[parse.head[token]] == head


def bare_name(text: str) -> str:
    """A phrase without its leading "the" or demonstrative, on one line."""
    words = text.split()
    while len(words) > 1 and words[0].lower() in (
        "the",
        "this",
        "that",
        "these",
        "those",
        "some",
        "its",
        "his",
        "her",
        "their",
    ):
        words = words[1:]
    return " ".join(words)


def _pack_rows(packs: Sequence[Pack], form: str, published: str | None) -> list[Actor]:
    day = (published or "")[:10]
    out = []
    for pack in packs:
        for actor in pack.actor_forms.get(fold(form), ()):
            if day and ((actor.since and day < actor.since) or (actor.until and day > actor.until)):
                continue
            out.append(actor)
    return out


def _with_pack(m: Mention, actor: Actor) -> Mention:
    return replace(m, actor=actor.id, side=actor.side)


def _pack_mentions(parse: Parse, packs: Sequence[Pack], published: str | None) -> Iterator[Mention]:
    if not packs:
        return
    openers = {form.split(" ")[0].split("'")[0] for pack in packs for form in pack.actor_forms}
    i = 0
    while i < len(parse):
        hit = _longest(parse, packs, published, i) if fold(parse.word(i)).split(" ")[0] in openers else None
        if hit is None:
            i += 1
            continue
        last, actor = hit
        m = _pack_mention(parse, packs, i, last, actor)
        if m:
            yield m
        i = last + 1


def _longest(parse: Parse, packs: Sequence[Pack], published: str | None, i: int) -> tuple[int, Actor] | None:
    end = parse.sentences[parse.sentence_of(i)][1]
    for last in range(min(i + _LONGEST, end) - 1, i - 1, -1):
        rows = _pack_rows(packs, parse.text[parse.start[i] : parse.end[last]], published)
        if rows and (last > i or parse.word(i)[:1].isupper()):
            return last, rows[0]
    return None


def _pack_mention(parse: Parse, packs: Sequence[Pack], first: int, last: int, actor: Actor) -> Mention | None:
    head = _head_in(parse, first, last)
    if actor.kind in ("capital", "state"):
        if not acts(parse, head):
            return None
        if actor.kind == "capital":
            nation = nation_of(actor.alias, "seat") or nation_of(actor.name, "seat")
            state = state_of(nation, packs) if nation else None
            if state:
                return Mention(first, last, head, state.name, state.id, state.side, "organisation")
            return Mention(
                first, last, head, nation.country if nation else actor.name, actor.id, actor.side, "organisation"
            )
    text = parse.text[parse.start[first] : parse.end[last]]
    kind = _KINDS.get(actor.kind, "organisation")
    plural = parse.tag[head] in ("NNS", "NNPS") and parse.lemma[head] in nouns("class")
    if kind != "person" and plural:
        start, _ = short_phrase(parse, head)
        first = min(first, start)
        return Mention(
            first,
            last,
            head,
            bare_name(parse.text[parse.start[first] : parse.end[last]]),
            actor.id,
            actor.side,
            "class",
        )
    if kind == "organisation" and parse.pos[head] not in ("PROPN", "NOUN", "ADJ"):
        return None
    name = text if kind == "person" else actor.name
    return Mention(first, last, head, name, actor.id, actor.side, kind)


def acts(parse: Parse, token: int) -> bool:
    """Whether a country or capital stands where an actor does (a subject, a possessor), and not as a place."""
    dep, above = parse.dep[token], parse.head[token]
    seat = nation_of(parse.word(token), "country") is None
    if dep in ("nsubj", "dative", "agent") or (dep in ("nsubjpass", "dobj") and (not seat or cue_at(parse, above))):
        return True
    if dep == "conj":
        return acts(parse, above)
    if dep == "poss":
        return parse.pos[above] in ("NOUN", "PROPN") and parse.lemma[above] not in (
            "city",
            "region",
            "town",
            "border",
            "street",
            "outskirt",
            "suburb",
        )
    if dep == "pobj":
        return parse.lower(above) in ("by", "to", "from", "with", "between", "against") and parse.lemma[
            parse.head[above]
        ] not in (
            "go",
            "travel",
            "return",
            "fly",
            "drive",
            "move",
            "come",
            "arrive",
            "flee",
            "km",
            "kilometer",
            "kilometre",
            "mile",
            "border",
        )
    return False


def _head_in(parse: Parse, first: int, last: int) -> int:
    for t in range(last, first - 1, -1):
        if not first <= parse.head[t] <= last or parse.head[t] == t:
            return t
    return last


def _entity_mentions(parse: Parse, packs: Sequence[Pack]) -> Iterator[Mention]:
    for first, end, label in parse.entities:
        if label not in ("PERSON", "ORG", "GPE", "FAC", "WORK_OF_ART", "LAW", "PRODUCT", "NORP", "LOC", "EVENT"):
            continue
        a, b = first, end - 1
        while b > a and parse.lower(b) in ("'s", "’s", "’", "'"):
            b -= 1
        while a < b and parse.lower(a) in ("the", "a", "an"):
            a += 1
        while label == "ORG" and a > 1 and parse.word(a - 1) == "-" and parse.end[a - 1] == parse.start[a]:
            a -= 2  # "Hamas-run Civil Defence agency"
        head = _head_in(parse, a, b)
        text = parse.text[parse.start[a] : parse.end[b]]
        if label == "PERSON":
            a = _after_titles(parse, a, b)
            if (
                nation_of(text)
                or not any(parse.pos[t] == "PROPN" for t in range(a, b + 1))
                or _stands_as_place(parse, head)
            ):
                continue
            name = parse.text[parse.start[a] : parse.end[b]]
            if fold(name) in media():
                yield Mention(a, b, head, media()[fold(name)][0], None, None, "organisation")
                continue
            if any(fold(parse.word(t)) in nouns("body") for t in range(a, b + 1)):
                yield Mention(a, b, head, " ".join(name.split()), None, None, "organisation")
                continue
            yield Mention(a, b, head, " ".join(name.split()), None, title_side(parse, a, b, packs), "person")
        elif label == "ORG" or (label in ("GPE", "FAC", "PRODUCT", "LAW") and fold(text) in media()):
            if parse.pos[head] not in ("PROPN", "NOUN", "X") or parse.dep[head] in ("compound", "amod"):
                continue
            if _stands_as_place(parse, head) and parse.lemma[head] not in nouns("body"):
                continue
            if _titled(parse, a, b):
                yield Mention(a, b, head, text, None, title_side(parse, a, b, packs), "person")
                continue
            start, _ = short_phrase(parse, head)
            nation = _nation_in(parse, min(start, a), b, packs)
            name = " ".join(
                bare_name(parse.text[parse.start[min(start, a)] : parse.end[b]] if nation else text).split()
            )
            yield Mention(
                min(start, a) if nation else a,
                b,
                head,
                name,
                None,
                side_of(nation, packs) if nation else None,
                "organisation",
            )
        elif label in ("GPE", "FAC", "LOC"):
            nation = nation_of(text, "seat", "country")
            if nation and acts(parse, head):
                state = state_of(nation, packs)
                own = nation.country if text.lower() not in ("kremlin", "pentagon", "white house") else text
                yield Mention(a, b, head, own, state.id if state else None, side_of(nation, packs), "organisation")


def _stands_as_place(parse: Parse, head: int) -> bool:
    """Whether what was tagged as somebody stands where a place does ("in Khan Yunis")."""
    return parse.dep[head] == "pobj" and parse.lower(parse.head[head]) in (
        "in",
        "at",
        "near",
        "around",
        "outside",
        "inside",
        "into",
    )


def _titled_names(parse: Parse, packs: Sequence[Pack]) -> Iterator[Mention]:
    """Names that no entity tag caught: two or three capitalised words right after a title ("spokeswoman Ada Orlov")."""
    for i in range(len(parse) - 2):
        if fold(parse.word(i)).rstrip(".") not in nouns("title") or parse.pos[i] not in ("NOUN", "PROPN"):
            continue
        a = b = i + 1
        while (
            b < len(parse)
            and b - a < 3
            and parse.pos[b] == "PROPN"
            and parse.word(b)[:1].isupper()
            and parse.ent[b] not in ("DATE", "GPE")
        ):
            b += 1
        b -= 1
        if (
            b - a < 1
            or fold(parse.word(a)) in nouns("title") | nouns("body")
            or parse.sentence_of(b) != parse.sentence_of(i)
        ):
            continue
        if any(fold(parse.word(t)) in nouns("body") for t in range(a, b + 1)):
            continue
        head = _head_in(parse, a, b)
        yield Mention(
            a, b, head, parse.text[parse.start[a] : parse.end[b]], None, title_side(parse, a, b, packs), "person"
        )


def _after_titles(parse: Parse, first: int, last: int) -> int:
    titles = nouns("title")
    while first < last and fold(parse.word(first)).rstrip(".") in titles:
        first += 1
    return first


def _titled(parse: Parse, first: int, last: int) -> bool:
    """Whether a rank or honorific stands right before the name ("General Sorokin" that no entity tag caught)."""
    return (
        first > 0
        and fold(parse.word(first - 1)).rstrip(".") in nouns("title")
        and parse.word(first - 1)[:1].isupper()
        and last - first <= 2
    )


def title_side(parse: Parse, first: int, last: int, packs: Sequence[Pack]) -> str | None:
    """The side that the words about a person give: "Russian General X", "X, counselor of the head of the DPR"."""
    head = _head_in(parse, first, last)
    around = [t for t in below(parse, head) if not first <= t <= last]
    start = first
    while (
        start > 0
        and parse.pos[start - 1] in ("PROPN", "NOUN", "ADJ", "PART")
        and parse.sentence_of(start - 1) == parse.sentence_of(first)
    ):
        start -= 1
        around.append(start)
    clauses = {t for c in below(parse, head) if parse.dep[c] in ("relcl", "acl", "conj") for t in below(parse, c)}
    around = sorted(set(around) - clauses)
    if any(parse.lemma[t] in nouns("private") for t in around):
        return None
    return side_in(parse, around, packs)


def side_in(parse: Parse, tokens: Iterable[int], packs: Sequence[Pack]) -> str | None:
    """The one side that a pack actor or a nation among the tokens gives; `None` if none or several do."""
    sides: list[str] = []
    some = sorted(tokens)
    for t in some:
        for n in (3, 2, 1):
            if t + n - 1 in some:
                text = parse.text[parse.start[t] : parse.end[t + n - 1]]
                rows = (
                    [r for r in _pack_rows(packs, text, None) if r.side] if n > 1 or parse.word(t)[:1].isupper() else []
                )
                nation = None if rows else nation_of(text)
                side = rows[0].side if rows else side_of(nation, packs) if nation else None
                if side:
                    sides.append(side)
                    break
    return sides[0] if sides and len(set(sides)) == 1 else None


def _nation_in(parse: Parse, first: int, last: int, packs: Sequence[Pack]) -> Nation | None:
    for t in range(first, last + 1):
        for n in (2, 1):
            if t + n - 1 <= last and (
                nation := nation_of(parse.text[parse.start[t] : parse.end[t + n - 1]], "country", "adjective", "seat")
            ):
                return nation
    return None


def _noun_mentions(parse: Parse, packs: Sequence[Pack], taken: set[int]) -> Iterator[Mention]:
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
        rows = _pack_rows(packs, bare_name(text), None)
        kind: SourceKind
        if "armed forces" in text.lower() or (body and not (plural and lemma in nouns("class"))):
            kind = "organisation"
        elif plural and not any(parse.dep[c] == "nummod" for c in parse.children[i]):
            kind = "class"
        else:
            kind = "anonymous"
        if lemma in nouns("medium") and any(parse.pos[t] == "PROPN" for t in range(first, last + 1)):
            kind = "organisation"
        name = rows[0].name if rows and kind == "organisation" else with_adjective(bare_name(text))
        yield Mention(first, last, i, name, rows[0].id if rows else None, rows[0].side if rows else side, kind)


def _after_apposed(parse: Parse, first: int, head: int) -> int:
    """A comma inside what stands before a noun parts it from another phrase."""
    commas = [t for t in range(first, head) if parse.word(t) in (",", ";", ":", "(", ")")]
    return commas[-1] + 1 if commas and parse.pos[commas[-1] + 1] not in ("ADJ",) else first


def with_adjective(name: str) -> str:
    """ "Israel's military" → "Israeli military": one form for a body and its country."""
    words = name.replace("’", "'").split()
    for n in (2, 1):
        owner = " ".join(words[:n])
        if len(words) > n and owner.endswith(("'s", "s'")):
            nation = nation_of(owner.removesuffix("'s").removesuffix("'"), "country")
            if nation and nation.country in adjectives():
                return " ".join([adjectives()[nation.country], *words[n:]])
    return name


def _with_of(parse: Parse, head: int, last: int) -> int:
    """The end of "… of Ukraine", "… of the Interior" right after the noun."""
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


def _acronyms(parse: Parse, found: Sequence[Mention]) -> list[Mention]:
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
            and parse.pos[t] in ("PROPN", "NOUN", "PRON")
            and not nation_of(word)
        ):
            out.append(Mention(t, t, t, word, None, None, "organisation"))
    return out


def _outermost(parse: Parse, found: Sequence[Mention]) -> list[Mention]:
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


def _fullest(parse: Parse, found: Sequence[Mention]) -> list[Mention]:
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
