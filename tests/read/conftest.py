"""One English pipeline for every test of reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from crossbearing.packs import Pack, load
from crossbearing.read.parse import Parser, load_parser


@pytest.fixture(scope="session")
def parser() -> Parser:
    return load_parser()


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load(str(Path(__file__).parent.parent / "packs" / "veldra"))
