"""One programme in a database: transactions, the only place where anything is committed.

What the last transaction knew of the casebook is kept with the head it belongs to; the
next one uses it where the head has not moved, and what a rolled back one knew is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from store import faults
from store.backend import Backend, Transaction
from store.work import UNKNOWN, Known, SqlWork
from vs_workflow.journal.chain import Head
from vs_workflow.reasons import StoreTrouble


class SqlRoom:
    """The transaction over one programme, on either database."""

    def __init__(self, backend: Backend, programme: str, *, read_only: bool = False) -> None:
        self.programme = programme
        self._backend = backend
        self._read_only = read_only
        self._known: Known = UNKNOWN

    @contextmanager
    def reading(self) -> Iterator[SqlWork]:
        """A consistent view. On SQLite writers wait for its end, so it should be short."""
        with faults.translated(self._backend.address), self._backend.reading() as connection:
            work = SqlWork(connection, self.programme, self._known)
            yield work
        self._known = work.journal.known

    @contextmanager
    def writing(self) -> Iterator[SqlWork]:
        """Excludes other writers of this programme from its first read on; waits for them at most five seconds."""
        address = self._backend.address
        if self._read_only:
            raise StoreTrouble("store.read-only", store=address.shown, detail="opened-for-reading")
        with faults.translated(address):
            transaction = self._backend.begin(self.programme)
            try:
                work = SqlWork(transaction.connection, self.programme, self._known)
                yield work
            except BaseException:
                transaction.rollback()
                raise
        self._commit(transaction, work.journal.appended)
        self._known = work.journal.known
        if work.journal.blanked:
            self.scrub()

    def _commit(self, transaction: Transaction, appended: Head | None) -> None:
        try:
            transaction.commit()
        except BaseException as error:
            transaction.abandon()
            if not faults.is_of_driver(error):
                raise
            if appended is None:
                raise faults.trouble(error, self._backend.address) from error
            self._settle(error, appended)

    def scrub(self) -> None:
        """Clear what was destroyed out of the files, too, as far as they still hold it; again is harmless.

        What is in the tables no more is so since the COMMIT: one that is interrupted here is owed.
        """
        address = self._backend.address
        try:
            self._backend.scrub()
        except Exception as error:
            if not faults.is_of_driver(error):
                raise
            detail = faults.trouble(error, address).facts["detail"]
            raise StoreTrouble(self._backend.not_scrubbed, recorded=True, store=address.shown, detail=detail) from error

    def _settle(self, error: BaseException, appended: Head) -> None:
        """Whether a COMMIT that failed was done after all. The salt in an entry makes its leaf hash its own."""
        address = self._backend.address
        try:
            with self._backend.after_doubt(self.programme) as connection:
                row = connection.row(connection.sql.line, (self.programme, appended.seq))
        except Exception as second:
            if not faults.is_of_driver(second):
                raise
            detail = faults.trouble(error, address).facts["detail"]
            raise StoreTrouble("store.unknown", recorded=None, store=address.shown, detail=detail) from error
        recorded = row is not None and row[2] == appended.leaf
        # Only the answer got lost: done is done. Yet a disk that failed at COMMIT is worth a word.
        if not (recorded and faults.is_lost_connection(error)):
            raise faults.trouble(error, address, recorded=recorded) from error
