"""A journal as years of work leave it: steps, refusals, corrections, other holders, and a check every morning.

Checks are the product's own, on the file; steps and corrections are written as the decision
would say them, many at once, and whoever measures with such a journal verifies it, which
judges each of them. Every fifth assignment begins late, so that milestones are missed and caught up with.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import count, cycle
from pathlib import Path

from store import Database
from tests.bench import long_journals, programme
from tests.bench.programme import KEY, ROAD
from vs_workflow.casebook import Mark
from vs_workflow.decide import Accepted, Past, Refused, decide
from vs_workflow.desk import watch
from vs_workflow.face.programme import office_of
from vs_workflow.journal.chain import Head, Line, Stamp, instant, write
from vs_workflow.journal.entry import Draft, Entry, Kind
from vs_workflow.ports import Room
from vs_workflow.replay.fold import Fold
from vs_workflow.request import EndGrant, GiveRole, Request, TakeStep
from vs_workflow.rules.rulebook import Rules, fetch

ASSIGNMENTS = 1500
DAYS = 3000
FEWEST_A_DAY = 8
REFUSED_EVERY, CORRECTED_EVERY, HANDED_OVER_EVERY = 50, 1000, 2000
COORDINATOR = "coordinator-00"
_MORNING, _WORK = timedelta(hours=5), timedelta(hours=8)


def kept(entries: int, assignments: int = ASSIGNMENTS) -> Path:
    """The database with about so many entries; made now, in a process of its own, where it is not there."""
    form = sha256(Path(__file__).read_bytes()).hexdigest()[:8]
    path = long_journals.folder() / f"years-{form}-{entries}-of-{assignments}.db"
    if not path.exists():
        subprocess.run(
            [sys.executable, "-m", "tests.bench.years", str(path), str(entries), str(assignments)], check=True
        )
    return path


def make(path: Path, entries: int, assignments: int) -> None:
    began = datetime.combine(programme.FIRST_DAY, datetime.min.time(), UTC)
    database = programme.adopted(path, assignments, now=instant(began + timedelta(hours=4)))
    work = _Work(database, assignments)
    a_day = max(FEWEST_A_DAY, entries // DAYS)
    for number in count(1):
        if work.head.seq >= entries:
            break
        today = began + timedelta(days=number)
        watch.check(replace(office_of(database, KEY, now=instant(today + _MORNING)), room=work.room))
        work.day(today, a_day)
    database.close()


class _Work:
    """What people do on each day, from the road that every assignment goes for ever."""

    def __init__(self, database: Database, assignments: int) -> None:
        self.room: Room = database.room(KEY)
        with self.room.reading() as work:
            self.fold = Fold(work.index.book())
            self.rules: Rules = fetch(self.fold.book.rules, work.shelf.get)
            self.head = work.journal.head()
        self.held = programme.grants_in(self.fold.book)
        self.holders = {one.seq: one.person for one in self.fold.book.grants()}
        self.done = {programme.assignment(number): 0 for number in range(assignments)}
        self.turn = cycle(self.done)
        self.asked = 0
        self.late = {
            key: programme.FIRST_DAY + timedelta(days=40 + number % 120)
            for number, key in enumerate(self.done)
            if number % 5 == 4
        }

    def day(self, today: datetime, most: int) -> None:
        """Some hours of work, appended in one transaction."""
        with self.room.writing() as work:
            after = self.head = work.journal.head()
            entries: list[Entry] = []
            lines: list[Line] = []
            stamps = _stamps(today + _WORK, timedelta(hours=8) / (most + 4))
            for draft in self._asked(today.date(), most):
                (entry,), (line,) = write((draft,), (next(stamps),), after=self.head)
                self.fold.take(entry)
                self.head = Head(line.seq, line.leaf, entry.at)
                entries.append(entry)
                lines.append(line)
            work.journal.append(entries, lines, after=after)

    def _asked(self, today: date, most: int) -> Iterator[Draft]:
        """Drafts, each to be written before the next is asked for."""
        for _ in range(most):
            key = next(one for one in self.turn if today >= self.late.get(one, today))
            self.asked += 1
            if not self.asked % REFUSED_EVERY:
                yield self._refused(key, today)
            if not self.asked % HANDED_OVER_EVERY:
                yield from self._handed_over(key, today)
            yield self._step(key, today)
            if not self.asked % CORRECTED_EVERY:
                yield from self._corrected(key, today)

    def _step(self, key: str, today: date) -> Draft:
        step, source, target, role = ROAD[self.done[key] % len(ROAD)]
        self.done[key] += 1
        grant = self.held[key, role]
        person = self.holders[grant]
        return Draft(
            kind=Kind.STEP, what=step, on=today, rules=self.rules.hash, assignment=key, source=source, target=target,
            actor=person, typed_by=person, role=role, grant=grant,
        )  # fmt: skip

    def _refused(self, key: str, today: date) -> Draft:
        """Somebody who is not the one tries the next step."""
        step, *_ = ROAD[self.done[key] % len(ROAD)]
        request = TakeStep(actor=COORDINATOR, typed_by=COORDINATOR, today=today, on=today, assignment=key, step=step)
        decision = self._decided(request)
        assert isinstance(decision, Refused)
        return decision.draft

    def _accepted(self, request: Request) -> Draft:
        decision = self._decided(request)
        assert isinstance(decision, Accepted), decision
        return decision.draft

    def _handed_over(self, key: str, today: date) -> Iterator[Draft]:
        """Another lead, from that day on."""
        grant = self.held[key, "lead"]
        names = {programme.person("lead", number) for number in range(programme.LEADS)} & self.fold.book.people.keys()
        other = min(names - {self.holders[grant]})
        end = EndGrant(actor=COORDINATOR, typed_by=COORDINATOR, today=today, on=today, grant=grant)
        yield self._accepted(end)
        new = GiveRole(
            actor=COORDINATOR, typed_by=COORDINATOR, today=today, on=today, role="lead", person=other, assignment=key
        )  # fmt: skip
        yield self._accepted(new)
        self.held[key, "lead"] = self.head.seq
        self.holders[self.head.seq] = other

    def _corrected(self, key: str, today: date) -> Iterator[Draft]:
        """The last step was a day earlier; or it is taken back, and taken again."""
        case = self.fold.book.cases[key]
        *before, last = case.marks
        earlier = last.on - timedelta(days=1)
        redated = Draft(
            kind=Kind.CORRECTION, what="redate", on=earlier, rules=self.rules.hash, assignment=key, actor=last.actor,
            typed_by=last.actor, role=last.role, grant=last.grant, corrects=last.seq, reason="it was the day before",
        )  # fmt: skip
        if self.asked // CORRECTED_EVERY % 2 and earlier >= _since(before) and self._covered(last, earlier):
            yield redated
            return
        yield replace(redated, what="annul", on=today, reason="taken too early")
        self.done[key] -= 1
        yield self._step(key, today)

    def _covered(self, mark: Mark, day: date) -> bool:
        grant = self.fold.book.grant(mark.grant or 0)
        return grant is not None and grant.covers(day)

    def _decided(self, request: Request) -> Accepted | Refused:
        return decide(request, self.fold.book, self.rules, Past(tuple, lambda _: self.rules))


def _since(marks: list[Mark]) -> date:
    return marks[-1].on if marks else programme.FIRST_DAY


def _stamps(start: datetime, step: timedelta) -> Iterator[Stamp]:
    for number in count():
        now = start + number * step
        salt = sha256(now.isoformat().encode()).hexdigest()[:32]
        yield Stamp(instant(now), salt, "vs_workflow bench", "bench", "bench")


if __name__ == "__main__":
    target = Path(sys.argv[1])
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    make(part, int(sys.argv[2]), int(sys.argv[3]))
    part.rename(target)
