"""Whether two names mean one speaker: persons by surname and first name, bodies by the words of their names.

Names are compared within one event and one side, so a surname alone may stand for a full name there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crossbearing.link.lexicon import countries, words
from crossbearing.packs import Pack
from crossbearing.text import fold
from crossbearing.types import Source

_TOKEN = re.compile(r"[\w.]+(?:'\w+)?")
_PLAIN = re.compile(r"\w+")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class Body:
    """The words of a body's name that tell it from others, and its country if the name gives one."""

    words: frozenset[str]
    country: str | None


def states_of(packs: Sequence[Pack]) -> Mapping[str, str]:
    """Folded name or adjective of each state → its code; those that packs name come on top of the countries."""
    out: dict[str, str] = {}
    for pack in packs:
        out.update(pack.state_forms)
    return {**out, **countries()}


def body(name: str, known: Mapping[str, str]) -> Body:
    """The bag of telling words: "Russia's Ministry of Defense" and "Russian Defence Ministry" give one."""
    same = words("body")
    country: str | None = None
    out: set[str] = set()
    tokens = [t.removesuffix("'s").rstrip(".") for t in _TOKEN.findall(fold(name))]
    i = 0
    while i < len(tokens):
        pair = " ".join(tokens[i : i + 2])
        if pair in known:
            country, i = known[pair], i + 2
            continue
        token = tokens[i]
        i += 1
        if token in known:
            country = known[token]
        elif token in same:
            for part in same[token].split():
                if part in known:
                    country = known[part]
                else:
                    out.add(part)
        elif token:
            out.add(token)
    if {"defence", "forces"} <= out:
        out.discard("defence")  # "the Defense Forces" of a country are its forces
    return Body(frozenset(out), country)


def same_body(a: str, b: str, a_side: str | None, b_side: str | None, known: Mapping[str, str]) -> bool:
    """Whether two names mean one body: the same telling words, or the words of one among those of the other, one side."""
    p, q = body(a, known), body(b, known)
    if p.country and q.country and p.country != q.country:
        return False
    if a_side and b_side and a_side != b_side:
        return False
    if _short_for(a, b) or _short_for(b, a):
        return True
    if p.words == q.words:
        return bool(p.words) or p.country == q.country
    if not p.words or not q.words:
        return False
    tied = (a_side is not None and a_side == b_side) or (p.country is not None and p.country == q.country)
    shorter, longer = sorted((p.words, q.words), key=len)
    telling = shorter - words("generic").keys()
    return tied and bool(telling) and shorter <= longer and len(longer) - len(shorter) <= 2


def _short_for(short: str, name: str) -> bool:
    """Whether a name is one acronym that the other holds ("M23", "the M23 group") or is made of ("March 23 Movement")."""
    if not _ACRONYM.fullmatch(short):
        return False
    tokens = _PLAIN.findall(name)
    if short in tokens:
        return all(t == short or not t[:1].isupper() or "-" in name for t in tokens)
    initials = "".join(t if t.isdigit() else t[0] for t in tokens if t.isdigit() or t[0].isupper())
    return len(initials) >= 3 and initials.startswith(short) and len(initials) - len(short) <= 1


def is_state(name: str, known: Mapping[str, str]) -> bool:
    """Whether the name is that of a country or of its seat of government alone ("Russia", "Kyiv")."""
    it = body(name, known)
    return it.country is not None and not it.words


def person_tokens(name: str) -> tuple[str, ...]:
    """The folded tokens of a person's name, ranks and titles left out."""
    titles = words("title")
    return tuple(
        t for raw in _TOKEN.findall(fold(name)) if (t := raw.rstrip(".").removesuffix("'s")) and t not in titles
    )


def same_person(a: str, b: str) -> bool:
    """Whether two names can be one person: one surname (a slip or another transliteration allowed), no rival first name."""
    p, q = person_tokens(a), person_tokens(b)
    if not p or not q:
        return False
    if p == q:
        return True
    if not alike(p[-1], q[-1]):
        # "Kim Jong Un" and "Kim": the family name may stand first
        return (len(p) == 1 and p[0] == q[0]) or (len(q) == 1 and q[0] == p[0])
    if len(p) == 1 or len(q) == 1:
        return True
    first, other = p[0], q[0]
    if len(first) == 1 or len(other) == 1:
        return first[0] == other[0]
    return (
        first.startswith(other)
        or other.startswith(first)
        or alike(first, other)
        or (p[-1] == q[-1] and slip(first, other))
    )


def slip(a: str, b: str) -> bool:
    """Whether two words differ by one letter at most."""
    from rapidfuzz.distance import Levenshtein

    return a[:1] == b[:1] and Levenshtein.distance(a, b) <= 1


def alike(a: str, b: str) -> bool:
    """Whether two words are one name: a slip, or another transliteration."""
    if a == b:
        return True
    if min(len(a), len(b)) < 4 or plain(a)[:1] != plain(b)[:1]:
        return False
    from rapidfuzz.distance import Levenshtein

    most = 1 if min(len(a), len(b)) < 8 else 2
    return Levenshtein.distance(a, b) <= most or Levenshtein.distance(plain(a), plain(b)) <= most - 1


def plain(token: str) -> str:
    """One spelling for the common transliterations of one Cyrillic or Arabic name."""
    for old, new in (("iy", "y"), ("yi", "y"), ("ii", "y"), ("yy", "y"), ("ij", "y"), ("kh", "h"), ("zh", "j")):
        token = token.replace(old, new)
    for old, new in (("ks", "x"), ("ie", "e"), ("ye", "e"), ("i", "y"), ("w", "v"), ("q", "k"), ("ou", "u")):
        token = token.replace(old, new)
    return re.sub(r"(.)\1", r"\1", token)


def same_speaker(a: Source, b: Source, known: Mapping[str, str]) -> bool:
    """Whether two sources of one event are one speaker by id, by name, or by the name of their body."""
    if not a.name or not b.name:
        return False
    if a.id and b.id:
        return a.id == b.id
    if a.side and b.side and a.side != b.side:
        return False
    if fold(a.name) == fold(b.name):
        return True
    if a.kind == b.kind == "person":
        return same_person(a.name, b.name)
    if "person" in (a.kind, b.kind):
        return False
    return same_body(a.name, b.name, a.side, b.side, known)


def neutral_family(*names: str | None) -> str | None:
    """The lineage of a body known to stand with no side, by a name or a description that holds the body's name."""
    return next((lineage for name in names if name and (lineage := _neutral(name)) is not None), None)


@lru_cache(maxsize=4096)
def _neutral(name: str) -> str | None:
    padded = f" {' '.join(_PLAIN.findall(fold(name).replace('.', '')))} "
    for form, lineage in words("neutral").items():
        if f" {' '.join(_PLAIN.findall(form.replace('.', '')))} " in padded and not (
            len(form) <= 2 and form.upper() not in name.replace(".", "").split()
        ):
            return lineage
    return None


def standing_aside(source: Source, packs: Sequence[Pack]) -> str | None:
    """The lineage of a body that stands with no side: known by a pack (the first part of its id), else by its name.

    A person is shown to have no side only by the body named with it; a state has interests of its own.
    """
    for pack in packs:
        by_id = [a for a in pack.actors if a.id == source.id] if source.id else []
        for row in (*pack.actor_forms.get(fold(source.name or ""), ()), *by_id):
            if row.side is None and row.kind in ("body", "office") and source.kind != "person":
                return row.id.partition(".")[0]
    return neutral_family(source.name, source.as_written)


def is_common(form: str) -> bool:
    """Whether a folded form could be meant in any conflict ("the army", "6th division"): only a report's own theatre tells whose."""
    common = words("military").keys() | words("generic").keys() | words("unit").keys() | {"the", "division", "corps"}
    return all(t in common or t[:1].isdigit() for t in form.split())


def side_by_pack(name: str | None, actor_id: str | None, packs: Sequence[Pack]) -> str | None:
    """The side that a pack gives to an actor or a publisher; `None` if it gives none, or several."""
    if not name:
        return None
    key = fold(name)
    if actor_id is None and is_common(key):
        return None
    for pack in packs:
        rows = [a for a in pack.actor_forms.get(key, ()) if actor_id is None or a.id == actor_id]
        sides = {a.side for a in rows if a.side}
        if len(sides) == 1:
            return next(iter(sides))
        publisher = pack.publisher_forms.get(key)
        if publisher and publisher.side:
            return publisher.side
    return None


def pack_kind(name: str | None, actor_id: str | None, packs: Sequence[Pack]) -> str | None:
    """The kind that a pack gives to an actor, or `medium` for a publisher."""
    if not name:
        return None
    key = fold(name)
    for pack in packs:
        for row in pack.actor_forms.get(key, ()):
            if actor_id is None or row.id == actor_id:
                return row.kind
        if key in pack.publisher_forms:
            return "monitor" if pack.publisher_forms[key].kind == "monitor" else "medium"
    return None
