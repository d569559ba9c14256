"""What the journal tells, entry by entry, for whoever reads all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from vs_workflow.journal.canon import NotCanonical
from vs_workflow.journal.chain import Line
from vs_workflow.journal.entry import Entry, read_entry
from vs_workflow.journal.remains import readable, remains
from vs_workflow.ports import Work
from vs_workflow.reasons import StoreTrouble


def entry_of(line: Line) -> Entry:
    """The entry of a line; raises StoreTrouble where it spells none."""
    try:
        return read_entry(line.text)
    except NotCanonical as error:
        raise StoreTrouble("store.unreadable-entry", seq=line.seq, detail=str(error)) from error


def destructions(work: Work) -> Iterator[Entry]:
    """The entries that say which assignments were destroyed, in the order of the book."""
    for seq in work.index.book(()).destroyed.values():
        yield entry_of(next(iter(work.journal.lines(since=seq))))


def told(work: Work, *, since: int = 1) -> Iterator[Entry]:
    """The entries from number `since` on; of those that were destroyed, what others rest on, at its own place.

    Raises StoreTrouble at one that spells none.
    """
    left: dict[int, Entry] = {}
    for destruction in destructions(work):
        left |= {one.seq: one for one in remains(destruction)}
    return readable(work.journal.lines(since=since), left, entry_of)


def take_each(entries: Iterable[Entry], take: Callable[[Entry], object]) -> None:
    """Hand each entry on; raises StoreTrouble at one that was forged so that it cannot be taken."""
    for entry in entries:
        try:
            take(entry)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise StoreTrouble("store.unreadable-entry", seq=entry.seq, detail=str(error)) from error
