"""Bodies that a definite phrase takes up: "the ministry", "the group", "the army"; and the country they are of."""

from __future__ import annotations

from dataclasses import replace

from crossbearing.read.cues import media, nouns
from crossbearing.read.memory import Memory, source_of
from crossbearing.read.nation import Nation, adjectives, nation_of, side_of, state_of
from crossbearing.read.phrase import below
from crossbearing.read.who import Mention, backs, short_phrase, side_in
from crossbearing.text import fold
from crossbearing.types import Source

_COUNTRY = ("country", "nation", "state", "republic")
_ARMED = ("group", "movement", "militia", "faction", "rebel", "insurgent")
_CIVIL = frozenset(
    {
        "nations",
        "un",
        "u.n.",
        "union",
        "observatory",
        "rights",
        "watch",
        "amnesty",
        "office",
        "institute",
        "cross",
        "agency",
        "who",
        "council",
    }
)
_WATCHES = frozenset({"monitor", "watchdog", "observatory"})
_VAGUE = frozenset(
    {"news", "state", "wire", "press", "monitoring", "same", "local", "armed", "rebel", "war", "paramilitary"}
)


class Bodies(Memory):
    """How bodies are recognised again."""

    def _body(self, token: int, lemma: str) -> Source | None:
        parse = self._parse
        if lemma.rstrip(".") == "mod":
            near = (m for m in self._before(token) if m.kind == "organisation")
            return next(
                (
                    source_of(m)
                    for m in near
                    if {"ministry", "defence"} <= {fold(w).replace("defense", "defence") for w in m.name.split()}
                ),
                None,
            )
        ahead = range(short_phrase(parse, token)[0], min(token, len(parse) - 2))
        based = {t for t in ahead if parse.lower(t + 2) == "based" and backs(parse, t)}
        based |= {t + 2 for t in based}  # "the Velen-based observatory"
        own = {
            fold(parse.word(c))
            for c in parse.children[token]
            if parse.dep[c] in ("amod", "compound", "nmod", "poss") and parse.pos[c] != "PART" and c not in based
        }
        own |= {
            fold(parse.word(t))
            for p in parse.kids(token, "prep")
            if parse.lower(p) == "of"
            for t in below(parse, p)
            if parse.pos[t] in ("NOUN", "PROPN", "ADJ")
        }
        # "the Islamic State group": the name of a name
        first = short_phrase(parse, token)[0]
        own |= {fold(parse.word(t)) for t in range(first, token) if parse.pos[t] == "PROPN" and t not in based}
        own.discard("same")  # "the same ministry"
        if lemma not in nouns("civil-body") and any(nation_of(w) for w in own):
            return None
        if self._seated(token):
            return None  # "the ministry in Baku": of that country, whichever was named before
        synonyms = {"defense": "defence", "defence": "defense", "army": "military", "military": "army"}
        for m in self._before(token):
            if m.head >= token or m.kind != "organisation":
                continue
            words = {fold(w).removesuffix("'s") for w in m.name.split()} | {self._parse.lemma[m.head]}
            ends = {fold(m.name.split()[0]), fold(m.name.split()[-1]), self._parse.lemma[m.head]}
            ends = words if " of " in m.name else ends
            if self._parse.lemma[m.head] in nouns("civil-body") and lemma != self._parse.lemma[m.head]:
                ends -= {fold(m.name.split()[0])}  # "the military" is no "military hospital"
            if (
                (lemma in ends or synonyms.get(lemma) in ends)
                and all(w in words or synonyms.get(w) in words for w in own)
                and len(m.name.split()) > len(own) + 1
            ):
                return source_of(m)
        if lemma in _ARMED and not own - _VAGUE and (armed := self._armed(token)):
            return armed
        if lemma in nouns("generic-body") and not own - _VAGUE:
            here = parse.sentence_of(token)
            recent = [
                s for t, s in self._heard_before(token) if s.kind == "organisation" and here - parse.sentence_of(t) <= 4
            ]
            if lemma in _WATCHES:
                recent = [s for s in recent if not {fold(w) for w in (s.name or "").split()} & nouns("medium")]
            if recent:
                return recent[-1]
            if lemma in ("group", "movement", "militia", "organization", "organisation", "network", "faction"):
                return self._last_named(token)
        return None

    def _armed(self, token: int) -> Source | None:
        """The armed group that "the group" takes up: the last body before it that acts, and is no state, medium or agency."""
        here = self._parse.sentence_of(token)
        for m in self._before(token):
            if here - self._parse.sentence_of(m.head) > 3:
                break
            if m.kind != "organisation" or m.head >= token or fold(m.name) in media():
                continue
            words = {w.removesuffix("'s") for w in fold(m.name).split()}
            if words & nouns("state-body") or words & _CIVIL or nation_of(m.name):
                continue
            named = self._parse.pos[m.head] == "PROPN" or self._parse.lemma[m.head] in {*_ARMED, "force", "army"}
            if not named:
                continue
            if self._parse.dep[m.head] in ("nsubj", "nsubjpass", "poss", "appos") or words & {
                *_ARMED,
                "forces",
                "front",
                "army",
            }:
                return source_of(m)
        return None

    def _last_named(self, token: int) -> Source | None:
        """The body last named in this sentence or the one before, if only inside another phrase ("Arakan Army insurgents")."""
        parse = self._parse
        here = parse.sentence_of(token)
        for first, end, label in reversed(parse.entities):
            if (
                label != "ORG"
                or end > token
                or not parse.word(end - 1)[-1:].isalnum()
                or here - parse.sentence_of(first) > 1
            ):
                continue
            a = first + 1 if parse.lower(first) == "the" and end - first > 1 else first
            text = parse.text[parse.start[a] : parse.end[end - 1]]
            known = next((m for m in self._mentions if m.kind == "organisation" and fold(m.name) == fold(text)), None)
            if known or end - a > 1:
                return source_of(known) if known else Source(name=text, kind="organisation")
        return None

    def _with_country(self, token: int, m: Mention) -> Source:
        """A body or an office with its country: "in Moscow" or "of Ukraine" beside it, "the country's", else the report's own."""
        parse = self._parse
        office = m.kind == "anonymous" and self._office(token)
        if m.actor or (m.kind != "organisation" and not office):
            return source_of(m)
        if m.side is None and m.kind == "organisation":
            for p in parse.kids(token, "prep"):
                if parse.lower(p) in ("in", "of"):
                    for o in parse.kids(p, "pobj"):
                        nation = nation_of(parse.word(o), "seat", "country")
                        if nation and parse.lower(p) == "in" and self._of_the_world(m):
                            named = p == m.last + 1 and parse.word(o)[:1].isupper() and parse.word(o + 1) == "("
                            return source_of(replace(m, name=f"{m.name} in {parse.word(o)}") if named else m)
                        if nation:
                            return self._national(m.name, nation, m, side_in(parse, [o], self._packs))
        owner = next((c for c in parse.kids(token, "poss") if parse.lemma[c] in _COUNTRY), None)
        if owner is not None:
            nation = self._countries.before(owner, parse)
            name = " ".join(
                w for w in m.name.split() if w.removesuffix("'s").removesuffix("’s").lower() not in _COUNTRY
            )
            return self._national(name, nation, m, None) if nation else source_of(m)
        own = self._countries.own
        if own and m.side is None and (office or self._of_state(token)) and not self._qualified(token):
            before = next((b for b in self._before(token) if b is not m and fold(b.name) == fold(m.name)), None)
            if before is not None and self._qualified(before.head):
                return source_of(before)  # "the Front-run health ministry", then "the health ministry"
            return self._national(m.name, own, m, None)
        return source_of(m)

    def _seated(self, token: int) -> bool:
        """Whether a seat of power or a country right behind the phrase tells whose body it is."""
        parse = self._parse
        seats = (o for p in parse.kids(token, "prep") if parse.lower(p) == "in" for o in parse.kids(p, "pobj"))
        return self._of_state(token) and any(nation_of(parse.word(o), "seat", "country") for o in seats)

    def _of_the_world(self, m: Mention) -> bool:
        """Whether a body is of no country, so that "in X" only says where it works: "the UN mission in X"."""
        words = {w.removesuffix("'s") for w in fold(m.name).split()}
        return bool(words & {"un", "u.n.", "nations", "international", "eu", "nato", "african", "world"})

    def _national(self, name: str, nation: Nation, m: Mention, side: str | None) -> Source:
        """The body of that name with its country, as a pack knows it if one does."""
        full = f"{adjectives().get(nation.country, nation.country)} {name.removesuffix(' of')}"
        rows = [r for pack in self._packs for r in pack.actor_forms.get(fold(full), ()) if r.kind != "person"]
        if rows and m.kind == "organisation":
            return Source(name=rows[0].name, id=rows[0].id, side=rows[0].side, kind="organisation")
        return Source(name=full, kind=m.kind, side=side or side_of(nation, self._packs))

    def _of_state(self, token: int) -> bool:
        return self._parse.lemma[token] in nouns("state-body")

    def _office(self, token: int) -> bool:
        parse = self._parse
        definite = any(parse.lower(c) == "the" for c in parse.kids(token, "det"))
        return parse.lemma[token] in nouns("state-office") and definite and parse.tag[token] in ("NN", "NNP")

    def _qualified(self, token: int) -> bool:
        """Whether words beside it say whose it is, or which of several ("the Hamas-run ministry", "the rebel government")."""
        parse = self._parse
        return any(
            parse.dep[c] in ("poss", "relcl", "acl", "nummod")
            or (parse.dep[c] == "prep" and parse.lower(c) in ("of", "for", "in", "at"))
            or (parse.dep[c] in ("amod", "compound", "nmod") and parse.lower(c) not in nouns("state-word"))
            for c in parse.children[token]
        )

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

    def _state(self, nation: Nation) -> Source:
        state = state_of(nation, self._packs)
        if state:
            return Source(name=state.name, id=state.id, side=state.side, kind="organisation")
        return Source(name=nation.country, side=side_of(nation, self._packs), kind="organisation")
