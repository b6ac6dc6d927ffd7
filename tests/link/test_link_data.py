"""The data of linking is whole, and its documentation names every rule."""

from __future__ import annotations

import csv
import re
from importlib import resources
from pathlib import Path
from typing import get_args

from crossbearing.link.lexicon import families, relations
from crossbearing.link.linked import REACH
from crossbearing.types import Status

ROOT = Path(__file__).resolve().parents[2]


def test_every_kind_has_a_family() -> None:
    text = (resources.files("crossbearing") / "data" / "kinds.csv").read_text("utf-8")
    assert {row["id"] for row in csv.DictReader(text.splitlines())} <= set(families())


def test_kinds_of_one_family_are_filed_in_blocks_of_one_width() -> None:
    widths: dict[str, set[int]] = {}
    for kind in families().values():
        widths.setdefault(kind.name, set()).add(kind.slack + kind.lag)
    assert all(len(w) == 1 for w in widths.values())


def test_relations_name_families_that_exist() -> None:
    names = {f.name for f in families().values()}
    assert {r.left for r in relations()} | {r.right for r in relations()} <= names
    assert max(r.days for r in relations()) <= REACH


def test_every_status_and_every_rule_is_documented() -> None:
    page = (ROOT / "docs" / "statuses.md").read_text("utf-8")
    assert all(f"`{status}`" in page for status in get_args(Status))
    code = "".join(p.read_text("utf-8") for p in (ROOT / "src/crossbearing/link").glob("*.py"))
    rules = set(
        re.findall(r'"((?:status|origin|lineage|side|text|happening|figures|independence|event)\.[a-z_]+)"', code)
    )
    assert not {rule for rule in rules if f"`{rule}`" not in page}
