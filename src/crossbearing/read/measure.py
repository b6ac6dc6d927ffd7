"""Figures of a measure: land, distance, money, shares in per cent and in words ("a third of the city")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crossbearing.read.befall import entry, lexicon_of
from crossbearing.read.countnoun import after_of
from crossbearing.read.numbers import Number
from crossbearing.read.parse import Parse
from crossbearing.read.quantity import Quantity, quantity_of
from crossbearing.types import Count, Span

_NO_PLACE = (
    r"(?![ -](?:from|away|off|of|north|south|east|west|outside|short|long|wide|high|range|square|behind|down|up|apart|"
    r"front|stretch|line|strip|an hour|per hour|to the (?:north|south|east|west)))(?! [(\[][^)\]]{2,24}[)\]] (?:from|away|off|of|north|south|east|west|outside|long|wide))(?![-/²])"
)
"""What follows a distance that only says where something lies ("10 km from the city")."""
_MEASURES: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("share", "%", re.compile(r" ?(?:%|percent\b|per cent\b)")),
    ("area", "square kilometres", re.compile(r" ?(?:sq\.? ?km\b|square (?:kilomet(?:re|er)s?|km)\b|km²|km2\b)")),
    ("area", "square miles", re.compile(r" ?(?:sq\.? mi(?:les?)?\b|square miles?\b)")),
    ("area", "square metres", re.compile(r" ?(?:sq\.? ?m\b|square met(?:re|er)s?\b|m²|m2\b)")),
    ("area", "hectares", re.compile(r" ?(?:hectares?\b|ha\b)")),
    ("area", "acres", re.compile(r" acres?\b")),
    ("area", "dunams", re.compile(r" dunams?\b")),
    ("area", "feddans", re.compile(r" feddans?\b")),
    ("distance", "kilometres", re.compile(rf"[ -]?(?:km|kilomet(?:re|er)s?)\b{_NO_PLACE}")),
    ("distance", "miles", re.compile(rf" miles?\b{_NO_PLACE}")),
    ("distance", "metres", re.compile(rf" (?:m|met(?:re|er)s)\b{_NO_PLACE}")),
    ("money", "dollars", re.compile(r" (?:US |American )?(?:dollars\b|USD\b)")),
    ("money", "euros", re.compile(r" (?:euros?\b|EUR\b)")),
    ("money", "roubles", re.compile(r" (?:roubles?\b|rubles?\b)")),
    ("money", "hryvnias", re.compile(r" hryvnias?\b")),
    ("money", "pounds", re.compile(r" (?:\w+ )?pounds?\b")),
)
_CURRENCY = re.compile(r"(?:US)?(?P<sign>[$€£₴₽₪])$")
_CURRENCIES = {"$": "dollars", "€": "euros", "£": "pounds", "₴": "hryvnias", "₽": "roubles", "₪": "shekels"}
_FRACTION = re.compile(
    r"(?i:\b(?P<bound>(?:about|nearly|almost|more than|over|less than|at least|around|roughly|some|up to|at most) )?"
    r"(?:(?P<half>(?<!first )(?<!second )(?<!other )half)|(?P<n>one|two|three|four|nine|seven|a)[- ](?P<of>third|quarter|fifth|tenth)s?)"
    r"(?= of (?!a million)(?:the|its|all|that|this|them|[A-Z])))"
)
_TOP = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "seven": 7, "nine": 9}
_BOTTOM = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_ALL_BUT = re.compile(r"(?i:\ball but (?P<n>one|two|three|four|five|a few|\d+)\b)")


def measured(parse: Parse, number: Number, inside: range) -> Quantity | None:
    """The quantity that a figure and the measure or currency beside it make, or `None`."""
    text = parse.text
    if _CONVERTED.search(text[max(0, number.start - 40) : number.start]):
        return None
    if sign := _CURRENCY.search(text[max(0, number.first - 3) : number.first]):
        start = number.first - len(sign[0])
        return quantity_of(parse, Span(start, number.end), inside[-1], "money", _CURRENCIES[sign["sign"]], number)
    for what, unit, pattern in _MEASURES:
        if m := pattern.match(text, number.at if number.end == number.at else number.end):
            head = parse.tokens_in(Span(m.start(), m.end()))
            last = head[-1] if len(head) else inside[-1]
            return quantity_of(parse, Span(number.start, m.end()), last, what, unit, number)
    if m := _WAY.match(text, number.end):
        head = parse.tokens_in(Span(m.start(), m.end()))
        if len(head) and parse.lemma[parse.head[head[-1]]] in _MOVES and parse.pos[parse.head[head[-1]]] == "VERB":
            unit = "kilometres" if m["unit"].startswith("k") else "miles" if m["unit"].startswith("mi") else "metres"
            return quantity_of(parse, Span(number.start, m.end("unit")), head[-1], "distance", unit, number)
    return None


_CONVERTED = re.compile(
    r"(?i:\b(?:km|km²|kilomet(?:re|er)s?|miles?|met(?:re|er)s|hectares?|acres?|sq\.? \w+|yards|feet) [(\[](?:about |around |some |roughly |nearly |more than |over )?$)"
)
"""What stands before a figure that only converts the one before: "1,294 square kilometres (500 square miles)"."""
_WAY = re.compile(
    r" (?P<unit>km|kilomet(?:re|er)s?|miles?|met(?:re|er)s)(?= (?:to the )?(?:north|south|east|west|deeper|further)\w*\b(?! of\b))"
)
_MOVES = frozenset({"advance", "push", "progress", "retreat", "withdraw", "press", "penetrate"})


def fractions(parse: Parse) -> Iterator[Quantity]:
    """The measures told in words: "a third of the city", "all but two villages", "another square kilometre"."""
    yield from _ones(parse)
    for pattern in (_FRACTION, _ALL_BUT):
        for m in pattern.finditer(parse.text):
            tokens = parse.tokens_in(Span(m.start(), m.end()))
            if not len(tokens):
                continue
            what, head = "share", tokens[-1]
            if pattern is _ALL_BUT:
                noun = after_of(parse, tokens[-1] + 1, parse.sentences[parse.sentence_of(head)][1])
                if noun is None or entry(parse, noun) not in lexicon_of().noun:
                    continue
                what, head = lexicon_of().noun[entry(parse, noun)], noun
            count = Count(what=what, qualifier=m[0].lower(), as_written=m[0])
            if pattern is _FRACTION:
                count = _share(m)
            yield Quantity(Span(m.start(), m.end()), head, count, None)


_ANOTHER = re.compile(r"(?i:\b(?:another|a) square (?P<unit>kilomet(?:re|er)|mile)\b)(?! of )")


def _ones(parse: Parse) -> Iterator[Quantity]:
    """One square kilometre, told by its article."""
    for m in _ANOTHER.finditer(parse.text):
        tokens = parse.tokens_in(Span(m.start(), m.end()))
        if len(tokens):
            count = Count(what="area", unit=f"square {m['unit'].lower()}s", low=1, high=1, as_written=m[0])
            yield Quantity(Span(m.start(), m.end()), tokens[-1], count, None)


def _share(m: re.Match[str]) -> Count:
    """A fraction in words as a share of a hundred, to the nearest one: "more than a third" is 33 and up."""
    n = 50 if m["half"] else round(100 * _TOP[m["n"].lower()] / _BOTTOM[m["of"].lower()])
    bound = (m["bound"] or "").strip().lower()
    return Count(
        what="share",
        unit="%",
        low=None if bound in ("less than", "up to", "at most") else n,
        high=None if bound in ("more than", "over", "at least") else n,
        qualifier=bound or None,
        as_written=m[0],
    )
