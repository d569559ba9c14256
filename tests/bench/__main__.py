"""Measure: `python -m tests.bench [--quick] [--json] [NAME ...]` (or `./run bench`, which installs the peers first).

Names are decisions, steps, checks, imports, replays, memory, startup and verifies; without
one, all are run: about eight minutes without verifies, whose million entries take long to
make for the first time and some minutes to verify (long journals are kept under the system's
temporary folder). `--quick` takes about a minute; its figures say whether something broke,
not how fast it is. `--json` prints the figures.

Each benchmark compares variants that are run in turn, on the same file settings, by the
median of their ratios per round; the range beside it says how far to trust it. Each reads
back what it wrote and stops if that is not whole. The last line of a table is a note on
what was measured. A target that was not reached is said, and is no error: exit 0.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench import checks, decisions, imports, memory, replays, startup, steps, verifies
from tests.bench.measure import Result

FULL: dict[str, Callable[[Path], Result]] = {
    "decisions": decisions.run,
    "steps": steps.run,
    "checks": checks.run,
    "imports": imports.run,
    "replays": replays.run,
    "memory": memory.run,
    "verifies": verifies.run,
    "startup": startup.run,
}
QUICK: dict[str, Callable[[Path], Result]] = {
    "decisions": lambda folder: decisions.run(folder, count=1000, rounds=3),
    "steps": lambda folder: steps.run(folder, count=20, rounds=15),
    "checks": lambda folder: checks.run(folder, sizes=(5000, 20_000), rounds=4),
    "imports": lambda folder: imports.run(folder, count=2000, rounds=3),
    "replays": lambda folder: replays.run(folder, entries=50_000, rounds=5),
    "memory": lambda folder: memory.run(folder, entries=20_000, many=40_000),
    "verifies": lambda folder: verifies.run(folder, entries=10_000, fewer=5000, assignments=200),
    "startup": lambda folder: startup.run(folder, rounds=5),
}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=" ".join(FULL))
    parser.add_argument("--quick", action="store_true", help="small sizes")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    given = parser.parse_args(arguments)
    if unknown := set(given.names) - set(FULL):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(FULL)}")
    results: list[Result] = []
    for name in given.names or FULL:
        with tempfile.TemporaryDirectory(prefix="vs-bench-") as folder:
            results.append((QUICK if given.quick else FULL)[name](Path(folder)))
        if not given.json:
            print("\n".join(results[-1].lines()), flush=True)
    if given.json:
        print(json.dumps([one.as_data() for one in results], indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
