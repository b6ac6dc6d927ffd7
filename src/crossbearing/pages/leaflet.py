"""Leaflet (BSD-2-Clause): carried by the wheel, or in a checkout by the registry package that the wheel takes it from."""

from __future__ import annotations

from functools import cache
from importlib import resources
from importlib.metadata import distribution
from pathlib import Path

FILES = ("leaflet.css", "leaflet.js", "leaflet-licence.txt")
_PACKAGE = "django-js-lib-leaflet"


@cache
def leaflet(name: str) -> str:
    """The text of its style sheet, its script or its licence."""
    named = "LICENSE" if name == "leaflet-licence.txt" else name
    carried = resources.files("crossbearing") / "data" / "leaflet" / named
    if carried.is_file():
        text = carried.read_text("utf-8")
    else:
        held = {Path(file).name: file for file in distribution(_PACKAGE).files or ()}
        text = Path(str(held[named].locate())).read_text("utf-8")
    # a browser's tools would ask for its source map, which leads nowhere here
    return text.partition("//# sourceMappingURL")[0]
