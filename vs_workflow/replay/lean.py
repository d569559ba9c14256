"""The fold in flat memory: of each case what later entries can ask for, and no more.

What was left out is read again where it is asked for: a correction may touch any mark, and
other rules may ask for what those before them did not. So it costs what one assignment went
through, each time, and in between a long road takes no more memory than a short one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar

from vs_workflow.casebook import Case, Casebook
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.replay.fold import Fix, Fold, replay

_ANEW = (Kind.CORRECTION, Kind.MIGRATION)
"""Entries that change what may have been left out, or what may be asked for."""


class LeanFold:
    """Takes entries as `Fold` does; a case in its `book` may have less marks than it had, and no annulled ones.

    `short` gives a case without the marks that are asked for no more. `trail` gives the entries
    of an assignment that were taken so far, in their order; without it there must come no
    correction, and `short` must leave what any rules to come ask for.
    """

    FEW: ClassVar[int] = 16
    TIMES: ClassVar[int] = 2
    """A case is shortened when it has more marks than a few, and so many times what was left of it the last time."""
    LAST: ClassVar[int] = 8
    """So many cases that were asked for whole stay so: who is corrected once is often corrected again."""

    def __init__(
        self,
        short: Callable[[Case], Case],
        trail: Callable[[str], Iterable[Entry]] | None = None,
        fixes: Mapping[int, Fix] | None = None,
    ) -> None:
        self._fold = Fold(fixes=fixes)
        self._short = short
        self._trail = trail
        self._left: dict[str, int] = {}
        self._grown: set[str] = set()
        self._whole: dict[str, None] = {}

    @property
    def book(self) -> Casebook:
        """What is known after the entries that were taken: a view, which the next entry changes."""
        self._shorten()
        return self._fold.book

    def take(self, entry: Entry) -> None:
        """Read one more; where anything raises, it was not taken, and what is known stays as it was."""
        self._shorten()
        key = entry.assignment
        if key is not None and entry.kind in _ANEW:
            self.make_whole(key)
        self._fold.take(entry)
        while len(self._whole) > self.LAST:
            oldest = next(iter(self._whole))
            del self._whole[oldest]
            self._grown.add(oldest)
        if key is not None and key not in self._whole:
            self._grown.add(key)

    def skip(self, entry: Entry) -> None:
        """Take the number and the moment of an entry, and nothing of what it says."""
        self._fold.skip(entry)

    def make_whole(self, assignment: str) -> None:
        """Bring back every mark of this assignment, at least until the next entry is taken."""
        if self._trail is None or assignment not in self._fold.book.cases:
            return
        if assignment in self._left:
            self._fold.put(replay(self._trail(assignment)).cases[assignment])
            del self._left[assignment]
        self._whole.pop(assignment, None)
        self._whole[assignment] = None

    def know_destroyed(self, gone: Mapping[str, int]) -> None:
        """Take it as known which assignments are destroyed, each by which entry."""
        self._fold.know_destroyed(gone)

    def _shorten(self) -> None:
        while self._grown:
            case = self._fold.book.cases.get(self._grown.pop())
            if case is not None and len(case.marks) > max(self.FEW, self.TIMES * self._left.get(case.key, 0)):
                short = self._short(case)
                self._fold.put(short)
                self._left[case.key] = len(short.marks)
