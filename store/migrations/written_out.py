"""Statements of a migration, written out as they were then, so that no later declaration changes history."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SQLITE = {"<rows>": " WITHOUT ROWID", "<bytes>": "BLOB"}
_POSTGRES = {"<rows>": "", "<bytes>": "BYTEA"}


def run(connection: Connection, statements: str) -> None:
    """Run the statements, with a semicolon between each.

    `<rows>` is how SQLite keeps a table by its key alone, for which PostgreSQL has no word;
    `<bytes>` is the type that each has for bytes.
    """
    spelled = _SQLITE if connection.dialect.name == "sqlite" else _POSTGRES
    for statement in statements.split(";"):
        for mark, words in spelled.items():
            statement = statement.replace(mark, words)
        connection.exec_driver_sql(statement.strip())
