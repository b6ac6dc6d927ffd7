from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from crossbearing.errors import DataError
from crossbearing.weights import load_weights


def make(root: Path, *, digest: str | None = None) -> Path:
    place = root / "toy"
    place.mkdir()
    (place / "model.onnx").write_bytes(b"weights")
    digest = digest or hashlib.sha256(b"weights").hexdigest()
    (place / "card.toml").write_text(f'version = "7"\n[sha256]\n"model.onnx" = "{digest}"\n', "utf-8")
    return root


def test_checked_weights_give_their_files_and_card(tmp_path: Path) -> None:
    weights = load_weights("toy", root=make(tmp_path))
    assert weights is not None
    assert (weights.name, weights.version) == ("toy", "7")
    assert weights.file("model.onnx").read_bytes() == b"weights"


def test_a_file_that_differs_from_its_hash_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"model\.onnx: has SHA-256"):
        load_weights("toy", root=make(tmp_path, digest="0" * 64))


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / "toy" / "model.onnx").unlink()
    with pytest.raises(DataError, match=r"model\.onnx: cannot be read"):
        load_weights("toy", root=tmp_path)


@pytest.mark.parametrize("card", ["", "not toml [", "version = '1'\nsha256 = 3\n"])
def test_a_broken_card_is_refused(tmp_path: Path, card: str) -> None:
    make(tmp_path)
    (tmp_path / "toy" / "card.toml").write_text(card, "utf-8")
    with pytest.raises(DataError, match="card"):
        load_weights("toy", root=tmp_path)


def test_weights_that_are_not_installed_are_none(tmp_path: Path) -> None:
    assert load_weights("toy", root=tmp_path) is None


def test_a_file_that_the_card_does_not_list_is_refused(tmp_path: Path) -> None:
    weights = load_weights("toy", root=make(tmp_path))
    assert weights is not None
    with pytest.raises(DataError, match="lists no"):
        weights.file("other.bin")
