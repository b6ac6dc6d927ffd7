"""`crossbearing.read(text)` works first, again, and after anything was imported."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "before", ["", "import crossbearing.archive", "import crossbearing.read.parse", "from crossbearing import read"]
)
def test_the_api_can_be_called_twice(before: str) -> None:
    code = (
        f"{before}\nimport crossbearing\n"
        "words = 'Moscow said on Monday that its troops had taken Bakhmut.'\n"
        "first = crossbearing.read(words, packs=['ukraine'], published='2023-05-22')\n"
        "again = crossbearing.read(words, packs=['ukraine'], published='2023-05-22')\n"
        "assert first.to_dict() == again.to_dict() and first.claims"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
