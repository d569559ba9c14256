"""Which scheduler of a programme leads, and when it was last seen. Leading saves work; it excludes nobody.

On PostgreSQL the leader is whoever holds an advisory lock in a session of its own: the lock
goes with the session, also when its owner is killed. An SQLite file knows no leader; there
the row only says that a scheduler was seen. What is unique is kept unique where it is written.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from store import faults
from store.address import Address, parse
from store.connection import Connection, EngineConnection
from store.database import open_database
from store.postgres import TIMEOUT_SECONDS, lock_number
from store.room import SqlRoom
from store.sql import POSTGRES
from vs_workflow.journal.chain import moment
from vs_workflow.journal.entry import Instant

if TYPE_CHECKING:
    from sqlalchemy import Connection as AlchemyConnection
    from sqlalchemy import Engine

# A leader that says nothing for so long (it was stopped, or its machine is gone) loses the lock to another.
SILENT_SECONDS = 10
# How often a scheduler leaves its sign in a file, which costs a COMMIT.
SIGN_SECONDS = 60

_KEEP = (
    "INSERT INTO lease (programme, holder, host, pid, since, seen_at, next_check) VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (programme) DO UPDATE SET holder = excluded.holder, host = excluded.host, pid = excluded.pid,"
    " since = excluded.since, seen_at = excluded.seen_at, next_check = excluded.next_check"
)
_LET_GO = "DELETE FROM lease WHERE programme = ? AND holder = ?"
_HOLDER = "SELECT holder, host, pid, since, seen_at, next_check FROM lease WHERE programme = ?"
_SEEN = "SELECT host, pid, since, seen_at, next_check FROM lease WHERE programme = ?"


@dataclass(frozen=True, slots=True)
class Holder:
    """A scheduler: the host and process that it runs in, and since when."""

    host: str
    pid: int
    since: Instant

    @property
    def name(self) -> str:
        return f"{self.host}:{self.pid}:{self.since}"


@dataclass(frozen=True, slots=True)
class Seen:
    """The scheduler that was seen last, when that was, and when it meant to check next."""

    host: str
    pid: int
    since: Instant
    seen_at: Instant
    next_check: Instant | None


def last_seen(room: SqlRoom) -> Seen | None:
    """Who leads, or on SQLite was seen last; None where no scheduler runs, or the last one left in order."""
    with room.reading() as work:
        row = work.connection.row(_spelled(_SEEN, work.connection), (room.programme,))
    return None if row is None else Seen(*row)


def one_leads(where: str | os.PathLike[str]) -> bool:
    """Whether schedulers of this database have a leader: those of a server do."""
    return parse(where).path is None


def has_ended(host: str, pid: int, here: str) -> bool:
    """Whether that process ran on this machine, which is called `here`, and is no more; of another nobody knows."""
    if os.name != "posix" or host != here or pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def take_part(where: str | os.PathLike[str], programme: str, me: Holder) -> ServerLease | FileLease:
    """A scheduler's part in the leading of a programme. Nothing is opened before its first `beat`."""
    address = parse(where)
    return ServerLease(address, programme, me) if address.path is None else FileLease(where, programme, me)


class FileLease:
    """SQLite: everybody does the work, since each run excludes the others and a second finds nothing to do."""

    one_leads = False
    leads = True

    def __init__(self, where: str | os.PathLike[str], programme: str, me: Holder) -> None:
        self._where = where
        self._programme = programme
        self._me = me
        self._last: Instant | None = None
        self._other: tuple[Holder, Instant, Instant | None] | None = None

    def beat(self, now: Instant, next_check: Instant | None) -> None:
        """Leave a sign, once a minute; raises StoreTrouble where that cannot be done."""
        if self._last is not None and 0 <= (moment(now) - moment(self._last)).total_seconds() < SIGN_SECONDS:
            return
        self._last = now
        with open_database(self._where) as database, database.begin(self._programme).writing() as work:
            row = work.connection.row(_spelled(_HOLDER, work.connection), (self._programme,))
            mine = row is None or row[0] == self._me.name
            # Each takes the place of the other's sign; whoever leaves puts it back.
            self._other = None if row is None or mine else (Holder(row[1], row[2], row[3]), row[4], row[5])
            _keep(work.connection, self._programme, self._me, now, next_check)

    def release(self) -> None:
        """Take the sign away, unless another left its own since; the one it stood in for comes back, if that lives."""
        if self._last is None:
            return
        with open_database(self._where) as database, database.begin(self._programme).writing() as work:
            row = work.connection.row(_spelled(_HOLDER, work.connection), (self._programme,))
            if row is None or row[0] != self._me.name:
                return
            # One that left while another's sign stood in its place could not take its own away.
            if self._other is None or has_ended(self._other[0].host, self._other[0].pid, self._me.host):
                _let_go(work.connection, self._programme, self._me)
            else:
                _keep(work.connection, self._programme, *self._other)


class ServerLease:
    """PostgreSQL: the lock of a session. Losing the connection is losing the lock.

    One thread calls `beat`; any may ask `leads`, which may be out of date by one beat.
    """

    one_leads = True

    def __init__(self, address: Address, programme: str, me: Holder) -> None:
        self.leads = False
        self._address = address
        self._programme = programme
        self._me = me
        self._engine: Engine | None = None
        self._session: AlchemyConnection | None = None

    def beat(self, now: Instant, next_check: Instant | None) -> None:
        """Go on leading, or try to; a StoreTrouble says that the server is out of reach and nobody is led."""
        with faults.translated(self._address):
            try:
                connection = self._connection()
                if not self.leads:
                    row = connection.row("SELECT pg_try_advisory_lock(%s)", (self._number,))
                    if not (row and row[0]):
                        return
                _keep(connection, self._programme, self._me, now, next_check)
                self.leads = True
            except BaseException:
                self._drop()
                raise

    def release(self) -> None:
        """Stop leading, so that another need not wait."""
        with faults.translated(self._address):
            try:
                if self.leads:
                    _let_go(self._connection(), self._programme, self._me)
            finally:
                self._drop()
                if self._engine is not None:
                    self._engine.dispose()

    @property
    def _number(self) -> int:
        # Another number than the writers' lock: a leader never keeps a step waiting.
        return lock_number(f"leader {self._programme}")

    def _connection(self) -> EngineConnection:
        if self._session is None:
            if self._engine is None:
                self._engine = _engine(self._address)
            self._session = self._engine.connect()
        return EngineConnection(self._session, POSTGRES)

    def _drop(self) -> None:
        self.leads = False
        session, self._session = self._session, None
        if session is not None:
            with suppress(Exception):
                session.invalidate()
            with suppress(Exception):
                session.close()


def _engine(address: Address) -> Engine:
    from sqlalchemy import create_engine, event
    from sqlalchemy.engine import make_url
    from sqlalchemy.pool import NullPool

    limits = {"connect_timeout": TIMEOUT_SECONDS, "tcp_user_timeout": SILENT_SECONDS * 1000}
    url = make_url(address.url)
    ours = {name: value for name, value in limits.items() if name not in url.query}
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=ours)

    @event.listens_for(engine, "connect")
    def _connected(raw: Any, _record: Any) -> None:
        with raw.cursor() as cursor:
            # The row is a sign, no evidence: it need not wait for the disk.
            cursor.execute("SET synchronous_commit = off")
            cursor.execute(f"SET statement_timeout = '{TIMEOUT_SECONDS}s'")
            # Older servers than 14 cannot end a silent session; there a stopped leader keeps the lock.
            cursor.execute(
                "SELECT set_config(name, %s, false) FROM pg_settings WHERE name = 'idle_session_timeout'",
                (f"{SILENT_SECONDS}s",),
            )
        raw.commit()

    return engine


def _keep(connection: Connection, programme: str, me: Holder, now: Instant, next_check: Instant | None) -> None:
    values = (programme, me.name, me.host, me.pid, me.since, now, next_check)
    connection.run(_spelled(_KEEP, connection), values)


def _let_go(connection: Connection, programme: str, me: Holder) -> None:
    connection.run(_spelled(_LET_GO, connection), (programme, me.name))


def _spelled(statement: str, connection: Connection) -> str:
    return statement.replace("?", connection.sql.mark)
