"""What lawful destructions took out of a journal: which blanks they account for, and what stands in for them.

A blank that no destruction names was taken by somebody else; a destruction that names what is
still there, leaves something of its assignment, or is of none that there was, destroyed nothing
or something else. What was in the blanks nobody can judge any more: that is a limit, and so is
what rested on it.
"""

from __future__ import annotations

from base64 import b64encode
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import pairwise

from vs_workflow.audit.foreseen import Foreseen, foresee
from vs_workflow.audit.remains import first_wrong
from vs_workflow.journal.chain import Line
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.journal.remains import named, readable
from vs_workflow.reasons import Finding, Reason
from vs_workflow.rules.rulebook import Rules

# Under these a reason names an entry; its other numbers count days and people.
_NUMBERS = ("seq", "grant")


class Destroyed:
    """Judges destructions along with the journal, which it looks ahead in when first asked."""

    def __init__(self, lines: Callable[[], Iterable[Line]]) -> None:
        self._lines = lines
        self._seen: Foreseen | None = None
        self._adopted: list[tuple[int, str]] = []

    @property
    def _foreseen(self) -> Foreseen:
        if self._seen is None:
            self._seen = foresee(self._lines)
        return self._seen

    @property
    def gone(self) -> Mapping[str, int]:
        """The assignments that are destroyed anywhere in the journal, each with the number of its destruction."""
        return self._foreseen.gone

    def begun(self, before: int) -> Mapping[str, int]:
        """Those of them that had an entry before this number: a later one was not there yet, and is new to a move."""
        return {key: self.gone[key] for key, first in self._foreseen.begun.items() if first < before}

    @property
    def left(self) -> Mapping[int, Entry]:
        """What is left of entries that were destroyed, by their number."""
        return self._foreseen.left

    def blank(self, seq: int) -> Iterator[Finding]:
        """A finding where no destruction accounts for this blank."""
        if seq not in self._foreseen.by:
            yield Finding("destruction", "lawful.blank", {}, seq=seq)

    def was(self, seq: object) -> bool:
        """Whether the entry with this number was destroyed."""
        return seq in self._foreseen.by

    def blanks(self, after: int, until: int) -> int:
        """How many of these numbers were destroyed."""
        numbers = self._foreseen.numbers
        return bisect_right(numbers, until) - bisect_left(numbers, after + 1)

    def note(self, entry: Entry) -> None:
        """Take note of the rules that the programme adopted."""
        if entry.kind is Kind.RULES or (entry.kind is Kind.MIGRATION and entry.assignment is None):
            self._adopted.append((entry.seq, entry.rules))

    def in_force(self, destruction: Entry, otherwise: str) -> str:
        """The rules that this destruction names, if its assignment can have ended by them: it does not tell any more.

        It went by those of the programme at its opening, or by some that the programme had until its last entry.
        """
        numbers = named(destruction)
        first, last = min(numbers, default=0), max(numbers, default=0)
        at_opening = [rules for seq, rules in self._adopted if seq < first][-1:]
        later = [rules for seq, rules in self._adopted if first < seq < last]
        return destruction.rules if destruction.rules in (*at_opening, *later) else otherwise

    def before(self, entry: Entry) -> Iterator[Entry]:
        """What can be read before this entry, and what is left of the rest."""

        def earlier() -> Iterator[Line]:
            for line in self._lines():
                if line.seq >= entry.seq:
                    return
                yield line

        return readable(earlier(), self.left)

    def judge(self, destruction: Entry, rules_of: Callable[[str], Rules]) -> Iterator[Finding]:
        """What it names must be gone by it, nothing else of its assignment be there, and what it left be possible."""
        seen, numbers = self._foreseen, named(destruction)
        wrong = [one for one in numbers if one not in seen.blanks or seen.by.get(one) != destruction.seq]
        wrong += [one for one, again in pairwise(numbers) if one >= again]
        survivor = seen.readable.get(str(destruction.assignment), destruction.seq)
        wrong += [survivor] if survivor < destruction.seq else []
        if wrong:
            facts = {"assignment": destruction.assignment, "entry": wrong[0]}
            yield Finding("destruction", "lawful.not-destroyed", facts, seq=destruction.seq)
        # Under a name that nobody bears, or once more under one that is gone, anything could be made to go.
        there = rules_of(destruction.rules).programme.assignment(str(destruction.assignment)) is not None
        if not numbers or not there or seen.gone.get(str(destruction.assignment)) != destruction.seq:
            facts = {"assignment": destruction.assignment}
            yield Finding("destruction", "lawful.destroyed-none", facts, seq=destruction.seq)
        # Of a text that is gone no link leads back: this binds what stands before it, and the leaves that stand for it.
        root = b64encode(seen.roots.get(destruction.seq - 1, b"")).decode()
        if destruction.facts.get("root") != root:
            facts = {"found": str(destruction.facts.get("root")), "expected": root}
            yield Finding("link", "link.root", facts, seq=destruction.seq)
        known = dict.fromkeys((*(rules for _, rules in self._adopted), destruction.rules))
        left = first_wrong(destruction, seen.near, map(rules_of, known))
        if left is not None:
            facts = {"assignment": destruction.assignment, "entry": left}
            yield Finding("destruction", "lawful.remains", facts, seq=destruction.seq)

    def limit(self, destruction: Entry) -> Finding:
        """What of this journal cannot be replayed because of it."""
        ground = str(destruction.facts.get("ground"))
        facts = {"assignment": destruction.assignment, "count": len(named(destruction)), "ground": ground}
        return Finding("destroyed", "limit.destroyed", {**facts, "on": destruction.on.isoformat()}, seq=destruction.seq)

    def explains(
        self, recorded: Iterable[Reason], recomputed: Iterable[Reason], perhaps: Collection[Reason] = ()
    ) -> bool:
        """Whether all in which these reasons differ is about what was destroyed; `perhaps` stood before it was."""
        one, two = list(recorded), list(recomputed)
        lost, new = [reason for reason in one if reason not in two], [reason for reason in two if reason not in one]
        gone = all(reason in perhaps or self.told_in(reason) for reason in lost)
        return bool(lost or new) and gone and all(self.told_in(reason) for reason in new)

    def told_in(self, reason: Reason) -> bool:
        """Whether this reason is about what was destroyed."""
        numbers = (reason.facts.get(name) for name in _NUMBERS)
        return any(type(one) is int and self.was(one) for one in numbers) or any(
            isinstance(value, str) and value in self.gone for value in reason.facts.values()
        )
