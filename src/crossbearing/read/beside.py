"""A told thing with its denier beside it: "…, a claim that Kyiv rejected", "allegations it denies", "a report dismissed by …".

The cue stands in a clause on the noun, so that the noun is its content and points back to what was told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crossbearing.read.attribute import finish
from crossbearing.read.draft import Draft
from crossbearing.read.parse import Parse
from crossbearing.read.phrase import cue_tokens
from crossbearing.read.stancewords import is_one, words
from crossbearing.types import Attribution, Span

_SCORE = 0.85
_RELATIVE = ("that", "which")


def with_deniers(parse: Parse, found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions with those of denials beside a noun, and without what was read of the same words amiss."""
    drafts = [d for t in range(len(parse)) if (d := _draft(parse, t)) is not None]
    known = {t for a in found for s in a.cue for t in parse.tokens_in(s)}
    drafts = [d for d in drafts if d.head not in known]
    if not drafts:
        return tuple(found)
    made = finish(parse, drafts, ())
    clauses = [s for a in made for s in (*a.source, *a.cue)]
    kept = [a for a in found if not _amiss(a, clauses)]
    out = sorted((*kept, *made), key=lambda a: ((a.cue or a.content)[0].start, a.id))
    ids = {a.id for a in out}
    return tuple(a if a.within is None or a.within in ids else replace(a, within=None) for a in out)


def _amiss(a: Attribution, clauses: Sequence[Span]) -> bool:
    """Whether the noun was taken for a cue, and its clause for what it tells ("a claim | that Kyiv rejected")."""
    return not a.source and bool(a.content) and all(any(c.overlaps(s) for s in clauses) for c in a.content)


def _draft(parse: Parse, verb: int) -> Draft | None:
    noun = parse.head[verb]
    if parse.pos[verb] != "VERB" or parse.pos[noun] != "NOUN" or parse.lemma[noun] not in words("points"):
        return None
    if parse.dep[verb] not in ("relcl", "acl") or verb < noun:
        return None
    if not (is_one(parse, verb, "reject") or parse.lemma[verb] in words("disputes")) or parse.lemma[verb] == "refuse":
        return None
    source = _denier(parse, verb)
    if source is None:
        return None
    first = min(k for k in parse.subtree(noun, without=("relcl", "acl")) if k <= noun)
    content = Span(parse.start[first], parse.end[noun])
    return Draft(verb, tuple(cue_tokens(parse, verb)), source, (content,), "cue.verb.beside", _SCORE)


def _denier(parse: Parse, verb: int) -> tuple[int, int] | None:
    """First and last token of who denies: the subject of the clause, or after "by"."""
    who = [k for k in parse.kids(verb, "nsubj") if parse.lower(k) not in _RELATIVE]
    if not who and parse.tag[verb] == "VBN":
        who = [o for p in parse.kids(verb, "agent", "prep") if parse.lower(p) == "by" for o in parse.kids(p, "pobj")]
    if not who:
        return None
    tokens = [t for t in parse.subtree(who[0], without=("relcl",)) if parse.pos[t] != "PUNCT"]
    return min(tokens), max(tokens)
