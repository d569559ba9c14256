"""Every sweep judged again: the days it covered, and that it raised each flag that was due and no other.

The sweep is computed anew by the one function that made it, from what was known before it;
between two sweeps only the assignments that something happened to are looked at again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date

from vs_workflow.audit.compared import unlike
from vs_workflow.casebook import Casebook
from vs_workflow.journal.entry import Draft, Entry, Kind
from vs_workflow.ports import MilestoneRow, Standing, Swept
from vs_workflow.reasons import Finding, Plain
from vs_workflow.replay.fold import OWN, concerns
from vs_workflow.rules.rulebook import Rules
from vs_workflow.rules.zone import local_day
from vs_workflow.timeline.flags import Named, ripe, standing_of, with_standings
from vs_workflow.timeline.project import rows_under
from vs_workflow.timeline.sweep import day_to_judge, sweep, swept

_ASKED = ("key", "request", "reason")
"""Whoever asked for the check may have said why, and given it a key; a flag nobody asks for."""
_COMPARED = {
    Kind.SWEEP: tuple(one.name for one in fields(Draft) if one.name not in _ASKED),
    Kind.FLAG: tuple(one.name for one in fields(Draft)),
}


class Sweeps:
    """Reads the entries along with the casebook; `take` and `end` say what does not hold."""

    def __init__(self, rules_of: Callable[[str], Rules], blanks: Callable[[int, int], int]) -> None:
        self._rules_of = rules_of
        self._blanks = blanks
        self.last: Swept | None = None
        self._ripe = _Ripe()
        self._standings: dict[str, dict[Named, Standing]] = {}
        self._changed: set[str] = set()
        self._owed: list[Draft] = []
        self._sweep = 0
        self._numbers: dict[int, int] = {}
        self._excused = False

    def take(self, entry: Entry, book: Casebook) -> Iterator[Finding]:
        """What does not hold of this entry, given the book before it."""
        if entry.kind is Kind.FLAG and self._excused:
            self.known(entry)
            return
        if entry.kind is not Kind.FLAG:
            self._excused = False
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
            self._stands(entry)
        self.last = swept(entry, self.last) or self.last
        self._changed.update(concerns(entry))

    def unjudged(self, entry: Entry) -> None:
        """Take note of one that nobody can judge; a sweep among them leaves nobody to say which flags it owed."""
        self._excused = self._excused or entry.kind is Kind.SWEEP
        self.known(entry)

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
        pending = [(row, book.cases.get(row.assignment, book.own).rules) for row in self._ripe.before(entry.on)]
        expected = sweep(
            pending, last=self.last, day=entry.on, last_day=programme.last_day, rules=book.rules, head=entry.seq - 1
        )
        gone = self._destroyed_flags(entry)
        if not expected and not gone:
            yield Finding("sweep", "lawful.sweep-idle", {}, seq=entry.seq)
            return
        # Where every flag is gone and no day was new, there still was such a sweep, of that day.
        day = day_to_judge(entry.on, self.last)
        alone = Draft(kind=Kind.SWEEP, what="sweep", on=day, rules=book.rules)
        first, *owed = expected or (alone,)
        yield from _compared("sweep", entry, replace(first, facts={**first.facts, "flags": len(owed) + gone}))
        self._owed, self._sweep = owed, entry.seq
        self._numbers = {}

    def _destroyed_flags(self, sweep: Entry) -> int:
        """How many of the flags that follow it at once were destroyed since."""
        flags = sweep.facts.get("flags")
        return self._blanks(sweep.seq, sweep.seq + flags) if type(flags) is int else 0

    def _flagged(self, entry: Entry) -> Iterator[Finding]:
        if not self._owed:
            yield Finding("flag", "lawful.flag-surplus", _about(entry), seq=entry.seq)
        else:
            yield from _compared("flag", entry, self._next_owed(entry.seq))
        self._stands(entry)

    def _next_owed(self, seq: int) -> Draft:
        """The next flag owed; one that follows another of the same sweep names the number that this one really got."""
        owed = self._owed.pop(0)
        self._numbers[self._sweep + 1 + len(self._numbers)] = seq
        follows = owed.facts["follows"]
        if type(follows) is int and follows in self._numbers:
            return replace(owed, facts={**owed.facts, "follows": self._numbers[follows]})
        return owed

    def _stands(self, flag: Entry) -> None:
        named, standing = standing_of(flag)
        self._standings.setdefault(named[0], {})[named] = standing
        self._changed.add(named[0])

    def _look_again(self, book: Casebook) -> None:
        if not self._changed:
            return
        some = replace(book, cases={key: book.cases[key] for key in self._changed if key in book.cases})
        known = {named: one for key in self._changed for named, one in self._standings.get(key, {}).items()}
        rows = with_standings(rows_under(some, self._changed, self._rules_of), known)
        for key in self._changed:
            self._ripe.forget(key)
        for row in rows:
            self._ripe.add(row)
        self._changed = set()


class _Ripe:
    """The milestones of which a check has something to say, by the day after which it has."""

    def __init__(self) -> None:
        self._days: dict[date, dict[Named, MilestoneRow]] = {}
        self._places: dict[str, list[tuple[date, Named]]] = {}

    def add(self, row: MilestoneRow) -> None:
        since = ripe(row)
        if since is not None:
            named = row.assignment, row.milestone
            self._days.setdefault(since, {})[named] = row
            self._places.setdefault(row.assignment, []).append((since, named))

    def forget(self, assignment: str) -> None:
        for since, named in self._places.pop(assignment, ()):
            del self._days[since][named]
            if not self._days[since]:
                del self._days[since]

    def before(self, day: date) -> Iterator[MilestoneRow]:
        for since, rows in self._days.items():
            if since < day:
                yield from rows.values()


def _about(draft: Draft) -> dict[str, Plain]:
    assignment = draft.assignment or OWN
    return {"flag": draft.what, "milestone": str(draft.facts.get("milestone")), "assignment": assignment}


def _compared(check: str, entry: Entry, expected: Draft) -> Iterator[Finding]:
    return unlike(entry, expected, _COMPARED[expected.kind], lambda _: check)
