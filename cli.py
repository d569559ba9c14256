"""The front door of `vs`: signals, streams, and every way out with its exit code.

It holds no command. Even the loading of the program happens inside `main`, so that
Ctrl-C is one line at any moment.
"""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

INTERRUPTED = 130


def main() -> int:
    """Answer one call; the value is the exit code."""
    try:
        signal.signal(signal.SIGTERM, _interrupt)
        from vs_workflow.commands.door import answer_call

        code = answer_call(sys.argv[1:])
    except BaseException as error:
        # Up to Python 3.11 an interrupt that hits while a class is being made comes out as the cause of a RuntimeError.
        if not isinstance(error, KeyboardInterrupt) and not isinstance(error.__cause__, KeyboardInterrupt):
            raise
        _leave_alone()
        code = _interrupted()
    _leave_alone()
    _close_stdout()
    return code


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _leave_alone() -> None:
    """From here on the outcome is known; a second Ctrl-C must not turn it into a traceback."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def _interrupted() -> int:
    from vs_workflow.commands.door import tell_interrupted

    tell_interrupted(sys.argv[1:])
    return INTERRUPTED


def _close_stdout() -> None:
    """What could not be written has been told; the interpreter must not tell it again when it ends."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
