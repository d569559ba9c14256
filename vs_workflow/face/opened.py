"""What is open while the library works: a database, and the office of one programme in it."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from store import Database
from store.room import SqlRoom
from vs_workflow.desk.office import Office
from vs_workflow.face.clock import SystemStamps
from vs_workflow.journal.entry import Instant
from vs_workflow.words.dates import read_day


def office_of(database: Database, programme: str | None, *, now: Instant | None = None, new: bool = False) -> Office:
    """The office of the programme in that database; `new` also where it has no entry yet."""
    room = database.begin_anew(str(programme)) if new else database.room(programme)
    return _office(room, now)


def _office(room: SqlRoom, now: Instant | None) -> Office:
    return Office(room, SystemStamps(now), read_day, clock_set=now is not None)


class Opened:
    """A programme opened on a store, until it is closed. `now` sets the clock, which only a rehearsal allows."""

    def __init__(self, database: Database, *, programme: str | None = None, now: Instant | None = None) -> None:
        self._database = database
        self._room = database.room(programme)
        self._office = _office(self._room, now)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._database.close()
