"""The disk without room, the lock that is held and the clock that jumps are met by whole commands."""

import errno
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from tests.tools.clock import JumpingClock, faked
from tests.tools.full_disk import empty, fill, no_growth, small_disk
from tests.tools.locks import held, held_now_and_then
from tests.tools.toy_journal import append, opened, texts
from tests.tools.toy_ledger import opened as ledger_opened
from tests.tools.toy_ledger import record

ADD = [sys.executable, "-S", "-m", "tests.tools.toy_journal"]


def test_a_command_on_a_small_disk_fails_and_goes_on_after_room_is_made(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 256) as disk:
        path = disk / "toy.db"
        opened(path).close()
        failed = 0
        for room in range(0, 24, 4):
            fill(disk, room)
            ended = subprocess.run([*ADD, path, "1"], capture_output=True, text=True, check=False)
            failed += ended.returncode != 0
            empty(disk)
            before = len(texts(path))
            subprocess.run([*ADD, path, "1"], check=True, capture_output=True)
            assert len(texts(path)) == before + 1

        fill(disk, 8)
        with pytest.raises(OSError) as full:
            (disk / "more").write_bytes(bytes(12 * 1024))

    assert failed
    assert full.value.errno == errno.ENOSPC


def test_a_database_that_may_not_grow_is_full(tmp_path: Path) -> None:
    engine = ledger_opened(f"sqlite:///{tmp_path / 'toy.db'}")

    with no_growth(1), pytest.raises(sa.exc.OperationalError, match="full"):
        for number in range(10_000):
            record(engine, f"key {number} {'x' * 500}")

    record(engine, "after")


def test_a_held_lock_is_met_by_another_process(tmp_path: Path) -> None:
    path = tmp_path / "toy.db"
    opened(path).close()
    hasty = f"import sqlite3; sqlite3.connect({str(path)!r}, timeout=0).execute('BEGIN IMMEDIATE')"

    with held(f"sqlite:///{path}"):
        met = subprocess.run([sys.executable, "-S", "-c", hasty], capture_output=True, text=True, check=False)
    after = subprocess.run([sys.executable, "-S", "-c", hasty], capture_output=True, check=False)

    assert "locked" in met.stderr
    assert after.returncode == 0


@pytest.mark.postgres
def test_a_lock_on_postgresql(postgres_url: str) -> None:
    engine = sa.create_engine(postgres_url, poolclass=NullPool)
    lock = "SELECT pg_advisory_xact_lock(7)"
    query = sa.text("SELECT pg_try_advisory_xact_lock(7)")

    with held(postgres_url, lock), engine.connect() as connection:
        assert connection.execute(query).scalar_one() is False
    with engine.connect() as connection:
        assert connection.execute(query).scalar_one() is True


def test_locks_now_and_then_delay_but_lose_nothing(tmp_path: Path, rng: random.Random) -> None:
    path = tmp_path / "toy.db"
    connection = opened(path)
    with held_now_and_then(f"sqlite:///{path}", rng, longest=0.1) as locked:
        end = time.monotonic() + 1
        written = 0
        while time.monotonic() < end or locked.times < 3:
            append(connection, f"{written}")
            written += 1
            time.sleep(0.01)

    assert len(texts(path)) == written


NOW = "import datetime; print(datetime.datetime.now().astimezone().isoformat(timespec='minutes'))"


def test_a_command_lives_at_another_time() -> None:
    ended = subprocess.run(
        [sys.executable, "-S", "-c", NOW], env=faked("2015-10-25 03:10:00"), capture_output=True, text=True, check=True
    )

    assert ended.stdout.startswith("2015-10-25T03:10+01:00")


def test_a_clock_jumps_while_a_command_runs(tmp_path: Path) -> None:
    clock = JumpingClock(tmp_path, "2015-04-02 12:00:00")
    with subprocess.Popen(
        [sys.executable, "-S", "-u", "-c", f"for _ in range(2):\n  {NOW}\n  input()"],
        env=clock.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        first = process.stdout.readline()
        clock.set("2014-01-01 12:00:30")
        process.stdin.write("\n\n")
        process.stdin.flush()
        second = process.stdout.readline()

    assert first.startswith("2015-04-02T12:00")
    assert second.startswith("2014-01-01T12:00")
