"""The box starts, is shared, survives kill -9 with what was committed, and leaves nothing behind."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests.tools.postgres_box import ROOT, PostgresBox, Server
from tests.tools.seeds import Counts

pytestmark = pytest.mark.postgres


def test_each_test_gets_an_empty_database(postgres: Server, postgres_url: str) -> None:
    name = postgres_url.split("/")[3].split("?")[0]

    with psycopg.connect(postgres.conninfo(name)) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()

    assert tables == (0,)


def test_a_template_is_filled_once(postgres: Server) -> None:
    filled: list[str] = []

    def fill(url: str) -> None:
        filled.append(url)
        with psycopg.connect(url.replace("+psycopg", "")) as connection:
            connection.execute("CREATE TABLE t (a integer)")

    name = f"filled{os.getpid()}"
    assert postgres.template(name, fill) == postgres.template(name, fill)

    copy = postgres.create(f"{name}_copy", name)
    with psycopg.connect(copy.replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT count(*) FROM t").fetchone() == (0,)
    assert len(filled) == 1


def test_what_was_committed_survives_kill_9(counts: Counts) -> None:
    with PostgresBox(durable=True) as box:
        lost = 0
        for number in range(2):
            with psycopg.connect(box.server.conninfo()) as connection:
                connection.execute("CREATE TABLE IF NOT EXISTS t (a integer)")
                connection.execute("INSERT INTO t VALUES (%s)", (number,))
            box.kill()
            with pytest.raises(psycopg.OperationalError):
                psycopg.connect(box.server.conninfo())
            box.start()
            with psycopg.connect(box.server.conninfo()) as connection:
                row = connection.execute("SELECT count(*) FROM t").fetchone()
            lost += row != (number + 1,)
        folder = box.folder

    counts("P0", "toy, kill -9 of PostgreSQL", 2, lost=lost)
    assert not folder.exists()


def test_the_keeper_ends_the_server_when_the_session_is_killed() -> None:
    session = subprocess.Popen(["sleep", "60"])
    keeper = subprocess.Popen(
        [sys.executable, "-m", "tests.tools.postgres_box", str(session.pid)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert keeper.stdout is not None
    folder = Path(json.loads(keeper.stdout.readline())["folder"])

    session.send_signal(signal.SIGKILL)
    session.wait()

    assert keeper.wait(20) == 0
    keeper.stdout.close()
    end = time.monotonic() + 5
    while folder.exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert not folder.exists()
