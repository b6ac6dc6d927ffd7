"""Where two claims happened: one place, one within the other, a name that may mean it, or places that exclude each other."""

from __future__ import annotations

import math
from collections.abc import Sequence

from crossbearing.link.facts import SETTLED, Facts
from crossbearing.link.lexicon import countries, weights
from crossbearing.link.points import Points, veto
from crossbearing.types import Place

AREAS = frozenset({"admin1", "admin2", "country"})


def place(a: Facts, b: Facts) -> Points | None:
    """The same place, one within the other, a name that may mean it; or places that exclude each other."""
    p, q, w = a.place, b.place, weights()
    if _exchanged(a, b):
        return Points(w["place_exchange"], "place: of an exchange the day tells, not the place")
    if p is None or q is None:
        if a.claim.report.id == b.claim.report.id and (p is None) != (q is None):
            # what is denied without a place may be another thing of the same report
            name = "place_context" if a.claim.stance == b.claim.stance else "place_context_denial"
            return Points(w[name], "place: told in one report, once without the place")
        if p is None and q is None and a.claim.report.id == b.claim.report.id:
            return Points(w["place_neither"], "place: given by neither, in one report")
        return _written(a, b) or _mostly(a, b)
    if p.id is not None and p.id == q.id:
        points = {"country": w["place_country"], "admin1": w["place_admin1"], "admin2": w["place_admin2"]}
        value = min(points.get(p.precision, w["place_same"]), points.get(q.precision, w["place_same"]))
        return Points(value, f"place: both {p.name or p.as_written}")
    if p.id is None or q.id is None:
        return _unresolved(a, b)
    if p.precision in AREAS or q.precision in AREAS:
        same = a.claim.report.id == b.claim.report.id
        return _containment(p, q, _written(a, b), "place_within_report" if same else "place_within")
    apart = distance_km(p, q)
    if apart is None:
        return Points(w["place_name"], "place: one name") if a.names & b.names else veto("place: two places")
    reach = (p.radius_km or 2.0) + (q.radius_km or 2.0)
    if apart <= min(reach, 15.0) and (p.precision != "settlement" or q.precision != "settlement"):
        return Points(w["place_near"], f"place: {apart:.0f} km apart, within their extents")
    if apart <= 3.0 and a.names & b.names:
        return Points(w["place_same"], "place: one name, one spot")
    return veto(f"place: {apart:.0f} km apart")


def _exchanged(a: Facts, b: Facts) -> bool:
    """Whether both tell of an exchange on one day that their words give, and neither where it was."""
    if a.family.name != "exchange" or any(f.place is not None and f.place.precision != "country" for f in (a, b)):
        return False
    if a.place is not None and b.place is not None and a.place.id != b.place.id:
        return False
    if a.claim.report.id != b.claim.report.id and a.place is None and not _parties(a) & _parties(b):
        return False  # another war's exchange may fall on the day
    return a.dated and b.dated and a.first is not None and a.first == a.last == b.first == b.last


def _parties(f: Facts) -> frozenset[str]:
    named = (countries().get(w) for w in f.text.split())  # "139 Russian and Ukrainian captives"
    return f.by | f.upon | frozenset(p for p in (f.claim.source.side, *named) if p)


def _unresolved(a: Facts, b: Facts) -> Points | None:
    w = weights()
    p, q = a.place, b.place
    assert p is not None
    assert q is not None
    p_rivals, q_rivals = {r.id for r in p.rivals}, {r.id for r in q.rivals}
    if p.id is None and q.id is None:
        if a.names & b.names:
            if p_rivals and q_rivals and not p_rivals & q_rivals:
                return veto("place: one name, but no place that both may mean")
            return Points(w["place_name"] if p_rivals == q_rivals else w["place_rival"], "place: one unresolved name")
        if p_rivals & q_rivals:
            return Points(w["place_rival"] / 2, "place: names that may mean one place")
        return veto("place: unlike unresolved names")
    known, open_ = (p, q_rivals) if q.id is None else (q, p_rivals)
    if known.id in open_:
        return Points(w["place_rival"], f"place: may mean {known.name or known.as_written}")
    if a.names & b.names and not open_:
        return Points(w["place_rival"], "place: one name, once unresolved")
    return veto("place: an unresolved name that does not mean the other")


def _written(a: Facts, b: Facts) -> Points | None:
    """The place of one, written in the words of the other though not read as its place."""
    for one, other in ((a, b), (b, a)):
        if one.place is not None and one.place.precision in SETTLED and other.writes(one.names):
            return Points(weights()["place_rival"], f"place: the words name {one.place.as_written}")
    return None


def _mostly(a: Facts, b: Facts) -> Points | None:
    """No place is given, but the report tells mostly of the place of the other."""
    for one, other in ((a, b), (b, a)):
        meant = other.place or other.main
        if one.main is not None and meant is not None and one.main.id == meant.id:
            return Points(weights()["place_main"], f"place: not given, in a report on {one.main.name}")
    return None


def may_mean(f: Facts, others: Sequence[Facts]) -> bool:
    """Whether a claim's place, though it does not fit, may stand for that of the others: a namesake, a region, none."""
    if any(f.names & o.names for o in others) or any(f.writes(o.names) for o in others):
        return True
    if f.place is None:
        return any(o.claim.report.id == f.claim.report.id for o in others)
    return f.place.precision == "admin1" and any(
        o.place is not None and o.place.admin1 is not None and o.place.admin1 == f.place.admin1 for o in others
    )


def _containment(p: Place, q: Place, written: Points | None, within: str) -> Points | None:
    w = weights()
    if p.country and q.country and p.country != q.country:
        return veto("place: two countries")
    if "country" in (p.precision, q.precision):
        return written or Points(w["place_country"], "place: one country")
    if p.admin1 and q.admin1:
        if p.admin1 != q.admin1:
            return veto("place: two regions")
        return written or Points(w[within], f"place: one lies within {p.admin1}")
    return written


def distance_km(p: Place, q: Place) -> float | None:
    """Great-circle distance, or `None` where a coordinate is missing."""
    if p.lat is None or p.lon is None or q.lat is None or q.lon is None:
        return None
    a, b = math.radians(p.lat), math.radians(q.lat)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(q.lon - p.lon) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))
