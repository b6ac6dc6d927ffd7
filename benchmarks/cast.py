"""Who lives in the made world: towns with their homonyms, speakers of each side and of none, publishers, the pack."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.made import ADJ, SIDES, STATE, Speaker, Town
from crossbearing.packs import Actor, Pack, PlaceName, Publisher, Side

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
_PAPERS = tuple(
    (k, s)
    for k in ("Herald", "Times", "Post", "Courier", "Mail", "Observer", "Star", "Echo", "Journal", "Record")
    for s in ("NOR", "SUD", None)
)


class Cast:
    """Draws places and names with the world's own dice."""

    rng: random.Random
    names: set[str]
    towns: list[Town]

    def word(self, end: Sequence[str] = _END) -> str:
        """A name that was not used yet."""
        while True:
            middle = self.rng.choice(_VOWEL) + self.rng.choice(
                ["b", "d", "g", "k", "l", "m", "n", "r", "s", "t", "v", "z"]
            )
            name = self.rng.choice(_ONSET) + middle + self.rng.choice(end)
            if name not in self.names:
                self.names.add(name)
                return name

    def found_towns(self) -> list[Town]:
        """Fifty-six towns in six regions, and fourteen that share a name with one elsewhere."""
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

    def cast(self) -> None:
        """Name the persons, bodies, media and publishers, and make the pack that knows some of them."""
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
