"""Where in a journal each assignment is spoken of: numbers alone, so that few lines need be read again.

Whoever judges a correction reads what its assignment and the programme went through; that
must not cost as much as reading the whole journal, for a long one holds many corrections.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator

from vs_workflow.audit.destroyed import Destroyed
from vs_workflow.journal.chain import Line
from vs_workflow.journal.entry import Entry, Kind, read_entry
from vs_workflow.journal.remains import is_blank
from vs_workflow.replay import OWN, concerns

_NEAR = 64
"""So many lines are sooner read than the journal is entered anew."""


class Places:
    """Takes note of each entry that was judged, and finds those of one assignment again."""

    def __init__(self, since: Callable[[int], Iterable[Line]], destroyed: Destroyed) -> None:
        self._since = since
        self._destroyed = destroyed
        self._numbers: dict[str, array[int]] = {}
        self._opened: set[int] = set()
        self._not_taken: set[int] = set()

    def note(self, entry: Entry, seq: int) -> None:
        """Take note of an entry, by the number under which it is kept."""
        if entry.opens:
            self._opened.add(seq)
        for scope in concerns(entry):
            # A correction concerns everybody where it moves or undoes what opened a body.
            if scope or entry.kind is not Kind.CORRECTION or not entry.assignment or entry.corrects in self._opened:
                self._numbers.setdefault(scope, array("Q")).append(seq)

    def unreadable(self, seq: int) -> None:
        """Whom a line concerns that nobody can read, nobody can tell: whoever looks back meets it."""
        self._numbers.setdefault(OWN, array("Q")).append(seq)

    def not_taken(self, seq: int) -> None:
        """What this entry says went into no casebook: it broke what was to take it."""
        self._not_taken.add(seq)

    def about(self, assignment: str, before: int) -> Iterator[Entry]:
        """What can be read of it and of the programme before that number, and what is left of the rest."""
        numbers = {*self._numbers.get(OWN, ()), *self._numbers.get(assignment, ()), *self._destroyed.left}
        return self._read(one for one in sorted(numbers) if one < before)

    def trail(self, assignment: str) -> Iterator[Entry]:
        """What it went through itself, as it was taken up to here."""
        return self._read(one for one in self._numbers.get(assignment, ()) if one not in self._not_taken)

    def assignment_of(self, seq: int) -> str | None:
        """Of which assignment the entry with that number is; None where there is none, or it is the programme's."""
        line = next(iter(self._since(seq)), None) if seq > 0 else None
        if line is None or line.seq != seq or is_blank(line):
            return None
        return read_entry(line.text).assignment

    def _read(self, numbers: Iterable[int]) -> Iterator[Entry]:
        left = self._destroyed.left
        lines: Iterator[Line] = iter(())
        last = -_NEAR
        for seq in numbers:
            if seq in left:
                yield left[seq]
                continue
            if seq - last >= _NEAR:
                lines = iter(self._since(seq))
            last = seq
            line = next((one for one in lines if one.seq >= seq), None)
            if line is not None and line.seq == seq:
                yield read_entry(line.text)
