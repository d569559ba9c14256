"""Makes the n-th statement or COMMIT of any SQLAlchemy engine fail once, before or after it ran, for each n.

"After" is the database that did its work and whose answer got lost: for a COMMIT, nobody knows.
The connections on which the store writes to an SQLite file are seen likewise; other statements
sent past SQLAlchemy are not.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Generic, Literal, TypeVar

from sqlalchemy import Engine, event
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.exc import OperationalError

from store.sqlite import Writer

Moment = Literal["before", "after"]
Result = TypeVar("Result")


def io_error(statement: str) -> Exception:
    """What SQLAlchemy raises for a failing disk or a connection that is gone."""
    return OperationalError(statement, None, sqlite3.OperationalError("disk I/O error"))


@dataclass(slots=True)
class Meter:
    """What was seen: every statement, and the one that failed (None when the fault was not met)."""

    seen: list[str] = field(default_factory=list)
    failed: str | None = None


@dataclass(frozen=True, slots=True)
class Case(Generic[Result]):
    """One run in which a fault was met: what the scenario returned, or raised."""

    at: int
    moment: Moment
    statement: str
    result: Result | None
    error: BaseException | None

    def __str__(self) -> str:
        return f"{self.moment} statement {self.at}: {self.statement}"


@contextmanager
def failing(
    at: int,
    moment: Moment,
    *,
    sticky: bool = False,
    engine: Engine | None = None,
    error: Callable[[str], Exception] = io_error,
) -> Iterator[Meter]:
    """Within the block, statement or COMMIT number `at` fails (and, if sticky, all after it).

    Works on every engine of the process, or on the one given. at=0 only counts.
    """
    meter, target = Meter(), engine or Engine
    run_commit: Callable[[DefaultDialect, Any], None] = DefaultDialect.do_commit

    def due(number: int) -> bool:
        return number == at or (sticky and 0 < at <= number)

    def fail(statement: str) -> None:
        meter.failed = meter.failed or statement
        raise error(statement)

    def before(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        meter.seen.append(statement)
        if moment == "before" and due(len(meter.seen)):
            fail(statement)

    def after(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if moment == "after" and due(len(meter.seen)):
            fail(statement)

    def commit(dialect: DefaultDialect, connection: Any) -> None:
        if engine is not None and dialect is not engine.dialect:
            run_commit(dialect, connection)
            return
        meter.seen.append("COMMIT")
        if moment == "before" and due(len(meter.seen)):
            fail("COMMIT")
        run_commit(dialect, connection)
        if moment == "after" and due(len(meter.seen)):
            fail("COMMIT")

    def watched(name: str) -> Callable[..., Any]:
        run: Callable[..., Any] = getattr(sqlite3.Connection, name)

        def watch(raw: Writer, statement: str, *values: Any) -> Any:
            before(raw, None, statement)
            found = run(raw, statement, *values)
            try:
                after(raw, None, statement)
            except BaseException:
                # Who keeps the error must not keep a cursor, which would keep the lock.
                found.close()
                raise
            return found

        return watch

    event.listen(target, "before_cursor_execute", before)
    event.listen(target, "after_cursor_execute", after)
    DefaultDialect.do_commit = commit  # type: ignore[method-assign]
    watching = ("execute", "executemany") if engine is None else ()
    for name in watching:
        setattr(Writer, name, watched(name))
    try:
        yield meter
    finally:
        for name in watching:
            delattr(Writer, name)
        DefaultDialect.do_commit = run_commit  # type: ignore[method-assign]
        event.remove(target, "before_cursor_execute", before)
        event.remove(target, "after_cursor_execute", after)


def each_statement(
    scenario: Callable[[], Result],
    prepare: Callable[[], object] = lambda: None,
    *,
    moments: tuple[Moment, ...] = ("before", "after"),
    sticky: bool = False,
    engine: Engine | None = None,
    error: Callable[[str], Exception] = io_error,
) -> Iterator[Case[Result]]:
    """Run the scenario with its 1st, 2nd, … statement failing, until it ends without meeting a fault.

    `prepare` runs undisturbed before each run; what the loop's body does is undisturbed too.
    """
    for moment in moments:
        for at in count(1):
            prepare()
            result, raised = None, None
            with failing(at, moment, sticky=sticky, engine=engine, error=error) as meter:
                try:
                    result = scenario()
                except Exception as caught:  # noqa: BLE001  the caller judges it
                    raised = caught
            if meter.failed is None:
                break
            yield Case(at, moment, meter.failed, result, raised)
