"""The smallest pieces of a page: a glyph, a side, a status, a marked stretch of text. Plain Python, since a page has hundreds."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Any

from crossbearing.pages.desk import STATUS_GLYPHS, Desk
from crossbearing.pages.highlight import Piece


@lru_cache(maxsize=256)
def glyph(name: str, large: bool = False) -> Any:
    """A sign that is drawn by the style sheet; the words beside it say the same."""
    from markupsafe import Markup

    return Markup(f'<i class="g g-{escape(name)}{" lg" if large else ""}" aria-hidden="true"></i>')


def side(desk: Desk, name: str | None, title: str | None = None) -> Any:
    """A side: its letters with its hatched swatch."""
    said = title or desk.side_names.get(name or "") or ""
    return _side(desk.tone(name), name or "no side", said)


@lru_cache(maxsize=1024)
def _side(tone: str, name: str, title: str) -> Any:
    from markupsafe import Markup

    told = f' title="{escape(title)}"' if title else ""
    return Markup(f'<span class="side" data-tone="{tone}"{told}>{escape(name)}</span>')


@lru_cache(maxsize=32)
def status(name: str) -> Any:
    """A status with its glyph."""
    from markupsafe import Markup

    return Markup(f'<span class="status">{glyph(STATUS_GLYPHS[name])} {escape(name)}</span>')


@lru_cache(maxsize=64)
def null(text: str = "not recorded") -> Any:
    """What is not known, said."""
    from markupsafe import Markup

    return Markup(f'<span class="null">{escape(text)}</span>')


def piece(p: Piece) -> Any:
    """A stretch of the report's text with the marks that lie on it."""
    from markupsafe import Markup

    inner = escape(p.text)
    if p.letter:
        said = escape((p.mark or "").replace("_", " "))
        inner = f'<span class="mk" data-m="{p.mark}" data-k="{p.letter}" title="{said}">{inner}</span>'
    if not p.classes:
        return Markup(inner)
    outer = f' data-outer="{escape(str(p.outer))}"' if p.outer is not None else ""
    claims = (
        f' data-c="{" ".join(map(str, p.claims))}" data-r="{escape(" ".join(map(str, p.roles)))}" data-go="{p.claims[-1]}"'
        if p.claims
        else ""
    )
    return Markup(f'<span class="{p.classes}" data-tone="{p.tone}"{outer}{claims}>{inner}</span>')
