"""Who a noun phrase or pronoun of a report refers to: a small, explainable coreference for speakers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from crossbearing.packs import Pack
from crossbearing.read.carrier import medium_name
from crossbearing.read.cues import media, nouns
from crossbearing.read.memory import HE, SHE, WINDOW, source_of
from crossbearing.read.nation import adjectives, nation_of
from crossbearing.read.parse import Parse
from crossbearing.read.phrase import below, conjuncts
from crossbearing.read.roles import Roles
from crossbearing.read.underarms import group_of
from crossbearing.read.who import Mention, bare_name, short_phrase, side_in
from crossbearing.text import fold
from crossbearing.types import Source

_THEY, _IT = frozenset({"they", "them", "their", "theirs", "themselves"}), frozenset({"it", "its", "itself"})
_ME = frozenset({"i", "me", "my", "we", "us", "our", "mine", "myself", "ourselves"})
_BODIES = ("organisation", "document")
_WHO = frozenset({"who", "which", "that", "whom", "whose"})


def settle(parse: Parse, mentions: Sequence[Mention], packs: Sequence[Pack]) -> tuple[Mention, ...]:
    """The mentions with what a definite phrase or a possessive takes up put in: "the ministry", "the soldier", "its forces"."""
    talk = Discourse(parse, mentions, packs)
    return tuple(talk.settle(m) for m in sorted(mentions, key=lambda m: (m.head, m.first)))


class Discourse(Roles):
    """Resolves the phrases of one report, in any order."""

    def resolve(self, token: int, end: int, voice: Source | None, beside: tuple[int, ...] = ()) -> Source | None:
        """The source that the phrase headed by `token` (ending at offset `end`) is; `voice` is who says the text around it.

        `beside` are heads of the same list that the parse holds apart.
        """
        parts = sorted({*(c for c in conjuncts(self._parse, token) if self._parse.start[c] < end), *beside})
        parts = [c for c in parts if c == token or self._parse.word(c - 1) != "&"]  # "Witness & Law" is one name
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
        return found if found is None or _readable(found.name or "xx") else None

    def _whom(self, token: int, voice: Source | None) -> Source | None:
        parse = self._parse
        word = parse.lower(token)
        if (
            parse.word(token).isupper()
            and len(word) > 1
            and word in ("who", "us")
            and token
            and parse.lower(token - 1) == "the"
        ):
            return self._phrase(token)  # the WHO, the US
        if parse.pos[token] in ("PRON", "DET") or word in _WHO | HE | SHE | _THEY | _IT | _ME:
            return self._pronoun(token, word, voice)
        m = self._at.get(token) or self._person.get(token)
        if m is None and parse.dep[token] == "appos" and token and parse.word(token - 1) == "(":
            return self._one(parse.head[token], voice)  # "the Agency for Mines (AFM)"
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
            return source_of(m)
        alone = m is not None and m.first == m.last and m.kind == "anonymous" and not parse.children[token]
        bare = alone and parse.word(token)[:1].isupper()
        if bare and (nation := nation_of(parse.word(token), "adjective", "demonym")):
            return self._state(nation)  # "denied Velenian claims that …", where the parse has "Velenian" claim
        if self._speaks_for(token):
            return self._spokesperson(token, voice)
        named = self._named_beside(token)
        if named:
            return named
        if (
            parse.lemma[token] in nouns("medium")
            and (title := medium_name(parse, token))
            and any(w[:1].isupper() for w in title.split())
            and (m is None or title not in m.name)
        ):
            return Source(name=title, kind="organisation", side=m.side if m else None)
        owned = self._owned(token, voice)
        if owned:
            return owned
        sign = self._signs.get(token)
        if sign:
            return Source(name=sign, kind="anonymous", side=m.side if m else None)
        same = group_of(parse, token, self._before(token)) or self._same(token, m, voice)
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
        found = group_of(parse, m.head, self._before(m.head)) or self._same(m.head, m, None)
        if found and found.name and found.name != m.name:
            return replace(m, name=found.name, actor=found.id, side=found.side, kind=found.kind)
        return m

    def _owner_of(self, token: int) -> Source | None:
        """Whose "its" is: the subject of its own clause or of the one above, if that can own; else the last body."""
        parse = self._parse
        word = parse.lower(token)
        kinds = ("organisation",) if word == "its" else ("class", "organisation") if word == "their" else ("person",)
        for above in parse.ancestors(token):
            for s in parse.kids(above, "nsubj", "nsubjpass"):
                m = self._at.get(s)
                if m and s < token and m.kind in kinds:
                    return source_of(m)
        return self._last(token, kinds, None, None)

    def _pronoun(self, token: int, word: str, voice: Source | None) -> Source | None:
        parse = self._parse
        if word in _ME:
            return voice
        if word in _WHO:
            for above in parse.ancestors(token):
                if parse.dep[above] in ("relcl", "acl"):
                    antecedent = parse.head[above]
                    antecedent = self._person_above(antecedent) if word == "who" else antecedent
                    while parse.ent[antecedent] in ("DATE", "TIME") and parse.dep[antecedent] == "pobj":
                        antecedent = parse.head[parse.head[antecedent]]  # "images of 15 May, which show"
                    while parse.dep[antecedent] == "conj" and parse.tag[above] in ("VBP", "VB"):
                        antecedent = parse.head[antecedent]
                    return self.resolve(antecedent, parse.start[above], voice)
            return None
        if word in HE or word in SHE:
            return self._last(token, ("person", "anonymous"), "m" if word in HE else "f", voice)
        if word in _THEY:
            spoke = self._spoke_together(token)
            if spoke:
                return spoke
            return self._last(token, ("class", "organisation"), None, voice) or self._last(
                token, ("anonymous",), None, voice
            )
        if word in _IT and self._empty(token):
            return None
        if word in _IT:
            return self._spoke_on(token) or self._last(token, _BODIES, None, voice)
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

    def _spoke_together(self, token: int) -> Source | None:
        """The several who spoke last, for "they said", "according to them"."""
        parse = self._parse
        above = parse.head[token]
        asked = (
            parse.dep[token] == "pobj" and parse.lower(above) == "to" and parse.lower(parse.head[above]) == "according"
        )
        heard = self._heard_before(token)
        if (
            not heard
            or not (asked or parse.dep[token] == "nsubj")
            or heard[-1][1].kind not in ("class", "organisation")
        ):
            return None
        at, source = heard[-1]
        near = parse.sentence_of(token) - parse.sentence_of(at) <= 1
        return source if near and (source.kind == "class" or asked) else None

    def _person_above(self, token: int) -> int:
        """ "Ada Orlov, the leader of the Front, who …": "who" is a person, and not the body named last."""
        parse, at = self._parse, token
        m = self._at.get(at)
        if m is None or m.kind != "organisation" or parse.tag[at] in ("NNS", "NNPS"):
            return token
        for above in parse.ancestors(token):
            if parse.pos[above] in ("VERB", "AUX"):
                return token
            if above in self._person:
                return above
            if parse.lemma[above] in nouns("role"):
                return parse.head[above] if parse.dep[above] == "appos" else above
        return token

    def _empty(self, token: int) -> bool:
        """Whether "it" names nothing: "it was not possible to verify", "it is reported that"."""
        parse, above = self._parse, self._parse.head[token]
        if parse.dep[token] == "expl":
            return True
        judged = (
            parse.lemma[above] == "be" and parse.kids(above, "acomp") and parse.kids(above, "xcomp", "ccomp", "advcl")
        )
        told = parse.kids(above, "auxpass") and parse.kids(above, "ccomp", "xcomp")
        return parse.dep[token] in ("nsubj", "nsubjpass") and bool(judged or told)

    def _spoke_on(self, token: int) -> Source | None:
        """The body or document that spoke last, where no other body has acted since: "…, the ministry said. It added …"."""
        parse = self._parse
        heard = self._heard_before(token)
        if (
            not heard
            or parse.dep[token] not in ("nsubj", "nsubjpass")
            or heard[-1][1].kind not in ("organisation", "document")
        ):
            return None
        at, source = heard[-1]
        if parse.sentence_of(token) - parse.sentence_of(at) > 1:
            return None
        for m in self._before(token):
            if m.head <= at:
                return source
            if self._one_body(m) and m.name != source.name and parse.dep[m.head] in ("nsubj", "nsubjpass"):
                return None
        return source

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
            if away > WINDOW:
                break
            if self._own_words(m.head) and not self._own_words(token):
                continue
            if m.kind not in kinds or (kinds == _BODIES and not self._one_body(m)):
                continue
            if m.name not in lately and fold(m.name) in media() and parse.dep[m.head] not in ("nsubj", "nsubjpass"):
                continue  # who was only told, or cited
            if gender and not self._fits(m.name, gender):
                continue
            if m.kind == "anonymous" and gender and (parse.tag[m.head] in ("NNS", "NNPS") or not self._human(m)):
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
        named = {m.name for m in self._before(token)} if gender and recent else set()
        for t, s in recent:
            # who spoke under a name that no entity tag caught is remembered as a speaker alone
            away = here - parse.sentence_of(t)
            one = s.kind == "person" or (s.kind == "anonymous" and parse.lemma[t] in nouns("person-noun"))
            if not gender or s.name in named or not one or not self._fits(s.name, gender):
                continue
            score = 4.0 - 1.8 * away + 0.001 * t - (2.0 if voice and voice.name == s.name else 0.0)
            if best is None or score > best[0]:
                best = (score, t, s)
        if best is None and recent:
            return recent[-1][1]
        return best[2] if best else None

    def _one_body(self, m: Mention) -> bool:
        """Whether "it" can be this: a body, and no "units"."""
        plural = self._parse.tag[m.head] == "NNS" and self._parse.lemma[m.head] not in nouns("plural-body")
        return m.kind in _BODIES and not plural

    def _human(self, m: Mention) -> bool:
        return self._parse.lemma[m.head] in nouns("person-noun") | nouns("role") | nouns("private") | nouns(
            "male"
        ) | nouns("female") or any(t in self._signs for t in range(m.first, m.last + 1))

    def _signed(self, m: Mention) -> Source:
        if m.head in self._selves:
            return self._selves[m.head]
        sign = self._signs.get(m.head)
        if sign:
            return Source(name=sign, kind="anonymous", side=m.side)
        if m.kind == "anonymous" and self._speaks_for(m.head):
            return self._spokesperson(m.head, None) or source_of(m)
        if m.kind in ("anonymous", "organisation"):
            spoke = (s for t, s in self._heard if t == m.head and s.kind == "person")
            if m.kind == "anonymous" and (named := next(spoke, None)) is not None:
                return named  # "the mayor, Ada Orlov, said": the mayor is she
            earlier = self._same(m.head, m, None) if m.kind == "anonymous" else None
            if earlier:
                return earlier
        return source_of(m)

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
            return Source(name=text.rstrip(" ,"), kind="document", side=side)
        if parse.pos[token] == "PROPN" and any(parse.lower(c) == "the" for c in parse.kids(token, "det")):
            return Source(name=text, kind="organisation", side=side)
        text = text.rstrip(".") if text.count(".") == 1 else text
        if parse.pos[token] == "PROPN" and any(fold(w) in nouns("body") for w in text.split()):
            return Source(name=text, kind="organisation", side=side)
        if parse.pos[token] == "PROPN":
            words = text.split()
            titled = max(
                (n for n, w in enumerate(words[:-1]) if fold(w).rstrip(".") in nouns("title") | nouns("role")),
                default=-1,
            )
            words = words[titled + 1 :]
            text = " ".join(words)
            known = self.known(text)
            if known:
                return known
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


def _readable(name: str) -> bool:
    return sum(c.isalnum() for c in name) > 1 and any(c.isalpha() for c in name)


def _together(found: Sequence[Source]) -> Source:
    sides = {s.side for s in found}
    kinds = {s.kind for s in found}
    names = [s.name or "" for s in found]
    name = " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 2 else " and ".join(names)
    return Source(
        name=name, kind=found[0].kind if len(kinds) == 1 else "class", side=sides.pop() if len(sides) == 1 else None
    )
