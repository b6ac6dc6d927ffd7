"""`Parse` → `Quantity`s: how many were killed, wounded, captured, destroyed, displaced; how much land, what share.

A figure is kept as written and never converted: "more than 40" has low 40 and no high, "dozens" has neither. A total
and its parts are separate. What is counted is told by the noun, and for people by what befell them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from crossbearing.read.argument import clause_verb
from crossbearing.read.befall import (
    VICTIM,
    befell_of,
    by_toll,
    entry,
    following,
    governed,
    is_passive,
    is_victim,
    just_told,
    lexicon_of,
    told_before,
)
from crossbearing.read.countnoun import counted_noun, model
from crossbearing.read.measure import fractions, measured
from crossbearing.read.numbers import Number, numbers
from crossbearing.read.parse import Parse
from crossbearing.read.quantity import Quantity, quantity_of
from crossbearing.types import Count, Span

__all__ = ["Quantity", "quantities"]


_AGE = re.compile(r"(?:[a-z]\)?, |\()$")


def quantities(parse: Parse) -> tuple[Quantity, ...]:
    """Every quantity of the text, in order."""
    found = [*_figures(parse), *fractions(parse), *_singles(parse), *_repeats(parse)]
    found.sort(key=lambda q: (q.span.start, q.span.end))
    out: list[Quantity] = []
    for one in found:
        if not out or one.span.start >= out[-1].span.end:
            out.append(_part(parse, one, out[-1] if out else None))
    out = [q for q in out if q.part or not _lone(q)]
    return tuple(sorted((*out, *_spoken_of(parse, out)), key=lambda q: q.span))


def _lone(q: Quantity) -> bool:
    """Whether an article counts one of whom nothing is told: no part of a total after all."""
    return q.count.what == "people" and q.count.high == 1 and q.count.as_written.lower().startswith(_ARTICLES)


_ARTICLES = ("a ", "an ", "another ", "his ", "her ", "their ")
_RECALL = 3
"""How many sentences back a bare figure ("neighbours speak of 230") takes up a toll."""


def _spoken_of(parse: Parse, told: list[Quantity]) -> Iterator[Quantity]:
    """The rival of a toll, told by its figure alone: "Neighbours speak of 230"."""
    for number in numbers(parse.text):
        span = Span(number.start, number.end)
        inside = parse.tokens_in(Span(number.first, number.at))
        if not len(inside) or any(q.span.overlaps(span) for q in told):
            continue
        outer = next((t for t in inside if parse.head[t] not in inside), inside[-1])
        prep = parse.head[outer]
        if (
            parse.dep[outer] != "pobj"
            or parse.lower(prep) not in ("of", "about")
            or parse.children[outer][-1:] > (outer,)
        ):
            continue
        if parse.lemma[parse.head[prep]] not in ("speak", "talk", "tell"):
            continue
        n = parse.sentence_of(outer)
        before = [q for q in told if 0 <= n - parse.sentence_of(q.head) <= _RECALL and q.span.end <= span.start]
        if before and before[-1].count.what in ("killed", "wounded", "casualties", "missing"):
            yield quantity_of(parse, span, inside[-1], before[-1].count.what, None, number)


_PART_BEFORE = re.compile(
    r"(?i:\b(?:including|among them|among whom|of them|of whom|amongst them)(?: at least| some| about)?,? ?$)"
)
_PART_INSIDE = re.compile(r"(?i:\bof (?:them|whom|these|those)\b)")


def _part(parse: Parse, one: Quantity, total: Quantity | None) -> Quantity:
    """A part ("including 27 children", "40 of them women") shares what befell the total before it in the sentence."""
    if total is None or total.count.what not in (*_BEFELL, "people"):
        return one
    if one.count.what not in ("people", total.count.what):
        return one
    text = parse.text
    if parse.sentence_of(one.head) != parse.sentence_of(total.head) or one.span.start - total.span.end > 120:
        return one
    named = _PART_BEFORE.search(text[max(0, one.span.start - 24) : one.span.start])
    inside = _PART_INSIDE.search(one.span.of(text)) or re.match(r" of (?:them|whom)\b", text[one.span.end :])
    beside = re.fullmatch(r",? and |, ", text[total.span.end : one.span.start])
    joined = beside and (total.part or _PART_BEFORE.search(text[max(0, total.span.start - 24) : total.span.start]))
    closing = re.fullmatch(r",? and ", text[total.span.end : one.span.start]) and re.match(
        r"[.,;:”\"]|$", text[one.span.end :]
    )
    if named or inside or joined:
        return replace(one, count=replace(one.count, what=total.count.what), part=True)
    if closing and total.count.what != "people":
        return replace(one, count=replace(one.count, what=total.count.what))
    return one


_BEFELL = ("killed", "wounded", "captured", "casualties", "missing")


def _figures(parse: Parse) -> Iterator[Quantity]:
    for number in numbers(parse.text):
        inside = parse.tokens_in(Span(number.first, number.at))
        before = parse.lower(inside[0] - 1) if len(inside) and inside[0] else ""
        if not len(inside) or _OUT_OF.search(parse.text[max(0, number.start - 30) : number.start]):
            continue
        if before == "no" or (before == "not" and number.low == 1):
            continue
        one = measured(parse, number, inside) or _counted(parse, number, inside)
        if one:
            yield one


_OUT_OF = re.compile(
    r"(?:^|[.!?;:”\"] |\n)(?:[\"“])?(?:Out of|Of) (?:the |its |their |those |a total of |some |all )?$"
)
"""The whole that a sentence opens with, before it tells of a part: "Of the 90 people on the boat, 53 drowned"."""


def _counted(parse: Parse, number: Number, inside: range) -> Quantity | None:
    noun = counted_noun(parse, number, inside)
    if noun is None:
        return _bare(parse, number, inside)
    if parse.lower(noun) == "times":
        return _times(parse, number, noun)
    lemma = entry(parse, noun)
    lexicon = lexicon_of()
    what = lexicon.noun.get(lemma) or lexicon.adj.get(parse.lower(noun)) or model(parse.lower(noun))
    if (
        what is None
        and lemma in lexicon.explosive
        and any(parse.lemma[c] == "explosive" for c in parse.kids(noun, "amod"))
    ):
        what = "mines"
    if lemma == "case" and _of_abuse(parse, noun):
        return quantity_of(parse, Span(number.start, parse.end[noun]), noun, "people", "cases", number)
    if lemma in lexicon.group and number.low == number.high == 1:
        return None  # "four members of one family"
    if (what == "mines" and _is_coal(parse, noun)) or lemma in lexicon.animal:
        return None
    befell = None
    if what == "equipment" and parse.tag[noun] == "NN" and (number.low or 0) > 1 and _shared(parse, noun):
        what = "attacks"  # "4 missile and 62 air strikes"
    if what in (None, "people"):
        begun = parse.token_at(number.start)
        befell = told_before(parse, number) or befell_of(parse, noun, inside[-1])
        befell = befell or (just_told(parse, begun) if begun is not None else None)
    if what is None and (befell in (None, "people") or lemma in lexicon.measure):
        return None
    span = Span(number.start, max(number.end, parse.end[noun]))
    unit = parse.lower(noun) if what not in ("killed", "wounded", "missing") or befell else None
    return quantity_of(parse, span, noun, befell or what or "people", unit, number, _whose(parse, noun))


def _of_abuse(parse: Parse, noun: int) -> bool:
    """Whether the cases counted are people who suffered it: "58 cases of rape"."""
    of = [o for p in parse.kids(noun, "prep") if parse.lower(p) == "of" for o in parse.kids(p, "pobj")]
    return any(parse.lemma[o] in ("rape", "violence", "abuse", "assault", "abduction", "kidnapping") for o in of)


def _shared(parse: Parse, noun: int) -> bool:
    """Whether the noun only begins a pair whose second half names the attacks: "missile and 62 air strikes"."""
    rest = range(noun + 1, min(noun + 6, parse.sentences[parse.sentence_of(noun)][1]))
    if not rest or parse.lower(rest[0]) != "and":
        return False
    return any(lexicon_of().noun.get(parse.lemma[t]) == "attacks" for t in rest)


def _times(parse: Parse, number: Number, noun: int) -> Quantity | None:
    """How often something was done: "fired on the town five times"."""
    after = parse.lower(noun + 1) if noun + 1 < len(parse) else ""
    if parse.dep[noun] != "npadvmod" or after in ("as", "more", "the", "higher", "larger"):
        return None
    return quantity_of(parse, Span(number.start, parse.end[noun]), noun, "attacks", "times", number)


_TWICE = re.compile(r"(?i:\b(?P<word>twice|thrice)\b)(?! (?:as|the|a|their|its|that|more)\b)")


def _repeats(parse: Parse) -> Iterator[Quantity]:
    """How often something was done, in a word: "bombed the town twice"."""
    for m in _TWICE.finditer(parse.text):
        token = parse.token_at(m.start())
        if token is not None and parse.pos[clause_verb(parse, token)] == "VERB":
            n = 2 if m["word"].lower() == "twice" else 3
            count = Count(what="attacks", unit="times", low=n, high=n, as_written=m[0])
            yield Quantity(Span(m.start(), m.end()), token, count, None)


def _bare(parse: Parse, number: Number, inside: range) -> Quantity | None:
    """A figure without its noun counts people where the sentence says what befell them."""
    token = inside[-1]
    previous = inside[0] - 1
    if previous >= 0 and parse.pos[previous] == "PROPN" and parse.end[previous] + 1 == parse.start[inside[0]]:
        return None
    if _AGE.search(parse.text[: number.first][-3:]) and parse.text[number.at : number.at + 1] in (",", ")", "."):
        return None
    outer = next((t for t in inside if parse.head[t] not in inside or parse.head[t] == t), token)
    if parse.dep[outer] == "pobj" and parse.lower(parse.head[outer]) == "of":
        person = parse.head[parse.head[outer]]
        known = lexicon_of().noun.get(entry(parse, person)) == "people"
        one = any(parse.lower(k) in ("a", "an", "another") for k in parse.kids(person, "det"))
        if parse.lemma[person] in lexicon_of().group and parse.tag[person] == "NN":
            return _grouped(parse, number, person)
        if parse.tag[person] == "NN" and (known or (one and parse.lemma[person] not in lexicon_of().event)):
            return None  # "a man of 61", "a novice of nine"
    befell = told_before(parse, number) or befell_of(parse, outer, inside[-1])
    if befell is None and parse.dep[outer] == "dobj" and _driven(parse, parse.head[outer]):
        befell = "people"
    befell = befell or _of_those(parse, number) or by_toll(parse, outer)
    if befell is None and re.match(r" (?:more )?who\b| of (?:whom|them) (?:were|was|are)\b", parse.text[number.end :]):
        befell = "people"
    if befell is None and parse.dep[outer] == "nsubj":
        first = parse.start[parse.sentences[parse.sentence_of(outer)][0]]
        if re.search(r"(?i:\bof the (?:[\d,]+ )?dead,? $)", parse.text[first : number.start]):
            befell = "killed"  # "Of the 59 dead, 36 were women"
        elif number.vague:
            befell = "people"  # "Thousands marched"
    if befell is None:
        return None
    return quantity_of(parse, Span(number.start, number.end), token, befell, None, number, _loser(parse, outer))


def _grouped(parse: Parse, number: Number, group: int) -> Quantity | None:
    """How many a group is, where something befell it: "a family of four was killed"."""
    befell = befell_of(parse, group, group)
    if befell is None:
        return None
    return quantity_of(parse, Span(number.start, number.end), group, befell, parse.lower(group), number)


_FLIGHT = frozenset({"flee", "leave", "move", "abandon", "escape", "evacuate", "seek"})


def _driven(parse: Parse, verb: int) -> bool:
    """Whether those counted were made to flee: "forcing over 6,000 to flee"."""
    return parse.lemma[verb] in ("force", "drive", "compel", "cause", "prompt", "push") and any(
        parse.lemma[x] in _FLIGHT for x in parse.kids(verb, "xcomp", "ccomp")
    )


_OF_THOSE = re.compile(r" of (?:the|its|their|those)(?: confirmed)? (?P<word>[a-z]+)\b(?! [a-z]+s\b)")


def _of_those(parse: Parse, number: Number) -> str | None:
    """What befell those of whom the figure is a part: "21 of the dead were soldiers"."""
    m = _OF_THOSE.match(parse.text, number.end)
    what = lexicon_of().adj.get(m["word"]) if m else None
    return what if what in ("killed", "wounded", "missing", "captured") else None


def _is_coal(parse: Parse, noun: int) -> bool:
    return any(parse.lemma[c] in lexicon_of().coal for c in parse.kids(noun, "compound", "amod"))


def _whose(parse: Parse, noun: int) -> str | None:
    """Whose people or machines they are, as written: "Ukrainian" soldiers, "the army's" tanks, lost by "Russia"."""
    for child in parse.kids(noun, "amod", "compound", "nmod"):
        if parse.ent[child] == "NORP" or (parse.ent[child] in ("GPE", "ORG") and parse.dep[child] == "compound"):
            return parse.word(child)
    for child in parse.kids(noun, "poss"):
        if parse.pos[child] in ("NOUN", "PROPN"):
            tokens = [t for t in parse.subtree(child) if parse.dep[t] != "case"]
            return parse.span_of(tokens).of(parse.text)
    for prep in parse.kids(noun, "prep"):
        if parse.lower(prep) in ("of", "from"):
            for inner in parse.kids(prep, "pobj"):
                if parse.ent[inner] in ("ORG", "GPE", "NORP") and parse.pos[inner] == "PROPN":
                    return parse.span_of(parse.subtree(inner, without=("relcl", "appos", "prep"))).of(parse.text)
    return _loser(parse, noun)


def _loser(parse: Parse, i: int) -> str | None:
    for above in parse.ancestors(i):
        if parse.pos[above] not in ("VERB", "AUX"):
            continue
        if parse.lemma[above] in ("lose", "suffer", "sustain") and not is_passive(parse, above):
            for subject in parse.kids(above, "nsubj"):
                if parse.pos[subject] in ("NOUN", "PROPN"):
                    return parse.span_of(parse.subtree(subject, without=("relcl", "appos"))).of(parse.text)
        return None
    return None


_LAID_TO_REST = frozenset({"bury", "cremate"})
"""What is done to one at a funeral, and to many after a massacre."""


def _singles(parse: Parse) -> Iterator[Quantity]:
    """A woman was killed: the article counts one, where something befell a person, or a machine was brought down."""
    lexicon = lexicon_of()
    for i in range(len(parse)):
        if parse.pos[i] != "NOUN" or parse.tag[i] != "NN":
            continue
        article = [c for c in parse.kids(i, "det") if parse.lower(c) in ("a", "an", "another")]
        article += [c for c in parse.kids(i, "poss") if parse.lower(c) in ("his", "her", "their")]
        if not article or parse.kids(i, "nummod") or (article[0] and parse.lower(article[0] - 1) == "not"):
            continue
        what = lexicon.noun.get(entry(parse, i)) or model(parse.lower(i))
        if parse.lemma[i] in lexicon.group:
            continue  # "his team", "a family of four"
        if what == "people" or (what is None and entry(parse, i) not in lexicon.inanimate):
            befell = governed(parse, i) or (following(parse, i) if what else None) if parse.dep[i] != "appos" else None
            begun = parse.start[article[0]]
            if what == "people" and befell is None and _PART_BEFORE.search(parse.text[max(0, begun - 24) : begun]):
                befell = "people"  # "among them a girl": by the total it is a part of, if there is one
            if parse.lemma[parse.head[i]] in _LAID_TO_REST:
                continue
            if befell not in ("killed", "wounded", "captured", "people") or (what is None and not is_victim(parse, i)):
                continue
            what = befell
        elif what == "equipment":
            verb = parse.head[i]
            own = parse.dep[article[0]] == "poss"  # "when a drone hit their car"
            if own or parse.dep[i] not in VICTIM or parse.lemma[verb] not in lexicon.singular:
                continue
        else:
            continue
        span = parse.span(article[0], i)
        count = Count(what=what, unit=parse.lower(i), low=1, high=1, as_written=span.of(parse.text))
        yield Quantity(span, i, count, _whose(parse, i))
