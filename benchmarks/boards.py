"""Events by hand against linked ones: `python -m benchmarks.boards CLAIMS.jsonl [--gold] [--show] [--each]` (NAME-events.jsonl beside it).

Two figures for each: with the claims of the annotators (`--gold`: what linking does with perfect reading), and with the
tool's own reading, whose claims are brought to the annotated ones as in `benchmarks.claims`. Pairs are counted over the
claims that both have; `pair F1, all` also counts those that were not read, each as an event of its own. Several files are
linked as one ledger, or with `--each` by themselves and counted together: two files may file one happening twice.
Of the false corroborations those are counted apart that are filed as "independence not established": some annotators
file no corroboration at all.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.align import accepted, assign, dice, same_name, tokens
from crossbearing.gazetteer import Gazetteer
from crossbearing.link.lexicon import countries
from crossbearing.link.names import body
from crossbearing.packs import Pack
from crossbearing.text import fold, stable_id
from crossbearing.types import (
    ChainLink,
    Claim,
    Count,
    Event,
    Excerpt,
    Origin,
    Participant,
    Place,
    ReportHead,
    Source,
    Span,
    When,
)

Row = Mapping[str, Any]
Key = tuple[str, int]
STATUSES = ("contested", "independently corroborated")


@dataclass(frozen=True, slots=True)
class Boards:
    """What linking made of the reports: the claims by the key of their annotated one, and the events."""

    claims: Mapping[str, Claim]
    aligned: Mapping[Key, str]
    events: tuple[Event, ...]
    named: Mapping[Key, str]


@dataclass(slots=True)
class Score:
    """The figures of one file. Corroborations and denials are counted over events by hand, false ones over made ones."""

    figures: dict[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    pairs: dict[str, tuple[int, int, int]] = field(default_factory=dict)


def gold_claims(row: Row, gazetteer: Gazetteer, packs: Sequence[Pack], own: Sequence[Place] = ()) -> tuple[Claim, ...]:
    """The claims of an annotated report as the reader would give them; `own` are the places that the reader found."""
    head = ReportHead(id=row["id"], sha256="0" * 64, publisher=row["publisher"], published=row["published"])
    out = []
    for n, c in enumerate(row["claims"]):
        start = max(0, row["marked"].find(c["span"]))
        voice = c["a"] is None
        name = c["source"] or (head.publisher if voice else None)
        chain = [] if voice or not name else [ChainLink(name=name, role="speaker")]
        chain += [ChainLink(name=x, role="carrier") for x in c["carriers"]]
        chain += [ChainLink(name=head.publisher, role="publisher")] if head.publisher else []
        when = c["when"] if isinstance(c["when"], list) else [None, None]
        same = when[0] == when[1] == row["published"]
        actor = next((a for p in packs for a in p.actor_forms.get(fold(name or ""), ())), None)
        out.append(
            Claim(
                id=stable_id("c", row["id"], n),
                report=head,
                span=Excerpt(start, start + len(c["span"]), c["span"]),
                attribution=None if voice else "a",
                manner="own_voice" if voice else "indirect",
                source=Source(
                    name=name,
                    as_written=name,
                    id=actor.id if actor and not voice else None,
                    kind="report" if voice else c["source_kind"],
                    side=c["side"],
                ),
                chain=tuple(chain),
                cue=None,
                kind=c["kind"],
                acled=None,
                plover=None,
                stance=c["stance"],
                mode=c["mode"],
                hedged=c["hedged"],
                agents=tuple(_party(x, packs) for x in c["agents"]),
                targets=tuple(_party(x, packs) for x in c["targets"]),
                place=_place(c["place"], gazetteer, packs, own) if c["place"] else None,
                when=When(
                    earliest=when[0],
                    latest=when[1],
                    precision="day" if when[0] == when[1] else "interval",
                    rests_on="publication" if same else "text",
                ),
                counts=tuple(
                    Count(
                        what=x["what"],
                        low=x["low"],
                        high=x["high"],
                        as_written=f"{x['low'] if x['low'] else x['high']}",
                    )
                    for x in c["counts"]
                ),
            )
        )
    return tuple(out)


def _party(name: str, packs: Sequence[Pack]) -> Participant:
    side = _side(name, packs) or body(name, countries()).country
    return Participant(name=name, as_written=name, side=side)


def _side(name: str, packs: Sequence[Pack]) -> str | None:
    """The side of a named party, by the longest form of a pack that its words begin or hold."""
    words = fold(name).replace("’", "'").split()
    for size in range(len(words), 0, -1):
        for i in range(len(words) - size + 1):
            form = " ".join(words[i : i + size]).removesuffix("'s")
            for pack in packs:
                sides = {a.side for a in pack.actor_forms.get(form, ()) if a.side}
                if len(sides) == 1:
                    return next(iter(sides))
    return None


def _place(gold: Row, gazetteer: Gazetteer, packs: Sequence[Pack], own: Sequence[Place]) -> Place | None:
    """The annotated place, resolved: as the reader did where it found the same one, else by the gazetteer's first entry."""
    name = gold["name"] or gold["as_written"]
    found = next((p for p in own if p.id and same_name(p.name, name)), None)
    if found is None:
        country = Counter(p.country for p in own if p.country).most_common(1)
        entries = gazetteer.lookup(name)
        near = [e for e in entries if country and e.country == country[0][0]] or list(entries)
        entry = near[0] if near else None
        if entry is None:
            return Place(as_written=gold["as_written"], id="n:" + fold(name), name=name, precision=gold["precision"])
        found = Place(
            as_written=name, id=entry.id, name=name, admin1=entry.admin1, country=entry.country, lat=entry.lat,
            lon=entry.lon, radius_km=3, precision=gold["precision"],
        )  # fmt: skip
    return Place(
        as_written=gold["as_written"] or name, id=found.id, name=name, admin1=found.admin1, country=found.country,
        lat=found.lat, lon=found.lon, radius_km=found.radius_km, precision=gold["precision"],
    )  # fmt: skip


def align(row: Row, given: Sequence[Claim]) -> dict[Key, str]:
    """Annotated claims and read ones, one to one."""
    text = row["marked"]
    where = [
        tokens(text, [Span(max(0, text.find(g["span"])), max(0, text.find(g["span"])) + len(g["span"]))])
        for g in row["claims"]
    ]
    read = [tokens(text, [p.span.span]) for p in given]
    names = [accepted(text, g["source"], ()) for g in row["claims"]]

    def near(g: int, p: int) -> float:
        shared = dice(where[g], read[p])
        if not shared:
            return 0.0
        a, b = row["claims"][g], given[p]
        counts = sorted((c["what"], c["low"] or -1, c["high"] or -1) for c in a["counts"])
        got = sorted((c.what, c.low or -1, c.high or -1) for c in b.counts)
        place = bool(a["place"]) == bool(b.place) and (
            not a["place"] or not b.place or same_name(a["place"]["name"], b.place.name)
        )
        source = (a["a"] is None) == (b.attribution is None) and any(same_name(n, b.source.name) for n in names[g])
        return float(
            shared + 4 * (a["kind"] == b.kind) + 2 * (counts == got) + 2 * place + (a["stance"] == b.stance) + source
        )

    pairs = assign(range(len(where)), range(len(read)), near)
    return {(row["id"], g): given[p].id for g, p in pairs}


def score(events: Sequence[Row], made: Boards, keys: Sequence[Key]) -> Score:
    """Every figure of one file."""
    out = Score()
    gold_of: dict[Key, str] = {(r, n): e["event"] for e in events for r, n in e["claims"]}
    for key in keys:
        gold_of.setdefault(key, f"alone {key}")
    event_of = {c: e for e in made.events for c in e.claims}
    got = {k: event_of[c].id for k, c in made.aligned.items() if c in event_of}
    out.figures["claims"] = len(gold_of)
    out.figures["read"] = len(got)
    out.pairs["pair F1"] = _pairs({k: v for k, v in gold_of.items() if k in got}, got)
    out.pairs["pair F1, all"] = _pairs(gold_of, {k: got.get(k, f"none {k}") for k in gold_of})
    out.figures |= {label: f_one(*pairs) for label, pairs in out.pairs.items()}
    exact = right = shown = true = denied = missed = 0
    stances = {c.id: c.stance for c in made.claims.values()}
    for e in events:
        tally = Counter(got[(r, n)] for r, n in e["claims"] if (r, n) in got)
        if not tally:
            out.faults.append(f"{e['event']} {e['kind']} {e['place']}: none of its {len(e['claims'])} claims was read")
        best = min(tally, key=lambda i: (-tally[i], i)) if tally else None
        event = next((x for x in made.events if x.id == best), None)
        counted = [] if event is None else [o for o in event.origins if o.counted]
        told: dict[str, set[str]] = {}
        for r, n in e["claims"]:
            if (r, n) in got and (source := made.named.get((r, n))):
                told.setdefault(source, set()).add(made.aligned[(r, n)])
        wanted = sorted(e["origins"])

        def one(name: str, origin: Origin, told: Mapping[str, set[str]] = told) -> float:
            shared = set().union(*(ids for n, ids in told.items() if same_name(n, name))) & set(origin.claims)
            return 2.0 * bool(shared) + same_name(name, origin.name)

        rows_of = {o.name: o for o in counted}  # a voice of two stances has two rows
        same = len(rows_of) == len(wanted) == len(assign(wanted, list(rows_of.values()), one))
        exact += same
        status = event.status if event else "not found"
        right += status == e["status"]
        if e["status"] == "contested":
            denied += 1
            missed += status != "contested"
        if e["status"] == "independently corroborated":
            true += 1
            shown += status == e["status"]
        if not same or status != e["status"] or len(tally) > 1:
            out.faults.append(
                f"{e['event']} {e['kind']} {e['place']}: status {status} (by hand: {e['status']}); "
                f"origins {sorted(rows_of)} (by hand: {wanted}); its {len(e['claims'])} claims lie in {dict(tally)}"
            )
    wanted_status = {e["event"]: e["status"] for e in events}
    false = open_ = 0
    for x in made.events:
        if x.status != "independently corroborated":
            continue
        of = Counter(gold_of[k] for k, i in got.items() if i == x.id)
        main = min(of, key=lambda i: (-of[i], i)) if of else None
        if main is None or wanted_status.get(main) != x.status:
            false += 1
            open_ += wanted_status.get(main or "") == "independence not established"
            out.faults.append(f"false corroboration: {x.label} {[o.name for o in x.origins if o.counted]} is {main}")
    n = max(1, len(events))
    out.figures |= {
        "events": len(events), "made events": len(made.events), "origins exact": exact / n, "status right": right / n,
        "false corroborations": false, "of these left open": open_, "corroborations": true, "corroborations shown": shown, "contested": denied,
        "denials missed": missed, "denials read": sum(s == "denies" for s in stances.values()),
    }  # fmt: skip
    return out


def f_one(both: int, found: int, right: int) -> float:
    """F1 of pairs."""
    return 2 * both / max(1, found + right)


def _pairs(gold: Mapping[Key, str], got: Mapping[Key, str]) -> tuple[int, int, int]:
    """Pairs of claims in one event by both, as linked, and by hand."""

    def two(n: int) -> int:
        return n * (n - 1) // 2

    both = sum(two(n) for n in Counter((gold[k], got[k]) for k in gold).values())
    found = sum(two(n) for n in Counter(got[k] for k in gold).values())
    right = sum(two(n) for n in Counter(gold.values()).values())
    return both, found, right


def boards(rows: Sequence[Row], *, gold: bool) -> Boards:
    """Read (or take as annotated) and link all reports of a file."""
    from crossbearing.link.pipeline import link_events
    from crossbearing.read.pipeline import load_tools, read_report
    from crossbearing.types import Report

    tools = load_tools()
    claims: list[Claim] = []
    aligned: dict[Key, str] = {}
    heads: dict[str, ReportHead] = {}
    for row in rows:
        report = Report(
            id=row["id"], sha256="0" * 64, text=row["marked"], title=row.get("title"), url=row.get("url"),
            publisher=row["publisher"], published=row["published"], language="en",
        )  # fmt: skip
        reading = read_report(report, tools)
        heads[report.id] = report.head
        if gold:
            own = [t.place for t in reading.toponyms if t.place] + [c.place for c in reading.claims if c.place]
            made = gold_claims(row, tools.gazetteer, tools.packs, own)
            aligned |= {(report.id, n): c.id for n, c in enumerate(made)}
        else:
            made = reading.claims
            aligned |= align(row, made)
        claims.extend(made)
    texts = {row["id"]: row["marked"] for row in rows}
    linked = link_events(claims, heads=heads, texts=texts, packs=tools.packs)
    return Boards({c.id: c for c in claims}, aligned, linked.events, names_of(rows))


def names_of(rows: Sequence[Row]) -> dict[Key, str]:
    """The source of each annotated claim."""
    return {(row["id"], n): c["source"] for row in rows for n, c in enumerate(row["claims"]) if c["source"]}


def load(path: Path) -> tuple[list[Row], list[Row]]:
    """The annotated reports of a file and the events beside it."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    beside = path.with_name(f"{path.stem}-events.jsonl")
    events = [json.loads(line) for line in beside.read_text("utf-8").splitlines() if line.strip()]
    return rows, events


def measure(paths: Sequence[Path], *, gold: bool) -> Score:
    """The figures of some files, linked as one ledger."""
    rows: list[Row] = []
    events: list[Row] = []
    for path in paths:
        some, over = load(path)
        rows += some
        events += [{**e, "event": f"{path.stem}:{e['event']}"} for e in over]
    # reports over which no event was filed by hand tell nothing of what should be joined
    told = {report for e in events for report, _ in e["claims"]}
    rows = list({row["id"]: row for row in rows if row["id"] in told}.values())
    return score(events, boards(rows, gold=gold), [(row["id"], n) for row in rows for n in range(len(row["claims"]))])


def together(scores: Sequence[Score]) -> Score:
    """Figures of ledgers that were linked apart, as of one: shares by events, pairs and counts by their sum."""
    if len(scores) == 1:
        return scores[0]
    n = sum(s.figures["events"] for s in scores)
    out = Score(faults=[fault for s in scores for fault in s.faults])
    for label, figure in scores[0].figures.items():
        if label in scores[0].pairs:
            out.figures[label] = f_one(*(sum(s.pairs[label][k] for s in scores) for k in range(3)))
        elif isinstance(figure, int):
            out.figures[label] = sum(s.figures[label] for s in scores)
        else:
            out.figures[label] = sum(s.figures[label] * s.figures["events"] for s in scores) / max(1, n)
    return out


def main(arguments: Sequence[str]) -> int:
    """Print the figures of the files together, and with `--show` every fault."""
    paths = [Path(name) for name in arguments if not name.startswith("--")]
    bundles = [[path] for path in paths] if "--each" in arguments else [paths]
    found = together([measure(bundle, gold="--gold" in arguments) for bundle in bundles])
    for label, figure in found.figures.items():
        sys.stdout.write(f"{label:24} {figure:.3f}\n" if isinstance(figure, float) else f"{label:24} {figure}\n")
    if "--show" in arguments:
        for fault in found.faults:
            sys.stdout.write(f"- {fault}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
