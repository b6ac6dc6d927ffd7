"""A told thing with its denier beside it: "…, a claim that Kyiv rejected", "allegations it denies", "a report dismissed by …".

The cue stands in a clause on the noun, so that the noun is its content and points back to what was told; or the noun is the
object of a verb that attributes nothing by itself: "scoffed at the figure", "was unable to verify the accounts".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crossbearing.read.argument import subjects
from crossbearing.read.attribute import finish
from crossbearing.read.draft import Draft
from crossbearing.read.nesting import less
from crossbearing.read.parse import Parse
from crossbearing.read.phrase import cue_tokens
from crossbearing.read.stancewords import is_one, negated, unable_to, words
from crossbearing.types import Attribution, Span

_SCORE = 0.85
_RELATIVE = ("that", "which")


def with_deniers(parse: Parse, found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions with those of denials beside a noun, and without what was read of the same words amiss."""
    found = [_uncovered(parse, a) for a in found]
    drafts = [
        d for t in range(len(parse)) if (d := _draft(parse, t) or _turned(parse, t) or _unable(parse, t)) is not None
    ]
    known = {t for a in found for s in a.cue for t in parse.tokens_in(s)}
    drafts = [d for d in drafts if d.head not in known]
    if not drafts:
        return tuple(found)
    made = finish(parse, drafts, ())
    clauses = [s for a in made for s in (*a.source, *a.cue)]
    kept = less(found, {a.id for a in found if _amiss(a, clauses)})
    return tuple(sorted((*kept, *made), key=lambda a: ((a.cue or a.content)[0].start, a.id)))


def _uncovered(parse: Parse, a: Attribution) -> Attribution:
    """The attribution with what is denied in its content, where the cue has swallowed it: "denied firing | on the town"."""
    cue = [t for s in a.cue for t in parse.tokens_in(s)]
    verb = next((t for t in cue if parse.lemma[t] == "deny" and parse.pos[t] == "VERB"), None)
    if verb is None or len(a.content) != 1:
        return a
    deed = next((t for t in cue if t > verb and parse.tag[t] == "VBG" and parse.head[t] == verb), None)
    content = a.content[0]
    if deed is None or content.start < parse.end[cue[-1]] or parse.lemma[deed] in ("have", "be"):
        return a
    kept = parse.span(cue[0], deed - 1)
    if any(k not in cue for k in range(cue[0], deed)):
        return a
    return replace(a, cue=(kept,), content=(Span(parse.start[deed], content.end),))


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


def _turned(parse: Parse, verb: int) -> Draft | None:
    """Somebody who turns against a told thing: "the general scoffed at the claim"."""
    if parse.pos[verb] != "VERB" or parse.kids(verb, "neg") or parse.dep[verb] in ("relcl", "acl"):
        return None
    if not (is_one(parse, verb, "reject") or parse.lemma[verb] in words("disputes")) or parse.lemma[verb] == "refuse":
        return None
    holders = (verb, *parse.kids(verb, "prt", "advmod"))
    against = [p for h in holders for p in parse.kids(h, "prep") if parse.lower(p) in ("at", "against", "on", "with")]
    told = [o for p in against for o in parse.kids(p, "pobj")] or list(parse.kids(verb, "dobj"))
    noun = next((o for o in told if parse.pos[o] == "NOUN" and parse.lemma[o] in words("points")), None)
    who = next((s for s in parse.kids(verb, "nsubj") if parse.pos[s] in ("NOUN", "PROPN")), None)
    if noun is None or who is None:
        return None
    inside = [t for t in parse.subtree(noun) if parse.pos[t] != "PUNCT"]
    source = [t for t in parse.subtree(who, without=("relcl",)) if parse.pos[t] != "PUNCT"]
    content = Span(parse.start[min(inside)], parse.end[max(inside)])
    cue = tuple(sorted({*cue_tokens(parse, verb), *(p for p in against if noun in parse.kids(p, "pobj"))}))
    return Draft(verb, cue, (min(source), max(source)), (content,), "cue.verb.turned", _SCORE)


def _unable(parse: Parse, verb: int) -> Draft | None:
    """A named body that could not check a told thing: "Reuters was unable to verify the accounts"."""
    if parse.lemma[verb] not in words("verifies") or parse.pos[verb] != "VERB":
        return None
    if not (unable_to(parse, verb) or negated(parse, verb)):
        return None
    noun = next((o for o in parse.kids(verb, "dobj") if parse.lemma[o] in words("points")), None)
    who = next(iter(subjects(parse, verb)), None)
    if noun is None or who is None or parse.pos[who] != "PROPN" or who > verb:
        return None
    inside = [t for t in parse.subtree(noun) if parse.pos[t] != "PUNCT"]
    source = [t for t in parse.subtree(who, without=("relcl",)) if parse.pos[t] != "PUNCT"]
    content = Span(parse.start[min(inside)], parse.end[max(inside)])
    cue = tuple(range(max(source) + 1, verb + 1))
    return Draft(verb, cue, (min(source), max(source)), (content,), "cue.verb.unable", _SCORE)


def _denier(parse: Parse, verb: int) -> tuple[int, int] | None:
    """First and last token of who denies: the subject of the clause, or after "by"."""
    who = [k for k in parse.kids(verb, "nsubj") if parse.lower(k) not in _RELATIVE]
    if not who and parse.tag[verb] == "VBN":
        who = [o for p in parse.kids(verb, "agent", "prep") if parse.lower(p) == "by" for o in parse.kids(p, "pobj")]
    if not who:
        return None
    tokens = [t for t in parse.subtree(who[0], without=("relcl",)) if parse.pos[t] != "PUNCT"]
    return min(tokens), max(tokens)
