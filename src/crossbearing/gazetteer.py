"""The gazetteer: every place a name may mean, from one compact file that is unpacked into memory when it is opened.

Names are not stored but hashed (47 bits of BLAKE2b over the folded form), sorted, and kept as gaps: a look-up is a binary
search, a million forms cost some 12 MB, and a form that was never entered is found with a chance of one in 10^8.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from crossbearing.errors import DataError
from crossbearing.text import fold

Kind = Literal["facility", "settlement", "area", "admin2", "admin1", "country", "continent", "water"]
KINDS: tuple[Kind, ...] = ("facility", "settlement", "area", "admin2", "admin1", "country", "continent", "water")

# How a form came to name a place, from the surest to the loosest.
OFFICIAL, ALTERNATE, CYRILLIC, DERIVED, ABBREVIATION, SKELETON = range(6)
CLASS_BITS = 3
_ASCII_WORD = re.compile(r"[a-z]")


_SOFT = frozenset({"UA", "RU", "BY"})
"""Countries whose official Latin names leave the soft sign out: "Novoazovsk", not "Novoazovs'k"."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One place. `name` is its modern official English name; `country` an ISO 3166 code; `parent` an id."""

    id: str
    name: str
    lat: float
    lon: float
    kind: Kind
    admin1: str | None
    country: str | None
    population: int
    radius_km: float
    parent: str | None
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that a form may mean, and how surely the form is its name (`OFFICIAL` … `SKELETON`)."""

    entry: Entry
    form: int


def key(form: str) -> int:
    """The 47-bit number under which a folded form is kept."""
    return int.from_bytes(hashlib.blake2b(form.encode("utf-8"), digest_size=8).digest(), "little") >> 17


_PLAIN = re.compile(r"[.'\"“”«»]|(?<=[a-zа-яіїєґ])\u2019(?=[a-zа-яіїєґ])")


_AZERBAIJANI = str.maketrans(
    {"ə": "a", "ǝ": "a", "c": "j", "ç": "ch", "ş": "sh", "ğ": "gh", "x": "kh", "q": "g", "ı": "i", "ö": "o", "ü": "u"}
)


@lru_cache(maxsize=1 << 16)
def form_of(name: str) -> str:
    """The form in which names are kept and looked up: folded, without apostrophes, full stops and quotation marks.

    A name in Azerbaijani letters takes its English form: "Kəlbəcər" is "kalbajar".
    """
    if "ə" in name or "ǝ" in name or "Ə" in name:
        name = name.lower().translate(_AZERBAIJANI)
    return " ".join(_PLAIN.sub("", fold(name)).split())


_CYRILLIC = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщъыьэюя",
        "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch  y  e iu ia".split(" "),  # noqa: SIM905
        strict=True,
    )
)
_ARTICLE = re.compile(r"^(?:al|el|ad|ar|as|ash|at|an|az|ed|er|es|ez|et|en|the)[ -]+(?=\w{3})")
_FOLDS = (
    ("tsch", "c"), ("dzh", "j"), ("shch", "s"), ("sch", "s"), ("tch", "c"), ("kh", "h"), ("gh", "h"), ("zh", "z"), ("sh", "s"), ("ch", "c"),
    ("ts", "c"), ("tz", "c"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("ck", "k"), ("q", "k"), ("x", "ks"), ("w", "v"), ("g", "h"),
)  # fmt: skip
_VOWELS = re.compile(r"[aeiouyj]+")
_DOUBLE = re.compile(r"(.)\1+")


def skeleton(name: str) -> str:
    """The consonants of a name, alike for most ways of writing it in Latin letters; `""` if too few are left to tell names apart."""
    form = form_of(name)
    latin = "".join(_CYRILLIC.get(c, c) for c in form)
    latin = _ARTICLE.sub("", latin)
    latin = "".join(c for c in latin if c.isalpha())
    if not latin.isascii():
        return ""
    for old, new in _FOLDS:
        latin = latin.replace(old, new)
    bones = _DOUBLE.sub(r"\1", _VOWELS.sub("a", latin)).rstrip("a")
    return "~" + bones if sum(c != "a" for c in bones) >= 4 else ""


class Gazetteer:
    """Entries by id and by name. Opened once, never changed, safe to share between threads."""

    def __init__(self, arrays: Any, path: Path | None = None) -> None:
        import numpy as np

        self._path = path

        self._np = np
        self._keys = np.cumsum(arrays["gaps"], dtype=np.uint64)
        self._refs = arrays["refs"]
        self._starts = np.cumsum(arrays["starts"], dtype=np.uint64)
        self._names: bytes = arrays["names"].tobytes()
        lengths = arrays["lengths"].astype(np.uint32)
        self._ends = np.cumsum(lengths, dtype=np.uint32)
        self._lengths = lengths
        self._gn, self._parent = arrays["gn"], arrays["parent"]
        self._lat, self._lon = arrays["lat"], arrays["lon"]
        self._kind, self._country = arrays["kind"], arrays["country"]
        self._population, self._radius = arrays["population"], arrays["radius"]
        self._countries: tuple[str, ...] = tuple(arrays["countries"].tobytes().decode().split(","))
        self._own_ids: tuple[str, ...] = tuple(arrays["own"].tobytes().decode().split(","))
        self._capitals = frozenset(arrays["capitals"].tolist())
        self._by_number: tuple[Any, Any] | None = None
        self._entries: dict[int, Entry] = {}
        self._found: dict[str, tuple[Candidate, ...]] = {}
        self._seats: dict[str, Entry] | None = None

    def __len__(self) -> int:
        return len(self._gn)

    def __reduce__(self) -> tuple[object, ...]:
        """Another process opens the file anew; the tables are never sent."""
        return load_gazetteer, (self._path,)

    @property
    def forms(self) -> int:
        """How many pairs of a form and a place are kept."""
        return len(self._refs)

    def _name(self, row: int) -> str:
        end = int(self._ends[row])
        return self._names[end - int(self._lengths[row]) : end].decode("utf-8")

    def _id(self, row: int) -> str:
        gn = int(self._gn[row])
        # numbers below the count of own ids are places of our own: no GeoNames feature has so low a number
        return self._own_ids[gn] if gn < len(self._own_ids) else f"gn:{gn}"

    def _row(self, row: int) -> Entry:
        hit = self._entries.get(row)
        if hit is not None:
            return hit
        parent = int(self._parent[row])
        admin1, above = None, parent
        while above != row and above >= 0 and admin1 is None:
            if KINDS[int(self._kind[above])] == "admin1":
                admin1 = self._name(above)
            nearer, above = above, int(self._parent[above])
            if nearer == above:
                break
        country = self._countries[int(self._country[row])] or None
        kind = KINDS[int(self._kind[row])]
        name = self._name(row)
        if country in _SOFT:
            name = name.replace("'", "")
            admin1 = admin1.replace("'", "") if admin1 else None
        entry = Entry(
            id=self._id(row),
            name=name,
            lat=round(int(self._lat[row]) / 1e5, 5),
            lon=round(int(self._lon[row]) / 1e5, 5),
            kind=kind,
            admin1=name if kind == "admin1" else admin1,
            country=country,
            population=int(self._population[row]),
            radius_km=int(self._radius[row]) / 2,
            parent=self._id(parent) if parent >= 0 else None,
            capital=row in self._capitals,
        )
        self._entries[row] = entry
        return entry

    def entry(self, id: str) -> Entry | None:
        """The place with this id, or `None`."""
        if id.startswith("gn:") and id[3:].isdigit() and len(id) < 13:
            number = int(id[3:])
            if number < len(self._own_ids):
                return None
        elif id in self._own_ids:
            number = self._own_ids.index(id)
        else:
            return None
        if self._by_number is None:
            order = self._np.argsort(self._gn, kind="stable")
            self._by_number = self._gn[order], order
        numbers, rows = self._by_number
        at = int(self._np.searchsorted(numbers, self._np.uint32(number)))
        if at < len(numbers) and int(numbers[at]) == number:
            return self._row(int(rows[at]))
        return None

    def capital(self, country: str) -> Entry | None:
        """The capital of a country by its ISO code, the most populous where a country has two."""
        if self._seats is None:
            found: dict[str, Entry] = {}
            for row in sorted(self._capitals):
                entry = self._row(row)
                if entry.country and (entry.country not in found or entry.population > found[entry.country].population):
                    found[entry.country] = entry
            self._seats = found
        return self._seats.get(country)

    def ancestors(self, entry: Entry) -> Iterator[Entry]:
        """What a place lies in, nearest first."""
        seen = {entry.id}
        while entry.parent is not None and entry.parent not in seen:
            above = self.entry(entry.parent)
            if above is None:
                return
            seen.add(above.id)
            yield above
            entry = above

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """Every place that goes by this name, the surest forms first, then the most populous; `()` if there is none."""
        form = form_of(name)
        hit = self._found.get(form)
        if hit is None:
            hit = self._exact(form)
            if len(self._found) > 50_000:
                self._found.clear()
            self._found[form] = hit
        return hit

    def _exact(self, form: str) -> tuple[Candidate, ...]:
        number = key(form)
        # a Python int would have the whole table converted for each search
        first = int(self._np.searchsorted(self._keys, self._np.uint64(number)))
        best: dict[int, int] = {}
        while first < len(self._keys) and int(self._keys[first]) == number:
            ref = int(self._refs[first])
            row, kind = ref >> CLASS_BITS, ref & ((1 << CLASS_BITS) - 1)
            best[row] = min(kind, best.get(row, kind))
            first += 1
        found = [Candidate(self._row(row), kind) for row, kind in best.items()]
        return tuple(sorted(found, key=lambda c: (c.form, -c.entry.population, c.entry.id)))

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """Every place that goes by this name, in a fixed order."""
        return tuple(c.entry for c in self.candidates(name))

    def knows(self, forms: Iterable[str]) -> list[bool]:
        """For each form (see `form_of`) whether some place goes by it; one search for all."""
        numbers = self._np.fromiter((key(f) for f in forms), dtype=self._np.uint64)
        return self._member(self._keys, numbers)

    def starts(self, words: Iterable[str]) -> list[bool]:
        """For each folded word whether some name of several words begins with it."""
        numbers = self._np.fromiter((key(w) for w in words), dtype=self._np.uint64)
        return self._member(self._starts, numbers)

    def _member(self, table: Any, numbers: Any) -> list[bool]:
        if not len(numbers):
            return []
        at = self._np.minimum(self._np.searchsorted(table, numbers), len(table) - 1)
        hits: list[bool] = (table[at] == numbers).tolist()
        return hits

    def similar(self, name: str, countries: frozenset[str] | None = None) -> tuple[Candidate, ...]:
        """Places whose name differs by one letter, or in the manner of transliteration alone; only in `countries` if given."""
        form = form_of(name)
        found: dict[str, Candidate] = {}
        bones = skeleton(form)
        for candidate in self.candidates(bones) if bones else ():
            found.setdefault(candidate.entry.id, Candidate(candidate.entry, SKELETON))
        if len(_ARTICLE.sub("", form)) >= 6 and not found:
            slips = _slips(form)
            for slip, known in zip(slips, self.knows(slips), strict=True):
                for candidate in self.candidates(slip) if known else ():
                    found.setdefault(candidate.entry.id, Candidate(candidate.entry, SKELETON))
        kept = [c for c in found.values() if countries is None or c.entry.country in countries]
        return tuple(sorted(kept, key=lambda c: (-c.entry.population, c.entry.id)))

    def within(self, lat: float, lon: float, km: float) -> tuple[Entry, ...]:
        """Every place whose point lies within so many kilometres, nearest first."""
        rows, far = self._distances(lat, lon, km)
        nearest = sorted(zip(far, rows, strict=True))
        return tuple(self._row(row) for _, row in nearest)

    def _distances(self, lat: float, lon: float, km: float) -> tuple[list[int], list[float]]:
        np = self._np
        band = np.nonzero(np.abs(self._lat - round(lat * 1e5)) <= km / 111.0 * 1e5)[0]
        a, b = np.radians(self._lat[band] / 1e5), np.radians(self._lon[band] / 1e5)
        c, d = np.radians(lat), np.radians(lon)
        h = np.sin((a - c) / 2) ** 2 + np.cos(a) * np.cos(c) * np.sin((b - d) / 2) ** 2
        far = 12742.0 * np.arcsin(np.sqrt(np.minimum(h, 1.0)))
        near = far <= km
        return band[near].tolist(), far[near].tolist()

    def nearest(self, lat: float, lon: float, km: float = 50.0) -> Entry | None:
        """The settlement nearest to a point, if one lies within `km`."""
        return next((e for e in self.within(lat, lon, km) if e.kind == "settlement"), None)


def _slips(form: str) -> list[str]:
    """Every form that is one letter away: one left out, put in, changed, or two swapped. The first letter stays."""
    letters = "abcdefghijklmnopqrstuvwxyz" if _ASCII_WORD.search(form) else "абвгдежзийклмнопрстуфхцчшщыьэюяіїєґ"
    out: list[str] = []
    for i in range(1, len(form) + 1):
        head, tail = form[:i], form[i:]
        if tail:
            out.append(head + tail[1:])
            out.extend(head + c + tail[1:] for c in letters if c != tail[0])
        if len(tail) > 1 and tail[0] != tail[1]:
            out.append(head + tail[1] + tail[0] + tail[2:])
        out.extend(head + c + tail for c in letters)
    return list(dict.fromkeys(s for s in out if s != form))


def load_gazetteer(path: Path | None = None) -> Gazetteer:
    """Open the gazetteer shipped with the package, or the one at `path`.

    Raises:
        DataError: the file is missing or is not a gazetteer.
    """
    return _load(path or Path(str(resources.files("crossbearing"))) / "data" / "gazetteer.npz")


@cache
def _load(path: Path) -> Gazetteer:
    import zipfile

    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as arrays:
            return Gazetteer({name: arrays[name] for name in arrays.files}, path)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise DataError(f"cannot be read: {error}", where=str(path), do="Install the package again") from error
