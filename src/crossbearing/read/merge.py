"""The trained reader's attributions and the rules' joined: the model leads, the rules fill what it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crossbearing.read.attribute import nest
from crossbearing.read.parse import Parse
from crossbearing.types import Attribution, Span

_SURE = 0.85
_ALWAYS = ("cue.headline.trail", "cue.verb.quoted-as", "cue.verb.citing", "cue.idiom")


def merge(model: Sequence[Attribution], rules: Sequence[Attribution], parse: Parse) -> tuple[Attribution, ...]:
    """The model's attributions with the sources, carriers and nesting that the rules know, and what it missed.

    Where both read one cue, or most of one content, the model's spans stand. A rule's own attribution is added where it is
    nested, or sure enough and about words that the model gave to nobody.
    """
    out: list[Attribution] = []
    used: set[str] = set()
    for m in model:
        twin = _twin(m, rules)
        if twin is None:
            out.append(m)
            continue
        used.add(twin.id)
        out.append(
            replace(
                m,
                source=m.source or twin.source,
                carriers=m.carriers or twin.carriers,
                rules=(*m.rules, *(r for r in twin.rules if r not in m.rules)),
            )
        )
    renamed = {t.id: m.id for m in model if (t := _twin(m, rules)) is not None}
    over: dict[str, str] = {}
    for r in rules:
        if r.id in used:
            continue
        inside = r.within is not None
        cued = any(_meets(r.cue, m.cue) for m in out)
        spoken = any(_share(r.content, m.content) >= 0.5 and not inside for m in out)
        if cued or (spoken and not r.rules[0].startswith("cue.verb.citing")):
            continue
        if inside or r.score >= _SURE or r.rules[0].startswith(_ALWAYS):
            out.append(r)
    kept = {a.id for a in out}
    for r in rules:
        if r.within is not None and r.rules[0].startswith("cue.verb.citing"):
            child, parent = renamed.get(r.id, r.id), renamed.get(r.within, r.within)
            if child in kept and parent in kept:
                over[child] = parent
    out.sort(key=lambda a: ((a.cue or a.content)[0].start, a.id))
    return nest(out, over)


def _twin(m: Attribution, rules: Sequence[Attribution]) -> Attribution | None:
    same = [r for r in rules if _meets(m.cue, r.cue)]
    if not same:
        same = [r for r in rules if r.within is None and not m.cue and _share(m.content, r.content) >= 0.8]
    return max(same, key=lambda r: (_share(m.content, r.content), r.id), default=None)


def _meets(left: Sequence[Span], right: Sequence[Span]) -> bool:
    return any(a.overlaps(b) for a in left for b in right)


def _share(left: Sequence[Span], right: Sequence[Span]) -> float:
    """Dice of the code points that two contents cover."""
    total = sum(s.end - s.start for s in (*left, *right))
    both = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in left for b in right)
    return 2 * both / total if total else 0.0
