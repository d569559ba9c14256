"""Every sweep judged again: the days it covered, and that it raised each flag that was due and no other.

The sweep is computed anew by the one function that made it, from what was known before it;
between two sweeps only the assignments that something happened to are looked at again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date

from vs_workflow.casebook import Casebook
from vs_workflow.journal.entry import Draft, Entry, Kind
from vs_workflow.ports import MilestoneRow, Standing, Swept
from vs_workflow.reasons import Finding, Plain
from vs_workflow.replay import OWN, concerns
from vs_workflow.rules.rulebook import Rules
from vs_workflow.rules.zone import local_day
from vs_workflow.timeline.flags import Named, ripe, standing_of, with_standings
from vs_workflow.timeline.project import rows_under
from vs_workflow.timeline.sweep import sweep, swept

_ASKED = ("key", "request", "reason")
"""Whoever asked for the check may have said why, and given it a key; a flag nobody asks for."""
_COMPARED = {
    Kind.SWEEP: tuple(one.name for one in fields(Draft) if one.name not in _ASKED),
    Kind.FLAG: tuple(one.name for one in fields(Draft)),
}


class Sweeps:
    """Reads the entries along with the casebook; `take` and `end` say what does not hold."""

    def __init__(self, rules_of: Callable[[str], Rules]) -> None:
        self._rules_of = rules_of
        self.last: Swept | None = None
        self._rows: dict[Named, MilestoneRow] = {}
        self._ripe: dict[Named, date] = {}
        self._standings: dict[Named, Standing] = {}
        self._changed: set[str] = set()
        self._owed: list[Draft] = []
        self._sweep = 0

    def take(self, entry: Entry, book: Casebook) -> Iterator[Finding]:
        """What does not hold of this entry, given the book before it."""
        if entry.kind is not Kind.FLAG:
            yield from self.end()
        if entry.kind is Kind.SWEEP:
            yield from self._swept(entry, book)
        elif entry.kind is Kind.FLAG:
            yield from self._flagged(entry)
        found = swept(entry, self.last)
        self.last = found or self.last
        self._changed.update(concerns(entry))

    def known(self, entry: Entry) -> None:
        """Take note of an entry that was judged before."""
        if entry.kind is Kind.FLAG:
            named, standing = standing_of(entry)
            self._standings[named] = standing
            self._changed.add(named[0])
        self.last = swept(entry, self.last) or self.last
        self._changed.update(concerns(entry))

    def end(self) -> Iterator[Finding]:
        """The flags that a sweep owed and that do not follow it."""
        for draft in self._owed:
            yield Finding("flag", "lawful.flag-missing", _about(draft), seq=self._sweep)
        self._owed = []

    def _swept(self, entry: Entry, book: Casebook) -> Iterator[Finding]:
        if self.last is None:
            yield Finding("sweep", "lawful.sweep-idle", {}, seq=entry.seq)
            return
        programme = self._rules_of(book.rules).programme
        if entry.on > local_day(entry.at, self._rules_of(book.rules)):
            yield Finding("sweep", "lawful.sweep-ahead", {"on": entry.on.isoformat()}, seq=entry.seq)
        self._look_again(book)
        pending = [
            (self._rows[named], book.cases.get(named[0], book.own).rules)
            for named, since in self._ripe.items()
            if since < entry.on
        ]
        expected = sweep(
            pending, last=self.last, day=entry.on, last_day=programme.last_day, rules=book.rules, head=entry.seq - 1
        )
        if not expected:
            yield Finding("sweep", "lawful.sweep-idle", {}, seq=entry.seq)
            return
        yield from _compared("sweep", entry, expected[0])
        self._owed, self._sweep = list(expected[1:]), entry.seq

    def _flagged(self, entry: Entry) -> Iterator[Finding]:
        if not self._owed:
            yield Finding("flag", "lawful.flag-surplus", _about(entry), seq=entry.seq)
        else:
            yield from _compared("flag", entry, self._owed.pop(0))
        named, standing = standing_of(entry)
        self._standings[named] = standing
        self._changed.add(named[0])

    def _look_again(self, book: Casebook) -> None:
        if not self._changed:
            return
        some = replace(book, cases={key: book.cases[key] for key in self._changed if key in book.cases})
        known = {named: one for named, one in self._standings.items() if named[0] in self._changed}
        rows = with_standings(rows_under(some, self._changed, self._rules_of), known)
        for named in [one for one in self._rows if one[0] in self._changed]:
            del self._rows[named]
            self._ripe.pop(named, None)
        for row in rows:
            since = ripe(row)
            self._rows[row.assignment, row.milestone] = row
            if since is not None:
                self._ripe[row.assignment, row.milestone] = since
        self._changed = set()


def _about(draft: Draft) -> dict[str, Plain]:
    assignment = draft.assignment or OWN
    return {"flag": draft.what, "milestone": str(draft.facts.get("milestone")), "assignment": assignment}


def _compared(check: str, entry: Entry, expected: Draft) -> Iterator[Finding]:
    for name in _COMPARED[expected.kind]:
        wanted, found = getattr(expected, name), getattr(entry, name)
        if wanted != found:
            facts: dict[str, Plain] = {"field": name, "expected": str(wanted)[:80], "found": str(found)[:80]}
            yield Finding(check, "lawful.proof", facts, seq=entry.seq)
