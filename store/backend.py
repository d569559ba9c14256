"""What the room asks of a kind of database, and the transactions that the driver and SQLAlchemy give."""

from __future__ import annotations

from contextlib import AbstractContextManager, suppress
from typing import TYPE_CHECKING, Protocol

from store.address import Address
from store.connection import Connection, EngineConnection
from store.schema import Found
from vs_workflow.reasons import Plain

if TYPE_CHECKING:
    from sqlalchemy import Connection as AlchemyConnection

    from store.sql import Sql


class Transaction(Protocol):
    """A writing transaction that has begun. Exactly one of its three ends must be called."""

    @property
    def connection(self) -> Connection: ...

    def commit(self) -> None:
        """On an error nothing is ended yet: `abandon` follows."""
        ...

    def rollback(self) -> None:
        """Also on a connection that is gone, which is as good."""
        ...

    def abandon(self) -> None:
        """Close the connection itself, so that nobody uses it again."""
        ...


class EngineTransaction:
    """A transaction of SQLAlchemy: all of PostgreSQL, and on SQLite the making of tables."""

    def __init__(self, alchemy: AlchemyConnection, sql: Sql) -> None:
        self.alchemy = alchemy
        self.connection = EngineConnection(alchemy, sql)

    def commit(self) -> None:
        self.connection.end_streams()
        self.alchemy.commit()
        self.alchemy.close()

    def rollback(self) -> None:
        self.connection.end_streams()
        with suppress(Exception):
            self.alchemy.rollback()
        with suppress(Exception):
            self.alchemy.close()

    def abandon(self) -> None:
        self.connection.end_streams()
        with suppress(Exception):
            self.alchemy.invalidate()
        with suppress(Exception):
            self.alchemy.close()


class Backend(Protocol):
    """SQLite or PostgreSQL. Errors are the driver's own; whoever calls translates them."""

    dialect: str
    not_scrubbed: str
    address: Address

    def look(self, connection: Connection) -> Found:
        """Whose database this is."""
        ...

    def reading(self) -> AbstractContextManager[Connection]:
        """A consistent view."""
        ...

    def begin(self, programme: str) -> Transaction:
        """A transaction that excludes other writers of the programme from before its first read."""
        ...

    def begin_making(self) -> EngineTransaction:
        """A transaction that excludes whoever else makes or upgrades the schema."""
        ...

    def exclude(self, connection: Connection, programme: str) -> None:
        """Keep other writers of the programme out for the rest of a transaction that makes tables."""
        ...

    def after_doubt(self, programme: str) -> AbstractContextManager[Connection]:
        """A view from a new connection, in which an earlier COMMIT has either happened or never will."""
        ...

    def scrub(self) -> None:
        """Overwrite or let go of what was deleted, as far as it is still in the database's own files.

        Raises StoreTrouble, by the rule `not_scrubbed`, where somebody still has a hold on it.
        """
        ...

    def facts(self, connection: Connection) -> dict[str, Plain]:
        """Versions, modes and sizes."""
        ...

    def close(self) -> None: ...
