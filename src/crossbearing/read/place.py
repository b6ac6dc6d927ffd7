"""`Parse`, gazetteer, packs → `Toponym`s: every place name of a report, resolved or with its rivals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import asin, cos, log, radians, sin, sqrt

from crossbearing.gazetteer import Entry, Gazetteer
from crossbearing.packs import Pack
from crossbearing.read.mention import Mention, mentions
from crossbearing.read.parse import Parse
from crossbearing.read.placewords import place_words
from crossbearing.read.relation import relation
from crossbearing.read.resolve import Answer, Asked, resolve
from crossbearing.types import Place, PlacePrecision, ReportHead, Rival, Toponym

_PRECISION: dict[str, PlacePrecision] = {
    "facility": "facility", "settlement": "settlement", "area": "area", "admin2": "admin2", "admin1": "admin1", "country": "country", "continent": "area", "water": "area",
}  # fmt: skip
SHARE, OF_BEST = 0.01, 0.1
"""A rival is kept with this share of belief, or with this part of what the likeliest has: of a hundred namesakes all."""
_LIES_IN = re.compile(r", | \(| in (?:the )?(?:(?:north|south|east|west|central)[a-z-]* )?")


def toponyms(parse: Parse, gazetteer: Gazetteer, packs: tuple[Pack, ...], head: ReportHead) -> tuple[Toponym, ...]:
    """Every place name, adjective of a place and name that stands for its government, in order of the text.

    `packs` are those that the report is read with: their names are trusted, and their theatre is where it plays.
    """
    found = mentions(parse, gazetteer, packs)
    asked = questions(parse, found)
    answers = {a.asked.form: a for a in resolve(asked, gazetteer, packs)}
    return _together(parse, tuple(_toponym(parse, m, _as_unit(parse, m, answers[m.form])) for m in found))


_UNIT_BEHIND = re.compile(
    r"(?:(?:, [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)*,? and [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)? (?P<unit>[a-z]+)s\b|(?:[’']s)? (?P<one>[a-z]+)\b"
)
_UNIT_BEFORE = re.compile(
    r"\b(?P<unit>[a-z]+)s of (?:[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?, )*(?:[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?,? and )?$|\b(?P<one>[a-z]+) of $"
)
_LAND = frozenset({"countryside"})
_SMALL = frozenset({"district", "raion", "county", "municipality", "township"})


def _as_unit(parse: Parse, mention: Mention, answer: Answer) -> Answer:
    """The answer with the unit named like a town first, where this naming says that it is one: "the A and B provinces"."""
    best = answer.best
    words = place_words()
    english = best is not None and words.has("anglophone", (best.country or "").lower())
    if best is None or best.kind != "settlement" or mention.use == "metonym" or english:
        return answer
    start, end = parse.start[mention.first], mention.end
    behind, before = _UNIT_BEHIND.match(parse.text, end), _UNIT_BEFORE.search(parse.text[max(0, start - 80) : start])
    told = {w for hit in (behind, before) if hit for w in (hit["unit"], hit["one"]) if w}
    if before is not None and "district" in (before["unit"], before["one"]):
        return answer  # "the eastern districts of Velen" are parts of the town
    told = {w for w in told if words.has("wide unit", w) or w == "governorate" or w in _LAND}
    if not told:
        return answer
    kinds = ("admin2", "admin1") if told & _SMALL else ("admin1", "admin2")
    for kind in kinds:
        for n, scored in enumerate(answer.scored):
            if scored.entry.kind == kind and scored.entry.country == best.country:
                rest = (*answer.scored[:n], *answer.scored[n + 1 :])
                return replace(answer, scored=(scored, *rest))
    return answer


def questions(parse: Parse, found: Sequence[Mention]) -> tuple[Asked, ...]:
    """What has to be resolved: each form once, with all that its mentions tell."""
    words = place_words()
    counts = Counter(m.form for m in found)
    containers: dict[str, dict[str, None]] = {}
    beside: dict[str, set[str]] = {}
    guess: set[str] = set()
    shy = {m.form for m in found if m.rule.startswith("seat")} - {
        m.form for m in found if not m.rule.startswith("seat")
    }
    for left, right in pairwise(found):
        between = parse.text[parse.end[left.last - 1] : parse.start[right.first]]
        if right.form not in words.demonyms and _LIES_IN.fullmatch(between):
            containers.setdefault(left.form, {})[right.form] = None
    for m in found:
        after = parse.lower(m.last) if m.last < len(parse) else ""
        before = [parse.lower(i) for i in range(max(0, m.first - 2), m.first)]
        marks = beside.setdefault(m.form, set())
        if words.has("unit", after) or (before[-1:] == ["of"] and words.has("unit", before[0])):
            marks.add("unit")
        if (
            (words.has("town", after) and after != "district")
            or (before[-1:] == ["of"] and words.has("town", before[0]))
            or before[-1:] in (["city"], ["town"], ["village"])
        ):
            marks.add("town")
        if m.use == "metonym":
            marks.add("metonym")
        if m.rule.startswith(("entity", "seat")):
            guess.add(m.form)
    first = found[0].form if found else None
    return tuple(
        Asked(
            form,
            containers=tuple(containers.get(form, {})),
            demonym=words.demonyms.get(form),
            unit="unit" in beside[form],
            town="town" in beside[form],
            metonym="metonym" in beside[form],
            # the first name of a report, most often its dateline, tells most about the others
            weight=(1.0 + log(counts[form])) * (2.0 if form == first else 1.0),
            guess=form in guess,
            shy=form in shy,
        )
        for form in sorted(counts)
    )


def _toponym(parse: Parse, mention: Mention, answer: Answer) -> Toponym:
    start, end = parse.start[mention.first], mention.end
    text = parse.text[start:end]
    best = answer.best
    least = min(SHARE, OF_BEST * answer.scored[0].score) if answer.scored else SHARE
    rivals = tuple(
        Rival(
            id=s.entry.id, name=s.entry.name, admin1=s.entry.admin1, country=s.entry.country, score=s.score,
            lat=s.entry.lat, lon=s.entry.lon,
        )
        for s in answer.scored
        if (best is None or s.entry.id != best.id) and s.score >= least
    )  # fmt: skip
    if best is None:
        return Toponym(start=start, end=end, text=text, use=mention.use, rivals=rivals)
    place = _place(parse, mention, text, best, rivals)
    return Toponym(
        start=start, end=end, text=text, use=mention.use, lat=best.lat, lon=best.lon, place=place, rivals=rivals
    )


def _place(parse: Parse, mention: Mention, text: str, entry: Entry, rivals: tuple[Rival, ...]) -> Place:
    plain = Place(
        as_written=text, id=entry.id, name=entry.name, admin1=entry.admin1, country=entry.country, lat=entry.lat, lon=entry.lon,
        radius_km=entry.radius_km, precision=_PRECISION[entry.kind], rivals=rivals,
    )  # fmt: skip
    if mention.use == "demonym" or entry.kind not in {"settlement", "facility", "area"}:
        return plain
    words = place_words()
    behind = [parse.lower(i) for i in range(mention.last, min(mention.last + 4, len(parse)))]
    if entry.kind == "settlement":
        for length in (4, 3, 2, 1):
            several = " ".join(behind[:length])
            if words.has("facility", several):
                written = parse.text[parse.start[mention.first] : parse.end[mention.last + length - 1]]
                return replace(plain, as_written=written, name=f"{entry.name} {several}", precision="facility")
        if behind and words.has("area", behind[0]):
            written = parse.text[parse.start[mention.first] : parse.end[mention.last]]
            return replace(plain, as_written=written, precision="area", radius_km=max(15.0, entry.radius_km))
    first = parse.sentences[parse.sentence_of(mention.first)][0]
    if mention.use in {"place", "modifier"}:
        near = relation(parse.text[parse.start[first] : parse.start[mention.first]])
        if near is not None:
            return replace(plain, relation=near.words, radius_km=round(entry.radius_km + near.km, 1), precision="area")
    return plain


_SHARED = frozenset({"near", "outside", "around", "towards", "outskirts of", "area around"})
_COMMA, _LAST = frozenset({", "}), frozenset({" and ", ", and ", " or ", ", or ", " as well as "})


def _together(parse: Parse, found: tuple[Toponym, ...]) -> tuple[Toponym, ...]:
    """Give the relation of the first of a list to all of it: "near X, Y and Z" is near each."""
    out = list(_between(parse, found))
    for n in range(len(out) - 1):
        left, right = out[n], out[n + 1]
        if left.place is None or left.place.relation not in _SHARED or right.use != "place":
            continue
        gap = parse.text[left.end : right.start]
        ends = any(parse.text[a.end : b.start] in _LAST for a, b in pairwise(out[n + 1 : n + 6]))
        if gap not in _LAST and not (gap in _COMMA and ends):
            continue
        if right.place is not None and right.place.precision == "settlement" and right.place.relation is None:
            km = (left.place.radius_km or 0.0) - 3.0
            reach = round((right.place.radius_km or 3.0) + max(km, 3.0), 1)
            place = replace(right.place, relation=left.place.relation, radius_km=reach, precision="area")
            out[n + 1] = replace(right, place=place)
    return tuple(out)


def _between(parse: Parse, found: tuple[Toponym, ...]) -> tuple[Toponym, ...]:
    """Give "between A and B" to both: an area about each that reaches the other."""
    out = list(found)
    for n, (left, right) in enumerate(pairwise(found)):
        if (
            left.place is None
            or right.place is None
            or left.place.relation != "between"
            or parse.text[left.end : right.start] not in {" and ", " and the "}
        ):
            continue
        if "country" in (left.place.precision, right.place.precision):
            continue  # two states are parties: "talks between A and B"
        km = _km(left.place, right.place)
        words = f"between {left.text} and {right.text}"
        out[n] = replace(left, place=replace(left.place, relation=words, radius_km=km))
        out[n + 1] = replace(right, place=replace(right.place, relation=words, radius_km=km, precision="area"))
    # "between" with no second place says nothing about the first
    for n, t in enumerate(out):
        if t.place is not None and t.place.relation == "between":
            out[n] = replace(t, place=replace(t.place, relation=None))
    return tuple(out)


def _km(left: Place, right: Place) -> float:
    a, b, c, d = (radians(v or 0.0) for v in (left.lat, left.lon, right.lat, right.lon))
    h = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return round(12742 * asin(min(1.0, sqrt(h))), 1)
