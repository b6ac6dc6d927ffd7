"""What the wheel carries and the repository does not: Leaflet with its licence, out of the registry package that has it."""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = "django-js-lib-leaflet"
CARRIED = ("leaflet.js", "leaflet.css", "LICENSE")


class Leaflet(BuildHookInterface):  # type: ignore[type-arg]
    """Puts Leaflet's files beside the package data; an editable install reads them where they are installed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the files that go into the wheel."""
        if version == "editable":
            return
        held = {Path(file).name: file.locate() for file in distribution(PACKAGE).files or ()}
        for name in CARRIED:
            build_data["force_include"][str(held[name])] = f"crossbearing/data/leaflet/{name}"
