"""One durable step after another on SQLite: the library on an open store, the limit, and what users write instead."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from tests.bench import programme
from tests.bench.limit import Limit, Moved
from tests.bench.measure import Claim, Result, Run, per_second
from tests.bench.peers import Django, OrmSession, has_django
from tests.bench.programme import KEY, STATES, Move
from tests.bench.sqlite_files import settings
from vs_workflow.face.programme import Programme

T = TypeVar("T")
OURS, LIMIT = "vs_workflow, one step decided, kept and derived", "limit: raw sqlite3, bytes made already"
ORM, DJANGO = "SQLModel session, Machine per model, history row", "django-fsm-2 with django-fsm-log"


class _Ours:
    """The library; keeps what it wrote, for the limit to write again."""

    def __init__(self, folder: Path, assignments: int) -> None:
        self.database = programme.adopted(folder / "ours.db", assignments)
        self.programme = Programme(self.database, programme=KEY)
        self.first = self.entries()
        self.steps = 0

    def entries(self) -> int:
        return self.database.programmes()[KEY]

    def step(self, move: Move) -> None:
        done = self.programme.advance(move.assignment, move.step, by=move.person)
        assert done.accepted, done.reasons
        self.steps += 1

    def written(self, moves: list[Move]) -> list[Moved]:
        """The lines of these moves, which are the last that were written."""
        with self.database.room(KEY).reading() as work:
            lines = list(work.journal.lines(since=work.journal.head().seq - len(moves) + 1))
        return [(line, move.assignment, move.target) for line, move in zip(lines, moves, strict=True)]

    def check(self) -> str:
        found = self.programme.verify()
        assert found.whole, found.findings
        assert found.entries == self.first + self.steps
        return found.head


def run(folder: Path, *, assignments: int = 100, count: int = 50, rounds: int = 45) -> Result:
    ours = _Ours(folder, assignments)
    keys = [programme.assignment(number) for number in range(assignments)]
    limit = Limit(folder / "limit.db", keys, STATES[0])
    orm = OrmSession(folder / "orm.db", keys)
    roads = {name: programme.moves(assignments) for name in (OURS, ORM, DJANGO)}
    waiting: list[list[Moved]] = []

    def of_ours() -> tuple[int, float]:
        moves = list(islice(roads[OURS], count))
        seconds = _each(ours.step, moves)
        waiting.append(ours.written(moves))
        return count, seconds

    def of_limit() -> tuple[int, float]:
        if not waiting:
            warm()
        return count, _each(limit.step, waiting.pop(0))

    def warm() -> None:
        """One round of ours that nobody counts, so that the limit never runs out of lines."""
        moves = list(islice(roads[OURS], count))
        _each(ours.step, moves)
        waiting.append(ours.written(moves))

    variants: dict[str, Run] = {
        OURS: of_ours,
        LIMIT: of_limit,
        ORM: lambda: (count, _each(orm.step, list(islice(roads[ORM], count)))),
    }
    django = Django(folder / "django.db", keys) if has_django() else None
    if django is not None:
        one = django
        variants[DJANGO] = lambda: (count, _each(one.step, list(islice(roads[DJANGO], count))))
    warm()
    claims = [Claim(OURS, LIMIT, "speed", 0.5), Claim(OURS, ORM, "speed", 2.0)]
    if django is not None:
        claims.append(Claim(OURS, DJANGO, "speed"))
    result = per_second("durable steps on SQLite", variants, tuple(claims), rounds)
    while waiting:
        _each(limit.step, waiting.pop(0))
    last = ours.check()
    limit.check(ours.steps, last)
    orm.check()
    orm.close()
    if django is not None:
        django.check()
        django.close()
    ours.database.close()
    said = [f"{settings()}; {assignments} assignments, rounds of {count} steps"]
    said.append("every entry of ours was verified whole; the limit holds the same bytes and the same last leaf")
    if django is None:
        said.append("skipped: django-fsm-2 is not installed here (./run bench installs it)")
    return result.with_remarks(*said)


def _each(step: Callable[[T], None], items: list[T]) -> float:
    start = perf_counter()
    for item in items:
        step(item)
    return perf_counter() - start
