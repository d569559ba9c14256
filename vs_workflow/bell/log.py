"""What the service says of itself: one JSON object a line on stderr, in letters that steer no terminal.

It names assignments, milestones and people by key only. That nobody listens is no trouble.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

from vs_workflow.reasons import Plain, Trouble

NAME = "vs.scheduler"
_FACTS = "vs_facts"


class JsonLines(logging.Formatter):
    """`{"at": …, "level": …, "event": …, …}`, all of it ASCII, with whatever else is known after it."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Plain] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
        }
        if record.name == NAME:
            line |= {"event": record.getMessage(), **getattr(record, _FACTS, {})}
        else:
            line |= {"event": "library", "from": record.name, "message": record.getMessage()}
        if record.exc_info and record.exc_info[1] is not None:
            line |= told(record.exc_info[1])
        return json.dumps(line).replace("\x7f", "\\u007f")


def log_to(stream: TextIO | None = None) -> None:
    """Send what the service says, and the errors of APScheduler, to stderr or that stream."""
    # A log that cannot be written stops no check, and prints no traceback either.
    logging.raiseExceptions = False
    handler = logging.StreamHandler(sys.stderr if stream is None else stream)
    handler.setFormatter(JsonLines())
    for name, level in ((NAME, logging.INFO), ("apscheduler", logging.ERROR)):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(level)


class Log:
    """Says what happened, for one programme."""

    def __init__(self, programme: str) -> None:
        self._programme = programme
        self._logger = logging.getLogger(NAME)

    def info(self, event: str, **facts: Plain) -> None:
        self._say(logging.INFO, event, facts)

    def warning(self, event: str, **facts: Plain) -> None:
        self._say(logging.WARNING, event, facts)

    def error(self, event: str, error: BaseException, **facts: Plain) -> None:
        self._say(logging.ERROR, event, {**told(error), **facts})

    def _say(self, level: int, event: str, facts: dict[str, Plain]) -> None:
        self._logger.log(level, "%s", event, extra={_FACTS: {"programme": self._programme, **facts}})


def told(error: BaseException) -> dict[str, Plain]:
    """What the log says of an error: our own rule with its facts; of another's, the type and where it was raised.

    The words of a stranger's error may hold anything, so they stay out.
    """
    if isinstance(error, Trouble):
        return {"error": type(error).__name__, "rule": error.rule, "facts": dict(error.facts)}
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return {"error": type(error).__name__}
    return {"error": type(error).__name__, "where": f"{_short(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"}


def _short(path: str) -> str:
    """The last two parts of a path, which are enough to find the file."""
    return "/".join(path.replace("\\", "/").split("/")[-2:])
