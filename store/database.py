"""A database that was opened: its programmes, its facts, and the care it needs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from store import care, faults
from store.address import Address, parse
from store.backend import Backend, EngineTransaction
from store.comparison import differences
from store.connection import Connection, PlainConnection
from store.derived import remake
from store.postgres import PostgresBackend
from store.room import SqlRoom
from store.schema import VERSION, Found, Whose, make_again, mark, upgrade
from store.shelf import SqlShelf
from store.sql import DERIVED
from store.sqlite import SqliteBackend
from store.work import UNKNOWN, SqlJournal, folded, taking
from vs_workflow.casebook import Casebook
from vs_workflow.reasons import Finding, Misunderstood, Plain, StoreTrouble


class Database:
    """Holds any number of programmes, side by side and independent."""

    def __init__(self, backend: Backend, *, programme: str | None = None, read_only: bool = False) -> None:
        self._backend = backend
        self._programme = programme
        self._read_only = read_only
        self.shown = backend.address.shown

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of every connection. Rooms that were given out cannot be used any more."""
        self._backend.close()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with faults.translated(self._backend.address), self._backend.reading() as connection:
            yield connection

    def programmes(self) -> dict[str, int]:
        """The number of entries of each programme, by key."""
        with self._reading() as connection:
            return _counted(connection)

    def room(self, programme: str | None = None) -> SqlRoom:
        """The room of a programme that is there: the one named here or at opening, else the only one.

        Raises StoreTrouble where there is none, or where only what was derived from its journal is left.
        """
        known = self.programmes()
        wanted = programme if programme is not None else self._programme
        if wanted is None and len(known) == 1:
            (wanted,) = known
        if wanted is not None and wanted in known:
            return self.begin(wanted)
        gone = self.leftovers()
        if gone and (not known or wanted in gone):
            raise self._gone(gone)
        if not known:
            raise StoreTrouble("store.empty", store=self.shown)
        if wanted is None:
            raise Misunderstood("store.which-programme", known=[*sorted(known)])
        raise Misunderstood("store.no-programme", programme=wanted, known=[*sorted(known)])

    def begin(self, programme: str) -> SqlRoom:
        """The room of a programme, also of one that has no entry yet."""
        return SqlRoom(self._backend, programme, read_only=self._read_only)

    def begin_anew(self, programme: str) -> SqlRoom:
        """The same; raises StoreTrouble where what was derived from a journal that is gone stands in the way."""
        if programme in self.leftovers():
            raise self._gone((programme,))
        return self.begin(programme)

    def leftovers(self) -> tuple[str, ...]:
        """The programmes of which derived rows are there, and no entry in the journal."""
        with self._reading() as connection:
            return tuple(dict.fromkeys(programme for _, programme in care.leftovers(connection)))

    def _gone(self, programmes: tuple[str, ...]) -> StoreTrouble:
        return StoreTrouble("store.journal-gone", store=self.shown, programmes=[*programmes])

    def facts(self) -> dict[str, Plain]:
        """Versions, modes and sizes, without any name of a person."""
        with self._reading() as connection:
            found = self._backend.look(connection)
            return {
                "store": self.shown,
                "dialect": self._backend.dialect,
                "schema_version": found.version,
                **self._backend.facts(connection),
                "programmes": {**_counted(connection)},
            }

    def damage(self) -> tuple[str, ...]:
        """What SQLite itself finds wrong with the file, in its own words; of a server nothing is asked."""
        if self._backend.dialect != "sqlite":
            return ()
        with self._reading() as connection:
            return tuple(care.damage(connection))

    def missing_tables(self) -> tuple[str, ...]:
        """The tables that somebody took away; `rebuild` makes a derived one again."""
        with self._reading() as connection:
            return care.missing_tables(connection, self._backend.dialect)

    def integrity(self) -> Iterator[Finding]:
        """What is wrong with the file, the schema, the guard rails, or rows that belong to nobody."""
        with self._reading() as connection:
            yield from care.findings(connection, self._backend.dialect)

    def differences(self, programme: str) -> Iterator[Finding]:
        """Where a copy or a derived table says something else than the journal."""
        with self._reading() as connection:
            yield from differences(connection, programme, SqlShelf(connection).get)

    def findings(self, programme: str) -> Iterator[Finding]:
        """Everything that the database finds in itself, for the verification of one programme.

        Without a journal there is nothing to compare with: each table that is not empty is named as a whole.
        """
        yield from self.integrity()
        if programme in self.programmes():
            yield from self.differences(programme)

    def rebuild(self, programme: str) -> None:
        """Throw the derived tables of a programme away and make them again from its journal.

        One that is missing is made first, for every programme of this database: an empty one would tell another
        programme that nothing had happened. Where there are destructions the files are cleared again, for nothing
        tells whether that was done.
        """
        missing = [table for table in self.missing_tables() if table in DERIVED]
        if missing and not self._read_only:
            destroyed = self._made_again(missing, programme)
        else:
            with self.begin(programme).writing() as work:
                destroyed = bool(_rebuilt(work.connection, programme).destroyed)
        if destroyed:
            self.begin(programme).scrub()

    def _made_again(self, missing: Iterable[str], programme: str) -> bool:
        """Make these tables and fill all that is derived, this programme's too; whether anything was destroyed."""
        with faults.translated(self._backend.address), _making(self._backend) as transaction:
            every = sorted({*_counted(transaction.connection), programme})
            # A programme that begins meanwhile is none of these: without the table it can only write what needs none.
            for one in every:
                self._backend.exclude(transaction.connection, one)
            make_again(transaction.alchemy, missing)
            destroyed = [bool(_rebuilt(transaction.connection, one).destroyed) for one in every]
            return any(destroyed)

    def backup(self, path: str | os.PathLike[str]) -> dict[str, Plain]:
        """A copy of an SQLite database in a new file, read again to prove it; refused for a server."""
        with self._reading() as connection:
            if not isinstance(connection, PlainConnection):
                raise StoreTrouble("store.backup-by-server", store=self.shown, tool="pg_dump")
            return care.backup(connection, Path(path))


def _rebuilt(connection: Connection, programme: str) -> Casebook:
    """Make its derived rows again; raises StoreTrouble for an entry that no fold can take, before one is touched."""
    journal = SqlJournal(connection, programme, UNKNOWN)
    book = folded(journal.lines())
    with taking(journal.lines()) as entries:
        remake(connection, programme, entries, SqlShelf(connection).get)
    return book


def _counted(connection: Connection) -> dict[str, int]:
    rows = connection.rows(connection.sql.programmes)
    return {str(key): count if isinstance(count, int) else 0 for key, count in rows}


def open_database(
    where: str | os.PathLike[str], *, create: bool = False, programme: str | None = None, read_only: bool = False
) -> Database:
    """Open what is at `where`, made where it is not there and `create` says so, upgraded where it is older.

    Raises StoreTrouble for a database that is missing, foreign, newer, corrupt, locked or out
    of reach, and Misunderstood for an address that means nothing.
    """
    address = parse(where)
    backend = _backend(address, create=create and not read_only)
    try:
        with faults.translated(address):
            _make_ready(backend, create=create, read_only=read_only)
    except BaseException:
        backend.close()
        raise
    return Database(backend, programme=programme, read_only=read_only)


def _backend(address: Address, *, create: bool) -> Backend:
    if address.path is None:
        return PostgresBackend(address)
    _check_file(address, address.path, create=create)
    return SqliteBackend(address, address.path)


def _check_file(address: Address, path: Path, *, create: bool) -> None:
    try:
        there = path.exists()
        regular = path.is_file()
        folder = path.absolute().parent.is_dir()
    except (OSError, ValueError) as error:
        raise StoreTrouble("store.no-access", store=address.shown, detail=str(error)) from error
    if there and not regular:
        raise StoreTrouble("store.foreign", store=address.shown, detail="not-a-regular-file")
    if not there and not (create and folder):
        raise StoreTrouble("store.missing", store=address.shown)


def _make_ready(backend: Backend, *, create: bool, read_only: bool) -> None:
    address = backend.address
    if address.path is not None and not address.path.exists():
        _make(backend, create=create)
        return
    with backend.reading() as connection:
        found = backend.look(connection)
    if _is_ready(found, address, create=create and not read_only):
        return
    if read_only:
        raise StoreTrouble("store.older", store=address.shown, found=found.version, known=VERSION)
    _make(backend, create=create)


def _is_ready(found: Found, address: Address, *, create: bool) -> bool:
    """Whether it is of the present version; raises StoreTrouble where it never can be."""
    if found.whose is Whose.FOREIGN:
        raise StoreTrouble("store.foreign", store=address.shown, detail="not-made-by-vs")
    if found.whose is Whose.NOBODYS and not create:
        raise StoreTrouble("store.missing", store=address.shown)
    if found.version > VERSION:
        raise StoreTrouble("store.newer", store=address.shown, found=found.version, known=VERSION)
    if found.belied_by:
        # To bring it up would make them once more.
        raise StoreTrouble("store.set-back", store=address.shown, found=found.version, tables=[*found.belied_by])
    return found.whose is Whose.OURS and found.version == VERSION


def _make(backend: Backend, *, create: bool) -> None:
    """Make or upgrade, in one transaction; somebody else may have done it since we looked."""
    with _making(backend) as transaction:
        found = backend.look(transaction.connection)
        if not _is_ready(found, backend.address, create=create):
            if found.whose is Whose.NOBODYS:
                mark(transaction.alchemy)
            upgrade(transaction.alchemy, found.version)


@contextmanager
def _making(backend: Backend) -> Iterator[EngineTransaction]:
    """A transaction that makes tables, committed on a clean exit."""
    transaction = backend.begin_making()
    try:
        yield transaction
    except BaseException:
        transaction.rollback()
        raise
    try:
        transaction.commit()
    except BaseException:
        transaction.abandon()
        raise
