"""Timelines to check: any number of assignments with seven milestones each, due over two years, most of them met.

The same rows twice: in the product's own derived tables, filled directly, and in the two
tables that somebody would make for a bare UPDATE or an ORM. One due milestone in ten is not
met; on the days of `steady` so many are missed whatever the number of assignments.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from store import Database
from tests.bench import programme
from tests.bench.programme import KEY
from vs_workflow.journal.entry import Instant

CODES = ("adopted", "briefed", "concept", "delivered", "executed", "filled", "reviewed")
DAYS = 730
MET_PER_CENT = 90
AT = Instant("2024-01-01T05:00:00.000000Z")
UNSAFE = ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -200000")


@dataclass(frozen=True, slots=True)
class Plan:
    """The mornings on which is checked: first with as many misses as there are, then with just so many."""

    assignments: int
    rounds: int
    steady: int
    first: int = 365

    @property
    def growing(self) -> list[date]:
        return [self._morning(self.first + number) for number in range(self.rounds)]

    @property
    def even(self) -> list[date]:
        return [self._morning(self.first + self.rounds + number) for number in range(self.rounds)]

    def _morning(self, number: int) -> date:
        return programme.FIRST_DAY + timedelta(days=number)

    def rows(self) -> Iterator[tuple[int, str, int, date | None, date | None]]:
        """Assignment, milestone, and as numbers or days: due, met, missed."""
        rng, steady = (
            random.Random(11),
            dict.fromkeys(range(self.first + self.rounds - 1, self.first + 2 * self.rounds), 0),
        )
        draw = rng.random
        for number in range(1, self.assignments + 1):
            for code in CODES:
                due = int(draw() * DAYS)
                met = draw() * 100 < MET_PER_CENT
                if due in steady:
                    met = steady[due] >= self.steady
                    steady[due] += not met
                day = programme.FIRST_DAY + timedelta(days=due)
                missed = day + timedelta(days=1) if not met and due < self.first - 1 else None
                yield number, code, due, day if met else None, missed


def name(number: int) -> str:
    return f"a{number:07d}"


_TEXT = [(programme.FIRST_DAY + timedelta(days=number)).isoformat() for number in range(DAYS + 2)]


def ours(path: Path, plan: Plan) -> Database:
    """A database of the product in which the day before the first morning was checked."""
    database = programme.adopted(path, 1, milestones=0, now=AT)
    raw = sqlite3.connect(path, isolation_level=None)
    for pragma in UNSAFE:
        raw.execute(pragma)
    raw.execute("BEGIN")
    (rules,) = raw.execute("SELECT DISTINCT rules FROM case_now").fetchone()
    (index,) = raw.execute("SELECT sql FROM sqlite_master WHERE name = 'milestone_ripe'").fetchone()
    raw.execute("DROP INDEX milestone_ripe")
    raw.executemany(
        "INSERT INTO case_now (programme, assignment, position, state, since, seq, rules) VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((KEY, name(one), one + 1, "staffing", _TEXT[0], 1, rules) for one in range(1, plan.assignments + 1)),
    )
    raw.executemany(
        "INSERT INTO milestone_now (programme, assignment, milestone, due, satisfied_on, recorded_at, lapsed_on,"
        " flag, flag_seq, flag_due, ripe) VALUES (?, ?, ?, ?, ?, ?, NULL, ?, ?, ?, ?)",
        (
            (KEY, name(number), code, _TEXT[due], met and _TEXT[due], met and AT,
             missed and "missed", missed and 1, missed and _TEXT[due], None if met or missed else _TEXT[due])
            for number, code, due, met, missed in plan.rows()
        ),
    )  # fmt: skip
    raw.execute(
        "INSERT INTO flag_now (programme, assignment, milestone, flag, follows, seq)"
        " SELECT programme, assignment, milestone, flag, 0, 1 FROM milestone_now WHERE flag IS NOT NULL"
    )
    raw.execute(index)
    raw.execute("UPDATE coverage_now SET last_day = ?", (_TEXT[plan.first - 2],))
    raw.execute("COMMIT")
    raw.close()
    return database


def bare(path: Path, plan: Plan) -> None:
    """The same milestones in a plain table, with an index of those that are open."""
    raw = sqlite3.connect(path, isolation_level=None)
    for pragma in UNSAFE:
        raw.execute(pragma)
    raw.execute("BEGIN")
    raw.execute("CREATE TABLE assignment (id INTEGER PRIMARY KEY, title TEXT NOT NULL, state TEXT NOT NULL)")
    raw.execute(
        "CREATE TABLE milestone (id INTEGER PRIMARY KEY, assignment_id INTEGER NOT NULL, code TEXT NOT NULL,"
        " due_on TEXT NOT NULL, met_on TEXT, missed_on TEXT)"
    )
    titles = ((number, f"Assignment {number}", "staffing") for number in range(1, plan.assignments + 1))
    raw.executemany("INSERT INTO assignment VALUES (?, ?, ?)", titles)
    raw.executemany(
        "INSERT INTO milestone (assignment_id, code, due_on, met_on, missed_on) VALUES (?, ?, ?, ?, ?)",
        (
            (number, code, _TEXT[due], met and _TEXT[due], missed and _TEXT[due + 1])
            for number, code, due, met, missed in plan.rows()
        ),
    )
    raw.execute("CREATE INDEX milestone_open ON milestone (due_on) WHERE met_on IS NULL AND missed_on IS NULL")
    raw.execute("CREATE INDEX milestone_assignment ON milestone (assignment_id)")
    raw.execute("COMMIT")
    raw.close()
