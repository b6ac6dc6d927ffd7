"""`Parse` → hedges and marks: words that are shown beside a claim and move no status.

Precision before recall: a listed word counts only in the construction that makes it one ("revealed that …", "was
corroborated by …"). Whether a mark stands in the report's own voice is for the claim stage to say.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from crossbearing.packs import Pack
from crossbearing.read.parse import Parse
from crossbearing.text import excerpt
from crossbearing.types import Excerpt, Mark, MarkKind, Span

_OPENERS = {'"': '"', "“": "”", "‘": "’", "«": "»", "„": "“", "'": "'"}
_SCARE = re.compile(r"(?<![\w’'])([\"“‘«„'])([a-z][\w’'-]*(?: [a-z][\w’'-]*){0,2})([\"”’»“'])(?!\w)")
_NAMING = frozenset({"call", "codename", "dub", "name", "nickname", "title", "term", "know", "sign", "word"})


@dataclass(frozen=True, slots=True)
class _Lexicon:
    hedge_words: frozenset[str]
    hedge_adjectives: frozenset[str]
    hedge_phrases: re.Pattern[str]
    hedge_cues: frozenset[str]
    factive: frozenset[str]
    corroborating: frozenset[str]
    information: frozenset[str]
    words: tuple[tuple[MarkKind, str, str], ...]
    phrases: tuple[tuple[MarkKind, str], ...]
    innocent: tuple[str, ...]


def hedges(parse: Parse) -> tuple[Excerpt, ...]:
    """The hedging words of the text, in order: "allegedly", "could not be independently verified", scare quotes.

    The hedge that a cue carries ("claimed") is not among them: ask `is_hedging_cue`.
    """
    lexicon = _lexicon()
    spans = [
        Span(m.start(), m.end())
        for m in lexicon.hedge_phrases.finditer(parse.text)
        if not parse.text[: m.start()].lower().endswith((" no ", "denied ", "denies ")) and not _says(parse, m.start())
    ]
    for i in range(len(parse)):
        word = parse.lower(i)
        if word in lexicon.hedge_words or (
            word in lexicon.hedge_adjectives and parse.pos[parse.head[i]] in ("NOUN", "PROPN") and parse.head[i] > i
        ):
            spans.append(parse.span(i, i))
    spans.extend(_scare_quotes(parse))
    return tuple(excerpt(parse.text, span) for span in _apart(spans))


def _says(parse: Parse, offset: int) -> bool:
    """Whether the first word of a phrase is a verb of saying: "the ministry reports that …" hedges nothing."""
    token = parse.token_at(offset)
    return token is not None and parse.pos[token] == "VERB" and parse.lemma[token] == "report"


def is_hedging_cue(lemma: str) -> bool:
    """Whether a cue with this lemma keeps its speaker's words at arm's length ("claim", "allege"; not "say")."""
    return lemma.lower() in _lexicon().hedge_cues


def marks(parse: Parse, packs: tuple[Pack, ...]) -> tuple[Mark, ...]:
    """The marks of the text, in order, none overlapping another.

    `factive`: a cue that presents what follows as true. `claimed_corroboration`: the text's own "confirmed by".
    `loaded`, `partisan`: judging and one-sided words, from the general list and the lists of the packs.
    """
    found = [*_constructions(parse), *_listed(parse, packs)]
    out: list[Mark] = []
    for kind, span in sorted(found, key=lambda f: (f[1].start, f[1].start - f[1].end, f[0])):
        if not out or span.start >= out[-1].end:
            out.append(Mark(kind, span.start, span.end, span.of(parse.text)))
    return tuple(out)


def _constructions(parse: Parse) -> Iterable[tuple[MarkKind, Span]]:
    lexicon = _lexicon()
    for i in range(len(parse)):
        if parse.pos[i] not in ("VERB", "NOUN"):
            continue
        lemma = _with_particle(parse, i)
        if lemma in lexicon.factive and parse.pos[i] == "VERB" and _states(parse, i):
            yield "factive", parse.span(i, i)
        elif lemma in lexicon.corroborating and parse.pos[i] == "VERB" and _corroborates(parse, i, lemma):
            helpers = [c for c in parse.kids(i, "aux", "auxpass", "advmod", "prt") if abs(c - i) <= 3]
            agents = [c for c in parse.kids(i, "agent") if c - i <= 2]
            yield "claimed_corroboration", parse.span_of([i, *helpers, *agents])
        elif lemma == "corroboration" and parse.pos[i] == "NOUN":
            yield "claimed_corroboration", parse.span(i, i)


def _with_particle(parse: Parse, i: int) -> str:
    particle = [c for c in parse.kids(i, "prt") if c > i]
    adverb = [c for c in parse.kids(i, "advmod") if parse.lower(c) in ("independently", "further") and abs(c - i) == 1]
    lemma = parse.lemma[i]
    if particle:
        return f"{lemma} {parse.lower(particle[0])}"
    if adverb and f"{parse.lower(adverb[0])} {lemma}" in _lexicon().corroborating:
        return f"{parse.lower(adverb[0])} {lemma}"
    return lemma


def _states(parse: Parse, i: int) -> bool:
    """Whether the verb takes a clause as what it states, and is not negated."""
    if parse.kids(i, "neg"):
        return False
    return any(c > i and parse.kids(c, "nsubj", "nsubjpass", "expl") for c in parse.kids(i, "ccomp"))


def _corroborates(parse: Parse, i: int, lemma: str) -> bool:
    if parse.kids(i, "neg"):
        return False
    passive = parse.kids(i, "nsubjpass")
    by = parse.kids(i, "agent")
    what = passive or parse.kids(i, "dobj")
    if lemma == "corroborate":
        return bool(what)
    if not passive or not by:
        return lemma.startswith("independently ") and bool(what)
    return parse.lemma[passive[0]] in _lexicon().information


def _listed(parse: Parse, packs: tuple[Pack, ...]) -> Iterable[tuple[MarkKind, Span]]:
    lexicon = _lexicon()
    own: dict[str, MarkKind] = {}
    phrases = list(lexicon.phrases)
    kinds: tuple[MarkKind, ...] = ("loaded", "partisan")
    for pack in packs:
        for kind in kinds:
            for entry in sorted(pack.words.get(kind, ())):
                if " " in entry:
                    phrases.append((kind, entry))
                else:
                    own.setdefault(entry, kind)
    lowered = parse.text.lower()
    innocent = [
        Span(m.start(), m.end())
        for phrase in lexicon.innocent
        if phrase in lowered
        for m in _whole(phrase).finditer(lowered)
    ]
    for mark_kind, phrase in phrases:
        if phrase not in lowered:
            continue
        for m in _whole(phrase).finditer(lowered):
            yield mark_kind, Span(m.start(), m.end())
    by_lemma = {(word, pos): kind for kind, word, pos in lexicon.words}
    for i in range(len(parse)):
        hit = by_lemma.get((parse.lemma[i], parse.pos[i])) or own.get(parse.lemma[i]) or own.get(parse.lower(i))
        if hit and parse.pos[i] != "PROPN" and not any(span.holds(parse.span(i, i)) for span in innocent):
            yield hit, parse.span(i, i)


def _scare_quotes(parse: Parse) -> Iterable[Span]:
    """A word or three in quotation marks that quote no one: no cue in the sentence, and no name given."""
    for m in _SCARE.finditer(parse.text):
        if _OPENERS.get(m[1]) != m[3]:
            continue
        token = parse.token_at(m.start(2))
        if token is None:
            continue
        first, last = parse.sentences[parse.sentence_of(token)]
        near = range(max(first, token - 4), token)
        if any(parse.lemma[k] in _NAMING for k in near):
            continue
        if any(parse.kids(k, "ccomp", "parataxis") for k in range(first, last)) or any(
            parse.lemma[k] in _SPEECH for k in range(first, last)
        ):
            continue
        yield Span(m.start(), m.end())


_SPEECH = frozenset(
    {
        "say", "tell", "state", "call", "describe", "accuse", "claim", "add", "write", "report", "announce", "warn",
        "condemn", "denounce", "declare", "refer", "quote", "according", "speak", "urge", "vow", "blame", "insist",
        "note", "brand", "criticise", "criticize", "dismiss", "label", "characterise", "characterize", "reply", "post",
    }
)  # fmt: skip


def _apart(spans: list[Span]) -> list[Span]:
    out: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.start - s.end)):
        if not out or span.start >= out[-1].end:
            out.append(span)
    return out


@cache
def _whole(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(phrase)}\b")


def _rows(name: str) -> list[dict[str, str]]:
    with (resources.files("crossbearing") / "data" / name).open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@cache
def _lexicon() -> _Lexicon:
    hedge: dict[str, list[str]] = {}
    for row in _rows("hedges.csv"):
        hedge.setdefault(row["kind"], []).append(row["phrase"])
    rows = _rows("marks.csv")

    def of(kind: str) -> frozenset[str]:
        return frozenset(row["phrase"] for row in rows if row["kind"] == kind)

    judging: tuple[Literal["loaded", "partisan"], ...] = ("loaded", "partisan")
    phrases = sorted(hedge["phrase"], key=lambda p: (-len(p), p))
    return _Lexicon(
        hedge_words=frozenset(hedge["adverb"]),
        hedge_adjectives=frozenset(hedge["adjective"]),
        hedge_phrases=re.compile(r"(?i:\b(?:" + "|".join(map(re.escape, phrases)) + r")\b)"),
        hedge_cues=frozenset(hedge["cue"]),
        factive=of("factive"),
        corroborating=of("claimed_corroboration"),
        information=of("information"),
        words=tuple((kind, r["phrase"], r["pos"]) for kind in judging for r in rows if r["kind"] == kind and r["pos"] != "NP"),
        phrases=tuple((kind, r["phrase"]) for kind in judging for r in rows if r["kind"] == kind and r["pos"] == "NP"),
        innocent=tuple(sorted(of("not_loaded"))),
    )  # fmt: skip
