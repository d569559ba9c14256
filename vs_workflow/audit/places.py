"""Where in a journal each assignment is spoken of, so that few lines need be read again.

Whoever judges a correction reads what its assignment and the programme went through; that
must not cost as much as reading the whole journal, for a long one holds many corrections.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from operator import attrgetter

from vs_workflow.audit.destroyed import Destroyed
from vs_workflow.journal.chain import Line
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.replay.fold import OWN, concerns
from vs_workflow.replay.trails import Trails


class Places:
    """Takes note of each entry that was judged, and finds those of one assignment again."""

    def __init__(self, since: Callable[[int], Iterable[Line]], destroyed: Destroyed) -> None:
        self._destroyed = destroyed
        self._trails = Trails(since)
        self._opened: set[int] = set()
        self._not_taken: set[int] = set()
        self._elsewhere: dict[int, str | None] = {}

    def note(self, entry: Entry, seq: int) -> None:
        """Take note of an entry, by the number under which it is kept."""
        if entry.seq != seq:
            self._elsewhere[entry.seq] = entry.assignment
        if entry.opens:
            self._opened.add(seq)
        for scope in concerns(entry):
            # A correction concerns everybody where it moves or undoes what opened a body.
            if scope or entry.kind is not Kind.CORRECTION or not entry.assignment or entry.corrects in self._opened:
                self._trails.note(scope, seq)

    def unreadable(self, seq: int) -> None:
        """Whom a line concerns that nobody can read, nobody can tell: whoever looks back meets it."""
        self._trails.note(OWN, seq)

    def not_taken(self, seq: int) -> None:
        """What this entry says went into no casebook: it broke what was to take it."""
        self._not_taken.add(seq)

    def about(self, assignment: str, before: int) -> Iterator[Entry]:
        """What can be read of it and of the programme before that number, and what is left of the rest."""
        left = self._destroyed.left
        numbers = {*self._trails.numbers(OWN), *self._trails.numbers(assignment)} - left.keys()
        there = self._trails.read(one for one in sorted(numbers) if one < before)
        if not left:
            return there
        gone = (one for one in left.values() if one.seq < before)
        return iter(sorted(chain(there, gone), key=attrgetter("seq")))

    def trail(self, assignment: str) -> Iterator[Entry]:
        """What it went through itself, as it was taken up to here."""
        return self._trails.read(one for one in self._trails.numbers(assignment) if one not in self._not_taken)

    def assignment_of(self, seq: int) -> str | None:
        """Of which assignment the entry is that says to have that number; None where none does, or it is nobody's."""
        if seq in self._elsewhere:
            return self._elsewhere[seq]
        entry = self._trails.at(seq) if seq > 0 else None
        return None if entry is None else entry.assignment
