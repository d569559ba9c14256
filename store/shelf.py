"""The shelf in the tables: one for every programme of a database."""

from __future__ import annotations

from collections.abc import Iterator

from store import faults
from store.connection import Connection, Row
from vs_workflow.journal.canon import content_hash
from vs_workflow.ports import ShelfKind
from vs_workflow.reasons import StoreTrouble

ATTEMPTS = 5
"""More often than this nobody lets go of the same bytes just then: they are swallowed."""


class SqlShelf:
    """Bytes by their hash, for all programmes of a database. For what no text in one can be, none is asked."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, data: bytes, kind: ShelfKind) -> str:
        address = content_hash(data)
        if self.hold(address):
            return address
        for _ in range(ATTEMPTS):
            self._connection.run(self._connection.sql.shelve, (address, kind.value, len(data), data))
            # Else again: another one who kept the same let go of it in between.
            if self.hold(address):
                break
        if self.get(address) != data:
            raise StoreTrouble("store.not-kept")
        return address

    def hold(self, address: str) -> bool:
        return self._connection.row(self._connection.sql.hold, (address,)) is not None

    def get(self, address: str) -> bytes | None:
        row = self._connection.row(self._connection.sql.shelved, (address,)) if address.isprintable() else None
        return None if row is None else bytes(row[0])

    def addresses(self) -> Iterator[tuple[str, ShelfKind, int]]:
        for address, kind, size in self._connection.stream(self._connection.sql.addresses):
            yield faults.read_row("shelf", _shelved, (address, kind, size))


def _shelved(row: Row) -> tuple[str, ShelfKind, int]:
    """The row in (address, kind, size)."""
    address, kind, size = row
    return str(address), ShelfKind(kind), size
