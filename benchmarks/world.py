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
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from benchmarks.prose import Prose, paraphrase
from crossbearing.packs import Actor, Pack, PlaceName, Publisher, Side
from crossbearing.text import stable_id
from crossbearing.types import (
    ChainLink,
    Claim,
    Count,
    Excerpt,
    Participant,
    Place,
    ReportHead,
    Rival,
    Source,
    When,
)

SIDES = ("NOR", "SUD")
STATE = {"NOR": "Norland", "SUD": "Sudland"}
ADJ = {"NOR": "Norlander", "SUD": "Sudlander"}
START = date(2024, 1, 10)


@dataclass(frozen=True)
class Town:
    """A settlement with a form of its name for each side; homonyms share `name`."""

    id: str
    name: str
    rival: str
    admin1: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Speaker:
    """Who may speak. `origin` is the true origin (a spokesman's is his body); `None` begins none."""

    name: str
    kind: str
    side: str | None
    origin: str | None
    id: str | None = None
    written: tuple[str, ...] = ()
    neutral: bool = False
    medium: bool = False
    unknown_side: bool = False


@dataclass
class Saying:
    """One speaker's stand on one happening, as it entered the world."""

    speaker: Speaker
    stance: str
    on: date
    kind: str
    figure: int | None = None
    rests_on: str | None = None
    through: str | None = None
    belief: bool = False


@dataclass
class Happening:
    """What happened, once."""

    id: str
    kind: str
    town: Town
    on: date
    doer: str
    figure: int | None
    what: str
    sayings: list[Saying] = field(default_factory=list)


@dataclass
class Line:
    """One sentence of a report; `source` tells which sentence it descends from."""

    text: str
    source: int
    say: tuple[Happening, Saying] | None = None
    own: Happening | None = None


@dataclass
class Truth:
    """What the linker must find: the happening of each claim, the origin of each, the pairs that share text.

    `kin` are pairs that share a sentence or two: neither copies nor strangers, and not scored.
    """

    event: dict[str, str] = field(default_factory=dict)
    origin: dict[str, str | None] = field(default_factory=dict)
    copies: set[tuple[str, str]] = field(default_factory=set)
    kin: set[tuple[str, str]] = field(default_factory=set)
    status: dict[str, str] = field(default_factory=dict)


@dataclass
class World:
    """The linker's input, and the truth."""

    claims: list[Claim]
    heads: dict[str, ReportHead]
    texts: dict[str, str]
    pack: Pack
    truth: Truth


def make(seed: int = 7, *, reports: int = 2000, happenings: int = 150) -> World:
    """A world of so many reports on so many happenings."""
    return _Maker(seed).run(reports, happenings)


_ONSET = [
    "B",
    "Br",
    "D",
    "Dr",
    "G",
    "Gr",
    "H",
    "K",
    "Kr",
    "L",
    "M",
    "N",
    "P",
    "Pr",
    "R",
    "S",
    "Sk",
    "St",
    "T",
    "Tr",
    "V",
    "Vl",
    "Z",
]
_VOWEL = ["a", "e", "i", "o", "u"]
_END = ["ava", "ino", "yk", "ets", "ivka", "ovo", "ansk", "ograd", "il", "any", "ene", "orsk", "isna", "ora"]
_MISREAD = {"air_drone_strike": "shelling_missile", "shelling_missile": "air_drone_strike"}
_OWN_LOSS = {"territory_gain": "withdrawal"}


class _Maker:
    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.names: set[str] = set()
        self.prose = Prose(self.rng)
        self.towns = self._towns()
        self.lines = 0
        self.sides: dict[str, str] = {}
        self.truth = Truth()
        self.last: list[Happening] = []
        self.heads: dict[str, ReportHead] = {}
        self.texts: dict[str, str] = {}
        self.claims: list[Claim] = []
        self.roots: dict[str, dict[int, int]] = {}

    def word(self, end: Sequence[str] = _END) -> str:
        while True:
            middle = self.rng.choice(_VOWEL) + self.rng.choice(
                ["b", "d", "g", "k", "l", "m", "n", "r", "s", "t", "v", "z"]
            )
            name = self.rng.choice(_ONSET) + middle + self.rng.choice(end)
            if name not in self.names:
                self.names.add(name)
                return name

    def _towns(self) -> list[Town]:
        towns = []
        regions = [self.word(("ia",)) for _ in range(6)]
        for n in range(56):
            region = n % 6
            towns.append(
                Town(
                    f"t:{n}",
                    self.word(),
                    self.word(),
                    regions[region],
                    46 + region % 3 + self.rng.random(),
                    30 + 2 * (region // 3) + 2 * self.rng.random(),
                )
            )
        for n in range(14):  # villages that share the name of another, in another region
            twin = towns[n % 7]
            other = (regions.index(twin.admin1) + 1 + n // 7) % 6
            towns.append(
                replace(
                    twin,
                    id=f"t:{60 + n}",
                    admin1=regions[other],
                    lat=46 + other % 3 + self.rng.random(),
                    lon=30 + 2 * (other // 3) + 2 * self.rng.random(),
                )
            )
        return towns

    def _gazetteer(self) -> tuple[PlaceName, ...]:
        return tuple(
            PlaceName(t.id, t.name, form, "en", None, None, None, t.lat, t.lon, 3, None, "settlement", "made")
            for t in self.towns
            for form in (t.name, t.rival)
        )

    def _cast(self) -> None:
        first = [
            "Ivo",
            "Pavel",
            "Anna",
            "Mira",
            "Jan",
            "Edda",
            "Luka",
            "Vera",
            "Oskar",
            "Nela",
            "Tomas",
            "Irena",
            "Bruno",
            "Dana",
            "Emil",
            "Hana",
        ]
        self.people: dict[str, list[Speaker]] = {}
        self.bodies: dict[str, list[Speaker]] = {}
        self.spokes: dict[str, list[Speaker]] = {}
        self.nobody: dict[str, list[Speaker]] = {}
        actors: list[Actor] = []

        def known(id_: str, name: str, kind: str, side: str | None, *aliases: str) -> None:
            actors.extend(Actor(id_, name, a, "en", kind, side, None, None, "made") for a in (name, *aliases))

        for side in SIDES:
            state, adj, low = STATE[side], ADJ[side], side.lower()
            known(f"{low}:state", state, "state", side, adj)
            known(f"{low}:mod", f"Ministry of Defence of {state}", "body", side, f"{adj} Defence Ministry")
            known(f"{low}:gs", f"General Staff of {state}", "body", side, f"{adj} General Staff")
            self.bodies[side] = [
                Speaker(f"Ministry of Defence of {state}", "organisation", side, f"{low}:mod", f"{low}:mod",
                        (f"{state}'s Ministry of Defence", f"the {adj} Defence Ministry")),
                Speaker(f"General Staff of {state}", "organisation", side, f"{low}:gs", f"{low}:gs",
                        (f"the {adj} General Staff", f"the General Staff of {state}")),
                Speaker(f"{adj} Border Guard Service", "organisation", side, f"{low}:bg", None,
                        (f"the {adj} Border Guard Service",)),
            ]  # fmt: skip
            self.spokes[side] = []
            for body, written in ((0, f"{state}'s Ministry of Defence"), (1, f"{adj} General Staff")):
                for _ in range(2):
                    name = f"{self.rng.choice(first)} {self.word(('ek', 'ar', 'enko', 'in', 'osh'))}"
                    self.spokes[side].append(
                        Speaker(name, "person", side, self.bodies[side][body].origin, None,
                                (f"{written} spokesman {name}", f"{name}, a spokesman for the {written}"))
                    )  # fmt: skip
            self.people[side] = []
            for n in range(14):
                name = f"{self.rng.choice(first)} {self.word(('ek', 'ar', 'enko', 'in', 'osh', 'ova', 'ich'))}"
                actor = f"{low}:p{n}" if n < 7 else None
                if actor:
                    known(actor, name, "person", side, name.split()[1])
                role = self.rng.choice(("governor", "mayor", "commander", "minister", "deputy"))
                self.people[side].append(Speaker(name, "person", side, f"{low}:p{n}", actor, (f"{role} {name}", name)))
            sign = self.word(("k", "l"))
            self.nobody[side] = [
                Speaker(sign, "person", side, None, None, (f"a soldier whose call sign is '{sign}'",)),
                Speaker(f"{adj} officials", "class", side, None, None, (f"{adj} officials",)),
                Speaker(f"{adj} soldiers", "class", side, None, None, (f"{adj} soldiers",)),
                Speaker("a source in the army", "anonymous", side, None, None, ("a source in the army",)),
            ]
        self.neutral = [
            Speaker(n, "organisation", None, f"x:{i}", None, (n,), neutral=True)
            for i, n in enumerate(
                (
                    "Human Rights Watch",
                    "Amnesty International",
                    "Doctors Without Borders",
                    "OSCE",
                    "Red Cross",
                    "UNICEF",
                )
            )
        ]
        self.strangers = [
            Speaker(
                f"{self.rng.choice(first)} {self.word(('sen', 'berg'))}", "person", None, f"u:{n}", unknown_side=True
            )
            for n in range(8)
        ]
        self.media = [
            Speaker(f"The {self.word(('ton', 'burg'))} {k}", "organisation", None, f"m:{n}", medium=True)
            for n, k in enumerate(("Herald", "Times", "Post", "Tribune", "Journal"))
        ]
        self.wires = [("NorAgency", "NOR"), ("SudPress", "SUD"), ("World Wire", None)]
        self.papers = [(f"{self.word(('ton', 'burg', 'mar'))} {k}", s) for k, s in _PAPERS]
        publishers = [Publisher(n, None, "wire", s, None, None) for n, s in self.wires]
        publishers += [Publisher(n, None, "newspaper", s, None, None) for n, s in self.papers if s]
        self.pack = Pack(
            id="made", version="1", name="Made", languages=("en",), bbox=None, countries=("XA",), theatre=(), extends=(),
            licence="CC0-1.0", settings={}, sides=(Side("NOR", "Norland", "1"), Side("SUD", "Sudland", "2")),
            actors=tuple(actors), places=self._gazetteer(), publishers=tuple(publishers), words={}, folder=Path("."), digest="made",
        )  # fmt: skip

    def run(self, reports: int, happenings: int) -> World:
        self._cast()
        self.happenings = [self._happening(n) for n in range(happenings)]
        for h in self.happenings:
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
            and h.kind in (o.kind, _MISREAD.get(o.kind))
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
            h.sayings.append(saying)
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
                self._claim(head, Excerpt(start, start + len(line.text), line.text), *line.say, credit=credit)
            elif line.own:
                self._own(head, Excerpt(start, start + len(line.text), line.text), line.own, credit)
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

    # --- what a reader reads

    def _claim(self, head: ReportHead, span: Excerpt, h: Happening, s: Saying, *, credit: str | None) -> None:
        r = self.rng
        speaker = s.speaker
        name = speaker.name
        if speaker.kind == "person" and speaker.origin and r.random() < 0.25:
            name = name.split()[-1] if r.random() < 0.7 else _slip(name, r)
        written = r.choice(speaker.written) if speaker.written else name
        if speaker.kind == "organisation" and r.random() < 0.3 and speaker.written:
            name = r.choice(speaker.written).removeprefix("the ")
        side = None if r.random() < 0.06 and speaker.id is None else speaker.side
        actor = speaker.id if r.random() < 0.9 else None
        hands = [ChainLink(name=s.through, role="carrier")] if s.through else []
        if s.rests_on and r.random() < 0.5:
            hands.append(ChainLink(name=s.rests_on, role="carrier"))
        if credit:
            hands.append(ChainLink(name=credit, role="wire"))
        chain = (
            ChainLink(name=name, role="speaker"),
            *hands,
            ChainLink(name=head.publisher or "", role="publisher"),
        )
        kind = _MISREAD.get(s.kind, s.kind) if r.random() < 0.06 else s.kind
        loser = kind == "withdrawal"
        them = SIDES[1 - SIDES.index(h.doer)]
        agents = (self._party(them if loser else h.doer),) if r.random() > 0.15 else ()
        targets = (self._party(them),) if not loser and r.random() < 0.4 else ()
        counts = ()
        if s.figure is not None and r.random() < 0.92:
            # the toll rises while the days pass
            late = max(0, (date.fromisoformat(head.published or "") - h.on).days)
            low = float(s.figure + (late // 2 if h.kind == "casualties" else 0))
            counts = (Count(what=h.what, low=low, high=None if r.random() < 0.2 else low, as_written=f"{low:.0f}"),)
        self._add(
            Claim(
                id=stable_id("c", head.id, span.start, len(self.claims)),
                report=head, span=span, attribution="a", manner="indirect",
                source=Source(name=name, as_written=written, id=actor, kind=speaker.kind, side=side),  # type: ignore[arg-type]
                chain=chain, cue="believe" if s.belief else r.choice(("say", "report", "announce", "claim")), kind=kind,
                acled=None, plover=None, stance=s.stance, agents=agents, targets=targets,  # type: ignore[arg-type]
                place=self._place(h.town), when=self._when(h, s, head), counts=counts,
            ),
            h, s,
        )  # fmt: skip

    def _own(self, head: ReportHead, span: Excerpt, h: Happening, credit: str | None) -> None:
        chain = [ChainLink(name=credit, role="wire")] if credit else []
        self._add(
            Claim(
                id=stable_id("c", head.id, span.start, len(self.claims)),
                report=head, span=span, attribution=None, manner="own_voice",
                source=Source(name=head.publisher, kind="report"),
                chain=(*chain, ChainLink(name=head.publisher or "", role="publisher")), cue=None, kind=h.kind, acled=None,
                plover=None, agents=(self._party(h.doer),), place=self._place(h.town),
                when=When(earliest=head.published, latest=head.published, precision="day", rests_on="publication"),
            ),
            h, None,
        )  # fmt: skip

    def _add(self, claim: Claim, h: Happening, s: Saying | None) -> None:
        self.claims.append(claim)
        self.truth.event[claim.id] = h.id
        begins = s is not None and s.through is None and not s.belief
        self.truth.origin[claim.id] = s.speaker.origin if begins and s else None
        if s is not None and s.speaker.origin and s.speaker.side:
            self.sides[s.speaker.origin] = s.speaker.side

    def _party(self, side: str) -> Participant:
        gone = self.rng.random() < 0.1
        return Participant(name=f"{ADJ[side]} forces", as_written=f"{ADJ[side]} forces", side=None if gone else side)

    def _place(self, town: Town) -> Place | None:
        r = self.rng
        draw = r.random()
        twins = [t for t in self.towns if t.name == town.name]
        rivals = tuple(Rival(id=t.id, name=t.name, admin1=t.admin1, country="XA", score=0.5) for t in twins)
        written = town.rival if r.random() < 0.3 else town.name
        if draw < 0.03:
            return None
        if draw < 0.06:
            return Place(as_written=town.admin1, id=f"a:{town.admin1}", name=town.admin1, admin1=town.admin1, country="XA",
                         lat=town.lat, lon=town.lon, radius_km=80, precision="admin1")  # fmt: skip
        if draw < 0.10 or (len(twins) > 1 and draw < 0.3):
            return Place(as_written=_slip(town.name, r) if draw < 0.07 else town.name, rivals=rivals)
        if draw > 0.985 and len(twins) > 1:
            town = r.choice(twins)
        return Place(as_written=written, id=town.id, name=town.name, admin1=town.admin1, country="XA", lat=town.lat,
                     lon=town.lon, radius_km=3, precision="settlement")  # fmt: skip

    def _when(self, h: Happening, s: Saying, head: ReportHead) -> When:
        r = self.rng
        if s.stance in ("denies", "doubts"):
            return When(earliest=s.on.isoformat(), latest=s.on.isoformat(), precision="day", rests_on="text")
        if s.stance == "predicts":
            week = (s.on + timedelta(days=7)).isoformat()
            return When(earliest=s.on.isoformat(), latest=week, precision="week", rests_on="text")
        if r.random() < 0.45:
            return When(earliest=head.published, latest=head.published, precision="day", rests_on="publication")
        on = h.on + timedelta(days=r.choice((-1, 1)) if r.random() < 0.06 else 0)
        if r.random() < 0.1:
            first = on - timedelta(days=on.weekday())
            last = (first + timedelta(days=6)).isoformat()
            return When(earliest=first.isoformat(), latest=last, precision="week", rests_on="text")
        return When(earliest=on.isoformat(), latest=on.isoformat(), precision="day", rests_on="text")

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


def _slip(name: str, r: random.Random) -> str:
    """One letter doubled, dropped or exchanged, never the first."""
    i = r.randrange(2, len(name) - 1)
    if name[i] == " " or name[i - 1] == " ":
        return name
    how = r.randrange(3)
    return name[:i] + (name[i] * 2 if how == 0 else "" if how == 1 else r.choice("aeiou")) + name[i + 1 :]


_KINDS = {
    "territory_gain": 26, "air_drone_strike": 18, "shelling_missile": 20, "casualties": 24, "captured_persons": 8,
    "displacement": 8, "encirclement": 8, "property_destruction": 8, "exchange": 5, "attack_on_civilians": 10,
    "advance": 8, "ground_clash": 7,
}  # fmt: skip
_PLANS = {
    "nobody": 12, "single": 22, "one-sided": 20, "contested": 26, "adversaries": 15, "neutral": 13, "relay": 8, "medium": 8,
    "stranger": 6, "opponent": 8,
}  # fmt: skip
_PAPERS = tuple(
    (k, s)
    for k in ("Herald", "Times", "Post", "Courier", "Mail", "Observer", "Star", "Echo", "Journal", "Record")
    for s in ("NOR", "SUD", None)
)
