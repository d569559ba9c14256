"""The fold in flat memory: of each case what later entries can still ask for, and no more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from vs_workflow.casebook import Case, Casebook
from vs_workflow.journal.entry import Entry
from vs_workflow.replay.fold import Fix, Fold

_FEW, _TIMES = 16, 2
"""A case is shortened when it has more marks than a few, and so many times what was left of it the last time."""


class LeanFold:
    """Takes entries as `Fold` does; a case in its `book` may have less marks than it had.

    `short` gives a case without the marks that are asked for no more; to ask it costs more than a few marks do.
    """

    def __init__(self, short: Callable[[Case], Case], fixes: Mapping[int, Fix] | None = None) -> None:
        self._fold = Fold(fixes=fixes)
        self._short = short
        self._left: dict[str, int] = {}

    @property
    def book(self) -> Casebook:
        """What is known after the entries that were taken."""
        return self._fold.book

    def take(self, entry: Entry) -> None:
        """Read one more; an entry that cannot be read raises and leaves the book as it was."""
        self._fold.take(entry)
        if entry.assignment is not None:
            self.shorten(entry.assignment)

    def skip(self, entry: Entry) -> None:
        """Take the number and the moment of an entry, and nothing of what it says."""
        self._fold.skip(entry)

    def shorten(self, assignment: str) -> None:
        """Leave out what is asked for no more, where there is enough of it."""
        case = self._fold.book.cases.get(assignment)
        if case is not None and len(case.marks) > max(_FEW, _TIMES * self._left.get(assignment, 0)):
            short = self._short(case)
            self._fold.put(short)
            self._left[assignment] = len(short.marks)

    def is_short(self, assignment: str) -> bool:
        """Whether marks of this assignment were left out."""
        return assignment in self._left and assignment in self._fold.book.cases

    def put_whole(self, case: Case) -> None:
        """Have the case of an assignment back with all its marks."""
        self._fold.put(case)
        del self._left[case.key]

    def know_destroyed(self, gone: Mapping[str, int]) -> None:
        """Take it as known which assignments are destroyed, each by which entry."""
        if self._fold.book.destroyed != gone:
            self._fold = Fold(replace(self._fold.book, destroyed=dict(gone)))
