"""Speed and memory beside plain spaCy, in one run on one thread: `python -m benchmarks.speed [TEXT…]`.

Words a second of process time: the parser alone, then the whole reading; and the time of `--help`. Without texts, the
example dossier is read some times over.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Measure and print."""
    from crossbearing.capture import Captured, sources
    from crossbearing.read.pipeline import load_tools, read_report

    tools = load_tools()
    given = sys.argv[1:] or [str(ROOT / "examples" / "bakhmut")]
    reports = [c.report for c in sources(given) if isinstance(c, Captured) and c.report.language in (None, "en")]
    words = sum(len(re.findall(r"\S+", r.text)) for r in reports)
    rounds = max(1, 12_000 // max(1, words))
    read_report(reports[0], tools)
    at = time.process_time()
    for _ in range(rounds):
        for report in reports:
            tools.parser._nlp(report.text)
    plain = time.process_time() - at
    at = time.process_time()
    for _ in range(rounds):
        for report in reports:
            read_report(report, tools)
    whole = time.process_time() - at
    total = words * rounds
    print(f"words {total:,} in {len(reports)} reports, {rounds} rounds, one thread")
    print(f"plain spaCy    {total / plain:10,.0f} words/s")
    print(f"whole reading  {total / whole:10,.0f} words/s   {plain / whole:.2f} of plain spaCy's")
    print(f"memory         {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:10,.0f} MB at most")
    times = []
    for _ in range(5):
        at = time.perf_counter()
        subprocess.run([sys.executable, "-m", "crossbearing", "--help"], check=True, capture_output=True)
        times.append(time.perf_counter() - at)
    print(f"--help         {min(times):10.3f} s (least of five)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
