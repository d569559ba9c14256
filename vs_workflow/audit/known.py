"""The beginning of a journal that was judged before: taken as it is, for what the rest must know of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from vs_workflow.audit.destroyed import Destroyed
from vs_workflow.audit.founding import Foundation
from vs_workflow.audit.keys_seen import KeysSeen
from vs_workflow.audit.places import Places
from vs_workflow.audit.sweeps import Sweeps
from vs_workflow.journal.chain import Line
from vs_workflow.journal.entry import read_entry
from vs_workflow.journal.remains import is_blank
from vs_workflow.timeline.lean import Retraced


@dataclass(slots=True)
class Known:
    """Reads what was judged before, and has everybody take note of it."""

    keys: KeysSeen
    sweeps: Sweeps
    foundation: Foundation
    destroyed: Destroyed
    places: Places
    fold: Retraced

    def read(self, lines: Iterator[Line], since: int) -> tuple[int, Iterator[Line]]:
        """Where the judging can begin, and the lines from there on; what is before goes into the fold.

        That is earlier than `since` where what was written at one moment would be torn
        apart: a sweep and its flags, a move to other rules and what it brings. What was read is of no use then.
        """
        first, at = 1, ""
        for line in lines:
            if is_blank(line):
                pass_blank(line, self.fold, self.destroyed)
                continue
            entry = read_entry(line.text)
            first, at = (first, at) if entry.at == at else (entry.seq, entry.at)
            if entry.seq >= since:
                return first, chain((line,), lines)
            for _ in self.keys.take(entry, line.seq):
                pass
            self.sweeps.known(entry)
            self.foundation.known(entry)
            self.destroyed.note(entry)
            self.fold.take(entry)
            self.places.note(entry, line.seq)
        return since, lines


def pass_blank(line: Line, fold: Retraced, destroyed: Destroyed) -> None:
    """Past an entry that was destroyed, with what is left of it."""
    fold.know_destroyed(destroyed.gone)
    if line.seq in destroyed.left:
        fold.take(destroyed.left[line.seq])
