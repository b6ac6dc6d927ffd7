"""Take the pictures of the documents anew: the workbench over the example dossier, in Debian's chromium.

From the root of the repository, where chromium and the browser tests' Playwright are: `python docs/pictures/take.py`.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DOSSIER = HERE.parents[1] / "examples" / "bakhmut"
MOST_BYTES = 200_000
DESKTOP, PHONE = (1280, 860), (390, 844)
PICTURES: tuple[tuple[str, str, tuple[int, int], str], ...] = (
    ("events", "/events", DESKTOP, "light"),
    ("event", "/events/TOP", DESKTOP, "light"),
    ("event-dark", "/events/TOP", DESKTOP, "dark"),
    ("reading", "/reports/01-harbour-ledger", DESKTOP, "light"),
    ("review", "/review", DESKTOP, "light"),
    ("phone", "/events/TOP", PHONE, "light"),
)
"""Name, address, size of the window, theme; `TOP` is the event of most reports."""


def main() -> None:
    """Read the dossier, serve it, take every picture, stop."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        ledger = str(Path(folder) / "bakhmut.ledger")
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        crossbearing = [sys.executable, "-m", "crossbearing"]
        subprocess.run([*crossbearing, "read", str(DOSSIER), "--ledger", ledger], check=True)
        said = os.environ | {"LOGNAME": "analyst"}
        server = subprocess.Popen([*crossbearing, "serve", ledger, "--port", str(port)], env=said)
        try:
            base = f"http://127.0.0.1:{port}"
            _wait(f"{base}/events.json")
            with sync_playwright() as tool:
                browser = tool.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
                for name, path, size, theme in PICTURES:
                    _take(browser, base, path, size, theme, HERE / f"{name}.png")
                browser.close()
        finally:
            server.terminate()
            server.wait(20)


def _take(browser: Any, base: str, path: str, size: tuple[int, int], theme: str, to: Path) -> None:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=theme,
        reduced_motion="reduce",
        has_touch=size == PHONE,
    )
    page = context.new_page()
    page.goto(f"{base}/events")
    top = page.locator("tbody tr[data-item]").first.get_attribute("data-item")
    page.goto(base + path.replace("TOP", str(top)))
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)  # the land of a map is drawn after its names
    page.screenshot(path=str(to))
    context.close()
    _shrink(to)
    if to.stat().st_size > MOST_BYTES:
        raise SystemExit(f"{to.name} has {to.stat().st_size:,} bytes, and {MOST_BYTES:,} are the most")


def _shrink(picture: Path) -> None:
    """A page has few colours: a palette of 256 holds them in a third of the bytes."""
    from PIL import Image

    with Image.open(picture) as drawn:
        small = drawn.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    small.save(picture, optimize=True)


def _wait(address: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


if __name__ == "__main__":
    main()
