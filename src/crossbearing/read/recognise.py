"""Is a stretch of text a place name? Numbers about it, and small decision trees over them (`data/gazetteer_recogniser.json`)."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from crossbearing.gazetteer import ALTERNATE, OFFICIAL, Gazetteer, form_of
from crossbearing.read.parse import Parse
from crossbearing.read.placewords import PlaceWords

PLACES = frozenset({"GPE", "LOC", "FAC"})
ENTITIES = ("GPE", "LOC", "FAC", "ORG", "PERSON", "NORP", "EVENT", "PRODUCT", "WORK_OF_ART", "DATE")
_KINDS = ("country", "admin1", "admin2", "settlement", "area", "water", "facility", "continent")
_PREPOSITIONS = frozenset(
    {
        "in",
        "at",
        "near",
        "to",
        "from",
        "around",
        "outside",
        "across",
        "through",
        "throughout",
        "into",
        "toward",
        "towards",
        "within",
        "between",
    }
)
_BODIES = frozenset({
    "police", "university", "college", "school", "high", "department", "council", "court", "board", "church", "hospital", "sheriff", "fire", "state", "times", "post",
    "news", "association", "club", "airlines", "bank", "center", "centre", "county", "city", "museum", "park", "institute", "government", "army", "medical", "elementary",
})  # fmt: skip
_ROADS = frozenset(
    {
        "street",
        "st",
        "road",
        "rd",
        "avenue",
        "ave",
        "drive",
        "dr",
        "lane",
        "boulevard",
        "blvd",
        "highway",
        "parkway",
        "route",
        "way",
        "interstate",
        "court",
        "place",
    }
)
FEATURES: tuple[str, ...] = (
    *(f"entity {e}" for e in ENTITIES), "entity none", "entity exact", "entity inner", "entity first", "entity last", "entity length",
    *(f"kind {k}" for k in _KINDS), "kind none", "official", "population", "alternate population", "candidates",
    "tokens", "letters", "propn", "noun", "adj", "opens sentence", "capitals", "sentence of capitals", "demonym", "never",
    "preposition", "the", "title", "name before", "name behind", "of before", "comma behind", "place behind", "possessive", "body behind", "body of", "road", "unit behind", "digit before",
    "seen as place", "seen as person", "seen as body", "surname", "times", "compound", "subject", "pobj", "hyphen behind",
)  # fmt: skip
_AT = {name: n for n, name in enumerate(FEATURES)}


@dataclass(frozen=True, slots=True)
class Seen:
    """What a whole report tells about its names."""

    entity: Mapping[int, tuple[int, int, str]]
    surnames: frozenset[str]
    kinds: Mapping[str, Mapping[str, int]]
    words: Mapping[str, int]


def trimmed(parse: Parse, first: int, last: int) -> tuple[int, int]:
    """The tokens without articles, possessives and marks at either end."""
    while first < last and (parse.lower(first) in {"the", "a", "an"} or not parse.word(first)[0].isalnum()):
        first += 1
    while first < last and (
        parse.tag[last - 1] == "POS" or (not parse.word(last - 1)[-1].isalnum() and parse.word(last - 1)[-1] != ".")
    ):
        last -= 1
    return first, last


def seen(parse: Parse) -> Seen:
    """One look over all entities and words."""
    surnames: set[str] = set()
    kinds: dict[str, Counter[str]] = {}
    for begin, end, kind in parse.entities:
        first, last = trimmed(parse, begin, end)
        if first >= last:
            continue
        form = form_of(parse.text[parse.start[first] : parse.end[last - 1]])
        kinds.setdefault(form, Counter())["place" if kind in PLACES else kind] += 1
        if kind == "PERSON" and last - first >= 2:
            capitals = [form_of(parse.word(i)) for i in range(first, last) if parse.word(i)[0].isupper()]
            surnames.update(capitals if len(capitals) >= 2 else ())
    return Seen(
        entity={i: span for span in parse.entities for i in range(span[0], span[1])},
        surnames=frozenset(surnames),
        kinds=kinds,
        words=Counter(form_of(parse.word(i)) for i in range(len(parse)) if parse.word(i)[0].isupper()),
    )


def numbers(
    parse: Parse, first: int, last: int, form: str, gazetteer: Gazetteer, about: Seen, words: PlaceWords
) -> list[float]:
    """The features of tokens `first` to `last` (exclusive), in the order of `FEATURES`."""
    x = [0.0] * len(FEATURES)

    def put(name: str, value: float = 1.0) -> None:
        x[_AT[name]] = float(value)

    spans = sorted({about.entity[i] for i in range(first, last) if i in about.entity})
    if spans:
        begin, end, kind = spans[-1]
        put(f"entity {kind}" if f"entity {kind}" in _AT else "entity EVENT")
        inner_first, inner_last = trimmed(parse, begin, end)
        put("entity exact", (inner_first, inner_last) == (first, last))
        put("entity inner", inner_first < first or inner_last > last)
        put("entity first", inner_first == first)
        put("entity last", inner_last == last)
        put("entity length", inner_last - inner_first)
    else:
        put("entity none")
    pool = gazetteer.candidates(form)
    for candidate in pool:
        if candidate.form == OFFICIAL:
            put(f"kind {candidate.entry.kind}")
    put("kind none", not pool)
    official = [
        c.entry.population for c in pool if c.form == OFFICIAL and c.entry.kind in {"settlement", "admin1", "country"}
    ]
    other = [c.entry.population for c in pool if c.form <= ALTERNATE]
    put("official", len(official))
    put("population", math.log10(max(official, default=0) + 1))
    put("alternate population", math.log10(max(other, default=0) + 1))
    put("candidates", math.log1p(len(pool)))
    put("tokens", last - first)
    put("letters", len(form))
    put("propn", sum(parse.pos[i] == "PROPN" for i in range(first, last)) / (last - first))
    put("noun", parse.pos[last - 1] == "NOUN")
    put("adj", parse.pos[last - 1] == "ADJ")
    sentence = parse.sentences[parse.sentence_of(first)]
    put("opens sentence", first == sentence[0])
    put("capitals", parse.word(first).isupper() and len(parse.word(first)) > 3)
    span = parse.text[parse.start[sentence[0]] : parse.end[sentence[1] - 1]]
    heads = [w for w in span.split() if w[:1].isalpha()]
    put("sentence of capitals", sum(w[0].isupper() for w in heads) / max(1, len(heads)))
    put("demonym", form in words.demonyms)
    put("never", form in words.lists["never"])
    before = parse.lower(first - 1) if first > sentence[0] else ""
    after = parse.lower(last) if last < sentence[1] else ""
    put("preposition", before in _PREPOSITIONS)
    put("the", before == "the")
    put("title", before.rstrip(".") in words.lists["title"])
    glued = parse.text[parse.end[first - 1] : parse.start[first]] == " " if before else False
    put(
        "name before", bool(before) and glued and parse.word(first - 1)[0].isupper() and parse.pos[first - 1] == "PROPN"
    )
    put("name behind", bool(after) and parse.word(last)[0].isupper() and parse.pos[last] == "PROPN")
    put("of before", before == "of")
    put("comma behind", after == ",")
    if after == "," and last + 1 < sentence[1] and parse.word(last + 1)[0].isupper():
        nearby = gazetteer.candidates(form_of(parse.word(last + 1)))
        put("place behind", any(c.form == OFFICIAL and c.entry.kind in {"admin1", "country"} for c in nearby))
    put("possessive", after in {"'s", "’s", "'", "’"})
    put("body behind", after in _BODIES)
    put("body of", before == "of" and first - 2 >= sentence[0] and parse.word(first - 2)[0].isupper())
    put("road", parse.lower(last - 1).rstrip(".") in _ROADS or after.rstrip(".") in _ROADS)
    put("unit behind", words.has("unit", after) or words.has("town", after))
    put("digit before", before[:1].isdigit())
    kinds = about.kinds.get(form, {})
    put("seen as place", kinds.get("place", 0))
    put("seen as person", kinds.get("PERSON", 0))
    put("seen as body", kinds.get("ORG", 0))
    put("surname", form in about.surnames)
    put("times", about.words.get(form, 0))
    head = next((i for i in range(first, last) if not first <= parse.head[i] < last or parse.head[i] == i), last - 1)
    put("compound", parse.dep[head] in {"compound", "amod", "nmod"})
    put("subject", parse.dep[head] in {"nsubj", "nsubjpass"})
    put("pobj", parse.dep[head] == "pobj")
    put("hyphen behind", after in {"-", "–"})
    return x


@dataclass(frozen=True)
class Trees:
    """Boosted trees as flat arrays: a node asks `feature <= threshold` and goes left, else right; a leaf is its own child."""

    feature: Any
    threshold: Any
    left: Any
    right: Any
    value: Any
    roots: Any
    start: float
    depth: int

    def __call__(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """For each row the probability that it is a place."""
        import numpy as np

        if not rows:
            return []
        x = np.asarray(rows, dtype=np.float64)
        node = np.broadcast_to(self.roots, (len(x), len(self.roots))).copy()
        across = np.arange(len(x))[:, None]
        for _ in range(self.depth):
            go_left = x[across, self.feature[node]] <= self.threshold[node]
            node = np.where(go_left, self.left[node], self.right[node])
        score = self.start + self.value[node].sum(axis=1)
        out: list[float] = (1 / (1 + np.exp(-score))).tolist()
        return out


@cache
def load_trees() -> Trees:
    """The trees as shipped."""
    import numpy as np

    path = Path(str(resources.files("crossbearing"))) / "data" / "gazetteer_recogniser.json"
    data = json.loads(path.read_text("utf-8"))
    order = [FEATURES.index(name) for name in data["features"]]
    return Trees(
        feature=np.array([order[f] if f >= 0 else 0 for f in data["feature"]], dtype=np.int64),
        threshold=np.array(data["threshold"], dtype=np.float64),
        left=np.array(data["left"], dtype=np.int64),
        right=np.array(data["right"], dtype=np.int64),
        value=np.array(data["value"], dtype=np.float64),
        roots=np.array(data["roots"], dtype=np.int64),
        start=float(data["start"]),
        depth=int(data["depth"]),
    )
