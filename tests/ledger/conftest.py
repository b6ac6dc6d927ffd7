from collections.abc import Iterator
from pathlib import Path

import pytest

from crossbearing.ledger.store import Ledger
from made import made_ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with made_ledger(tmp_path) as book:
        yield book
