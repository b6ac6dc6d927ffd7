"""The order of the stages, and the calls that run them: `read` a text, `read_report` a captured report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

from crossbearing import __version__
from crossbearing.gazetteer import Gazetteer, load_gazetteer
from crossbearing.packs import Pack, load_all
from crossbearing.read.actor import mentions, participant
from crossbearing.read.attribute import attributions
from crossbearing.read.beside import with_deniers
from crossbearing.read.chain import chain, wire_credit
from crossbearing.read.claim import Views, claims
from crossbearing.read.count import quantities
from crossbearing.read.focus import focus
from crossbearing.read.handed import handed
from crossbearing.read.happening import happenings
from crossbearing.read.learned import Learned
from crossbearing.read.mark import hedges, marks
from crossbearing.read.merge import merge
from crossbearing.read.nesting import outward
from crossbearing.read.parse import Parse, Parser, load_parser
from crossbearing.read.place import toponyms
from crossbearing.read.quote import quotations
from crossbearing.read.senses import Lexicon, load_lexicon
from crossbearing.read.speaker import by_report, speakers
from crossbearing.read.tagger import load_tagger
from crossbearing.read.toll import told_once, tolls
from crossbearing.read.when import timexes
from crossbearing.text import stable_id
from crossbearing.types import Attribution, ChainLink, Reading, Report, Skip


class LearnedReader(Protocol):
    """A trained attribution reader (`tagger.py`)."""

    name: str

    def read(self, parse: Parse) -> tuple[tuple[Attribution, ...], Learned | None]:
        """The attributions of a parse, and what each word tells."""


READABLE = frozenset({"en"})
"""The languages that are read; a report in another is kept whole and listed as skipped."""


@dataclass(frozen=True)
class Tools:
    """What reading needs besides the report; loaded once, never changed. `chosen`: the user named the packs."""

    parser: Parser
    lexicon: Lexicon
    gazetteer: Gazetteer
    packs: tuple[Pack, ...]
    chosen: bool = False
    tagger: LearnedReader | None = field(default=None)


def load_tools(packs: Sequence[str] | None = None) -> Tools:
    """Load the parser, the gazetteer, the packs (those named, else all that are installed) and the weights if present.

    Raises:
        DataError: package data is missing or does not match its hash.
        PackError: a pack is missing or malformed.
    """
    return Tools(load_parser(), load_lexicon(), load_gazetteer(), load_all(packs), packs is not None, load_tagger())


def theatre(report: Report, packs: Sequence[Pack]) -> tuple[Pack, ...]:
    """The packs whose theatre the report names."""
    text = f"{report.title or ''}\n{report.text}"
    return tuple(pack for pack in packs if pack.theatre and _words(pack.theatre).search(text))


@cache
def _words(theatre: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words, whole: "Nyala" is not named in "Nyalands"."""
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(word) for word in theatre) + r")(?!\w)")


def read(text: str, *, publisher: str | None = None, published: str | None = None, title: str | None = None,
         url: str | None = None, language: str | None = "en", packs: Sequence[str] | None = None) -> Reading:  # fmt: skip
    """Read one text. Tools are loaded on the first call and kept.

    Raises:
        PackError: a named pack is missing or malformed.
    """
    import hashlib

    sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    report = Report(
        id=stable_id("r", sha256, publisher, url), sha256=sha256, text=text, title=title, url=url,
        publisher=publisher, published=published, language=language,
    )  # fmt: skip
    return read_report(report, _tools(tuple(packs) if packs is not None else None))


@cache
def _tools(packs: tuple[str, ...] | None) -> Tools:
    return load_tools(packs)


def read_report(report: Report, tools: Tools) -> Reading:
    """Read one report. What a stage leaves out stands in `skips`; a language that cannot be read is one skip of all."""
    if report.language is not None and report.language not in READABLE:
        whole = Skip(
            start=0, end=len(report.text), stage="language", reason=f"the language {report.language!r} is not read yet"
        )
        return Reading(report=report, skips=(whole,))
    packs = tools.packs if tools.chosen else theatre(report, tools.packs)
    head = report.head
    parse = tools.parser(report.text)
    who = mentions(parse, packs, published=report.published)
    found = attributions(parse, quotations(report.text))
    learned = None
    if tools.tagger is not None:
        tagged, learned = tools.tagger.read(parse)
        found = merge(tagged, found, parse, learned)
    found = handed(parse, with_deniers(parse, found), packs, head)
    said = speakers(parse, found, who, packs, head)
    places = toponyms(parse, tools.gazetteer, packs, head)
    others = tuple(a for a in said if not by_report(a))  # what the report itself thinks is claimed by no source
    by_id = {a.id: a for a in others}
    wire, _ = wire_credit(report.text, packs)

    def hands(attribution: Attribution | None) -> tuple[ChainLink, ...]:
        if attribution is not None:
            return chain(attribution, by_id, head, wire, packs)
        out = [ChainLink(name=wire, role="wire")] if wire else []
        return (*out, ChainLink(name=head.publisher, role="publisher")) if head.publisher else tuple(out)

    on_ground = tuple(t for p in places if p.use == "place" for t in parse.tokens_in(p.span))
    speaking = tuple(t for p in places if p.use == "metonym" for t in parse.tokens_in(p.span))
    cue_tokens = tuple(t for a in others for s in a.cue for t in parse.tokens_in(s))
    views = Views(
        participant=lambda token: participant(parse, token, who),
        antecedent=focus(parse, places, tools.gazetteer, report.title),
        chain=hands,
        learned=learned,
    )
    figures = quantities(parse)
    told = happenings(parse, tools.lexicon, places=on_ground, not_places=speaking, cues=cue_tokens, learned=learned)
    told = told_once(parse, (*told, *tolls(parse, figures, told)), figures)
    told = tuple(sorted(told, key=lambda h: (h.trigger, h.kind)))
    made, skips = claims(
        report, parse, others, places, timexes(parse, report.published), figures, told,
        hedges(parse), marks(parse, packs), packs, views, made_by=made_by(tools, packs),
    )  # fmt: skip
    return Reading(report=report, attributions=outward(said), toponyms=places, claims=made, skips=skips)


def made_by(tools: Tools, packs: Sequence[Pack]) -> str:
    """Code, packs and weights with their versions."""
    parts = [f"crossbearing {__version__}", *(f"pack {pack.id} {pack.version}" for pack in packs)]
    if tools.tagger is not None:
        parts.append(f"weights {tools.tagger.name}")
    return "; ".join(parts)
