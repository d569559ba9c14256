"""PostgreSQL: one writer per programme at a time, by an advisory lock, and every COMMIT on the disk.

The lock is taken before the head is read. Taken last, it would guard the numbering but not
the decision, which rests on what was read before; every writer beside another would then
have to decide twice. Programmes have different locks and do not wait for each other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import sleep
from typing import TYPE_CHECKING, Any

from store.address import Address
from store.backend import EngineTransaction
from store.connection import Connection, EngineConnection
from store.schema import Found, look_at_postgres
from store.sql import POSTGRES
from vs_workflow.reasons import Misunderstood, Plain, StoreTrouble

if TYPE_CHECKING:
    from sqlalchemy import Engine

TIMEOUT_SECONDS = 5
_MOMENT_SECONDS = 0.05
# Between two statements of one write lies our own reckoning; a rebuild of a very large journal is the longest.
LONGEST_SLEEP_SECONDS = 300

# Whoever may still see what was there at a mark: a standby that reports back what it reads does so through a slot, or
# through the session that sends to it. Our own view would be an old one, too, where anybody on the server, in a
# session or prepared, began to write before and goes on.
_OLDER = (
    "SELECT 'prepared-and-not-ended' FROM pg_prepared_xacts WHERE age(transaction) > age(%s::xid8::xid) UNION ALL"
    " SELECT 'a-replication-slot-holds' FROM pg_replication_slots WHERE age(xmin) > age(%s::xid8::xid) UNION ALL"
    " SELECT CASE backend_type WHEN 'walsender' THEN 'a-standby-reads' ELSE 'another-session-reads' END"
    " FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND age(backend_xmin) > age(%s::xid8::xid)"
    " AND (datname = current_database() OR backend_type = 'walsender') UNION ALL"
    " SELECT 'another-session-reads' WHERE pg_snapshot_xmin(pg_current_snapshot()) <= %s::xid8"
    " LIMIT 1"
)

# What the server drew from a table for its planner is text of that table, too, and stays until it is drawn anew. From
# an empty table nothing is, and the old remains: a key of nobody's stands in it for as long as that takes.
_DRAWN_ANEW = (
    "INSERT INTO key_now (programme, key, seq) VALUES ('', '', 1);"
    " ANALYZE journal, shelf, key_now;"
    " DELETE FROM key_now WHERE programme = ''"
)


def lock_number(name: str) -> int:
    """The 64 bits that stand for a programme among PostgreSQL's advisory locks."""
    return int.from_bytes(hashlib.sha256(f"vs-workflow {name}".encode()).digest()[:8], signed=True)


class PostgresBackend:
    """One PostgreSQL database, reached through psycopg."""

    dialect = "postgresql"
    not_scrubbed = "store.not-scrubbed-by-server"

    def __init__(self, address: Address) -> None:
        self.address = address
        self._made: Engine | None = None

    def look(self, connection: Connection) -> Found:
        return look_at_postgres(connection)

    @contextmanager
    def reading(self) -> Iterator[EngineConnection]:
        with self._engine().connect() as alchemy, alchemy.begin():
            alchemy.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield EngineConnection(alchemy, POSTGRES)

    @contextmanager
    def after_doubt(self, programme: str) -> Iterator[Connection]:
        # The server may still be at that COMMIT. It holds the lock until it is done.
        transaction = self.begin(programme)
        try:
            yield transaction.connection
        finally:
            transaction.rollback()

    def begin(self, programme: str) -> EngineTransaction:
        return self._locked(lock_number(f"programme {programme}"))

    def begin_making(self) -> EngineTransaction:
        return self._locked(lock_number("schema"))

    def exclude(self, connection: Connection, programme: str) -> None:
        connection.row(f"SELECT pg_advisory_xact_lock({lock_number(f'programme {programme}')})")

    def scrub(self) -> None:
        with self._engine().begin() as alchemy:
            alchemy.exec_driver_sql(_DRAWN_ANEW)
        with self._engine().connect() as alchemy:
            alone = alchemy.execution_options(isolation_level="AUTOCOMMIT")
            # What anybody's older view of the data still shows is kept, even by a VACUUM.
            held = self._outlived(EngineConnection(alone, POSTGRES))
            # An ordinary one leaves the bytes where they were until another row needs the place. The server's own
            # table is skipped with a warning where this user owns neither it nor the database.
            for table in ("journal", "shelf", "key_now", "pg_catalog.pg_statistic"):
                alone.exec_driver_sql(f"VACUUM (FULL) {table}")
        if held:
            raise StoreTrouble(self.not_scrubbed, recorded=True, store=self.address.shown, detail=held)

    def _outlived(self, connection: Connection) -> str:
        """Wait until every view of the data is younger than this moment; whose it is that stays, or ""."""
        row = connection.row("SELECT pg_current_xact_id()::text")
        assert row is not None
        mark, older = row[0], None
        for _ in range(int(TIMEOUT_SECONDS / _MOMENT_SECONDS)):
            older = connection.row(_OLDER, (mark, mark, mark, mark))
            if older is None:
                return ""
            sleep(_MOMENT_SECONDS)
        return "" if older is None else str(older[0])

    def facts(self, connection: Connection) -> dict[str, Plain]:
        def setting(name: str) -> Plain:
            row = connection.row("SELECT current_setting(%s)", (name,))
            value: Plain = row[0] if row else None
            return value

        size = connection.row("SELECT pg_database_size(current_database())")
        return {
            "postgresql": setting("server_version"),
            "encoding": setting("server_encoding"),
            "synchronous_commit": setting("synchronous_commit"),
            "fsync": setting("fsync"),
            "bytes": size[0] if size else None,
        }

    def close(self) -> None:
        if self._made is not None:
            self._made.dispose()
            self._made = None

    def _locked(self, number: int) -> EngineTransaction:
        alchemy = self._engine().connect()
        try:
            alchemy.begin()
            # READ COMMITTED, so that what is read after the wait is what the other writer left. A process that was
            # stopped in the middle must not keep everybody else out for as long as it sleeps.
            alchemy.exec_driver_sql(
                "SET TRANSACTION ISOLATION LEVEL READ COMMITTED READ WRITE;"
                f" SET LOCAL idle_in_transaction_session_timeout = '{LONGEST_SLEEP_SECONDS}s';"
                f" SELECT pg_advisory_xact_lock({number})"
            )
        except BaseException:
            with suppress(Exception):
                alchemy.rollback()
            alchemy.close()
            raise
        return EngineTransaction(alchemy, POSTGRES)

    def _engine(self) -> Engine:
        if self._made is None:
            self._made = self._make()
        return self._made

    def _make(self) -> Engine:
        from sqlalchemy import create_engine, event
        from sqlalchemy.engine import make_url
        from sqlalchemy.exc import ArgumentError

        try:
            url = make_url(self.address.url)
            given = url.query
            engine = create_engine(
                url,
                pool_pre_ping=True,
                connect_args={} if "connect_timeout" in given else {"connect_timeout": TIMEOUT_SECONDS},
            )
        except (ArgumentError, ValueError) as error:
            raise Misunderstood("store.url", found=self.address.shown) from error
        except ModuleNotFoundError as error:
            raise StoreTrouble("store.no-driver", store=self.address.shown, module=str(error.name)) from error

        @event.listens_for(engine, "connect")
        def _connected(raw: Any, _record: Any) -> None:
            with raw.cursor() as cursor:
                cursor.execute(f"SET lock_timeout = '{TIMEOUT_SECONDS}s'")
                # Never weaker than this, and never weaker than what the server asks of itself.
                cursor.execute(
                    "SELECT set_config('synchronous_commit', 'on', false)"
                    " WHERE current_setting('synchronous_commit') IN ('off', 'local')"
                )
            raw.commit()

        return engine
