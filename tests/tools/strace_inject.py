"""Fails or kills a whole command at its n-th system call, for each n until none is left to hit.

Slower than the shim (some 6 runs a second) but it sees the real program from its first call to its last.
"""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests.tools.needs import need

CALLS = ("pread64", "pwrite64", "fdatasync", "fsync", "ftruncate", "unlink")


@dataclass(frozen=True, slots=True)
class Injected:
    """One run: which call was hit (or was to be) and how the command ended; a negative exit is a signal."""

    call: str
    when: int
    what: str
    hits: int
    exit: int
    stdout: str
    stderr: str

    @property
    def hit(self) -> bool:
        return self.hits > 0

    def __str__(self) -> str:
        return f"{self.what} at {self.call} {self.when}"


def inject(
    command: Sequence[str | Path],
    paths: Sequence[Path],
    call: str,
    when: int,
    what: str = "error=EIO",
    *,
    sticky: bool = False,
    env: dict[str, str] | None = None,
    timeout: float = 60,
) -> Injected:
    """Run the command once with `what` ("error=ENOSPC", "signal=KILL") at call number `when` on those paths."""
    need("strace")
    where = [part for path in paths for part in ("-P", str(path.resolve()))]
    with tempfile.NamedTemporaryFile(prefix="vs-inject-") as log:
        ended = subprocess.run(
            [
                *("strace", "-f", "-qq", "-o", log.name, "-e", f"trace={call}", *where),
                *("-e", f"inject={call}:{what}:when={when}{'+' if sticky else ''}", *map(str, command)),
            ],
            capture_output=True,
            text=True,
            errors="replace",
            env={**os.environ, **(env or {})},
            timeout=timeout,
        )
        lines = Path(log.name).read_text(errors="replace").splitlines()
    killed = any("killed by SIG" in line for line in lines)
    hits = sum("(INJECTED)" in line or "(DELAYED)" in line for line in lines) or int(killed)
    noise = ("strace: Requested path",)
    stderr = "".join(line for line in ended.stderr.splitlines(keepends=True) if not line.startswith(noise))
    return Injected(call, when, what, hits, ended.returncode, ended.stdout, stderr)


def sweep(
    prepare: Callable[[], tuple[Sequence[str | Path], Sequence[Path]]],
    *,
    calls: Sequence[str] = CALLS,
    what: str = "error=EIO",
    sticky: bool = False,
    step: int = 1,
    env: dict[str, str] | None = None,
) -> Iterator[Injected]:
    """For each call's name the 1st, 2nd, … until nothing is hit; `prepare` makes a fresh command and its paths."""
    for call in calls:
        for when in count(1, step):
            command, paths = prepare()
            run = inject(command, paths, call, when, what, sticky=sticky, env=env)
            if not run.hit:
                break
            yield run
