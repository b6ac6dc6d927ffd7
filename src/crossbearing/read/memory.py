"""What a reader keeps in mind of a report: its mentions in order, who spoke last, who is he and who she."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence

from crossbearing.packs import Pack
from crossbearing.read.cues import given_names, nouns
from crossbearing.read.homeland import countries
from crossbearing.read.parse import Parse
from crossbearing.read.phrase import below
from crossbearing.read.who import Mention
from crossbearing.text import fold
from crossbearing.types import Source, Span

HE, SHE = frozenset({"he", "him", "his", "himself"}), frozenset({"she", "her", "hers", "herself"})
_CALL_SIGN = re.compile(
    r"(?i:call[- ]?sign|nom de guerre|nicknamed|nickname|codename|code name|known as|goes by)\b[^,.;‘“\"'«]{0,24}?(?:is|was|of|,)?\s*[‘“\"'«]?(?P<name>[A-Z][\w-]+(?: [A-Z][\w-]+)?)"
)
WINDOW = 8  # sentences that a pronoun reaches back
_REACH = 600  # mentions that a description reaches back


class Memory:
    """The mentions of a report in order, with who spoke where. It grows by `heard`, and changes nothing else."""

    def __init__(self, parse: Parse, mentions: Sequence[Mention], packs: Sequence[Pack]) -> None:
        self._parse, self._packs = parse, packs
        self._mentions = sorted(mentions, key=lambda m: (m.head, m.first))
        self._heads = [m.head for m in self._mentions]
        self._at = {m.head: m for m in self._mentions}
        self._person = {t: m for m in self._mentions if m.kind == "person" for t in range(m.first, m.last + 1)}
        self._heard: list[tuple[int, Source]] = []
        self._gender: dict[str, str] = {}
        self._signs: dict[int, str] = {}
        self._selves: dict[int, Source] = {}
        self._asked: list[int] = []
        self.said: Sequence[Span] = ()
        self._initials = {
            "".join(w[0] for w in m.name.split() if w[:1].isupper()): m
            for m in reversed(self._mentions)
            if m.kind == "organisation" and len(m.name.split()) > 1
        }
        self._countries = countries(parse)
        self._short = {
            written: m
            for m in self._mentions
            if (written := parse.text[parse.start[m.first] : parse.end[m.last]]).isupper() and m.name != written
        }
        for m in self._mentions:
            self._note(m)

    def heard(self, token: int, speaker: Source) -> None:
        """Remember who spoke where."""
        if speaker.name:
            insort(self._heard, (token, speaker), key=lambda h: h[0])
            word = self._parse.lower(token)
            if speaker.kind in ("person", "anonymous") and (word in HE or word in SHE):
                self._gender.setdefault(speaker.name, "m" if word in HE else "f")

    def calls_himself(self, token: int, speaker: Source) -> None:
        """Remember the name that a description gave of itself."""
        self._selves.setdefault(token, speaker)

    def known(self, name: str) -> Source | None:
        """The person of that name or surname whom the report has named."""
        last = fold(name.rsplit(maxsplit=1)[-1])
        people = [m for m in self._mentions if m.kind == "person"]
        hits = [m for m in people if fold(m.name.split()[-1]) == last]
        if not hits and len(name.split()) == 1:
            hits = [m for m in people if fold(m.name.split()[0]) == last]
        return source_of(hits[0]) if hits else None

    def person_after(self, end: int) -> Source | None:
        """The person named between commas right after a role: "the minister of culture, Khalid Omar, …"."""
        parse = self._parse
        for m in self._person_at(end):
            closing = parse.word(m.last + 1) if m.last + 1 < len(parse) else ""
            return source_of(m) if closing == "," and len(m.name.split()) > 1 else None
        return None

    def apposed(self, token: int) -> Source | None:
        """The name that a description stands beside: "the Institute for Peace, | a think tank,"."""
        parse = self._parse
        m = self._at.get(parse.head[token]) if parse.dep[token] == "appos" else None
        if m is None or parse.pos[token] != "NOUN" or parse.pos[m.head] != "PROPN" or m.last >= token:
            return None
        return source_of(m) if m.kind in ("person", "organisation") and parse.word(m.last + 1) == "," else None

    def body_last(self, spans: Sequence[Span], head: int) -> Source | None:
        """The body that closes a description of one: "another member of the alliance, the Velen Front,"."""
        parse = self._parse
        inside = [t for t in parse.tokens_in(spans[-1]) if parse.word(t) != ","]
        m = next((m for m in self._mentions if inside and m.last == inside[-1] and m.kind == "organisation"), None)
        one = parse.tag[head] == "NN" and parse.lemma[head] not in nouns("role") | nouns("private")
        if m is None or m.first <= head or parse.pos[m.head] != "PROPN" or not one:
            return None
        before = [t for t in range(head, m.first) if parse.lower(t) not in ("the", "a", "an")]
        return source_of(m) if before and parse.word(before[-1]) == "," and len(m.name.split()) > 1 else None

    def _person_at(self, end: int) -> Iterator[Mention]:
        parse = self._parse
        for t in (parse.token_at(k) for k in range(end, min(end + 3, len(parse.text)))):
            if t is not None and t in self._person and t and parse.word(t - 1) == "," and self._person[t].first == t:
                yield self._person[t]

    def _fits(self, name: str | None, gender: str) -> bool:
        """Whether nothing tells that a person of that name is of the other gender."""
        return (self._gender.get(name or "") or _by_first_name(name or "") or gender) == gender

    def _own_words(self, token: int) -> bool:
        """Whether a token stands in the words whose speaker is sought: nobody is named by what he says."""
        at = self._parse.start[token]
        return any(s.start <= at < s.end for s in self.said)

    def body_in(self, spans: Sequence[Span], head: int) -> Source | None:
        """The body named after the head of a source: "monitoring group | the Syrian Observatory", "news agency | RIA"."""
        parse = self._parse
        end = max(s.end for s in spans)
        for t in range(head + 1, len(parse)):
            m = self._at.get(t)
            within = next((o for o in self._mentions if o.first <= t <= o.last and o.first > head), None)
            if parse.start[t] >= end or parse.word(t) == "," or (parse.pos[t] == "ADP" and within is None):
                return None
            if m and m.kind == "organisation" and m.first > head and parse.word(t)[:1].isupper():
                return source_of(m)
        return None

    def _before(self, token: int) -> Iterator[Mention]:
        """The mentions before the token, nearest first, as far back as anybody remembers."""
        at = bisect_left(self._heads, token)
        for n in range(at - 1, max(-1, at - 1 - _REACH), -1):
            yield self._mentions[n]

    def _heard_before(self, token: int) -> list[tuple[int, Source]]:
        """Who spoke before the token, within the window, the last one last."""
        parse = self._parse
        at = bisect_left(self._heard, token, key=lambda h: h[0])
        here = parse.sentence_of(token)
        return [h for h in self._heard[max(0, at - 40) : at] if here - parse.sentence_of(h[0]) <= WINDOW]

    def _note(self, m: Mention) -> None:
        parse = self._parse
        words = self._words(m) if m.kind in ("person", "anonymous") else set()
        if m.kind == "person" and (told := _by_first_name(m.name)):
            self._gender.setdefault(m.name, told)
        if words & nouns("male"):
            self._gender.setdefault(m.name, "m")
        if words & nouns("female"):
            self._gender.setdefault(m.name, "f")
        if m.kind == "anonymous":
            end = parse.sentence_span(parse.sentence_of(m.head)).end
            hit = _CALL_SIGN.search(parse.text, parse.start[m.first], min(end, parse.end[m.last] + 120))
            if hit and not any(
                parse.start[m.last] < parse.start[x.first] < hit.start() and x.kind != "organisation"
                for x in self._mentions
            ):
                self._signs[m.head] = hit["name"]

    def _words(self, m: Mention) -> set[str]:
        parse = self._parse
        tokens = set(below(parse, m.head, [c for c in parse.children[m.head] if parse.dep[c] in ("relcl", "acl")]))
        first = m.first
        while (
            first > 0
            and parse.pos[first - 1] in ("PROPN", "NOUN", "ADJ")
            and parse.sentence_of(first - 1) == parse.sentence_of(m.first)
        ):
            first -= 1
            tokens.add(first)
        after = m.last + 1
        if (
            m.kind == "person"
            and after + 1 < len(parse)
            and parse.word(after) == ","
            and parse.lower(after + 1) in ("the", "a", "an")
        ):
            # "X, the head of the council, …": the description that the parse may have lost
            end = parse.sentences[parse.sentence_of(m.head)][1]
            stop = next((t for t in range(after + 1, end) if parse.word(t) == ","), None)
            if stop is not None and stop - after < 16:
                tokens |= set(range(after + 1, stop))
        above = parse.head[m.head]
        if parse.dep[m.head] == "appos":
            tokens |= {above} | set(parse.kids(above, "amod", "compound"))
        return {parse.lemma[t] for t in tokens} | {parse.lower(t) for t in tokens}


def _by_first_name(name: str) -> str | None:
    """ "m" or "f", where a full name opens with a first name that tells it."""
    words = name.split()
    told = given_names().get(fold(words[0])) if len(words) > 1 else None
    return told[0] if told else None


def source_of(m: Mention) -> Source:
    """The source that a mention is."""
    return Source(name=m.name, id=m.actor, kind=m.kind, side=m.side)
