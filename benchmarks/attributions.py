"""Attributions on PolNeAR by the corpus' own scorer: `python -m benchmarks.attributions [--reader tagger|pipeline|rules]`.

The scorer and the corpus stay where they are: both are given by path. The speed is that of one stage on one thread,
beside the parser's in the same run.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from crossbearing.read.parse import Parse, Parser, load_parser
from crossbearing.types import Attribution, Report, Span

CORPORA = Path("../shared/corpora")
FIGURES = ("pair_who_what", "triple_exact", "content_exact", "content_ge50", "cue_exact", "source_exact")
Read = Callable[[Parse], Sequence[Attribution]]


@dataclass(frozen=True, slots=True)
class Measured:
    """F1 by name, the scorer's full answer, and words a second of the parser and of the stage."""

    f1: Mapping[str, float]
    full: Mapping[str, Any]
    parser_speed: float
    stage_speed: float


def load_scorer(path: Path) -> ModuleType:
    """The scorer, by path.

    Raises:
        FileNotFoundError: there is none.
    """
    spec = importlib.util.spec_from_file_location("score_attributions", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def spans(role: Sequence[Span]) -> list[list[int]]:
    """Spans as the scorer takes them."""
    return [[s.start, s.end] for s in role]


def reader(name: str, parser: Parser) -> Read:
    """The trained reader alone, the rules alone, or the whole pipeline's attributions."""
    if name == "tagger":
        from crossbearing.read.tagger import load_tagger

        tagger = load_tagger()
        if tagger is None:
            raise SystemExit("the weights are not installed: run `make setup`")
        return tagger
    if name == "rules":
        from crossbearing.read.attribute import attributions
        from crossbearing.read.quote import quotations

        return lambda parse: attributions(parse, quotations(parse.text))
    from dataclasses import replace

    from crossbearing.read.pipeline import load_tools, read_report

    tools = load_tools()

    def whole(parse: Parse) -> Sequence[Attribution]:
        report = Report(id="r", sha256="", text=parse.text, language="en")
        # the parse is at hand: the clock should not count it twice
        return read_report(report, replace(tools, parser=lambda _: parse)).attributions  # type: ignore[arg-type]

    return whole


def measure(corpus: Path, scorer: Path, read: Read, parser: Parser, *, most: int | None = None) -> Measured:
    """Read every text of a PolNeAR file and score the answers."""
    score = load_scorer(scorer)
    rows = [json.loads(line) for line in corpus.read_text("utf-8").splitlines() if line.strip()][:most]
    words, parsing, reading, counts = 0, 0.0, 0.0, []
    for row in rows:
        at = time.process_time()
        parse = parser(row["text"])
        parsing += time.process_time() - at
        at = time.process_time()
        found = read(parse)
        reading += time.process_time() - at
        words += len(re.findall(r"\S+", row["text"]))
        answer = [{"source": spans(a.source), "cue": spans(a.cue), "content": spans(a.content)} for a in found]
        counts.append(score.score_doc(row["text"], row["attributions"], answer))
    full = score.summarise(counts)
    f1 = {key: float(full[key][2]) for key in FIGURES}
    f1["source_given_content"] = float(full["source_given_content"]["overlap"] or 0)
    return Measured(f1, full, words / parsing, words / reading)


def main() -> None:
    """Measure and print."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--corpora", type=Path, default=CORPORA)
    ask.add_argument("--scorer", type=Path, default=None)
    ask.add_argument("--part", default="dev")
    ask.add_argument("--reader", choices=("tagger", "pipeline", "rules"), default="tagger")
    ask.add_argument("--texts", type=int, help="the first N alone")
    ask.add_argument("--json", action="store_true")
    args = ask.parse_args()
    corpus = args.corpora / "polnear" / f"{args.part}.jsonl"
    if not corpus.is_file():
        raise SystemExit(f"{corpus} is absent: skipped")
    scorer = args.scorer or args.corpora.parent / "eval" / "score_attributions.py"
    parser = load_parser()
    got = measure(corpus, scorer, reader(args.reader, parser), parser, most=args.texts)
    if args.json:
        out = {"f1": dict(got.f1), "parser_words_s": got.parser_speed, "stage_words_s": got.stage_speed}
        sys.stdout.write(json.dumps({**out, "full": dict(got.full)}) + "\n")
        return
    for key, value in got.full.items():
        sys.stdout.write(f"{key:24s} {value}\n")
    sys.stdout.write(
        f"words/s: stage {got.stage_speed:.0f}, parser {got.parser_speed:.0f}, ratio {got.stage_speed / got.parser_speed:.2f}\n"
    )


if __name__ == "__main__":
    main()
