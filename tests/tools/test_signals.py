"""Signals at random moments: what was printed is there, unless it was printed too early."""

import random
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.tools.scale import scaled
from tests.tools.seeds import Counts
from tests.tools.signals import interrupt, interruptions
from tests.tools.toy_journal import opened, texts


def judged(path: Path, rng: random.Random, times: int, *options: str) -> tuple[int, int]:
    opened(path).close()

    def prepare() -> Sequence[str | Path]:
        return [sys.executable, "-S", "-m", "tests.tools.toy_journal", path, "20", "--wait", "0.002", *options]

    sent, missing = 0, 0
    for ended in interruptions(prepare, times=times, rng=rng):
        sent += ended.sent
        missing += bool(set(ended.stdout.split()) - set(texts(path)))
    return sent, missing


def test_an_interrupted_command_loses_nothing_it_printed(tmp_path: Path, rng: random.Random, counts: Counts) -> None:
    sent, missing = judged(tmp_path / "toy.db", rng, scaled(12, 100))

    counts("P0", "toy, signals", sent, lost=missing)


def test_one_that_prints_before_commit_is_caught(tmp_path: Path, rng: random.Random) -> None:
    _, missing = judged(tmp_path / "toy.db", rng, 20, "--boast")

    assert missing > 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_waits_for_its_moment(tmp_path: Path, number: signal.Signals) -> None:
    mark = tmp_path / "mark"
    program = f"open({str(mark)!r}, 'w').close(); import time; time.sleep(30)"

    ended = interrupt([sys.executable, "-S", "-c", program], number, 0.02, when=mark.exists)

    assert ended.sent
    assert ended.interrupted
    assert ended.exit == -number


def test_a_command_that_was_over_is_not_counted() -> None:
    ended = interrupt(["true"], signal.SIGTERM, 0.3)

    assert (ended.sent, ended.interrupted, ended.exit) == (False, False, 0)
