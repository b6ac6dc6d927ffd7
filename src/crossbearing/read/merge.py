"""The trained reader's attributions and the rules' joined: the model leads, the rules fill what it leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from crossbearing.read.apposed import RULE as APPOSED
from crossbearing.read.cues import lexicon
from crossbearing.read.entwined import disentwined
from crossbearing.read.goeson import goes_on
from crossbearing.read.learned import Learned
from crossbearing.read.listed import RULE as LISTED
from crossbearing.read.mend import asked, known_cue, mended, silent
from crossbearing.read.nesting import SHELF, handed_on, nest, parted, quoting, shelved, without
from crossbearing.read.parse import Parse
from crossbearing.read.unsaid import unsaid
from crossbearing.types import Attribution, Span

_SURE = 0.85
_HEARD = 0.05  # a rule's attribution is left out where the reader believes less than this in its cue
_HEARD_WITHIN = 0.2  # the same where it is nested
_NOBODYS = 0.8  # what is nested and has no source is left out below this score
_WEIGHED = ("cue.verb", "cue.noun")
_SPEAKER_AND_HEARER = frozenset({"i", "we", "you", "it", "that", "this", "one"})
_QUOTES = frozenset("“”\"‘’'")
_STANDS_FOR = frozenset({"he", "she", "they", "it", "who", "which"})
_SPEECH = frozenset({"say", "report", "claim", "deny", "accuse", "factive", "predict"})
_WAVED_OFF = frozenset({"dismiss", "reject"})
_VERIFIES = frozenset({"verify", "confirm", "corroborate"})
_ALWAYS = (
    "cue.headline.trail",
    "cue.headline.signed",
    "cue.headline.quote",
    "cue.verb.quoted-as",
    "cue.verb.citing",
    "cue.idiom",
    APPOSED,
    LISTED,
)


def merge(
    model: Sequence[Attribution], rules: Sequence[Attribution], parse: Parse, learned: Learned | None = None
) -> tuple[Attribution, ...]:
    """The model's attributions with the sources, carriers and nesting that the rules know, and what it missed.

    Where both read one cue, or most of one content, the model's spans stand. A rule's own attribution is added where it is
    nested, or sure enough and about words that the model gave to nobody.
    """
    model = parted(parse, [*model, *rules])[: len(model)]
    out: list[Attribution] = []
    used: set[str] = set()
    near = shelved(rules)
    twins = {m.id: _twin(m, _beside(m, near)) for m in model}
    cited = [
        r for r in rules if (r.rules[0] == "cue.verb.quoted-as" and r.within) or r.rules[0].startswith("cue.idiom")
    ]
    citing = [r for r in rules if r.rules[0].startswith("cue.verb.citing")]
    apposed = [(r, region) for r in rules if r.rules[0].startswith(APPOSED) and (region := _region(r))]
    for given in model:
        m = mended(given, parse)
        if m is None:
            continue
        twin = twins[m.id]
        for r, region in apposed:
            if any(region.holds(c) for c in m.cue) and not _meets(m.cue, r.cue):
                if twin is not None and not _meets(twin.cue, r.cue) and _share(twin.content, r.content) >= 0.5:
                    m = replace(m, content=twin.content)  # "…, the minister said, a claim that Kyiv rejected"
                    continue
                m = None
                break
            m = replace(m, content=without(m.content, region)) if not _meets(m.cue, r.cue) else m
        if m is None or not m.content:
            continue  # "…, a claim that Kyiv rejected": the claim is the words before
        if any(_meets(m.cue, r.cue) and _meets(m.content, r.source) for r in citing):
            continue  # "citing officials": the officials are the source, and not the content
        if any(
            _meets(m.cue, r.cue) and (r.rules[0].startswith("cue.idiom") or _share(m.content, r.content) >= 0.5)
            for r in cited
        ):
            continue  # "the channel cited sources as saying": two voices, which the rules tell apart
        if twin is None and _bare(m, parse) and any(_same_words(m, r) for r in rules):
            continue  # "a warning by the navy | that": the rules have the noun
        if twin is None:
            out.append(replace(m, rules=(*m.rules, *known_cue(m, parse))))
            continue
        if twin.rules[0] == "cue.verb.quoted-as" and twin.within is None and not _meets(m.source, twin.source):
            if twin.id not in used:  # "X was quoted by the agency as saying": X speaks
                used.add(twin.id)
                out.append(
                    replace(twin, score=m.score, rules=(*m.rules, *twin.rules), carriers=m.carriers or twin.carriers)
                )
            continue
        used.add(twin.id)
        out.append(
            replace(
                m,
                source=twin.source
                if not _speaks(m, parse) or _swallowed(m, twin) or twin.rules[0].startswith(APPOSED)
                else m.source,
                content=twin.content
                if twin.rules[0].startswith(("cue.verb.quoted-as.outer", APPOSED, LISTED))
                or _swallowed(m, twin)
                or _runs_on(m, twin, rules, parse.text)
                or _tail_only(m, twin, parse)
                else (*m.content, *goes_on(m, twin, model, parse.text)),
                carriers=m.carriers or twin.carriers,
                rules=(*m.rules, *(r for r in twin.rules if r not in m.rules)),
            )
        )
    stand = {a.id for a in out}
    renamed = {t.id: m_id for m_id, t in twins.items() if t is not None and m_id in stand}
    over: dict[str, str] = {}
    around = shelved(out)
    for r in rules:
        if r.id in used:
            continue
        peers = _beside(r, around)
        inside = r.within is not None or (_names_belief(r) and any(_holds(m, r) for m in peers))
        cued = any(_meets(r.cue, m.cue) for m in peers)
        # an outer attribution shares its words with the inner one that it holds ("denied Moscow's claim that …")
        spoken = any(_share(r.content, m.content) >= 0.5 and not inside and not _holds(r, m) for m in peers)
        if cued or (spoken and not r.rules[0].startswith(("cue.verb.citing", APPOSED))):
            continue
        if silent(r, parse) or asked(r, parse) or unsaid(r, parse) or _unheard(r, inside, parse, learned):
            continue
        if (
            inside
            or (not inside and r.score >= _SURE and not _aside(r, parse))
            or r.rules[0].startswith(_ALWAYS)
            or _denies(r)
            or _names_belief(r)
            or _counts(r, parse)
            or _quoted(r)
            or any(_holds(r, m) for m in peers)
        ):
            out.append(r)
            for shelf, made in shelved([r]).items():
                around.setdefault(shelf, []).extend(made)
    kept = {a.id for a in out}
    for r in rules:
        if r.within is not None and r.rules[0].startswith("cue.verb.citing"):
            child, parent = renamed.get(r.id, r.id), renamed.get(r.within, r.within)
            if child in kept and parent in kept:
                over[child] = parent
    out, passed = handed_on(parse, disentwined(parse, _whole(out, rules, renamed)))
    over.update({child: parent for child, parent in passed.items() if child not in over})
    out.sort(key=lambda a: ((a.cue or a.content)[0].start, a.id))
    tied = nest(parted(parse, out), over)
    told = [a for a in tied if a.within is None or a.source or a.score >= _NOBODYS]
    return tied if len(told) == len(tied) else nest(told, over)


def _bare(m: Attribution, parse: Parse) -> bool:
    """Whether the cue is but a word that leads to the content."""
    return bool(m.source) and all(parse.lower(t) in ("that", "of") for s in m.cue for t in parse.tokens_in(s))


def _same_words(m: Attribution, r: Attribution) -> bool:
    return m.source == r.source and not _meets(m.cue, r.cue) and _share(m.content, r.content) >= 0.8


def _whole(found: Sequence[Attribution], rules: Sequence[Attribution], renamed: Mapping[str, str]) -> list[Attribution]:
    """Contents that the model ends before what the rules know to be nested in them ("… refuge, believing that it would hold")."""
    made = {a.id: a for a in found}
    by_rule = {r.id: r for r in rules}
    for r in rules:
        outer = by_rule.get(r.within or "")
        if outer is None or r.rules[0].startswith("cue.verb.citing"):
            continue
        child, parent = made.get(renamed.get(r.id, r.id)), made.get(renamed.get(outer.id, outer.id))
        if child is None or parent is None or not child.cue or _holds(parent, child) or not _holds(outer, child):
            continue
        if not any(c.holds(s) for c in parent.content for s in child.source):
            continue
        if parent.content[0].start == outer.content[0].start and parent.content[-1].end <= child.cue[0].start:
            made[parent.id] = replace(parent, content=outer.content)
    return [made[a.id] for a in found]


def _unheard(r: Attribution, inside: bool, parse: Parse, learned: Learned | None) -> bool:
    """Whether the reader gives the cue of a rule's attribution next to no chance to be one."""
    if learned is None or not r.rules[0].startswith(_WEIGHED) or r.rules[0].startswith(_ALWAYS):
        return False
    if r.rules[0].startswith("cue.noun") and r.rules[0].endswith(".that") and r.source:
        return False  # "a reporter's remark that …": unread, it would be what the outer speaker says
    chance = max((learned.cue(t) for s in r.cue for t in parse.tokens_in(s)), default=1.0)
    return chance < (_HEARD_WITHIN if inside else _HEARD)


def _aside(r: Attribution, parse: Parse) -> bool:
    """Whether it is "I think", "you know", "it says": nobody whom a reader could look up."""
    words = [parse.lower(t) for s in r.source for t in parse.tokens_in(s)]
    slight = len(words) == 1 and words[0] in _SPEAKER_AND_HEARER
    return slight or (_group(r) == "believe" and (len(words) < 2 or _word(r)[1] == "know"))


def _tail_only(m: Attribution, rule: Attribution, parse: Parse) -> bool:
    """Whether the model has but the last phrase of the clause that the rule has whole ("…, a town in the south, X said")."""
    if not m.cue or not m.content[-1].end <= m.cue[0].start or _share(m.content, rule.content) >= 0.5:
        return False
    told = any(parse.tag[t] in ("VBD", "VBZ", "VBP", "MD") for s in m.content for t in parse.tokens_in(s))
    return not told and rule.content[0].start < m.content[0].start


def _region(r: Attribution) -> Span | None:
    """From the words that an apposed clause speaks of to the end of its cue."""
    at = max((s.end for s in r.content), default=0)
    return Span(at, r.cue[-1].end) if r.cue and r.cue[-1].end > at else None


def _runs_on(m: Attribution, twin: Attribution, rules: Sequence[Attribution], text: str) -> bool:
    """Whether the model's content goes on into what the same speaker says with a cue of its own ("said …, and accused …")."""
    if m.manner == "direct" or len(m.content) > 1:
        return False
    return any(
        r.id != twin.id
        and bool(r.source)
        and _group(r) in _SPEECH
        and not quoting(text[m.content[0].start : r.cue[0].start])
        and r.within == twin.within
        and (r.source == twin.source or m.content[0].start == twin.content[0].start)
        and _holds(m, r)
        and not _holds(twin, r)
        for r in rules
    )


def _speaks(m: Attribution, parse: Parse) -> bool:
    """Whether the model's source can be one: a noun that is no date, and no clause with a "but" in it."""
    tokens = [t for s in m.source for t in parse.tokens_in(s)]
    if 0 < len(tokens) < 4 and all(parse.lower(t) == parse.word(t) for t in tokens) and _quoted_word(m, parse.text):
        return False  # "rejected as “lies” allegations that …"
    named = any(
        parse.pos[t] in ("NOUN", "PROPN", "PRON", "NUM") and parse.ent[t] not in ("DATE", "TIME") for t in tokens
    )
    return named and not any(parse.lower(t) == "but" for t in tokens)


def _quoted_word(m: Attribution, text: str) -> bool:
    first, last = m.source[0].of(text)[0], m.source[-1].of(text)[-1]
    return first in _QUOTES and last in _QUOTES


def _swallowed(m: Attribution, rule: Attribution) -> bool:
    """Whether the model took the source of "according to X", or a part of it, for content."""
    return rule.rules[0].startswith("cue.phrase") and _meets(m.content, rule.source)


def _quoted(r: Attribution) -> bool:
    """Whether it is a cue beside a quotation: "claimed in a message “full control of the town”"."""
    return r.rules[0].startswith("cue.verb") and r.rules[0].count(".") == 2 and r.manner == "direct" and bool(r.source)


def _counts(r: Attribution, parse: Parse) -> bool:
    """Whether it gives a figure: "spoke of 165 dead", "put the toll at seven", "has recorded 4,200 clashes"; or claims a deed."""
    source = [t for s in r.source for t in parse.tokens_in(s)]
    speaks = any(parse.pos[t] in ("NOUN", "PROPN") or parse.lower(t) in _STANDS_FOR for t in source)
    if not speaks or not r.rules[0].startswith("cue.verb"):
        return False
    figure = any(parse.pos[t] == "NUM" for s in r.content for t in parse.tokens_in(s))
    return r.rules[0].endswith((".credit", ".toll", ".words")) or (
        figure and r.rules[0].endswith((".np", ".p.of", ".at", ".event"))
    )


def _names_belief(r: Attribution) -> bool:
    """Whether a noun with an owner tells what is said: "the ministry's claim that …", "was met with skepticism by …"."""
    return (
        r.rules[0].startswith("cue.noun")
        and r.rules[0].endswith((".that", ".stance", ".of", ".inf"))
        and bool(r.source)
    )


def _beside(m: Attribution, near: dict[int, list[Attribution]]) -> list[Attribution]:
    """The attributions that a mark of this one may meet, each once."""
    places = sorted({k for s in (*m.cue, *m.content) for k in range(s.start // SHELF - 1, s.end // SHELF + 2)})
    return list({r.id: r for k in places for r in near.get(k, ())}.values())


def _holds(outer: Attribution, inner: Attribution) -> bool:
    """Whether the inner one's cue stands in the outer one's content."""
    return bool(inner.cue) and any(s.holds(inner.cue[0]) for s in outer.content)


def _denies(r: Attribution) -> bool:
    """Whether a rule read a denial, or that it was not verified: a missed one costs more than a false one."""
    kind, lemma = _word(r)
    unsure = lemma in _VERIFIES and ("cue.negated" in r.rules or lemma == "verify")
    waved = _group(r) == "deny" or lemma in _WAVED_OFF
    return kind == "verb" and bool(r.source) and (waved or unsure)


def _word(r: Attribution) -> tuple[str, str]:
    """Word class and lemma of a rule's cue."""
    kind, _, rest = r.rules[0].removeprefix("cue.").partition(".")
    return kind, rest.partition(".")[0]


def _group(r: Attribution) -> str | None:
    """The group of a rule's cue in the lexicon."""
    kind, lemma = _word(r)
    cue = lexicon().get((lemma, kind))
    return cue.group if cue is not None else None


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
