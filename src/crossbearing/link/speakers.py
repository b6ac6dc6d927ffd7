"""What a source is, read from its name, its cue and the words about it: a class, a call sign, a medium, a spokesman."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crossbearing.link.context import Context
from crossbearing.link.interest import against_interest
from crossbearing.link.lexicon import family, has_phrase, media, words
from crossbearing.link.names import is_common, pack_kind, person_tokens, side_by_pack, slip
from crossbearing.packs import Pack
from crossbearing.text import fold
from crossbearing.types import Claim, Source

_TOKEN = re.compile(r"[\w']+")
_QUOTES = "'\"“”‘’«»"
_WINDOW = 110
_OWN_STYLE = re.compile(r"^(?:the )?(?:so-called|self-styled|self-proclaimed) ", re.IGNORECASE)


def is_class(source: Source, context: Context) -> bool:
    """A source that names no one: "Ukrainian officials", "local media". What a pack knows by id is named."""
    if source.kind in ("class", "anonymous"):
        return True
    if source.id or not source.name:
        return not source.name
    if pack_kind(source.name, None, context.packs) not in (None, "class"):
        return False
    tokens = fold(source.name).split()
    if source.kind == "document":
        bare = [
            t for t in tokens if t not in words("document") and t not in ("a", "an", "the", "satellite", "official")
        ]
        named = any(w[:1].isupper() for w in source.name.split()[1:])
        return not bare or (not named and (source.name[:1].islower() or tokens[0] in words("document")))
    if tokens and tokens[-1] in words("class"):
        # the authorities of a named place are a body where the reader took them for one
        return not (source.kind == "organisation" and tokens[-1] == "authorities" and source.name[:1].isupper())
    if source.kind == "person":
        return len(tokens) > 2 and tokens[0] in words("few") and tokens[1] == "of"
    if (
        not tokens
        or source.kind != "organisation"
        or any(c.isupper() for c in source.name)
        or not source.name.isascii()
    ):
        return False
    # "the regional government" is one body, though its name stands elsewhere; "a company" is any
    definite = fold(source.as_written or "").startswith("the ")
    head = tokens[tokens.index("of") - 1] if "of" in tokens[1:] else tokens[-1]
    return not (definite and len(tokens) > 1 and head in words("institution"))


def is_named_force(source: Source, context: Context) -> bool:
    """A force or body that a pack knows by a proper name ("Rapid Support Forces", not "Russian forces")."""
    name = _OWN_STYLE.sub("", source.name or "")
    if not all(w[:1].isupper() for w in name.split() if len(w) > 3):
        return False
    return pack_kind(name, source.id, context.packs) in ("body", "force", "office")


def is_call_sign(source: Source, claim: Claim, context: Context) -> bool:
    """A person known by a call sign or a changed name alone."""
    if source.kind != "person" or source.id or not source.name:
        return False
    if source.name[:1] in _QUOTES:
        return True
    if len(person_tokens(source.name)) > 1:
        return False
    written = source.as_written or ""
    if has_phrase(written, "callsign") or any(f"{q}{source.name}" in written for q in _QUOTES):
        return True
    text = context.texts.get(claim.report.id, "")
    return any(
        has_phrase(text[max(0, m.start() - 60) : m.end() + 30], "callsign")
        for m in re.finditer(re.escape(source.name), text)
    )


def is_medium(source: Source, context: Context) -> bool:
    """A news medium cited as a source: it is named, but where it has its knowledge from is not told."""
    if source.kind not in ("organisation", "report") or not source.name:
        return False
    if pack_kind(source.name, source.id, context.packs) == "medium":
        return True
    key = fold(source.name)
    if key in context.publishers or key in media():
        return True
    return any(t in words("medium") for t in key.split())


def witnessed(claim: Claim, context: Context) -> bool:
    """Whether the words about the claim say that the medium's own people saw it."""
    return has_phrase(" ".join((claim.cue or "", claim.source.as_written or "", claim.span.text)), "witness")


def is_belief(claim: Claim) -> bool:
    """Whether the cue ascribes a belief rather than a statement."""
    cue = fold(claim.cue or "")
    return any(
        t == b or t in (b + "s", b + "d", b + "ed") or t == _past(b) for t in cue.split() for b in words("belief")
    )


def _past(verb: str) -> str:
    return {"think": "thought", "feel": "felt"}.get(verb, verb)


def hand_side(claim: Claim, context: Context) -> str | None:
    """The side of the hand nearest to the speaker, if a pack or another claim tells it."""
    if len(claim.chain) < 2:
        return None
    name = claim.chain[1].name
    return side_by_pack(name, None, context.packs) or context.sides.get(fold(name))


def via_opponent(claim: Claim, side: str | None, context: Context) -> bool:
    """Whether the hand nearest to the speaker stands on another side of the conflict, so that the words may be its own.

    A person or body of the other side always counts as such a hand; its media only where the words serve that side.
    """
    if side is None or len(claim.chain) < 2:
        return False
    other = hand_side(claim, context)
    if other is None or not opponents(side, other, context.packs):
        return False
    hand = claim.chain[1]
    if hand.role == "carrier" and pack_kind(hand.name, None, context.packs) != "medium":
        return True
    return against_interest(claim, side) or (family(claim.kind).name in ("control", "withdrawal") and not claim.agents)


def opponents(a: str, b: str, packs: Sequence[Pack]) -> bool:
    """Whether two sides stand against each other: both belong to one pack, or no pack knows either."""
    if a == b:
        return False
    for pack in packs:
        ids = {s.id for s in pack.sides}
        if a in ids or b in ids:
            if a in ids and b in ids:
                return True
        else:
            continue
        return False
    return True


def body_of(source: Source, claim: Claim, context: Context) -> str | None:
    """The body for which a person speaks, if the report calls them its spokesman; or that of a press service."""
    if source.kind == "organisation" and source.name and not source.id and has_phrase(source.name, "spokes"):
        rest = _without_name(source.name, "")
        return _known_body(rest, context) or rest or None
    if source.kind != "person" or not (source.name or "").strip():
        return None
    assert source.name is not None
    written = source.as_written or ""
    if has_phrase(written, "spokes"):
        rest = _without_name(written, source.name)
        if rest:
            return rest
    text = context.texts.get(claim.report.id, "")
    surname = source.name.split()[-1]
    for found in re.finditer(re.escape(surname), text):
        about = _clause(text[max(0, found.start() - _WINDOW) : found.end() + _WINDOW], surname)
        if has_phrase(about, "spokes"):
            named = _known_body(_without_name(about, source.name), context) or _beside(about, source.name)
            if named:
                return named
    return None


def _beside(about: str, name: str) -> str | None:
    """The body named right before "spokesman NAME", or after "NAME, a spokesman for"."""
    forms = "|".join(re.escape(f) for f in words("spokes"))
    first = re.escape(name.split(maxsplit=1)[0])
    before = re.search(rf"((?:[\w'’.-]+ ){{1,5}})(?:{forms}) {first}", about, re.IGNORECASE)
    if before:
        return _body_words(before[1].split()[::-1], backward=True)
    after = re.search(rf"(?:{forms}) (?:for|of) ((?:[\w'’.-]+ ?){{1,7}})", about, re.IGNORECASE)
    return _body_words(after[1].split(), backward=False) if after else None


def _body_words(tokens: Sequence[str], *, backward: bool) -> str | None:
    """The run of words that can name a body: capitalised, or a common word for one ("government", "army")."""
    kept: list[str] = []
    for token in tokens:
        bare = fold(token).removesuffix("'s")
        if token[:1].isupper() or bare in words("generic") or bare in words("body"):
            kept.append(token)
        else:
            break
    run = kept[::-1] if backward else kept
    return " ".join(run) if any(fold(t) not in words("stop") for t in run) else None


def _clause(text: str, anchor: str) -> str:
    """The sentence about the anchor, cut at full stops and line ends."""
    at = text.find(anchor)
    left = max(text.rfind(mark, 0, at) for mark in (". ", "\n", "; "))
    ends = [e for mark in (". ", "\n", "; ") if (e := text.find(mark, at)) >= 0]
    return text[left + 1 : min(ends, default=len(text))]


def _without_name(written: str, name: str) -> str:
    drop = set(person_tokens(name)) | set(words("title"))
    drop |= {t for form in words("spokes") for t in form.split()} | {
        "a",
        "an",
        "the",
        "of",
        "for",
        "its",
        "from",
        "deputy",
    }
    parts = person_tokens(name)
    kept = [
        t
        for t in _TOKEN.findall(written)
        if (bare := fold(t).removesuffix("'s")) not in drop and not any(slip(bare, part) for part in parts)
    ]
    return " ".join(kept)


def _known_body(text: str, context: Context) -> str | None:
    """The longest name of a body that a pack knows and the text holds, or a country's if nothing more is told."""
    tokens = [t.removesuffix("'s") for t in _TOKEN.findall(fold(text))]
    for size in range(min(7, len(tokens)), 0, -1):
        for i in range(len(tokens) - size + 1):
            form = " ".join(tokens[i : i + size])
            if (size == 1 and form in context.states) or is_common(form):
                continue
            for pack in context.packs:
                for actor in pack.actor_forms.get(form, ()):
                    if actor.kind in ("body", "force", "office"):
                        return actor.name
    return None
