"""How the lexicon of senses reads the words that people labelled.

python -m training.kinds.check [--cache FILE] [--every N] [--senses] [--words] [--misses KIND]

Each labelled word is told with its kind, with another, or not at all; a happening on a word that nobody labelled counts
as loose where all happenings of the text are labelled. `--senses` prints the senses that are wrong or loose more often
than right, `--words` the words that are seldom told. Speech is not looked at, so that demands, threats and judgements,
which speech makes, are not expected to be right. `--cache` reads texts parsed before (`training.attribution.prepare`).
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from training.attribution.prepare import FIELDS
from training.kinds.examples import labels

from crossbearing.read.happening import happenings, load_lexicon
from crossbearing.read.parse import Parse, load_parser
from crossbearing.read.senses import Lexicon, Reader, Sense
from crossbearing.read.trigger import candidate

Told = dict[int, tuple[str, bool]]
_LINKS = ("prt", "dobj", "nsubjpass", "nsubj", "attr", "xcomp", "acomp", "oprd", "acl", "advmod")
_SHOWN = 60


@dataclass(frozen=True)
class Text:
    """A labelled text: the kind of each labelled word and whether it is a claim; `complete` if no happening is left out."""

    parse: Parse
    told: Told
    complete: bool
    places: frozenset[int] = frozenset()
    speaking: frozenset[int] = frozenset()


@dataclass
class Tally:
    """How often a sense, a word or a kind was right, had another kind (which), or told what nobody labelled or nothing."""

    right: int = 0
    other: Counter[str] = field(default_factory=Counter)
    loose: int = 0
    missing: int = 0

    def __str__(self) -> str:
        other = ", ".join(f"{kind} {n}" for kind, n in self.other.most_common(3))
        return f"right {self.right:4}  other {self.other.total():4}  loose {self.loose:4}  nothing {self.missing:4}  {other}"


def of_files(folder: Path) -> Iterator[Text]:
    """The labelled lines of this folder, parsed now; voice.txt leaves asides out on purpose."""
    parser = load_parser()
    for path in sorted(folder.glob("*.txt")):
        if path.stem == "voice":
            continue
        for text, found in labels(path):
            parse = parser(text)
            told = {t: (x.kind, x.claim) for x in found if (t := parse.token_at(x.offset)) is not None}
            yield Text(parse, told, all(x.place is not None for x in found))


def of_cache(path: Path) -> Iterator[Text]:
    """The same from the cache of `training.attribution.prepare`, with the places of the place stage."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            row = json.loads(line)
            if row["doc"].startswith("voice-"):
                continue
            arrays: dict[str, Any] = {
                k: tuple(tuple(x) if isinstance(x, list) else x for x in row["parse"][k]) for k in FIELDS
            }
            named = {
                use: frozenset(t for a, b, _, _, u in row["named"] if u == use for t in range(a, b))
                for use in ("place", "metonym")
            }
            told = {word: (kind, claim) for word, kind, claim, _ in row["told"]}
            yield Text(Parse(text=row["text"], **arrays), told, row["complete"], named["place"], named["metonym"])


def beside(parse: Parse, word: int) -> set[int]:
    """The words that may tell the same happening: a light verb and its noun, a verb and its particle."""
    out = set(parse.kids(word, *_LINKS))
    out |= {t for p in parse.kids(word, "prep") for t in parse.kids(p, "pobj")}
    if parse.dep[word] in _LINKS:
        out.add(parse.head[word])
    if parse.dep[word] == "pobj":
        out.add(parse.head[parse.head[word]])
    return out - {word}


def signature(sense: Sense | None) -> str:
    """A sense as its line of lexicon.csv reads."""
    if sense is None:
        return "learned"
    held = (f"{'!' * c.negated}{c.slot}:{'|'.join(sorted(c.wanted)) or '*'}" for c in sense.conditions)
    return f"{sense.name},{sense.form},{sense.score}: {' '.join(held)}"


def compare(
    text: Text, lexicon: Lexicon, senses: dict[str, Tally], words: dict[str, Tally], kinds: dict[str, Tally]
) -> list[str]:
    """Add one text to the tallies; returns the claims that are told otherwise, one a line."""
    parse, told, lines = text.parse, text.told, []
    found = happenings(parse, lexicon, places=text.places, not_places=text.speaking)
    reader = Reader(parse, lexicon, text.places, text.speaking)
    of: dict[int, list[str]] = defaultdict(list)
    for h in found:
        near = [h.trigger] if h.trigger in told else sorted(beside(parse, h.trigger) & told.keys())
        seen = candidate(reader, h.trigger)
        tally = senses[signature(seen.sense if seen else None)]
        if near:
            word = min(near, key=lambda t: abs(t - h.trigger))
            of[word].append(h.kind)
            if told[word][0] == h.kind:
                tally.right += 1
            else:
                tally.other[told[word][0]] += 1
        elif text.complete:
            tally.loose += 1
            kinds[h.kind].loose += 1
    for word, (kind, claim) in told.items():
        for tally in (words[f"{parse.lemma[word]}/{parse.pos[word]}"], kinds[kind]):
            if kind in of[word]:
                tally.right += 1
            elif of[word]:
                tally.other[of[word][0]] += 1
            else:
                tally.missing += 1
        if claim and kind not in of[word]:
            n = parse.sentence_of(word)
            where = parse.sentence_span(n)
            lines.append(
                f"{kind} read as {of[word] or 'nothing'}: {parse.word(word)} | {parse.text[where.start : where.end]}"
            )
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the shares by kind, and the tables that were asked for."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--cache", type=Path, help="rows of training.attribution.prepare: no parsing")
    ask.add_argument("--every", type=int, default=1, help="only every Nth text")
    ask.add_argument("--senses", action="store_true")
    ask.add_argument("--words", action="store_true")
    ask.add_argument("--misses", metavar="KIND", help="the claims of one kind that are told otherwise ('all')")
    args = ask.parse_args(arguments)
    lexicon = load_lexicon()
    senses: dict[str, Tally] = defaultdict(Tally)
    words: dict[str, Tally] = defaultdict(Tally)
    kinds: dict[str, Tally] = defaultdict(Tally)
    texts = of_cache(args.cache) if args.cache else of_files(Path(__file__).parent)
    for n, text in enumerate(texts):
        if n % 100 == 0:
            print(f"\r{n} texts", end="", file=sys.stderr, flush=True)
        if n % args.every:
            continue
        for line in compare(text, lexicon, senses, words, kinds):
            if args.misses in ("all", line.split(" ", 1)[0]):
                print(line)
    print(file=sys.stderr)
    for kind in sorted(kinds):
        print(f"{kind:22} {kinds[kind]}")
    right, other = sum(t.right for t in kinds.values()), sum(t.other.total() for t in kinds.values())
    missing, loose = sum(t.missing for t in kinds.values()), sum(t.loose for t in kinds.values())
    every = max(1, right + other + missing)
    print(
        f"labelled {every}: right {right / every:.1%}, other {other / every:.1%}, nothing {missing / every:.1%}; loose {loose}"
    )
    if args.senses:
        worst = sorted(senses.items(), key=lambda x: (x[1].right - x[1].other.total() - x[1].loose / 2, x[0]))
        for name, tally in worst[:_SHOWN]:
            print(f"{tally}  {name}")
    if args.words:
        seldom = sorted(words.items(), key=lambda x: (-x[1].other.total() - x[1].missing, x[0]))
        for name, tally in seldom[:_SHOWN]:
            print(f"{tally}  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
