"""Text → `Atom`s: the expressions that name a time by themselves ("1 December", "Tuesday", "two days ago").

One rule is one pattern and one builder. A builder reads the words against the publication date; where that is not
known, the expression is kept and has no days.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from crossbearing.read.atom import (
    AROUND,
    COUNTED,
    DASH,
    DAY,
    MONTH,
    MONTH_UPPER,
    PART,
    WEEKDAY,
    YEAR,
    Atom,
    Setting,
    day_of,
    number_of,
)
from crossbearing.read.calendardays import decade, iso, month, monthday, season, year, year_edge
from crossbearing.read.relativedays import (
    ago,
    calendar,
    clock,
    context,
    days_from,
    fixed,
    past_stretch,
    recent,
    since_start,
    this_part,
    unknown,
    weekday,
    weekdays_ago,
    weekend,
    within,
)

__all__ = ["COUNTED", "Atom", "Setting", "day_of", "find_atoms", "number_of"]

_Builder = Callable[[re.Match[str], Setting], "Atom | None"]
_Rule = tuple[re.Pattern[str], _Builder, re.Pattern[str] | None]


def _all(text: str, setting: Setting) -> Iterator[Atom]:
    for first, last in _paragraphs(text):
        there = {hint: hint.search(text, first, last) is not None for hint in _HINTS.values()}
        for pattern, build, hint in _RULES:
            if hint is not None and not there[hint]:
                continue
            for match in pattern.finditer(text, first, last):
                atom = build(match, setting)
                if atom:
                    yield atom


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    first = 0
    for m in _BREAK.finditer(text):
        yield first, m.end()
        first = m.end()
    yield first, len(text)


def find_atoms(text: str, setting: Setting) -> list[Atom]:
    """The expressions of the text in order; of those that overlap the longest, of equals the one whose rule stands first."""
    return _best(list(_all(text, setting)))


def _best(atoms: list[Atom]) -> list[Atom]:
    kept: list[Atom] = []
    for atom in sorted(atoms, key=lambda a: a.start - a.end):
        if all(atom.end <= other.start or other.end <= atom.start for other in kept):
            kept.append(atom)
    return sorted(kept, key=lambda a: a.start)


_BREAK = re.compile(r"(?<=[.!?”\"])[^\S\n]*\n|\n[^\S\n]*\n")
_HINTS = {
    "?P<m>": re.compile(rf"{MONTH}|{MONTH_UPPER}|-\d\d-|/\d|\.\d"),
    "?P<w>": re.compile(WEEKDAY),
    "?P<s>": re.compile("spring|summer|autumn|winter"),
    "?P<y>": re.compile(r"(?:19|20)\d\d"),
    "weekend": re.compile(r"(?i:weekend)"),
    " ago": re.compile(r"(?i:\bago\b)"),
}
"""What stands in a pattern → what a paragraph must hold for it to hit. Trying fifty patterns at every letter took a tenth of all rules."""


def _rule(pattern: str, build: _Builder) -> _Rule:
    return re.compile(pattern), build, next((hint for mark, hint in _HINTS.items() if mark in pattern), None)


_LEAD = rf"(?:(?:[Ee]arly|[Ll]ate|[Ee]arlier|[Ll]ater) (?:on )?|(?:(?:the )?(?:early |late )?(?:hours|morning|afternoon|evening|day) of |{PART} (?:of|on) ))?"
_TRAIL = rf"(?: (?:{PART}|overnight))?"

_RULES: tuple[_Rule, ...] = (
    _rule(r"\b(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?=\b|T)", iso),
    _rule(r"\b(?P<d>1[3-9]|2\d|3[01])/(?P<m>0?[1-9]|1[0-2])/(?P<y>(?:19|20)\d\d)\b", iso),
    _rule(r"\b(?P<d>0?[1-9]|[12]\d|3[01])\.(?P<m>0?[1-9]|1[0-2])\.(?P<y>(?:19|20)\d\d)\b", iso),
    _rule(
        rf"\b{_LEAD}(?:(?i:{WEEKDAY}),? (?:the )?)?(?P<d>{DAY})(?:{DASH}(?P<e>{DAY}))? (?:of )?(?P<m>{MONTH}|{MONTH_UPPER})(?![A-Za-z])(?:,? (?P<y>{YEAR})\b)?{_TRAIL}",
        monthday,
    ),
    _rule(
        rf"(?<!mid-)\b{_LEAD}(?:(?i:{WEEKDAY}),? )?(?P<m>{MONTH}|{MONTH_UPPER})\.? (?P<d>{DAY})(?:{DASH}(?P<e>{DAY})(?!\d| (?:people|civilians|soldiers|percent)))?\b(?!,\d|\.\d|[:%])(?:,? (?P<y>{YEAR})\b)?{_TRAIL}",
        monthday,
    ),
    _rule(
        rf"(?P<part>\b(?:[Ee]arly|[Ll]ate|[Mm]id|[Tt]he (?:beginning|start|middle|end) of)[ -])?(?:(?P<which>\b(?:last|this|next)) )?\b(?P<m>{MONTH}),? (?P<y>{YEAR})\b",
        month,
    ),
    _rule(
        rf"(?<=\b[Ii]n )(?P<part>(?:early|late|mid)[ -])?(?:(?P<which>last|this|next) )?(?P<m>{MONTH})(?P<y>)(?! \d{{1,2}}\b)\b",
        month,
    ),
    _rule(
        rf"(?:(?<=\b[Ss]ince )|(?<=\b[Dd]uring )|(?<=\b[Uu]ntil )|(?<=\bearly as )|(?<=\blate as ))(?P<part>(?:early|late|mid)[ -])?(?:(?P<which>last|this|next) )?(?P<m>{MONTH})(?P<y>)(?! \d{{1,2}}\b)\b",
        month,
    ),
    _rule(
        rf"(?:(?<=\bby )|(?<=\bBy )|(?<=\bof ))(?P<part>(?:early|late|mid)[ -])?(?:(?P<which>last|this|next) )?(?P<m>{MONTH})(?P<y>)(?! \d{{1,2}}\b)\b",
        month,
    ),
    _rule(
        rf"\b(?P<part>(?:[Ee]arly|[Ll]ate|[Mm]id|[Tt]he (?:beginning|start|middle|end) of)[ -])(?P<which>)(?P<m>{MONTH})(?P<y>)(?! \d{{1,2}}\b)\b",
        month,
    ),
    _rule(
        rf"\b(?P<part>(?:[Tt]he )?(?:first|second|third|last) (?:week|half|days) of )(?P<which>)(?P<m>{MONTH})(?:,? (?P<y>{YEAR}))?(?! \d)\b",
        month,
    ),
    _rule(
        rf"(?:(?<=\b[Bb]etween )|(?<=\b[Ff]rom ))(?P<part>)(?P<which>)(?P<m>{MONTH})(?= (?:and|to|until|through) {MONTH})(?P<y>)",
        month,
    ),
    _rule(rf"(?:(?<=\band )|(?<=\bto )|(?<=\buntil )|(?<=\bthrough ))(?P<part>)(?P<which>)(?P<m>{MONTH})(?P<y>)(?! \d{{1,2}}\b)\b", month),
    _rule(rf"(?P<part>)\b(?P<which>[Ll]ast|[Tt]his|[Nn]ext) (?P<m>{MONTH})(?P<y>)\b(?! \d{{1,2}}\b)", month),
    _rule(
        rf"(?P<part>\b(?:[Ee]arly|[Ll]ate|[Mm]id|[Tt]he (?:beginning|start|end|first half|second half) of)[ -])(?P<y>{YEAR})\b",
        year,
    ),
    _rule(
        rf"(?:(?<=\b[Ii]n )|(?<=\b[Bb]y )|(?<=\bof ))(?P<y>{YEAR})\b(?![-–,.]\d|\s+(?:people|civilians|soldiers|fighters|houses|cases))",
        year,
    ),
    _rule(
        rf"(?:(?<=\b[Ss]ince )|(?<=\b[Uu]ntil )|(?<=\b[Aa]fter ))(?P<y>{YEAR})\b(?![-–,.]\d|\s+(?:people|civilians|soldiers|fighters|houses|cases))",
        year,
    ),
    _rule(rf"(?:(?<=\b[Ff]rom )|(?<=\b[Tt]ill )|(?<=\bthan ))(?P<y>{YEAR})\b(?![-–,.]\d)", year),
    _rule(rf"(?:(?<=\b[Dd]uring )|(?<=\b[Bb]efore ))(?P<y>{YEAR})\b(?![-–,.]\d)", year),
    _rule(rf"(?<=\b[Bb]etween )(?P<y>{YEAR})(?= and (?:19|20)\d\d\b)", year),
    _rule(rf"(?:(?<=\b(?:19|20)\d\d to )|(?<=\b(?:19|20)\d\d and ))(?P<y>{YEAR})\b(?! [a-z]+s\b)", year),
    _rule(rf"(?<=\b[Tt]he )(?P<y>{YEAR})(?= [A-Za-z]+)", year),
    _rule(rf"(?<=\()(?P<y>{YEAR})(?=\))", year),
    _rule(r"\b(?:the )?(?P<y>(?:19|20)\d0)s\b", decade),
    _rule(rf"\b[Tt]he (?P<part>first|opening|last|final) (?:few )?(?P<u>days|weeks|months) of (?P<y>{YEAR})\b", year_edge),
    _rule(
        rf"\b(?:[Tt]he )?(?:(?P<which>last|this|next|coming) )?(?P<s>spring|summer|autumn|winter)(?:(?: of)? (?P<y>{YEAR}))?(?=\b(?! (?:camp|clothes|break|coat|wheat|heating|offensive|campaign|harvest|push|conscription|draft|rains|school|term|games|holiday|season|water|counteroffensive|counter-offensive)))",
        season,
    ),
    _rule(
        rf"\b{_LEAD}(?:[Oo]vernight (?:into|to|on |from)?\s?)?(?:(?P<which>[Ll]ast|[Tt]his past|[Tt]his|[Nn]ext|[Cc]oming) )?(?P<w>{WEEKDAY})\b{_TRAIL}",
        weekday,
    ),
    _rule(
        rf"(?i:\b(?P<k>the day before yesterday|the day after tomorrow|(?:(?:earlier|later|late|early) )?(?:today|yesterday|tomorrow|tonight)(?: {PART})?|last (?:night|evening)|overnight)\b)",
        fixed,
    ),
    _rule(rf"(?i:\b(?:early |late |earlier )?this (?:early )?{PART}\b)", this_part),
    _rule(
        r"(?i:\b(?P<part>(?:earlier|later|early|late|the beginning of|the start of) )?(?P<which>last|this|next|previous|coming) (?P<u>week|month|year)\b)(?!-old|-long| of\b)",
        calendar,
    ),
    _rule(rf"(?i:\b{AROUND}(?P<n>{COUNTED}) (?P<u>minutes?|hours?|days?|weeks?|months?|years?) ago\b)", ago),
    _rule(rf"(?i:(?<!first )(?<!time )\b(?:in|within) (?:just |only |under |less than |a span of )?(?P<n>{COUNTED}) (?P<u>hours?|days?|weeks?|months?)\b)(?! (?:ago|of|time|later))", within),
    _rule(
        r"(?i:\bsince the (?:(?:start|beginning) of (?:the|this) (?P<u>week|month|year)|new year)\b)",
        since_start,
    ),
    _rule(r"(?i:\b(?:through|throughout|during|in) the (?:whole )?night\b)(?! (?:of|from|to)\b)", lambda match, setting: days_from(match, setting, -1, 0)),
    _rule(r"(?<=[.!?”] )(?:A|One|Two|Three|Four|Five|Six|Seven|Ten|Some|The) (?:few )?(?P<n>)(?:days?|weeks?|nights?|day) (?:later|earlier|before|after)\b", context),
    _rule(r"(?<=\n)(?:A|One|Two|Three|Four|Five|Six|Seven|Ten|The) (?P<n>)(?:days?|weeks?|nights?) (?:later|earlier|before|after)\b", context),
    _rule(r"\b(?P<n>(?i:days|weeks|months|years|hours)) ago\b", recent),
    _rule(
        r"(?i:\b(?:in|over|during|within|throughout) the (?P<which>past|last|next|coming)(?P<n>) (?P<u>day|week|month|year)\b)",
        past_stretch,
    ),
    _rule(
        r"(?i:\b(?P<which>in the course of the|over the course of the|over the|during the|throughout the) (?P<n>)(?P<u>week|month)\b)(?! (?:of|before|after|that|from|to|leading|until|since|when|in|ending)\b)",
        past_stretch,
    ),
    _rule(
        rf"(?i:\b(?:(?:in|over|during|within|for|throughout) )?(?:the )?(?P<which>past|last|next|coming|previous) (?P<n>{COUNTED}) (?P<u>hours?|days?|weeks?|months?|years?)\b)",
        past_stretch,
    ),
    _rule(r"(?i:\b(?:in|over|during) (?:the )?(?:(?P<which>coming|next) |recent |past |last )(?:few |several )?(?:hours|days|weeks|months|years)\b)", recent),
    _rule(r"(?i:\b(?:over|at|on|during) (?:the |(?P<which>last|this|next|coming) )weekend\b)", weekend),
    _rule(r"(?<=\b[Ss]ince )the (?P<which>)weekend\b", weekend),
    _rule(r"(?i:\b(?P<which>last|this|next|coming|this past) weekend\b)", weekend),
    _rule(r"(?<=\b[Tt]he )(?P<which>)weekend(?:['’]s)?(?= (?:[a-z]+ )?(?:attacks?|raids?|killings?|violence|fighting|strikes?|assaults?|clashes|bombings?|shelling|massacre|ambush|deaths|blasts?|explosions?)\b)", weekend),
    _rule(rf"\b(?P<n>(?i:two|three|four)) (?P<w>{WEEKDAY})s ago\b", weekdays_ago),
    _rule(
        rf"(?i:\b(?:on |earlier )?(?:the (?:previous|following|next|same) (?:day|night|morning|evening)|that (?:same )?(?:day|night|morning|evening)|the (?:day|night) (?:before|after)(?= *[.,;)—–\n]| and\b|$)|(?P<n>{COUNTED}|the) (?P<u>days?|weeks?|nights?) (?P<dir>earlier|later|before|prior)(?= *[.,;)—–\n]| and\b|$))\b)",
        context,
    ),
    _rule(r"(?i:\b(?:earlier|later|early|late|during|throughout|over) (?:in |on )?(?:the|that) day\b)", context),
    _rule(
        r"(?i:\b(?:at |around |about |by |from |shortly (?:before|after) |just (?:before|after) )*(?:(?:[01]?\d|2[0-3]):[0-5]\d(?: ?(?:a\.m\.|p\.m\.|am\b|pm\b))?|\d{1,2}(?:\.[0-5]\d)? ?(?:a\.m\.|p\.m\.|am\b|pm\b)|at (?:dawn|dusk|noon|midnight|daybreak|sunrise))(?: (?:local time|gmt|utc|moscow time|kyiv time))?)",
        clock,
    ),
    _rule(r"\b[Dd]ay \d{1,4} of\b(?: the [a-z-]+| [A-Z]\w+)?", unknown),
    _rule(r"(?i:\b(?:the |its )?\d{1,4}(?:st|nd|rd|th) day of (?:the )?(?:full-scale )?(?:war|invasion|conflict|siege|offensive)\b)", unknown),
    _rule(r"(?i:\bsince (?:the|its|their) (?:[a-z-]+ ){0,3}(?:began|begun|started|broke out|erupted)\b)", unknown),
    _rule(
        r"(?i:\b(?:since|at) the (?:start|beginning|outbreak|onset) of (?:the|its|their|this) (?:[a-z-]+ ){0,3}(?:war|invasion|conflict|offensive|fighting|siege|operation|hostilities)\b)",
        unknown,
    ),
)  # fmt: skip
