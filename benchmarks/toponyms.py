"""Toponyms on a corpus: recognition, resolution, end to end; by identity too; and the gazetteer's own ceiling.

    python benchmarks/toponyms.py GOLD.jsonl [--scorer score_toponyms.py] [--out PRED.jsonl] [--parses CACHE]

Gold lines: {"id","text","toponyms":[{"start","end","name","lat","lon","geonameid"}]}. The scorer, if given, is run on what is written.
"""

from __future__ import annotations

import argparse
import json
import math
import pickle
import runpy
import time
from pathlib import Path
from typing import Any

from crossbearing.gazetteer import Gazetteer, load_gazetteer
from crossbearing.read.parse import Parse, load_parser
from crossbearing.read.place import toponyms
from crossbearing.types import ReportHead, Toponym


def parses(gold: list[dict[str, Any]], cache: Path | None) -> list[Parse]:
    """The parses of the corpus, from a cache of this machine if there is one."""
    if cache is not None and cache.exists():
        loaded: list[Parse] = pickle.loads(cache.read_bytes())
        return loaded
    parser = load_parser()
    start = time.perf_counter()
    done = [parser(g["text"]) for g in gold]
    print(f"parsed {sum(map(len, done)):,} tokens in {time.perf_counter() - start:.1f} s")
    if cache is not None:
        cache.write_bytes(pickle.dumps(done))
    return done


def far(a: float, b: float, c: float, d: float) -> float:
    """Great-circle kilometres."""
    a, b, c, d = map(math.radians, (a, b, c, d))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def ceiling(gold: list[dict[str, Any]], gazetteer: Gazetteer) -> float:
    """The share of located gold names for which some candidate of the gazetteer lies within 161 km."""
    from crossbearing.gazetteer import form_of
    from crossbearing.read.placewords import place_words
    from crossbearing.read.resolve import named_place

    right = total = 0
    for document in gold:
        for name in document["toponyms"]:
            if name["lat"] is None:
                continue
            total += 1
            form = form_of(document["text"][name["start"] : name["end"]])
            target = place_words().demonyms.get(form)
            adjective = named_place(target, gazetteer) if target else None
            pool = [adjective] if adjective else gazetteer.lookup(form)
            right += any(far(name["lat"], name["lon"], e.lat, e.lon) <= 161 for e in pool)
    return right / total if total else 0.0


def identity(gold: list[dict[str, Any]], found: list[tuple[Toponym, ...]]) -> tuple[int, int]:
    """Of located gold names that a resolved toponym overlaps, how many have the same GeoNames number."""
    same = total = 0
    for document, answer in zip(gold, found, strict=True):
        for name in document["toponyms"]:
            hit = next((t for t in answer if t.start < name["end"] and name["start"] < t.end and t.place), None)
            if hit is not None and hit.place is not None and name["lat"] is not None and name.get("geonameid"):
                total += 1
                same += hit.place.id == f"gn:{name['geonameid']}"
    return same, total


def main() -> None:
    """Run it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("gold", type=Path)
    options.add_argument("--scorer", type=Path)
    options.add_argument("--out", type=Path, default=Path("toponyms.pred.jsonl"))
    options.add_argument("--parses", type=Path)
    args = options.parse_args()
    gold = [json.loads(line) for line in args.gold.read_text("utf-8").split("\n") if line]
    gazetteer = load_gazetteer()
    texts = parses(gold, args.parses)
    start = time.perf_counter()
    found = [
        toponyms(p, gazetteer, (), ReportHead(id=str(g["id"]), sha256="")) for g, p in zip(gold, texts, strict=True)
    ]
    took = time.perf_counter() - start
    with args.out.open("w", encoding="utf-8") as out:
        for document, answer in zip(gold, found, strict=True):
            rows = [{"start": t.start, "end": t.end, "lat": t.lat, "lon": t.lon} for t in answer]
            out.write(json.dumps({"doc": str(document["id"]), "toponyms": rows}) + "\n")
    same, total = identity(gold, found)
    print(f"place stage {sum(map(len, texts)) / took:,.0f} words/s")
    print(
        f"same GeoNames number {same}/{total} = {same / max(1, total):.3f}; ceiling (any candidate, gold spans) {ceiling(gold, gazetteer):.3f}"
    )
    if args.scorer:
        report = runpy.run_path(str(args.scorer))["score"](str(args.gold), str(args.out))
        print(json.dumps(report))
        print(
            f"overlap F1 {report['rec_overlap'][2]:.3f}  end to end F1 {report['e2e'][2]:.3f}  within 161 km of all {report['a']['acc161']:.3f}"
        )


if __name__ == "__main__":
    main()
