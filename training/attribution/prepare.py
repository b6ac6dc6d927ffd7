"""Parse the corpora once: PolNeAR and our own marked sentences → `CACHE/*.jsonl.gz` (never committed).

.venv/bin/python -m training.attribution.prepare --corpora ../shared/corpora --cache build/attribution
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any

from training.attribution.told import of_claims, of_lines, places
from training.kinds.examples import FRESH

from crossbearing.marked import unmark
from crossbearing.read.parse import Parser, load_parser

FIELDS = ("start", "end", "lemma", "pos", "tag", "dep", "head", "ent", "ent_start", "sentences")


def write(parser: Parser, rows: Iterable[dict[str, Any]], path: Path) -> int:
    """Parse each row's text and write rows and parses."""
    count = 0
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as out:
        for row in rows:
            parse = row.get("parse") or parser(row["text"])
            out.write(json.dumps({**row, "parse": {k: getattr(parse, k) for k in FIELDS}}) + "\n")
            count += 1
    return count


OWN = [Path(f"training/sentences/{name}.jsonl") for name in ("train", "nested", "paragraphs")]
TOGETHER = 8  # a window of the encoder holds about so many sentences


def marked(paths: Iterable[Path]) -> Iterable[dict[str, Any]]:
    """Our own marked sentences in the shape of PolNeAR's rows, some paragraphs a row."""
    lines = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line.strip()]
    for at in range(0, len(lines), TOGETHER):
        text, found = "", []
        for line in lines[at : at + TOGETHER]:
            plain, marks = unmark(line["marked"])
            text += "\n\n" if text else ""
            for one in marks:
                found.append(
                    {
                        role: [[s.start + len(text), s.end + len(text)] for s in getattr(one, role)]
                        for role in ("source", "cue", "content")
                    }
                )
            text += plain
        yield {"doc": f"own-{at}", "annotator": "own", "text": text, "attributions": found}


def main() -> None:
    """Parse what is there."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    ask.add_argument("--own", type=Path, nargs="*", default=OWN)
    ask.add_argument("--labelled", type=Path, default=Path("training/kinds"))
    ask.add_argument("--claims", type=Path, default=Path("training/claims/train.jsonl"))
    ask.add_argument("--cache", type=Path, default=Path("build/attribution"))
    ask.add_argument("--only", nargs="*", default=["train", "dev", "own", "told"])
    args = ask.parse_args()
    args.cache.mkdir(parents=True, exist_ok=True)
    parser = load_parser()
    for part in args.only:
        target = args.cache / f"{part}.jsonl.gz"
        if part == "own":
            print(part, write(parser, marked(args.own), target))
            continue
        if part == "told":
            names = places()
            files = [f for f in sorted(args.labelled.glob("*.txt")) if f.stem.split("-")[0] not in FRESH]
            rows = chain(of_lines(files, parser, names), of_claims(args.claims, parser, names))
            print(part, write(parser, rows, target))
            continue
        source = args.corpora / "polnear" / f"{part}.jsonl"
        rows = (json.loads(line) for line in source.read_text("utf-8").splitlines() if line.strip())
        print(part, write(parser, rows, target))


if __name__ == "__main__":
    main()
