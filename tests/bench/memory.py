"""The peak of memory of a verified replay, above that of the same process with the store open; and how it grows.

Each figure comes from a process of its own (the peak is VmHWM, which begins anew there), so
this runs on Linux alone.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.bench import long_journals
from tests.bench.measure import Claim, Judged, Result

GROWTH = "walk of {:,} entries, above the open store"
PEAK = "whole process, {:,} entries"
LARGEST_GROWTH = 30.0
LARGEST_RISE = 1.10


def run(
    folder: Path, *, entries: int = 200_000, many: int = 1_000_000, assignments: int = long_journals.ASSIGNMENTS
) -> Result:
    if not Path("/proc/self/status").exists():
        return Result("memory of a verified replay", "MiB", {}, (), ("skipped: it needs Linux",))
    few = _measured(long_journals.kept(entries, assignments), entries)
    more = _measured(long_journals.kept(many, assignments), many)
    figures = {
        "interpreter and modules, store open": few[0],
        GROWTH.format(entries): few[1] - few[0],
        GROWTH.format(many): more[1] - more[0],
        PEAK.format(entries): few[1],
        PEAK.format(many): more[1],
        "allowed growth": LARGEST_GROWTH,
    }
    claims = (
        _cost(GROWTH.format(entries), figures, "allowed growth", 1.0),
        _cost(PEAK.format(many), figures, PEAK.format(entries), LARGEST_RISE),
    )
    said = f"{assignments} assignments in both journals; every entry was walked, nothing found"
    return Result("memory of a verified replay", "MiB", figures, claims, (said,))


def _cost(ours: str, figures: dict[str, float], other: str, target: float) -> Judged:
    ratio = figures[ours] / figures[other]
    return Judged(Claim(ours, other, "cost", target), ratio, ratio, ratio)


def _measured(path: Path, entries: int) -> tuple[float, float]:
    """The peaks in MiB with the store open, and after the walk."""
    answer = subprocess.run(
        [sys.executable, "-m", "tests.bench.memory", str(path), str(entries)],
        check=True,
        capture_output=True,
        text=True,
    )
    before, after = answer.stdout.split()
    return float(before), float(after)


def _peak() -> float:
    with Path("/proc/self/status").open() as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


def _child(path: Path, entries: int) -> None:
    import store
    from tests.bench.programme import KEY
    from vs_workflow.audit.walk import walk
    from vs_workflow.rules.rulebook import fetch

    with store.open(path, read_only=True) as database, database.room(KEY).reading() as work:
        # The rules are part of an open store: they are read for the first page of any kind.
        rules = fetch(work.index.book(()).rules, work.shelf.get)
        before = _peak()
        found = walk(work.journal.lines(), lambda address: rules)
        assert found.entries == entries and not found.findings
        print(before, _peak())


if __name__ == "__main__":
    _child(Path(sys.argv[1]), int(sys.argv[2]))
