"""Starts a command, sends it a signal after a while, and says how it ended.

The command gets a process group of its own and the signal goes to that group, as Ctrl-C does; nothing else is hit.
"""

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended. `sent` is false when it was over before the signal; a negative exit is a signal."""

    signal: signal.Signals
    after: float
    sent: bool
    exit: int
    stdout: str
    stderr: str

    @property
    def interrupted(self) -> bool:
        """True when the signal was sent and the command did not end by itself with 0."""
        return self.sent and self.exit != 0

    def __str__(self) -> str:
        return f"{self.signal.name} after {self.after:.4f} s: exit {self.exit}"


def interrupt(
    command: Sequence[str | Path],
    number: signal.Signals,
    after: float,
    *,
    env: dict[str, str] | None = None,
    when: Callable[[], bool] | None = None,
    timeout: float = 60,
) -> Ended:
    """Run the command, wait (for `when()` if given, then `after` seconds), send the signal, wait for the end."""
    process = subprocess.Popen(
        [*map(str, command)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        env={**os.environ, **(env or {})},
        start_new_session=True,
    )
    try:
        end = time.monotonic() + timeout
        while when is not None and not when() and process.poll() is None and time.monotonic() < end:
            time.sleep(0.001)
        time.sleep(after)
        sent = process.poll() is None
        if sent:
            os.killpg(process.pid, number)
        stdout, stderr = process.communicate(timeout=timeout)
    except BaseException:
        process.kill()
        process.communicate()
        raise
    return Ended(number, after, sent, process.returncode, stdout, stderr)


def interruptions(
    prepare: Callable[[], Sequence[str | Path]],
    *,
    times: int,
    rng: random.Random,
    signals: Sequence[signal.Signals] = SIGNALS,
    longest: float | None = None,
    env: dict[str, str] | None = None,
) -> Iterator[Ended]:
    """Interrupt fresh commands until `times` of them were running when the signal came.

    Delays are drawn up to `longest`, by default the time that one undisturbed run takes.
    """
    if longest is None:
        started = time.monotonic()
        subprocess.run([*map(str, prepare())], capture_output=True, env={**os.environ, **(env or {})}, check=False)
        longest = time.monotonic() - started
    sent = late = 0
    while sent < times:
        ended = interrupt(prepare(), rng.choice(signals), rng.uniform(0, longest), env=env)
        sent += ended.sent
        late += not ended.sent
        if late > 10 + 3 * times:
            raise RuntimeError(f"only {sent} of {sent + late} commands were still running; give a smaller `longest`")
        yield ended
