"""Cues of two verbs: "was quoted by TASS as saying", "cited sources as saying"."""

from __future__ import annotations

from collections.abc import Iterator

from crossbearing.read.carrier import medium_name
from crossbearing.read.draft import Draft
from crossbearing.read.parse import Parse
from crossbearing.read.phrase import agent, below, cue_tokens, noun_phrase, passive, spans_of, subject
from crossbearing.types import Span


def is_quoted_as(parse: Parse, i: int) -> bool:
    """ "saying" in "was quoted as saying" belongs to the cue "quoted"; so do "as saying" after an active "quoted"."""
    if parse.dep[i] != "pcomp":
        return False
    by = parse.head[i]
    return parse.lower(by) == "as" and parse.lemma[parse.head[by]] in ("quote", "cite")


def quoted_as(parse: Parse, i: int) -> Iterator[Draft]:
    """Who is quoted speaks; who quotes carries."""
    subjects = parse.kids(i, "nsubjpass", "nsubj")
    tokens: set[int] = set()
    cue = cue_tokens(parse, i)
    for c in parse.kids(i, "prep"):
        if parse.lower(c) == "as":
            for k in parse.kids(c, "pcomp"):
                cue = [*cue, c, k]
                for cc in parse.kids(k, "ccomp") or parse.kids(k, "dobj"):
                    tokens |= below(parse, cc)
    if not tokens:
        for c in parse.kids(i, "ccomp"):
            tokens |= below(parse, c)
        if not tokens and parse.dep[i] == "parataxis":
            tokens = below(parse, parse.head[i], (i,))
    if not passive(parse, i):
        # "the channel cited sources as saying …": the cited speak, the citing carries
        objects = parse.kids(i, "dobj")
        s = subject(parse, i)
        if objects and tokens:
            said = sorted(set(cue) - set(cue_tokens(parse, i)))
            cited = noun_phrase(parse, objects[0])
            whole = set(range(cited[0], cited[1] + 1)) | set(said) | tokens
            if s is not None:
                yield Draft(
                    i,
                    tuple(cue_tokens(parse, i)),
                    noun_phrase(parse, s),
                    spans_of(parse, whole),
                    "cue.verb.quoted-as.outer",
                    0.85,
                )
            yield Draft(said[-1], tuple(said), cited, spans_of(parse, tokens), "cue.verb.quoted-as", 0.9)
        return
    by = agent(parse, i)
    if by is None:
        # "were quoted as saying by a banned newspaper"
        inner = [k for c in parse.kids(i, "prep") if parse.lower(c) == "as" for k in parse.kids(c, "pcomp")]
        by = next(
            (
                o
                for k in inner
                for p in parse.kids(k, "prep", "agent")
                if parse.lower(p) == "by"
                for o in parse.kids(p, "pobj")
            ),
            None,
        )
    carriers: tuple[str, ...] = ()
    if by is not None:
        first, last = noun_phrase(parse, by)
        carriers = (medium_name(parse, by) or Span(parse.start[first], parse.end[last]).of(parse.text),)
    if subjects:
        yield Draft(
            i,
            tuple(sorted(cue)),
            noun_phrase(parse, subjects[0]),
            spans_of(parse, tokens),
            "cue.verb.quoted-as",
            0.9,
            quotable=True,
            carriers=carriers,
        )
