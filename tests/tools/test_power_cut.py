"""The power cut finds journal modes and orders of writing that lose what was acknowledged."""

import random
import sqlite3
import sys
from pathlib import Path

import pytest

from tests.tools.power_cut import Trace, record
from tests.tools.seeds import Counts
from tests.tools.toy_journal import opened, texts


def traced(folder: Path, *options: str) -> Trace:
    folder.mkdir()
    opened(folder / "toy.db").close()
    trace = record([sys.executable, "-m", "tests.tools.toy_journal", folder / "toy.db", "6", *options], folder)
    assert trace.exit == 0, trace.stderr
    return trace


def judged(trace: Trace, scratch: Path, rng: random.Random) -> tuple[int, int, int]:
    states = lost = broken = 0
    for state in trace.disk_states(rng):
        states += 1
        path = state.place(scratch) / "toy.db"
        try:
            found = set(texts(path)) if path.exists() else set()
        except (ValueError, sqlite3.Error):
            broken += 1
            continue
        lost += bool(set(state.acknowledged.decode().split()) - found)
    return states, lost, broken


@pytest.mark.parametrize(
    "options", [("--mode", "TRUNCATE"), ("--mode", "WAL"), ("--mode", "DELETE", "--sync", "EXTRA")], ids=" ".join
)
def test_modes_that_keep_what_was_acknowledged(
    tmp_path: Path, rng: random.Random, counts: Counts, options: tuple[str, ...]
) -> None:
    trace = traced(tmp_path / "db", *options)

    states, lost, broken = judged(trace, tmp_path / "scratch", rng)

    assert states > 30
    counts("P0", "toy, disk states", states, lost=lost, broken=broken)


@pytest.mark.parametrize(
    "options",
    [("--mode", "DELETE"), ("--mode", "WAL", "--sync", "NORMAL"), ("--mode", "TRUNCATE", "--boast")],
    ids=" ".join,
)
def test_modes_that_lose_what_was_acknowledged_are_caught(
    tmp_path: Path, rng: random.Random, options: tuple[str, ...]
) -> None:
    trace = traced(tmp_path / "db", *options)

    _, lost, _ = judged(trace, tmp_path / "scratch", rng)

    assert lost > 0


def test_a_journal_without_sync_is_broken(tmp_path: Path, rng: random.Random) -> None:
    trace = traced(tmp_path / "db", "--mode", "TRUNCATE", "--sync", "OFF")

    _, lost, broken = judged(trace, tmp_path / "scratch", rng)

    assert lost > 0
    assert broken > 0


WRITE = "import os; f = open('new', 'w'); f.write('whole'); f.flush(); {}; f.close(); os.rename('new', 'name')"
SYNC_FOLDER = "; os.fsync(os.open('.', os.O_RDONLY))"


@pytest.mark.parametrize(
    ("program", "safe"),
    [
        (WRITE.format("os.fsync(f.fileno())") + SYNC_FOLDER, {b"old", b"whole"}),
        (WRITE.format("pass") + SYNC_FOLDER, {b"old", b"", b"whole"}),
        (WRITE.format("os.fsync(f.fileno())"), {b"old", b"whole"}),
    ],
)
def test_a_file_replaced_by_rename(tmp_path: Path, rng: random.Random, program: str, safe: set[bytes]) -> None:
    (tmp_path / "name").write_bytes(b"old")
    synced = SYNC_FOLDER in program
    where = f"import os; os.chdir({str(tmp_path)!r}); "

    states = list(record([sys.executable, "-c", where + program + "; print('done')"], tmp_path).disk_states(rng))

    assert {state.files["name"] for state in states} == safe
    done = {state.files["name"] for state in states if state.acknowledged}
    assert (b"old" in done) is not synced
