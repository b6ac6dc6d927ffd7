"""The model case: which rows of the careful analyst's reading does ours carry?

A row counts when (1) an attribution (for own voice: an own-voice claim or skip) has content of token Dice ≥ .5 and the same
speaker, (2) every kind listed has a claim with that source and stance, and where none is listed there is no claim, (3) the
place is the one told. `python -m benchmarks.seed [FOLDER]` prints each row with what is missing, and, as a second figure,
how many rows have the content, the cue and the speaker right, whatever is claimed of them.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from crossbearing.read.pipeline import read
from crossbearing.text import fold
from crossbearing.types import Attribution, Claim, Reading, Span

SHARED = Path(__file__).resolve().parents[2] / "shared"
_WORD = re.compile(r"\w+(?:['’\-.]\w+)*")
_MARKS_ALONE = {2, 26}


def tokens(text: str, spans: list[Span]) -> set[int]:
    """The starts of the words that the spans touch."""
    return {m.start() for m in _WORD.finditer(text) for s in spans if m.start() < s.end and s.start < m.end()}


def dice(a: set[int], b: set[int]) -> float:
    """Dice's coefficient of two sets."""
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def same_speaker(row: dict[str, Any], attribution: Attribution) -> bool:
    """Whether the speaker found is the one told: by name, or by the words of the source."""
    speaker = attribution.speaker
    if speaker is None or not speaker.name:
        return False
    told, found = fold(re.sub(r"\(.*?\)|[“”\"]", "", row["source"])), fold(re.sub(r"[“”\"]", "", speaker.name))
    heads = [fold(part) for part in re.split(r"[;,]", re.sub(r"\(.*?\)", "", row["source"])) if part.strip()]
    unnamed = row["source_type"].startswith(("class", "anonymous"))
    return (
        (unnamed and fold(row["source_text"]) in found)
        or told in found
        or found in told
        or any(fold(re.sub(r"[“”\"]", "", head)) in found for head in heads[:1])
        or (bool(heads) and all(head.split()[-1] in found for head in heads))
    )


def spoken_right(row: dict[str, Any], reading: Reading) -> bool:
    """Whether content, cue and speaker of a row are read; for own voice, that nobody is said to have said it."""
    text = reading.report.text
    want = tokens(text, [Span(*row["content_span"])])
    near = [a for a in reading.attributions if dice(tokens(text, list(a.content)), want) >= 0.5]
    if row["source_span"] is None:
        return not near
    cue = Span(*row["cue_span"])
    return any(same_speaker(row, a) and any(cue.overlaps(c) for c in a.cue) for a in near)


def judge(row: dict[str, Any], reading: Reading) -> tuple[str, ...]:
    """What is missing of one row; nothing where it counts as read."""
    text = reading.report.text
    want = tokens(text, [Span(*row["content_span"])])
    own = row["source_span"] is None
    if own:
        claims = [
            c for c in reading.claims if c.attribution is None and dice(tokens(text, [c.span.span]), want) >= 0.34
        ]
        at = [c for c in reading.claims if c.attribution is None and Span(*row["content_span"]).overlaps(c.span.span)]
        claims = claims or at
        if row["n"] in _MARKS_ALONE:
            return ("a claim where none is told",) if claims else ()
        if not claims:
            return ("no own-voice claim",)
        return _kinds(row, claims)
    near = [a for a in reading.attributions if dice(tokens(text, list(a.content)), want) >= 0.5]
    if not near:
        return ("no attribution with that content",)
    right = [a for a in near if same_speaker(row, a)]
    if not right:
        return (f"speaker is {[a.speaker.name if a.speaker else None for a in near]}",)
    if row["within"] and not any(a.within for a in right):
        return ("not nested",)
    ids = {a.id for a in right}
    return _kinds(row, [c for c in reading.claims if c.attribution in ids])


def _kinds(row: dict[str, Any], claims: list[Claim]) -> tuple[str, ...]:
    missing = [
        f"no {kind}" for kind in row["events"] if not any(c.kind == kind and c.stance == row["stance"] for c in claims)
    ]
    if not row["events"] and claims:
        return (f"claims where none is told: {[c.kind for c in claims]}",)
    wanted = [c for c in claims if c.kind in row["events"]]
    place = row["place"]
    if place and not missing:
        if "geonames" in place:
            if not all(c.place and c.place.id == f"gn:{place['geonames']}" for c in wanted):
                missing.append(f"place is {[(c.place.as_written, c.place.id) if c.place else None for c in wanted]}")
        elif not all(c.place and c.place.precision in ("unresolved", "facility") and c.place.rivals for c in wanted):
            missing.append(
                f"place is {[(c.place.as_written, c.place.precision, len(c.place.rivals)) if c.place else None for c in wanted]}"
            )
    return tuple(missing)


def run(folder: Path = SHARED / "seed") -> tuple[int, int, list[tuple[int, tuple[str, ...]]], Reading]:
    """Rows read, rows told, what each lacks, and the reading."""
    text = (folder / "article.txt").read_text("utf-8")
    rows = [json.loads(line) for line in (folder / "reading.jsonl").read_text("utf-8").splitlines() if line.strip()]
    reading = read(text)
    lacks = [(row["n"], judge(row, reading)) for row in rows]
    return sum(not lack for _, lack in lacks), len(rows), lacks, reading


def main() -> None:
    """Print the rows, what is missing, and the count."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "seed"
    if not folder.is_dir():
        print(f"skipped: {folder} is not here")
        return
    right, total, lacks, reading = run(folder)
    rows = [json.loads(line) for line in (folder / "reading.jsonl").read_text("utf-8").splitlines() if line.strip()]
    for n, lack in lacks:
        print(f"{n:3} {'ok' if not lack else '; '.join(lack)}")
    print(f"{right} of {total} rows")
    print(f"content, cue and speaker: {sum(spoken_right(row, reading) for row in rows)} of {total} rows")


if __name__ == "__main__":
    main()
