"""Text → `Number`s: figures in digits and words, ranges, and the words that make them a bound ("more than 40")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """One figure. `start` and `end` hold the words of its bound too; `at` is where the digits (or number words) end.

    A vague figure ("dozens") has neither `low` nor `high`: it is kept as written and never converted.
    """

    start: int
    end: int
    first: int
    at: int
    low: float | None
    high: float | None
    qualifier: str | None
    vague: bool = False


_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES = {w: n for n, w in enumerate(_UNITS)} | {w: 10 * n for n, w in enumerate(_TENS, 2)}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12}
_SHORT = {"k": 1000, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "tn": 10**12}

_WORD = "|".join(sorted([*_UNITS[1:], *_TENS], key=len, reverse=True))
_SCALE = "|".join(_SCALES)
_WORDS = (
    rf"(?i:\b(?:(?:half a|an?) (?=(?:{_SCALE})\b))?(?:{_WORD}|{_SCALE})(?:(?:[ -]|[ -]and[ -])(?:{_WORD}|{_SCALE}))*\b)"
)
_DIGITS = (
    r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+)(?:\.\d+)?"
    r"(?:(?: |-)?(?i:hundred|thousand|million|billion|trillion|mln|bn)\b|(?:k|m|mn)\b(?!²))?"
)
_PARTS = rf"(?i:\b(?:a |three )quarters? of a million\b|\b(?:{_WORD}|\d+) and a half (?:thousand|million|billion|trillion)\b)"
_FIGURE = rf"(?:{_PARTS}|{_DIGITS}|{_WORDS})"
_VAGUE = r"(?i:\b(?:(?:several |many |a few )?(?:(?:tens|hundreds) of )?(?:dozens|scores|hundreds|thousands|millions)|(?:several|many|a few|some) (?:dozen|hundred|thousand|million)(?! ?\d))\b(?! and))"
_LOW = (
    "at least|more than|over|above|upwards of|in excess of|no fewer than|not less than|no less than|not fewer than|"
    "exceeding|exceeds|exceeded|exceed|topped|surpassed|(?:climbed|rose|risen|gone) past|a minimum of|well over|just over|"
    "at the very least"
)
_JUST_BELOW = ("nearly", "almost", "just under")
_HIGH = "up to|as many as|at most|no more than|not more than|fewer than|less than|under|a maximum of|as much as|below"
_NEAR = (
    "about|around|some|roughly|approximately|nearly|almost|an estimated|estimated|close to|an additional|exactly|only|"
    "just|another|a total of|a further|a record|the remaining|all|nearly all|as few as|a reported|reportedly|circa|ca\\."
)
_BOUND = rf"(?P<bound>(?i:\b(?:(?:{_NEAR}) )?(?:{_LOW}|{_HIGH}|{_NEAR})(?= )))"
_RANGE = rf"(?:(?P<between>(?i:between|from)) )?(?P<a>{_FIGURE})(?P<join> ?(?:–|—|-| to | or | and ) ?)(?P<b>{_FIGURE})(?!\w)"
_NUMBER = re.compile(
    rf"(?=\d|\b[A-Za-z])(?:{_BOUND} )?(?:(?P<range>{_RANGE})|(?P<one>{_FIGURE})(?P<plus>\+| or more\b| people or more\b| or so\b|-plus\b)?|(?P<vague>{_VAGUE}))"
)


def numbers(text: str) -> Iterator[Number]:
    """The figures of the text, in order. Those inside words, models, dates and clock times are left out."""
    pos = 0
    while m := _NUMBER.search(text, pos):
        pos = max(m.end(), pos + 1)
        start = m.start("range") if m["range"] else m.start("one") if m["one"] else m.start("vague")
        end = m.end("range") if m["range"] else m.end("one") if m["one"] else m.end("vague")
        if (
            m["range"]
            and m["join"].strip() == "to"
            and _CHANGED.search(text[max(0, m.start("range") - 60) : m.start("a")])
        ):
            pos = m.start("b")  # "the toll rose from 40 to 53": what it is now
            continue
        if m["range"] and m["join"] == " and " and _ONE_NUMBER.fullmatch(f"{m['a']} and {m['b']}"):
            yield from _single(text, m, m.start("a"), m.end("b"), None)
            continue
        if m["range"] and m["join"].strip() == "and" and not m["between"]:
            # "12 and 30" are two figures: read the first alone, then go on
            pos = m.start("join")
            end = m.start("join")
            yield from _single(text, m, m.start("a"), end, None)
            continue
        if m["range"] and m["join"].strip() == "to" and not _is_range(m["a"], m["b"]):
            pos = m.start("join")
            yield from _single(text, m, m.start("a"), m.start("join"), None)
            continue
        if m["range"] and m["join"] == "-" and m["a"].isalpha() and m["b"].isalpha():
            yield from _single(text, m, start, end, None)  # "twenty-three"
            continue
        if m["range"]:
            low, high = value(m["a"]), value(m["b"])
            if re.search(r"(?i)million|billion|thousand|bn|mln", m["b"]) and low < high / 1000:
                scale = next(s for w, s in (*_SCALES.items(), *_SHORT.items()) if re.search(rf"(?i){w}\b", m["b"]))
                low *= scale
            if _outside(text, start, end) and low <= high:
                yield Number(m.start(), m.end(), start, end, low, high, _bound(text, m))
            continue
        if m["vague"]:
            yield Number(m.start(), m.end(), start, end, None, None, m["vague"].lower(), vague=True)
            continue
        yield from _single(text, m, start, end, m["plus"])


_ONE_NUMBER = re.compile(rf"(?i:(?:.* )?(?:hundred|thousand|million) and (?:{_WORD})(?:[ -](?:{_WORD}))?)")
"""One figure in words that an "and" runs through: "one hundred and forty"."""
_CHANGED = re.compile(
    r"(?i:\b(?:rose|risen|rises|jumped|climbed|increased|grew|grown|soared|went up|gone up|fell|dropped|decreased|raised|lowered|revised|"
    r"updated|corrected|cut|toll)\b[^.;:\d]{0,40}\bfrom (?:about |around |some |at least |more than )?$)"
)
"""Words of change before a range: its second figure alone is told."""


def value(text: str) -> float:
    """The value of one figure in digits or words."""
    plain = text.strip().lower()
    if plain.endswith(" of a million"):
        return 750_000 if plain.startswith("three") else 250_000
    if " and a half " in plain:
        whole, scale = plain.split(" and a half ")
        return _plain((value(whole) + 0.5) * _SCALES[scale])
    digits = re.match(r"[\d,\u00a0\u202f ]*\d(?:\.\d+)?", plain)
    if digits:
        number = float(re.sub(r"[,\u00a0\u202f ]", "", digits[0]))
        rest = plain[digits.end() :].strip(" -")
        return _plain(round(number * (_SCALES.get(rest) or _SHORT.get(rest) or 1), 6))
    total = current = 0.0
    for word in re.findall(r"[a-z]+", plain):
        if word in ("a", "an"):
            current = 1
        elif word == "half":
            current = 0.5
        elif word in _VALUES:
            current += _VALUES[word]
        elif word in ("hundred", "dozen"):
            current = (current or 1) * _SCALES[word]
        elif word in _SCALES:
            total += (current or 1) * _SCALES[word]
            current = 0
    if plain.startswith("half a "):
        return _SCALES.get(plain.split()[-1], 1) / 2
    return _plain(total + current)


def _plain(n: float) -> float:
    return int(n) if n == int(n) else n


def _single(text: str, m: re.Match[str], start: int, end: int, plus: str | None) -> Iterator[Number]:
    if not _outside(text, start, end):
        return
    n = value(text[start:end])
    bound = _bound(text, m)
    low: float | None = n
    high: float | None = n
    last = m.end("plus") if plus else end
    if plus and "so" not in plus:
        high = None
        bound = bound or "or more"
    elif bound and (bound in _JUST_BELOW or re.search(rf"(?:^|\b(?:{_NEAR}) )(?:{_HIGH})$", bound)):
        low = None
    elif bound and re.search(rf"\b(?:{_LOW})$", bound):
        high = None
    first = start if m["bound"] and bound is None else m.start()
    yield Number(first, last, start, end, low, high, bound)


_GOVERNS = re.compile(
    r"(?i:\b(?:control|controls|hold|authority|sovereignty|sway|power|rule|victory|fl(?:y|ies|ew|own|ying)|fired|war|concern|concerns|"
    r"dispute|won|handed|flags?|banners?|took|taken|take|taking|spread|scattered|anger|clashes|flights?|drones?|jets?) $)"
)
"""Words after which "over" is no bound: "control over 16 villages"."""


def _bound(text: str, m: re.Match[str]) -> str | None:
    """The words of the bound, where they bound the figure."""
    bound = _words(m["bound"])
    if bound == "over" and _GOVERNS.search(text[max(0, m.start() - 14) : m.start()]):
        return None
    return bound


def _words(bound: str | None) -> str | None:
    return bound.strip().lower() if bound else None


def _is_range(a: str, b: str) -> bool:
    return value(a) < value(b)


_BEFORE = re.compile(r"(?:[A-Za-z]-|[\w.,:/№#]|[A-Za-z]’)$")
_AFTER = re.compile(r"(?:[-–][a-z]|[-–][A-Z]|[A-Za-z]|:\d|/\d|°|th\b|st\b|nd\b|rd\b|mm\b)")


def _outside(text: str, start: int, end: int) -> bool:
    """Whether the figure stands by itself and is no part of a word, a model, an age, a date or a time."""
    before = text[max(0, start - 3) : start]
    if _BEFORE.search(before) and text[start].isdigit():
        return False
    if before.endswith("-") and not before.endswith(" -"):
        return False
    after = text[end : end + 14]
    if _AFTER.match(after) and not after.startswith(("-strong", "-plus ")):
        return False
    digits = text[start].isdigit()  # "on 3 May nine men were shot"
    if digits and (
        re.match(rf"(?:{_MONTH})\b", after.lstrip())
        or re.search(rf"\b(?:{_MONTH})\.? $", text[max(0, start - 12) : start])
    ):
        return False
    figure = text[start:end]
    if re.fullmatch(r"0\d\.[0-5]\d", figure):
        return False  # a time of day
    if re.fullmatch(r"(?:19|20)\d\d", figure) and _is_year(text, start, end):
        return False
    if re.match(r" ?(?:a\.m|p\.m|am\b|pm\b|o'clock|GMT|UTC)", after):
        return False
    return not re.match(r" ?(?:years? old|years? of age|-years?)", after)


_MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
_YEAR_BEFORE = re.compile(
    r"(?i:\b(?:in|since|until|by|from|during|of|before|after|than|between|and|to|early|late|mid|the|mid-|january|february|march|april|may|june|july|august|september|october|november|december|\d{1,2},) ?)$|\($"
)


def _is_year(text: str, start: int, end: int) -> bool:
    return bool(_YEAR_BEFORE.search(text[max(0, start - 12) : start])) or text[end : end + 1] in (")", "–", "-")
