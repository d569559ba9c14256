"""What a statement is run on, the same for both databases and for reading and writing.

Reading an SQLite file goes through the standard library alone, so that looking at a board
loads no ORM; whatever writes, and all of PostgreSQL, goes through SQLAlchemy.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from sqlalchemy import Connection as AlchemyConnection

    from store.sql import Sql

Row = Sequence[Any]
Values = tuple[object, ...]
BATCH = 500


class Connection(Protocol):
    """Runs statements inside a transaction that somebody else begins and ends."""

    @property
    def sql(self) -> Sql:
        """The statements, spelled for this database."""
        ...

    def rows(self, statement: str, values: Values = ()) -> Sequence[Row]: ...

    def row(self, statement: str, values: Values = ()) -> Row | None: ...

    def stream(self, statement: str, values: Values = ()) -> Iterator[Row]:
        """The rows one by one, with flat memory."""
        ...

    def run(self, statement: str, values: Values = ()) -> None: ...

    def each(self, statement: str, many: Sequence[Values]) -> None:
        """Run the statement for each of these values."""
        ...


class PlainConnection:
    """The standard library's SQLite."""

    def __init__(self, raw: sqlite3.Connection, sql: Sql) -> None:
        self.raw = raw
        self.sql = sql

    def rows(self, statement: str, values: Values = ()) -> Sequence[Row]:
        return self.raw.execute(statement, values).fetchall()

    def row(self, statement: str, values: Values = ()) -> Row | None:
        found: Row | None = self.raw.execute(statement, values).fetchone()
        return found

    def stream(self, statement: str, values: Values = ()) -> Iterator[Row]:
        return iter(self.raw.execute(statement, values))

    def run(self, statement: str, values: Values = ()) -> None:
        self.raw.execute(statement, values)

    def each(self, statement: str, many: Sequence[Values]) -> None:
        self.raw.executemany(statement, many)


class EngineConnection:
    """A connection of SQLAlchemy, used with statements that are already spelled out."""

    def __init__(self, alchemy: AlchemyConnection, sql: Sql) -> None:
        self.alchemy = alchemy
        self.sql = sql

    def rows(self, statement: str, values: Values = ()) -> Sequence[Row]:
        return self.alchemy.exec_driver_sql(statement, values).fetchall()

    def row(self, statement: str, values: Values = ()) -> Row | None:
        return self.alchemy.exec_driver_sql(statement, values).fetchone()

    def stream(self, statement: str, values: Values = ()) -> Iterator[Row]:
        # On PostgreSQL this makes a cursor in the server; the rows come over in batches.
        return iter(self.alchemy.exec_driver_sql(statement, values, execution_options={"yield_per": BATCH}))

    def run(self, statement: str, values: Values = ()) -> None:
        self.alchemy.exec_driver_sql(statement, values)

    def each(self, statement: str, many: Sequence[Values]) -> None:
        if len(many) == 1:
            self.alchemy.exec_driver_sql(statement, many[0])
        elif many:
            self.alchemy.exec_driver_sql(statement, list(many))
