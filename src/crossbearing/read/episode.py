"""The day of an episode: what several sentences tell of one blow has one day, wherever in the report that day stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from crossbearing.read import locate, timing
from crossbearing.read.argument import clause_verb
from crossbearing.read.befall import lexicon_of
from crossbearing.read.happening import Happening
from crossbearing.read.page import Page
from crossbearing.read.parse import Parse
from crossbearing.read.stance import stance
from crossbearing.read.stancewords import words
from crossbearing.types import Claim, When

CONTEXT = "when:context"
_DATED = frozenset({timing.SAID, timing.PUBLISHED})
_BLOWS = frozenset(
    {
        "air_drone_strike", "shelling_missile", "mine_ied", "suicide_bomb", "grenade", "attack_on_civilians",
        "casualties", "property_destruction", "chemical_weapon",
    }
)  # fmt: skip
"""Kinds that tell one happening: the blow, and what it did."""
_STORY = 8
"""How many sentences a story with a day of its own goes on."""
_LEAD = 2
"""How many sentences open a report: their day may stand anywhere below."""
_FEW = 2
"""How many days a blow may last whose time is lent like a day."""
_RECENT = 31
"""How many days back a blow lies whose day is told only after the words on it."""


@dataclass(frozen=True, slots=True)
class _Day:
    """A blow that the text dates: in which sentence, when, where, told as known ("the strike on …"), and what site it names."""

    sentence: int
    when: When
    place: str | None
    definite: bool
    sites: frozenset[str]


def dated(page: Page, told: Sequence[Happening], made: Sequence[Claim]) -> list[Claim]:
    """The claims, those on a blow that the text dates elsewhere with that day.

    The day is that of the nearest dated blow before, at the same place; else the only day that the report gives to
    a blow there, where the claim opens the report or the day stands on a blow told as known.
    """
    days = _days(page, told)
    out: list[Claim] = []
    for c in made:
        day = _day(page, c, out, days)
        out.append(c if day is None else _with(page, c, day))
    return out


def _with(page: Page, c: Claim, day: When) -> Claim:
    rules = tuple(CONTEXT if r in (*_DATED, timing.OWN) else r for r in c.rules)
    latest, precision = day.latest, day.precision
    if _recovered(page.parse, c) and c.when is not None and c.when.latest is not None:
        latest, precision = c.when.latest, "interval"
    when = When(earliest=day.earliest, latest=latest, precision=precision, rests_on="context")
    return replace(c, when=when, rules=rules)


def _day(page: Page, c: Claim, before: Sequence[Claim], days: Sequence[_Day]) -> When | None:
    if (
        (c.kind not in _BLOWS and not _attack(c))
        or c.mode != "actual"
        or c.stance != "asserts"
        or c.when is None
        or c.when.latest is None
    ):
        return None
    if timing.OWN in c.rules:
        return _only(c, [d for d in days if _wide(c.when) and _inside(d.when, c.when)])
    if not _DATED & set(c.rules) or _of_war(page.parse, c):
        return None
    here = _sentence(page.parse, c)
    found, told = _told_before(page.parse, c, before, here)
    if found:
        return told
    sites = _sites(page.parse, here)
    near = [
        d
        for d in days
        if d.when.latest is not None and d.when.latest < c.when.latest and not _other_site(sites, d.sites)
    ]
    if here < _LEAD and len({(d.when.earliest, d.when.latest) for d in near}) == 1:
        return near[0].when
    return _only(c, near) if any(d.definite for d in near) else None


def _told_before(parse: Parse, c: Claim, before: Sequence[Claim], here: int) -> tuple[bool, When | None]:
    """Whether a dated claim on the same blow stands before, and its day, if it lies before the claim's own words."""
    for o in reversed(before):
        if here - _sentence(parse, o) > _STORY:
            return False, None
        if (o.kind not in _BLOWS and not _attack(o)) or o.when is None or not {timing.OWN, CONTEXT} & set(o.rules):
            continue
        if o.when.rests_on == "context" and timing.OWN in o.rules:
            continue  # "two days before": another blow than the one that is told
        if CONTEXT in o.rules and o.when.precision != "day":
            continue  # what was found afterwards
        if c.place is not None and (o.place is None or c.place.name != o.place.name):
            continue
        if _other_site(_sites(parse, here), _sites(parse, _sentence(parse, o))):
            continue
        if not _short(o.when) or o.when.latest is None or c.when is None or c.when.latest is None:
            return True, None
        return True, o.when if o.when.latest <= c.when.latest and o.mode == "actual" else None
    return False, None


def _attack(c: Claim) -> bool:
    """Whether a clash is one attack, that has a day, and no fighting that goes on."""
    return c.kind == "ground_clash" and any(r.partition("<-")[2].lstrip("@") in _RAIDS for r in c.rules if "<-" in r)


_RAIDS = frozenset({"attack", "raid", "storm", "assault", "ambush"})


def _short(when: When) -> bool:
    """Whether the time is a day, or a few ("at the weekend")."""
    if when.precision == "day":
        return True
    if when.rests_on != "text" or when.earliest is None or when.latest is None:
        return False
    return (date.fromisoformat(when.latest) - date.fromisoformat(when.earliest)).days <= _FEW


def _of_war(parse: Parse, c: Claim) -> bool:
    """Whether a toll is that of a whole war: "at least 20,000 have been killed in the civil war"."""
    if c.kind != "casualties":
        return False
    for t in parse.tokens_in(c.span.span):
        if parse.lemma[t] not in lexicon_of().war:
            continue
        above = parse.head[t]
        of_verb = parse.lower(above) in ("in", "during", "by") and parse.pos[parse.head[above]] in ("VERB", "AUX")
        if parse.dep[t] in ("nsubj", "nsubjpass") or of_verb:
            return True
    return False


def _only(c: Claim, days: Sequence[_Day]) -> When | None:
    """The one day on which all the dated blows at the claim's place agree."""
    here = [d for d in days if c.place is None or d.place is None or d.place == c.place.name]
    if len({(d.when.earliest, d.when.latest) for d in here}) != 1:
        return None
    return here[0].when


def _days(page: Page, told: Sequence[Happening]) -> list[_Day]:
    """Every blow of the report that its clause dates to a day, told as something that was."""
    parse = page.parse
    out: list[_Day] = []
    for h in told:
        if h.kind not in _BLOWS:
            continue
        speech = page.speech(h.trigger)
        when = timing.own_time(page, h, speech, beside=False)
        if when is None or when.precision != "day" or when.rests_on != "text" or not when.earliest or not when.latest:
            continue
        if not _recent(when, page.report.published) or stance(parse, h.trigger, speech)[0] == "predicts":
            continue
        if _looks_back(parse, h.trigger):
            continue
        wheres = locate.places(page.scene, h, speech[0] if speech else None)
        place = wheres[0][0].name if wheres and wheres[0][0] is not None else None
        n = parse.sentence_of(h.trigger)
        out.append(_Day(n, when, place, _known(parse, h), _sites(parse, n)))
    return out


def _looks_back(parse: Parse, trigger: int) -> bool:
    """Whether the clause recalls another blow: "had previously described the strike of 9 March", "an earlier attack"."""
    verb = clause_verb(parse, trigger)
    near = (*parse.kids(verb, "advmod"), *parse.kids(trigger, "amod"))
    return any(parse.lower(k) in ("previously", "earlier", "previous", "before", "similar") for k in near)


def _other_site(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether two sentences name sites, and no kind of site in common."""
    return bool(one and two and not one & two)


def _sites(parse: Parse, sentence: int) -> frozenset[str]:
    """The kinds of sites that a sentence names: a theatre, a hospital."""
    first, end = parse.sentences[sentence]
    found = (t for t in range(first, end) if parse.pos[t] in ("NOUN", "PROPN") and parse.lemma[t] in words("sites"))
    return frozenset(site for t in found if (site := _site(parse, t)))


def _site(parse: Parse, t: int) -> str | None:
    """What kind of site it is; a camp of soldiers is a base, and a bare camp may be either."""
    if parse.lemma[t] != "camp":
        return parse.lemma[t]
    beside = {parse.lower(k) for k in parse.children[t]}
    if beside & {"military", "army"}:
        return "base"
    return "camp" if beside - {"the", "a", "this", "that", "their", "its"} else None


def _recent(when: When, published: str | None) -> bool:
    if published is None or when.latest is None:
        return False
    return 0 <= (date.fromisoformat(published[:10]) - date.fromisoformat(when.latest)).days <= _RECENT


def _known(parse: Parse, h: Happening) -> bool:
    """Whether the blow is told as known: "the strike of March 17", "the café was struck"."""
    if parse.pos[h.trigger] == "NOUN":
        return any(parse.lower(k) in ("the", "that", "this") for k in parse.kids(h.trigger, "det"))
    verb = clause_verb(parse, h.trigger)
    subjects = parse.kids(verb, "nsubjpass")
    return any(parse.lower(k) == "the" for s in subjects for k in parse.kids(s, "det"))


def _wide(when: When) -> bool:
    return when.precision in ("week", "month") and when.rests_on == "text"


def _inside(day: When, stretch: When) -> bool:
    if None in (day.earliest, day.latest, stretch.earliest, stretch.latest):
        return False
    return str(stretch.earliest) <= str(day.earliest) and str(day.latest) <= str(stretch.latest)


def _recovered(parse: Parse, c: Claim) -> bool:
    """Whether the claim tells what was found of a blow afterwards: "61 bodies have been pulled from the ruins"."""
    tokens = parse.tokens_in(c.span.span)
    found = any(parse.lemma[t] in words("recovers") and parse.pos[t] == "VERB" for t in tokens)
    return c.kind == "casualties" and found and any(parse.lower(t) in ("bodies", "corpses", "remains") for t in tokens)


def _sentence(parse: Parse, c: Claim) -> int:
    tokens = parse.tokens_in(c.span.span)
    return parse.sentence_of(tokens[0]) if len(tokens) else 0
