"""What lawful destructions took out of a journal: which blanks they account for, and what stands in for them.

A blank that no destruction names was taken by somebody else; a destruction that names what is
still there, leaves something of its assignment, or is of none that there was, destroyed nothing
or something else. What was in the blanks nobody can judge any more: that is a limit, and so is
what rested on it.
"""

from __future__ import annotations

from base64 import b64encode
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise, takewhile

from vs_workflow.audit.gauge import Gauge
from vs_workflow.audit.remains import Neighbours, first_wrong
from vs_workflow.journal.canon import NotCanonical
from vs_workflow.journal.chain import Line
from vs_workflow.journal.entry import Entry, Kind, read_entry
from vs_workflow.journal.remains import is_blank, named, readable, remains
from vs_workflow.reasons import Finding, Reason
from vs_workflow.rules.rulebook import Rules

_MARK = b'"kind":"destruction"'


class Destroyed:
    """Looks ahead in the journal when the first blank, or the first entry that may concern one, is met."""

    def __init__(self, lines: Callable[[], Iterable[Line]]) -> None:
        self._lines = lines
        self._looked = False
        self._rules: set[str] = set()
        self._blanks: set[int] = set()
        self._numbers: list[int] = []
        self._of: dict[int, int] = {}
        self._left_over: dict[int, int] = {}
        self._near: dict[int, Neighbours] = {}
        self._gauge = Gauge()
        self.left: dict[int, Entry] = {}
        self.gone: dict[str, int] = {}

    def look(self) -> Mapping[str, int]:
        """The assignments that are destroyed anywhere in the journal, each with the number of its destruction."""
        if not self._looked:
            self._looked = True
            found = list(self._destructions())
            self._numbers = sorted(self._of)
            if found:
                self._gauge = Gauge([one.seq - 1 for one in found])
                self._gauge.measure(takewhile(lambda line: line.seq < found[-1].seq, self._lines()))
            for destruction in found:
                self._left_over |= self._still_there(destruction)
        return self.gone

    def blank(self, seq: int) -> Iterator[Finding]:
        """A finding where no destruction accounts for this blank."""
        if seq not in self._of:
            yield Finding("destruction", "lawful.blank", {}, seq=seq)

    def was(self, seq: object) -> bool:
        """Whether the entry with this number was destroyed."""
        return seq in self._of

    def blanks(self, after: int, until: int) -> int:
        """How many of these numbers were destroyed."""
        return bisect_right(self._numbers, until) - bisect_left(self._numbers, after + 1)

    def note(self, entry: Entry) -> None:
        """Take note of the rules that were adopted; an assignment ends by those that were in force some time."""
        if entry.kind in (Kind.RULES, Kind.MIGRATION):
            self._rules.add(entry.rules)

    def in_force(self, entry: Entry, otherwise: str) -> str:
        """The rules that this destruction was decided under, if ever adopted: its assignment does not tell any more."""
        return entry.rules if entry.rules in self._rules else otherwise

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
        self.look()
        numbers = named(destruction)
        wrong = [one for one in numbers if one not in self._blanks or self._of.get(one) != destruction.seq]
        wrong += [one for one, again in pairwise(numbers) if one >= again]
        if destruction.seq in self._left_over:
            wrong.append(self._left_over[destruction.seq])
        if wrong:
            facts = {"assignment": destruction.assignment, "entry": wrong[0]}
            yield Finding("destruction", "lawful.not-destroyed", facts, seq=destruction.seq)
        # Under a name that nobody bears, or once more under one that is gone, anything could be made to go.
        there = rules_of(destruction.rules).programme.assignment(str(destruction.assignment)) is not None
        if not numbers or not there or self.gone.get(str(destruction.assignment)) != destruction.seq:
            facts = {"assignment": destruction.assignment}
            yield Finding("destruction", "lawful.destroyed-none", facts, seq=destruction.seq)
        # Of a text that is gone no link leads back: this binds what stands before it, and the leaves that stand for it.
        root = b64encode(self._gauge.roots.get(destruction.seq - 1, b"")).decode()
        if destruction.facts.get("root") != root:
            facts = {"found": str(destruction.facts.get("root")), "expected": root}
            yield Finding("link", "link.root", facts, seq=destruction.seq)
        near = self._near.get(destruction.seq)
        left = (
            None if near is None else first_wrong(destruction, near, map(rules_of, {*self._rules, destruction.rules}))
        )
        if left is not None:
            facts = {"assignment": destruction.assignment, "entry": left}
            yield Finding("destruction", "lawful.remains", facts, seq=destruction.seq)

    def limit(self, destruction: Entry) -> Finding:
        """What of this journal cannot be replayed because of it."""
        ground = str(destruction.facts.get("ground"))
        facts = {"assignment": destruction.assignment, "count": len(named(destruction)), "ground": ground}
        return Finding("destroyed", "limit.destroyed", {**facts, "on": destruction.on.isoformat()}, seq=destruction.seq)

    def explains(self, recorded: Iterable[Reason], recomputed: Iterable[Reason]) -> bool:
        """Whether all in which these reasons differ is about what was destroyed."""
        one, two = list(recorded), list(recomputed)
        differing = [*(reason for reason in one if reason not in two), *(reason for reason in two if reason not in one)]
        return bool(differing) and all(self._is_about(reason) for reason in differing)

    def _is_about(self, reason: Reason) -> bool:
        return any(
            (type(value) is int and self.was(value)) or (isinstance(value, str) and value in self.gone)
            for value in reason.facts.values()
        )

    def _destructions(self) -> Iterator[Entry]:
        for line in self._lines():
            if is_blank(line):
                self._blanks.add(line.seq)
            elif _MARK in line.text:
                try:
                    entry = read_entry(line.text)
                    numbers, left = named(entry), tuple(remains(entry))
                except (NotCanonical, ValueError):
                    continue
                if entry.kind is Kind.DESTRUCTION and entry.assignment is not None:
                    self.gone.setdefault(entry.assignment, entry.seq)
                    self._of |= {one: entry.seq for one in numbers if one < entry.seq and one not in self._of}
                    self.left |= {one.seq: one for one in left if one.seq in numbers}
                    yield entry

    def _still_there(self, destruction: Entry) -> dict[int, int]:
        """The first entry of the assignment before its destruction that can be read, by the destruction's number."""
        mark = b'"assignment":"%b"' % str(destruction.assignment).encode()
        near = self._near[destruction.seq] = Neighbours({one.seq for one in remains(destruction)})
        found: dict[int, int] = {}
        for line in near.through(self._lines()):
            if line.seq >= destruction.seq:
                break
            if mark in line.text and not found:
                try:
                    entry = read_entry(line.text)
                except NotCanonical:
                    continue
                if entry.assignment == destruction.assignment and entry.kind is not Kind.DESTRUCTION:
                    found = {destruction.seq: entry.seq}
        return found
