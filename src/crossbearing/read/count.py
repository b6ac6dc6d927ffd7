"""`Parse` → `Quantity`s: how many were killed, wounded, captured, destroyed, displaced; how much land, what share.

A figure is kept as written and never converted: "more than 40" has low 40 and no high, "dozens" has neither. A total
and its parts are separate. What is counted is told by the noun, and for people by what befell them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from crossbearing.read.numbers import Number, numbers
from crossbearing.read.parse import Parse
from crossbearing.types import Count, Span


@dataclass(frozen=True, slots=True)
class Quantity:
    """One counted thing: its span with the figure, the counted noun's token, the count, and whose it is, as written.

    `head` is the figure's own token where the noun is left out ("killing 12").
    """

    span: Span
    head: int
    count: Count
    whose: str | None


@dataclass(frozen=True, slots=True)
class _Lexicon:
    noun: dict[str, str]
    verb: dict[str, str]
    adj: dict[str, str]
    event: dict[str, str]
    own_subject: dict[str, str]
    coal: dict[str, str]
    singular: dict[str, str]
    measure: dict[str, str]


_MEASURES: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("share", "%", re.compile(r" ?(?:%|percent\b|per cent\b)")),
    ("area", "square kilometres", re.compile(r" ?(?:sq\.? ?km\b|square (?:kilomet(?:re|er)s?|km)\b|km²|km2\b)")),
    ("area", "square miles", re.compile(r" ?(?:sq\.? mi(?:les?)?\b|square miles?\b)")),
    ("area", "square metres", re.compile(r" ?(?:sq\.? ?m\b|square met(?:re|er)s?\b|m²|m2\b)")),
    ("area", "hectares", re.compile(r" ?(?:hectares?\b|ha\b)")),
    ("area", "acres", re.compile(r" acres?\b")),
    ("area", "dunams", re.compile(r" dunams?\b")),
    ("area", "feddans", re.compile(r" feddans?\b")),
    ("money", "dollars", re.compile(r" (?:US |American )?(?:dollars\b|USD\b)")),
    ("money", "euros", re.compile(r" (?:euros?\b|EUR\b)")),
    ("money", "roubles", re.compile(r" (?:roubles?\b|rubles?\b)")),
    ("money", "hryvnias", re.compile(r" hryvnias?\b")),
    ("money", "pounds", re.compile(r" (?:\w+ )?pounds?\b")),
)
_CURRENCY = re.compile(r"(?:US)?(?P<sign>[$€£₴₽₪])$")
_CURRENCIES = {"$": "dollars", "€": "euros", "£": "pounds", "₴": "hryvnias", "₽": "roubles", "₪": "shekels"}
_FRACTION = re.compile(
    r"(?i:\b(?P<q>(?:about |nearly |almost |more than |over |less than |at least |around )?(?:half|(?:one|two|three|a)[- ](?:third|quarter|fifth)s?))(?= of (?:the|its|all|that|this|[A-Z])))"
)
_ALL_BUT = re.compile(r"(?i:\ball but (?P<n>one|two|three|four|five|a few|\d+)\b)")
_AGE = re.compile(r"(?:[a-z]\)?, |\()$")
_NOMINAL = ("NOUN", "PROPN", "ADJ", "NUM", "ADV")
_VICTIM = ("dobj", "nsubjpass", "obj")
_SUBJECT = ("nsubj", "nsubjpass")


def quantities(parse: Parse) -> tuple[Quantity, ...]:
    """Every quantity of the text, in order."""
    found = [*_figures(parse), *_fractions(parse), *_singles(parse)]
    found.sort(key=lambda q: (q.span.start, q.span.end))
    out: list[Quantity] = []
    for one in found:
        if not out or one.span.start >= out[-1].span.end:
            out.append(one)
    return tuple(out)


def _figures(parse: Parse) -> Iterator[Quantity]:
    for number in numbers(parse.text):
        inside = parse.tokens_in(Span(number.first, number.at))
        if not len(inside) or parse.lower(inside[0] - 1 if inside[0] else 0) == "no":
            continue
        one = _measure(parse, number, inside) or _counted(parse, number, inside)
        if one:
            yield one


def _measure(parse: Parse, number: Number, inside: range) -> Quantity | None:
    text = parse.text
    if sign := _CURRENCY.search(text[max(0, number.first - 3) : number.first]):
        start = number.first - len(sign[0])
        return _quantity(parse, Span(start, number.end), inside[-1], "money", _CURRENCIES[sign["sign"]], number)
    for what, unit, pattern in _MEASURES:
        if m := pattern.match(text, number.at if number.end == number.at else number.end):
            head = parse.tokens_in(Span(m.start(), m.end()))
            last = head[-1] if len(head) else inside[-1]
            return _quantity(parse, Span(number.start, m.end()), last, what, unit, number)
    return None


def _quantity(
    parse: Parse, span: Span, head: int, what: str, unit: str | None, number: Number, whose: str | None = None
) -> Quantity:
    count = Count(
        what=what,
        unit=unit,
        low=number.low,
        high=number.high,
        qualifier=number.qualifier,
        as_written=span.of(parse.text),
    )
    return Quantity(span, head, count, whose)


def _counted(parse: Parse, number: Number, inside: range) -> Quantity | None:
    noun = _noun(parse, number, inside)
    if noun is None:
        return _bare(parse, number, inside)
    lemma = _entry(parse, noun)
    lexicon = _lexicon()
    what = lexicon.noun.get(lemma) or lexicon.adj.get(parse.lower(noun))
    if what == "mines" and _is_coal(parse, noun):
        return None
    befell = _befell(parse, noun, inside[-1]) if what in (None, "people") else None
    if what is None and (befell is None or lemma in lexicon.measure):
        return None
    span = Span(number.start, max(number.end, parse.end[noun]))
    unit = parse.lower(noun) if what not in ("killed", "wounded", "missing") or befell else None
    return _quantity(parse, span, noun, befell or what or "people", unit, number, _whose(parse, noun))


def _noun(parse: Parse, number: Number, inside: range) -> int | None:
    """The counted noun: to the right of the figure, over adjectives, or after "of"."""
    sentence = parse.sentences[parse.sentence_of(inside[0])]
    i = inside[-1] + 1
    while i < sentence[1] and parse.start[i] < number.end:
        i += 1
    if i < sentence[1] and parse.lower(i) in ("of", "out"):
        return _after_of(parse, i, sentence[1])
    last: int | None = None
    lexicon = _lexicon()
    while i < sentence[1]:
        word = parse.lower(i)
        if parse.pos[i] in ("NOUN", "PROPN") and word not in ("%",):
            if last is not None and _entry(parse, last) in lexicon.noun and _entry(parse, i) not in lexicon.noun:
                break  # "12 people Tuesday"
            last = i
        elif word in lexicon.adj and last is None and not _nominal_after(parse, i, sentence[1]):
            return i  # "12 dead and 30 injured"
        elif (last is not None and word != "-") or not (
            parse.pos[i] in ("ADJ", "NUM", "ADV")
            or word in ("-", "–", "other", "more")
            or (parse.tag[i] in ("VBN", "VBG") and _nominal_after(parse, i, sentence[1]) and parse.dep[i] == "amod")
        ):
            break
        i += 1
    if last is not None and last > inside[-1]:
        return last
    return None


def _nominal_after(parse: Parse, i: int, stop: int) -> bool:
    k = i + 1
    while k < stop and parse.pos[k] == "ADJ":
        k += 1
    return k < stop and parse.pos[k] in ("NOUN", "PROPN")


def _after_of(parse: Parse, i: int, stop: int) -> int | None:
    """Of "dozens of civilians", "three of the 20 villages", "29 out of 30 drones": the noun."""
    k = i + 1
    if k < stop and parse.lower(k) == "of":
        k += 1
    last: int | None = None
    while k < stop and (
        parse.pos[k] in (*_NOMINAL, "DET", "PRON", "PART") or parse.lower(k) in ("of", "more", "-", "than")
    ):
        if last is not None and parse.lower(k) == "of":
            if parse.lower(last) not in ("dozens", "hundreds", "thousands", "tens", "scores"):
                break
        elif parse.pos[k] in ("NOUN", "PROPN"):
            if last is not None and _entry(parse, last) in _lexicon().noun and parse.pos[k] == "PROPN":
                break
            last = k
        elif last is not None and parse.pos[k] in ("ADV", "ADJ", "DET"):
            break
        k += 1
    return last


def _entry(parse: Parse, i: int) -> str:
    """The lemma under which the noun stands in the list."""
    lemma, word = parse.lemma[i], parse.lower(i)
    known = _lexicon().noun
    return next(
        (form for form in (lemma, word, word.removesuffix("s"), word.removesuffix("es")) if form in known), lemma
    )


def _bare(parse: Parse, number: Number, inside: range) -> Quantity | None:
    """A figure without its noun counts people where the sentence says what befell them."""
    token = inside[-1]
    previous = inside[0] - 1
    if previous >= 0 and parse.pos[previous] == "PROPN" and parse.end[previous] + 1 == parse.start[inside[0]]:
        return None
    if _AGE.search(parse.text[: number.first][-3:]) and parse.text[number.at : number.at + 1] in (",", ")", "."):
        return None
    outer = next((t for t in inside if parse.head[t] not in inside or parse.head[t] == t), token)
    befell = _befell(parse, outer, inside[-1]) or _by_toll(parse, outer)
    if befell is None:
        return None
    return _quantity(parse, Span(number.start, number.end), token, befell, None, number, _loser(parse, outer))


def _befell(parse: Parse, noun: int, after: int) -> str | None:
    """What befell the people counted: told by adjectives, the words that follow, and the verb that governs them."""
    lexicon = _lexicon()
    for child in parse.kids(noun, "amod", "acl"):
        if what := lexicon.adj.get(parse.lower(child)) or (_class(parse, child) if parse.tag[child] == "VBN" else None):
            return what
    for child in parse.kids(noun, "relcl"):
        if what := _by_verb(parse, child, "nsubjpass" if parse.kids(child, "auxpass") else "nsubj"):
            return what
    if what := _following(parse, max(noun, after)):
        return what
    return _governed(parse, noun)


def _following(parse: Parse, i: int) -> str | None:
    """`dead` in "12 people dead", `wounded` in "and 30 others wounded"."""
    stop = parse.sentences[parse.sentence_of(i)][1]
    lexicon = _lexicon()
    k = i + 1
    while (
        k < stop
        and k <= i + 3
        and parse.lower(k)
        in (
            "others",
            "other",
            "more",
            "people",
            "were",
            "was",
            "have",
            "been",
            "had",
            "left",
            "also",
            "being",
            "are",
            "reported",
            "reportedly",
            "feared",
            "confirmed",
        )
    ):
        k += 1
    if k >= stop or parse.lower(k) not in lexicon.adj:
        return None
    if parse.dep[k] in ("amod",) and parse.head[k] > k:
        return None  # "12 in dead ground"
    if parse.tag[k] in ("VBD", "VBN") and parse.kids(k, "dobj") and parse.lower(k - 1) not in ("were", "was", "been"):
        return None  # "three men killed a guard"
    first, also = parse.lower(k), [parse.lower(c) for c in parse.kids(k, "conj")]
    what = lexicon.adj[first]
    if k + 2 < stop and parse.lower(k + 1) in ("or", "and") and parse.lower(k + 2) in lexicon.adj and also:
        other = lexicon.adj[parse.lower(k + 2)]
        if {what, other} == {"killed", "wounded"}:
            return "casualties"
    return what


def _governed(parse: Parse, noun: int) -> str | None:
    lexicon = _lexicon()
    at = noun
    for _ in range(8):
        above, dep = parse.head[at], parse.dep[at]
        if above == at:
            return None
        if dep in ("conj", "appos", "nummod", "compound", "quantmod", "amod", "nmod") and parse.pos[above] not in (
            "VERB",
            "AUX",
        ):
            at = above
            continue
        if dep in ("pobj", "pcomp") and parse.lower(above) in ("including", "among", "of", "with", "for"):
            outer = parse.head[above]
            if parse.lower(above) == "of" and parse.pos[outer] in ("NOUN", "PROPN"):
                if parse.lemma[outer] in lexicon.event:
                    return lexicon.event[parse.lemma[outer]]
                if lexicon.noun.get(parse.lemma[outer]) == "killed":
                    return "killed"
            if parse.lower(above) in ("including", "among", "of") and parse.pos[outer] in (
                "NOUN",
                "PROPN",
                "NUM",
                "ADJ",
            ):
                at = outer
                if what := _local(parse, at):
                    return what
                continue
            if parse.lower(above) == "including" and parse.pos[outer] in ("VERB", "AUX"):
                return _class(parse, outer)
            return None
        if parse.pos[above] in ("VERB", "AUX") or parse.tag[above].startswith("VB"):
            return _by_verb(parse, above, dep, at)
        return None
    return None


def _local(parse: Parse, i: int) -> str | None:
    lexicon = _lexicon()
    what = lexicon.noun.get(_entry(parse, i)) or lexicon.adj.get(parse.lower(i))
    return what if what in ("killed", "wounded", "casualties", "missing", "captured") else _following(parse, i)


def _by_verb(parse: Parse, verb: int, role: str, at: int | None = None) -> str | None:
    lexicon = _lexicon()
    lemma = parse.lemma[verb]
    if role in _SUBJECT and not _is_passive(parse, verb):
        if lemma in lexicon.own_subject:
            return lexicon.own_subject[lemma]
        if lemma == "be":
            for prep in parse.kids(verb, "prep"):
                if parse.lower(prep) == "among":
                    for inner in parse.kids(prep, "pobj"):
                        return _local(parse, inner)
        return None
    if role in (*_VICTIM, "conj", "nsubj") and (role != "nsubj" or _is_passive(parse, verb)):
        if lemma == "take" and any(parse.lower(c) in ("prisoner", "hostage", "captive") for c in _below(parse, verb)):
            return "captured"
        if lemma == "lose":
            return "casualties" if at is not None else None
        if lemma == "claim" and at is not None and parse.lemma[at] == "life":
            return "killed"
        if lemma == "leave":
            return next(
                (
                    lexicon.adj[parse.lower(c)]
                    for c in _below(parse, verb)
                    if c > (at or verb) and parse.lower(c) in lexicon.adj
                ),
                None,
            )
        return _class(parse, verb)
    return None


def _below(parse: Parse, verb: int) -> tuple[int, ...]:
    return tuple(t for t in parse.subtree(verb) if t > verb and t - verb < 15)


def _is_passive(parse: Parse, verb: int) -> bool:
    return bool(parse.kids(verb, "auxpass", "nsubjpass")) or (parse.tag[verb] == "VBN" and not parse.kids(verb, "aux"))


def _class(parse: Parse, verb: int) -> str | None:
    lexicon = _lexicon()
    if parse.kids(verb, "neg"):
        return None
    what = lexicon.verb.get(parse.lemma[verb]) or lexicon.adj.get(parse.lower(verb))
    if parse.lemma[verb] == "shoot" and any(parse.lower(c) == "dead" for c in parse.children[verb]):
        what = "killed"
    if what in ("killed", "wounded"):
        others = {
            lexicon.verb.get(parse.lemma[c])
            for c in parse.kids(verb, "conj")
            if not parse.kids(c, "dobj", "nsubjpass", "nsubj", "nummod")
        }
        if parse.dep[verb] == "conj" and not parse.kids(parse.head[verb], *_VICTIM):
            others.add(lexicon.verb.get(parse.lemma[parse.head[verb]]))
        if ({"killed", "wounded"} - {what}) & others:
            return "casualties"
    return what


def _by_toll(parse: Parse, token: int) -> str | None:
    """The death toll rose to 45; the number of wounded reached 60."""
    lexicon = _lexicon()
    for above in parse.ancestors(token):
        if parse.lemma[above] == "toll":
            return "killed"
        if parse.pos[above] not in ("VERB", "AUX"):
            continue
        for subject in parse.kids(above, *_SUBJECT, "dobj"):
            words = [parse.lower(t) for t in parse.subtree(subject)]
            if parse.lemma[subject] == "toll":
                return "wounded" if "injury" in words else "killed"
            if parse.lemma[subject] in ("number", "figure", "count", "total"):
                for w in words:
                    if w in lexicon.adj:
                        return lexicon.adj[w]
                    if lexicon.noun.get(w) or lexicon.noun.get(w.removesuffix("s")):
                        return lexicon.noun.get(w) or lexicon.noun.get(w.removesuffix("s"))
        return None
    return None


def _is_coal(parse: Parse, noun: int) -> bool:
    return any(parse.lemma[c] in _lexicon().coal for c in parse.kids(noun, "compound", "amod"))


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
        if parse.lemma[above] in ("lose", "suffer", "sustain") and not _is_passive(parse, above):
            for subject in parse.kids(above, "nsubj"):
                if parse.pos[subject] in ("NOUN", "PROPN"):
                    return parse.span_of(parse.subtree(subject, without=("relcl", "appos"))).of(parse.text)
        return None
    return None


def _fractions(parse: Parse) -> Iterator[Quantity]:
    for pattern in (_FRACTION, _ALL_BUT):
        for m in pattern.finditer(parse.text):
            tokens = parse.tokens_in(Span(m.start(), m.end()))
            if not len(tokens):
                continue
            what, head = "share", tokens[-1]
            if pattern is _ALL_BUT:
                noun = _after_of(parse, tokens[-1] + 1, parse.sentences[parse.sentence_of(head)][1])
                if noun is None or _entry(parse, noun) not in _lexicon().noun:
                    continue
                what, head = _lexicon().noun[_entry(parse, noun)], noun
            count = Count(what=what, qualifier=m[0].lower(), as_written=m[0])
            yield Quantity(Span(m.start(), m.end()), head, count, None)


def _singles(parse: Parse) -> Iterator[Quantity]:
    """A woman was killed: the article counts one, where something befell a person, or a machine was brought down."""
    lexicon = _lexicon()
    for i in range(len(parse)):
        if parse.pos[i] != "NOUN" or parse.tag[i] != "NN":
            continue
        article = [c for c in parse.kids(i, "det") if parse.lower(c) in ("a", "an", "another")]
        if not article or parse.kids(i, "nummod"):
            continue
        what = lexicon.noun.get(_entry(parse, i))
        if what == "people":
            befell = _governed(parse, i) or _following(parse, i) if parse.dep[i] != "appos" else None
            if befell not in ("killed", "wounded", "captured"):
                continue
            what = befell
        elif what == "equipment":
            verb = parse.head[i]
            if parse.dep[i] not in _VICTIM or parse.lemma[verb] not in lexicon.singular:
                continue
        else:
            continue
        span = parse.span(article[0], i)
        count = Count(what=what, unit=parse.lower(i), low=1, high=1, as_written=span.of(parse.text))
        yield Quantity(span, i, count, _whose(parse, i))


@cache
def _lexicon() -> _Lexicon:
    kinds: dict[str, dict[str, str]] = {}
    with (resources.files("crossbearing") / "data" / "units.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            kinds.setdefault(row["kind"], {})[row["form"].lower()] = row["what"]
    return _Lexicon(**kinds)
