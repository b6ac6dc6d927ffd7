"""`Mention`: one naming of an actor; the phrases it stands in, and the side that the words around it give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crossbearing.packs import Actor, Pack
from crossbearing.read.cues import cue_at, nouns
from crossbearing.read.nation import nation_of, side_of
from crossbearing.read.parse import Parse
from crossbearing.read.phrase import below
from crossbearing.text import fold
from crossbearing.types import SourceKind

_LEFT = frozenset(
    {"npadvmod", "compound", "amod", "nmod", "poss", "nummod", "det", "quantmod", "case", "punct", "advmod", "predet"}
)


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


def short_phrase(parse: Parse, head: int) -> tuple[int, int]:
    """The noun with what stands before it: "several Ukrainian soldiers", "Israel's military"."""
    first = head
    begin = parse.sentences[parse.sentence_of(head)][0]
    while first > begin and (parse.dep[first - 1] in _LEFT or _joined(parse, first - 1, head)):
        above = parse.head[first - 1]
        if parse.dep[first - 1] in ("conj", "cc"):
            first -= 1
            continue
        possessed = parse.dep[first - 1] == "case" and first - 2 >= begin and _leads_to(parse, above, head)
        if not (first <= above <= head or possessed):
            break
        first -= 1
    while first < head and parse.pos[first] == "PUNCT":
        first += 1
    return first, head


def _joined(parse: Parse, token: int, head: int) -> bool:
    """Whether a token belongs to two adjectives of one noun: "Velenian | and coalition officials"."""
    top = token
    for _ in range(3):
        if parse.dep[top] not in ("conj", "cc"):
            break
        top = parse.head[top]
    plural = parse.tag[head] in ("NNS", "NNPS") or parse.lemma[head] in ("media", "police")
    return top < token and plural and parse.dep[top] in ("amod", "compound", "nmod") and parse.head[top] == head


def _leads_to(parse: Parse, token: int, head: int) -> bool:
    return parse.head[token] == head or parse.head[parse.head[token]] == head


def bare_name(text: str) -> str:
    """A phrase without its leading "the" or demonstrative, on one line."""
    words = text.split()
    if "(" in text.strip("(") and ")" not in text:
        words = text[: text.index("(")].split() or words  # "the Agency for Mines (AFM"
    while len(words) > 1 and words[0].lower() in (
        "earlier",
        "meanwhile",
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
        "our",
        "my",
    ):
        words = words[1:]
    return " ".join(words)


def pack_rows(packs: Sequence[Pack], form: str, published: str | None) -> list[Actor]:
    """The pack's rows for a form that hold on the day."""
    day = (published or "")[:10]
    out = []
    for pack in packs:
        for actor in pack.actor_forms.get(fold(form), ()):
            if day and ((actor.since and day < actor.since) or (actor.until and day > actor.until)):
                continue
            out.append(actor)
    return out


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


def head_in(parse: Parse, first: int, last: int) -> int:
    """The token of a stretch whose head lies outside it."""
    for t in range(last, first - 1, -1):
        if not first <= parse.head[t] <= last or parse.head[t] == t:
            return t
    return last


def title_side(parse: Parse, first: int, last: int, packs: Sequence[Pack]) -> str | None:
    """The side that the words about a person give: "Russian General X", "X, counselor of the head of the DPR"."""
    head = head_in(parse, first, last)
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


def backs(parse: Parse, token: int) -> bool:
    """Whether a country is only where somebody is based or who backs it ("UK-based", "Rwanda-backed")."""
    if token + 2 >= len(parse) or parse.word(token + 1) != "-":
        return False
    return parse.lower(token + 2) in (
        "based",
        "backed",
        "born",
        "led",
        "held",
        "controlled",
        "run",
        "occupied",
        "educated",
    )


def side_in(parse: Parse, tokens: Iterable[int], packs: Sequence[Pack]) -> str | None:
    """The one side that a pack actor or a nation among the tokens gives; `None` if none or several do."""
    sides: list[str] = []
    some = [t for t in sorted(tokens) if not (backs(parse, t) and not packs)]
    for t in some:
        for n in (3, 2, 1):
            if t + n - 1 in some:
                text = parse.text[parse.start[t] : parse.end[t + n - 1]]
                rows = (
                    [r for r in pack_rows(packs, text, None) if r.side] if n > 1 or parse.word(t)[:1].isupper() else []
                )
                nation = None if rows else nation_of(text)
                side = rows[0].side if rows else side_of(nation, packs) if nation else None
                if side:
                    sides.append(side)
                    break
    return sides[0] if sides and len(set(sides)) == 1 else None
