"""Whose database this is and of which version; making it, and bringing an older one up.

A database is wholly of one version: whatever changes it, changes its mark in the same
transaction. One that is newer, or not ours, is refused and left as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from store.connection import Connection

if TYPE_CHECKING:
    from sqlalchemy import Connection as AlchemyConnection

VERSION = 3
MAKER = "vs-workflow"
APPLICATION_ID = 0x76735746
"""Stands in the head of our SQLite files: "vsWF"."""

TABLES = (
    "vs_schema", "journal", "shelf", "concerns", "case_now", "milestone_now", "key_now", "flag_now", "coverage_now",
    "deliveries", "lease",
)  # fmt: skip


class Whose(Enum):
    NOBODYS = "nobody's"
    OURS = "ours"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in a database: whose it is, and where it is ours its version, and which tables belie that."""

    whose: Whose
    version: int = 0
    belied_by: tuple[str, ...] = ()


def look_at_sqlite(connection: Connection) -> Found:
    row = connection.row("PRAGMA application_id")
    mark = row[0] if row else 0
    if mark == 0 and not connection.row("SELECT 1 FROM sqlite_master LIMIT 1"):
        return Found(Whose.NOBODYS)
    if mark != APPLICATION_ID or not connection.row("SELECT 1 FROM sqlite_master WHERE name = 'vs_schema'"):
        return Found(Whose.FOREIGN)
    return _version(connection, (name for (name,) in connection.rows("SELECT name FROM sqlite_master")))


def look_at_postgres(connection: Connection) -> Found:
    names = ", ".join(f"'{name}'" for name in TABLES)
    found = connection.rows(
        "SELECT c.relname, (SELECT count(*) FROM pg_attribute a WHERE a.attrelid = c.oid"
        " AND a.attname IN ('maker', 'version')) FROM pg_class c"
        f" WHERE c.relnamespace = current_schema()::regnamespace AND c.relname IN ({names})"
    )
    if not found:
        return Found(Whose.NOBODYS)
    if ("vs_schema", 2) not in {(name, columns) for name, columns in found}:
        return Found(Whose.FOREIGN)
    return _version(connection, (name for name, _ in found))


def _version(connection: Connection, there: Iterable[str]) -> Found:
    rows = connection.rows(connection.sql.version)
    if len(rows) != 1 or rows[0][0] != MAKER or not isinstance(rows[0][1], int):
        return Found(Whose.FOREIGN)
    version = rows[0][1]
    return Found(Whose.OURS, version, _too_early(version, there) if version < VERSION else ())


def _too_early(version: int, there: Iterable[str]) -> tuple[str, ...]:
    from store.migrations import not_yet

    return tuple(sorted(not_yet(version).intersection(there)))


def mark(connection: AlchemyConnection) -> None:
    """Make an empty database ours, of version 0."""
    connection.exec_driver_sql("CREATE TABLE vs_schema (maker TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL)")
    connection.exec_driver_sql(f"INSERT INTO vs_schema (maker, version) VALUES ('{MAKER}', 0)")
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def make_again(connection: AlchemyConnection, tables: Iterable[str]) -> None:
    """Make these tables, which are missing, as they are made; empty."""
    from store.migrations import making
    from store.migrations.written_out import run

    for table in tables:
        run(connection, making(table))


def upgrade(connection: AlchemyConnection, version: int) -> None:
    """Bring a database of ours from this version to the present one, inside the caller's transaction."""
    from store.migrations import MIGRATIONS

    for migrate in MIGRATIONS[version:VERSION]:
        migrate(connection)
    connection.exec_driver_sql(f"UPDATE vs_schema SET version = {VERSION}")
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
