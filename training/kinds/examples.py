"""Labelled text of our own: `word/CODE` gives the kind of what the word tells (README.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
_LABEL = re.compile(r"/([A-Z]{2})\b")


def labelled(path: Path) -> Iterator[tuple[str, dict[int, str]]]:
    """Each line's text without its labels, and the kind at the offset of the last character of each word labelled."""
    for line in path.read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        text, at, marks = "", 0, {}
        for m in _LABEL.finditer(line):
            text += line[at : m.start()]
            marks[len(text) - 1] = CODES[m.group(1)]
            at = m.end()
        yield text + line[at:], marks
