"""Conflict packs: folders of data and no code (docs/packs.md gives every file and column)."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from importlib.metadata import entry_points
from pathlib import Path

from crossbearing.errors import PackError
from crossbearing.text import fold

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "sides.csv": ("id", "name", "colour"),
    "actors.csv": ("id", "name", "alias", "lang", "kind", "side", "from", "to", "source"),
    "places.csv": (
        "id", "name", "alias", "lang", "used_by", "from", "to", "lat", "lon", "radius_km", "parent", "kind", "source",
    ),
    "publishers.csv": ("name", "domain", "kind", "side", "country", "owner"),
    "words.csv": ("list", "lang", "lemma", "note"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """A party to the conflict. `colour` is a token number (1 to 4), not a hue."""

    id: str
    name: str
    colour: str


@dataclass(frozen=True, slots=True)
class Actor:
    """One form of an actor's name. Rows with one `id` are one actor; `name` is the display name of all of them.

    `kind` is person, office, body, force, unit, state, capital, medium, class or group. A person known to a pack is public.
    """

    id: str
    name: str
    alias: str
    lang: str
    kind: str
    side: str | None
    since: str | None
    until: str | None
    source: str


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One form of a place's name: who uses it and since when. `id` is `gn:…` or the pack's own."""

    id: str
    name: str
    alias: str
    lang: str
    used_by: str | None
    since: str | None
    until: str | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    parent: str | None
    kind: str
    source: str


@dataclass(frozen=True, slots=True)
class Publisher:
    """A publisher: `kind` is wire, state, newspaper, broadcaster, online, monitor, channel, body or aggregator."""

    name: str
    domain: str | None
    kind: str
    side: str | None
    country: str | None
    owner: str | None


UN_BORDERS = "internationally recognised borders"
"""What maps draw unless a pack says otherwise."""


@dataclass(frozen=True, slots=True)
class Borders:
    """Which borders a map of this conflict draws, in words that stand beside it; `lines` is a file of lines drawn over the others."""

    says: str
    lines: Path | None


@dataclass(frozen=True)
class Pack:
    """One checked conflict pack."""

    id: str
    version: str
    name: str
    languages: tuple[str, ...]
    bbox: tuple[float, float, float, float] | None
    countries: tuple[str, ...]
    theatre: tuple[str, ...]
    extends: tuple[str, ...]
    licence: str
    settings: Mapping[str, str]
    sides: tuple[Side, ...]
    actors: tuple[Actor, ...]
    places: tuple[PlaceName, ...]
    publishers: tuple[Publisher, ...]
    words: Mapping[str, frozenset[str]]
    folder: Path
    digest: str

    @property
    def borders(self) -> Borders:
        """The setting `borders`: "UN", or a GeoJSON file of the pack, said to be the pack's with its `borders_note`."""
        chosen = self.settings.get("borders", "UN")
        if chosen == "UN":
            return Borders(UN_BORDERS, None)
        note = self.settings.get("borders_note")
        says = f"lines of the pack {self.name!r}, not recognised internationally" + (f": {note}" if note else "")
        return Borders(says, self.folder / chosen)

    def lead(self, place: str, language: str = "en") -> str | None:
        """The form of a place's name that leads: the official one, or with `names = SIDE` the one that this side uses."""
        rows = [row for row in self.places if row.id == place]
        chosen = self.settings.get("names", "official")
        own = [row.alias for row in rows if row.used_by == chosen and row.lang == language and row.alias]
        if chosen != "official" and own:
            return own[0]
        return rows[0].name if rows else None

    @cached_property
    def forms_by_place(self) -> Mapping[str, frozenset[str]]:
        """Place id → every folded name of it."""
        out: dict[str, set[str]] = {}
        for form, rows in self.place_forms.items():
            for row in rows:
                out.setdefault(row.id, set()).add(form)
        return {place: frozenset(names) for place, names in out.items()}

    @cached_property
    def actor_forms(self) -> Mapping[str, tuple[Actor, ...]]:
        """Folded name or alias → the actors that it may mean."""
        out: dict[str, list[Actor]] = {}
        for actor in self.actors:
            for form in {fold(actor.name), fold(actor.alias)} - {""}:
                if actor not in out.setdefault(form, []):
                    out[form].append(actor)
        return {form: tuple(rows) for form, rows in out.items()}

    @cached_property
    def actor_openers(self) -> frozenset[str]:
        """The first word of each form of an actor's name."""
        return frozenset(form.split(" ")[0].split("'")[0] for form in self.actor_forms)

    @cached_property
    def state_forms(self) -> Mapping[str, str]:
        """Folded form of the name of each state that the pack knows → its id."""
        return {form: a.id for form, rows in self.actor_forms.items() for a in rows if a.kind == "state"}

    @cached_property
    def place_forms(self) -> Mapping[str, tuple[PlaceName, ...]]:
        """Folded name or alias → the places that it may mean."""
        out: dict[str, list[PlaceName]] = {}
        for place in self.places:
            for form in {fold(place.name), fold(place.alias)} - {""}:
                if place not in out.setdefault(form, []):
                    out[form].append(place)
        return {form: tuple(rows) for form, rows in out.items()}

    @cached_property
    def publisher_forms(self) -> Mapping[str, Publisher]:
        """Folded name, or domain → publisher."""
        out: dict[str, Publisher] = {}
        for row in self.publishers:
            out.setdefault(fold(row.name), row)
            if row.domain:
                out.setdefault(row.domain.lower(), row)
        return out

    def publisher(self, name: str | None, url: str | None = None) -> Publisher | None:
        """The publisher of that name, or of the domain of that URL."""
        if name and (hit := self.publisher_forms.get(fold(name)) or self.publisher_forms.get(name.lower())):
            return hit
        if url:
            from urllib.parse import urlsplit

            try:
                host = (urlsplit(url).hostname or "").lower()
            except ValueError:
                return None
            while host.count(".") >= 1:
                if hit := self.publisher_forms.get(host):
                    return hit
                host = host.partition(".")[2]
        return None


def find(name: str) -> Path:
    """The folder of a pack given by path, by package data, or by entry point `crossbearing.packs`.

    Raises:
        PackError: there is no such pack.
    """
    path = Path(name)
    if (path / "pack.toml").is_file():
        return path
    own = packaged().get(name)
    if own:
        return own
    raise PackError(
        f"there is no pack {name!r}", do=f"Give a folder with a pack.toml, or one of: {', '.join(sorted(packaged()))}"
    )


def packaged() -> dict[str, Path]:
    """Every installed pack by id: those shipped, and those that other distributions announce."""
    root = Path(str(resources.files("crossbearing"))) / "data" / "packs"
    found = {p.parent.name: p.parent for p in sorted(root.glob("*/pack.toml"))}
    for point in entry_points(group="crossbearing.packs"):
        folder = point.load()
        found.setdefault(point.name, Path(str(folder() if callable(folder) else folder)))
    return found


def load(name: str) -> Pack:
    """Read and check one pack.

    Raises:
        PackError: a file is missing or a cell is not allowed; the message names file, line and column.
    """
    folder = find(name)
    try:
        meta = tomllib.loads((folder / "pack.toml").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise PackError(f"cannot be read: {error}", where=str(folder / "pack.toml")) from error
    for key in ("id", "version", "languages", "licence"):
        if key not in meta:
            raise PackError(f"has no `{key}`", where=str(folder / "pack.toml"), do="See docs/packs.md")
    rows = {file: _rows(folder, file) for file in COLUMNS}
    words: dict[str, set[str]] = {}
    for row in rows["words.csv"]:
        words.setdefault(row["list"], set()).add(row["lemma"].lower())
    bbox = meta.get("bbox")
    return Pack(
        id=meta["id"],
        version=str(meta["version"]),
        name=meta.get("name", meta["id"]),
        languages=tuple(meta["languages"]),
        bbox=(bbox[0], bbox[1], bbox[2], bbox[3]) if bbox else None,
        countries=tuple(meta.get("countries", ())),
        theatre=tuple(meta.get("theatre", ())),
        extends=tuple(meta.get("extends", ())),
        licence=meta["licence"],
        settings={k: str(v) for k, v in meta.get("settings", {}).items()},
        sides=tuple(Side(r["id"], r["name"], r["colour"]) for r in rows["sides.csv"]),
        actors=tuple(
            Actor(r["id"], r["name"], r["alias"], r["lang"], r["kind"], r["side"] or None, r["from"] or None, r["to"] or None, r["source"])
            for r in rows["actors.csv"]
        ),
        places=tuple(
            PlaceName(
                r["id"], r["name"], r["alias"], r["lang"], r["used_by"] or None, r["from"] or None, r["to"] or None,
                _number(r, "lat", folder), _number(r, "lon", folder), _number(r, "radius_km", folder),
                r["parent"] or None, r["kind"], r["source"],
            )
            for r in rows["places.csv"]
        ),
        publishers=tuple(
            Publisher(r["name"], r["domain"].lower() or None, r["kind"], r["side"] or None, r["country"] or None, r["owner"] or None)
            for r in rows["publishers.csv"]
        ),
        words={name: frozenset(forms) for name, forms in words.items()},
        folder=folder,
        digest=_digest(folder),
    )  # fmt: skip


def load_all(names: Iterable[str] | None = None) -> tuple[Pack, ...]:
    """The packs named, or every installed one, in order of id."""
    return tuple(load(name) for name in (sorted(packaged()) if names is None else names))


def _rows(folder: Path, file: str) -> list[dict[str, str]]:
    path = folder / file
    if not path.is_file():
        raise PackError(
            "is missing", where=str(path), do="A pack has every file, if only its header; see docs/packs.md"
        )
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            if tuple(reader.fieldnames or ()) != COLUMNS[file]:
                raise PackError(f"has columns {reader.fieldnames}, not {list(COLUMNS[file])}", where=str(path))
            out = []
            for row in reader:
                if None in row or None in row.values():
                    raise PackError(
                        f"line {reader.line_num} has another number of cells than the header", where=str(path)
                    )
                out.append({k: v.strip() for k, v in row.items()} | {"_line": str(reader.line_num), "_file": file})
            return out
    except (UnicodeDecodeError, csv.Error) as error:
        raise PackError(f"is not UTF-8 CSV: {error}", where=str(path)) from error


def _number(row: Mapping[str, str], column: str, folder: Path) -> float | None:
    if not row[column]:
        return None
    try:
        return float(row[column])
    except ValueError as error:
        where = f"{folder / row['_file']}:{row['_line']}"
        raise PackError(f"{column} is {row[column]!r}, not a number", where=where) from error


def _digest(folder: Path) -> str:
    total = hashlib.sha256()
    for file in ("pack.toml", *COLUMNS):
        total.update((folder / file).read_bytes())
    return total.hexdigest()[:16]
