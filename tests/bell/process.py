"""`vs scheduler` as a process: what it says line by line, and every way to disturb it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.reliability.command import said, vs
from tests.tools.postgres_box import ROOT

PATIENCE = 20.0


class Scheduler:
    """A scheduler that was started. Its process is ended with the block of `started`."""

    def __init__(self, db: str, log: Path, environment: dict[str, str]) -> None:
        self.log = log
        kept = {name: value for name, value in os.environ.items() if not name.startswith("VS_")}
        with log.open("ab") as stderr:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "cli", "--db", db, "scheduler"],
                cwd=ROOT,
                env={**kept, "LANG": "C.UTF-8", **environment},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=stderr,
            )

    @property
    def said(self) -> list[dict[str, Any]]:
        """Its lines so far; one that is not JSON fails the test."""
        text = self.log.read_text()
        return [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()]

    @property
    def events(self) -> list[str]:
        return [line["event"] for line in self.said]

    def until(self, event: str, seconds: float = PATIENCE) -> float:
        """Wait until it says so; how long that took."""
        since = time.monotonic()
        wait(lambda: event in self.events, seconds, self.log)
        return time.monotonic() - since

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def ended(self, seconds: float = PATIENCE) -> tuple[int, str]:
        """Wait for its end: the exit code, and all of stdout."""
        out, _ = self.process.communicate(timeout=seconds)
        return self.process.returncode, out.decode()


def wait(true: Callable[[], bool], seconds: float = PATIENCE, log: Path | None = None) -> None:
    """Wait until it is so; fails with the log when it takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return
        time.sleep(0.02)
    raise AssertionError("" if log is None else log.read_text())


def status(db: str | Path, **environment: str) -> dict[str, Any]:
    """What `vs scheduler status` says."""
    return said(vs(db, "scheduler", "status"), {"PYTHONPATH": str(ROOT), **environment})


@contextmanager
def started(db: str | Path, folder: Path, name: str = "one", **environment: str) -> Iterator[Scheduler]:
    """Within the block a scheduler runs on that database."""
    scheduler = Scheduler(str(db), folder / f"{name}.log", environment)
    try:
        yield scheduler
    finally:
        if scheduler.process.poll() is None:
            scheduler.process.kill()
        scheduler.process.communicate()
