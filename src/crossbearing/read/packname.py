"""The actors of a pack in a text, by any form of their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crossbearing.packs import Actor, Pack
from crossbearing.read.cues import nouns
from crossbearing.read.nation import adjectives, nation_of, state_of
from crossbearing.read.nominal import with_adjective
from crossbearing.read.parse import Parse
from crossbearing.read.who import Mention, acts, bare_name, head_in, pack_rows, short_phrase
from crossbearing.text import fold
from crossbearing.types import SourceKind

_KINDS: dict[str, SourceKind] = {"person": "person", "class": "class"}
_LONGEST = 10


def with_pack(m: Mention, actor: Actor) -> Mention:
    """The mention with the id and side of a pack's actor."""
    return replace(m, actor=actor.id, side=actor.side)


def pack_mentions(parse: Parse, packs: Sequence[Pack], published: str | None) -> Iterator[Mention]:
    """The actors that a pack knows, the longest form first; a form out of its dates is nobody's."""
    if not packs:
        return
    openers = frozenset[str]().union(*(pack.actor_openers for pack in packs))
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
        rows = pack_rows(packs, parse.text[parse.start[i] : parse.end[last]], published)
        if rows and (last > i or parse.word(i)[:1].isupper()):
            return last, rows[0]
    return None


def _pack_mention(parse: Parse, packs: Sequence[Pack], first: int, last: int, actor: Actor) -> Mention | None:
    head = head_in(parse, first, last)
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
    # "Doctors Without Borders" is one body
    named = actor.kind == "body" and len(text.split()) > 1 and all(w[:1].isupper() for w in text.split() if len(w) > 3)
    if kind != "person" and plural and not named:
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
    own = own_form(text, unit=actor.kind in ("force", "unit")) or (text if named and actor.side is None else None)
    name = text if kind == "person" else own or actor.name
    return Mention(first, last, head, name, actor.id, actor.side, kind)


def own_form(text: str, *, unit: bool = False) -> str | None:
    """The report's own name of a body where it tells the country ("Russia's military" → "Russian military"), else `None`."""
    words = bare_name(text).replace("’", "'").split()
    tells = any(nation_of(w, "country", "adjective") for w in words)
    short = any(len(w) > 1 and (w.isupper() or w == "MoD") for w in words)
    if short or len(words) < 2:
        return None
    tells = tells or (unit and len(words) > 2 and any(w[:1].isupper() for w in words))  # "Khortytsia group of troops"
    return with_adjective(bare_name(text)) if tells else None


def own_spelling(parse: Parse, found: Sequence[Mention], packs: Sequence[Pack]) -> list[Mention]:
    """A body that goes by the pack's name, because it was written short, takes the fullest form that the report has of it.

    Where the report has nothing but "the army", it is the army of its country ("Sudanese army").
    """
    known = {a.id: a.name for pack in packs for a in pack.actors if a.kind in ("body", "force", "unit")}
    best: dict[str, str] = {}
    bare: dict[str, str] = {}
    for m in found:
        if m.actor not in known or m.kind != "organisation":
            continue
        written = bare_name(parse.text[parse.start[m.first] : parse.end[m.last]])
        if m.name != known[m.actor] or fold(written) == fold(m.name):
            best[m.actor] = max(best.get(m.actor, ""), m.name, key=lambda name: len(name.split()))
        elif written.isalpha() and written.islower() and (adjective := _adjective(m.name)):
            bare[m.actor] = f"{adjective} {written}"
    own = bare | best
    return [
        replace(m, name=own[m.actor]) if m.actor in own and m.kind == "organisation" and m.name == known[m.actor] else m
        for m in found
    ]


def _adjective(name: str) -> str | None:
    """The adjective of the country in a body's name."""
    nation = next((n for w in name.split() if (n := nation_of(w, "adjective", "country"))), None)
    return adjectives().get(nation.country) if nation is not None else None
