"""With whom a speaker stands where its reader gave no side: told by the words about it, or by the name of its group.

"Artsrun Lor, a spokesman for the Norland ministry" stands with Norland; a resident with no one; a rebel group with itself.
What the words do not tell stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from crossbearing.link.context import Context
from crossbearing.link.lexicon import words
from crossbearing.link.names import is_common
from crossbearing.text import fold
from crossbearing.types import Claim, Source

_TOKEN = re.compile(r"[\w.]+(?:'\w+)?")
_BEFORE = re.compile(r"(?:[\w'’.-]+ ){1,7}$")
_AFTER = re.compile(r"\s?, ((?:(?:aged )?\d\d, )?[^,.;:\n“”\"]{3,90})")
_AGE = re.compile(r"\s?, (?:aged )?\d\d\b(?!-)")
_LONGEST = 6


def told_side(source: Source, claim: Claim, context: Context) -> str | None:
    """The one side for which an official or a body is said to act, by the words about it; `None` if none or several."""
    if source.kind not in ("person", "organisation") or not source.name:
        return None
    if source.kind == "organisation":
        about = [source.name] if words("generic").keys() & set(_tokens(source.name)) else []
    else:
        about = [a for a in _about(source, claim, context) if words("office").keys() & set(_tokens(a))]
    sides = {side for text in about for side in _sides_in(text, context)}
    return next(iter(sides)) if len(sides) == 1 else None


def private_person(source: Source, claim: Claim, context: Context) -> bool:
    """Whether a named person is said to be a resident, a farmer, a refugee, and no official and no soldier."""
    if source.kind != "person" or not source.name or " " not in source.name.strip() or source.id:
        return False
    about = _about(source, claim, context)
    tokens = {t for a in about for t in _tokens(a)}
    if tokens & (words("office").keys() | words("title").keys() | words("military").keys() | words("unit").keys()):
        return False
    text = context.texts.get(claim.report.id, "")
    aged = any(_AGE.match(text, m.end()) for m in re.finditer(re.escape(source.name), text))
    return aged or bool(tokens & words("private").keys())


def _about(source: Source, claim: Claim, context: Context) -> list[str]:
    """The words right before and after the name: as the claim gives it, and where the report first tells who it is."""
    assert source.name is not None
    written = source.as_written or ""
    out = [" ".join(written.replace(source.name, " ").split())] if source.name in written else []
    text = context.texts.get(claim.report.id, "")
    for found in re.finditer(re.escape(source.name), text):
        left = re.split(r"[.;:\n,“”\"]\s", text[max(0, found.start() - 80) : found.start()])[-1]
        if before := _BEFORE.search(left):
            out.append(_attached(before[0]))
        after = _AFTER.match(text, found.end())
        if after and fold(after[1].split()[0]) not in words("cut"):
            out.append(after[1])  # an apposition, and no verb: "the rebels' spokesman, Ivo Lor, wrote that the army"
    return [o for o in out if o.strip()]


def _attached(before: str) -> str:
    """Of the words before a name those that can belong to it: no verb or link word cuts them off."""
    tokens = before.split()
    for i in range(len(tokens) - 1, -1, -1):
        if fold(tokens[i]) in words("cut"):
            return " ".join(tokens[i + 1 :])
    return before


def _sides_in(text: str, context: Context) -> Iterable[str]:
    """The sides of the states, bodies and forces that the words name, but for where somebody merely is."""
    tokens = _tokens(text)
    divided = {c for p in context.packs for c in p.countries} - {s.id for p in context.packs for s in p.sides}
    i = 0
    while i < len(tokens):
        size, side = _longest(tokens, i, context)
        where = i > 0 and (
            tokens[i - 1] in words("where") or (tokens[i - 1] == "the" and tokens[i - 2] in words("where"))
        )
        if side and side not in divided and not where:
            yield side
        i += size


def _longest(tokens: list[str], i: int, context: Context) -> tuple[int, str | None]:
    for size in range(min(_LONGEST, len(tokens) - i), 0, -1):
        form = " ".join(tokens[i : i + size])
        for pack in context.packs if not is_common(form) else ():
            sides = {a.side for a in pack.actor_forms.get(form, ()) if a.side and a.kind != "person"}
            if len(sides) == 1:
                return size, next(iter(sides))
        if form in context.states:
            return size, context.states[form]
    return 1, None


def _tokens(text: str) -> list[str]:
    return [t.removesuffix("'s").rstrip(".") for t in _TOKEN.findall(fold(text).replace("’", "'"))]
