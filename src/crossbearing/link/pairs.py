"""Two claims → a score, as a sum of named features that can each say why.

A feature gives points and a reason, nothing, or a veto: two claims that contradict each other on what happened, where
or when are never the same happening, however much else they share.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from crossbearing.link.days import WIDE
from crossbearing.link.facts import Facts
from crossbearing.link.figures import figures_agree, tolls_apart, two_tellers, unlike_tolls, wider_toll
from crossbearing.link.lexicon import weights
from crossbearing.link.points import Points, veto
from crossbearing.link.whereabouts import place
from crossbearing.text import fold

UTTERED_WITHIN = 2
PASSAGE = 600
FAR_APART = 8.0
OWN_MOVES = frozenset({"advance", "encirclement", "held", "interception", "clearance", "deployment"})
NOT_NOW = frozenset({"historical", "planned"})


@dataclass(frozen=True, slots=True)
class Match:
    """The outcome for one pair: `score` is minus infinity after a veto, and `reasons` then holds the veto alone."""

    score: float
    reasons: tuple[str, ...]
    placed: bool

    @property
    def vetoed(self) -> bool:
        """Whether a feature forbade the pair."""
        return self.score == -math.inf


def compare(a: Facts, b: Facts) -> Match:
    """Score two claims of one family."""
    if a.family.name != b.family.name:
        return Match(-math.inf, ("kind: unlike families",), False)
    if one_text(a, b):
        return Match(weights()["one_text"], ("text: one sentence, copied from report to report",), True)
    if one_utterance(a, b):
        return Match(weights()["one_utterance"], ("words: one utterance of one speaker, in two reports",), True)
    total = 0.0
    reasons: list[str] = []
    for feature in SPEECH if a.family.shape == "speech" else HAPPENING:
        points = feature(a, b)
        if points is None:
            continue
        if points.veto:
            return Match(-math.inf, (points.reason,), False)
        total += points.value
        reasons.append(f"{points.reason} ({points.value:+.1f})")
    return Match(total, tuple(reasons), a.place is not None and b.place is not None)


def one_text(a: Facts, b: Facts) -> bool:
    """Whether both are readings of one sentence that was copied: they tell one happening, whatever each was read as."""
    if a.lineage is None or a.lineage != b.lineage or a.claim.report.id == b.claim.report.id:
        return False
    return (
        a.claim.stance == b.claim.stance
        and not tolls_apart(a, b)
        and (a.text == b.text or (len(a.words) > 3 and len(a.words & b.words) >= 0.7 * len(a.words | b.words)))
    )


def one_utterance(a: Facts, b: Facts) -> bool:
    """Whether two reports give one utterance of one speaker, of which the place is not part ("I withdrew from the city")."""
    if a.claim.stance != b.claim.stance or a.claim.report.id == b.claim.report.id or not a.speaker or not b.speaker:
        return False
    if tolls_apart(a, b):
        return False
    if a.published is None or b.published is None or abs(a.published - b.published) > UTTERED_WITHIN:
        return False
    shared, fewer = len(a.words & b.words), min(len(a.words), len(b.words))
    if fewer < 4 or (shared < fewer and shared < 0.7 * len(a.words | b.words)):
        return False
    if a.place is not None and b.place is not None and a.place.id != b.place.id and _proper(a) and _proper(b):
        return False
    return bool(a.speaker & b.speaker)


def _proper(f: Facts) -> bool:
    return f.place is not None and any(c.isupper() for c in f.place.as_written)


def kind(a: Facts, b: Facts) -> Points | None:
    """The same kind, or another of its family."""
    w = weights()
    if a.claim.kind == b.claim.kind:
        return Points(w["kind_same"], f"kind: both {a.claim.kind}")
    both = f"{a.claim.kind} and {b.claim.kind}"
    if "predicts" in (a.claim.stance, b.claim.stance):
        return veto(f"kind: {both}, of which one is a forecast")
    return Points(w["kind_family"], f"kind: {both} can tell one happening")


def extent(a: Facts, b: Facts) -> Points | None:
    """A part of a place is not the whole of it."""
    if a.part != b.part and a.family.name in ("control", "withdrawal"):
        return Points(weights()["extent_apart"], "place: a part, and the whole")
    return None


def time(a: Facts, b: Facts) -> Points | None:
    """Overlapping days, days within the family's slack; or days too far apart."""
    w = weights()
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return Points(w["time_unknown"], "time: one gives none")
    gap = max(0, b.first - a.last, a.first - b.last)
    if gap > max(a.family.slack, b.family.slack):
        return veto(f"time: {gap} days apart")
    if max(a.last - a.first, b.last - b.first) > WIDE + max(a.family.lag, a.family.lookback):
        return Points(w["time_wide"], "time: one is wider than a month")
    if gap and a.family.matter == "fire" and all(f.dated and f.first == f.last for f in (a, b)):
        return Points(w["time_another"], f"time: each names its day, {gap} d apart")
    return Points(w["time_same"], "time: the days overlap") if gap == 0 else Points(w["time_near"], f"time: {gap} d")


def actors(a: Facts, b: Facts) -> Points | None:
    """The same side acts or suffers; opposite sides exclude each other, save where a happening is mutual."""
    w = weights()
    if a.family.shape == "mutual":
        return None
    if a.does and b.does and not a.does & b.does:
        return veto("actors: unlike sides act")
    if a.suffers and b.suffers and not a.suffers & b.suffers:
        return veto("actors: unlike sides suffer")
    if a.family.name == "control" and _crossed(a, b):
        return veto("actors: the one that gains here is the one that loses there")
    if a.family.shape == "suffered" and not a.suffers & b.suffers and (a.does & b.suffers or b.does & a.suffers):
        return veto("actors: who inflicts losses here suffers them there")
    value, parts = 0.0, []
    if a.does & b.does:
        value += w["agents_same"]
        parts.append(f"{'/'.join(sorted(a.does & b.does))} acts")
    if a.suffers & b.suffers:
        value += w["targets_same"]
        parts.append(f"{'/'.join(sorted(a.suffers & b.suffers))} suffers")
    return Points(value, "actors: " + ", ".join(parts)) if parts else None


def together(a: Facts, b: Facts) -> Points | None:
    """One source that goes on about one thing in one passage of a report."""
    x, y = a.claim, b.claim
    if x.report.id != y.report.id or x.kind != y.kind or x.source.name != y.source.name or not x.source.name:
        return None
    if x.manner == "own_voice" or y.manner == "own_voice" or abs(x.span.start - y.span.start) > PASSAGE:
        return None
    if tolls_apart(a, b):
        return None
    return Points(weights()["told_together"], "source: told in one breath")


def abreast(a: Facts, b: Facts) -> Points | None:
    """Two sources that one report gives side by side mostly tell two things: that they tell one must be plainer.

    What the report tells itself is often what its sources say. One figure of a thing, or one aircraft, in both is plain
    enough; of losses the figures decide (`two_tellers`).
    """
    x, y = a.claim, b.claim
    if x.report.id != y.report.id or a.family.shape == "suffered" or not x.stance == y.stance == "asserts":
        return None
    if a.family.name == "exchange":
        return None  # each side tells of its own that came home
    if fold(x.source.name or "") == fold(y.source.name or "") or a.speaker & b.speaker:
        return None
    if "own_voice" in (x.manner, y.manner):
        return None
    if a.craft & b.craft or any(figures_agree(c, d, factor=FAR_APART) for c in x.counts for d in y.counts):
        return None
    return Points(weights()["told_abreast"], "source: two sources of one report")


def past(a: Facts, b: Facts) -> Points | None:
    """What one report tells as past, or as planned, is not what it tells as news."""
    one, other = a.claim.mode, b.claim.mode
    for plan, denial in ((a, b), (b, a)):
        if (
            denial.claim.stance == "denies"
            and denial.claim.mode == "actual"
            and plan.claim.mode == "planned"
            and plan.claim.stance == "asserts"
        ):
            return veto("time: that it was planned is not denied by saying that it was not done")
    if _done_before(a, b) or _done_before(b, a):
        return veto("time: told as done before the day for which it is foretold")
    if a.claim.report.id == b.claim.report.id and one != other and {one, other} & NOT_NOW:
        if "hypothetical" in (one, other) or "denies" in (a.claim.stance, b.claim.stance):
            return None
        return Points(weights()["mode_apart"], f"time: {one} here, {other} there, in one report")
    return None


def _done_before(ahead: Facts, done: Facts) -> bool:
    if ahead.claim.stance != "predicts" or done.claim.stance != "asserts" or done.claim.mode != "actual":
        return False
    return ahead.dated and ahead.first is not None and done.last is not None and done.last < ahead.first - 1


def victims(a: Facts, b: Facts) -> Points | None:
    """Dead soldiers and dead civilians are counted apart."""
    if a.victims and b.victims and not a.victims & b.victims:
        return veto("actors: soldiers here, civilians there")
    return None


def forecast(a: Facts, b: Facts) -> Points | None:
    """A forecast and a report meet only if both name whose deed it is, or one speaker tells both."""
    told = a.does & b.does or a.suffers & b.suffers or a.speaker & b.speaker
    if (a.claim.stance == "predicts") == (b.claim.stance == "predicts") or told:
        return None
    return Points(weights()["forecast_apart"], "stance: a forecast, and no actor named by both")


def tellers(a: Facts, b: Facts) -> Points | None:
    """Each side tells of its own moves: where one names no actor, opposed speakers hardly tell of one move."""
    if a.family.name not in OWN_MOVES or (a.does and b.does) or a.craft & b.craft:
        return None
    one, other = a.claim.source.side, b.claim.source.side
    if one and other and one != other and a.claim.stance == b.claim.stance == "asserts":
        return Points(weights()["tellers_apart"], f"actors: not named, and told by {one} and {other}")
    return None


def accused(a: Facts, b: Facts) -> Points | None:
    """One lays a deed at the door of the side for which the other speaks, and which names no doer: rival accounts."""
    if a.family.matter != "fire" or a.family.shape != "directed" or not a.claim.stance == b.claim.stance == "asserts":
        return None
    for one, other in ((a, b), (b, a)):
        side = other.claim.source.side
        if side and side in one.does and not other.does and one.claim.source.side != side:
            return Points(weights()["accused_apart"], f"actors: {side} is accused here, and tells of it without a doer")
    return None


def _crossed(a: Facts, b: Facts) -> bool:
    one = bool(a.does) and a.does == b.suffers and not b.does
    other = bool(b.does) and b.does == a.suffers and not a.does
    return one or other


def counts(a: Facts, b: Facts) -> Points | None:
    """Figures of one thing that overlap, or that lie far apart."""
    if unlike_tolls(a, b):
        return veto("counts: two speakers of one report count other people")
    if tolls_apart(a, b):
        return Points(weights()["tolls_apart"], "counts: the dead here, the wounded or missing there")
    if wider_toll(a, b):
        return Points(weights()["toll_wider"], "counts: another figure for a region than for a town")
    verdicts = [v for c in a.claim.counts for d in b.claim.counts if (v := figures_agree(c, d)) is not None]
    two = weights()["toll_tellers"] if two_tellers(a, b) else 0.0
    if not verdicts:
        return Points(two, "counts: two speakers of one report, and no figure in common") if two else None
    if any(verdicts):
        return Points(weights()["counts_same"], "counts: figures overlap")
    if together(a, b):
        return None  # a total and its parts
    if not any(figures_agree(c, d, factor=FAR_APART) for c in a.claim.counts for d in b.claim.counts):
        return Points(two + weights()["counts_far"], "counts: figures lie far apart")
    return Points(two + weights()["counts_apart"], "counts: figures lie apart")


def craft(a: Facts, b: Facts) -> Points | None:
    """An aircraft or a ship that both name by its type: one that is brought down is seldom one of two."""
    if a.family.name == "interception" and (both := a.craft & b.craft):
        return Points(weights()["craft_same"], f"words: both name {min(both)}")
    return None


def words(a: Facts, b: Facts) -> Points | None:
    """Likeness of the words beyond the names of the place."""
    like = likeness(a.words, b.words)
    return Points(weights()["text_like"] * like, f"words: {like:.0%} alike") if like >= 0.25 else None


def likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """Shared words over the words of the shorter, discounted for very short texts."""
    if not a or not b:
        return 0.0
    shared = len(a & b)
    return shared / max(4, min(len(a), len(b)))


def site(a: Facts, b: Facts) -> Points | None:
    """Two facilities in one town are two sites; a theatre is no hospital."""
    if len(a.sites) == len(b.sites) == 1 and a.sites != b.sites:
        return veto(f"place: {min(a.sites)} here, {min(b.sites)} there")
    p, q = a.place, b.place
    if p and q and p.precision == q.precision == "facility" and p.id != q.id and not a.names & b.names:
        return Points(weights()["site_apart"], "place: unlike sites")
    return None


def speech(a: Facts, b: Facts) -> Points | None:
    """Statements meet only if their words are much alike."""
    like = likeness(a.words, b.words)
    jaccard = len(a.words & b.words) / max(1, len(a.words | b.words))
    if like < weights()["speech_text"] or jaccard < 0.3:
        return veto(f"words: only {like:.0%} alike")
    return Points(1.0 + weights()["text_like"] * like, f"words: {like:.0%} alike")


def speech_place(a: Facts, b: Facts) -> Points | None:
    """The place of a statement may be missing, but may not differ."""
    return place(a, b) or Points(0.6, "place: not told by both")


HAPPENING: tuple[Callable[[Facts, Facts], Points | None], ...] = (
    kind,
    time,
    place,
    extent,
    actors,
    past,
    victims,
    together,
    abreast,
    forecast,
    tellers,
    accused,
    counts,
    site,
    craft,
    words,
)
SPEECH: tuple[Callable[[Facts, Facts], Points | None], ...] = (kind, time, speech, speech_place, actors)
