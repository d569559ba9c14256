"""Runs a command that may hang or burst: with a time, and with a limit to its memory.

A small launcher stands between, since the kernel counts a process's peak from its fork on: the command would
otherwise inherit the size of the test run.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LAUNCHER = """
import json, os, resource, signal, sys
report, seconds, limit = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
pid = os.fork()
if not pid:
    os.close(report)
    if limit:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    try:
        os.execvp(sys.argv[4], sys.argv[4:])
    except OSError as error:
        os.write(2, str(error).encode())
        os._exit(127)
late = []
def end(*_):
    late.append(1)
    os.kill(pid, signal.SIGKILL)
signal.signal(signal.SIGALRM, end)
signal.setitimer(signal.ITIMER_REAL, seconds)
_, status, usage = os.wait4(pid, 0)
signal.setitimer(signal.ITIMER_REAL, 0)
os.write(report, json.dumps([os.waitstatus_to_exitcode(status), bool(late), usage.ru_maxrss / 1024]).encode())
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended; a negative exit is a signal. `mebibytes` is its peak of resident memory (10 at least)."""

    exit: int
    stdout: str
    stderr: str
    timed_out: bool
    mebibytes: float


def bounded(
    command: Sequence[str | bytes | Path],
    *,
    seconds: float = 10,
    mebibytes: int = 0,
    env: dict[str, str] | None = None,
    stdin: bytes = b"",
) -> Outcome:
    """Run the command; `mebibytes` limits its address space, so that allocations beyond it fail."""
    out_of, into = os.pipe()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, os.fdopen(out_of, "rb") as reported:
        limits = (str(into), str(seconds), str(mebibytes * 2**20))
        try:
            subprocess.run(
                [sys.executable, "-I", "-S", "-c", LAUNCHER, *limits, *map(os.fsencode, command)],
                input=stdin,
                stdout=out,
                stderr=err,
                env={**os.environ, **(env or {})},
                pass_fds=(into,),
                check=True,
            )
        finally:
            os.close(into)
        code, timed_out, peak = json.load(reported)
        out.seek(0)
        err.seek(0)
        said, complained = (file.read().decode(errors="replace") for file in (out, err))
    return Outcome(code, said, complained, timed_out, peak)
