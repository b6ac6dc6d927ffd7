"""How many labelled words the lexicon gives their kind: `python -m training.kinds.check [--misses]`.

Speech is not looked at, so that demands, threats and judgements, which speech makes, are not expected to be right.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from training.kinds.examples import labelled

from crossbearing.read.argument import clause_verb
from crossbearing.read.happening import happenings, load_lexicon
from crossbearing.read.parse import load_parser

FILES = ("ground", "fire", "people", "after", "politics")


def main(arguments: Sequence[str]) -> int:
    """Print the share of each file, and with `--misses` every word that is told otherwise."""
    parser, lexicon = load_parser(), load_lexicon()
    for name in FILES:
        right = every = 0
        for text, marks in labelled(Path(__file__).with_name(f"{name}.txt")):
            parse = parser(text)
            found = happenings(parse, lexicon)
            for offset, kind in marks.items():
                token = parse.token_at(offset)
                if token is None:
                    continue
                verb = clause_verb(parse, token)
                near = [h.kind for h in found if h.trigger == token or clause_verb(parse, h.trigger) == verb]
                every += 1
                right += kind in near
                if kind not in near and "--misses" in arguments:
                    print(f"{kind} read as {near or 'nothing'}: {parse.word(token)} | {text}")
        print(f"{name:10} {right} of {every}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
