"""`vs verify` as it is called, on a journal as years leave it: against the least it can cost, in part, and its memory.

Each figure comes from a process of its own, so that the peak of memory is that of one
verification; what is verified was written by the bench and must be found whole.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from tests.bench import limit, years
from tests.bench.measure import Claim, Judged, Result

LAST = 100
KIB_PER_MIB = 1024


@dataclass(frozen=True, slots=True)
class Took:
    seconds: float
    mebibytes: float
    entries: int


def run(
    folder: Path, *, entries: int = 1_000_000, fewer: int = 100_000, assignments: int = years.ASSIGNMENTS
) -> Result:
    figures: dict[str, float] = {}
    claims: list[Judged] = []
    said: list[str] = []
    for size in (fewer, entries):
        path = years.kept(size, assignments)
        took = {what: _measured(path, what) for what in ("limit", "all", "last", "limit again")}
        # The machine is shared: the limit is measured before and after, and the mean of both is taken.
        least = (took["limit"].seconds + took["limit again"].seconds) / 2
        assert len({one.entries for one in took.values()}) == 1
        names = {"all": f"vs verify, {size:,}", "last": f"last {LAST} of {size:,}", "limit": f"raw limit, {size:,}"}
        figures |= {f"{names[what]} (s)": took[what].seconds for what in ("all", "last")}
        figures[f"{names['limit']} (s)"] = least
        figures |= {f"{names[what]}, peak (MiB)": took[what].mebibytes for what in ("all", "last", "limit")}
        for what in ("all", "last"):
            ratio = took[what].seconds / least
            claims.append(Judged(Claim(names[what], names["limit"], "cost"), ratio, ratio, ratio))
        said.append(f"{took['all'].entries:,} entries of {assignments:,} assignments, found whole")
    growth = figures[f"vs verify, {entries:,}, peak (MiB)"] / figures[f"vs verify, {fewer:,}, peak (MiB)"]
    claims.append(Judged(Claim(f"memory for {entries:,}", f"{fewer:,}", "cost"), growth, growth, growth))
    return Result("verification", "seconds and MiB, one run each", figures, tuple(claims), tuple(said))


def _measured(path: Path, what: str) -> Took:
    answer = subprocess.run(
        [sys.executable, "-m", "tests.bench.verifies", str(path), what.removesuffix(" again")],
        check=True,
        capture_output=True,
        text=True,
    )
    return Took(*json.loads(answer.stdout))


def _verified(path: Path, last: int) -> tuple[int, float]:
    """The entries, and the seconds of a verification: of all, or from the last so many on with a checkpoint held."""
    import store
    from tests.bench.programme import KEY
    from vs_workflow.audit.gauge import Gauge
    from vs_workflow.desk import prove
    from vs_workflow.desk.evidence import NO_EVIDENCE, Evidence, Held
    from vs_workflow.face.programme import office_of
    from vs_workflow.journal.checkpoint import Checkpoint, origin_of

    with store.open(path, read_only=True) as database:
        evidence, since = NO_EVIDENCE, 1
        if last:
            held = database.programmes()[KEY] - last
            gauge = Gauge({held})
            with database.room(KEY).reading() as work:
                gauge.measure(work.journal.lines())
            checkpoint = Checkpoint(origin_of(KEY, gauge.genesis), held, gauge.roots[held])
            evidence, since = Evidence(held=(Held("held", checkpoint),)), held + 1
        start = perf_counter()
        found = prove.verify(
            office_of(database, KEY), kept=lambda: database.findings(KEY), evidence=evidence, since=since
        )
        seconds = perf_counter() - start
    assert found.whole and found.replayed == (not last), found.findings[:3]
    return found.entries, seconds


def _child(path: Path, what: str) -> None:
    if what == "limit":
        start = perf_counter()
        entries, *_ = limit.replay(path)
        seconds = perf_counter() - start
    else:
        entries, seconds = _verified(path, LAST if what == "last" else 0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MIB
    print(json.dumps([seconds, peak, entries]))


if __name__ == "__main__":
    _child(Path(sys.argv[1]), sys.argv[2])
