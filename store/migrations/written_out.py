"""Statements of a migration, written out as they were then, so that no later declaration changes history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Rails:
    """Guard rails by name: what is run on SQLite; on PostgreSQL each function's body, and when each trigger fires."""

    sqlite: Mapping[str, str]
    functions: Mapping[str, str]
    triggers: Mapping[str, str]


def put_up(connection: Connection, rails: Rails) -> None:
    """Put up these guard rails, where there are none."""
    if connection.dialect.name == "sqlite":
        for statement in rails.sqlite.values():
            connection.exec_driver_sql(statement)
        return
    for name, body in rails.functions.items():
        connection.exec_driver_sql(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body${body}$body$")
    for name, text in rails.triggers.items():
        connection.exec_driver_sql(f"CREATE TRIGGER {name} {text}")
        # Also where a session says that it replays what a replica sent.
        table = text.partition(" ON ")[2].partition(" ")[0]
        connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def take_down(connection: Connection) -> None:
    """Take down every guard rail of ours that is found, of whichever version."""

    def found(question: str) -> list[tuple[str, ...]]:
        return [tuple(_quoted(name) for name in row) for row in connection.exec_driver_sql(question)]

    if connection.dialect.name == "sqlite":
        for (name,) in found("SELECT name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 3) = 'vs_'"):
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        return
    for name, table in found(
        "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal AND left(t.tgname, 3) = 'vs_'"
    ):
        connection.exec_driver_sql(f"DROP TRIGGER {name} ON {table}")
    for (name,) in found(
        "SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
        " AND prorettype = 'trigger'::regtype AND left(proname, 3) = 'vs_'"
    ):
        connection.exec_driver_sql(f"DROP FUNCTION {name}()")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
