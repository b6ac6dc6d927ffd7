"""`Parse` and publication date → `Timex`es: every expression of time, as an interval of days with its precision.

`dates.py` finds the expressions that name a time by themselves; here neighbours are joined into ranges, the words
before them open an end ("since", "by"), and each is tied to its token. Nothing is read off a clock: what the text
leaves to its date of publication, and that date is not known, stays `None`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from crossbearing.read.dates import COUNTED, Atom, Setting, day_of, find_atoms, number_of
from crossbearing.read.parse import Parse
from crossbearing.types import Span, TimePrecision, When


@dataclass(frozen=True, slots=True)
class Timex:
    """One expression of time: where it stands, what it means, and the token that ties it to the sentence."""

    span: Span
    when: When
    head: int


def timexes(parse: Parse, published: str | None) -> tuple[Timex, ...]:
    """Every expression of time in the text, in order, none overlapping another.

    Args:
        parse: the text.
        published: the report's date of publication (ISO 8601), or `None`; with `None`, what needs it has no days.

    Returns:
        One `Timex` each. `when.as_written` holds the exact words; an end that the text leaves open is `None`.
    """
    setting = Setting(day_of(published), lambda offset: _tense(parse, offset), lambda offset: None)
    atoms = [
        a
        for a in find_atoms(parse.text, setting)
        if not _NAMED.match(parse.text, a.end) and not _COMPARED.search(parse.text, max(0, a.start - 24), a.start)
    ]
    joined = _compose(parse.text, atoms)
    out: list[Timex] = []
    last_day: date | None = None
    for atom in joined:
        solved = _in_context(parse.text, atom, last_day or setting.published)
        if parse.text[atom.start : atom.end].lower() == "overnight" and (day := _said_on(parse, atom, joined)):
            solved = replace(solved, low=day - timedelta(days=1), high=day, known=True)
        if solved.form == "clock" and _day_beside(parse, solved, joined):
            continue
        if solved.form != "clock" and solved.known and solved.low and solved.precision == "day":
            last_day = solved.high or solved.low
        elif solved.form in ("weekday", "monthday") and solved.known and solved.low and solved.high is None:
            last_day = solved.low  # "since Wednesday, the same day a truce began"
        head = _head(parse, solved)
        if head is None:
            continue
        when = When(
            as_written=parse.text[solved.start : solved.end],
            earliest=solved.low.isoformat() if solved.known and solved.low else None,
            latest=solved.high.isoformat() if solved.known and solved.high else None,
            precision=solved.precision,
            rests_on=solved.rests_on,
        )
        out.append(Timex(Span(solved.start, solved.end), when, head))
    return tuple(_begun(parse, out))


_BEGAN = re.compile(
    r"(?i:\b(?P<what>war|invasion|conflict|offensive|fighting|clashes|siege|operation|hostilities|assault|battle|violence)\b"
    r"[^.;\n]{0,40}?\b(?:began|begun|started|broke out|erupted|resumed|flared)\s+$)"
)


def _begun(parse: Parse, found: list[Timex]) -> list[Timex]:
    """The expressions, "since the fighting began" from the day on which the text says that it did."""
    beginnings: dict[str, Timex] = {}
    for x in found:
        led = _BEGAN.search(parse.text[max(0, x.span.start - 80) : x.span.start])
        if led and x.when.precision == "day" and x.when.earliest:
            beginnings.setdefault(led["what"].lower(), x)
    out = []
    for x in found:
        words = (x.when.as_written or "").lower()
        if x.when.earliest is x.when.latest is None and words.startswith("since") and beginnings:
            day = next((b for what, b in beginnings.items() if what in words), None)
            if day is not None:
                out.append(replace(x, when=replace(x.when, earliest=day.when.earliest, rests_on="context")))
                continue
        out.append(x)
    return out


def published_when(published: str | None) -> When | None:
    """The day of publication as a `When` that rests on it; `None` if it is not known."""
    day = day_of(published)
    if day is None:
        return None
    return When(earliest=day.isoformat(), latest=day.isoformat(), precision="day", rests_on="publication")


_NAMED = re.compile(
    r"[- ](?:Movement|Movements|Revolution|Brigade|Division|Battalion|Agreement|Accord|Square|Street|Avenue|Boulevard|Bridge|"
    r"Hospital|University|School|Market|Mosque|Stadium|Forces|Coalition|Committee|Organi[sz]ation|Camp|[Dd]istrict|"
    r"[Nn]eighbou?rhood|[Qq]uarter)\b"
)
"""A date that is a part of a name: "the March 23 Movement", "the 7 July district"."""

_COMPARED = re.compile(r"\bthan (?:that |those |it was |they were )?(?:in|on|during|at|of) (?:the )?$")
"""A time that something is only compared with: "a far larger force than in 2012"."""

_JOIN = re.compile(r"\s?(?:-|–|—|to|till|until|through|and)\s?(?:on |the )?")
_BETWEEN = re.compile(r"(?i:\b(?:between|from)(?: the)? $)")
_OPEN_END = re.compile(
    r"(?i:\b(?:(?P<since>(?:ever )?since|starting(?: from| on)?|beginning(?: on)?|(?<!away )from)|(?P<until>until|till|up to|up until|by|no later than)|(?P<before>before|ahead of)|(?P<after>after|following))(?: the)? $)"
)
_HOUR = re.compile(r"(?i:dawn|daybreak|sunrise|midday|noon|dusk|sunset|nightfall|midnight)\b")
_ON = re.compile(
    r"(?i:\b(?:(?:late|early|earlier|later) )?(?:on|in|at|during|for|as of|over|between)(?: the (?:night|evening|morning|afternoon) of| the| about| around)? $|\b(?:the |on the |in the )?(?:night|morning|evening|afternoon) (?:of|to|into|from|on) $|\bovernight (?:on|into|to|of) $|\b(?:late|early) $)"
)


def _compose(text: str, atoms: list[Atom]) -> list[Atom]:
    """Ranges of two atoms, ends opened by the words before, and the preposition taken into the span."""
    out: list[Atom] = []
    i = 0
    while i < len(atoms):
        atom = atoms[i]
        before = text[max(0, atom.start - 40) : atom.start]
        if i + 1 < len(atoms):
            between = text[atom.end : atoms[i + 1].start]
            led = _BETWEEN.search(before)
            if atom.form == "weekday" and atoms[i + 1].form == "monthday" and re.fullmatch(r",? \(?", between):
                # "on Friday (October 23)": one day, told twice; the date decides
                out.append(_opened(text, replace(atoms[i + 1], start=atom.start), before))
                i += 2
                continue
            begun = atom.form == "unknown" and text[atom.start : atom.end].lower().startswith("since ")
            if begun and between in (" ", " on ") and atoms[i + 1].form in ("weekday", "monthday", "relative"):
                # "since the start of the offensive last Tuesday"
                known = replace(atoms[i + 1], start=atom.start, high=None, precision="interval")
                out.append(known)
                i += 2
                continue
            if (
                _JOIN.fullmatch(between)
                and atom.form == atoms[i + 1].form
                and atom.form not in ("clock", "context", "relative")
                and (led or between.strip() != "and" or atom.form == "weekday")
            ):
                out.append(_range(atom, atoms[i + 1], led, before, text[atom.start : atom.end]))
                i += 2
                continue
        out.append(_opened(text, atom, before))
        i += 1
    return out


def _range(left: Atom, right: Atom, led: re.Match[str] | None, before: str, left_words: str) -> Atom:
    start = left.start - (len(before) - led.start()) if led else left.start
    known = left.known and right.known
    low, high = left.low, right.high
    if left.form == "weekday" and "overnight" in before.lower()[-24:] + left_words.lower():
        low = left.high  # "overnight from Saturday to Sunday": one night
    if known and low and high and low > high and left.form == "weekday":
        low -= timedelta(days=7)
    elif known and low and high and low > high and left.form in ("monthday", "month"):
        low = low.replace(
            year=high.year - (low.month > high.month), day=min(low.day, 28) if low.month == 2 else low.day
        )
    precision: TimePrecision = "day" if known and low and high and (high - low).days <= 1 else "interval"
    return replace(left, start=start, end=right.end, low=low, high=high, precision=precision, known=known)


def _opened(text: str, atom: Atom, before: str) -> Atom:
    possessive = text[atom.end : atom.end + 2] in ("'s", "’s")
    led = None if possessive or atom.form in ("clock", "unknown") else _OPEN_END.search(before)
    if led and (led["before"] or led["after"]) and _HOUR.match(text, atom.start):
        return replace(atom, start=atom.start - (len(before) - led.start()))  # "before dawn on Thursday": on Thursday
    if led:
        start = atom.start - (len(before) - led.start())
        low, high = atom.low, atom.high
        if led["since"] and atom.form == "monthday" and low != high:
            pass  # "from 3 to 5 May" is a stretch and no open end
        elif led["since"]:
            high = None
            if low and re.match(r"(?i)mid", text[atom.start : atom.end]):
                low = low.replace(day=15)
        elif led["until"]:
            low = None
        elif led["before"]:
            end_of = re.match(r"(?i)the end", text[atom.start : atom.end])
            low, high = None, high if end_of else low - timedelta(days=1) if low else None
        else:
            low, high = high, None
        if atom.form == "context":  # "from the previous day": solved later
            return replace(atom, start=start)
        return replace(atom, start=start, low=low, high=high, precision="interval")
    led = _ON.search(before)
    if not led:
        return atom
    start = atom.start - (len(before) - led.start())
    words = led[0].lower()
    low, high = atom.low, atom.high
    if atom.precision == "day" and low and low == high and re.search(r"night (?:of|from)", words):
        high = low + timedelta(days=1)
    elif atom.precision == "day" and low and low == high and re.search(r"night", words):
        low -= timedelta(days=1)
    return replace(atom, start=start, low=low, high=high)


def _in_context(text: str, atom: Atom, anchor: date | None) -> Atom:
    """What is told from another day ("the previous day") is counted from the last day named, else from publication."""
    if atom.form != "context" or anchor is None:
        return atom
    words = text[atom.start : atom.end].lower()
    step = 0
    stretch = re.search(rf"next ({COUNTED}) (day|week|month)s?", words)
    if stretch:  # "over the next nine days", told of what is past
        days = number_of(stretch[1]) * {"day": 1, "week": 7, "month": 30}[stretch[2]]
        return replace(atom, low=anchor, high=anchor + timedelta(days=days), precision="interval", known=True)
    counted = re.search(rf"({COUNTED}|the) (day|week|night)s? (earlier|later|before|prior|after)", words)
    if counted:
        n = 1 if counted[1] == "the" else number_of(counted[1])
        step = n * (7 if counted[2] == "week" else 1) * (1 if counted[3] in ("later", "after") else -1)
    elif re.search(r"previous|(?:day|night) before", words):
        step = -1
    elif re.search(r"following|next|(?:day|night) after", words):
        step = 1
    day = anchor + timedelta(days=step)
    return replace(atom, low=day, high=day, known=True)


# --- ties to the sentence --------------------------------------------------------------------------------------------


def _head(parse: Parse, atom: Atom) -> int | None:
    """The token of the expression whose own head lies outside it."""
    inside = parse.tokens_in(Span(atom.start, atom.end))
    for i in inside:
        if parse.head[i] == i or parse.head[i] not in inside:
            return i
    return inside[0] if len(inside) else None


def _day_beside(parse: Parse, clock: Atom, atoms: list[Atom]) -> bool:
    """Whether the sentence of a clock time names its day elsewhere."""
    token = parse.token_at(clock.start)
    if token is None:
        return True
    sentence = parse.sentence_span(parse.sentence_of(token))
    return any(a.form != "clock" and sentence.start <= a.start < sentence.end for a in atoms)


def _said_on(parse: Parse, night: Atom, atoms: list[Atom]) -> date | None:
    """The one day that the sentence names beside a bare "overnight": the night before it is meant."""
    token = parse.token_at(night.start)
    if token is None:
        return None
    sentence = parse.sentence_span(parse.sentence_of(token))
    days = {
        a.low
        for a in atoms
        if a.form in ("weekday", "monthday")
        and a.known
        and a.low == a.high
        and sentence.start <= a.start < sentence.end
    }
    return days.pop() if len(days) == 1 else None


_AHEAD = frozenset({"will", "shall", "would", "'ll", "’ll"})
_WISHES = frozenset(
    {
        "plan", "expect", "schedule", "intend", "threaten", "vow", "promise", "set", "due", "slate", "aim", "tell",
        "order", "ask", "urge", "demand", "agree", "call", "want", "hope", "decide", "allow", "warn", "pledge",
        "propose", "invite", "require", "instruct", "be",
    }
)  # fmt: skip
_DEADLINE = re.compile(r"(?i:\b(?:by|until|before|no later than)(?: the)? $)")


_FOR = re.compile(r"(?i:\bfor(?: the)? $)")
_DATES = frozenset({"talk", "round", "meeting", "election", "vote", "summit", "session", "rally", "hearing", "negotiation"})  # fmt: skip


def _meets_then(parse: Parse, token: int) -> bool:
    """ "a new round of talks for Friday": what is appointed lies ahead."""
    first = parse.sentences[parse.sentence_of(token)][0]
    return any(parse.lemma[t] in _DATES for t in range(max(first, token - 7), token))


def _tense(parse: Parse, offset: int) -> str:
    """`past`, `future` or `""`: the tense of the verb that the expression depends on."""
    token = parse.token_at(offset)
    if token is None:
        return ""
    deadline = bool(_DEADLINE.search(parse.text[max(0, offset - 20) : offset]))
    if _FOR.search(parse.text[max(0, offset - 8) : offset]) and _meets_then(parse, token):
        return "future"
    infinitive = False
    for above in (token, *parse.ancestors(token)):
        if parse.pos[above] not in ("VERB", "AUX"):
            continue
        helpers = parse.kids(above, "aux", "auxpass")
        if any(parse.lower(h) in _AHEAD for h in helpers):
            done = parse.tag[above] == "VBN" and any(parse.lower(h) == "have" for h in helpers)
            return "past" if done else "future"  # "they would have died on Wednesday"
        if parse.lemma[above] in ("expect", "await", "anticipate"):
            return "future"
        if deadline and any(parse.lower(m) in ("if", "unless") for m in parse.kids(above, "mark")):
            return "future"  # "if no money came by Friday"
        if any(parse.lower(h) == "to" for h in helpers) and not any(parse.lower(h) == "have" for h in helpers):
            infinitive = True
            continue
        if parse.tag[above] == "VBG" and not helpers and parse.dep[above] in ("xcomp", "pcomp"):
            continue  # "will begin handing over"
        if parse.lemma[above] in _WISHES and (infinitive or (deadline and parse.lemma[above] not in ("be", "tell"))):
            return "future"
        if parse.tag[above] in ("VBD", "VBN") or any(parse.tag[h] == "VBD" for h in helpers):
            return "past"
        return "future" if infinitive else ""
    return "future" if infinitive else ""
