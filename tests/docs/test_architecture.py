"""The page of the house names every file of every room, so that a newcomer finds where a thing lives."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
FILES = sorted(p for p in (ROOT / "src" / "crossbearing").rglob("*.py") if not p.name.startswith("__"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT / "src" / "crossbearing")))
def test_every_file_is_on_the_page(path: Path) -> None:
    assert f"`{path.name}`" in PAGE or f"`{path.stem}`" in PAGE
