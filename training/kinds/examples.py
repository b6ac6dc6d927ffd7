"""Labelled text of our own: `word/CODE@Place` gives the kind of what the word tells and its place (README.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CODES = {
    "GC": "ground_clash", "AD": "advance", "EN": "encirclement", "TG": "territory_gain", "TH": "territory_held",
    "WD": "withdrawal", "DP": "deployment", "AI": "air_drone_strike", "SH": "shelling_missile", "MI": "mine_ied",
    "SU": "suicide_bomb", "GR": "grenade", "CH": "chemical_weapon", "IN": "interception", "PD": "property_destruction",
    "AC": "attack_on_civilians", "SX": "sexual_violence", "AB": "abduction_detention", "CP": "captured_persons",
    "CA": "casualties", "DI": "displacement", "EX": "explosive_hazard", "CL": "clearance", "HU": "humanitarian_need",
    "AA": "aid", "AG": "agreement", "XC": "exchange", "PR": "protest", "RI": "riot", "TR": "threat", "BL": "accusation",
    "ST": "statement", "OT": "other",
}  # fmt: skip
_LABEL = re.compile(r"/([A-Z]{2}|[a-z]{2})(?:@(-|[\w’'\-]+))?(?!\w)")
NOWHERE = "-"
FRESH = ("atbara", "caspian", "harbor", "margin", "orontes", "rutshuru")
"""The groups that the reader is not trained on: kept to weigh what it believes (docs/methods/claims.md)."""


@dataclass(frozen=True, slots=True)
class Label:
    """What one word tells: its last code point, the kind, whether it is a claim, and the place as written.

    `place` is `NOWHERE` for a happening with no place in the text, and `None` where the line does not say.
    """

    offset: int
    kind: str
    claim: bool
    place: str | None


def labels(path: Path) -> Iterator[tuple[str, tuple[Label, ...]]]:
    """Each line's text without its labels, and its labels."""
    for line in path.read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        text, at, found = "", 0, []
        for m in _LABEL.finditer(line):
            if m[1].upper() not in CODES:
                continue
            text += line[at : m.start()]
            place = m[2].replace("_", " ") if m[2] else None
            last = max((i for i, c in enumerate(text) if c.isalnum()), default=0)
            found.append(Label(last, CODES[m[1].upper()], m[1].isupper(), place))
            at = m.end()
        yield text + line[at:], tuple(found)


def labelled(path: Path) -> Iterator[tuple[str, dict[int, str]]]:
    """Each line's text without its labels, and the kind at the offset of the last character of each word that tells a claim."""
    for text, found in labels(path):
        yield text, {label.offset: label.kind for label in found if label.claim}
