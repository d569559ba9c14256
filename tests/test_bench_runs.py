"""That the benchmarks work and verify what they wrote, with sizes so small that the figures mean nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bench import __main__ as bench
from tests.bench import checks, decisions, imports, limit, long_journals, memory, replays, startup, steps, verifies
from tests.bench.measure import Claim, Result, per_second

TINY: dict[str, Callable[[Path], Result]] = {
    "decisions": lambda folder: decisions.run(folder, count=20, rounds=1),
    "steps": lambda folder: steps.run(folder, assignments=3, count=9, rounds=2),
    "checks": lambda folder: checks.run(folder, sizes=(1200, 1300), rounds=2),
    "imports": lambda folder: imports.run(folder, assignments=3, count=40, rounds=2),
    "replays": lambda folder: replays.run(folder, entries=1200, rounds=1, assignments=20),
    "memory": lambda folder: memory.run(folder, entries=1200, many=1300, assignments=20),
    "verifies": lambda folder: verifies.run(folder, entries=700, fewer=600, assignments=20),
    "startup": lambda folder: startup.run(folder, rounds=1),
}


@pytest.fixture(autouse=True)
def _own_journals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_journals, "folder", lambda: tmp_path)


@pytest.mark.parametrize("name", TINY)
def test_a_benchmark_measures_and_finds_whole_what_it_wrote(name: str, tmp_path: Path) -> None:
    result = TINY[name](tmp_path)

    assert result.claims and all(figure > 0 for figure in result.figures.values())
    assert json.dumps(result.as_data())
    assert list(result.lines())


def test_every_benchmark_has_its_quick_and_its_tiny_sizes() -> None:
    assert bench.FULL.keys() == bench.QUICK.keys() == TINY.keys()


def test_the_limit_refuses_a_journal_that_was_changed(tmp_path: Path) -> None:
    path = long_journals.kept(1200, 20)
    raw = sqlite3.connect(path)
    raw.execute("DROP TRIGGER vs_journal_no_update")
    raw.execute("UPDATE journal SET leaf = '0' WHERE seq = 1000")
    raw.commit()
    raw.close()

    with pytest.raises(ValueError, match="999"):
        limit.replay(path)
    assert replays.walked(path).findings


def test_a_claim_is_judged_by_the_median_of_the_ratios_of_its_rounds() -> None:
    ours, other = iter([1.0, 1.0, 8.0]), iter([2.0, 3.0, 4.0])
    variants = {"ours": lambda: (1, next(ours)), "other": lambda: (1, next(other))}

    (judged,) = per_second("example", variants, (Claim("ours", "other", "speed", 2.5),), 3).claims

    assert (judged.ratio, judged.lowest, judged.highest, judged.reached) == (2.0, 0.5, 3.0, False)
