"""What a statement is run on, the same for both databases and for reading and writing.

An SQLite file is read and written through the standard library alone, so that neither looking
nor taking a step loads an ORM; tables are made, and all of PostgreSQL goes, through SQLAlchemy.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
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


class _Closable(Protocol):
    def close(self) -> object: ...


class _Streams:
    """The streams that were not read to their end.

    Whoever keeps an error keeps its traceback, and with it a stream that was broken off; on
    SQLite an open one goes on holding its lock after the transaction. So they end with it.
    """

    def __init__(self) -> None:
        self._open: set[_Closable] = set()

    def read(self, rows: Iterable[Row], source: _Closable) -> Iterator[Row]:
        self._open.add(source)
        return self._rows(rows, source)

    def _rows(self, rows: Iterable[Row], source: _Closable) -> Iterator[Row]:
        try:
            for row in rows:  # noqa: UP028  `yield from` would close the cursor first, and stumble
                yield row
        finally:
            self._open.discard(source)
            with suppress(Exception):
                source.close()

    def close(self) -> None:
        for source in list(self._open):
            with suppress(Exception):
                source.close()
        self._open.clear()


class PlainConnection:
    """The standard library's SQLite."""

    def __init__(self, raw: sqlite3.Connection, sql: Sql) -> None:
        self.raw = raw
        self.sql = sql
        self._streams = _Streams()

    def rows(self, statement: str, values: Values = ()) -> Sequence[Row]:
        return self._asked(statement, values).fetchall()

    def row(self, statement: str, values: Values = ()) -> Row | None:
        cursor = self._asked(statement, values)
        found: Row | None = cursor.fetchone()
        cursor.close()
        return found

    def stream(self, statement: str, values: Values = ()) -> Iterator[Row]:
        cursor = self._asked(statement, values)
        return self._streams.read(cursor, cursor)

    def _asked(self, statement: str, values: Values) -> sqlite3.Cursor:
        try:
            return self.raw.execute(statement, values)
        except UnicodeDecodeError as error:
            # The driver meets a damaged schema, or says so, in bytes that are no text.
            raise sqlite3.DatabaseError("a schema that is no text") from error

    def end_streams(self) -> None:
        self._streams.close()

    def run(self, statement: str, values: Values = ()) -> None:
        self.raw.execute(statement, values)

    def each(self, statement: str, many: Sequence[Values]) -> None:
        self.raw.executemany(statement, many)


class EngineConnection:
    """A connection of SQLAlchemy, used with statements that are already spelled out."""

    def __init__(self, alchemy: AlchemyConnection, sql: Sql) -> None:
        self.alchemy = alchemy
        self.sql = sql
        self._streams = _Streams()

    def rows(self, statement: str, values: Values = ()) -> Sequence[Row]:
        return self.alchemy.exec_driver_sql(statement, values).fetchall()

    def row(self, statement: str, values: Values = ()) -> Row | None:
        return self.alchemy.exec_driver_sql(statement, values).fetchone()

    def stream(self, statement: str, values: Values = ()) -> Iterator[Row]:
        # On PostgreSQL this makes a cursor in the server; the rows come over in batches.
        result = self.alchemy.exec_driver_sql(statement, values, execution_options={"yield_per": BATCH})
        return self._streams.read(result, result)

    def end_streams(self) -> None:
        self._streams.close()

    def run(self, statement: str, values: Values = ()) -> None:
        self.alchemy.exec_driver_sql(statement, values)

    def each(self, statement: str, many: Sequence[Values]) -> None:
        if len(many) == 1:
            self.alchemy.exec_driver_sql(statement, many[0])
        elif many:
            self.alchemy.exec_driver_sql(statement, list(many))
