"""How fast the workbench answers over a ledger of 100,000 claims, with eight clients at once.

`python -m benchmarks.web` makes the ledger once (`build/web-CLAIMS.ledger`), serves it as a user would, and prints the
median and the 95th percentile in milliseconds of a list, a search, an event and a reading, each at addresses drawn at
random. The events are grouped by place, kind and week, not linked: what is measured is the showing.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import socket
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

from crossbearing.ledger import append
from crossbearing.ledger.relink import Linked, last_change, set_state, write
from crossbearing.ledger.store import Ledger, open_ledger
from crossbearing.text import stable_id
from crossbearing.types import (
    Attribution,
    ChainLink,
    Claim,
    Count,
    Event,
    Excerpt,
    Origin,
    Place,
    Reading,
    Reason,
    Report,
    Source,
    Span,
    When,
)

BAR_MS = 150.0
CLIENTS = 8
PER_REPORT = 8
START = date(2023, 1, 1)
DEEDS = {
    "territory_gain": "its troops had captured {}",
    "shelling_missile": "shells had struck {} at night",
    "withdrawal": "the garrison had left {}",
    "casualties": "12 people had been killed in {}",
    "air_drone_strike": "a drone had hit a depot in {}",
    "displacement": "families had fled {}",
    "statement": "talks on {} would go on",
}
SOURCES = (
    ("Northern Command", "NOR"),
    ("Southern Staff", "SUD"),
    ("River Watch", None),
    ("Governor Ilmar Tesk", "SUD"),
)


def report(n: int, r: random.Random) -> Reading:
    """One made report with its claims."""
    head, parts, made, attributions = f"w{n:06d}", [], [], []
    publisher, on = f"Paper {r.randrange(300)}", (START + timedelta(days=r.randrange(700))).isoformat()
    plan = [
        (r.randrange(400), r.choice(sorted(DEEDS)), r.choice(SOURCES), r.random() < 0.15) for _ in range(PER_REPORT)
    ]
    text = f"Notes of the day, number {n}\n\n"
    for town, kind, (who, side), denies in plan:
        deed = DEEDS[kind].format(f"Townlet {town}")
        verb = "denied" if denies else "said"
        parts.append((len(text), who, verb, deed, town, kind, side, denies))
        text += f"{who} {verb} that {deed}. The morning was cold and the roads were quiet.\n\n"
    one = Report(
        id=head,
        sha256=stable_id("s", text),
        title=f"Notes {n}",
        publisher=publisher,
        published=on,
        language="en",
        text=text,
    )
    for at, who, verb, deed, town, kind, side, denies in parts:
        begin = at + len(f"{who} {verb} that ")
        source = Source(name=who, as_written=who, kind="organisation", side=side)
        key = stable_id("a", head, at)
        attributions.append(
            Attribution(
                id=key, manner="indirect", source=(Span(at, at + len(who)),), cue=(Span(at + len(who) + 1, at + len(who) + 1 + len(verb)),),
                content=(Span(begin, begin + len(deed)),), speaker=source,
            )
        )  # fmt: skip
        made.append(
            Claim(
                id=stable_id("c", head, begin, kind), report=one.head, span=Excerpt(begin, begin + len(deed), deed), attribution=key,
                manner="indirect", source=source, chain=(ChainLink(name=who, role="speaker"), ChainLink(name=publisher, role="publisher")),
                cue=verb, kind=kind, stance="denies" if denies else "asserts", acled=None, plover=None,
                place=Place(as_written=f"Townlet {town}", id=f"x:{town}", name=f"Townlet {town}", admin1="Ford", country="UA",
                            lat=46 + town % 20 / 4, lon=30 + town // 20 / 2, radius_km=5.0, precision="settlement"),
                when=When(earliest=on, latest=on, precision="day", rests_on="publication"),
                counts=(Count(what="killed", low=12, high=12, as_written="12"),) if kind == "casualties" else (),
                score=0.5 + r.random() / 2, made_by="made",
            )
        )  # fmt: skip
    return Reading(report=one, attributions=tuple(attributions), claims=tuple(made))


def events(readings: list[Reading]) -> list[Event]:
    """The claims grouped by place, kind and week."""
    groups: dict[tuple[str, str, int], list[Claim]] = {}
    for reading in readings:
        for claim in reading.claims:
            if claim.place and claim.place.id and claim.when and claim.when.earliest:
                week = date.fromisoformat(claim.when.earliest).toordinal() // 7
                groups.setdefault((claim.place.id, claim.kind, week), []).append(claim)
    out = []
    for key, claims in sorted(groups.items()):
        by: dict[tuple[str, str | None, str], list[str]] = {}
        for claim in claims:
            by.setdefault((claim.source.name or "", claim.source.side, claim.stance), []).append(claim.id)
        origins = tuple(
            Origin(name=name, side=side, named=True, counted=True, stance=stance, claims=tuple(ids))  # type: ignore[arg-type]
            for (name, side, stance), ids in sorted(by.items(), key=str)
        )
        no = {o.side for o in origins if o.stance == "denies"}
        yes = {o.side for o in origins if o.stance == "asserts"}
        status = "contested" if no and yes else "single origin" if len(origins) == 1 else "one-sided"
        first = claims[0]
        out.append(
            Event(
                id=stable_id("e", *key), kind=first.kind, label=f"{first.kind.replace('_', ' ').capitalize()} at {first.place.name if first.place else ''}",
                place=first.place, when=first.when, claims=tuple(c.id for c in claims), reports=len({c.report.id for c in claims}), origins=origins,
                asserting_sides=tuple(sorted(s for s in yes if s)), denying_sides=tuple(sorted(s for s in no if s)), status=status,  # type: ignore[arg-type]
                reasons=(Reason(rule=f"status.{status}", text="made", claims=(first.id,)),),
            )
        )  # fmt: skip
    return out


def build(path: Path, claims: int) -> None:
    """Make the ledger, once."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    r, readings = random.Random(7), []
    ledger = open_ledger(str(part), create=True, clock=lambda: "2026-01-02T03:04:05Z")
    with ledger:
        for n in range(claims // PER_REPORT):
            reading = report(n, r)
            readings.append(reading)
            append.add(
                ledger,
                reading,
                data=reading.report.text.encode(),
                media_type="text/plain",
                origin="made",
                made_by="made",
            )
        _link(ledger, readings)
    part.rename(path)


def _link(ledger: Ledger, readings: list[Reading]) -> None:
    with ledger.writing() as connection:
        write(connection, Linked(tuple(events(readings))), gone={})
        set_state(connection, "linked_at", str(last_change(connection)))


def ask(port: int, path: str) -> float:
    """Milliseconds until the whole answer is here, packed as a browser asks for it."""
    begin = time.perf_counter()
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    link.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = link.getresponse()
    answer.read()
    link.close()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return (time.perf_counter() - begin) * 1000


def cpu_ms(pid: int, port: int, paths: list[str]) -> float | None:
    """The processor time for a page, of the server and its painters, by one client: what a busy machine does not blur.

    Linux alone.
    """
    if not Path("/proc").exists():
        return None

    def used() -> int:
        return sum(map(ticks, family(pid)))

    ask(port, paths[0])
    before = used()
    for path in paths[1:]:
        ask(port, path)
    return round((used() - before) / os.sysconf("SC_CLK_TCK") * 1000 / max(1, len(paths) - 1), 1)


def stat(pid: int) -> list[str]:
    """The fields of a process after its name; none where it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def ticks(pid: int) -> int:
    """Processor time of a process in clock ticks."""
    fields = stat(pid)
    return int(fields[11]) + int(fields[12]) if fields else 0


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    parents = {int(p.name): stat(int(p.name))[1:2] for p in Path("/proc").iterdir() if p.name.isdigit()}
    out = [pid]
    for one in out:
        out += [child for child, parent in parents.items() if parent == [str(one)]]
    return out


def measure(port: int, addresses: dict[str, list[str]], rounds: int) -> dict[str, dict[str, float]]:
    """Median and 95th percentile of each kind of page, all kinds mixed, eight clients; no event and no reading is asked for twice."""
    r = random.Random(11)
    jobs = [(kind, path) for kind, paths in addresses.items() for path in drawn(paths, rounds, r)]
    r.shuffle(jobs)
    with ThreadPoolExecutor(CLIENTS) as pool:
        taken = list(pool.map(lambda job: (job[0], ask(port, job[1])), jobs))
    out = {}
    for kind in addresses:
        times = sorted(ms for k, ms in taken if k == kind)
        out[kind] = {"p50": round(times[len(times) // 2], 1), "p95": round(times[int(len(times) * 0.95) - 1], 1)}
    return out


def drawn(paths: list[str], rounds: int, r: random.Random) -> list[str]:
    """As many addresses as rounds, none twice before all were drawn once."""
    out: list[str] = []
    while len(out) < rounds:
        out += r.sample(paths, min(len(paths), rounds - len(out)))
    return out


def addresses(ledger: str) -> dict[str, list[str]]:
    """Addresses of each kind of page."""
    r = random.Random(3)
    with open_ledger(ledger) as book, book.reading() as connection:
        from sqlalchemy import text

        ids = list(connection.execute(text("SELECT id FROM events")).scalars())
        reports = list(connection.execute(text("SELECT id FROM reports")).scalars())
    lists = ["/events", *(f"/events?page={n}" for n in range(2, 120))]
    lists += [f"/events?kind={kind}&sort={by}" for kind in DEEDS for by in ("reports", "newest", "time")]
    lists += [f"/events?status={quote(s)}" for s in ("contested", "one-sided", "single origin")] + [
        f"/reports?page={n}" for n in range(1, 20)
    ]
    return {
        "list": lists,
        "search": [
            f"/events?q={quote(q)}"
            for q in [f"Townlet {n}" for n in range(150)] + ["garrison left", "drone depot", "families fled", "Tesk"]
        ],
        "event": [f"/events/{e}" for e in r.sample(ids, 2000)],
        "reading": [f"/reports/{x}" for x in r.sample(reports, 2000)],
    }


def main() -> int:
    """Print the figures as JSON; 1 if a bar is missed."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--claims", type=int, default=100_000)
    given.add_argument("--rounds", type=int, default=100)
    args = given.parse_args()
    ledger = Path("build") / f"web-{args.claims}.ledger"
    build(ledger, args.claims)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    served = subprocess.Popen([sys.executable, "-m", "crossbearing", "serve", str(ledger), "--port", str(port)])
    try:
        for _ in range(120):
            try:
                ask(port, "/events")
                break
            except OSError:
                time.sleep(0.5)
        paths = addresses(str(ledger))
        time.sleep(4)  # the painters start beside the first page, and are no part of any
        alone = {kind: cpu_ms(served.pid, port, some[:: max(1, len(some) // 40)]) for kind, some in paths.items()}
        figures = measure(port, paths, args.rounds)
    finally:
        served.terminate()
        served.wait(20)
    missed = Counter(kind for kind, f in figures.items() if f["p95"] > BAR_MS)
    sys.stdout.write(
        json.dumps(
            {
                "claims": args.claims,
                "clients": CLIENTS,
                "bar_ms": BAR_MS,
                "ms": figures,
                "cpu_ms_a_page": alone,
                "missed": sorted(missed),
            }
        )
        + "\n"
    )
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
