"""SQLite under kill -9, power cuts, failing and full disks, and many writers: what was acknowledged is there, whole."""

import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

import store
from store.sqlite import Writer
from tests.store.builders import audited, happened, record
from tests.store.drivers import make
from tests.tools.full_disk import small_disk
from tests.tools.power_cut import record as trace_of
from tests.tools.scale import scaled
from tests.tools.seeds import Counts
from tests.tools.shim import CHANGES, Fault, ForkServer
from vs_workflow.journal.entry import read_entry
from vs_workflow.reasons import StoreTrouble

DRIVERS = "tests.store.drivers"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "north.db"
    make(str(path))
    return path


def keys_in(path: Path) -> list[str]:
    """The keys of all entries, after the audit that a database must always pass."""
    with store.open(path) as database:
        room = database.room()
        audited(room)
        assert list(database.differences("north")) == []
        assert list(database.integrity()) == []
        with room.reading() as work:
            return [entry.key for entry in (read_entry(line.text) for line in work.journal.lines()) if entry.key]


def judged(path: Path, acknowledged: Collection[str]) -> tuple[int, int]:
    """How many acknowledged keys are lost, and how many entries are there twice."""
    keys = keys_in(path)
    return len(set(acknowledged) - set(keys)), len(keys) - len(set(keys))


@pytest.mark.torture
def test_p1_an_acknowledged_entry_survives_kill_9_at_any_instant(
    fork_server: ForkServer, path: Path, rng: random.Random, counts: Counts
) -> None:
    met, acknowledged, half = 0, set[str](), 0
    points = scaled(100, 10000)
    for _, run in fork_server.kills(f"{DRIVERS}:append", path, 3, pattern=path.name, points=points, rng=rng):
        assert run.error is None
        met += run.hit
        acknowledged.update(run.acks)
        if met % 50 == 0:
            half += judged(path, acknowledged) != (0, 0)

    lost, double = judged(path, acknowledged)
    counts("P1", "store, kill points", met, lost=lost, half=half, double=double)


@pytest.mark.torture
def test_p15_a_database_is_made_whole_or_not_at_all(fork_server: ForkServer, tmp_path: Path, counts: Counts) -> None:
    fresh = count()
    met = broken = 0
    target = f"{DRIVERS}:make_and_append"
    whole = fork_server.run(target, tmp_path / "first.db", 1)
    assert whole.error is None
    for at in range(1, scaled(40, 400)):
        path = tmp_path / f"{next(fresh)}.db"
        run = fork_server.run(target, path, 1, fault=Fault(path.name, at=at, action="kill", kinds=CHANGES))
        if not run.hit:
            break
        met += 1
        again = fork_server.run(target, path, 1)
        broken += again.error is not None or set(run.acks) - set(keys_in(path)) != set()
    counts("P15", "store, kill points of making", met, broken=broken)


@pytest.mark.torture
def test_p2_an_acknowledged_entry_survives_a_power_cut(tmp_path: Path, rng: random.Random, counts: Counts) -> None:
    folder = tmp_path / "db"
    folder.mkdir()
    make(str(folder / "north.db"))
    with store.open(folder / "north.db") as database:
        mode = database.facts()["journal_mode"]
    entries = str(scaled(4, 12))
    trace = trace_of([sys.executable, "-m", DRIVERS, str(folder / "north.db"), entries], folder)
    assert trace.exit == 0, trace.stderr

    states = lost = broken = 0
    for state in trace.disk_states(rng):
        states += 1
        path = state.place(tmp_path / "scratch") / "north.db"
        try:
            lost += judged(path, state.acknowledged.decode().split()) != (0, 0)
        except (AssertionError, StoreTrouble):
            broken += 1

    counts("P2", "store, disk states", states, lost=lost, broken=broken, note=str(mode))


@pytest.mark.torture
def test_p5_writers_side_by_side_make_one_chain(fork_server: ForkServer, path: Path, counts: Counts) -> None:
    each = scaled(15, 250)
    calls = [(f"{DRIVERS}:append", [str(path), each])] * 8 + [(f"{DRIVERS}:read_again_and_again", [str(path), each])]

    runs = fork_server.crowd(calls, timeout=300)

    assert [run.error for run in runs] == [None] * 9
    acknowledged = [key for run in runs[:8] for key in run.acks]
    lost, double = judged(path, acknowledged)
    assert len(acknowledged) == 8 * each
    counts("P5", "store, SQLite, entries of 8 writers", len(acknowledged), lost=lost, double=double)


@pytest.mark.torture
def test_p7_a_disk_that_fails_once_or_for_ever_is_trouble_and_never_a_lie(
    fork_server: ForkServer, path: Path, tmp_path: Path, counts: Counts
) -> None:
    fresh = count()
    paths: list[Path] = []
    entries = scaled(1, 3)

    def prepare() -> tuple[str, int]:
        paths.append(tmp_path / f"copy{next(fresh)}.db")
        shutil.copy(path, paths[-1])
        return str(paths[-1]), entries

    met = lost = lied = 0
    for _, run in fork_server.failures(f"{DRIVERS}:append_or_say", prepare, pattern=str(tmp_path / "copy")):
        met += run.hit
        assert run.error is None
        said = [one for one in run.acks if isinstance(one, list)]
        acknowledged = [one for one in run.acks if isinstance(one, str)]
        keys = keys_in(paths[-1])
        lost += len(set(acknowledged) - set(keys))
        recorded = said[0][2] if said else False
        unacknowledged = len(keys) - len(acknowledged)
        lied += recorded is not None and unacknowledged != int(recorded)
        paths[-1].unlink()

    counts("P7", "store, failing calls", met, lost=lost, lied=lied)


@contextmanager
def no_growth(extra_pages: int) -> Iterator[None]:
    """What the store writes within the block may make a file grow by so many pages and no more."""

    def limited(self: Writer, *given: Any, **named: Any) -> None:
        sqlite3.Connection.__init__(self, *given, **named)
        (pages,) = self.execute("PRAGMA page_count").fetchone()
        self.execute(f"PRAGMA max_page_count = {pages + extra_pages}")

    with patch.object(Writer, "__init__", limited):
        yield


@pytest.mark.torture
def test_p8_a_full_disk_is_said_and_room_makes_it_go_on(path: Path, counts: Counts) -> None:
    met = refused = 0
    for pages in range(scaled(3, 12)):
        with no_growth(extra_pages=pages), store.open(path) as database:
            room = database.room()
            while True:
                try:
                    record(room, happened("met", "one", reason="x" * 3000))
                    met += 1
                except StoreTrouble as trouble:
                    assert (trouble.rule, trouble.recorded) == ("store.full", False)
                    refused += 1
                    break
            audited(room)
        keys_in(path)
        with store.open(path) as database:
            record(database.room(), happened("met", "one", reason="y" * 3000))
    assert refused == scaled(3, 12)
    counts("P8", "store, full disks", refused, half=0)


@pytest.fixture
def left_behind(fork_server: ForkServer, path: Path) -> Path:
    """A database whose writer was killed in the middle of a COMMIT: its journal file must be rolled back first."""
    for at in range(1, 60):
        run = fork_server.run(
            f"{DRIVERS}:append", str(path), 1, fault=Fault(path.name, at=at, action="kill", kinds=CHANGES)
        )
        journal = Path(f"{path}-journal")
        if run.hit and not run.acks and journal.exists() and journal.stat().st_size > 512:
            before = path.read_bytes(), journal.read_bytes()
            with sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) as raw:
                unsound = raw.execute("PRAGMA integrity_check").fetchone() != ("ok",)
            if unsound:
                path.write_bytes(before[0])
                journal.write_bytes(before[1])
                return path
    pytest.fail("no kill left a journal that must be rolled back")


def test_reading_rolls_back_what_a_killed_writer_left(left_behind: Path) -> None:
    with store.open(left_behind, read_only=True) as database:
        assert audited(database.room()) == 3
    assert keys_in(left_behind) == []


def test_where_it_cannot_be_rolled_back_nothing_is_read(left_behind: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        for file in (left_behind, Path(f"{left_behind}-journal")):
            shutil.copy(file, disk)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)

        with pytest.raises(StoreTrouble) as caught:
            store.open(disk / left_behind.name, read_only=True)

    assert caught.value.rule == "store.needs-recovery"
