"""`Attribution`s + `Mention`s → `Attribution`s with `speaker`: pronouns, titles, short forms and roles resolved in the report."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from crossbearing.packs import Pack
from crossbearing.read.carrier import quoted_by, reached_by
from crossbearing.read.chain import known_medium
from crossbearing.read.citing import RULE as CITING
from crossbearing.read.cues import media, nouns
from crossbearing.read.nation import nation_of
from crossbearing.read.nesting import less
from crossbearing.read.parse import Parse
from crossbearing.read.phrase import head_token
from crossbearing.read.refer import Discourse
from crossbearing.read.selfnamed import given_name, name_last
from crossbearing.read.who import Mention
from crossbearing.text import fold
from crossbearing.types import Attribution, ReportHead, Source, Span

_NAME_AFTER = re.compile(
    r"^(?:[Aa]n?|[Tt]he|[Oo]ne|[A-Z][\w’']*’s) [^,]*\b[a-z][^,]*, (?:(?:Mr|Mrs|Ms|Dr)\.? )?(?P<name>[A-Z][\w’'-]+(?: (?:[a-z]{2,3} )?[A-Z][\w’'-]+){1,3})$"
)
_AMPERSAND = re.compile(r"^[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)? & [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?$")
_NAMED_BODY = re.compile(r"\b(?P<body>[a-z]+) (?P<name>[A-Z][\w’'&-]*(?: [A-Z][\w’'&-]*){0,3}),?$")
_MEDIUM_LAST = re.compile(
    r"(?P<name>[A-Z][\w’&-]*(?: [A-Z][\w’&-]*){0,3}) (?:news agency|agency|newswire|television channel|television|channel|radio|newspaper|website|portal)$"
)
_PROJECT = re.compile(
    r"[a-z]+ (?:project|initiative|platform|monitor|tracker) (?P<name>[A-Z][\w’-]*(?: [A-Z][\w’-]*){0,3})(?: [a-z]+)?$"
)
_FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our"})
_BARE_MEDIA = frozenset(
    {"agency", "news agency", "channel", "newspaper", "broadcaster", "radio", "outlet", "website", "tv"}
)
_GOES_ON = 4  # sentences after which a speech has to name its carrier again
_NEXT = 2
"""How many sentences on, over the end of a paragraph, where nobody else has spoken between."""
_CHECKS = frozenset({"verify", "confirm", "corroborate", "establish", "reach", "contact"})


def speakers(
    parse: Parse,
    attributions: Sequence[Attribution],
    mentions: Sequence[Mention],
    packs: Sequence[Pack],
    head: ReportHead,
) -> tuple[Attribution, ...]:
    """Each attribution with its speaker: the fullest name of the report, no rank, never a pronoun.

    A source that names nobody keeps `name` `None` and kind `anonymous`.
    """
    talk = Discourse(parse, mentions, packs)
    done: dict[str, Attribution] = {}
    by_id = {a.id: a for a in attributions}
    for a in sorted(attributions, key=lambda a: (_depth(a, by_id), _place(a), a.id)):
        outer = done.get(a.within or "")
        speaker = _firm(parse, a, head) or _speaker(parse, a, talk, outer, done)
        through = a.carriers or (_hands_between(parse, head_token(parse, a.source)) if a.source else ())
        made = replace(a, speaker=speaker, carriers=through)
        done[a.id] = _cited(made, outer) if outer is not None else made
        if a.source:
            talk.heard(head_token(parse, a.source), speaker)
    kept = [done[a.id] for a in attributions]
    kept = [replace(a, speaker=_report(a, head)) if _own_voice(parse, a) else a for a in kept]
    none = {a.id for a in kept if _unable(parse, a) or _opens(parse, a)}
    return _carried_on(parse, _named_later(parse, less(kept, none)), packs)


def by_report(a: Attribution) -> bool:
    """Whether the report itself speaks ("we expected more"): an attribution, and yet its own voice."""
    return a.speaker is not None and a.speaker.kind == "report"


def _report(a: Attribution, head: ReportHead) -> Source:
    return Source(name=head.publisher, as_written=a.speaker.as_written if a.speaker else None, kind="report")


def _unable(parse: Parse, a: Attribution) -> bool:
    """ "We have not been able to verify …": what the report cannot tell is nobody's words."""
    return by_report(a) and any(parse.lemma[t] in _CHECKS for s in a.cue for t in parse.tokens_in(s))


def _firm(parse: Parse, a: Attribution, head: ReportHead) -> Source | None:
    """The publisher that names itself, and names like "Karn & Sons", which no parse holds together."""
    written = a.source[0].of(parse.text).strip(" ,") if len(a.source) == 1 else ""
    own = bool(head.publisher) and _names_publisher(written, head.publisher or "")
    if own or _AMPERSAND.match(written):
        return Source(name=head.publisher if own else written, as_written=written, kind="organisation")
    return None


def _names_publisher(written: str, publisher: str) -> bool:
    """Whether the words are the publisher's name, its initials, or the noun of a body that closes it ("the Monitor")."""
    if fold(written) == fold(publisher):
        return True
    bare, words = written.removeprefix("the ").removeprefix("The "), publisher.split()
    if len(words) < 2 or not bare[:1].isupper():
        return False
    if len(words) > 2 and bare == "".join(w[0] for w in words if w[:1].isupper()):
        return True
    return bare != written and bare == words[-1] and fold(bare) in nouns("body") | nouns("medium")


def _own_voice(parse: Parse, a: Attribution) -> bool:
    """ "We have not been able to verify …": outside of everybody's words it is the report itself that speaks."""
    if not a.source or a.within is not None or (a.speaker is not None and a.speaker.name):
        return False
    return parse.lower(head_token(parse, a.source)) in ("we", "i") and len(parse.tokens_in(a.source[0])) == 1


def _opens(parse: Parse, a: Attribution) -> bool:
    """ "Velen: About 70 people were killed": the town that a report opens with is its dateline, and says nothing."""
    written = a.source[0].of(parse.text) if len(a.source) == 1 else ""
    if not written or parse.text[: a.source[0].start].strip() or parse.text[a.source[0].end :][:1] != ":":
        return False
    town = parse.ent[head_token(parse, a.source)] in ("GPE", "LOC", "FAC")
    shouted = written.isupper() and parse.ent[head_token(parse, a.source)] != "PERSON"
    return (town and nation_of(written) is None) or shouted


def _named_later(parse: Parse, found: Sequence[Attribution]) -> list[Attribution]:
    """ "The head of the company claimed …. In a video, Oleg Burov said …": a lead's role is whom the next sentences name.

    Only a definite role of the first two sentences, with no name of its own, and only a full name that stands there first,
    plain or with a title that the role can have.
    """
    ordered = sorted(found, key=lambda a: (_place(a), a.id))
    named: dict[str, Source] = {}
    for n, a in enumerate(ordered):
        s = a.speaker
        if s is None or s.kind != "anonymous" or not s.name or not a.source:
            continue
        token = head_token(parse, a.source)
        kin = parse.lemma[token] in nouns("kin") and bool(parse.kids(token, "poss"))
        if parse.sentence_of(_token(parse, a)) > 1 and not kin:
            continue
        definite = any(
            parse.lower(c) in ("the", "its", "their") or parse.dep[c] == "poss" for c in parse.children[token]
        )
        if not definite or parse.lemma[token] not in nouns("role") or parse.tag[token] not in ("NN", "NNP"):
            continue
        for b in ordered[n + 1 : n + 6]:
            who = b.speaker
            away = parse.sentence_of(_token(parse, b)) - parse.sentence_of(_token(parse, a))
            if who is None or who.kind != "person" or not 0 < away <= 3 or not b.source:
                continue
            name = who.name or ""
            first = parse.text.find(name if kin else name.split()[-1]) >= b.source[0].start
            apart = s.side and who.side and s.side != who.side
            if first and not apart and _bears(b.source[0].of(parse.text), name, parse.lemma[token]):
                named[s.name] = replace(who, side=who.side or s.side)
            break
    if not named:
        return list(found)
    return [
        replace(a, speaker=replace(named[a.speaker.name], as_written=a.speaker.as_written))
        if a.speaker and a.speaker.kind == "anonymous" and a.speaker.name in named
        else a
        for a in found
    ]


def _hands_between(parse: Parse, source: int) -> tuple[str, ...]:
    return quoted_by(parse, source) or reached_by(parse, source)


def _bears(written: str, name: str, role: str) -> bool:
    """Whether a full name stands in its source with no title, or with one that fits the role ("the commander", "General X")."""
    before, found, after = written.partition(name)
    if not found or len(name.split()) < 2:
        return False
    titles = {fold(w) for w in re.findall(r"\w+", before)}
    if role in titles or role in {fold(w) for w in re.findall(r"\w+", after)}:
        return True
    return not before.strip() or bool(titles & nouns("military-title") and role in nouns("military-title"))


def _cited(a: Attribution, outer: Attribution) -> Attribution:
    """ "TASS reported …, citing officials": both say the same words, so that who cites carries them, and holds them not."""
    if CITING not in a.rules or any(s.holds(c) for s in outer.content for c in a.cue):
        return a
    name = outer.speaker.name if outer.speaker else None
    through = [n for n in (*a.carriers, name, *outer.carriers) if n]
    return replace(a, within=outer.within, carriers=tuple(dict.fromkeys(through)))


def _carried_on(parse: Parse, found: Sequence[Attribution], packs: Sequence[Pack]) -> tuple[Attribution, ...]:
    """Carriers hold on: who told an agency in one sentence goes on telling it in the next ones, through the same hands."""
    by_id = {a.id: a for a in found}
    kept: dict[str, Attribution] = {}
    hands: dict[str, tuple[int, tuple[str, ...]]] = {}
    lately: list[str] = []
    last: str | None = None
    for a in sorted(found, key=lambda a: (_place(a), a.id)):
        name = a.speaker.name if a.speaker else None
        sentence = parse.sentence_of(_token(parse, a))
        out = a
        if name and a.source and a.within is None and not a.carriers and name in hands:
            at, carriers = hands[name]
            opens = parse.tokens_in(a.content[0]) if a.content else ()
            begun = min(sentence, parse.sentence_of(opens[0])) if opens else sentence  # a speech told before its cue
            begun = max(begun, at)
            between = parse.text[parse.sentence_span(at).end : parse.sentence_span(begun).start]
            if begun - at <= _GOES_ON and ("\n" not in between or (name == last and begun - at <= _NEXT)):
                out = replace(a, carriers=carriers)
        out = (
            replace(out, carriers=tuple(_in_full(parse.text, _meant(c, lately)) for c in out.carriers))
            if out.carriers
            else out
        )
        lately += [c for c in out.carriers if c != "us" and fold(c) not in nouns("medium")]
        kept[a.id] = out
        last = name if a.source and a.within is None else last
        if name and (chain := _hands(out, by_id, packs)):
            hands[name] = (sentence, chain)
        elif name and out.within is None:
            hands.pop(name, None)
    return tuple(kept[a.id] for a in found)


def _meant(carrier: str, lately: Sequence[str]) -> str:
    """Whom "the agency" or "the channel" means that was told: the medium told last, else the report's own publisher."""
    if fold(carrier) not in _BARE_MEDIA:
        return carrier
    return lately[-1] if lately else "us"


def _in_full(text: str, name: str) -> str:
    """A medium's full name where the report gives it: "AP" where it also has "the Associated Press"."""
    if not name.isupper() or " " in name:
        return name
    for full, _ in media().values():
        words = full.removeprefix("The ").replace("-", " ").split()
        if len(words) > 1 and "".join(w[0] for w in words) == name and full in text:
            return full
    return name


def _hands(a: Attribution, by_id: Mapping[str, Attribution], packs: Sequence[Pack]) -> tuple[str, ...]:
    """The media through which the words of an attribution came: its own carriers, then the media that quote it, outward."""
    out = list(a.carriers)
    seen = {a.id}
    outer = by_id.get(a.within or "")
    while outer is not None and outer.id not in seen:
        seen.add(outer.id)
        name = outer.speaker.name if outer.speaker else None
        if name and known_medium(name, packs):
            out += [n for n in (name, *outer.carriers) if n not in out]
        outer = by_id.get(outer.within or "")
    return tuple(out)


def _token(parse: Parse, a: Attribution) -> int:
    span = (a.cue or a.content)[0]
    inside = parse.tokens_in(span)
    return inside[0] if inside else 0


def _depth(a: Attribution, by_id: Mapping[str, Attribution]) -> int:
    """How deep it is nested: outer ones are resolved first, so that "I" can be theirs."""
    depth, seen = 0, {a.id}
    outer = by_id.get(a.within or "")
    while outer is not None and outer.id not in seen:
        seen.add(outer.id)
        outer, depth = by_id.get(outer.within or ""), depth + 1
    return depth


def _place(a: Attribution) -> int:
    """Where the cue stands."""
    return a.cue[0].start if a.cue else a.content[0].start


def _speaker(
    parse: Parse, a: Attribution, talk: Discourse, outer: Attribution | None, done: Mapping[str, Attribution]
) -> Source:
    if not a.source:
        return Source(name=None, as_written=None, kind="anonymous")
    written = " ".join(s.of(parse.text) for s in a.source).strip(" ,")
    token = head_token(parse, a.source)
    if parse.pos[token] == "ADP":
        token = next(iter(parse.kids(token, "pobj")), token)  # "from Ada Orlov, a spokeswoman"
    others = [
        t
        for x in a.source
        for t in parse.tokens_in(x)
        if parse.dep[t] == "nsubj"
        and parse.head[t] == parse.head[token]
        and any(parse.word(k) == "," for k in range(min(t, token), max(t, token)))
    ]
    if outer is None and parse.lower(token) in _FIRST_PERSON:
        outer = _around(a.source[0], done)
    voice = outer.speaker if outer else None
    talk.said = a.content
    found = talk.resolve(token, a.source[-1].end, voice, tuple(t for t in others if t != token))
    nameless = found is None or found.kind in ("anonymous", "class") or parse.pos[token] == "NOUN"
    named = talk.apposed(token) or talk.body_last(a.source, token) if nameless else None
    if named is not None:
        return replace(named, as_written=written)
    apposed = _NAME_AFTER.search(written.rstrip(" ,"))
    if (
        apposed
        and (found is None or apposed["name"].split()[-1] not in (found.name or ""))
        and parse.pos[parse.tokens_in(a.source[-1])[-1]] in ("PROPN", "PUNCT")
    ):
        # "a herder from Djibo, Hamidou Barry": the name that the parse did not tie to the role
        full = talk.known(apposed["name"])
        return (full and replace(full, as_written=written)) or Source(
            name=apposed["name"], as_written=written, kind="person", side=found.side if found else None
        )
    own = _own_name(parse, token, written, found)
    if own is not None:
        full = talk.known(own.name or "") if own.kind == "person" else None
        talk.calls_himself(token, full or own)
        return replace(full or own, as_written=written)
    body = talk.body_in(a.source, token) if found and found.kind in ("organisation", "class") else None
    if body is not None and found is not None and not any(c.isupper() for c in found.name or "X"):
        return replace(body, as_written=written)
    if (
        body is not None
        and found is not None
        and parse.lemma[token] in nouns("medium") | nouns("generic-body")
        and found.id is None
    ):
        return replace(body, as_written=written)
    beside = talk.person_after(a.source[-1].end) if found is not None and found.kind == "anonymous" else None
    if beside is not None:
        return replace(beside, as_written=written)
    titled = _titled(parse, a.source) if found is not None and found.kind != "person" else None
    if titled and found is not None:
        full = talk.known(titled)
        return (full and replace(full, as_written=written)) or Source(
            name=titled, as_written=written, kind="person", side=found.side
        )
    nameless = found is None or (
        found.kind in ("anonymous", "class") and not any(c.isupper() for c in found.name or "")
    )
    last = _MEDIUM_LAST.search(written) if nameless else None
    if last and nation_of(last["name"]) is None:
        known = media().get(fold(last["name"])) or media().get(fold(last[0]))
        return Source(name=known[0] if known else last[0], as_written=written, kind="organisation")
    project = _PROJECT.search(written) if nameless else None
    if project:
        return Source(name=project["name"], as_written=written, kind="organisation")
    body_named = _NAMED_BODY.search(written) if found is None or found.kind == "anonymous" else None
    if (
        body_named
        and parse.lower(token) in (body_named["body"], body_named["name"].split()[0].lower())
        and body_named["body"] in nouns("body") | nouns("medium") | nouns("generic-body") | {"firm", "consultancy"}
    ):
        # "the private security firm Ambrey"
        return Source(
            name=body_named["name"], as_written=written, kind="organisation", side=found.side if found else None
        )
    if found is None:
        return Source(name=None, as_written=written, kind="anonymous")
    return replace(found, as_written=written)


def _own_name(parse: Parse, token: int, written: str, found: Source | None) -> Source | None:
    """The name inside the words of a source that the parse left nameless or took for the body beside it."""
    if parse.tag[token] in ("NNS", "NNPS", "PRP") or (found is not None and found.kind == "person"):
        return None
    side = found.side if found else None
    last = name_last(written)
    if last and last not in ((found and found.name) or ""):
        return Source(name=last, kind="person", side=side)
    role = parse.lemma[token] in nouns("role") | nouns("private")
    given = given_name(written) if role and (found is None or found.kind == "anonymous") else None
    return Source(name=given[0], kind=given[1], side=side) if given else None


def _titled(parse: Parse, spans: Sequence[Span]) -> str | None:
    """The name after the titles of a source that no entity tag caught: "Chief of the General Staff | Valery Gerasimov"."""
    tokens = [t for s in spans for t in parse.tokens_in(s)]
    comma = next((n for n, t in enumerate(tokens) if parse.word(t) == ","), len(tokens))
    tokens = tokens[:comma]
    titles = nouns("title") | nouns("role") | nouns("body") | nouns("medium")
    last = max((n for n, t in enumerate(tokens) if fold(parse.word(t)).rstrip(".") in titles), default=-1)
    name = tokens[last + 1 :]
    person = any(fold(parse.word(t)).rstrip(".") in nouns("title") | nouns("role") for t in tokens[: last + 1])
    if parse.lemma[head_token(parse, spans)] == "government" and any(
        parse.lower(t) == "of" for t in tokens[: last + 1]
    ):
        return None  # "the government of President Ada Orlov" is more than she
    if not person or not 2 <= len(name) <= 4 or not all(parse.pos[t] == "PROPN" for t in name):
        return None
    text = " ".join(parse.text[parse.start[name[0]] : parse.end[name[-1]]].split())
    return None if nation_of(text) else text


def _around(span: Span, done: Mapping[str, Attribution]) -> Attribution | None:
    holders = [
        (c.end - c.start, b.id, b)
        for b in done.values()
        for c in b.content
        if c.holds(span) and b.manner in ("direct", "mixed")
    ]
    return min(holders, key=lambda h: h[:2])[2] if holders else None
