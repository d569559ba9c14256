"""What the journal tells, entry by entry, for whoever reads all of it."""

from __future__ import annotations

from collections.abc import Iterator

from vs_workflow.journal.entry import Entry, read_entry
from vs_workflow.journal.remains import readable, remains
from vs_workflow.ports import Work


def told(work: Work, *, since: int = 1) -> Iterator[Entry]:
    """The entries from number `since` on; of those that were destroyed, what others rest on, at its own place."""
    left: dict[int, Entry] = {}
    for seq in work.index.book(()).destroyed.values():
        line = next(iter(work.journal.lines(since=seq)))
        left |= {one.seq: one for one in remains(read_entry(line.text))}
    return readable(work.journal.lines(since=since), left)
