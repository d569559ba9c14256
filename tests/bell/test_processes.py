"""The service as a process: it catches up, ends when it is told to, and outlives its leader and its database."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from store.postgres import lock_number
from tests.bell.conftest import adopted_in_earnest
from tests.bell.journal import doubles, flags, is_whole
from tests.bell.process import started, status, wait
from tests.reliability import acts
from tests.tools.locks import SQLITE_WRITER, held
from tests.tools.postgres_box import ROOT, PostgresBox
from tests.tools.scale import scaled
from tests.tools.seeds import Counts

BOTH = (signal.SIGTERM, signal.SIGINT)
# What PostgreSQL's writers of the programme wait for.
WRITERS = lock_number(f"programme {acts.KEY}")


@pytest.mark.parametrize("number", BOTH, ids=lambda number: number.name)
def test_it_catches_up_at_its_start_and_ends_with_0_when_it_is_told_to(
    database: str, tmp_path: Path, number: signal.Signals
) -> None:
    with started(database, tmp_path) as scheduler:
        scheduler.until("checked")
        scheduler.signal(number)
        ended = scheduler.ended()

    assert ended == (0, "")
    assert scheduler.events[0] == "began"
    assert scheduler.said[-1]["by"] == number.name
    assert flags(database).total() == scheduler.events.count("flag") > 6
    assert doubles(database) == []
    assert is_whole(database)


@pytest.mark.parametrize("number", BOTH, ids=lambda number: number.name)
def test_a_signal_in_the_middle_of_a_check_lets_it_end(database: str, tmp_path: Path, number: signal.Signals) -> None:
    url = database if "://" in database else f"sqlite:///{database}"
    lock = SQLITE_WRITER if url.startswith("sqlite") else f"SELECT pg_advisory_xact_lock({WRITERS})"
    with started(database, tmp_path) as scheduler:
        with held(url, lock):
            scheduler.until("began")
            time.sleep(1)
            scheduler.signal(number)
            time.sleep(0.3)
            assert scheduler.process.poll() is None
        ended = scheduler.ended()

    assert ended == (0, "")
    assert scheduler.events.count("flag") == flags(database).total() > 6
    assert is_whole(database)


@pytest.mark.torture
@pytest.mark.timeout(1800)
def test_a_signal_at_any_moment_ends_it_in_order(file: str, tmp_path: Path, rng: random.Random, counts: Counts) -> None:
    """With 0; only while Python itself begins, with 130 and one line or by the signal."""
    ended_badly, ends = [], Counter[int]()
    for number in range(times := scaled(5, 300)):
        with started(file, tmp_path, f"any{number}") as scheduler:
            time.sleep(rng.uniform(0, 2))
            scheduler.signal(rng.choice(BOTH))
            code, out = scheduler.ended()
        said = scheduler.log.read_text()
        ends[code] += 1
        in_order = code == 0 and scheduler.events[-1] == "stopped"
        of_python = code in (-signal.SIGTERM, -signal.SIGINT, 1) and "in main" not in said
        early = (code == 130 or of_python) and '"event"' not in said
        ended_badly += [] if not out and (in_order or early) else [f"{code}: {said}"]

    assert ended_badly == []
    assert is_whole(file)
    counts("P15", "schedulers told to stop", times, double=len(doubles(file)), note=f"exits {dict(ends)}")


@pytest.mark.postgres
def test_a_second_ctrl_c_does_not_wait(server: str, tmp_path: Path) -> None:
    with started(server, tmp_path) as scheduler, held(server, f"SELECT pg_advisory_xact_lock({WRITERS})"):
        scheduler.until("leading")
        time.sleep(1)
        scheduler.signal(signal.SIGINT)
        time.sleep(0.3)
        scheduler.signal(signal.SIGINT)
        assert scheduler.ended(3)[0] == 130

    assert flags(server).total() == 0
    assert is_whole(server)


def test_on_a_file_two_work_and_the_second_finds_nothing(file: str, tmp_path: Path) -> None:
    with started(file, tmp_path, "one") as one, started(file, tmp_path, "other") as other:
        for scheduler in (one, other):
            scheduler.until("checked")
        wait(lambda: status(file)["seen"] is not None)
        seen = status(file)
        for scheduler in (one, other):
            scheduler.signal(signal.SIGTERM)
            assert scheduler.ended()[0] == 0

    assert seen["leader"] is None
    assert seen["seen"]["pid"] in (one.process.pid, other.process.pid)
    found = [line["flags"] for scheduler in (one, other) for line in scheduler.said if line["event"] == "checked"]
    assert (min(found), max(found)) == (0, flags(file).total())
    assert status(file)["seen"] is None
    assert doubles(file) == []
    assert is_whole(file)


@pytest.mark.postgres
@pytest.mark.timeout(120)
def test_of_two_one_leads_and_the_other_takes_over_when_it_is_killed(server: str, tmp_path: Path) -> None:
    with started(server, tmp_path, "one") as one:
        one.until("leading")
        one.until("checked")
        with started(server, tmp_path, "other") as other:
            other.until("standing-by")
            assert "checked" not in other.events
            assert status(server)["leader"]["pid"] == one.process.pid

            one.signal(signal.SIGKILL)

            assert other.until("leading", 10) < 6
            other.until("checked")
            assert status(server)["leader"]["pid"] == other.process.pid
            other.signal(signal.SIGTERM)
            assert other.ended()[0] == 0

    assert status(server)["leader"] is None
    assert doubles(server) == []
    assert is_whole(server)


@pytest.mark.postgres
@pytest.mark.timeout(120)
def test_a_leader_that_was_stopped_loses_the_lead_and_wakes_up_without_harm(server: str, tmp_path: Path) -> None:
    with started(server, tmp_path, "one") as one:
        one.until("leading")
        with started(server, tmp_path, "other") as other:
            other.until("standing-by")

            one.signal(signal.SIGSTOP)
            other.until("leading", 30)
            one.signal(signal.SIGCONT)
            one.until("lead-lost", 30)

            for scheduler in (one, other):
                scheduler.signal(signal.SIGTERM)
                assert scheduler.ended()[0] == 0

    assert doubles(server) == []
    assert is_whole(server)


@pytest.mark.postgres
@pytest.mark.timeout(120)
def test_a_server_that_goes_away_and_comes_back_is_checked_again(tmp_path: Path) -> None:
    with PostgresBox(durable=True) as box:
        adopted_in_earnest(box.url())
        with started(box.url(), tmp_path) as scheduler:
            scheduler.until("checked")
            box.kill()
            scheduler.until("lease-failed")
            box.start()
            wait(lambda: scheduler.events.count("checked") >= 2, log=scheduler.log)
            scheduler.signal(signal.SIGTERM)
            assert scheduler.ended()[0] == 0
        assert doubles(box.url()) == []
        assert is_whole(box.url())


@pytest.mark.timeout(60)
def test_a_file_that_is_locked_for_long_is_tried_again(file: str, tmp_path: Path) -> None:
    with held(f"sqlite:///{file}"), started(file, tmp_path) as scheduler:
        scheduler.until("check-failed")
        (failed,) = [line for line in scheduler.said if line["event"] == "check-failed"]
        assert (failed["rule"], failed["again_in"]) == ("store.locked", 5)
        scheduler.process.kill()


@pytest.mark.timeout(60)
def test_a_file_that_nobody_can_open_at_the_start_is_tried_again(file: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(file)) as hog:
        hog.execute("PRAGMA locking_mode = EXCLUSIVE")
        hog.execute("BEGIN EXCLUSIVE")
        with started(file, tmp_path) as scheduler:
            scheduler.until("start-failed")
            hog.close()
            scheduler.until("checked")
            scheduler.signal(signal.SIGTERM)
            assert scheduler.ended()[0] == 0


@pytest.mark.timeout(60)
def test_one_that_was_killed_on_this_machine_is_gone_at_once(file: str, tmp_path: Path) -> None:
    with started(file, tmp_path) as scheduler:
        scheduler.until("checked")
        wait(lambda: status(file)["seen"] is not None)
        assert status(file)["seen"]["gone"] is False
        scheduler.signal(signal.SIGKILL)
        scheduler.ended()

    assert status(file)["seen"]["gone"] is True


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles", "nowhere"])
def test_its_hour_is_the_programmes_whatever_the_zone_of_the_machine(file: str, tmp_path: Path, zone: str) -> None:
    with started(file, tmp_path, TZ=zone) as scheduler:
        scheduler.until("checked")
    with started(file, tmp_path, "home", TZ="Europe/Amsterdam") as home:
        home.until("checked")

    (here, there) = (next(line["next"] for line in one.said if line["event"] == "checked") for one in (scheduler, home))
    assert here == there
    assert status(file, TZ=zone)["next"] == here


def ends(*words: str) -> tuple[int, str, str]:
    ended = subprocess.run(
        [sys.executable, "-m", "cli", *words, "--lang", "en"],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return ended.returncode, ended.stdout, ended.stderr


def test_a_rehearsal_has_no_scheduler(tmp_path: Path) -> None:
    acts.adopted(tmp_path / "vs.db")

    for more in ([], ["--now", "2015-04-20T10:00+02:00"]):
        code, out, err = ends("--db", str(tmp_path / "vs.db"), "scheduler", *more)
        assert (code, out) == (2, "")
        assert "rehearsal" in err


def test_its_clock_cannot_be_set(file: str) -> None:
    assert ends("--db", file, "scheduler", "--now", "2015-04-20T10:00+02:00")[0] == 2


def test_without_a_database_it_does_not_start(tmp_path: Path) -> None:
    code, out, err = ends("--db", str(tmp_path / "none.db"), "scheduler")

    assert (code, out) == (4, "")
    assert err.count("\n") <= 2
