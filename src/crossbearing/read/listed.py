"""A line that ends in a colon and the list below it: "The ministry reports:", "Its evening summary:"; each point is its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crossbearing.read.draft import Draft
from crossbearing.read.parse import Parse
from crossbearing.read.phrase import noun_phrase, subject
from crossbearing.types import Span

RULE = "cue.list"
_POINT = re.compile(r"\s*\n[^\S\n]*(?:[-–—•·*‣▪◦●]|\(?\d{1,2}[.)]|\(?[a-h]\))[^\S\n]+(?=\S)")
_OPENS = re.compile(r":(?=\s*\n)")
_VERBS = frozenset({
    "list", "give", "note", "report", "name", "detail", "summarise", "summarize", "count", "record", "describe",
    "present", "claim", "say", "state", "announce", "set", "put", "publish", "issue", "release",
})  # fmt: skip
_PAPERS = frozenset({"update", "summary", "bulletin", "briefing", "statement", "communique", "communiqué", "report", "tally", "account", "list", "digest"})  # fmt: skip
_NAMING = frozenset({"DET", "ADJ", "PROPN", "NOUN", "ADP"})
_MOST, _LEAST = 30, 2  # words of the line; points of a list


def with_lists(parse: Parse, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, and for each introduced list one whose content is its points."""
    out = list(drafts)
    for colon, points in lists(parse.text):
        n = parse.sentence_of(parse.tokens_in(Span(colon, colon + 1))[0])
        first, last = parse.sentences[n]
        line = range(first, last)
        if len(line) > _MOST:
            continue
        own = [d for d in out if d.head in line and d.source is not None and all(t in line for t in d.cue)]
        main = min(own, key=lambda d: (sum(1 for _ in parse.ancestors(d.head)), d.head), default=None)
        if main is not None:
            told = tuple(c for c in main.content if _tells(parse, c) and c.end <= colon)
            out[out.index(main)] = replace(main, content=(*told, *points), rule=RULE, source=_whole(parse, main.source, line), notes=(main.rule, *main.notes), score=max(main.score, 0.9))  # fmt: skip
        elif found := _introduced(parse, line):
            head, cue, source = found
            out.append(Draft(head, cue, source, points, RULE, 0.9))
    return out


def lists(text: str) -> Iterator[tuple[int, tuple[Span, ...]]]:
    """Each colon at the end of a line with two points or more right below, and the words of the points."""
    for m in _OPENS.finditer(text):
        found: list[Span] = []
        at = m.end()
        while point := _POINT.match(text, at):
            end = text.find("\n", point.end())
            at = len(text) if end == -1 else end
            words = text[point.end() : at].rstrip().rstrip(".;,")
            found.append(Span(point.end(), point.end() + len(words)))
        if len(found) >= _LEAST:
            yield m.start(), tuple(found)


def _tells(parse: Parse, span: Span) -> bool:
    return any(parse.pos[t] in ("VERB", "AUX") for t in parse.tokens_in(span))


def _introduced(parse: Parse, line: range) -> tuple[int, tuple[int, ...], tuple[int, int]] | None:
    """Head, cue and source of a line with no cue of speech: "It lists:", "According to the staff:", "The army's update:"."""
    roots = [t for t in line if parse.dep[t] == "ROOT"]
    for root in roots:
        who = subject(parse, root)
        if parse.lemma[root] in _VERBS and who is not None and who in line and _can_speak(parse, who):
            return root, (root,), noun_phrase(parse, who)
    for t in line:
        if parse.lower(t) == "according" and t + 1 in line and parse.lower(t + 1) == "to":
            named = parse.kids(t + 1, "pobj")
            if named and _can_speak(parse, named[0]):
                return t, (t, t + 1), noun_phrase(parse, named[0])
    for root in roots:
        if parse.lemma[root] in _PAPERS and parse.pos[root] == "NOUN":
            by = [
                p
                for k in parse.kids(root, "prep")
                if parse.lower(k) in ("from", "by", "of")
                for p in parse.kids(k, "pobj")
            ]
            named = (*parse.kids(root, "poss"), *by)
            if named and _can_speak(parse, named[0]):
                first, last = noun_phrase(parse, named[0])
                return root, (root,), (first, last - (parse.tag[last] == "POS"))
    return None


def _whole(parse: Parse, source: tuple[int, int] | None, line: range) -> tuple[int, int] | None:
    """The source with the words of its name before it, where the line begins with them: "The Ministry of | Defence"."""
    if (
        source is None
        or parse.pos[line.start] == "ADP"
        or not all(parse.pos[t] in _NAMING for t in range(line.start, source[0]))
    ):
        return source
    return min(line.start, source[0]), source[1]


def _can_speak(parse: Parse, token: int) -> bool:
    """A name, a body with an article, or a word that stands for one: "the figures" and "this" speak for nobody."""
    if parse.lower(token) in ("it", "he", "she", "they"):
        return True
    return parse.pos[token] == "PROPN" or parse.ent[token] in ("ORG", "PERSON") or parse.lemma[token] in _BODIES


_BODIES = frozenset({
    "army", "ministry", "military", "staff", "police", "governor", "government", "mayor", "spokesman", "spokeswoman",
    "spokesperson", "agency", "administration", "command", "authority", "council", "office", "group", "force", "mission",
    "committee", "prosecutor", "official", "brigade", "observatory", "organisation", "organization",
})  # fmt: skip
