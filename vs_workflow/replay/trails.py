"""Where in a journal each scope is spoken of: numbers alone, so that few lines need be read again."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator

from vs_workflow.journal.canon import NotCanonical
from vs_workflow.journal.chain import Line
from vs_workflow.journal.entry import Entry, read_entry

_NEAR = 64
"""So many lines are sooner read than the journal is entered anew."""


class Trails:
    """Takes note of numbers, in their order, and finds the entries again. `since` gives the lines from a number on."""

    def __init__(self, since: Callable[[int], Iterable[Line]]) -> None:
        self._since = since
        self._numbers: dict[str, array[int]] = {}

    def note(self, scope: str, seq: int) -> None:
        self._numbers.setdefault(scope, array("q")).append(seq)

    def numbers(self, scope: str) -> Collection[int]:
        return self._numbers.get(scope, ())

    def at(self, seq: int) -> Entry | None:
        """The entry with that number; None where none can be read there."""
        try:
            return next(self.read((seq,)), None)
        except NotCanonical:
            return None

    def read(self, numbers: Iterable[int]) -> Iterator[Entry]:
        """The entries with these numbers, as far as they are there; raises NotCanonical for one that cannot be read."""
        lines: Iterator[Line] = iter(())
        last = -_NEAR
        for seq in numbers:
            if seq - last >= _NEAR:
                lines = iter(self._since(seq))
            last = seq
            line = next((one for one in lines if one.seq >= seq), None)
            if line is not None and line.seq == seq:
                yield read_entry(line.text)
