"""`Parse`, packs → `Mention`s as they are named: by name, by body, by nationality and noun; nothing is resolved yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crossbearing.packs import Pack
from crossbearing.read.cluster import acronyms, fullest, longest_forms, outermost
from crossbearing.read.cues import known_bodies, media, nouns
from crossbearing.read.homeland import countries
from crossbearing.read.nation import nation_of, side_of, state_of
from crossbearing.read.nominal import nation_in, noun_mentions, with_adjective
from crossbearing.read.packname import own_spelling, pack_mentions, with_pack
from crossbearing.read.parse import Parse
from crossbearing.read.who import Mention, acts, backs, bare_name, head_in, pack_rows, short_phrase, title_side
from crossbearing.text import fold
from crossbearing.types import Span

_HONORIFICS = frozenset({"mr", "mrs", "ms", "dr", "sir", "gen", "col", "lt", "maj", "capt", "sgt"})
_SEATS = ("kremlin", "pentagon", "white house")


def named(parse: Parse, packs: Sequence[Pack], *, published: str | None = None) -> tuple[Mention, ...]:
    """Every mention of an actor, in order of the text; of two that overlap the longer one stands."""
    at: dict[int, Mention] = {}

    def put(m: Mention, instead: Sequence[Mention] = ()) -> None:
        for old in instead:
            for t in range(old.first, old.last + 1):
                at.pop(t, None)
        for t in range(m.first, m.last + 1):
            at[t] = m

    for m in pack_mentions(parse, packs, published):
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
            own = pack_rows(packs, m.name, published)
            put(with_pack(m, own[0]) if own else m, rivals)
    for m in _known(parse):
        rivals = list({id(at[t]): at[t] for t in range(m.first, m.last + 1) if t in at}.values())
        if not any(r.actor or r.last - r.first > m.last - m.first for r in rivals):
            put(m, rivals)
    for m in _titled_names(parse, packs):
        if not any(t in at and at[t].kind == "person" for t in range(m.first, m.last + 1)):
            put(m, list({id(at[t]): at[t] for t in range(m.first, m.last + 1) if t in at}.values()))
    found = list({id(m): m for m in at.values()}.values())
    taken = {t for m in found for t in range(m.first, m.last + 1)}
    found += list(noun_mentions(parse, packs, taken))
    found = acronyms(parse, longest_forms(parse, fullest(parse, outermost(parse, found))))
    found = own_spelling(parse, found, packs)
    found.sort(key=lambda m: (m.first, -m.last))
    return tuple(found)


def _entity_mentions(parse: Parse, packs: Sequence[Pack]) -> Iterator[Mention]:
    full = countries(parse).fullest
    for first, end, tag in parse.entities:
        label = tag
        if label not in ("PERSON", "ORG", "GPE", "FAC", "WORK_OF_ART", "LAW", "PRODUCT", "NORP", "LOC", "EVENT"):
            continue
        a, b = first, end - 1
        while b > a and parse.lower(b) in ("'s", "’s", "’", "'"):
            b -= 1
        while a < b and parse.lower(a) in ("the", "a", "an"):
            a += 1
        while label == "ORG" and a > 1 and parse.word(a - 1) == "-" and parse.end[a - 1] == parse.start[a]:
            a -= 2  # "Hamas-run Civil Defence agency"
        head = head_in(parse, a, b)
        text = parse.text[parse.start[a] : parse.end[b]]
        honoured = fold(parse.word(a)).rstrip(".") in _HONORIFICS and b > a
        seat = text.lower() not in _SEATS and nation_of(text, "seat", "country")
        if label in ("PERSON", "ORG") and seat and acts(parse, head):
            label = "GPE"  # "Yerevan denies …"
        if label == "PERSON" or (label == "ORG" and (honoured or _described_as_one(parse, a, b))):
            a = _after_titles(parse, a, b)
            if b - a > 1 and a and parse.lower(a - 1) == "of" and nation_of(parse.word(a), "country"):
                a += 1  # "Minister of Velen | Ada Orlov"
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
            based = [t for t in range(min(start, a), b) if backs(parse, t)]
            start = max(start, based[-1] + 3) if based else start
            nation = nation_in(parse, min(start, a), b, packs)
            name = " ".join(
                bare_name(parse.text[parse.start[min(start, a)] : parse.end[b]] if nation else text).split()
            )
            owner = next((c for c in parse.kids(head, "poss") if parse.ent[c] == "GPE" and c + 1 < a), None)
            if not nation and owner is not None and parse.lower(a - 1) in ("'s", "’s"):
                name = f"{parse.word(owner)} {name}"  # "Gaza's health ministry"
            of_state = nation and any(fold(w) in nouns("state-body") for w in name.split())
            yield Mention(
                min(start, a) if nation else a,
                b,
                head,
                with_adjective(name) if of_state else name,
                None,
                side_of(nation, packs) if nation and not _civil(name) else None,
                "organisation",
            )
        elif label in ("GPE", "FAC", "LOC"):
            nation = nation_of(text, "seat", "country")
            if nation and acts(parse, head):
                state = state_of(nation, packs)
                own = full.get(nation.iso, nation.country) if text.lower() not in _SEATS else text
                yield Mention(a, b, head, own, state.id if state else None, side_of(nation, packs), "organisation")


def _known(parse: Parse) -> Iterator[Mention]:
    """Bodies known everywhere whose names no entity tag holds together ("Doctors Without Borders")."""
    for hit in known_bodies().finditer(parse.text):
        inside = parse.tokens_in(Span(hit.start(), hit.end()))
        head = head_in(parse, inside[0], inside[-1])
        yield Mention(inside[0], inside[-1], head, hit[0], None, None, "organisation")


def _described_as_one(parse: Parse, a: int, b: int) -> bool:
    """Whether two or three names tagged as a body are a person: "Ada Orlov, the leader of the Front, …"."""
    words = [fold(parse.word(t)) for t in range(a, b + 1)]
    if not 2 <= len(words) <= 4 or any(parse.pos[t] != "PROPN" or parse.word(t).isupper() for t in range(a, b + 1)):
        return False
    if set(words) & (nouns("body") | nouns("medium")) or (a and parse.lower(a - 1) == "the") or b + 2 >= len(parse):
        return False
    end = parse.sentences[parse.sentence_of(b)][1]
    if parse.word(b + 1) != "," or (parse.lower(b + 2) not in ("a", "an", "the") and parse.pos[b + 2] != "NOUN"):
        return False
    noun = next(
        (t for t in range(b + 2, min(b + 7, end)) if parse.pos[t] == "NOUN" and parse.dep[t] != "compound"), None
    )
    return noun is not None and parse.lemma[noun] in nouns("role") and parse.tag[noun] == "NN"


def _civil(name: str) -> bool:
    """Whether a body is of a country but does not speak for it: an observatory, a union, a hospital."""
    return any(fold(w).rstrip("s") in nouns("civil-body") or fold(w) in nouns("civil-body") for w in name.split())


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
        head = head_in(parse, a, b)
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
