"""The forms that are one file each, by the name under which they are asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from vs_workflow.desk.leave import Leaving
from vs_workflow.exports.roles import BY_KEY, Shown

OneFile = Literal["jsonl", "csv", "xes", "adl"]


def written(form: str, found: Leaving, shown: Shown = BY_KEY) -> bytes:
    """The bytes of that form; with people as `shown` has them."""
    return _WRITERS[form](found, shown)


def units(form: str, data: bytes) -> int:
    """How many of what that form is made of are in these bytes: entries, rows, events or decisions."""
    mark, beside = _UNITS[form]
    return data.count(mark) - beside


def _jsonl(found: Leaving, shown: Shown) -> bytes:
    from vs_workflow.exports.journal_lines import journal_lines

    return b"".join(journal_lines(found, shown))


def _csv(found: Leaving, shown: Shown) -> bytes:
    from vs_workflow.exports.entries_csv import entries_csv

    return entries_csv(found, shown)


def _xes(found: Leaving, shown: Shown) -> bytes:
    from vs_workflow.exports.xes import xes

    return xes(found, shown)


def _adl(found: Leaving, shown: Shown) -> bytes:
    from vs_workflow.exports.adl import decisions

    return b"".join(decisions(found, shown))


# What stands once for each, and how often it stands for something else.
_UNITS = {"jsonl": (b"\n", 0), "csv": (b"\r\n", 1), "xes": (b"<event>", 0), "adl": (b"\n", 0)}
_WRITERS: dict[str, Callable[[Leaving, Shown], bytes]] = {"jsonl": _jsonl, "csv": _csv, "xes": _xes, "adl": _adl}
