"""The words of the made world: sentences that state a saying, filler, and a paraphrase that keeps the sense."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchmarks.made import Happening, Saying

_CLAUSES = {
    "territory_gain": (
        "{a} forces had taken full control of {p}",
        "{p} was now in {a} hands",
        "{a} troops had captured {p}",
    ),
    "withdrawal": (
        "its units had pulled out of {p}",
        "the defenders had left {p}",
        "its brigades had withdrawn from {p}",
    ),
    "air_drone_strike": ("drones had hit {p}", "{a} aircraft had bombed {p}", "{p} came under attack from the air"),
    "shelling_missile": ("{a} artillery had shelled {p}", "rockets had struck {p}", "{p} was shelled"),
    "casualties": ("{n} people were killed in {p}", "the attack on {p} left {n} dead", "at least {n} had died in {p}"),
    "captured_persons": ("{n} soldiers had been captured near {p}", "{n} fighters gave themselves up at {p}"),
    "displacement": ("{n} families had fled {p}", "{n} people had been driven out of {p}"),
    "encirclement": ("the garrison of {p} was surrounded", "{a} units had closed the ring around {p}"),
    "property_destruction": ("the power station of {p} was destroyed", "the power station of {p} lay in ruins"),
    "exchange": ("{n} prisoners had been exchanged near {p}", "an exchange of {n} captives took place at {p}"),
    "attack_on_civilians": ("civilians had been shot at in {p}", "{a} soldiers had attacked villagers in {p}"),
    "advance": ("{a} units had moved towards {p}", "{a} troops gained ground on the approach to {p}"),
    "ground_clash": ("heavy fighting went on in {p}", "assaults on {p} had been beaten back"),
}
_SAYS = {
    "asserts": (
        "{s} said that {c}.",
        "{s} announced on the day that {c}.",
        "According to {s}, {c}.",
        "{s} reported {c}.",
    ),
    "denies": ("{s} denied that {c}.", "{s} called it untrue that {c}.", "{s} rejected the claim that {c}."),
    "doubts": ("{s} could not confirm that {c}.", "{s} questioned whether {c}."),
    "predicts": ("{s} warned that soon {c}.", "{s} expected that within days {c}."),
}
_PATTERNS = (
    "the X X was X", "a X of the X had X the X", "X and X were X at the X", "the X, which X the X, X again",
    "no one X the X of X", "there were X near the X", "many X X their X", "the X of the X X for X",
    "it X a X in the X", "every X had a X", "X X without the X", "their X was X by the X of X",
)  # fmt: skip
_TAILS = (
    "after a meeting that lasted into the night", "as the first frost set in", "while negotiations dragged on",
    "according to the timetable", "despite promises made in summer", "for reasons that nobody would explain",
    "because the contractor had gone bankrupt", "in spite of the warnings", "together with two smaller villages nearby",
    "at a cost that was never published", "with the help of volunteers", "under a law passed two years ago",
    "before the harvest could be brought in", "since the old generator failed", "as it had done every year",
    "when the siren sounded for the fourth time", "without any sign of haste", "to the surprise of its neighbours",
)  # fmt: skip
_SYNONYMS = {
    "said": "stated", "citing": "quoting", "announced": "declared", "reported": "made known", "denied": "rejected", "captured": "seized",
    "taken": "won", "full control": "complete command", "forces": "troops", "troops": "units", "hit": "struck",
    "people": "persons", "killed": "slain", "fled": "abandoned", "heavy": "fierce", "fighting": "combat",
    "road": "route", "harbour": "port", "bridge": "crossing", "river": "stream", "closed": "shut", "week": "seven days",
    "expected": "due", "open": "reopen", "crowd": "throng", "repaired": "mended", "only": "sole", "coast": "shore",
    "lack": "shortage", "guarded": "watched", "around the clock": "day and night", "lost": "shed", "third": "33 per cent",
    "named": "called", "poet": "writer", "list": "register", "moved": "relocated", "costs": "consumes", "became": "turned into",
    "meeting": "session", "night": "small hours", "frost": "cold", "negotiations": "talks", "promises": "pledges",
    "reasons": "causes", "warnings": "alarms", "smaller": "lesser", "villages": "hamlets", "nearby": "close by",
    "volunteers": "helpers", "law": "act", "harvest": "crop", "generator": "power unit", "siren": "alarm", "haste": "hurry",
    "surprise": "astonishment", "neighbours": "people next door", "several hundred": "some hundreds", "spring": "April",
    "autumn": "the fall", "staff": "workforce", "families": "households", "bread": "loaves", "school": "college",
    "soldiers": "servicemen", "destroyed": "wrecked", "surrounded": "encircled", "shelled": "fired on", "had": "has",
    "was": "got", "the day": "that day", "lorries": "trucks", "medicine": "drugs", "column": "line", "old": "ancient",
}  # fmt: skip

_KEPT = {
    *_SYNONYMS,
    *(w for new in _SYNONYMS.values() for w in new.split()),
    "according",
    "untrue",
    "confirm",
    "questioned",
}


class Prose:
    """Sentences, drawn with the world's own dice."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        syllables = [c + v for c in "bdfghklmnprstvz" for v in "aeiou"] + ["str", "lin", "mor", "tes", "ran", "pol"]
        self.vocabulary = sorted(
            {
                "".join(rng.choice(syllables) for _ in range(rng.randrange(2, 5)))
                + rng.choice(("n", "r", "st", "l", ""))
                for _ in range(6000)
            }
        )
        rng.shuffle(self.vocabulary)

    def says(self, world: Any, h: Happening, s: Saying, publisher: str) -> str:
        """A sentence in which the speaker takes the stand."""
        r = self.rng
        who = r.choice(s.speaker.written) if s.speaker.written else s.speaker.name
        clause = self._clause(s.kind, h, s.figure)
        if s.through:
            return f"{s.through} said that {who} had admitted that {clause}."
        if s.rests_on:
            return f"{who}, citing {s.rests_on}, said that {clause}."
        if s.belief:
            return f"{who} believes that {clause}."
        text = r.choice(_SAYS[s.stance]).format(s=who, c=clause)
        text = text[0].upper() + text[1:]
        if r.random() < 0.3:
            text = text[:-1] + ", " + r.choice(_TAILS) + "."
        return text

    def own(self, h: Happening) -> str:
        """A sentence in the report's own voice."""
        clause = self._clause(h.kind, h, h.figure)
        return f"{clause[0].upper()}{clause[1:]} {self.rng.choice(_TAILS)}."

    def _clause(self, kind: str, h: Happening, figure: int | None) -> str:
        adj = {"NOR": "Norlander", "SUD": "Sudlander"}[h.doer]
        name = h.town.rival if self.rng.random() < 0.3 else h.town.name
        return self.rng.choice(_CLAUSES[kind]).format(a=adj, p=name, n=figure or "several")

    def filler(self, place: str) -> str:
        """A sentence of scenery. Words fall by Zipf's law, so that independent reports share words and hardly a run."""
        r = self.rng
        words: list[str] = []
        for _ in range(r.randrange(2, 5)):
            if words:
                words.append(r.choice(("and", "while", "because", "although", "before", "as", "but")))
            pattern = r.choice(_PATTERNS)
            words.extend(w.replace("X", self._content()) if "X" in w else w for w in pattern.split())
        if r.random() < 0.3:
            words = ["in", place, *words]
        return " ".join(words)[0].upper() + " ".join(words)[1:] + "."

    def _content(self) -> str:
        # the n-th word is n times rarer than the first; half of the words are drawn evenly, as names and details are
        if self.rng.random() < 0.5:
            return self.rng.choice(self.vocabulary)
        return self.vocabulary[int(len(self.vocabulary) ** self.rng.random()) - 1]

    def boilerplate(self, publisher: str) -> str:
        """What stands under every report of a publisher."""
        return f"{publisher} is not responsible for the content of external sites. Subscribe to the newsletter of {publisher}."


def paraphrase(text: str, strength: float, r: random.Random) -> str:
    """The same sense in other words: synonyms, and clauses that change places."""
    for old, new in _SYNONYMS.items():
        if r.random() < strength:
            text = re.sub(rf"\b{re.escape(old)}\b", new, text)
    # a word that a thesaurus would change: told by its own letters, so that all rewriters have one thesaurus
    words = text.split()
    for i, word in enumerate(words):
        bare = word.rstrip(".,")
        if bare.islower() and len(bare) > 5 and r.random() < strength * 0.5 and bare not in _KEPT:
            words[i] = bare[:2] + bare[::-1][:4] + "o" + word[len(bare) :]
    text = " ".join(words)
    if ", and " in text and r.random() < strength:
        left, right = text.rstrip(".").split(", and ", 1)
        text = f"{right[0].upper()}{right[1:]}, while {left[0].lower()}{left[1:]}."
    if r.random() < strength * 0.6:
        words = text.split()
        if len(words) > 8:
            cut = r.randrange(4, len(words) - 3)
            words.insert(
                cut, r.choice(("meanwhile,", "however,", "reportedly", "as before,", "in the meantime", "it seems,"))
            )
            text = " ".join(words)
    return text
