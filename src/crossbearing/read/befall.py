"""What befell the people counted: killed, wounded, captured, missing; told by adjective, neighbour, verb or toll."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from crossbearing.read.numbers import Number
from crossbearing.read.parse import Parse
from crossbearing.types import Span

VICTIM = ("dobj", "nsubjpass", "obj")
SUBJECT = ("nsubj", "nsubjpass")


@dataclass(frozen=True, slots=True)
class UnitLexicon:
    """The lists of `data/units.csv`: form → what it counts."""

    noun: dict[str, str]
    verb: dict[str, str]
    adj: dict[str, str]
    event: dict[str, str]
    own_subject: dict[str, str]
    coal: dict[str, str]
    singular: dict[str, str]
    model: dict[str, str]
    explosive: dict[str, str]
    inanimate: dict[str, str]
    measure: dict[str, str]
    piece: dict[str, str]
    animal: dict[str, str]
    group: dict[str, str]
    war: dict[str, str]


@cache
def lexicon_of() -> UnitLexicon:
    """The lists, read once."""
    kinds: dict[str, dict[str, str]] = {}
    with (resources.files("crossbearing") / "data" / "units.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            kinds.setdefault(row["kind"], {})[row["form"].lower()] = row["what"]
    return UnitLexicon(**kinds)


def entry(parse: Parse, i: int) -> str:
    """The lemma under which the noun stands in the list: alone, with its compound, or by what it is a unit of."""
    lemma, word = parse.lemma[i], parse.lower(i)
    known = lexicon_of().noun
    if i and parse.dep[i - 1] == "compound" and f"{parse.lemma[i - 1]} {lemma}" in known:
        return f"{parse.lemma[i - 1]} {lemma}"
    if lemma in lexicon_of().piece:
        of = [o for p in parse.kids(i, "prep") if parse.lower(p) == "of" for o in parse.kids(p, "pobj")]
        made = next((o for o in of if known.get(parse.lemma[o]) == "equipment"), None)
        if made is not None:
            return parse.lemma[made]
    return next(
        (form for form in (lemma, word, word.removesuffix("s"), word.removesuffix("es")) if form in known), lemma
    )


_TOLD = re.compile(
    r"(?i:\b(?:number of (?:\w+ )?(?P<of>\w+)(?: who| that)?|(?P<toll>death toll|toll|dead|killed|deaths|fatalities)|"
    r"(?P<hurt>wounded|injured|injuries)|(?P<loss>losses|casualties))\b[^.;,:\d]{0,60}?"
    r"\b(?:at|to|above|past|numbered|number|numbers|was|is|were|reached|exceeded|exceed|totalled|over|surpassed|:)"
    r"(?: between| about| around| nearly| almost| just| more than| at least| up to| over| some)? ?[“\"‘]?(?:probably )?$)"
)


def told_before(parse: Parse, number: Number) -> str | None:
    """`killed` where the words before the figure make it a toll: "put the dead at 192", "the death toll rose to 45"."""
    token = parse.tokens_in(Span(number.first, number.at))[0]
    first = parse.start[parse.sentences[parse.sentence_of(token)][0]]
    before = parse.text[max(first, number.first - 110) : number.first]
    told = later = _TOLD.search(before)
    while later:  # the nearest such word decides
        told, later = later, _TOLD.search(before, later.start() + 1)
    if not told:
        return None
    if told["of"]:
        words = re.findall(r"[a-z]+", told[0].lower())
        lexicon = lexicon_of()
        told_by = {**lexicon.own_subject, **lexicon.adj}
        known = next((told_by[w] for w in words if w in told_by), None)
        named = (lexicon.noun.get(w) or lexicon.noun.get(w.removesuffix("s")) for w in words[2:4])
        return known or next((what for what in named if what), None)
    return "killed" if told["toll"] else "wounded" if told["hurt"] else "casualties"


def befell_of(parse: Parse, noun: int, after: int) -> str | None:
    """What befell the people counted: told by adjectives, the words that follow, and the verb that governs them."""
    lexicon = lexicon_of()
    weak: str | None = None
    for child in parse.kids(noun, "amod", "acl"):
        if any(parse.pos[k] != "NUM" for k in parse.kids(child, "nsubj", "nsubjpass")):
            continue
        what = lexicon.adj.get(parse.lower(child)) or (_class(parse, child) if parse.tag[child] == "VBN" else None)
        if what == "people":
            weak = what  # "killing one displaced person"
        elif what:
            return what
    for child in parse.kids(noun, "relcl"):
        subjects = parse.kids(child, "nsubj", "nsubjpass")
        if subjects and parse.lower(subjects[0]) not in ("who", "which", "that", "whom"):
            continue  # "265 fighters, 51 of them wounded"
        if what := _by_verb(parse, child, "nsubjpass" if parse.kids(child, "auxpass") else "nsubj"):
            return what
    return following(parse, max(noun, after)) or governed(parse, noun) or weak


_BETWEEN = frozenset(
    {
        "others", "other", "more", "people", "were", "was", "have", "been", "had", "left", "also", "being", "are",
        "reported", "reportedly", "feared", "confirmed",
    }
)  # fmt: skip


def _opens_object(parse: Parse, i: int) -> bool:
    two = parse.text[parse.start[i] : parse.start[i] + 9].lower()
    return parse.pos[i] in ("NUM", "DET", "PRON") or two.startswith(("at least", "more than", "up to ", "dozens of"))


def following(parse: Parse, i: int) -> str | None:
    """`dead` in "12 people dead", `wounded` in "and 30 others wounded"."""
    stop = parse.sentences[parse.sentence_of(i)][1]
    lexicon = lexicon_of()
    k = i + 1
    while k < stop and k <= i + 3 and parse.lower(k) in _BETWEEN:
        k += 1
    if k < stop and parse.tag[k] == "VBD" and parse.lemma[k] in lexicon.own_subject and not parse.kids(k, "nsubj"):
        return lexicon.own_subject[parse.lemma[k]]  # "and two others died", where the parse lost the subject
    if k >= stop or parse.lower(k) not in lexicon.adj:
        return None
    if parse.dep[k] in ("amod",) and parse.head[k] > k:
        return None  # "12 in dead ground"
    if parse.tag[k] in ("VBD", "VBN") and parse.kids(k, "dobj") and parse.lower(k - 1) not in ("were", "was", "been"):
        return None  # "three men killed a guard"
    if parse.lower(k) != "dead" and k == i + 1 and k + 1 < stop and _opens_object(parse, k + 1):
        return None  # the same, where the parse lost the object
    first, also = parse.lower(k), [parse.lower(c) for c in parse.kids(k, "conj")]
    what = lexicon.adj[first]
    if k + 2 < stop and parse.lower(k + 1) in ("or", "and") and parse.lower(k + 2) in lexicon.adj and also:
        other = lexicon.adj[parse.lower(k + 2)]
        if {what, other} == {"killed", "wounded"}:
            return "casualties"
    return what


def governed(parse: Parse, noun: int) -> str | None:
    """What the governing verb or noun says befell them, climbing over conjuncts, "including" and "of"."""
    lexicon = lexicon_of()
    at = noun
    for _ in range(8):
        above, dep = parse.head[at], parse.dep[at]
        if above == at:
            return None
        if dep in ("conj", "appos", "nummod", "compound", "quantmod", "amod", "nmod") and parse.pos[above] not in (
            "VERB",
            "AUX",
        ):
            at = above
            continue
        if dep in ("pobj", "pcomp") and parse.lower(above) in ("including", "among", "of", "with", "for"):
            outer = parse.head[above]
            if parse.lower(above) == "of" and parse.pos[outer] in ("NOUN", "PROPN"):
                if parse.lemma[outer] in lexicon.event:
                    return lexicon.event[parse.lemma[outer]]
                if parse.lemma[outer] in ("loss", "casualty") and lexicon.noun.get(entry(parse, noun)) == "people":
                    return "casualties"
                if lexicon.noun.get(parse.lemma[outer]) == "killed":
                    return "killed"
            if parse.lower(above) in ("including", "among", "of") and parse.pos[outer] in (
                "NOUN",
                "PROPN",
                "NUM",
                "ADJ",
            ):
                at = outer
                if what := _local(parse, at):
                    return what
                continue
            if parse.lower(above) == "including" and parse.pos[outer] in ("VERB", "AUX"):
                return _class(parse, outer)
            return None
        if parse.pos[above] in ("VERB", "AUX") or parse.tag[above].startswith("VB"):
            return _by_verb(parse, above, dep, at)
        return None
    return None


def _local(parse: Parse, i: int) -> str | None:
    lexicon = lexicon_of()
    what = lexicon.noun.get(entry(parse, i)) or lexicon.adj.get(parse.lower(i))
    return what if what in ("killed", "wounded", "casualties", "missing", "captured") else following(parse, i)


def _by_verb(parse: Parse, verb: int, role: str, at: int | None = None) -> str | None:
    lexicon = lexicon_of()
    lemma = parse.lemma[verb]
    if _to_death(parse, verb):
        return "killed"
    if parse.lower(verb) == "missing":
        return "missing"
    if lemma == "set" and role in (*VICTIM, "nsubj") and any(parse.lower(k) == "free" for k in parse.children[verb]):
        return "people"
    if role in SUBJECT:
        for child in parse.kids(verb, "acomp", "attr", "oprd"):
            if what := lexicon.adj.get(parse.lower(child)):
                return what
        for child in parse.kids(verb, "xcomp"):
            if lemma in _RAISING and (what := _by_verb(parse, child, role, at)):
                return what
        if lemma == "lose" and any(parse.lemma[c] == "life" for c in parse.kids(verb, "dobj")):
            return "killed"
        if lemma in ("suffer", "sustain", "receive") and any(
            lexicon.noun.get(entry(parse, c)) == "wounded" or parse.lemma[c] == "wound"
            for c in parse.kids(verb, "dobj")
        ):
            return "wounded"
        if lemma in _TREATED and any(
            parse.lemma[c] in ("treatment", "surgery", "care") for c in parse.kids(verb, "dobj")
        ):
            return "wounded"
        if (
            lemma in ("seek", "need", "require")
            and any(parse.lemma[c] in ("help", "treatment", "attention", "care") for c in parse.kids(verb, "dobj"))
            and any(parse.lower(t) in ("medical", "hospital") for t in parse.subtree(verb))
        ):
            return "wounded"
        if (
            lemma in ("take", "rush", "bring", "admit", "treat")
            and is_passive(parse, verb)
            and any(parse.lemma[t] in ("hospital", "burn", "wound", "injury") for t in parse.subtree(verb) if t > verb)
        ):
            return "wounded"
        if lemma == "lay" and any(parse.lemma[c] in ("arm", "weapon") for c in parse.kids(verb, "dobj")):
            return "captured"
        if lemma in ("give", "hand") and any(parse.lower(c) == "themselves" for c in parse.children[verb]):
            return "captured"
        if lemma in ("hand", "give") and any(parse.lemma[c] in ("arm", "weapon") for c in parse.kids(verb, "dobj")):
            return "captured"
    if role in SUBJECT and not is_passive(parse, verb):
        if lemma in lexicon.own_subject:
            return lexicon.own_subject[lemma]
        if lemma == "be":
            for prep in parse.kids(verb, "prep"):
                if parse.lower(prep) == "among":
                    for inner in parse.kids(prep, "pobj"):
                        return _local(parse, inner)
        return None
    if role in (*VICTIM, "conj", "nsubj") and (role != "nsubj" or is_passive(parse, verb)):
        if lemma == "take" and any(parse.lower(c) in ("prisoner", "hostage", "captive") for c in _below(parse, verb)):
            return "captured"
        if lemma in ("lose", "sustain"):
            if at is None or lexicon.noun.get(entry(parse, at), "people") != "people":
                return None
            if any(parse.lower(s) in ("we", "i") for s in parse.kids(verb, "nsubj")):
                return "killed"  # "we lost six men"
            known = entry(parse, at) in lexicon.noun or parse.tag[at] == "CD" or parse.ent[at] == "NORP"
            return "casualties" if known or parse.lower(at) in ("dead", "killed") else None
        if lemma == "claim" and at is not None and parse.lemma[at] == "life":
            return "killed"
        if lemma == "leave":
            return next(
                (
                    lexicon.adj[parse.lower(c)]
                    for c in _below(parse, verb)
                    if c > (at or verb) and parse.lower(c) in lexicon.adj
                ),
                None,
            )
        return _class(parse, verb)
    return None


_TREATED = frozenset({"undergo", "receive", "get"})
_RAISING = frozenset({"appear", "seem", "believe", "fear", "say", "report", "presume", "think", "know", "continue"})


def _to_death(parse: Parse, verb: int) -> bool:
    return any(
        parse.lower(p) == "to" and any(parse.lower(o) == "death" for o in parse.kids(p, "pobj"))
        for p in parse.kids(verb, "prep")
    )


def _below(parse: Parse, verb: int) -> tuple[int, ...]:
    return tuple(t for t in parse.subtree(verb) if t > verb and t - verb < 15)


def is_passive(parse: Parse, verb: int) -> bool:
    """Whether the verb is passive, a bare participle included."""
    return bool(parse.kids(verb, "auxpass", "nsubjpass")) or (parse.tag[verb] == "VBN" and not parse.kids(verb, "aux"))


def _class(parse: Parse, verb: int) -> str | None:
    lexicon = lexicon_of()
    if parse.kids(verb, "neg"):
        return None
    phrasal = next((f"{parse.lemma[verb]} {parse.lower(k)}" for k in parse.kids(verb, "prt")), "")
    what = lexicon.verb.get(phrasal) or lexicon.verb.get(parse.lemma[verb]) or lexicon.adj.get(parse.lower(verb))
    if parse.lemma[verb] == "shoot" and any(parse.lower(c) == "dead" for c in parse.children[verb]):
        what = "killed"
    if what in ("killed", "wounded"):
        others = {
            lexicon.verb.get(parse.lemma[c])
            for c in parse.kids(verb, "conj")
            if not parse.kids(c, "dobj", "nsubjpass", "nsubj", "nummod")
            and not _another(parse, verb, c)
            and not opens_figure(parse, c + 1)
        }
        if parse.dep[verb] == "conj" and not parse.kids(parse.head[verb], *VICTIM):
            others.add(lexicon.verb.get(parse.lemma[parse.head[verb]]))
        if ({"killed", "wounded"} - {what}) & others:
            return "casualties"
    return what


def opens_figure(parse: Parse, i: int) -> bool:
    """Whether a figure begins at the word: "injured at least 20 others", whose noun the parse may tie to another verb."""
    if i >= len(parse):
        return False
    ahead = re.match(
        r"(?i:(?:at least|more than|up to|as many as|nearly|about|around|some|over|another|a further) )",
        parse.text[parse.start[i] :],
    )
    k = parse.token_at(parse.start[i] + ahead.end()) if ahead else i
    return (
        k is not None
        and k < len(parse)
        and (parse.tag[k] == "CD" or parse.lower(k) in ("dozens", "scores", "hundreds"))
    )


def just_told(parse: Parse, first: int) -> str | None:
    """What the verb right before a figure did to those counted, where the parse tied them to another: "injured 20 others, officials said"."""
    verb = first - 1
    if verb < 0 or parse.tag[verb] not in ("VBD", "VBG") or parse.kids(verb, *VICTIM):
        return None
    what = lexicon_of().verb.get(parse.lemma[verb])
    return what if what in ("killed", "wounded", "captured", "people") else None


def _another(parse: Parse, one: int, two: int) -> bool:
    """Whether the second verb befell others: "one has been killed and another wounded"."""
    return any(parse.lower(t) in ("another", "others", "one") for t in range(min(one, two) + 1, max(one, two)))


def _of_a_number(parse: Parse, verb: int) -> bool:
    """Whether a clause tells of those whose number is given: "put the number of families who had fled at 900"."""
    people = parse.head[verb]
    of = parse.head[people]
    return parse.dep[verb] == "relcl" and parse.lower(of) == "of" and parse.lemma[parse.head[of]] == "number"


def by_toll(parse: Parse, token: int) -> str | None:
    """The death toll rose to 45; the number of wounded reached 60."""
    lexicon = lexicon_of()
    for above in parse.ancestors(token):
        if parse.lemma[above] == "toll":
            return "killed"
        if parse.pos[above] not in ("VERB", "AUX") or _of_a_number(parse, above):
            continue
        for subject in parse.kids(above, *SUBJECT, "dobj", "attr"):
            below = parse.subtree(subject)
            words = [parse.lower(t) for t in below]
            if parse.lemma[subject] in lexicon.event and parse.pos[above] == "VERB":
                return lexicon.event[parse.lemma[subject]]
            if (
                lexicon.noun.get(parse.lemma[subject]) in ("killed", "wounded", "casualties")
                and parse.tag[token] == "CD"
            ):
                return lexicon.noun[parse.lemma[subject]]
            if parse.lemma[subject] == "toll":
                return "wounded" if "injury" in words else "killed"
            if parse.lemma[subject] in ("number", "figure", "count", "total"):
                for t, w in zip(below, words, strict=True):
                    if w in lexicon.adj:
                        return lexicon.adj[w]
                    if (
                        noun := lexicon.noun.get(w)
                        or lexicon.noun.get(w.removesuffix("s"))
                        or lexicon.noun.get(parse.lemma[t])
                    ):
                        return noun
        return None
    return None


def is_victim(parse: Parse, i: int) -> bool:
    """Whether the noun is what a verb of killing or wounding befalls, alone or beside another."""
    at = i
    while parse.dep[at] == "conj" and parse.pos[parse.head[at]] in ("NOUN", "PROPN"):
        at = parse.head[at]
    verb = parse.head[at]
    return parse.dep[at] in VICTIM and lexicon_of().verb.get(parse.lemma[verb]) in ("killed", "wounded")
