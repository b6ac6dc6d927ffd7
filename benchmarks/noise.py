"""The made reader: turns a sentence of the made world into a claim, with the errors that readers make."""

from __future__ import annotations

import random
from datetime import date, timedelta

from benchmarks.made import ADJ, MISREAD, SIDES, Happening, Saying, Town, Truth
from crossbearing.text import stable_id
from crossbearing.types import ChainLink, Claim, Count, Excerpt, Participant, Place, ReportHead, Rival, Source, When


class MadeReader:
    """Reads for the made world, with the world's own dice; `truth` is told what each claim really is."""

    rng: random.Random
    towns: list[Town]
    claims: list[Claim]
    truth: Truth
    sides: dict[str, str]

    def read_claim(self, head: ReportHead, span: Excerpt, h: Happening, s: Saying, *, credit: str | None) -> None:
        """Read a sentence in which someone takes a stand."""
        r = self.rng
        speaker = s.speaker
        name = speaker.name
        if speaker.kind == "person" and speaker.origin and r.random() < 0.25:
            name = name.split()[-1] if r.random() < 0.7 else slip(name, r)
        written = r.choice(speaker.written) if speaker.written else name
        if speaker.kind == "organisation" and r.random() < 0.3 and speaker.written:
            name = r.choice(speaker.written).removeprefix("the ")
        side = None if r.random() < 0.06 and speaker.id is None else speaker.side
        actor = speaker.id if r.random() < 0.9 else None
        hands = [ChainLink(name=s.through, role="carrier")] if s.through else []
        if s.rests_on and r.random() < 0.5:
            hands.append(ChainLink(name=s.rests_on, role="carrier"))
        if credit:
            hands.append(ChainLink(name=credit, role="wire"))
        chain = (
            ChainLink(name=name, role="speaker"),
            *hands,
            ChainLink(name=head.publisher or "", role="publisher"),
        )
        kind = MISREAD.get(s.kind, s.kind) if r.random() < 0.06 else s.kind
        loser = kind == "withdrawal"
        them = SIDES[1 - SIDES.index(h.doer)]
        agents = (self._party(them if loser else h.doer),) if r.random() > 0.15 else ()
        targets = (self._party(them),) if not loser and r.random() < 0.4 else ()
        counts = ()
        if s.figure is not None and r.random() < 0.92:
            # the toll rises while the days pass
            late = max(0, (date.fromisoformat(head.published or "") - h.on).days)
            low = float(s.figure + (late // 2 if h.kind == "casualties" else 0))
            counts = (Count(what=h.what, low=low, high=None if r.random() < 0.2 else low, as_written=f"{low:.0f}"),)
        self._add(
            Claim(
                id=stable_id("c", head.id, span.start, len(self.claims)),
                report=head, span=span, attribution="a", manner="indirect",
                source=Source(name=name, as_written=written, id=actor, kind=speaker.kind, side=side),  # type: ignore[arg-type]
                chain=chain, cue="believe" if s.belief else r.choice(("say", "report", "announce", "claim")), kind=kind,
                acled=None, plover=None, stance=s.stance, agents=agents, targets=targets,  # type: ignore[arg-type]
                place=self._place(h.town), when=self._when(h, s, head), counts=counts,
            ),
            h, s,
        )  # fmt: skip

    def read_own(self, head: ReportHead, span: Excerpt, h: Happening, credit: str | None) -> None:
        """Read a sentence in a report's own voice."""
        chain = [ChainLink(name=credit, role="wire")] if credit else []
        loser = SIDES[1 - SIDES.index(h.doer)]
        self._add(
            Claim(
                id=stable_id("c", head.id, span.start, len(self.claims)),
                report=head, span=span, attribution=None, manner="own_voice",
                source=Source(name=head.publisher, kind="report"),
                chain=(*chain, ChainLink(name=head.publisher or "", role="publisher")), cue=None, kind=h.kind, acled=None,
                plover=None, agents=(self._party(loser if h.kind == "withdrawal" else h.doer),), place=self._place(h.town),
                when=When(earliest=head.published, latest=head.published, precision="day", rests_on="publication"),
            ),
            h, None,
        )  # fmt: skip

    def _add(self, claim: Claim, h: Happening, s: Saying | None) -> None:
        self.claims.append(claim)
        self.truth.event[claim.id] = h.id
        begins = s is not None and s.through is None and not s.belief
        self.truth.origin[claim.id] = s.speaker.origin if begins and s else None
        if s is not None and s.speaker.origin and s.speaker.side:
            self.sides[s.speaker.origin] = s.speaker.side

    def _party(self, side: str) -> Participant:
        gone = self.rng.random() < 0.1
        return Participant(name=f"{ADJ[side]} forces", as_written=f"{ADJ[side]} forces", side=None if gone else side)

    def _place(self, town: Town) -> Place | None:
        r = self.rng
        draw = r.random()
        twins = [t for t in self.towns if t.name == town.name]
        rivals = tuple(Rival(id=t.id, name=t.name, admin1=t.admin1, country="XA", score=0.5) for t in twins)
        written = town.rival if r.random() < 0.3 else town.name
        if draw < 0.03:
            return None
        if draw < 0.06:
            return Place(as_written=town.admin1, id=f"a:{town.admin1}", name=town.admin1, admin1=town.admin1, country="XA",
                         lat=town.lat, lon=town.lon, radius_km=80, precision="admin1")  # fmt: skip
        if draw < 0.10 or (len(twins) > 1 and draw < 0.3):
            return Place(as_written=slip(town.name, r) if draw < 0.07 else town.name, rivals=rivals)
        if draw > 0.985 and len(twins) > 1:
            town = r.choice(twins)
        return Place(as_written=written, id=town.id, name=town.name, admin1=town.admin1, country="XA", lat=town.lat,
                     lon=town.lon, radius_km=3, precision="settlement")  # fmt: skip

    def _when(self, h: Happening, s: Saying, head: ReportHead) -> When:
        r = self.rng
        if s.stance in ("denies", "doubts"):
            return When(earliest=s.on.isoformat(), latest=s.on.isoformat(), precision="day", rests_on="text")
        if s.stance == "predicts":
            week = (s.on + timedelta(days=7)).isoformat()
            return When(earliest=s.on.isoformat(), latest=week, precision="week", rests_on="text")
        if r.random() < 0.45:
            return When(earliest=head.published, latest=head.published, precision="day", rests_on="publication")
        on = h.on + timedelta(days=r.choice((-1, 1)) if r.random() < 0.06 else 0)
        if r.random() < 0.1:
            first = on - timedelta(days=on.weekday())
            last = (first + timedelta(days=6)).isoformat()
            return When(earliest=first.isoformat(), latest=last, precision="week", rests_on="text")
        return When(earliest=on.isoformat(), latest=on.isoformat(), precision="day", rests_on="text")


def slip(name: str, r: random.Random) -> str:
    """One letter doubled, dropped or exchanged, never the first."""
    i = r.randrange(2, len(name) - 1)
    if name[i] == " " or name[i - 1] == " ":
        return name
    how = r.randrange(3)
    return name[:i] + (name[i] * 2 if how == 0 else "" if how == 1 else r.choice("aeiou")) + name[i + 1 :]
