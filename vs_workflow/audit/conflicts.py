"""Refusals for a key that was used before: right where the entry that they name has that key, and nothing beside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from vs_workflow.audit.destroyed import Destroyed
from vs_workflow.audit.founding import ASKED_FOR
from vs_workflow.journal.chain import Line
from vs_workflow.journal.entry import Entry, Kind, read_entry
from vs_workflow.reasons import Code, Finding


def says_conflict(entry: Entry) -> bool:
    """Whether a conflict of keys is all that it was refused for."""
    return [(reason.code, reason.rule) for reason in entry.reasons] == [(Code.CONFLICT, "conflict.key")]


def conflict(entry: Entry, entered: Callable[[int], Iterable[Line]], destroyed: Destroyed) -> Iterator[Finding]:
    """A conflict of keys is right where the entry it names has that key; it is recorded without the key."""
    (reason,) = entry.reasons
    seq = reason.facts.get("seq")
    if destroyed.was(seq):
        yield Finding("destroyed", "limit.rests-on-destroyed", {}, seq=entry.seq)
        return
    first = next(iter(entered(seq)), None) if type(seq) is int and seq < entry.seq else None
    known = read_entry(first.text).key if first is not None and first.seq == seq else None
    if known is None or known != reason.facts.get("key") or entry.key is not None:
        yield Finding("refusal", "lawful.other-reasons", {"found": reason.rule, "expected": ""}, seq=entry.seq)


def refused_check(
    entry: Entry, entered: Callable[[int], Iterable[Line]], today: date, destroyed: Destroyed
) -> Iterator[Finding]:
    """A check can be refused for its key alone, of no later day than it was, and says nothing beside."""
    beside = ["assignment", "target", *(name for name in ASKED_FOR if name not in ("asked", "reasons"))]
    bare = entry.what == "sweep" and not entry.facts and not any(getattr(entry, name) for name in beside)
    if entry.kind is not Kind.REFUSAL or not says_conflict(entry) or not bare or entry.on > today:
        yield Finding("refusal", "lawful.refused-wrongly", {"step": entry.what}, seq=entry.seq)
        return
    yield from conflict(entry, entered, destroyed)
