"""What the made world is made of: towns, speakers, sayings, happenings; and the truth about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from crossbearing.packs import Pack
from crossbearing.types import Claim, ReportHead

SIDES = ("NOR", "SUD")
STATE = {"NOR": "Norland", "SUD": "Sudland"}
ADJ = {"NOR": "Norlander", "SUD": "Sudlander"}
START = date(2024, 1, 10)
MISREAD = {"air_drone_strike": "shelling_missile", "shelling_missile": "air_drone_strike"}


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
