"""Runs a function in a forked child that is killed at, or fails, its n-th read, write, sync, truncation or unlink.

The shim is compiled on first use; the fork server (tools/fork_server.py) is started once with it in LD_PRELOAD.
It sees calls of this process's own libraries (SQLite in process), not those of a database server.
"""

import errno
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from tests.tools.needs import need

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path(__file__).with_name("shim.c")

Kind = Literal["read", "write", "sync", "truncate", "unlink", "rename"]
Action = Literal["count", "kill", "fail-once", "fail-sticky", "tear"]
KINDS: dict[Kind, int] = {"read": 1, "write": 2, "sync": 4, "truncate": 8, "unlink": 16, "rename": 32}
ACTIONS: dict[Action, int] = {"count": 0, "kill": 1, "fail-once": 2, "fail-sticky": 3, "tear": 4}
CHANGES: tuple[Kind, ...] = ("write", "sync", "truncate", "unlink", "rename")
EVERYTHING: tuple[Kind, ...] = ("read", *CHANGES)


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens at call number `at` on a file whose path contains `pattern`.

    `tear` writes the first half and kills; `count` only counts.
    """

    pattern: str
    at: int = 0
    action: Action = "count"
    error: int = errno.EIO
    kinds: tuple[Kind, ...] = EVERYTHING

    def __str__(self) -> str:
        named = f" {errno.errorcode[self.error]}" if self.action.startswith("fail") else ""
        return f"{self.action}{named} at call {self.at} of {'/'.join(self.kinds)} on {self.pattern}"


@dataclass(frozen=True, slots=True)
class Run:
    """How one child ended. `exit` is negative for a signal and 70 for an exception, whose text is `error`."""

    acks: tuple[Any, ...]
    exit: int
    error: str | None
    calls: int
    hits: int
    timed_out: bool

    @property
    def hit(self) -> bool:
        """True when the fault was met."""
        return self.hits > 0

    @property
    def killed(self) -> bool:
        return self.exit == -signal.SIGKILL and not self.timed_out


def compiled() -> Path:
    """The shim as a shared library, compiled by gcc when its source has changed; skips without gcc."""
    digest = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"vs-shim-{os.getuid()}"
    library = folder / f"{digest}.so"
    if not library.exists():
        need("gcc")
        folder.mkdir(mode=0o700, exist_ok=True)
        unfinished = folder / f"{digest}.{os.getpid()}"
        subprocess.run(
            ["gcc", "-O2", "-shared", "-fPIC", "-o", str(unfinished), str(SOURCE), "-ldl"],
            check=True,
            capture_output=True,
        )
        unfinished.replace(library)
    return library


class ForkServer:
    """One Python process that runs "module:function" in a fresh forked child, again and again.

    The function gets the given arguments and then `ack`. Use as a context manager. `preload=False` needs no gcc
    and can inject no faults (crowds only).
    """

    def __init__(self, *, preload: bool = True, env: dict[str, str] | None = None) -> None:
        environment = {**os.environ, **(env or {})}
        environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), *filter(None, [environment.get("PYTHONPATH")])])
        if preload:
            environment["LD_PRELOAD"] = str(compiled())
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.tools.fork_server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )

    def run(self, target: str, *args: object, fault: Fault | None = None, timeout: float = 30) -> Run:
        """Run one child with the fault armed from its first call."""
        return self._ask([(target, args)], fault, timeout)[0]

    def crowd(self, calls: Sequence[tuple[str, Sequence[object]]], *, timeout: float = 60) -> list[Run]:
        """Run many children that start at the same moment; no faults."""
        return self._ask(calls, None, timeout)

    def kills(
        self,
        target: str,
        *args: object,
        pattern: str,
        points: int,
        rng: random.Random,
        kinds: tuple[Kind, ...] = CHANGES,
        tear: bool = True,
    ) -> Iterator[tuple[Fault, Run]]:
        """Kill `points` children, each at a call drawn anew; a run that ended before its call came is yielded too.

        The first run is left alone and counted, to know how many calls there are; it is yielded too, since it
        acknowledges.
        """
        counting = Fault(pattern, kinds=kinds)
        first = self.run(target, *args, fault=counting)
        yield counting, first
        met, missed, longest = 0, 0, first.calls
        while met < points and longest and missed < 10 + points:
            action: Action = "tear" if tear and rng.random() < 0.2 else "kill"
            fault = replace(counting, at=rng.randint(1, longest), action=action)
            run = self.run(target, *args, fault=fault)
            longest = max(longest, run.calls) if run.hit else max(1, run.calls)
            met += run.hit
            missed += not run.hit
            yield fault, run

    def failures(
        self,
        target: str,
        prepare: Callable[[], Sequence[object]],
        *,
        pattern: str,
        errors: Sequence[int] = (errno.EIO, errno.ENOSPC),
        actions: Sequence[Action] = ("fail-once", "fail-sticky"),
        kinds: tuple[Kind, ...] = EVERYTHING,
        step: int = 1,
    ) -> Iterator[tuple[Fault, Run]]:
        """Fail the 1st, 2nd, … call, each on the arguments `prepare` makes anew, until a run meets no fault."""
        for error in errors:
            for action in actions:
                for at in count(1, step):
                    fault = Fault(pattern, at, action, error, kinds)
                    run = self.run(target, *prepare(), fault=fault)
                    if not run.hit:
                        break
                    yield fault, run

    def _ask(self, calls: Sequence[tuple[str, Sequence[object]]], fault: Fault | None, timeout: float) -> list[Run]:
        armed = fault and [
            fault.pattern,
            fault.at,
            ACTIONS[fault.action],
            fault.error,
            sum(KINDS[kind] for kind in fault.kinds),
        ]
        request = {
            "calls": [{"target": target, "args": [_plain(arg) for arg in args]} for target, args in calls],
            "fault": armed,
            "timeout": timeout,
        }
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline() or '{"broken": "the fork server has ended"}')
        if isinstance(answer, dict):
            raise RuntimeError(answer["broken"])
        return [Run(**{**run, "acks": tuple(run["acks"])}) for run in answer]

    def close(self) -> None:
        self._process.communicate(timeout=20)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _plain(arg: object) -> object:
    return str(arg) if isinstance(arg, Path) else arg
