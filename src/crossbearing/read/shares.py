"""A total told by places ("15 drones destroyed: eight over Velen, six over Torun") → a claim for each share as well."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crossbearing.read.context import claim_id
from crossbearing.read.numbers import Number, numbers
from crossbearing.read.page import Page
from crossbearing.text import excerpt
from crossbearing.types import Claim, Place, Span, Toponym

SHARE = "share of a total"
_LEAST = 2
_LED = re.compile(
    r"\s+(?:(?:of them|of those|more|others?)\s+)?(?:each\s+)?(?:over|above|in|at|near|from|across)\s+(?:the\s+)?$"
)


def shared_out(page: Page, made: Sequence[Claim], toponyms: Sequence[Toponym]) -> list[Claim]:
    """The claims, with those of the shares after their total; a total keeps no place that is a share's."""
    out: list[Claim] = []
    done: set[tuple[int, str | None]] = set()
    for c in made:
        parts = list(_parts(page, c, toponyms)) if c.counts and c.counts[0].what != "share" else []
        key = (page.parse.sentence_of(page.parse.tokens_in(c.span.span)[0]), c.attribution) if parts else (-1, None)
        parts = [p for p in parts if not any(_told(o, p) for o in made if o is not c)]
        if len(parts) < _LEAST or key in done:
            out.append(c)
            continue
        done.add(key)
        of_part = c.place is not None and c.place.name in {place.name for _, place, _ in parts}
        out.append(_with(page, c, c.span.span, None) if of_part else c)
        for number, place, span in parts:
            figure = replace(
                c.counts[0],
                low=number.low,
                high=number.high,
                qualifier=number.qualifier,
                as_written=page.report.text[number.start : number.end],
            )
            share = replace(c, counts=(figure,), marks=(), rules=(*c.rules, SHARE))
            out.append(_with(page, share, span, place))
    return out


def _parts(page: Page, c: Claim, toponyms: Sequence[Toponym]) -> Iterator[tuple[Number, Place, Span]]:
    """Each figure with no noun of its own that stands before a place, after the total in its sentence."""
    text = page.report.text
    sentence = page.parse.sentence_span(page.parse.sentence_of(page.parse.tokens_in(c.span.span)[0]))
    at = text.find(c.counts[0].as_written, c.span.start, sentence.end)
    if at < 0:
        return
    begin = at + len(c.counts[0].as_written)
    places = [t for t in toponyms if t.use == "place" and t.place is not None and begin <= t.start < sentence.end]
    if len(places) < _LEAST:
        return
    for n in numbers(text[begin : sentence.end]):
        name = next((t for t in places if t.start >= begin + n.end), None)
        if name is not None and name.place is not None and _LED.fullmatch(text, begin + n.end, name.start):
            number = replace(n, start=begin + n.start, end=begin + n.end)
            yield number, name.place, Span(number.start, name.end)


def _told(c: Claim, part: tuple[Number, Place, Span]) -> bool:
    """Whether another claim has the share already."""
    number, _, span = part
    return c.span.span.overlaps(span) and any(k.low == number.low and k.high == number.high for k in c.counts)


def _with(page: Page, c: Claim, span: Span, place: Place | None) -> Claim:
    """The claim with its words and its place."""
    new = claim_id(page.report.id, span, c.source.name, c.stance, c.kind, place, c.counts)
    return replace(c, id=new, span=excerpt(page.report.text, span), place=place)
