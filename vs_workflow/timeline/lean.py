"""The fold in flat memory for whoever judges a whole journal: decisions and milestones find what they ask for.

What was left out is read again where it is asked for: a correction may touch any mark, and
other rules may ask for what those before them did not. So it costs what one assignment went
through, each time, and in between a long journal takes no more memory than a short one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from vs_workflow.casebook import Case, Casebook
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.reasons import Trouble
from vs_workflow.replay import LeanFold, replay
from vs_workflow.rules.lasting import shortened
from vs_workflow.rules.rulebook import Rules
from vs_workflow.timeline.verdict import satisfaction

_ANEW = (Kind.CORRECTION, Kind.MIGRATION)
"""Entries that change what may have been left out, or what may be asked for."""


class Retraced:
    """Takes entries as `Fold` does; `trail` gives those of an assignment that were taken so far, in their order."""

    def __init__(self, rules_of: Callable[[str], Rules], trail: Callable[[str], Iterable[Entry]]) -> None:
        self._lean = LeanFold(lambda case: _short(case, rules_of))
        self._trail = trail
        self._whole: set[str] = set()

    @property
    def book(self) -> Casebook:
        """What is known after the entries that were taken; of a case, the marks that can be asked for."""
        return self._lean.book

    def take(self, entry: Entry) -> None:
        """Read one more; an entry that cannot be read raises and leaves the book as it was."""
        if entry.kind in _ANEW and entry.assignment is not None:
            self.make_whole(entry.assignment)
        self._lean.take(entry)
        while self._whole:
            self._lean.shorten(self._whole.pop())

    def make_whole(self, assignment: str) -> None:
        """Bring back, until the next entry is taken, every mark of this assignment."""
        if self._lean.is_short(assignment):
            self._lean.put_whole(replay(self._trail(assignment)).cases[assignment])
            self._whole.add(assignment)

    def know_destroyed(self, gone: Mapping[str, int]) -> None:
        """Take it as known which assignments are destroyed, each by which entry."""
        self._lean.know_destroyed(gone)


def _short(case: Case, rules_of: Callable[[str], Rules]) -> Case:
    try:
        rules = rules_of(case.rules)
    except Trouble:
        # Nobody can tell what rules that cannot be had would ask for.
        return case
    return shortened(case, (rules.lifecycle,), also=_satisfying(case, rules))


def _satisfying(case: Case, rules: Rules) -> Iterator[int]:
    for milestone in rules.programme.milestones:
        met = satisfaction(milestone, case)
        if met is not None:
            yield met.seq
