"""The shim finds the journal that boasts or swallows, and passes the honest one."""

import random
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.tools.scale import scaled
from tests.tools.seeds import Counts
from tests.tools.shim import ForkServer
from tests.tools.toy_journal import texts

TOY = "tests.tools.toy_journal"


@pytest.fixture(scope="module")
def server() -> Iterator[ForkServer]:
    with ForkServer() as started:
        yield started


def lost(server: ForkServer, target: str, path: Path, points: int, rng: random.Random) -> tuple[int, int]:
    met, acknowledged = 0, set[str]()
    for _, run in server.kills(f"{TOY}:{target}", path, 3, pattern=path.name, points=points, rng=rng):
        assert run.error is None
        assert run.killed == run.hit
        met += run.hit
        acknowledged.update(run.acks)
    return met, len(acknowledged - set(texts(path)))


def test_an_honest_journal_loses_nothing_to_kill_9(
    server: ForkServer, tmp_path: Path, rng: random.Random, counts: Counts
) -> None:
    met, missing = lost(server, "append_some", tmp_path / "toy.db", scaled(300, 3000), rng)

    counts("P0", "toy, kill points", met, lost=missing)


def test_a_journal_that_acknowledges_before_commit_is_caught(
    server: ForkServer, tmp_path: Path, rng: random.Random
) -> None:
    met, missing = lost(server, "append_some_and_boast", tmp_path / "toy.db", 60, rng)

    assert met == 60
    assert missing > 0


def swallowed(server: ForkServer, target: str, folder: Path) -> tuple[int, int]:
    fresh = count()
    paths: list[Path] = []

    def prepare() -> tuple[Path, int]:
        paths.append(folder / f"{next(fresh)}.db")
        return paths[-1], 2

    met = missing = 0
    for _, run in server.failures(f"{TOY}:{target}", prepare, pattern=str(folder)):
        met += 1
        assert run.exit in (0, 70)
        missing += len(set(run.acks) - set(texts(paths[-1])))
    return met, missing


def test_an_honest_journal_acknowledges_nothing_that_failed(server: ForkServer, tmp_path: Path) -> None:
    met, missing = swallowed(server, "append_some", tmp_path)

    assert met > 50
    assert missing == 0


def test_a_journal_that_swallows_errors_is_caught(server: ForkServer, tmp_path: Path) -> None:
    met, missing = swallowed(server, "append_some_and_swallow", tmp_path)

    assert met > 50
    assert missing > 0


def test_a_pattern_that_matches_nothing_meets_no_fault(server: ForkServer, tmp_path: Path) -> None:
    runs = list(
        server.kills(f"{TOY}:append_some", tmp_path / "toy.db", 1, pattern="elsewhere", points=5, rng=random.Random(1))
    )

    assert [run.calls for _, run in runs] == [0]


@pytest.mark.parametrize(("target", "double"), [("flag_once", False), ("flag_when_absent", True)])
def test_a_crowd_doubles_what_is_checked_and_then_inserted(
    server: ForkServer, tmp_path: Path, target: str, double: bool
) -> None:
    path = tmp_path / "toy.db"
    server.run(f"{TOY}:append_some", path, 1)

    for number in range(5):
        for run in server.crowd([(f"{TOY}:{target}", [path, f"flag {number}"])] * 4):
            assert run.exit == 0, run.error

    flags = [text for text in texts(path) if text.startswith("flag")]
    assert (len(flags) > len(set(flags))) is double
    assert len(set(flags)) == 5


def test_a_child_that_hangs_is_ended(server: ForkServer, tmp_path: Path) -> None:
    run = server.run("tests.tools.test_shim:hang", timeout=0.3)

    assert run.timed_out
    assert run.acks == ("before",)


def hang(ack: object) -> None:
    assert callable(ack)
    ack("before")
    import time

    time.sleep(60)
