"""Schedulers as processes on a clock that the test moves: they ring as fast as they can, and may be stopped and killed.

They are forked from a server that has loaded everything already, so that a round costs no start-up.
"""

import json
import multiprocessing
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import store
from store import lease
from tests.reliability import acts
from vs_workflow.bell import rings
from vs_workflow.bell.log import log_to
from vs_workflow.bell.service import Bell, Duties
from vs_workflow.desk.office import Office
from vs_workflow.face.clock import SystemStamps
from vs_workflow.face.programme import office_of
from vs_workflow.journal.chain import Stamp, instant
from vs_workflow.journal.entry import Instant

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.reliability.bells", "tests.reliability.targets", "vs_workflow.desk.watch"])


@dataclass(frozen=True, slots=True)
class Clock:
    """A moment that a file holds, for all processes at once; whatever the machine's clock says."""

    path: Path

    def set(self, moment: datetime) -> None:
        unfinished = self.path.with_suffix(".new")
        unfinished.write_text(instant(moment.astimezone(UTC)))
        unfinished.replace(self.path)

    def now(self) -> Instant:
        return Instant(self.path.read_text())

    def stamps(self, count: int, now: Instant) -> tuple[Stamp, ...]:
        return SystemStamps().stamps(count, now)


@contextmanager
def office(url: str, clock: Clock) -> Iterator[Office]:
    """An office that goes by that clock, in earnest."""
    with store.open(url) as database:
        plain = office_of(database, acts.KEY)
        yield Office(plain.room, clock, plain.read_day)


def ring(url: str, clock: Clock, log: Path, pause: float) -> None:
    """What a process does: a bell that is rung all the time, on leases that lapse in half a second."""
    rings.PULSE_SECONDS = 0.05
    lease.SILENT_SECONDS = 0.5  # type: ignore[assignment]
    with log.open("a", buffering=1) as stream:
        log_to(stream)
        me = lease.Holder("host", os.getpid(), clock.now())
        bell = Bell(acts.KEY, lambda: office(url, clock), lease.take_part(url, acts.KEY, me), clock.now, Duties())
        signal.signal(signal.SIGTERM, lambda *_: bell.stop("SIGTERM"))

        def hammer() -> None:
            while True:
                bell.ring(rings.Ring.CHECK)
                time.sleep(pause)

        threading.Thread(target=hammer, daemon=True).start()
        bell.run()


@dataclass
class Bells:
    """Several schedulers of one database, and what was done to them."""

    url: str
    clock: Clock
    folder: Path
    rng: random.Random
    number: int = 4
    running: dict[int, ForkServerProcess] = field(default_factory=dict)
    stopped: dict[int, float] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=lambda: {"killed": 0, "stopped": 0, "all down": 0})

    def start(self) -> None:
        """Start whoever is missing."""
        for place in set(range(self.number)) - set(self.running):
            log = self.folder / f"{place}.log"
            process = _CONTEXT.Process(target=ring, args=(self.url, self.clock, log, self.rng.uniform(0.001, 0.02)))
            process.start()
            self.running[place] = process

    def disturb(self) -> None:
        """One of: kill one, kill all, stop one for a while, wake who slept long enough, start who is missing."""
        self._wake(time.monotonic())
        match self.rng.choices(("kill", "stop", "down", "start"), (3, 3, 1, 6))[0]:
            case "kill":
                self._kill(1)
                self.done["killed"] += 1
            case "down":
                self._kill(self.number)
                self.done["all down"] += 1
            case "stop":
                self._stop(self.rng.uniform(0.01, 1.2))
            case _:
                self.start()

    def wake(self) -> None:
        """Wake who is stopped."""
        self._wake(float("inf"))

    def end(self) -> None:
        """Wake them, and kill what is left of them."""
        self.wake()
        self._kill(self.number)

    def strange(self) -> list[str]:
        """What they said that was no trouble of the database: errors that nobody foresaw."""
        lines = [line for log in self.folder.glob("*.log") for line in log.read_text().splitlines()]
        # The last line of one that was killed may be half.
        whole = [json.loads(line) for line in lines if line.endswith("}")]
        return [str(line) for line in whole if line.get("error", "StoreTrouble") != "StoreTrouble"]

    def _kill(self, number: int) -> None:
        for place in self.rng.sample(sorted(self.running), min(number, len(self.running))):
            process = self.running.pop(place)
            self.stopped.pop(place, None)
            process.kill()
            process.join()

    def _stop(self, seconds: float) -> None:
        awake = sorted(set(self.running) - set(self.stopped))
        if awake:
            place = self.rng.choice(awake)
            self._signal(place, signal.SIGSTOP)
            self.stopped[place] = time.monotonic() + seconds
            self.done["stopped"] += 1

    def _wake(self, now: float) -> None:
        for place, until in list(self.stopped.items()):
            if until <= now:
                self._signal(place, signal.SIGCONT)
                del self.stopped[place]

    def _signal(self, place: int, number: signal.Signals) -> None:
        pid = self.running[place].pid
        assert pid is not None
        os.kill(pid, number)
