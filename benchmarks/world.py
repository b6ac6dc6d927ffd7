"""A made world with known descent: happenings, who says what of them, and 2,000 reports that repeat, cut and rewrite it.

Written from the definitions of the product (what an event, an origin, a copy and a status are), not from the features
of the linker. The linker sees claims, heads, texts and a pack; `Truth` holds what really happened. Everything depends on
the seed alone. All names are invented, bodies without side excepted (they are known to the linker by name).

Noise of reading, for each claim apart: rival, misspelt, coarse, missing and wrong places; wrong days and days taken
from the date of publication; sides, agents and figures missing; short and transliterated names; kinds mixed up
within a family.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from benchmarks.cast import Cast
from benchmarks.made import MISREAD, SIDES, START, Happening, Line, Saying, Speaker, Truth, World
from benchmarks.noise import MadeReader
from benchmarks.prose import Prose, paraphrase
from crossbearing.types import (
    Claim,
    Excerpt,
    ReportHead,
)


def make(seed: int = 7, *, reports: int = 2000, happenings: int = 150) -> World:
    """A world of so many reports on so many happenings."""
    return _Maker(seed).run(reports, happenings)


_OWN_LOSS = {"territory_gain": "withdrawal"}


class _Maker(Cast, MadeReader):
    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.names: set[str] = set()
        self.prose = Prose(self.rng)
        self.towns = self.found_towns()
        self.lines = 0
        self.sides: dict[str, str] = {}
        self.truth = Truth()
        self.last: list[Happening] = []
        self.happenings: list[Happening] = []
        self.heads: dict[str, ReportHead] = {}
        self.texts: dict[str, str] = {}
        self.claims: list[Claim] = []
        self.roots: dict[str, dict[int, int]] = {}

    def run(self, reports: int, happenings: int) -> World:
        self.cast()
        self.happenings = [self._happening(n) for n in range(happenings)]
        for h in tuple(self.happenings):
            self._sayings(h)
        self._publish(reports)
        self._judge()
        return World(self.claims, self.heads, self.texts, self.pack, self.truth)

    # --- what happens

    def _happening(self, n: int) -> Happening:
        r = self.rng
        kind = r.choices(*zip(*_KINDS.items(), strict=True))[0]
        town = r.choice(self.towns[:12] + self.towns[56:] if r.random() < 0.5 else self.towns)
        on = START + timedelta(days=r.randrange(150))
        figure = r.randrange(3, 90) if kind in ("casualties", "captured_persons", "displacement", "exchange") else None
        what = {
            "casualties": "killed",
            "captured_persons": "captured",
            "displacement": "people",
            "exchange": "captured",
        }
        doer = r.choice(SIDES)
        if n % 10 == 9 and n > 20:  # the same town again: another day, or another month
            old = self.last[r.randrange(len(self.last))]
            gap = r.randrange(35, 70) if old.kind == "territory_gain" else r.randrange(8, 25)
            again = Happening(f"h{n}", old.kind, old.town, old.on + timedelta(days=gap), old.doer, old.figure, old.what)
            if not self._taken(again):
                self.last.append(again)
                return again
        made = Happening(f"h{n}", kind, town, on, doer, figure, what.get(kind, ""))
        if self._taken(made):
            return self._happening(n)
        self.last.append(made)
        return made

    def _taken(self, h: Happening) -> bool:
        """A town is not taken twice by one side in a month, and struck again after some days at the soonest."""
        slow = ("territory_gain", "encirclement", "displacement", "advance")
        return any(
            o.town.id == h.town.id
            and h.kind in (o.kind, MISREAD.get(o.kind))
            and abs((o.on - h.on).days) < (34 if h.kind in slow else 5)
            for o in self.last
        )

    def _sayings(self, h: Happening) -> None:
        """Who speaks of it: a plan is drawn, so that every status has its share."""
        r = self.rng
        us, them = h.doer, SIDES[1 - SIDES.index(h.doer)]
        plan = r.choices(*zip(*_PLANS.items(), strict=True))[0]
        victim_first = h.kind in ("air_drone_strike", "shelling_missile", "casualties", "displacement")
        one, other = (them, us) if victim_first else (us, them)

        def named(side: str) -> Speaker:
            return r.choice(r.choice((self.people[side], self.bodies[side], self.spokes[side])))

        def add(speaker: Speaker, stance: str = "asserts", lag: int | None = None, **more: object) -> Saying:
            on = h.on + timedelta(days=r.randrange(0, 2) if lag is None else lag)
            kind = h.kind
            if stance == "asserts" and speaker.side == them and h.kind in _OWN_LOSS:
                kind = _OWN_LOSS[h.kind]
            figure = None
            if h.figure is not None and stance == "asserts":
                figure = max(1, h.figure + r.randrange(-2, 3)) if r.random() < 0.5 else h.figure
            saying = Saying(speaker, stance, on, kind, figure, **more)  # type: ignore[arg-type]
            # that the loser left is an event beside the capture
            (h if kind == h.kind else self._beside(h, kind)).sayings.append(saying)
            return saying

        match plan:
            case "nobody":
                add(r.choice(self.nobody[one]))
                add(r.choice(self.nobody[r.choice(SIDES)]))
            case "single":
                add(named(one))
            case "one-sided":
                first = named(one)
                add(first)
                for _ in range(r.randrange(1, 3)):
                    add(self._another(one, first))
            case "contested":
                add(named(one))
                add(named(other), "denies", lag=r.randrange(0, 4))
            case "adversaries":
                add(named(one))
                add(named(other))
            case "neutral":
                add(named(one))
                add(r.choice(self.neutral))
            case "relay":
                first = named(one)
                add(first)
                add(r.choice(self.neutral), rests_on=first.name)
            case "medium":
                add(named(one))
                add(r.choice(self.media))
            case "stranger":
                add(named(one))
                add(r.choice(self.strangers))
            case "opponent":
                first = named(one)
                add(first)
                add(self.bodies[other][r.randrange(2)], through=first.name)
        if r.random() < 0.35 and plan != "nobody":
            add(r.choice(self.nobody[one]))
        if r.random() < 0.15:
            add(named(other), "doubts", lag=r.randrange(0, 3))
        if r.random() < 0.08:
            add(named(one), "predicts", lag=-2)
        if r.random() < 0.1:
            add(self._another(one, h.sayings[0].speaker), belief=True)

    def _beside(self, h: Happening, kind: str) -> Happening:
        """The happening that belongs to another: the retreat beside the capture."""
        name = f"{h.id}-{kind}"
        found = next((o for o in self.happenings if o.id == name), None)
        if found is None:
            found = Happening(name, kind, h.town, h.on, h.doer, None, "")
            self.happenings.append(found)
        return found

    def _another(self, side: str, first: Speaker) -> Speaker:
        while True:
            speaker = self.rng.choice(self.rng.choice((self.people[side], self.bodies[side], self.spokes[side])))
            if speaker.origin != first.origin:
                return speaker

    # --- what is published

    def _publish(self, reports: int) -> None:
        r = self.rng
        plans: list[list[Happening]] = []
        for h in self.happenings:
            plans.extend([[h]] * max(2, len(h.sayings)))
        stories = reports * 2 // 5
        while len(plans) < stories:
            h = r.choices(self.happenings, [1 / (1 + n % 25) for n in range(len(self.happenings))])[0]
            near = [o for o in self.happenings if o is not h and 0 <= (h.on - o.on).days <= 3]
            plans.append([h, *([r.choice(near)] if near and r.random() < 0.35 else [])])
        told: dict[str, int] = {}
        originals: list[tuple[str, list[Line], str, date, str | None]] = []
        for n, about in enumerate(plans[:stories]):
            wire = r.random() < 0.45
            publisher, side = r.choice(self.wires if wire else self.papers)
            lines: list[Line] = []
            on = max(h.on for h in about)
            for h in about:
                start = told.get(h.id, 0)
                told[h.id] = start + 1
                chosen = [h.sayings[start % len(h.sayings)]]
                chosen += [s for s in h.sayings if s is not chosen[0] and r.random() < 0.25]
                on = max([on, *(s.on for s in chosen)])
                for saying in chosen:
                    lines.append(self._line(self.prose.says(self, h, saying, publisher), say=(h, saying)))
                    lines.extend(self._line(self.prose.filler(h.town.name)) for _ in range(r.randrange(1, 3)))
                if r.random() < 0.15:
                    lines.append(self._line(self.prose.own(h), own=h))
            lines.extend(self._line(self.prose.filler(about[0].town.name)) for _ in range(r.randrange(2, 6)))
            published = on + timedelta(days=r.choices((0, 1, 2, 5), (60, 25, 10, 5))[0])
            report = f"r{n:05d}"
            self._report(report, publisher, published, lines, None)
            originals.append((report, lines, publisher, published, side))
        wires = [o for o in originals if o[2] in dict(self.wires)]
        for n in range(stories, reports):
            self._copy(f"r{n:05d}", r.choices(wires, [1 / (1 + i % 40) for i in range(len(wires))])[0], originals)
        self._shared()

    def _line(self, text: str, **more: object) -> Line:
        self.lines += 1
        return Line(text, self.lines, **more)  # type: ignore[arg-type]

    def _copy(self, report: str, original: tuple[str, list[Line], str, date, str | None], others: list) -> None:  # type: ignore[type-arg]
        r = self.rng
        _, lines, wire, on, _ = original
        how = r.choices(("same", "cut", "mixed", "rewritten", "back"), (25, 25, 15, 28, 7))[0]
        kept = list(lines)
        if how == "cut" and len(kept) > 4:
            keep = max(3, int(len(kept) * r.uniform(0.35, 0.75)))
            kept = kept[:keep]
        if how == "mixed":
            for _ in range(r.randrange(3, 8)):
                kept.insert(r.randrange(1, len(kept) + 1), self._line(self.prose.filler("the region")))
        if how in ("rewritten", "back"):
            strength = r.uniform(0.3, 0.6) if how == "rewritten" else 0.9
            kept = [replace(line, text=paraphrase(line.text, strength, r)) for line in kept if r.random() < 0.9] or kept
            if r.random() < 0.4 and len(kept) > 3:
                i = r.randrange(1, len(kept) - 1)
                kept[i], kept[i + 1] = kept[i + 1], kept[i]
        publisher, _ = r.choice(self.papers)
        published = on + timedelta(days=r.choices((0, 1, 2), (60, 30, 10))[0])
        self._report(report, publisher, published, kept, wire if r.random() < 0.6 else None)

    def _report(self, report: str, publisher: str, published: date, lines: list[Line], credit: str | None) -> None:
        head = ReportHead(id=report, sha256="0" * 64, publisher=publisher, published=published.isoformat())
        self.heads[report] = head
        text = f"({credit}) " if credit else ""
        self.roots[report] = {}
        for line in lines:
            start = len(text)
            text += line.text + " "
            self.roots[report][line.source] = len(line.text.split())
            if line.say:
                self.read_claim(head, Excerpt(start, start + len(line.text), line.text), *line.say, credit=credit)
            elif line.own:
                self.read_own(head, Excerpt(start, start + len(line.text), line.text), line.own, credit)
        self.texts[report] = text + self.prose.boilerplate(publisher)

    def _shared(self) -> None:
        """Two reports share text of one descent if two sentences of both, or most of one, come from one pen."""
        by_line: dict[int, list[str]] = {}
        for report, lines in self.roots.items():
            for line in lines:
                by_line.setdefault(line, []).append(report)
        tally: dict[tuple[str, str], int] = {}
        for reports in by_line.values():
            for n, a in enumerate(reports):
                for b in reports[n + 1 :]:
                    tally[(a, b)] = tally.get((a, b), 0) + 1
        for (a, b), n in tally.items():
            if n >= 3 or n >= 0.5 * min(len(self.roots[a]), len(self.roots[b])):
                self.truth.copies.add((min(a, b), max(a, b)))
            else:
                self.truth.kin.add((min(a, b), max(a, b)))

    # --- what is true

    def _judge(self) -> None:
        """The status of each happening by the product's rules, from the sayings that reached a report."""
        published: dict[str, set[int]] = {}
        heard: dict[tuple[str, str | None, str], bool] = {}
        for claim in self.claims:
            h = self.truth.event[claim.id]
            heard[(h, self.truth.origin[claim.id], claim.stance)] = True
            published.setdefault(h, set())
        for h in self.happenings:
            if h.id not in published:
                continue
            said = [
                s for s in h.sayings
                if s.speaker.origin and s.through is None and not s.belief and (h.id, s.speaker.origin, s.stance) in heard
            ]  # fmt: skip
            yes = {s.speaker.origin: s for s in said if s.stance == "asserts"}
            no = {s.speaker.origin for s in said if s.stance == "denies"}
            voices = [c for c in self.claims if self.truth.event[c.id] == h.id and c.stance == "asserts"]
            direct = {self.truth.origin[c.id] for c in voices if not self._by_opponent(c)}
            self.truth.status[h.id] = _status(yes, no, direct, bool(voices))

    def _by_opponent(self, claim: Claim) -> bool:
        """Whether the hand next to the speaker is a medium of the other side."""
        side = dict(self.wires + self.papers).get(claim.chain[1].name) if len(claim.chain) > 1 else None
        return side is not None and self.sides.get(self.truth.origin[claim.id] or "") not in (None, side)


def _status(yes: dict[str | None, Saying], no: set[str | None], direct: set[str | None], voiced: bool) -> str:
    if voiced and any(d not in yes or len(yes) > 1 for d in no):
        return "contested"
    if not yes:
        return "no named origin"
    if len(yes) == 1:
        return "single origin"
    sides = {s.speaker.side for s in yes.values()}
    if len(sides) == 1 and None not in sides:
        return "one-sided"
    able = [
        s
        for s in yes.values()
        if s.speaker.origin in direct and not (s.rests_on or s.speaker.medium or s.speaker.unknown_side)
    ]
    for n, a in enumerate(able):
        for b in able[n + 1 :]:
            if a.speaker.side != b.speaker.side or (a.speaker.neutral and b.speaker.neutral):
                return "independently corroborated"
    return "independence not established"


_KINDS = {
    "territory_gain": 26, "air_drone_strike": 18, "shelling_missile": 20, "casualties": 24, "captured_persons": 8,
    "displacement": 8, "encirclement": 8, "property_destruction": 8, "exchange": 5, "attack_on_civilians": 10,
    "advance": 8, "ground_clash": 7,
}  # fmt: skip
_PLANS = {
    "nobody": 12, "single": 22, "one-sided": 20, "contested": 26, "adversaries": 15, "neutral": 13, "relay": 8, "medium": 8,
    "stranger": 6, "opponent": 8,
}  # fmt: skip
