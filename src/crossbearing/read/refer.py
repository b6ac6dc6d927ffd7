"""Who a noun phrase or pronoun of a report refers to: a small, explainable coreference for speakers."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crossbearing.packs import Pack
from crossbearing.read.carrier import medium_name
from crossbearing.read.cues import media, nouns
from crossbearing.read.naming import Mention, bare_name, short_phrase, side_in
from crossbearing.read.nation import Nation, adjectives, nation_of, side_of, state_of
from crossbearing.read.parse import Parse
from crossbearing.read.phrase import agent, below, conjuncts
from crossbearing.text import fold
from crossbearing.types import Source

_HE, _SHE = frozenset({"he", "him", "his", "himself"}), frozenset({"she", "her", "hers", "herself"})
_THEY, _IT = frozenset({"they", "them", "their", "theirs", "themselves"}), frozenset({"it", "its", "itself"})
_ME = frozenset({"i", "me", "my", "we", "us", "our", "mine", "myself", "ourselves"})
_WHO = frozenset({"who", "which", "that", "whom", "whose"})
_CALL_SIGN = re.compile(
    r"(?i:call[- ]?sign|nom de guerre|nicknamed|nickname|codename|code name|known as|goes by)\b[^,.;‘“\"'«]{0,24}?(?:is|was|of|,)?\s*[‘“\"'«]?(?P<name>[A-Z][\w-]+(?: [A-Z][\w-]+)?)"
)
_WINDOW = 8  # sentences that a pronoun reaches back
_REACH = 600  # mentions that a description reaches back


def settle(parse: Parse, mentions: Sequence[Mention], packs: Sequence[Pack]) -> tuple[Mention, ...]:
    """The mentions with what a definite phrase or a possessive takes up put in: "the ministry", "the soldier", "its forces"."""
    talk = Discourse(parse, mentions, packs)
    return tuple(talk.settle(m) for m in sorted(mentions, key=lambda m: (m.head, m.first)))


class Discourse:
    """The mentions of a report in order, with who spoke last. It grows by `heard`, and changes nothing else."""

    def __init__(self, parse: Parse, mentions: Sequence[Mention], packs: Sequence[Pack]) -> None:
        self._parse, self._packs = parse, packs
        self._mentions = sorted(mentions, key=lambda m: (m.head, m.first))
        self._heads = [m.head for m in self._mentions]
        self._at = {m.head: m for m in self._mentions}
        self._person = {t: m for m in self._mentions if m.kind == "person" for t in range(m.first, m.last + 1)}
        self._heard: list[tuple[int, Source]] = []
        self._gender: dict[str, str] = {}
        self._signs: dict[int, str] = {}
        self._asked: list[int] = []
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
            if speaker.kind in ("person", "anonymous") and (word in _HE or word in _SHE):
                self._gender.setdefault(speaker.name, "m" if word in _HE else "f")

    def resolve(self, token: int, end: int, voice: Source | None, beside: tuple[int, ...] = ()) -> Source | None:
        """The source that the phrase headed by `token` (ending at offset `end`) is; `voice` is who says the text around it.

        `beside` are heads of the same list that the parse holds apart.
        """
        parts = sorted({*(c for c in conjuncts(self._parse, token) if self._parse.start[c] < end), *beside})
        if len(parts) > 1 and self._parse.pos[token] != "PRON":
            found = [s for s in (self._one(p, voice) for p in parts) if s and s.name]
            if len(found) > 1:
                return _together(found)
        return self._one(token, voice)

    def _one(self, token: int, voice: Source | None) -> Source | None:
        if token in self._asked:
            return None  # two phrases that point at each other name nobody
        self._asked.append(token)
        found = self._whom(token, voice)
        self._asked.pop()
        return found

    def _whom(self, token: int, voice: Source | None) -> Source | None:
        parse = self._parse
        word = parse.lower(token)
        if parse.word(token).isupper() and len(word) > 1 and word in _WHO | _IT | _ME:
            return self._phrase(token)  # the WHO, the US
        if parse.pos[token] in ("PRON", "DET") or word in _WHO | _HE | _SHE | _THEY | _IT | _ME:
            return self._pronoun(token, word, voice)
        m = self._at.get(token) or self._person.get(token)
        if (
            (m is None or m.kind == "anonymous")
            and token + 1 in self._person
            and parse.pos[token] == "PROPN"
            and self._person[token + 1].first == token + 1
        ):
            m = self._person[token + 1]  # "Foreign Minister" | "Ada Orlov"
        if m is None and parse.dep[token] in ("amod", "compound", "nmod") and (nation := nation_of(parse.word(token))):
            return self._state(nation)
        if m and m.kind == "person":
            return _source(m)
        if parse.lemma[token] in nouns("spokesperson") | {"representative"} or word in ("spokesperson",):
            return self._spokesperson(token, voice)
        named = self._named_beside(token)
        if named:
            return named
        if (
            parse.lemma[token] in nouns("medium")
            and (title := medium_name(parse, token))
            and any(w[:1].isupper() for w in title.split())
        ):
            return Source(name=title, kind="organisation", side=m.side if m else None)
        owned = self._owned(token, voice)
        if owned:
            return owned
        sign = self._signs.get(token)
        if sign:
            return Source(name=sign, kind="anonymous", side=m.side if m else None)
        same = self._same(token, m, voice)
        if same:
            return same
        if m:
            return self._with_country(token, m)
        return self._phrase(token)

    def settle(self, m: Mention) -> Mention:
        """The mention settled, and remembered so for those after it."""
        made = self.settled(m)
        if made is not m:
            self._at[m.head] = made
            n = self._mentions.index(m, bisect_left(self._heads, m.head))
            self._mentions[n] = made
        return made

    def settled(self, m: Mention) -> Mention:
        """The mention as the actor that it takes up, or as it is."""
        parse = self._parse
        if m.kind == "person" or m.actor:
            return m
        sign = self._signs.get(m.head)
        if sign:
            return replace(m, name=sign)
        if m.name in self._signs.values():
            return replace(m, kind="anonymous")
        owner = next((c for c in parse.kids(m.head, "poss") if parse.lower(c) in ("its", "their", "his", "her")), None)
        if owner is not None and parse.lemma[m.head] not in nouns("private"):
            held = self._owner_of(owner)
            if held is None or not held.name:
                return m
            country = self._country_of(held)
            if country:
                name = f"{adjectives().get(country.country, country.country)} {m.name}"
                rows = [r for pack in self._packs for r in pack.actor_forms.get(fold(name), ())]
                return replace(m, name=name, side=held.side, actor=rows[0].id if rows else None)
            body = held.kind == "organisation" and len(held.name.split()) <= 4
            return replace(m, name=f"{held.name} {m.name}" if body else m.name, side=held.side)
        found = self._same(m.head, m, None)
        if found and found.name and found.name != m.name:
            return replace(m, name=found.name, actor=found.id, side=found.side, kind=found.kind)
        return m

    def _country_of(self, held: Source) -> Nation | None:
        """The country of an owner: its own name, the adjective in it, or the state of its side."""
        name = held.name or ""
        found = nation_of(name, "country") or next(
            (n for w in name.split() if (n := nation_of(w, "adjective", "country"))), None
        )
        if found or held.side is None:
            return found
        states = [r.name for pack in self._packs for r in pack.actors if r.kind == "state" and r.side == held.side]
        return nation_of(states[0], "country") if states else None

    def _owner_of(self, token: int) -> Source | None:
        """Whose "its" is: the subject of its own clause or of the one above, if that can own; else the last body."""
        parse = self._parse
        word = parse.lower(token)
        kinds = ("organisation",) if word == "its" else ("class", "organisation") if word == "their" else ("person",)
        for above in parse.ancestors(token):
            for s in parse.kids(above, "nsubj", "nsubjpass"):
                m = self._at.get(s)
                if m and s < token and m.kind in kinds:
                    return _source(m)
        return self._last(token, kinds, None, None)

    def _pronoun(self, token: int, word: str, voice: Source | None) -> Source | None:
        parse = self._parse
        if word in _ME:
            return voice
        if word in _WHO:
            for above in parse.ancestors(token):
                if parse.dep[above] in ("relcl", "acl"):
                    antecedent = parse.head[above]
                    while parse.dep[antecedent] == "conj" and parse.tag[above] in ("VBP", "VB"):
                        antecedent = parse.head[antecedent]
                    return self.resolve(antecedent, parse.start[above], voice)
            return None
        if word in _HE or word in _SHE:
            return self._last(token, ("person", "anonymous"), "m" if word in _HE else "f", voice)
        if word in _THEY:
            return self._last(token, ("class", "organisation"), None, voice) or self._last(
                token, ("anonymous",), None, voice
            )
        if word in _IT:
            return self._last(token, ("organisation", "document"), None, voice)
        if word in ("some", "many", "others", "those", "several", "most", "few"):
            first, last = short_phrase(parse, token)
            below_it = sorted(below(parse, token))
            if len(below_it) > 1:
                return Source(
                    name=" ".join(
                        parse.text[parse.start[min(first, below_it[0])] : parse.end[max(last, below_it[-1])]].split()
                    ),
                    kind="class",
                    side=side_in(parse, below_it, self._packs),
                )
        return None

    def _last(self, token: int, kinds: tuple[str, ...], gender: str | None, voice: Source | None) -> Source | None:
        """The best antecedent: near, a subject, a speaker, of the right kind and gender."""
        parse = self._parse
        here = parse.sentence_of(token)
        best: tuple[float, int, Source] | None = None
        lately: dict[str | None, int] = {}
        for t, s in self._heard_before(token):
            lately[s.name] = parse.sentence_of(t)
        for m in self._before(token):
            away = here - parse.sentence_of(m.head)
            if away > _WINDOW:
                break
            if m.kind not in kinds:
                continue
            if gender and self._gender.get(m.name, gender) != gender:
                continue
            if m.kind == "anonymous" and gender and (parse.tag[m.head] in ("NNS", "NNPS")):
                continue
            score = -1.2 * away + 0.001 * m.head
            if parse.dep[m.head] in ("nsubj", "nsubjpass"):
                score += 1.5
            if parse.dep[m.head] in ("poss", "compound", "pobj"):
                score -= 0.7
            if m.kind == "anonymous":
                score -= 0.8
            if gender and self._gender.get(m.name) == gender:
                score += 1.5
            source = self._signed(m)
            if source.name in lately:
                score += 2.5 - 0.6 * (here - lately[source.name])
            if voice and voice.name == source.name:
                score -= 2.0
            if best is None or score > best[0]:
                best = (score, m.head, source)
        recent = [(t, s) for t, s in self._heard_before(token) if s.kind in kinds]
        if best is None and recent:
            return recent[-1][1]
        return best[2] if best else None

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
        return [h for h in self._heard[max(0, at - 40) : at] if here - parse.sentence_of(h[0]) <= _WINDOW]

    def _signed(self, m: Mention) -> Source:
        sign = self._signs.get(m.head)
        if sign:
            return Source(name=sign, kind="anonymous", side=m.side)
        if m.kind == "anonymous" and self._parse.lemma[m.head] in nouns("spokesperson") | {"representative"}:
            return self._spokesperson(m.head, None) or _source(m)
        if m.kind in ("anonymous", "organisation"):
            earlier = self._same(m.head, m, None) if m.kind == "anonymous" else None
            if earlier:
                return earlier
        return _source(m)

    def _state(self, nation: Nation) -> Source:
        state = state_of(nation, self._packs)
        if state:
            return Source(name=state.name, id=state.id, side=state.side, kind="organisation")
        return Source(name=nation.country, side=side_of(nation, self._packs), kind="organisation")

    def _named_beside(self, token: int) -> Source | None:
        """The name in apposition: "the counselor, Igor K."; "soldier Ivan P."."""
        for c in self._parse.kids(token, "appos", "compound", "nmod"):
            m = self._at.get(c)
            if m and m.kind == "person" and self._parse.dep[c] == "appos":
                return _source(m)
            if m and m.kind == "organisation" and self._parse.pos[c] == "PROPN" and self._parse.pos[token] == "NOUN":
                return _source(m) if self._parse.dep[c] == "appos" else None
        return None

    def _spokesperson(self, token: int, voice: Source | None) -> Source | None:
        """A named one is a person; an unnamed one is the body that he or she speaks for."""
        parse = self._parse
        named = self._named_beside(token)
        if named:
            return named
        if not any(t for t in parse.children[token] if parse.dep[t] in ("prep", "poss", "compound", "amod")):
            earlier = self._described(token)
            if earlier and earlier.kind == "person":
                return earlier
            before = [m.head for m in self._before(token) if parse.lemma[m.head] == parse.lemma[token]]
            if before:
                return self._one(before[0], voice)
        earlier = self._spoke_for(token)
        if earlier:
            return earlier
        for c in parse.kids(token, "poss"):
            if parse.pos[c] == "PRON" or not any(
                parse.lemma[k] in nouns("body") for k in parse.kids(token, "compound", "amod")
            ):
                return self._one(c, voice)
        for p in parse.kids(token, "prep"):
            if parse.lower(p) in ("for", "of", "from", "with"):
                for o in parse.kids(p, "pobj"):
                    return self._one(o, voice)
        first, _ = short_phrase(parse, token)
        inner = [
            t
            for t in range(first, token)
            if parse.dep[t] not in ("det", "punct")
            and parse.lemma[t] not in ("unnamed", "chief", "senior", "top", "deputy", "official")
        ]
        if inner:
            text = " ".join(parse.text[parse.start[inner[0]] : parse.end[inner[-1]]].split())
            for t in reversed(inner):
                m = self._at.get(t)
                if m and m.kind != "person":
                    return self._with_country(t, m)
                same = self._body(t, parse.lemma[t]) if parse.lemma[t] in nouns("body") and len(inner) == 1 else None
                if same:
                    return same
            if text in self._short:
                return _source(self._short[text])
            for pack in self._packs:
                rows = pack.actor_forms.get(fold(text), ())
                if rows:
                    return Source(name=rows[0].name, id=rows[0].id, side=rows[0].side, kind="organisation")
            return Source(name=text, kind="organisation", side=side_in(parse, inner, self._packs))
        return self._own_side(token) or self._last(token, ("organisation",), None, voice)

    def _own_side(self, token: int) -> Source | None:
        """The subject above a bare "with a spokesman saying …": whom that one speaks for."""
        parse = self._parse
        for above in parse.ancestors(token):
            for s in parse.kids(above, "nsubj", "nsubjpass"):
                m = self._at.get(s)
                if m and s < token and m.kind in ("organisation", "class"):
                    return _source(m)
        return None

    def _spoke_for(self, token: int) -> Source | None:
        """The named spokesperson of that body who is known by now: "the Kremlin representative" after "Kremlin spokesman X"."""
        parse = self._parse
        if not any(parse.lower(c) == "the" for c in parse.kids(token, "det")):
            return None
        body = {fold(parse.word(c)) for c in parse.kids(token, "compound", "nmod", "amod")}
        roles = nouns("spokesperson") | {"representative", "secretary"}
        for m in self._before(token):
            if m.kind == "person" and body and roles & (words := self._words(m)) and body <= words:
                return _source(m)
        return None

    def _owned(self, token: int, voice: Source | None) -> Source | None:
        """ "His account", "the ministry's statement", "the report by X": whose words they are."""
        parse = self._parse
        lemma = parse.lemma[token]
        if lemma not in nouns("words") and lemma not in nouns("document"):
            return None
        for c in parse.kids(token, "poss"):
            return self._one(c, voice)
        for p in parse.kids(token, "prep", "agent"):
            if parse.lower(p) in ("by", "from", "of") and lemma not in (
                "video",
                "image",
                "footage",
                "photo",
                "photograph",
                "picture",
            ):
                for o in parse.kids(p, "pobj"):
                    got = self._at.get(o)
                    if got and got.kind in ("person", "organisation"):
                        return self._one(o, voice)
        for c in parse.kids(token, "compound", "nmod", "amod"):
            got = self._at.get(c)
            if got and got.kind in ("organisation", "person"):
                return self._one(c, voice)
        for c in parse.kids(token, "acl"):
            by = agent(parse, c)
            if by is not None and parse.lemma[c] in ("release", "issue", "publish", "post", "write", "make", "sign"):
                return self._one(by, voice)
        definite = any(parse.lower(c) in ("the", "this", "that") for c in parse.kids(token, "det"))
        if (
            definite
            and len(parse.children[token]) <= 2
            and lemma in ("statement", "post", "message", "announcement", "tweet", "address")
        ):
            recent = [s for t, s in self._heard_before(token) if s.kind in ("organisation", "person")]
            if recent:
                return recent[-1]
        return None

    def _same(self, token: int, m: Mention | None, voice: Source | None) -> Source | None:
        """An earlier actor that a definite phrase takes up: "the soldier", "the minister", "the ministry", "the group"."""
        parse = self._parse
        dets = [parse.lower(c) for c in parse.kids(token, "det")]
        capital = parse.word(token)[:1].isupper() and (parse.pos[token] == "PROPN" or self._in_headline(token))
        if not (any(d in ("the", "this", "that") for d in dets) or capital):
            return None
        if m and m.actor and m.kind == "organisation":
            return None
        lemma = parse.lemma[token]
        if lemma in nouns("role") and parse.tag[token] in ("NN", "NNP"):
            return self._described(token) or (self._ahead(token, lemma) if self._in_headline(token) else None)
        if lemma.rstrip(".") in nouns("body") or lemma in nouns("medium"):
            return self._body(token, lemma)
        return None

    def _in_headline(self, token: int) -> bool:
        end = self._parse.text.find("\n")
        return 0 <= self._parse.start[token] < end <= 300

    def _ahead(self, token: int, lemma: str) -> Source | None:
        """Whom a headline's role means: the first person of the report with that role."""
        for m in self._mentions:
            if m.head > token and m.kind == "person" and lemma in self._words(m):
                return _source(m)
        return None

    def _described(self, token: int) -> Source | None:
        parse = self._parse
        lemma = parse.lemma[token]
        own = {parse.lemma[c] for c in parse.children[token] if parse.dep[c] in ("amod", "compound")}
        for m in self._before(token):
            if m.head >= token or m.last >= token or m.kind not in ("person", "anonymous"):
                continue  # a mention that holds the token cannot be whom it takes up
            words = self._words(m)
            if lemma in words and (not own or own <= words):
                return self._signed(m) if m.head != token else None
        if lemma in nouns("generic-person"):
            recent = [s for t, s in self._heard_before(token) if s.kind == "person"]
            if (
                recent
                and parse.sentence_of(token) - parse.sentence_of(max(t for t, _ in self._heard_before(token))) <= 3
            ):
                return recent[-1]
        return None

    def _body(self, token: int, lemma: str) -> Source | None:
        parse = self._parse
        if lemma.rstrip(".") == "mod":
            near = (m for m in self._before(token) if m.kind == "organisation")
            return next(
                (
                    _source(m)
                    for m in near
                    if {"ministry", "defence"} <= {fold(w).replace("defense", "defence") for w in m.name.split()}
                ),
                None,
            )
        own = {
            fold(parse.word(c))
            for c in parse.children[token]
            if parse.dep[c] in ("amod", "compound", "nmod", "poss") and parse.pos[c] != "PART"
        }
        own |= {
            fold(parse.word(t))
            for p in parse.kids(token, "prep")
            if parse.lower(p) == "of"
            for t in below(parse, p)
            if parse.pos[t] in ("NOUN", "PROPN", "ADJ")
        }
        if any(nation_of(w) for w in own):
            return None
        synonyms = {"defense": "defence", "defence": "defense", "army": "military", "military": "army"}
        for m in self._before(token):
            if m.head >= token or m.kind != "organisation":
                continue
            words = {fold(w).removesuffix("'s") for w in m.name.split()} | {self._parse.lemma[m.head]}
            if (
                (lemma in words or synonyms.get(lemma) in words)
                and all(w in words or synonyms.get(w) in words for w in own)
                and len(m.name.split()) > len(own) + 1
            ):
                return _source(m)
        if lemma in nouns("generic-body") and not own:
            here = parse.sentence_of(token)
            recent = [
                s for t, s in self._heard_before(token) if s.kind == "organisation" and here - parse.sentence_of(t) <= 4
            ]
            if recent:
                return recent[-1]
            if lemma in ("group", "movement", "militia", "organization", "organisation", "network", "faction"):
                return self._last_named(token)
        return None

    def _last_named(self, token: int) -> Source | None:
        """The body last named in this sentence or the one before, if only inside another phrase ("Arakan Army insurgents")."""
        parse = self._parse
        here = parse.sentence_of(token)
        for first, end, label in reversed(parse.entities):
            if label != "ORG" or end > token or here - parse.sentence_of(first) > 1:
                continue
            a = first + 1 if parse.lower(first) == "the" and end - first > 1 else first
            text = parse.text[parse.start[a] : parse.end[end - 1]]
            known = next((m for m in self._mentions if m.kind == "organisation" and fold(m.name) == fold(text)), None)
            if known or end - a > 1:
                return _source(known) if known else Source(name=text, kind="organisation")
        return None

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
        if after + 1 < len(parse) and parse.word(after) == "," and parse.lower(after + 1) in ("the", "a", "an"):
            # "X, the head of the council, …": the description that the parse may have lost
            end = parse.sentences[parse.sentence_of(m.head)][1]
            stop = next((t for t in range(after + 1, end) if parse.word(t) == ","), None)
            if stop is not None and stop - after < 16:
                tokens |= set(range(after + 1, stop))
        above = parse.head[m.head]
        if parse.dep[m.head] == "appos":
            tokens |= {above} | set(parse.kids(above, "amod", "compound"))
        return {parse.lemma[t] for t in tokens} | {parse.lower(t) for t in tokens}

    def _with_country(self, token: int, m: Mention) -> Source:
        """A body with its country, where "in Moscow" or "of Ukraine" beside it tells."""
        parse = self._parse
        if m.kind == "organisation" and not m.actor and m.side is None:
            for p in parse.kids(token, "prep"):
                if parse.lower(p) in ("in", "of"):
                    for o in parse.kids(p, "pobj"):
                        nation = nation_of(parse.word(o), "seat", "country")
                        if nation:
                            name = f"{adjectives().get(nation.country, nation.country)} {m.name}"
                            return Source(name=name, kind="organisation", side=side_in(parse, [o], self._packs))
        return _source(m)

    def _phrase(self, token: int) -> Source | None:
        parse = self._parse
        first, last = short_phrase(parse, token)
        for p in parse.kids(token, "prep"):
            if p == last + 1 and parse.lower(p) in ("of", "from", "in", "on"):
                tail = max(
                    below(parse, p, [c for t in below(parse, p) for c in parse.kids(t, "relcl", "acl", "appos")])
                )
                last = max(last, tail)
        text = bare_name(parse.text[parse.start[first] : parse.end[last]])
        if fold(text) in media():
            return Source(name=media()[fold(text)][0], kind="organisation")
        side = None if parse.lemma[token] in nouns("private") else side_in(parse, range(first, last + 1), self._packs)
        if parse.lemma[token] in nouns("document"):
            return Source(name=text, kind="document", side=side)
        if parse.pos[token] == "PROPN" and any(parse.lower(c) == "the" for c in parse.kids(token, "det")):
            return Source(name=text, kind="organisation", side=side)
        text = text.rstrip(".") if text.count(".") == 1 else text
        if parse.pos[token] == "PROPN":
            words = text.split()
            titled = max((n for n, w in enumerate(words[:-1]) if fold(w) in nouns("title") | nouns("role")), default=-1)
            words = words[titled + 1 :]
            text = " ".join(words)
            known = [m for m in self._mentions if m.kind == "person" and fold(m.name.split()[-1]) == fold(words[-1])]
            if known:
                return _source(known[0])
            return Source(
                name=text, kind="organisation" if len(words) == 1 and words[0].isupper() else "person", side=side
            )
        plural = parse.tag[token] in ("NNS", "NNPS")
        unknown = parse.lemma[token] not in nouns("role") | nouns("class") | nouns("body") | nouns("private")
        if (
            unknown
            and not plural
            and parse.word(token)[:1].isupper()
            and not parse.kids(token, "det", "amod", "nummod")
        ):
            return Source(name=text, kind="person", side=side)
        return Source(name=text, kind="class" if plural else "anonymous", side=side)

    def _note(self, m: Mention) -> None:
        parse = self._parse
        words = self._words(m) if m.kind in ("person", "anonymous") else set()
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


def _source(m: Mention) -> Source:
    return Source(name=m.name, id=m.actor, kind=m.kind, side=m.side)


def _together(found: Sequence[Source]) -> Source:
    sides = {s.side for s in found}
    kinds = {s.kind for s in found}
    names = [s.name or "" for s in found]
    name = " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 2 else " and ".join(names)
    return Source(
        name=name, kind=found[0].kind if len(kinds) == 1 else "class", side=sides.pop() if len(sides) == 1 else None
    )
