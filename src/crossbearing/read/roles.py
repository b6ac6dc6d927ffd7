"""Roles: "the soldier", "a spokesman for the brigade", "his statement", and whom they mean."""

from __future__ import annotations

from crossbearing.read.bodies import Bodies
from crossbearing.read.cues import nouns
from crossbearing.read.memory import source_of
from crossbearing.read.phrase import agent, below
from crossbearing.read.who import Mention, bare_name, short_phrase, side_in
from crossbearing.text import fold
from crossbearing.types import Source

_SEEN = frozenset(
    {"video", "image", "footage", "photo", "photograph", "picture", "recording"}
)  # they show, and say nothing
_PUBLISH = frozenset(
    {"publish", "release", "issue", "post", "make", "give", "send", "write", "circulate", "file", "share"}
)
_BODIES = ("organisation", "document", "report")
_PART = frozenset({"member", "part", "ally", "affiliate", "partner", "offshoot", "arm", "branch", "wing"})


class Roles(Bodies):
    """How persons and owners are found behind a role or a statement."""

    def _one(self, token: int, voice: Source | None) -> Source | None:
        raise NotImplementedError

    def _last(self, token: int, kinds: tuple[str, ...], gender: str | None, voice: Source | None) -> Source | None:
        raise NotImplementedError

    def _signed(self, m: Mention) -> Source:
        raise NotImplementedError

    def _named_beside(self, token: int) -> Source | None:
        """The name in apposition: "the counselor, Igor K."; "soldier Ivan P."."""
        for c in self._parse.kids(token, "appos", "compound", "nmod"):
            m = self._at.get(c)
            if m and m.kind == "person" and self._parse.dep[c] == "appos":
                return source_of(m)
            lemma = self._parse.lemma[token]
            body = lemma in nouns("body") | nouns("medium") | _PART or lemma not in nouns("role")
            if (
                m
                and m.kind == "organisation"
                and self._parse.pos[c] == "PROPN"
                and self._parse.pos[token] == "NOUN"
                and body
            ):
                return source_of(m) if self._parse.dep[c] == "appos" else None
        return None

    def _speaks_for(self, token: int) -> bool:
        """Whether the noun is one for who speaks for a body; "a representative" of it is but one of its people."""
        parse = self._parse
        lemma = parse.lemma[token]
        if lemma in nouns("spokesperson") or parse.lower(token) == "spokesperson":
            return True
        if lemma == "representative" and any(
            parse.lemma[c] in nouns("body") or parse.ent[c] == "ORG" for c in parse.kids(token, "compound")
        ):
            return True  # "a headquarters representative"
        one = any(
            parse.lower(c) in ("a", "an", "one", "another") or parse.dep[c] == "nummod" for c in parse.children[token]
        )
        return lemma == "representative" and not one

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
            if parse.pos[c] == "PART":
                continue
            if parse.pos[c] == "PRON" or not any(
                parse.lemma[k] in nouns("body") for k in parse.kids(token, "compound", "amod")
            ):
                return self._one(c, voice)
        for p in parse.kids(token, "prep"):
            if parse.lower(p) in ("for", "of", "from", "with"):
                for o in parse.kids(p, "pobj"):
                    mine = [c for c in parse.kids(o, "poss") if parse.lower(c) in ("its", "their")]
                    if mine and parse.lemma[o] in nouns("event"):
                        return self._one(mine[0], voice)  # "a spokesman for its operations in the east"
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
            if text.isupper() and len(text) > 1 and text in self._initials:
                return source_of(self._initials[text])
            if text in self._short:
                return source_of(self._short[text])
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
                    return source_of(m)
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
                return source_of(m)
        return None

    def _owned(self, token: int, voice: Source | None) -> Source | None:
        """ "His account", "the ministry's statement", "the report by X": whose words they are."""
        parse = self._parse
        lemma = parse.lemma[token]
        if lemma == "office" and any(parse.pos[c] == "PRON" for c in parse.kids(token, "poss")):
            return self._one(next(c for c in parse.kids(token, "poss") if parse.pos[c] == "PRON"), voice)
        if lemma not in nouns("words") and lemma not in nouns("document"):
            return None
        for c in parse.kids(token, "poss"):
            return self._one(c, voice)
        for p in parse.kids(token, "prep", "agent"):
            if parse.lower(p) in ("by", "from", "of") and lemma not in _SEEN:
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
            if by is not None and lemma in _SEEN:
                owner = self._one(by, voice)
                text = bare_name(
                    parse.text[parse.start[short_phrase(parse, token)[0]] : parse.end[max(below(parse, c))]]
                )
                return Source(name=text, kind="document", side=owner.side if owner else None)
            if by is not None and parse.lemma[c] in ("release", "issue", "publish", "post", "write", "make", "sign"):
                return self._one(by, voice)
        above = parse.head[token]
        if parse.dep[token] == "dobj" and lemma in nouns("words") and parse.lemma[above] in _PUBLISH:
            for c in parse.kids(above, "nsubj"):
                if parse.pos[c] != "PRON":
                    return self._one(c, voice)  # "the ministry published a clarification which acknowledged …"
        definite = any(parse.lower(c) in ("the", "this", "that") for c in parse.kids(token, "det"))
        same = any(parse.lower(c) == "same" for c in parse.kids(token, "amod"))
        if definite and len(parse.children[token]) <= 2 and (same or lemma in ("document", "paper", "text", "study")):
            for _, s in reversed(self._heard_before(token)):
                told = {fold(w) for w in (s.as_written or "").split()} & nouns("document")
                if (s.kind == "document" or told) and fold(s.name or "") != lemma:
                    return s
        if (
            definite
            and len(parse.children[token]) <= 2
            and lemma in ("statement", "post", "message", "announcement", "tweet", "address")
        ):
            issued = self._issued(token, lemma)
            if issued:
                return issued
            recent = [s for t, s in self._heard_before(token) if s.kind in ("organisation", "person")]
            if recent:
                return recent[-1]
        return None

    def _issued(self, token: int, lemma: str) -> Source | None:
        """Who issued "the statement" that was named before: "made the announcement in a statement", "the army's statement"."""
        parse = self._parse
        here = parse.sentence_of(token)
        for t in range(token - 1, -1, -1):
            if here - parse.sentence_of(t) > 2:
                return None
            if parse.lemma[t] != lemma or parse.pos[t] != "NOUN":
                continue
            owners = [c for c in parse.kids(t, "poss") if parse.pos[c] != "PART"]
            for above in parse.ancestors(t):
                if parse.pos[above] in ("VERB", "AUX"):
                    owners += parse.kids(above, "nsubj", "agent")
                    break
            for s in owners:
                found = self._one(s, None) if s < token else None
                if found and found.name and found.kind != "document":
                    return found
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
        if any(parse.lower(c) == "same" for c in parse.kids(token, "amod")) and lemma in ("source", "official"):
            heard = [(t, s) for t, s in reversed(self._heard_before(token)) if s.kind not in _BODIES]
            spoke = next((s for t, s in heard if parse.lemma[t] == lemma), None)
            before = (b for b in self._before(token) if b.kind == "anonymous" and b.last < token)
            named = None if spoke else next((b for b in before if parse.lemma[b.head] == lemma), None)
            return spoke or (self._signed(named) if named else heard[0][1] if heard else None)
        if lemma == "source" and all(parse.dep[c] in ("det", "punct", "acl") for c in parse.children[token]):
            return self._source_again(token)
        if lemma in nouns("role") and parse.tag[token] in ("NN", "NNP"):
            found = self._described(token) or (self._ahead(token, lemma) if self._in_headline(token) else None)
            if found or lemma not in nouns("body"):
                return found
        if lemma.rstrip(".") in nouns("body") | nouns("civil-body") or lemma in nouns("medium"):
            return self._body(token, lemma)
        return None

    def _source_again(self, token: int) -> Source | None:
        """Whom a bare "the source", "the sources" takes up: the nameless who spoke last, of the same number."""
        many = self._parse.tag[token] in ("NNS", "NNPS")
        kind = "class" if many else "anonymous"
        return next((s for _, s in reversed(self._heard_before(token)) if s.kind == kind), None)

    def _in_headline(self, token: int) -> bool:
        end = self._parse.text.find("\n")
        return 0 <= self._parse.start[token] < end <= 300

    def _ahead(self, token: int, lemma: str) -> Source | None:
        """Whom a headline's role means: the first person of the report with that role."""
        for m in self._mentions:
            if m.head > token and m.kind == "person" and lemma in self._words(m):
                return source_of(m)
        return None

    def _last_signed(self, token: int) -> Source | None:
        """ "An infantryman with the call sign Heron … . According to the soldier": who was named so shortly before."""
        parse = self._parse
        for m in self._before(token):
            if parse.sentence_of(token) - parse.sentence_of(m.head) > 2 or m.kind == "person":
                return None
            if m.kind == "anonymous" and parse.lemma[m.head] in nouns("generic-soldier") and m.head not in self._signs:
                return None
            if m.head in self._signs:
                return self._signed(m)
        return None

    def _described(self, token: int) -> Source | None:
        parse = self._parse
        lemma = parse.lemma[token]
        own = {parse.lemma[c] for c in parse.children[token] if parse.dep[c] in ("amod", "compound")}
        if lemma in nouns("generic-soldier") and not own and (signed := self._last_signed(token)):
            return signed
        for m in self._before(token):
            if m.head >= token or m.last >= token or m.kind not in ("person", "anonymous"):
                continue  # a mention that holds the token cannot be whom it takes up
            if m.head in parse.ancestors(token):
                continue  # "…, the minister said": misread as an apposition to the name before
            words = self._words(m)
            whose = {
                parse.lemma[o]
                for p in parse.kids(token, "prep")
                if parse.lower(p) == "of"
                for o in parse.kids(p, "pobj")
            }
            if lemma in words and own | whose <= words:
                return self._signed(m) if m.head != token else None
        if (
            lemma in nouns("generic-person")
            and not own
            and not any(parse.lower(p) == "of" for p in parse.kids(token, "prep"))
        ):
            recent = [s for t, s in self._heard_before(token) if s.kind == "person"]
            if (
                recent
                and parse.sentence_of(token) - parse.sentence_of(max(t for t, _ in self._heard_before(token))) <= 3
            ):
                return recent[-1]
            at, last = next(iter(self._heard_before(token)[-1:]), (token, None))
            if last is not None and last.kind == "anonymous" and parse.sentence_of(token) - parse.sentence_of(at) <= 2:
                return last if lemma in ("man", "woman") else None
        return None
