"""Copies of which no run of words is left: `python -m benchmarks.retold [--seed N …]`.

A story is a list of facts: what a briefing told, which every reporter heard, and what one reporter alone found out. Each
fact can be put in several ways that share its names and figures and hardly a run of words. A retelling puts every fact of
one report in another way, changes the places of neighbours, joins some, leaves some out and adds some of its own. An
independent report on the same story takes what it likes of the same briefing, in the same words of the speakers where these
are quoted, with facts of its own: it is no copy, though it shares names, figures and often the order.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta

from crossbearing.link.context import Rulings
from crossbearing.link.copies import find_copies
from crossbearing.types import ReportHead

# what the two sides and the offices at a briefing tell; {s} speaks, {t} is the town, {v} a village, {p} another person
_TOLD = (
    ("{s} said that {t} was now wholly in the hands of his troops.", "According to {s}, no defender is left in {t}.", "{t} has fallen, if {s} is to be believed.", "Full control over {t} was announced by {s}."),
    ("The claim about {t} was rejected by {s} as an invention.", "Nothing of the kind has happened in {t}, {s} insisted.", "{s} denied that {t} was lost.", "“We stand in {t},” {s} told reporters."),
    ("{s} put the number of dead at {n} and that of the wounded at {m}.", "There were {n} killed and another {m} hurt, {s} reported.", "Bodies of {n} people were found and {m} taken to hospital, {s} made known.", "{m} injured, {n} dead: this was the count that {s} gave."),
    ("As many as {n} soldiers laid down their arms near {v}, {s} claimed.", "In the fields by {v}, {s} said, {n} men gave themselves up.", "{s} spoke of {n} prisoners taken around {v}.", "A group of {n} surrendered at {v} in the words of {s}."),
    ("{s} accused {p} of having shelled the hospital with {n} rockets.", "It was {p} who ordered {n} rockets to be fired at the clinic, {s} alleged.", "Behind the {n} rockets that hit the hospital {s} sees {p}.", "{n} projectiles struck the clinic, and {s} laid this at the door of {p}."),
    ("Buses will take {n} families from {v} to {w}, {s} promised.", "{s} announced that {n} households in {v} are to be brought to {w}.", "The evacuation of {n} families to {w} begins in {v}, as {s} put it.", "From {v}, {n} households shall leave for {w} according to {s}."),
    ("{s} demanded that observers be let into {v} before {d}.", "Until {d} monitors must be given access to {v}, {s} urged.", "A deadline of {d} was set by {s} for monitors to enter {v}.", "“Let them see {v} by {d},” {s} said."),
    ("The power station at {w} lost {n} megawatts, {s} told the council.", "{s} informed the council that output in {w} had dropped by {n} megawatts.", "{n} megawatts are missing since the plant of {w} was damaged, {s} explained.", "Damage in {w} costs the grid {n} megawatts, the council heard from {s}."),
    ("{s} confirmed that {p} had been relieved of his command.", "{p} no longer leads the garrison, {s} acknowledged.", "The dismissal of {p} was confirmed by {s}.", "“{p} has been given other duties,” {s} said."),
    ("Talks in {w} will go on until {d}, {s} expects.", "{s} sees no end of the negotiations in {w} before {d}.", "In {w} the delegations stay together up to {d}, {s} believes.", "Up to {d} there will be meetings in {w}, as far as {s} knows."),
    ("{s} said {n} drones had been shot down over {v} and {w}.", "Above {v} and {w}, air defences destroyed {n} drones, {s} wrote.", "The downing of {n} unmanned aircraft between {w} and {v} was reported by {s}.", "{n} aerial vehicles never got past {v} and {w}, {s} boasted."),
    ("The road from {v} to {w} is mined over {n} kilometres, {s} warned.", "{s} cautioned drivers: {n} kilometres of the highway linking {w} with {v} hold explosives.", "Sappers must clear {n} kilometres between {v} and {w}, said {s}.", "Nobody should use the {n} kilometres from {w} to {v}, {s} advised, because of mines."),
)  # fmt: skip
# what a reporter finds out for himself, or adds from the archive
_FOUND = (
    ("{t} had {n} inhabitants before the war.", "Once {n} people lived in {t}.", "Of the {n} residents that {t} used to have few remain.", "With a population of {n}, {t} was a lively place in peacetime."),
    ("At the bakery of {p} in {v} the oven went out after {n} days.", "{p}, who bakes bread in {v}, ran out of flour on day {n}.", "For {n} days {p} kept baking in {v}, then the fuel was gone.", "The fire in the oven of {v} died when {p} had worked {n} days on end."),
    ("{p}, a teacher from {w}, slept in a cellar with {n} pupils.", "In a basement in {w} the teacher {p} spent the nights with {n} children.", "{n} schoolchildren shared a shelter with their teacher {p} in {w}.", "Underground in {w}, {p} went on giving lessons to {n} girls and boys."),
    ("The {b} bridge was closed in {y}.", "Since {y} nobody has crossed the {b} bridge.", "Traffic over the {b} bridge ended in {y}.", "In {y} engineers barred the {b} bridge."),
    ("Footage seen by our desk shows {n} lorries on the {b} embankment.", "On the {b} embankment stand {n} trucks, as a video makes plain.", "A clip of the {b} embankment has {n} heavy vehicles in it.", "Parked along the {b} embankment, {n} lorries can be counted in pictures."),
    ("The monastery of {b} was founded by {p} in {y}.", "{p} built the cloister of {b}, which dates from {y}.", "Monks have lived at {b} since {p} settled there in {y}.", "It was in {y} that {p} gave the land for the abbey of {b}."),
    ("A ceasefire signed in {w} in {y} held for {n} weeks.", "The armistice of {y}, concluded in {w}, broke down after {n} weeks.", "Peace lasted {n} weeks when arms were laid down at {w} in {y}.", "Already in {y} a truce was agreed in {w}; it was over in {n} weeks."),
    ("The price of a loaf in {v} rose to {n} crowns.", "Bread costs {n} crowns in {v} by now.", "Shoppers in {v} pay {n} crowns for bread.", "{n} crowns buy no more than one loaf in {v}."),
    ("{p} crossed the river {b} at night with {n} goats.", "With {n} goats the shepherd {p} waded through the {b} after dark.", "It was dark when {p} drove {n} animals over the {b}.", "Through the waters of the {b} went {p} and {n} goats, unseen."),
    ("Volunteers led by {p} carried {n} tons of coal to {v}.", "{v} received {n} tons of coal from helpers around {p}.", "A group that {p} founded hauled {n} tons of fuel to {v}.", "Heating for {v} came from {p} and friends, who brought {n} tons of coal."),
)  # fmt: skip
_SCENERY = (
    "The streets were quiet in the evening.", "Nobody could say when the trains would run again.", "It had rained since the morning.",
    "Smoke stood over the hills until dusk.", "Shops opened late and closed early.", "The reports could not be checked.",
)  # fmt: skip
_SYLLABLES = (
    "bra",
    "do",
    "len",
    "mir",
    "kas",
    "tov",
    "ska",
    "ru",
    "zel",
    "pin",
    "gor",
    "ve",
    "sta",
    "lu",
    "ham",
    "or",
    "tek",
    "sin",
)
_NUMBERS = ("", "", "", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Fact:
    """Something told, with the ways of putting it, what fills them, and the one that is used."""

    ways: tuple[str, ...]
    slots: tuple[tuple[str, str], ...]
    way: int = 0

    def put(self, r: random.Random) -> str:
        """The sentence. A small figure may be written out."""
        filled = {
            k: _NUMBERS[int(v)] if v.isdigit() and 2 < int(v) <= 12 and r.random() < 0.5 else v for k, v in self.slots
        }
        text = self.ways[self.way].format(**filled)
        return text[0].upper() + text[1:]


@dataclass
class Made:
    """Reports with the kind of each pair: a retelling and its original, or two that only share a story."""

    texts: dict[str, str]
    heads: dict[str, ReportHead]
    copies: dict[tuple[str, str], str]
    strangers: set[tuple[str, str]]


class _Press:
    def __init__(self, seed: int) -> None:
        self.r = random.Random(seed)
        self.made = Made({}, {}, {}, set())
        self.papers = [
            f"{self.name()} {kind}" for kind in ("Post", "Herald", "Wire", "Agency", "Star", "Radio") for _ in range(5)
        ]

    def name(self) -> str:
        return "".join(self.r.choices(_SYLLABLES, k=self.r.choice((2, 3)))).capitalize()

    def person(self) -> str:
        return f"{self.name()} {self.name()}"

    def figure(self) -> str:
        r = self.r
        return str(
            r.choice((r.randrange(3, 13), r.randrange(13, 100), r.randrange(100, 1000), 100 * r.randrange(10, 900)))
        )

    def fact(self, ways: tuple[str, ...], town: str, places: list[str], speaker: str) -> Fact:
        r = self.r
        slots = {
            "s": speaker, "t": town, "v": r.choice(places), "w": r.choice(places), "p": self.person(), "n": self.figure(),
            "m": self.figure(), "y": str(r.randrange(1950, 2020)), "b": self.name(), "d": r.choice(_DAYS),
        }  # fmt: skip
        return Fact(ways, tuple(slots.items()))

    def publish(self, facts: list[Fact], on: date, lag: int, credit: str | None = None) -> str:
        r = self.r
        lines = [f.put(r) for f in facts]
        for _ in range(r.randrange(0, 3)):
            lines.insert(r.randrange(1, len(lines) + 1), r.choice(_SCENERY))
        if credit:
            lines[0] = f"({credit}) {lines[0]}"
        report = f"r{len(self.made.texts):05d}"
        publisher = r.choice([p for p in self.papers if p != credit])
        self.made.texts[report] = " ".join(lines)
        self.made.heads[report] = ReportHead(
            id=report,
            sha256="0" * 64,
            publisher=publisher,
            published=(on + timedelta(days=lag)).isoformat(),
        )
        return report

    def story(self) -> None:
        r = self.r
        town, places = self.name(), [self.name() for _ in range(3)]
        speakers = [self.person() for _ in range(3)]
        on = date(2024, 1, 1) + timedelta(days=r.randrange(300))
        briefing = [self.fact(w, town, places, r.choice(speakers)) for w in r.sample(_TOLD, r.randrange(6, 11))]
        archive = [self.fact(w, town, places, "") for w in r.sample(_FOUND, 2)]  # what anyone can look up
        reports: dict[str, list[Fact]] = {}
        for own in (0, 2):  # the ways of one reporter, and of who retells him
            facts = self.account(briefing, archive, town, places, own)
            reports[self.publish(facts, on, 0)] = facts
        families = {name: name for name in reports}
        for original in list(reports):
            for _ in range(r.randrange(0, 3)):
                how = r.choices(("whole", "half"), (75, 25))[0]
                credit = self.made.heads[original].publisher if r.random() < 0.3 else None
                copy = self.publish(self.retell(reports[original], how, town, places), on, r.randrange(2), credit)
                for other, root in families.items():
                    if root == original:
                        kind = how if other == original else "sibling"
                        self.made.copies[(other, copy)] = f"{kind}, credited" if credit and other == original else kind
                families[copy] = original
        names = sorted(families)
        pairs = {(a, b) for n, a in enumerate(names) for b in names[n + 1 :]}
        self.made.strangers |= {p for p in pairs if p not in self.made.copies}

    def account(self, briefing: list[Fact], archive: list[Fact], town: str, places: list[str], own: int) -> list[Fact]:
        """One reporter's own: some of the briefing, mostly in its order, something from the archive, and what he found."""
        r = self.r
        heard = [f for f in briefing if r.random() < 0.65]
        if r.random() < 0.5:
            r.shuffle(heard)
        known = [f for f in archive if r.random() < 0.5]
        found = [self.fact(w, town, places, "") for w in r.sample(_FOUND, r.randrange(2, 5))]
        facts = heard + known
        for f in found:
            facts.insert(r.randrange(1, len(facts) + 1) if facts else 0, f)
        return [replace(f, way=own + r.randrange(2)) for f in facts]

    def retell(self, facts: list[Fact], how: str, town: str, places: list[str]) -> list[Fact]:
        """Every fact in another way, neighbours in other places, some left out, some added."""
        r = self.r
        kept = [f for f in facts if r.random() < 0.88] if how == "whole" else facts[: max(3, len(facts) // 2)]
        kept = [replace(f, way=f.way ^ 1) for f in kept]
        for i in range(len(kept) - 1):
            if r.random() < 0.25:
                kept[i], kept[i + 1] = kept[i + 1], kept[i]
        for _ in range(r.randrange(0, 3)):
            kept.insert(
                r.randrange(1, len(kept) + 1),
                replace(self.fact(r.choice(_FOUND), town, places, ""), way=r.randrange(4)),
            )
        return kept


def make(seed: int, stories: int) -> Made:
    """Reports on so many stories."""
    press = _Press(seed)
    for _ in range(stories):
        press.story()
    return press.made


@dataclass(frozen=True)
class Found:
    """Copies by kind: all there are, those found by runs of words alone, and all found; and what is false among them."""

    made: Made
    every: Counter[str]
    worded: Counter[str]
    found: Counter[str]
    marked: int
    false: int
    told: int
    direction: Counter[str]

    @property
    def false_share(self) -> float:
        """False copies of all that are told."""
        return self.false / max(1, self.told)


def measure(seed: int = 1, *, stories: int = 150) -> Found:
    """Copies found among retellings, false ones among independent reports; with and without what is told by marks alone."""
    made = make(seed, stories)
    found, _ = find_copies(made.texts, made.heads, Rulings())
    worded = {(c.left, c.right) for c in found if not c.reasons[0].startswith("in other words")}
    marked = {(c.left, c.right) for c in found} - worded
    # two stories put facts in the same ways: runs of words that they share are of the making, and no error
    wrong = (marked - made.copies.keys()) | (worded & made.strangers)
    right = (marked | worded) & made.copies.keys()
    kinds, before, after = (Counter(made.copies[p] for p in some) for some in (made.copies, worded & right, right))
    told = [c.direction for c in found if made.copies.get((c.left, c.right), "sibling") != "sibling"]
    return Found(
        made, kinds, before, after, len(marked & right), len(wrong), len(marked) + len(worded & right), Counter(told)
    )


def scores(seed: int = 1, *, stories: int = 150) -> dict[str, object]:
    """The figures of one seed, as they are printed."""
    got = measure(seed, stories=stories)
    return {
        "reports": len(got.made.texts), "copies": len(got.made.copies), "independent pairs": len(got.made.strangers),
        "before": {k: f"{got.worded[k]} of {got.every[k]}" for k in sorted(got.every)},
        "after": {k: f"{got.found[k]} of {got.every[k]}" for k in sorted(got.every)},
        "found by names and figures": got.marked, "false": got.false, "false share": round(got.false_share, 4),
        "direction": dict(sorted(got.direction.items())),
    }  # fmt: skip


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--stories", type=int, default=150)
    asked = parser.parse_args()
    for seed in asked.seed:
        sys.stdout.write(json.dumps({"seed": seed, **scores(seed, stories=asked.stories)}, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
