"""Cyrillic names as newspapers write them in Latin letters: the Ukrainian state table, and the usual Russian ones."""

from __future__ import annotations

from crossbearing.text import fold

_UK = {
    "г": "h",
    "ґ": "g",
    "є": "ie",
    "и": "y",
    "і": "i",
    "ї": "i",
    "й": "i",
    "ю": "iu",
    "я": "ia",
    "х": "kh",
    "щ": "shch",
    "ь": "",
}
_UK_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_RU = {
    "г": "g",
    "е": "e",
    "и": "i",
    "й": "y",
    "ы": "y",
    "э": "e",
    "ю": "yu",
    "я": "ya",
    "х": "kh",
    "щ": "shch",
    "ъ": "",
    "ь": "",
}
_SHARED = dict(zip("абвгдежзклмнопрстуфцчш", "a b v g d e zh z k l m n o p r s t u f ts ch sh".split(), strict=True))  # noqa: SIM905


def romanized(name: str) -> tuple[str, ...]:
    """The usual Latin forms of a Cyrillic name, sorted."""
    text = fold(name).replace("'", "").replace("’", "")
    out: set[str] = set()
    if not any(c in text for c in "ыэъ"):
        out.add(_spell(text, _SHARED | _UK, _UK_FIRST))
    if not any(c in text for c in "іїєґ"):
        out.add(_spell(text, _SHARED | _RU, {"е": "ye"}))
        plain = _spell(text, _SHARED | _RU, {})
        out |= {plain, plain.replace("yy", "y").replace("iy", "y"), _spell(text, _SHARED | _RU | {"й": "i"}, {})}
        # after a vowel the British and American tables write "ye"
        out.add(_spell(_soft(text), _SHARED | _RU | {"\x01": "ye"}, {"е": "ye"}))
    return tuple(sorted(o for o in out if o.isascii() and len(o) > 2))


def _soft(text: str) -> str:
    return "".join("\x01" if c == "е" and i and text[i - 1] in "аеиоуыэюяйьъ" else c for i, c in enumerate(text))


def _spell(text: str, table: dict[str, str], first: dict[str, str]) -> str:
    out: list[str] = []
    for i, c in enumerate(text):
        start = i == 0 or text[i - 1] == " "
        out.append(first.get(c, table.get(c, c)) if start else table.get(c, c))
    return "".join(out)


def state_table(name: str) -> str:
    """A Ukrainian name by the table of the state (Cabinet resolution 55 of 2010), with capitals."""
    text = fold(name).replace("'", "").replace("зг", "zgh")
    plain = _spell(text, _SHARED | _UK, _UK_FIRST)
    return (
        " ".join(w.capitalize() for w in plain.split(" "))
        if plain.replace(" ", "").isalpha() and plain.isascii()
        else ""
    )
