import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from crossbearing import packs
from crossbearing.packcheck import check


@pytest.fixture
def spoil(tmp_path: Path) -> Callable[[str, str, str], tuple[str, ...]]:
    """Check a copy of the pack `sudan` in which one text of one file is replaced by another."""
    folder = tmp_path / "sudan"
    shutil.copytree(packs.find("sudan"), folder)

    def spoiled(file: str, old: str, new: str) -> tuple[str, ...]:
        path = folder / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        return check(packs.load(str(folder)))

    return spoiled


@pytest.mark.parametrize("name", sorted(packs.packaged()))
def test_the_shipped_packs_have_no_fault(name: str) -> None:
    assert check(packs.load(name)) == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("pack.toml", "[14.0, 3.0, 57.0, 27.0]", "[57.0, 3.0, 14.0, 27.0]", "west, south, east, north"),
        ("pack.toml", '["SD"]', '["Sudan"]', "no ISO 3166 code"),
        ("sides.csv", "Rapid Support Forces,2", "Rapid Support Forces,9", "not 1 to 4"),
        ("sides.csv", "Rapid Support Forces,2", "Rapid Support Forces,1", "the colour of SAF"),
        (
            "actors.csv",
            "rsf,Rapid Support Forces,RSF,en,force,RSF",
            "rsf,Rapid Support,RSF,en,force,RSF",
            "display name",
        ),
        ("actors.csv", "rsf,Rapid Support Forces,RSF,en,force,RSF", "rsf,Rapid Support Forces,RSF,en,force,XX", "XX"),
        (
            "actors.csv",
            "rsf,Rapid Support Forces,RSF,en,force,",
            "rsf,Rapid Support Forces,SAF,en,force,",
            "another side",
        ),
        ("actors.csv", "rsf,Rapid Support Forces,RSF,en,force,", "rsf,Rapid Support Forces,RSF,en,horde,", "'horde'"),
        (
            "actors.csv",
            "rsf,Rapid Support Forces,RSF,en,",
            "rsf,Rapid Support Forces,RSF,xx,",
            "languages of pack.toml",
        ),
        ("actors.csv", ",RSF,2013-08-01,", ",RSF,2013-13-01,", "is not a date"),
        ("actors.csv", ",RSF,2013-08-01,,", ",RSF,2013-08-01,2012,", "after its end"),
        ("places.csv", "13.6279,25.3494", "13.6279,95.3494", "outside the pack's bbox"),
        ("places.csv", "13.6279,25.3494", "13.6279,", "one coordinate of two"),
        ("places.csv", "13.6279,25.3494", "13.6278,25.3494", "not those of the row above"),
        ("places.csv", ",gn:408666,settlement", ",sd:nowhere,settlement", "not in this pack"),
        ("places.csv", ",gn:408666,settlement", ",gn:408666,hamlet", "'hamlet'"),
        ("publishers.csv", "reuters.com,wire", "bbc.com,wire", "belongs to"),
        ("publishers.csv", "reuters.com,wire", "reuters.com,blog", "'blog'"),
        ("publishers.csv", "reuters.com,wire,,GB", "reuters.com,wire,,UK1", "no ISO 3166 code"),
        ("words.csv", "partisan,en,the rebels", "nasty,en,the rebels", "'nasty'"),
        ("cases.jsonl", "[src The Rapid", "[src [cue The Rapid", "not closed"),
        ("cases.jsonl", '"kind": "territory_gain"', '"kind": "conquest"', "'conquest'"),
        ("cases.jsonl", '"sudan-002"', '"sudan-001"', "stands twice"),
        ("cases.jsonl", '"side": "RSF"', '"side": "XX"', "'XX'"),
    ],
)
def test_a_fault_is_named(
    spoil: Callable[[str, str, str], tuple[str, ...]], file: str, old: str, new: str, says: str
) -> None:
    faults = spoil(file, old, new)
    assert any(says in fault and fault.startswith(file) for fault in faults), faults


def test_a_missing_readme_is_a_fault(tmp_path: Path) -> None:
    folder = tmp_path / "sudan"
    shutil.copytree(packs.find("sudan"), folder)
    (folder / "README.md").unlink()
    assert any(fault.startswith("README.md") for fault in check(packs.load(str(folder))))


@pytest.mark.parametrize("name", sorted(packs.packaged()))
def test_every_case_has_its_own_text(name: str) -> None:
    lines = (packs.find(name) / "cases.jsonl").read_text("utf-8").splitlines()
    assert len({json.loads(line)["marked"] for line in lines}) == len(lines)


def test_every_column_and_kind_is_documented() -> None:
    from crossbearing.packcheck import ACTOR_KINDS, PLACE_KINDS, PUBLISHER_KINDS, WORD_LISTS

    page = (Path(__file__).parents[2] / "docs" / "packs.md").read_text("utf-8")
    for file, columns in packs.COLUMNS.items():
        section = page.split(f"## {file}")[1].split("\n## ")[0]
        assert all(f"| `{column}` |" in section for column in columns), file
    for kind in ACTOR_KINDS | PLACE_KINDS | PUBLISHER_KINDS | WORD_LISTS:
        assert f"`{kind}`" in page, kind
