"""Text → `Quotation`s: every pair of quotation marks, with the paragraphs of one speech joined.

Straight, curly, single, low-high and angle marks, doubled apostrophes, and dash dialogue. An apostrophe is no mark.
Whether a quotation quotes anybody (or is a title, or scare quotes) is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crossbearing.text import paragraphs
from crossbearing.types import Span

_PAIRS = {"“": "”", "„": "“”", "«": "»", "‹": "›", "「": "」", "《": "》"}
_CLOSERS = frozenset("”»›」》")
_MARK = re.compile("[\"'`‘’" + "".join(sorted({*_PAIRS, *_CLOSERS, *"".join(_PAIRS.values())})) + "]")
_BEFORE_CLOSE = frozenset(",.!?…;:—–-")
_REACH = 3000  # how far a single mark is followed: keeps hostile input linear
_DASH = re.compile(r"[—–]\s")
_TO_NARRATION = re.compile(r"(?<=[,.!?…])\s+[—–]\s+")
_TO_SPEECH = re.compile(r"[,.:]\s+[—–]\s+")


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation: `span` with its marks, `inner` without them; `closed` is false where the closing mark is missing."""

    span: Span
    inner: Span
    closed: bool
    marks: str


@dataclass(slots=True)
class _Open:
    mark: str
    at: int
    width: int
    resumed: int = -1


def quotations(text: str) -> tuple[Quotation, ...]:
    """All quotations in order of their start; one inside another is listed too.

    A paragraph that leaves a mark open and is followed by one that opens with the same mark is one speech with it.
    """
    found: list[Quotation] = []
    carried: list[_Open] = []
    blocks = paragraphs(text)
    for n, block in enumerate(blocks):
        follows = blocks[n + 1] if n + 1 < len(blocks) else None
        if not carried and _DASH.match(text, block.start):
            spoken = list(_dialogue(text, block))
            if spoken:
                found.extend(spoken)
                continue
        carried = _scan(text, block, follows, carried, found)
    return tuple(sorted(found, key=lambda q: (q.span.start, -q.span.end)))


def _scan(text: str, block: Span, follows: Span | None, carried: list[_Open], found: list[Quotation]) -> list[_Open]:
    """Walk one paragraph; append what closes to `found`; return what stays open into the next paragraph."""
    stack = list(carried)
    i = block.start
    if stack:
        stack[-1].resumed = i
        i += _opener_width(text, i, stack[-1].mark)
    seen = bool(stack)
    while (mark := _MARK.search(text, i, block.end)) is not None:
        i = mark.start()
        char = text[i]
        width = 2 if char in "'`" and text[i : i + 2] in ("''", "``") else 1
        top = stack[-1] if stack else None
        if top and _closes(text, i, width, block, top):
            stack.pop()
            found.append(
                Quotation(Span(top.at, i + width), Span(top.at + top.width, i), True, top.mark + text[i : i + width])
            )
        elif _opens(text, i, width, block, stack):
            stack.append(_Open(text[i : i + width], i, width))
            seen = True
        elif char in _CLOSERS and (below := _below(text, i, width, block, stack)) is not None:
            # an inner mark was never closed: the outer one closes here
            top = stack[below]
            del stack[below:]
            found.append(Quotation(Span(top.at, i + 1), Span(top.at + top.width, i), True, top.mark + char))
        elif char in "”»" and not seen and i > block.start and text[i - 1] in _BEFORE_CLOSE:
            # the opening mark was lost: the speech began with the paragraph
            found.append(Quotation(Span(block.start, i + 1), Span(block.start, i), False, char))
            seen = True
        i += width
    return _leave(text, block, follows, stack, found)


def _leave(text: str, block: Span, follows: Span | None, stack: list[_Open], found: list[Quotation]) -> list[_Open]:
    """What stays open at the end of a paragraph: carried over if the next one re-opens it, else ended here."""
    left = [o for o in stack if o.mark not in "‘'‹"] or stack[:1]
    if not left:
        return []
    outer = left[0]
    if follows and _opener_width(text, follows.start, outer.mark):
        return [outer]
    if outer.mark in ("‘", "'"):
        return []
    end = block.end
    if outer.resumed > outer.at:
        # the last paragraph of an unclosed speech: it is taken to its end
        end = block.end
    while end > outer.at and text[end - 1].isspace():
        end -= 1
    found.append(Quotation(Span(outer.at, end), Span(outer.at + outer.width, end), False, outer.mark))
    return []


def _opener_width(text: str, at: int, mark: str) -> int:
    return len(mark) if text.startswith(mark, at) else 0


def _below(text: str, i: int, width: int, block: Span, stack: list[_Open]) -> int | None:
    return next((n for n in range(len(stack) - 2, -1, -1) if _closes(text, i, width, block, stack[n])), None)


def _closes(text: str, i: int, width: int, block: Span, top: _Open) -> bool:
    char = text[i : i + width]
    if i <= top.at:
        return False
    if top.mark in _PAIRS:
        return char in _PAIRS[top.mark] or (char == '"' and top.mark == "“" and not _starts_word(text, i, block))
    if top.mark == '"':
        return char in ('"', "”")
    if top.mark in ("''", "``"):
        return char in ("''", '"')
    if top.mark == "”":
        return char == "”"
    return char in (("’", "'") if top.mark == "‘" else ("'",)) and _single_closes(text, i, block, top.mark)


def _single_closes(text: str, i: int, block: Span, mark: str) -> bool:
    """Whether the apostrophe at `i` closes a single quotation, and is not one of a word (don’t, the soldiers’ camp)."""
    after = text[i + 1] if i + 1 < block.end else " "
    before = text[i - 1]
    if after.isalnum() or before.isspace():
        return False
    if before in _BEFORE_CLOSE or not before.isalpha() or after in ',.;:!?)—–”"':
        return True
    if before not in "sxz":
        return True
    return not any(_could_close(text, k, block) for k in _single_candidates(text, i + 1, block, mark))


def _could_close(text: str, k: int, block: Span) -> bool:
    return not text[k - 1].isspace() and not (k + 1 < block.end and text[k + 1].isalnum())


def _single_candidates(text: str, at: int, block: Span, mark: str) -> Iterator[int]:
    for k in range(at, min(block.end, at + _REACH)):
        if text[k] == "‘" or (mark == "'" and text[k] == "'" and _starts_word(text, k, block)):
            return
        if text[k] in "’'":
            yield k


def _opens(text: str, i: int, width: int, block: Span, stack: list[_Open]) -> bool:
    char = text[i : i + width]
    if char in _PAIRS:
        return not (char == "„" and i + 1 < block.end and text[i + 1].isspace())
    if not _starts_word(text, i, block, width):
        return False
    if char in ('"', "''", "``"):
        return not any(o.mark == char for o in stack)
    if char == "”":
        # a curly mark the wrong way round, as typesetting robots leave it
        return not stack and "”" in text[i + 1 : block.end]
    if char == "‘":
        after = text[i + 1] if i + 1 < block.end else " "
        return not after.isdigit() and any(
            _single_closes(text, k, block, char) for k in _single_candidates(text, i + 1, block, char)
        )
    if char == "'":
        after = text[i + 1] if i + 1 < block.end else " "
        return (
            not any(o.mark == char for o in stack)
            and not after.isdigit()
            and any(_single_closes(text, k, block, char) for k in _single_candidates(text, i + 1, block, char))
        )
    return False


def _starts_word(text: str, i: int, block: Span, width: int = 1) -> bool:
    before = text[i - 1] if i > block.start else " "
    after = text[i + width] if i + width < block.end else " "
    return (before.isspace() or before in "([{—–-/“‘\"'„«:,") and not after.isspace() and after not in ",;)"


def _dialogue(text: str, block: Span) -> Iterator[Quotation]:
    """The speeches of a paragraph that begins with a dash and holds at least one aside (`— …, — said X. — …`)."""
    at = block.start + _width(_DASH, text, block.start)
    speaking, found = True, []
    while at < block.end:
        border = (_TO_NARRATION if speaking else _TO_SPEECH).search(text, at, block.end)
        end = border.start() if border else block.end
        if speaking:
            found.append(Quotation(Span(at, end), Span(at, end), True, "—"))
        if border is None:
            break
        at, speaking = border.end(), not speaking
    if len(found) > 1 or not speaking:
        yield from found


def _width(pattern: re.Pattern[str], text: str, at: int) -> int:
    m = pattern.match(text, at)
    return m.end() - at if m else 0
