"""A chart as a file of its own: its colours, type and hatches go with it, and it says what it shows and of what."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

_VALUE = re.compile(r"--([\w-]+):\s*(?:light-dark\(\s*([^,()]+),[^()]*\)|([^;{}]+));")
_USED = re.compile(r"var\(--([\w-]+)\)")
_CLASS = re.compile(r'<(text)\b([^>]*?) class="([^"]*)"|<(\w+)\b([^>]*?) class="[^"]*"')
_HEAD = re.compile(r"<svg\b[^>]*>")
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TYPE = {
    "tick": 'font-family="sans-serif" font-size="12" fill="var(--ink-3)"',
    "rowlab": 'font-family="sans-serif" font-size="12" fill="var(--ink-2)"',
    "strong": 'font-family="sans-serif" font-size="12" font-weight="600" fill="var(--ink)"',
}
_HATCHES = (
    '<pattern id="h1" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0v5" stroke="var(--side-1)" stroke-width="2"/></pattern>'
    '<pattern id="h2" width="3" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><path d="M0 0v3" stroke="var(--side-2)" stroke-width="1.6"/></pattern>'
    '<pattern id="h3" width="4" height="4" patternUnits="userSpaceOnUse"><path d="M0 0v4" stroke="var(--side-3)" stroke-width="1.6"/></pattern>'
    '<pattern id="h4" width="4" height="4" patternUnits="userSpaceOnUse"><path d="M0 0h4" stroke="var(--side-4)" stroke-width="1.6"/></pattern>'
)


def standalone(markup: str, *, title: str, about: str) -> str:
    """The SVG of a page as a file for any viewer, on white, in the colours of the light theme.

    Args:
        markup: one `<svg>` of ours, or a paragraph that says why there is none.
        title: what the chart shows.
        about: of which ledger and under which filters.
    """
    from markupsafe import escape

    if not markup.startswith("<svg"):
        words = re.sub(r"<[^>]+>", "", markup)
        markup = (
            f'<svg width="480" height="48" viewBox="0 0 480 48"><text class="rowlab" x="12" y="28">{words}</text></svg>'
        )
    drawn = _CLASS.sub(lambda m: f"<text{m[2]} {_type(m[3])}" if m[1] else f"<{m[4]}{m[5]}", markup)
    head = _HEAD.match(drawn)
    assert head is not None  # it begins with one
    opened = head[0].replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    told = f"<title>{escape(title)}</title><desc>{escape(about)}</desc><defs>{_HATCHES}</defs>"
    whole = f'{opened}{told}<rect width="100%" height="100%" fill="#fff"/>{drawn[head.end() :]}'
    return _NO_XML.sub("\ufffd", _USED.sub(lambda m: _values().get(m[1], "none"), whole))


def _type(classes: str) -> str:
    return _TYPE[next((name for name in ("strong", "rowlab", "tick") if name in classes.split()), "rowlab")]


@cache
def _values() -> dict[str, str]:
    """Token → its value in the light theme."""
    sheet = (resources.files("crossbearing") / "pages" / "assets" / "tokens.css").read_text("utf-8")
    out: dict[str, str] = {}
    for name, light, plain in _VALUE.findall(sheet):
        out.setdefault(name, (light or plain).strip())
    return {name: out.get(value[6:-1], value) if value.startswith("var(--") else value for name, value in out.items()}
