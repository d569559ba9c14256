"""What the journal tells, entry by entry, for whoever reads all of it."""

from __future__ import annotations

from collections.abc import Iterator

from vs_workflow.journal.entry import Entry, read_entry
from vs_workflow.journal.remains import readable, remains
from vs_workflow.ports import Work


def destructions(work: Work) -> Iterator[Entry]:
    """The entries that say which assignments were destroyed, in the order of the book."""
    for seq in work.index.book(()).destroyed.values():
        yield read_entry(next(iter(work.journal.lines(since=seq))).text)


def told(work: Work, *, since: int = 1) -> Iterator[Entry]:
    """The entries from number `since` on; of those that were destroyed, what others rest on, at its own place."""
    left: dict[int, Entry] = {}
    for destruction in destructions(work):
        left |= {one.seq: one for one in remains(destruction)}
    return readable(work.journal.lines(since=since), left)
