"""SQLite that means it: writers excluded from their first read on, and every COMMIT on the disk.

The journal mode is TRUNCATE, unless this SQLite has the fix of the WAL-reset bug (of 3.7.0
to 3.51.2), by which acknowledged entries were lost without an error while the chain stayed
whole. DELETE is never used: at a power cut it loses the last COMMIT. Readers and writers
exclude each other for as long as the other's transaction takes, up to the timeout.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from store.address import Address
from store.backend import EngineTransaction, Transaction
from store.connection import Connection, PlainConnection
from store.schema import Found, look_at_sqlite
from store.sql import SQLITE
from vs_workflow.reasons import Plain, StoreTrouble

if TYPE_CHECKING:
    from sqlalchemy import Connection as AlchemyConnection
    from sqlalchemy import Engine

TIMEOUT_SECONDS = 5.0
CACHE_KIB = 16_000
"""What a writer may hold back until its COMMIT; a check that outgrows it writes, and waits for the disk, in between."""


def safe_mode(version: tuple[int, ...]) -> str:
    """The fastest journal mode that loses nothing on this SQLite."""
    fixed = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    return "wal" if fixed else "truncate"


class Writer(sqlite3.Connection):
    """A connection that writes; by a name of its own, so that a test can fail each of its statements."""


class _WriterTransaction:
    """A transaction on the driver's own connection, which is worth a third of a step's time; `idle` gets it back."""

    def __init__(self, raw: Writer, idle: list[Writer]) -> None:
        self._raw = raw
        self._idle = idle
        self.connection = PlainConnection(raw, SQLITE)

    def commit(self) -> None:
        self.connection.end_streams()
        self._raw.execute("COMMIT")
        self._idle.append(self._raw)

    def rollback(self) -> None:
        self.connection.end_streams()
        try:
            self._raw.rollback()
        except sqlite3.Error:
            self.abandon()
        else:
            self._idle.append(self._raw)

    def abandon(self) -> None:
        self.connection.end_streams()
        _let_go(self._raw)


def _let_go(raw: Writer) -> None:
    """Close it without its lock: a connection stays, with all it holds, for as long as a cursor of it is kept."""
    with suppress(sqlite3.Error):
        raw.rollback()
    with suppress(sqlite3.Error):
        raw.close()


class SqliteBackend:
    """One SQLite file."""

    dialect = "sqlite"
    not_scrubbed = "store.not-scrubbed"

    def __init__(self, address: Address, path: Path) -> None:
        self.address = address
        self.path = path
        self._mode = safe_mode(sqlite3.sqlite_version_info)
        self._made: Engine | None = None
        self._idle: list[Writer] = []

    def look(self, connection: Connection) -> Found:
        return look_at_sqlite(connection)

    @contextmanager
    def reading(self) -> Iterator[PlainConnection]:
        raw = self._reader()
        try:
            raw.execute("BEGIN")
            connection = PlainConnection(raw, SQLITE)
            try:
                yield connection
            finally:
                connection.end_streams()
        finally:
            raw.close()

    @contextmanager
    def after_doubt(self, programme: str) -> Iterator[Connection]:
        # Whoever opens the file next rolls back what was not committed.
        with self.reading() as connection:
            yield connection

    def begin(self, programme: str) -> Transaction:
        try:
            raw = self._idle.pop()
        except IndexError:
            raw = self._writer()
        try:
            raw.execute("BEGIN IMMEDIATE")
        except BaseException:
            _let_go(raw)
            raise
        return _WriterTransaction(raw, self._idle)

    def scrub(self) -> None:
        # A writer overwrites what it lets go of; where there is a log it must be brought home, and emptied.
        if self._mode == "wal":
            with closing(self._writer()) as raw:
                (busy, *_) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy:
                # It waited, and is no error of the driver's: whoever reads keeps the log as it was.
                detail = "another-program-reads"
                raise StoreTrouble(self.not_scrubbed, recorded=True, store=self.address.shown, detail=detail)

    def begin_making(self) -> EngineTransaction:
        alchemy = self._engine().connect()
        try:
            alchemy.begin()
        except BaseException:
            alchemy.close()
            raise
        return EngineTransaction(alchemy, SQLITE)

    def exclude(self, connection: Connection, programme: str) -> None:
        """There is one writer at a time."""

    def facts(self, connection: Connection) -> dict[str, Plain]:
        def pragma(name: str) -> Plain:
            row = connection.row(f"PRAGMA {name}")
            value: Plain = row[0] if row else None
            return value

        return {
            "sqlite": sqlite3.sqlite_version,
            # WAL is a property of the file; the other modes are each connection's own.
            "journal_mode": "wal" if pragma("journal_mode") == "wal" else self._mode,
            "synchronous": "full",
            "user_version": pragma("user_version"),
            "page_size": pragma("page_size"),
            "pages": pragma("page_count"),
            "free_pages": pragma("freelist_count"),
            "bytes": self.path.stat().st_size,
        }

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()
        if self._made is not None:
            self._made.dispose()
            self._made = None

    def _reader(self) -> sqlite3.Connection:
        """A connection for reading. It may have to roll back what a killed writer left, so it asks for writing."""
        raw = _connect(self.path, "mode=rw", sqlite3.Connection)
        try:
            # The first question meets whatever is wrong with the file.
            raw.execute("PRAGMA schema_version").fetchone()
        except sqlite3.OperationalError as error:
            raw.close()
            if not self._is_closed_wal(error):
                raise
            raw = _connect(self.path, "immutable=1", sqlite3.Connection)
        except BaseException:
            raw.close()
            raise
        raw.execute("PRAGMA query_only = ON")
        raw.text_factory = _lenient
        return raw

    def _is_closed_wal(self, error: sqlite3.OperationalError) -> bool:
        """Where the folder cannot be written, WAL cannot be read either; yet without a -wal the file says all."""
        log = Path(f"{self.path}-wal")
        return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CANTOPEN and not (log.exists() and log.stat().st_size)

    def _engine(self) -> Engine:
        if self._made is None:
            from sqlalchemy import create_engine, event

            engine = create_engine("sqlite://", creator=self._writer, poolclass=_pool())

            @event.listens_for(engine, "begin")
            def _begin(connection: AlchemyConnection) -> None:
                connection.exec_driver_sql("BEGIN IMMEDIATE")

            self._made = engine
        return self._made

    def _writer(self) -> Writer:
        raw = _connect(self.path, "mode=rwc", Writer)
        try:
            for pragma in ("foreign_keys = ON", "recursive_triggers = ON", "synchronous = FULL", "fullfsync = ON"):
                raw.execute(f"PRAGMA {pragma}")
            raw.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            (mode,) = raw.execute(f"PRAGMA journal_mode = {self._mode}").fetchone()
            if mode == "wal" != self._mode:
                # A newer SQLite has the file open right now; with ours, WAL may lose entries.
                raise StoreTrouble("store.locked", store=self.address.shown, detail="journal_mode=wal")
        except BaseException:
            raw.close()
            raise
        return raw


def _pool() -> Any:
    from sqlalchemy.pool import QueuePool

    return QueuePool


def _lenient(data: bytes) -> str:
    return str(data, "utf-8", "replace")


_C = TypeVar("_C", bound=sqlite3.Connection)


def _connect(path: Path, how: str, kind: type[_C]) -> _C:
    name = str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return sqlite3.connect(
        f"file:{name}?{how}",
        uri=True,
        timeout=TIMEOUT_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        factory=kind,
    )
