"""The accuracy gate: every pinned figure is measured again, and none may fall below its floor.

`benchmarks/gate.toml` holds floors and the SHA-256 of each corpus. Corpora that are absent are said to be skipped; a corpus
whose hash has changed fails the gate, since its floor then speaks of another text. `--only NAME` measures some; `--write`
raises floors that were beaten by more than their noise, and never lowers one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import runpy
import sys
import time
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
PINS = ROOT / "benchmarks" / "gate.toml"


@dataclass(frozen=True, slots=True)
class Measure:
    """A named set of figures over some files; all of them must be there."""

    files: tuple[Path, ...]
    run: Callable[[], Mapping[str, float]]


def attributions() -> Mapping[str, float]:
    """PolNeAR dev, by the reader as it ships."""
    from benchmarks.attributions import measure, reader
    from crossbearing.read.parse import load_parser

    parser = load_parser()
    found = measure(
        SHARED / "corpora/polnear/dev.jsonl", SHARED / "eval/score_attributions.py", reader("pipeline", parser), parser
    )
    return {name: found.f1[name] for name in ("pair_who_what", "triple_exact", "content_exact", "source_given_content")}


def toponyms(corpus: str) -> Callable[[], Mapping[str, float]]:
    """One toponym corpus: overlap F1 and end-to-end F1."""

    def run() -> Mapping[str, float]:
        import tempfile

        from crossbearing.gazetteer import load_gazetteer
        from crossbearing.read.parse import load_parser
        from crossbearing.read.place import toponyms as read
        from crossbearing.types import ReportHead

        gold = SHARED / f"corpora/toponyms/{corpus}.jsonl"
        parser, gazetteer = load_parser(), load_gazetteer()
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out:
            for line in filter(None, gold.read_text("utf-8").split("\n")):
                row = json.loads(line)
                found = read(parser(row["text"]), gazetteer, (), ReportHead(id=str(row["id"]), sha256=""))
                answer = [{"start": t.start, "end": t.end, "lat": t.lat, "lon": t.lon} for t in found]
                out.write(json.dumps({"doc": str(row["id"]), "toponyms": answer}) + "\n")
            out.flush()
            score = runpy.run_path(str(SHARED / "eval/score_toponyms.py"))["score"](str(gold), out.name)
        return {"overlap_f1": 100 * score["rec_overlap"][2], "end_to_end_f1": 100 * score["e2e"][2]}

    return run


def events() -> Mapping[str, float]:
    """CASE-2021 dev: weighted F1 of the ACLED sub-event of each snippet's best claim."""
    from benchmarks.events import measure
    from crossbearing.read.pipeline import load_tools, read_report

    tools = load_tools()
    f1, _ = measure(SHARED / "corpora/events/case2021_dev300.tsv", lambda report: read_report(report, tools).claims)
    return {"weighted_f1": 100 * f1}


def seed() -> Mapping[str, float]:
    """Rows of the model case that ours carries."""
    from benchmarks.seed import run

    return {"rows": float(run()[0])}


def sentences(part: str) -> Callable[[], Mapping[str, float]]:
    """Our own marked sentences."""

    def run() -> Mapping[str, float]:
        from benchmarks.sentences import measure

        return measure([ROOT / f"training/sentences/{part}.jsonl"]).figures()

    return run


def claims(part: str) -> Callable[[], Mapping[str, float]]:
    """Our own reports with full claims."""

    def run() -> Mapping[str, float]:
        from benchmarks.claims import measure

        return measure([ROOT / f"training/claims/{part}.jsonl"]).figures()

    return run


def linking() -> Mapping[str, float]:
    """The made world. Shares are given as they are; what may only be small is negated, so that a floor holds it too."""
    from benchmarks.linking import AT_MOST, FLOORS, scores

    found = scores()
    return {name: (-found[name] if name in AT_MOST else found[name]) for name in FLOORS}


def retold() -> Mapping[str, float]:
    """Copies in other words, over three seeds on which nothing was set; false ones negated, so that a floor holds them."""
    from benchmarks.retold import measure

    some = [measure(seed) for seed in (2, 3, 4)]

    def share(kind: str) -> float:
        return sum(one.found[kind] for one in some) / sum(one.every[kind] for one in some)

    return {
        "whole": share("whole"), "whole credited": share("whole, credited"),
        "false share": -sum(one.false for one in some) / sum(one.told for one in some),
    }  # fmt: skip


MEASURES: Mapping[str, Measure] = {
    "attributions": Measure((SHARED / "corpora/polnear/dev.jsonl",), attributions),
    "lgl": Measure((SHARED / "corpora/toponyms/lgl.jsonl",), toponyms("lgl")),
    "trnews": Measure((SHARED / "corpora/toponyms/trnews.jsonl",), toponyms("trnews")),
    "events": Measure((SHARED / "corpora/events/case2021_dev300.tsv",), events),
    "seed": Measure((SHARED / "seed/article.txt", SHARED / "seed/reading.jsonl"), seed),
    "sentences-test": Measure((ROOT / "training/sentences/test.jsonl",), sentences("test")),
    "claims-test": Measure((ROOT / "training/claims/test.jsonl",), claims("test")),
    "linking": Measure(
        tuple(ROOT / "benchmarks" / f"{name}.py" for name in ("world", "made", "noise", "cast", "prose")), linking
    ),
    "retold": Measure((ROOT / "benchmarks/retold.py",), retold),
}


def digest(files: tuple[Path, ...]) -> str:
    """One SHA-256 over the files."""
    total = hashlib.sha256()
    for file in files:
        total.update(file.read_bytes())
    return total.hexdigest()[:16]


def main() -> int:
    """Measure, compare, and say every figure beside its floor; 1 if any fell."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--only", action="append", choices=sorted(MEASURES))
    ask.add_argument("--write", action="store_true", help="raise the floors that were beaten, and pin new ones")
    chosen = ask.parse_args()
    pins: dict[str, dict[str, Any]] = tomllib.loads(PINS.read_text("utf-8")) if PINS.is_file() else {}
    fell = 0
    for name, what in MEASURES.items():
        if chosen.only and name not in chosen.only:
            continue
        if not all(file.is_file() for file in what.files):
            print(f"{name}: skipped, its corpus is not here ({what.files[0].name})")
            continue
        pin = pins.setdefault(name, {})
        found_digest = digest(what.files)
        if pin.get("sha256", found_digest) != found_digest:
            if not chosen.write:
                print(f"{name}: FAILED, the corpus has changed; look at it, then pin it again with --write")
                fell += 1
                continue
            pin.clear()
        started = time.perf_counter()
        figures = what.run()
        print(f"{name} ({time.perf_counter() - started:.0f} s)")
        for key, value in figures.items():
            floor = pin.get(_key(key))
            fine = floor is None or value >= float(floor) - 1e-9
            fell += not fine
            print(
                f"  {key:28} {value:8.2f}   floor {'none' if floor is None else f'{float(floor):.2f}'}{'' if fine else '   FELL'}"
            )
            if chosen.write and (floor is None or value > float(floor) + 0.3):
                pin[_key(key)] = _floor(value)
        pin["sha256"] = found_digest
    if chosen.write:
        PINS.write_text(_toml(pins), "utf-8")
    print("the gate holds" if not fell else f"the gate: {fell} fell")
    return min(fell, 1)


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def _floor(value: float) -> float:
    # a floor lies a little under the figure: a dependency's last digit must not fail a build
    return round(value - 0.3 if abs(value) > 2 else value - 0.005, 3)


def _toml(pins: Mapping[str, Mapping[str, Any]]) -> str:
    lines = [
        "# Floors of accuracy, with the hash of each corpus. `make gate` measures; a floor is raised, never lowered in silence."
    ]
    for name in sorted(pins):
        lines += ["", f"[{name}]", *(f"{k} = {json.dumps(v)}" for k, v in sorted(pins[name].items()))]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
