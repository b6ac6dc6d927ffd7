"""Trained weights: found, and checked against the hashes of their card before anything reads them."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crossbearing.errors import DataError


@dataclass(frozen=True, slots=True)
class Weights:
    """One checked model: its files by name, and its card."""

    name: str
    version: str
    files: Mapping[str, Path]
    card: Mapping[str, Any]

    def file(self, name: str) -> Path:
        """The path of one file.

        Raises:
            DataError: the card lists no such file.
        """
        if name not in self.files:
            raise DataError(f"the card of {self.name} lists no {name}", do="Install crossbearing-weights again")
        return self.files[name]


def folder() -> Path | None:
    """The folder of the installed weights distribution, or `None` where it is not installed."""
    import importlib
    import importlib.util

    if importlib.util.find_spec("crossbearing_weights") is None:
        return None
    module = importlib.import_module("crossbearing_weights")
    return Path(module.folder())


def load_weights(name: str, *, root: Path | None = None) -> Weights | None:
    """One model of the installed distribution (or of `root`), every file checked; `None` where it is not installed.

    Raises:
        DataError: the card cannot be read, or a file is missing or differs from its hash.
    """
    home = root if root is not None else folder()
    if home is None or not (home / name / "card.toml").is_file():
        return None
    place = home / name
    try:
        card = tomllib.loads((place / "card.toml").read_text("utf-8"))
        listed = {str(file): str(digest) for file, digest in card["sha256"].items()}
        version = str(card["version"])
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise DataError(f"the card cannot be read: {error!r}", where=str(place / "card.toml")) from error
    for file, digest in sorted(listed.items()):
        _check(place / file, digest)
    return Weights(name, version, {file: place / file for file in sorted(listed)}, card)


def _check(path: Path, digest: str) -> None:
    try:
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise DataError(
            f"cannot be read: {error.strerror}", where=str(path), do="Install crossbearing-weights again"
        ) from error
    if found != digest:
        raise DataError(
            f"has SHA-256 {found}, not {digest} as its card says",
            where=str(path),
            do="Install crossbearing-weights again, or train and export it again",
        )
