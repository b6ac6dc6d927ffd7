"""One place on its way into the gazetteer, and the names that it goes by."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from romanize import romanized

from crossbearing.gazetteer import ALTERNATE, CYRILLIC, DERIVED, OFFICIAL, SKELETON, skeleton
from crossbearing.gazetteer import form_of as form

# Where GeoNames writes Latin letters with the signs of a transliteration, newspapers write none.
TRANSLITERATED = set(
    "AE AF AM AZ BD BH BY BT CN DJ DZ EG ER ET GE GR IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK LY MA MD MK MM MN MR NP OM PK PS QA RU SA SD SS SY TH TJ TM TN TW UA UZ YE".split()  # noqa: SIM905
)


@dataclass
class Row:
    """One place on its way into the file. `parent` is the place of another row in `Build.rows`."""

    gn: int
    own: str
    name: str
    kind: str
    country: str
    lat: float | None
    lon: float | None
    population: int = 0
    radius: float = 0.0
    parent: Row | None = None
    forms: dict[str, int] = field(default_factory=dict)
    members: list[tuple[float, float, int]] = field(default_factory=list)

    def add(self, name: str, sureness: int) -> None:
        """Let the place go by a name."""
        text = form(name)
        if len(text) > 1 or not text.isascii():
            self.forms[text] = min(sureness, self.forms.get(text, sureness))


def script(name: str) -> str:
    """`latin`, `cyrillic`, or `other`."""
    letters = [c for c in name if c.isalpha()]
    if letters and all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 for c in letters):
        return "latin"
    if letters and all(0x400 <= ord(c) < 0x530 for c in letters):
        return "cyrillic"
    return "other"


def plain(name: str, country: str) -> str:
    """The name as an English newspaper writes it."""
    import unicodedata

    if country not in TRANSLITERATED:
        return name
    name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return name.replace("‘", "'").replace("’", "'").replace("ʻ", "").replace("ı", "i")


def names_into(row: Row, name: str, alternates: Iterable[str]) -> None:
    """Enter the official name and every usable alternate."""
    row.add(name, OFFICIAL)
    row.add(plain(name, row.country), OFFICIAL)
    spread: list[str] = [name]
    for other in alternates:
        kind = script(other)
        if not other or not other[0].isupper() or (len(other) <= 4 and other.isupper()) or len(other) < 3:
            continue  # codes, and what transliteration engines left in lower case
        if kind == "latin":
            row.add(other, ALTERNATE)
            spread.append(other)
        elif kind == "cyrillic":
            row.add(other, CYRILLIC)
            spread.append(other)
            if row.country in {"UA", "RU", "BY"}:
                for latin in romanized(other):
                    row.add(latin, DERIVED)
    if row.country != "US":
        for other in spread:
            bones = skeleton(other)
            if bones:
                row.forms.setdefault(bones, SKELETON)


def size(population: int) -> float:
    """The radius of a settlement in kilometres."""
    return next(
        (km for bound, km in ((1000, 1.5), (10_000, 3.0), (100_000, 5.0), (1_000_000, 10.0)) if population < bound),
        20.0,
    )


def km(a: float, b: float, c: float, d: float) -> float:
    """Great-circle distance."""
    a, b, c, d = map(math.radians, (a, b, c, d))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12742 * math.asin(min(1, math.sqrt(h)))
