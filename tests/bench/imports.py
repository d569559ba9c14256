"""Many steps brought in at once, in one transaction: written, chained and derived; the limit; and an ORM's add_all."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from time import perf_counter

from tests.bench import programme
from tests.bench.limit import Limit, Moved
from tests.bench.measure import Claim, Result, per_second
from tests.bench.peers import OrmSession
from tests.bench.programme import KEY, STATES
from tests.bench.sqlite_files import settings
from vs_workflow.journal.chain import write

OURS = "vs_workflow: write() and one append"
LIMIT, ORM = "limit: raw executemany, bytes made already", "SQLModel add_all, one commit"


def run(folder: Path, *, count: int = 10_000, rounds: int = 5, assignments: int = 200) -> Result:
    database = programme.adopted(folder / "ours.db", assignments)
    room = database.room(KEY)
    with room.reading() as work:
        book = work.index.book()
    first = book.head
    held = programme.grants_in(book)
    keys = [programme.assignment(number) for number in range(assignments)]
    limit = Limit(folder / "limit.db", keys, STATES[0])
    orm = OrmSession(folder / "orm.db", keys)
    road, other = programme.moves(assignments), programme.moves(assignments)
    waiting: list[list[Moved]] = []

    def of_ours() -> tuple[int, float]:
        moves = list(islice(road, count))
        with room.reading() as work:
            head = work.journal.head()
        drafts = programme.drafts(iter(moves), count, book.rules, held, programme.local_day(head.at))
        stamps = programme.stamps(head.at, count)
        start = perf_counter()
        with room.writing() as writing:
            entries, lines = write(drafts, stamps, after=writing.journal.head())
            writing.journal.append(entries, lines, after=writing.journal.head())
        seconds = perf_counter() - start
        waiting.append([(line, move.assignment, move.target) for line, move in zip(lines, moves, strict=True)])
        return count, seconds

    def of_limit() -> tuple[int, float]:
        if not waiting:
            of_ours()
        moved = waiting.pop(0)
        start = perf_counter()
        limit.bring_in(moved)
        return count, perf_counter() - start

    def of_orm() -> tuple[int, float]:
        moves = list(islice(other, count))
        start = perf_counter()
        orm.bring_in(moves)
        return count, perf_counter() - start

    claims = (Claim(OURS, LIMIT, "speed"), Claim(OURS, ORM, "speed"))
    result = per_second("import of many steps", {OURS: of_ours, LIMIT: of_limit, ORM: of_orm}, claims, rounds)
    while waiting:
        limit.bring_in(waiting.pop(0))
    with room.reading() as work:
        head = work.journal.head()
    assert not list(database.differences(KEY)) and not list(database.integrity())
    limit.check(head.seq - first, head.leaf)
    orm.check()
    orm.close()
    database.close()
    said = f"{settings()}; rounds of {count} steps; copies and derived tables compared with replay afterwards"
    return result.with_remarks(said)
