"""What the journal tells, entry by entry, for whoever reads all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from vs_workflow.journal.canon import NotCanonical, leaf_hash
from vs_workflow.journal.chain import Line
from vs_workflow.journal.entry import Entry, Kind, read_entry
from vs_workflow.journal.remains import is_blank, readable, remains
from vs_workflow.ports import Work
from vs_workflow.reasons import StoreTrouble


@dataclass(frozen=True, slots=True)
class Whole:
    """All that a journal tells; `changed` are the numbers of those whose text is not what its own hash says."""

    entries: Sequence[Entry]
    changed: frozenset[int]


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


def told_whole(work: Work) -> Whole:
    """The same, all of it, on the word of the lines alone: no table is asked what was destroyed, or whose a line is.

    Raises StoreTrouble at one that spells no entry.
    """
    found: dict[int, Entry] = {}
    left: dict[int, Entry] = {}
    blanks: set[int] = set()
    changed: set[int] = set()
    for line in work.journal.lines():
        if is_blank(line):
            blanks.add(line.seq)
            continue
        found[line.seq] = entry = entry_of(line)
        if leaf_hash(line.text) != line.leaf:
            # A text that was changed may say another number too, and what is told of it goes by that one.
            changed |= {line.seq, entry.seq}
        if entry.kind is Kind.DESTRUCTION:
            left |= {one.seq: one for one in remains(entry)}
    found |= {seq: left[seq] for seq in blanks & left.keys()}
    return Whole([found[seq] for seq in sorted(found)], frozenset(changed))


def take_each(entries: Iterable[Entry], take: Callable[[Entry], object]) -> None:
    """Hand each entry on; raises StoreTrouble at one that was forged so that it cannot be taken."""
    for entry in entries:
        try:
            take(entry)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise StoreTrouble("store.unreadable-entry", seq=entry.seq, detail=str(error)) from error
